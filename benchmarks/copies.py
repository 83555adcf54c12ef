"""
How many planted wire copies are found, how many false ones, and how long it takes.

    .venv/bin/python benchmarks/copies.py [--articles 3000] [--copies 300] [--seed 1]

The articles are made of invented words, 200 to 600 a text, on twelve days; many share whole stock sentences. A copy
drops up to a quarter of its original's sentences, has another headline and often a lead-in, and is printed within two
days.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import accumulate

from pressmark import Article
from pressmark.sources.copies import find_copies

__all__ = ["generated"]

_SYLLABLES = [
    first + vowel
    for first in "bdfglmnprstv"
    for vowel in ("a", "e", "i", "o", "ou", "an")
]
_FIRST_DAY = datetime(2026, 3, 1, tzinfo=UTC)


def main() -> None:
    """Print recall, false pairs and seconds."""
    asked = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    asked.add_argument("--articles", type=int, default=3000)
    asked.add_argument("--copies", type=int, default=300)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    articles, planted = generated(given.articles, given.copies, seed=given.seed)
    clock, processor = time.perf_counter(), time.process_time()
    found = {id: copy.original for id, copy in find_copies(lambda: articles).items()}
    right = sum(found.get(id) == original for id, original in planted.items())
    seconds, used = time.perf_counter() - clock, time.process_time() - processor
    print(
        f"{len(articles)} articles, {len(planted)} copies: found {right} (recall {right / len(planted):.3f}),"
    )
    print(f"false {len(found) - right}, {seconds:.2f} s, {used:.2f} s of CPU")


def generated(
    count: int, copies: int, *, seed: int
) -> tuple[list[Article], dict[str, str]]:
    """Articles in a random order, and which of them is a copy of which."""
    draw = random.Random(seed)
    words = [
        "".join(draw.choices(_SYLLABLES, k=draw.randint(1, 4))) for _ in range(4000)
    ]
    stock = [_sentence(draw, words) for _ in range(40)]
    originals = [_article(draw, words, stock, n) for n in range(count - copies)]
    made = [
        _copy(draw, words, original, n)
        for n, original in enumerate(draw.sample(originals, copies))
    ]
    articles = [*originals, *(copy for copy, _ in made)]
    draw.shuffle(articles)
    return articles, {copy.id: original for copy, original in made}


def _sentence(draw: random.Random, words: Sequence[str]) -> str:
    """Draw a sentence of 8 to 26 words; the first of `words` are drawn most often, as in a language."""
    weights = _cumulative_weights(len(words))
    drawn = draw.choices(words, cum_weights=weights, k=draw.randint(8, 26))
    return " ".join(drawn).capitalize() + "."


@cache  # summed once, not for each of the 65,000 sentences
def _cumulative_weights(count: int) -> list[float]:
    """Return the summed weights of `count` words: 1/10, 1/11 …, so that no word is most of the text."""
    return list(accumulate(1 / (rank + 10) for rank in range(count)))


def _article(
    draw: random.Random, words: Sequence[str], stock: Sequence[str], number: int
) -> Article:
    sentences = [_sentence(draw, words) for _ in range(draw.randint(12, 35))]
    for sentence in draw.sample(stock, draw.randint(0, 3)):
        sentences.insert(draw.randint(0, len(sentences)), sentence)
    published = _FIRST_DAY + timedelta(hours=draw.randint(0, 12 * 24))
    return Article(
        id=f"o{number}",
        text="\n".join(sentences),
        title=_sentence(draw, words),
        published=published,
    )


def _copy(
    draw: random.Random, words: Sequence[str], original: Article, number: int
) -> tuple[Article, str]:
    sentences = original.text.split("\n")
    dropped = set(
        draw.sample(range(len(sentences)), draw.randint(0, len(sentences) // 4))
    )
    kept = [_sentence(draw, words)] * draw.randint(0, 1) + [
        one for at, one in enumerate(sentences) if at not in dropped
    ]
    published = (original.published or _FIRST_DAY) + timedelta(
        hours=draw.randint(1, 48)
    )
    made = Article(
        id=f"c{number}",
        text="\n".join(kept),
        title=_sentence(draw, words),
        published=published,
    )
    return made, original.id


if __name__ == "__main__":
    main()
