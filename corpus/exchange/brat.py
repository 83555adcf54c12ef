"""
brat: a folder with a `.txt` and an `.ann` file an article, and the `annotation.conf` that brat shows it with.

A span is a text-bound annotation of its label; cue and speaker of a quote, and the arguments of an event, are
annotations of their own, tied to it by relations and event roles. A note keeps the rest, so that it comes back.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pressmark.articles import Article
from pressmark.dataset.corpus import Corpus
from pressmark.spans import Event, Quote, Span

from .anchors import bare
from .brat_configuration import annotation_conf, visual_conf
from .details import (
    argument_details,
    drawn_details,
    drawn_links,
    note,
    parts,
    pieces,
    type_name,
    typed,
)
from .drawn_ties import OWN_TIES, Ties
from .file_names import file_name
from .foreign_annotation import Found, Marked, Unreadable, read_text
from .report import Options, Report
from .schemes import known_labels, known_roles

__all__ = ["INDEX", "read", "write"]

INDEX = "articles.jsonl"
"""Which file is which article."""

_NOT_NAME = re.compile(r"[^A-Za-z0-9_-]")
_OTHER = frozenset("AMN*")  # brat's attributes, normalisations and equivalences
_BREAK = re.compile(r"[\r\n]+")


def write(corpus: Corpus, output: Path, report: Report, options: Options) -> None:
    """Write the folder."""
    layers = (options.layer,) if options.layer else corpus.layers
    types = {
        layer: {_NOT_NAME.sub("_", label) for label in known_labels(corpus, layer)}
        for layer in layers
    }
    roles = set(known_roles() if "events" in layers else ())
    declarations = [corpus.manifest.layer(layer) for layer in layers]
    ties = OWN_TIES.with_declared(declarations)
    with report.opened(output / INDEX) as index:
        for article in corpus:
            name = file_name(article.id)
            with report.opened(output / f"{name}.txt") as file:
                file.write(article.text)
            with report.opened(output / f"{name}.ann") as file:
                file.writelines(f"{line}\n" for line in _lines(article, layers))
            about = {
                "file": name,
                "id": article.id,
                "language": article.language,
                "layers": list(layers),
                **ties.as_json(),
            }
            index.write(json.dumps(about) + "\n")
            for layer in layers:
                types[layer].update(
                    _typed(layer, span) for span in article.layer(layer)
                )
            roles.update(_roles(article, layers))
            report.articles += 1
    with report.opened(output / "annotation.conf") as file:
        file.write(annotation_conf(types, roles, declarations))
    with report.opened(output / "visual.conf") as file:
        file.write(visual_conf(types, ties))
    report.cannot(
        "article: what is known of it beyond id and language", report.articles
    )


def _roles(article: Article, layers: Iterable[str]) -> Iterator[str]:
    for span in article.layers.get("events", ()) if "events" in layers else ():
        yield from (part.role for part in getattr(span, "arguments", ()))


def _typed(layer: str, span: Span) -> str:
    return _NOT_NAME.sub("_", type_name(layer, span))


class _Numbers:
    """Hands out brat's ids, and remembers which one an annotation of ours has."""

    def __init__(self) -> None:
        self._next: dict[str, int] = {}
        self.of: dict[str, str] = {}

    def new(self, kind: str) -> str:
        """The next id of a kind: T1, T2, E1."""
        self._next[kind] = self._next.get(kind, 0) + 1
        return f"{kind}{self._next[kind]}"


