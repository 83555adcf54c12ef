"""Quotation marks: offsets hold whatever a text holds, and a stray mark stays in its paragraph."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from bounded_work import assert_bounded
from hypothesis import given
from hypothesis import strategies as st

from pressmark.annotation.annotators import find, make_annotator
from pressmark.annotators.parse import DEFAULT_MODELS, model_path, parse_articles
from pressmark.annotators.quotes.marks import QuotedSpan, pair_marks
from pressmark.articles import Article
from pressmark.paragraphs import find_paragraphs

MARKS = "«»“”„‟‹›\"‘’'"
TEXTS = st.text(st.sampled_from(MARKS + "—–-,.!? \u00a0\u202fabÉ9\n``"), max_size=80)


def words_in_marks(text: str) -> list[str]:
    """What stands between the outermost marks of a text, piece by piece."""
    return [
        text[slice(*piece)]
        for span in pair_text(text)
        if not span.depth
        for piece in span.pieces
    ]


def pair_text(text: str) -> list[QuotedSpan]:
    return pair_marks(text, find_paragraphs(text))


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("Il a dit « oui ».", ["oui"]),
        ("Il a dit «oui».", ["oui"]),
        ("Il a dit «\u00a0oui\u202f».", ["oui"]),
        ("She said “yes” twice.", ["yes"]),
        ('She said "yes" and "no".', ["yes", "no"]),
        ("She said „yes“ and ‹no›.", ["yes", "no"]),
        ("She said ''yes'' and ``no''.", ["yes", "no"]),
        ("She said ‘yes, I do’ to the dogs’ owner.", ["yes, I do"]),
        ("It's the dogs' day, isn't it?", []),
        ("L'homme n'a rien dit d'aujourd'hui.", []),
        ("The shelf is 12\" deep and 5' high.", []),
        ('She said “yes" and left.', ["yes"]),
        ("Elle a dit « oui” et puis “non ».", ["oui", "non"]),
    ],
)
def test_marks_of_every_kind_are_paired(text: str, inside: list[str]) -> None:
    assert words_in_marks(text) == inside


def test_marks_within_marks_have_a_depth() -> None:
    text = "Il raconte : « Elle m'a dit “jamais” hier »."
    assert [(text[slice(*span.inner)], span.depth) for span in pair_text(text)] == [
        ("Elle m'a dit “jamais” hier", 0),
        ("jamais", 1),
    ]


def test_a_quote_that_reopens_at_each_paragraph_is_one() -> None:
    text = "“We came early.\n\n“We stayed late.\n\n“We sang,” said Ann."
    (span,) = pair_text(text)
    assert [text[slice(*piece)] for piece in span.pieces] == [
        "We came early.",
        "We stayed late.",
        "We sang,",
    ]


def test_an_unclosed_mark_ends_with_its_paragraph() -> None:
    assert words_in_marks(
        "Il a dit « nous partons.\nPuis rien.\nElle a dit « bien »."
    ) == [
        "nous partons.",
        "bien",
    ]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        (
            "The mayor said ``The quay shuts.\nThe ferry sails on.'' Then she left.",
            ["The quay shuts.", "The ferry sails on."],
        ),
        (
            "“The quay shuts.\nThe ferry sails.\nThat is all,” she said.",
            ["The quay shuts.", "The ferry sails.", "That is all,"],
        ),
        (
            "Elle a dit : « Le quai ferme.\nLe bac part. » Puis rien.",
            ["Le quai ferme.", "Le bac part."],
        ),
    ],
)
def test_marks_that_show_their_side_close_in_a_later_line(
    text: str, pieces: list[str]
) -> None:
    (span,) = pair_text(text)
    assert [text[slice(*piece)] for piece in span.pieces] == pieces


def test_turns_within_one_pair_of_marks_are_no_single_quote() -> None:
    text = "« Partons !\n— Non, dit Ana.\n— Si. »"
    assert words_in_marks(text)[0] == "Partons !"


def test_marks_that_close_too_far_away_end_with_their_paragraph() -> None:
    narration = "The ferry was late again. " * 60
    text = f"“The quay shuts.\n{narration}\nThat is all,” she said."
    assert words_in_marks(text)[0] == "The quay shuts."


def test_a_stray_mark_does_not_flip_what_follows() -> None:
    assert words_in_marks(
        'A 6" nail.\nShe said "yes" and then "no".\nOne " alone.\nHe said "so".'
    ) == [
        "yes",
        "no",
        "so",
    ]


@given(TEXTS)
def test_any_text_of_marks_gives_offsets_that_hold(text: str) -> None:
    spans = pair_text(text)
    for span in spans:
        assert 0 <= span.start <= span.inner[0] < span.inner[1] <= span.end <= len(text)
        assert list(span.pieces) == sorted(span.pieces)
        assert all(
            text[start] == text[start].strip() and text[end - 1].strip()
            for start, end in span.pieces
        )
    for span, next_span in pairwise(spans):
        assert next_span.start >= span.end or next_span.end <= span.end, (
            "marks stand apart or within each other"
        )


LINES = TEXTS.map(lambda text: text.replace("\n", " ").strip()).filter(bool)


@given(st.lists(LINES, min_size=2, max_size=4), st.data())
def test_a_stray_mark_changes_nothing_between_the_marks_of_another_paragraph(
    parts: list[str], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(parts) - 1))
    at = data.draw(st.integers(0, len(parts[place])))
    mark = data.draw(st.sampled_from(MARKS))
    stray = [
        *parts[:place],
        parts[place][:at] + mark + parts[place][at:],
        *parts[place + 1 :],
    ]

    assert pieces_outside(parts, place) == pieces_outside(stray, place)


def pieces_outside(parts: list[str], place: int) -> list[tuple[int, int, int]]:
    """The pieces in all paragraphs but one: which paragraph, and where in it."""
    starts = [
        sum(len(part) + 1 for part in parts[:number]) for number in range(len(parts))
    ]
    cut = [
        (start, start + len(part)) for start, part in zip(starts, parts, strict=True)
    ]
    pieces = []
    for start, end in (
        piece for span in pair_marks("\n".join(parts), cut) for piece in span.pieces
    ):
        number = max(number for number, first in enumerate(starts) if first <= start)
        pieces.append((number, start - starts[number], end - starts[number]))
    return sorted(piece for piece in pieces if piece[0] != place)


@pytest.mark.parametrize("mark", ["«", "“", '"', "'", "‘", "''", "» "])
def test_thousands_of_unclosed_marks_cost_in_proportion(mark: str) -> None:
    short, long = (f"{mark}a " * count for count in (1_500, 6_000))
    assert_bounded(lambda: pair_text(short), lambda: pair_text(long))


@pytest.mark.model
def test_a_dash_and_a_stray_mark_sign_nothing(annotate: Callable[..., Article]) -> None:
    article = annotate(
        "«Claire Dumas : « Nous partons demain. »»–«", "entities", "quotes"
    )
    assert all(quote.speaker is None for quote in article.quotes)


@pytest.mark.model
@pytest.mark.parametrize(
    "words", ["mot ", "dit ", "le maire a dit que le mot de Paul Vidal est dit, "]
)
def test_a_text_without_full_stops_costs_in_proportion(words: str) -> None:
    layer = make_annotator(find("quotes"), {})

    def reading(length: int) -> Callable[[], object]:
        bare = Article(
            id="a",
            text=words * (length // len(words)),
            language="fr",
            layers={"entities": ()},
        )
        ((article, doc),) = parse_articles([bare], model_path(DEFAULT_MODELS["fr"]).nlp)
        return lambda: list(layer.annotate(article, doc))

    reading(1_000)()
    assert_bounded(reading(4_000), reading(16_000))
