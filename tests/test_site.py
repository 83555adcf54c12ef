"""The site without a browser: how spans nest, what a page holds, what hostile articles do to a folder."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from making import articles, entity, event, quote, span_id, with_layers

from pressmark.articles import Article
from pressmark.config.site_options import SiteOptions
from pressmark.dataset.corpus import Corpus, load, save
from pressmark.errors import PressmarkError
from pressmark.site import build
from pressmark.site.highlight_css import MAX_LIGHTS
from pressmark.site.interface import load_interface
from pressmark.site.markup import collect_highlights, highlight_text
from pressmark.site.nesting import HighlightTags, Stretch, TagsInText, nest_tags
from pressmark.site.output import write
from pressmark.site.paths import article_path, name_path, slug
from pressmark.site.safe_values import safe_url
from pressmark.spans import Argument, Entity, Quote, Time

TEXT = "« Le port est fermé », a déclaré Anne Morel, la maire de Larnholm.\n\nLa grève dure depuis lundi 🙂.\n"
SCRIPT = '<script>alert(1)</script>{{ 7*7 }}{% raw %}" onmouseover="alert(2)\' &amp; </title></style>'
IDS = (
    "../../etc/x",
    "CON",
    "NUL",
    "a\x00b",
    "A",
    "a",
    "é",
    "e\u0301",
    "Noël",
    "noël",
    ".",
    "..",
    "x" * 300,
    "/",
    "a/b",
    "index",
)


class Reader(HTMLParser):
    """Reads a page: the text of its article, its elements, and every attribute that could run or leave the folder."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.text = ""
        self._depth: int | None = None
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.elements.append((tag, values))
        if tag not in {"meta", "link", "input", "br", "hr", "img"}:
            self.open.append(tag)
        if "data-article" in values:
            self._depth = len(self.open)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"</{tag}> closes nothing that is open"
        if self._depth is not None and len(self.open) < self._depth:
            self._depth = None

    def handle_data(self, data: str) -> None:
        if self._depth is not None:
            self.text += data

    def links(self) -> list[str]:
        return [
            values[name]
            for _, values in self.elements
            for name in ("href", "src")
            if name in values
        ]


def port(article_id: str = "port") -> Article:
    """An article of two paragraphs with its three layers, an event within a quote."""
    article = Article(
        id=article_id, text=TEXT, language="fr", title="Le port", outlet="Le Quai"
    )
    named = entity(TEXT, "Anne Morel", role="la maire de Larnholm", gender="f")
    article = with_layers(article, entities=[named, entity(TEXT, "Larnholm", "LOC")])
    said = quote(
        TEXT,
        "Le port est fermé",
        cue="déclaré",
        speaker_name="Anne Morel",
        speaker_id=span_id(article_id, "entities", TEXT, "Anne Morel"),
    )
    return with_layers(
        article,
        quotes=[said],
        events=[event(TEXT, "grève", "PROTEST"), event(TEXT, "fermé", "COERCE")],
    )


def raid(article_id: str, *, times: int = 1) -> Article:
    """An article that tells, once or more, of an attack on a place on a day."""
    sentence = "Une attaque sur Kiev. "
    text = sentence * times
    day = Time(start="2026-03-12", end="2026-03-12", grain="day", surface="jeudi")
    article = Article(id=article_id, text=text, language="fr", title="Kiev")
    article = with_layers(article, entities=[entity(text, "Kiev", "LOC")])
    (kiev,) = article.entities
    place = Argument(
        role="place", start=kiev.start, end=kiev.end, text="Kiev", entity_id=kiev.id
    )
    first = event(text, "attaque", "ASSAULT", arguments=(place,), time=day, cluster="c")
    steps = [len(sentence) * number for number in range(times)]
    attacks = [
        replace(first, start=first.start + step, end=first.end + step) for step in steps
    ]
    return with_layers(article, events=attacks)


def built(
    folder: Path, *some: Article, title: str = "Ports", language: str = "fr"
) -> Path:
    """The site of these articles."""
    return build(
        save(some, folder / "corpus", title=title),
        folder / "public",
        SiteOptions(language=language),
    ).folder


