"""An odd record costs itself alone: keys, names of files, front matter, numbers, headers, bodies, titles, bylines."""

from __future__ import annotations

import gzip
import io
import json
import os
import time
import zipfile
import zlib
from pathlib import Path

import brotli
import datasets
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pressmark.articles import Article
from pressmark.sources.article_import import Rejection, import_articles
from pressmark.sources.decoding import decode_page
from pressmark.sources.factiva import factiva_rows
from pressmark.sources.feeds import feed_rows
from pressmark.sources.files import SourceFile
from pressmark.sources.http_bodies import BodyError, decode_body
from pressmark.sources.page_facts import find_page_facts
from pressmark.sources.records import Row
from pressmark.sources.settings import SourceSettings
from pressmark.sources.vendor_words import byline_authors, without_byline
from pressmark.sources.web_pages import page_row

TEXT = "The mayor of the town said that the harbour would stay closed until the end of the coming week."


def imported(
    folder: Path, *patterns: str, **settings: object
) -> tuple[list[Article], list[Rejection]]:
    found = list(import_articles(SourceSettings(files=patterns, **settings), folder))  # type: ignore[arg-type]
    return [one for one in found if isinstance(one, Article)], [
        one for one in found if isinstance(one, Rejection)
    ]


@pytest.mark.parametrize("key", ["ab\ud800", "\udfff"])
def test_a_key_with_half_a_character_costs_its_row(tmp_path: Path, key: str) -> None:
    rows = [{"text": TEXT, key: 1}, {"text": TEXT + " x"}]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    kept, rejected = imported(tmp_path, "a.jsonl")
    assert [article.text for article in kept] == [TEXT + " x"]
    assert "column's name holds half a character" in rejected[0].reason


def test_a_file_name_that_is_no_utf_8_is_shown_in_bytes(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")).write_text(
        TEXT, encoding="utf-8"
    )
    (article,), rejected = imported(tmp_path, "*.txt")
    assert not rejected
    assert (article.id, article.origin and article.origin.file) == (
        "caf\\xe9",
        "caf\\xe9.txt",
    )


def test_front_matter_of_any_kind_is_kept_or_costs_its_file(tmp_path: Path) -> None:
    fronts = {
        "int": "2026: x\n1.5: y\nnull: z\n2026-01-01: w",
        "hex": f"n: 0x{'f' * 4000}\nm: {'9' * 5000}",
        "base60": "at: 10:30\nlong: " + ":".join(["59"] * 4000),
        "zeros": "id: 007\nsection: 0123",
        "nested": "meta: {2026-01-01: [1, {2: x}]}\nhuge: 1.0e+400",
        "anchor": "a: &x [1]\nb: *x",
    }
    for name, front in fronts.items():
        (tmp_path / f"{name}.md").write_text(
            f"---\n{front}\n---\n{TEXT} {name}", encoding="utf-8"
        )
    begun = time.process_time()
    kept, rejected = imported(tmp_path, "*.md")
    assert time.process_time() - begun < 5
    assert [one.file for one in rejected] == ["anchor.md"]
    extra = {article.origin.file: article.extra for article in kept if article.origin}
    assert extra["int.md"] == {"2026": "x", "1.5": "y", "None": "z", "2026-01-01": "w"}
    assert extra["hex.md"] == {"n": f"0x{'f' * 4000}", "m": "9" * 5000}
    assert extra["base60.md"]["at"] == "10:30"
    assert extra["nested.md"] == {
        "meta": '{"2026-01-01": [1, {"2": "x"}]}',
        "huge": "inf",
    }
    assert "007" in [article.id for article in kept]


def test_numbers_that_nothing_holds_stay_text(tmp_path: Path) -> None:
    digits = "9" * 5000
    row = f'{{"text": {json.dumps(TEXT)}, "n": {digits}, "x": 1e400, "y": NaN, "z": -Infinity, "title": NaN}}'
    (tmp_path / "a.jsonl").write_text(row)
    (tmp_path / "b.json").write_text(f"[{row.replace('week.', 'month.')}]")
    kept, rejected = imported(tmp_path, "*.json*")
    assert not rejected
    assert [article.extra for article in kept] == [
        {"n": digits, "x": "1e400", "y": None, "z": "-Infinity"}
    ] * 2
    assert [article.title for article in kept] == [None, None]


