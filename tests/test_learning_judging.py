"""What people said of an article, as right and wrong candidates: also of those that a score kept out of the corpus."""

from __future__ import annotations

import runpy
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from reviewing import decision, words_at

from pressmark.annotators.scoring import Scorer, SignWeights
from pressmark.articles import Article
from pressmark.review import Decision
from pressmark.review.reviewed_articles import ReviewedArticles
from pressmark.spans import Entity, Quote, Span
from pressmark.study.learning.candidate_spans import CandidateSpan
from pressmark.study.learning.judged_articles import (
    JudgedArticle,
    ReviewedCandidates,
    judge_article,
)
from pressmark.study.learning.layer_judges import JUDGES
from pressmark.study.learning.rule_trials import ChangedRow, RuleVerdict, judge_changes

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"
TEXT = "“We march,” said Ben Stone. “At noon,” said Cora Lind. “Gulls” opens. “Oh, 🙂,” he said."
MARCH, NOON, GULLS, OH = "“We march,”", "“At noon,”", "“Gulls”", "“Oh, 🙂,”"
OURS = Scorer({"score": SignWeights(0.0, {"sure": 2.0, "doubtful": -2.0})}, minimum=0.5)
SURER = Scorer({"score": SignWeights(3.0, {})}, minimum=0.5)


def _article() -> Article:
    article = Article(id="a", text=TEXT, language="en")
    entities = [
        Entity.cut(TEXT, TEXT.index(name), TEXT.index(name) + len(name), "PER", name=name,
                   mention_start=TEXT.index(name), mention_end=TEXT.index(name) + len(name))
        for name in ("Ben Stone", "Cora Lind")
    ]  # fmt: skip
    return article.with_layer(_Names(), entities)


class _Names:
    name = layer = "entities"


class _Quotes:
    name = layer = "quotes"


def _quote(words: str, label: str = "direct", speaker: str | None = None) -> Quote:
    start = TEXT.index(words)
    end = start + len(words)
    if speaker is None:
        return Quote.cut(TEXT, start, end, label, spans=((start, end),))
    place = TEXT.index(speaker)
    return Quote.cut(
        TEXT, start, end, label, spans=((start, end),), speaker=speaker, speaker_start=place,
        speaker_end=place + len(speaker), speaker_name=speaker,
    )  # fmt: skip


def _candidate(span: Span, sign: str = "sure") -> CandidateSpan:
    signs = {"score": [sign], "speaker_score": [sign]}
    is_counted = span.label != "scare"
    return CandidateSpan(span=span, signs=signs, is_counted=is_counted)


CANDIDATES = (
    _candidate(_quote(MARCH, speaker="Ben Stone")),
    _candidate(_quote(NOON, speaker="Ben Stone"), "doubtful"),
    _candidate(_quote(GULLS, "scare")),
    _candidate(_quote(OH), "doubtful"),
)


def _judged(
    decisions: Sequence[Decision],
    *,
    candidates: Sequence[CandidateSpan] = CANDIDATES,
    scorers: Sequence[Scorer] = (OURS,),
    layer: str = "quotes",
) -> JudgedArticle:
    reviewed = ReviewedCandidates(
        article=_article(),
        candidates=candidates,
        review=ReviewedArticles.of(decisions),
    )
    return judge_article(reviewed, JUDGES[layer], scorers, None)


def _on(words: str, action: str, **values: object) -> Decision:
    before = words_at(TEXT, words, label="direct")
    return decision(_article(), "quotes", action, before=before, **values)


def _right(article: JudgedArticle) -> dict[str, bool]:
    return {
        article.text[one.row["start"] : one.row["end"]]: one.right["score"]
        for one in article.examples
    }


QUOTES = JUDGES["quotes"]
CHECKED = decision("a", "quotes", "checked", minute=9)


def test_in_an_article_read_in_part_only_what_was_decided_is_known() -> None:
    article = _judged([_on(MARCH, "right"), _on(NOON, "wrong")])

    assert _right(article) == {MARCH: True, NOON: False}
    assert not article.is_whole
    assert article.decisions == 2


def test_in_an_article_read_whole_what_was_shown_is_right_and_nothing_else_is() -> None:
    article = _judged([CHECKED])

    assert article.is_whole
    assert _right(article) == {MARCH: True, NOON: False, GULLS: False, OH: False}
    assert [row["start"] for row in article.truth] == [TEXT.index(MARCH)]


def test_what_only_some_scores_show_is_unknown_to_who_read_it_whole() -> None:
    article = _judged([CHECKED], scorers=(OURS, SURER))

    assert _right(article) == {MARCH: True, GULLS: False}


def test_an_added_quote_is_right_where_a_rule_had_it_below_the_minimum() -> None:
    after = words_at(TEXT, OH, label="direct")
    article = _judged([decision(_article(), "quotes", "added", after=after)])

    assert _right(article) == {OH: True}


