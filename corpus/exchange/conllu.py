"""
CoNLL-U: the tokens of each paragraph, and in the MISC column the layers as BIO: `Entities=B-PER`, `Quotes=I-direct`.

Tokens are those of the language's rules; no parse is in it. `start_char` and `end_char` give each token's place in the
article's text. Of spans that share a token the longest stays; the report counts the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from spacy.tokens import Doc

from pressmark.articles import Article
from pressmark.dataset.corpus import Corpus
from pressmark.paragraphs import paragraphs
from pressmark.spans import Span

from .details import pieces
from .foreign_annotation import Found, Marked, Unreadable, read_text
from .report import Options, Report
from .tokens import tokens

__all__ = ["read", "write"]

_FIELDS = "ID FORM LEMMA UPOS XPOS FEATS HEAD DEPREL DEPS MISC"


def write(corpus: Corpus, output: Path, report: Report, options: Options) -> None:
    """Write the file."""
    layers = (options.layer,) if options.layer else corpus.layers
    with report.opened(output) as file:
        file.write(f"# global.columns = {_FIELDS}\n")
        for article in corpus:
            file.writelines(f"{line}\n" for line in _lines(article, layers, report))
            report.articles += 1
    for layer in layers:
        report.cannot(f"{layer}: all but place and label", corpus.counts[layer])


def _lines(article: Article, layers: Iterable[str], report: Report) -> Iterator[str]:
    doc = tokens(article)
    columns = {
        layer: _bio(doc, article.layer(layer), layer, report) for layer in layers
    }
    yield f"# newdoc id = {_one_line(article.id)}"
    if article.language:
        yield f"# lang = {article.language}"
    for number, (start, end) in enumerate(paragraphs(article.text), start=1):
        yield f"# sent_id = {_one_line(article.id)}-{number}"
        yield f"# text = {_one_line(article.text[start:end])}"
        inside = [
            token
            for token in doc.char_span(start, end, alignment_mode="expand") or ()
            if not token.is_space
        ]
        for place, token in enumerate(inside, start=1):
            misc = [f"start_char={token.idx}", f"end_char={token.idx + len(token)}"]
            misc += [] if token.whitespace_ else ["SpaceAfter=No"]
            misc += [
                f"{layer.capitalize()}={bio[token.i]}" for layer, bio in columns.items()
            ]
            yield "\t".join([str(place), token.text, *"_______", "|".join(misc)])
        yield ""


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _bio(doc: Doc, spans: Iterable[Span], layer: str, report: Report) -> list[str]:
    """The tags of a layer; the longest span first, as a shorter one within it cannot have tags of its own."""
    tags = ["O"] * len(doc)
    for span in sorted(spans, key=lambda span: (span.start - span.end, span.start)):
        found = [
            doc.char_span(start, end, alignment_mode="expand")
            for start, end in pieces(span)
        ]
        places = [
            token.i
            for piece in found
            if piece is not None
            for token in piece
            if not token.is_space
        ]
        if not places or any(tags[place] != "O" for place in places):
            report.cannot(
                f"{layer}: a span that shares tokens with a longer one, or has none"
            )
            continue
        exact = [doc.char_span(start, end) for start, end in pieces(span)]
        report.cannot(
            f"{layer}: a span whose ends lie within tokens, widened to them",
            any(one is None for one in exact),
        )
        report.cannot(f"{layer}: an interrupted span, now several tags", len(found) > 1)
        for before, place in zip([-2, *places], places, strict=False):
            tags[place] = (
                f"{'I' if _continues(doc, before, place) else 'B'}-{span.label}"
            )
    return tags


def _continues(doc: Doc, before: int, place: int) -> bool:
    """Whether a token goes on where the one before it left off, white space aside."""
    return before >= 0 and all(
        doc[between].is_space for between in range(before + 1, place)
    )


@dataclass(slots=True)
class _Reading:
    """A document as it is read: its words, put together with spaces, and the tags of each layer."""

    place: str
    id: str | None = None
    text: str = ""
    words: list[tuple[int, int, int]] = field(default_factory=list)
    tags: dict[str, list[str]] = field(default_factory=dict)

    def add(self, word: str, tags: dict[str, str], line: int) -> None:
        """Take in a token with its tag in each layer, and the line that it stands in."""
        start = len(self.text) + (self.text != "")
        self.text += f"{' ' * (self.text != '')}{word}"
        for layer, tag in tags.items():
            self.tags.setdefault(layer, ["O"] * len(self.words)).append(tag)
        self.words.append((start, start + len(word), line))


def read(path: Path) -> Iterator[Marked | Unreadable]:
    """
    The BIO tags of a file: CoNLL-U with a layer a MISC attribute, or columns, the word first and last the tag of
    entities (CoNLL-2003). A document begins at `# newdoc` or `-DOCSTART-`.
    """
    content = read_text(path)
    if isinstance(content, Unreadable):
        yield content
        return
    reading = _Reading(f"{path.name} line 1")
    for number, line in enumerate(content.replace("\r\n", "\n").split("\n"), start=1):
        if line.startswith(("# newdoc", "-DOCSTART-")):
            yield from _marked(reading)
            reading = _Reading(
                f"{path.name} line {number}", line.partition("=")[2].strip() or None
            )
        elif line.strip() and not line.startswith("# "):
            word = _word(line)
            if word is None:
                yield Unreadable(
                    f"{path.name} line {number}",
                    "is no line of CoNLL: a word and its tags, in columns",
                )
            else:
                reading.add(*word, number)
    yield from _marked(reading)


def _word(line: str) -> tuple[str, dict[str, str]] | None:
    cells = line.split("\t") if "\t" in line else line.split()
    if len(cells) == 10:
        misc = [part.partition("=") for part in cells[9].split("|")]
        return cells[1], {
            name.lower(): tag
            for name, _, tag in misc
            if tag == "O" or tag[:2] in ("B-", "I-")
        }
    if len(cells) >= 2 and (cells[-1] == "O" or cells[-1][:2] in ("B-", "I-")):
        return cells[0], {"entities": cells[-1]}
    return None


def _marked(reading: _Reading) -> Iterator[Marked]:
    if reading.words:
        found = tuple(
            one
            for layer, tags in reading.tags.items()
            for one in _runs(layer, tags, reading.words)
        )
        layers = frozenset(reading.tags)
        yield Marked(
            text=reading.text,
            found=found,
            place=reading.place,
            id=reading.id,
            layers=layers,
        )


def _runs(
    layer: str, tags: list[str], words: list[tuple[int, int, int]]
) -> Iterator[Found]:
    """A span for each B with the I that follow it; an I of another label, or after O, begins one as well."""
    begun: tuple[int, str] | None = None
    for at, tag in enumerate([*tags, "O"]):
        label = tag[2:]
        if begun and (tag[:1] != "I" or label != begun[1]):
            first, line = words[begun[0]], words[begun[0]][2]
            yield Found(
                layer=layer,
                label=begun[1],
                start=first[0],
                end=words[at - 1][1],
                place=f"line {line}",
            )
            begun = None
        if tag != "O" and begun is None:
            begun = (at, label)
