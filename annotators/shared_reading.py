"""What all layers read of an article, made once: its text, its tree, its paragraphs, and the names that were found in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pressmark.annotators.coreference.entity_index import EntityIndex
from pressmark.annotators.grammar.tree import Tree, tree_of
from pressmark.articles import Article
from pressmark.paragraphs import find_paragraphs
from pressmark.spans import Entity, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["SharedReading", "reading_of"]

_USER_DATA_KEY = "pressmark.reading"


@dataclass(frozen=True)
class SharedReading:
    """
    What the layers share of an article, made by `reading_of`. What a property returns is made when it is first asked for.

    `entity_layer` is the layer of names as it stands in the article, empty where it was not run. All offsets are in code
    points, end-exclusive.
    """

    text: str
    language: str
    tree: Tree
    entity_layer: Sequence[Span]

    @cached_property
    def paragraphs(self) -> Sequence[tuple[int, int]]:
        """The bounds of the article's paragraphs, in order."""
        return find_paragraphs(self.text)

    @cached_property
    def entities(self) -> Sequence[Entity]:
        """The names of the article, in the order of their layer."""
        return [span for span in self.entity_layer if isinstance(span, Entity)]

    @cached_property
    def entity_index(self) -> EntityIndex:
        """The names by their places, genders and roles."""
        return EntityIndex.of(self.entities)

    @cached_property
    def entities_by_token(self) -> Mapping[int, Entity]:
        """The name that holds each token, by the token's position."""
        by_token: dict[int, Entity] = {}
        for entity in self.entities:
            for token in self.tree.between(entity.start, entity.end):
                # Of names that overlap, the first holds the token.
                by_token.setdefault(token.i, entity)
        return by_token


def reading_of(article: Article, parse: Doc) -> SharedReading:
    """
    Return the reading of an article with this parse, the same one for all layers that have the same names before them.

    It is held in the parse's `user_data`, as the tree is.
    """
    layer = article.layers.get("entities", ())
    reading = parse.user_data.get(_USER_DATA_KEY)
    if not isinstance(reading, SharedReading) or reading.entity_layer is not layer:
        reading = SharedReading(
            article.text, article.language or "", tree_of(parse), layer
        )
        parse.user_data[_USER_DATA_KEY] = reading
    return reading
