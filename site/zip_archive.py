"""A site as one file, to be sent: unpack it and open `index.html`."""

from __future__ import annotations

import zipfile
from pathlib import Path

from pressmark.storage.disk import writing

from .site_list import listed_files

__all__ = ["pack"]

_FILE_TIME = (
    1980,
    1,
    1,
    0,
    0,
    0,
)  # the first that a zip file can hold: the same site makes the same bytes


def pack(folder: Path) -> Path:
    """
    Pack a site's folder into `<folder>.zip` beside it and return that file; what the user keeps in it stays out.

    Raises `PressmarkError` when the folder holds no site, or the disk is full.
    """
    folder = folder.absolute()
    archive = folder.with_name(f"{folder.name}.zip")
    draft = archive.with_name(f".{archive.name}.part")
    with writing(archive):
        try:
            with zipfile.ZipFile(
                draft, "w", zipfile.ZIP_DEFLATED, compresslevel=9
            ) as packed:
                for path in listed_files(folder):
                    entry = zipfile.ZipInfo(f"{folder.name}/{path}", _FILE_TIME)
                    entry.compress_type, entry.external_attr = (
                        zipfile.ZIP_DEFLATED,
                        0o644 << 16,
                    )
                    packed.writestr(entry, (folder / path).read_bytes())
            draft.replace(archive)
        finally:
            draft.unlink(missing_ok=True)
    return archive
