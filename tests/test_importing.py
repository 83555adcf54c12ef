"""Import: every record is an article or a rejection that says why; nothing is lost, nothing is guessed."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pressmark.articles import Article
from pressmark.sources.article_import import Rejection, import_articles
from pressmark.sources.dates import instant
from pressmark.sources.languages import language_of
from pressmark.sources.settings import SourceSettings

FRENCH = "Le maire de la ville a déclaré que le port resterait fermé jusqu'à la fin de la semaine prochaine."
ENGLISH = "The mayor of the town said that the harbour would stay closed until the end of the coming week."

Import = Callable[..., list[Article | Rejection]]


@pytest.fixture
def imported(tmp_path: Path) -> Import:
    def run(*rows: dict[str, Any] | str, **settings: Any) -> list[Article | Rejection]:
        lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
        (tmp_path / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
        return list(
            import_articles(SourceSettings(files=("a.jsonl",), **settings), tmp_path)
        )

    return run


def reason(item: Article | Rejection) -> str:
    assert isinstance(item, Rejection)
    return item.reason


def kept(items: list[Article | Rejection]) -> list[Article]:
    assert all(isinstance(item, Article) for item in items), items
    return items  # type: ignore[return-value]


def test_known_columns_are_read_and_others_kept(imported: Import) -> None:
    row = {
        "id": "x1", "text": FRENCH, "title": "T", "url": "https://example.org", "outlet": "O", "authors": "A. B ; C",
        "date": "2026-03-02T18:05:00+01:00", "lang": "fr", "section": "local", "page": 3, "tags": ["a"], "sha256": "zz",
    }  # fmt: skip
    (article,) = kept(imported(row))

    assert (article.id, article.title, article.outlet, article.language) == (
        "x1",
        "T",
        "O",
        "fr",
    )
    assert article.authors == ("A. B", "C")
    assert article.published == datetime(2026, 3, 2, 17, 5, tzinfo=UTC)
    assert article.extra == {
        "section": "local",
        "page": 3,
        "tags": '["a"]',
        "original_sha256": "zz",
    }
    assert (article.origin.file, article.origin.place, article.origin.encoding) == (
        "a.jsonl",
        "line 1",
        "utf-8",
    )  # type: ignore[union-attr]


def test_an_id_is_made_from_the_content_when_there_is_none(imported: Import) -> None:
    first, second = kept(imported({"text": FRENCH}, {"text": ENGLISH}))
    (again,) = kept(imported({"text": FRENCH}))

    assert first.id == again.id != second.id
    assert first.id.startswith("a-")
    assert len(first.id) == 18


def test_importing_the_same_twice_adds_nothing(imported: Import) -> None:
    row = {"id": "x", "text": FRENCH}
    _, again, other = imported(row, row, {"id": "x", "text": ENGLISH})
    assert (
        reason(again)
        == "is imported already: the same id and text stand in a.jsonl line 1"
    )
    assert (
        reason(other)
        == "its id 'x' stands twice, with another text: first in a.jsonl line 1"
    )
    assert [type(item) for item in imported({"text": FRENCH}, {"text": FRENCH})] == [
        Article,
        Rejection,
    ]


def test_an_article_that_no_model_will_parse_holds_no_id(tmp_path: Path) -> None:
    rows = [
        {"id": "x", "text": "Photo"},
        {"id": "x", "text": ENGLISH},
        {"id": "x", "text": FRENCH},
    ]
    (tmp_path / "a.jsonl").write_text(
        "\n".join(json.dumps(row) for row in rows), encoding="utf-8"
    )
    source = SourceSettings(files=("a.jsonl",))

    photo, good, other = import_articles(
        source, tmp_path, parsable=frozenset({"fr", "en"})
    )

    assert isinstance(photo, Article)
    assert photo.language is None
    assert isinstance(good, Article)
    assert (good.id, good.text) == ("x", ENGLISH)
    assert reason(other).endswith("first in a.jsonl line 2")


@pytest.mark.parametrize(
    "text", ["", " ", "\n\t \u00a0\u202f\u2028", "\ufeff", "\u200b", None]
)
def test_an_article_without_text_is_rejected(
    imported: Import, text: str | None
) -> None:
    assert reason(imported({"id": "x", "text": text})[0]) == "has no text"


def test_a_row_without_a_text_column_says_what_there_is(imported: Import) -> None:
    said = reason(imported({"words": FRENCH, "n": 1})[0])
    assert "no column `text` (there is words, n)" in said
    assert kept(imported({"words": FRENCH}, columns={"text": "words"}))


def test_a_row_without_the_mapped_columns_keeps_its_own(imported: Import) -> None:
    rows = [
        {"words": FRENCH},
        {"words": "", "says": FRENCH + " "},
        {"says": ENGLISH, "text": "T"},
        {"text": ENGLISH + " "},
    ]
    found = kept(imported(*rows, columns={"text": ["words", "says"]}))
    assert [article.text for article in found] == [
        FRENCH,
        FRENCH + " ",
        ENGLISH,
        ENGLISH + " ",
    ]


@pytest.mark.parametrize(
    "row",
    [
        {
            "Titre": "T",
            "Date": "2026-03-02",
            "Journal": "J",
            "Texte": FRENCH,
            "Auteurs": "A. B",
        },
        {
            "headline": "T",
            "date": "2026-03-02",
            "newspaper": "J",
            "body": FRENCH,
            "author": "A. B",
        },
        {
            "TITLE": "T",
            "Published": "2026-03-02",
            "Outlet": "J",
            "Text": FRENCH,
            "Authors": "A. B",
        },
    ],
)
def test_usual_names_of_columns_are_ours_in_any_case(
    imported: Import, row: dict[str, str]
) -> None:
    (article,) = kept(imported(row))
    assert (article.title, article.outlet, article.text, article.authors) == (
        "T",
        "J",
        FRENCH,
        ("A. B",),
    )
    assert article.published == datetime(2026, 3, 2, tzinfo=UTC)
    assert not article.extra


def test_a_usual_name_gives_way_to_ours_and_to_what_is_mapped(imported: Import) -> None:
    (article,) = kept(imported({"text": FRENCH, "body": ENGLISH, "headline": "H"}))
    assert (article.text, article.title, article.extra) == (
        FRENCH,
        "H",
        {"body": ENGLISH},
    )
    (article,) = kept(
        imported({"content": FRENCH, "body": ENGLISH}, columns={"text": "body"})
    )
    assert (article.text, article.extra) == (ENGLISH, {"content": FRENCH})


def test_a_lone_surrogate_is_rejected_with_its_position(imported: Import) -> None:
    (item,) = imported('{"id": "x", "text": "ab\\ud800"}')
    assert (
        reason(item)
        == "its text holds half a character (a lone surrogate) at 2; mend the source"
    )
    assert isinstance(item, Rejection)
    assert (item.id, item.place) == ("x", "line 1")


def test_a_surrogate_elsewhere_is_rejected_too(imported: Import) -> None:
    for name in ("title", "id", "own"):
        said = reason(imported(f'{{"id": "y", "text": "x", "{name}": "\\udfff"}}')[0])
        assert "half a character" in said


@pytest.mark.parametrize(
    "id", ["a/b", "../../etc", "..", "été 🙂", "a b", "x" * 200, "CON", "-"]
)
def test_odd_ids_are_kept_as_they_are(imported: Import, id: str) -> None:
    assert kept(imported({"id": id, "text": FRENCH}))[0].id == id


@pytest.mark.parametrize(
    ("id", "said"),
    [("a\x00b", "U+0000"), ("a\nb", "U+000A"), ("x" * 300, "300 characters")],
)
def test_ids_that_cannot_be_kept_are_rejected(
    imported: Import, id: str, said: str
) -> None:
    (item,) = imported({"id": id, "text": FRENCH})
    assert said in reason(item)


def test_a_number_as_an_id_becomes_text(imported: Import) -> None:
    assert kept(imported({"id": 7, "text": FRENCH}))[0].id == "7"


def test_the_language_is_given_or_told_from_the_text(imported: Import) -> None:
    french, english, short, given = kept(
        imported(
            {"text": FRENCH},
            {"text": ENGLISH},
            {"text": "OK !"},
            {"text": "So.", "language": "de"},
        )
    )
    assert [item.language for item in (french, english, short, given)] == [
        "fr",
        "en",
        None,
        "de",
    ]
    assert kept(imported({"text": ENGLISH}, language="fr"))[0].language == "fr"


def test_a_title_does_not_decide_the_language(imported: Import) -> None:
    assert (
        kept(
            imported(
                {"text": FRENCH, "title": "The Very English Title of This Article"}
            )
        )[0].language
        == "fr"
    )


def test_a_text_in_none_of_the_languages_asked_for_is_not_taken_for_one_of_them() -> (
    None
):
    assert language_of(FRENCH, ("en", "de")) == "fr"
    assert language_of(FRENCH, ()) is None


def test_an_outlet_is_the_sources_when_the_row_names_none(imported: Import) -> None:
    first, second = kept(
        imported({"text": FRENCH}, {"text": ENGLISH, "outlet": "Mine"}, outlet="Ours")
    )
    assert (first.outlet, second.outlet) == ("Ours", "Mine")


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("2026-03-02", "2026-03-02T00:00:00+00:00"),
        ("20260302", "2026-03-02T00:00:00+00:00"),
        ("2026-03-02T10:00:00Z", "2026-03-02T10:00:00+00:00"),
        ("2026-03-02 10:00", "2026-03-02T10:00:00+00:00"),
        ("Mon, 02 Mar 2026 18:05:00 +0100", "2026-03-02T17:05:00+00:00"),
        (datetime(2026, 3, 2, 1, 2, 3, 4567), "2026-03-02T01:02:03.004000+00:00"),
        (datetime(2026, 3, 2).date(), "2026-03-02T00:00:00+00:00"),
    ],
)
def test_dates_that_are_certain_are_read(value: object, iso: str) -> None:
    when = instant(value)
    assert when is not None
    assert when.isoformat() == iso


@pytest.mark.parametrize(
    "value",
    [
        "03/04/2026",
        "hier",
        "",
        None,
        "2026-13-45",
        20260302,
        "0001-01-01T00:00:00+05:00",
        "12",
    ],
)
def test_dates_that_are_not_certain_are_not_guessed(value: object) -> None:
    assert instant(value) is None


def test_a_date_that_is_not_read_is_kept_as_it_stands(imported: Import) -> None:
    (article,) = kept(imported({"text": ENGLISH, "published": "03/04/2026"}))
    assert article.published is None
    assert article.extra == {"published_raw": "03/04/2026"}


def test_a_text_of_more_characters_than_are_allowed_is_rejected(
    imported: Import,
) -> None:
    text = "Le port est fermé. " * 260_000
    said = reason(imported({"text": text})[0])
    assert "its text has 4,940,000 characters; 300,000 are allowed" in said
    assert kept(imported({"text": text}, longest_text=5_000_000))[0].text == text


def test_every_line_is_an_article_or_a_rejection(imported: Import) -> None:
    rows: list[dict[str, Any] | str] = [
        {"text": FRENCH},
        "{",
        {"text": ""},
        {"id": "a", "text": ENGLISH},
        "3",
    ]
    assert len(imported(*rows)) == 5
