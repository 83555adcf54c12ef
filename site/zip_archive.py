"""A site as one file, to be sent: unpack it and open `index.html`."""

from __future__ import annotations

import zipfile
from pathlib import Path

from pressmark.storage.disk import writing

from .site_list import listed_files

__all__ = ["pack"]

# The first time that a zip file can hold. With the files' own times the same site would make other bytes each day.
_FILE_TIME = (1980, 1, 1, 0, 0, 0)

# A plain file that everybody may read, as `ls -l` writes it: rw-r--r--. A zip file has it in the upper 16 bits.
_FILE_MODE = 0o644 << 16


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
            _write_archive(folder, draft)
            draft.replace(archive)
        finally:
            draft.unlink(missing_ok=True)
    return archive


def _write_archive(folder: Path, archive: Path) -> None:
    """Write the files of the site in `folder` into a zip file, below one folder of the site's name."""
    with zipfile.ZipFile(
        archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9
    ) as zip_file:
        for path in listed_files(folder):
            entry = zipfile.ZipInfo(f"{folder.name}/{path}", _FILE_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = _FILE_MODE
            zip_file.writestr(entry, (folder / path).read_bytes())
