"""What archives of the press and of the web give: every article with its place, and every loss with its reason."""

from __future__ import annotations

import gzip
import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
import vendor_files as made
from hypothesis import given, settings
from hypothesis import strategies as st

from pressmark.articles import Article
from pressmark.sources.article_import import Rejection, import_articles
from pressmark.sources.decoding import decode, decode_page
from pressmark.sources.settings import SourceSettings
from pressmark.sources.warc import warc_rows
from pressmark.yaml_files.strict import parse_yaml

TEXT = "\n\n".join(made.BODY)


def imported(
    folder: Path, *patterns: str, **settings: object
) -> tuple[list[Article], list[Rejection]]:
    found = list(import_articles(SourceSettings(files=patterns, **settings), folder))  # type: ignore[arg-type]
    return [one for one in found if isinstance(one, Article)], [
        one for one in found if isinstance(one, Rejection)
    ]


def one_file(
    tmp_path: Path, name: str, content: str | bytes, **settings: object
) -> tuple[list[Article], list[Rejection]]:
    (tmp_path / name).write_bytes(
        content.encode() if isinstance(content, str) else content
    )
    return imported(tmp_path, name, **settings)


def test_europresse_gives_text_title_outlet_date_author_and_number(
    tmp_path: Path,
) -> None:
    (first, second), refused = one_file(
        tmp_path,
        "e.HTML",
        made.europresse(made.europresse_article(1), made.europresse_article(2, day=3)),
    )
    assert not refused
    assert (first.id, first.title, first.outlet) == (
        "news·20260302·LPH·0001",
        "Le pont fermé 1",
        "Le Phare de Larnholm",
    )
    assert (first.text, first.authors) == (TEXT, ("Léa Brun",))
    assert first.published == datetime(2026, 3, 2, tzinfo=UTC)
    assert second.published == datetime(2026, 3, 3, tzinfo=UTC)
    assert first.origin is not None
    assert (first.origin.place, first.origin.encoding) == ("article 1", "utf-8")
    assert first.extra["subtitle"] == "Travaux"
    assert first.language == "fr"


def test_one_broken_europresse_article_does_not_cost_the_file(tmp_path: Path) -> None:
    error = "<article><p>Une erreur est survenue.</p></article>"
    void = made.europresse_article(3, body=("",))
    kept, refused = one_file(
        tmp_path,
        "e.html",
        made.europresse(
            made.europresse_article(1), error, void, made.europresse_article(1)
        ),
    )
    assert [article.title for article in kept] == ["Le pont fermé 1"]
    assert [(one.place, one.reason.split(";")[0].split("(")[0].strip()) for one in refused] == [
        ("article 2", "names no publication"), ("article 3", "has no text"),
        ("article 4", "is imported already: the same id and text stand in e.html article 1"),
    ]  # fmt: skip


def test_an_unknown_form_of_europresse_is_refused(tmp_path: Path) -> None:
    kept, refused = one_file(
        tmp_path,
        "old.html",
        '<html><title>Europresse</title><span class="DocPublicationName">Le Phare</span></html>',
    )
    assert not kept
    assert "not in a form that is known" in refused[0].reason


@pytest.mark.parametrize(
    ("name", "content", "settings"),
    [
        (
            "f.rtf",
            made.rtf((made.factiva_coded(1) + made.factiva_coded(2)).split("\n")),
            {},
        ),
        (
            "f.rtf",
            made.rtf((made.factiva_plain(1) + made.factiva_plain(2)).split("\n")),
            {},
        ),
        ("f.txt", made.factiva_coded(1) + made.factiva_coded(2), {"format": "factiva"}),
        ("f.txt", made.factiva_plain(1) + made.factiva_plain(2), {"format": "factiva"}),
        (
            "f.html",
            made.factiva_page(
                made.factiva_page_article(1), made.factiva_page_article(2)
            ),
            {},
        ),
        (
            "f.html",
            made.factiva_page(made.factiva_page_coded(1), made.factiva_page_coded(2)),
            {},
        ),
    ],
)
def test_factiva_gives_the_same_article_in_each_of_its_forms(
    tmp_path: Path, name: str, content: str | bytes, settings: dict[str, object]
) -> None:
    (first, second), refused = one_file(tmp_path, name, content, **settings)

    assert not refused
    assert (first.id, second.id) == (
        "LEPHAR0020260302em3200001",
        "LEPHAR0020260302em3200002",
    )
    assert (first.title, first.outlet, first.authors, first.language) == (
        "Le pont fermé 1",
        "Le Phare",
        ("Léa Brun",),
        "fr",
    )
    assert first.text == TEXT
    assert first.published is not None
    assert first.published.date().isoformat() == "2026-03-02"
    assert first.extra["word_count"] == 532