def test_an_article_of_too_many_columns_is_rejected_quickly(tmp_path: Path) -> None:
    wide = {"text": TEXT} | {f"k{number}": number for number in range(200_000)}
    rows = [wide, {"text": TEXT + " x", "own": 1}]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    begun = time.process_time()
    kept, rejected = imported(tmp_path, "a.jsonl")
    assert time.process_time() - begun < 5
    assert [article.extra for article in kept] == [{"own": 1}]
    assert rejected[0].reason == "it has 200001 columns; 1000 are allowed"


def test_the_columns_of_all_articles_have_a_limit(tmp_path: Path) -> None:
    rows = [
        {"text": f"{TEXT} {number}", f"a{number}": 1, f"b{number}": 2}
        for number in range(4)
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    kept, rejected = imported(tmp_path, "a.jsonl", most_columns=5)
    assert len(kept) == 2
    assert (
        "its columns (a2, b2) would make more than 5 in the corpus"
        in rejected[0].reason
    )


def test_a_reason_does_not_quote_a_page(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(
        json.dumps({f"k{number}" * 50: "x" for number in range(900)})
    )
    _, (rejection,) = imported(tmp_path, "a.jsonl")
    assert len(rejection.reason) < 450


@pytest.mark.parametrize("header", ["ID;TITLE;TEXT", "Id;Title;Text", "id;Titre;Texte"])
def test_headers_are_known_in_any_case(tmp_path: Path, header: str) -> None:
    (tmp_path / "a.csv").write_text(f"{header}\nA-1;Vote;{TEXT}\n")
    (article,), _ = imported(tmp_path, "a.csv")
    assert (article.id, article.title, article.extra) == ("A-1", "Vote", {})


def test_no_two_columns_differ_by_case_alone(tmp_path: Path) -> None:
    rows = [
        {
            "text": TEXT,
            "Text": "b",
            "SHA256": "c",
            "Source_File": "d",
            "Section": 1,
            "section": 2,
        },
        {"text": TEXT + " x", "SECTION": 3},
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    kept, _ = imported(tmp_path, "a.jsonl")
    assert [article.extra for article in kept] == [
        {
            "original_Text": "b",
            "original_SHA256": "c",
            "original_Source_File": "d",
            "Section": 1,
            "section.2": 2,
        },
        {"Section": 3},
    ]


def test_names_of_class_labels_are_kept(tmp_path: Path) -> None:
    label = datasets.ClassLabel(names=["local", "sport"])
    features = datasets.Features(
        {
            "text": datasets.Value("string"),
            "kind": label,
            "tags": datasets.List(label),
            "bin": datasets.Value("binary"),
        }
    )
    rows = {"text": [f"{TEXT} {n}" for n in range(3)], "kind": [1, -1, None], "tags": [[0, 1], [], None],
            "bin": [b"\x00\xff", "é".encode(), None]}  # fmt: skip
    table = datasets.Dataset.from_dict(rows, features=features)
    table.save_to_disk(str(tmp_path / "saved"))
    table.to_parquet(str(tmp_path / "a.parquet"))
    extra = [
        {"kind": "sport", "tags": '["local", "sport"]', "bin": "AP8="},
        {"kind": None, "tags": "[]", "bin": "é"},
        {"kind": None, "tags": None, "bin": None},
    ]
    kept, _ = imported(tmp_path, "a.parquet")
    assert [article.extra for article in kept] == extra
    saved = import_articles(SourceSettings(dataset="saved"), tmp_path)
    assert [article.extra for article in saved if isinstance(article, Article)] == extra


def test_a_parquet_file_of_plain_columns_is_read_as_it_is(tmp_path: Path) -> None:
    pq.write_table(pa.table({"text": [TEXT], "n": [1]}), tmp_path / "a.parquet")
    assert imported(tmp_path, "a.parquet")[0][0].extra == {"n": 1}


def test_file_names_and_first_lines_say_what_they_are_asked_for(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "2026-03-02_Le Phare_The_port.txt").write_text(
        f"Port shut\n\n{TEXT}"
    )
    (tmp_path / "in" / "other.txt").write_text(TEXT)
    with zipfile.ZipFile(tmp_path / "in" / "b.zip", "w") as archive:
        archive.writestr("20260303_Herald_Bridge.txt", TEXT + " x")
    asked = {"name": "{published}_{outlet}_{title}", "title": "first-line"}
    kept, rejected = imported(tmp_path, "in/*", **asked)
    assert not rejected
    assert [(one.published and one.published.day, one.outlet, one.title) for one in kept] == [
        (2, "Le Phare", "The_port"), (3, "Herald", "Bridge"), (None, None, None),
    ]  # fmt: skip
    kept, _ = imported(tmp_path, "in/2026*.txt", title="first-line")
    assert (kept[0].title, kept[0].text) == ("Port shut", f"Port shut\n\n{TEXT}")


@pytest.mark.parametrize(
    "pattern", ["title", "{a}{b}", "{title", "{a}_{a}", "{text}", "{a b}", "{}"]
)
def test_a_pattern_that_says_nothing_is_a_mistake(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"name"):
        SourceSettings(files=("a",), name=pattern)


def test_nested_paragraphs_of_word_are_read_once(tmp_path: Path) -> None:
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    run = f"<w:r><w:t>{TEXT}</w:t></w:r>"
    nested = "<w:p>" * 150 + "<w:r><w:t>Within.</w:t></w:r>" + "</w:p>" * 150
    xml = f'<w:document xmlns:w="{word}"><w:body><w:p>{run}{nested}{run}</w:p><w:p>{run}</w:p></w:body></w:document>'
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("word/document.xml", xml)
    (tmp_path / "a.docx").write_bytes(content.getvalue())
    (article,), _ = imported(tmp_path, "a.docx", format="text")
    assert article.text.count("Within.") == 1
    assert article.text.count(TEXT) == 3


PAGE = f"<!DOCTYPE html><html><body><p>{TEXT}</p></body></html>".encode()
TWO_CHUNKS = b"5;x=y\r\n%s\r\n%x\r\n%s\r\n0\r\nA: b\r\n\r\n" % (
    PAGE[:5],
    len(PAGE) - 5,
    PAGE[5:],
)
CHUNKED = b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE)


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (PAGE, {}),
        (CHUNKED, {"transfer-encoding": "chunked"}),
        (TWO_CHUNKS, {"transfer-encoding": "chunked"}),
        (CHUNKED[:-5], {"transfer-encoding": "chunked"}),
        (PAGE, {"transfer-encoding": "Chunked"}),
        (gzip.compress(PAGE), {"content-encoding": "gzip"}),
        (PAGE, {"content-encoding": "gzip"}),
        (PAGE, {"content-encoding": "gzip", "content-length": "12"}),
        (zlib.compress(PAGE), {"content-encoding": "deflate"}),
        (zlib.compress(PAGE)[2:-4], {"content-encoding": "deflate"}),
        (PAGE, {"content-encoding": "deflate"}),
        (brotli.compress(PAGE), {"content-encoding": "br"}),
        (PAGE, {"content-encoding": "br"}),
        (gzip.compress(PAGE), {"content-encoding": "gzip", "transfer-encoding": "chunked"}),
        (PAGE, {"content-length": "99999"}),
        (PAGE, {"content-encoding": "identity", "content-length": "3"}),
        (gzip.compress(PAGE), {}),
        (gzip.compress(gzip.compress(PAGE)), {"content-encoding": "gzip"}),
    ],
)  # fmt: skip
def test_a_body_is_believed_before_its_header(
    body: bytes, headers: dict[str, str]
) -> None:
    assert decode_body(body, headers) == PAGE


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (gzip.compress(PAGE)[:-20], {"content-encoding": "gzip"}),
        (zlib.compress(PAGE)[:-20], {"content-encoding": "deflate"}),
        (brotli.compress(PAGE * 9)[:-9], {"content-encoding": "br"}),
        (CHUNKED[:-40], {"transfer-encoding": "chunked"}),
        (b"20\r\n%s\r\n" % PAGE[:32], {"transfer-encoding": "chunked"}),
        (PAGE[:-30], {"content-length": str(len(PAGE))}),
        (b"\x01\x02\x03 garbage", {"content-encoding": "br"}),
        (b"", {"content-length": "10"}),
        (gzip.compress(PAGE)[:-20], {}),
    ],
)
def test_a_cut_body_is_no_page(body: bytes, headers: dict[str, str]) -> None:
    with pytest.raises(BodyError):
        decode_body(body, headers)


