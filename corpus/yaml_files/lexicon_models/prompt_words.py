"""The form of `prompts.<language>.yaml`: what a language model is asked for, in the language of the article."""

from __future__ import annotations

from collections.abc import Iterator

from pressmark.yaml_files.lexicon_types import (
    Complaint,
    LexiconModel,
    Phrase,
    described,
)

__all__ = ["PromptWords"]


class PromptWords(LexiconModel):
    """
    The texts of a request. Of each layer its task, then the rules that hold for all, then the text of the article.

    What an answer looks like, keys and labels, is the code's: the texts say what is meant by them. A whole file has all
    of the keys; one that extends another has those that it changes.
    """

    quotes: Phrase = described(
        "The task for quotes: what they are, what stands under each key of an answer",
        "",
    )
    entities: Phrase = described("The task for names, with what each label holds", "")
    events: Phrase = described("The task for events, without the types", "")
    codebook: Phrase = described("What stands before the types of events", "")
    example: Phrase = described("What stands before the example of a type", "")
    rules: Phrase = described(
        "What holds for every layer: words as they stand, nothing made up, JSON alone",
        "",
    )
    text: Phrase = described("What stands before the text of the article", "")

    def complaints(self) -> Iterator[Complaint]:
        """Yield each key that a whole file lacks: the model would be asked for nothing."""
        for name in type(self).model_fields:
            if not getattr(self, name):
                yield (name,), f"{name}: missing"
