"""
Whatever a stranger sends: each reader gives rows and rejections, or a mistake that is said, and nothing else.

`FUZZ=2000 pytest tests/test_fuzz.py` looks longer.
"""

from __future__ import annotations

import os
import tempfile
import time
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from making import HOSTILE

from pressmark.annotators.quotes.marks import marked
from pressmark.config import Source
from pressmark.dates import instant
from pressmark.errors import PressmarkError
from pressmark.importing import Rejection, articles
from pressmark.paragraphs import paragraphs
from pressmark.sources import ENDINGS
from pressmark.strict_yaml import parse

LONG = settings(
    max_examples=int(os.environ.get("FUZZ", "60")), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
BROKEN = st.sampled_from([b"{", b"[", b'"', b"<", b"&", b",", b"\t", b"\n", b"\x00", b"\xff\xfe", b"---\n", b"PK\x03"])
WHOLE = st.sampled_from([b'{"text": "a"}', b"text,id", b"<p>a</p>"])
BYTES = st.lists(BROKEN | WHOLE | st.binary(max_size=6), max_size=12)
MARKS = st.text(st.sampled_from("«»‹›“”„‟\"'‘’``—–- \n\u00a0abéA.,?!:"), max_size=80)
YAML = st.text(st.sampled_from("abNO01.:-[]{}&*!|>%@#'\"\n  \t?é\u2028"), max_size=80)
SPOKEN = st.text(st.sampled_from("0123456789-/:.,TZ+ janvier March Mon lundi GMT'\u00a0é٣"), max_size=30)


@LONG
@given(MARKS | st.text(HOSTILE, max_size=80))
def test_marks_are_paired_within_the_text(text: str) -> None:
    for one in marked(text, paragraphs(text)):
        assert 0 <= one.start < one.end <= len(text)
        assert all(one.start <= start < end <= one.end for start, end in one.pieces)
        assert one.depth >= 0


@LONG
@given(YAML)
def test_yaml_is_read_or_its_mistakes_are_said(text: str) -> None:
    try:
        parse(text)
    except PressmarkError as error:
        assert str(error)


@LONG
@given(SPOKEN | st.text(max_size=20) | st.integers() | st.floats() | st.none())
def test_a_date_is_an_instant_or_none(value: object) -> None:
    found = instant(value)
    assert found is None or isinstance(found, datetime)
    assert found is None or found.tzinfo is not None


@pytest.mark.parametrize("ending", sorted(ENDINGS))
def test_any_bytes_are_articles_or_rejections(ending: str) -> None:
    @settings(LONG, max_examples=max(5, LONG.max_examples // 4))
    @given(BYTES)
    def read_anything(content: list[bytes]) -> None:
        with tempfile.TemporaryDirectory() as name:
            path = Path(name) / f"a{ending}"
            path.write_bytes(b"".join(content))
            try:
                found = list(articles(Source(files=(path.name,), language="fr"), Path(name)))
            except PressmarkError as error:
                assert str(error)
                return
            assert all(isinstance(one, Rejection) or one.text.strip() for one in found)

    read_anything()


@pytest.mark.parametrize(
    "text",
    ["«" * 20_000, "'" * 20_000, "“a ” " * 8_000, "— a\n" * 8_000, "1 " * 20_000, "a" * 200_000],
    ids=["openers", "apostrophes", "pairs", "dashes", "numbers", "one word"],
)
def test_hostile_texts_cost_time_in_proportion(text: str) -> None:
    started = time.process_time()
    marked(text, paragraphs(text))
    instant(text)
    assert time.process_time() - started < 5