@pytest.mark.parametrize(
    "charset",
    ["hex", "rot13", "zlib", "undefined", "idna", "punycode", "utf-7", "unicode_escape", "utf-16", "utf-32-le",
     "cp037", "bz2", "none", "x-user-defined"],
)  # fmt: skip
def test_a_page_that_declares_no_encoding_of_text_costs_nothing(
    charset: str, tmp_path: Path
) -> None:
    text = " ".join(["L’été, le pont était fermé à Larnac, a dit la maire."] * 9)
    page = f'<html lang="fr"><meta charset="{charset}"><title>T</title><p>{text}</p>'
    assert decode_page(page.encode()) == (page, "utf-8")
    # By the header of an archive, too; and a page that is what it says stays so.
    assert decode_page(page.encode(), charset)[0] == page
    assert decode_page(page.encode("utf-16-le"), "utf-16-le")[0] == page
    (tmp_path / "a.html").write_bytes(page.encode())
    (article,) = import_articles(SourceSettings(files=("a.html",)), tmp_path)
    assert isinstance(article, Article)
    assert article.text == text


@pytest.mark.parametrize("encoding", ["hex", "rot13", "undefined", "zlib", "a\x00b"])
def test_an_encoding_of_no_text_is_no_setting(encoding: str) -> None:
    with pytest.raises(ValueError, match="no such encoding is known"):
        SourceSettings(files=("a.txt",), encoding=encoding)


