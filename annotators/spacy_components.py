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

from pressmark.annotation.annotators import Annotator, add_layer, find, implied_annotators, make_annotator
from pressmark.articles import Article
from pressmark.errors import LayerMissing

__all__ = ["LayerComponent", "entities", "events", "quotes"]

_EXTENSION = "pressmark"


@dataclass(frozen=True)
class LayerComponent:
    """An annotator as a spaCy component; `language` is the pipeline's."""

    annotator: Annotator
    language: str

    def __call__(self, doc: Doc) -> Doc:
        """The same `doc` with one span group more. Raises `LayerMissing` when a layer that it needs is not there."""
        article = doc._.get(_EXTENSION) or Article(id="doc", text=doc.text, language=self.language)
        for name in implied_annotators(self.annotator, article.layers):
            before = make_annotator(find(name), {})
            article = add_layer(article, before, doc)
        for layer in self.annotator.needs:
            if layer not in article.layers:
                raise LayerMissing(
                    f"{self.annotator.name} reads the layer {layer!r}: add the pipe of that layer before it"
                )
        article = add_layer(article, self.annotator, doc)
        found = (
            doc.char_span(span.start, span.end, label=span.label, alignment_mode="expand", span_id=span.id)
            for span in article.layer(self.annotator.layer)
        )
        doc.spans[self.annotator.layer] = [span for span in found if span is not None]
        doc._.set(_EXTENSION, article)
        return doc


def _component(nlp: Language, annotator: str, settings: dict[str, Any]) -> LayerComponent:
    if not Doc.has_extension(_EXTENSION):
        Doc.set_extension(_EXTENSION, default=None)
    return LayerComponent(make_annotator(find(annotator), settings), nlp.lang or "")


@Language.factory("pressmark_entities", default_config={"settings": {}}, assigns=["doc.spans"])
def entities(nlp: Language, name: str, settings: dict[str, Any]) -> LayerComponent:
    """The entity layer as a component; `settings` are those of the YAML."""
    return _component(nlp, "entities", settings)


@Language.factory("pressmark_quotes", default_config={"settings": {}}, assigns=["doc.spans"])
def quotes(nlp: Language, name: str, settings: dict[str, Any]) -> LayerComponent:
    """The quote layer as a component; it stands behind `pressmark_entities`."""
    return _component(nlp, "quotes", settings)


@Language.factory("pressmark_times", default_config={"settings": {}}, assigns=["doc.spans"])
def times(nlp: Language, name: str, settings: dict[str, Any]) -> LayerComponent:
    """The expressions of time as a component; `pressmark_events` finds them by itself when it is not there."""
    return _component(nlp, "times", settings)


@Language.factory("pressmark_events", default_config={"settings": {}}, assigns=["doc.spans"])
def events(nlp: Language, name: str, settings: dict[str, Any]) -> LayerComponent:
    """The event layer as a component; it stands behind `pressmark_entities` and `pressmark_quotes`."""
    return _component(nlp, "events", settings)
