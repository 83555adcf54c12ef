"""Whose word counts: each person's last, and where two differ the machine's until somebody settles it."""

from __future__ import annotations

import pytest
from making import entity, with_layers
from reviewing import TEXT, decision, words_at

from pressmark.articles import Article
from pressmark.review import Decision
from pressmark.review.application import DecisionOutcome, apply_decisions
from pressmark.review.decisions import standing
from pressmark.spans import Argument, Event, Quote


def _article() -> Article:
    """An article with three names, two quotes and an event."""
    names = [
        entity(TEXT, name, "PER") for name in ("Anne Morel", "Ben Stone", "Cora Lind")
    ]
    article = with_layers(Article(id="a", text=TEXT, language="en"), entities=names)  # type: ignore[arg-type]
    quotes = []
    for words, speaker in (("“We march,”", 1), ("“At noon,”", 2)):
        start = TEXT.index(words)
        who = article.entities[speaker]
        quotes.append(
            Quote.cut(
                TEXT, start, start + len(words), "direct", spans=((start, start + len(words)),),
                speaker=who.text, speaker_start=who.start, speaker_end=who.end, speaker_id=who.id,
                speaker_name=who.name, score=0.5,
            )
        )  # fmt: skip
    march = TEXT.index("march")
    event = Event.cut(TEXT, march, march + 5, "protest")
    return with_layers(article, quotes=quotes, events=[event])


def _apply(article: Article, *decisions: Decision) -> tuple[Article, list[str]]:
    layer = decisions[0].layer
    article, outcomes = apply_decisions(article, layer, standing(decisions))
    return article, [outcome.outcome for outcome in outcomes]


def test_a_later_decision_replaces_an_earlier_one_of_the_same_person() -> None:
    article = _article()
    quote = article.quotes[0]
    wrong = decision(article, "quotes", "wrong", quote)
    right = decision(article, "quotes", "right", quote, minute=1)

    reviewed, outcomes = _apply(article, right, wrong)

    assert reviewed.quotes[0].verdict == "right"
    assert outcomes == ["replaced", "applied"]


def test_a_decision_on_what_a_decision_made_goes_on_from_there() -> None:
    article = _article()
    quote = article.quotes[0]
    start = quote.start + 1
    edges = {"start": start, "end": quote.end, "text": TEXT[start : quote.end]}
    changed = decision(article, "quotes", "changed", quote, after=edges)
    once, _ = _apply(article, changed)
    speaker = decision(
        once, "quotes", "changed", once.quotes[0], minute=1, after={"speaker": None}
    )

    twice, outcomes = _apply(article, changed, speaker)

    assert (twice.quotes[0].start, twice.quotes[0].speaker) == (start, None)
    assert outcomes == ["replaced", "applied"]
    wrong = decision(once, "quotes", "wrong", once.quotes[0], minute=2)
    assert len(_apply(article, changed, wrong)[0].quotes) == 1
    right = decision(once, "quotes", "right", once.quotes[0], minute=2, who="ben")
    agreed, outcomes = _apply(article, changed, right)
    assert outcomes == ["applied", "applied"]
    assert (agreed.quotes[0].verdict, agreed.quotes[0].reviewer) == (
        "changed",
        "anne, ben",
    )
    assert agreed.quotes[0].annotator == "human:anne"


def test_two_people_who_disagree_leave_the_machines_until_it_is_settled() -> None:
    article = _article()
    quote = article.quotes[0]
    wrong = decision(article, "quotes", "wrong", quote)
    after = {"speaker_name": "Cora Lind"}
    other = decision(article, "quotes", "changed", quote, who="ben", after=after)

    reviewed, outcomes = _apply(article, wrong, other)

    assert outcomes == ["unsettled", "unsettled"]
    assert reviewed.quotes[0].speaker_name == "Ben Stone"
    assert reviewed.quotes[0].annotator == "quotes-by-hand"
    assert (
        reviewed.quotes[0].verdict,
        set(reviewed.quotes[0].reviewer.split(", ")),
    ) == (  # type: ignore[union-attr]
        "unsure",
        {"anne", "ben"},
    )
    settles = tuple(one.decision for one in (wrong, other))
    settled = decision(
        article,
        "quotes",
        "changed",
        quote,
        who="cora",
        minute=5,
        after=after,
        settles=settles,
    )
    reviewed, outcomes = _apply(article, wrong, other, settled)
    assert reviewed.quotes[0].speaker_name == "Cora Lind"
    assert sorted(outcomes) == ["applied", "settled", "settled"]
    # Who says something else after it was settled opens it again.
    again = decision(article, "quotes", "right", quote, minute=9)
    assert "unsettled" in _apply(article, wrong, other, settled, again)[1]


def test_a_third_opinion_settles_nothing() -> None:
    article = _article()
    quote = article.quotes[0]
    opinions = [
        decision(article, "quotes", action, quote, who=who)
        for action, who in (("wrong", "anne"), ("right", "ben"), ("right", "cora"))
    ]
    assert _apply(article, *opinions)[1] == ["unsettled"] * 3


