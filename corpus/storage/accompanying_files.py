"""
The files beside a corpus's tables that say what it is: the dataset card, how it is cited, the RO-Crate.

Each follows from the manifest and the table `runs` alone, so that a check makes them again and compares.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from .card import CARD, render_card
from .citation_cff import CITATION, FIRST_LINE, render_citation
from .disk import write_bytes
from .manifest import Manifest
from .recorded_software import read_software
from .ro_crate import CRATE, render_crate

__all__ = [
    "ACCOMPANYING_FILES",
    "is_persons_own",
    "render_accompanying_files",
    "write_accompanying_files",
]

ACCOMPANYING_FILES = (CARD, CITATION, CRATE)
"""Their names, in the order in which they are written."""


def render_accompanying_files(folder: Path, manifest: Manifest) -> Mapping[str, str]:
    """
    Return the text of each file by its name; of the corpus in `folder`, whose table `runs` stands already.

    One that is a person's own is left out: it is neither written over nor compared.
    """
    software = read_software(folder, manifest)
    texts = {
        CARD: render_card(manifest),
        CITATION: render_citation(manifest, software),
        CRATE: render_crate(manifest, software),
    }
    return {
        name: text for name, text in texts.items() if not is_persons_own(folder, name)
    }


def write_accompanying_files(folder: Path, manifest: Manifest) -> None:
    """Write the files of the corpus in `folder`, but none that is a person's own."""
    for name, text in render_accompanying_files(folder, manifest).items():
        write_bytes(folder / name, text.encode())


def is_persons_own(folder: Path, name: str) -> bool:
    """Say whether a person wrote this file of a corpus: a `CITATION.cff` without the first line of ours."""
    if name != CITATION:
        return False
    try:
        with (folder / name).open("rb") as file:
            return not file.read(len(FIRST_LINE)).startswith(FIRST_LINE.encode())
    except OSError:
        return False
