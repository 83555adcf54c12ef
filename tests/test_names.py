"""Names across articles."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from pressmark.names import Names

DAYS = {"a": datetime(2024, 3, 1, tzinfo=UTC), "b": datetime(2025, 6, 2, tzinfo=UTC), "c": None}


def row(label: str, name: str, text: str, article: str, **more: Any) -> dict[str, Any]:
    """An entity row; `id` counts for itself where nothing points to it."""
    known = {"id": f"{article}/{text}", "role": None, "role_entity_id": None, "gender": None}
    return {**known, "label": label, "name": name, "text": text, "article_id": article, **more}


def names(*rows: dict[str, Any]) -> Names:
    found = Names()
    found.see(rows, DAYS)
    return found


def test_one_full_name_is_one_row_with_its_surfaces_and_counts() -> None:
    found = names(
        row("PER", "Ann Lee", "Ann Lee", "a"), row("PER", "Ann Lee", "Lee", "a"), row("PER", "ann  lee", "Lee", "b")
    )

    (one,) = found.rows()
    assert (one["id"], one["name"], one["aliases"]) == ("per-ann-lee", "Ann Lee", [{"text": "Lee", "mentions": 2}])
    assert (one["articles"], one["mentions"]) == (2, 3)


def test_roles_have_their_first_and_last_date_and_what_they_are_roles_of() -> None:
    found = names(
        row("PER", "Ann Lee", "Ann Lee", "a", role="mayor of York", role_entity_id="a/York"),
        row("LOC", "York", "York", "a"),
        row("PER", "Ann Lee", "Lee", "b", role="mayor of York"),
        row("PER", "Ann Lee", "Lee", "c", role="mayor of York"),
        row("PER", "Ann Lee", "Lee", "c", role="minister"),
    )

    mayor, minister = found.rows()[1]["roles"]
    assert mayor == {
        "text": "mayor of York", "first": DAYS["a"], "last": DAYS["b"], "mentions": 3, "name_id": "loc-york"
    }  # fmt: skip
    assert (minister["first"], minister["last"], minister["name_id"]) == (None, None, None)


def test_a_gender_is_given_where_all_mentions_that_state_one_agree() -> None:
    found = names(
        row("PER", "Ann Lee", "Lee", "a", gender="f"), row("PER", "Ann Lee", "Lee", "b"),
        row("PER", "Jo Roe", "Roe", "a", gender="f"), row("PER", "Jo Roe", "Roe", "b", gender="m"),
    )  # fmt: skip
    assert [one["gender"] for one in found.rows()] == ["f", None]


def test_one_name_under_two_labels_is_two_rows() -> None:
    found = names(row("PER", "Paris", "Paris", "a"), row("LOC", "Paris", "Paris", "a"))
    assert [one["id"] for one in found.rows()] == ["loc-paris", "per-paris"]


def test_names_that_differ_in_accents_alone_stay_apart() -> None:
    found = names(row("PER", "Jose", "Jose", "a"), row("PER", "José", "José", "a"))
    ids = [one["id"] for one in found.rows()]
    assert len(set(ids)) == 2


def test_a_name_in_other_letters_has_a_plain_id() -> None:
    found = names(row("LOC", "Київ", "Київ", "a"), row("LOC", "Łódź", "Łódź", "a"))
    assert all(one["id"].isascii() for one in found.rows())


def test_the_id_of_a_mention_is_that_of_its_row() -> None:
    found = names(row("PER", "Ann Lee", "Lee", "a"))
    assert found.id_of({"label": "PER", "name": "Ann Lee"}) == "per-ann-lee"


def test_the_order_of_articles_changes_no_row() -> None:
    rows = [row("PER", "Ann Lee", "Ann Lee", "a"), row("PER", "ANN LEE", "ANN LEE", "b"), row("LOC", "X", "X", "c")]
    assert names(*rows).rows() == names(*reversed(rows)).rows()
