"""The two engines of the parse: any pipeline runs in both, and neither changes the process that it runs in."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import spacy
from running import made, tables
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from thinc.api import get_current_ops
from threadpoolctl import threadpool_info

from pressmark.annotators.fast_spacy import attribute_ruler, greedy_parser
from pressmark.annotators.parse import engine_named, model_path, parse_articles
from pressmark.annotators.parse_engine import EngineName
from pressmark.articles import Article
from pressmark.config.project import read
from pressmark.dataset.corpus import load
from pressmark.errors import ModelMissing
from pressmark.pipeline.executors import local_executor
from pressmark.pipeline.plan import make_plan

PROBE = Path(__file__).parent / "process_state.py"
TEXTS = [
    "Ann Lee left London.",
    "",
    "Bob stays.\n\n« Non », said Ann; she left.",
    "🙂 İstanbul, 3 %",
]
ENGINES: tuple[EngineName, ...] = ("fast", "stock")
HASH = {
    "@architectures": "spacy.MultiHashEmbed.v2",
    "width": 32,
    "rows": [50, 50],
    "attrs": ["NORM", "SHAPE"],
}
MAXOUT = {
    "@architectures": "spacy.MaxoutWindowEncoder.v2",
    "width": 32,
    "depth": 2,
    "window_size": 1,
}
UNKNOWN_LAYERS = {
    "characters": (
        {
            "@architectures": "spacy.CharacterEmbed.v2",
            "width": 32,
            "rows": 50,
            "nM": 8,
            "nC": 4,
            "include_static_vectors": 0,
        },
        {
            "@architectures": "spacy.MishWindowEncoder.v2",
            "width": 32,
            "depth": 2,
            "window_size": 1,
        },
    ),
    "a wide window": (HASH, {**MAXOUT, "window_size": 2, "maxout_pieces": 3}),
    "one layer": (HASH, {**MAXOUT, "depth": 1, "maxout_pieces": 3}),
    "those we know": (HASH, {**MAXOUT, "maxout_pieces": 2}),
}
DECIDED = [
    "ORTH",
    "SPACY",
    "TAG",
    "POS",
    "DEP",
    "HEAD",
    "LEMMA",
    "ENT_IOB",
    "ENT_TYPE",
    "ENT_ID",
    "SENT_START",
]


def decisions(doc: Doc) -> list[Any]:
    return [doc.text, doc.to_array(DECIDED).tolist(), dict(doc.cats)]


def run_with(engine: EngineName, folder: Path) -> tuple[Language, list[Doc]]:
    nlp = engine_named(engine).load(folder)
    return nlp, engine_named(engine).run(nlp, TEXTS)


@Language.component("shouting")
def shouting(doc: Doc) -> Doc:
    """Retokenize and tag: what only a component of somebody's own does."""
    with doc.retokenize() as retokenizer:
        for token in doc[:-1]:
            if token.text == "Ann":
                retokenizer.merge(doc[token.i : token.i + 2], attrs={"TAG": "NAME"})
    return doc


@pytest.mark.parametrize("name", UNKNOWN_LAYERS)
def test_a_layer_that_is_not_known_runs_as_spacy_runs_it(
    name: str, tmp_path: Path
) -> None:
    embed, encode = UNKNOWN_LAYERS[name]
    embed = {**embed, "include_static_vectors": False}
    tok2vec = {"@architectures": "spacy.Tok2Vec.v2", "embed": embed, "encode": encode}
    nlp = spacy.blank("en")
    nlp.add_pipe(
        "tagger",
        config={"model": {"@architectures": "spacy.Tagger.v2", "tok2vec": tok2vec}},
    )
    tags = Example.from_dict(nlp.make_doc("Ann left ."), {"tags": ["N", "V", "."]})
    nlp.initialize(lambda: [tags])
    nlp.to_disk(tmp_path)
    fast_nlp, fast = run_with("fast", tmp_path)
    _, stock = run_with("stock", tmp_path)
    assert [decisions(doc) for doc in fast] == [decisions(doc) for doc in stock]
    layers = {node.name for node in fast_nlp.get_pipe("tagger").model.walk()}  # type: ignore[attr-defined]
    replaced = {
        "embed_once": name != "characters",
        "encode_in_blocks": name == "those we know",
    }
    assert {layer: layer in layers for layer in replaced} == replaced


