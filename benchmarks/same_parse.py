"""
Compare the two engines of the parse, article by article: `fast` must decide as `stock` does.

    .venv/bin/python benchmarks/same_parse.py FOLDER            # every article of its *.jsonl and *.jsonl.gz
    .venv/bin/python benchmarks/same_parse.py FOLDER --most 200  # the first 200 of each file

Each line holds a text and a language, or its file is called `name.fr.jsonl`. Tokens, tags, parts of speech, morphology,
lemmas, heads, labels, entities and sentence starts are compared, after the paragraphs
are joined and after each parse is written and read. What differs is printed, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from spacy.tokens import Doc

from pressmark.annotators.parse import (
    DEFAULT_MODELS,
    engine_named,
    model_path,
    parse_articles,
)
from pressmark.annotators.parse_engine import EngineName
from pressmark.articles import Article

COMPARED = {
    "tokens": ("ORTH", "SPACY", "NORM"),
    "tags": ("TAG", "POS", "MORPH"),
    "lemmas": ("LEMMA",),
    "heads": ("HEAD",),
    "labels": ("DEP",),
    "sentence starts": ("SENT_START",),
    "entities": ("ENT_IOB", "ENT_TYPE"),
}
"""What is compared, and the attributes of a token that hold it."""


def read_articles(file: Path, most: int | None) -> dict[str, list[Article]]:
    """Read the first `most` articles of a file, by language."""
    articles: dict[str, list[Article]] = {}
    with (
        gzip.open(file, "rt", encoding="utf-8")
        if file.suffix == ".gz"
        else file.open(encoding="utf-8") as lines
    ):
        for number, row in enumerate(map(json.loads, islice(lines, most))):
            language = row.get("language") or row.get("lang") or file.name.split(".")[1]
            articles.setdefault(language, []).append(
                Article(id=str(number), text=row["text"])
            )
    return articles


def parse_with(
    engine: EngineName, language: str, articles: list[Article]
) -> Iterator[Doc]:
    """Parse `articles` with an engine; yield each parse as it comes back from the bytes of that engine."""
    nlp = model_path(DEFAULT_MODELS[language])
    loaded = engine_named(engine).load(next(nlp.path.glob("*/config.cfg")).parent)
    for _, doc in parse_articles(articles, loaded, engine=engine):
        content = engine_named(engine).to_bytes(doc)
        assert content is not None
        restored = engine_named(engine).from_bytes(content, loaded.vocab)
        yield from (doc, restored)


def differences(fast: Doc, stock: Doc) -> list[str]:
    """Say what of two parses of one text differs."""
    differing = [
        name
        for name, attributes in COMPARED.items()
        if decisions(fast, attributes) != decisions(stock, attributes)
    ]
    return differing if fast.text == stock.text else ["text", *differing]


def decisions(doc: Doc, attributes: tuple[str, ...]) -> object:
    """Return the values of some attributes for all tokens; names as hashes, which are equal in two vocabularies."""
    return doc.to_array(list(attributes)).tolist()


def compare(language: str, articles: list[Article]) -> int:
    """Print how many of `articles` the two engines decide differently; return that number."""
    pairs = zip(
        parse_with("fast", language, articles),
        parse_with("stock", language, articles),
        strict=True,
    )
    tokens, differing = 0, 0
    for number, (fast, stock) in enumerate(pairs):
        tokens += len(stock) if number % 2 == 0 else 0
        if names := differences(fast, stock):
            differing += 1
            print(f"    article {articles[number // 2].id}: {', '.join(names)} differ")
    print(
        f"    {language}: {len(articles):,} articles, {tokens:,} tokens, {differing} parses differ",
        flush=True,
    )
    return differing


def main() -> None:
    """Compare the engines on all files of a folder."""
    parser = argparse.ArgumentParser(
        description="Compare the two engines of the parse."
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "--most", type=int, help="articles of each file; all when left out"
    )
    options = parser.parse_args()
    files = sorted(
        [*options.folder.glob("*.jsonl"), *options.folder.glob("*.jsonl.gz")]
    )
    differing = 0
    for file in files:
        print(file.name)
        for language, articles in read_articles(file, options.most).items():
            differing += compare(language, articles)
    raise SystemExit(differing > 0 or not files)


if __name__ == "__main__":
    main()
