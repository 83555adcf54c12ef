"""The run: it counts, it goes on after any stop, and what raises costs its article alone."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import spacy

import pressmark
from pressmark.config import read
from pressmark.errors import ModelMissing
from pressmark.manifest import read_manifest
from pressmark.run import Outcome, run

ANNOTATORS = '''
import os, time
from pressmark import CustomSpan

class Words:
    """Every word that starts with a capital; waits and fails where the text says so."""

    name = "words"
    layer = "words"
    needs = ()

    def __init__(self, pause=0.0):
        self.pause = pause

    def annotate(self, article, doc):
        time.sleep(self.pause)
        if "RAISE" in article.text:
            raise ValueError("as the text asked")
        if "OUTSIDE" in article.text:
            yield CustomSpan(start=0, end=10**6, text="", label="word")
        if "DIE" in article.text:
            os._exit(9)
        for token in doc:
            if token.text[:1].isupper():
                yield CustomSpan.cut(article.text, token.idx, token.idx + len(token), "word")
'''


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A French pipeline that only tokenizes, so that these tests are quick."""
    folder = tmp_path_factory.mktemp("models") / "blank"
    spacy.blank("fr").to_disk(folder)
    return folder


@pytest.fixture
def project(tmp_path: Path, blank: Path) -> Callable[..., Path]:
    """Writes a project of these texts; gives its YAML file."""

    def written(texts: list[str], *, shard: int = 2, workers: int = 1, pause: float = 0.0, folder: str = "p") -> Path:
        place = tmp_path / folder
        place.mkdir(exist_ok=True)
        (place / "own.py").write_text(ANNOTATORS)
        rows = [{"id": f"a{n}", "text": text, "page": n} for n, text in enumerate(texts)]
        (place / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
        (place / "run.yaml").write_text(
            f"title: T\nsource: {{files: [a.jsonl], language: fr}}\nmodels: {{fr: {blank}}}\n"
            f"annotators: [own:Words: {{pause: {pause}}}]\nrun: {{workers: {workers}, shard: {shard}}}\n"
        )
        return place / "run.yaml"

    return written


def made(yaml: Path) -> Outcome:
    return run(read(yaml))


def tables(corpus: Path) -> dict[str, bytes]:
    return {str(path.relative_to(corpus)): path.read_bytes() for path in sorted(corpus.rglob("*.parquet"))}


def test_every_article_gets_its_layers(project: Callable[..., Path]) -> None:
    outcome = made(project(["Anne part.", "Bob reste.", "Cleo dort."]))

    assert (outcome.seen, outcome.kept, outcome.rejected, outcome.annotated) == (3, 3, 0, 3)
    corpus = pressmark.load(outcome.corpus)
    assert [[span.text for span in article.layer("words")] for article in corpus] == [["Anne"], ["Bob"], ["Cleo"]]
    assert [article.extra for article in corpus] == [{"page": 0}, {"page": 1}, {"page": 2}]
    assert pressmark.check(outcome.corpus) == ()


def test_what_stands_is_not_done_again(project: Callable[..., Path]) -> None:
    yaml = project(["Anne.", "Bob.", "Cleo."])
    first = made(yaml)
    manifest = (first.corpus / "manifest.json").read_bytes()

    assert made(yaml).annotated == 0
    assert (first.corpus / "manifest.json").read_bytes() == manifest


def test_only_what_is_new_is_annotated(project: Callable[..., Path]) -> None:
    made(project(["Anne.", "Bob."]))
    outcome = made(project(["Anne.", "Bob.", "Cleo.", "Dan."]))
    assert (outcome.kept, outcome.annotated) == (4, 2)


def test_changed_settings_do_all_again(project: Callable[..., Path]) -> None:
    made(project(["Anne.", "Bob."]))
    assert made(project(["Anne.", "Bob."], pause=0.001)).annotated == 2


def test_changed_code_does_all_again(project: Callable[..., Path]) -> None:
    yaml = project(["Anne.", "Bob."])
    made(yaml)
    (yaml.parent / "own.py").write_text(ANNOTATORS + "\n# changed\n")
    assert made(yaml).annotated == 2


def test_an_annotator_that_raises_costs_its_article(project: Callable[..., Path]) -> None:
    outcome = made(project(["Anne.", "RAISE", "OUTSIDE", "Dan."]))

    assert (outcome.seen, outcome.kept, outcome.rejected) == (4, 2, 2)
    rows = pressmark.load(outcome.corpus).table("rejected").to_list()
    assert [(row["id"], row["step"]) for row in rows] == [("a1", "annotate: words"), ("a2", "annotate: words")]
    assert "ValueError: as the text asked (own.py:" in rows[0]["reason"]
    assert "not within the text" in rows[1]["reason"]
    assert rows[0]["file"] == "a.jsonl"
    assert rows[0]["place"] == "line 2"
    assert pressmark.check(outcome.corpus) == ()


def test_an_article_in_a_language_without_model_is_rejected(project: Callable[..., Path]) -> None:
    yaml = project(["Anne."])
    yaml.write_text(yaml.read_text().replace("language: fr", "language: xx"))
    outcome = made(yaml)
    (row,) = pressmark.load(outcome.corpus).table("rejected").to_list()
    assert "no model for the language 'xx'" in row["reason"]


def test_a_missing_model_is_said_with_its_line(project: Callable[..., Path]) -> None:
    yaml = project(["Anne."])
    yaml.write_text("title: T\nsource: {files: [a.jsonl], language: fr}\nmodels: {fr: fr_core_news_xl}\n")
    with pytest.raises(ModelMissing, match=r"run\.yaml:3:14 models\.fr: the spaCy model 'fr_core_news_xl'") as raised:
        made(yaml)
    assert raised.value.exit_code == 4


def test_several_processes_make_the_same_bytes(project: Callable[..., Path]) -> None:
    texts = [f"Anne {n} et Bob." for n in range(9)]
    alone = made(project(texts, folder="alone"))
    together = made(project(texts, folder="together", workers=2))

    assert tables(alone.corpus) == tables(together.corpus)


def test_a_worker_that_dies_is_said_and_the_rest_is_kept(project: Callable[..., Path]) -> None:
    yaml = project(["Anne.", "Bob.", "DIE"], shard=1, workers=2)
    with pytest.raises(pressmark.PressmarkError, match="1 shards are not done: their processes died 3 times"):
        made(yaml)

    yaml.parent.joinpath("a.jsonl").write_text('{"id": "a0", "text": "Anne.", "page": 0}\n')
    assert made(yaml).annotated == 0


def test_a_killed_run_goes_on_and_ends_with_the_same_bytes(project: Callable[..., Path]) -> None:
    texts = [f"Anne {n} et Bob." for n in range(16)]
    calm = made(project(texts, folder="calm", pause=0.15))
    yaml = project(texts, folder="killed", pause=0.15)
    kills = 0
    for wait in (1, 2, 3):
        driver = _start(yaml)
        _until_drafts(yaml.parent / "corpus", wait, driver)
        kills += driver.poll() is None
        os.kill(driver.pid, signal.SIGKILL)
        driver.wait()

    outcome = made(yaml)
    assert kills == 3
    assert 0 < outcome.annotated < 16
    assert outcome.kept == 16
    assert tables(outcome.corpus) == tables(calm.corpus)
    assert (outcome.corpus / "README.md").read_bytes() == (calm.corpus / "README.md").read_bytes()
    known = [replace(read_manifest(corpus), times={}) for corpus in (outcome.corpus, calm.corpus)]
    assert known[0] == known[1]
    assert not (outcome.corpus / ".pressmark").exists()


def test_the_old_corpus_is_readable_while_a_new_one_is_made(project: Callable[..., Path]) -> None:
    yaml = project(["Anne.", "Bob."])
    corpus = made(yaml).corpus
    driver = _start(project(["Anne.", "Bob.", *["Cleo."] * 8], pause=0.2))
    _until_drafts(corpus, 1, driver)
    assert [article.text for article in pressmark.load(corpus)] == ["Anne.", "Bob."]
    os.kill(driver.pid, signal.SIGKILL)
    driver.wait()
    assert pressmark.check(corpus) == ()


def test_ctrl_c_ends_with_130_and_a_word(project: Callable[..., Path]) -> None:
    yaml = project([f"Anne {n}." for n in range(16)], pause=0.2)
    driver = _start(yaml)
    _until_drafts(yaml.parent / "corpus", 1, driver)
    driver.send_signal(signal.SIGINT)
    _, said = driver.communicate(timeout=30)
    assert driver.returncode == 130
    assert "goes on from here" in said.decode()


def _start(yaml: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "pressmark", "annotate", str(yaml)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def _until_drafts(corpus: Path, count: int, driver: subprocess.Popen[bytes]) -> None:
    """Wait until so many shards are drafted more than when this was called."""
    work = corpus / ".pressmark" / "shards"
    before = _drafted(work)
    deadline = time.monotonic() + 60
    while _drafted(work) < before + count and time.monotonic() < deadline and driver.poll() is None:
        time.sleep(0.02)


def _drafted(work: Path) -> int:
    return sum(1 for path in work.glob("*") if "." not in path.name) if work.exists() else 0


def test_leftovers_of_a_killed_seal_are_swept(project: Callable[..., Path]) -> None:
    yaml = project(["Anne."])
    corpus = made(yaml).corpus
    (corpus / "words" / "part-00000-0123.parquet").write_bytes(b"x")
    shutil.copy(corpus / "manifest.json", corpus / ".manifest.json.1.tmp")
    made(yaml)
    assert pressmark.check(corpus) == ()
