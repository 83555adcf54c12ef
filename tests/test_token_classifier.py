"""The annotator `transformers` on a tiny model that is built on the spot: a few words have labels, by its weights."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import spacy
from pydantic import ValidationError

from pressmark.annotation.annotators import (
    UnknownAnnotator,
    annotate_parsed,
    find,
    make_annotator,
)
from pressmark.annotators.token_classifier.tagging_schemes import (
    LabelledWord,
    join_words,
)
from pressmark.articles import Article
from pressmark.config.project import read
from pressmark.dataset.corpus import load
from pressmark.errors import ModelMissing
from pressmark.pipeline.driver import run


def words_of(labels: str, text: str) -> list[LabelledWord]:
    """Pair each word of a text with its label."""
    words: list[LabelledWord] = []
    start = 0
    for word, label in zip(text.split(), labels.split(), strict=True):
        start = text.index(word, start)
        words.append(LabelledWord(start, start + len(word), label, 0.5))
        start += len(word)
    return words


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ("B-PER I-PER O B-LOC", ["PER Ann Lee", "LOC Metz"]),
        ("B-PER L-PER O U-LOC", ["PER Ann Lee", "LOC Metz"]),
        ("B-PER E-PER O S-LOC", ["PER Ann Lee", "LOC Metz"]),
        ("PER PER O LOC", ["PER Ann Lee", "LOC Metz"]),
        ("I-PER I-PER O I-LOC", ["PER Ann Lee", "LOC Metz"]),
        ("B-PER B-PER O O", ["PER Ann", "PER Lee"]),
        ("U-PER I-PER O O", ["PER Ann", "PER Lee"]),
        ("B-PER I-LOC O O", ["PER Ann", "LOC Lee"]),
        ("O O O O", []),
        ("B_PER I_PER I_PER O", ["PER Ann Lee in"]),
        ("B-work-of-art I-work-of-art O O", ["work-of-art Ann Lee"]),
    ],
)
def test_labels_of_words_are_joined_in_whatever_scheme(
    labels: str, expected: list[str]
) -> None:
    text = "Ann Lee in Metz"
    runs = join_words(words_of(labels, text), text)
    assert [f"{run.label} {text[run.start : run.end]}" for run in runs] == expected


def test_no_span_reaches_over_the_end_of_a_line() -> None:
    text = "Ann Lee\n\nBob Roe"
    runs = list(join_words(words_of("B-PER I-PER I-PER I-PER", text), text))
    assert [text[run.start : run.end] for run in runs] == ["Ann Lee", "Bob Roe"]


# --- with a model

LABELS = ("O", "B-person", "I-person", "B-location", "B-bill")
LABEL_OF_WORD = {"ann": 1, "lee": 2, "metz": 3, "act": 4, "elodie": 1, "k": 3}
PIECES = ("##lie", "##iev", "##s")


@pytest.fixture(scope="module")
def torch_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a model whose label for a word depends on that word alone; it can read 32 tokens at once."""
    torch = pytest.importorskip("torch", reason="torch is not installed")
    pytest.importorskip("transformers", reason="transformers is not installed")
    from transformers import (
        BertConfig,
        BertForTokenClassification,
        BertTokenizerFast,
    )

    folder = tmp_path_factory.mktemp("tiny")
    letters = "abcdefghijklmnopqrstuvwxyzé.,«»“”’🙂0123456789"
    vocabulary = [
        "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *LABEL_OF_WORD, "le", "maire", "in", *PIECES,
        *(letter for letter in letters if letter not in LABEL_OF_WORD), *(f"##{letter}" for letter in letters),
    ]  # fmt: skip
    (folder / "vocab.txt").write_text("\n".join(dict.fromkeys(vocabulary)))
    tokenizer = BertTokenizerFast(str(folder / "vocab.txt"), do_lower_case=True, strip_accents=False,
                                  model_max_length=32)  # fmt: skip
    size = len(tokenizer)
    config = BertConfig(
        vocab_size=size, hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=16,
        max_position_embeddings=32, num_labels=len(LABELS), id2label=dict(enumerate(LABELS)),
        label2id={label: number for number, label in enumerate(LABELS)},
    )  # fmt: skip
    torch.manual_seed(1)
    model = BertForTokenClassification(config).eval()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.zero_()
        # Attention and what follows it add nothing: what stands at a place is its word's.
        for name, parameter in model.named_parameters():
            if "LayerNorm.weight" in name:
                parameter.fill_(1)
        words = model.bert.embeddings.word_embeddings.weight
        for number in range(size):
            words[number, 0] = 1.0  # the label O
        for word, label in LABEL_OF_WORD.items():
            place = tokenizer.convert_tokens_to_ids(word)
            words[place, 0] = 0.0
            words[place, label] = 1.0
        for label in range(len(LABELS)):
            model.classifier.weight[label, label] = 3.0
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


