"""
The list beside an article: what it says of each annotation, in the words of the interface.

Written here and not in a template, because it is most of a page and has no part that a theme would want otherwise. What
comes again and again over a corpus (a name, a speaker with his cue) is written once and cached.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from html import escape
from types import MappingProxyType
from typing import Any

from markupsafe import Markup

from pressmark.articles import Article
from pressmark.layers import Layer, layer_of_value
from pressmark.spans import (
    CustomSpan,
    Entity,
    Event,
    Quote,
    Span,
    TimeExpression,
)

from .argument_words import argument_html
from .html_pieces import escape_text, link_html
from .index.values import ToldHappening
from .interface import Interface, load_interface
from .layer_styles import style_of
from .markup import Highlights, stretches
from .name_links import NO_LINKS, NameLinks
from .paths import anchor
from .rule_words import rule_html
from .third_party_annotations import shorten_words
from .trust_marks import doubt_class, trust_html

__all__ = ["list_annotations"]

MAX_SURFACE_CHARACTERS = 160
"""How much of an annotation's text its item shows: three lines of the list, chosen by eye."""


def list_annotations(
    article: Article,
    highlights: Highlights,
    ui: Interface,
    *,
    happenings: Mapping[str, ToldHappening] = MappingProxyType({}),
    names: NameLinks = NO_LINKS,
) -> Markup:
    """
    Return the items of the list, in the order of the highlights: label, surface, facts and rule.

    `happenings` are those that are told more than once, by id. What cites an annotation is its name behind what all of the
    article share; `article.js` writes it, as it was a fifth of the list.
    """
    describe = _Descriptions(article, ui, happenings, names).describe
    language = ui.language
    # `und` is undetermined: a screen reader must not take words of an unknown language for those of the interface.
    lang = ""
    if article.language != language:
        lang = f' lang="{escape(article.language or "und")}"'
    items = [
        f'<li class="{classes}{doubt_class(span)}" id="n-{name}"><a href="#{name}">'
        f"{_label_word(language, layer, span.label)}</a>{trust_html(span, language)}"
        f" <b{lang}>{describe(span)}</li>"
        for span, layer, name, classes in zip(*highlights, strict=True)
    ]
    return Markup("\n".join(items))


