"""
What each layer costs beside the parse: milliseconds of 1,000 tokens, its share of our parse, and of plain spaCy's.

    .venv/bin/python benchmarks/layers.py [--articles 24] [--rounds 7]

The articles are the examples, over and over. In each round they are parsed anew and every layer is made of that parse;
the first layer also makes the tree that all walk through. Plain spaCy is `nlp.pipe` over whole articles. Times are CPU
seconds of this process, medians of the rounds.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections import defaultdict

from speed import stock, texts

from pressmark.annotation.annotators import find, make_annotator
from pressmark.annotators.parse import DEFAULT_MODELS, model_path, parse_articles

LAYERS = ("entities", "quotes", "times", "events")
SPACY = "plain spaCy"


def costs(language: str, count: int, rounds: int) -> dict[str, float]:
    """Milliseconds of 1,000 tokens for plain spaCy, our parse, and each layer."""
    nlp = model_path(DEFAULT_MODELS[language]).nlp
    layers = [make_annotator(find(name), {}) for name in LAYERS]
    taken: defaultdict[str, list[float]] = defaultdict(list)
    tokens = 0
    for _ in range(rounds):
        started = time.process_time()
        list(stock(language).pipe(article.text for article in texts(count, language)))
        taken[SPACY].append(time.process_time() - started)
        started = time.process_time()
        pairs = list(parse_articles(texts(count, language), nlp))
        taken["parse"].append(time.process_time() - started)
        tokens = sum(len(doc) for _, doc in pairs)
        for layer in layers:
            started = time.process_time()
            pairs = [
                (article.with_layer(layer, layer.annotate(article, doc)), doc)
                for article, doc in pairs
            ]
            taken[layer.name].append(time.process_time() - started)
    return {
        name: 1e6 * statistics.median(times) / tokens for name, times in taken.items()
    }


def main(count: int, rounds: int) -> None:
    """Print a table."""
    found = {language: costs(language, count, rounds) for language in DEFAULT_MODELS}
    print(
        "| of 1,000 tokens | " + " | ".join(found) + " |\n|---|" + "---|" * len(found)
    )
    for name in (SPACY, "parse", *LAYERS):
        shares = [
            [100 * one[name] / one[whole] for whole in ("parse", SPACY)]
            for one in found.values()
        ]
        cells = [
            f"{one[name]:.1f} ms ({ours:.0f} %, {theirs:.0f} %)"
            for one, (ours, theirs) in zip(found.values(), shares, strict=True)
        ]
        print(f"| {name} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    asked = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    asked.add_argument("--articles", type=int, default=24)
    asked.add_argument("--rounds", type=int, default=7)
    given = asked.parse_args()
    main(given.articles, given.rounds)
