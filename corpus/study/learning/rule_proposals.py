"""
Rules proposed for a study's lexicons: searched and tried in the reviewed articles, their effect told over all articles.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pressmark.articles import Article
from pressmark.messages import counted

from .judged_articles import JudgedArticle
from .layer_judges import JUDGES
from .lexicon_rules import LexiconRule
from .rule_search import MIN_ROWS, SEARCHES, RuleSearch
from .rule_trials import (
    ChangedRow,
    RuleTrial,
    RuleVerdict,
    changes_by_rule,
    judge_changes,
)
from .study_articles import StudyArticles

__all__ = ["RuleProposal", "propose_rules"]

RIGHT_FOR_A_WRONG = 3
"""Right quotes that a rule must bring for each wrong one, or wrong ones that it must take for each right one."""
_NARROW_FIRST = (
    "beside", "wording", "claiming", "requesting", "asking", "writing", "showing", "intending", "objects", "opinion",
    "nouns", "reporting", "not_names", "miscellaneous", "organisations", "places", "given_names",
)  # fmt: skip
"""The lists by how few places they find quotes in: of two that do as well, a word goes into the narrower."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleProposal:
    """
    A rule for the lexicon, what people say of it in reviewed articles, and every row that it changes in the corpus.

    Of rows that people decided on none changes.
    """

    rule: LexiconRule
    verdict: RuleVerdict
    changes: tuple[ChangedRow, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """How many rows the corpus has `more` and `fewer`, and how many have another speaker or label: `other`."""
        kinds = [change.kind for change in self.changes]
        return {kind: kinds.count(kind) for kind in ("more", "fewer", "other")}

    @property
    def article_count(self) -> int:
        """In how many articles a row changes."""
        return len({change.article_id for change in self.changes})

    def as_json(self) -> dict[str, Any]:
        """Return what a script reads of it."""
        return {
            "rule": str(self.rule),
            "file": self.rule.file_name,
            "right": self.verdict.right,
            "wrong": self.verdict.wrong,
            **self.counts,
            "articles": self.article_count,
            "changes": [
                {
                    "article": change.article_id,
                    "kind": change.kind,
                    "text": change.text,
                    "summary": change.summary,
                    "sentence": change.sentence,
                }
                for change in self.changes
            ],
        }


def propose_rules(
    study: StudyArticles,
    layer: str,
    judged: Sequence[JudgedArticle],
    tell: Callable[[str], None],
) -> tuple[RuleProposal, ...]:
    """
    Return the rules for the lexicon of a layer that the reviewed articles bear out, the best first.

    A rule is proposed when it makes at least two more rows right, quotes with their speaker, or two wrong ones fewer, and
    three times as many as it spoils. What takes time is told by `tell`.
    """
    by_id = {article.id: article for article in judged}
    rules = _search(study, layer, by_id)
    tell(
        f"trying {counted(len(rules), 'rule')} for the lexicons in the reviewed articles"
    )
    verdicts = _try_rules(study, layer, by_id, rules)
    chosen = _best_of_each_word(verdicts)
    changes = _effects(study, layer, chosen, tell)
    proposals = [
        RuleProposal(
            rule=rule, verdict=verdicts[rule], changes=tuple(changes.get(rule, ()))
        )
        for rule in chosen
    ]
    return tuple(
        sorted(proposals, key=lambda one: (-_worth(one.verdict), str(one.rule)))
    )


def _reviewed(study: StudyArticles, ids: Iterable[str]) -> Iterable[Article]:
    return study.corpus.articles(ids)


def _search(
    study: StudyArticles, layer: str, judged: Mapping[str, JudgedArticle]
) -> list[LexiconRule]:
    """Return the rules that are worth a trial."""
    searches: dict[str, RuleSearch] = {}
    for parsed in study.parsed(_reviewed(study, judged), layer):
        language = parsed.article.language or ""
        if language not in searches:
            searches[language] = SEARCHES[layer](language, study.project.lexicons)
        searches[language].read(judged[parsed.article.id], parsed.doc)
    rules: list[LexiconRule] = []
    for language in sorted(searches):
        rules += searches[language].rules()
    return rules


def _try_rules(
    study: StudyArticles,
    layer: str,
    judged: Mapping[str, JudgedArticle],
    rules: Sequence[LexiconRule],
) -> dict[LexiconRule, RuleVerdict]:
    """Return what people say of what each rule changes in the reviewed articles."""
    trials = [RuleTrial.of(rule, study) for rule in rules]
    verdicts: defaultdict[LexiconRule, RuleVerdict] = defaultdict(RuleVerdict)
    for parsed in study.parsed(_reviewed(study, judged), layer):
        article = judged[parsed.article.id]
        for rule, changes in changes_by_rule(study, parsed, trials, is_decided=False):
            verdicts[rule] += judge_changes(JUDGES[layer], article, changes)
    return dict(verdicts)


def _best_of_each_word(
    verdicts: Mapping[LexiconRule, RuleVerdict],
) -> list[LexiconRule]:
    """Return, for each word, the rule that is worth most, if it is worth a proposal."""
    by_word: defaultdict[tuple[str, str, bool], list[LexiconRule]] = defaultdict(list)
    for rule, verdict in verdicts.items():
        if _is_worth_it(rule, verdict):
            by_word[rule.language, rule.word, rule.is_removal].append(rule)
    return [
        min(
            rules,
            key=lambda rule: (-_worth(verdicts[rule]), _width(rule)),
        )
        for _, rules in sorted(by_word.items())
    ]


def _width(rule: LexiconRule) -> tuple[int, int]:
    """Return what rules that do as well are ordered by: how many lists, and in how many places the first finds quotes."""
    return len(rule.keys), _NARROW_FIRST.index(rule.keys[0])


def _worth(verdict: RuleVerdict) -> int:
    """Return how many quotes more are as people say that they are."""
    return verdict.right - verdict.wrong


def _is_worth_it(rule: LexiconRule, verdict: RuleVerdict) -> bool:
    """Return whether a rule does enough of what it is for, and spoils little beside that."""
    won = -verdict.wrong if rule.is_removal else verdict.right
    spoiled = max(0, -verdict.right) + max(0, verdict.wrong)
    return won >= MIN_ROWS and won >= RIGHT_FOR_A_WRONG * spoiled


def _effects(
    study: StudyArticles,
    layer: str,
    rules: Sequence[LexiconRule],
    tell: Callable[[str], None],
) -> dict[LexiconRule, list[ChangedRow]]:
    """Return what each rule changes in the corpus, in the order of its articles; only articles with its word are read."""
    if not rules:
        return {}
    trials = [RuleTrial.of(rule, study) for rule in rules]
    articles = [
        article
        for article in study.corpus
        if any(trial.touches(article) for trial in trials)
    ]
    tell(
        f"reading {counted(len(articles), 'article')} of the corpus, which have a word of {counted(len(rules), 'rule')}"
    )
    changes: defaultdict[LexiconRule, list[ChangedRow]] = defaultdict(list)
    for parsed in study.parsed(articles, layer):
        for rule, rows in changes_by_rule(study, parsed, trials, is_decided=True):
            changes[rule] += rows
    return changes
