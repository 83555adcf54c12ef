"""The values: spans that fit their text, ids, parents, layers that are absent."""

from __future__ import annotations

from dataclasses import replace

import pytest
from making import entity, event, quote, with_layers

from pressmark.articles import Article, SpanError
from pressmark.errors import LayerMissing
from pressmark.spans import Argument, Entity, Quote, Span, Time

TEXT = "“We march,” said Ann Lee 🙂."


def test_spans_are_sorted_and_have_ids_of_their_places() -> None:
    article = with_layers(
        Article(id="x/1", text=TEXT),
        entities=[entity(TEXT, "Lee"), entity(TEXT, "Ann")],
    )

    ids = [("x/1/entities-17-20", "Ann"), ("x/1/entities-21-24", "Lee")]
    assert [(span.id, span.text) for span in article.entities] == ids
    assert article["x/1/entities-21-24"].text == "Lee"
    assert article.entities[0].article_id == "x/1"
    assert article.entities[0].annotator == "entities-by-hand"


def test_only_spans_of_one_place_are_numbered_and_another_span_renames_none() -> None:
    spans = [entity(TEXT, "Ann"), entity(TEXT, "Ann", "ORG"), entity(TEXT, "Lee")]
    article = with_layers(Article(id="x", text=TEXT), entities=spans)
    fewer = with_layers(Article(id="x", text=TEXT), entities=spans[2:])

    start = TEXT.index("Ann")
    first, second, lee = (span.id for span in article.entities)
    assert (first, second) == (
        f"x/entities-{start}-{start + 3}",
        f"x/entities-{start}-{start + 3}-2",
    )
    assert article[second].label == "PER"
    assert [span.id for span in fewer.entities] == [lee]


def test_an_id_of_0_1_0_is_found_where_the_corpus_holds_it() -> None:
    article = with_layers(
        Article(id="x", text=TEXT), entities=[entity(TEXT, "Ann"), entity(TEXT, "Lee")]
    )
    numbered = tuple(
        replace(span, id=f"x/entities-{n}")
        for n, span in enumerate(article.entities, start=1)
    )
    old = replace(article, layers={"entities": numbered})

    assert old["x/entities-2"].text == "Lee"


def test_a_layer_whose_name_begins_like_another_is_told_apart() -> None:
    article = with_layers(Article(id="x", text=TEXT), entities=[entity(TEXT, "Ann")])
    article = with_layers(article, **{"entities-ada": [Span.cut(TEXT, 17, 20, "PER")]})

    assert article["x/entities-ada-17-20"].annotator == "entities-ada-by-hand"


def test_an_unknown_span_id_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        Article(id="x", text=TEXT)["x/entities-17-20"]


def test_an_absent_layer_is_not_an_empty_one() -> None:
    article = with_layers(Article(id="x", text=TEXT), entities=[])

    assert article.entities == ()
    with pytest.raises(LayerMissing, match="'quotes' is not there"):
        article.quotes  # noqa: B018


@pytest.mark.parametrize("stretch", [(-1, 3), (3, 3), (5, 2), (0, len(TEXT) + 1)])
def test_a_span_outside_the_text_is_refused(stretch: tuple[int, int]) -> None:
    start, end = stretch
    with pytest.raises(SpanError, match="not within"):
        with_layers(
            Article(id="x", text=TEXT),
            marks=[Span(start=start, end=end, text="", label="x")],
        )


def test_a_span_with_another_text_is_refused() -> None:
    with pytest.raises(SpanError, match="its text is not what stands at 0:3"):
        with_layers(
            Article(id="x", text=TEXT),
            marks=[Span(start=0, end=3, text="abc", label="x")],
        )


def test_an_argument_with_another_text_is_refused() -> None:
    wrong = Argument(role="agent", start=0, end=2, text="zz")
    with pytest.raises(SpanError):
        with_layers(
            Article(id="x", text=TEXT),
            events=[event(TEXT, "march", arguments=(wrong,))],
        )


def test_a_mention_outside_the_text_is_refused() -> None:
    with pytest.raises(SpanError, match="mention"):
        with_layers(
            Article(id="x", text=TEXT), entities=[entity(TEXT, "Ann", mention_end=99)]
        )


@pytest.mark.parametrize("what", ["cue", "speaker", "addressee"])
def test_a_half_given_part_of_a_quote_is_refused(what: str) -> None:
    with pytest.raises(SpanError, match=what):
        with_layers(
            Article(id="x", text=TEXT),
            quotes=[quote(TEXT, "We march", **{f"{what}_start": 3})],
        )


def test_the_parent_of_a_quote_is_the_shortest_around_it() -> None:
    text = "« Il a dit : “Elle a crié ‘non’”, puis rien », dit-on."
    found = [
        quote(text, "non"),
        quote(text, "Il a dit : “Elle a crié ‘non’”, puis rien"),
        quote(text, "Elle a crié ‘non’"),
    ]
    outer, middle, inner = with_layers(Article(id="x", text=text), quotes=found).quotes

    assert (outer.parent, middle.parent, inner.parent) == (None, outer.id, middle.id)


def test_a_quote_between_the_pieces_of_another_has_no_parent() -> None:
    text = "« Oui », dit-il dans « Le Soir », « mais non »."
    start, end = text.index("Oui"), text.index("mais non") + len("mais non")
    split = Quote.cut(
        text, start, end, "direct", spans=((start, start + 3), (end - 8, end))
    )
    _, title = with_layers(
        Article(id="x", text=text), quotes=[split, quote(text, "Le Soir", "scare")]
    ).quotes

    assert title.parent is None


def test_articles_are_frozen_and_changes_make_new_ones() -> None:
    article = Article(id="x", text=TEXT)
    assert replace(article, title="New").title == "New"
    with pytest.raises(AttributeError):
        article.title = "New"  # type: ignore[misc]


def test_a_span_cut_from_a_text_carries_its_surface() -> None:
    span = Entity.cut(TEXT, 17, 20, "PER", mention_start=17, mention_end=20, name="Ann")
    assert span.text == "Ann"


@pytest.mark.parametrize(
    ("time", "value"),
    [
        (("2026-03-02", "2026-03-02", "day"), "2026-03-02"),
        (("2026-03-01", "2026-03-31", "month"), "2026-03"),
        (("2026-01-01", "2026-12-31", "year"), "2026"),
        (("2026-03-02", "2026-03-08", "week"), "2026-03-02/2026-03-08"),
        ((None, None, None), None),
    ],
)
def test_a_time_has_one_iso_value(
    time: tuple[str | None, ...], value: str | None
) -> None:
    start, end, grain = time
    assert Time(start=start, end=end, grain=grain, surface="x").value == value


def test_a_role_names_the_first_organisation_in_it_else_the_first_place() -> None:
    text = "Ann Lee, head of Boltworks in York, met the mayor of York."
    york = text.index("York")
    article = with_layers(
        Article(id="a", text=text),
        entities=[
            entity(
                text,
                "Ann Lee",
                role="head of Boltworks in York",
                role_start=9,
                role_end=york + 4,
            ),
            entity(text, "Boltworks", "ORG"),
            entity(text, "York", "LOC"),
        ],
    )

    assert article[article.entities[0].role_entity_id or ""].text == "Boltworks"


def test_a_role_whose_offsets_leave_the_text_is_refused() -> None:
    with pytest.raises(SpanError, match="role 5:90"):
        with_layers(
            Article(id="a", text="Ann Lee"),
            entities=[
                entity("Ann Lee", "Ann Lee", role="x", role_start=5, role_end=90)
            ],
        )
