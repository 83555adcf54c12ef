"""Archives: zip and gzip. What is damaged is said with its place, and what is whole beside it is read."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from .records import Malformed

if TYPE_CHECKING:
    from .files import File

__all__ = ["unzipped", "zipped"]

_LARGEST = 2**31
_GZIP = 31  # zlib's way to say: a gzip header


def zipped(file: File) -> Iterator[File | Malformed]:
    """The files of a zip, by name; folders and what systems add (`__MACOSX/`, names with a dot first) are left out."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(file.content))
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        yield Malformed(None, f"is no zip archive, or a cut one ({error})")
        return
    with archive:
        for member in sorted(archive.infolist(), key=lambda member: member.filename):
            if member.is_dir() or _is_hidden(member.filename):
                continue
            if member.file_size > _LARGEST:
                yield Malformed(member.filename, f"is {member.file_size} bytes large; unpack it and name it itself")
                continue
            try:
                yield replace(file, name=member.filename, content=archive.read(member))
            except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, OSError, EOFError) as error:
                yield Malformed(member.filename, f"cannot be unpacked ({error})")


def _is_hidden(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return "__MACOSX" in parts or parts[-1].startswith(".")


def unzipped(content: bytes) -> tuple[bytes, Malformed | None]:
    """The content of a gzip file, member after member, up to where it is damaged; and the damage."""
    whole = io.BytesIO()
    at = 0
    while at < len(content):
        member = zlib.decompressobj(_GZIP)
        try:
            whole.write(member.decompress(content[at:], _LARGEST))
        except zlib.error as error:
            return whole.getvalue(), Malformed(f"byte {at}", f"the gzip is damaged here ({error})")
        if not member.eof:
            what = "is larger than 2 GB unpacked" if member.unconsumed_tail else "the gzip is cut: its end is missing"
            return whole.getvalue(), Malformed(f"byte {len(content)}", what)
        at = len(content) - len(member.unused_data)
        at += len(content[at:]) - len(content[at:].lstrip(b"\0"))  # padding of tapes and disks
    return whole.getvalue(), None if content else Malformed(None, "is empty")
