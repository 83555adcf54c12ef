"""
The quote layer: marks, cues, contents, sources, in this order of work, frame by frame.

In each frame attributions beside the content are looked for first, then contents that hang on a cue, then what stands
between marks and is left over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar

from spacy.tokens import Doc

from pressmark.annotators.tree import Tree, Word, tree_of
from pressmark.articles import Article
from pressmark.paragraphs import paragraphs
from pressmark.spans import Entity, Quote

from .across_frames import find_signature, introduce, merge_resumed
from .candidates import QuoteCandidate
from .dialogue import DASHES, read_turn, take_out_incises
from .entity_index import EntityIndex
from .frame_reading import read_frame
from .frames import Frame, split_frames
from .lexicon import QuoteLexicon, load_lexicon
from .marks import QuotedSpan, pair_marks
from .narrative import is_story
from .settings import QuoteSettings
from .source_phrases import SourcePhrases
from .speakers import Speaker, SpeakerResolver
from .transcripts import split_transcript

__all__ = ["Quotes"]

_HEADING = 6
_OPINIONS = ("opinion", "intending")


@dataclass(frozen=True, slots=True)
class Quotes:
    """Finds quotes, their cues and their speakers. A language without a quote lexicon gives none."""

    settings: QuoteSettings = field(
        default_factory=lambda: QuoteSettings.model_validate({})
    )
    Settings: ClassVar = QuoteSettings
    name: ClassVar[str] = "quotes"
    layer: ClassVar[str] = "quotes"
    needs: ClassVar[tuple[str, ...]] = ("entities",)

    def annotate(self, article: Article, doc: Doc) -> Iterator[Quote]:
        """The quotes of an article, in reading order."""
        known = load_lexicon(article.language or "")
        if known is None or not article.text.strip():
            return
        named = EntityIndex.of(
            one for one in article.layers.get("entities", ()) if isinstance(one, Entity)
        )
        tree = tree_of(doc)
        tokens = list(tree)
        found = _found(article.text, tree, tokens, known, named)
        if not self.settings.stories and is_story(tokens, known):
            found = [find for find in found if find.label != "indirect"]
        speakers = SpeakerResolver(article.text, known, named)
        for find, speaker in _attributed(found, speakers, article.text):
            if self._keeps(find):
                yield _quote(article.text, find, speaker)

    def _keeps(self, find: QuoteCandidate) -> bool:
        """Whether the settings ask for it."""
        if find.label == "scare":
            return self.settings.scare
        return (
            self.settings.opinion
            or find.said is None
            or find.said.kind not in _OPINIONS
        )


def _found(
    text: str,
    doc: Tree,
    tokens: Sequence[Word],
    known: QuoteLexicon,
    named: EntityIndex,
) -> list[QuoteCandidate]:
    phrases = SourcePhrases(text, known, named)
    found, cut = split_transcript(text, paragraphs(text), named)
    between = pair_marks(text, cut)
    previous: Frame | None = None
    for frame in split_frames(text, tokens, cut, between, known):
        if frame.marked and frame.marked[0].kind in DASHES:
            if (
                found
                and found[-1].rule == "floating"
                and (signed := find_signature(frame, text, phrases))
            ):
                found[-1] = replace(
                    found[-1], source=signed, rule="signed", floats=False
                )
                continue
            here = list(read_turn(frame, doc, text, known, phrases))
        else:
            here = read_frame(frame, doc, text, known, phrases)
        if not known.direct_order:
            here = [_told(find, doc, text, known, phrases) for find in here]
        if (
            here
            and here[0].floats
            and previous is not None
            and _announces(text, previous, frame)
        ):
            here[0] = introduce(here[0], previous, known, phrases)
        found += here
        previous = frame
    found += _inner(between, found)
    in_order = sorted(found, key=lambda find: (find.pieces[0][0], -find.pieces[-1][1]))
    return merge_resumed(in_order, text) if known.resumes else in_order


def _told(
    find: QuoteCandidate,
    doc: Tree,
    text: str,
    known: QuoteLexicon,
    phrases: SourcePhrases,
) -> QuoteCandidate:
    """A floating quote with the incise that stands within its marks."""
    return (
        take_out_incises(find, doc, text, known, phrases)
        if find.rule == "floating"
        else find
    )


def _announces(text: str, previous: Frame, frame: Frame) -> bool:
    """Whether the frame before, often a paragraph of its own, ends with a colon."""
    return (
        text[previous.start : previous.end].rstrip().endswith(":")
        and not text[previous.end : frame.start].strip()
    )


def _inner(
    between: Sequence[QuotedSpan], found: Sequence[QuoteCandidate]
) -> Iterator[QuoteCandidate]:
    """What stands between marks within marks: words that the speaker sets apart."""
    taken = {piece for find in found for piece in find.pieces}
    for one in between:
        if one.depth and one.pieces[0] not in taken:
            yield QuoteCandidate(one.pieces, "scare", None, None, "marks within marks")


def _attributed(
    found: Sequence[QuoteCandidate], speakers: SpeakerResolver, text: str
) -> Iterator[tuple[QuoteCandidate, Speaker | None]]:
    """Each find with its speaker; a quote without attribution goes on with the speaker before it."""
    last: Speaker | None = None
    reach = 0
    for find in found:
        if find.source is not None:
            last = speakers.resolve(find.source, find.pieces)
            reach = find.pieces[-1][1]
            yield find, last
        elif (
            find.floats
            and last is not None
            and not _is_turn(text, find)
            and _is_near(text, reach, find.pieces[0][0])
        ):
            reach = find.pieces[-1][1]
            last = replace(last, how="carried on", pronoun_gender=None)
            yield find, last
        else:
            if find.floats and not _is_turn(text, find):
                last = None  # too far away, and so it is from whatever follows
            yield find, None


def _is_turn(text: str, find: QuoteCandidate) -> bool:
    """Whether a dash opens a quote's paragraph: a turn of dialogue is not the last speaker's, and may be anybody's."""
    start = text.rfind("\n", 0, find.pieces[0][0]) + 1
    return find.rule == "dialogue" or text[start : find.pieces[0][0]].lstrip()[
        :1
    ] in tuple("—–―")