def test_an_unsure_word_leaves_it_to_the_others() -> None:
    article = _article()
    quote = article.quotes[0]
    unsure = decision(article, "quotes", "unsure", quote)
    assert _apply(article, unsure)[0].quotes[0].verdict == "unsure"
    wrong = decision(article, "quotes", "wrong", quote, who="ben")
    assert len(_apply(article, unsure, wrong)[0].quotes) == 1


def test_two_people_who_add_the_same_add_it_once() -> None:
    article = _article()
    added = words_at(TEXT, "Nobody else came", label="indirect")
    two = [
        decision(article, "quotes", "added", who=who, after=added)
        for who in ("anne", "ben")
    ]
    reviewed, outcomes = _apply(article, *two)
    assert [quote.label for quote in reviewed.quotes] == [
        "direct",
        "direct",
        "indirect",
    ]
    assert outcomes == ["applied", "applied"]
    assert reviewed.quotes[2].id == f"a/quotes-{added['start']}-{added['end']}"


@pytest.mark.parametrize(
    ("after", "speaker", "name", "kind"),
    [
        ({"speaker_name": "Anne Morel"}, "Anne Morel", "Anne Morel", "person"),
        ({"speaker_id": "entities-0-10"}, "Anne Morel", "Anne Morel", "person"),
        ({"speaker": "Nobody else"}, "Nobody else", "Nobody else", None),
        ({"speaker_name": "a passer-by"}, None, "a passer-by", None),
        ({"speaker": None, "speaker_name": None}, None, None, None),
    ],
)
def test_a_speaker_is_a_name_words_a_text_or_nobody(
    after: dict[str, str | None],
    speaker: str | None,
    name: str | None,
    kind: str | None,
) -> None:
    article = _article()
    changed = decision(article, "quotes", "changed", article.quotes[0], after=after)
    quote = _apply(article, changed)[0].quotes[0]
    assert (quote.speaker, quote.speaker_name, quote.speaker_kind) == (
        speaker,
        name,
        kind,
    )
    assert quote.score is None


def test_a_pronoun_that_a_person_resolves_stays_the_phrase() -> None:
    text = "Anne Morel came. “We march,” she said."
    article = with_layers(
        Article(id="a", text=text), entities=[entity(text, "Anne Morel", "PER")]
    )
    start, she = text.index("“"), text.index("she")
    quote = Quote.cut(
        text, start, start + 11, "direct", spans=((start, start + 11),), speaker="she",
        speaker_start=she, speaker_end=she + 3, pronoun_gender="f",
    )  # fmt: skip
    article = with_layers(article, quotes=[quote])
    changed = decision(
        article,
        "quotes",
        "changed",
        article.quotes[0],
        after={"speaker_id": "entities-0-10"},
    )
    quote = _apply(article, changed)[0].quotes[0]
    assert (quote.speaker, quote.speaker_name, quote.speaker_id) == (
        "she",
        "Anne Morel",
        "a/entities-0-10",
    )
    assert quote.pronoun_gender == "f"


def test_the_type_the_status_and_the_arguments_of_an_event_change() -> None:
    article = _article()
    who = words_at(TEXT, "Ben Stone", role="agent")
    changed = decision(
        article, "events", "changed", article.events[0],
        after={"type": "march", "status": "planned", "arguments": [who]},
    )  # fmt: skip
    event = _apply(article, changed)[0].events[0]
    assert (event.label, event.status, event.annotator) == (
        "march",
        "planned",
        "human:anne",
    )
    assert event.arguments == (
        Argument(
            role="agent",
            start=who["start"],
            end=who["end"],
            text="Ben Stone",
            entity_id=article.entities[1].id,
        ),
    )


def _outcome(article: Article, after: dict[str, object]) -> DecisionOutcome:
    changed = decision(article, "quotes", "changed", article.quotes[0], after=after)
    unchanged, (outcome,) = apply_decisions(article, "quotes", [changed])
    assert unchanged.quotes == article.quotes
    return outcome


@pytest.mark.parametrize(
    ("after", "reason"),
    [
        (
            {"speeker": "x"},
            "the layer has no column 'speeker'; did you mean 'speaker'?",
        ),
        ({"label": "said"}, "label"),
        ({"status": "perhaps"}, "status"),
        ({"speaker_id": "entities-1-2"}, "its speaker is nobody of the article"),
        ({"cue": "whispered"}, "the article has no words 'whispered' for its cue"),
        (
            {"start": 0, "end": 5, "text": "nowhere to be seen"},
            "the article has no such words any more",
        ),
        ({"spans": 5}, "its columns cannot be read"),
    ],
)
def test_what_the_layer_cannot_hold_is_told_and_changes_nothing(
    after: dict[str, object], reason: str
) -> None:
    outcome = _outcome(_article(), after)
    assert outcome.outcome == "unfit"
    assert reason in (outcome.reason or "")
