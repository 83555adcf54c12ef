"""What people checked of a corpus, from their files of decisions and the sample that lies beside them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pressmark.dataset.corpus import Corpus
from pressmark.errors import InputError
from pressmark.evaluation.strata import strata_of_articles
from pressmark.messages import counted
from pressmark.review.decision_files import read_decisions
from pressmark.review.decisions import Decision, standing
from pressmark.study.counts import find_count
from pressmark.study.filters import Filter

from .corrected_counts import CheckedCorpus, corrected_count
from .drawn_sample import (
    DrawnSample,
    article_fingerprint,
    find_samples,
    read_sample,
)
from .group_values import CountRequest, layer_of
from .machine_corpus import DECISIONS

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Checked", "applied_checks", "checked_articles"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """
    What people checked: their decisions in `files`, of a `sample`.

    Without `sample` it is the one beside the corpus or the decisions. With `naive` a count has the machine's own numbers
    too, and these alone where what was checked is no sample of known chances.
    """

    files: tuple[Path, ...]
    sample: Path | None = None
    naive: bool = False

    def decisions(self) -> list[Decision]:
        """Return the decisions that were not taken back."""
        return standing(read_decisions(self.files).decisions)

    def open(self, corpus: Corpus, layer: str) -> CheckedCorpus:
        """
        Return a corpus with what people checked of a layer of it.

        Raises `InputError` where there is no sample, not all of it was checked, or decisions are not applied yet.
        """
        decisions = self.decisions()
        _refuse_stale(corpus, decisions)
        checked = checked_articles(decisions, layer)
        drawn = (
            read_sample(self.sample)
            if self.sample
            else _find_sample(corpus, self.files, checked)
        )
        return CheckedCorpus.make(corpus, drawn, checked)

    def count(
        self,
        corpus: Corpus,
        what: str,
        *,
        filter: Filter | None = None,
        **options: Any,
    ) -> pd.DataFrame:
        """Return a corrected count as `pressmark.count` does."""
        request = CountRequest.make(what, filter=filter, **options)
        plain = find_count(corpus, what)(corpus, filter=filter, **options)
        try:
            checked_corpus = self.open(corpus, layer_of(what))
        except InputError as error:
            if not self.naive:
                raise
            plain.attrs["notices"] = [f"not corrected: {error}"]
            return plain.assign(corrected=None, low=None, high=None, checked=0)
        frame = corrected_count(checked_corpus, request)
        if not self.naive:
            frame = frame.drop(
                columns=[name for name in frame if name in _naive(plain)]
            )
        frame.attrs.update(plain.attrs)
        frame.attrs["notices"] = list(checked_corpus.notices())
        return frame


def _naive(plain: pd.DataFrame) -> list[str]:
    """Return the columns of a count that are the machine's numbers."""
    numbers = ("quotes", "articles", "events", "annotations")
    of_numbers = tuple(f"of_{name}" for name in numbers)
    return [
        name for name in map(str, plain) if name in (*numbers, *of_numbers, "share")
    ]


def checked_articles(decisions: Iterable[Decision], layer: str) -> frozenset[str]:
    """Return the articles of which people say that they read a layer whole; the decisions were not taken back."""
    return frozenset(
        decision.article
        for decision in decisions
        if (decision.action, decision.layer) == ("checked", layer)
    )


def applied_checks(corpus: Corpus, layer: str) -> CheckedCorpus:
    """
    Return a corpus with what people checked of a layer of it, as its run applied their decisions.

    The sample is the one beside the corpus. Raises `InputError` where there is none, or not all of it was checked.
    """
    checked: frozenset[str] = frozenset()
    if DECISIONS in corpus.manifest.tables():
        checked = frozenset(
            row["article_id"]
            for row in corpus.table(DECISIONS).to_list()
            if (row["action"], row["layer"]) == ("checked", layer)
        )
    return CheckedCorpus.make(corpus, _find_sample(corpus, (), checked), checked)


def _refuse_stale(corpus: Corpus, decisions: Iterable[Decision]) -> None:
    """Raise `InputError` where decisions were made since the corpus: its rows are then not what people say."""
    applied: set[str] = set()
    if DECISIONS in corpus.manifest.tables():
        applied = {row["id"] for row in corpus.table(DECISIONS).to_list()}
    later = [
        decision
        for decision in decisions
        if decision.action != "checked" and decision.decision not in applied
    ]
    if later:
        raise InputError(
            f"{counted(len(later), 'decision')} not applied to the corpus yet. Name the files under `review:` in the YAML"
            " file, and run it again."
        )


def _find_sample(
    corpus: Corpus, files: Iterable[Path], checked: frozenset[str]
) -> DrawnSample:
    """Return the largest sample of the corpus that is checked whole, else the largest; all others must be part of it."""
    folders = [
        corpus.folder.resolve().parent,
        *(path.resolve().parent for path in files),
    ]
    fingerprint = article_fingerprint(strata_of_articles(corpus, ()))
    samples = find_samples(folders, fingerprint)
    if not samples:
        raise InputError(_no_sample(checked))
    # A sample that was drawn to go on with may not be done yet; the one before it is.
    done = [sample for sample in samples if sample.ids <= checked]
    chosen = (done or samples)[0]
    if any(not sample.ids <= chosen.ids for sample in done):
        names = ", ".join(sample.file_name for sample in done)
        raise InputError(
            f"there are several samples of this corpus ({names}). Say which is meant with --sample."
        )
    return chosen


def _no_sample(checked: frozenset[str]) -> str:
    """Return why checked articles cannot be used without a sample, and what to do."""
    said = f"{counted(len(checked), 'article')} checked, and none of them drawn"
    return (
        f"{said}: no sample of this corpus lies beside it or beside the decisions, so that nobody knows what the checked"
        " articles stand for. Draw one (`pressmark sample CORPUS --for shares:gender --width 0.05`) and check it;"
        " or count with --naive."
    )
