"""
What people did in another tool, as decisions: their annotation compared with what was exported to them.

What is compared is what comes back of an export that nobody touched, so that what a form cannot hold is no decision.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pressmark.articles import Article
from pressmark.dataset.corpus import Corpus
from pressmark.exchange import (
    ImportedAnnotation,
    Refusal,
    export,
    import_annotation,
)
from pressmark.layers import layer_of_value
from pressmark.spans import Span
from pressmark.storage.tables import span_row

from .csv_decisions import read_csv
from .decisions import Action, Decision, DecisionContext

__all__ = ["TakenDecisions", "take_decisions"]

MIN_SHARED = 0.5
"""Share of the characters of two annotations together that they have in common, for one to be the other with new
edges; chosen: less than half is another annotation."""


@dataclass(frozen=True, slots=True)
class TakenDecisions:
    """The decisions that a file of another tool holds, and what was refused of it."""

    decisions: tuple[Decision, ...]
    articles: int
    refusals: tuple[Refusal, ...] = ()
    notices: tuple[str, ...] = ()


def take_decisions(
    corpus: Corpus, path: str | Path, *, format: str, by: str
) -> TakenDecisions:
    """
    Read what the person `by` did with an export of a corpus: right, wrong, changed, added, and which articles she read.

    A `csv` has a row for an annotation, with the columns `id`, `verdict` and `correct`. The moment of the decisions is
    that of the file, so that the same file gives the same decisions. Raises as `import_annotation` does.
    """
    path = Path(path)
    if format == "csv":
        decisions, refusals = read_csv(corpus, path, by=by, when=_when)
        articles = len({decision.article for decision in decisions})
        return TakenDecisions(tuple(decisions), articles, tuple(refusals))
    imported = import_annotation(corpus, path, format=format, by=by)
    untouched = _untouched(corpus, format, by)
    when = _when(path)
    taken: list[Decision] = []
    ids = {article.id for article in imported.articles}
    stored = {article.id: article for article in corpus if article.id in ids}
    for article in imported.articles:
        baseline = untouched.get(article.id)
        for layer in imported.layers:
            if layer not in corpus.manifest.layers:
                continue
            stated = imported.stated.get(layer) if format == "jsonl" else None
            comparison = _Comparison(stored[article.id], layer, by, when, stated)
            machine = baseline.layers.get(layer, ()) if baseline else ()
            taken += comparison.decisions(machine, article.layers.get(layer, ()))
    return TakenDecisions(
        tuple(taken),
        len(imported.articles),
        tuple(imported.refusals),
        (*imported.notices, *_beyond(imported, corpus)),
    )


def _beyond(imported: ImportedAnnotation, corpus: Corpus) -> Iterator[str]:
    """Yield a sentence for each layer of the file that the corpus does not have."""
    for layer in imported.layers:
        if layer not in corpus.manifest.layers:
            yield f"the corpus has no layer {layer!r}; run its annotator, and take the file again"


def _when(path: Path) -> str:
    """Return when a file, or the last file of a folder, was written."""
    files = (
        [file for file in path.rglob("*") if file.is_file()] if path.is_dir() else []
    )
    last = max((file.stat().st_mtime for file in files), default=path.stat().st_mtime)
    moment = datetime.fromtimestamp(last, UTC).isoformat(timespec="milliseconds")
    return moment.replace("+00:00", "Z")


def _untouched(corpus: Corpus, format: str, by: str) -> Mapping[str, Article]:
    """Return the articles as they come back of an export that nobody touched."""
    with TemporaryDirectory() as folder:
        output = Path(folder) / "export"
        export(corpus, output, format=format)
        imported = import_annotation(corpus, output, format=format, by=by)
    return {article.id: article for article in imported.articles}


@dataclass(frozen=True, slots=True)
class _Comparison:
    """
    What a person made of one layer of an article, compared with what she was given.

    `stated` are the columns that her file has; None where its form leaves out what is empty, so that all are compared.
    """

    article: Article
    layer: str
    by: str
    when: str
    stated: Set[str] | None

    def decisions(
        self, machine: Sequence[Span], person: Sequence[Span]
    ) -> Iterator[Decision]:
        """Yield a decision for each annotation of either side, and that the layer was read."""
        pairs = _pair(machine, person)
        paired = {id(span) for pair in pairs for span in pair}
        for theirs, hers in pairs:
            changes = _changes(theirs, hers, self.stated)
            if changes:
                yield self._on(theirs, "changed", after=changes)
            else:
                yield self._on(theirs, "right")
        for span in machine:
            if id(span) not in paired:
                yield self._on(span, "wrong")
        for span in person:
            if id(span) not in paired:
                yield self._decision("added", span, after=_columns(span))
        yield Decision(
            article=self.article.id,
            layer=self.layer,
            action="checked",
            who=self.by,
            when=self.when,
        )

    def _on(self, span: Span, action: Action, **values: Any) -> Decision:
        """Return a decision on an annotation, with the columns that the corpus has of it."""
        local_id = span.id.rpartition("/")[2]
        stored = [one for one in self.article.layer(self.layer) if one.id == span.id]
        before = _columns(stored[0] if stored else span)
        return self._decision(
            action, span, annotation=local_id, before=before, **values
        )

    def _decision(self, action: Action, span: Span, **values: Any) -> Decision:
        return Decision(
            article=self.article.id,
            layer=self.layer,
            action=action,
            context=DecisionContext.around(self.article.text, span.start, span.end),
            who=self.by,
            when=self.when,
            **values,
        )


def _pair(machine: Sequence[Span], person: Sequence[Span]) -> list[tuple[Span, Span]]:
    """Return which annotation of a person is which of the machine's: at one place, else those that share most."""
    candidates: list[tuple[float, int, int, int]] = []
    for i, theirs in enumerate(machine):
        for j, hers in enumerate(person):
            common = min(theirs.end, hers.end) - max(theirs.start, hers.start)
            whole = max(theirs.end, hers.end) - min(theirs.start, hers.start)
            if common / whole >= MIN_SHARED:
                candidates.append(
                    (common / whole, int(theirs.label == hers.label), -i, -j)
                )
    pairs: list[tuple[Span, Span]] = []
    taken: set[int] = set()
    # The best first: of two of one label at one place those that come first.
    for _, _, i, j in sorted(candidates, reverse=True):
        theirs, hers = machine[-i], person[-j]
        if id(theirs) not in taken and id(hers) not in taken:
            taken |= {id(theirs), id(hers)}
            pairs.append((theirs, hers))
    return sorted(pairs, key=lambda pair: (pair[0].start, -pair[0].end))


