"""Words for a study's own lexicon: written into its file, and nothing else of the file touched."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import spacy
from judged_samples import lexicon_content
from spacy.tokens import Doc

from pressmark.config.project import read
from pressmark.errors import InputError
from pressmark.study.learning.judged_articles import Example, JudgedArticle
from pressmark.study.learning.lexicon_rules import (
    VERB_KEYS,
    LexiconRule,
    keys_with,
    words_of,
)
from pressmark.study.learning.own_lexicon import text_with_rule, write_rule
from pressmark.study.learning.rule_search import CueSearch, NameSearch
from pressmark.yaml_files.lexicons import OURS

ADDED = LexiconRule(language="fr", keys=("beside",), word="susurrer")
REMOVED = LexiconRule(language="fr", keys=("opinion",), word="songer", is_removal=True)


@pytest.mark.parametrize(
    ("text", "rule", "new_text"),
    [
        ("extends: ours\n", ADDED, "extends: ours\nbeside: [susurrer]\n"),
        ("extends: ours", ADDED, "extends: ours\nbeside: [susurrer]\n"),
        (
            "beside: [siffler] # whistles\nextends: ours\n",
            ADDED,
            "beside: [susurrer, siffler] # whistles\nextends: ours\n",
        ),
        ("beside: [\n  siffler,\n]\n", ADDED, "beside: [susurrer, \n  siffler,\n]\n"),
        ("beside: []\n", ADDED, "beside: [susurrer]\n"),
        (
            "beside: # ours\n  - siffler\nreporting: [dire]\n",
            ADDED,
            "beside: # ours\n  - susurrer\n  - siffler\nreporting: [dire]\n",
        ),
        ("beside:\n- siffler\n", ADDED, "beside:\n- susurrer\n- siffler\n"),
        (
            "extends: ours\n",
            REMOVED,
            "extends: ours\nremove:\n  opinion: [songer]\n",
        ),
        (
            "remove:\n    # not these\n    opinion: [croire]\n",
            REMOVED,
            "remove:\n    # not these\n    opinion: [songer, croire]\n",
        ),
        (
            "remove:\n  asking: [demander]\nbeside: [siffler]\n",
            REMOVED,
            "remove:\n  opinion: [songer]\n  asking: [demander]\nbeside: [siffler]\n",
        ),
        (
            "remove: {asking: [demander]}\n",
            REMOVED,
            "remove: {opinion: [songer], asking: [demander]}\n",
        ),
        (
            "extends: ours\n",
            replace(REMOVED, keys=("opinion", "asking")),
            "extends: ours\nremove:\n  asking: [songer]\n  opinion: [songer]\n",
        ),
        (
            "remove: {asking: [demander], opinion: [croire]}\n",
            REMOVED,
            "remove: {asking: [demander], opinion: [songer, croire]}\n",
        ),
    ],
)
def test_a_word_goes_into_its_list_and_all_else_stays(
    text: str, rule: LexiconRule, new_text: str
) -> None:
    assert text_with_rule(text, rule) == new_text


def test_a_word_that_yaml_would_misread_is_written_in_quotes() -> None:
    rule = LexiconRule(language="en", keys=("reporting",), word="no: one")

    text = text_with_rule("extends: ours\n", rule)

    assert lexicon_content(text)["reporting"] == ["no: one"]


@pytest.mark.parametrize(
    "text",
    [
        'beside: ["a]b", siffler]\nbesides: 1\nbeside2: &x [a]\n',
        "{extends: ours, beside: [siffler]}\n",
        '"beside": [siffler]\n',
    ],
)
def test_a_file_in_an_unknown_form_is_left_alone(text: str) -> None:
    try:
        new_text = text_with_rule(text, ADDED)
    except Exception as error:  # noqa: BLE001 - what YAML refuses is refused here, too
        assert str(error)
    else:
        assert lexicon_content(new_text)["beside"][0] == "susurrer"


def test_the_cue_of_a_quote_is_known_by_its_verb_and_lists() -> None:
    assert ("opinion", "estimer") in keys_with("a toutefois estimé", "fr", OURS)
    assert ("reporting", "faire savoir") in keys_with("a fait savoir", "fr", OURS)
    assert keys_with("selon", "fr", OURS) == []
    assert words_of("reporting", "tlh", OURS) == ()


def test_a_rule_stands_before_the_lexicons_that_it_adds_to() -> None:
    lexicons = REMOVED.on_top_of(ADDED.on_top_of(OURS))

    assert "songer" not in words_of("opinion", "fr", lexicons)
    assert "susurrer" in words_of("beside", "fr", lexicons)
    assert "songer" in words_of("opinion", "fr", OURS)


def _project(folder: Path, lexicons: str = "") -> Path:
    yaml = folder / "run.yaml"
    yaml.write_text(f"title: T\nsource: {{files: [a.txt], language: fr}}\n{lexicons}")
    return yaml


def test_the_first_word_makes_the_folder_beside_the_yaml_file(tmp_path: Path) -> None:
    project = read(_project(tmp_path))

    file = write_rule(project, ADDED)
    write_rule(project, REMOVED)

    assert file == tmp_path / "lexicons" / "quotes.fr.yaml"
    content = lexicon_content(file.read_text())
    assert content == {
        "extends": "ours",
        "beside": ["susurrer"],
        "remove": {"opinion": ["songer"]},
    }


def test_a_folder_that_the_yaml_file_names_is_taken(tmp_path: Path) -> None:
    (tmp_path / "words").mkdir()
    own = tmp_path / "words" / "quotes.fr.yaml"
    own.write_text("extends: ours\nbeside: [siffler] # whistles\n")
    project = read(_project(tmp_path, "lexicons: words/\n"))

    assert write_rule(project, ADDED) == own
    assert own.read_text() == (
        "extends: ours\nbeside: [susurrer, siffler] # whistles\n"
    )


def test_a_word_that_is_not_there_to_be_taken_away_leaves_the_file_as_it_was(
    tmp_path: Path,
) -> None:
    project = read(_project(tmp_path))
    absent = LexiconRule(language="fr", keys=("opinion",), word="zzz", is_removal=True)

    with pytest.raises(Exception, match="not there to be taken away"):
        write_rule(project, absent)

    assert not list((tmp_path / "lexicons").glob("*.yaml"))


def test_a_list_in_an_unknown_form_is_told_with_the_line_to_write(
    tmp_path: Path,
) -> None:
    (tmp_path / "words").mkdir()
    own = tmp_path / "words" / "quotes.fr.yaml"
    own.write_text('extends: ours\n"beside": [siffler]\n')
    project = read(_project(tmp_path, "lexicons: words/\n"))

    with pytest.raises(InputError, match=r"beside: \[susurrer\]"):
        write_rule(project, ADDED)

    assert own.read_text() == 'extends: ours\n"beside": [siffler]\n'


def _names(
    id: str, text: str, truth: list[tuple[str, str]], machine: list[tuple[str, str]]
) -> JudgedArticle:
    def row(word: str, label: str) -> dict[str, object]:
        start = text.index(word)
        return {"start": start, "end": start + len(word), "label": label}

    rows = [row(*pair) for pair in truth]
    examples = [
        Example(row=row(*pair), signs={}, right={"score": pair in truth})
        for pair in machine
    ]
    return JudgedArticle(
        id=id,
        text=text,
        language="fr",
        truth=tuple(rows),
        examples=tuple(examples),
        decisions=1,
        is_whole=True,
    )


def test_names_that_people_added_or_say_are_none_are_tried_in_their_lists() -> None:
    text = "Zora Kel, de Larnholm, a lu la Gazette du Phare à la Chandeleur et à Paris."
    truth = [("Zora Kel", "PER"), ("Larnholm", "LOC"), ("Gazette du Phare", "ORG")]
    machine = [("Chandeleur", "LOC"), ("Larnholm", "PER"), ("Paris", "LOC")]
    search = NameSearch("fr", OURS)
    for id in ("a", "b"):
        search.read(_names(id, text, truth, machine), None)  # type: ignore[arg-type]

    rules = [str(rule) for rule in search.rules()]

    assert rules == [
        "organisations: [Gazette du Phare]",
        "places: [Larnholm]",
        "given_names: [Zora]",
        "not_names: [chandeleur]",
        "remove: {places: [Paris]}",
    ]
    assert {rule.file_name for rule in search.rules()} == {"entities.fr.yaml"}
    # What happened once may be chance.
    once = NameSearch("fr", OURS)
    once.read(_names("a", text, truth, machine), None)  # type: ignore[arg-type]
    assert once.rules() == []


def _spoken(id: str, verb: str, lemma: str) -> tuple[JudgedArticle, Doc]:
    words = ["«", "On", "part", "»", ",", verb, "Anne", "\n\n", "Il", "fait", "froid"]
    tags = ["PUNCT", "PRON", "VERB", "PUNCT", "PUNCT", "VERB", "PROPN", "SPACE", "PRON", "VERB", "ADJ"]  # fmt: skip
    lemmas = ["«", "on", "partir", "»", ",", lemma, "Anne", "\n\n", "il", "faire", "froid"]  # fmt: skip
    doc = Doc(spacy.blank("fr").vocab, words=words, pos=tags, lemmas=lemmas)
    start = doc.text.index("On")
    quote = {"start": start, "end": start + 7, "type": "direct", "speaker": "Anne"}
    article = JudgedArticle(
        id=id,
        text=doc.text,
        language="fr",
        truth=(quote,),
        examples=(),
        decisions=1,
        is_whole=True,
    )
    return article, doc


def test_a_verb_beside_quotes_that_no_cue_explains_is_tried_in_each_list() -> None:
    search = CueSearch("fr", OURS)
    for id in ("a", "b"):
        search.read(*_spoken(id, "susurre", "susurrer"))
    search.read(*_spoken("c", "chuchote", "chuchoter"))

    rules = search.rules()

    # Not « part », which is of the quote, « fait », which stands on another line, nor « chuchote », which stands once.
    assert {rule.word for rule in rules} == {"susurrer"}
    assert {rule.keys[0] for rule in rules} == set(VERB_KEYS)


def test_a_form_that_its_lemma_does_not_give_is_no_word_for_a_lexicon() -> None:
    search = CueSearch("fr", OURS)
    for id in ("a", "b"):
        search.read(*_spoken(id, "susurre", "susurrir"))

    assert search.rules() == []