def _lines(article: Article, layers: Iterable[str]) -> Iterator[str]:
    numbers = _Numbers()
    spans = [(layer, span) for layer in layers for span in article.layer(layer)]
    for layer, span in spans:
        numbers.of[span.id] = numbers.new("T")
        yield _text_bound(
            numbers.of[span.id], _typed(layer, span), article.text, pieces(span)
        )
    for layer, span in spans:
        yield from _parts(span, article.text, numbers)
        if isinstance(span, Event):
            yield from _event(span, _typed(layer, span), article.text, numbers)
        links = {
            name: link
            for name, link in drawn_links(span, tuple(layers)).items()
            if link in numbers.of
        }
        for name, link in links.items():
            ends = f"Arg1:{numbers.of[span.id]} Arg2:{numbers.of[link]}"
            yield f"{numbers.new('R')}\t{name} {ends}"
        linked = _speaker_of(span) in numbers.of
        kept = note(span, linked=linked, drawn_columns=links)
        if _BREAK.match(span.text) or span.text.endswith(
            ("\r", "\n")
        ):  # brat shows no line ends
            kept["bounds"] = [span.start, span.end]
        if kept:
            said = json.dumps(
                {"layer": layer, "id": span.id, **kept}, ensure_ascii=False
            )
            yield f"{numbers.new('#')}\tAnnotatorNotes {numbers.of[span.id]}\t{said}"


def _text_bound(
    number: str, name: str, text: str, stretches: Iterable[tuple[int, int]]
) -> str:
    """A `T` line; brat wants a stretch cut at line ends, and its words on one line."""
    cut = [piece for stretch in stretches for piece in _cut(text, *stretch)]
    places = ";".join(f"{start} {end}" for start, end in cut)
    return (
        f"{number}\t{name} {places}\t{' '.join(text[start:end] for start, end in cut)}"
    )


def _cut(text: str, start: int, end: int) -> list[tuple[int, int]]:
    bounds = [
        start,
        *(at for found in _BREAK.finditer(text, start, end) for at in found.span()),
        end,
    ]
    found = [
        (one, two)
        for one, two in zip(bounds[::2], bounds[1::2], strict=True)
        if one < two
    ]
    return found or [(start, end)]


def _parts(span: Span, text: str, numbers: _Numbers) -> Iterator[str]:
    for part, start, end in parts(span):
        number = numbers.new("T")
        yield _text_bound(number, part.capitalize(), text, [(start, end)])
        yield f"{numbers.new('R')}\t{part} Arg1:{numbers.of[span.id]} Arg2:{number}"
    if (speaker_id := _speaker_of(span)) in numbers.of:
        yield f"{numbers.new('R')}\tis Arg1:{numbers.of[span.id]} Arg2:{numbers.of[speaker_id]}"


def _speaker_of(span: Span) -> str:
    return (span.speaker_id if isinstance(span, Quote) else None) or ""


def _event(event: Event, name: str, text: str, numbers: _Numbers) -> Iterator[str]:
    said = [f"{name}:{numbers.of[event.id]}"]
    for part in event.arguments:
        number = numbers.new("T")
        yield _text_bound(number, "Argument", text, [(part.start, part.end)])
        said.append(f"{part.role}:{number}")
        if kept := argument_details(part):
            yield f"{numbers.new('#')}\tAnnotatorNotes {number}\t{json.dumps(kept, ensure_ascii=False)}"
    yield f"{numbers.new('E')}\t{' '.join(said)}"


def read(path: Path) -> Iterator[Marked | Unreadable]:
    """The annotation of a brat folder (or one `.ann` file with its `.txt` beside it)."""
    articles: dict[str, tuple[str, frozenset[str], Ties]] = {}
    for entry in _index(path / INDEX if path.is_dir() else path.with_name(INDEX)):
        if isinstance(entry, Unreadable):
            yield entry
        else:
            articles |= entry
    for file in sorted(path.rglob("*.ann")) if path.is_dir() else [path]:
        text = file.with_suffix(".txt")
        if not text.is_file():
            yield Unreadable(file.name, f"has no {text.name} beside it")
            continue
        whole, content = read_text(text), read_text(file)
        if isinstance(whole, Unreadable) or isinstance(content, Unreadable):
            yield from (one for one in (whole, content) if isinstance(one, Unreadable))
            continue
        id, layers, ties = articles.get(file.stem, (None, frozenset(), OWN_TIES))
        marks = _Marks(content, whole, ties)
        found = tuple(marks.found(whole))
        left_out = marks.left_out()
        yield from (
            Unreadable(f"{file.name} line {number}", why, words)
            for number, why, words in marks.wrong
        )
        yield Marked(
            text=whole,
            found=found,
            place=file.name,
            id=id,
            file=file.stem,
            layers=layers,
            left_out=left_out,
        )


