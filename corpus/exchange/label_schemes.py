"""Labels of entities in other schemes (OntoNotes, HIPE, CoNLL …), as PER, LOC, ORG or MISC."""

from __future__ import annotations

__all__ = ["our_label"]

_LABELS = {
    **dict.fromkeys(("pers", "person", "per"), "PER"),
    **dict.fromkeys(("loc", "location", "gpe", "fac"), "LOC"),
    **dict.fromkeys(("org", "organization", "organisation"), "ORG"),
    **dict.fromkeys(
        ("prod", "humanprod", "misc", "norp", "event", "work_of_art", "product", "law", "language", "pro"),
        "MISC",
    ),
    **dict.fromkeys(
        ("militaryplatform", "vehicle", "nationality", "documentreference", "weapon", "other"),
        "MISC",
    ),
}


def our_label(label: str | None) -> str | None:
    """PER, LOC, ORG or MISC for the label of an entity in another scheme (`person`, `GPE` …); None for what is none."""
    return _LABELS.get((label or "").lower().split(".")[0])