@pytest.fixture
def classifier(torch_model: Path) -> Callable[..., Any]:
    """`classifier(labels=…)`: the annotator with the tiny model."""

    def made(**settings: Any) -> Any:
        return make_annotator(
            find("transformers"), {"model": str(torch_model)} | settings
        )

    return made  # fmt: skip


def read_by(annotator: Any, text: str) -> Article:
    doc = spacy.blank("fr")(text)
    article = Article(id="a", text=text, language="fr")
    (annotated,) = annotate_parsed([(article, doc)], [annotator])
    return annotated


def test_names_have_our_labels_and_the_offsets_of_the_text(
    classifier: Callable[..., Any],
) -> None:
    text = "🙂 «\u00a0Ann Lee\u00a0» in METZ, Élodie."
    article = read_by(classifier(), text)

    # « bill » is none of our labels, nor in their list of other schemes.
    found = [(entity.text, entity.label) for entity in article.entities]
    assert found == [("Ann Lee", "PER"), ("METZ", "LOC")]
    assert all(text[e.start : e.end] == e.text for e in article.entities)
    assert all(0.5 < (entity.score or 0) <= 1 for entity in article.entities)
    assert article.entities[0].rule == "transformers: tiny0"


def test_labels_are_mapped_with_their_prefix_or_without(
    classifier: Callable[..., Any],
) -> None:
    text = "Ann Lee in Metz act"
    mapped = read_by(classifier(labels={"B-person": "MISC", "bill": "ORG"}), text)

    assert [(e.text, e.label) for e in mapped.entities] == [
        ("Ann Lee", "MISC"),
        ("act", "ORG"),
    ]


def test_a_layer_of_ones_own_has_the_model_s_labels(
    classifier: Callable[..., Any],
) -> None:
    article = read_by(classifier(layer="bills", labels={"bill": "BILL"}), "Ann act")

    (span,) = article.layer("bills")
    assert (span.text, span.label, span.annotator) == ("act", "BILL", "transformers")
    everything = read_by(classifier(layer="bills"), "Ann act")
    assert [span.label for span in everything.layer("bills")] == ["person", "bill"]


@pytest.mark.parametrize(
    ("subwords", "expected"), [("first", ["kiev"]), ("average", [])]
)
def test_a_word_in_pieces_is_its_first_one_or_their_average(
    classifier: Callable[..., Any], subwords: str, expected: list[str]
) -> None:
    # Of "kiev" the first piece, "k", says a place, and the second nothing.
    annotator = classifier(subwords=subwords, minimum=0.6)
    assert [e.text for e in read_by(annotator, "in kiev.").entities] == expected


@pytest.mark.parametrize("stride", [0, 4, 1000])
@pytest.mark.parametrize("batch_size", [1, 3])
def test_a_long_article_is_read_in_windows_and_each_name_once(
    classifier: Callable[..., Any], stride: int, batch_size: int
) -> None:
    text = "\n\n".join(f"Le maire {n}, Ann Lee, in Metz." for n in range(60))
    article = read_by(classifier(stride=stride, batch_size=batch_size), text)

    assert [entity.text for entity in article.entities] == ["Ann Lee", "Metz"] * 60
    assert all(a.end <= b.start for a, b in pairwise(article.entities))