def _index(
    path: Path,
) -> Iterator[dict[str, tuple[str, frozenset[str], Ties]] | Unreadable]:
    """Which file is which article, with which layers and ties, as the export has written it."""
    content = read_text(path) if path.is_file() else ""
    if isinstance(content, Unreadable):
        yield content
        return
    for number, line in enumerate(content.splitlines(), start=1):
        try:
            row = json.loads(line)
            yield {
                str(row["file"]): (
                    str(row["id"]),
                    frozenset(map(str, row.get("layers", ()))),
                    Ties.of_json(row),
                )
            }
        except (ValueError, LookupError, TypeError, AttributeError):
            yield Unreadable(
                f"{path.name} line {number}", "names no file and its article"
            )


class _Misplaced(ValueError):
    """Words that do not stand where their offsets say."""


def _stand(words: str, stretches: list[tuple[int, int]], text: str) -> None:
    """Raise `_Misplaced` where a line's words are not those that its offsets cut out of the text."""
    if words and bare(words) != bare(
        "".join(text[start:end] for start, end in stretches)
    ):
        raise _Misplaced(f"«{' '.join(words.split())}»")


class _Marks:
    """The lines of an `.ann` file, by kind."""

    def __init__(self, content: str, text: str, ties: Ties) -> None:
        self._ties = ties
        self._part_types = ties.part_types
        self.wrong: list[tuple[int, str, str]] = []
        self._text = text
        self._bound: dict[str, tuple[str, list[tuple[int, int]], int]] = {}
        self._relations: list[tuple[str, str, str]] = []
        self._events: list[list[tuple[str, str]]] = []
        self._notes: dict[str, dict[str, Any]] = {}
        for number, line in enumerate(content.split("\n"), start=1):
            try:
                self._line(line, number)
            except _Misplaced as error:
                self.wrong.append(
                    (
                        number,
                        "does not stand at its offsets in the text beside it",
                        str(error),
                    )
                )
            except (ValueError, IndexError):
                self.wrong.append((number, "is no line of brat's", ""))

    def _line(self, line: str, number: int) -> None:
        if not line.strip() or line[0] in _OTHER:
            return
        id, said, *rest = line.rstrip("\r").split("\t", 2)
        if line[0] == "T":
            name, places = said.split(" ", 1)
            stretches = [
                (int(start), int(end))
                for start, end in (place.split() for place in places.split(";"))
            ]
            _stand(rest[0] if rest else "", stretches, self._text)
            self._bound[id] = (name, stretches, number)
        elif line[0] == "R":
            kind, first, second = said.split()[:3]
            self._relations.append(
                (kind, first.partition(":")[2], second.partition(":")[2])
            )
        elif line[0] == "E":
            event = [
                (role, target)
                for role, _, target in (part.partition(":") for part in said.split())
            ]
            self._events.append([event[0], *event[1:]])
        elif line[0] != "#":
            raise ValueError(line)
        elif rest and rest[0].startswith("{"):
            self._notes[said.split()[1]] = dict(json.loads(rest[0]))

    def found(self, text: str) -> Iterator[Found]:
        """The annotations; those that belong to another are in its details."""
        owned = self._owned()
        triggers = {event[0][1]: event[1:] for event in self._events}
        names = {id: self._notes.get(id, {}).get("id", id) for id in self._bound}
        for id, (name, _, number) in self._bound.items():
            if name in self._part_types or id in owned:
                continue
            try:
                yield self._annotation(id, triggers, text, names)
            except (TypeError, LookupError, ValueError, AttributeError):
                self.wrong.append(
                    (number, "has a note that is not as it was exported", name)
                )

    def _annotation(
        self,
        id: str,
        triggers: dict[str, list[tuple[str, str]]],
        text: str,
        names: dict[str, str],
    ) -> Found:
        name, stretches, number = self._bound[id]
        layer, label = typed(name)
        noted = dict(self._notes.get(id, {}))
        layer = noted.pop("layer", layer)
        noted.pop("id", None)
        bounds = noted.pop("bounds", None)
        known = self._drawn(id, noted, text, names)
        if id in triggers:
            known["arguments"] = [
                part
                for role, target in triggers[id]
                for part in self._argument(role, target, names)
            ]
        if layer == "quotes":
            known["spans"] = _pieces(stretches, known.get("spans"), text)
        start, end = _bounds(stretches[0][0], stretches[-1][1], bounds, text)
        return Found(
            layer=layer,
            label=label,
            start=start,
            end=end,
            details=known,
            id=names[id],
            place=f"line {number}",
        )

    def left_out(self) -> Counter[str]:
        """What belongs to nothing: parts whose span was deleted, relations and events that lack one of their ends."""
        owned = self._owned()
        loose = Counter(
            f"loose {name.lower()}"
            for id, (name, _, _) in self._bound.items()
            if name in self._part_types and id not in owned
        )
        broken = sum(
            not {owner, target} <= self._bound.keys()
            for _, owner, target in self._relations
        )
        broken += sum(event[0][1] not in self._bound for event in self._events)
        broken += sum(
            target not in self._bound
            for event in self._events
            for _, target in event[1:]
        )
        return loose + Counter({"dangling relation": broken})

    def _owned(self) -> set[str]:
        """The parts that a relation or an event ties to a span that is there."""
        tied = {
            (owner, target)
            for kind, owner, target in self._relations
            if kind in self._ties.stretches
        }
        tied |= {
            (event[0][1], target) for event in self._events for _, target in event[1:]
        }
        parts = {
            id for id, (name, _, _) in self._bound.items() if name in self._part_types
        }
        return {
            target for owner, target in tied if owner in self._bound and target in parts
        }

    def _drawn(
        self, id: str, noted: dict[str, Any], text: str, names: dict[str, str]
    ) -> dict[str, Any]:
        """The details with the parts and the speaker that the relations draw."""
        drawn: dict[str, tuple[int, int]] = {}
        links: dict[str, str] = {}
        speaker_id = None
        for kind, owner, target in self._relations:
            if owner != id or target not in self._bound:
                continue
            name, stretches, _ = self._bound[target]
            if kind in self._ties.links:
                links[kind] = names[target]
            if kind in self._ties.stretches:
                drawn[kind] = stretches[0][0], stretches[-1][1]
            if kind == "is" or (kind == "speaker" and name not in self._part_types):
                speaker_id = names[target]
        return drawn_details(noted, drawn, speaker_id, text) | links

    def _argument(
        self, role: str, target: str, names: dict[str, str]
    ) -> Iterator[dict[str, Any]]:
        if target in self._bound:
            name, stretches, _ = self._bound[target]
            entity = {} if name == "Argument" else {"entity_id": names[target]}
            place = {
                "role": role.rstrip("0123456789"),
                "start": stretches[0][0],
                "end": stretches[-1][1],
            }
            yield {**place, **(entity or self._notes.get(target, {}))}


def _bounds(
    start: int, end: int, noted: list[int] | None, text: str
) -> tuple[int, int]:
    """Start and end as noted, when only line ends are between these and brat's."""
    if noted and noted[0] <= start and end <= noted[1]:
        left = text[noted[0] : start] + text[end : noted[1]]
        return (noted[0], noted[1]) if not left.strip("\r\n") else (start, end)
    return start, end


def _pieces(
    stretches: list[tuple[int, int]], noted: list[dict[str, int]] | None, text: str
) -> list[dict[str, int]]:
    """A quote's pieces: as noted, when nobody moved them, else brat's, joined where only a line end parts them."""
    if (
        noted
        and [cut for one in noted for cut in _cut(text, one["start"], one["end"])]
        == stretches
    ):
        return noted
    joined = [stretches[0]]
    for start, end in stretches[1:]:
        if _BREAK.fullmatch(text, joined[-1][1], start):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return [{"start": start, "end": end} for start, end in joined]
