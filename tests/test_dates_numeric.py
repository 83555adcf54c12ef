"""Dates in numbers: read where one reading is possible or what stands around decides; else left empty and counted."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pressmark.articles import Article
from pressmark.sources.article_import import import_articles
from pressmark.sources.numeric_dates import epoch_instant, interpret_date
from pressmark.sources.settings import SourceSettings

ENGLISH = "The mayor of the town said that the harbour would stay closed until the end of the coming week."
FRENCH = "Le maire de la ville a déclaré que le port resterait fermé jusqu'à la fin de la semaine prochaine."

Days = Callable[..., list[str | None]]


@pytest.fixture
def days(tmp_path: Path) -> Days:
    """The days of articles that were imported with these dates, in files of rows or one article each."""

    def run(
        *dates: Any, text: str = ENGLISH, files: str = "*.jsonl", **settings: Any
    ) -> list[str | None]:
        rows = [
            value if isinstance(value, dict) else {"date": value} for value in dates
        ]
        lines = [
            json.dumps({"id": f"{n}", "text": text, **row}, default=str)
            for n, row in enumerate(rows)
        ]
        if files == "*.jsonl":
            (tmp_path / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
        found = list(
            import_articles(SourceSettings(files=(files,), **settings), tmp_path)
        )
        assert all(isinstance(article, Article) for article in found), found
        return [
            article.published and article.published.date().isoformat()
            for article in found
        ]  # type: ignore[union-attr]

    return run


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("13/03/2026", "2026-03-13T00:00:00+00:00"),
        ("12/31/2025", "2025-12-31T00:00:00+00:00"),
        ("13/03/26", "2026-03-13T00:00:00+00:00"),
        ("31.12.99", "1999-12-31T00:00:00+00:00"),
        ("25.4.2026", "2026-04-25T00:00:00+00:00"),
        ("2026/03/04", "2026-03-04T00:00:00+00:00"),
        ("2026.3.4", "2026-03-04T00:00:00+00:00"),
        ("04/04/2026", "2026-04-04T00:00:00+00:00"),
        ("23-03-2026 18:05", "2026-03-23T18:05:00+00:00"),
        ("Paru le 23/03/2026 à 18h05", "2026-03-23T18:05:00+00:00"),
        ("12/31/2025 2:05 PM", "2025-12-31T14:05:00+00:00"),
        ("12/31/2025 12:05 am", "2025-12-31T00:05:00+00:00"),
        ("23/03/2026 18:05:09 +01:00", "2026-03-23T17:05:09+00:00"),
    ],
)
def test_a_date_with_one_reading_is_read(value: str, iso: str) -> None:
    ways = interpret_date(value)
    assert ways is not None
    assert ways.only is not None
    assert ways.only.isoformat() == iso


@pytest.mark.parametrize(
    "value",
    [
        "",
        "1/2",
        "13/13/2026",
        "1.2.3.4",
        "13/03/55",
        "03/04/2026 - 05/04/2026",
        "x" * 90,
    ],
)
def test_what_is_no_date_in_numbers_has_no_readings(value: str) -> None:
    assert interpret_date(value) is None


def test_one_value_decides_for_its_column(days: Days) -> None:
    assert days("03/04/2026", "05/04/2026", "13/03/2026") == [
        "2026-04-03",
        "2026-04-05",
        "2026-03-13",
    ]
    assert days("03/04/2026", "12/31/2025") == ["2026-03-04", "2025-12-31"]


def test_values_that_contradict_one_another_decide_nothing(days: Days) -> None:
    assert days("03/04/2026", "12/31/2025", "13/01/2026") == [
        None,
        "2025-12-31",
        "2026-01-13",
    ]
    assert days("03/04/2026", "12/31/2025", "13/01/2026", text=FRENCH) == [
        None,
        "2025-12-31",
        "2026-01-13",
    ]


def test_two_outlets_have_two_habits(days: Days) -> None:
    rows = [("Le Phare", "03/04/2026"), ("Le Phare", "13/03/2026"), ("Herald", "03/04/2026"), ("Herald", "03/13/2026"),
            ("Other", "03/04/2026"), (None, "03/04/2026")]  # fmt: skip
    assert days(*({"outlet": outlet, "date": date} for outlet, date in rows)) == [
        "2026-04-03", "2026-03-13", "2026-03-04", "2026-03-13", None, None,
    ]  # fmt: skip


def test_a_language_decides_where_nothing_else_does_and_it_is_safe(days: Days) -> None:
    assert days("03/04/2026", text=FRENCH) == ["2026-04-03"]
    assert days("03/04/2026", text=ENGLISH) == [None]
    assert days("03/04/2026", "12/31/2025", text=FRENCH) == ["2026-03-04", "2025-12-31"]


def test_the_setting_decides_for_all(days: Days) -> None:
    assert days("03/04/2026", "12/31/2025", dates="day-first") == [
        "2026-04-03",
        "2025-12-31",
    ]
    assert days("03/04/2026", text=FRENCH, dates="month-first") == ["2026-03-04"]


def test_files_that_are_one_article_each_are_one_column(
    days: Days, tmp_path: Path
) -> None:
    for name, date in (("a", "03/04/2026"), ("b", "13/03/2026")):
        (tmp_path / f"{name}.md").write_text(
            f"---\ndate: {date}\n---\n{ENGLISH} {name}", encoding="utf-8"
        )
    assert days(files="*.md") == ["2026-04-03", "2026-03-13"]


def test_a_date_that_is_not_read_is_kept_as_it_stands(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(
        json.dumps({"text": ENGLISH, "published": "03/04/2026"})
    )
    (article,) = import_articles(SourceSettings(files=("a.jsonl",)), tmp_path)
    assert isinstance(article, Article)
    assert (article.published, article.extra) == (None, {"published_raw": "03/04/2026"})


@pytest.mark.parametrize(
    "value", [1772409600, 1772409600000, "1772409600", "1772409600.0", 1772409600.0]
)
def test_seconds_and_milliseconds_since_1970_are_read(value: object) -> None:
    assert epoch_instant(value) == datetime(2026, 3, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [
        46083,
        2026030214,
        20260302,
        True,
        float("nan"),
        float("inf"),
        10**400,
        "9" * 5000,
    ],
)
def test_other_numbers_are_no_dates(value: object, days: Days) -> None:
    assert epoch_instant(value) is None
    assert days(
        {"date": value if isinstance(value, int) and value < 10**18 else None}
    ) == [None]
