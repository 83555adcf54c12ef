"""
What learning from decisions changes: gold turned into the decisions of a reviewer, learned from, measured on the rest.

    .venv/bin/python benchmarks/learning.py GOLD                               the sets of `SETS`, a table
    .venv/bin/python benchmarks/learning.py GOLD quotes.en.wikinews --review 60 --draws 10

GOLD is the folder that `benchmarks/quality.py` reads. Of each set, 60 articles (two thirds where there are fewer than 90)
are drawn and reviewed: every candidate of our rules is found right or wrong by gold, what they miss is added, each article
is read whole. What `pressmark learn` learns of that scores the other articles; this is done with several draws, and the
mean is printed with the least and the most that a draw gained. Nothing of an article that is measured is learned from.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from statistics import mean
from typing import Any

from fit_examples import GoldSet
from quality import article_of, parses

from pressmark import Article
from pressmark.annotation.annotators import annotate_parsed, find, make_annotator
from pressmark.annotators.scoring import scorer
from pressmark.exchange import article_json
from pressmark.spans import Span
from pressmark.study.learning.candidate_spans import read_candidates
from pressmark.study.learning.judged_articles import Example, JudgedArticle
from pressmark.study.learning.layer_judges import JUDGES, LayerJudge
from pressmark.study.learning.layer_learning import Evidence
from pressmark.study.learning.left_out_measures import (
    calibration_error,
    column_scores,
    counts_at,
    f1_of,
    fitted_scorer,
    scores_by,
)

SETS = (
    "quotes.en.news",
    "quotes.en.wikinews",
    "quotes.en.bbc",
    "quotes.fr.wikinews",
    "quotes.fr.est",
    "quotes.fr.bbc",
    "entities.en.wikinews",
    "entities.fr.wikinews",
)
REVIEWED = 60
SMALL_SET = 90
"""Articles below which two thirds of a set are reviewed, so that enough are left to be measured."""
SEED = 20


def main() -> None:
    """Print a line for each set."""
    asked = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    asked.add_argument("gold", type=Path)
    asked.add_argument("sets", nargs="*", default=SETS)
    asked.add_argument("--review", type=int, default=REVIEWED)
    asked.add_argument("--draws", type=int, default=8)
    asked.add_argument("--json", action="store_true")
    arguments = asked.parse_args()
    print("set                     reviewed measured  before  after   gain (least, most)  minimum  calibration")  # fmt: skip
    for name in arguments.sets:
        row = measure_set(
            arguments.gold, name, review=arguments.review, draws=arguments.draws
        )
        print(json.dumps(row) if arguments.json else _line(row), flush=True)


def measure_set(
    folder: Path, name: str, *, review: int, draws: int
) -> dict[str, float | int | str]:
    """Return what learning on reviewed articles of a set changes on its others: means over `draws`."""
    layer, _, rest = name.partition(".")
    language = rest.partition(".")[0]
    judge = JUDGES[layer]
    articles = judged_articles(judge, GoldSet.read(name, folder / f"{name}.jsonl"))
    reviewed = min(review, 2 * len(articles) // 3 if len(articles) < SMALL_SET else review)  # fmt: skip
    results = [
        _measure_draw(judge, articles, reviewed, language, SEED + number)
        for number in range(draws)
    ]
    measured = [result for result in results if "after" in result]
    if not measured:
        return {"set": name, "reviewed": reviewed, "lacks": results[0]["lacks"]}
    gains = [result["after"] - result["before"] for result in measured]
    return {
        "set": name,
        "reviewed": reviewed,
        "measured": len(articles) - reviewed,
        "draws": len(measured),
        "before": mean(result["before"] for result in measured),
        "after": mean(result["after"] for result in measured),
        "least": min(gains),
        "most": max(gains),
        "minimum": mean(result["minimum"] for result in measured),
        "calibration": mean(result["calibration"] for result in measured),
        "calibration_before": mean(r["calibration_before"] for r in measured),
    }


def _measure_draw(
    judge: LayerJudge,
    articles: Sequence[JudgedArticle],
    reviewed: int,
    language: str,
    seed: int,
) -> dict[str, Any]:
    """Return the F1 of the measure that is to be raised on the articles that a draw leaves out, in per cent."""
    order = list(range(len(articles)))
    random.Random(seed).shuffle(order)
    inside = [articles[number] for number in order[:reviewed]]
    outside = [articles[number] for number in order[reviewed:]]
    lacks = Evidence.of(inside).lacks
    if lacks:
        return {"lacks": "; ".join(lacks)}
    ours = scorer(judge.layer, language)
    learned, _ = fitted_scorer(judge, inside, ours)
    result: dict[str, Any] = {"minimum": learned.minimum}
    first = judge.columns[0]
    for key, chosen in (("before", ours), ("after", learned)):
        scores = scores_by(chosen, outside, first, chosen.minimum)
        counts = counts_at(judge, outside, scores)
        result[key] = 100 * f1_of(counts, judge.measures[-1])
    for key, chosen in (("calibration_before", ours), ("calibration", learned)):
        result[key] = calibration_error(*column_scores(judge, outside, chosen)[first])
    return result


def judged_articles(judge: LayerJudge, gold_set: GoldSet) -> list[JudgedArticle]:
    """Return the articles of a set as a reviewer leaves them who decides as gold says and reads each whole."""
    articles = [article_of(row) for row in gold_set.articles]
    language = articles[0].language or ""
    annotator: Any = make_annotator(find(judge.layer), {})
    before = [make_annotator(find(name), {}) for name in annotator.needs]
    judged: list[JudgedArticle] = []
    parsed = zip(articles, parses(articles, language), strict=True)
    for row, (article, doc) in zip(gold_set.articles, parsed, strict=True):
        (article,) = annotate_parsed([(article, doc)], before)
        truth = [one for one in row[judge.layer] if judge.is_counted(one)]
        examples: list[Example] = []
        for candidate in read_candidates(article, annotator, doc):
            candidate_row = _row_of(article, judge, candidate.span)
            examples.append(
                Example(
                    row=candidate_row,
                    signs=candidate.signs,
                    right=judge.right(article.text, truth, candidate_row),
                    is_counted=judge.is_counted(candidate_row),
                    is_droppable=candidate.is_counted,
                )
            )
        judged.append(
            JudgedArticle(
                id=article.id,
                text=article.text,
                language=language,
                truth=tuple(truth),
                examples=tuple(examples),
                decisions=len(examples),
                is_whole=True,
            )
        )
    return judged


def _row_of(article: Article, judge: LayerJudge, span: Span) -> dict[str, Any]:
    """Return an annotation as the scorers read it."""
    bare = replace(article, layers={judge.layer: (span,)})
    rows: list[dict[str, Any]] = article_json(bare)[judge.layer]
    return rows[0]


def _line(row: dict[str, float | int | str]) -> str:
    """Return the line of a set."""
    if "lacks" in row:
        return f"{row['set']:22} {row['reviewed']:9}  learns nothing: {row['lacks']}"
    gain = float(row["after"]) - float(row["before"])
    return (
        f"{row['set']:22} {row['reviewed']:9} {row['measured']:8} {row['before']:7.1f} {row['after']:6.1f}"
        f" {gain:+6.1f} ({row['least']:+.1f}, {row['most']:+.1f}) {row['minimum']:11.2f}"
        f" {row['calibration_before']:8.3f} → {row['calibration']:.3f}"
    )


if __name__ == "__main__":
    main()
