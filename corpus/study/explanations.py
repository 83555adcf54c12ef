"""
Why an article is annotated as it is: each annotation with its text, label, links and the rule that made it.

It reads the values and what their layer declares, and knows no layer by name: anybody's are explained like ours. Rules of
our own annotators are shown with an example, another sentence that the same rule reads.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, fields, is_dataclass
from functools import cache
from typing import Any

from pressmark.annotation.annotators import find, installed_annotators
from pressmark.annotation.code_fingerprint import is_ours
from pressmark.annotators.rules import AnyRule, example_of
from pressmark.articles import Article
from pressmark.layers import layer_of_value
from pressmark.spans import Span

__all__ = ["explain_article", "explanation_lines"]

_COMMON_FIELDS = frozenset(field.name for field in fields(Span))

MAX_SHOWN_CHARACTERS = 60
"""Characters of a text that a line shows; chosen, so that the rule after it is on the screen."""


def explain_article(
    article: Article, layers: Collection[str] = ()
) -> list[dict[str, Any]]:
    """
    Return the annotations of an article in the order of the text, as plain values; of these `layers` alone, if given.

    `example` is a sentence that the rule reads, None for rules that no annotator of ours has.
    `about` holds what a layer says beyond the columns of every span, `links` the ids that it points to, each with the
    text of its span or None. Raises `LayerMissing` for a layer that the article does not have.
    """
    chosen = {layer: article.layer(layer) for layer in layers or article.layers}
    values: list[dict[str, Any]] = []
    for layer, spans in chosen.items():
        values += [_explain_span(article, layer, span) for span in spans]
    # The longer first where two begin together: a quote before the name in it.
    return sorted(values, key=lambda value: (value["start"], -value["end"]))


def explanation_lines(article: Article, layers: Collection[str] = ()) -> Iterator[str]:
    """
    Yield the annotations as lines to read: offsets, layer, label, text and rule; below each an example of the rule, and
    what it says and links to.

    Raises `LayerMissing` for one of `layers` that the article does not have.
    """
    details = (
        article.title,
        article.language,
        article.published and f"{article.published:%Y-%m-%d}",
    )
    yield "  ".join([article.id, *(str(detail) for detail in details if detail)])
    for value in explain_article(article, layers):
        bounds = f"{value['start']}:{value['end']}"
        score = f" ({value['score']:.2f})" if value["score"] is not None else ""
        # Spans of a model or of somebody's annotator may name no rule; a person is named.
        person = value["annotator"] if value["annotator"].startswith("human:") else "?"
        rule = f"[{value['rule'] or person}{score}]"
        # 11 letters hold the offsets of an article of 99,999 characters: `12345:12400`.
        yield f"{bounds:>11}  {value['layer']:8}  {value['label']:8}  «{_shorten(value['text'])}»  {rule}"
        notes = [f"as in «{value['example']}»"] if value["example"] else []
        notes += [
            f"{name} {_shorten(_describe_value(part))}"
            for name, part in value["about"].items()
        ]
        for name, links in value["links"].items():
            notes += [
                f"{name} → {_describe_link(target, text)}" for target, text in links
            ]
        if notes:
            # Below the layer: 11 letters of offsets, and two spaces.
            yield f"{'':13}{'; '.join(notes)}"


def _explain_span(article: Article, layer: str, span: Span) -> dict[str, Any]:
    """Return one annotation as plain values, and the links that its layer declares."""
    declared = layer_of_value(type(span))
    links: dict[str, Any] = {}
    for name in declared.links:
        target = getattr(span, name)
        if target is not None:
            links[name] = [_link_target(article, target)]
    explanation: dict[str, Any] = {"id": span.id, "layer": layer}
    for name in ("start", "end", "text", "label", "rule", "score", "annotator"):
        explanation[name] = getattr(span, name)
    explanation["example"] = _example_of(span)
    return explanation | {"about": _say_about(span), "links": links}


def _example_of(span: Span) -> str | None:
    """Return a sentence that the rule of a span reads; None where no annotator of ours made it."""
    if not span.rule:
        return None
    return example_of(_rules_of(span.annotator), span.rule)


@cache
def _rules_of(annotator: str) -> tuple[AnyRule, ...]:
    """Return the rules of an installed annotator of ours; none of another's, whose code is not run to explain."""
    # Asked of the name: importing an annotator runs the code of whoever wrote it.
    path = installed_annotators().get(annotator, "")
    module, _, _ = path.partition(":")
    if not is_ours(module):
        return ()
    rules: tuple[AnyRule, ...] = find(annotator).rules
    return rules


def _say_about(span: Span) -> dict[str, Any]:
    """Return what an annotation says beyond the columns of every span, its links, and where its stretches are."""
    declared = layer_of_value(type(span))
    # Offsets are left out, the words that they cut out are shown.
    unsaid = {*_COMMON_FIELDS, *declared.links} - {"verdict", "reviewer"}
    for name in declared.stretches:
        unsaid |= {f"{name}_start", f"{name}_end"}
    about: dict[str, Any] = {}
    for field in fields(span):
        if field.name not in unsaid:
            value = _plain_value(getattr(span, field.name))
            if value not in (None, [], {}, ""):
                about[field.name] = value
    return about


def _link_target(article: Article, link: str) -> tuple[str, str | None]:
    """Return the id that a link holds, and the text there when it is a span of the article; None when it is not."""
    try:
        return link, article[link].text
    # A name or a happening is of the whole corpus, and no span of this article.
    except KeyError:
        return link, None


def _plain_value(value: Any) -> Any:
    """Return a value as dicts, lists and scalars; what is None in a dataclass is left out."""
    if is_dataclass(value) and not isinstance(value, type):
        return {name: part for name, part in asdict(value).items() if part is not None}
    if isinstance(value, list | tuple):
        return [_plain_value(part) for part in value]
    return dict(value) if isinstance(value, Mapping) else value


def _describe_value(value: Any) -> str:
    """Return a value for the eye: `agent «Ann Lee»` for an argument, `12:30` for a piece."""
    if isinstance(value, Mapping) and {"role", "text"} <= value.keys():
        details = {
            name: part
            for name, part in value.items()
            if name not in ("role", "text", "start", "end")
        }
        described = f"{value['role']} «{value['text']}»"
        if details:
            described += f" {_describe_value(details)}"
        return described
    if isinstance(value, Mapping):
        return " ".join(
            f"{name}={_describe_value(part)}" for name, part in value.items()
        )
    if not isinstance(value, list):
        return str(value)
    # Two numbers are offsets: the pieces of a quote are a list of such pairs.
    if len(value) == 2 and all(isinstance(part, int) for part in value):
        return f"{value[0]}:{value[1]}"
    return ", ".join(map(_describe_value, value))


def _describe_link(target: str, text: str | None) -> str:
    """Return the id that a link holds, with the words there."""
    if text is None:
        return target
    return f"{target} «{_shorten(text)}»"


def _shorten(text: str) -> str:
    """Return a text on one line, of at most `MAX_SHOWN_CHARACTERS`."""
    words = " ".join(text.split())
    if len(words) <= MAX_SHOWN_CHARACTERS:
        return words
    return f"{words[: MAX_SHOWN_CHARACTERS - 1].rstrip()}…"
