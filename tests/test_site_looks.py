"""How pages look and what they weigh: contrast of the colours, weight of an article's page, words in both languages."""

from __future__ import annotations

import gzip
import math
import operator
import re
from collections.abc import Sequence
from dataclasses import replace
from importlib.resources import files
from itertools import chain, combinations, product
from pathlib import Path

import pytest
from making import entity, event, quote, span_id, with_layers

from pressmark.articles import Article
from pressmark.config.site_options import SiteOptions
from pressmark.dataset.corpus import save
from pressmark.layers import BY_NAME
from pressmark.site.highlight_css import (
    MAX_LIGHTS,
    MAX_UNGROUPED_LIGHTS,
    highlight_sheets,
    light_classes,
    sheet_for,
)
from pressmark.site.interface import load_interface
from pressmark.site.layer_styles import OWN, STYLES, style_of
from pressmark.site.style_sheet import join_style_sheets
from pressmark.site.template_engine import Templates
from pressmark.spans import Argument, Entity, Quote, Span, Time

ROOM = files("pressmark.site")
CSS = join_style_sheets()
LIGHT, DARK = re.findall(r":root \{([^}]*)\}", CSS)[:2]
GROUNDS, TEXTS = ("paper", "sheet", "lit", "said", "mark"), ("ink", "soft", "link")
LINES = ("per", "loc", "org", "misc", "quo", "eve", "deal", "law", "tim", "own", "bar")
READ_ON = {
    "ink": GROUNDS,
    "soft": ("paper", "sheet", "said", "lit"),
    "link": ("paper", "sheet", "lit"),
}


def colours(scheme: str) -> dict[str, str]:
    return dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", scheme))


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    ]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_can_be_read_and_every_line_be_seen(scheme: str) -> None:
    known = colours(scheme)
    assert known.keys() >= {*GROUNDS, *TEXTS, *LINES}
    texts = {
        (text, ground): contrast(known[text], known[ground])
        for text in TEXTS
        for ground in READ_ON[text]
    }
    assert {pair: ratio for pair, ratio in texts.items() if ratio < 4.5} == {}
    lines = {
        (line, ground): contrast(known[line], known[ground])
        for line, ground in product(LINES, ("paper", "said"))
    }
    assert {pair: ratio for pair, ratio in lines.items() if ratio < 3} == {}


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_ground_of_a_direct_quote_is_seen_on_paper(scheme: str) -> None:
    known = colours(scheme)
    assert contrast(known["said"], known["paper"]) >= 1.25


# Simulation of deuteranopia on linear light: Machado, Oliveira and Fernandes 2009, severity 1.0.
DEUTERANOPIA = (
    (0.367322, 0.860646, -0.227968),
    (0.280085, 0.672501, 0.047413),
    (-0.011820, 0.042940, 0.968881),
)
# Linear sRGB to XYZ with the white of D65, divided by that white.
TO_XYZ = (
    (0.4339, 0.3763, 0.1899),
    (0.2126, 0.7152, 0.0722),
    (0.0177, 0.1095, 0.8727),
)


def times(matrix: Sequence[Sequence[float]], vector: Sequence[float]) -> list[float]:
    return [sum(map(operator.mul, row, vector)) for row in matrix]


