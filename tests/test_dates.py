"""When an article was published, from the ways that archives write it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressmark.sources.dates import instant


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("lundi 2 mars 2026", "2026-03-02T00:00"),
        ("Le Phare, samedi 1er août 2026 - p. 4", "2026-08-01T00:00"),
        ("14 juil. 2026", "2026-07-14T00:00"),
        ("1er janv. 2026", "2026-01-01T00:00"),
        ("lun., 02 mars 2026 10:00:00 +0100", "2026-03-02T09:00"),
        ("3 janv. 2024 à 14h05", "2024-01-03T14:05"),
        ("2 Fevrier 2019", "2019-02-02T00:00"),
        ("March 2, 2026 Monday", "2026-03-02T00:00"),
        ("2 March 2026 18:05", "2026-03-02T18:05"),
        ("2. März 2026", "2026-03-02T00:00"),
        ("2 de marzo de 2026", "2026-03-02T00:00"),
        ("Mon, 02 Mar 2026 18:05:00 CET", "2026-03-02T17:05"),
        ("Mon, 02 Mar 2026 18:05:00 GMT", "2026-03-02T18:05"),
    ],
)
def test_a_date_with_its_month_in_a_word_is_read(said: str, meant: str) -> None:
    found = instant(said)
    assert found is not None
    assert found.isoformat().startswith(meant)


@pytest.mark.parametrize(
    "said",
    [
        "03/04/2026",
        "31 février 2026",
        "2 mars 2026 au 3 avril 2026",
        "42 mars 2026",
        "mars 2026",
        "le 2 du mois 2026",
        "",
    ],
)
def test_what_is_no_date_or_two_is_none(said: str) -> None:
    assert instant(said) is None


@given(st.text())
def test_any_text_is_a_date_or_none(said: str) -> None:
    instant(said)
    instant(f"{said} 2 mars 2026 {said}")
