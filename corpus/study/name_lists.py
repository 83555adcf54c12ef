"""The names of a corpus as a list to read, or as a gazetteer to edit: how a researcher grows her gazetteer."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import yaml

from pressmark.dataset.corpus import Corpus
from pressmark.messages import counted

__all__ = ["name_lines", "name_rows", "name_yaml"]

_GAZETTEER_RULE = "gazetteer"
"""How the rule of a mention begins that a gazetteer's name was found by."""

MAX_SHOWN_ROLES = 3
"""Roles of a name that a line shows, the most frequent; chosen: enough to tell who it is."""

Row = Mapping[str, Any]
"""A row of the table `names`."""


def name_rows(
    corpus: Corpus,
    *,
    labels: Collection[str] = (),
    least: int = 2,
    unmatched: bool = False,
) -> list[Row]:
    """
    Return the rows of `names` with at least `least` mentions, the most mentioned first; of `labels` alone, if given.

    With `unmatched`, only those that no mention found by a gazetteer belongs to.
    """
    excluded_ids = _gazetteer_name_ids(corpus) if unmatched else set()
    rows: list[Row] = []
    for row in corpus.table("names").to_list():
        has_label = not labels or row["label"] in labels
        if has_label and row["mentions"] >= least and row["id"] not in excluded_ids:
            rows.append(row)
    # By id where two are mentioned equally often, so that a list is the same each time.
    return sorted(rows, key=lambda row: (-row["mentions"], row["id"]))


def _gazetteer_name_ids(corpus: Corpus) -> set[str]:
    """Return the names that a gazetteer has found a mention of."""
    entities = corpus.table("entities").select_columns(["rule", "name_id"]).to_list()
    return {
        row["name_id"]
        for row in entities
        if (row["rule"] or "").partition(":")[0] == _GAZETTEER_RULE
    }


def name_lines(rows: Sequence[Row]) -> Iterator[str]:
    """Yield a line for each name: mentions, label, id, and what the corpus says of it."""
    for row in rows:
        yield f"{row['mentions']:>7}  {row['label']:4}  {row['id']}: {row['name']} ({_describe_name(row)})"


def name_yaml(rows: Sequence[Row]) -> Iterator[str]:
    """
    Yield the names as the lines of a gazetteer, each with what the corpus says of it in a comment.

    A gazetteer has a name once: of namesakes the less mentioned stand in a comment alone.
    """
    yield (
        f"# {counted(len(rows), 'name')} that no gazetteer knows. "
        "Keep what you want, add what you know, append it to yours."
    )
    names: set[tuple[str, str]] = set()
    for row in rows:
        yield f"# {row['mentions']} mention{'s' * (row['mentions'] != 1)}, {_describe_name(row)}"
        name = row["label"], row["name"]
        if name in names:
            yield f"# namesake: {row['id']}"
            continue
        names.add(name)
        entry = {
            "name": row["name"],
            "label": row["label"],
            "aliases": _own_aliases(row),
            "country": row["country"],
        }
        # An empty `country:` would read as one to fill in; what is not known is left out.
        filled = {key: value for key, value in entry.items() if value}
        # A width that no name reaches, so that each setting stays on its line.
        yield yaml.safe_dump(
            [filled], allow_unicode=True, sort_keys=False, width=10_000
        ).rstrip("\n")


def _own_aliases(row: Row) -> list[str]:
    """Return the surfaces that mean the bearer by themselves: a person's lone surname or first name does not."""
    # A surface may go over the end of a line: `Ann\nLee`.
    texts = dict.fromkeys(" ".join(alias["text"].split()) for alias in row["aliases"])
    # `Lee` would claim every Lee of the corpus for Ann Lee.
    return [text for text in texts if row["label"] != "PER" or " " in text]


def _describe_name(row: Row) -> str:
    """Return in how many articles a name stands, its most frequent roles, and whether it may mean several."""
    parts = [f"{row['articles']} article{'s' * (row['articles'] != 1)}"]
    roles = [
        f"{' '.join(role['text'].split())} ({role['mentions']})"
        for role in row["roles"][:MAX_SHOWN_ROLES]
    ]
    if roles:
        parts.append(", ".join(roles))
    if row["ambiguous"]:
        parts.append("perhaps several")
    return "; ".join(parts)
