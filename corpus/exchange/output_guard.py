"""What no export may be written over: the source of its corpus, the corpus itself, a project, what people decided."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from pressmark.dataset.corpus import Corpus
from pressmark.errors import PressmarkError
from pressmark.storage.accompanying_files import ACCOMPANYING_FILES
from pressmark.storage.manifest import MANIFEST

__all__ = ["refuse_losing"]

_YAML_SUFFIXES = (".yaml", ".yml")

_KEYS_OF_DECISION = {"article", "layer", "action", "who"}
"""Keys of every decision of a person, which no line of an export has together."""


def refuse_losing(corpus: Corpus, output: Path, *, accompanies: bool = False) -> None:
    """
    Raise `PressmarkError` where an export of `corpus` at `output`, a file or a folder, would lose what is no export.

    A folder is refused where a file of the source stands right in it: an export has an `articles.csv`, too. So is a place
    within the corpus, as what lies there is published with it, but for a form that `accompanies` the corpus.
    """
    place, corpus_folder = output.resolve(), corpus.folder.resolve()
    reason = None
    if place.is_file():
        reason = _reason_against_file(corpus, place)
    elif place == corpus_folder:
        reason = "is the folder of the corpus"
    elif place.is_relative_to(corpus_folder) and not accompanies:
        reason = f"lies in the folder of the corpus, {corpus.folder}"
    elif place.is_dir() and any(file.parent == place for file in _source_files(corpus)):
        reason = "holds files that the corpus was made from"
    if reason:
        raise PressmarkError(f"{output}: {reason}. Give another --output.")


def _reason_against_file(corpus: Corpus, file: Path) -> str | None:
    """Say what a file is that must not be lost; None where it may be written over."""
    if file in _source_files(corpus):
        return "is a file that the corpus was made from"
    if file in _files_of_corpus(corpus):
        return "is a file of the corpus"
    if file.suffix in _YAML_SUFFIXES:
        return "is a YAML file, and no export is"
    with file.open("rb") as stream:
        first_line = stream.readline(_MAX_LINE_BYTES)
    if _is_decision(first_line):
        return "holds decisions of people"
    return None


def _is_decision(line: bytes) -> bool:
    """Say whether a line is a decision of `pressmark.review`, which reads exports and is not imported here."""
    try:
        values = json.loads(line)
    # no text, no JSON, nested too deep
    except (ValueError, RecursionError):
        return False
    return isinstance(values, dict) and values.keys() >= _KEYS_OF_DECISION


# A decision takes some hundred bytes; more than this is none.
_MAX_LINE_BYTES = 1_000_000


def _source_files(corpus: Corpus) -> Iterator[Path]:
    """Yield the files of the source where they most often are: below the YAML file, which stands beside the corpus."""
    rows = corpus.table("articles").select_columns(["source_file"])
    names = {row["source_file"] for row in rows if row["source_file"]}
    folder = corpus.folder.resolve()
    roots = {Path.cwd().resolve(), folder.parent, folder.parent.parent}
    for name in sorted(names):
        for root in roots:
            try:
                file = (root / name).resolve()
                is_file = file.is_file()
            # a name of other systems, or of a file within an archive
            except (OSError, ValueError, RuntimeError):
                continue
            if is_file:
                yield file


def _files_of_corpus(corpus: Corpus) -> set[Path]:
    """Return the places of all files that make up a corpus."""
    folder = corpus.folder.resolve()
    tables = corpus.manifest.tables()
    parts = [file.path for table in tables for file in corpus.manifest.files(table)]
    return {folder / path for path in (MANIFEST, *ACCOMPANYING_FILES, *parts)}
