"""Archives: zip and gzip. What is damaged is said with its place, and what is whole beside it is read."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from .files import is_hidden
from .limits import is_bomb
from .records import Malformed

if TYPE_CHECKING:
    from .files import File

__all__ = ["BROKEN", "TOO_LARGE", "Member", "member_at", "unzipped", "zipped"]

BROKEN = (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, OSError, EOFError, ValueError)
"""What the reading of a damaged zip archive raises."""
TOO_LARGE = "unpacks to far more than it takes: this is no archive of articles; unpack it yourself and look"

_GZIP = 31  # zlib's way to say: a gzip header
_FIRST, _CHUNK = 1 << 10, 1 << 16


def zipped(file: File) -> Iterator[File | Malformed]:
    """
    The files of a zip, by name; folders, hidden files and those of a system (`__MACOSX/`) are left out.

    Nothing is written to the disk, so a name that leads out of the archive is a name and nothing else.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(file.content))
        members = sorted(archive.infolist(), key=lambda member: member.filename)
    except BROKEN as error:
        yield Malformed(None, f"is no zip archive, or a cut one ({error})")
        return
    whole = 0
    with archive:
        for member in members:
            if member.is_dir() or is_hidden(member.filename):
                continue
            if is_bomb(member.compress_size, member.file_size) or is_bomb(len(file.content), whole + member.file_size):
                yield Malformed(member.filename, TOO_LARGE)
                continue
            whole += member.file_size
            try:
                yield replace(file, name=member.filename, content=archive.read(member))
            except BROKEN as error:
                yield Malformed(member.filename, f"cannot be unpacked ({error})")


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a gzip file: what it holds, where it ends (None for one that does not), and what is wrong with it."""

    content: bytes
    end: int | None
    damage: str | None = None


def member_at(content: Any, at: int) -> Member:
    """The gzip member that begins at a byte of a file."""
    member = zlib.decompressobj(_GZIP)
    parts, place, size, step = [], at, 0, _FIRST
    while not member.eof and place < len(content):
        try:
            parts.append(member.decompress(content[place : place + step]))
        except zlib.error as error:
            return Member(b"".join(parts), None, f"is damaged here ({error})")
        place = min(place + step, len(content))
        size, step = size + len(parts[-1]), min(2 * step, _CHUNK)
        if not size and place - at > _CHUNK:
            return Member(b"", None, "is damaged here (nothing is packed in it)")
        if is_bomb(place - at, size):
            return Member(b"", None, TOO_LARGE)
    if not member.eof:
        return Member(b"".join(parts), None, "is cut: its end is missing")
    return Member(b"".join(parts), place - len(member.unused_data))


def unzipped(content: bytes) -> tuple[bytes, Malformed | None]:
    """The content of a gzip file, member after member, up to where it is damaged; and the damage."""
    whole = io.BytesIO()
    at = 0
    while at < len(content):
        member = member_at(content, at)
        whole.write(member.content)
        if member.end is None:
            return whole.getvalue(), _damage(member.damage or "", at, len(content))
        at = member.end
        while content[at : at + 1] == b"\0":  # padding of tapes and disks
            at += 1
        if is_bomb(at, whole.tell()):
            return b"", Malformed(None, TOO_LARGE)
    return whole.getvalue(), None if content else Malformed(None, "is empty")


def _damage(damage: str, at: int, end: int) -> Malformed:
    if damage == TOO_LARGE:
        return Malformed(None, TOO_LARGE)
    return Malformed(f"byte {end if damage.startswith('is cut') else at}", f"the gzip {damage}")
