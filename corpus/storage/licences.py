"""The licence of a corpus as the head of a dataset card says it."""

from __future__ import annotations

__all__ = ["licence_fields"]

# The Hub's own identifiers, which are those of SPDX in small letters; any other licence is `other`, with its name.
_LICENCES = frozenset(
    {
        "apache-2.0",
        "cc-by-2.0",
        "cc-by-3.0",
        "cc-by-4.0",
        "cc-by-nc-2.0",
        "cc-by-nc-3.0",
        "cc-by-nc-4.0",
        "cc-by-nc-nd-4.0",
        "cc-by-nc-sa-4.0",
        "cc-by-nd-4.0",
        "cc-by-sa-3.0",
        "cc-by-sa-4.0",
        "cc0-1.0",
        "etalab-2.0",
        "mit",
        "odbl",
        "odc-by",
        "pddl",
    }
)


def licence_fields(licence: str | None) -> dict[str, str]:
    """
    Return the licence as the Hub has it: by its identifier, as `other` with its name, or unknown where none is stated.

    >>> licence_fields("CC BY 4.0"), licence_fields("press archive"), licence_fields(None)
    ({'license': 'cc-by-4.0'}, {'license': 'other', 'license_name': 'press archive'}, {'license': 'unknown'})
    """
    if not licence:
        return {"license": "unknown"}
    identifier = "-".join(licence.casefold().split())
    if identifier in _LICENCES:
        return {"license": identifier}
    # The word alone names no licence.
    name = "see-the-sources" if identifier == "other" else licence
    return {"license": "other", "license_name": name}