def test_a_factiva_error_between_articles_and_a_cut_end_are_told(
    tmp_path: Path,
) -> None:
    error = "The document could not be displayed.\nDocument ERRORS0020260302em3200009\n"
    cut = made.factiva_plain(3).rpartition("Document")[0]
    kept, refused = one_file(
        tmp_path,
        "f.rtf",
        made.rtf(
            (made.factiva_plain(1) + error + made.factiva_coded(2) + cut).split("\n")
        ),
    )
    assert [article.title for article in kept] == ["Le pont fermé 1", "Le pont fermé 2"]
    assert [one.reason.split(";")[0] for one in refused] == [
        "is no article in a form of Factiva that is known", "an article begins here that has no end: the file is cut",
    ]  # fmt: skip
    assert refused[0].place is not None
    assert refused[0].place.startswith("article 2, line ")


@pytest.mark.parametrize("write", [made.docx, made.rtf])
@pytest.mark.parametrize("cover", [[], made.nexis_cover(2)])
def test_nexis_gives_text_title_outlet_date_and_author(
    tmp_path: Path, write: object, cover: list[str]
) -> None:
    name = "n.docx" if write is made.docx else "n.rtf"
    (first, second), refused = one_file(
        tmp_path, name, write([*cover, *made.nexis(1), *made.nexis(2)])
    )  # type: ignore[operator]

    assert not refused
    assert (first.title, second.title) == ("Le pont fermé 1", "Le pont fermé 2")
    assert (first.outlet, first.authors, first.language) == (
        "Le Phare (France)",
        ("Léa Brun",),
        "fr",
    )
    assert first.text == "\n".join(made.BODY)
    assert first.published == datetime(2026, 3, 2, tzinfo=UTC)
    assert first.extra["section"] == "Politique; Pg. 4"


