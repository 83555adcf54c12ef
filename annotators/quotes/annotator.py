"""The quote annotator: marks, frames, candidates, speakers, in this order of work."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from pressmark.annotators.coreference import CoreferenceReading, Resolver
from pressmark.annotators.coreference.lexicon import (
    load_lexicon as load_coreference_lexicon,
)
from pressmark.annotators.learned_scores import scorers_in
from pressmark.annotators.rules import AnyRule, require_rules
from pressmark.annotators.scoring import Scorer, scorer
from pressmark.annotators.shared_reading import reading_of
from pressmark.articles import Article
from pressmark.spans import Quote
from pressmark.yaml_files.lexicons import OURS, Lexicons

from .article_reading import find_candidates
from .candidates import QuoteCandidate
from .features import AttributedQuote, QuoteFeatures
from .lexicon import QuoteLexicon, load_lexicon
from .narrative import is_story
from .quote_reading import QuoteReading
from .quote_rules import QUOTE_RULES
from .scores import QuoteScorer
from .settings import QuoteSettings
from .speaker_chain import attribute_speakers
from .speaker_phrases import Speaker
from .speakers import SpeakerResolver

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["CandidateQuote", "Quotes"]

CandidateQuote = tuple[Quote, Mapping[str, Sequence[str]], bool]
"""A quote that is not scored yet, its signs by column, and whether a minimum may drop it."""

_QUOTED = ("direct",)
_OPINION_CLASSES = ("opinion", "intending")


@dataclass(frozen=True, slots=True)
class Quotes:
    """
    Finds quotes, their cues and their speakers. A language without a quote lexicon gives none.

    Rules of the names `without` are not asked.
    """

    settings: QuoteSettings = field(
        default_factory=lambda: QuoteSettings.model_validate({})
    )
    without: frozenset[str] = frozenset()
    lexicons: Lexicons = OURS
    learned: Mapping[str, Scorer] = field(init=False, repr=False, compare=False)
    Settings: ClassVar = QuoteSettings
    takes_lexicons: ClassVar[bool] = True
    name: ClassVar[str] = "quotes"
    layer: ClassVar[str] = "quotes"
    needs: ClassVar[tuple[str, ...]] = ("entities",)
    rules: ClassVar[tuple[AnyRule, ...]] = QUOTE_RULES

    def __post_init__(self) -> None:
        require_rules(self.rules, self.without)
        # Once for all articles: a file that is written meanwhile counts from the next run on.
        learned = scorers_in(self.settings.scores, self.layer)
        object.__setattr__(self, "learned", learned)

    def annotate(self, article: Article, doc: Doc) -> Iterator[Quote]:
        """Yield the quotes of `article`, whose parse is `doc`, in reading order."""
        lexicon = load_lexicon(article.language or "", self.lexicons)
        if lexicon is None or not article.text.strip():
            return
        reading, attributed = self.read(article, doc, lexicon)
        language = article.language or ""
        # What was learned replaces ours in the languages that it was learned for.
        weights = self.learned.get(language) or scorer("quotes", language)
        quote_scorer = QuoteScorer.of(weights, reading, attributed)
        # The settings come last: a quote that is left out still says who spoke last.
        for number, (candidate, speaker) in enumerate(attributed):
            if not self.is_asked_for(candidate):
                continue
            score, speaker_score = quote_scorer.scores(number)
            if self._is_sure_enough(candidate, score, quote_scorer):
                yield _make_quote(
                    article.text, candidate, speaker, (score, speaker_score)
                )

    def candidates(self, article: Article, doc: Doc) -> Iterator[CandidateQuote]:
        """
        Yield what the settings ask for, whatever its score: a quote without scores, and its signs by column.

        The third value says whether a minimum that is best for F1 may drop it.
        """
        lexicon = load_lexicon(article.language or "", self.lexicons)
        if lexicon is None or not article.text.strip():
            return
        reading, attributed = self.read(article, doc, lexicon)
        features = QuoteFeatures(reading, attributed)
        for number, (candidate, speaker) in enumerate(attributed):
            if not self.is_asked_for(candidate):
                continue
            signs = {"score": features.of_quote(number)}
            if speaker is not None:
                signs["speaker_score"] = features.of_speaker(number)
            quote = _make_quote(article.text, candidate, speaker, (None, None))
            yield quote, signs, _is_counted(candidate)

    def read(
        self, article: Article, doc: Doc, lexicon: QuoteLexicon
    ) -> tuple[QuoteReading, list[AttributedQuote]]:
        """Return the reading of `article` and all candidates for quotes that it holds, with their speakers."""
        shared = reading_of(article, doc)
        reading = QuoteReading.of(shared, lexicon, self.without)
        candidates = find_candidates(reading)
        if not self.settings.stories and is_story(shared.tree, lexicon):
            candidates = [c for c in candidates if c.label != "indirect"]
        quoted = sorted({p for c in candidates if c.label in _QUOTED for p in c.pieces})
        words = load_coreference_lexicon(article.language or "", self.lexicons)
        coreference = CoreferenceReading.of(shared, words, quoted)
        resolver = SpeakerResolver(article.text, lexicon, Resolver.of(coreference))
        return reading, list(attribute_speakers(candidates, resolver))

    def _is_sure_enough(
        self, candidate: QuoteCandidate, score: float | None, scorer: QuoteScorer
    ) -> bool:
        """
        Return whether a candidate scores at least the minimum.

        The minimum that is best for F1 drops no scare quotes, which F1 leaves out, and no things that are asked for.
        """
        if self.settings.minimum is None and not _is_counted(candidate):
            return True
        return scorer.weights.keeps(score, self.settings.minimum)

    def is_asked_for(self, candidate: QuoteCandidate) -> bool:
        """Return whether the settings ask for a candidate."""
        if candidate.label == "scare":
            return self.settings.scare
        if _is_announced_thing(candidate) and not self.settings.objects:
            return False
        if self.settings.opinion or candidate.cue is None:
            return True
        return candidate.cue.cue_class not in _OPINION_CLASSES


def _is_counted(candidate: QuoteCandidate) -> bool:
    """Return whether F1 counts a candidate: no words at a distance, and no thing that is announced."""
    return candidate.label != "scare" and not _is_announced_thing(candidate)


def _is_announced_thing(candidate: QuoteCandidate) -> bool:
    """Return whether a candidate is the bare object of a reporting verb: "announced a new plan" tells of no words."""
    if candidate.rule != "object" or candidate.label != "indirect":
        return False
    return candidate.cue is not None and candidate.cue.cue_class == "reporting"


def _make_quote(
    text: str,
    candidate: QuoteCandidate,
    speaker: Speaker | None,
    scores: tuple[float | None, float | None],
) -> Quote:
    """Return the row of a candidate and its speaker; `scores` are its own and its speaker's."""
    score, speaker_score = scores
    cue, addressee = candidate.cue, candidate.addressee
    return Quote.cut(
        text,
        candidate.start,
        candidate.end,
        candidate.label,
        spans=candidate.pieces,
        cue=text[cue.start : cue.end] if cue else None,
        cue_start=cue.start if cue else None,
        cue_end=cue.end if cue else None,
        cue_class=cue.cue_class if cue else None,
        status=cue.status if cue else "said",
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
        rule=_describe_rule(text, candidate, speaker),
        score=score,
        speaker_score=speaker_score,
    )


def _describe_rule(
    text: str, candidate: QuoteCandidate, speaker: Speaker | None
) -> str:
    """Return `name: detail; detail`, what decided: marks, cue, content, source."""
    details: list[str] = []
    before = text[max(0, candidate.start - 2) : candidate.start].strip()
    if candidate.label in ("direct", "scare") and before:
        details.append(f"marks {before}")
    cue = candidate.cue
    if cue is None:
        details.append("no cue")
    else:
        details.append(f"cue {text[cue.start : cue.end]} ({cue.cue_class})")
    if candidate.content:
        details.append(f"content {candidate.content}")
    details.append("no source" if speaker is None else f"source {speaker.how}")
    return f"{candidate.rule}: {'; '.join(details)}"
