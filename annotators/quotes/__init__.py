"""The quote layer: who says what, in which words."""

from .annotator import Quotes
from .settings import QuoteSettings

__all__ = ["QuoteSettings", "Quotes"]
