"""The fields of spans, read and replaced faster than `dataclasses` does it: every annotation passes through here."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar, cast

from pressmark.spans import Span

__all__ = ["fields_of", "with_fields"]

_OfSpan = TypeVar("_OfSpan", bound=Span)


@cache
def fields_of(kind: Any) -> tuple[tuple[str, ...], Callable[[Span], Any]]:
    """Return the names of the fields of a class of spans, and what reads them all from one of its spans."""
    names = tuple(kind.__dataclass_fields__)
    return names, attrgetter(*names)


def with_fields(span: _OfSpan, **changes: Any) -> _OfSpan:
    """
    Return a span of a class of ours with other values, as `dataclasses.replace` does, in a third of the time.

    >>> with_fields(Span.cut("Rain again.", 0, 4, "RAIN"), score=0.5).score
    0.5
    """
    kind: Any = type(span)
    names, values_of = fields_of(kind)
    fields = dict(zip(names, values_of(span), strict=True))
    return cast(_OfSpan, kind(**fields | changes))
