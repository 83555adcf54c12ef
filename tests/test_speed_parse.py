"""What makes the parse fast changes nothing of it: tags, heads, lemmas and entities are stock spaCy's."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from pressmark.annotators.fast_spacy.batch_run import run_batch
from pressmark.annotators.fast_spacy.doc_bytes import join_docs
from pressmark.annotators.fast_spacy.greedy_parser import _score_function
from pressmark.annotators.fast_spacy.hash_embedding import _different
from pressmark.annotators.parse import (
    DEFAULT_MODELS,
    engine_named,
    model_path,
    parse_articles,
)
from pressmark.articles import Article
from pressmark.paragraphs import find_paragraphs

pytestmark = pytest.mark.model

EXAMPLES = Path(__file__).parent.parent / "examples" / "articles"
DECIDED = [
    "ORTH",
    "SPACY",
    "NORM",
    "TAG",
    "POS",
    "MORPH",
    "DEP",
    "HEAD",
    "LEMMA",
    "ENT_IOB",
    "ENT_TYPE",
    "SENT_START",
]
ODD = (
    "",
    " ",
    "\t\n",
    "x" * 300,
    "M. K.",
    "¡¿",
    "🙂 …",
    "I ain't gonna let's c'mon, y'all.",
    "Qu'est-ce qu'il y a ?",
)


@cache
def stock(language: str) -> Language:
    """The model as spaCy loads it, its recogniser with the weights that ours has."""
    model = model_path(DEFAULT_MODELS[language])
    return engine_named("stock").load(model.folder, model.chosen.weights)


@cache
def pieces(language: str) -> tuple[str, ...]:
    """The paragraphs of the example articles, and some that are none."""
    texts = [
        path.read_text("utf-8").split("---\n", 2)[2]
        for path in sorted(EXAMPLES.glob(f"{language}-*.md"))
    ]
    return (
        *ODD,
        *(text[start:end] for text in texts for start, end in find_paragraphs(text)),
    )


def decisions(doc: Doc) -> list[list[int]]:
    return doc.to_array(DECIDED).tolist()  # type: ignore[no-any-return]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_fast_parse_is_stock_spacys(language: str) -> None:
    expected = stock(language).pipe(pieces(language))
    found = run_batch(model_path(DEFAULT_MODELS[language]).nlp, pieces(language))
    for fast, plain in zip(found, expected, strict=True):
        assert decisions(fast) == decisions(plain), plain.text


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_whole_article_is_the_same_in_both_engines(language: str) -> None:
    text = "\n\n".join(pieces(language)[len(ODD) :][:40]) + " \n\n" + "\n".join(ODD)
    articles = [Article(id="a", text=text), Article(id="b", text=text[:500])]
    fast = parse_articles(
        articles, model_path(DEFAULT_MODELS[language]).nlp, engine="fast"
    )
    plain = parse_articles(articles, stock(language), engine="stock")
    for (article, ours), (_, theirs) in zip(fast, plain, strict=True):
        assert ours.text == theirs.text == article.text
        assert decisions(ours) == decisions(theirs)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_any_pipeline_is_run_as_it_is(language: str) -> None:
    nlp = stock(language)
    expected = list(nlp.pipe(pieces(language)[:40]))
    assert [decisions(doc) for doc in run_batch(nlp, pieces(language)[:40])] == [
        decisions(doc) for doc in expected
    ]


def test_an_article_is_the_sum_of_its_paragraphs() -> None:
    text = "Anne Morel part demain.\n\n« Je reste », dit Bob.\r\n  "
    nlp = stock("fr")
    ((_, doc),) = parse_articles([Article(id="a", text=text)], nlp)
    alone = [
        one for start, end in find_paragraphs(text) for one in nlp(text[start:end])
    ]
    assert doc.text == text
    assert [
        (token.text, token.tag_, token.lemma_) for token in doc if not token.is_space
    ] == [(token.text, token.tag_, token.lemma_) for token in alone]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_joined_paragraphs_are_what_spacy_joins(language: str) -> None:
    docs = [
        doc
        for doc in run_batch(model_path(DEFAULT_MODELS[language]).nlp, pieces(language))
        if len(doc)
    ]
    ours = join_docs(docs, docs[0].vocab)
    theirs = Doc.from_docs(docs, ensure_whitespace=False, exclude=["tensor"])  # type: ignore[call-arg]
    assert ours.text == theirs.text
    assert decisions(ours) == decisions(theirs)
    assert [(one.start, one.end, one.label_) for one in ours.ents] == [
        (one.start, one.end, one.label_) for one in theirs.ents
    ]
    assert [one.text for one in ours.noun_chunks] == [
        one.text for one in theirs.noun_chunks
    ]


def test_rules_over_several_tokens_and_later_rules_win() -> None:
    nlp = spacy.blank("en")
    ruler: Any = nlp.add_pipe("attribute_ruler")
    ruler.add([[{"LOWER": "got"}]], {"POS": "VERB", "LEMMA": "get"})
    ruler.add([[{"LOWER": "got"}, {"LOWER": "ta"}]], {"POS": "AUX"})
    ruler.add([[{"LOWER": "got"}, {"LOWER": "ta"}]], {"LEMMA": "to"}, index=1)
    ruler.add([[{"TEXT": {"REGEX": "^TA$"}}]], {"POS": "PROPN"})
    texts = ["I got ta go", "I got it", "TA got TA"]
    assert [decisions(doc) for doc in run_batch(nlp, texts)] == [
        decisions(doc) for doc in nlp.pipe(texts)
    ]


def test_rows_with_one_hash_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    import numpy as np

    rows = np.array([[1, 2], [2, 1], [1, 2]], dtype="uint64")
    monkeypatch.setattr(np.random, "default_rng", lambda _: Same())
    first, places = _different(rows)
    assert rows[first][places].tolist() == rows.tolist()


class Same:
    """Draws one weight for all columns, so that rows with equal sums share a hash."""

    def integers(self, low: int, high: int, size: int, dtype: str) -> object:
        import numpy as np

        return np.full(size, 3, dtype=dtype)


@pytest.mark.parametrize("tokens", [0, 1, 2, 511, 512, 513, 1500])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_encoder_in_blocks_gives_the_numbers_of_the_whole(
    language: str, tokens: int
) -> None:
    import numpy as np

    encoders = [
        node
        for name in ("tok2vec", "ner")
        for node in model_path(DEFAULT_MODELS[language]).nlp.get_pipe(name).model.walk()  # type: ignore[attr-defined]
        if node.name == "encode_in_blocks"
    ]
    assert len(encoders) == 2
    for encoder in encoders:
        given = (
            np.random.default_rng(tokens).normal(size=(tokens, 96)).astype("float32")
        )
        whole = encoder.layers[0].predict(given) if tokens else given
        assert np.allclose(encoder.predict(given.copy()), whole, atol=1e-4)


def test_a_step_scores_as_the_models_own_step_does() -> None:
    nlp = model_path(DEFAULT_MODELS["en"]).nlp
    for name in ("parser", "ner"):
        pipe = nlp.get_pipe(name)
        docs = [nlp("The mayor of Lille spoke."), nlp("Ann left.")]
        step_model = pipe.model.predict(docs)
        states = pipe.moves.init_batch(docs)
        np.testing.assert_allclose(
            _score_function(step_model)(states),
            step_model.predict(states),
            rtol=1e-4,
            atol=1e-4,
        )
        # An action without an example has the least score of the step: only the model's own step knows.
        step_model.mark_class_unseen(0)
        assert _score_function(step_model) == step_model.predict
