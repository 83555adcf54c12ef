"""The data behind the page that combines filters: packed columns, numbered values, files by year."""

from __future__ import annotations

import base64
import gzip
import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import entity, event, quote, span_id, with_layers

from pressmark.articles import Article
from pressmark.config.site_options import SiteOptions
from pressmark.dataset.corpus import save
from pressmark.exchange.spreadsheet_cells import is_formula
from pressmark.site import build
from pressmark.site.explore import files
from pressmark.site.explore.packing import MAX_PACKED, pack, pack_lists
from pressmark.spans import CustomSpan


def unpack(text: str) -> list[int]:
    """What `explore.js` reads: the inverse of `pack`, written anew from its description."""
    codes = [
        {0xFFFE: 0x2028, 0xFFFF: 0x2029}.get(ord(letter), ord(letter))
        for letter in text
    ]
    return [code - 0x23 - (0x800 if code >= 0xD800 else 0) for code in codes]


@given(st.lists(st.integers(0, MAX_PACKED)))
def test_packed_numbers_come_back_from_a_file(numbers: list[int]) -> None:
    text = pack(numbers).encode("utf-8").decode("utf-8")
    assert unpack(text) == numbers
    assert not re.search("[\u2028\u2029\r\n]", text)


def test_every_number_has_a_character_of_its_own() -> None:
    assert len(set(pack(range(MAX_PACKED + 1)))) == MAX_PACKED + 1


def test_lists_are_packed_with_their_lengths() -> None:
    assert unpack(pack_lists([[4], [], [1, 2]])) == [1, 4, 0, 2, 1, 2]


TEXT = "Anne Morel said it would rain in Larnholm. “We go on”, said Ada Roux. Strikes began in Larnholm."


