"""How far two codings of the same articles by one model agree: the events that both have, their types, their status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from pressmark.evaluation.agreement import kappa
from pressmark.evaluation.span_matching import match_spans, unlabelled_spans

__all__ = ["CodedEvent", "ProbeResult", "compare_codings"]


@dataclass(frozen=True, slots=True)
class CodedEvent:
    """An event as a model coded it: where its trigger stands, in code points, its type and its status."""

    start: int
    end: int
    label: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeResult:
    """
    What a probe showed. `events` were coded before, `coded` after; `matched` stand at one place.

    Of those, `same_label` and `same_status` have the same type and status. `kappa` is Cohen's, of the types. `followed`
    counts those that have the type whose definition fits them, where definitions were exchanged; `swapped` the names
    that were put in the place of others. None where a probe does not ask.
    """

    name: str
    events: int
    coded: int
    matched: int
    same_label: int
    same_status: int
    kappa: float | None
    followed: int | None = None
    swapped: int | None = None

    @property
    def f1(self) -> float | None:
        """The F1 of the triggers, whatever their type; None where neither coding has an event."""
        total = self.events + self.coded
        return 2 * self.matched / total if total else None

    @property
    def label_share(self) -> float | None:
        """The share of the matched events that have the same type; None where nothing matched."""
        return self._share(self.same_label)

    @property
    def status_share(self) -> float | None:
        """The share of the matched events that have the same status; None where nothing matched."""
        return self._share(self.same_status)

    @property
    def followed_share(self) -> float | None:
        """The share of the matched events that follow the exchanged definitions; None where none were."""
        return None if self.followed is None else self._share(self.followed)

    def _share(self, count: int) -> float | None:
        return count / self.matched if self.matched else None

    def as_json(self) -> dict[str, Any]:
        """Return the counts, and the shares that follow from them, as plain values."""
        shares = {
            "f1": self.f1,
            "label_share": self.label_share,
            "status_share": self.status_share,
            "followed_share": self.followed_share,
        }
        return {**asdict(self), **shares}


def compare_codings(
    name: str,
    first: Mapping[str, Sequence[CodedEvent]],
    second: Mapping[str, Sequence[CodedEvent]],
) -> ProbeResult:
    """Compare two codings of the same articles, given by their ids."""
    labels: Counter[tuple[str | None, ...]] = Counter()
    same_status = 0
    for article_id, events in first.items():
        others = second[article_id]
        rows = [_bounds_row(event) for event in events]
        other_rows = [_bounds_row(event) for event in others]
        for i, j in match_spans(unlabelled_spans(rows), unlabelled_spans(other_rows)):
            labels[events[i].label, others[j].label] += 1
            same_status += events[i].status == others[j].status
    return ProbeResult(
        name=name,
        events=sum(map(len, first.values())),
        coded=sum(map(len, second.values())),
        matched=labels.total(),
        same_label=sum(n for (label, other), n in labels.items() if label == other),
        same_status=same_status,
        kappa=kappa(labels),
    )


def _bounds_row(event: CodedEvent) -> dict[str, Any]:
    return {"start": event.start, "end": event.end}
