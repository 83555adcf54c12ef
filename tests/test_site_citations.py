"""How an article, a corpus and a sentence are cited, and by which rule an annotation was found, without a browser."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from making import articles as drawn
from making import entity, with_layers

from pressmark.annotators.entities.annotator import Entities
from pressmark.annotators.events.annotator import Events
from pressmark.annotators.quotes.annotator import Quotes
from pressmark.annotators.times.annotator import Times
from pressmark.articles import Article
from pressmark.config.site_options import SiteOptions
from pressmark.dataset.corpus import save
from pressmark.site import build
from pressmark.site.citations import (
    ArticleCitation,
    CorpusCitation,
    bibtex,
    corpus_bibtex,
    corpus_ris,
    meta_tags,
    ris,
)
from pressmark.site.corpus_version import CorpusVersion, corpus_version
from pressmark.site.interface import load_interface
from pressmark.site.paths import article_path
from pressmark.site.rule_words import rule_html

HASH = "a-0123456789abcdef"


def cited(**fields: object) -> ArticleCitation:
    values = {
        "id": "a1",
        "text": "Rain.",
        "title": "Rain & {wind}",
        "outlet": "The Post",
    }
    article = Article(**(values | fields))  # type: ignore[arg-type]
    return ArticleCitation(article, "https://example.org/p.html", "In: 100 % Ports")


def test_tex_is_told_no_command_and_braces_stay_in_pairs() -> None:
    entry = bibtex(cited(authors=("Ada_Roux", "Jon #1")))
    assert r"title = {{Rain \& \{wind\}}}" in entry
    assert r"author = {{Ada\_Roux} and {Jon \#1}}" in entry
    assert r"note = {In: 100 \% Ports}" in entry
    assert "url = {https://example.org/p.html}" in entry


@given(drawn())
def test_no_article_breaks_the_form_of_its_reference(article: Article) -> None:
    reference = ArticleCitation(article, "https://example.org/p.html", "In: Ports")
    entry = re.sub(r"\\[{}]", "", bibtex(reference))
    assert entry.count("{") == entry.count("}")
    for line in ris(reference).split("\n"):
        assert re.match(r"[A-Z][A-Z0-9]  -", line), line
    assert all(content for _, content in meta_tags(reference))


def test_a_path_on_a_disk_is_no_address_in_a_list_of_references() -> None:
    reference = cited()._replace(address="articles/a1.html")
    assert "url" not in bibtex(reference)
    assert "UR  -" not in ris(reference)
    assert "citation_public_url" not in dict(meta_tags(reference))


def test_a_day_stands_in_each_form_as_that_form_writes_it() -> None:
    reference = cited(published=datetime(2026, 3, 4, tzinfo=UTC))
    assert "date = {2026-03-04}" in bibtex(reference)
    assert "DA  - 2026/03/04" in ris(reference)
    assert dict(meta_tags(reference))["citation_publication_date"] == "2026/03/04"
    assert "@misc{a1," in bibtex(cited(outlet=None))


def test_a_corpus_is_cited_with_who_made_it_and_its_version() -> None:
    state = CorpusVersion("0f3a9c12b4de", "2026-11-29")
    reference = CorpusCitation(
        "Ports & quays", ("Ada Roux",), state, "https://example.org"
    )
    assert "version = {0f3a9c12b4de}" in corpus_bibtex(reference)
    assert r"title = {{Ports \& quays}}" in corpus_bibtex(reference)
    assert "ET  - 0f3a9c12b4de" in corpus_ris(reference)
    assert (
        state.in_words(load_interface("fr"))
        == "version 0f3a9c12b4de, 29\u00a0novembre\u00a02026"
    )


def test_the_version_follows_what_is_in_the_corpus_and_nothing_else(
    tmp_path: Path,
) -> None:
    text = "Anne Morel waits."
    article = with_layers(
        Article(id="a", text=text), entities=[entity(text, "Anne Morel")]
    )
    other = with_layers(
        Article(id="a", text=text), entities=[entity(text, "Anne Morel", role="mayor")]
    )
    versions = [
        corpus_version(save([article], tmp_path / "one", title="T")).version,
        corpus_version(save([article], tmp_path / "two", title="T")).version,
        corpus_version(save([other], tmp_path / "three", title="T")).version,
    ]
    assert versions[0] == versions[1] != versions[2]


@pytest.mark.slow
def test_pages_of_articles_stay_when_another_article_makes_a_new_version(
    tmp_path: Path,
) -> None:
    first = Article(id="a", text="Rain.", title="Rain", language="en")
    second = replace(first, id="b", title="Wind")
    site = build(
        save([first], tmp_path / "c", title="T"), tmp_path / "p", SiteOptions()
    )
    before = (site.folder / "articles" / "a.html").read_text("utf-8")
    script = (site.folder / "assets" / "version.js").read_text("utf-8")
    again = build(
        save([first, second], tmp_path / "d", title="T"), tmp_path / "p", SiteOptions()
    )
    after = (again.folder / "articles" / "a.html").read_text("utf-8")
    # The neighbour in the pager is all that is new.
    assert (
        after.partition('<nav class="pager"')[0]
        == before.partition('<nav class="pager"')[0]
    )
    assert (again.folder / "assets" / "version.js").read_text("utf-8") != script


def test_a_page_is_named_by_its_title_where_its_id_is_a_hash() -> None:
    assert (
        article_path(HASH, "Été : l'eau manque")
        == f"articles/ete-l-eau-manque-{HASH}.html"
    )
    assert article_path(HASH) == article_path(HASH, "漢字") == f"articles/{HASH}.html"
    assert article_path("fr-02", "Été") == "articles/fr-02.html"
    long = article_path(HASH, "mot " * 60)
    assert len(Path(long).stem) <= 80
    assert long.endswith(f"mot-{HASH}.html")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_rule_has_words_in_the_interface(language: str) -> None:
    names = load_interface(language).words["rule_names"]
    # Rules of events other than these two decide status, time and place, and name no event.
    found = {"verb", "noun"}
    tables = {
        "quotes": {rule.name for rule in Quotes.rules},
        "times": {rule.name for rule in Times.rules},
        "events": {rule.name for rule in Events.rules} & found,
        "entities": set(),
    }
    for rule in Entities.rules:
        tables["entities"] |= set(rule.reasons or (rule.name,))
    # What bounds a content or a name, or chooses a label, stands in the details of the rule that found it, or nowhere.
    bounds = (
        {
            "end of a person's name",
            "particle within a person's name",
            "person's name over a hyphen",
            "role behind a body",
            "label by context",
        }
        | {name for name in tables["quotes"] if name.startswith("clause ")}
        | {
            "semicolon",
            "colon before marks",
            "colon glued to marks",
            "dash to the end",
            "comma after marks",
            "joined verb",
            "second report",
            "narrator goes on",
            "participle that reports on",
            "marks that fill a content",
            "marks before a source",
            "main verb after a relative clause",
            "perfect after reported tenses",
            "word for what is said",
            "occasion of the saying",
        }
    )
    for layer, wanted in tables.items():
        assert wanted - bounds - set(names[layer]) - {"label by context"} == set(), (
            layer
        )


def test_a_rule_is_told_in_words_and_words_of_the_text_stand_as_they_are() -> None:
    rule = "incise: marks «; cue dit (reporting); source inverted, last speaker"
    assert rule_html("fr", "quotes", rule) == (
        " <s>une incise dit qui parle · guillemets <code>«</code> · mot de parole <code>dit</code> (parole)"
        " · locuteur sujet inversé, le dernier locuteur</s>"
    )
    # Conditions of the lexicon's entry say nothing of this text.
    assert rule_html("en", "events", "verb: say; not of x y; planned by will") == (
        " <s>a verb · <code>say</code> · planned because of <code>will</code></s>"
    )
    assert rule_html("fr", "tone", "cold <x>") == ' <s lang="en">cold &lt;x&gt;</s>'
    assert rule_html("fr", "quotes", "") == ""
