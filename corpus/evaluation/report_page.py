"""A page of the differences, each in its sentence, gold above prediction. One file, nothing loaded, no script."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup, escape

from .bootstrap import FEWEST_ARTICLES
from .differences import Difference
from .measure_tables import measure_table
from .measures import Evaluation

__all__ = ["error_page"]


CONTEXT_CHARACTERS = 140
"""Characters of the article that are shown on either side of an annotation: about a line; chosen."""

_WEIGHTED = " Each counts for those that it stands for (sample_weight)."
_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a }
table { border-collapse: collapse; margin: 1rem 0 } td, th { padding: .15rem .8rem; text-align: right }
td:first-child, th:first-child { text-align: left } tbody tr:nth-child(odd) { background: #f4f4f2 }
article { border-top: 1px solid #ccc; padding: .6rem 0 } h3 { margin: 0; font-size: .85rem; font-weight: 600 }
p { margin: .2rem 0 } p b { display: inline-block; min-width: 5.5rem; font-weight: 600 }
mark { padding: 0 .1rem } .gold mark { background: #fbe3a2 } .found mark { background: #b9dcf5 } .none { color: #666 }
"""
# The page holds words of other people's articles: whatever they hold, no script and no request comes of it.
_CSP = "default-src 'none'; style-src 'unsafe-inline'"


def error_page(evaluation: Evaluation, *, title: str = "Errors") -> str:
    """Return the page as HTML: the measures of each layer, then every difference, by layer and kind."""
    sections: list[Markup] = []
    for layer in evaluation.layers:
        sections += _layer_section(evaluation, layer)
    absent = (
        f", {len(evaluation.absent)} of them without a prediction"
        if evaluation.absent
        else ""
    )
    # Markup's `format` escapes what it is given, so that `<` in an article stays a letter.
    page = Markup(
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" '
        'content="width=device-width"><meta http-equiv="Content-Security-Policy" content="{csp}">'
        "<title>{title}</title><style>{style}</style></head><body>\n<h1>{title}</h1>\n"
        "<p>{count} articles of gold{absent}.{weighted} A dash: no interval, as what it is of stands in too few "
        "articles (a label in fewer than {fewest}).</p>\n{body}</body></html>\n"
    )
    return str(
        page.format(
            csp=_CSP,
            title=title,
            # Ours, and left unescaped: a style element does not decode the entities that `escape` would make.
            style=Markup(_STYLE),
            count=len(evaluation.articles),
            body=Markup("").join(sections),
            absent=absent,
            weighted=_WEIGHTED if evaluation.is_weighted else "",
            fewest=FEWEST_ARTICLES,
        )
    )


def _layer_section(evaluation: Evaluation, layer: str) -> Iterator[Markup]:
    """Yield the tables of a layer and of its labels, then its differences by kind, the most frequent kind first."""
    differences = [
        difference for difference in evaluation.differences if difference.layer == layer
    ]
    kinds = Counter(difference.kind for difference in differences)
    yield Markup("<h2>{}</h2>\n").format(layer)
    yield measure_table(evaluation.layers[layer])
    for label, measures in evaluation.labels[layer].items():
        yield Markup("<details><summary>{}</summary>{}</details>\n").format(
            label, measure_table(measures)
        )
    for kind, count in kinds.most_common():
        # Closed at first: a page of thousands of differences opens at its tables.
        yield Markup("<details><summary>{} {} ({})</summary>\n").format(
            layer, kind, count
        )
        for difference in differences:
            if difference.kind == kind:
                yield _difference_article(difference)
        yield Markup("</details>\n")


def _difference_article(difference: Difference) -> Markup:
    """Return one difference: its place, and what either side says."""
    gold = _side_paragraph("gold", difference.first, difference.text)
    predicted = _side_paragraph("found", difference.second, difference.text)
    return Markup("<article><h3>{} {}:{}</h3>{}{}</article>\n").format(
        difference.article_id, *difference.bounds, gold, predicted
    )


def _side_paragraph(side: str, row: Mapping[str, Any] | None, text: str) -> Markup:
    """Return one side's annotation in its context, with what it says beyond its bounds."""
    if row is None:
        return Markup('<p class="none"><b>{}</b> nothing</p>').format(side)
    start, end = row["start"], row["end"]
    details = [str(row.get("label") or row.get("type") or "")]
    for key in ("speaker", "cue", "status", "time_value"):
        if row.get(key):
            details.append(f"{key}: {row[key]}")
    # `max`, as a negative start would count from the end of the text.
    before = escape(text[max(0, start - CONTEXT_CHARACTERS) : start])
    highlight = Markup("<mark>{}</mark>").format(text[start:end])
    after = escape(text[end : end + CONTEXT_CHARACTERS])
    return Markup('<p class="{}"><b>{}</b> {} <small>{}</small></p>').format(
        side, side, before + highlight + after, "; ".join(details)
    )
