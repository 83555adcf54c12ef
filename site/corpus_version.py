"""Which state of a corpus a site shows: a version that a citation can name, and the day on which it was made."""

from __future__ import annotations

import json
from dataclasses import dataclass

from pressmark.dataset.corpus import Corpus

from .interface import Interface

__all__ = ["CorpusVersion", "corpus_version", "version_script"]


@dataclass(frozen=True, slots=True)
class CorpusVersion:
    """The state of a corpus: a hash of all that is in it, and the ISO day of its run, empty where none is recorded."""

    version: str
    day: str

    def in_words(self, ui: Interface) -> str:
        """Return the version as a citation says it: « version 0f3a9c12b4de, 29 novembre 2026 »."""
        words = ui("version_of_corpus", version=self.version)
        return f"{words}, {ui.when(self.day)}" if self.day else words


def corpus_version(corpus: Corpus) -> CorpusVersion:
    """Return the version of a corpus and its day, as its manifest tells them."""
    return CorpusVersion(corpus.manifest.version, corpus.manifest.day)


def version_script(corpus: Corpus, ui: Interface) -> str:
    """
    Return the script by which pages of articles learn the version, `assets/version.js`.

    It stands in none of those pages itself: each would have to be made anew whenever one article is added.
    """
    words = corpus_version(corpus).in_words(ui)
    return f"window.pressmarkVersion = {json.dumps(words)};\n"