_NOT_DECIDED = frozenset(
    {"id", "article_id", "annotator", "rule", "verdict", "reviewer"}
)


def _columns(span: Span) -> dict[str, Any]:
    """Return the columns of an annotation that a person decides, without those that are empty."""
    return {
        name: value
        for name, value in _all_columns(span).items()
        if value is not None and value != []
    }


def _all_columns(span: Span) -> dict[str, Any]:
    layer = layer_of_value(type(span))
    left_out = {*_NOT_DECIDED, *layer.scores, *layer.given_by_seal, *layer.made_anew}
    row = span_row(span)
    if "attributes" in row and not layer.is_declared:
        row["attributes"] = json.loads(row["attributes"])
    return {name: value for name, value in row.items() if name not in left_out}


def _changes(machine: Span, person: Span, stated: Set[str] | None) -> dict[str, Any]:
    """Return the columns that a person changed, with her values; the edges are given whole."""
    before, after = _all_columns(machine), _all_columns(person)
    changes = {
        name: value
        for name, value in after.items()
        if (stated is None or name in stated)
        and _stated_parts(name, before.get(name), stated)
        != _stated_parts(name, value, stated)
    }
    if {"start", "end"} & changes.keys():
        changes |= {name: after[name] for name in ("start", "end", "text")}
    return changes


def _stated_parts(column: str, value: Any, stated: Set[str] | None) -> Any:
    """Return the value of a column; of parts (arguments, pieces) only what a file states of any."""
    if stated is None or not isinstance(value, list):
        return value
    return [
        {key: part[key] for key in part if f"{column}.{key}" in stated}
        if isinstance(part, dict)
        else part
        for part in value
    ]
