"""Articles made for tests: small ones by hand, and strategies that draw hostile ones."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import strategies as st

from pressmark.articles import Article
from pressmark.spans import (
    QUOTE_STATUSES,
    SPEAKER_KINDS,
    Argument,
    CustomSpan,
    Entity,
    Event,
    Quote,
    Span,
    Time,
)
from pressmark.text_view import collapse

HOSTILE = "aé’“”«»\"'\u00a0\u202f\u2028\r\n\t \u0301🙂👩\u200d🚀<>&{}%\u0000\ufeff\u05d0\u202e"
TEXTS = st.text(
    st.one_of(st.sampled_from(HOSTILE), st.characters(exclude_categories=("Cs",))),
    min_size=1,
    max_size=60,
)
TIMES = st.none() | st.datetimes(
    datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)
).map(lambda time: time.replace(microsecond=time.microsecond // 1000 * 1000))
WORDS = st.none() | st.text(st.characters(exclude_categories=("Cs",)), max_size=8)


class Layer:
    """An annotator that only lends its name to a layer that a test makes by hand."""

    def __init__(self, layer: str) -> None:
        self.name = f"{layer}-by-hand"
        self.layer = layer
        self.needs = ()

    def annotate(self, article: Article, doc: object) -> list[Span]:
        return []


def with_layers(article: Article, **layers: list[Span]) -> Article:
    """The article with these layers, their ids given."""
    for layer, spans in layers.items():
        article = article.with_layer(Layer(layer), spans)
    return article


def span_id(article_id: str, layer: str, text: str, surface: str) -> str:
    """The id of the span at the first place of `surface` in `text`."""
    start = text.index(surface)
    return f"{article_id}/{layer}-{start}-{start + len(surface)}"


def entity(text: str, surface: str, label: str = "PER", **fields: object) -> Entity:
    """The entity at the first place of `surface` in `text`."""
    start = text.index(surface)
    end = start + len(surface)
    known = {"mention_start": start, "mention_end": end, "name": surface} | fields
    return Entity.cut(text, start, end, label, **known)


def quote(text: str, surface: str, label: str = "direct", **fields: object) -> Quote:
    """The quote at the first place of `surface` in `text`."""
    start = text.index(surface)
    return Quote.cut(
        text,
        start,
        start + len(surface),
        label,
        **({"spans": ((start, start + len(surface)),)} | fields),
    )


def event(text: str, surface: str, label: str = "STATEMENT", **fields: object) -> Event:
    """The event whose trigger is the first `surface` in `text`."""
    start = text.index(surface)
    return Event.cut(text, start, start + len(surface), label, **fields)


@st.composite
def _stretch(draw: st.DrawFn, text: str) -> tuple[int, int]:
    start = draw(st.integers(0, len(text) - 1))
    return start, draw(st.integers(start + 1, len(text)))


@st.composite
def entities(draw: st.DrawFn, text: str) -> Entity:
    start, end = draw(_stretch(text))
    mention = draw(_stretch(text))
    role = draw(st.none() | _stretch(text))
    return Entity.cut(
        text, start, end, draw(st.sampled_from(["PER", "LOC", "ORG", "MISC"])),
        mention_start=mention[0], mention_end=mention[1], name=draw(st.text("abÉ ", min_size=1, max_size=4)),
        role=collapse(text[slice(*role)]) if role else None, role_start=role[0] if role else None,
        role_end=role[1] if role else None, gender=draw(st.sampled_from([None, "f", "m"])), rule=draw(WORDS),
    )  # fmt: skip


@st.composite
def quotes(draw: st.DrawFn, text: str) -> Quote:
    start, end = draw(_stretch(text))
    cue = draw(st.none() | _stretch(text))
    return Quote.cut(
        text, start, end, draw(st.sampled_from(["direct", "indirect", "mixed", "scare"])), spans=((start, end),),
        cue=text[slice(*cue)] if cue else None, cue_start=cue[0] if cue else None, cue_end=cue[1] if cue else None,
        speaker_name=draw(WORDS), score=draw(st.sampled_from([None, 0.0, 0.5, 1.0])), cue_class=draw(WORDS),
        status=draw(st.sampled_from(QUOTE_STATUSES)), speaker_kind=draw(st.none() | st.sampled_from(SPEAKER_KINDS)),
        addressee=text[slice(*cue)] if cue else None, addressee_start=cue[0] if cue else None,
        addressee_end=cue[1] if cue else None,
    )  # fmt: skip


@st.composite
def events(draw: st.DrawFn, text: str) -> Event:
    start, end = draw(_stretch(text))
    part = draw(_stretch(text))
    argument = Argument(
        role="agent",
        start=part[0],
        end=part[1],
        text=text[slice(*part)],
        value=draw(st.none() | st.floats(0, 9)),
    )
    time = draw(
        st.none() | st.just(Time(start=None, end=None, grain=None, surface="x"))
    )
    return Event.cut(
        text,
        start,
        end,
        "FIGHT",
        arguments=draw(st.sampled_from([(), (argument,)])),
        time=time,
    )


@st.composite
def customs(draw: st.DrawFn, text: str) -> CustomSpan:
    start, end = draw(_stretch(text))
    attributes = draw(
        st.dictionaries(st.text("ab", max_size=2), st.integers() | WORDS, max_size=2)
    )
    return CustomSpan.cut(text, start, end, "pro", attributes=attributes)


@st.composite
def articles(draw: st.DrawFn, id: str = "a") -> Article:
    """An article with hostile text, every field, and four layers of crossing spans."""
    text = draw(TEXTS)
    article = Article(
        id=id, text=text, language=draw(st.sampled_from([None, "fr", "en"])), title=draw(WORDS), outlet=draw(WORDS),
        authors=tuple(draw(st.lists(st.text("aé", max_size=3), max_size=2))), published=draw(TIMES),
        extra={"own": draw(st.none() | st.integers(-5, 5))},
    )  # fmt: skip
    made = {"entities": entities, "quotes": quotes, "events": events, "stance": customs}
    return with_layers(
        article,
        **{
            layer: draw(st.lists(make(text), max_size=3))
            for layer, make in made.items()
        },
    )
