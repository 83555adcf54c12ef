"""Notes: what the list beside an article says of each annotation, in the words of the interface."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from html import escape
from typing import NamedTuple

from markupsafe import Markup

from pressmark.articles import Article
from pressmark.spans import Argument, CustomSpan, Entity, Event, Quote, Span, TimeExpression

from .interface import Interface
from .markup import Mark
from .slugs import anchor, happening_path, name_path

__all__ = ["Fact", "Note", "listed", "notes"]

_LONGEST = 160


class Fact(NamedTuple):
    """Something said of an annotation: what it is (a word of the interface, or nothing), its text, and its link."""

    word: str
    text: str
    href: str | None = None


class Note(NamedTuple):
    """An annotation in the list beside the text."""

    classes: str
    anchor: str
    kind: str
    surface: str
    href: str | None
    facts: tuple[Fact, ...]
    rule: str | None


def notes(article: Article, found: Sequence[Mark], ui: Interface, happenings: Collection[str] = ()) -> list[Note]:
    """The notes of an article's marks, in their order; `happenings` are the ids of those that have a page."""
    names = {
        one.id: name_path(one.name_id)
        for one in article.layers.get("entities", ())
        if isinstance(one, Entity) and one.name_id
    }
    return [_note(article, mark, ui, names, happenings) for mark in found]


def listed(found: Sequence[Note], language: str = "") -> Markup:
    """
    The items of the list: label, surface, facts, rule. `language` is that of the surfaces where it is not the page's.

    Written here and not in a template, because it is most of a page and has no part that a theme would want otherwise.
    """
    said = f' lang="{escape(language)}"' if language else ""
    return Markup("\n".join([_item(note, said) for note in found]))


def _item(note: Note, said: str) -> str:
    name = escape(note.anchor)
    surface = f'<a href="{note.href}">{_safe(note.surface)}</a>' if note.href else _safe(note.surface)
    facts = " · ".join([_fact(*fact) for fact in note.facts])
    rule = f" <s>{_safe(note.rule)}</s>" if note.rule else ""
    more = f"<p>{facts}{rule}</p>" if facts or rule else ""
    head = f'<li class="{note.classes}" id="n-{name}"><a href="#{name}">{_safe(note.kind)}</a>'
    return f"{head} <b{said}>{surface}</b>{more}</li>"


def _fact(word: str, text: str, href: str | None) -> str:
    linked = f'<a href="{escape(href)}">{_safe(text)}</a>' if href else _safe(text)
    return f"<i>{_safe(word)}</i> {linked}" if word else linked


def _safe(text: str) -> str:
    """Text for the content of an element; most holds nothing to escape, which is quicker seen than replaced."""
    return escape(text, quote=False) if "<" in text or "&" in text or ">" in text else text


def _note(article: Article, mark: Mark, ui: Interface, names: Mapping[str, str], happenings: Collection[str]) -> Note:
    span = mark.span
    kind = ui.one_of(_WORDS[mark.layer], span.label) if mark.layer in _WORDS else span.label
    facts = tuple(_facts(span, ui, names, happenings))
    href = f"../{name_path(span.name_id)}" if isinstance(span, Entity) and span.name_id else None
    return Note(mark.classes, mark.anchor, kind, _surface(article, mark), href, facts, span.rule)


def _surface(article: Article, mark: Mark) -> str:
    words = " … ".join(article.text[start:end] for start, end in mark.stretches)
    words = " ".join(words.split())
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST].rpartition(' ')[0]} …"


def _facts(span: Span, ui: Interface, names: Mapping[str, str], happenings: Collection[str]) -> Iterator[Fact]:
    if isinstance(span, Entity):
        yield from _of_entity(span)
    elif isinstance(span, Quote):
        yield from _of_quote(span, ui, names)
    elif isinstance(span, Event):
        yield from _of_event(span, ui, happenings)
    elif isinstance(span, TimeExpression):
        yield Fact("", " ".join(filter(None, (ui.when(span.time.value), span.clock, span.period))))
    elif isinstance(span, CustomSpan):
        yield from (Fact(key, str(value)) for key, value in span.attributes.items())


def _of_entity(entity: Entity) -> Iterator[Fact]:
    if entity.name != entity.text:
        yield Fact("", entity.name)
    if entity.role:
        yield Fact("", entity.role)


def _of_quote(quote: Quote, ui: Interface, names: Mapping[str, str]) -> Iterator[Fact]:
    if quote.label == "scare":
        return
    path = names.get(quote.speaker_id or "")
    yield Fact("", quote.speaker_name or quote.speaker or ui("unknown_speaker"), f"../{path}" if path else None)
    if quote.cue:
        yield Fact(ui("cue"), quote.cue)
    if quote.addressee:
        yield Fact(ui("addressee"), quote.addressee)
    if quote.status != "said":
        yield Fact("", ui.one_of("quote_statuses", quote.status))


def _of_event(event: Event, ui: Interface, happenings: Collection[str]) -> Iterator[Fact]:
    if event.status != "asserted":
        yield Fact("", ui.one_of("statuses", event.status))
    if event.time and event.time.value:
        yield Fact("", ui.when(event.time.value))
    for part in event.arguments:
        if part.role != "time" or not (event.time and event.time.value):
            href = f"#{anchor(part.entity_id)}" if part.entity_id else None
            yield Fact(ui.one_of("arguments", part.role), _argument(part, ui), href)
    if event.quote_id:
        yield Fact("", ui("within_quote"), f"#{anchor(event.quote_id)}")
    if event.happening_id in happenings:
        yield Fact("", ui("happening"), f"../{happening_path(event.happening_id or '')}")


def _argument(part: Argument, ui: Interface) -> str:
    """An argument as it stands, and its number where the words do not say it plainly."""
    if part.value is None:
        return part.text
    number = ui.number(part.value) + (f"–{ui.number(part.value_to)}" if part.value_to is not None else "")
    bound = ui.one_of("bounds", part.bound or "exact")
    said = " ".join(filter(None, (bound, number, part.unit)))
    return part.text if said in part.text else f"{part.text} ({said})"


_WORDS = {"entities": "labels", "quotes": "kinds", "events": "event_types", "times": "time_kinds"}