@pytest.mark.parametrize(
    ("kind", "inner", "title"),
    [
        ("text", "a &lt; b", "a < b"),
        ("text", "R&amp;D", "R&D"),
        ("html", "L&amp;#8217;&amp;eacute;t&amp;eacute;", "L’été"),
        ("html", "<![CDATA[L&#8217;<b>été</b>]]>", "L’été"),
        ("html", "a &amp;lt; b", "a < b"),
        ("html", "5 &lt; 6", "5 < 6"),
        (
            "xhtml",
            '<div xmlns="http://www.w3.org/1999/xhtml">L’<b>été</b> &amp; R&amp;D</div>',
            "L’été & R&D",
        ),
        (
            None,
            "Bridge &amp;amp; road &amp;#8217;shut&amp;#8217; &lt;b&gt;now&lt;/b&gt;",
            "Bridge & road ’shut’ now",
        ),
        (None, "<![CDATA[R&amp;D <em>now</em>]]>", "R&D now"),
        (None, "<![CDATA[a < b and c > d]]>", "a < b and c > d"),
        (None, "5 &lt; 6", "5 < 6"),
    ],
)
def test_a_title_of_a_feed_is_decoded_once(
    kind: str | None, inner: str, title: str
) -> None:
    entry = f'<entry><title type="{kind}">{inner}</title><id>1</id><summary>{TEXT}</summary></entry>'
    atom = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title>{entry}</feed>'
    item = f"<item><title>{inner}</title><description>{TEXT}</description></item>"
    rss = f'<rss version="2.0"><channel><title>F</title>{item}</channel></rss>'
    (row,) = feed_rows(
        SourceFile(name="f.xml", content=(atom if kind else rss).encode())
    )
    assert isinstance(row, Row)
    assert row.values["title"] == title


def test_a_description_that_was_escaped_twice_has_no_tags() -> None:
    inner = f"&amp;lt;p&amp;gt;{TEXT}&amp;lt;/p&amp;gt;&amp;lt;p&amp;gt;R&amp;amp;amp;D&amp;lt;/p&amp;gt;"
    rss = f'<rss version="2.0"><channel><item><title>t</title><description>{inner}</description></item></channel></rss>'
    (row,) = feed_rows(SourceFile(name="f.xml", content=rss.encode()))
    assert isinstance(row, Row)
    assert row.values["text"] == f"{TEXT}\n\nR&D"


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("By Anna Lee and Bob Fox", ["Anna Lee", "Bob Fox"]),
        ("Par Anne Vautrin et Paul Ney", ["Anne Vautrin", "Paul Ney"]),
        ("BY ANNA LEE, EVA POE AND BOB FOX", ["ANNA LEE", "EVA POE", "BOB FOX"]),
        ("Von Anna Lehmann und Bernd Fuchs", ["Anna Lehmann", "Bernd Fuchs"]),
        ("Léa Brun; Paul Roy", ["Léa Brun", "Paul Roy"]),
        ("Lee, Anna", ["Lee, Anna"]),
        ("By: Anna Lee", ["Anna Lee"]),
        ("PAR : LÉA BRUN ET PAUL ROY", ["LÉA BRUN", "PAUL ROY"]),
        ("Text: Anna Lee", ["Anna Lee"]),
        ("Reporting by Anna Lee and Bob Fox", ["Anna Lee", "Bob Fox"]),
        ("Propos recueillis par Léa Brun", ["Léa Brun"]),
        ("Byers: Anna", ["Byers: Anna"]),
        ("ANNA E LEE", ["ANNA E LEE"]),
        ("Byron Parker", ["Byron Parker"]),
        ("", []),
    ],
)
def test_a_byline_is_its_authors(line: str, authors: list[str]) -> None:
    assert byline_authors(line) == authors


