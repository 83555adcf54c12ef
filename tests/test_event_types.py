"""Types of events are data: their traits say what rules ask, ours and a user's own, and no module names one."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from joining import joined_happenings, mentions_by_event
from making import event

from pressmark.annotators.events.annotator import Events
from pressmark.annotators.events.clusters import EventMention, cluster_events
from pressmark.annotators.events.lexicon import load_lexicon, type_entries
from pressmark.annotators.events.settings import EventSettings
from pressmark.articles import Article
from pressmark.linking.event_types import traits_of_types
from pressmark.site.style_sheet import join_style_sheets
from pressmark.spans import Argument
from pressmark.yaml_files.lexicon_models.event_entries import EventTraits
from pressmark.yaml_files.lexicon_models.event_words import EventTypes
from pressmark.yaml_files.lexicons import read_lexicon

ROOT = Path(__file__).parent.parent
OWN = """
fr:
  types:
    SABOTAGE:
      traits: {family: violence, place: actor}
      verbs: [tronçonner]
    AVIS:
      traits: {reporting: true}
      verbs: [opiner]
    MOVE:
      traits: {object_place: false}
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A user's own lexicon, with types of their own and a trait of one of ours."""
    path = tmp_path / "own.yaml"
    path.write_text(OWN, encoding="utf-8")
    return path


def code_of(path: Path) -> str:
    """The text of a file; of a module the strings that are no docstrings."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        return text
    nodes = list(ast.walk(ast.parse(text)))
    docstrings = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    strings = [
        node
        for node in nodes
        if isinstance(node, ast.Constant) and id(node) not in docstrings
    ]
    return "\n".join(str(string.value) for string in strings)


def test_no_module_and_no_style_sheet_names_a_type_of_events() -> None:
    labels = {label for language in ("fr", "en") for label in type_entries(language)}
    endings = (".py", ".css", ".js", ".jinja")
    files = [
        path
        for room in ("corpus", "annotators", "site")
        for path in (ROOT / room).rglob("*.*")
    ]
    files = [path for path in files if path.suffix in endings]
    assert len(files) > 200
    for path in files:
        names = set(re.findall(r"[A-Z][A-Z_]{3,}", code_of(path)))
        assert names & labels == set(), path


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_type_with_traits_or_a_colour_is_in_the_lexicon(language: str) -> None:
    content = read_lexicon("event_types", "und", EventTypes)
    assert content is not None
    labels = {
        *content.types,
        *(label for group in content.colours.values() for label in group),
    }
    assert labels <= type_entries(language).keys()


def test_an_own_type_has_traits_and_ours_keep_those_that_it_leaves_out(
    own: Path,
) -> None:
    words = load_lexicon("fr", own)
    assert words is not None
    assert words.verbs["tronçonner"][0].traits == EventTraits(
        family="violence", place="actor"
    )
    (move,) = {
        trigger.traits for trigger in words.verbs["quitter"] if trigger.label == "MOVE"
    }
    assert (move.object_place, move.place, move.inherits_place) == (
        False,
        "actor",
        False,
    )


def test_the_table_runs_tells_happenings_the_traits_of_own_types(own: Path) -> None:
    events = Events(EventSettings.model_validate({"lexicon": own}))
    assert events.own_traits["AVIS"] == {"reporting": True}
    runs = [
        {"name": "events", "settings": json.dumps({"own_traits": events.own_traits})}
    ]
    traits = traits_of_types(runs)
    assert traits["SABOTAGE"]["family"] == traits["FIGHT"]["family"]
    row: dict[str, Any] = {
        "id": "a/e",
        "article_id": "a",
        "label": "AVIS",
        "status": "asserted",
        "text": "opine",
    }
    row |= {"cluster": "c1", "time": None, "place_id": None, "arguments": []}
    told = {}
    for name, of_types in (("ours", None), ("own", traits)):
        happenings = joined_happenings([row], {}, traits=of_types)
        told[name] = "a/e" in mentions_by_event(happenings)
    assert told == {"ours": True, "own": False}


def test_the_style_sheet_of_the_site_draws_types_in_their_colours() -> None:
    css = join_style_sheets()
    assert (
        ".l-STATEMENT, .l-REQUEST, .l-REJECT, .l-ACCUSE { --line: var(--tim); }" in css
    )
    assert "types of events" not in css


def test_an_own_type_of_a_family_shares_a_cluster_with_ours() -> None:
    text = "Une tuerie à Metz. Anne Morel a été tuée."
    start = text.index("Anne")
    victim = Argument(role="victim", start=start, end=start + 10, text="Anne Morel")
    violence = EventTraits(family="violence")
    for traits, clusters in ((violence, ["c1", "c1"]), (EventTraits(), ["c1", "c2"])):
        mentions = [
            EventMention(
                event(text, "tuerie", "SABOTAGE", arguments=(victim,)), "tuerie", traits
            ),
            EventMention(
                event(text, "tuée", "CASUALTY", arguments=(victim,)), "tuer", violence
            ),
        ]
        assert [found.cluster for found in cluster_events(mentions, {})] == clusters


@pytest.mark.model
def test_events_of_an_own_type_are_found(
    own: Path, annotate: Callable[..., Article]
) -> None:
    text = "Les rebelles ont tronçonné le pont."
    (sabotage,) = annotate(
        text, "entities", "quotes", ("events", {"lexicon": own})
    ).events
    assert (sabotage.text, sabotage.label) == ("tronçonné", "SABOTAGE")
