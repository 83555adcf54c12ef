"""
A corpus that an earlier pressmark wrote is read, checked, counted, exported and shown as it stands, and can be made anew.

`corpora/0.1.0` was written by that release, from two of the example articles. Its annotations are what the rules found then.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pyarrow as pa
import pytest
from commands import run_command
from datasets import load_dataset

import pressmark
from pressmark.dataset.checks import check
from pressmark.dataset.corpus import load, save
from pressmark.dataset.earlier_columns import is_earlier, later_columns

WRITTEN = Path(__file__).parent / "corpora" / "0.1.0"
TABLES = (
    "articles",
    "entities",
    "quotes",
    "times",
    "events",
    "names",
    "happenings",
    "runs",
)


@pytest.fixture
def earlier(tmp_path: Path) -> Path:
    return Path(shutil.copytree(WRITTEN, tmp_path / "corpus"))


def test_it_is_whole_and_the_command_says_which_columns_came_later(
    earlier: Path,
) -> None:
    said = run_command("check", earlier)
    assert said.returncode == 0, said.stdout
    assert "whole and true" in said.stdout
    assert "written by an earlier pressmark" in said.stdout
    assert "  quotes: " in said.stdout
    assert "speaker_gender" in said.stdout


def test_its_articles_have_their_layers_and_what_is_new_is_filled_in_or_empty(
    earlier: Path,
) -> None:
    articles = list(load(earlier))
    assert sum(len(article.quotes) for article in articles) == 16
    quotes = [quote for article in articles for quote in article.quotes]
    assert all(quote.score is None and quote.verdict is None for quote in quotes)
    # Filled in from `names`: the person behind a pronoun or a surname has her whole name.
    assert any(
        quote.speaker_canonical_name not in (None, quote.speaker) for quote in quotes
    )


@pytest.mark.parametrize("table", TABLES)
def test_datasets_loads_each_of_its_tables(
    earlier: Path, table: str, tmp_path: Path
) -> None:
    rows = load_dataset(
        str(earlier), table, split="train", cache_dir=str(tmp_path / "cache")
    )
    assert rows.num_rows == load(earlier).manifest.counts[table]


@pytest.mark.parametrize(
    "form", ["jsonl", "csv", "sqlite", "brat", "tei", "croissant", "hub"]
)
def test_it_is_exported(earlier: Path, form: str, tmp_path: Path) -> None:
    said = run_command(
        "export", earlier, "--format", form, "--output", tmp_path / f"out.{form}"
    )
    assert said.returncode == 0, said.stderr


def test_it_is_counted_by_columns_that_came_later(earlier: Path) -> None:
    shares = pressmark.count(load(earlier), "shares", of="gender")
    assert shares["quotes"].sum() > 0


def test_its_site_is_built(earlier: Path, tmp_path: Path) -> None:
    yaml = tmp_path / "study.yaml"
    yaml.write_text(
        "title: t\nsource: {files: [articles/*.md]}\ncorpus: corpus/\n"
        "annotators: [entities, quotes, events]\nsite: {folder: public/}\n"
    )
    said = run_command("build", yaml)
    assert said.returncode == 0, said.stderr
    pages = [
        page
        for page in (tmp_path / "public" / "articles").rglob("*.html")
        if page.name != "index.html"
    ]
    assert len(pages) == 2


def test_it_is_written_with_all_columns_by_save(earlier: Path, tmp_path: Path) -> None:
    made = save(list(load(earlier)), tmp_path / "anew", title="anew")
    assert check(tmp_path / "anew") == ()
    assert later_columns(tmp_path / "anew", made.manifest) == {}
    assert [len(article.events) for article in made] == [
        len(article.events) for article in load(earlier)
    ]


def test_columns_of_another_type_or_order_or_of_nobody_are_no_earlier_ones() -> None:
    today = pa.schema(
        [("id", pa.string()), ("start", pa.int64()), ("late", pa.int64())]
    )
    assert is_earlier(pa.schema([("id", pa.string()), ("start", pa.int64())]), today)
    for other in (
        [("id", pa.string()), ("start", pa.string())],
        [("start", pa.int64()), ("id", pa.string())],
        [("id", pa.string()), ("mine", pa.int64())],
    ):
        assert not is_earlier(pa.schema(other), today)


def test_a_card_that_leads_elsewhere_is_still_said(earlier: Path) -> None:
    card = (earlier / "README.md").read_text()
    (earlier / "README.md").write_text(
        card.replace("- quotes/part-", "- elsewhere/part-", 1)
    )
    assert [problem.where for problem in check(earlier)] == ["README.md"]
