"""Which labels an annotator may give in a tool: all that the layers know, not only those that the articles have."""

from __future__ import annotations

import json
from collections.abc import Iterator

from pressmark.dataset.corpus import Corpus
from pressmark.spans import LABELS

__all__ = ["known_labels", "known_roles"]


def known_labels(corpus: Corpus, layer: str) -> tuple[str, ...]:
    """
    The labels of a layer, whether the corpus has them or not, sorted.

    Those of events are the types of the codebook in every language, and of the user's own lexicon as `runs` has it.
    """
    found = set(LABELS.get(layer, ()))
    if layer == "events":
        from pressmark.annotators.events.lexicon import type_entries
        from pressmark.yaml_files.lexicons import languages

        found |= {
            label
            for language in languages("events")
            for label in type_entries(language)
        }
        found |= set(_own_labels(corpus))
    return tuple(sorted(found))


def known_roles() -> tuple[str, ...]:
    """The roles that an argument of an event may have."""
    from pressmark.annotators.events.lexicon_schema import ROLES

    return ROLES


def _own_labels(corpus: Corpus) -> Iterator[str]:
    """The types of the lexicons that the runs behind a corpus used."""
    for row in corpus.table("runs") if "runs" in corpus.manifest.whole else ():
        settings = json.loads(row["settings"] or "{}")
        yield from settings.get("own_labels", ()) if row["name"] == "events" else ()
