"""
`CITATION.cff` of a corpus: how it is cited, in the format that GitHub, Zenodo and Zotero read (version 1.2.0).

A person who wants other words deletes its first line: a file without it is the person's own, and is never written over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .licences import spdx_id
from .manifest import Manifest
from .recorded_software import Software
from .yaml_output import yaml_text

__all__ = ["CITATION", "FIRST_LINE", "person_of_name", "render_citation"]

CITATION = "CITATION.cff"

FIRST_LINE = "# Written by pressmark at each run. Delete this line, and the file is yours and stays as it is.\n"

_UNKNOWN_AUTHOR = "anonymous"
"""The format asks for an author; so its own guide calls one who is not known."""


def render_citation(manifest: Manifest, software: Sequence[Software]) -> str:
    """Return the text of the file: title, authors, version and day of the corpus, and the `software` that made it."""
    authors = [person_of_name(name) for name in manifest.authors]
    content = {
        "cff-version": "1.2.0",
        "message": "Please cite this corpus as below, and the articles by their own authors.",
        "type": "dataset",
        "title": manifest.title,
        "abstract": manifest.description,
        "authors": authors or [{"name": _UNKNOWN_AUTHOR}],
        "version": manifest.version,
        "date-released": manifest.day,
        # Only an identifier that the format knows; other words would make the file invalid.
        "license": spdx_id(manifest.licence),
        "keywords": ["news", "journalism", "annotation", *manifest.layers],
        "references": list(_references(software)),
    }
    filled = {name: value for name, value in content.items() if value}
    return FIRST_LINE + yaml_text(filled)


def person_of_name(name: str) -> Mapping[str, str]:
    """
    Return an author as the format has them.

    `Morel, Anne` is a person with both names; which part of another name is the surname is not guessed.

    >>> person_of_name("Morel, Anne"), person_of_name("Laboratoire des médias")
    ({'family-names': 'Morel', 'given-names': 'Anne'}, {'name': 'Laboratoire des médias'})
    """
    family, comma, given = (part.strip() for part in name.partition(","))
    if comma and family and given:
        return {"family-names": family, "given-names": given}
    return {"name": name}


def _references(software: Sequence[Software]) -> Iterator[dict[str, Any]]:
    """Yield each piece of software as a reference; the format asks for an author of each, too."""
    for piece in software:
        reference = {
            "type": "software",
            "title": piece.name,
            "version": piece.version,
            "authors": [{"name": f"The authors of {piece.name}"}],
            "license": spdx_id(piece.licence),
        }
        yield {name: value for name, value in reference.items() if value}
