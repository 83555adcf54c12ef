"""Zip and gzip archives. A damaged member is reported with its position; the members around it are read."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from .files import is_hidden
from .limits import is_bomb
from .records import UnreadableRecord

if TYPE_CHECKING:
    from .files import SourceFile

__all__ = [
    "ARCHIVE_ERRORS",
    "TOO_LARGE",
    "GzipMember",
    "read_member",
    "unpack_gzip",
    "unpack_zip",
]

ARCHIVE_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    RuntimeError,
    NotImplementedError,
    OSError,
    EOFError,
    ValueError,
)
"""What the reading of a damaged zip archive raises."""
TOO_LARGE = "unpacks to far more than it takes: this is no archive of articles; unpack it yourself and look"

# zlib: 15 bits of window, and 16 more to say that a gzip header comes first
_GZIP_WINDOW_BITS = 31
# Bytes unpacked at a time: few at first, so that a bomb shows itself early, then twice as many each time.
# Chosen, not measured.
_FIRST_STEP_BYTES, _MAX_STEP_BYTES = 1 << 10, 1 << 16


def unpack_zip(file: SourceFile) -> Iterator[SourceFile | UnreadableRecord]:
    """
    Yield the files of a zip archive, sorted by name, without folders, hidden files and those of a system (`__MACOSX/`).

    A member that is damaged or unpacks to far too much is an `UnreadableRecord`. Nothing is written to the disk, so a
    member whose name leads out of the archive (`../../x`) does no harm.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(file.content))
        members = sorted(archive.infolist(), key=lambda member: member.filename)
    except ARCHIVE_ERRORS as error:
        yield UnreadableRecord(None, f"is no zip archive, or a cut one ({error})")
        return
    unpacked = 0
    with archive:
        for member in members:
            if member.is_dir() or is_hidden(member.filename):
                continue
            if is_bomb(member.compress_size, member.file_size) or is_bomb(
                len(file.content), unpacked + member.file_size
            ):
                yield UnreadableRecord(member.filename, TOO_LARGE)
                continue
            unpacked += member.file_size
            try:
                yield replace(file, name=member.filename, content=archive.read(member))
            except ARCHIVE_ERRORS as error:
                yield UnreadableRecord(member.filename, f"cannot be unpacked ({error})")


@dataclass(frozen=True, slots=True)
class GzipMember:
    """One member of a gzip file: its bytes, the offset after it (None if it has no end), and what is wrong with it."""

    content: bytes
    end: int | None
    damage: str | None = None


def read_member(content: Any, start: int) -> GzipMember:
    """Read the gzip member that begins at byte `start` of `content`; what is whole of a damaged one is kept."""
    member = zlib.decompressobj(_GZIP_WINDOW_BITS)
    parts, position, size, step_bytes = [], start, 0, _FIRST_STEP_BYTES
    while not member.eof and position < len(content):
        try:
            parts.append(member.decompress(content[position : position + step_bytes]))
        except zlib.error as error:
            return GzipMember(b"".join(parts), None, f"is damaged here ({error})")
        position = min(position + step_bytes, len(content))
        size, step_bytes = size + len(parts[-1]), min(2 * step_bytes, _MAX_STEP_BYTES)
        # 64 KB of input gave not one byte: this is a header by chance, in data that is no gzip
        if not size and position - start > _MAX_STEP_BYTES:
            return GzipMember(b"", None, "is damaged here (nothing is packed in it)")
        if is_bomb(position - start, size):
            return GzipMember(b"", None, TOO_LARGE)
    if not member.eof:
        return GzipMember(b"".join(parts), None, "is cut: its end is missing")
    return GzipMember(b"".join(parts), position - len(member.unused_data))


def unpack_gzip(content: bytes) -> tuple[bytes, UnreadableRecord | None]:
    """Unpack a gzip file, member by member, up to where it is damaged; return the bytes and the damage, if any."""
    unpacked = io.BytesIO()
    position = 0
    while position < len(content):
        member = read_member(content, position)
        unpacked.write(member.content)
        if member.end is None:
            return unpacked.getvalue(), _locate_damage(
                member.damage or "", position, len(content)
            )
        position = member.end
        # tapes and disks fill their last block with zeros
        while content[position : position + 1] == b"\0":
            position += 1
        if is_bomb(position, unpacked.tell()):
            return b"", UnreadableRecord(None, TOO_LARGE)
    return unpacked.getvalue(), None if content else UnreadableRecord(None, "is empty")


def _locate_damage(damage: str, start: int, end: int) -> UnreadableRecord:
    """Return the damage of a member with its position: where the member begins, or the end of a cut file."""
    if damage == TOO_LARGE:
        return UnreadableRecord(None, TOO_LARGE)
    return UnreadableRecord(
        f"byte {end if damage.startswith('is cut') else start}", f"the gzip {damage}"
    )
