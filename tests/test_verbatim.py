"""Words that are said to stand in a text: found by their letters, with the offsets of the text's own."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressmark.annotators.text_windows import find_windows
from pressmark.annotators.verbatim import VerbatimText, trim_marks


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Elle dit : « L’été vient. »", "L'été vient", "L’été vient"),
        ("He said “no” – twice", '"no" - twice', "“no” – twice"),
        ("two\u00a0blanks\n here", "two blanks here", "two\u00a0blanks\n here"),
        ("Il e\u0301tait la\u0300.", "Il était là", "Il e\u0301tait la\u0300"),
        ("Il était là.", "e\u0301tait", "était"),
        ("And so on… they left", "on... they", "on… they"),
        ("co\u00adoperation works", "cooperation", "co\u00adoperation"),
        ("🙂 smile", "🙂", "🙂"),
    ],
)
def test_marks_blanks_and_forms_of_letters_may_differ(
    text: str, words: str, expected: str
) -> None:
    place = VerbatimText(text).first(words)

    assert place is not None
    assert text[slice(*place)] == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Leeds won.", "Lee"),
        ("The mayor spoke.", "the Mayor"),
        ("He said that he would not go.", "He said … go"),
        ("İstanbul", "istanbul"),
        ("e\u0301t", "e"),
        ("Anything", ""),
        ("Anything", " \n"),
        ("", "word"),
    ],
)
def test_letters_may_not(text: str, words: str) -> None:
    assert VerbatimText(text).first(words) is None


def test_the_nearest_place_is_apart_from_the_words_that_are_said() -> None:
    text = "Ann left. “Ann is my name,” said Ann, and Ann sat down."
    quote = (11, 26)

    place = VerbatimText(text).nearest("Ann", quote, (0, len(text)), [quote])

    assert place is not None
    assert text[place[0] - 5 : place[1]] == "said Ann"


def test_marks_at_the_ends_are_cut_off_but_never_all() -> None:
    assert trim_marks("« “Oui” »", 0, 9) == (3, 6)
    assert trim_marks("« »", 0, 3) == (0, 3)


@given(st.text(alphabet="aé e\u0301’'“\"-–…\u00ad\n.🙂İ", max_size=40), st.data())
def test_every_stretch_of_whole_words_is_found_where_it_stands(
    text: str, data: st.DataObject
) -> None:
    words = text.split()
    if not words:
        return
    word = data.draw(st.sampled_from(words))
    for start, end in VerbatimText(text).occurrences(word):
        assert VerbatimText(text[start:end]).first(word) is not None
        assert 0 <= start < end <= len(text)


PARAGRAPHS = "\n\n".join(f"Paragraph {number} ends here." for number in range(12))


@pytest.mark.parametrize("overlap", [0, 1, 3])
@pytest.mark.parametrize("size", [27, 60, 100, 1000])
def test_windows_hold_every_paragraph_and_no_more_than_there_is_room_for(
    size: int, overlap: int
) -> None:
    windows = find_windows(PARAGRAPHS, size, overlap)

    assert windows[0].start == 0
    assert windows[-1].end == len(PARAGRAPHS)
    for window in windows:
        assert window.end - window.start <= size
    for before, after in pairwise(windows):
        assert after.own_start > before.end
        assert after.overlap <= overlap
        assert (
            before.paragraphs[len(before.paragraphs) - after.overlap :]
            == (after.paragraphs[: after.overlap])
        )


def test_a_paragraph_that_is_too_long_is_cut_at_white_space() -> None:
    text = "word " * 100
    windows = find_windows(text, 33, 0)

    assert all(window.end - window.start <= 33 for window in windows)
    pieces = [text[window.start : window.end] for window in windows]
    assert " ".join(pieces).split() == text.split()
    assert find_windows("x" * 100, 30, 1)[0].end == 30
    assert find_windows(" \n\n ", 30, 1) == []


def test_halves_read_the_same_paragraphs() -> None:
    (window,) = find_windows(PARAGRAPHS, 1000, 0)
    first, second = window.halves()

    assert first.paragraphs + second.paragraphs == window.paragraphs
    (single,) = find_windows("Alone.", 1000, 0)
    assert single.halves() == ()
