"""
The declaration of a layer: what a third-party annotator says of its spans, and the rest that is said of our own.

Everything that handles spans without knowing their layer (tables, checks, exchange, counts, pages) reads it here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from operator import index
from typing import Any

from pressmark.span_relations import Relations
from pressmark.spans import Span
from pressmark.text_view import collapse

from .declaration_mistakes import COLUMN_TYPES, require_sound
from .span_classes import make_span_class

__all__ = ["COLUMN_TYPES", "Layer", "OwnLayer", "StretchWords"]


class StretchWords(Enum):
    """What the column of a stretch's name holds beside the offsets `<name>_start` and `<name>_end`."""

    EXACT = "the article's text there, to the character"
    COLLAPSED = (
        "the article's text there, on one line: each run of white space one space"
    )
    NONE = "there is no such column"


@dataclass(frozen=True)
class Layer:
    """
    The declaration of a layer of somebody's own: an annotator has it as its class attribute `layer`.

    `columns` are its further columns with their types, `string`, `bool`, `int64` or `float64`. `stretches` name its
    further pairs of offsets: of `"cue"` the columns `cue_start` and `cue_end` (code points, end-exclusive; both None
    where there is none) and `cue`, the words there. `links` are columns that hold the id of an annotation, with the
    layer that it is of: one of the annotator's `needs`, or this layer itself.

    A declaration is not checked as it is written; mistakes in it are told, all at once, where it is used.

    >>> mood = Layer("mood", columns={"polarity": "string"}, stretches=("cue",), links={"quote_id": "quotes"})
    >>> span = mood.cut("“It is sad,” she said.", 1, 11, "MOOD", cue=(7, 10), polarity="negative")
    >>> span.cue, span.polarity, span.quote_id
    ('sad', 'negative', None)
    """

    name: str
    columns: Mapping[str, str] = field(default_factory=dict, kw_only=True)
    stretches: Sequence[str] = field(default=(), kw_only=True)
    links: Mapping[str, str] = field(default_factory=dict, kw_only=True)

    # What our own layers say beyond this (see `OwnLayer`); nobody else's have it.
    words: Mapping[str, StretchWords] = field(
        default_factory=dict, init=False, repr=False
    )
    pieces: str | None = field(default=None, init=False, repr=False)
    parts: str | None = field(default=None, init=False, repr=False)
    part_links: Mapping[str, str] = field(default_factory=dict, init=False, repr=False)
    given_by_seal: tuple[str, ...] = field(default=(), init=False, repr=False)
    made_anew: tuple[str, ...] = field(default=(), init=False, repr=False)
    relate: Callable[[Sequence[Any], Sequence[str]], Relations] | None = field(
        default=None, init=False, repr=False
    )

    def __post_init__(self) -> None:
        # What somebody's lists become: equal declarations are equal, whichever kind of list they were written with.
        if isinstance(self.stretches, list):
            object.__setattr__(self, "stretches", tuple(self.stretches))

    def __hash__(self) -> int:
        return hash(str(self.name))

    @property
    def is_declared(self) -> bool:
        """Whether the layer is somebody else's with columns of its own; False for ours and undeclared ones."""
        return True

    def span_class(self) -> type[Span]:
        """Return the class of the layer's spans. Raises `DeclarationError` for a declaration with mistakes."""
        require_sound(self.name, self.columns, self.stretches, self.links)
        return make_span_class(
            self.name,
            tuple(self.columns.items()),
            tuple(self.stretches),
            tuple(self.links.items()),
        )

    def cut(self, text: str, start: int, end: int, label: str, **fields: Any) -> Any:
        """
        Return the span of `text` from `start` to `end`, its surface and those of its stretches filled in.

        A stretch is given as its pair of offsets (`cue=(7, 10)`) or None. Raises TypeError for a field that the layer
        does not declare, `DeclarationError` for a declaration with mistakes.
        """
        for name in self.stretches:
            offsets = fields.pop(name, None)
            if offsets is not None:
                first, last = _pair(name, offsets)
                fields |= {f"{name}_start": first, f"{name}_end": last}
                fields[name] = text[first:last]
        return self.span_class().cut(text, start, end, label, **fields)

    def words_of(self, stretch: str) -> StretchWords:
        """Return what the column named like a stretch holds."""
        return self.words.get(stretch, StretchWords.EXACT)

    def bounds_of(self, span: Span) -> tuple[tuple[int, int], ...]:
        """
        Return where a span of the layer stands, as offsets: its pieces where it has some, else its start and end.

        "“We march,” said Ann Lee, “at noon.”" is one quote of two pieces.
        """
        pieces = getattr(span, self.pieces) if self.pieces else ()
        return pieces or ((span.start, span.end),)

    def stretch_columns(self) -> dict[str, tuple[str, str]]:
        """
        Return the two columns of each stretch's offsets, by the stretch's name.

        >>> Layer("mood", stretches=("cue",)).stretch_columns()
        {'cue': ('cue_start', 'cue_end')}
        """
        return {name: (f"{name}_start", f"{name}_end") for name in self.stretches}

    def dependent_columns(self, stretch: str) -> tuple[str, ...]:
        """Return the columns that are no longer true where a stretch was deleted, or was moved to other words."""
        return (stretch,)

    def as_json(self) -> dict[str, Any]:
        """Return the declaration as the manifest holds it, without its name."""
        return {
            "columns": dict(self.columns),
            "stretches": list(self.stretches),
            "links": dict(self.links),
        }

    @classmethod
    def of_json(cls, name: str, values: Mapping[str, Any]) -> Layer:
        """Return the declaration that `as_json` wrote. Raises `DeclarationError`, KeyError or TypeError for none."""
        layer = cls(
            name,
            columns=dict(values["columns"]),
            stretches=tuple(values["stretches"]),
            links=dict(values["links"]),
        )
        layer.span_class()
        return layer

    def faults(self, row: Mapping[str, Any], text: str) -> Iterator[str]:
        """
        Yield what is wrong with the stretches of a span in `text`; nothing when it is true.

        `row` is the span by columns, its pieces as pairs, its parts as mappings.

        >>> row = {"start": 0, "end": 2, "text": "No", "cue_start": 0, "cue_end": 9, "cue": "No"}
        >>> list(Layer("mood", stretches=("cue",)).faults(row, "No."))
        ['its cue 0:9 is not within the text (3)']
        """
        yield from _stretch_faults("text", row["start"], row["end"], text, row["text"])
        for name, (first, last) in self.stretch_columns().items():
            start, end = row[first], row[last]
            if start is None and end is None:
                continue
            words = self.words_of(name)
            surface = None if words is StretchWords.NONE else row[name]
            yield from _stretch_faults(
                name,
                start,
                end,
                text,
                surface,
                is_collapsed=words is StretchWords.COLLAPSED,
            )
        for start, end in (row[self.pieces] or ()) if self.pieces else ():
            yield from _stretch_faults("piece", start, end, text)
        for part in (row[self.parts] or ()) if self.parts else ():
            yield from _stretch_faults(
                part["role"], part["start"], part["end"], text, part["text"]
            )


