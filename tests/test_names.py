"""Names across articles."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pressmark.errors import ConfigError
from pressmark.linking.corrections import (
    Corrections,
    NameList,
    Namesake,
    read_corrections,
)
from pressmark.linking.gazetteer import GazetteerEntry
from pressmark.linking.names import JoinedNames
from pressmark.linking.places import PlaceFinder
from pressmark.linking.researcher_facts import ResearcherFacts

DAYS = {
    "a": datetime(2024, 3, 1, tzinfo=UTC),
    "b": datetime(2025, 6, 2, tzinfo=UTC),
    "c": None,
}


def row(label: str, name: str, text: str, article: str, **more: Any) -> dict[str, Any]:
    """An entity row; `id` counts for itself where nothing points to it."""
    known = {
        "id": f"{article}/{text}",
        "role": None,
        "role_entity_id": None,
        "gender": None,
    }
    return {
        **known,
        "label": label,
        "name": name,
        "text": text,
        "article_id": article,
        **more,
    }


def articles(language: str = "fr") -> list[dict[str, Any]]:
    return [
        {"id": id, "published": day, "language": language} for id, day in DAYS.items()
    ]


def names(
    *rows: dict[str, Any],
    facts: ResearcherFacts | None = None,
    places: PlaceFinder | None = None,
) -> JoinedNames:
    found = JoinedNames(facts, places)
    found.add(found.collector.collect(rows, articles()))
    return found


def ids(*rows: dict[str, Any], **more: Any) -> list[str]:
    """The name ids of the rows, in order; rows of one surface and article share it."""
    return list(names(*rows, **more).links(0).name_ids)


def test_one_full_name_is_one_row_with_its_surfaces_and_counts() -> None:
    found = names(
        row("PER", "Ann Lee", "Ann Lee", "a"),
        row("PER", "Ann Lee", "Lee", "a"),
        row("PER", "ann  lee", "Lee", "b"),
    )

    (one,) = found.rows()
    assert (one["id"], one["name"], one["aliases"]) == (
        "per-ann-lee",
        "Ann Lee",
        [{"text": "Lee", "mentions": 2}],
    )
    assert (one["articles"], one["mentions"]) == (2, 3)


def test_roles_have_their_first_and_last_date_and_what_they_are_roles_of() -> None:
    found = names(
        row(
            "PER",
            "Ann Lee",
            "Ann Lee",
            "a",
            role="mayor of York",
            role_entity_id="a/York",
        ),
        row("LOC", "York", "York", "a"),
        row("PER", "Ann Lee", "Lee", "b", role="mayor of York"),
        row("PER", "Ann Lee", "Lee", "c", role="mayor of York"),
        row("PER", "Ann Lee", "Lee", "c", role="minister"),
    )

    mayor, minister = list(found.rows())[1]["roles"]
    assert mayor == {
        "text": "mayor of York", "first": DAYS["a"], "last": DAYS["b"], "mentions": 3, "name_id": "loc-york"
    }  # fmt: skip
    assert (minister["first"], minister["last"], minister["name_id"]) == (
        None,
        None,
        None,
    )


def test_a_gender_is_given_where_all_mentions_that_state_one_agree() -> None:
    found = names(
        row("PER", "Ann Lee", "Lee", "a", gender="f"), row("PER", "Ann Lee", "Lee", "b"),
        row("PER", "Jo Roe", "Roe", "a", gender="f"), row("PER", "Jo Roe", "Jo Roe", "a", gender="m"),
    )  # fmt: skip
    assert [one["gender"] for one in found.rows()] == ["f", None]


def test_one_name_under_two_labels_is_two_rows() -> None:
    found = names(
        row("PER", "Paris", "Paris", "a", id="x"), row("LOC", "Paris", "Paris", "a")
    )
    assert [one["id"] for one in found.rows()] == ["loc-paris", "per-paris"]


def test_names_that_differ_in_accents_alone_stay_apart() -> None:
    found = names(row("PER", "Jose", "Jose", "a"), row("PER", "José", "José", "a"))
    ids = [one["id"] for one in found.rows()]
    assert len(set(ids)) == 2


def test_a_name_in_other_letters_has_a_plain_id() -> None:
    found = names(row("LOC", "Київ", "Київ", "a"), row("LOC", "Łódź", "Łódź", "a"))
    assert all(one["id"].isascii() for one in found.rows())


def test_the_id_of_a_mention_is_that_of_its_row() -> None:
    assert ids(row("PER", "Ann Lee", "Lee", "a")) == ["per-ann-lee"]


def test_the_order_of_articles_changes_no_row() -> None:
    rows = [
        row("PER", "Ann Lee", "Ann Lee", "a"),
        row("PER", "ANN LEE", "ANN LEE", "b"),
        row("LOC", "X", "X", "c"),
    ]
    assert list(names(*rows).rows()) == list(names(*reversed(rows)).rows())


def test_case_spaces_apostrophes_and_accents_of_capitals_make_no_other_name() -> None:
    found = ids(
        row("LOC", "États-Unis", "États-Unis", "a"), row("LOC", "Etats-Unis", "Etats-Unis", "b"),
        row("PER", "Élise d’Arc", "Élise d’Arc", "a"), row("PER", "ELISE D'ARC", "ELISE D'ARC", "b"),
    )  # fmt: skip
    assert found == [
        "loc-etats-unis",
        "loc-etats-unis",
        "per-elise-d-arc",
        "per-elise-d-arc",
    ]


def test_a_surname_is_that_of_the_only_full_name_that_ends_with_it() -> None:
    full, alone = (
        row("PER", "Luc Varin", "Luc Varin", "a"),
        row("PER", "Varin", "Varin", "b"),
    )
    assert ids(full, alone) == ["per-luc-varin", "per-luc-varin"]


def test_a_first_name_alone_is_nobodys_across_articles() -> None:
    assert (
        ids(row("PER", "Luc Varin", "Luc Varin", "a"), row("PER", "Luc", "Luc", "b"))[1]
        == "per-luc"
    )


def test_a_hyphened_first_name_is_no_other_mans() -> None:
    found = ids(
        row("PER", "Jean-Pierre Marlin", "Jean-Pierre Marlin", "a"),
        row("PER", "Pierre Marlin", "Pierre Marlin", "b"),
    )
    assert found == ["per-jean-pierre-marlin", "per-pierre-marlin"]


def test_an_initial_in_the_middle_may_be_left_out() -> None:
    found = ids(
        row("PER", "John F. Roe", "John F. Roe", "a"),
        row("PER", "John Roe", "John Roe", "b"),
    )
    assert len(set(found)) == 1


def test_a_surname_of_two_bearers_stays_by_itself_and_is_marked() -> None:
    rows = (
        row("PER", "Luc Varin", "Luc Varin", "a"), row("PER", "Anne Varin", "Anne Varin", "b"),
        row("PER", "Varin", "Varin", "c"),
    )  # fmt: skip

    assert ids(*rows) == ["per-luc-varin", "per-anne-varin", "per-varin"]
    assert {one["id"]: one["ambiguous"] for one in names(*rows).rows()} == {
        "per-anne-varin": False, "per-luc-varin": False, "per-varin": True,
    }  # fmt: skip


def test_a_title_says_which_of_two_bearers_a_surname_means() -> None:
    found = ids(
        row("PER", "Luc Varin", "Luc Varin", "a", gender="m"), row("PER", "Anne Varin", "Anne Varin", "b", gender="f"),
        row("PER", "Varin", "Varin", "c", gender="f"),
    )  # fmt: skip
    assert found[2] == "per-anne-varin"


def test_namesakes_of_different_functions_stay_apart_and_one_who_says_nothing_is_marked() -> (
    None
):
    rows = (
        row("PER", "Jean Roux", "Jean Roux", "a", role="maire de Lure", gender="m"),
        row("PER", "Jean Roux", "Jean Roux", "b", role="l'attaquant", gender="m"),
        row("PER", "Jean Roux", "Jean Roux", "c", gender="m"),
    )

    assert ids(*rows) == [
        "per-jean-roux-politics",
        "per-jean-roux-sport",
        "per-jean-roux",
    ]
    assert [one["ambiguous"] for one in names(*rows).rows()] == [True, False, False]


def test_a_function_that_changes_within_its_field_is_one_person() -> None:
    rows = (
        row("PER", "Jean Roux", "Jean Roux", "a", role="maire"), row("PER", "Jean Roux", "Jean Roux", "c"),
        row("PER", "Jean Roux", "Jean Roux", "b", role="ministre"),
    )  # fmt: skip
    assert set(ids(*rows)) == {"per-jean-roux"}


def test_namesakes_of_different_gender_stay_apart_unless_their_work_agrees() -> None:
    apart = (
        row("PER", "Dominique Roux", "Dominique Roux", "a", gender="m"),
        row("PER", "Dominique Roux", "Dominique Roux", "b", gender="f"),
    )
    one = (
        row(
            "PER",
            "Claude Brun",
            "Claude Brun",
            "a",
            gender="m",
            role="procureur de Lure",
        ),
        row("PER", "Claude Brun", "Claude Brun", "b", gender="f", role="procureure"),
        row("PER", "Claude Brun", "Claude Brun", "c", gender="f"),
    )

    assert ids(*apart) == ["per-dominique-roux-m", "per-dominique-roux-f"]
    assert set(ids(*one)) == {"per-claude-brun"}


def test_an_acronym_that_one_article_explains_is_explained_in_all() -> None:
    found = ids(
        row("ORG", "Office mondial du thon", "OMT", "a"),
        row("ORG", "OMT", "OMT", "b"),
        row("ORG", "OMS", "OMS", "b"),
    )
    assert found == [
        "org-office-mondial-du-thon",
        "org-office-mondial-du-thon",
        "org-oms",
    ]


def test_an_acronym_that_far_more_articles_use_than_its_longer_name_is_itself() -> None:
    def id_among(alone: int) -> str:
        rows = [row("ORG", "Beauvoir Bridge Council", "BBC", "of-the-council")]
        rows += [row("ORG", "BBC", "BBC", f"alone-{number}") for number in range(alone)]
        held = [
            {"id": each["article_id"], "published": None, "language": "en"}
            for each in rows
        ]
        joined = JoinedNames()
        joined.add(joined.collector.collect(rows, held))
        return joined.links(0).name_ids[-1]

    assert [id_among(3), id_among(4)] == ["org-beauvoir-bridge-council", "org-bbc"]


def test_an_acronym_of_two_bodies_is_marked() -> None:
    rows = (
        row("ORG", "Office mondial du thon", "OMT", "a"), row("ORG", "Oeuvre des mères de Toul", "OMT", "b"),
        row("ORG", "OMT", "OMT", "c"),
    )  # fmt: skip
    assert ids(*rows)[2] == "org-omt"
    assert next(one for one in names(*rows).rows() if one["id"] == "org-omt")[
        "ambiguous"
    ]


def test_the_gazetteer_joins_by_alias_and_fills_the_row() -> None:
    entry = GazetteerEntry(
        name="Luc Varin",
        label="PER",
        aliases=("le Patron", "Varin"),
        wikidata="Q7",
        extra={"party": "PSR", "born": 1970},
    )
    rows = (
        row("PER", "le Patron", "le Patron", "a"),
        row("PER", "Varin", "Varin", "b"),
        row("LOC", "Lure", "Lure", "b"),
    )
    found = names(*rows, facts=ResearcherFacts.of([entry]))

    lure, one = found.rows()
    assert (one["id"], one["name"], one["mentions"], one["wikidata"]) == (
        "per-luc-varin",
        "Luc Varin",
        2,
        "Q7",
    )
    assert (one["party"], one["born"], lure["party"]) == ("PSR", 1970, None)
    assert found.columns() == {"born": "int64", "party": "string"}


def test_a_list_of_the_same_is_one_row_called_by_its_first() -> None:
    rows = (
        row("PER", "Luc Varin", "Luc Varin", "a", gender="m"), row("PER", "le Patron", "le Patron", "b"),
        row("ORG", "Varin", "Varin", "c"), row("ORG", "Varin SA", "Varin SA", "c"),
    )  # fmt: skip
    same = Corrections(
        "c.yaml",
        same=(
            NameList(("le Patron", "Luc Varin", "org-varin"), 2),
            NameList(("Varin SA", "X"), 3),
        ),
    )
    found = names(*rows, facts=ResearcherFacts.of(corrections=same))

    assert [(one["id"], one["name"], one["mentions"]) for one in found.rows()] == [
        ("org-varin-sa", "Varin SA", 1),
        ("per-le-patron", "le Patron", 3),
    ]
    assert found.without_effect() == ["c.yaml:3 'X' is no name of this corpus"]


def test_what_is_said_to_be_different_is_not_joined() -> None:
    rows = row("PER", "Luc Varin", "Luc Varin", "a"), row("PER", "Varin", "Varin", "b")
    different = Corrections("c.yaml", different=(NameList(("Luc Varin", "Varin"), 2),))

    assert ids(*rows, facts=ResearcherFacts.of(corrections=different)) == [
        "per-luc-varin",
        "per-varin",
    ]


def test_a_name_may_mean_somebody_else_in_some_articles() -> None:
    rows = (
        row("PER", "Jean Roux", "Jean Roux", "a"),
        row("PER", "Jean Roux", "Roux", "b"),
    )
    apart = Corrections(
        "c.yaml", namesakes=(Namesake("Jean Roux", ("b",), "Jean Roux (boxeur)", 4),)
    )
    found = names(*rows, facts=ResearcherFacts.of(corrections=apart))

    assert ids(*rows, facts=ResearcherFacts.of(corrections=apart)) == [
        "per-jean-roux",
        "per-jean-roux-boxeur",
    ]
    assert [one["name"] for one in found.rows()] == ["Jean Roux", "Jean Roux (boxeur)"]
    assert found.without_effect() == []


def test_a_file_of_corrections_says_all_its_mistakes_with_their_lines(
    tmp_path: Path,
) -> None:
    file = tmp_path / "corrections.yaml"
    file.write_text(
        "same:\n  - [A, B]\n  - [C]\n  - D\ndifferent:\n  - {name: E, article: [x]}\n  - [F, G]\nsames: []\n",
        "utf-8",
    )

    with pytest.raises(ConfigError) as raised:
        read_corrections(file)

    assert [mistake.line for mistake in raised.value.mistakes] == [3, 4, 6, 6, 6, 8]
    assert "did you mean 'articles'?" in str(raised.value)
    assert "did you mean 'same'?" in str(raised.value)


def test_a_file_of_corrections_is_read(tmp_path: Path) -> None:
    file = tmp_path / "corrections.yaml"
    file.write_text(
        "same:\n- [A, B]\ndifferent:\n- [C, D]\n- {name: E, articles: [x], as: F}\n",
        "utf-8",
    )

    found = read_corrections(file)

    assert found.same == (NameList(("A", "B"), 2),)
    assert found.different == (NameList(("C", "D"), 4),)
    assert found.namesakes == (Namesake("E", ("x",), "F", 5),)


def test_a_longer_full_name_is_the_shorter_one_when_an_article_says_so() -> None:
    rows = (
        row("PER", "Old Hilda Marlin", "Old Hilda Marlin", "a"), row("PER", "Old Hilda Marlin", "Hilda Marlin", "a"),
        row("PER", "Hilda Marlin", "Hilda Marlin", "b"), row("PER", "Hilda Marlin", "Marlin", "b"),
        row("PER", "Hilda Marlin", "Hilda Marlin", "c"), row("PER", "Eva Hilda Marlin", "Eva Hilda Marlin", "c"),
    )  # fmt: skip
    assert [one["id"] for one in names(*rows).rows()] == [
        "per-eva-hilda-marlin",
        "per-hilda-marlin",
    ]


def test_initials_that_differ_keep_namesakes_apart() -> None:
    rows = [
        row("PER", name, name, "a")
        for name in ("John F. Roe", "John G. Roe", "John Roe", "Ann B. Lee", "Ann Lee")
    ]
    *johns, ann, same = ids(*rows)
    assert johns == ["per-john-f-roe", "per-john-g-roe", "per-john-roe"]
    assert ann == same


def test_a_gender_that_one_article_of_many_states_is_a_mistake() -> None:
    found = JoinedNames()
    rows = [
        row("PER", "Eve Roux", "Eve Roux", str(n), gender="m" if n == 0 else "f")
        for n in range(7)
    ]
    held = [{"id": str(n), "language": "fr", "published": None} for n in range(7)]
    found.add(found.collector.collect(rows, held))

    (one,) = found.rows()
    assert (one["id"], one["gender"]) == ("per-eve-roux", "f")


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2)])
def test_the_name_that_most_mentions_have_counts_those_of_all_shards(
    order: tuple[int, ...],
) -> None:
    shards = [
        [row("PER", "ann lee", "ann lee", "a")],
        [row("PER", "Ann Lee", "Ann Lee", "b"), row("PER", "Ann Lee", "Lee", "b")],
        [row("PER", "ann lee", "ann lee", "c")],
    ]
    found = JoinedNames()
    for number in order:
        held = [article for article in articles() if article["id"] == "abc"[number]]
        found.add(found.collector.collect(shards[number], held))

    # As often the one as the other: a person's name has a capital.
    assert [one["name"] for one in found.rows()] == ["Ann Lee"]


def test_entities_that_come_after_the_rows_are_joined_with_those_before() -> None:
    rows = [row("PER", "Ann Lee", "Lee", "a"), row("PER", "Ann Lee", "Ann Lee", "b")]
    found = names(rows[0])
    assert [one["mentions"] for one in found.rows()] == [1]
    of_second = [article for article in articles() if article["id"] == "b"]
    found.add(found.collector.collect(rows[1:], of_second))
    assert [one["mentions"] for one in found.rows()] == [2]
