"""The labels that other schemes give entities (OntoNotes, CoNLL, ANCOR, Quaero …), as ours."""

from __future__ import annotations

__all__ = ["our_label"]

_LABELS = {
    **dict.fromkeys(("pers", "person", "per"), "PER"),
    **dict.fromkeys(("loc", "location", "gpe", "fac"), "LOC"),
    **dict.fromkeys(("org", "organization", "organisation"), "ORG"),
    **dict.fromkeys(
        (
            "prod",
            "humanprod",
            "misc",
            "norp",
            "event",
            "work_of_art",
            "product",
            "law",
            "language",
            "pro",
        ),
        "MISC",
    ),
    **dict.fromkeys(
        (
            "militaryplatform",
            "vehicle",
            "nationality",
            "documentreference",
            "weapon",
            "other",
        ),
        "MISC",
    ),
}


def our_label(label: str | None) -> str | None:
    """
    Return PER, LOC, ORG or MISC for the `label` of an entity in another scheme; None for what is no entity of ours.

    What a scheme says more finely after a dot does not count.

    >>> our_label("GPE"), our_label("loc.adm.town"), our_label("cardinal")
    ('LOC', 'LOC', None)
    """
    # `loc.adm.town`, as Quaero writes it: the first part is the kind.
    return _LABELS.get((label or "").lower().split(".")[0])