@dataclass(frozen=True, kw_only=True, eq=False)
class OwnLayer(Layer):
    """
    The declaration of one of our own layers, whose spans are of the class `value`; its columns are that class's fields.

    `words` says of a stretch whose column holds something else than the exact words what that is. `pieces` is a column
    of offset pairs; `parts` one of values that have `start`, `end` and `text` of their own, `part_links` their links.
    The columns `given_by_seal` are filled in across articles. `relate` gives links between the spans of the layer
    themselves. The links `made_anew` are given by `Article.with_layer` or the seal whatever a file that comes back says
    of them. `dependents` has, of a stretch, the further columns that are true of its words alone.
    """

    value: type[Span]
    words: Mapping[str, StretchWords] = field(default_factory=dict)
    pieces: str | None = None
    parts: str | None = None
    part_links: Mapping[str, str] = field(default_factory=dict)
    given_by_seal: tuple[str, ...] = ()
    made_anew: tuple[str, ...] = ()
    relate: Callable[[Sequence[Any], Sequence[str]], Relations] | None = None
    dependents: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def is_declared(self) -> bool:
        """Whether the layer is somebody else's with columns of its own: never."""
        return False

    def span_class(self) -> type[Span]:
        """Return the class of the layer's spans."""
        return self.value

    def dependent_columns(self, stretch: str) -> tuple[str, ...]:
        """Return the columns that are no longer true where a stretch was deleted, or was moved to other words."""
        return (stretch, *self.dependents.get(stretch, ()))


def _pair(name: str, offsets: Any) -> tuple[int, int]:
    """Return a stretch's offsets as two whole numbers, those of numpy too. Raises TypeError for anything else."""
    try:
        first, last = offsets
        return index(first), index(last)
    except (TypeError, ValueError):
        raise TypeError(
            f"{name} is {offsets!r}; it must be a pair of whole numbers, (start, end), or None"
        ) from None


def _stretch_faults(
    name: str,
    start: int | None,
    end: int | None,
    text: str,
    surface: str | None = None,
    *,
    is_collapsed: bool = False,
) -> Iterator[str]:
    """Yield why a stretch is none of `text`, or why its `surface` is not what stands there; None is not compared."""
    if start is None or end is None or not 0 <= start < end <= len(text):
        yield f"its {name} {start}:{end} is not within the text ({len(text)})"
        return
    words = text[start:end]
    if is_collapsed:
        words = collapse(words)
    if surface is not None and surface != words:
        yield f"its {name} is not what stands at {start}:{end}"
