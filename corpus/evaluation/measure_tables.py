"""Measures and coefficients as tables in HTML: of the page of errors, and of a notebook's cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from pressmark.messages import counted

from .bootstrap import Interval, Measure
from .scores import Score

__all__ = ["agreement_cell", "evaluation_cell", "measure_table"]

Coefficients = Mapping[str, float | None]
"""A coefficient by layer; None where chance alone would agree always."""


def evaluation_cell(
    articles: int, layers: Mapping[str, Mapping[str, Measure]]
) -> Markup:
    """Return the measures of each layer under its name, as a notebook shows them."""
    tables = [
        Markup("<h4>{}</h4>\n{}").format(layer, measure_table(measures))
        for layer, measures in layers.items()
    ]
    return _cell(f"{counted(articles, 'article')} of gold", tables)


def agreement_cell(
    articles: int,
    f1: Mapping[str, Mapping[str, Score]],
    coefficients: Mapping[str, Coefficients],
) -> Markup:
    """Return the F1 of each layer's measures, then its `coefficients` by name, as a notebook shows them."""
    tables: list[Markup] = []
    for layer, scores in f1.items():
        rows = [
            _row([f"F1 {name}", f"{100 * score.f1:.1f}"])
            for name, score in scores.items()
        ]
        for name, by_layer in coefficients.items():
            coefficient = by_layer.get(layer)
            shown = "–" if coefficient is None else f"{coefficient:.3f}"
            rows.append(_row([name, shown]))
        table = Markup("<table><tbody>\n{}</tbody></table>\n")
        body = table.format(Markup("\n").join(rows))
        tables.append(Markup("<h4>{}</h4>\n{}").format(layer, body))
    return _cell(f"{counted(articles, 'article')} in both", tables)


def _cell(heading: str, tables: list[Markup]) -> Markup:
    """Return tables below a line that says what they are of."""
    return Markup('<div class="pressmark-measures">\n<p>{}</p>\n{}</div>').format(
        heading, Markup("").join(tables)
    )


def measure_table(measures: Mapping[str, Measure]) -> Markup:
    """Return a table with a row for each measure, in percent."""
    columns = ("", "F1", "95 %", "P", "95 %", "R", "95 %", "found", "gold")
    head = Markup("").join(Markup("<th>{}</th>").format(column) for column in columns)
    rows = Markup("\n").join(
        _measure_row(name, measure) for name, measure in measures.items()
    )
    return Markup(
        "<table><thead><tr>{}</tr></thead><tbody>\n{}</tbody></table>\n"
    ).format(head, rows)


def _measure_row(name: str, measure: Measure) -> Markup:
    """Return the row of a measure: F1, precision, recall in per cent with intervals, then counts."""
    cells: list[str | float] = [name]
    for value, interval in (
        (measure.f1, measure.f1_interval),
        (measure.precision, measure.precision_interval),
        (measure.recall, measure.recall_interval),
    ):
        cells += [f"{100 * value:.1f}", _format_interval(interval)]
    cells += [measure.score.predicted, measure.score.gold]
    return _row(cells)


def _row(cells: Sequence[str | float]) -> Markup:
    """Return a row of a table."""
    return Markup("<tr>{}</tr>").format(
        Markup("").join(Markup("<td>{}</td>").format(cell) for cell in cells)
    )


def _format_interval(interval: Interval) -> str:
    """Return an interval in per cent; a dash where there is none."""
    if interval is None:
        return "–"
    lowest, highest = interval
    return f"{100 * lowest:.1f}–{100 * highest:.1f}"