def pages(site: Path) -> dict[str, str]:
    return {
        path.relative_to(site).as_posix(): path.read_text("utf-8")
        for path in sorted(site.rglob("*.html"))
    }


LETTERS = "".join(
    chr(0x100 + place) for place in range(60)
)  # one for each place, so that a strip tells where it is
LITS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 12), st.integers(0, 3)), max_size=12
).map(
    lambda drawn: [
        (start, -start - length, rank, key)
        for key, (start, length, rank) in enumerate(drawn)
    ]
)


def steps(lits: list[Stretch], start: int, end: int) -> list[tuple[str, int, str]]:
    """The stretch as steps: `+` (a first piece opens), `~` (a further one), `-` (one closes) or a strip."""
    heads: list[str | None] = [f"+{key}" for key in range(len(lits))]
    tags = HighlightTags(
        heads, [f"-{key}" for key in range(len(lits))], lambda key: f"~{key}"
    )
    woven = TagsInText([start], [""])
    nest_tags((start, end), sorted(lits), tags, woven)
    woven.put(end, "")
    strips = woven.cut(LETTERS)[1:]
    found = [
        one for pair in zip(strips, woven.tags[1:], strict=True) for one in pair if one
    ]
    return [
        ("", 0, one) if one[0] in LETTERS else (one[0], int(one[1:]), "")
        for one in found
    ]


@pytest.mark.slow
@given(LITS, st.integers(0, 10), st.integers(11, 45))
@settings(max_examples=500, deadline=None)
def test_every_character_lies_under_exactly_its_spans(
    lits: list[Stretch], start: int, end: int
) -> None:
    under: list[int] = []
    at = start
    for sign, key, strip in steps(lits, start, end):
        if strip:
            assert strip == LETTERS[at : at + len(strip)]
            for place in range(at, at + len(strip)):
                assert sorted(under) == [
                    key
                    for begin, minus_end, _, key in lits
                    if begin <= place < -minus_end
                ]
            at += len(strip)
        elif sign == "-":
            assert under.pop() == key
        else:
            under.append(key)
    assert (at, under) == (end, [])


@pytest.mark.slow
@given(LITS)
@settings(max_examples=500, deadline=None)
def test_a_span_is_cut_only_where_it_crosses_another(lits: list[Stretch]) -> None:
    found = steps(lits, 0, 50)
    for begin, minus_end, _, own in lits:
        crossed = {
            other[1] for other in lits if other[0] < begin < -other[1] < -minus_end
        }
        pieces = "".join(
            sign for sign, key, _ in found if sign in ("+", "~") and key == own
        )
        assert pieces == "+" + "~" * len(crossed)


def test_text_without_spans_is_one_strip() -> None:
    assert steps([], 3, 9) == [("", 0, LETTERS[3:9])]
    assert steps([], 3, 3) == []


@pytest.mark.slow
@given(articles())
@settings(max_examples=300, deadline=None)
def test_the_text_of_the_page_is_the_text_of_the_article(article: Article) -> None:
    page = Reader(
        f'<div data-article="a">{highlight_text(article, collect_highlights(article), {})}</div>'
    )
    assert page.text == article.text.replace("\x00", "\ufffd")
    assert page.open == []
    ids = [
        values["id"]
        for element, values in page.elements
        if "id" in values and element != "i"
    ]
    assert sorted(ids) == sorted(collect_highlights(article).anchors)


def test_every_annotation_is_in_the_text_and_in_the_list(tmp_path: Path) -> None:
    page = Reader(pages(built(tmp_path, port()))["articles/port.html"])
    ids = {values["id"] for _, values in page.elements if "id" in values}

    anchors = {
        span.id.partition("/")[2] for spans in port().layers.values() for span in spans
    }
    assert len(anchors) == 5
    assert anchors <= ids
    assert {f"n-{anchor}" for anchor in anchors} <= ids
    assert {f"#{anchor}" for anchor in anchors} <= set(page.links())
    assert page.text == TEXT


