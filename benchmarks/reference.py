"""
Whether `evaluate` gives the numbers of the scorers that gold sets are published with, to the last digit.

    .venv/bin/python benchmarks/reference.py GOLD TOOLS [quotes.fr …]

GOLD is a folder of `<layer>.<language>.<set>.jsonl`, as for `quality.py`; TOOLS a folder with `score_quotes.py` and
`score_spans.py`, which are run as programs over the same files. Predicted is what our annotators find. Each number is
printed as ours and theirs; the exit code is 1 when any two differ.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from quality import predictions

from pressmark.evaluation import Document, evaluate
from pressmark.evaluation.quote_scores import score_quotes
from pressmark.evaluation.scores import Score, score_entities

Numbers = tuple[float, ...]
Pair = tuple[str, Numbers, Numbers]

_ALIKE = {
    "quotes": {name: name for name in ("exact", "overlap", "e2e")},
    "entities": {
        name: name for name in ("exact", "overlap", "exact+label", "overlap+label")
    },
    "events": {
        **{name: name for name in ("exact", "overlap", "exact+label", "overlap+label")},
        "arguments: role+overlap": "args(role+overlap)",
        "arguments: overlap": "args(overlap)",
    },
}
"""What a measure of ours is called by the scorers."""
_KINDS = ("direct", "mixed")
_LABELS = ("PER", "LOC", "ORG")


def main() -> None:
    """Print the pairs; exit with 1 when any two differ."""
    asked = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    asked.add_argument("gold", type=Path)
    asked.add_argument("tools", type=Path)
    asked.add_argument("sets", nargs="*", help="which sets, by how their names begin")
    given = asked.parse_args()
    count = different = 0
    for file in sorted(given.gold.glob("*.jsonl")):
        if file.name.partition(".")[0] in _ALIKE and (
            not given.sets or file.name.startswith(tuple(given.sets))
        ):
            for name, ours, theirs in compared(file, given.tools):
                count += 1
                different += ours != theirs
                print(
                    f"{file.stem:24} {name:36} {_shown(ours)}  {_shown(theirs)}  {'=' if ours == theirs else 'DIFFERS'}"
                )
    print(f"{count} measures compared, {different} differ")
    sys.exit(1 if different or not count else 0)


def _shown(numbers: Numbers) -> str:
    return " ".join(f"{number:7g}" for number in numbers)


def compared(file: Path, tools: Path) -> Iterator[Pair]:
    """The measures of a gold set: P, R, F1 in percent, hits, predicted and gold, as ours and as the scorer's."""
    layer = file.name.partition(".")[0]
    gold = list(_read(file).values())
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder) / "found.jsonl"
        lines = (
            json.dumps(one, ensure_ascii=False) + "\n"
            for one in predictions(gold, layer)
        )
        found.write_text("".join(lines), "utf-8")
        if layer == "quotes":
            yield from _quotes(file, found, tools)
        else:
            yield from _spans(layer, file, found, tools)


def _read(file: Path) -> dict[str, Document]:
    """The articles by id; of two with one id the last, as the scorers read them."""
    return {
        one["id"]: one for one in map(json.loads, file.read_text("utf-8").splitlines())
    }


def _quotes(file: Path, found: Path, tools: Path) -> Iterator[Pair]:
    program = tools / "score_quotes.py"
    theirs = _printed(program, file, found)
    measures = evaluate(_read(found), _read(file), samples=0).layers["quotes"]
    yield from _pairs(
        "",
        {name: one.score for name, one in measures.items()},
        theirs,
        _ALIKE["quotes"],
    )
    for ours, name in (("speaker", "speaker_acc"), ("cue", "cue_acc")):
        score = measures[ours].score if ours in measures else Score()
        accuracy = round(100 * score.recall, 1) if score.gold else 0.0
        yield (
            name,
            (accuracy, score.hits, score.gold),
            (theirs[name]["acc"] or 0.0, theirs[name]["ok"], theirs[name]["of"]),
        )
    sides = [(one, _read(found)[id]) for id, one in _read(file).items()]
    theirs = _printed(program, file, found, "--types", ",".join(_KINDS))
    yield from _pairs(
        "direct, mixed: ", score_quotes(sides, kinds=_KINDS), theirs, _ALIKE["quotes"]
    )


def _spans(layer: str, file: Path, found: Path, tools: Path) -> Iterator[Pair]:
    program = tools / "score_spans.py"
    theirs = _printed(program, file, found, "--layer", layer)
    evaluation = evaluate(_read(found), _read(file), samples=0)
    scores = {name: one.score for name, one in evaluation.layers[layer].items()}
    yield from _pairs("", scores, theirs, _ALIKE[layer])
    for label, measures in evaluation.labels[layer].items():
        known = theirs["by_label"][label]
        yield f"label {label}", _numbers(measures["exact"].score), _theirs(known)
        recall = measures["found under any label"].score.recall
        yield (
            f"label {label}, under any label",
            (round(100 * recall, 1),),
            (known["span_recall"],),
        )
    if layer == "entities":
        sides = [(one, _read(found)[id]) for id, one in _read(file).items()]
        theirs = _printed(
            program, file, found, "--layer", layer, "--keep", ",".join(_LABELS)
        )
        yield from _pairs(
            "PER LOC ORG: ",
            score_entities(sides, labels=_LABELS),
            theirs,
            _ALIKE[layer],
        )


def _pairs(
    prefix: str,
    ours: Mapping[str, Score],
    theirs: Mapping[str, Any],
    names: Mapping[str, str],
) -> Iterator[Pair]:
    for our, their in names.items():
        if their in theirs:
            yield prefix + our, _numbers(ours.get(our, Score())), _theirs(theirs[their])


def _numbers(score: Score) -> Numbers:
    percent = (
        round(100 * value, 1) for value in (score.precision, score.recall, score.f1)
    )
    return (*percent, score.hits, score.predicted, score.gold)


def _theirs(row: Mapping[str, Any]) -> Numbers:
    return (
        row["P"],
        row["R"],
        row.get("F1", row.get("F")),
        row["tp"],
        row["pred"],
        row["gold"],
    )


def _printed(program: Path, *arguments: str | Path) -> dict[str, Any]:
    """What a scorer prints as JSON."""
    done = subprocess.run(
        [sys.executable, program, *arguments, "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(json.loads(done.stdout))


if __name__ == "__main__":
    main()