def test_a_speaker_that_a_person_changed_makes_the_machines_wrong() -> None:
    changed = _on(NOON, "changed", after={"speaker_name": "Cora Lind"})
    article = _judged([changed, _on(MARCH, "right", minute=1)])

    (march, noon) = article.examples
    assert march.right == {"score": True, "speaker_score": True}
    assert noon.right == {"score": True, "speaker_score": False}


def test_words_that_a_person_says_are_a_quote_are_right_whatever_the_rules_called_them() -> None:  # fmt: skip
    before = words_at(TEXT, GULLS, label="scare")
    changed = decision(_article(), "quotes", "changed", before=before, after={"label": "direct"})  # fmt: skip

    assert _right(_judged([changed])) == {GULLS: True}


def test_what_somebody_is_unsure_of_or_two_disagree_on_is_unknown() -> None:
    unsure = _judged([_on(MARCH, "unsure"), CHECKED])
    disputed = _judged([_on(MARCH, "right"), _on(MARCH, "wrong", who="ben"), CHECKED])

    assert MARCH not in _right(unsure)
    assert MARCH not in _right(disputed)


def test_a_decision_that_was_taken_back_says_nothing() -> None:
    wrong = _on(MARCH, "wrong")
    undo = decision("a", "quotes", "undo", minute=5, of=wrong.decision)

    assert _right(_judged([wrong, undo])) == {}


@pytest.mark.parametrize(
    ("end", "label", "is_right"),
    [(None, "PER", True), (None, "ORG", False), (-6, "PER", False)],
)
def test_a_name_is_right_with_its_bounds_and_label(
    end: int | None, label: str, is_right: bool
) -> None:
    name = "Ben Stone"
    words = name[:end]
    start = TEXT.index(name)
    found = Entity.cut(TEXT, start, start + len(words), label, name=words, mention_start=start,
                       mention_end=start + len(words))  # fmt: skip
    right = decision(_article(), "entities", "added", after=words_at(TEXT, name, label="PER"))  # fmt: skip
    candidate = CandidateSpan(span=found, signs={"score": ["sure"]})

    article = _judged([right], candidates=[candidate], layer="entities")

    assert [one.right["score"] for one in article.examples] == [is_right]


def _change(before: Quote | None, after: Quote | None) -> ChangedRow:
    rows: list[Any] = []
    for quote in (before, after):
        if quote is None:
            rows.append(None)
            continue
        rows.append(
            {"start": quote.start, "end": quote.end, "spans": quote.spans, "type": quote.label,
             "speaker": quote.speaker, "speaker_start": quote.speaker_start, "speaker_end": quote.speaker_end,
             "speaker_name": quote.speaker_name}
        )  # fmt: skip
    return ChangedRow(
        article_id="a", sentence="", text="", before=rows[0], after=rows[1]
    )


def test_a_rule_is_judged_by_words_and_speaker() -> None:
    changed = _on(NOON, "changed", after={"speaker_name": "Cora Lind"})
    article = _judged([changed, _on(MARCH, "right", minute=1)])
    by_ben, by_cora = _quote(NOON, speaker="Ben Stone"), _quote(NOON, speaker="Cora Lind")  # fmt: skip

    other = _change(by_ben, by_cora)
    assert other.kind == "other"
    assert other.summary == "direct, Ben Stone → direct, Cora Lind"
    assert judge_changes(QUOTES, article, [other]) == RuleVerdict(right=1, wrong=-1)
    assert judge_changes(QUOTES, article, [_change(by_cora, None)]) == RuleVerdict(
        right=-1
    )
    # Nobody read it: it is neither right nor wrong.
    assert judge_changes(QUOTES, article, [_change(None, _quote(OH))]) == RuleVerdict()


def test_a_reviewer_who_decides_as_gold_says_leaves_the_article_as_gold_has_it() -> None:  # fmt: skip
    reviewer = runpy.run_path(str(BENCHMARKS / "reviewer.py"))
    shown = [
        _quote(MARCH, speaker="Ben Stone"),
        _quote(NOON, speaker="Ben Stone"),
        _quote(GULLS),
    ]
    article = _article().with_layer(_Quotes(), shown)
    gold = [_gold(MARCH, "Ben Stone"), _gold(NOON, "Cora Lind"), _gold(OH, None)]

    decisions = list(reviewer["decisions_by_gold"](article, gold))

    actions = [one.action for one in decisions]
    assert actions == ["right", "changed", "wrong", "added", "checked"]
    candidates = [_candidate(quote) for quote in shown]
    judged = _judged(decisions, candidates=candidates)
    assert [(row["start"], row["speaker"]) for row in judged.truth] == [
        (one["start"], one["speaker"]) for one in gold
    ]
    assert _right(judged) == {MARCH: True, NOON: True, GULLS: False}


def _gold(words: str, speaker: str | None) -> dict[str, object]:
    row = words_at(TEXT, words, type="direct", speaker=speaker)
    if speaker is not None:
        place = words_at(TEXT, speaker)
        row |= {"speaker_start": place["start"], "speaker_end": place["end"]}
    return row
