"""Writing an annotator: the scaffold runs and is tested, and what breaks a promise is told."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

import pressmark
from pressmark import Article, CustomSpan
from pressmark.cli.app import app
from pressmark.config.project import read
from pressmark.errors import PressmarkError
from pressmark.testing import HOSTILE_TEXTS, check_annotator


class Words:
    """Marks the first word of an article."""

    name = layer = "words"
    needs: tuple[str, ...] = ()

    def annotate(self, article: Article, doc: Any) -> Iterator[CustomSpan]:
        for token in doc:
            if not token.is_space:
                yield CustomSpan.cut(
                    article.text, token.idx, token.idx + len(token.text), "WORD"
                )
                return


def test_a_sound_annotator_passes_and_its_articles_come_back() -> None:
    first, second = check_annotator(Words(), "Ann Lee sails.", "🙂 Rain.")
    assert first.layer("words")[0].text == "Ann"
    assert second.layer("words")[0].text == "🙂"


def test_offsets_of_a_folded_text_are_told() -> None:
    class Folded(Words):
        def annotate(self, article: Article, doc: Any) -> Iterator[CustomSpan]:
            # Lower case has more letters than the text: every later offset is wrong.
            start = article.text.lower().find("🙂")
            if start >= 0:
                yield CustomSpan(start=start, end=start + 1, text="🙂", label="FACE")

    with pytest.raises(AssertionError, match=r"words \(layer 'words'\):\n  'İstanbul"):
        check_annotator(Folded())


def test_all_faults_are_told_at_once() -> None:
    class Fragile(Words):
        def annotate(self, article: Article, doc: Any) -> Iterator[CustomSpan]:
            yield CustomSpan.cut(article.text, 0, len(article.text.split()[0]), "A")

    with pytest.raises(AssertionError) as caught:
        check_annotator(Fragile(), "Rain.")
    assert str(caught.value).count("IndexError") == 2


def test_spans_that_differ_at_a_second_try_are_told() -> None:
    numbers = count()

    class Moody(Words):
        def annotate(self, article: Article, doc: Any) -> Iterator[CustomSpan]:
            if next(numbers) % 2 and article.text:
                yield CustomSpan.cut(article.text, 0, 1, "A")

    with pytest.raises(AssertionError, match="a second try gives other spans"):
        check_annotator(Moody(), "Rain.")


def test_a_batch_must_give_what_articles_alone_give() -> None:
    class Batched(Words):
        def annotate_many(
            self, pairs: Sequence[tuple[Article, Any]]
        ) -> Iterator[list[CustomSpan]]:
            for article, doc in pairs:
                spans = list(self.annotate(article, doc))
                yield spans if len(article.text) > 12 else []

    assert check_annotator(Batched.__base__(), "Rain.")
    with pytest.raises(AssertionError, match=r"'Rain\.': annotate_many gives other"):
        check_annotator(Batched(), "Rain.")

    class Short(Words):
        def annotate_many(self, pairs: object) -> Iterator[list[CustomSpan]]:
            yield []

    with pytest.raises(AssertionError, match=r"annotate_many: SpanError: .*only 1"):
        check_annotator(Short(), "Rain.")


@pytest.mark.parametrize(
    ("attributes", "message"),
    [
        ({"layer": "a b"}, "`layer` must be a name"),
        ({"needs": "quotes"}, "`needs` must be a list"),
        ({"name": ""}, "`name` must be text"),
    ],
)
def test_what_is_no_annotator_is_told(attributes: dict[str, Any], message: str) -> None:
    with pytest.raises(AssertionError, match=message):
        check_annotator(type("Wrong", (Words,), attributes)())
    with pytest.raises(AssertionError, match="it is no annotator"):
        check_annotator(object())


@pytest.mark.model
def test_what_an_annotator_needs_is_made_before_it() -> None:
    class Speakers(Words):
        needs = ("quotes",)

        def annotate(self, article: Article, doc: Any) -> Iterator[CustomSpan]:
            for quote in article.quotes:
                yield CustomSpan.cut(article.text, quote.start, quote.end, "SAID")

    (article,) = check_annotator(Speakers(), "“We march,” said Ann Lee.")
    assert article.layer("words")[0].text == "We march,"


def test_hostile_texts_hold_what_breaks_offsets() -> None:
    everything = "".join(HOSTILE_TEXTS)
    for hostile in ("\r\n", "🙂", "\u0301", "\u202e", "İ", "\u0000", "“", "«"):
        assert hostile in everything
    assert "" in HOSTILE_TEXTS


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_scaffold_of_an_annotator_is_read_and_its_test_passes(
    tmp_path: Path, language: str
) -> None:
    folder = tmp_path / "lab"
    done = CliRunner().invoke(
        app, ["init", str(folder), "--annotator", "my_lab", "--language", language]
    )
    assert done.exit_code == 0, done.output
    assert f"Next: pressmark run {folder / 'my_lab.yaml'}" in done.stdout
    names = {path.name for path in folder.rglob("*.*")}
    assert names == {"my_lab.py", "test_my_lab.py", "my_lab.yaml", "first.txt"}
    assert len((folder / "test_my_lab.py").read_text().splitlines()) <= 12

    project = read(folder / "my_lab.yaml")
    choice = project.choices[-1]
    assert (choice.name, choice.layer) == ("my_lab:MyLab", "my_lab")
    article = (folder / "articles" / "first.txt").read_text("utf-8")
    words = choice.annotator.settings.words  # type: ignore[attr-defined]
    assert all(word in article for word in words)

    tested = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "."],
        cwd=folder,
        capture_output=True,
        text=True,
    )
    assert tested.returncode == 0, tested.stdout + tested.stderr
    assert "1 passed" in tested.stdout


def test_a_scaffold_writes_over_nothing(tmp_path: Path) -> None:
    (tmp_path / "test_my_lab.py").write_text("mine")
    with pytest.raises(PressmarkError, match="is there already"):
        pressmark.init(tmp_path, annotator="my_lab")
    assert [path.name for path in tmp_path.iterdir()] == ["test_my_lab.py"]


@pytest.mark.parametrize("name", ["", "My", "a-b", "quotes", "json", "../x", "1a"])
def test_a_name_that_no_annotator_can_have_is_refused(
    tmp_path: Path, name: str
) -> None:
    with pytest.raises(PressmarkError, match=r"another|cannot be"):
        pressmark.init(tmp_path, annotator=name)
    assert not list(tmp_path.iterdir())


def test_the_yaml_files_of_the_scaffold_differ_in_language_alone(
    tmp_path: Path,
) -> None:
    written = {}
    for language in ("en", "fr"):
        pressmark.init(tmp_path / language, annotator="my_lab", language=language)
        written[language] = yaml.safe_load(
            (tmp_path / language / "my_lab.yaml").read_text("utf-8")
        )
        assert written[language]["site"].pop("language") == language
        written[language]["annotators"].pop()
    assert written["en"] == written["fr"]