@pytest.mark.parametrize(
    "line",
    [
        "IN",
        "RE  : la lettre du maire",
        "CO",
        "NS  it is",
        "PD",
        "BY\tthe way",
        "TD",
        "AN",
    ],
)
def test_a_line_of_a_body_that_looks_like_a_code_is_text(line: str) -> None:
    lines = ["HD", "Bridge", "BY", "Anna Lee", "PD", "3 March 2019", "LA", "English", "LP", "First.", "TD", "Then:", "",
             line, "", "The end.", "NS", "gpol : Politics", "RE", "fra : France", "PUB", "The Fanal", "AN"]  # fmt: skip
    (row,) = factiva_rows([*lines, "Document LARGAZ0020190812ef8c00004"])
    assert isinstance(row, Row)
    assert row.values["text"].endswith("The end.")
    assert line.rsplit(maxsplit=1)[-1] in row.values["text"]
    assert (row.values["regions"], row.values["subjects"]) == (
        "fra : France",
        "gpol : Politics",
    )


def _page(*nodes: object, head: str = "", body: str = "") -> str:
    scripts = "".join(
        f'<script type="application/ld+json">{json.dumps(node)}</script>'
        for node in nodes
    )
    return f"<html><head>{head}{scripts}</head><body><article><h1>T</h1>{body}</article></body></html>"


NEWS = {
    "@type": "NewsArticle",
    "headline": "T",
    "datePublished": "2026-03-12",
    "dateModified": "2026-03-14",
}
OTHERS = [
    {"@type": kind, "datePublished": "2019-01-01"}
    for kind in ("WebPage", "Organization", "VideoObject", "Event")
]


@pytest.mark.parametrize(
    "nodes",
    [
        [*OTHERS, NEWS],
        [{"@graph": [*OTHERS, NEWS]}],
        [[*OTHERS, NEWS]],
        [{"@type": "WebPage", "datePublished": "2019-01-01", "mainEntity": NEWS}],
        [*OTHERS, NEWS | {"@type": ["Thing", "ReportageNewsArticle"]}],
        [*OTHERS, NEWS | {"@type": "https://schema.org/BlogPosting"}],
        [
            {"@type": "Article", "headline": "Another", "datePublished": "2018-01-01"},
            NEWS,
        ],
        [
            {
                "@type": "ItemList",
                "itemListElement": [NEWS | {"datePublished": "2017-01-01"}],
            },
            NEWS,
        ],
        [
            OTHERS,
            {"@type": "NewsArticle", "headline": "T", "datePublished": "2 hours ago"},
            NEWS,
        ],
    ],
)
def test_the_articles_own_date_goes_before_any_others(nodes: list[object]) -> None:
    facts = find_page_facts(_page(*nodes), "T")
    if "2 hours ago" not in json.dumps(nodes):
        assert (facts.published, facts.modified) == ("2026-03-12", "2026-03-14")
    else:
        assert facts.published in (None, "2026-03-12")


def test_authors_are_the_articles_own() -> None:
    person = {"@type": "Person", "@id": "#p", "name": "Anna Lee"}
    assert find_page_facts(
        _page(NEWS | {"author": [{"@id": "#p"}, "Bob Fox"]}, person)
    ).authors == (
        "Anna Lee",
        "Bob Fox",
    )
    desk = NEWS | {"author": {"@type": "NewsMediaOrganization", "name": "Desk"}}
    assert find_page_facts(_page(desk)).authors == ("Desk",)
    assert find_page_facts(
        _page(desk, body='<a rel="author">Léa Brun</a>')
    ).authors == ("Léa Brun",)
    aside = '<aside><a rel="author">Somebody</a></aside>'
    assert find_page_facts(_page(body=aside)).authors == ()


