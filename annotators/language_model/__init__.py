"""Quotes, entities or events read by a language model at any address that speaks the chat protocol of OpenAI."""

from .annotator import LanguageModel

__all__ = ["LanguageModel"]
