"""
What a rule for a lexicon changes: the rows of each article with it and without it, and what people say of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pressmark.annotation.annotators import add_layer
from pressmark.articles import Article
from pressmark.evaluation.span_matching import match_quotes
from pressmark.exchange.jsonl import article_json
from pressmark.review.reviewed_articles import ReviewedArticles

from .judged_articles import JudgedArticle
from .layer_judges import JUDGES, Row
from .lexicon_rules import LexiconRule, forms_of
from .study_articles import ParsedArticle, StudyArticles

__all__ = ["ChangedRow", "RuleTrial", "RuleVerdict", "changes_by_rule", "judge_changes"]

_LAYER = "quotes"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedRow:
    """A quote that a corpus has more with a rule (`is_more`) or has no longer, in its sentence."""

    article_id: str
    is_more: bool
    sentence: str
    text: str
    row: Row = field(repr=False)

    @property
    def speaker(self) -> str | None:
        """Who says it."""
        name: str | None = self.row.get("speaker_name") or self.row.get("speaker")
        return name


@dataclass(frozen=True, slots=True)
class RuleTrial:
    """The annotator of a study with one rule more, and the forms by which the rule's articles are known."""

    rule: LexiconRule
    annotator: Any
    forms: re.Pattern[str]

    @classmethod
    def of(cls, rule: LexiconRule, study: StudyArticles) -> RuleTrial:
        """Make the annotator of a study with one rule more."""
        lexicons = study.project.lexicons
        forms = sorted(forms_of(rule, lexicons), key=len, reverse=True)
        alternatives = "|".join(map(re.escape, forms))
        pattern = re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)", re.IGNORECASE)
        annotator = study.annotator(_LAYER, rule.on_top_of(lexicons))
        return cls(rule, annotator, pattern)

    def touches(self, article: Article) -> bool:
        """Return whether an article has a form of the rule's word: without one the rule changes nothing."""
        return (
            article.language == self.rule.language
            and self.forms.search(article.text) is not None
        )


def changes_by_rule(
    study: StudyArticles,
    parsed: ParsedArticle,
    trials: Iterable[RuleTrial],
    *,
    is_decided: bool,
) -> Iterator[tuple[LexiconRule, list[ChangedRow]]]:
    """
    Yield what each rule changes in an article; nothing for rules that change nothing.

    Where it `is_decided`, people's decisions are applied, as in a corpus: what they added is there with the rule and
    without. Otherwise the rows are the annotator's alone.
    """
    touching = [trial for trial in trials if trial.touches(parsed.article)]
    if not touching:
        return
    review = study.review if is_decided else ReviewedArticles()
    rows = _rows(parsed, study.annotator(_LAYER), review)
    for trial in touching:
        new_rows = _rows(parsed, trial.annotator, review)
        changes = _changes(parsed.article, rows, new_rows)
        if changes:
            yield trial.rule, changes


def _rows(
    parsed: ParsedArticle, annotator: Any, review: ReviewedArticles
) -> dict[tuple[Any, ...], Row]:
    """Return the quotes of an article by an annotator, people's word in them, by what tells one from another."""
    article = add_layer(parsed.article, annotator, parsed.doc)
    article, _ = review.apply(article, _LAYER)
    quotes = article_json(replace(article, layers={_LAYER: article.layer(_LAYER)}))
    return {_identity(row): row for row in quotes[_LAYER] if row["type"] != "scare"}


def _identity(row: Row) -> tuple[Any, ...]:
    return row["start"], row["end"], row["type"], row.get("speaker_start")


def _changes(
    article: Article,
    before: Mapping[tuple[Any, ...], Row],
    after: Mapping[tuple[Any, ...], Row],
) -> list[ChangedRow]:
    """Return the rows that are in one of two layers alone, in the order of the text."""
    # The room of counts loads pandas, which a search that changes nothing does without.
    from pressmark.study.estimation.receipt_sentences import ArticleSentences

    sentences = ArticleSentences.of(article.text, article.language)
    rows = [(key, False, row) for key, row in before.items() if key not in after]
    rows += [(key, True, row) for key, row in after.items() if key not in before]
    rows.sort(key=lambda one: (one[0][:2], one[1]))
    return [
        ChangedRow(
            article_id=article.id,
            is_more=is_more,
            sentence=sentences.around(row["start"], row["end"]),
            text=article.text[row["start"] : row["end"]],
            row=row,
        )
        for _, is_more, row in rows
    ]


@dataclass(frozen=True, slots=True)
class RuleVerdict:
    """How many right and wrong quotes a rule adds to reviewed articles, less those that it takes away."""

    right: int = 0
    wrong: int = 0

    def __add__(self, other: RuleVerdict) -> RuleVerdict:
        return RuleVerdict(self.right + other.right, self.wrong + other.wrong)


def judge_changes(article: JudgedArticle, changes: Sequence[ChangedRow]) -> RuleVerdict:
    """
    Return what people say of the rows that a rule changes in an article.

    A row is right with its words and its speaker. Where the article was not read whole, a row that matches nothing that
    people decided on is left out, as nobody knows.
    """
    judge = JUDGES[_LAYER]
    verdict = RuleVerdict()
    for change in changes:
        hits = judge.hits(article.text, article.truth, [change.row])
        is_known = hits["overlap"] or article.is_whole
        if not (is_known or _is_found_wrong(article, change)):
            continue
        sign = 1 if change.is_more else -1
        verdict += RuleVerdict(sign * hits["e2e"], sign * (1 - hits["e2e"]))
    return verdict


def _is_found_wrong(article: JudgedArticle, change: ChangedRow) -> bool:
    """Return whether people found wrong what a row is."""
    wrong = [one.row for one in article.examples if not one.right["score"]]
    return bool(match_quotes(article.text, wrong, [change.row]))