def _is_near(text: str, behind: int, before: int) -> bool:
    """Whether at most a heading stands between the paragraphs of two quotes."""
    between = [line for line in text[behind:before].splitlines()[1:-1] if line.strip()]
    return len(between) <= 1 and all(len(line.split()) <= _HEADING for line in between)


def _quote(text: str, find: QuoteCandidate, speaker: Speaker | None) -> Quote:
    said, addressee = find.said, find.addressee
    return Quote.cut(
        text,
        find.pieces[0][0],
        find.pieces[-1][1],
        find.label,
        spans=find.pieces,
        cue=text[said.start : said.end] if said else None,
        cue_start=said.start if said else None,
        cue_end=said.end if said else None,
        cue_class=said.kind if said else None,
        status=said.status if said else "said",
        speaker=text[speaker.start : speaker.end] if speaker else None,
        speaker_start=speaker.start if speaker else None,
        speaker_end=speaker.end if speaker else None,
        speaker_id=speaker.entity_id if speaker else None,
        speaker_name=speaker.name if speaker else None,
        speaker_kind=speaker.kind if speaker else None,
        pronoun_gender=speaker.pronoun_gender if speaker else None,
        addressee=text[addressee.start : addressee.end] if addressee else None,
        addressee_start=addressee.start if addressee else None,
        addressee_end=addressee.end if addressee else None,
        rule=_rule(text, find, speaker),
    )


def _rule(text: str, find: QuoteCandidate, speaker: Speaker | None) -> str:
    """`name: detail; detail`, what decided: marks, cue, content, source."""
    before = text[max(0, find.pieces[0][0] - 2) : find.pieces[0][0]].strip()
    details = [
        f"marks {before}" if find.label in ("direct", "scare") and before else "",
        f"cue {text[find.said.start : find.said.end]} ({find.said.kind})"
        if find.said
        else "no cue",
        f"content {find.content}" if find.content else "",
        f"source {speaker.how}" if speaker else "no source",
    ]
    return f"{find.rule}: {'; '.join(detail for detail in details if detail)}"
