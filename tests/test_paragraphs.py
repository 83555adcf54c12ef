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


WRAPPED = "The mayor of the town said on\nMonday that the bridge would\nstay closed until the end of\nMay at the least."


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Il a signé l'accord de paix le 3\nmars 2026 et il est parti.", 1),
        ("The mayor met the head of the bank, Bob\nDylan, and they left for the town of\nYork with all their\nfriends.", 1),
        (f"{WRAPPED}\n- No, said the miller of the\ntown.\n- Yes, said the smith of the\ntown.", 3),
        (f"{WRAPPED}\n   The next day the miller said\nthat it was still closed to\nhis carts.", 2),
        ("It closed.\nThe mayor of the town said on\nMonday that the bridge would\nstay closed until May.", 2),
        ("200 g of flour\n3 eggs\na little salt\ntwo spoons of sugar", 4),
        ("The long winds\nof autumn\nhurt my heart\nwith a dull\nsound.", 5),
        ("The winds of autumn came to town\nWith all the leaves that it let fall\nAnd in the night the bells rang\nOut", 4),
        ("Floods in the valley\nThe mayor of the town said on Monday that the bridge would stay closed.", 2),
        (f"Bridge stays closed\n\n{WRAPPED}", 2),
        ("Bob\nDylan and the Bank of\nEngland met. The\nmayor left on 3\nMarch 2026. He was in New\nYork.", 1),
        (f"{'The town was quiet. ' * 8}The treaty was signed on 3\nMarch 2026 by Bob.\n\nHe left.", 3),
        (f"{'The town was quiet. ' * 8}The treaty was signed on March\n3, 2026 by Bob.\n\nHe left.", 2),
        (f"{'The town was quiet. ' * 8}The treaty was signed on March\n3, 2026 by Bob.\nHe left.", 3),
        (
            f"The town was quiet.\n{'He walked on and on and ' * 6}came. She\nhad {'not seen him and ' * 4}\nhis "
            f"dog. Then\nthey went {'home ' * 9}\nto sleep.",
            2,
        ),
        (("A long heading over it\n" + "He said so, and so did she. " * 9 + "\n\n") * 4, 8),
    ],
    ids=[
        "a date cut in two lines", "a name cut", "dialogue in wrapped text", "first lines indented",
        "a short line that ends a sentence", "a list", "verse", "verse in capitals", "a heading over one line",
        "a heading apart", "ragged prose", "a long line cut before a capital", "a long line cut",
        "a long line cut where lines are paragraphs",
        "prose cut anywhere", "headings over long paragraphs",
    ],
)  # fmt: skip
def test_wrapped_lines_are_told_from_lines_that_somebody_broke(
    text: str, count: int
) -> None:
    assert len(cut(text)) == count