def test_a_pipeline_of_other_components_runs_as_spacy_runs_it(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    ruler = nlp.add_pipe("entity_ruler")
    for pipe, labels in (
        ("beam_ner", "PER"),
        ("ner", "PER"),
        ("beam_parser", "nsubj"),
        ("textcat", "A B"),
    ):
        component: Any = nlp.add_pipe(pipe)
        for label in labels.split():
            component.add_label(label)
    nlp.add_pipe("shouting")
    nlp.initialize()
    ruler.add_patterns([{"label": "PLACE", "pattern": "London", "id": "london"}])  # type: ignore[attr-defined]
    nlp.to_disk(tmp_path)
    (_, fast), (_, stock) = run_with("fast", tmp_path), run_with("stock", tmp_path)
    assert [decisions(doc) for doc in fast] == [decisions(doc) for doc in stock]
    assert {"london"} <= {span.ent_id_ for doc in fast for span in doc.ents}
    nlp = engine_named("fast").load(tmp_path)
    assert [name for name, pipe in nlp.pipeline if greedy_parser.is_greedy(pipe)] == [
        "ner"
    ]


def test_a_subclass_of_a_component_runs_its_own_code() -> None:
    from spacy.pipeline import AttributeRuler, EntityRecognizer

    class OwnRecognizer(EntityRecognizer):
        """Whatever it overrides is to be asked."""

    class OwnRuler(AttributeRuler):
        """The same."""

    nlp = spacy.blank("en")
    recogniser: Any = nlp.add_pipe("ner")
    assert greedy_parser.is_greedy(recogniser)
    assert not greedy_parser.is_greedy(OwnRecognizer(nlp.vocab, recogniser.model))
    assert attribute_ruler.is_plain(AttributeRuler(nlp.vocab))
    assert not attribute_ruler.is_plain(OwnRuler(nlp.vocab))


def test_rules_that_are_added_or_replaced_later_count() -> None:
    nlp = spacy.blank("en")
    ruler: Any = nlp.add_pipe("attribute_ruler")
    for lemma in ("go", "leave"):
        ruler.clear()
        ruler.add([[{"LOWER": "left"}]], {"LEMMA": lemma})
        (doc,) = engine_named("fast").run(nlp, ["left"])
        assert doc[0].lemma_ == lemma
    ruler.add([[{"LOWER": "left"}]], {"LEMMA": "part"})
    (doc,) = engine_named("fast").run(nlp, ["left"])
    assert doc[0].lemma_ == "part"


@pytest.mark.parametrize("engine", ENGINES)
def test_an_article_has_its_text_in_either_engine(engine: EngineName) -> None:
    nlp = spacy.blank("en")
    articles = [
        Article(id=f"a{number}", text=text)
        for number, text in enumerate([*TEXTS, " \n", "x" * 45_000])
    ]
    assert [doc.text for _, doc in parse_articles(articles, nlp, engine=engine)] == [
        article.text for article in articles
    ]


@pytest.mark.model
def test_parsing_and_annotating_leave_the_callers_process_as_it_was() -> None:
    done = subprocess.run(
        [sys.executable, str(PROBE)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {}


def test_a_failure_while_loading_or_running_leaves_the_process_as_it_was(
    tmp_path: Path,
) -> None:
    def state() -> list[Any]:
        return [
            id(get_current_ops()),
            [library["num_threads"] for library in threadpool_info()],
            gc.get_freeze_count(),
        ]

    before = state()
    with pytest.raises(OSError, match="E053"):
        engine_named("fast").load(tmp_path)
    nlp = spacy.blank("en")
    nlp.max_length = 3
    with pytest.raises(ValueError, match="E088"):
        engine_named("fast").run(nlp, ["too long for it"])
    assert state() == before


@pytest.mark.slow
def test_a_worker_uses_one_core_and_freezes_the_model_that_it_loads(
    tmp_path: Path,
) -> None:
    spacy.blank("en").to_disk(tmp_path)
    model = model_path(str(tmp_path))
    with local_executor(1).open() as executor:
        libraries = executor.submit(threadpool_info).result()
        assert {
            library["num_threads"]
            for library in libraries
            if library["user_api"] == "blas"
        } == {1}
        # Not 0 where the server that it is forked from has loaded models for an earlier run.
        before = executor.submit(gc.get_freeze_count).result()
        assert executor.submit(hasattr, model, "nlp").result()  # loads it there
        assert executor.submit(gc.get_freeze_count).result() > before


def test_the_engine_changes_no_table_and_is_recorded(
    project: Callable[..., Path],
) -> None:
    texts = [f"Anne {number} et Bob." for number in range(4)]
    corpora = {
        engine: made(project(texts, folder=engine, parse=engine, cache=False)).corpus
        for engine in ENGINES
    }
    fast, stock = (tables(corpora[engine]) for engine in ENGINES)
    assert {name.partition("/")[0] for name in fast.keys() ^ stock.keys()} == {"runs"}
    assert all(fast[name] == stock[name] for name in fast.keys() & stock.keys())
    assert {engine: recorded(corpora[engine]) for engine in ENGINES} == {
        "fast": ["fast"],
        "stock": ["stock"],
    }


def test_what_is_recorded_is_the_engine_that_ran_not_the_one_that_is_set_now(
    project: Callable[..., Path],
) -> None:
    texts = [f"Anne {number} et Bob." for number in range(4)]
    assert recorded(made(project(texts, parse="stock", shard=2)).corpus) == ["stock"]
    outcome = made(project(texts, parse="fast", shard=2))
    assert (outcome.annotated, recorded(outcome.corpus)) == (0, ["stock"])
    outcome = made(project([*texts, "Cleo."], parse="fast", shard=2))
    assert (outcome.annotated, recorded(outcome.corpus)) == (1, ["fast", "stock"])


def recorded(corpus: Path) -> list[str]:
    (row,) = (
        row for row in load(corpus).table("runs").to_list() if row["step"] == "parse"
    )
    engines: list[str] = json.loads(row["settings"])["parse"]
    return engines


def test_the_setting_reaches_the_model(project: Callable[..., Path]) -> None:
    yaml = project(["Anne."], parse="stock")
    assert {
        model.engine for model in make_plan(read(yaml), ["fr"], {}).models.values()
    } == {"stock"}


@pytest.mark.parametrize("name", ["spacy", "pip", "a.b", ""])
def test_a_package_that_holds_no_model_is_told(name: str) -> None:
    with pytest.raises(ModelMissing, match="is not installed"):
        model_path(name)
