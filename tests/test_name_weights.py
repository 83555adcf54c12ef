"""Learned weights of the entity recogniser: loaded into the model that they were learned from, and no other."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import spacy
from running import made, write_project
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from thinc.api import fix_random_seed

from pressmark.annotators.name_weights import (
    OUR_FOLDER,
    NameWeights,
    choose_weights,
    recogniser_sha256,
    weights_in,
    write_weights,
)
from pressmark.annotators.parse import (
    ALIASES,
    DEFAULT_MODELS,
    model_path,
    parse_articles,
)
from pressmark.annotators.parse_engine import EngineName
from pressmark.articles import Article
from pressmark.config.project import read
from pressmark.dataset.corpus import load
from pressmark.errors import ConfigError, ModelMissing

TEXT = "Ann Lee met Bob Ray in Larnholm."
NAMES = {"entities": [(0, 7, "PER"), (12, 19, "PER"), (23, 31, "LOC")]}
ENGINES: tuple[EngineName, ...] = ("fast", "stock")


def teach(nlp: Language, rounds: int) -> None:
    """Train the recogniser until it knows the names of `TEXT` by heart."""
    example = Example.from_dict(nlp.make_doc(TEXT), NAMES)
    optimizer = nlp.create_optimizer()
    for _ in range(rounds):
        nlp.update([example], sgd=optimizer)


@pytest.fixture(scope="module")
def parent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small model whose recogniser knows its labels and no name yet."""
    fix_random_seed(0)
    nlp = spacy.blank("fr")
    tok2vec = {
        "@architectures": "spacy.HashEmbedCNN.v2",
        "pretrained_vectors": None,
        "width": 32,
        "depth": 2,
        "embed_size": 100,
        "window_size": 1,
        "maxout_pieces": 3,
        "subword_features": True,
    }
    nlp.add_pipe(
        "ner",
        config={
            "model": {
                "@architectures": "spacy.TransitionBasedParser.v2",
                "state_type": "ner",
                "extra_state_tokens": False,
                "hidden_width": 32,
                "maxout_pieces": 2,
                "use_upper": True,
                "tok2vec": tok2vec,
            }
        },
    )
    nlp.initialize(lambda: [Example.from_dict(nlp.make_doc(TEXT), NAMES)])
    folder = tmp_path_factory.mktemp("parent") / "small"
    nlp.to_disk(folder)
    return folder


def learn(parent: Path, folder: Path) -> NameWeights:
    """Write the weights of a recogniser that knows `TEXT` into a folder."""
    fix_random_seed(0)
    learned = spacy.load(parent)
    teach(learned, rounds=40)
    about = {
        "language": "fr",
        "models": ["small"],
        "version": learned.meta["version"],
        "recogniser_sha256": recogniser_sha256(parent),
        "licence": "CC0",
    }
    return write_weights(folder, "small-0", spacy.load(parent), learned, about)


@pytest.fixture(scope="module")
def weights(parent: Path, tmp_path_factory: pytest.TempPathFactory) -> NameWeights:
    """Weights of `parent` that know the names of `TEXT`."""
    return learn(parent, tmp_path_factory.mktemp("weights"))


def names(doc: Doc) -> list[tuple[int, int, str]]:
    return [(span.start_char, span.end_char, span.label_) for span in doc.ents]


@pytest.mark.parametrize("engine", ENGINES)
def test_learned_weights_find_what_they_were_taught_in_both_engines(
    parent: Path, weights: NameWeights, engine: EngineName
) -> None:
    article = Article(id="a", text=TEXT, language="fr")
    for setting, has_learned in (
        ("none", False),
        (str(weights.description.parent), True),
    ):
        model = model_path(str(parent), weights=setting)
        nlp = replace(model, engine=engine).nlp
        ((_, doc),) = parse_articles([article], nlp, engine=engine)
        assert (names(doc) == NAMES["entities"]) is has_learned


def test_the_hash_of_a_model_tells_its_weights(
    parent: Path, weights: NameWeights
) -> None:
    plain = model_path(str(parent), weights="none")
    taught = model_path(str(parent), weights=str(weights.description.parent))
    assert plain.sha256 != taught.sha256
    assert plain.sha256 == model_path(str(parent)).sha256


def test_a_folder_is_somebodys_own_model_and_is_given_none_of_our_weights(
    parent: Path, tmp_path: Path
) -> None:
    called_like_ours = tmp_path / "fr_core_news_md"
    called_like_ours.symlink_to(parent)
    for folder in (parent, called_like_ours):
        chosen = model_path(str(folder)).chosen
        assert (chosen.weights, chosen.reason) == (None, "")


def test_the_same_lessons_give_the_same_bytes(
    parent: Path, weights: NameWeights, tmp_path: Path
) -> None:
    again = learn(parent, tmp_path)
    assert again.file.read_bytes() == weights.file.read_bytes()
    assert again.description.read_bytes() == weights.description.read_bytes()


