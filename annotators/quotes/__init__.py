"""The quote layer: who says what, in which words."""

from .annotator import Quotes
from .settings import Settings

__all__ = ["Quotes", "Settings"]
