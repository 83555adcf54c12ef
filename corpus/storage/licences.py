"""Licences by their identifiers: which of a person's words name one that SPDX, citations and the Hub know."""

from __future__ import annotations

__all__ = ["hub_id", "licence_fields", "spdx_address", "spdx_id"]

_SPDX_IDS = (
    "Apache-2.0",
    "CC-BY-2.0",
    "CC-BY-3.0",
    "CC-BY-4.0",
    "CC-BY-NC-2.0",
    "CC-BY-NC-3.0",
    "CC-BY-NC-4.0",
    "CC-BY-NC-ND-4.0",
    "CC-BY-NC-SA-4.0",
    "CC-BY-ND-4.0",
    "CC-BY-SA-3.0",
    "CC-BY-SA-4.0",
    "CC0-1.0",
    "etalab-2.0",
    "MIT",
    "ODbL-1.0",
    "ODC-By-1.0",
    "PDDL-1.0",
)
# Those of the Hub are the same in small letters, but for these.
_HUB_IDS = {"ODbL-1.0": "odbl", "ODC-By-1.0": "odc-by", "PDDL-1.0": "pddl"}


def spdx_id(licence: str | None) -> str | None:
    """
    Return the SPDX identifier of a licence as a person writes it; None for other words.

    >>> spdx_id("CC BY 4.0"), spdx_id("odbl"), spdx_id("press archive")
    ('CC-BY-4.0', 'ODbL-1.0', None)
    """
    words = "-".join((licence or "").casefold().split())
    for identifier in _SPDX_IDS:
        if words in (identifier.casefold(), _HUB_IDS.get(identifier)):
            return identifier
    return None


def spdx_address(identifier: str) -> str:
    """
    Return the page of a licence, which stands for it in linked data.

    >>> spdx_address("MIT")
    'https://spdx.org/licenses/MIT'
    """
    return f"https://spdx.org/licenses/{identifier}"


def hub_id(licence: str | None) -> str | None:
    """
    Return the Hub's identifier of a licence; None for words that it does not know.

    >>> hub_id("CC BY 4.0"), hub_id("ODbL-1.0"), hub_id("press archive")
    ('cc-by-4.0', 'odbl', None)
    """
    identifier = spdx_id(licence)
    if identifier is None:
        return None
    return _HUB_IDS.get(identifier, identifier.casefold())


def licence_fields(licence: str | None) -> dict[str, str]:
    """
    Return the licence as a card's head says it: by its identifier, as `other` with its name, or as unknown.

    >>> licence_fields("CC BY 4.0"), licence_fields("press archive"), licence_fields(None)
    ({'license': 'cc-by-4.0'}, {'license': 'other', 'license_name': 'press archive'}, {'license': 'unknown'})
    """
    if not licence:
        return {"license": "unknown"}
    identifier = hub_id(licence)
    if identifier is not None:
        return {"license": identifier}
    # The word alone names no licence.
    is_a_name = licence.strip().casefold() != "other"
    return {
        "license": "other",
        "license_name": licence if is_a_name else "see-the-sources",
    }
