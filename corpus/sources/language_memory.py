"""
In which languages texts are, remembered from one run to the next: to tell it is most of what an import takes.

What is remembered is what `language_of` said of the same letters, asked in the same way of the same identifier.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path

from pressmark.annotation.code_fingerprint import code_digest
from pressmark.storage.entry_cache import EntryCache

from .languages import MAX_CHARACTERS, language_of

__all__ = ["LanguageMemory"]

# An entry takes some 60 bytes: a million articles. Chosen, not measured.
_MAX_BYTES = 64 * 2**20


class LanguageMemory:
    """
    Tells languages as `language_of` does, and remembers them in a folder, where one is given.

    Entries are read and written some at a time: `recall` before articles are made of some records, `keep` afterwards.
    """

    def __init__(self, folder: Path | None = None) -> None:
        """Remember in the cache `folder`; nowhere without one."""
        self._cache: EntryCache | None = None
        if folder is not None:
            file = folder / "languages.sqlite"
            self._cache = EntryCache(file, "languages", _MAX_BYTES)
        self._known: dict[bytes, bytes] = {}
        self._new: dict[bytes, bytes] = {}

    def recall(self, questions: Iterable[tuple[str, Sequence[str]]]) -> None:
        """Read what is known of some texts, each with the languages that are asked for; forget those before."""
        if self._cache is not None:
            keys = [_key(text, languages) for text, languages in questions]
            self._known = self._cache.load(keys)

    def language_of(self, text: str, languages: Sequence[str]) -> str | None:
        """Return the language of a text as `pressmark.sources.languages.language_of` does."""
        if self._cache is None:
            return language_of(text, languages)
        key = _key(text, languages)
        if key not in self._known:
            told = language_of(text, languages) or ""
            self._known[key] = self._new[key] = told.encode()
        return self._known[key].decode() or None

    def keep(self) -> None:
        """Write what was told since the last time."""
        if self._cache is not None and self._new:
            self._cache.store(self._new)
            self._new = {}


def _key(text: str, languages: Sequence[str]) -> bytes:
    """Return the key of what is told of a text: all that decides it."""
    digest = hashlib.blake2b(_identifier_fingerprint(), digest_size=16)
    digest.update("\0".join(languages).encode(errors="replace") + b"\0\0")
    # Half a character may stand in a text that will be refused.
    digest.update(text[:MAX_CHARACTERS].encode(errors="surrogatepass"))
    return digest.digest()


@cache
def _identifier_fingerprint() -> bytes:
    """Return the fingerprint of what tells languages: the identifier's version, and our code."""
    code = code_digest("pressmark.sources.languages")
    return f"{version('py3langid')} {code}".encode()
