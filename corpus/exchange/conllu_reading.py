"""Annotation that comes back from BIO tags: CoNLL-U, or columns of a word and its tag."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .foreign_annotation import ForeignArticle, ForeignSpan, UnreadablePart, read_text

__all__ = ["read"]

_CONLLU_COLUMN_COUNT = 10
_MISC_COLUMN = 9  # counted from 0: the last


@dataclass(frozen=True, slots=True)
class _ConlluWord:
    """Where a word stands in the text that is put together from words, and the line that it is in, from 1."""

    start: int
    end: int
    line_no: int


@dataclass(slots=True)
class _TaggedText:
    """A document as it is read: its words, put together with spaces, and the tags of each layer."""

    position: str
    id: str | None = None
    text: str = ""
    words: list[_ConlluWord] = field(default_factory=list)
    tags: dict[str, list[str]] = field(default_factory=dict)

    def add(self, form: str, tags: Mapping[str, str], line_no: int) -> None:
        """Take in a word with its tag in each layer, and the line that it stands in."""
        if self.text:
            self.text += " "
        start = len(self.text)
        self.text += form
        for layer, tag in tags.items():
            # A layer that begins late in the document has no tags before.
            self.tags.setdefault(layer, ["O"] * len(self.words)).append(tag)
        self.words.append(_ConlluWord(start, start + len(form), line_no))


def read(path: Path) -> Iterator[ForeignArticle | UnreadablePart]:
    """
    Yield the spans of a file's BIO tags, document by document.

    CoNLL-U with a layer a MISC attribute, or columns, the word first and last the tag of entities (CoNLL-2003). A
    document begins at `# newdoc` or `-DOCSTART-`.
    """
    content = read_text(path)
    if isinstance(content, UnreadablePart):
        yield content
        return
    document = _TaggedText(f"{path.name} line 1")
    for line_no, line in enumerate(content.replace("\r\n", "\n").split("\n"), start=1):
        position = f"{path.name} line {line_no}"
        if line.startswith(("# newdoc", "-DOCSTART-")):
            yield from _articles(document)
            id = line.partition("=")[2].strip() or None
            document = _TaggedText(position, id)
        elif line.strip() and not line.startswith("# "):
            word = _form_and_tags(line)
            if word is None:
                reason = "is no line of CoNLL: a word and its tags, in columns"
                yield UnreadablePart(position, reason)
            else:
                document.add(*word, line_no)
    yield from _articles(document)


def _form_and_tags(line: str) -> tuple[str, dict[str, str]] | None:
    """
    Return the word of a line and its tag in each layer; None for a line of another form.

    >>> _form_and_tags("Lee NNP B-NP I-PER")
    ('Lee', {'entities': 'I-PER'})
    """
    cells = line.split("\t") if "\t" in line else line.split()
    if len(cells) == _CONLLU_COLUMN_COUNT:
        attributes = [
            attribute.partition("=") for attribute in cells[_MISC_COLUMN].split("|")
        ]
        tags = {name.lower(): tag for name, _, tag in attributes if _is_bio(tag)}
        return cells[1], tags
    if len(cells) >= 2 and _is_bio(cells[-1]):
        return cells[0], {"entities": cells[-1]}
    return None


def _is_bio(tag: str) -> bool:
    return tag == "O" or tag.startswith(("B-", "I-"))


def _articles(document: _TaggedText) -> Iterator[ForeignArticle]:
    """Yield the document as an article; a file may begin with a `# newdoc`, before which there is none."""
    if not document.words:
        return
    spans: list[ForeignSpan] = []
    for layer, tags in document.tags.items():
        spans += _tagged_spans(layer, tags, document.words)
    yield ForeignArticle(
        text=document.text,
        spans=tuple(spans),
        position=document.position,
        id=document.id,
        layers=frozenset(document.tags),
    )


def _tagged_spans(
    layer: str, tags: list[str], words: list[_ConlluWord]
) -> Iterator[ForeignSpan]:
    """Yield a span for each B with the I that follow it; an I of another label, or after O, begins one as well."""
    first: int | None = None
    span_label = ""
    # The O after the last tag ends a span that reaches the end of the document.
    for position, tag in enumerate([*tags, "O"]):
        label = tag[2:]
        goes_on = tag.startswith("I") and label == span_label
        if first is not None and not goes_on:
            yield ForeignSpan(
                layer=layer,
                label=span_label,
                start=words[first].start,
                end=words[position - 1].end,
                position=f"line {words[first].line_no}",
            )
            first = None
        if tag != "O" and first is None:
            first, span_label = position, label
