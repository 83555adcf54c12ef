"""What is sent to a model: the messages and parameters of a request, and the key that its answer is kept under."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pressmark.annotators.events.lexicon import type_entries
from pressmark.yaml_files.lexicon_models.prompt_words import PromptWords
from pressmark.yaml_files.lexicons import OURS, Lexicons, read_lexicon

from .answers import answer_schema
from .settings import LanguageModelSettings

__all__ = [
    "FALLBACK_LANGUAGE",
    "Codebook",
    "CodebookEntry",
    "ModelRequest",
    "RequestWriter",
    "codebook_of",
]

FALLBACK_LANGUAGE = "en"
"""The language of the prompts and the codebook for an article in one that has none: models read English best."""
CHARACTERS_PER_TOKEN = 3.5
"""Characters of French and English that a tokenizer makes one token of, on the low side; each model has another."""


@dataclass(frozen=True, slots=True)
class CodebookEntry:
    """A type of events as a model is told of it."""

    label: str
    definition: str
    example: str = ""


Codebook = tuple[CodebookEntry, ...]
"""The types that a model chooses from, in the order in which it reads them."""


@cache
def codebook_of(
    language: str, types: tuple[str, ...] | None, lexicons: Lexicons = OURS
) -> Codebook:
    """
    Return the codebook of `language` from its event lexicon, only these `types` where some are named.

    A language without an event lexicon has that of English.
    """
    entries = type_entries(language, lexicons) or type_entries(
        FALLBACK_LANGUAGE, lexicons
    )
    return tuple(
        CodebookEntry(label, entry.definition, entry.example)
        for label, entry in entries.items()
        if types is None or label in types
    )


@dataclass(frozen=True, slots=True)
class ModelRequest:
    """The body of a request about a stretch of `text_characters`; `types` are those that the answer may give."""

    body: Mapping[str, Any]
    text_characters: int
    types: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The hash of all that decides the answer: the text, the prompt, the model and its parameters."""
        content = json.dumps(self.body, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def tokens(self) -> int:
        """About how many tokens the model reads; the service counts them exactly."""
        characters = sum(len(message["content"]) for message in self.body["messages"])
        return round(characters / CHARACTERS_PER_TOKEN)

    @property
    def text_tokens(self) -> int:
        """About how many of them are of the article."""
        return round(self.text_characters / CHARACTERS_PER_TOKEN)


@dataclass(frozen=True)
class RequestWriter:
    """
    Writes the requests of an annotator.

    `codebook` stands in the place of the language's own: a probe shows it in another order, or with other definitions.
    """

    settings: LanguageModelSettings
    lexicons: Lexicons = OURS
    codebook: Codebook | None = None

    def write(self, text: str, language: str) -> ModelRequest:
        """Return the request for a stretch of an article in `language`."""
        settings = self.settings
        codebook = self._codebook(language)
        types = tuple(entry.label for entry in codebook)
        body: dict[str, Any] = {
            "model": settings.model,
            "messages": self._messages(text, language, codebook),
            settings.answer_bound: settings.answer_tokens,
            **settings.parameters,
        }
        if settings.temperature is not None:
            body["temperature"] = settings.temperature
        if settings.answers == "json":
            body["response_format"] = {"type": "json_object"}
        elif settings.answers == "schema":
            schema = answer_schema(settings.layer, types)
            form = {"name": settings.layer, "strict": True, "schema": schema}
            body["response_format"] = {"type": "json_schema", "json_schema": form}
        return ModelRequest(body, len(text), types)

    def _codebook(self, language: str) -> Codebook:
        if self.settings.layer != "events":
            return ()
        if self.codebook is not None:
            return self.codebook
        return codebook_of(language, self.settings.types, self.lexicons)

    def _messages(
        self, text: str, language: str, codebook: Codebook
    ) -> list[dict[str, str]]:
        words = _prompt_words(language, self.lexicons)
        parts: list[str] = [getattr(words, self.settings.layer).strip()]
        if codebook:
            parts.append("\n".join(_codebook_lines(codebook, words)))
        parts.append(words.rules.strip())
        return [
            {"role": "system", "content": "\n\n".join(parts)},
            {"role": "user", "content": f"{words.text}\n\n{text}"},
        ]


def _codebook_lines(codebook: Sequence[CodebookEntry], words: PromptWords) -> list[str]:
    lines = [words.codebook]
    for entry in codebook:
        line = f"- {entry.label}: {entry.definition}"
        if entry.example:
            line += f" {words.example} {entry.example}"
        lines.append(line)
    return lines


def _prompt_words(language: str, lexicons: Lexicons) -> PromptWords:
    words = read_lexicon("prompts", language, PromptWords, lexicons)
    if words is None:
        words = read_lexicon("prompts", FALLBACK_LANGUAGE, PromptWords, lexicons)
    assert words is not None  # ours has the file of that language
    return words
