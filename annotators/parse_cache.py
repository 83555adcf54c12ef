"""
Parses kept from one run to the next, so that a layer that changed costs that layer and not the parse.

What `EntryCache` promises holds: an entry that is not what was written is parsed anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from pressmark.storage.entry_cache import EntryCache

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from .parse_engine import ParseEngine

__all__ = ["ParseCache", "makers"]

# 4 GiB, chosen, not measured: little of a disk of today.
_MAX_CACHE_BYTES = 4 * 2**30
# The packages whose version decides what a parse is.
_MAKERS = ("spacy", "thinc", "numpy")
_PARSE_MODULES = (
    "parse.py",
    "parse_engine.py",
    "stock_spacy.py",
    "name_weights.py",
)


@dataclass(frozen=True)
class ParseCache:
    """
    The parses of one model in a folder. When they take more than `max_bytes` bytes, those longest unused go.

    `model_sha256` names the model's files; with the versions and the code of the parse it decides what an entry holds.
    """

    folder: Path
    model_sha256: str
    max_bytes: int = _MAX_CACHE_BYTES

    @property
    def file(self) -> Path:
        """The database that holds them."""
        return self.folder / "parses.sqlite"

    def load_parses(
        self, hashes: Iterable[str], nlp: Language, engine: ParseEngine
    ) -> dict[str, Doc]:
        """
        Return the parses by `engine` that the cache holds, by the sha256 of their text.

        `hashes` are the sha256 of the texts that are asked for. An entry whose bytes changed since is left out.
        """
        hashes_by_key = {self._entry_key(text, nlp, engine): text for text in hashes}
        entries = self._entries.load(hashes_by_key)
        return {
            hashes_by_key[key]: engine.from_bytes(content, nlp.vocab)
            for key, content in entries.items()
        }

    def store_parses(
        self, docs: Mapping[str, Doc], nlp: Language, engine: ParseEngine
    ) -> None:
        """Store parses by `engine`, given by the sha256 of their text; leave out those that it cannot write."""
        entries = {}
        for text_hash, doc in docs.items():
            content = engine.to_bytes(doc)
            # A component left something in the doc that cannot be written: that parse is made each time.
            if content is not None:
                entries[self._entry_key(text_hash, nlp, engine)] = content
        self._entries.store(entries)

    @property
    def _entries(self) -> EntryCache:
        """The entries of the database."""
        return EntryCache(self.file, "parses", self.max_bytes)

    def _entry_key(self, text_hash: str, nlp: Language, engine: ParseEngine) -> bytes:
        """Return the key of a text's parse: all that decides its bytes."""
        # The engines decide the same, but each writes its bytes in a form of its own; and who asks for stock spaCy,
        # perhaps in doubt of the other, is not handed what the other made.
        parts = (text_hash, self.model_sha256, *nlp.pipe_names, makers(), engine.name)
        return hashlib.blake2b("\0".join(parts).encode(), digest_size=16).digest()


@cache
def makers() -> str:
    """Return a hash of the versions and the code that make a parse, of both engines: a key does not tell them apart."""
    folder = files("pressmark.annotators")
    modules = [folder / name for name in _PARSE_MODULES]
    fast_modules = (folder / "fast_spacy").iterdir()
    modules += sorted(fast_modules, key=lambda module: module.name)
    # What is read as white space decides what is parsed.
    modules += [files("pressmark") / name for name in ("paragraphs.py", "text_view.py")]
    modules.append(files("pressmark.annotation") / "parse_in_view.py")
    versions = " ".join(f"{name} {version(name)}" for name in _MAKERS)
    digest = hashlib.sha256(versions.encode())
    for module in modules:
        if module.name.endswith(".py"):
            digest.update(module.read_bytes())
    return digest.hexdigest()
