"""Moves the details of one article's foreign spans into the article: offsets to our text, links to our ids."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from pressmark.articles import Article
from pressmark.layers import Layer, StretchWords
from pressmark.spans import Span

from .anchors import Anchors, without_controls
from .import_rules import ImportRules
from .relinking import inner_links, links_within

__all__ = ["DetailMover"]


class DetailMover:
    """
    Moves details by the declaration of their layer. `omissions` counts pieces and links that could not be moved.

    `span_ids` maps the ids that the file gives its annotations to ours; whoever makes the spans fills it in, layer by
    layer, as a link names a span of its own layer or of one before it.
    """

    def __init__(self, article: Article, anchors: Anchors, rules: ImportRules) -> None:
        self.omissions: Counter[str] = Counter()
        self.span_ids: dict[str, str] = {}
        self._text = article.text
        self._anchors = anchors
        self._rules = rules
        self._xml_text = without_controls(article.text)

    def move(
        self, details: Mapping[str, Any], layer: Layer, article: Article
    ) -> dict[str, Any]:
        """
        Return `details` with offsets in our text and our ids; what cannot be placed or linked is left out.

        `article` is as it stands now, with the layers that were imported before this one. Links to annotations of the
        layer itself stay as the file has them: their ids are known only when all of it is placed.
        """
        moved = {name: self._restore_controls(value) for name, value in details.items()}
        for name, (start_column, end_column) in layer.stretch_columns().items():
            if start_column in details or end_column in details:
                moved |= self._move_stretch(name, layer.words_of(name), details)
        for column in (layer.pieces, layer.parts):
            if column is not None and column in details:
                parts = (self._move_part(part, article) for part in details[column])
                moved[column] = [part for part in parts if part is not None]
        for name in links_within(layer):
            if name in details and name not in inner_links(layer):
                moved[name] = self.our_id(details[name], article)
        return {name: value for name, value in moved.items() if value is not None}

    def _move_stretch(
        self, name: str, words: StretchWords, details: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Return the offsets of the stretch `name` in our text, None where it is not found, and its words."""
        start, end = details.get(f"{name}_start", -1), details.get(f"{name}_end", -1)
        stretch = self._anchors.locate(start, end)
        if stretch is None:
            return {f"{name}_start": None, f"{name}_end": None}
        moved: dict[str, Any] = {f"{name}_start": stretch[0], f"{name}_end": stretch[1]}
        if words is StretchWords.EXACT:
            moved[name] = self._text[slice(*stretch)]
        return moved

    def _move_part(
        self, part: Mapping[str, Any], article: Article
    ) -> dict[str, Any] | None:
        """Return a quote's piece or an event's argument in our text; None, and counted, where it is not found."""
        stretch = self._anchors.locate(part["start"], part["end"])
        if stretch is None:
            self.omissions["misplaced piece"] += 1
            return None
        moved = {**part, "start": stretch[0], "end": stretch[1]}
        if "role" in part:
            moved["text"] = self._text[slice(*stretch)]
            moved["entity_id"] = self.our_id(part.get("entity_id"), article)
        return moved

    def _restore_controls(self, value: Any) -> Any:
        """Return a text in which U+FFFD stands for what XML cannot hold, as the article itself has it."""
        if self._xml_text == self._text or not isinstance(value, str):
            return value
        start = self._xml_text.find(value) if "\ufffd" in value else -1
        return value if start < 0 else self._text[start : start + len(value)]

    def our_id(self, id: str | None, article: Article) -> str | None:
        """Return our id of what a link names: imported with the file, or standing in a layer that stays."""
        if id is None:
            return self.span_ids.get("")
        if id in self.span_ids:
            return self.span_ids[id]
        for layer, spans in article.layers.items():
            stays = self._rules.beside or layer not in self._rules.layers
            if stays and _holds_id(spans, id):
                return id
        self.omissions["dead link"] += 1
        return None


def _holds_id(spans: Iterable[Span], id: str) -> bool:
    return any(span.id == id for span in spans)
