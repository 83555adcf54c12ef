"""
Why an article is annotated as it is: each annotation with its text, label, links and the rule that made it.

It reads the values and what their layer declares, and knows no layer by name: anybody's are explained like ours.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, fields, is_dataclass
from typing import Any

from pressmark.articles import Article
from pressmark.layers import layer_of_value
from pressmark.spans import Span

__all__ = ["explained", "explanations"]

_OF_EVERY_SPAN = frozenset(field.name for field in fields(Span))
_WIDTH = 60


def explanations(article: Article, layers: Collection[str] = ()) -> list[dict[str, Any]]:
    """
    The annotations of an article in the order of the text, as plain values; with `layers`, those of these alone.

    `about` holds what a layer says beyond the columns of every span, `links` the ids that it points to, each with the
    text of its span or None. Raises `LayerMissing` for a layer that the article does not have.
    """
    chosen = {layer: article.layer(layer) for layer in layers or article.layers}
    found = [_explanation(article, layer, span) for layer, spans in chosen.items() for span in spans]
    return sorted(found, key=lambda one: (one["start"], -one["end"]))


def explained(article: Article, layers: Collection[str] = ()) -> Iterator[str]:
    """The annotations as lines to read: offsets, layer, label, text and rule; below each what it says and links to."""
    about = (article.title, article.language, article.published and f"{article.published:%Y-%m-%d}")
    yield "  ".join([article.id, *(str(one) for one in about if one)])
    for one in explanations(article, layers):
        place = f"{one['start']}:{one['end']}"
        score = f" ({one['score']:.2f})" if one["score"] is not None else ""
        yield f"{place:>11}  {one['layer']:8}  {one['label']:8}  «{_short(one['text'])}»  [{one['rule'] or '?'}{score}]"
        said = [f"{name} {_short(_told(value))}" for name, value in one["about"].items()]
        said += [f"{name} → {_linked(target, text)}" for name, links in one["links"].items() for target, text in links]
        if said:
            yield f"{'':13}{'; '.join(said)}"


def _explanation(article: Article, layer: str, span: Span) -> dict[str, Any]:
    own = {field.name: getattr(span, field.name) for field in fields(span) if field.name not in _OF_EVERY_SPAN}
    declared = layer_of_value(type(span))
    offsets = {f"{name}_{end}" for name in declared.stretches for end in ("start", "end")}
    links = {name: own[name] for name in declared.links}
    about = {name: _plain(value) for name, value in own.items() if name not in links and name not in offsets}
    return {
        "id": span.id,
        "layer": layer,
        **{name: getattr(span, name) for name in ("start", "end", "text", "label", "rule", "score", "annotator")},
        "about": {name: value for name, value in about.items() if value not in (None, [], {}, "")},
        "links": {name: [_target(article, value)] for name, value in links.items() if value is not None},
    }


def _target(article: Article, link: str) -> tuple[str, str | None]:
    """The id that a link holds, and the text there when it is a span of the article."""
    try:
        return link, article[link].text
    except KeyError:
        return link, None


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {name: part for name, part in asdict(value).items() if part is not None}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return dict(value) if isinstance(value, Mapping) else value


def _told(value: Any) -> str:
    """A value for the eye: `agent «Ann Lee»` for an argument, `12:30` for a piece."""
    if isinstance(value, Mapping) and {"role", "text"} <= value.keys():
        more = {name: part for name, part in value.items() if name not in ("role", "text", "start", "end")}
        return f"{value['role']} «{value['text']}»{' ' + _told(more) if more else ''}"
    if isinstance(value, Mapping):
        return " ".join(f"{name}={_told(part)}" for name, part in value.items())
    if isinstance(value, list) and len(value) == 2 and all(isinstance(part, int) for part in value):
        return f"{value[0]}:{value[1]}"
    return ", ".join(map(_told, value)) if isinstance(value, list) else str(value)


def _linked(target: str, text: str | None) -> str:
    return f"{target} «{_short(text)}»" if text is not None else target


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _WIDTH else f"{words[: _WIDTH - 1].rstrip()}…"
