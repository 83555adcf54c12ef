"""People's decisions in a run: they hold in the layer, and in all that reads it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from reviewing import TEXT, decision, outcomes, words_at, write_review_project
from running import made, tables

import pressmark
from pressmark.articles import Article
from pressmark.dataset.corpus import Corpus
from pressmark.review import append
from pressmark.review.machine_layers import machine_layers

pytestmark = pytest.mark.slow


@pytest.fixture(name="reviewed")
def _reviewed(tmp_path: Path, blank: Path) -> Callable[..., Path]:
    """`reviewed(texts)`: writes a project whose YAML names `review.jsonl`; gives its YAML file."""

    def written(
        texts: object = (TEXT,), *, folder: str = "p", **settings: object
    ) -> Path:
        return write_review_project(tmp_path / folder, blank, texts, **settings)  # type: ignore[arg-type]

    return written


def _corpus(yaml: Path) -> Corpus:
    return pressmark.load(made(yaml).corpus)


def _articles(yaml: Path) -> list[Article]:
    return list(_corpus(yaml))


def test_a_corrected_name_is_what_quotes_and_what_reads_them_see(
    reviewed: Callable[..., Path],
) -> None:
    yaml = reviewed()
    article = _articles(yaml)[0]
    (_, ben, _) = article.entities
    append(
        yaml.parent / "review.jsonl",
        [
            decision(article, "entities", "wrong", ben),
            decision(article, "quotes", "right", article.quotes[1], minute=1),
        ],
    )

    corpus = _corpus(yaml)

    (article,) = corpus
    assert [entity.text for entity in article.entities] == ["Anne Morel", "Cora Lind"]
    assert [quote.speaker for quote in article.quotes] == ["Cora Lind", "Cora Lind"]
    voices = [voice.attributes["speaker"] for voice in article.layer("voices")]  # type: ignore[attr-defined]
    assert voices == ["Cora Lind", "Cora Lind"]
    assert [(quote.verdict, quote.reviewer) for quote in article.quotes] == [
        (None, None),
        ("right", "anne"),
    ]
    assert {quote.annotator for quote in article.quotes} == {"marks"}
    assert outcomes(corpus) == ["applied", "applied"]
    assert "Ben Stone" not in {row["name"] for row in corpus.table("names").to_list()}
    assert pressmark.check(corpus.folder) == ()


def test_a_speaker_and_edges_that_a_person_changes_are_hers(
    reviewed: Callable[..., Path],
) -> None:
    yaml = reviewed()
    article = _articles(yaml)[0]
    first, second = article.quotes
    shorter = {"start": first.start + 1, "end": first.end - 1, "text": first.text[1:-1]}
    append(
        yaml.parent / "review.jsonl",
        [
            decision(
                article,
                "quotes",
                "changed",
                first,
                after=shorter | {"speaker_name": "Anne Morel"},
            ),
            decision(
                article, "quotes", "changed", second, minute=1, after={"speaker": None}
            ),
        ],
    )

    first, second = _articles(yaml)[0].quotes

    assert first.text == "We march,"
    assert first.spans == ((first.start, first.end),)
    assert first.id == f"a0/quotes-{first.start}-{first.end}"
    assert (first.speaker, first.speaker_id) == ("Anne Morel", article.entities[0].id)
    assert (first.annotator, first.verdict) == ("human:anne", "changed")
    assert (second.speaker, second.speaker_id, second.speaker_name) == (
        None,
        None,
        None,
    )


def test_what_a_person_adds_is_there_for_what_reads_the_layer(
    reviewed: Callable[..., Path],
) -> None:
    yaml = reviewed(["“Go,” said the mayor, Ann. Cora Lind left."])
    article = _articles(yaml)[0]
    added = words_at(article.text, "Ann", label="PER")
    append(
        yaml.parent / "review.jsonl",
        [decision(article, "entities", "added", after=added)],
    )

    corpus = _corpus(yaml)

    (quote,) = next(iter(corpus)).quotes
    assert quote.speaker == "Ann"
    (entity, _) = next(iter(corpus)).entities
    assert (entity.annotator, entity.verdict) == ("human:anne", "added")
    assert pressmark.check(corpus.folder) == ()


def test_only_articles_with_new_decisions_are_annotated_again(
    reviewed: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    yaml = reviewed([TEXT, TEXT, "RAISE", TEXT, TEXT], shard=3)
    calls = tmp_path / "calls"
    # By the environment: a file that the code names would be a part of it.
    monkeypatch.setenv("CALLS", str(calls))
    noted = "open(os.environ['CALLS'], 'a').write(article.id + '\\n')\n        "
    rule = "if 'RAISE' in article.text: raise ValueError\n        "
    code = "import os\n" + (yaml.parent / "own.py").read_text()
    code = code.replace("for match in", noted + rule + "for match in", 1)
    (yaml.parent / "own.py").write_text(code)
    article = _articles(yaml)[0]
    other = _articles(yaml)[1]
    file = yaml.parent / "review.jsonl"
    wrong = decision(article, "quotes", "wrong", article.quotes[0])
    append(file, [wrong, decision(other, "quotes", "right", other.quotes[0])])
    assert made(yaml).annotated == 2

    calls.unlink()
    append(file, [decision(other, "quotes", "wrong", other.quotes[1])])
    outcome = made(yaml)

    # The one that was rejected before is in no table, and is tried with the shard.
    assert set(calls.read_text().split()) == {"a1", "a2"}
    assert (outcome.annotated, outcome.rejected) == (1, 1)
    assert made(yaml).annotated == 0
    corpus = pressmark.load(outcome.corpus)
    assert [len(article.quotes) for article in corpus] == [1, 1, 2, 2]
    assert len(corpus.table("decisions")) == 3
    assert set(machine_layers(corpus)) == {"a0", "a1"}
    assert _same_as_made_whole(yaml)


def test_what_is_taken_back_is_as_before(reviewed: Callable[..., Path]) -> None:
    yaml = reviewed()
    article = _articles(yaml)[0]
    before = tables(yaml.parent / "corpus")
    wrong = decision(article, "quotes", "wrong", article.quotes[0])
    append(yaml.parent / "review.jsonl", [wrong])
    assert len(_articles(yaml)[0].quotes) == 1
    undo = decision(article, "quotes", "undo", minute=1, of=wrong.decision)
    append(yaml.parent / "review.jsonl", [undo])

    made(yaml)

    after = tables(yaml.parent / "corpus")
    assert {path: after[path] for path in before if "runs" not in path} == {
        path: before[path] for path in before if "runs" not in path
    }


def test_what_annotators_alone_find_is_kept_beside_what_people_decided(
    reviewed: Callable[..., Path],
) -> None:
    yaml = reviewed()
    alone = _articles(yaml)[0]
    wrong = decision(alone, "entities", "wrong", alone.entities[1])
    append(yaml.parent / "review.jsonl", [wrong])

    corpus = _corpus(yaml)

    layers = machine_layers(corpus)["a0"]
    assert [quote.speaker for quote in corpus["a0"].quotes] == ["Cora Lind"] * 2
    assert [quote.speaker for quote in layers["quotes"]] == ["Ben Stone", "Cora Lind"]  # type: ignore[attr-defined]
    assert layers["voices"] == alone.layer("voices")
    assert pressmark.check(corpus.folder) == ()


def test_decisions_on_names_join_and_part_them_across_articles(
    reviewed: Callable[..., Path],
) -> None:
    texts = [
        "“Go,” said Anne Morel.",
        "“No,” said Nan Morel.",
        "Ben Stone, who plays ball, ran.",
    ]
    yaml = reviewed(texts)
    (first, second, third) = _articles(yaml)
    nan, player = second.entities[0], third.entities[0]
    append(
        yaml.parent / "review.jsonl",
        [
            decision(second, "names", "changed", nan, after={"same_as": "Anne Morel"}),
            decision(
                third,
                "names",
                "changed",
                player,
                after={"bearer": "Ben Stone (player)"},
            ),
            decision(
                first,
                "names",
                "changed",
                first.entities[0],
                after={"different_from": "Zoe Pike"},
            ),
        ],
    )

    outcome = made(yaml)

    corpus = pressmark.load(outcome.corpus)
    assert [row["name"] for row in corpus.table("names").to_list()] == [
        "Anne Morel",
        "Ben Stone (player)",
    ]
    assert outcomes(corpus) == ["joined"] * 3
    assert outcome.notices == ("review.jsonl:3 'Zoe Pike' is no name of this corpus",)
    by_ben = {"who": "ben", "after": {"different_from": "Anne Morel"}}
    append(
        yaml.parent / "review.jsonl",
        [decision(second, "names", "changed", nan, **by_ben)],
    )
    outcome = made(yaml)
    assert (
        "review: people disagree on whether Anne Morel and Nan Morel are one"
        in outcome.notices
    )
    assert len(pressmark.load(outcome.corpus).table("names")) == 3


def _same_as_made_whole(yaml: Path) -> bool:
    """Say whether the corpus is, byte for byte, the one that a run into an empty folder makes."""
    corpus = yaml.parent / "corpus"
    step_by_step = tables(corpus)
    shutil.rmtree(corpus)
    made(yaml)
    return tables(corpus) == step_by_step


def test_a_copy_bears_what_people_decided_of_its_original(
    reviewed: Callable[..., Path],
) -> None:
    pytest.importorskip("rensa")
    long = f"{TEXT} The town slept late, and the harbour lay as still as a plate of glass all day."
    yaml = reviewed([long, long, TEXT], extra="copies: {}\n")
    rows = [
        {"id": f"a{number}", "text": text, "published": "2026-03-02T09:00:00Z"}
        for number, text in enumerate([long, long, "Rain fell on nobody at all."])
    ]
    (yaml.parent / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    original, copy, _ = _articles(yaml)
    assert copy.duplicate_of == original.id
    wrong = decision(original, "quotes", "wrong", original.quotes[0])
    own = decision(copy, "quotes", "wrong", copy.quotes[1])
    append(yaml.parent / "review.jsonl", [wrong, own])

    corpus = _corpus(yaml)

    assert [len(article.quotes) for article in corpus] == [1, 0, 0]
    alone = machine_layers(corpus)
    assert [len(alone[id]["quotes"]) for id in ("a0", "a1")] == [2, 2]
    assert _same_as_made_whole(yaml)


def test_several_processes_make_the_same_corpus(reviewed: Callable[..., Path]) -> None:
    corpora = []
    for folder, workers in (("one", 1), ("two", 2)):
        yaml = reviewed([TEXT] * 5, folder=folder, workers=workers)
        made(yaml)
        articles = _articles(yaml)
        wrong = [
            decision(one, "quotes", "wrong", one.quotes[0]) for one in articles[::2]
        ]
        append(yaml.parent / "review.jsonl", wrong)
        assert made(yaml).annotated == 3
        corpora.append(tables(yaml.parent / "corpus"))
    assert corpora[0] == corpora[1]
