"""The classes of the spans of declared layers: made from their columns, so that a span has them as plain attributes."""

from __future__ import annotations

from dataclasses import field, make_dataclass
from functools import lru_cache
from typing import Any

from pressmark.spans import Span, print_short_form

__all__ = ["PYTHON_TYPES", "declared_parts", "make_span_class"]

PYTHON_TYPES: dict[str, type[Any]] = {
    "string": str,
    "bool": bool,
    "int64": int,
    "float64": float,
}
"""The types that a column of somebody's layer may have, each with the type of its values here."""


# Layers that a process meets; chosen, not measured. The same class each time, so that spans compare as equal.
@lru_cache(256)
def make_span_class(
    name: str,
    columns: tuple[tuple[str, str], ...],
    stretches: tuple[str, ...],
    links: tuple[tuple[str, str], ...],
) -> type[Span]:
    """
    Return the class of the spans of a layer, the same one for the same columns. Every field may be None.

    In the order of the table: stretches with their offsets, columns, links.

    >>> make_span_class("mood", (("polarity", "string"),), (), ()).__name__
    'MoodSpan'
    """
    types: dict[str, Any] = {}
    for stretch in stretches:
        types |= {stretch: str, f"{stretch}_start": int, f"{stretch}_end": int}
    types |= {column: PYTHON_TYPES[kind] for column, kind in columns}
    types |= {column: str for column, _ in links}
    fields = [(key, kind | None, field(default=None)) for key, kind in types.items()]
    # `street_mood` → `StreetMoodSpan`.
    title = "".join(word.title() for word in name.split("_"))
    span_class = make_dataclass(
        f"{title}Span",
        fields,
        bases=(Span,),
        frozen=True,
        slots=True,
        kw_only=True,
        namespace={
            # `pickle` finds a class by its module and name, and a class made at run time stands in no module.
            "__reduce__": _reduce,
            "__doc__": f"A span of the layer {name}.",
            "__module__": __name__,
            "_repr_pretty_": print_short_form,
        },
    )
    _MAKERS[span_class] = (name, columns, stretches, links)
    return span_class


_MAKERS: dict[type[Span], tuple[Any, ...]] = {}
"""What each class was made from: another process makes the same one from it."""


def declared_parts(span_class: type[Span]) -> tuple[Any, ...] | None:
    """Return the arguments that `make_span_class` made a class from; None for a class that it did not make."""
    return _MAKERS.get(span_class)


def _reduce(span: Any) -> tuple[Any, ...]:
    """Tell `pickle` how to make a span again in a process that has not made its class yet."""
    values = {name: getattr(span, name) for name in span.__dataclass_fields__}
    return _restore_span, (_MAKERS[type(span)], values)


def _restore_span(maker: tuple[Any, ...], values: dict[str, Any]) -> Span:
    """Make a pickled span again."""
    return make_span_class(*maker)(**values)
