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
from pressmark.exchange.jsonl import article_json
from pressmark.review.reviewed_articles import ReviewedArticles

from .judged_articles import JudgedArticle
from .layer_judges import JUDGES, LayerJudge, Row
from .lexicon_rules import LexiconRule, forms_of
from .study_articles import ParsedArticle, StudyArticles

__all__ = ["ChangedRow", "RuleTrial", "RuleVerdict", "changes_by_rule", "judge_changes"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedRow:
    """
    A quote or name that a rule changes, in its sentence: as it is without the rule (`before`) and with it (`after`).

    `before` is None of what a corpus has more, `after` of what it has no longer.
    """

    article_id: str
    sentence: str
    text: str
    before: Row | None = field(repr=False)
    after: Row | None = field(repr=False)

    @property
    def kind(self) -> str:
        """Whether there is a row "more" or "fewer", or one that has another speaker or label: "other"."""
        if self.before is None:
            return "more"
        return "fewer" if self.after is None else "other"

    @property
    def summary(self) -> str:
        """The kind of a quote and who says it, or the label of a name; without the rule and with it where these differ."""
        names = [_summary(row) for row in (self.before, self.after) if row is not None]
        return " → ".join(dict.fromkeys(names))


def _summary(row: Row) -> str:
    # Of quotes the label is called `type`.
    if "label" in row:
        return str(row["label"])
    speaker = row.get("speaker_name") or row.get("speaker") or "nobody"
    return f"{row['type']}, {speaker}"


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
        annotator = study.annotator(rule.kind, rule.on_top_of(lexicons))
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
    Yield what each rule changes in an article; nothing for rules that change nothing. All rules are of one layer.

    Where it `is_decided`, people's decisions are applied, as in a corpus: what they added is there with the rule and
    without. Otherwise the rows are the annotator's alone.
    """
    touching = [trial for trial in trials if trial.touches(parsed.article)]
    if not touching:
        return
    review = study.review if is_decided else ReviewedArticles()
    rows = _rows(parsed, study.annotator(touching[0].rule.kind), review)
    for trial in touching:
        new_rows = _rows(parsed, trial.annotator, review)
        changes = _changes(parsed.article, rows, new_rows)
        if changes:
            yield trial.rule, changes


_Place = tuple[int, int]


def _rows(
    parsed: ParsedArticle, annotator: Any, review: ReviewedArticles
) -> dict[_Place, Row]:
    """Return the rows of an article by an annotator, people's word in them, by place; scare quotes are left out."""
    layer: str = annotator.layer
    article = add_layer(parsed.article, annotator, parsed.doc)
    article, _ = review.apply(article, layer)
    rows = article_json(replace(article, layers={layer: article.layer(layer)}))[layer]
    return {
        (row["start"], row["end"]): row for row in rows if JUDGES[layer].is_counted(row)
    }


def _changes(
    article: Article, before: Mapping[_Place, Row], after: Mapping[_Place, Row]
) -> list[ChangedRow]:
    """Return the rows that two layers do not have alike, in the order of the text."""
    # The room of counts loads pandas, which a search that changes nothing does without.
    from pressmark.annotation.text_sentences import ArticleSentences

    sentences = ArticleSentences.of(article.text, article.language)
    changes: list[ChangedRow] = []
    for start, end in sorted({*before, *after}):
        old, new = before.get((start, end)), after.get((start, end))
        if old and new and _summary(old) == _summary(new):
            continue
        changes.append(
            ChangedRow(
                article_id=article.id,
                sentence=sentences.around(start, end),
                text=article.text[start:end],
                before=old,
                after=new,
            )
        )
    return changes


@dataclass(frozen=True, slots=True)
class RuleVerdict:
    """How many right and wrong quotes a rule adds to reviewed articles, less those that it takes away."""

    right: int = 0
    wrong: int = 0

    def __add__(self, other: RuleVerdict) -> RuleVerdict:
        return RuleVerdict(self.right + other.right, self.wrong + other.wrong)


def judge_changes(
    judge: LayerJudge, article: JudgedArticle, changes: Sequence[ChangedRow]
) -> RuleVerdict:
    """
    Return what people say of the rows that a rule changes in an article.

    A quote is right with its words and its speaker, a name with its bounds and label. Where the article was not read
    whole, a row that matches nothing that people decided on is left out, as nobody knows.
    """
    verdict = RuleVerdict()
    for change in changes:
        for sign, row in ((-1, change.before), (1, change.after)):
            if row is not None:
                verdict += _judge_row(judge, article, row, sign)
    return verdict


def _judge_row(
    judge: LayerJudge, article: JudgedArticle, row: Row, sign: int
) -> RuleVerdict:
    """Return a verdict of `sign` for a row that is right or wrong; of an unknown one nothing."""
    hits = judge.hits(article.text, article.truth, [row])
    wrong = [one.row for one in article.examples if not one.right["score"]]
    is_known = (
        hits[judge.measures[0]]
        or article.is_whole
        or judge.right(article.text, wrong, row)["score"]
    )
    if not is_known:
        return RuleVerdict()
    is_right = hits[judge.measures[-1]]
    return RuleVerdict(sign * is_right, sign * (1 - is_right))
