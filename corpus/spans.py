"""
Stretches of an article's text that mean something: the values that annotators yield and tables hold.

A span knows nothing of files, models or pages. Offsets are Python code points into the article's text, end-exclusive.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Self

from .messages import shortened

__all__ = [
    "LABELS",
    "QUOTE_STATUSES",
    "SPEAKER_KINDS",
    "VERDICTS",
    "Argument",
    "CustomSpan",
    "Entity",
    "Event",
    "Quote",
    "Span",
    "Time",
    "TimeExpression",
    "print_short_form",
]

LABELS = {
    "entities": ("PER", "LOC", "ORG", "MISC"),
    "quotes": ("direct", "indirect", "mixed", "scare"),
    "times": ("date", "time", "duration", "frequency", "vague"),
}
"""The closed label lists. Event labels are open: they are what the lexicons of the run define."""

QUOTE_STATUSES = ("said", "denied", "hypothetical", "rumour")
"""Whether a quote was said: « n'a pas dit que » is denied, "if he says" hypothetical, « aurait dit que » a rumour."""

SPEAKER_KINDS = ("person", "unnamed", "group", "organisation", "document")
"""Who speaks: a named person, a person without a name, several people, an organisation, a text (a report, a poll)."""

VERDICTS = ("right", "changed", "added", "unsure")
"""What people may have decided of an annotation; what they found wrong is in the layer no more."""

MAX_SHOWN_CHARACTERS = 60
"""Characters of a value that the short form of a span repeats; chosen: a line must fit a cell."""

_TECHNICAL_ENDS = ("_start", "_end", "_id")


def print_short_form(span: Span, printer: Any, cycle: bool) -> None:
    """
    Print a span on one line for IPython, which asks each class for this as `_repr_pretty_`; `cycle` is its own matter.

    `repr` stays whole, for who compares two spans.
    """
    printer.text(_short_form(span))


def _short_form(span: Span) -> str:
    """
    Return a span on one line: what it is, where, its words, and what it says beyond what every span does.

    >>> _short_form(Entity.cut("Ann Lee sails.", 0, 7, "PER", name="Ann Lee", mention_start=0, mention_end=7))
    "Entity(PER 0:7 'Ann Lee', name='Ann Lee')"
    """
    common = {part.name for part in fields(Span)}
    facts = [
        f"{span.label} {span.start}:{span.end}"
        f" {shortened(span.text, MAX_SHOWN_CHARACTERS)!r}"
    ]
    for part in fields(span):
        value = getattr(span, part.name)
        is_plain = isinstance(value, str | int | float)
        if part.name in common or part.name.endswith(_TECHNICAL_ENDS) or not is_plain:
            continue
        shown = (
            shortened(value, MAX_SHOWN_CHARACTERS) if isinstance(value, str) else value
        )
        facts.append(f"{part.name}={shown!r}")
    return f"{type(span).__name__}({', '.join(facts)})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """
    A stretch of an article's text: `text == article.text[start:end]`, in code points.

    `rule` names what found it, `score` (0 to 1) says how sure that is, where the annotator can say.

    `verdict` is what people decided of it, one of `VERDICTS`, and `reviewer` who they are; None of what nobody reviewed.
    """

    start: int
    end: int
    text: str
    label: str
    score: float | None = None
    rule: str | None = None
    # `Article.with_layer` fills these in.
    id: str = ""
    article_id: str = ""
    annotator: str = ""
    # A run fills these in where people reviewed the layer.
    verdict: str | None = None
    reviewer: str | None = None

    @classmethod
    def cut(cls, text: str, start: int, end: int, label: str, **fields: Any) -> Self:
        """
        Return the span of `text` from `start` to `end`, its surface filled in.

        >>> Span.cut("Rain again.", 0, 4, "RAIN").text
        'Rain'
        """
        return cls(start=start, end=end, text=text[start:end], label=label, **fields)

    _repr_pretty_ = print_short_form


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomSpan(Span):
    """A span of somebody else's layer. `attributes` holds what it says beyond its label; it must fit in JSON."""

    _repr_pretty_ = print_short_form

    attributes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity(Span):
    """
    A person, place, organisation or other name (PER LOC ORG MISC). `start` and `end` hold the name alone.

    The mention is the name with its title, article and role phrase (« le maire de Kiev, Vitali Klitschko »).
    `role` is what this mention says its bearer is (« maire de Kiev »), `role_entity_id` the organisation or place that
    the role names. `name` is the fullest name that the article gives the same bearer; `name_id` is its row in `names`.
    `gender` ("f", "m") is given only where a title or role states it.
    """

    _repr_pretty_ = print_short_form

    mention_start: int
    mention_end: int
    name: str
    role: str | None = None
    role_start: int | None = None
    role_end: int | None = None
    role_entity_id: str | None = None  # given by `Article.with_layer`
    gender: str | None = None
    name_id: str | None = None  # given by the seal, across articles


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote(Span):
    """
    Words given to someone. `start` and `end` are the hull, `spans` its pieces where an attribution interrupts it.

    `speaker` is the phrase as it stands, `speaker_id` an entity of the same article, `speaker_name` who that is once
    pronouns and descriptions are resolved. Any of them is None when it is not known. `parent` is the id of the quote
    that this one stands within; `Article.with_layer` gives it.

    `cue_class` is the class of the lexicon that the cue stands in (reporting, opinion, writing, …), `status` one of
    `QUOTE_STATUSES`, `speaker_kind` one of `SPEAKER_KINDS`, `addressee` whom the words are said to, where that is told.

    `score` is the probability that this is a quote of about this extent, `speaker_score` the probability that the
    speaker is right, if it is one. Of a scare quote, `score` is the probability that the words are nobody's.

    `pronoun_gender` ("f", "m") is what a pronoun tells of the speaker, where it can mean nobody else. The seal gives
    what `names` says of the speaker, across articles: `speaker_name_id`, `speaker_canonical_name`, `speaker_label`,
    `speaker_gender`.
    """

    _repr_pretty_ = print_short_form

    spans: tuple[tuple[int, int], ...]
    cue: str | None = None
    cue_start: int | None = None
    cue_end: int | None = None
    speaker: str | None = None
    speaker_start: int | None = None
    speaker_end: int | None = None
    speaker_id: str | None = None
    speaker_name: str | None = None
    parent: str | None = None
    cue_class: str | None = None
    status: str = "said"
    speaker_kind: str | None = None
    addressee: str | None = None
    addressee_start: int | None = None
    addressee_end: int | None = None
    pronoun_gender: str | None = None
    speaker_score: float | None = None
    # The seal fills these in, across articles.
    speaker_name_id: str | None = None
    speaker_canonical_name: str | None = None
    speaker_label: str | None = None
    speaker_gender: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """
    Who or what takes part in an event: agent target victim partner place time quantity instrument topic.

    A quantity has a `value`, a `bound` (exact, at_least, at_most, about) and a `unit`, the noun that is counted:
    « au moins 14 morts » is 14, at_least, "morts". A range runs from `value` to `value_to`: "dozens" is 24 to 99.
    A `subset` is counted within another quantity of the same event: « 14 blessés, dont quatre enfants ».
    """

    role: str
    start: int
    end: int
    text: str
    entity_id: str | None = None
    value: float | None = None
    bound: str | None = None
    value_to: float | None = None
    unit: str | None = None
    subset: bool = False


