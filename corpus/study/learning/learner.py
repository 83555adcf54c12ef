"""
Learning from the decisions of a study: `pressmark.learn`, which `pressmark learn` speaks.

Scores first, by layer and language; then rules for the study's own lexicons. Nothing is written that was not asked for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pressmark.annotators.scoring import scorer
from pressmark.config.project import read
from pressmark.errors import InputError
from pressmark.messages import counted, suggestion
from pressmark.review.decisions import standing
from pressmark.yaml_files.path_settings import shown_path

from .judged_articles import JudgedArticle, ReviewedCandidates, judge_article
from .layer_judges import JUDGES
from .layer_learning import LayerLearning, learn_layer
from .own_lexicon import lexicon_folder, write_rule
from .rule_proposals import RuleProposal, propose_rules
from .scores_file import scores_file, write_scores
from .study_articles import StudyArticles

__all__ = ["Learner", "Learning", "learn"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Learning:
    """
    What was learned, layer by layer, and the rules that are proposed for the lexicons.

    `written` are the files that were written; `notices` say what a person should know, or do then.
    """

    layers: tuple[LayerLearning, ...]
    proposals: tuple[RuleProposal, ...] = ()
    written: tuple[Path, ...] = ()
    notices: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return what a script reads of it."""
        return {
            "layers": [layer.as_json() for layer in self.layers],
            "rules": [proposal.as_json() for proposal in self.proposals],
            "written": [str(path) for path in self.written],
            "notices": list(self.notices),
        }


def learn(
    yaml: str | Path,
    *,
    layers: Collection[str] = (),
    accept: bool = False,
    rules: bool = True,
    take: Collection[int] | Callable[[RuleProposal], bool] = (),
    tell: Callable[[str], None] | None = None,
) -> Learning:
    """
    Learn from the decisions that a YAML file names, and return what that changes in articles left out.

    `layers` are `quotes` and `entities`; left out, all that have decisions. With `accept`, what was learned is written
    beside the YAML file; what would lower F1 by more than half a point is told and not written. With `rules`, words are
    proposed for the study's lexicons; those that `take` has the numbers of, from 1, or says True to, are written there.

    What takes time is told by `tell`, a line before each step.

    Raises `ConfigError` for mistakes in the file, `CorpusError` where the corpus is not there, `InputError` where there
    are no decisions, for a layer of which nothing is learned and for a number that no rule has.

    >>> learning = learn("news.yaml")                          # doctest: +SKIP
    >>> [(one.layer, one.language, one.gain) for one in learning.layers]  # doctest: +SKIP
    [('quotes', 'fr', 0.021)]
    """
    learner = Learner.of(yaml, layers)
    learner.tell = tell or learner.tell
    learnings = learner.learnings()
    proposals = learner.proposals() if rules or take else ()
    # All that was asked for is known to be there before anything is written.
    chosen = learner.choose_rules(proposals, take)
    written = learner.write(learnings) if accept else ()
    written += learner.take(chosen)
    return Learning(
        layers=learnings,
        proposals=proposals,
        written=written,
        notices=tuple(learner.notices),
    )


