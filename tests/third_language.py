"""The German of `examples/languages/de`: its lexicons, and its model, which is made of word lists on the spot."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from spacy.language import Language
from spacy.util import load_config, load_model_from_config

from pressmark.config.lexicon_folders import read_lexicon_folders
from pressmark.yaml_files.lexicons import Lexicons

__all__ = ["GERMAN", "german_lexicons", "german_model"]

GERMAN = Path(__file__).parent.parent / "examples" / "languages" / "de"


@cache
def german_lexicons() -> Lexicons:
    """Read the lexicons of the example."""
    return read_lexicon_folders([GERMAN / "lexicons"], GERMAN)


@cache
def german_model() -> Language:
    """Make the model of the example, as `python -m spacy assemble model.cfg` does."""
    word_lists = GERMAN / "parts_of_speech.yaml"
    overrides = {"paths.parts_of_speech": str(word_lists)}
    config = load_config(GERMAN / "model.cfg", overrides=overrides)
    nlp = load_model_from_config(config, auto_fill=True)
    nlp.initialize()
    return nlp
