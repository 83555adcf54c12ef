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
    Argument,
    CustomSpan,
    Entity,
    Event,
    Quote,
    Span,
    TimeExpression,
)

from .declared_annotations import shorten_words
from .explore.facets import doubt_of
from .index.values import ToldHappening
from .interface import Interface, load_interface
from .layer_styles import style_of
from .markup import Highlights, stretches
from .name_links import NO_LINKS, NameLinks
from .paths import anchor

__all__ = ["list_annotations"]

CHECKED_VERDICTS = frozenset({"right", "changed", "added"})
"""Verdicts with which a person stands behind an annotation; `unsure` is none."""

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
        f'<li class="{classes}{_doubt_class(span)}" id="n-{name}"><a href="#{name}">'
        f"{_label_word(language, layer, span.label)}</a>{_trust_html(span, language)}"
        f" <b{lang}>{describe(span)}</li>"
        for span, layer, name, classes in zip(*highlights, strict=True)
    ]
    return Markup("\n".join(items))


def _doubt_class(span: Span) -> str:
    """Return the class of an item whose annotation is rather wrong than right, as its annotator has it."""
    return " doubt" if _is_doubtful(span) else ""


def _is_doubtful(span: Span) -> bool:
    """Whether an annotation that nobody checked is doubtful by its score, or its speaker is."""
    if span.verdict in CHECKED_VERDICTS:
        return False
    scores = (span.score, span.speaker_score if isinstance(span, Quote) else None)
    return any(doubt_of(score) == "doubtful" for score in scores)


def _trust_html(span: Span, language: str) -> str:
    """Return a question mark for what is doubtful, a tick for what a person checked, nothing for the rest."""
    if span.verdict in CHECKED_VERDICTS:
        word = load_interface(language).one_of("verdicts", span.verdict)
        return f' <em class="checked" title="{escape(word)}">✓</em>'
    if _is_doubtful(span):
        word = load_interface(language).one_of("doubts", "doubtful")
        return f' <em title="{escape(word)}">?</em>'
    return ""


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
        href = self._names.href(entity.name_id) if entity.name_id else None
        return _entity_html(entity.text, entity.name, href, entity.role, entity.rule)

    def _describe_quote(self, quote: Quote) -> str:
        """Return the words of a quote, who says them and how."""
        surface = _escape_text(self._surface(quote))
        return f"{surface}{self._quote_html(quote)}"

    def _describe_event(self, event: Event) -> str:
        """Return the trigger of an event and what is said of it."""
        return self._with_facts(event, self._event_facts(event))

    def _describe_time(self, time: TimeExpression) -> str:
        """Return the words of a time, and what day, hour and period they mean."""
        day = self._ui.when(time.time.value)
        parts = filter(None, (day, time.clock, time.period))
        meaning = _escape_text(" ".join(parts))
        return self._with_facts(time, [meaning])

    def _describe_custom(self, span: Span) -> str:
        """Return the words of an annotation of a layer that is not ours, and what that layer says of it."""
        return self._with_facts(span, self._other_facts(span))

    def _with_facts(self, span: Span, facts: list[str]) -> str:
        """Return the surface of `span` with `facts`, which are HTML, beneath it."""
        surface = _escape_text(self._surface(span))
        facts_html = _facts_html(" · ".join(facts), span.rule)
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
                f"<i>{_escape_text(key)}</i> {_escape_text(str(value))}"
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
                facts.append(f"<i>{_escape_text(name)}</i> {_escape_text(shown)}")
        for name in layer.links:
            link = getattr(span, name)
            if link is not None:
                words = self._words_of_link(link)
                facts.append(f"<i>{_escape_text(name.removesuffix('_id'))}</i> {words}")
        return facts

    def _plain_value(self, value: bool | float) -> str:
        """Return a number as the language of the site writes it, a truth value as JSON does."""
        return json.dumps(value) if isinstance(value, bool) else self._ui.number(value)

    def _words_of_link(self, link: str) -> str:
        """Return a link to another annotation of the article, by its words; its id where it is not on the page."""
        try:
            words = shorten_words(self._article[link].text)
        except KeyError:
            return _escape_text(link)
        return _link_html(_escape_text(words), f"#{anchor(link)}")

    def _event_facts(self, event: Event) -> list[str]:
        """Return the facts about an event; a resolved time stands for the words that say it."""
        ui = self._ui
        facts = []
        if event.status != "asserted":
            facts.append(_escape_text(ui.one_of("statuses", event.status)))
        time = event.time.value if event.time else None
        if time:
            facts.append(_escape_text(ui.when(time)))
        for argument in event.arguments:
            if argument.role != "time" or not time:
                facts.append(_argument_html(argument, ui))
        if event.quote_id:
            words = _escape_text(ui("within_quote"))
            facts.append(_link_html(words, f"#{anchor(event.quote_id)}"))
        # What is told once is its one event, and leads nowhere.
        told = self._happenings.get(event.happening_id or "")
        if told:
            is_shared = told.article_count > 1
            words = _escape_text(ui("happening" if is_shared else "happening_here"))
            # Within the article to the first that tells of it.
            first = f"#{told.path.partition('#')[2]}"
            if is_shared:
                facts.append(_link_html(words, f"../{told.path}"))
            elif first != f"#{anchor(event.id)}":
                facts.append(_link_html(words, first))
        return facts


