"""Where paragraphs begin and end."""

from __future__ import annotations

import pytest
from hypothesis import given
from making import TEXTS

from pressmark.paragraphs import paragraphs


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in paragraphs(text)]


@pytest.mark.parametrize(
    "line_break", ["\n", "\r\n", "\r", "\n\n", "\r\n\r\n", "\u2028", "\n \n", "\n\t"]
)
def test_a_line_is_a_paragraph(line_break: str) -> None:
    assert cut(f"One.{line_break}Two.") == ["One.", "Two."]


def test_white_space_around_a_paragraph_is_left_out() -> None:
    assert cut("\n  One. \u00a0\n\n\n\tTwo.  \n") == ["One.", "Two."]


def test_text_without_letters_has_no_paragraph() -> None:
    assert cut("") == cut(" \n\t\r\n") == []


def test_lines_wrapped_by_hand_make_one_paragraph() -> None:
    first = "The mayor of the town said on\nMonday that the bridge would\nstay closed until the end of\nMay."
    text = f"{first}\n\nA new one costs\nmore than the town\nhas, he said."
    assert len(cut(text)) == 2


def test_short_sentences_one_a_line_are_not_taken_for_wrapped_lines() -> None:
    assert len(cut("He came.\nShe left.\n“No,” he said.\nThey met.\nIt rained.")) == 5


@given(TEXTS)
def test_paragraphs_hold_all_that_is_not_white_space(text: str) -> None:
    found = paragraphs(text)
    held = "".join(text[start:end] for start, end in found)

    assert [start for start, _ in found] == sorted(start for start, _ in found)
    assert all(text[start:end].strip() == text[start:end] != "" for start, end in found)
    assert "".join(held.split()) == "".join(text.split())