def test_a_name_has_a_page_with_what_is_said_and_where(tmp_path: Path) -> None:
    site = built(tmp_path, port(), port("again"))
    page = pages(site)["names/per-anne-morel.html"]
    assert "Le port est fermé" in page
    assert "la maire de Larnholm" in page
    (said,) = port().quotes
    assert f'href="../articles/port.html#quotes-{said.start}-{said.end}"' in page


def test_a_name_of_one_article_has_its_address_there_and_no_page(
    tmp_path: Path,
) -> None:
    site = built(tmp_path, port())
    assert not list((site / "names").glob("per-*.html"))
    (anne, _) = port().entities
    address = f"articles/port.html#entities-{anne.start}-{anne.end}"
    lists = pages(site)
    for path in ("names/people.html", "names/people-by-count.html"):
        assert f'<a href="../{address}" dir="auto">Anne Morel</a>' in lists[path]
    speakers = lists["quotes/index.html"]
    assert f'<a href="../{address}" dir="auto">Anne Morel</a>' in speakers


def test_in_its_article_a_name_without_a_page_leads_to_its_line_and_its_first_mention(
    tmp_path: Path,
) -> None:
    text = "Anne Morel part. Puis Morel revient."
    first, second = entity(text, "Anne Morel"), entity(text, "Morel revient")
    second = replace(second, end=second.end - 8, text="Morel", name="Anne Morel")
    article = with_layers(
        Article(id="a", text=text, language="fr"), entities=[first, second]
    )
    page = pages(built(tmp_path, article))["articles/a.html"]
    for mention in article.entities:
        name = mention.id.rpartition("/")[2]
        assert f'id="{name}" href="#n-{name}"' in page
    assert page.count('<a href="#entities-0-10">') == 3  # its label, and both names


def test_what_few_events_of_several_articles_tell_stands_in_a_list_with_its_like(
    tmp_path: Path,
) -> None:
    listed = pages(built(tmp_path, raid("a"), raid("b")))
    (happening,) = load(tmp_path / "corpus").table("happenings").to_list()
    assert happening["articles"] == 2
    address = f"happenings/type-assault.html#{happening['id']}"
    page = listed["happenings/type-assault.html"]
    assert f'id="{happening["id"]}"' in page
    for article_id in ("a", "b"):
        assert f'href="../articles/{article_id}.html#events-' in page
        assert f'href="../{address}"' in listed[f"articles/{article_id}.html"]
    overview = listed["events/happenings.html"]
    assert f'href="../{address}"' in overview
    # By a sentence that tells of it, and as what two articles seem to tell.
    item = overview.partition(f'href="../{address}"')[2].partition("</li>")[0]
    assert "<mark>" in item
    assert "probablement" in item


def test_what_one_article_alone_tells_twice_leads_to_where_it_is_told_first(
    tmp_path: Path,
) -> None:
    listed = pages(built(tmp_path, raid("a", times=2)))
    assert not [path for path in listed if path.startswith("happenings/")]
    first = raid("a", times=2).events[0]
    page = listed["articles/a.html"]
    assert (
        page.count(
            f'<a href="#{first.id.rpartition("/")[2]}">raconté de nouveau ici</a>'
        )
        == 1
    )
    assert "Kiev" not in listed["events/happenings.html"]


def test_every_link_leads_to_a_file_and_an_anchor_that_are_there(
    tmp_path: Path,
) -> None:
    site = built(tmp_path, port(), replace(port(), id="../CON"))
    read = {path: Reader(page) for path, page in pages(site).items()}
    ids = {
        path: {values["id"] for _, values in page.elements if "id" in values}
        for path, page in read.items()
    }
    for path, page in read.items():
        for link in page.links():
            if link.startswith(("data:,", "http")):
                continue
            file, _, anchor = link.partition("#")
            target = (
                (site / path).parent.joinpath(file).resolve()
                if file
                else (site / path).resolve()
            )
            assert target.is_file(), f"{path}: {link}"
            inside = target.relative_to(site.resolve()).as_posix()
            if inside == "explore.html":
                continue  # What stands behind its `#` are choices, and no anchor.
            assert not anchor or anchor in ids[inside], f"{path}: {link}"


