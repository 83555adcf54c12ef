"""
How often articles that are joined tell of one happening: pairs of our own making, true ones and tempting ones.

    .venv/bin/python benchmarks/happening_pairs.py [examples/happenings/pairs.jsonl] [--errors]

Each line of the file is a pair of short articles with `is_one`, whether they tell of one thing, and `why` they do not. The
whole way is measured: both articles are annotated and sealed into a corpus of their own.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pressmark import Article, annotate_parsed, save
from pressmark.annotation.annotators import find, make_annotator
from pressmark.annotators.parse import DEFAULT_MODELS, model_path, parse_articles

PAIRS = Path(__file__).parent.parent / "examples" / "happenings" / "pairs.jsonl"
ANNOTATORS = ("entities", "quotes", "times", "events")


def main() -> None:
    """Print precision and recall, and what is wrong when asked."""
    asked = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    asked.add_argument("pairs", type=Path, nargs="?", default=PAIRS)
    asked.add_argument("--errors", action="store_true")
    options = asked.parse_args()
    pairs = [json.loads(line) for line in options.pairs.read_text("utf-8").splitlines()]
    reasons = reasons_to_join(pairs)
    joined = [pair for pair in pairs if reasons[pair["id"]]]
    true = [pair for pair in pairs if pair["is_one"]]
    right = [pair for pair in joined if pair["is_one"]]
    print(
        f"{len(pairs)} pairs, {len(true)} of one happening; {len(joined)} joined, {len(right)} rightly: "
        f"precision {len(right) / max(1, len(joined)):.2f}, recall {len(right) / max(1, len(true)):.2f}"
    )
    for pair in pairs if options.errors else ():
        is_joined = bool(reasons[pair["id"]])
        if is_joined != pair["is_one"]:
            said = (
                "joined by " + str(reasons[pair["id"]]) if is_joined else "not joined"
            )
            print(f"{pair['id']} {pair['why']}: {said}")
            for article in pair["articles"]:
                print(f"    {article['text']}")


def reasons_to_join(pairs: Sequence[Mapping[str, Any]]) -> dict[str, list[str]]:
    """Return for each pair, by its id, why its articles were joined; nothing for those that stay apart."""
    reasons: dict[str, list[str]] = {}
    for language in sorted({pair["language"] for pair in pairs}):
        chosen = [pair for pair in pairs if pair["language"] == language]
        annotated = annotate_pairs(chosen, language)
        for pair, articles in zip(chosen, annotated, strict=True):
            with tempfile.TemporaryDirectory() as folder:
                corpus = save(articles, Path(folder) / "corpus", title="Pair")
                found = {
                    event.happening_reason
                    for article in corpus
                    for event in article.events
                }
            reasons[pair["id"]] = sorted(reason for reason in found if reason)
    return reasons


def annotate_pairs(
    pairs: Sequence[Mapping[str, Any]], language: str
) -> list[list[Article]]:
    """Return the two articles of each pair, with their layers; all are parsed together, which is faster."""
    articles = [
        Article(
            id=f"{pair['id']}-{number}",
            text=text["text"],
            language=language,
            published=datetime.fromisoformat(text["published"]).replace(tzinfo=UTC),
        )
        for pair in pairs
        for number, text in enumerate(pair["articles"])
    ]
    nlp = model_path(DEFAULT_MODELS[language]).nlp
    annotators = [make_annotator(find(name), {}) for name in ANNOTATORS]
    annotated = list(annotate_parsed(parse_articles(articles, nlp), annotators))
    return [annotated[first : first + 2] for first in range(0, len(annotated), 2)]


if __name__ == "__main__":
    main()