class _Descriptions:
    """What is said of the annotations of one article."""

    def __init__(
        self,
        article: Article,
        ui: Interface,
        happenings: Mapping[str, ToldHappening],
        names: NameLinks,
    ) -> None:
        self._article = article
        self._text = article.text
        self._ui = ui
        self._happenings = happenings
        self._names = names
        # By the layer that declares the span's type, which need not be the layer that it stands in: an annotator of
        # somebody's own may yield quotes into a layer of another name.
        self._describe_by_layer: Mapping[str, Callable[[Any], str]] = {
            "entities": self._describe_entity,
            "quotes": self._describe_quote,
            "events": self._describe_event,
            "times": self._describe_time,
        }
        self._name_hrefs = {
            entity.id: names.href(entity.name_id)
            for entity in article.layers.get("entities", ())
            if isinstance(entity, Entity) and entity.name_id
        }

    def describe(self, span: Span) -> str:
        """Return the surface of an annotation and the facts about it."""
        layer = layer_of_value(type(span))
        describe = self._describe_by_layer.get(layer.name, self._describe_custom)
        return describe(span)

    def _describe_entity(self, entity: Entity) -> str:
        """Return a name and what is said of it, from the cache where the corpus has had it before."""
        return _entity_html(
            self._ui.language,
            entity.text,
            entity.name,
            self._names.href(entity.name_id) if entity.name_id else None,
            entity.role,
            entity.rule or "",
        )

    def _describe_quote(self, quote: Quote) -> str:
        """Return the words of a quote, who says them and how."""
        surface = escape_text(self._surface(quote))
        return f"{surface}{self._quote_html(quote)}"

    def _describe_event(self, event: Event) -> str:
        """Return the trigger of an event and what is said of it."""
        return self._with_facts(event, self._event_facts(event))

    def _describe_time(self, time: TimeExpression) -> str:
        """Return the words of a time, and what day, hour and period they mean."""
        day = self._ui.when(time.time.value)
        parts = filter(None, (day, time.clock, time.period))
        meaning = escape_text(" ".join(parts))
        return self._with_facts(time, [meaning])

    def _describe_custom(self, span: Span) -> str:
        """Return the words of an annotation of a layer that is not ours, and what that layer says of it."""
        return self._with_facts(span, self._other_facts(span))

    def _with_facts(self, span: Span, facts: list[str]) -> str:
        """Return the surface of `span` with `facts`, which are HTML, beneath it."""
        surface = escape_text(self._surface(span))
        layer = layer_of_value(type(span)).name
        rule = rule_html(self._ui.language, layer, span.rule or "")
        facts_html = _facts_html(" · ".join(facts), rule)
        return f"{surface}{facts_html}"

    def _surface(self, span: Span) -> str:
        """Return the words of a span on one line, cut at a word when they are many."""
        pieces = stretches(span)
        text = span.text
        if len(pieces) > 1:
            text = " … ".join([self._text[start:end] for start, end in pieces])
        words = " ".join(text.split())
        if len(words) <= MAX_SURFACE_CHARACTERS:
            return words
        return f"{words[:MAX_SURFACE_CHARACTERS].rpartition(' ')[0]} …"

    def _quote_html(self, quote: Quote) -> str:
        """Return the facts about a quote, linked to the speaker's page by the fullest name that is known."""
        href = self._name_hrefs.get(quote.speaker_id or "")
        speaker = quote.speaker_canonical_name or quote.speaker_name or quote.speaker
        return _speech_html(
            self._ui.language,
            quote.label,
            speaker,
            href,
            quote.cue,
            quote.addressee,
            quote.status,
            quote.rule,
        )

    def _other_facts(self, span: Span) -> list[str]:
        """Return the facts about an annotation of a layer that is not ours."""
        if isinstance(span, CustomSpan):
            return [
                f"<i>{escape_text(key)}</i> {escape_text(str(value))}"
                for key, value in span.attributes.items()
            ]
        layer = layer_of_value(type(span))
        return self._declared_facts(span, layer) if layer.is_declared else []

    def _declared_facts(self, span: Span, layer: Layer) -> list[str]:
        """Return the stretches, columns and links that somebody declared of a layer, those that say something."""
        facts = []
        for name in (*layer.stretches, *layer.columns):
            value = getattr(span, name)
            if value is not None:
                shown = value if isinstance(value, str) else self._plain_value(value)
                facts.append(f"<i>{escape_text(name)}</i> {escape_text(shown)}")
        for name in layer.links:
            link = getattr(span, name)
            if link is not None:
                words = self._words_of_link(link)
                facts.append(f"<i>{escape_text(name.removesuffix('_id'))}</i> {words}")
        return facts

    def _plain_value(self, value: bool | float) -> str:
        """Return a number as the language of the site writes it, a truth value as JSON does."""
        return json.dumps(value) if isinstance(value, bool) else self._ui.number(value)

    def _words_of_link(self, link: str) -> str:
        """Return a link to another annotation of the article, by its words; its id where it is not on the page."""
        try:
            words = shorten_words(self._article[link].text)
        except KeyError:
            return escape_text(link)
        return link_html(escape_text(words), f"#{anchor(link)}")

    def _event_facts(self, event: Event) -> list[str]:
        """Return the facts about an event; a resolved time stands for the words that say it."""
        ui = self._ui
        facts = []
        if event.status != "asserted":
            facts.append(escape_text(ui.one_of("statuses", event.status)))
        time = event.time.value if event.time else None
        if time:
            facts.append(escape_text(ui.when(time)))
        for argument in event.arguments:
            if argument.role != "time" or not time:
                facts.append(argument_html(argument, ui))
        if event.quote_id:
            words = escape_text(ui("within_quote"))
            facts.append(link_html(words, f"#{anchor(event.quote_id)}"))
        # What is told once is its one event, and leads nowhere.
        told = self._happenings.get(event.happening_id or "")
        if told:
            is_shared = told.article_count > 1
            words = escape_text(ui("happening" if is_shared else "happening_here"))
            # Within the article to the first that tells of it.
            first = f"#{told.path.partition('#')[2]}"
            if is_shared:
                facts.append(link_html(words, f"../{told.path}"))
            elif first != f"#{anchor(event.id)}":
                facts.append(link_html(words, first))
        return facts


@lru_cache(4096)
def _label_word(language: str, layer: str, label: str) -> str:
    """Return what a label of our layers is called; one of another layer as it is."""
    label_words = style_of(layer).label_words
    if label_words is None:
        return escape_text(label)
    return escape_text(load_interface(language).one_of(label_words, label))


@lru_cache(65_536)
def _entity_html(
    language: str, text: str, name: str, href: str | None, role: str | None, rule: str
) -> str:  # fmt: skip
    """Return a name as it stands, its fullest form where that differs, its role, and the rule that found it."""
    surface = escape_text(" ".join(text.split()))
    if href:
        surface = link_html(surface, href)
    full_name = name if name != text else None
    facts = [escape_text(fact) for fact in (full_name, role) if fact]
    return f"{surface}{_facts_html(' · '.join(facts), rule_html(language, 'entities', rule))}"


@lru_cache(16_384)
def _speech_html(
    language: str, label: str, speaker: str | None, href: str | None, cue: str | None, addressee: str | None,
    status: str, rule: str | None,
) -> str:  # fmt: skip
    """Return who says it, with what word, to whom; nothing of a scare quote, which nobody says."""
    ui = load_interface(language)
    shown_rule = rule_html(language, "quotes", rule or "")
    if label == "scare":
        return _facts_html("", shown_rule)
    who = escape_text(speaker or ui("unknown_speaker"))
    facts = [link_html(who, href) if href else who]
    for word, text in (("cue", cue), ("addressee", addressee)):
        if text:
            facts.append(f"<i>{escape_text(ui(word))}</i> {escape_text(text)}")
    if status != "said":
        facts.append(escape_text(ui.one_of("quote_statuses", status)))
    return _facts_html(" · ".join(facts), shown_rule)


def _facts_html(facts: str, rule: str) -> str:
    """Return what stands beneath a surface, with the end tag of the surface; `rule` is HTML already."""
    return f"</b><p>{facts}{rule}</p>" if facts or rule else "</b>"