def hostile() -> Article:
    text = (
        f"« {SCRIPT} », a dit {SCRIPT}.\n</div></script>\x00 javascript:alert(3)\r\nfin"
    )
    article = Article(
        id=SCRIPT, text=text, title=SCRIPT, outlet=SCRIPT, authors=(SCRIPT,), url="javascript:alert(4)",
        language='fr" onclick="x', extra={"own": SCRIPT},
    )  # fmt: skip
    return with_layers(
        article,
        entities=[entity(text, SCRIPT, "PER", name=SCRIPT, role=SCRIPT)],
        quotes=[quote(text, SCRIPT, cue=SCRIPT, speaker_name=SCRIPT)],
        events=[event(text, "javascript", SCRIPT)],
    )


def test_nothing_that_an_article_says_becomes_markup(tmp_path: Path) -> None:
    site = built(tmp_path, hostile(), title=SCRIPT)
    for path, page in pages(site).items():
        read = Reader(page)
        assert read.open == [], path
        tags = {tag for tag, _ in read.elements}
        assert not tags & {"iframe", "object", "embed", "base", "form", "style"}, path
        for tag, values in read.elements:
            assert tag != "script" or set(values) <= {"src", "type", "defer"}, path
            assert not [name for name in values if name.startswith("on")], path
            assert "style" not in values, path
        assert not [
            link for link in read.links() if link.startswith(("javascript:", "//"))
        ], path
    (article,) = [
        page
        for path, page in pages(site).items()
        if re.fullmatch(r"articles/script.*", path)
    ]
    assert Reader(article).text == hostile().text.replace("\x00", "\ufffd")


@pytest.mark.parametrize("address", [
    "javascript:alert(1)", " javascript:alert(1)", "data:text/html,x", "//evil.example", "http:\\\\x",
    "file:///etc/passwd", "http://user@x.example/", 'https://x.example/"onclick=', "http://",
    "https:// x.example", "ftp://x.example", "", None,
])  # fmt: skip
def test_an_address_that_could_run_or_deceive_is_no_link(address: str | None) -> None:
    assert safe_url(address) is None


def test_a_plain_address_is_a_link() -> None:
    assert safe_url("https://example.org/a?b=c#d") == "https://example.org/a?b=c#d"


def test_ids_never_meet_on_a_disk_nor_leave_the_folder(tmp_path: Path) -> None:
    paths = [article_path(id) for id in IDS] + [name_path(id) for id in IDS]
    assert len({path.casefold() for path in paths}) == len(paths)
    assert all(
        re.fullmatch(r"(articles|names)/[a-z0-9_-]+\.html", path) for path in paths
    )
    assert not {slug(id).upper() for id in IDS} & {"CON", "NUL", "AUX", "INDEX", ""}

    site = built(tmp_path, *(Article(id=id, text="x") for id in IDS))
    found = [
        Reader(page).elements
        for path, page in pages(site).items()
        if path.startswith("articles/")
    ]
    shown = [
        values["data-article"]
        for elements in found
        for _, values in elements
        if "data-article" in values
    ]
    assert sorted(shown) == sorted(id.replace("\x00", "\ufffd") for id in IDS)
    assert {path.parent for path in tmp_path.rglob("*.html")} >= {site / "articles"}
    assert all(path.is_relative_to(site) for path in tmp_path.rglob("*.html"))


@pytest.mark.slow
def test_ten_thousand_spans_are_one_page(tmp_path: Path) -> None:
    text = "Anne Morel parle. " * 2000
    (name,), (trigger,) = (
        [entity(text, "Anne Morel")],
        [event(text, "Anne Morel parle. Anne Morel parle. A")],
    )
    names = [
        replace(name, start=at, end=at + 10, mention_start=at, mention_end=at + 10)
        for at in range(0, 36000, 18)
    ]
    crossing = [
        replace(trigger, start=at, end=at + 37, text=text[at : at + 37])
        for at in range(0, 32000, 4)
    ]
    article = with_layers(
        Article(id="many", text=text), entities=names, events=crossing
    )
    assert Reader(pages(built(tmp_path, article))["articles/many.html"]).text == text


