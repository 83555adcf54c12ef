"""A page of the differences, each in its sentence, gold above prediction. One file, nothing loaded, no script."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup, escape

from .differences import Difference
from .measures import FEWEST_ARTICLES, Evaluation, Measure

__all__ = ["error_page"]

_AROUND = 140
_WEIGHTED = " Each counts for those that it stands for (sample_weight)."
_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a }
table { border-collapse: collapse; margin: 1rem 0 } td, th { padding: .15rem .8rem; text-align: right }
td:first-child, th:first-child { text-align: left } tbody tr:nth-child(odd) { background: #f4f4f2 }
article { border-top: 1px solid #ccc; padding: .6rem 0 } h3 { margin: 0; font-size: .85rem; font-weight: 600 }
p { margin: .2rem 0 } p b { display: inline-block; min-width: 5.5rem; font-weight: 600 }
mark { padding: 0 .1rem } .gold mark { background: #fbe3a2 } .found mark { background: #b9dcf5 } .none { color: #666 }
"""
_CSP = "default-src 'none'; style-src 'unsafe-inline'"


def error_page(evaluation: Evaluation, *, title: str = "Errors") -> str:
    """The page as HTML: the measures of each layer, then every difference, by layer and kind."""
    body = Markup("").join(part for layer in evaluation.layers for part in _layer(evaluation, layer))
    return str(
        Markup(
            '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" '
            'content="width=device-width"><meta http-equiv="Content-Security-Policy" content="{csp}">'
            "<title>{title}</title><style>{style}</style></head><body>\n<h1>{title}</h1>\n"
            "<p>{count} articles of gold{absent}.{weighted} A dash: no interval, as what it is of stands in too few "
            "articles (a label in fewer than {fewest}).</p>\n{body}</body></html>\n"
        ).format(
            csp=_CSP, title=title, style=Markup(_STYLE), count=len(evaluation.articles), body=body,
            absent=f", {len(evaluation.absent)} of them without a prediction" if evaluation.absent else "",
            weighted=_WEIGHTED * evaluation.is_weighted, fewest=FEWEST_ARTICLES,
        )
    )  # fmt: skip


def _layer(evaluation: Evaluation, layer: str) -> Iterator[Markup]:
    found = [one for one in evaluation.differences if one.layer == layer]
    kinds = Counter(one.kind for one in found)
    yield Markup("<h2>{}</h2>\n").format(layer)
    yield _table(evaluation.layers[layer])
    for label, measures in evaluation.labels[layer].items():
        yield Markup("<details><summary>{}</summary>{}</details>\n").format(label, _table(measures))
    for kind, count in kinds.most_common():
        yield Markup("<details><summary>{} {} ({})</summary>\n").format(layer, kind, count)
        yield from (_difference(one) for one in found if one.kind == kind)
        yield Markup("</details>\n")


def _table(measures: Mapping[str, Measure]) -> Markup:
    head = Markup("").join(
        Markup("<th>{}</th>").format(name) for name in ("", "F1", "95 %", "P", "95 %", "R", "95 %", "found", "gold")
    )
    rows = Markup("\n").join(_row(name, measure) for name, measure in measures.items())
    return Markup("<table><thead><tr>{}</tr></thead><tbody>\n{}</tbody></table>\n").format(head, rows)


def _row(name: str, measure: Measure) -> Markup:
    score = measure.score
    cells: list[Any] = [name, f"{100 * measure.f1:.1f}", _interval(measure.f1_interval)]
    cells += [f"{100 * measure.precision:.1f}", _interval(measure.precision_interval)]
    cells += [f"{100 * measure.recall:.1f}", _interval(measure.recall_interval), score.predicted, score.gold]
    return Markup("<tr>{}</tr>").format(Markup("").join(Markup("<td>{}</td>").format(cell) for cell in cells))


def _interval(interval: tuple[float, float] | None) -> str:
    return "–" if interval is None else f"{100 * interval[0]:.1f}–{100 * interval[1]:.1f}"


def _difference(one: Difference) -> Markup:
    return Markup("<article><h3>{} {}:{}</h3>{}{}</article>\n").format(
        one.article_id, *one.place, _side("gold", one.first, one), _side("found", one.second, one)
    )


def _side(name: str, row: Mapping[str, Any] | None, one: Difference) -> Markup:
    if row is None:
        return Markup('<p class="none"><b>{}</b> nothing</p>').format(name)
    start, end, text = row["start"], row["end"], one.text
    said = [str(row.get("label") or row.get("type") or "")]
    said += [f"{key}: {row[key]}" for key in ("speaker", "cue", "status", "time_value") if row.get(key)]
    before, behind = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    return Markup('<p class="{}"><b>{}</b> {} <small>{}</small></p>').format(
        name, name, escape(before) + Markup("<mark>{}</mark>").format(text[start:end]) + escape(behind), "; ".join(said)
    )