def lab(colour: str, *, deuteranope: bool) -> list[float]:
    """CIE L*a*b* of a colour, as everybody or as a deuteranope sees it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    light = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    ]
    if deuteranope:
        light = [min(1.0, max(0.0, part)) for part in times(DEUTERANOPIA, light)]
    x, y, z = [
        part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116
        for part in times(TO_XYZ, light)
    ]
    return [116 * y - 16, 500 * (x - y), 200 * (y - z)]


@pytest.mark.parametrize("deuteranope", [False, True])
@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_colours_of_one_legend_are_told_apart(scheme: str, deuteranope: bool) -> None:
    known = colours(scheme)
    legends = (("per", "loc", "org", "misc"), ("eve", "deal", "law", "tim"))
    pairs = chain.from_iterable(combinations(legend, 2) for legend in legends)
    differences = {
        pair: math.dist(*(lab(known[name], deuteranope=deuteranope) for name in pair))
        for pair in pairs
    }
    # A difference of 2.3 is just seen side by side; thin lines that stand apart need several times that.
    assert {pair: seen for pair, seen in differences.items() if seen < 15} == {}


def full() -> Article:
    """An article of four thousand characters with sixty annotations, as full of facts as they come."""
    sentence = "« Le port de Larnholm reste fermé », a déclaré Anne Morel lundi à la radio du matin. "
    text = sentence * 48
    spans: dict[str, list[Span]] = {"entities": [], "quotes": [], "events": []}
    for n in range(15):
        part = text[n * len(sentence) :]
        named = {"name_id": "per-anne-morel", "name": "Anne Morel", "rule": "model"}
        at = n * len(sentence)
        place = {"name_id": "loc-larnholm", "rule": "model"}
        names = [
            entity(part, "Anne Morel", **named),
            entity(part, "Larnholm", "LOC", **place),
        ]
        spans["entities"] += [_moved(name, at) for name in names]
        said = quote(
            part,
            "Le port de Larnholm reste fermé",
            cue="déclaré",
            speaker_name="Anne Morel",
            rule="marks; incise",
        )
        spans["quotes"].append(_moved(said, at))
        time = Time(start="2026-03-02", end="2026-03-02", grain="day", surface="lundi")
        start = text.index("port", at)
        parts = tuple(
            Argument(
                role=role,
                start=start,
                end=start + 4,
                text="port",
                entity_id=span_id("a", "entities", text, "Anne Morel"),
            )
            for role in ("agent", "topic")
        )
        closed = event(part, "fermé", "COERCE", rule="verb")
        spans["events"].append(_moved(_with(closed, time=time, arguments=parts), at))
    article = Article(
        id="a",
        text=text,
        language="fr",
        title="Le port reste fermé",
        outlet="Le Quai",
        authors=("Ada",),
    )
    return with_layers(article, **spans)


def _with(span: Span, **fields: object) -> Span:
    return replace(span, **fields)  # type: ignore[arg-type]


def _moved(span: Span, by: int) -> Span:
    moved: dict[str, object] = {"start": span.start + by, "end": span.end + by}
    if isinstance(span, Entity):
        moved |= {
            "mention_start": span.mention_start + by,
            "mention_end": span.mention_end + by,
        }
    if isinstance(span, Quote):
        moved |= {"spans": tuple((start + by, end + by) for start, end in span.spans)}
    return _with(span, **moved)


def test_an_article_s_page_is_light(tmp_path: Path) -> None:
    article = full()
    assert 4000 <= len(article.text) <= 4200
    assert sum(map(len, article.layers.values())) == 60
    page = (
        Templates(save([], tmp_path / "c", title="Ports"), SiteOptions(language="fr"))
        .article(article)
        .encode()
    )
    # An id made of offsets takes some ten bytes more than one with a number, the legend's boxes two thousand, addresses
    # of 48 sentences one, BibTeX, RIS and meta elements two. None of these repeats much of the text.
    assert len(page) <= 36_500
    assert len(gzip.compress(page)) <= 11_000
    assert page.count(b"</") + page.count(b"<input") <= 1_500
    # Scripts come at the end of the work: the page is drawn without them.
    assert page.count(b"<script src") == page.count(b" defer></script>") == 4


def test_the_shared_styles_are_light() -> None:
    sheets = CSS.encode() + highlight_sheets()[sheet_for(60)].encode()
    assert len(sheets) <= 68_000
    # What a browser loads: a rule for each light is the same words again and again.
    assert len(gzip.compress(sheets)) <= 10_300


@pytest.mark.parametrize(
    "many", [1, MAX_UNGROUPED_LIGHTS, MAX_UNGROUPED_LIGHTS + 1, MAX_LIGHTS]
)
def test_each_annotation_of_a_page_has_the_rule_that_lights_it(many: int) -> None:
    sheet = highlight_sheets()[sheet_for(many)]
    groups = re.findall(r"\.page:has\(\.(g\d+):is\([^)]*\)\)\{(.*?)\{", sheet, re.S)
    ruled = {
        f"{group} {light}"
        for group, rules in groups
        for light in re.findall(r" \.(a\d+)(?![\d:])", rules)
    }
    ruled |= set(
        re.findall(r"^\.page:has\(\.a\d+:is\([^)]*\)\) \.(a\d+)\{", sheet, re.M)
    )
    classes = light_classes(["events"] * many)
    assert len(set(classes)) == many
    assert set(classes) <= ruled
    assert len(ruled) == (
        MAX_UNGROUPED_LIGHTS if many <= MAX_UNGROUPED_LIGHTS else MAX_LIGHTS
    )


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_word_is_missing_or_left_over(language: str) -> None:
    words = load_interface(language).words
    sources = [
        path.read_text(encoding="utf-8") for path in (ROOM / "templates").iterdir()
    ]
    sources += [
        path.read_text(encoding="utf-8")
        for path in (*ROOM.iterdir(), *(ROOM / "explore").iterdir())
        if path.name.endswith(".py")
    ]
    text = "\n".join(sources)
    for key in words:
        assert f'"{key}"' in text, key
    for used in re.findall(r'ui\("(\w+)"', text):
        assert used in words, used
    for used in re.findall(r'ui\.(?:one_of|count)\("(\w+)"', text):
        assert used in words, used


def test_both_languages_name_the_same_things() -> None:
    english, french = load_interface("en").words, load_interface("fr").words
    for key, value in english.items():
        assert type(french[key]) is type(value), key
        if isinstance(value, dict):
            assert french[key].keys() == value.keys(), key


def test_french_words_are_set_as_french_is() -> None:
    text = (ROOM / "words" / "fr.yaml").read_text(encoding="utf-8")
    words = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    assert not re.findall(r"\w '\w|\w'\w", words)
    assert not re.findall(r" [;!?»]|« ", words)


def test_every_type_of_event_has_a_name_in_both_languages() -> None:
    lexicon = files("pressmark.annotators") / "lexicons" / "events.fr.yaml"
    types = set(
        re.findall(r"^  ?([A-Z][A-Z_]+):", lexicon.read_text(encoding="utf-8"), re.M)
    )
    named = set(load_interface("fr").words["event_types"])
    assert len(named) == 28
    assert types <= named


def test_days_months_years_and_stretches_are_told_in_words() -> None:
    french, english = load_interface("fr"), load_interface("en")
    assert french.when("2026-04-21") == "21\u00a0avril\u00a02026"
    assert english.when("2026-04") == "April\u00a02026"
    assert english.when("2026") == "2026"
    assert (
        french.when("2026-04-20/2026-04-21")
        == "20\u00a0avril\u00a02026 – 21\u00a0avril\u00a02026"
    )
    assert english.when("soon") == "soon"
    assert french.when(None) == ""


def test_every_layer_of_ours_has_a_style_and_any_other_shares_one() -> None:
    assert STYLES.keys() == BY_NAME.keys()
    assert style_of("tone") is OWN
    assert len({style.css for style in (*STYLES.values(), OWN)}) == len(STYLES) + 1


def test_the_style_sheet_that_browsers_load_has_no_comments() -> None:
    assert "/*" not in CSS
