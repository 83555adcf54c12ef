"""
Articles that people reviewed, as examples: each candidate of a layer with whether it is right, where that is known.

Decisions are applied to all candidates, also to those that a score kept out of the corpus: so what a person added is
known again where a rule had found it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pressmark.annotators.scoring import Scorer
from pressmark.articles import Article
from pressmark.exchange.jsonl import article_json
from pressmark.review.reviewed_articles import ReviewedArticles
from pressmark.spans import Span

from .candidate_spans import CandidateSpan
from .layer_judges import LayerJudge, Row

__all__ = ["Example", "JudgedArticle", "ReviewedCandidates", "judge_article"]

_DECIDED = ("right", "changed", "added")
"""The verdicts of what people say is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """
    A candidate: its row, its signs by column, and by column whether it is right; a column that nobody knows is missing.

    A minimum may drop it where it is `is_droppable`; `is_counted` says whether the measures count it.
    """

    row: Row
    signs: Mapping[str, Sequence[str]]
    right: Mapping[str, bool]
    is_counted: bool = True
    is_droppable: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedArticle:
    """
    A reviewed article of a layer: what people say is there (`truth`), and the candidates of which it is known.

    `is_whole` says that somebody read the article whole for the layer; else only what was decided is known.
    """

    id: str
    text: str
    language: str
    truth: tuple[Row, ...]
    examples: tuple[Example, ...]
    decisions: int
    is_whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedCandidates:
    """The candidates of a layer in an article, which has the layers before it, and the decisions on the article."""

    article: Article
    candidates: Sequence[CandidateSpan]
    review: ReviewedArticles

    def decided(self, judge: LayerJudge) -> tuple[Article, int, bool]:
        """Return the article with people's word, how many decisions it has, and whether it was read whole."""
        maker = _CandidateMaker(judge.layer)
        with_candidates = self.article.with_layer(
            maker, [candidate.span for candidate in self.candidates]
        )
        article, outcomes = self.review.apply(with_candidates, judge.layer)
        actions = [outcome.decision.action for outcome in outcomes]
        return article, len(actions) - actions.count("checked"), "checked" in actions


@dataclass(frozen=True, slots=True)
class _CandidateMaker:
    """What makes the layer of candidates, for `Article.with_layer`."""

    layer: str
    name: str = ""


def judge_article(
    reviewed: ReviewedCandidates,
    judge: LayerJudge,
    scorers: Sequence[Scorer],
    minimum: float | None,
) -> JudgedArticle:
    """
    Return a reviewed article with its candidates judged.

    `scorers` are those by which a layer may have been shown to whoever read it: ours, and what was learned before.
    Of a candidate that nobody spoke of in an article read whole, what all of them show is right, and what none shows is
    not there; what some show is unknown. `minimum` is that of the settings, None for what is best for F1.
    """
    article, decisions, is_whole = reviewed.decided(judge)
    result = {_place(span): span for span in article.layer(judge.layer)}
    known: dict[tuple[int, int, str], bool] = {}
    truth = [span for span in article.layer(judge.layer) if span.verdict in _DECIDED]
    for candidate in reviewed.candidates:
        place = _place(candidate.span)
        span = result.get(place)
        # What a person found wrong, changed, or put something else in the place of.
        if span is None:
            known[place] = True
        elif span.verdict is None and is_whole:
            shown = {
                _is_shown(candidate, scorer, minimum, judge.columns[0])
                for scorer in scorers
            }
            known[place] = len(shown) == 1
            if shown == {True}:
                truth.append(span)
    rows = [row for row in _rows(article, judge, truth) if judge.is_counted(row)]
    candidate_rows = _rows(article, judge, [one.span for one in reviewed.candidates])
    examples: list[Example] = []
    for candidate, row in zip(reviewed.candidates, candidate_rows, strict=True):
        right = judge.right(article.text, rows, row)
        is_unsure = _is_unsure(result.get(_place(candidate.span)))
        if is_unsure or not (right["score"] or known.get(_place(candidate.span))):
            continue
        examples.append(
            Example(
                row=row,
                signs=candidate.signs,
                right=right,
                is_counted=judge.is_counted(row),
                is_droppable=candidate.is_counted,
            )
        )
    return JudgedArticle(
        id=article.id,
        text=article.text,
        language=article.language or "",
        truth=tuple(rows),
        examples=tuple(examples),
        decisions=decisions,
        is_whole=is_whole,
    )


def _place(span: Span) -> tuple[int, int, str]:
    return span.start, span.end, span.label


def _is_unsure(span: Span | None) -> bool:
    return span is not None and span.verdict == "unsure"


def _is_shown(
    candidate: CandidateSpan, scorer: Scorer, minimum: float | None, column: str
) -> bool:
    """Return whether a layer by `scorer` holds a candidate."""
    if minimum is None and not candidate.is_counted:
        return True
    score = scorer.probability(column, candidate.signs.get(column, ()))
    # Words at a distance are right when they are no quote, and shown so.
    if score is not None and candidate.span.label == "scare":
        score = 1 - score
    return scorer.keeps(score, minimum)


def _rows(article: Article, judge: LayerJudge, spans: Sequence[Span]) -> list[Row]:
    """Return annotations as the scorers read them."""
    bare = replace(article, layers={judge.layer: tuple(spans)})
    rows: list[Row] = article_json(bare)[judge.layer]
    return rows
