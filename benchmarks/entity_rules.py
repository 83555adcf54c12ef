"""
What each group of entity rules gains: the model as it is, its spans tidied, then one group of rules after the other.

    .venv/bin/python benchmarks/entity_rules.py GOLD

GOLD holds `entities.<language>.<set>.jsonl`, as for `quality.py`, whose cached parses are used. The table is Markdown:
F1 of PER, LOC, ORG with exact bounds and label; for sets of OCR also what overlaps.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from quality import parses

from pressmark.annotators.entities.annotator import GROUPS, Entities
from pressmark.articles import Article
from pressmark.evaluation.scores import score_entities

Row = dict[str, Any]


def main() -> None:
    """Print the table."""
    asked = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    asked.add_argument("gold", type=Path)
    files = sorted(asked.parse_args().gold.glob("entities.*.jsonl"))
    columns = {
        file.stem.removeprefix("entities."): list(scores(file)) for file in files
    }
    steps = [
        "the model as it is",
        "its spans tidied",
        *(f"+ {name}" for name, _ in GROUPS),
    ]
    print(f"| | {' | '.join(columns)} |")
    print(f"|---|{'---|' * len(columns)}")
    for number, step in enumerate(steps):
        print(
            f"| {step} | {' | '.join(column[number] for column in columns.values())} |"
        )


def scores(file: Path) -> Iterator[str]:
    """The score of a set after each step."""
    gold = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    articles = [
        Article(id=row["id"], text=row["text"], language=row["lang"]) for row in gold
    ]
    docs = parses(articles, gold[0]["lang"])
    model = [
        [
            {"start": ent.start_char, "end": ent.end_char, "label": ent.label_}
            for ent in doc.ents
        ]
        for doc in docs
    ]
    yield shown(gold, model)
    for step in range(len(GROUPS) + 1):
        annotator = Entities(Entities.Settings(), groups=GROUPS[:step])
        found = [
            list(annotator.annotate(article, doc))
            for article, doc in zip(articles, docs, strict=True)
        ]
        yield shown(
            gold,
            [
                [
                    {"start": one.start, "end": one.end, "label": one.label}
                    for one in ones
                ]
                for ones in found
            ],
        )


def shown(gold: list[Row], found: list[list[Row]]) -> str:
    """F1 with exact bounds and label, and in brackets with bounds that overlap."""
    pairs = zip(gold, ({"entities": one} for one in found), strict=True)
    score = score_entities(pairs, labels=("PER", "LOC", "ORG"))
    return (
        f"{100 * score['exact+label'].f1:.1f} ({100 * score['overlap+label'].f1:.1f})"
    )


if __name__ == "__main__":
    main()