def test_nexis_losses_are_told(tmp_path: Path) -> None:
    error = [
        "We are sorry but there is an error in this document and it is not possible to display it.",
        "End of Document",
    ]
    blank_lines = made.nexis(3, body=(made.BODY[0], "", "", made.BODY[1]))
    kept, refused = one_file(
        tmp_path,
        "n.docx",
        made.docx(
            [
                *made.nexis_cover(5),
                *made.nexis(1),
                *error,
                *blank_lines,
                *made.nexis(4)[:-2],
            ]
        ),
    )
    assert [article.title for article in kept] == ["Le pont fermé 1", "Le pont fermé 3"]
    assert "préfecture" in kept[1].text
    assert [(one.place, one.reason.split(";")[0]) for one in refused] == [
        ("document 2", "Nexis could not give this document"), ("document 4", "has no end: the file is cut"),
        ("cover", "the cover announces 5 documents, there are 4"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.docx", b"not a zip", "is no DOCX, which is a zip archive"),
        ("a.docx", made.zipped({"a.xml": "<a/>"}), "is no Word document"),
        ("a.docx", made.docx(["A thesis."]), "is neither an export of Nexis"),
        (
            "a.docx",
            made.docx(["1 of 12 DOCUMENTS"]),
            "is a Nexis export in the form of before 2017",
        ),
        (
            "a.docx",
            made.docx(made.nexis())[:-30],
            "is no DOCX, which is a zip archive, or a cut one",
        ),
        ("a.rtf", b"plain", "is no RTF"),
        ("a.zip", b"PK\x03\x04 cut", "is no zip archive, or a cut one"),
        ("a.xml", b"<a>1</a>", "is no RSS or Atom feed"),
        ("a.html", b"<html><body></body></html>", "no article was found in the page"),
        ("a.html", b"", "no article was found in the page"),
        ("a.warc", b"", "is empty"),
        ("a.warc", b"nothing", "7 bytes here are no WARC record"),
    ],
)
def test_files_that_are_not_what_they_say_are_refused(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    kept, refused = one_file(tmp_path, name, content)
    assert not kept
    assert len(refused) == 1
    assert refused[0].reason.startswith(reason)


def test_a_page_gives_its_article_without_what_is_around_it(tmp_path: Path) -> None:
    (article,), _ = one_file(tmp_path, "page.html", made.page())

    assert article.text.startswith(made.BODY[0])
    assert "Accueil" not in article.text
    assert (article.id, article.title, article.outlet, article.language) == (
        "page",
        "Le pont fermé 1",
        "Le Phare",
        "fr",
    )
    assert article.published == datetime(2026, 3, 2, 17, 5, tzinfo=UTC)
    assert (article.extra["paywall"], article.extra["truncated"]) == (False, False)


def test_a_page_whose_rest_is_sold_says_so(tmp_path: Path) -> None:
    sold = made.page(body=(*made.BODY,)).replace(
        "</article>", "<p>Il vous reste 70 % de cet article à lire.</p></article>"
    )
    (article,), _ = one_file(tmp_path, "sold.html", sold)
    assert article.extra["paywall"] is True

    by_data = made.page(
        head='<script type="application/ld+json">{"isAccessibleForFree": false}</script>'
    )
    (article,), _ = one_file(tmp_path, "data.html", by_data)
    assert article.extra["paywall"] is True


def test_a_page_is_never_later_than_its_fetch(tmp_path: Path) -> None:
    late = made.response(
        "https://phare.example/late",
        made.page(published="2031-01-01T10:00:00Z").encode(),
    )
    (article,), _ = one_file(tmp_path, "a.warc.gz", made.warc(late))
    assert article.published is None or article.published <= datetime(
        2026, 3, 6, tzinfo=UTC
    )


FRENCH = (
    "À l’œuvre : « Noël coûteux », où ça ? Le maïs à 3 € — naïveté, cœur, ŒUVRE, aiguë."
)
LATIN_9 = FRENCH.translate({0x2019: "'", 0x2014: "-"})


@pytest.mark.parametrize("length", range(1, 11))
def test_french_pages_without_a_charset_are_read_right(length: int) -> None:
    for encoding, text in (
        ("cp1252", FRENCH),
        ("iso8859-15", LATIN_9),
        ("utf-8", FRENCH),
    ):
        page = made.page(body=(text,) * length)
        page = (
            page
            if encoding != "iso8859-15"
            else page.translate({0x2019: "'", 0x2014: "-"})
        )
        assert decode_page(page.encode(encoding))[0] == page
        assert decode(page.encode(encoding))[0] == page


@pytest.mark.parametrize(
    ("meta", "header", "encoding", "said"),
    [
        ('<meta charset="iso-8859-1">', None, "cp1252", "cp1252 (declared)"),
        (
            '<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">',
            None,
            "cp1252",
            "cp1252 (declared)",
        ),
        ('<meta charset="utf-8">', None, "cp1252", "cp1252 (fallback)"),
        (
            '<meta charset="utf-8">',
            "iso-8859-15",
            "iso8859-15",
            "iso8859-15 (declared)",
        ),
        ('<meta charset="nonsense">', None, "utf-8", "utf-8"),
    ],
)
def test_a_declared_charset_counts_unless_the_bytes_belie_it(
    meta: str, header: str | None, encoding: str, said: str
) -> None:
    page = made.page(meta=meta, body=("déjà coûteux, l'été",))
    assert decode_page(page.encode(encoding), header) == (page, said)


RECORDS = [
    made.response(f"https://phare.example/{n}", made.page(n).encode()) for n in range(3)
]


@pytest.mark.parametrize("zip", [True, False])
def test_a_warc_gives_its_pages_and_what_is_no_article_is_left_out(
    tmp_path: Path, zip: bool
) -> None:
    picture = made.response("https://phare.example/a.png", b"\x89PNG", kind="image/png")
    gone = made.response("https://phare.example/gone", b"<p>", status="404 Not Found")
    name = "a.warc.gz" if zip else "a.warc"
    kept, refused = one_file(
        tmp_path, name, made.warc(*RECORDS, picture, gone, zip=zip)
    )

    assert [article.url for article in kept] == [
        f"https://phare.example/{n}" for n in range(3)
    ]
    assert [one.reason for one in refused] == ["the server answered 404"]
    assert kept[0].origin is not None
    assert (kept[0].origin.place or "").startswith("byte 0 https://phare.example/0")


@pytest.mark.parametrize(
    "kind", ["TEXT/HTML", "application/octet-stream", "text/plain; charset=utf-8", ""]
)
def test_a_page_is_known_by_its_bytes_where_its_type_says_nothing(
    kind: str, tmp_path: Path
) -> None:
    page = made.response("https://phare.example/1", made.page(1).encode(), kind=kind)
    others = [
        made.response("https://phare.example/a", content, kind=kind, status=status)
        for content, status in ((b"\x7fELF", "200 OK"), (b"a note", "404 Not Found"))
        if "HTML" not in kind
    ]
    kept, refused = one_file(tmp_path, "a.warc", made.warc(page, *others, zip=False))
    assert [article.url for article in kept] == ["https://phare.example/1"]
    assert refused == []


@settings(max_examples=60, deadline=None)
@given(data=st.data(), zip=st.booleans())
def test_a_warc_that_is_cut_at_any_byte_says_so(
    data: st.DataObject, zip: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    whole = made.warc(*RECORDS, zip=zip)
    ends = [
        sum(len(made.warc(record, zip=zip)) for record in RECORDS[:n]) for n in range(4)
    ]
    cut = data.draw(st.integers(1, len(whole) - 1))
    file = tmp_path_factory.mktemp("w") / ("a.warc.gz" if zip else "a.warc")
    file.write_bytes(whole[:cut])
    found = list(warc_rows(file))

    complete = sum(
        cut >= end - (0 if zip else 4) for end in ends[1:]
    )  # the four bytes of a plain record's end are none
    whole_but_its_end = (
        zip and cut not in ends
    )  # the record of a member whose last bytes alone are missing
    assert (
        complete
        <= sum(hasattr(row, "values") for row in found)
        <= complete + whole_but_its_end
    )
    told = [row for row in found if not hasattr(row, "values")]
    at_an_end = any(end - (0 if zip else 4) <= cut <= end for end in ends)
    assert bool(told) != at_an_end


def test_junk_within_a_warc_costs_no_other_record(tmp_path: Path) -> None:
    parts = [made.warc(record) for record in RECORDS]
    broken = parts[1][:200] + b"\xff" * 40 + parts[1][240:]
    kept, refused = one_file(
        tmp_path, "a.warc.gz", parts[0] + b"junk" * 9 + broken + parts[2]
    )

    assert [article.url for article in kept] == [
        "https://phare.example/0",
        "https://phare.example/2",
    ]
    assert [one.reason.split("(")[0].strip() for one in refused] == [
        "36 bytes here are no gzip; skipped", refused[1].reason.split("(")[0].strip(),
    ]  # fmt: skip
    assert (refused[1].place or "").startswith(f"byte {len(parts[0]) + 36}")


RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Le Phare</title><language>fr-FR</language>
<item><title>Un</title><link>https://phare.example/1</link><guid>g1</guid>
<pubDate>lun., 02 mars 2026 18:05:00 +0100</pubDate><description>Court.</description>
<content:encoded><![CDATA[<p>« Le pont est fermé. »</p><p>Il rouvrira.</p>]]></content:encoded></item>
<item><title>Deux</title><guid>g2</guid><pubDate>Mon, 02 Mar 2026 18:05:00 CET</pubDate>
<description>Seulement ceci.</description></item>
<item><title>Trois</title></item></channel></rss>"""


def test_a_feed_gives_its_entries_with_french_dates(tmp_path: Path) -> None:
    (first, second), refused = one_file(tmp_path, "feed.xml", RSS)

    assert (first.id, first.text, first.outlet, first.language) == (
        "g1",
        "« Le pont est fermé. »\n\nIl rouvrira.",
        "Le Phare",
        "fr",
    )
    assert (
        first.published == second.published == datetime(2026, 3, 2, 17, 5, tzinfo=UTC)
    )
    assert (first.extra["only_summary"], second.extra["only_summary"]) == (False, True)
    assert [(one.place, one.reason) for one in refused] == [
        ("entry 3", "has neither content nor summary (Trois)")
    ]


ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Le Phare</title><entry><id>tag:1</id><title>Un</title>
<updated>2026-03-02T18:05:00Z</updated><content type="html">&lt;p&gt;Le pont.&lt;/p&gt;</content></entry>"""


def test_a_cut_feed_says_so(tmp_path: Path) -> None:
    kept, refused = one_file(tmp_path, "f.atom", ATOM + "<entry><id>tag:2</id><tit")
    assert [article.text for article in kept] == ["Le pont."]
    assert refused[-1].reason == "the feed is cut: its end is missing"


def test_files_in_a_zip_are_read_by_their_endings(tmp_path: Path) -> None:
    files = {
        "un/a.txt": "Le pont.", "b.jsonl": '{"text": "Deux."}\n{', "c.pdf": b"%PDF", "__MACOSX/x.txt": "x",
        ".hidden.txt": "x", "e.html": made.europresse(made.europresse_article(1)), "f.txt.gz": gzip.compress(b"Trois."),
    }  # fmt: skip
    kept, refused = one_file(tmp_path, "all.zip", made.zipped(files), language="fr")

    assert {article.origin.place: article.id for article in kept if article.origin} == {
        "b.jsonl, line 1": kept[0].id, "e.html, article 1": "news·20260302·LPH·0001", "f.txt.gz": "f",
        "un/a.txt": "un/a",
    }  # fmt: skip
    assert [(one.place, one.reason.split(";")[0].split(":")[0]) for one in refused] == [
        ("b.jsonl, line 2", "is not JSON"), ("c.pdf", "is a .pdf file, which is not read"),
    ]  # fmt: skip


def test_a_cut_gzip_gives_its_whole_lines_and_says_so(tmp_path: Path) -> None:
    lines = "".join(
        json.dumps({"text": f"Article {n}.", "own": "x" * 200 + str(n * 7919)}) + "\n"
        for n in range(400)
    )
    whole = gzip.compress(lines.encode())
    kept, refused = one_file(
        tmp_path, "a.jsonl.gz", whole[: len(whole) // 2], language="en"
    )
    assert 0 < len(kept) < 400
    assert [one.reason for one in refused] == ["the gzip is cut: its end is missing"]

    kept, refused = one_file(
        tmp_path, "a.txt.gz", gzip.compress(b"A text that is long enough." * 50)[:-12]
    )
    assert not kept
    assert [one.reason for one in refused] == ["the gzip is cut: its end is missing"]

    kept, refused = one_file(
        tmp_path,
        "b.jsonl.gz",
        whole + gzip.compress(b'{"text": "End."}\n') + b"junk",
        language="en",
    )
    assert len(kept) == 401
    assert refused[0].reason.startswith("the gzip is damaged here")


SHAPES = [
    ("n.json", json.dumps({"maintext": "Le pont.", "date_publish": "2026-03-02 18:05:00",
                           "source_domain": "phare.example", "authors": ["Léa Brun"], "title": "Un",
                           "url": "https://phare.example/1", "text": None})),
    ("t.json", json.dumps({"text": "Le pont.", "hostname": "phare.example", "fingerprint": "f", "author": "Léa Brun",
                           "date": "2026-03-02", "source": "https://phare.example/1", "title": "Un"})),
    ("m.csv", "id,publish_date,media_name,url,title,language,story_text,authors\n"
              "7,2026-03-02,phare.example,https://phare.example/1,Un,fr,Le pont.,Léa Brun\n"),
    ("g.csv", "url,seendate,domain,title,sourcelang,content,authors\n"
              "https://phare.example/1,20260302T180500Z,phare.example,Un,French,Le pont.,Léa Brun\n"),
    ("k.csv", "DATE,DocumentIdentifier,SourceCommonName,title,text,authors\n"
              "20260302180500,https://phare.example/1,phare.example,Un,Le pont.,Léa Brun\n"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content"), SHAPES)
def test_files_of_other_programs_are_known_by_their_columns(
    tmp_path: Path, name: str, content: str
) -> None:
    (article,), refused = one_file(tmp_path, name, content, language="fr")

    assert not refused
    assert (article.text, article.title, article.url) == (
        "Le pont.",
        "Un",
        "https://phare.example/1",
    )
    assert (article.outlet, article.authors) == ("phare.example", ("Léa Brun",))
    assert article.published is not None
    assert article.published.date().isoformat() == "2026-03-02"


def test_a_list_of_stories_without_texts_says_what_is_missing(tmp_path: Path) -> None:
    kept, refused = one_file(
        tmp_path,
        "m.csv",
        "id,publish_date,media_name,url,title\n7,2026-03-02,a,https://a.example,Un\n",
    )
    assert not kept
    assert refused[0].reason.startswith("no column `text`")


def test_a_comment_in_a_header_is_no_word_of_it(tmp_path: Path) -> None:
    page = made.europresse(made.europresse_article()).replace(
        '<div class="rdp__DocHeader">', "<!-- print -->" * 2 + "<div>"
    )
    (tmp_path / "a.html").write_text(
        page.replace("<header>", "<header><!-- begins -->")
    )
    (kept,), refused = imported(tmp_path, "*.html")
    assert kept.outlet == "Le Phare de Larnholm"
    assert not refused


def test_the_same_file_twice_gives_the_same_articles_and_says_so(
    tmp_path: Path,
) -> None:
    for name in ("a.html", "b.html"):
        (tmp_path / name).write_text(made.europresse(made.europresse_article(1)))
    kept, refused = imported(tmp_path, "*.html")
    assert len(kept) == 1
    assert refused[0].reason.startswith("is imported already")


@settings(max_examples=40, deadline=None)
@given(
    content=st.binary(max_size=300),
    ending=st.sampled_from(
        ["docx", "rtf", "html", "xml", "zip", "txt.gz", "warc", "warc.gz"]
    ),
)
def test_any_bytes_are_refused_or_read_and_never_raise(
    content: bytes, ending: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("b")
    (folder / f"a.{ending}").write_bytes(content)
    kept, refused = imported(folder, f"a.{ending}", language="fr")
    assert kept or refused


SAMPLES: dict[str, str | bytes] = {
    "articles/*.txt": "Le pont.", "more/*.jsonl": '{"text": "Le pont, encore."}',
    "tables/*.csv": "Wording\nLe pont enfin.\n",
    "europresse/*.html": made.europresse(made.europresse_article()), "web/**/*.warc.gz": made.warc(*RECORDS),
    "factiva/*.rtf": made.rtf(made.factiva_plain().split("\n")),
    "factiva/*.html": made.factiva_page(made.factiva_page_article(2)), "factiva-text/*.txt": made.factiva_coded(),
    "nexis/*.docx": made.docx(made.nexis()), "nexis/*.rtf": made.rtf(made.nexis(2)), "pages/*.html": made.page(),
    "crawl/*.warc.gz": made.warc(*RECORDS), "feeds/*.xml": RSS, "everything/*.zip": made.zipped({"a.txt": "Le pont."}),
    "word/*.docx": made.docx(["Le pont."]), "daily/*.jsonl.gz": gzip.compress(b'{"text": "Le pont, hier."}\n'),
}  # fmt: skip


@pytest.mark.parametrize("name", ["a.docx", "a.rtf"])
def test_a_word_or_rtf_file_is_an_article_when_the_source_says_so(
    tmp_path: Path, name: str
) -> None:
    lines = ["Le pont est fermé depuis lundi.", "« Il rouvrira », a dit la maire."]
    content = made.docx(lines) if name.endswith("docx") else made.rtf(lines)
    _, (rejection,) = one_file(tmp_path, name, content)
    assert "say so: source: {format: text}" in rejection.reason
    (article,), _ = one_file(tmp_path, name, content, format="text")
    assert (article.id, article.text.splitlines()) == ("a", lines)
    both, _ = one_file(
        tmp_path, "b.docx", made.docx([*made.nexis(1), *made.nexis(2)]), format="text"
    )
    assert len(both) == 2


def test_every_source_of_the_pages_is_read(tmp_path: Path) -> None:
    docs = Path(__file__).parent.parent / "docs"
    pages = [
        path.read_text(encoding="utf-8")
        for path in (docs / "sources.md", *(docs / "sources").glob("*.md"))
    ]
    blocks = [
        block
        for page in pages
        for block in re.findall(r"```yaml\n(source: .*?)```", page, re.S)
    ]
    assert len(blocks) == 12
    for pattern, content in SAMPLES.items():
        file = tmp_path / pattern.replace("**/", "").replace("*", "a")
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    named = set()
    for block in blocks:
        asked = parse_yaml(block, "page")[0]["source"]
        named |= set(asked["files"])
        kept, _ = imported(tmp_path, *asked.pop("files"), **asked)
        assert kept
    assert named == set(SAMPLES)
