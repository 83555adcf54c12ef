"""
Layers that an article was kept without, because their annotator is optional and failed: rows of `layer_failures`.

A layer that reads such a layer is not made for that article either: from an empty one it would be made wrongly.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from pressmark.articles import Article

from .shard_rejections import RejectionCause, annotator_step

__all__ = ["LayerFailure", "cause_of_missing_layers", "failures_of_copies"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerFailure:
    """An article that is kept without the spans of one layer: its id, the layer, at which step that failed, and why."""

    article_id: str
    layer: str
    step: str
    reason: str

    @classmethod
    def of_article(
        cls, article: Article, layer: str, cause: RejectionCause
    ) -> LayerFailure:
        """Return the failure of a `layer` of an article."""
        return cls(
            article_id=article.id, layer=layer, step=cause.step, reason=cause.reason
        )

    def row(self) -> Mapping[str, Any]:
        """Return its row of the table `layer_failures`."""
        return asdict(self)


def cause_of_missing_layers(annotator: str, missing: Iterable[str]) -> RejectionCause:
    """Return why a layer is not made whose `annotator` reads layers that are `missing`."""
    layers = ", ".join(sorted(missing))
    reason = f"{annotator} reads {layers}, which could not be made for this article"
    return RejectionCause(annotator_step(annotator), reason)


def failures_of_copies(
    failures: Sequence[LayerFailure], copies: Iterable[Article]
) -> list[LayerFailure]:
    """Return the failures that `copies` share with the originals whose annotation they bear."""
    by_article: dict[str, list[LayerFailure]] = {}
    for failure in failures:
        by_article.setdefault(failure.article_id, []).append(failure)
    shared: list[LayerFailure] = []
    for copy in copies:
        for failure in by_article.get(copy.duplicate_of or "", ()):
            shared.append(replace(failure, article_id=copy.id))
    return shared
