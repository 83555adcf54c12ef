"""Every kind of lexicon with its model, for who reads whole folders: an annotator names its own kinds, one by one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pressmark.yaml_files.lexicon_types import LexiconModel

from .coreference_words import CoreferenceWords
from .entity_words import EntityWords
from .event_words import EventTypes, EventWords
from .inflection import Inflection
from .name_words import BodyNames, NameWords
from .place_words import PlaceCentres, PlaceWords
from .prompt_words import PromptWords
from .quote_words import QuoteWords
from .time_words import TimeWords

__all__ = ["ANY_LANGUAGE", "KINDS", "LexiconKind"]

ANY_LANGUAGE = "und"
"""The language of a file that is for every language, as ISO 639 calls what has none."""


@dataclass(frozen=True, slots=True)
class LexiconKind:
    """What a kind of lexicon is for, the model of a language's file, and that of the file for every language."""

    purpose: str
    of_language: type[LexiconModel] | None = None
    of_any_language: type[LexiconModel] | None = None

    def model(self, language: str) -> type[LexiconModel] | None:
        """Return the model of the file of a language; None where the kind has no such file."""
        return self.of_any_language if language == ANY_LANGUAGE else self.of_language


KINDS: Mapping[str, LexiconKind] = {
    "quotes": LexiconKind("quotes and who says them", QuoteWords),
    "entities": LexiconKind("names, with their roles and gender", EntityWords),
    "times": LexiconKind("expressions of time", TimeWords),
    "events": LexiconKind("events, who takes part, whether they happened", EventWords),
    "event_types": LexiconKind(
        "what rules ask of the types of events", of_any_language=EventTypes
    ),
    "coreference": LexiconKind("whom pronouns and descriptions mean", CoreferenceWords),
    "inflection": LexiconKind(
        "the written forms of the verbs and nouns of the other lexicons", Inflection
    ),
    "names": LexiconKind("how names are joined across articles", NameWords, BodyNames),
    "places": LexiconKind("where places are", PlaceWords, PlaceCentres),
    "prompts": LexiconKind("what a language model is asked for", PromptWords),
}
"""The kinds of lexicons by the first part of their files' names."""
