"""Annotated articles as examples for spaCy's entity recogniser: tokenised paragraphs, and the names to find in them."""

from __future__ import annotations

import json
import random
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.training import Example

from pressmark.paragraphs import find_paragraphs
from pressmark.yaml_files.lexicon_models.entity_words import EntityWords
from pressmark.yaml_files.lexicons import read_lexicon

__all__ = [
    "NameSet",
    "Paragraph",
    "read_paragraphs",
    "read_rows",
    "set_in_capitals",
    "to_examples",
]

MAX_HEADLINE_TOKENS = 40
"""The longest paragraph that is also learned in capitals; chosen."""


Row = Mapping[str, Any]

_FIRST_CHOICE = {"PER": "PERSON", "LOC": "GPE", "ORG": "ORG", "MISC": "PRODUCT"}
"""The label of OntoNotes for a name of ours that the model does not see, or calls otherwise."""
_PEOPLES = ("NORP", "LANGUAGE")
"""Labels of what is no name to us as an adjective ("French troops"): the model goes on to see it, and a rule drops it."""


@dataclass(frozen=True)
class NameSet:
    """
    A set of annotated articles that weights may be learned from.

    `file` is a pattern in the folder of gold or a path; `has_misc` says that names of the label MISC are annotated too.
    """

    name: str
    file: Path
    licence: str
    has_misc: bool = True


@dataclass(frozen=True)
class Paragraph:
    """A tokenised paragraph with its names: position of the first token, of the one after the last, label of the model."""

    doc: Doc
    names: tuple[tuple[int, int, str], ...]


def read_rows(file: Path) -> list[Row]:
    """Return the articles of a file of gold, one JSON object a line."""
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def read_paragraphs(
    nlp: Language, name_set: NameSet, rows: Sequence[Row]
) -> Iterator[Paragraph]:
    """Yield the paragraphs of the articles, as the parse cuts them; what the model says now goes in where gold is silent."""
    words = read_lexicon("entities", nlp.lang, EntityWords)
    labels = words.labels if words else {}
    cuts = [(row, *cut) for row in rows for cut in find_paragraphs(row["text"])]
    texts = [row["text"][start:end] for row, start, end in cuts]
    with nlp.select_pipes(enable=["ner"]):
        docs = list(nlp.pipe(texts))
    for (row, start, end), doc in zip(cuts, docs, strict=True):
        inner = [
            entity
            for entity in row["entities"]
            if start <= entity["start"] and entity["end"] <= end
        ]
        names = list(_gold_names(doc, inner, start, labels))
        names += _rehearsed_names(doc, names, labels, has_misc=name_set.has_misc)
        yield Paragraph(doc, tuple(sorted(names)))


def _gold_names(
    doc: Doc, entities: Sequence[Row], offset: int, labels: Mapping[str, str]
) -> Iterator[tuple[int, int, str]]:
    """Yield the annotated names as tokens; one that shares a token with another, or goes over a line break, is left out."""
    end_of_last = 0
    for entity in sorted(entities, key=lambda row: row["start"]):
        span = doc.char_span(
            entity["start"] - offset,
            entity["end"] - offset,
            alignment_mode="expand",
        )
        if span is None or span.start < end_of_last:
            continue
        if any(token.is_space for token in span):
            continue
        end_of_last = span.end
        yield span.start, span.end, _model_label(doc, span, entity["label"], labels)


def _model_label(doc: Doc, span: Span, label: str, labels: Mapping[str, str]) -> str:
    """Return the model's own label for a name of ours: what it says there if it means ours, else the most frequent."""
    if "PERSON" not in labels:
        return label
    for entity in doc.ents:
        is_there = entity.start < span.end and span.start < entity.end
        if is_there and labels.get(entity.label_) == label:
            return entity.label_
    return _FIRST_CHOICE[label]


def _rehearsed_names(
    doc: Doc,
    names: Sequence[tuple[int, int, str]],
    labels: Mapping[str, str],
    *,
    has_misc: bool,
) -> Iterator[tuple[int, int, str]]:
    """Yield what the model finds and gold says nothing of: dates and sums, peoples, MISC where it is not annotated."""
    covered = {position for start, end, _ in names for position in range(start, end)}
    for entity in doc.ents:
        label = labels.get(entity.label_)
        is_rehearsed = label is None or entity.label_ in _PEOPLES
        if label == "MISC" and not has_misc:
            is_rehearsed = True
        if is_rehearsed and covered.isdisjoint(range(entity.start, entity.end)):
            yield entity.start, entity.end, entity.label_


def to_examples(nlp: Language, examples: Collection[Paragraph]) -> list[Example]:
    """Return spaCy's examples of paragraphs: the tokens alone, and the tokens with the names."""
    return [_to_example(nlp, paragraph) for paragraph in examples]


def _to_example(nlp: Language, paragraph: Paragraph) -> Example:
    forms = [token.text for token in paragraph.doc]
    spaces = [bool(token.whitespace_) for token in paragraph.doc]
    reference = Doc(nlp.vocab, words=forms, spaces=spaces)
    names = [
        Span(reference, start, end, label=label)
        for start, end, label in paragraph.names
    ]
    reference.set_ents(names, default="outside")
    return Example(Doc(nlp.vocab, words=forms, spaces=spaces), reference)


def set_in_capitals(
    nlp: Language, originals: Sequence[Paragraph], *, share: float, seed: int
) -> Iterator[Paragraph]:
    """Yield a share of the short paragraphs that hold names, in capitals, as some papers set their headlines."""
    generator = random.Random(seed)
    for paragraph in originals:
        if not paragraph.names or len(paragraph.doc) > MAX_HEADLINE_TOKENS:
            continue
        if generator.random() < share:
            forms = [token.text.upper() for token in paragraph.doc]
            spaces = [bool(token.whitespace_) for token in paragraph.doc]
            yield Paragraph(Doc(nlp.vocab, words=forms, spaces=spaces), paragraph.names)
