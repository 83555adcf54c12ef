"""Names across articles."""

from __future__ import annotations

from pressmark.names import Names


def names(*rows: tuple[str, str, str, str]) -> Names:
    found = Names()
    found.see(
        {"label": label, "name": name, "text": text, "article_id": article} for label, name, text, article in rows
    )
    return found


def test_one_full_name_is_one_row_with_its_surfaces() -> None:
    found = names(("PER", "Ann Lee", "Ann Lee", "a"), ("PER", "Ann Lee", "Lee", "a"), ("PER", "ann  lee", "Lee", "b"))

    (row,) = found.rows()
    assert (row["id"], row["name"], row["aliases"]) == ("per-ann-lee", "Ann Lee", ["Lee"])
    assert (row["articles"], row["mentions"]) == (2, 3)


def test_one_name_under_two_labels_is_two_rows() -> None:
    found = names(("PER", "Paris", "Paris", "a"), ("LOC", "Paris", "Paris", "a"))
    assert [row["id"] for row in found.rows()] == ["loc-paris", "per-paris"]


def test_names_that_differ_in_accents_alone_stay_apart() -> None:
    found = names(("PER", "Jose", "Jose", "a"), ("PER", "José", "José", "a"))
    ids = [row["id"] for row in found.rows()]
    assert len(set(ids)) == 2


def test_a_name_in_other_letters_has_a_plain_id() -> None:
    found = names(("LOC", "Київ", "Київ", "a"), ("LOC", "Łódź", "Łódź", "a"))
    assert all(row["id"].isascii() for row in found.rows())


def test_the_id_of_a_mention_is_that_of_its_row() -> None:
    found = names(("PER", "Ann Lee", "Lee", "a"))
    assert found.id_of({"label": "PER", "name": "Ann Lee"}) == "per-ann-lee"


def test_the_order_of_articles_changes_no_row() -> None:
    rows = [("PER", "Ann Lee", "Lee", "a"), ("PER", "ANN LEE", "ANN LEE", "b"), ("LOC", "X", "X", "c")]
    assert names(*rows).rows() == names(*reversed(rows)).rows()
