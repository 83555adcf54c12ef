"""
Whatever a stranger sends: each reader gives rows and rejections, or a mistake that is said, and nothing else.

`FUZZ=2000 pytest tests/test_fuzz.py` looks longer.
"""

from __future__ import annotations

import gzip
import os
import tempfile
import time
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import vendor_files as made
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from making import HOSTILE

from pressmark.annotators.quotes.marks import pair_marks
from pressmark.articles import Article
from pressmark.dataset.corpus import save
from pressmark.errors import InputError, PressmarkError
from pressmark.exchange import export
from pressmark.paragraphs import find_paragraphs
from pressmark.sources import ENDINGS
from pressmark.sources.article_import import Rejection, import_articles
from pressmark.sources.dates import instant
from pressmark.sources.settings import SourceSettings
from pressmark.yaml_files.strict import parse_yaml

pytestmark = pytest.mark.slow

LONG = settings(
    max_examples=int(os.environ.get("FUZZ", "60")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
BROKEN = st.sampled_from(
    [
        b"{",
        b"[",
        b'"',
        b"<",
        b"&",
        b",",
        b"\t",
        b"\n",
        b"\x00",
        b"\xff\xfe",
        b"---\n",
        b"PK\x03",
    ]
)
WHOLE = st.sampled_from([b'{"text": "a"}', b"text,id", b"<p>a</p>"])
BYTES = st.lists(BROKEN | WHOLE | st.binary(max_size=6), max_size=12)
MARKS = st.text(st.sampled_from("«»‹›“”„‟\"'‘’``—–- \n\u00a0abéA.,?!:"), max_size=80)
YAML = st.text(st.sampled_from("abNO01.:-[]{}&*!|>%@#'\"\n  \t?é\u2028"), max_size=80)
SPOKEN = st.text(
    st.sampled_from("0123456789-/:.,TZ+ janvier March Mon lundi GMT'\u00a0é٣"),
    max_size=30,
)


@LONG
@given(MARKS | st.text(HOSTILE, max_size=80))
def test_marks_are_paired_within_the_text(text: str) -> None:
    for one in pair_marks(text, find_paragraphs(text)):
        assert 0 <= one.start < one.end <= len(text)
        assert all(one.start <= start < end <= one.end for start, end in one.pieces)
        assert one.depth >= 0


@LONG
@given(YAML)
def test_yaml_is_read_or_its_mistakes_are_said(text: str) -> None:
    try:
        parse_yaml(text)
    except PressmarkError as error:
        assert str(error)


@LONG
@given(SPOKEN | st.text(max_size=20) | st.integers() | st.floats() | st.none())
def test_a_date_is_an_instant_or_none(value: object) -> None:
    found = instant(value)
    assert found is None or isinstance(found, datetime)
    assert found is None or found.tzinfo is not None


@pytest.mark.parametrize("ending", sorted(ENDINGS))
def test_any_bytes_are_articles_or_rejections(ending: str) -> None:
    @settings(LONG, max_examples=max(5, LONG.max_examples // 4))
    @given(BYTES)
    def read_anything(content: list[bytes]) -> None:
        with tempfile.TemporaryDirectory() as name:
            path = Path(name) / f"a{ending}"
            path.write_bytes(b"".join(content))
            try:
                found = list(
                    import_articles(
                        SourceSettings(files=(path.name,), language="fr"), Path(name)
                    )
                )
            except PressmarkError as error:
                assert str(error)
                return
            assert all(isinstance(one, Rejection) or one.text.strip() for one in found)

    read_anything()


@pytest.mark.parametrize(
    "text",
    [
        "«" * 20_000,
        "'" * 20_000,
        "“a ” " * 8_000,
        "— a\n" * 8_000,
        "1 " * 20_000,
        "a" * 200_000,
    ],
    ids=["openers", "apostrophes", "pairs", "dashes", "numbers", "one word"],
)
def test_hostile_texts_cost_time_in_proportion(text: str) -> None:
    started = time.process_time()
    pair_marks(text, find_paragraphs(text))
    instant(text)
    assert time.process_time() - started < 5


BOMB = "<!DOCTYPE z [<!ENTITY a0 'aaaaaaaaaaaaaaaaaaaa'>" + "".join(
    f"<!ENTITY a{n + 1} '{f'&a{n};' * 20}'>" for n in range(8)
) + "]>"  # fmt: skip
SECRET = "root:x:0"
OUTSIDE = '<!DOCTYPE z [<!ENTITY a8 SYSTEM "file:///etc/passwd">]>'
WORD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" x="{}">{}</w:document>'
RSS = "<rss version='2.0'><channel><item><description>{}</description></item></channel></rss>"


def nested(times: int) -> bytes:
    content = made.zipped({"a.txt": "x"})
    for _ in range(times):
        content = made.zipped({"a.zip": content})
    return content


def packed_page() -> bytes:
    http = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n"
        + gzip.compress(b"a" * 10**8)
    )
    head = "WARC-Type: response\r\nWARC-Target-URI: http://a/\r\nWARC-Date: 2026-03-05T10:00:00Z"
    head += f"\r\nContent-Length: {len(http)}"
    kind = "Content-Type: application/http; msgtype=response"
    return f"WARC/1.0\r\n{head}\r\n{kind}\r\n\r\n".encode() + http + b"\r\n\r\n"


def flipped(content: bytes) -> bytes:
    return bytes(
        one ^ 0x55 if 60 <= at < 160 else one for at, one in enumerate(content)
    )


TRAPS = {
    "zip-bomb.zip": lambda: made.zipped({"a.txt": "\0" * 10**8}),
    "zip-in-zip.zip": lambda: nested(1500),
    "gz-in-gz.txt.gz.gz.gz": lambda: gzip.compress(gzip.compress(gzip.compress(b"x"))),
    "gz-bomb.txt.gz": lambda: gzip.compress(b"\0" * 10**8),
    "warc-bomb.warc.gz": lambda: gzip.compress(b"WARC/1.0\r\nContent-Length: 99999000\r\n\r\n" + b"\0" * 10**8),
    "page-bomb.warc": packed_page,
    "length.warc": lambda: b"WARC/1.0\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\nx",
    "members.warc.gz": lambda: b"\x1f\x8b\x08" * 100_000,
    "heads.warc": lambda: b"WARC/1.0\r\n" * 30_000,
    "bomb.docx": lambda: made.zipped({"word/document.xml": BOMB + WORD.format("&a8;", "&a8;")}),
    "outside.docx": lambda: made.zipped({"word/document.xml": OUTSIDE + WORD.format("", "<w:p><w:t>&a8;</w:t></w:p>")}),
    "deep.docx": lambda: made.zipped({"word/document.xml": WORD.format("", "<w:p>" * 3000 + "</w:p>" * 3000)}),
    "broken.docx": lambda: flipped(made.docx(made.nexis() * 30)),
    "bomb.xml": (BOMB + RSS.format("&a8; fin")).encode,
    "outside.xml": (OUTSIDE + RSS.format("&a8; fin")).encode,
    "deep.xml": lambda: RSS.format("&lt;div&gt;" * 50_000 + "x").encode(),
    "deep.html": lambda: b"<article>" + b"<div>" * 50_000 + b"x",
    "titles.html": lambda: b"<title>" * 60_000,
    "metas.html": lambda: made.page(head="<meta property=" * 9_000).encode(),
    "links.html": lambda: made.page(body=("x",)).replace("<p>x", "<p>" + "<a href=x>y</a> " * 50_000).encode(),
    "outlet.html": lambda: made.europresse(made.europresse_article(1, outlet="(" * 100_000)).encode(),
    "numbers.rtf": lambda: b"{\\rtf1 " + b"\\u99999999999999999999 " * 2000 + b"}",
    "braces.rtf": lambda: b"{\\rtf1 " + b"{" * 200_000,
    "field.csv": lambda: b"id,text\n1," + b"x" * 20_000_000 + b"\n",
    "cells.csv": lambda: b"id,text\n" + b"," * 1_000_000,
    "deep.jsonl": lambda: b'{"text": "a", "x": ' + b"[" * 5000 + b"]" * 5000 + b"}",
    "digits.jsonl": lambda: b'{"text": "a", "n": ' + b"9" * 100_000 + b"}",
    "front.md": lambda: b"---\na: " + b"[" * 100_000 + b"\n---\nx",
}  # fmt: skip


@pytest.mark.parametrize("name", TRAPS)
def test_a_trap_costs_seconds_and_gives_nothing_away(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(TRAPS[name]())
    started = time.process_time()
    found = list(
        import_articles(SourceSettings(files=(name,), language="fr"), tmp_path)
    )

    assert time.process_time() - started < 5
    assert found
    assert not any(
        SECRET in (one.reason if isinstance(one, Rejection) else one.text)
        for one in found
    )


def test_a_name_that_leads_out_of_an_archive_is_a_name(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.zip").write_bytes(
        made.zipped({"../../evil.txt": "Le pont.", "/evil.txt": "Deux."})
    )
    kept = [
        one
        for one in import_articles(
            SourceSettings(files=("a.zip",), language="fr"), tmp_path / "in"
        )
        if isinstance(one, Article)
    ]
    assert [one.text for one in kept] == ["Le pont.", "Deux."]
    for format in ("brat", "txm", "xmi"):
        export(
            save(kept, tmp_path / "in" / "corpus", title="T"),
            tmp_path / "in" / "out" / format,
            format=format,
        )
    assert {path.name for path in tmp_path.iterdir()} == {"in"}
    assert not Path("/evil.txt").exists()


def test_parquet_of_a_stranger_is_read_as_data_or_refused(tmp_path: Path) -> None:
    run = tmp_path / "run"
    code = f"cos\nsystem\n(S'touch {run}'\ntR.".encode()
    meta = {
        b"ARROW:extension:name": b"arrow.py_extension_type",
        b"ARROW:extension:metadata": code,
    }
    extended = pa.schema([pa.field("text", pa.string(), metadata=meta)])
    pq.write_table(
        pa.table({"text": ["a"]}, schema=extended), tmp_path / "extension.parquet"
    )
    pq.write_table(pa.table({"words": [1]}), tmp_path / "schema.parquet")
    pq.write_table(pa.table({"text": [b"\xff"]}), tmp_path / "bytes.parquet")
    broken = pa.Array.from_buffers(
        pa.string(), 1, [None, pa.py_buffer(b"\0\0\0\0\1\0\0\0"), pa.py_buffer(b"\xff")]
    )
    pq.write_table(pa.table({"text": broken}), tmp_path / "utf.parquet")
    same = pa.DictionaryArray.from_arrays(
        pa.array([0] * 3000, pa.int32()), ["x" * 200_000]
    )
    pq.write_table(pa.table({"text": same}), tmp_path / "same.parquet")
    found = {
        name: list(
            import_articles(
                SourceSettings(files=(f"{name}.parquet",), language="fr"), tmp_path
            )
        )
        for name in ("extension", "schema", "bytes", "utf", "same")
    }
    assert not run.exists()
    assert found["extension"][0].text == "a"  # type: ignore[union-attr]
    assert [one[0].reason.split(" (")[0] for name in ("schema", "bytes", "utf") if (one := found[name])] == [
        "no column `text`", "its text is no text but bytes", found["utf"][0].reason,
    ]  # type: ignore[union-attr]  # fmt: skip
    assert "cannot be read" in found["utf"][0].reason  # type: ignore[union-attr]
    assert len(found["same"]) == 3000


def test_a_dataset_that_would_run_code_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "stranger"
    folder.mkdir()
    (folder / "stranger.py").write_text(f"open({str(tmp_path / 'run')!r}, 'w')")
    (folder / "data.pkl").write_bytes(
        f"cos\nsystem\n(S'touch {tmp_path / 'run'}'\ntR.".encode()
    )
    with pytest.raises(InputError, match="cannot be opened"):
        list(import_articles(SourceSettings(dataset="stranger"), tmp_path))
    assert not (tmp_path / "run").exists()


VALID: dict[str, bytes] = {
    "europresse.html": made.europresse(
        *map(made.europresse_article, range(3))
    ).encode(),
    "factiva.html": made.factiva_page(
        made.factiva_page_article(1), made.factiva_page_coded(2)
    ).encode(),
    "factiva.rtf": made.rtf(
        (made.factiva_coded(1) + made.factiva_plain(2)).split("\n")
    ),
    "nexis.docx": made.docx([*made.nexis_cover(2), *made.nexis(1), *made.nexis(2)]),
    "nexis.rtf": made.rtf([*made.nexis(1), *made.nexis(2)]),
    "page.html": made.page().encode(),
    "crawl.warc": made.warc(
        *(made.response(f"http://a/{n}", made.page(n).encode()) for n in range(2)),
        zip=False,
    ),
    "crawl.warc.gz": made.warc(
        *(made.response(f"http://a/{n}", made.page(n).encode()) for n in range(2))
    ),
    "feed.xml": RSS.format("Le pont.").encode(),
    "table.csv": 'id,text,date\n1,"Le pont, fermé",2026-03-02\n2,Deux,2 mars 2026\n'.encode(),
    "lines.jsonl": b'{"id": "a", "text": "Le pont."}\n{"text": "Deux", "date": "2026-03-02"}\n',
    "front.md": b"---\ntitle: 'Un'\nauthors: [A, B]\ndate: 2026-03-02\n---\nLe pont.\n",
    "all.zip": made.zipped(
        {
            "a.txt": "Le pont.",
            "b/c.jsonl": '{"text": "Deux."}',
            "d.txt.gz": gzip.compress(b"Trois."),
        }
    ),
    "lines.jsonl.gz": gzip.compress(b'{"text": "Le pont."}\n{"text": "Deux"}\n'),
}
CHANGES = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 40), st.binary(max_size=4) | BROKEN),
    min_size=1,
    max_size=5,
)


def changed(content: bytes, changes: list[tuple[float, int, bytes]]) -> bytes:
    """The content with stretches at some places replaced."""
    for share, length, new in changes:
        at = int(share * len(content))
        content = content[:at] + new + content[at + length :]
    return content


@pytest.mark.parametrize("name", VALID)
def test_a_file_that_is_damaged_anywhere_gives_articles_or_rejections(
    name: str,
) -> None:
    @settings(LONG, max_examples=max(10, LONG.max_examples // 2))
    @given(CHANGES)
    def read_damaged(changes: list[tuple[float, int, bytes]]) -> None:
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / name).write_bytes(changed(VALID[name], changes))
            try:
                found = list(
                    import_articles(
                        SourceSettings(files=(name,), language="fr"), Path(folder)
                    )
                )
            except PressmarkError as error:
                assert str(error)
                return
            assert all(isinstance(one, Rejection) or one.text.strip() for one in found)

    read_damaged()
