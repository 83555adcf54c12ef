"""What made each annotation of an article."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from making import entity, event, quote, with_layers

from pressmark.articles import Article
from pressmark.dataset.corpus import save
from pressmark.errors import CorpusError, LayerMissing
from pressmark.spans import Argument, CustomSpan
from pressmark.study.explanations import explain_article, explanation_lines

TEXT = "“We march,” said Ann Lee, the mayor of York."


@pytest.fixture
def article() -> Article:
    york = TEXT.index("York")
    lee = entity(
        TEXT,
        "Ann Lee",
        rule="role: mayor",
        role="mayor of York",
        role_start=TEXT.index("mayor"),
        role_end=york + 4,
    )
    march = event(
        TEXT, "march", "PROTEST", rule="verb: march",
        arguments=(Argument(role="agent", start=1, end=3, text="We", entity_id="a/entities-17-24"),),
    )  # fmt: skip
    return with_layers(
        Article(id="a", text=TEXT, title="March", language="en"),
        entities=[lee, entity(TEXT, "York", "LOC", rule="place", score=0.5)],
        quotes=[
            quote(
                TEXT,
                "We march,",
                rule="marks: “”",
                speaker_id="a/entities-17-24",
                speaker_name="Ann Lee",
            )
        ],
        events=[march],
        stance=[CustomSpan.cut(TEXT, 0, 2, "pro", attributes={"sure": True})],
    )


def test_every_annotation_is_told_in_order_with_its_rule(article: Article) -> None:
    lines = list(explanation_lines(article))

    assert lines[0] == "a  March  en"
    heads = [line for line in lines[1:] if line.rstrip().endswith("]")]
    assert [head.split("[")[-1] for head in heads] == [
        "?]", "marks: “”]", "verb: march]", "role: mayor]", "place (0.50)]",
    ]  # fmt: skip
    assert len({head.index("«") for head in heads}) == 1


def test_links_are_told_with_the_text_that_they_lead_to(article: Article) -> None:
    said = "\n".join(explanation_lines(article))

    assert "speaker_id → a/entities-17-24 «Ann Lee»" in said
    assert "role_entity_id → a/entities-39-43 «York»" in said
    assert "arguments agent «We» entity_id=a/entities-17-24" in said
    assert "attributes sure=True" in said


def test_layers_choose_and_a_layer_that_is_not_there_is_said(article: Article) -> None:
    assert {one["layer"] for one in explain_article(article, ["quotes", "events"])} == {
        "quotes",
        "events",
    }
    with pytest.raises(LayerMissing, match="no-such"):
        explain_article(article, ["no-such"])


def test_a_link_to_nothing_is_shown_as_it_is(article: Article) -> None:
    lost = replace(article, layers={**article.layers, "entities": ()})
    (one,) = explain_article(lost, ["quotes"])

    assert one["links"] == {"speaker_id": [("a/entities-17-24", None)]}


def test_an_article_that_is_not_there_is_said_with_a_near_miss(
    article: Article, tmp_path: Path
) -> None:
    corpus = save(
        [replace(article, id="lm-0012", layers={})], tmp_path / "c", title="t"
    )

    with pytest.raises(CorpusError, match="did you mean 'lm-0012'"):
        corpus.article("lm-0021")
