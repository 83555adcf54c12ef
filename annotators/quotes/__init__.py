"""The quote layer: who says what, in which words."""

from .annotator import Quotes, Settings

__all__ = ["Quotes", "Settings"]
