"""One gender and one name of a speaker: what says it, and that every table and count says the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from making import entity, quote, with_layers
from test_names import articles, names, row

import pressmark
from pressmark.annotators.coreference.entity_index import EntityIndex
from pressmark.annotators.quotes.lexicon import load_lexicon
from pressmark.annotators.quotes.pronouns import PronounGenders
from pressmark.articles import Article
from pressmark.dataset.checks import check
from pressmark.linking.corrections import Corrections, NameList
from pressmark.linking.gazetteer import GazetteerEntry
from pressmark.linking.names import JoinedNames
from pressmark.linking.researcher_facts import ResearcherFacts
from pressmark.linking.speakers import Speakers
from pressmark.storage.disk import write_table
from pressmark.storage.tables import completed
from pressmark.study.counts import Filter, named, quoted, shares

ROBIN = row("PER", "Robin Roe", "Robin Roe", "a", id="a/1")


def _gender(
    *genders: str, facts: ResearcherFacts | None = None, **more: Any
) -> tuple[str | None, str | None]:
    """Gender and source of a person who is told by these pronouns."""
    found = JoinedNames(facts)
    told = [
        {"article_id": "a", "speaker_id": "a/1", "pronoun_gender": gender}
        for gender in genders
    ]
    found.add(found.collector.collect([{**ROBIN, **more}], articles(), told))
    (one,) = found.rows()
    return one["gender"], one["gender_from"]


def test_a_gazetteer_goes_before_titles_and_these_before_pronouns() -> None:
    facts = ResearcherFacts.of(
        [GazetteerEntry(name="Robin Roe", label="PER", gender="x")]
    )
    assert _gender("f", gender="m", facts=facts) == ("x", "gazetteer")
    assert _gender("f", gender="m") == ("m", "title")
    assert _gender("f") == ("f", "pronoun")
    assert _gender() == (None, None)


def test_a_pronoun_once_in_six_is_a_mistake_and_more_often_leaves_the_gender_open() -> (
    None
):
    assert _gender("m", *["f"] * 5) == ("f", "pronoun")
    assert _gender("m", *["f"] * 4) == (None, None)


def test_a_pronoun_of_a_body_says_no_gender() -> None:
    assert _gender("f", label="ORG") == (None, None)


def test_a_gazetteers_gender_reaches_the_row_that_a_correction_makes() -> None:
    entries = [GazetteerEntry(name="Robin Roe", label="PER", gender="f")]
    facts = ResearcherFacts.of(
        entries, Corrections("c.yaml", same=(NameList(("R. Smith", "Robin Roe"), 1),))
    )
    found = names(
        row("PER", "R. Smith", "R. Smith", "a", id="s"),
        row("PER", "Robin Roe", "Robin Roe", "b"),
        facts=facts,
    )
    assert [(one["name"], one["gender"]) for one in found.rows()] == [("R. Smith", "f")]


TOLD = [
    ("en", "Robin Roe came. “It is late,” she said.", "she", "f"),
    ("en", "Robin Roe came. “It is late,” he said.", "he", "m"),
    ("en", "Robin Roe came. “It is late,” they said.", "they", None),
    ("en", "Robin Roe came. “It is late,” according to her.", "her", None),
    ("en", "Robin Roe met his wife. “It is late,” she said.", "she", None),
    ("en", "Robin Roe met Alex Poe. “It is late,” she said.", "she", None),
    ("fr", "Robin Roe est là. « Il est tard », a-t-elle dit.", "elle", "f"),
    ("fr", "Robin Roe est là. « Il est tard », a-t-il dit.", "il dit", None),
    ("fr", "Robin Roe est la victime. « Il est tard », a-t-elle dit.", "elle", None),
    (
        "fr",
        "Robin Roe est là. La police enquête. « Il est tard », a-t-elle dit.",
        "elle",
        None,
    ),
]


@pytest.mark.parametrize(("language", "text", "pronoun", "gender"), TOLD)
def test_a_pronoun_tells_a_gender_where_it_can_mean_nobody_else(
    language: str, text: str, pronoun: str, gender: str | None
) -> None:
    people = [name for name in ("Robin Roe", "Alex Poe") if name in text]
    article = with_layers(
        Article(id="a", text=text), entities=[entity(text, name) for name in people]
    )
    lexicon = load_lexicon(language)
    assert lexicon is not None
    start = text.rindex(pronoun)
    quoted_words = [(text.index("late" if language == "en" else "Il est"), start - 6)]
    genders = PronounGenders(text, lexicon, EntityIndex.of(article.entities))
    assert (
        genders.find_gender(
            (start, start + len(pronoun)), article.entities[0], 0, quoted_words
        )
        == gender
    )


def _article(id: str, name: str, words_said: str, **more: Any) -> Article:
    text = f"“{words_said},” {name} said. “Well,” she added."
    article = with_layers(
        Article(id=id, text=text, language="en"), entities=[entity(text, name)]
    )
    spoken = {
        "speaker_id": article.entities[0].id,
        "speaker_name": name,
        "speaker_kind": "person",
    }
    said = [
        quote(text, words_said, **spoken),
        quote(text, "Well", **spoken, pronoun_gender="f"),
    ]
    return with_layers(article, quotes=said)


def _nameless(id: str, speaker: str) -> Article:
    text = f"“We go on,” {speaker} said."
    said = quote(text, "We go on", speaker_name=speaker, speaker_kind="unnamed")
    return with_layers(
        Article(id=id, text=text, language="en"), entities=[], quotes=[said]
    )


def _corpus(folder: Path) -> pressmark.Corpus:
    made = [_article("a", "Robin Judge", "We won"), _nameless("b", "Judge"), _nameless("c", "Mrs Judge"),
            _nameless("d", "a neighbour"), _nameless("e", "Mr Judge")]  # fmt: skip
    return pressmark.save(made, folder, title="T")


def test_a_surname_without_an_entity_is_the_only_person_who_bears_it(
    tmp_path: Path,
) -> None:
    rows = _corpus(tmp_path / "c").table("quotes").to_list()
    assert [(one["article_id"], one["speaker_canonical_name"], one["speaker_gender"]) for one in rows] == [
        ("a", "Robin Judge", "f"), ("a", "Robin Judge", "f"), ("b", "Robin Judge", "f"), ("c", "Robin Judge", "f"),
        ("d", None, None), ("e", None, None),
    ]  # fmt: skip
    assert check(tmp_path / "c") == ()


def test_a_count_of_people_says_what_the_dataset_says(tmp_path: Path) -> None:
    corpus = _corpus(tmp_path / "c")
    rows = shares(corpus, of="gender", filter=Filter(kinds=("person",))).to_dict(
        "records"
    )
    assert [(one["gender"], one["quotes"], one["of_quotes"]) for one in rows] == [
        ("f", 4, 4)
    ]
    assert quoted(corpus, filter=Filter(labels=("PER",)))["quotes"].tolist() == [4]
    assert quoted(corpus).attrs["left_out"] == ["scare"]
    assert named(corpus)["name_id"].tolist() == ["per-robin-judge"]


def test_a_corpus_without_the_columns_of_speakers_is_read_with_them(
    tmp_path: Path,
) -> None:
    corpus = _corpus(tmp_path / "c")
    before = corpus.table("quotes").to_list()[:2]
    path = corpus.folder / corpus.manifest.shards[0].files["quotes"].path
    new = (
        "pronoun_gender",
        "speaker_name_id",
        "speaker_canonical_name",
        "speaker_label",
        "speaker_gender",
    )
    write_table(path, pq.read_table(path).drop_columns(list(new)))
    after = pressmark.load(corpus.folder).table("quotes").to_list()[:2]
    assert [{**one, "pronoun_gender": None} for one in before] == after


def test_a_column_that_no_table_has_is_no_older_one() -> None:
    table = pa.table({"id": ["a"], "odd": [1]})
    with pytest.raises((ValueError, KeyError)):
        completed(table, pa.schema([("id", pa.string())]))


def test_a_name_that_more_articles_use_alone_is_not_renamed_by_a_longer_one() -> None:
    rows = [row("ORG", "Labour", "Labour", id) for id in ("a", "b")]
    rows += [
        row("ORG", "Labour Group", "Labour", "c"),
        row("ORG", "Labour Group", "Labour Group", "c"),
    ]
    found = {one["name"]: one["mentions"] for one in names(*rows).rows()}
    assert found == {"Labour": 3, "Labour Group": 1}


def test_a_name_whose_longer_form_is_as_frequent_still_means_it() -> None:
    rows = [
        row("ORG", "Rosneft", "Rosneft", "a"),
        row("ORG", "Rosneft Trading", "Rosneft", "b"),
    ]
    rows += [row("ORG", "Rosneft Trading", "Rosneft Trading", "b")]
    assert [one["name"] for one in names(*rows).rows()] == ["Rosneft Trading"]


def test_an_acronym_at_the_edge_of_several_names_means_none_of_them() -> None:
    rows = [
        row("ORG", "BBC Radio", "BBC", "a"),
        row("ORG", "BBC Radio", "BBC Radio", "a"),
    ]
    rows += [row("ORG", "BBC Sport", "BBC Sport", "b")]
    assert "BBC" in [one["name"] for one in names(*rows).rows()]


def test_a_speaker_who_is_no_entity_keeps_the_name_that_comes_back_with_the_quote() -> (
    None
):
    rows = [{"id": "per-ann-lee", "name": "Ann Lee", "label": "PER", "gender": "f"}]
    quote = {
        "article_id": "a",
        "speaker_id": None,
        "speaker_name": "the boss",
        "speaker_kind": "unnamed",
    }

    def name_id(**links: Any) -> str | None:
        return Speakers.of_rows(rows, keeps_links=True).find_named(quote | links, "en")

    assert name_id(speaker_name_id="per-ann-lee") == "per-ann-lee"
    assert name_id(speaker_name_id="per-somebody-else") is None
    assert name_id(speaker_name_id="per-ann-lee", speaker_id="a/entities-1") is None
    assert (
        Speakers.of_rows(rows).find_named(
            quote | {"speaker_name_id": "per-ann-lee"}, "en"
        )
        is None
    )
