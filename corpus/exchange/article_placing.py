"""Places one article's foreign spans: located in its text, fitted to their layer, their links made ours."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from pressmark.articles import Article, SpanError
from pressmark.layers import UNDECLARED
from pressmark.spans import Span
from pressmark.storage.tables import span_of

from .anchors import Anchors, bare
from .detail_moving import DetailMover
from .fitting import Unfit, fit_details, fit_label, require_whole_characters
from .foreign_annotation import ForeignArticle, ForeignSpan
from .import_rules import ImportRules
from .person_annotator import PersonAnnotator
from .refusals import Refusal
from .relinking import inner_links, keep_name, relink
from .row_filling import fill_row

__all__ = ["ArticlePlacer"]

MAX_SHOWN_CHARACTERS = 60  # of an annotation's words in a message: most of one line


class ArticlePlacer:
    """
    Places what a file says of one article. `place` returns it with its new layers; `span_count`, `refusals` and
    `omissions` then say what became of the annotations.
    """

    def __init__(
        self, article: Article, foreign: ForeignArticle, rules: ImportRules
    ) -> None:
        self.span_count = 0
        self.refusals: list[Refusal] = []
        self._article = article
        self._foreign = foreign
        self._rules = rules
        self._text = article.text if foreign.text is None else foreign.text
        self._anchors = Anchors(self._text, article.text)
        self._mover = DetailMover(article, self._anchors, rules)

    @property
    def omissions(self) -> Counter[str]:
        """Count what was not imported because it means nothing by itself: unknown fields, dead links, lost pieces."""
        return self._mover.omissions

    def place(self) -> Article:
        """Return the article with the layers of the file."""
        before = self._article
        for layer in self._rules.layers:
            self._place_layer(layer, before)
        if self._rules.beside:
            return self._article
        return relink(self._article, before, self._rules.layers)

    def _place_layer(self, layer: str, before: Article) -> None:
        """Add the person's layer to the article; note which of our ids each of its annotations has now."""
        machine = before.layers.get(layer, ())
        placed = self._placed_spans(layer, {span.label for span in machine})
        if layer == "entities" and not self._rules.beside:
            name_ids = self._rules.name_ids
            placed = [
                (keep_name(span, machine, name_ids), foreign_span)
                for span, foreign_span in placed
            ]
        placed.sort(key=lambda pair: (pair[0].start, -pair[0].end, pair[0].label))
        name = self._rules.layer_name(layer)
        person = PersonAnnotator(f"human:{self._rules.annotator}", name)
        self._article = self._article.with_layer(person, [span for span, _ in placed])
        # `with_layer` gives ids and keeps the order, so the pairs still belong together.
        for (_, foreign_span), span in zip(
            placed, self._article.layer(name), strict=True
        ):
            if isinstance(foreign_span.id, str):
                self._mover.span_ids[foreign_span.id] = span.id
        if columns := inner_links(self._rules.declaration(layer)):
            # The ids that they name are known only now that all of the layer is placed.
            relinked = [
                replace(span, **self._links(foreign_span, columns))
                for span, foreign_span in placed
            ]
            self._article = self._article.with_layer(person, relinked)
        self.span_count += len(placed)

    def _links(self, span: ForeignSpan, columns: Iterable[str]) -> dict[str, Any]:
        """Return the links of an annotation in `columns`, their ids ours; None where there is none."""
        links: dict[str, Any] = {}
        for column in columns:
            id = span.details.get(column)
            is_id = isinstance(id, str)
            links[column] = self._mover.our_id(id, self._article) if is_id else None
        return links

    def _placed_spans(
        self, layer: str, machine_labels: Collection[str]
    ) -> list[tuple[Span, ForeignSpan]]:
        """Return the spans of `layer` that fit, each with what the file says of it; refuse the others."""
        placed: list[tuple[Span, ForeignSpan]] = []
        for foreign_span in self._foreign.spans:
            if foreign_span.layer != layer:
                continue
            try:
                span = self._place_span(foreign_span, machine_labels)
            except Unfit as unfit:
                position = f"{self._foreign.position} {foreign_span.position}".strip()
                words = self._label_and_words(foreign_span)
                self.refusals.append(Refusal(position, str(unfit), words))
            else:
                placed.append((span, foreign_span))
        return placed

    def _label_and_words(self, span: ForeignSpan) -> str:
        """Return the label and words of an annotation, as a message shows them."""
        if not (_is_offset(span.start) and _is_offset(span.end)):
            return ""
        words = " ".join(self._text[max(0, span.start) : span.end].split())
        if len(words) > MAX_SHOWN_CHARACTERS:
            words = f"{words[:MAX_SHOWN_CHARACTERS]}…"
        return f"{span.label} «{words}»"

    def _place_span(self, span: ForeignSpan, machine_labels: Collection[str]) -> Span:
        """Return the span in the article; raise `Unfit` with why it is none."""
        start, end = self._locate(span)
        label = fit_label(span.layer, span.label, machine_labels)
        row = self._row(span, start, end)
        layer = self._rules.declaration(span.layer)
        placed = span_of(layer, {"label": label, **row})
        try:
            # On an article of its own, so that one bad span does not keep the others out.
            self._article.with_layer(PersonAnnotator("", span.layer), [placed])
        except SpanError as error:
            reason = str(error).rpartition("span: ")[2]
            raise Unfit(f"does not fit: {reason}") from error
        return placed

    def _locate(self, span: ForeignSpan) -> tuple[int, int]:
        """Return where the span stands in the article; raise `Unfit` where its offsets or words are wrong."""
        if not (_is_offset(span.start) and _is_offset(span.end)):
            raise Unfit("its start or its end is no whole number")
        if not 0 <= span.start < span.end <= len(self._text):
            raise Unfit(
                "does not lie within the text of the file (offsets count characters, from 0)"
            )
        words = self._text[span.start : span.end]
        if isinstance(span.words, str) and bare(span.words) != bare(words):
            raise Unfit(
                "has other words than stand at its offsets (these count characters, from 0)"
            )
        stretch = self._anchors.locate(span.start, span.end)
        if stretch is None:
            raise Unfit(
                "is not in the text of the corpus, or there several times: the text was changed. "
                "Annotate it as it was exported"
            )
        return stretch

    def _row(self, span: ForeignSpan, start: int, end: int) -> dict[str, Any]:
        """Return the span by columns: what the file does not say is filled in, what a moved end made untrue mended."""
        text = self._article.text
        row: dict[str, Any] = {"start": start, "end": end, "text": text[start:end]}
        layer = self._rules.declaration(span.layer)
        if layer is UNDECLARED:
            return row | self._custom_columns(span)
        table = layer if layer.is_declared else layer.name
        fitted, unknown_fields = fit_details(table, span.details)
        self.omissions.update(f"unknown `{name}` field" for name in unknown_fields)
        details = self._mover.move(fitted, layer, self._article)
        for name in (*layer.made_anew, *inner_links(layer)):
            details.pop(name, None)
        span_class = layer.span_class()
        return row | fill_row(span_class, details, start, end, self._article)

    def _custom_columns(self, span: ForeignSpan) -> dict[str, Any]:
        """Return what a row of somebody's own layer holds beside its place: fields of their own are attributes."""
        details = span.details
        named_columns = {name: details.get(name) for name in ("score", "rule")}
        columns, _ = fit_details("", named_columns)
        attributes = details if self._rules.beside else details.get("attributes")
        if attributes is not None and not isinstance(attributes, Mapping):
            raise Unfit("has `attributes` that are no names and values")
        merged = dict(attributes or {})
        if not self._rules.beside:
            columns_of_ours = (*named_columns, "attributes")
            merged |= {
                name: value
                for name, value in details.items()
                if name not in columns_of_ours
            }
        attributes_json = json.dumps(merged, ensure_ascii=False, default=str)
        columns["attributes"] = require_whole_characters(attributes_json, "attributes")
        return columns


def _is_offset(value: Any) -> bool:
    # True and False are whole numbers to Python.
    return isinstance(value, int) and not isinstance(value, bool)
