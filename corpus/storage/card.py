"""The dataset card: what Hugging Face `datasets` reads to find each table's files, and what a person reads first."""

from __future__ import annotations

from typing import Any

from .licences import licence_fields
from .manifest import Manifest
from .yaml_output import yaml_text

__all__ = ["CARD", "render_card", "table_description"]

CARD = "README.md"

_ABOUT = {
    "articles": "the texts, kept to the character, and what is known of them",
    "entities": "names: people, places, organisations; with title, role, and the row of `names` they belong to",
    "quotes": "who said what: direct, indirect and mixed quotes, their cue and speaker",
    "events": "what happened: trigger, type, status, time, place and arguments",
    "times": "expressions of time: dates, hours, durations and frequencies, with the days they mean",
    "names": "one row per person, place or organisation of the corpus",
    "happenings": "one row per happening that the corpus tells of, joined across articles",
    "rejected": "what was not kept, and why",
    "layer_failures": "articles without a layer whose optional annotator failed, and why",
    "decisions": "what people decided on annotations, and what became of it",
    "machine": "what annotators alone find in the articles that people reviewed; `columns` as JSON",
    "runs": "what made this: versions, models, settings, counts",
}


def render_card(manifest: Manifest) -> str:
    """
    The card's text. Every file is listed by its hashed name and every table with its row counts.

    `datasets` would otherwise serve rows from its cache after a file was rewritten.
    """
    # Apart: a title with an accent would make the columns, a hundred times as long, wait for the slower emitter.
    head = yaml_text(_about(manifest)) + yaml_text(_tables(manifest))
    return f"---\n{head}---\n\n{_body(manifest)}"


def table_description(table: str) -> str:
    """
    Return what a table holds, in a few words.

    >>> table_description("rejected")
    'what was not kept, and why'
    """
    return _ABOUT.get(table, "a layer")


def _about(manifest: Manifest) -> dict[str, Any]:
    return {
        "pretty_name": manifest.title,
        **licence_fields(manifest.licence),
        "tags": [
            "news",
            "journalism",
            "quotes",
            "named-entities",
            "events",
            "pressmark",
        ],
    }


def _tables(manifest: Manifest) -> dict[str, Any]:
    """What `datasets` reads. It cannot load a table without rows ("corresponds to no data"), so none is listed."""
    counts = manifest.counts
    tables = [table for table in manifest.tables() if counts[table]]
    return {
        "configs": [
            {
                "config_name": table,
                # What `load_dataset` gives who names no table.
                **({"default": True} if table == "articles" else {}),
                "data_files": [
                    {
                        # `datasets` wants a split; it calls the only one of a data set so.
                        "split": "train",
                        "path": [file.path for file in manifest.files(table)],
                    }
                ],
            }
            for table in tables
        ],
        "dataset_info": [_info(manifest, table) for table in tables],
    }


def _info(manifest: Manifest, table: str) -> dict[str, Any]:
    files = manifest.files(table)
    size = sum(file.bytes for file in files)
    return {
        "config_name": table,
        "features": manifest.table_columns(table).as_yaml(),
        "splits": [
            {
                "name": "train",
                "num_bytes": size,
                "num_examples": sum(file.rows for file in files),
            }
        ],
        "download_size": size,
        "dataset_size": size,
    }


def _body(manifest: Manifest) -> str:
    counts = manifest.counts
    rows = "\n".join(
        f"| `{table}` | {counts[table]} | {table_description(table)} |"
        for table in manifest.tables()
    )
    described = f"{manifest.description}\n\n" if manifest.description else ""
    return f"""# {manifest.title}

{described}{counts["articles"]} articles kept of {manifest.seen} seen, annotated with [pressmark](https://pypi.org/project/pressmark/).
Licence of the texts: {manifest.licence or "not stated; see the sources"}.

| table | rows | what it holds |
|---|---|---|
{rows}

```python
from datasets import load_dataset

quotes = load_dataset("path/to/this/folder", "quotes", split="train").to_pandas()
quotes.groupby("speaker_canonical_name").size().sort_values(ascending=False)
```

Offsets (`start`, `end`, …) are Python code points into `articles.text`, end-exclusive; every row carries the text that
they cut out. `article_id` joins a layer to `articles.id`; a column that ends in `_id` names a row of another table.
"""