def test_what_is_not_sure_enough_is_dropped(classifier: Callable[..., Any]) -> None:
    assert read_by(classifier(minimum=1), "Ann Lee").entities == ()
    assert read_by(classifier(), " \n ").entities == ()


def test_a_label_that_the_model_does_not_have_is_told_with_those_that_it_has(
    classifier: Callable[..., Any],
) -> None:
    with pytest.raises(ModelMissing, match=r"no label B-PERSON; it has O, B-person"):
        read_by(classifier(labels={"B-PERSON": "PER"}), "Ann Lee")


def test_a_folder_without_a_model_is_said(
    classifier: Callable[..., Any], tmp_path: Path
) -> None:
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(ModelMissing, match="no token-classification model"):
        read_by(classifier(model=str(tmp_path)), "Ann Lee")


@pytest.mark.slow
def test_a_run_makes_the_layer_again_when_the_model_changed(
    project: Callable[..., Path], torch_model: Path, tmp_path: Path
) -> None:
    import shutil

    model = tmp_path / "p" / "model"
    yaml = project(["Ann Lee in Metz.", "Le maire in Metz."])
    shutil.copytree(torch_model, model)
    lines = [
        line
        for line in yaml.read_text().splitlines()
        if not line.startswith("annotators")
    ]
    entries = (
        "[transformers: {model: model}, transformers: {model: model, layer: bills}]"
    )
    yaml.write_text("\n".join([*lines, f"annotators: {entries}", ""]))
    outcome = run(read(yaml))
    assert (outcome.kept, outcome.annotated) == (2, 2)
    found = [entity.text for article in load(outcome.corpus) for entity in article.entities]  # fmt: skip
    assert found == ["Ann Lee", "Metz", "Metz"]
    bills = [
        span.label
        for article in load(outcome.corpus)
        for span in article.layer("bills")
    ]
    assert bills == ["person", "location", "location"]
    assert run(read(yaml)).annotated == 0
    config = json.loads((model / "config.json").read_text())
    (model / "config.json").write_text(json.dumps(config | {"told": "anew"}))
    assert run(read(yaml)).annotated == 2


# --- without one


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that looks like a model's, as far as the settings see."""
    (tmp_path / "config.json").write_text("{}")
    return tmp_path


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"labels": {"B-person": "PERSON"}}, "entities have PER, LOC, ORG, MISC"),
        ({"layer": "quotes"}, "labels of tokens make no quotes"),
        ({"layer": "articles"}, "is a table of ours"),
        ({"layer": "my layer"}, "layer"),
        ({"model": "no/such-model"}, "does not hold it"),
        ({"model": "../nowhere at all"}, "does not hold it"),
        ({"window": 2}, "greater than or equal to 8"),
    ],
)
def test_settings_that_mean_nothing_are_refused(
    folder: Path, settings: dict[str, Any], reason: str
) -> None:
    model = find("transformers").Settings
    with pytest.raises(ValidationError, match=reason):
        model.model_validate({"model": "."} | settings, context={"folder": folder})


def test_a_model_of_the_hub_is_one_that_its_cache_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from huggingface_hub import constants

    cached = tmp_path / "models--lab--tiny"
    (cached / "snapshots" / "abc").mkdir(parents=True)
    (cached / "snapshots" / "abc" / "config.json").write_text("{}")
    (cached / "refs").mkdir()
    (cached / "refs" / "main").write_text("abc")
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path))
    model = find("transformers").Settings
    settings = model.model_validate({"model": "lab/tiny"})

    assert settings.folder == cached / "snapshots" / "abc"
    context = {"folder": tmp_path}
    assert settings.model_dump(context=context)["model"] == "lab/tiny"
    with pytest.raises(ValidationError, match="does not hold it"):
        model.model_validate({"model": "lab/tiny", "revision": "0" * 40})


def test_without_the_libraries_the_yaml_file_says_what_to_install(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import importlib.util

    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(
        UnknownAnnotator, match=r"pip install 'pressmark\[transformers\]'"
    ):
        make_annotator(find("transformers"), {"model": str(folder)})
