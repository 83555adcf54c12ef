"""What a package with annotators of its own tests them by: `from pressmark.testing import check_annotator`."""

from __future__ import annotations

from .conformance import HOSTILE_TEXTS, check_annotator

__all__ = ["HOSTILE_TEXTS", "check_annotator"]
