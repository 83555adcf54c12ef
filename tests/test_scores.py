"""Scores: how likely each quote, name and event is right, what a minimum drops, and what they are fitted on."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import ValidationError

from pressmark.annotation.span_checks import check_spans
from pressmark.annotators.quotes import QuoteSettings
from pressmark.annotators.scoring import NO_SCORER, Scorer, SignWeights, scorer
from pressmark.articles import Article, SpanError
from pressmark.exchange import article_json
from pressmark.spans import Quote
from pressmark.storage.tables import span_of, span_table, table_columns

WEIGHTS = Path(__file__).parent.parent / "annotators" / "weights"
EVERYTHING = ("entities", ("quotes", {"minimum": 0}))
ENGLISH = (
    "“The harbour will reopen on Monday,” the mayor, Ann Lee, said.\n\n"
    "The film, called “Gulls”, opens in May. The council mulls a new bridge.\n\n"
    "She said that the work had cost too much."
)


@pytest.mark.parametrize(
    "name",
    ["quotes.fr", "quotes.en", "entities.fr", "entities.en", "events.fr", "events.en"],
)
def test_a_file_of_weights_says_what_it_was_fitted_on(name: str) -> None:
    written = json.loads((WEIGHTS / f"{name}.json").read_text("utf-8"))

    assert f"{written['layer']}.{written['language']}" == name
    assert 0 <= written["minimum"] < 1
    # Sets without a licence are read and measured, and never fitted on.
    assert all(
        "bbc" not in one and one != "quotes.en.news" for one in written["fitted_on"]
    )
    assert all(model["weights"] for model in written["models"].values())


def test_signs_that_nobody_weighed_say_nothing() -> None:
    weights = SignWeights(-1.0, {"rule: incise": 3.0}, slope=0.5, offset=0.1)

    assert weights.probability(["rule: incise", "rule: new"]) == weights.probability(
        ["rule: incise"]
    )
    assert weights.probability(["rule: incise"]) > weights.probability(["rule: new"])


@pytest.mark.parametrize("total", [-5_000.0, -30.0, 30.0, 5_000.0])
def test_a_probability_is_one_however_sure_the_signs_are(total: float) -> None:
    assert 0 <= SignWeights(total, {}).probability([]) <= 1


def test_a_minimum_of_ones_own_goes_before_the_best_for_f1() -> None:
    weights = Scorer({}, minimum=0.4)

    assert not weights.keeps(0.3, None)
    assert weights.keeps(0.3, 0.2)
    assert not weights.keeps(0.5, 0.8)


def test_a_language_without_weights_scores_and_drops_nothing() -> None:
    assert scorer("quotes", "sv") is NO_SCORER
    assert NO_SCORER.probability("score", ["rule: incise"]) is None
    assert NO_SCORER.keeps(None, 0.9)


@pytest.mark.parametrize("minimum", [-0.1, 1.5, "high"])
def test_a_minimum_is_a_probability(minimum: object) -> None:
    with pytest.raises(ValidationError):
        QuoteSettings.model_validate({"minimum": minimum})


@pytest.mark.model
def test_quotes_and_names_carry_scores(annotate: Callable[..., Article]) -> None:
    article = annotate(ENGLISH, *EVERYTHING, language="en")

    assert article.quotes
    for span in (*article.quotes, *article.entities):
        assert span.score is not None
        assert 0 <= span.score <= 1
    for quote in article.quotes:
        assert (quote.speaker_score is None) == (quote.speaker is None)


@pytest.mark.model
def test_words_that_somebody_plainly_says_score_higher(
    annotate: Callable[..., Article],
) -> None:
    article = annotate(ENGLISH, *EVERYTHING, language="en")
    plain = next(one for one in article.quotes if "harbour" in one.text)

    others = [
        one.score or 0
        for one in article.quotes
        if one.cue_class not in ("reporting", None)
    ]
    assert all((plain.score or 0) > score for score in others)
    assert (plain.score or 0) > 0.8


@pytest.mark.model
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_minimum_drops_what_scores_lower_and_moves_no_speaker(
    annotate: Callable[..., Article], language: str
) -> None:
    text = {
        "en": ENGLISH,
        "fr": "« Le pont rouvre lundi », a dit la maire, Ana Vidal.\n\n"
        "Le film « Les Vagues » sort en mai. Elle souhaite un nouveau quai.\n\n"
        "Elle a ajouté que les travaux avaient coûté trop cher.",
    }[language]
    everything = annotate(text, *EVERYTHING, language=language).quotes
    middle = sorted(one.score or 0 for one in everything)[len(everything) // 2]
    layers = ("entities", ("quotes", {"minimum": middle}))
    sure = annotate(text, *layers, language=language).quotes

    assert 0 < len(sure) < len(everything)
    assert list(sure) == [one for one in everything if (one.score or 0) >= middle]


@pytest.mark.model
def test_names_below_a_minimum_are_dropped(annotate: Callable[..., Article]) -> None:
    text = "The mayor, Ann Lee, left Larnholm for Boltworks and the Norlift trial."
    names = annotate(text, "entities", language="en").entities
    highest = max(one.score or 0 for one in names)

    sure = annotate(text, ("entities", {"minimum": highest}), language="en").entities
    assert {one.text for one in sure} == {
        one.text for one in names if one.score == highest
    }


EVENTS = {
    "fr": "La police a arrêté lundi deux hommes à Vello. Le maire a annoncé une grève et un accord.",
    "en": "Police arrested two men in Vello on Monday. The mayor announced a strike and a deal.",
}


@pytest.mark.model
@pytest.mark.parametrize("language", ["fr", "en"])
def test_events_carry_scores(annotate: Callable[..., Article], language: str) -> None:
    layers = ("entities", "quotes", ("events", {"minimum": 0}))
    events = annotate(EVENTS[language], *layers, language=language).events

    scores = [event.score for event in events]
    assert len(scores) > 3
    assert all(score is not None and 0 < score < 1 for score in scores)
    assert len(set(scores)) > 1
    assert (
        article_json(annotate(EVENTS[language], *layers, language=language))["events"][
            0
        ]["score"]
        == scores[0]
    )


@pytest.mark.model
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_minimum_drops_events_and_changes_no_other(
    annotate: Callable[..., Article], language: str
) -> None:
    def found(minimum: float) -> dict[str, float | None]:
        layers = ("entities", "quotes", ("events", {"minimum": minimum}))
        events = annotate(EVENTS[language], *layers, language=language).events
        return {event.id: event.score for event in events}

    everything = found(0)
    middle = sorted(score or 0 for score in everything.values())[2]

    assert found(middle) == {
        key: score for key, score in everything.items() if (score or 0) >= middle
    }
    assert found(1) == {}


@pytest.mark.model
def test_what_is_best_for_f1_drops_no_statement(
    annotate: Callable[..., Article],
) -> None:
    layers = ("entities", "quotes", "events")
    text = (
        "Le bilan, le communiqué et la réaction du maire ont surpris, a dit Anne Morel."
    )
    everything = annotate(text, *layers[:2], ("events", {"minimum": 0})).events
    events = annotate(text, *layers).events

    statements = [event.id for event in everything if event.label == "STATEMENT"]
    assert statements
    assert set(statements) <= {event.id for event in events}


@pytest.mark.model
def test_scores_are_in_json_lines_and_come_back_from_a_table(
    annotate: Callable[..., Article],
) -> None:
    article = annotate(ENGLISH, *EVERYTHING, language="en")
    rows = article_json(article)["quotes"]

    assert [row["score"] for row in rows] == [one.score for one in article.quotes]
    assert any("speaker_score" in row for row in rows)
    table = span_table("quotes", article.quotes)
    assert table_columns("quotes")["speaker_score"].dtype == "float32"
    assert [span_of("quotes", row) for row in table.to_pylist()] == list(article.quotes)


@pytest.mark.parametrize("score", [-0.1, 1.5, "high", True])
def test_a_speakers_score_is_a_probability(score: object) -> None:
    quote = Quote.cut("Rain.", 0, 4, "direct", spans=((0, 4),), speaker_score=score)

    with pytest.raises(SpanError, match="speaker_score"):
        check_spans("quotes", [quote])
