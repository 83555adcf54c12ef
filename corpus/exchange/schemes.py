"""Which labels an annotator may give in a tool: all that the layers know, not only those that the articles have."""

from __future__ import annotations

import json
from collections.abc import Iterator

from pressmark.dataset.corpus import Corpus
from pressmark.spans import LABELS

__all__ = ["known_labels", "known_roles", "labels_of_runs"]


def known_labels(corpus: Corpus, layer: str) -> tuple[str, ...]:
    """
    Return the labels of `layer`, whether the corpus has them or not, sorted.

    Those of events are the types of the codebook in every language, and of the user's own lexicon as `runs` has it.
    """
    labels = set(LABELS.get(layer, ()))
    if layer == "events":
        # Here and not above: the lexicons are read when events are exported, and not before.
        from pressmark.annotators.events.lexicon import type_entries
        from pressmark.yaml_files.lexicons import lexicon_languages

        for language in lexicon_languages("events"):
            labels |= set(type_entries(language))
        labels |= set(labels_of_runs(corpus))
    return tuple(sorted(labels))


def known_roles() -> tuple[str, ...]:
    """Return the roles that an argument of an event may have."""
    from pressmark.yaml_files.lexicon_models.event_entries import ROLES

    return ROLES


def labels_of_runs(corpus: Corpus) -> Iterator[str]:
    """Yield the event types of the users' lexicons that the runs of a corpus had."""
    if "runs" not in corpus.manifest.whole:
        return
    for row in corpus.table("runs"):
        # By our rules, or by a language model with the same codebook.
        if row["name"] in ("events", "llm"):
            # A run of an older version may have no settings.
            settings = json.loads(row["settings"] or "{}")
            yield from settings.get("own_labels", ())
