"""
`ro-crate-metadata.json` of a corpus: what it is and what made it, as archives of research data read it.

The form is RO-Crate 1.1, and Process Run Crate 0.5 for the run. The files of each table stand in the manifest with their
hashes; here a table is its folder, so that a corpus of a million articles has a crate of some kilobytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from pressmark.messages import counted

from .card import CARD, table_description
from .citation_cff import CITATION
from .licences import spdx_address, spdx_id
from .manifest import MANIFEST, Manifest
from .recorded_software import Software

__all__ = ["CRATE", "RUN_DESCRIPTION", "render_crate"]

CRATE = "ro-crate-metadata.json"

RUN_DESCRIPTION = "Every step with its settings is a row of the table runs"
"""What each crate of ours says, and no other: by it one is told from a person's own."""

_SPECIFICATION = "https://w3id.org/ro/crate/1.1"
_PROFILE = "https://w3id.org/ro/wfrun/process/0.5"
_RUN = "#run"
_PLAIN_FILES = {
    CARD: ("The dataset card", "text/markdown"),
    MANIFEST: ("The files of each table with their hashes", "application/json"),
    CITATION: ("How to cite the corpus", "application/yaml"),
}

Entity = dict[str, Any]


def render_crate(manifest: Manifest, software: Sequence[Software]) -> str:
    """Return the JSON-LD of a corpus: its files and tables, authors, licence, and the `software` that made it."""
    content = {
        "@context": f"{_SPECIFICATION}/context",
        "@graph": [
            _descriptor(),
            _root(manifest),
            *_data_entities(manifest),
            _licence(manifest.licence),
            *_authors(manifest),
            _profile(),
            _run(manifest, software),
            *map(_application, software),
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _descriptor() -> Entity:
    return {
        "@id": CRATE,
        "@type": "CreativeWork",
        "conformsTo": {"@id": _SPECIFICATION},
        "about": {"@id": "./"},
    }


def _root(manifest: Manifest) -> Entity:
    """Return the corpus itself, which the specification calls the root."""
    parts = [{"@id": entity["@id"]} for entity in _data_entities(manifest)]
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": manifest.title,
        "description": manifest.description
        or f"{counted(manifest.counts['articles'], 'article')} of the press with annotation.",
        # The year 1 is a date that validators take and that nobody takes for a real one.
        "datePublished": manifest.day or date.min.isoformat(),
        "version": manifest.version,
        "license": {"@id": _licence(manifest.licence)["@id"]},
        "author": [{"@id": author["@id"]} for author in _authors(manifest)],
        "conformsTo": {"@id": _PROFILE},
        "mentions": {"@id": _RUN},
        "hasPart": parts,
    }
    return _filled(root)


def _data_entities(manifest: Manifest) -> Iterator[Entity]:
    """Yield the files of the folder and its tables, each table as a folder with its number of rows."""
    for name, (description, media_type) in _PLAIN_FILES.items():
        yield {
            "@id": name,
            "@type": "File",
            "name": name,
            "description": description,
            "encodingFormat": media_type,
        }
    counts = manifest.counts
    for table in manifest.tables():
        files = manifest.files(table)
        if not files:
            continue
        yield {
            "@id": f"{table}/",
            "@type": "Dataset",
            "name": table,
            "description": f"{table_description(table)} ({counted(counts[table], 'row')})",
            "encodingFormat": "application/vnd.apache.parquet",
            "contentSize": str(sum(file.bytes for file in files)),
        }


def _licence(licence: str | None) -> Entity:
    """Return the licence of the texts: by the address of SPDX where it has one, else in a person's own words."""
    identifier = spdx_id(licence)
    return {
        "@id": spdx_address(identifier) if identifier else "#licence",
        "@type": "CreativeWork",
        "name": licence or "not stated; see the sources",
        "description": "The licence of the texts",
    }


def _authors(manifest: Manifest) -> Iterator[Entity]:
    for number, name in enumerate(manifest.authors, start=1):
        yield {"@id": f"#author-{number}", "@type": "Person", "name": name}


def _profile() -> Entity:
    return {
        "@id": _PROFILE,
        "@type": "CreativeWork",
        "name": "Process Run Crate",
        "version": "0.5",
    }


def _run(manifest: Manifest, software: Sequence[Software]) -> Entity:
    """Return the run that made the corpus; by the day, so that two runs of one day write the same bytes."""
    run = {
        "@id": _RUN,
        "@type": "CreateAction",
        "name": "Annotation of the articles",
        "description": RUN_DESCRIPTION,
        "endTime": manifest.day,
        "instrument": [{"@id": _software_id(piece)} for piece in software],
        "result": {"@id": "./"},
    }
    return _filled(run)


def _application(piece: Software) -> Entity:
    identifier = spdx_id(piece.licence)
    return _filled(
        {
            "@id": _software_id(piece),
            "@type": "SoftwareApplication",
            "name": piece.name,
            "softwareVersion": piece.version,
            "license": spdx_address(identifier) if identifier else piece.licence,
        }
    )


def _software_id(piece: Software) -> str:
    return f"#{piece.name}-{piece.version}" if piece.version else f"#{piece.name}"


def _filled(entity: Entity) -> Entity:
    """Return the properties that say something; an empty one is worse than none."""
    return {name: value for name, value in entity.items() if value}
