"""The form of `prompts.<language>.yaml`: what a language model is asked for, in the language of the article."""

from __future__ import annotations

from pydantic import Field

from pressmark.yaml_files.lexicon_types import LexiconModel, Phrase

__all__ = ["PromptWords"]


class PromptWords(LexiconModel):
    """
    The texts of a request. Of each layer its task, then the rules that hold for all, then the text of the article.

    What an answer looks like, keys and labels, is the code's: the texts say what is meant by them.
    """

    quotes: Phrase = Field(
        description="The task for quotes: what they are, what stands under each key of an answer"
    )
    entities: Phrase = Field(
        description="The task for names, with what each label holds"
    )
    events: Phrase = Field(description="The task for events, without the types")
    codebook: Phrase = Field(description="What stands before the types of events")
    example: Phrase = Field(description="What stands before the example of a type")
    rules: Phrase = Field(
        description="What holds for every layer: words as they stand, nothing made up, JSON alone"
    )
    text: Phrase = Field(description="What stands before the text of the article")