def test_weights_of_another_model_are_refused_with_what_to_do(
    parent: Path, weights: NameWeights, tmp_path: Path
) -> None:
    other = spacy.load(parent)
    teach(other, rounds=1)
    other.to_disk(tmp_path / "small")
    with pytest.raises(ModelMissing) as error:
        model_path(
            str(tmp_path / "small"),
            weights=str(weights.description.parent),
            origin="run.yaml:4:9 models.fr",
        )
    message = str(error.value)
    assert message.startswith("run.yaml:4:9 models.fr: the weights in ")
    assert "learned from small 0.0.0" in message
    assert "fit_names.py" in message
    assert "weights: none" in message


@pytest.mark.parametrize("damage", ["cut", "changed", "gone", "other"])
def test_damaged_weights_are_refused(
    parent: Path, weights: NameWeights, tmp_path: Path, damage: str
) -> None:
    content = weights.file.read_bytes()
    copy = tmp_path / "w"
    copy.mkdir()
    description = json.loads(weights.description.read_text("utf-8"))
    if damage == "cut":
        (copy / "small-0.npz").write_bytes(content[: len(content) // 2])
    if damage == "changed":
        (copy / "small-0.npz").write_bytes(content[:-1] + b"?")
    if damage == "other":
        # whole, but of a recogniser with fewer layers
        about = {**description, "weights_sha256": ""}
        blank = spacy.blank("fr")
        blank.add_pipe("ner")
        blank.initialize()
        write_weights(copy, "small-0", blank, blank, about)
        description = json.loads((copy / "small-0.json").read_text("utf-8"))
    (copy / "small-0.json").write_text(json.dumps(description), "utf-8")
    model = model_path(str(parent), weights=str(copy))
    with pytest.raises(ModelMissing, match=r"small-0\.npz"):
        _ = model.nlp


def test_another_version_of_our_model_keeps_its_own_weights_and_the_run_says_so(
    tmp_path: Path,
) -> None:
    for weights in weights_in(OUR_FOLDER):
        meta = {"lang": weights.about["language"], "version": "3.7.0"}
        (tmp_path / "meta.json").write_text(json.dumps(meta), "utf-8")
        for model in weights.about["models"]:
            chosen = choose_weights("ours", model, tmp_path)
            assert chosen.weights is None
            assert f"{model} 3.7.0 finds names with its own weights" in chosen.reason


def test_our_weights_are_for_our_default_models_and_fit_them() -> None:
    parents = {
        weights.about["language"]: weights.about["models"]
        for weights in weights_in(OUR_FOLDER)
    }
    assert parents == {
        language: list(ALIASES.get(model, (model,)))
        for language, model in DEFAULT_MODELS.items()
    }
    for model in DEFAULT_MODELS.values():
        assert model_path(model).chosen.weights is not None
        assert model_path(model, weights="none").chosen.weights is None
    assert model_path("fr_core_news_sm").chosen.weights is None


def test_a_run_records_the_weights_that_found_its_names(
    parent: Path, weights: NameWeights, tmp_path: Path
) -> None:
    folder = weights.description.parent
    records = {}
    for setting in ("ours", str(folder)):
        yaml = write_project(tmp_path / "p", parent, [TEXT], cache=False)
        text = yaml.read_text("utf-8").replace(
            "annotators: [", f"annotators: [entities: {{weights: {setting}}}, "
        )
        yaml.write_text(text, "utf-8")
        corpus = made(yaml).corpus
        (row,) = (
            row
            for row in load(corpus).table("runs").to_list()
            if row["step"] == "parse"
        )
        records[setting] = (
            json.loads(row["settings"])["weights"],
            row["model_sha256"],
            [row["text"] for row in load(corpus).table("entities").to_list()],
        )
    own, taught = records.values()
    assert own[0] == {"name": "the model's own", "reason": ""}
    assert taught[0] == {"name": "small-0", "sha256": weights.sha256, "licence": "CC0"}
    assert own[1] != taught[1]
    assert taught[2] == ["Ann Lee", "Bob Ray", "Larnholm"]


@pytest.mark.parametrize(
    ("setting", "reason"),
    [
        (
            "nowhere",
            "must be 'ours', 'none' or a folder of weights; there is no folder",
        ),
        (".", "there are no weights in"),
        ("5", "must be text"),
    ],
)
def test_a_setting_that_names_no_weights_is_a_mistake_of_the_yaml_file(
    tmp_path: Path, setting: str, reason: str
) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "a", "text": "Ann."}\n')
    yaml = tmp_path / "run.yaml"
    yaml.write_text(
        f"title: T\nsource: {{files: [a.jsonl], language: fr}}\nannotators: [entities: {{weights: {setting}}}]\n"
    )
    with pytest.raises(ConfigError) as error:
        read(yaml)
    assert "annotators.0.entities.weights" in str(error.value)
    assert reason in str(error.value)


@pytest.mark.model
@pytest.mark.parametrize("language", ["fr", "en"])
def test_our_weights_move_no_tag_and_no_tree(language: str) -> None:
    text = "Ann Lee a quitté Nancy pour Paris. M. Ray, maire de Toul, l'attendait."
    article = Article(id="a", text=text, language=language)
    arrays = []
    for setting in ("ours", "none"):
        nlp = model_path(DEFAULT_MODELS[language], weights=setting).nlp
        ((_, doc),) = parse_articles([article], nlp)
        arrays.append(doc.to_array(["TAG", "POS", "HEAD", "DEP", "LEMMA"]).tolist())
    assert arrays[0] == arrays[1]
