"""
The quote layer and textacy's `direct_quotations` on the same annotated articles, the same parse, in one process.

    pip install "pressmark[bench]"
    .venv/bin/python benchmarks/quotes_beside_textacy.py GOLD     every quotes.<language>.<set>.jsonl of the folder

textacy is called twice: on whole articles as its documentation has it, where one odd mark costs the article (how often
is printed), and paragraph by paragraph, which is kinder to it. It finds direct quotes only: read its second line.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import process_time
from typing import Any

from quality import parses, predictions
from spacy.tokens import Doc, Token
from textacy.extract import direct_quotations  # type: ignore[import-not-found]

from pressmark import Article
from pressmark.evaluation.quote_scores import score_quotes
from pressmark.evaluation.scores import Score
from pressmark.paragraphs import find_paragraphs

Document = dict[str, Any]


def main() -> None:
    """Print both, set by set."""
    asked = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    asked.add_argument("gold", type=Path)
    for file in sorted(asked.parse_args().gold.glob("quotes.*.jsonl")):
        gold = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
        print(f"\n{file.stem}  ({len(gold)} articles)")
        _print("pressmark", gold, list(predictions(gold, "quotes")))
        for name, of in (
            ("textacy, whole articles", whole),
            ("textacy, by paragraph", by_paragraph),
        ):
            start = process_time()
            found, lost = beside(gold, of)
            _print(name, gold, found)
            print(
                f"    {lost} articles lost to an error; {process_time() - start:.1f} s on top of the parse"
            )


def beside(
    gold: Sequence[Document], of: Callable[[Doc], Iterator[Document]]
) -> tuple[list[Document], int]:
    """What textacy finds in the articles of a set, and how many it cannot read."""
    language = gold[0]["lang"]
    articles = [
        Article(id=one["id"], text=one["text"], language=language) for one in gold
    ]
    found, lost = [], 0
    for doc in parses(articles, language):
        try:
            found.append({"quotes": list(of(doc))})
        except ValueError:
            found.append({"quotes": []})
            lost += 1
    return found, lost


def whole(doc: Doc) -> Iterator[Document]:
    """What textacy finds in an article."""
    yield from _rows(doc, 0)


def by_paragraph(doc: Doc) -> Iterator[Document]:
    """What textacy finds in each paragraph of an article; a paragraph that it cannot read gives nothing."""
    for start, end in find_paragraphs(doc.text):
        part = doc.char_span(start, end, alignment_mode="expand")
        if part is not None:
            try:
                yield from list(_rows(part.as_doc(), part.start_char))
            except ValueError:
                continue


def _rows(doc: Doc, offset: int) -> Iterator[Document]:
    for speaker, cue, content in direct_quotations(doc):
        row: Document = {
            "start": content.start_char + offset,
            "end": content.end_char + offset,
            "type": "direct",
        }
        yield row | _part("speaker", speaker, offset) | _part("cue", cue, offset)


def _part(name: str, tokens: Sequence[Token], offset: int) -> Document:
    if not tokens:
        return {name: None, f"{name}_start": None, f"{name}_end": None}
    words = " ".join(token.text for token in tokens)
    start, end = tokens[0].idx + offset, tokens[-1].idx + len(tokens[-1]) + offset
    return {name: words, f"{name}_start": start, f"{name}_end": end}


def _print(name: str, gold: Sequence[Document], found: Sequence[Document]) -> None:
    pairs = list(zip(gold, found, strict=True))
    every, marked = score_quotes(pairs), score_quotes(pairs, kinds=("direct", "mixed"))
    print(
        f"  {name:24} all  {_shown(every)}\n  {'':24} direct, mixed  {_shown(marked)}"
    )


def _shown(scores: dict[str, Score]) -> str:
    return "   ".join(f"{name} {_figures(scores[name])}" for name in ("overlap", "e2e"))


def _figures(score: Score) -> str:
    return f"F1 {100 * score.f1:4.1f} (P {100 * score.precision:4.1f} R {100 * score.recall:4.1f})"


if __name__ == "__main__":
    main()
