"""How good the annotation is where it was measured: the figures of `quality.yaml`, in the words of the interface."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from pressmark.yaml_files.strict import parse_yaml

from .interface import Interface

__all__ = ["QualityRow", "quality_rows", "quality_sentence"]


class QualityRow(NamedTuple):
    """What is measured of a layer in a language, in words, and the F1 that it reaches, in hundredths."""

    layer: str
    language: str
    measure: str
    figure: str


def quality_rows(
    layers: Iterable[str], languages: Iterable[str | None], ui: Interface
) -> list[QualityRow]:
    """Return the figures of the layers and languages that a corpus has; none of those that nobody measured."""
    rows = []
    spoken = [language for language in languages if language]
    for layer in layers:
        for language in spoken:
            for measure, low, high in _figures().get(layer, {}).get(language, ()):
                words = ui.one_of("quality_measures", measure)
                rows.append(QualityRow(layer, language, words, _figure(low, high, ui)))
    return rows


def quality_sentence(layers: Iterable[str], language: str | None, ui: Interface) -> str:
    """Return the figures of one language in a line, as an article's foot has it; empty where nobody measured."""
    rows = quality_rows(layers, [language], ui)
    return "; ".join(f"{row.measure} {row.figure}" for row in rows)


def _figure(low: float, high: float, ui: Interface) -> str:
    """Return a figure, or the lowest and the highest of several sets: « 62,9–75,9 »."""
    if low == high:
        return ui.number(low)
    return f"{ui.number(low)}–{ui.number(high)}"


@cache
def _figures() -> Mapping[str, Mapping[str, Sequence[tuple[str, float, float]]]]:
    """Return the figures of the package, by layer and language."""
    file = files("pressmark.site") / "quality.yaml"
    content, _ = parse_yaml(file.read_text(encoding="utf-8"), file.name)
    figures: Mapping[str, Mapping[str, Sequence[tuple[str, float, float]]]] = content
    return figures
