"""
The annotators as spaCy components: `nlp.add_pipe("pressmark_quotes")` fills `doc.spans["quotes", "times"]`.

Whatever pipeline stands before them is the parse. The full values, with speakers and arguments, are in
`doc._.pressmark`, an `Article`. A span that ends within a token is widened to the token in `doc.spans`, and only there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from pressmark.annotation.annotators import (
    Annotator,
    add_layer,
    find,
    implied_annotators,
    make_annotator,
)
from pressmark.articles import Article
from pressmark.errors import LayerMissing
from pressmark.layers import layer_name

__all__ = ["LayerComponent", "entities", "events", "quotes"]

# The attribute that holds the article: `doc._.pressmark`.
_EXTENSION = "pressmark"


@dataclass(frozen=True)
class LayerComponent:
    """An annotator as a spaCy component; `language` is the pipeline's, for a `doc` that no component has read yet."""

    annotator: Annotator
    language: str

    def __call__(self, doc: Doc) -> Doc:
        """
        Add the annotator's layer to `doc._.pressmark` and its spans to `doc.spans`, and return the same `doc`.

        Raises `LayerMissing` when a layer that it needs is not there.
        """
        article = doc._.get(_EXTENSION)
        if not article:
            article = Article(id="doc", text=doc.text, language=self.language)
        # Layers that run by themselves (times before events) are made here: nobody needs to add their pipe.
        for name in implied_annotators(self.annotator, article.layers):
            article = add_layer(article, make_annotator(find(name), {}), doc)
        # Quotes need entities: spaCy lets pipes stand in any order.
        self._require_layers(article)
        article = add_layer(article, self.annotator, doc)
        self._add_spans(article, doc)
        doc._.set(_EXTENSION, article)
        return doc

    def _require_layers(self, article: Article) -> None:
        """Raise `LayerMissing` for the first layer that the annotator reads and the article has not."""
        for layer in self.annotator.needs:
            if layer not in article.layers:
                raise LayerMissing(
                    f"{self.annotator.name} reads the layer {layer!r}: add the pipe of that layer before it"
                )

    def _add_spans(self, article: Article, doc: Doc) -> None:
        """Put the spans of the annotator's layer into `doc.spans`, widened to whole tokens, which spaCy asks for."""
        layer = layer_name(self.annotator.layer)
        token_spans = (
            doc.char_span(
                span.start,
                span.end,
                label=span.label,
                alignment_mode="expand",
                span_id=span.id,
            )
            for span in article.layer(layer)
        )
        doc.spans[layer] = [span for span in token_spans if span is not None]


def _create_component(
    nlp: Language, annotator: str, settings: dict[str, Any]
) -> LayerComponent:
    """Create the component of an annotator by its short name; the extension of `Doc` is set by the first."""
    if not Doc.has_extension(_EXTENSION):
        Doc.set_extension(_EXTENSION, default=None)
    return LayerComponent(make_annotator(find(annotator), settings), nlp.lang or "")


@Language.factory(
    "pressmark_entities", default_config={"settings": {}}, assigns=["doc.spans"]
)
def entities(nlp: Language, name: str, settings: dict[str, Any]) -> LayerComponent:
    """Create the component of the entity layer; `settings` are those of the YAML."""
    return _create_component(nlp, "entities", settings)


@Language.factory(
    "pressmark_quotes", default_config={"settings": {}}, assigns=["doc.spans"]
)
def quotes(nlp: Language, name: str, settings: dict[str, Any]) -> LayerComponent:
    """Create the component of the quote layer; it stands after `pressmark_entities`."""
    return _create_component(nlp, "quotes", settings)


@Language.factory(
    "pressmark_times", default_config={"settings": {}}, assigns=["doc.spans"]
)
def times(nlp: Language, name: str, settings: dict[str, Any]) -> LayerComponent:
    """Create the component of the expressions of time; `pressmark_events` finds them by itself when it is not there."""
    return _create_component(nlp, "times", settings)


@Language.factory(
    "pressmark_events", default_config={"settings": {}}, assigns=["doc.spans"]
)
def events(nlp: Language, name: str, settings: dict[str, Any]) -> LayerComponent:
    """Create the component of the event layer; it stands after `pressmark_entities` and `pressmark_quotes`."""
    return _create_component(nlp, "events", settings)
