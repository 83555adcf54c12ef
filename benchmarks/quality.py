"""
How good the three layers are on annotated articles.

    .venv/bin/python benchmarks/quality.py GOLD                         every set of the folder, a table of scores
    .venv/bin/python benchmarks/quality.py GOLD quotes.fr --errors 30   sets of this name, errors in their sentences

GOLD is a folder of `<layer>.<language>.<set>.jsonl`, each line an article as `pressmark export` writes it, with a
`date` where times are to be resolved; a file of another name, such as those of `examples/gold`, is scored for every
layer that it has. Parses are kept in `.cache/parses`, by text and model, so that a second run costs the layers alone.
`--predictions F` keeps what was found.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from spacy.tokens import Doc, DocBin

from pressmark import Article, annotate_parsed
from pressmark.annotation.annotators import find, make_annotator
from pressmark.annotators.parse import DEFAULT_MODELS, model_path, parse_articles
from pressmark.evaluation.attribute_scores import (
    score_clusters,
    score_names,
    score_roles,
)
from pressmark.evaluation.quote_scores import is_same_speaker, score_quotes
from pressmark.evaluation.scores import (
    Score,
    score_arguments,
    score_entities,
    score_events,
)
from pressmark.evaluation.span_matching import match_spans
from pressmark.exchange import article_json

CACHE = Path(__file__).parent.parent / ".cache" / "parses"
NEEDED = {
    "entities": ("entities",),
    "quotes": ("entities", "quotes"),
    "events": ("entities", "quotes", "events"),
}
Document = dict[str, Any]

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_PLOVER = {"DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE"}  # their older names → ours


def main() -> None:
    """Print the table, and the errors when asked."""
    asked = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    asked.add_argument("gold", type=Path)
    asked.add_argument("sets", nargs="*", help="which sets, by how their names begin")
    asked.add_argument(
        "--errors",
        type=int,
        default=0,
        help="print so many errors of each set, in their sentences",
    )
    asked.add_argument(
        "--skip", type=int, default=0, help="leave out so many errors first"
    )
    asked.add_argument(
        "--other",
        action="store_true",
        help="find also events of no type, with the setting `other`",
    )
    asked.add_argument(
        "--types",
        action="store_true",
        help="print for each type of events how many gold has, are found, and are right",
    )
    asked.add_argument(
        "--predictions", type=Path, help="a folder to write what was found to"
    )
    given = asked.parse_args()
    for file in sorted(given.gold.glob("*.jsonl")):
        if not given.sets or any(file.name.startswith(name) for name in given.sets):
            _one(file, given)


def _one(file: Path, given: argparse.Namespace) -> None:
    gold = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    layer = file.name.partition(".")[0]
    layers = (
        [layer] if layer in NEEDED else [name for name in NEEDED if name in gold[0]]
    )
    found = list(predictions(gold, layers[-1], other=given.other))
    pairs = list(zip(gold, found, strict=True))
    for layer in layers:
        print(
            f"\n{file.stem}  {layer if len(layers) > 1 else ''} ({len(gold)} articles)"
        )
        for name, score in scores(layer, pairs).items():
            if score.gold:
                print(f"  {name:32} {_shown(score)}")
        if given.types and layer == "events":
            for label, counts in type_counts(pairs).items():
                print(
                    f"  {label:14} {counts[0]} gold, {counts[1]} found, {counts[2]} right"
                )
        if given.errors:
            wrong = [line for pair in pairs for line in errors(layer, *pair)]
            print(
                "\n".join(wrong[given.skip : given.skip + given.errors]),
                f"\n  … of {len(wrong)} errors",
            )
    if given.predictions:
        given.predictions.mkdir(parents=True, exist_ok=True)
        lines = (json.dumps(one, ensure_ascii=False) + "\n" for one in found)
        (given.predictions / file.name).write_text("".join(lines), "utf-8")


def _shown(score: Score) -> str:
    precision, recall, f1 = (
        f"{100 * value:5.1f}" for value in (score.precision, score.recall, score.f1)
    )
    return f"F1 {f1}   P {precision}  R {recall}   {score.hits:g} of {score.predicted} found, {score.gold} gold"


def predictions(
    gold: Sequence[Document], layer: str, *, other: bool = False
) -> Iterator[Document]:
    """What the annotators of a layer, and of those before it, find in the articles of a set."""
    language = _language(gold[0])
    articles = [article_of(document) for document in gold]
    chosen = [
        make_annotator(find(name), {"other": other} if name == "events" else {})
        for name in NEEDED[layer]
    ]
    for article in annotate_parsed(
        zip(articles, parses(articles, language), strict=True), chosen
    ):
        rows = article_json(article)
        for name, spans in article.layers.items():
            rows[name] = [
                row | {"rule": span.rule}
                for row, span in zip(rows[name], spans, strict=True)
            ]
        yield rows


def _language(document: Document) -> str:
    return str(document.get("lang") or document["language"])


def article_of(document: Document) -> Article:
    day = document.get("date")
    published = (
        datetime.fromisoformat(day[:10]).replace(tzinfo=UTC)
        if day and len(day) >= 10
        else None
    )
    return Article(
        id=document["id"],
        text=document["text"],
        language=_language(document),
        published=published,
    )


def parses(
    articles: Sequence[Article], language: str, *, weights: str = "ours"
) -> list[Doc]:
    """The parses of a set, from the cache where they stand there; `weights` are those that find names."""
    model = model_path(DEFAULT_MODELS[language], weights=weights)
    code = hashlib.sha256(
        Path(parse_articles.__code__.co_filename).read_bytes()
    ).hexdigest()
    said = [model.sha256, code, *(article.text for article in articles)]
    file = CACHE / f"{hashlib.sha256(json.dumps(said).encode()).hexdigest()[:24]}.spacy"
    if not file.is_file():
        file.parent.mkdir(parents=True, exist_ok=True)
        kept = DocBin(docs=[doc for _, doc in parse_articles(articles, model.nlp)])
        file.write_bytes(kept.to_bytes())
    return list(DocBin().from_bytes(file.read_bytes()).get_docs(model.nlp.vocab))


def scores(
    layer: str, pairs: Sequence[tuple[Document, Document]]
) -> Mapping[str, Score]:
    """The scores of a set, by name."""
    if layer == "entities":
        named = score_entities(pairs, labels=("PER", "LOC", "ORG"))
        return {
            f"PER LOC ORG {name}": score for name, score in named.items()
        } | _joined(pairs)
    if layer == "quotes":
        marked = score_quotes(pairs, kinds=("direct", "mixed"))
        return {
            **score_quotes(pairs),
            **{f"direct, mixed: {name}": marked[name] for name in ("overlap", "e2e")},
        }
    typed = score_events(pairs, without=("STATEMENT",))
    return {
        **typed,
        **{
            f"arguments {name}": score for name, score in score_arguments(pairs).items()
        },
        **_matched(pairs),
    }


def type_counts(
    pairs: Sequence[tuple[Document, Document]],
) -> dict[str, tuple[int, int, int]]:
    """
    Return for each type of events how many gold has, are found, and stand at a trigger of gold that has the type.

    Events of gold without a type, as sets that mark every occurrence have them, are of none of them.
    """
    counts = [Counter[str](), Counter[str](), Counter[str]()]
    for gold, found in pairs:
        triggers = {(one["start"], one["end"], one["type"]) for one in gold["events"]}
        counts[0].update(one["type"] for one in gold["events"] if one["type"])
        counts[1].update(one["type"] for one in found["events"])
        counts[2].update(
            one["type"]
            for one in found["events"]
            if (one["start"], one["end"], one["type"]) in triggers
        )
    labels = sorted(set(counts[0]) | set(counts[1]))
    return {
        label: (counts[0][label], counts[1][label], counts[2][label])
        for label in labels
    }


def _joined(pairs: Sequence[tuple[Document, Document]]) -> dict[str, Score]:
    """How names are joined within an article (B-cubed over correct spans), and how many roles are found and right."""
    if not any("name" in one for gold, _ in pairs for one in gold["entities"]):
        return {}
    return {**score_names(pairs), **score_roles(pairs)}


def _matched(pairs: Sequence[tuple[Document, Document]]) -> dict[str, Score]:
    """Of matched triggers: status, time and cluster right; of sets with one event a sentence: its type."""
    status = time = typed = there = found_ = occurring = Score()
    for gold, found in pairs:
        both = _pairs(gold, found)
        for one, two in both:
            if one.get("status"):
                status += Score(one["status"] == two["status"], 1, 1)
            if one.get("time_value"):
                time += Score(one["time_value"] == two["time_value"], 1, 1)
            occurring += Score(one.get("type") == "OCCURRENCE", 0, 0)
        found_ += Score(len(both), len(found["events"]), len(gold["events"]))
        occurring += Score(
            0, len(both), sum(one.get("type") == "OCCURRENCE" for one in gold["events"])
        )
        if len(gold["events"]) == 1:
            one = gold["events"][0]
            label = _PLOVER.get(one["type"], one["type"])
            right = [
                two for two in found["events"] if label in (two["type"], two["plover"])
            ]
            typed += Score(bool(right), 1, 1)
            there += Score(
                any(
                    two["start"] < one["end"] and one["start"] < two["end"]
                    for two in right
                ),
                1,
                1,
            )
    return {
        "any trigger overlaps": found_,
        "OCCURRENCE triggers found": occurring,
        "sentence has the type": typed,
        "trigger has the type": there,
        "status right": status,
        "time right": time,
        **score_clusters(pairs),
        **_times(pairs),
    }


def _pairs(gold: Document, found: Document) -> list[tuple[Document, Document]]:
    sides = [
        [(one["start"], one["end"], "") for one in side["events"]]
        for side in (gold, found)
    ]
    return [(gold["events"][i], found["events"][j]) for i, j in match_spans(*sides)]


def _times(pairs: Sequence[tuple[Document, Document]]) -> dict[str, Score]:
    """Expressions of time that are found, and the right day of those that name a day."""
    there = day = Score()
    for gold, found in pairs:
        for one in gold.get("timex", ()):
            over = [
                two
                for two in found["times"]
                if two["start"] < one["end"] and one["start"] < two["end"]
            ]
            there += Score(bool(over), 1, 1)
            if one["type"] == "DATE" and _DAY.fullmatch(one["value"]):
                day += Score(any(two["value"] == one["value"] for two in over), 1, 1)
    return {"times found": there, "day right": day}


def errors(layer: str, gold: Document, found: Document) -> Iterator[str]:
    """What was missed, what is wrong, and what is too much in an article, each in its words."""
    text = gold["text"]
    if layer == "quotes":
        yield from _quote_errors(text, gold, found)
        return
    key = "label" if layer == "entities" else "type"
    sides = [
        [(one["start"], one["end"], one[key] or "") for one in side[layer]]
        for side in (gold, found)
    ]
    both = match_spans(*sides)
    for i, j in both:
        if sides[0][i] != sides[1][j]:
            one, two = sides[0][i], sides[1][j]
            yield _error(
                text,
                gold,
                f"gold {one[2]} «{text[one[0] : one[1]]}» found {two[2]} «{text[two[0] : two[1]]}» "
                f"by {found[layer][j].get('rule')}",
                one,
            )
    for i in sorted(set(range(len(sides[0]))) - {i for i, _ in both}):
        yield _error(
            text,
            gold,
            f"missed {sides[0][i][2]} «{text[sides[0][i][0] : sides[0][i][1]]}»",
            sides[0][i],
        )
    for j in sorted(set(range(len(sides[1]))) - {j for _, j in both}):
        one = sides[1][j]
        yield _error(
            text,
            gold,
            f"extra {one[2]} «{text[one[0] : one[1]]}» by {found[layer][j].get('rule')}",
            one,
        )


def _quote_errors(text: str, gold: Document, found: Document) -> Iterator[str]:
    kept = [
        [one for one in side["quotes"] if one["type"] != "scare"]
        for side in (gold, found)
    ]
    matched: list[set[int]] = [set(), set()]
    for i, one in enumerate(kept[0]):
        for j, two in enumerate(kept[1]):
            if (
                j not in matched[1]
                and score_quotes(
                    [({"text": text, "quotes": [one]}, {"quotes": [two]})]
                )["overlap"].hits
            ):
                matched[0].add(i)
                matched[1].add(j)
                if not is_same_speaker(one, two):
                    yield _error(
                        text,
                        gold,
                        f"speaker: gold {one['speaker']!r} found {two['speaker']!r}",
                        _place(one),
                    )
                break
    for side, what in enumerate(("missed", "extra")):
        for at, one in enumerate(kept[side]):
            if at not in matched[side]:
                said = f"{what} {one['type']} by {one.get('speaker')!r} cue {one.get('cue')!r} {one.get('rule') or ''}"
                yield _error(text, gold, said, _place(one))


def _place(row: Document) -> tuple[int, int, str]:
    return row["start"], row["end"], ""


def _error(text: str, gold: Document, said: str, place: tuple[int, int, str]) -> str:
    start, end = place[0], place[1]
    before, inside, behind = (
        text[max(0, start - 110) : start],
        text[start:end],
        text[end : end + 110],
    )
    around = f"{before}[[{inside}]]{behind}".replace("\n", " ⏎ ")
    return f"  {gold['id']}: {said}\n      {around}"


if __name__ == "__main__":
    main()
