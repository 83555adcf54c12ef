"""
Notes: what the list beside an article says of each annotation, in the words of the interface.

Written here and not in a template, because it is most of a page and has no part that a theme would want otherwise. What
comes again and again over a corpus (a name, a speaker with his cue) is written once and kept.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from html import escape

from markupsafe import Markup

from pressmark.articles import Article
from pressmark.spans import Argument, CustomSpan, Entity, Event, Quote, Span, TimeExpression

from .interface import Interface, interface
from .markup import Marks, name_href, stretches
from .slugs import anchor, happening_path

__all__ = ["listed"]

_LONGEST = 160


def listed(
    article: Article, found: Marks, ui: Interface, *, source: str = "", happenings: Collection[str] = ()
) -> Markup:
    """
    The items of the list, in the order of the marks: label, surface, facts, rule, and how to cite it.

    `source` is where the annotation stands, as a citation says it: outlet, date, and the page's address, to which the
    annotation's own name is added. `happenings` are the ids of those that have a page.
    """
    told, language = _Notes(article, ui, happenings).told, ui.language
    said = f' lang="{escape(article.language or "und")}"' if article.language != language else ""
    cited = f"<cite>{escape(source)}#"
    return Markup(
        "\n".join(
            [
                f'<li class="{classes}" id="n-{name}"><a href="#{name}">{_kind(language, layer, span.label)}</a>'
                f" <b{said}>{told(span)}{cited}{name}</cite></li>"
                for span, layer, name, classes in zip(*found, strict=True)
            ]
        )
    )


class _Notes:
    """What is said of the annotations of one article."""

    def __init__(self, article: Article, ui: Interface, happenings: Collection[str]) -> None:
        self.text, self.ui, self.happenings = article.text, ui, happenings
        self.names = {
            one.id: name_href(one.name_id)
            for one in article.layers.get("entities", ())
            if isinstance(one, Entity) and one.name_id
        }

    def told(self, span: Span) -> str:
        """The surface and the facts."""
        if isinstance(span, Entity):
            return _entity(span.text, span.name, span.name_id, span.role, span.rule)
        surface = _safe(self._surface(span))
        if isinstance(span, Quote):
            path = self.names.get(span.speaker_id or "")
            speaker = span.speaker_canonical_name or span.speaker_name or span.speaker
            said = _said(self.ui.language, span.label, speaker, path, span.cue, span.addressee, span.status, span.rule)
            return f"{surface}{said}"
        facts = self._of_event(span) if isinstance(span, Event) else self._facts(span)
        return f"{surface}{_below(' · '.join(facts), span.rule)}"

    def _surface(self, span: Span) -> str:
        pieces = stretches(span)
        whole = span.text if len(pieces) == 1 else " … ".join([self.text[start:end] for start, end in pieces])
        words = " ".join(whole.split())
        return words if len(words) <= _LONGEST else f"{words[:_LONGEST].rpartition(' ')[0]} …"

    def _facts(self, span: Span) -> list[str]:
        if isinstance(span, TimeExpression):
            return [_safe(" ".join(filter(None, (self.ui.when(span.time.value), span.clock, span.period))))]
        if isinstance(span, CustomSpan):
            return [f"<i>{_safe(key)}</i> {_safe(str(value))}" for key, value in span.attributes.items()]
        return []

    def _of_event(self, event: Event) -> list[str]:
        ui = self.ui
        facts = []
        if event.status != "asserted":
            facts.append(_safe(ui.one_of("statuses", event.status)))
        when = event.time.value if event.time else None
        if when:
            facts.append(_safe(ui.when(when)))
        for part in event.arguments:
            if part.role != "time" or not when:
                said = _safe(part.text if part.value is None else _with_number(part, ui))
                linked = _linked(said, f"#{anchor(part.entity_id)}") if part.entity_id else said
                facts.append(f"{_role(ui.language, part.role)} {linked}")
        if event.quote_id:
            facts.append(_linked(_safe(ui("within_quote")), f"#{anchor(event.quote_id)}"))
        if event.happening_id in self.happenings:
            facts.append(_linked(_safe(ui("happening")), f"../{happening_path(event.happening_id or '')}"))
        return facts


@lru_cache(4096)
def _kind(language: str, layer: str, label: str) -> str:
    return _safe(interface(language).one_of(_WORDS[layer], label) if layer in _WORDS else label)


@lru_cache(1024)
def _role(language: str, role: str) -> str:
    return f"<i>{_safe(interface(language).one_of('arguments', role))}</i>"


@lru_cache(65_536)
def _entity(text: str, name: str, name_id: str | None, role: str | None, rule: str | None) -> str:
    """A name as it stands, its fullest form where that differs, its role, and what found it."""
    surface = _safe(" ".join(text.split()))
    facts = [_safe(fact) for fact in (name if name != text else None, role) if fact]
    linked = f'<a href="{name_href(name_id)}">{surface}</a>' if name_id else surface
    return f"{linked}{_below(' · '.join(facts), rule)}"


@lru_cache(16_384)
def _said(
    language: str, label: str, speaker: str | None, path: str | None, cue: str | None, addressee: str | None,
    status: str, rule: str | None,
) -> str:  # fmt: skip
    """Who says it, with what word, to whom; nothing of words that stand in marks for distance."""
    ui = interface(language)
    facts = []
    if label != "scare":
        who = _safe(speaker or ui("unknown_speaker"))
        facts.append(_linked(who, path) if path else who)
        facts += [
            f"<i>{_safe(ui(word))}</i> {_safe(said)}" for word, said in (("cue", cue), ("addressee", addressee)) if said
        ]
        facts += [_safe(ui.one_of("quote_statuses", status))] if status != "said" else []
    return _below(" · ".join(facts), rule)


def _below(facts: str, rule: str | None) -> str:
    """What stands beneath a surface."""
    by = f" <s>{_safe(rule)}</s>" if rule else ""
    return f"</b><p>{facts}{by}</p>" if facts or by else "</b>"


def _linked(said: str, href: str) -> str:
    plain = href.lstrip("#").replace("-", "").isalnum()  # quicker seen than replaced
    return f'<a href="{href if plain else escape(href)}">{said}</a>'


def _safe(text: str) -> str:
    """Text for the content of an element; most holds nothing to escape, which is quicker seen than replaced."""
    return escape(text, quote=False) if "<" in text or "&" in text or ">" in text else text


def _with_number(part: Argument, ui: Interface) -> str:
    """An argument as it stands, and its number where the words do not say it plainly."""
    number = ui.number(part.value or 0) + (f"–{ui.number(part.value_to)}" if part.value_to is not None else "")
    bound = ui.one_of("bounds", part.bound or "exact")
    said = " ".join(filter(None, (bound, number, part.unit)))
    return part.text if said in part.text else f"{part.text} ({said})"


_WORDS = {"entities": "labels", "quotes": "kinds", "events": "event_types", "times": "time_kinds"}