def test_a_build_writes_only_what_changed_and_deletes_what_is_gone(
    tmp_path: Path,
) -> None:
    two = [port(), replace(port(), id="pier")]
    corpus: Corpus = save(two, tmp_path / "both", title="Ports")
    first = build(corpus, tmp_path / "public")
    again = build(corpus, tmp_path / "public")
    assert (again.written, again.deleted) == (0, 0)
    assert first.written == again.unchanged

    fewer = build(save(two[:1], tmp_path / "one", title="Ports"), tmp_path / "public")
    assert fewer.deleted >= 1
    assert not (tmp_path / "public" / "articles" / "pier.html").exists()


def test_a_folder_with_files_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "public").mkdir()
    (tmp_path / "public" / "thesis.txt").write_text("mine")
    with pytest.raises(
        PressmarkError, match="holds files that pressmark did not write"
    ):
        built(tmp_path, port())
    assert (tmp_path / "public" / "thesis.txt").read_text() == "mine"


def test_no_file_is_put_outside_the_folder(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="leads out"):
        write(tmp_path / "public", "../outside.html", "x")


def test_an_empty_corpus_has_a_site(tmp_path: Path) -> None:
    assert "index.html" in pages(built(tmp_path))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_both_languages_have_the_same_words(language: str) -> None:
    assert load_interface(language).words.keys() == load_interface("en").words.keys()


def test_counts_and_dates_are_written_as_the_language_does() -> None:
    assert load_interface("fr").count("quote_count", 0) == "0 citation"
    assert load_interface("en").count("quote_count", 0) == "0 quotes"
    assert load_interface("fr").number(12345).replace("\u202f", " ") == "12 345"
    with pytest.raises(PressmarkError, match="no interface in 'xx'"):
        load_interface("xx")


def test_on_a_page_with_too_many_annotations_quotes_light_first() -> None:
    text = "Ada dit : « Oui. » " * 1000
    starts = [found.start() for found in re.finditer("Ada", text)]
    names = [
        Entity.cut(
            text, at, at + 3, "PER", mention_start=at, mention_end=at + 3, name="Ada"
        )
        for at in starts
    ]
    quotes = [
        Quote.cut(text, at + 12, at + 16, "direct", spans=((at + 12, at + 16),))
        for at in starts[:200]
    ]
    found = collect_highlights(
        with_layers(
            Article(id="a", text=text, language="fr"), entities=names, quotes=quotes
        )
    )
    lights = {
        name: int(css.rpartition(" a")[2])
        for name, css in zip(found.anchors, found.classes, strict=True)
    }
    assert sorted(lights.values()) == list(range(1200))
    assert (
        max(light for anchor, light in lights.items() if anchor.startswith("quotes"))
        == 199
    )
    assert sum(" g" in css for css in found.classes) == MAX_LIGHTS


def test_a_long_list_holds_the_newest_lines_and_says_how_many_there_are(
    tmp_path: Path,
) -> None:
    words = [f"Oui {number}" for number in range(230)]
    text = " ".join(f"« {said} », a dit Ada Roux." for said in words)
    article = with_layers(
        Article(
            id="long",
            text=text,
            language="en",
            published=datetime(2026, 3, 1, tzinfo=UTC),
        ),
        entities=[entity(text, "Ada Roux")],
        quotes=[quote(text, f"{said}", speaker_name="Ada Roux") for said in words],
    )
    listed = pages(built(tmp_path, article, language="en"))
    assert {path for path in listed if path.startswith("quotes/all")} == {
        "quotes/all.html",
        "quotes/all.2.html",
    }
    assert "The newest 200 of 230" in listed["quotes/all.html"]
    assert listed["quotes/all.2.html"].count('<li class="line quotes"') == 100
