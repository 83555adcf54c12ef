"""What makes a candidate of a layer right, and how many of a layer's annotations are hits: as the scorers count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Protocol

from pressmark.annotators.entities.annotator import Entities
from pressmark.annotators.quotes.annotator import Quotes
from pressmark.evaluation.quote_scores import is_same_speaker
from pressmark.evaluation.span_matching import match_quotes

__all__ = ["JUDGES", "EntityJudge", "LayerJudge", "QuoteJudge", "Row"]

Row = Mapping[str, Any]
"""An annotation as `pressmark export --format jsonl` writes it."""


class LayerJudge(Protocol):
    """
    Compares candidates of one layer with what people say is there.

    `columns` are the scores that are learned, `measures` what is counted; the last of them is the one to raise.
    """

    layer: ClassVar[str]
    annotator_class: ClassVar[type[Any]]
    columns: ClassVar[tuple[str, ...]]
    measures: ClassVar[tuple[str, ...]]

    def is_counted(self, row: Row) -> bool:
        """Return whether an annotation counts: words at a distance are nobody's quote."""
        ...

    def right(self, text: str, truth: Sequence[Row], row: Row) -> dict[str, bool]:
        """Return by column whether a candidate is right; a column that says nothing of it is missing."""
        ...

    def hits(
        self, text: str, truth: Sequence[Row], rows: Sequence[Row]
    ) -> dict[str, int]:
        """Return by measure how many of `rows` are hits."""
        ...


class QuoteJudge:
    """Quotes are right when they overlap a true one by more than half; e2e asks for the speaker, too."""

    layer: ClassVar[str] = "quotes"
    annotator_class: ClassVar[type[Any]] = Quotes
    columns: ClassVar[tuple[str, ...]] = ("score", "speaker_score")
    measures: ClassVar[tuple[str, ...]] = ("overlap", "e2e")

    def is_counted(self, row: Row) -> bool:
        """Return whether an annotation is somebody's words."""
        return row.get("type") != "scare"

    def right(self, text: str, truth: Sequence[Row], row: Row) -> dict[str, bool]:
        """Return whether a quote is right and, of a right one with a speaker, whether that is."""
        pairs = match_quotes(text, truth, [row])
        right = {"score": bool(pairs)}
        if pairs and row.get("speaker") and self.is_counted(row):
            right["speaker_score"] = _is_speaker_right(truth[pairs[0][0]], row)
        return right

    def hits(
        self, text: str, truth: Sequence[Row], rows: Sequence[Row]
    ) -> dict[str, int]:
        """Return how many quotes are hits, each of a true one of its own, and how many of these with the speaker."""
        pairs = match_quotes(text, truth, rows)
        e2e = sum(_is_speaker_right(truth[i], rows[j]) for i, j in pairs)
        return {"overlap": len(pairs), "e2e": e2e}


def _is_speaker_right(truth: Row, row: Row) -> bool:
    """Return whether two quotes have one speaker: by the name that a person chose, else by phrase or name."""
    name, own_name = truth.get("speaker_name"), row.get("speaker_name")
    if name is not None and name == own_name:
        return True
    # A person says whom « elle » or "the council" means: the phrase that the machine took may still stand there.
    is_chosen = truth.get("verdict") in ("changed", "added") and truth.get("speaker_id")
    if is_chosen and own_name is not None:
        return is_same_speaker({"speaker": name}, {"speaker": own_name})
    # A person may name somebody whose name stands elsewhere, or nowhere in the article.
    return is_same_speaker({**truth, "reference": name}, row)


class EntityJudge:
    """Names are right when their bounds and label are those of a true one."""

    layer: ClassVar[str] = "entities"
    annotator_class: ClassVar[type[Any]] = Entities
    columns: ClassVar[tuple[str, ...]] = ("score",)
    measures: ClassVar[tuple[str, ...]] = ("exact",)

    def is_counted(self, row: Row) -> bool:
        """Return that every name counts."""
        return True

    def right(self, text: str, truth: Sequence[Row], row: Row) -> dict[str, bool]:
        """Return whether a name is right."""
        return {"score": _place(row) in set(map(_place, truth))}

    def hits(
        self, text: str, truth: Sequence[Row], rows: Sequence[Row]
    ) -> dict[str, int]:
        """Return how many names are true ones."""
        return {"exact": len(set(map(_place, truth)) & set(map(_place, rows)))}


def _place(row: Row) -> tuple[int, int, str]:
    return row["start"], row["end"], row["label"]


JUDGES: Mapping[str, LayerJudge] = {
    judge.layer: judge for judge in (QuoteJudge(), EntityJudge())
}
"""The layers that scores are learned of, by name."""
