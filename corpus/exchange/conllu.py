"""
CoNLL-U: the tokens of each paragraph, and in the MISC column the layers as BIO: `Entities=B-PER`, `Quotes=I-direct`.

Tokens are those of the language's rules; no parse is in it. `start_char` and `end_char` give each token's place in the
article's text. Of spans that share a token the longest stays; the report counts the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from spacy.tokens import Doc

from pressmark.articles import Article
from pressmark.library import Corpus
from pressmark.paragraphs import paragraphs
from pressmark.spans import Span

from .details import pieces
from .report import Options, Report
from .tokens import tokens

__all__ = ["write"]

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
    columns = {layer: _bio(doc, article.layer(layer), layer, report) for layer in layers}
    yield f"# newdoc id = {_one_line(article.id)}"
    if article.language:
        yield f"# lang = {article.language}"
    for number, (start, end) in enumerate(paragraphs(article.text), start=1):
        yield f"# sent_id = {_one_line(article.id)}-{number}"
        yield f"# text = {_one_line(article.text[start:end])}"
        inside = [token for token in doc if start <= token.idx < end and not token.is_space]
        for place, token in enumerate(inside, start=1):
            misc = [f"start_char={token.idx}", f"end_char={token.idx + len(token)}"]
            misc += [] if token.whitespace_ else ["SpaceAfter=No"]
            misc += [f"{layer.capitalize()}={bio[token.i]}" for layer, bio in columns.items()]
            yield "\t".join([str(place), token.text, *"_______", "|".join(misc)])
        yield ""


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _bio(doc: Doc, spans: Iterable[Span], layer: str, report: Report) -> list[str]:
    """The tags of a layer; the longest span first, as a shorter one within it cannot have tags of its own."""
    tags = ["O"] * len(doc)
    for span in sorted(spans, key=lambda span: (span.start - span.end, span.start)):
        found = [doc.char_span(start, end, alignment_mode="expand") for start, end in pieces(span)]
        places = [token.i for piece in found if piece is not None for token in piece if not token.is_space]
        if not places or any(tags[place] != "O" for place in places):
            report.cannot(f"{layer}: a span that shares tokens with a longer one, or has none")
            continue
        exact = [doc.char_span(start, end) for start, end in pieces(span)]
        report.cannot(f"{layer}: a span whose ends lie within tokens, widened to them", any(one is None for one in exact))
        report.cannot(f"{layer}: an interrupted span, now several tags", len(found) > 1)
        for before, place in zip([-2, *places], places, strict=False):
            tags[place] = f"{'I' if _continues(doc, before, place) else 'B'}-{span.label}"
    return tags


def _continues(doc: Doc, before: int, place: int) -> bool:
    """Whether a token goes on where the one before it left off, white space aside."""
    return before >= 0 and all(doc[between].is_space for between in range(before + 1, place))
