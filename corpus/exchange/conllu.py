"""
CoNLL-U: the tokens of each paragraph, and in the MISC column the layers as BIO: `Entities=B-PER`, `Quotes=I-direct`.

Tokens are those of the language's rules; no parse is in it. `start_char` and `end_char` give each token's place in the
article's text. Of spans that share a token the longest stays; the report counts the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from spacy.tokens import Doc, Token

from pressmark.articles import Article
from pressmark.dataset.corpus import Corpus
from pressmark.paragraphs import find_paragraphs
from pressmark.spans import Span

from .conllu_reading import read
from .details import span_pieces
from .report import Options, Report
from .tokens import tokenize

__all__ = ["read", "write"]

_COLUMNS = "ID FORM LEMMA UPOS XPOS FEATS HEAD DEPREL DEPS MISC"
_COLUMNS_OF_THE_PARSE = "_" * 7  # LEMMA to DEPS: empty


def write(corpus: Corpus, output: Path, report: Report, options: Options) -> None:
    """Write the file."""
    layers = (options.layer,) if options.layer else corpus.layers
    with report.opened(output) as file:
        file.write(f"# global.columns = {_COLUMNS}\n")
        for article in corpus:
            file.writelines(f"{line}\n" for line in _lines(article, layers, report))
            report.articles += 1
    for layer in layers:
        report.cannot(f"{layer}: all but place and label", corpus.counts[layer])


def _lines(article: Article, layers: Iterable[str], report: Report) -> Iterator[str]:
    """Yield the lines of an article; a paragraph is what the form calls a sentence, as there is no parse."""
    doc = tokenize(article)
    tags = {
        layer: _bio_tags(doc, article.layer(layer), layer, report) for layer in layers
    }
    id = _one_line(article.id)
    yield f"# newdoc id = {id}"
    if article.language:
        yield f"# lang = {article.language}"
    for paragraph_no, (start, end) in enumerate(find_paragraphs(article.text), start=1):
        yield f"# sent_id = {id}-{paragraph_no}"
        yield f"# text = {_one_line(article.text[start:end])}"
        for token_no, token in enumerate(_words(doc, start, end), start=1):
            misc = "|".join(_misc(token, tags))
            yield "\t".join([str(token_no), token.text, *_COLUMNS_OF_THE_PARSE, misc])
        # An empty line ends a sentence, also the last one of the file.
        yield ""


def _words(doc: Doc, start: int, end: int) -> list[Token]:
    """Return the tokens between two offsets that are no white space; one that an offset cuts is among them."""
    tokens = doc.char_span(start, end, alignment_mode="expand") or ()
    return [token for token in tokens if not token.is_space]


def _misc(token: Token, tags: Mapping[str, list[str]]) -> Iterator[str]:
    """Yield what the last column says of a token: where it stands, and its tag in each layer."""
    # The names of Stanza, which its own readers understand.
    yield f"start_char={token.idx}"
    yield f"end_char={token.idx + len(token)}"
    # Universal Dependencies: a blank follows each word unless this is said.
    if not token.whitespace_:
        yield "SpaceAfter=No"
    for layer, layer_tags in tags.items():
        yield f"{layer.capitalize()}={layer_tags[token.i]}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _bio_tags(doc: Doc, spans: Iterable[Span], layer: str, report: Report) -> list[str]:
    """Return a tag a token; the longest span first, as a shorter one within it cannot have tags of its own."""
    tags = ["O"] * len(doc)
    # start - end is the negative length, so that the longest comes first.
    for span in sorted(spans, key=lambda span: (span.start - span.end, span.start)):
        pieces = span_pieces(span)
        positions: list[int] = []
        for start, end in pieces:
            positions += [token.i for token in _words(doc, start, end)]
        is_taken = any(tags[position] != "O" for position in positions)
        if not positions or is_taken:
            report.cannot(
                f"{layer}: a span that shares tokens with a longer one, or has none"
            )
            continue
        is_exact = all(doc.char_span(start, end) is not None for start, end in pieces)
        report.cannot(
            f"{layer}: a span whose ends lie within tokens, widened to them",
            not is_exact,
        )
        report.cannot(
            f"{layer}: an interrupted span, now several tags", len(pieces) > 1
        )
        before = None
        for position in positions:
            # A B after an interruption: BIO knows no tag that goes on after a gap.
            prefix = "I" if _is_next_word(doc, before, position) else "B"
            tags[position] = f"{prefix}-{span.label}"
            before = position
    return tags


def _is_next_word(doc: Doc, before: int | None, position: int) -> bool:
    """Whether a token goes on where the one before it left off, white space aside."""
    if before is None:
        return False
    return all(doc[between].is_space for between in range(before + 1, position))
