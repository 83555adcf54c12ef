"""
Whether the fast parse decides as stock spaCy does, paragraph by paragraph, on all texts of a folder.

    .venv/bin/python benchmarks/same_parse.py FOLDER

FOLDER holds `*.jsonl`, each line with a text and a language. Tokens, tags, morphology, heads, lemmas, entities and
sentence starts are compared; what differs is printed, and the exit code is 1.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from pressmark.annotators.fast_spacy import processed
from pressmark.annotators.parse import DEFAULT_MODELS, model_path
from pressmark.paragraphs import paragraphs

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from test_speed_parse import decisions, stock


def pieces(folder: Path, language: str) -> list[str]:
    """The different paragraphs of the folder's texts in a language."""
    found: dict[str, None] = {}
    for file in sorted(folder.glob("*.jsonl")):
        for line in map(json.loads, file.read_text("utf-8").splitlines()):
            if (line.get("language") or line.get("lang") or file.name.split(".")[1]) == language:
                found.update(dict.fromkeys(line["text"][start:end] for start, end in paragraphs(line["text"])))
    return list(found)


def differing(language: str, texts: list[str]) -> Iterator[str]:
    """The paragraphs that the two decide differently."""
    fast = processed(model_path(DEFAULT_MODELS[language]).nlp, texts)
    for ours, theirs in zip(fast, stock(language).pipe(texts), strict=True):
        if decisions(ours) != decisions(theirs):
            yield theirs.text


if __name__ == "__main__":
    wrong = 0
    for code in DEFAULT_MODELS:
        given = pieces(Path(sys.argv[1]), code)
        found = list(differing(code, given))
        wrong += len(found)
        print(f"{code}: {len(given):,} paragraphs, {len(found)} decided differently", *found[:5], sep="\n  ")
    raise SystemExit(wrong > 0)
