"""Rules as values: tables, names, and rules of language that are switched off one by one, on trees made by hand."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
import sentences as s
from hand_trees import hand_parse, hand_tree

from pressmark.annotation.annotators import find
from pressmark.annotators.entities import Entities
from pressmark.annotators.events.event_status import decide_status
from pressmark.annotators.events.lexicon import load_lexicon
from pressmark.annotators.events.phrases_around import PhrasesAround
from pressmark.annotators.events.triggers import TriggerFinder
from pressmark.annotators.quotes import Quotes, QuoteSettings
from pressmark.annotators.rules import Rule, conclude_each, conclude_first, example_of
from pressmark.annotators.shared_reading import SharedReading
from pressmark.articles import Article
from pressmark.spans import Quote

LAYERS = ("entities", "quotes", "times", "events")
NOTHING: frozenset[str] = frozenset()
# « Le maire dit que le quai ferme ; la ville paie. »
SEMICOLON = """
Le     DET    det    maire
maire  NOUN   nsubj  dit    Gender=Masc|Number=Sing
dit    VERB   ROOT   -      Mood=Ind|Tense=Pres|VerbForm=Fin
que    SCONJ  mark   ferme
le     DET    det    quai
quai   NOUN   nsubj  ferme
ferme  VERB   ccomp  dit    Mood=Ind|Tense=Pres|VerbForm=Fin
;      PUNCT  punct  paie
la     DET    det    ville
ville  NOUN   nsubj  paie
paie   VERB   conj   ferme  Mood=Ind|Tense=Pres|VerbForm=Fin
.      PUNCT  punct  dit
"""
# « Le maire dit que le quai ferme, affirmant que la ville paie. »
PARTICIPLE = """
Le         DET    det    maire
maire      NOUN   nsubj  dit    Gender=Masc|Number=Sing
dit        VERB   ROOT   -      Mood=Ind|Tense=Pres|VerbForm=Fin
que        SCONJ  mark   ferme
le         DET    det    quai
quai       NOUN   nsubj  ferme
ferme~     VERB   ccomp  dit    Mood=Ind|Tense=Pres|VerbForm=Fin
,          PUNCT  punct  affirmant
affirmant  VERB   advcl  dit    Tense=Pres|VerbForm=Part
que        SCONJ  mark   paie
la         DET    det    ville
ville      NOUN   nsubj  paie
paie       VERB   ccomp  affirmant  Mood=Ind|Tense=Pres|VerbForm=Fin
.          PUNCT  punct  dit
"""
# “Mayor Lee said the pier was shut.”
BARE_CLAUSE = """
Lee   PROPN  nsubj  said  Number=Sing
said  VERB   ROOT   -     Tense=Past|VerbForm=Fin
the   DET    det    pier
pier  NOUN   nsubj  shut  Number=Sing
was   AUX    aux    shut  Tense=Past|VerbForm=Fin
shut  VERB   ccomp  said  Tense=Past|VerbForm=Part
.     PUNCT  punct  said
"""


def quotes(
    notation: str, language: str, without: frozenset[str] = NOTHING
) -> list[Quote]:
    """The quotes of a sentence made by hand."""
    doc = hand_parse(notation)
    article = Article(id="a", text=doc.text, language=language)
    annotator = Quotes(QuoteSettings.model_validate({}), without=without)
    return list(annotator.annotate(article, doc))


@pytest.mark.parametrize("layer", LAYERS)
def test_each_rule_of_a_layer_has_a_name_of_its_own(layer: str) -> None:
    counts = Counter(rule.name for rule in find(layer).rules)

    assert counts.most_common(1)[0][1] == 1
    assert all(rule.name == rule.name.strip() for rule in find(layer).rules)
    assert all(rule.example for rule in find(layer).rules)


def test_a_rule_that_is_misspelled_is_said() -> None:
    with pytest.raises(ValueError, match="no rule has the name inciss"):
        Quotes(QuoteSettings.model_validate({}), without=frozenset({"inciss"}))
    with pytest.raises(ValueError, match="speakers"):
        Entities(Entities.Settings(), without=frozenset({"speakers"}))


def test_the_first_rule_that_concludes_decides_and_each_may_rest() -> None:
    rules: tuple[Rule[Any, Any], ...] = (
        Rule("small", "1", lambda number: "small", lambda number: number < 10),
        Rule("even", "2", lambda number: None if number % 2 else "even"),
        Rule("any", "3", lambda number: "any"),
    )

    assert [conclude_first(rules, number, NOTHING) for number in (1, 12, 13)] == [
        "small",
        "even",
        "any",
    ]
    assert conclude_first(rules, 2, frozenset({"small", "even"})) == "any"
    assert list(conclude_each(rules, 2, frozenset({"even"}))) == ["small", "any"]
    assert conclude_first(rules[:1], 12, NOTHING) is None


def test_an_example_is_found_by_name_or_by_the_reasons_of_a_rule() -> None:
    rules: tuple[Rule[Any, Any], ...] = (
        Rule("force", "L'armée danoise avance.", lambda case: case, reasons=("body",)),
        Rule("role", "Le maire Vallon part.", lambda case: case),
    )

    assert example_of(rules, "role: maire") == "Le maire Vallon part."
    assert example_of(rules, "body: armée") == "L'armée danoise avance."
    assert example_of(rules, "force") is None


@pytest.mark.parametrize(
    ("notation", "language", "rule", "expected", "expected_without"),
    [
        (
            SEMICOLON,
            "fr",
            "semicolon",
            "le quai ferme",
            "le quai ferme ; la ville paie",
        ),
        (
            PARTICIPLE,
            "fr",
            "participle that reports on",
            "le quai ferme",
            "le quai ferme, affirmant que la ville paie",
        ),
    ],
)
def test_a_content_goes_on_where_the_rule_that_ends_it_rests(
    notation: str, language: str, rule: str, expected: str, expected_without: str
) -> None:
    (quote, *_) = quotes(notation, language)
    (longer_quote, *_) = quotes(notation, language, frozenset({rule}))

    assert quote.text.strip() == expected
    assert longer_quote.text == expected_without


@pytest.mark.parametrize(
    ("notation", "language", "rule"),
    [
        (SEMICOLON, "fr", "that"),
        (BARE_CLAUSE, "en", "clause"),
        (BARE_CLAUSE, "en", "content of a cue"),
    ],
)
def test_a_content_is_lost_where_the_rule_that_begins_it_rests(
    notation: str, language: str, rule: str
) -> None:
    assert len(quotes(notation, language)) == 1
    assert quotes(notation, language, frozenset({rule})) == []


@pytest.mark.parametrize(
    ("notation", "language", "rule", "trigger", "expected", "expected_without"),
    [
        (s.IF_CLAUSE["fr"], "fr", "condition", "paie", "hypothetical", "asserted"),
    ],
)
def test_a_status_is_another_where_its_rule_rests(
    notation: str,
    language: str,
    rule: str,
    trigger: str,
    expected: str,
    expected_without: str,
) -> None:
    lexicon = load_lexicon(language)
    assert lexicon is not None
    finder = TriggerFinder(
        SharedReading("", language, hand_tree(notation), ()),
        lexicon,
        PhrasesAround(lexicon.control),
        frozenset(),
        with_untyped=True,
    )
    (hit,) = [hit for hit in finder.find() if hit.token.text == trigger]

    assert decide_status(hit, lexicon).label == expected
    assert decide_status(hit, lexicon, frozenset({rule})).label == expected_without