@pytest.mark.parametrize(
    "script", ["{", "[" * 5000, "<!-- {} -->", '{"@type": 3, "author": [[1], null]}']
)
def test_damaged_data_of_a_page_says_nothing(script: str) -> None:
    facts = find_page_facts(f'<script type="application/ld+json">{script}</script>')
    assert (facts.published, facts.authors) == (None, ())


def test_a_page_says_the_same_whatever_day_it_is_read(tmp_path: Path) -> None:
    body = "".join(f"<p>{TEXT} {number}</p>" for number in range(6))
    (tmp_path / "a.html").write_text(
        _page(NEWS | {"datePublished": "2093-03-12"}, body=body)
    )
    (article,), _ = imported(tmp_path, "a.html")
    assert article.published is not None
    assert article.published.year == 2093
    assert article.extra["modified"] == "2026-03-14"


def test_the_day_of_a_change_is_not_the_day_of_publication(tmp_path: Path) -> None:
    body = "".join(f"<p>{TEXT} {number}</p>" for number in range(6))
    head = '<meta property="article:modified_time" content="2026-03-14T10:00:00Z">'
    (tmp_path / "a.html").write_text(_page(*OTHERS[1:], head=head, body=body))
    (article,), _ = imported(tmp_path, "a.html")
    assert (article.published, article.extra["modified"]) == (
        None,
        "2026-03-14T10:00:00Z",
    )


@pytest.mark.parametrize(
    ("dates", "published", "modified"),
    [
        ("<published>2026-03-03T10:00:00Z</published><updated>2026-03-05T10:00:00Z</updated>", 3, "2026-03-05T10:00:00Z"),
        ("<published>2026-03-03T10:00:00Z</published><updated>2026-03-03T10:00:00Z</updated>", 3, None),
        ("<published>2026-03-03T10:00:00Z</published>", 3, None),
        # The only date of many feeds: it is the best that is known of when the article came out.
        ("<updated>2026-03-05T10:00:00Z</updated>", 5, "2026-03-05T10:00:00Z"),
    ],
)  # fmt: skip
def test_when_an_entry_of_a_feed_was_changed_is_kept_apart(
    dates: str, published: int, modified: str | None, tmp_path: Path
) -> None:
    entry = f"<entry><title>T</title><id>1</id>{dates}<content>The bridge at Larnholm is shut.</content></entry>"
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title>{entry}</feed>'
    (tmp_path / "a.xml").write_text(feed)
    ((article,), _) = imported(tmp_path, "a.xml")
    assert article.published is not None
    assert article.published.day == published
    assert article.extra.get("modified") == modified


@pytest.mark.parametrize(
    "tag",
    [
        '<time itemprop="dateModified" datetime="2026-03-14">14 March</time>',
        '<time class="entry-date updated" datetime="2026-03-14">14 March</time>',
        "<TIME datetime='2026-03-14' class='modified'>14 March</TIME>",
    ],
)
def test_a_tag_of_time_that_says_when_a_page_was_changed_is_read(tag: str) -> None:
    assert find_page_facts(f"<p>{tag}</p>").modified == "2026-03-14"
    assert find_page_facts('<time datetime="2026-03-14">14</time>').modified is None


@pytest.mark.parametrize(
    ("name", "author"),
    [
        ("Par Léa Brun", "Léa Brun"),
        ("By: Ann Lee", "Ann Lee"),
        ("Written by Ann Lee", "Ann Lee"),
        # Names that begin so.
        ("Parker Lee", "Parker Lee"),
        ("Byron Roe", "Byron Roe"),
    ],
)
def test_an_author_of_a_page_is_called_without_the_word_before(
    name: str, author: str
) -> None:
    paragraph = "<p>The council looked at the file of the bridge in a long session.</p>"
    page = (
        f'<html><head><title>The bridge</title><meta name="author" content="{name}"></head>'
        f"<body><article><h1>The bridge</h1>{paragraph * 8}</article></body></html>"
    )
    row = page_row(page, url="https://lark.example/bridge")

    assert isinstance(row, Row)
    assert row.values["authors"] == [author]


def test_the_word_that_opens_a_byline_may_open_a_name() -> None:
    for name in ("Di Stefano, Ada", "Von Ahn", "Parker Lee", "Byron Roe"):
        assert without_byline(name) == name
