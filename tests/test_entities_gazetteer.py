"""The user's own names: how the file is read, and how its names are found."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from pressmark.annotation.annotators import make_annotator
from pressmark.annotators.entities import Entities
from pressmark.annotators.parse import DEFAULT_MODELS, model_path, parse_articles
from pressmark.articles import Article
from pressmark.config.project import read
from pressmark.errors import ConfigError
from pressmark.linking.gazetteer import read_gazetteer
from pressmark.spans import Entity


def by_gazetteer(
    text: str, file: Path, language: str = "fr", **settings: object
) -> list[Entity]:
    article = Article(id="a", text=text, language=language)
    ((article, doc),) = parse_articles(
        [article], model_path(DEFAULT_MODELS[language]).nlp
    )
    annotator = make_annotator(
        Entities, {"gazetteer": file.name, **settings}, folder=file.parent
    )
    return list(
        article.with_layer(annotator, annotator.annotate(article, doc)).entities
    )


@pytest.mark.model
def test_the_gazetteer_wins_over_the_model(tmp_path: Path) -> None:
    file = tmp_path / "names.yaml"
    file.write_text(
        "- {name: Paris Éditions, label: ORG, aliases: [Paris], wikidata: Q1, founded: 1900}\n",
        "utf-8",
    )

    (entity,) = by_gazetteer("Le groupe Paris publie.", file)

    assert (entity.text, entity.label, entity.name, entity.rule) == (
        "Paris",
        "ORG",
        "Paris Éditions",
        "gazetteer: names.yaml line 1",
    )


@pytest.mark.model
def test_the_gazetteer_wins_over_a_longer_name_of_the_lexicon(tmp_path: Path) -> None:
    file = tmp_path / "names.yaml"
    file.write_text(
        "- {name: Corée réunifiée, label: MISC, aliases: [Corée]}\n", "utf-8"
    )

    (entity,) = by_gazetteer("Il revient de Corée du Sud.", file)

    assert (entity.text, entity.label) == ("Corée", "MISC")


@pytest.mark.model
def test_the_gazetteer_may_be_a_csv_file(tmp_path: Path) -> None:
    file = tmp_path / "names.csv"
    file.write_text(
        "name,label,aliases,note\nLigue du Nord,ORG,LdN|la Ligue,x\n", "utf-8-sig"
    )

    entities = by_gazetteer("On dit que la Ligue et la LdN hésitent.", file)

    assert [(entity.text, entity.name) for entity in entities] == [
        ("la Ligue", "Ligue du Nord"),
        ("LdN", "Ligue du Nord"),
    ]


@pytest.mark.model
def test_a_surname_is_that_of_the_gazetteers_bearer(tmp_path: Path) -> None:
    file = tmp_path / "names.yaml"
    file.write_text(
        "- {name: Luc-Antoine Varin, label: PER, aliases: [Luc Varin, le Patron]}\n",
        "utf-8",
    )

    entities = by_gazetteer(
        "Luc Varin est venu. M. Varin a souri, puis le Patron est parti.", file
    )

    assert {entity.name for entity in entities} == {"Luc-Antoine Varin"}
    assert len(entities) == 3


@pytest.mark.model
def test_of_overlapping_names_the_longest_is_found_and_only_whole_words(
    tmp_path: Path,
) -> None:
    file = tmp_path / "names.csv"
    file.write_text(
        "name;label\nVesle;LOC\nUniversité de la Vesle;ORG\nUniversité de la Vesle-Nord;ORG\n",
        "utf-8",
    )

    text = "L'Université de la Vesle est sur la Vesle, dit la Veslerie. L'Université de la Vesle-Norde dort."
    found = [
        (one.text, one.label)
        for one in by_gazetteer(text, file)
        if one.rule and one.rule.startswith("gaz")
    ]

    assert found == [("Université de la Vesle", "ORG"), ("Vesle", "LOC")]


@pytest.mark.model
def test_case_and_accents_are_minded_unless_the_settings_say_otherwise(
    tmp_path: Path,
) -> None:
    file = tmp_path / "names.csv"
    file.write_text("name,label\nÉlan vosgéen,ORG\n", "utf-8")
    text = "Hier, l'ELAN VOSGEEN, l'élan vosgéen et l'Élan vosgéen ont joué."

    def found(**settings: bool) -> list[str]:
        spans = by_gazetteer(text, file, **settings)
        return [one.text for one in spans if (one.rule or "").startswith("gazetteer")]

    assert found() == ["Élan vosgéen"]
    assert found(gazetteer_any_case=True) == ["élan vosgéen", "Élan vosgéen"]
    assert found(gazetteer_any_case=True, gazetteer_any_accents=True) == [
        "ELAN VOSGEEN",
        "élan vosgéen",
        "Élan vosgéen",
    ]


@pytest.mark.model
def test_names_are_found_however_their_letters_are_composed(tmp_path: Path) -> None:
    file = tmp_path / "names.csv"
    file.write_text("name,label\nÉlan vosgéen,ORG\n", "utf-8")
    text = unicodedata.normalize("NFD", "Déjà, l’Élan\u00a0vosgéen a été cité.")

    (entity,) = by_gazetteer(text, file)

    assert entity.text == unicodedata.normalize("NFD", "Élan\u00a0vosgéen")


@pytest.mark.model
def test_an_alias_of_two_bearers_is_the_one_that_the_article_names(
    tmp_path: Path,
) -> None:
    file = tmp_path / "names.yaml"
    file.write_text(
        "- {name: Luc Varin, label: PER, aliases: [Varin]}\n- {name: Anne Varin, label: PER, aliases: [Varin]}\n",
        "utf-8",
    )

    named = by_gazetteer("Anne Varin est venue. Varin a souri.", file)
    bare = by_gazetteer("Hier, Varin a souri.", file)

    assert [one.name for one in named] == ["Anne Varin", "Anne Varin"]
    assert [(one.name, one.rule) for one in bare] == [
        ("Varin", "gazetteer: names.yaml line 1 or 2")
    ]


def test_what_an_entry_says_is_kept_ours_and_the_users_own(tmp_path: Path) -> None:
    file = tmp_path / "names.yaml"
    file.write_text(
        "- name: Luc Varin\n  label: PER\n  wikidata: https://www.wikidata.org/wiki/Q7\n  country: fr\n"
        "  latitude: 48.1\n  longitude: 6\n  party: PSR\n  born: 1970\n  id: 12\n  since: 2020-01-02\n",
        "utf-8",
    )

    (entry,) = read_gazetteer(file)

    assert (entry.wikidata, entry.country, entry.latitude, entry.longitude) == (
        "Q7",
        "FR",
        48.1,
        6.0,
    )
    assert entry.extra == {
        "party": "PSR",
        "born": 1970,
        "original_id": 12,
        "since": "2020-01-02",
    }


def test_a_gazetteer_with_mistakes_says_all_of_them_with_their_lines(
    tmp_path: Path,
) -> None:
    file = tmp_path / "names.yaml"
    file.write_text(
        "- {name: A, label: PLACE}\n- {label: PER}\n- {name: B, label: PER, aliases: 5}\n- just text\n"
        "- {name: C, label: LOC, latitude: 95}\n- {name: D, label: LOC}\n- {name: D, label: LOC}\n"
        "- {name: E, label: PER, wikidata: 7, country: France, gender: woman}\n",
        "utf-8",
    )

    with pytest.raises(ConfigError) as raised:
        read_gazetteer(file)

    assert [mistake.line for mistake in raised.value.mistakes] == [
        1,
        2,
        3,
        4,
        5,
        7,
        8,
        8,
        8,
    ]
    assert "PLACE" in str(raised.value)
    assert "must be f, m or x" in str(raised.value)
    assert "first in line 6" in str(raised.value)


def test_a_csv_gazetteer_says_the_line_of_a_short_row_and_a_missing_column(
    tmp_path: Path,
) -> None:
    file = tmp_path / "names.csv"
    file.write_text("nom,label\nA,PER\nB\n", "utf-8")

    with pytest.raises(ConfigError) as raised:
        read_gazetteer(file)

    assert [mistake.line for mistake in raised.value.mistakes] == [2, 3]
    assert "has no `name` (it has nom, label)" in str(raised.value)


def test_a_gazetteer_that_is_not_utf_8_says_so_and_where(tmp_path: Path) -> None:
    file = tmp_path / "names.csv"
    file.write_text("name,label\nBesançon,LOC\n", "cp1252")

    with pytest.raises(ConfigError, match=r"names\.csv:2 .*save it as UTF-8"):
        read_gazetteer(file)


def test_a_run_tells_the_mistakes_of_a_gazetteer_as_its_own(tmp_path: Path) -> None:
    (tmp_path / "names.yaml").write_text("- {name: Ann Lee, label: PERSON}\n")
    yaml = tmp_path / "y.yaml"
    yaml.write_text(
        "title: T\nsource: {files: '*.txt'}\ncorpus: corpus/\n"
        "annotators: [entities: {gazetteer: names.yaml}]\n"
    )
    with pytest.raises(ConfigError) as raised:
        read(yaml)
    told = str(raised.value)
    assert told.startswith("names.yaml: 1 mistake\n  names.yaml:1 'Ann Lee': `label`")
    assert "cannot be made" not in told
    assert "did you mean 'entities'" not in told