@lru_cache(4096)
def _label_word(language: str, layer: str, label: str) -> str:
    """Return what a label of our layers is called; one of another layer as it is."""
    label_words = style_of(layer).label_words
    if label_words is None:
        return _escape_text(label)
    return _escape_text(load_interface(language).one_of(label_words, label))


@lru_cache(1024)
def _role_html(language: str, role: str) -> str:
    """Return what the role of an argument is called."""
    word = load_interface(language).one_of("arguments", role)
    return f"<i>{_escape_text(word)}</i>"


def _argument_html(argument: Argument, ui: Interface) -> str:
    """Return an argument's role and words, linked to its entity in the text."""
    text = argument.text
    if argument.value is not None:
        text = _number_words(argument, ui)
    words = _escape_text(text)
    if argument.entity_id:
        words = _link_html(words, f"#{anchor(argument.entity_id)}")
    return f"{_role_html(ui.language, argument.role)} {words}"


@lru_cache(65_536)
def _entity_html(
    text: str, name: str, href: str | None, role: str | None, rule: str | None
) -> str:
    """Return a name as it stands, its fullest form where that differs, its role, and the rule that found it."""
    surface = _escape_text(" ".join(text.split()))
    if href:
        surface = _link_html(surface, href)
    full_name = name if name != text else None
    facts = [_escape_text(fact) for fact in (full_name, role) if fact]
    return f"{surface}{_facts_html(' · '.join(facts), rule)}"


@lru_cache(16_384)
def _speech_html(
    language: str, label: str, speaker: str | None, href: str | None, cue: str | None, addressee: str | None,
    status: str, rule: str | None,
) -> str:  # fmt: skip
    """Return who says it, with what word, to whom; nothing of a scare quote, which nobody says."""
    ui = load_interface(language)
    if label == "scare":
        return _facts_html("", rule)
    who = _escape_text(speaker or ui("unknown_speaker"))
    facts = [_link_html(who, href) if href else who]
    for word, text in (("cue", cue), ("addressee", addressee)):
        if text:
            facts.append(f"<i>{_escape_text(ui(word))}</i> {_escape_text(text)}")
    if status != "said":
        facts.append(_escape_text(ui.one_of("quote_statuses", status)))
    return _facts_html(" · ".join(facts), rule)


def _facts_html(facts: str, rule: str | None) -> str:
    """Return what stands beneath a surface, with the end tag of the surface."""
    rule_html = f' <s lang="en">{_escape_text(rule)}</s>' if rule else ""
    return f"</b><p>{facts}{rule_html}</p>" if facts or rule_html else "</b>"


def _link_html(words: str, href: str) -> str:
    """Return a link; `words` are escaped already."""
    # Most anchors are plain, which is quicker seen than replaced.
    is_plain = href.lstrip("#").replace("-", "").isalnum()
    return f'<a href="{href if is_plain else escape(href)}">{words}</a>'


def _escape_text(text: str) -> str:
    """Return text for the content of an element; most holds nothing to escape, which is quicker seen than replaced."""
    if "<" in text or "&" in text or ">" in text:
        return escape(text, quote=False)
    return text


def _number_words(argument: Argument, ui: Interface) -> str:
    """Return an argument as it stands, with its number where the words do not say it plainly: « douze (12) »."""
    number = ui.number(argument.value or 0)
    if argument.value_to is not None:
        number += f"–{ui.number(argument.value_to)}"
    bound = ui.one_of("bounds", argument.bound or "exact")
    words = " ".join(filter(None, (bound, number, argument.unit)))
    return argument.text if words in argument.text else f"{argument.text} ({words})"
