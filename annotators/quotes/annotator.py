"""
The quote layer: marks, cues, contents, sources, in this order of work, frame by frame.

In each frame attributions beside the content are looked for first, then contents that hang on a cue, then what stands
between marks and is left over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from spacy.tokens import Doc

from pressmark.articles import Article
from pressmark.paragraphs import paragraphs
from pressmark.spans import Entity, Quote

from .dialogue import turns
from .finds import Find
from .frames import frames
from .marks import Marked, marked
from .phrases import Phrases
from .readings import read_frame
from .settings import Settings as QuoteSettings
from .speakers import Speaker, Speakers
from .words import Words, words

__all__ = ["Quotes"]


@dataclass(frozen=True, slots=True)
class Quotes:
    """Finds quotes, their cues and their speakers. A language without a quote lexicon gives none."""

    settings: QuoteSettings = field(default_factory=lambda: QuoteSettings.model_validate({}))
    Settings: ClassVar = QuoteSettings
    name: ClassVar[str] = "quotes"
    layer: ClassVar[str] = "quotes"
    needs: ClassVar[tuple[str, ...]] = ("entities",)

    def annotate(self, article: Article, doc: Doc) -> Iterator[Quote]:
        """The quotes of an article, in reading order."""
        known = words(article.language or "")
        if known is None or not article.text.strip():
            return
        named = [one for one in article.layers.get("entities", ()) if isinstance(one, Entity)]
        found = _found(article.text, doc, known, named)
        speakers = Speakers(article.text, known, named)
        for find, speaker in _attributed(found, speakers, article.text):
            if (find.opinion and not self.settings.opinion) or (find.label == "scare" and not self.settings.scare):
                continue
            yield _quote(article.text, find, speaker)


def _found(text: str, doc: Doc, known: Words, named: Sequence[Entity]) -> list[Find]:
    phrases = Phrases(known, named)
    cut = paragraphs(text)
    between = marked(text, cut)
    found: list[Find] = []
    for frame in frames(doc, cut, between):
        if frame.marked and frame.marked[0].kind in "—–―-":
            found += turns(frame, doc, text, known, phrases)
        else:
            found += read_frame(frame, doc, text, known, phrases)
    found += _inner(between, found)
    return sorted(found, key=lambda find: (find.pieces[0][0], -find.pieces[-1][1]))


def _inner(between: Sequence[Marked], found: Sequence[Find]) -> Iterator[Find]:
    """What stands between marks within marks: words that the speaker sets apart."""
    taken = {piece for find in found for piece in find.pieces}
    for one in between:
        if one.depth and one.pieces[0] not in taken:
            yield Find(one.pieces, "scare", None, None, "marks within marks")


def _attributed(found: Sequence[Find], speakers: Speakers, text: str) -> Iterator[tuple[Find, Speaker | None]]:
    """Each find with its speaker; a quote without attribution goes on with the speaker before it."""
    last: Speaker | None = None
    reach = 0
    for find in found:
        if find.source is not None:
            last = speakers.resolve(*find.source)
            reach = find.pieces[-1][1]
            yield find, last
        elif find.floats and last is not None and _is_near(text, reach, find.pieces[0][0]):
            reach = find.pieces[-1][1]
            yield find, last
        else:
            yield find, None


def _is_near(text: str, behind: int, before: int) -> bool:
    """Whether at most one paragraph stands between two quotes."""
    return sum(1 for line in text[behind:before].splitlines()[1:-1] if line.strip()) <= 0


def _quote(text: str, find: Find, speaker: Speaker | None) -> Quote:
    start, end = find.pieces[0][0], find.pieces[-1][1]
    cue = find.cue or (None, None)
    said = text[slice(*find.cue)] if find.cue else None
    return Quote.cut(
        text,
        start,
        end,
        find.label,
        spans=find.pieces,
        cue=said,
        cue_start=cue[0],
        cue_end=cue[1],
        speaker=text[speaker.start : speaker.end] if speaker else None,
        speaker_start=speaker.start if speaker else None,
        speaker_end=speaker.end if speaker else None,
        speaker_id=speaker.entity_id if speaker else None,
        speaker_name=speaker.name if speaker else None,
        rule=find.rule,
    )