@dataclass(slots=True)
class Learner:
    """A study that is learned from: its articles judged once for all that is learned."""

    study: StudyArticles
    layers: tuple[str, ...]
    notices: list[str] = field(default_factory=list)
    tell: Callable[[str], None] = lambda _: None
    _judged: dict[str, list[JudgedArticle]] = field(default_factory=dict)

    @classmethod
    def of(cls, yaml: str | Path, layers: Collection[str] = ()) -> Learner:
        """Return a learner of some layers, of all with decisions where none is named. Raises as `learn` does."""
        unknown = [layer for layer in layers if layer not in JUDGES]
        if unknown:
            near = suggestion(unknown[0], JUDGES)
            raise InputError(
                f"{unknown[0]}: no scores are learned of this layer{near}. Name {' or '.join(JUDGES)}."
            )
        study = StudyArticles.of(read(yaml))
        learner = cls(study, (), list(study.reading.notices()))
        learner.layers = tuple(learner._choose(layers))
        return learner

    def _choose(self, layers: Collection[str]) -> Iterator[str]:
        """Yield the layers to learn of; say which cannot be."""
        file = self.study.project.file.name
        for layer in JUDGES:
            if layers and layer not in layers:
                continue
            if not self.study.reviewed_ids(layer):
                if layers:
                    self.notices.append(f"{layer}: there are no decisions on it")
            elif self.study.choice(layer) is None:
                self.notices.append(
                    f"{layer}: another annotator than ours makes them in {file}, and scores them"
                )
            else:
                yield layer

    def judged(self, layer: str) -> list[JudgedArticle]:
        """Return the reviewed articles of a layer, in the order of their ids."""
        if layer not in self._judged:
            ids = self.study.reviewed_ids(layer)
            self.tell(f"{layer}: reading {counted(len(ids), 'reviewed article')}")
            articles = self.study.corpus.articles(ids)
            settings = self.study.annotator(layer).settings
            self._judged[layer] = [
                judge_article(
                    ReviewedCandidates(
                        article=parsed.article,
                        candidates=self.study.candidates(parsed, layer),
                        review=self.study.review,
                    ),
                    JUDGES[layer],
                    self._scorers(layer, parsed.article.language or ""),
                    settings.minimum,
                )
                for parsed in self.study.parsed(articles, layer)
            ]
            self._judged[layer].sort(key=lambda article: article.id)
        return self._judged[layer]

    def _scorers(self, layer: str, language: str) -> list[Any]:
        """Return the scorers by which a layer may have been shown: ours, and what the YAML file names."""
        learned = self.study.annotator(layer).learned.get(language)
        ours = scorer(layer, language)
        return [ours] if learned is None else [ours, learned]

    def learnings(self) -> tuple[LayerLearning, ...]:
        """Return what is learned of each layer and language."""
        learnings: list[LayerLearning] = []
        for layer in self.layers:
            articles = self.judged(layer)
            minimum = self.study.annotator(layer).settings.minimum
            if minimum is not None:
                self.notices.append(
                    f"{layer}: `minimum: {minimum}` of the YAML file counts, whatever is learned; leave it out to take"
                    " the learned one"
                )
            for language in sorted({article.language for article in articles}):
                of_language = [one for one in articles if one.language == language]
                self.tell(f"{layer}, {language}: fitting scores, articles left out")
                ours = scorer(layer, language)
                learnings.append(
                    learn_layer(JUDGES[layer], language, of_language, ours, minimum)
                )
        return tuple(learnings)

    def write(self, learnings: Sequence[LayerLearning]) -> tuple[Path, ...]:
        """Write what was learned and lowers nothing; return the files. What a person is to do then is a notice."""
        project = self.study.project
        written: list[Path] = []
        for layer in self.layers:
            of_layer = [one for one in learnings if one.layer == layer and one.scorer]
            self.notices += [
                f"{layer}, {loss.language}: not written, as it lowers {loss.measure}"
                for loss in of_layer
                if loss.is_loss
            ]
            sound = [one for one in of_layer if not one.is_loss]
            if not sound:
                continue
            file, is_named = scores_file(project, layer)
            write_scores(file, sound, self._decisions_sha256(layer))
            written.append(file)
            if not is_named:
                self.notices.append(
                    f"Name it in {project.file.name}, under `annotators:`: `- {layer}: {{scores: {self._shown(file)}}}`"
                )
        return tuple(written)

    def proposals(self) -> tuple[RuleProposal, ...]:
        """Return the rules that are proposed for the lexicons, layer by layer."""
        proposals: list[RuleProposal] = []
        for layer in self.layers:
            proposals += propose_rules(self.study, layer, self.judged(layer), self.tell)
        return tuple(proposals)

    def choose_rules(
        self,
        proposals: Sequence[RuleProposal],
        take: Collection[int] | Callable[[RuleProposal], bool],
    ) -> list[RuleProposal]:
        """Return the proposals that `take` names or agrees to. Raises `InputError` for a number that none has."""
        if callable(take):
            return list(filter(take, proposals))
        for number in take:
            if not 1 <= number <= len(proposals):
                count = counted(len(proposals), "rule")
                raise InputError(
                    f"--take {number}: there is no such rule; {count} can be taken. Nothing was written."
                )
        return [proposals[number - 1] for number in sorted(set(take))]

    def take(self, proposals: Sequence[RuleProposal]) -> tuple[Path, ...]:
        """Write rules into the study's own lexicon; return the files. What a person is to do then is a notice."""
        project = self.study.project
        files = [write_rule(project, proposal.rule) for proposal in proposals]
        folder, is_named = lexicon_folder(project)
        if files and not is_named:
            self.notices.append(
                f"Name the folder in {project.file.name}: `lexicons: {self._shown(folder)}/`"
            )
        return tuple(dict.fromkeys(files))

    def _shown(self, path: Path) -> str:
        return shown_path(path.absolute(), self.study.project.folder.absolute())

    def _decisions_sha256(self, layer: str) -> str:
        """Return a hash of the decisions that were learned from, in whatever order of files and lines."""
        ids = sorted(
            decision.decision
            for decision in standing(self.study.reading.decisions)
            if decision.layer == layer
        )
        return hashlib.sha256("\n".join(ids).encode()).hexdigest()
