"""
What the times and events layers cost beside the parse, and how the joining of happenings grows.

    .venv/bin/python benchmarks/events.py [--articles 60] [--rounds 3]

The articles are the examples, over and over. Times are CPU seconds of this process, the median of the rounds.
"""

from __future__ import annotations

import argparse
import gc
import time
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from entities import seconds
from speed import texts

from pressmark.annotation import annotate, find, made
from pressmark.annotators.parse import DEFAULT_MODELS, model_path, parse
from pressmark.articles import Article
from pressmark.happenings import Happenings


def main() -> None:
    """Print the costs."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--articles", type=int, default=60)
    asked.add_argument("--rounds", type=int, default=3)
    given = asked.parse_args()
    for language in ("fr", "en"):
        layers(language, given.articles, given.rounds)
    for count in (2_000, 20_000, 200_000):
        started = time.process_time()
        happenings = Happenings()
        happenings.see(rows(count), {f"e{n}": f"name-{n}" for n in range(500)}, {})
        found = len(happenings.rows())
        print(f"happenings: {count:7} mentions → {found:6} in {time.process_time() - started:.2f} s")


def layers(language: str, count: int, rounds: int) -> None:
    """The cost of the two layers in a language."""
    spoken = [text for lang, text in texts(2 * count) if lang == language][:count]
    nlp = model_path(DEFAULT_MODELS[language]).nlp
    articles = [Article(id=str(n), text=text, language=language) for n, text in enumerate(spoken)]
    gc.freeze()
    parsing = seconds(lambda: list(parse(articles, nlp)), rounds)
    before = [made(find(name), {}) for name in ("entities", "quotes")]
    docs = [doc for _, doc in parse(articles, nlp)]
    ready = list(annotate(zip(articles, docs, strict=True), before))
    taken = {}
    for name in ("times", "events"):
        layer = made(find(name), {})
        pairs = list(zip(ready, docs, strict=True))
        taken[name] = seconds(lambda layer=layer, pairs=pairs: [list(layer.annotate(*pair)) for pair in pairs], rounds)  # type: ignore[misc]
        ready = [article.with_layer(layer, layer.annotate(article, doc)) for article, doc in pairs]
    said = ", ".join(f"{name} {spent:.2f} s = {100 * spent / parsing:.1f} %" for name, spent in taken.items())
    print(f"{language}: parse {parsing:.2f} s, {said} of the parse")


def rows(count: int) -> Iterator[dict[str, Any]]:
    """Mentions of attacks: ten a day, of 500 names, told by several articles each."""
    for n in range(count):
        day = (date(1900, 1, 1) + timedelta(n // 40)).isoformat()
        part = {"role": "target", "entity_id": f"e{n // 4 % 500}", "value": None, "unit": None}
        when = {"start": day, "end": day, "grain": "day", "surface": "x"}
        yield {
            "id": f"{n}/events-1", "article_id": str(n), "label": "ASSAULT", "status": "asserted", "text": "attack",
            "cluster": "c1", "time": when, "place_id": None, "arguments": [part],
        }  # fmt: skip


if __name__ == "__main__":
    main()