_LENGTH_BY_GRAIN = {
    "month": len("2026-03"),
    "quarter": len("2026-03"),
    "half": len("2026-03"),
    "year": len("2026"),
}
"""How much of an ISO day tells a time of a grain that holds whole months or years."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """When an event happens: first and last day as ISO dates, how fine that is (grain), and the words that say it."""

    start: str | None
    end: str | None
    grain: str | None
    surface: str

    @property
    def value(self) -> str | None:
        """
        One ISO value: a day, month or year, else `first/last` as fine as the grain says; None where nothing is resolved.

        >>> Time(start="2026-03-01", end="2026-03-31", grain="month", surface="mars").value
        '2026-03'
        >>> Time(start="2026-01-01", end="2026-06-30", grain="half", surface="first half").value
        '2026-01/2026-06'
        """
        if self.start is None or self.end is None:
            return None
        if self.start == self.end:
            return self.start
        length = _LENGTH_BY_GRAIN.get(self.grain or "")
        if length is None:
            return f"{self.start}/{self.end}"
        first, last = self.start[:length], self.end[:length]
        if first == last:
            return first
        # « ces trois derniers mois » end on the day of publication, within a month.
        is_whole = self.start.endswith("-01") and _is_end_of_month(self.end)
        return f"{first}/{last}" if is_whole else f"{self.start}/{self.end}"


def _is_end_of_month(day: str) -> bool:
    """Return whether an ISO day is the last of its month."""
    year, month, number = map(int, day.split("-"))
    return number == monthrange(year, month)[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeExpression(Span):
    """
    Words that say when, how long or how often: a date, time, duration, frequency or vague expression (its label).

    `time` is what they mean against the publication date. A `period` is ISO 8601: how long a duration lasts, how
    often a frequency returns (`P3D`). A `clock` is the hour said, `14:30`.
    """

    _repr_pretty_ = print_short_form

    time: Time
    period: str | None = None
    clock: str | None = None

    @property
    def value(self) -> str | None:
        """The days as `Time.value` gives them, else the period; None when neither is known."""
        return self.time.value or self.period


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Span):
    """
    Something that happened, will or did not. `start` and `end` hold the trigger word, `label` its type.

    `status` is asserted, planned, hypothetical or denied. `plover` and `cameo` are the codes of its type in those
    schemes, None where they have none. `time` is when, `time_id` the expression of the times layer that says so.
    `place_rule` says where the place comes from: the event's own words (argument), the words before it in its
    paragraph (paragraph) or the line that opens the article (dateline). `quote_id` is the quote it is said inside.
    Mentions of one happening share a `cluster` within an article, and a `happening_id` across articles;
    `happening_reason` is what joined it to an earlier article's: ids of names, and a word (« loc-kiev; attaque »).
    """

    _repr_pretty_ = print_short_form

    status: str = "asserted"
    plover: str | None = None
    cameo: str | None = None
    time: Time | None = None
    time_id: str | None = None
    place_id: str | None = None
    place_rule: str | None = None
    arguments: tuple[Argument, ...] = ()
    quote_id: str | None = None
    cluster: str | None = None
    # The seal gives both, across articles.
    happening_id: str | None = None
    happening_reason: str | None = None
