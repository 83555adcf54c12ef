"""The names of a corpus as a list to read, or as a gazetteer to edit: how a researcher grows her gazetteer."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import yaml

from pressmark.dataset.corpus import Corpus
from pressmark.messages import counted

__all__ = ["name_lines", "name_rows", "name_yaml"]

_BY_GAZETTEER = "gazetteer"
_ROLES = 3

Row = Mapping[str, Any]


def name_rows(corpus: Corpus, *, labels: Collection[str] = (), least: int = 2, unmatched: bool = False) -> list[Row]:
    """
    The rows of `names` with at least `least` mentions, the most mentioned first; with `labels`, only of these labels.

    With `unmatched`, only those that no mention found by a gazetteer belongs to.
    """
    known = _matched(corpus) if unmatched else set()
    chosen = [
        row
        for row in corpus.table("names").to_list()
        if row["id"] not in known and row["mentions"] >= least and (not labels or row["label"] in labels)
    ]
    return sorted(chosen, key=lambda row: (-row["mentions"], row["id"]))


def _matched(corpus: Corpus) -> set[str]:
    entities = corpus.table("entities").select_columns(["rule", "name_id"]).to_list()
    return {row["name_id"] for row in entities if (row["rule"] or "").partition(":")[0] == _BY_GAZETTEER}


def name_lines(rows: Sequence[Row]) -> Iterator[str]:
    """A line for each name: mentions, label, id, and what the corpus says of it."""
    for row in rows:
        yield f"{row['mentions']:>7}  {row['label']:4}  {row['id']}: {row['name']} ({_told(row)})"


def name_yaml(rows: Sequence[Row]) -> Iterator[str]:
    """
    The names as the lines of a gazetteer, each with what the corpus says of it in a comment.

    A gazetteer has a name once: of namesakes the less mentioned stand in a comment alone.
    """
    yield (
        f"# {counted(len(rows), 'name')} that no gazetteer knows. "
        "Keep what you want, add what you know, append it to yours."
    )
    listed: set[tuple[str, str]] = set()
    for row in rows:
        entry = {"name": row["name"], "label": row["label"], "aliases": _aliases(row), "country": row["country"]}
        given = {key: value for key, value in entry.items() if value}
        yield f"# {row['mentions']} mention{'s' * (row['mentions'] != 1)}, {_told(row)}"
        if (row["label"], row["name"]) in listed:
            yield f"# namesake: {row['id']}"
            continue
        listed.add((row["label"], row["name"]))
        yield yaml.safe_dump([given], allow_unicode=True, sort_keys=False, width=10_000).rstrip("\n")


def _aliases(row: Row) -> list[str]:
    """The other surfaces that mean the bearer by themselves: a person's lone surname or first name does not."""
    texts = dict.fromkeys(" ".join(alias["text"].split()) for alias in row["aliases"])
    return [text for text in texts if row["label"] != "PER" or " " in text]


def _told(row: Row) -> str:
    roles = [f"{' '.join(role['text'].split())} ({role['mentions']})" for role in row["roles"][:_ROLES]]
    several = ["perhaps several"] if row["ambiguous"] else []
    return "; ".join(
        [f"{row['articles']} article{'s' * (row['articles'] != 1)}", *([", ".join(roles)] if roles else []), *several]
    )