def article(id: str, year: int | None, **fields: Any) -> Article:
    said = quote(
        TEXT,
        "it would rain in Larnholm",
        label="indirect",
        speaker="Anne Morel",
        speaker_id=span_id(id, "entities", TEXT, "Anne Morel"),
    )
    direct = quote(
        TEXT,
        "We go on",
        label="direct",
        speaker="Ada Roux",
        speaker_id=span_id(id, "entities", TEXT, "Ada Roux"),
    )
    published = datetime(year, 3, 1, tzinfo=UTC) if year else None
    made = Article(id=id, text=TEXT, language="en", published=published, **fields)
    return with_layers(
        made,
        entities=[
            entity(TEXT, "Anne Morel"),
            entity(TEXT, "Larnholm", "LOC"),
            entity(TEXT, "Ada Roux"),
        ],
        quotes=[replace(said, score=0.3), direct],
        events=[event(TEXT, "Strikes", "PROTEST")],
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("explored")
    articles = [
        article(
            "a", 2024, outlet="The Post", extra={"desk": "home", "note": "x" * 100}
        ),
        article(
            "b", 2023, outlet="Le Jour", extra={"desk": "world", "note": "y" * 100}
        ),
        article("c", None, outlet="Le Jour", extra={"desk": None, "note": None}),
    ]
    corpus = save(articles, root / "corpus", title="Ports")
    return build(corpus, root / "public", SiteOptions()).folder


def called(folder: Path, name: str) -> list[Any]:
    """The arguments with which a file of the page calls the script."""
    text = (folder / "explore" / f"{name}.js").read_text(encoding="utf-8")
    return list(json.loads(f"[{text.partition('(')[2].removesuffix(')')}]"))


def words_of(folder: Path, name: str) -> list[Any]:
    """The same of a file whose last argument is packed."""
    *plain, packed = called(folder, name)
    return [*plain, json.loads(gzip.decompress(base64.b64decode(packed)))]


def test_rows_stand_in_a_file_for_each_year(folder: Path) -> None:
    (about,) = called(folder, "about")
    assert about["layers"]["quotes"]["parts"] == [
        ["2024", 2],
        ["2023", 2],
        ["undated", 2],
    ]
    layer, year, columns = called(folder, "quotes-2023")
    assert (layer, year) == ("quotes", "2023")
    types = about["layers"]["quotes"]["facets"]["type"]
    assert [types[number - 1][0] for number in unpack(columns["type"])] == [
        "indirect",
        "direct",
    ]


def test_speakers_and_names_are_numbered_and_doubt_is_told(folder: Path) -> None:
    (about,) = called(folder, "about")
    *_, columns = called(folder, "quotes-2024")
    names = about["names"]["names"]
    speakers = [names[number - 1] for number in unpack(columns["speaker"])]
    assert speakers == ["Anne Morel", "Ada Roux"]
    # Of each quote how many names it has, then those: the first names Larnholm, the second nobody.
    assert unpack(columns["name"]) == [1, names.index("Larnholm") + 1, 0]
    doubts = about["layers"]["quotes"]["facets"]["doubt"]
    assert [
        doubts[number - 1][0] if number else None for number in unpack(columns["doubt"])
    ] == ["doubtful", None]


def test_columns_of_ones_own_are_facets_where_articles_share_values(
    folder: Path,
) -> None:
    (about,) = called(folder, "about")
    articles = about["articles"]
    assert [value for value, _ in articles["own:desk"]["values"]] == ["home", "world"]
    assert "own:note" not in articles
    assert [value for value, _ in articles["outlet"]["values"]] == [
        "The Post",
        "Le Jour",
    ]
    assert unpack(articles["month"]["column"]) == [1, 2, 0]


def test_words_of_the_rows_stand_by_the_thousand(folder: Path) -> None:
    layer, number, lines = words_of(folder, "quotes-lines-0")
    assert (layer, number, len(lines)) == ("quotes", 0, 6)
    anchor, before, text, after = lines[0]
    assert anchor.startswith("quotes-")
    assert f"{before}{text}{after}".startswith(
        "Anne Morel said it would rain in Larnholm"
    )
    number, titles = words_of(folder, "titles-0")
    assert [path for path, *_ in titles] == [
        "articles/a.html",
        "articles/b.html",
        "articles/c.html",
    ]


def test_no_file_can_end_its_script(tmp_path: Path) -> None:
    text = "“</script><b>\u2028”, said <i>Ada</i>."
    said = quote(text, "</script><b>", label="direct", speaker="Ada")
    hostile = with_layers(
        Article(id="x", text=text, title="</script>\u2028a", language="en"),
        quotes=[said],
    )
    site = build(
        save([hostile], tmp_path / "c", title="x"), tmp_path / "p", SiteOptions()
    ).folder
    for file in (site / "explore").iterdir():
        content = file.read_text(encoding="utf-8")
        assert "\u2028" not in content
        assert "</" not in content
    # Packed, so that a script reads it as it was.
    _, titles = words_of(site, "titles-0")
    assert "</script>\u2028a" in titles[0]


def test_a_layer_of_somebody_elses_is_filtered_by_what_it_says(tmp_path: Path) -> None:
    start = TEXT.index("Ada")
    tones = [
        CustomSpan.cut(TEXT, 0, 10, "calm", attributes={"toward": "rain", "n": 1}),
        CustomSpan.cut(
            TEXT, start, start + 3, "angry", attributes={"toward": "Ada", "n": 2}
        ),
        CustomSpan.cut(TEXT, 0, 3, "calm", score=0.9),
    ]
    toned = with_layers(article("a", 2024), tone=tones)
    corpus = save([toned], tmp_path / "c", title="Tones")
    site = build(corpus, tmp_path / "p", SiteOptions()).folder

    (about,) = called(site, "about")
    *_, columns = called(site, "tone-2024")
    facets = about["layers"]["tone"]["facets"]
    assert [value for value, _ in facets["type"]] == ["calm", "angry"]
    assert [value for value, _ in facets["fact:toward"]] == ["rain", "Ada"]
    assert [value for value, _ in facets["fact:n"]] == ["1", "2"]
    lines = words_of(site, "tone-lines-0")[2]
    toward = unpack(columns["fact:toward"])
    assert {
        words: number for (_, _, words, _), number in zip(lines, toward, strict=True)
    } == {"Ann": 0, "Anne Morel": 1, "Ada": 2}
    assert 'id="layer-tone"' in (site / "explore.html").read_text()


@pytest.mark.parametrize(
    "cell",
    ["=1+1", " =1+1", "+1", "-a", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－a", "＠a", "Anne", "a=1"],
)  # fmt: skip
def test_cells_that_the_page_saves_are_guarded_as_those_of_exports(cell: str) -> None:
    script = (Path(files.__file__).parent.parent / "assets" / "explore.js").read_text()
    (pattern,) = re.findall(r"const text = /(.+)/\.test\(value\)", script)
    assert bool(re.search(pattern, cell)) is is_formula(cell)
