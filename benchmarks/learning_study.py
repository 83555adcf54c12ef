"""
Learning by its whole way on gold: a study is run, reviewed as gold says, learned from, and run again.

    .venv/bin/python benchmarks/learning_study.py GOLD quotes.en.wikinews quotes.fr.wikinews

Of each set 60 articles (two thirds where there are fewer than 90) get decisions in a file, `pressmark.learn` writes scores
and takes every rule that it proposes, and the F1 of the other articles is measured in the corpus: as it was, with the
learned scores, with the rules, too. The draw is one; `benchmarks/learning.py` has the means of several.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from reviewer import decisions_by_gold

import pressmark
from pressmark.evaluation.quote_scores import score_quotes
from pressmark.exchange import article_json
from pressmark.review import append

REVIEWED = 60
SMALL_SET = 90
SEED = 1
ANNOTATORS = "annotators: [entities, quotes]\n"
LEARNED = "annotators: [entities, {quotes: {scores: learned/quotes.json}}]\n"
LEXICONS = "lexicons: lexicons/\n"


def main() -> None:
    """Print what each step reaches, for each set."""
    asked = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    asked.add_argument("gold", type=Path)
    asked.add_argument("sets", nargs="+")
    arguments = asked.parse_args()
    for name in arguments.sets:
        lines = (arguments.gold / f"{name}.jsonl").read_text("utf-8").splitlines()
        gold = {row["id"]: row for row in map(json.loads, lines)}
        with TemporaryDirectory() as folder:
            _measure(name, gold, Path(folder))


def _measure(name: str, gold: Mapping[str, Any], folder: Path) -> None:
    """Print the F1 of the articles that are not reviewed, after each step."""
    language = name.split(".")[1]
    rows = [{"id": id, "text": row["text"]} for id, row in gold.items()]
    (folder / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    yaml = folder / "study.yaml"
    rest = (
        f"title: {name}\nsource: {{files: [a.jsonl], language: {language}}}\nreview: review.jsonl\n"
        "run: {workers: 1, cache: parses/}\n"
    )
    yaml.write_text(rest + ANNOTATORS)
    corpus = pressmark.load(pressmark.run(yaml, site=False).corpus)
    ids = sorted(corpus.ids)
    random.Random(SEED).shuffle(ids)
    count = min(REVIEWED, 2 * len(ids) // 3 if len(ids) < SMALL_SET else REVIEWED)
    for article in corpus.articles(ids[:count]):
        decisions = list(decisions_by_gold(article, gold[article.id]["quotes"]))
        append(folder / "review.jsonl", decisions)
    print(f"{name}: {count} articles reviewed, {len(ids) - count} measured")
    _print_scores("as it was", folder, gold, ids[count:])
    learning = pressmark.learn(yaml, accept=True, take=lambda _: True)
    yaml.write_text(rest + LEARNED)
    pressmark.run(yaml, site=False)
    _print_scores("learned scores", folder, gold, ids[count:])
    if learning.proposals:
        yaml.write_text(rest + LEARNED + LEXICONS)
        pressmark.run(yaml, site=False)
        _print_scores("and rules", folder, gold, ids[count:])
    for proposal in learning.proposals:
        print(f"    {proposal.rule}  {proposal.verdict}")


def _print_scores(
    step: str, folder: Path, gold: Mapping[str, Any], ids: Sequence[str]
) -> None:
    corpus = pressmark.load(folder / "corpus")
    pairs = [(gold[one.id], article_json(one)) for one in corpus.articles(ids)]
    scores = score_quotes(pairs)
    print(f"  {step:16} overlap {100 * scores['overlap'].f1:.1f}  e2e {100 * scores['e2e'].f1:.1f}", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
