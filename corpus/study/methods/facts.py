"""The facts of a methods section, as plain values: what made a corpus, which settings and files, what was checked."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from pressmark.annotation.annotators import find
from pressmark.config.project import Project
from pressmark.dataset.corpus import Corpus
from pressmark.dataset.layer_gaps import layer_gaps
from pressmark.errors import InputError
from pressmark.evaluation import Evaluation, Measure, evaluate
from pressmark.evaluation.review_agreement import compare_reviews, unreviewed_articles
from pressmark.exchange.jsonl import article_json
from pressmark.review.decisions import Decision
from pressmark.storage.disk import sha256_of
from pressmark.storage.tables import span_of
from pressmark.study.estimation.corrected_counts import CheckedCorpus
from pressmark.study.estimation.drawn_sample import DrawnSample
from pressmark.study.estimation.review_files import Checked

__all__ = ["AgreementFact", "MethodsFacts", "ModelFact", "SettingFact", "gather_facts"]

_BOOKKEEPING = ("files_sha256", "own_labels", "own_traits")
"""Keys of recorded settings that are no settings."""

_MEASURES = {
    "entities": ("exact+label",),
    "quotes": ("overlap", "e2e"),
    "events": ("overlap+label",),
    "times": ("overlap+label",),
}
"""The measures of a layer that a methods section has; `evaluate` prints all."""


@dataclass(frozen=True, slots=True)
class ModelFact:
    """A model or its weights: what it is, version, licence and the hash of its files."""

    name: str
    version: str | None
    licence: str | None
    sha256: str | None


@dataclass(frozen=True, slots=True)
class SettingFact:
    """A setting that is not what it is by default."""

    step: str
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class AgreementFact:
    """How far two people agree on a layer, before anything was settled: over so many articles that both reviewed."""

    people: tuple[str, str]
    layer: str
    articles: int
    kappa: float | None
    f1: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodsFacts:
    """
    What a methods section says. `files` are lexicons, gazetteers, corrections and decisions with their hashes.

    `evaluation` scores the machine against people on the checked articles of `sample`; both are None where no sample
    was checked, and `reason` says why. `gaps` has how many articles lack a layer because its annotator failed.
    """

    title: str
    version: str
    articles: int
    seen: int
    rejected: int
    first: Any = None
    last: Any = None
    languages: Mapping[str, int]
    counts: Mapping[str, int]
    packages: Mapping[str, str]
    models: Sequence[ModelFact]
    settings: Sequence[SettingFact]
    files: Mapping[str, str]
    decisions: int = 0
    people: Sequence[str] = ()
    agreements: Sequence[AgreementFact] = ()
    sample: DrawnSample | None = None
    evaluation: Evaluation | None = None
    reason: str | None = None
    gaps: Mapping[str, int] = field(default_factory=dict)

    @property
    def articles_of_sample(self) -> int:
        """How many articles the sample was drawn from."""
        strata = self.sample.strata if self.sample else ()
        return sum(stratum.articles for stratum in strata)

    @property
    def measures(self) -> Iterator[tuple[str, str, Measure]]:
        """Layer, name and measure of what a methods section has."""
        if self.evaluation is None:
            return
        for layer, names in _MEASURES.items():
            for name in names:
                measure = self.evaluation.layers.get(layer, {}).get(name)
                if measure is not None:
                    yield layer, name, measure


def gather_facts(
    project: Project, corpus: Corpus, people: Checked | None = None
) -> MethodsFacts:
    """
    Return the facts of a corpus that a project made; with `people`, of what was checked of it too.

    Raises `InputError` for a corpus without `runs`, which no run made.
    """
    if "runs" not in corpus.manifest.tables():
        raise InputError(f"{corpus.folder}: no run made this corpus. Run it.")
    runs = corpus.table("runs").to_list()
    articles = corpus.table("articles").select_columns(["language", "published"])
    rows = articles.to_list()
    days = sorted(row["published"] for row in rows if row["published"])
    languages: dict[str, int] = {}
    for row in rows:
        language = row["language"] or "und"
        languages[language] = languages.get(language, 0) + 1
    facts = MethodsFacts(
        title=corpus.title,
        version=runs[-1]["version"],
        articles=len(corpus),
        seen=corpus.manifest.seen,
        rejected=corpus.counts.get("rejected", 0),
        first=days[0] if days else None,
        last=days[-1] if days else None,
        languages=dict(sorted(languages.items(), key=lambda item: -item[1])),
        counts={layer: corpus.counts[layer] for layer in corpus.layers},
        packages=json.loads(runs[-1]["packages"]),
        models=list(dict.fromkeys(_models(runs))),
        settings=list(_changed_settings(runs)),
        files=dict(_files(runs, project, people)),
        gaps={layer: len(ids) for layer, ids in layer_gaps(corpus).items()},
    )
    return facts if people is None else _with_check(facts, corpus, people)


def _models(runs: Sequence[Mapping[str, Any]]) -> Iterator[ModelFact]:
    """Yield each model and the weights beside it that find names."""
    for row in runs:
        if not row["model"]:
            continue
        yield ModelFact(
            row["model"],
            row["model_version"],
            row["model_licence"],
            row["model_sha256"],
        )
        weights = json.loads(row["settings"]).get("weights") or {}
        if "sha256" in weights:
            yield ModelFact(
                weights["name"], None, weights.get("licence"), weights["sha256"]
            )


def _changed_settings(runs: Sequence[Mapping[str, Any]]) -> Iterator[SettingFact]:
    """Yield the settings of annotators that differ from their defaults; all of those whose defaults are not known."""
    for row in runs:
        if row["step"] != "annotate":
            continue
        model = getattr(find(row["name"]), "Settings", None)
        defaults = {}
        if model is not None:
            defaults = _defaults(model)
        for name, value in sorted(json.loads(row["settings"]).items()):
            if name in _BOOKKEEPING:
                continue
            if name not in defaults or defaults[name] != value:
                text = json.dumps(value, ensure_ascii=False)
                yield SettingFact(row["name"], name, text)


def _defaults(model: type[BaseModel]) -> dict[str, Any]:
    """Return the defaults of settings; those that must be stated have none."""
    # Unchecked, for the address of a model and the like have none, and it would not be made without them.
    return model.model_construct().model_dump(mode="json", warnings=False)


def _files(
    runs: Sequence[Mapping[str, Any]], project: Project, people: Checked | None
) -> Iterator[tuple[str, str]]:
    """Yield each file that decides what comes out with its hash, sorted: lexicons, gazetteers, corrections, decisions."""
    hashes: dict[str, str] = {}
    for row in runs:
        hashes |= json.loads(row["settings"]).get("files_sha256", {})
    corrections = project.config.names.corrections
    paths: list[Path] = [*(people.files if people else ())]
    if corrections:
        paths.append(Path(corrections))
    hashes |= {path.name: sha256_of(path) for path in paths if path.is_file()}
    yield from sorted(hashes.items())


def _with_check(facts: MethodsFacts, corpus: Corpus, people: Checked) -> MethodsFacts:
    """Return the facts with what was checked: sample and scores, or why there are none."""
    decisions = people.decisions()
    names = sorted({decision.who for decision in decisions})
    facts = replace(
        facts,
        decisions=len(decisions),
        people=names,
        agreements=list(_agreements(corpus, decisions, names)),
    )
    layers = [layer for layer in _MEASURES if layer in corpus.layers]
    opened: dict[str, CheckedCorpus] = {}
    reason: str | None = None
    for layer in layers:
        try:
            opened[layer] = people.open(corpus, layer)
        except InputError as error:
            reason = str(error)
    if not opened:
        return replace(facts, reason=reason)
    checked = next(iter(opened.values()))
    same = [layer for layer in opened if opened[layer].sample == checked.sample]
    evaluation = evaluate(
        _documents(checked.machine, checked.sample, same),
        _documents(checked.corpus, checked.sample, same),
    )
    return replace(facts, sample=checked.sample, evaluation=evaluation)


def _agreements(
    corpus: Corpus, decisions: Sequence[Decision], people: Sequence[str]
) -> Iterator[AgreementFact]:
    """Yield how far each two people agree on each layer of which both reviewed the same articles."""
    ids = {decision.article for decision in decisions}
    for first, second in combinations(people, 2):
        reviews = compare_reviews(
            unreviewed_articles(corpus, ids),
            [decision for decision in decisions if decision.who == first],
            [decision for decision in decisions if decision.who == second],
        )
        for layer, agreement in reviews.before.items():
            names = [name for name in _MEASURES.get(layer, ()) if name in agreement.f1.get(layer, {})]  # fmt: skip
            f1 = agreement.f1[layer][names[-1]].f1 if names else None
            kappa = agreement.kappa.get(layer)
            yield AgreementFact(
                (first, second), layer, len(agreement.articles), kappa, f1
            )


def _documents(
    corpus: Corpus, sample: DrawnSample, layers: Sequence[str]
) -> dict[str, dict[str, Any]]:
    """Return the articles of a sample with some layers, each with what it stands for, as `evaluate` takes them."""
    weights = {article.id: 1 / article.chance for article in sample.articles}
    spans: dict[str, dict[str, list[Any]]] = {id: {} for id in weights}
    for layer in layers:
        declared = corpus.manifest.layer(layer)
        for row in corpus.table(layer).to_list():
            if row["article_id"] in spans:
                of_article = spans[row["article_id"]].setdefault(layer, [])
                of_article.append(span_of(declared, row))
    documents: dict[str, dict[str, Any]] = {}
    for article in corpus:
        if article.id not in weights:
            continue
        found = {
            layer: tuple(
                sorted(spans[article.id].get(layer, ()), key=lambda one: one.start)
            )
            for layer in layers
        }
        document = article_json(replace(article, layers=found))
        documents[article.id] = {**document, "sample_weight": weights[article.id]}
    return documents
