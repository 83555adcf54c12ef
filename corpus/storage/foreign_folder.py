"""Whether a folder for a corpus holds a manifest, card or crate of somebody else's, which would be lost."""

from __future__ import annotations

import json
import re
from pathlib import Path

from pressmark.errors import PressmarkError

from .card import CARD
from .manifest import MANIFEST
from .ro_crate import CRATE, RUN_DESCRIPTION

__all__ = ["refuse_foreign_files"]

# What every run leaves in its folder: then a card that looks like no card of ours is a damaged one.
_TRACES = (".pressmark.lock", ".pressmark")
_KEYS_OF_MANIFEST = frozenset({"format", "shards", "whole", "seen", "keys"})
# `- pressmark` among the tags at a card's head
_TAG_OF_CARD = re.compile(r"(?s)\A---\n.*?^- pressmark$.*?^---$", re.MULTILINE)


def refuse_foreign_files(folder: Path) -> None:
    """
    Raise `PressmarkError` where a corpus in `folder` would be written over a file of a person's own.

    A corpus has `README.md`, `manifest.json` and a crate, and so have many other folders. What a run left there, damaged or
    whole, is ours.
    """
    if any((folder / trace).exists() for trace in _TRACES):
        return
    manifest = _read(folder / MANIFEST)
    card = _read(folder / CARD)
    if manifest is not None and not _may_be_manifest(manifest):
        raise _refusal(folder, MANIFEST)
    # With a manifest of ours beside it, a card is ours, whatever became of it.
    if manifest is None and card and _TAG_OF_CARD.match(card) is None:
        raise _refusal(folder, CARD)
    crate = _read(folder / CRATE)
    if manifest is None and crate and RUN_DESCRIPTION not in crate:
        raise _refusal(folder, CRATE)


def _refusal(folder: Path, name: str) -> PressmarkError:
    return PressmarkError(
        f"{folder / name}: pressmark did not write this file, and a corpus here would be written over it."
        " Name another folder."
    )


def _read(path: Path) -> str | None:
    """Return the text of a file, whatever its encoding is; None where it is not there, "" where it cannot be read."""
    try:
        return path.read_bytes().decode("utf-8", "replace")
    except FileNotFoundError:
        return None
    except OSError:
        return ""


def _may_be_manifest(text: str) -> bool:
    """Say whether a text is a manifest of ours or what damage made of it: whole JSON without our keys is neither."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return True
    return not content or (
        isinstance(content, dict) and bool(_KEYS_OF_MANIFEST & content.keys())
    )
