"""The benchmarks that the docs name run; how fast, they say by themselves."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from commands import run_script
from example_site import Site

from pressmark.dataset.checks import check
from pressmark.dataset.corpus import load

pytestmark = pytest.mark.model

ROOT = Path(__file__).parent.parent


def ran(name: str, *words: str | Path) -> str:
    """What a benchmark prints."""
    done = run_script(ROOT / "benchmarks" / name, *words, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_corpora_of_any_size_are_made_of_real_articles_and_weighed(
    tmp_path: Path,
) -> None:
    texts = [
        f"« Le pont {number} est fermé », a déclaré Anne Morel, maire de Larnholm. "
        "La police a arrêté deux hommes à Larnholm jeudi."
        for number in range(3)
    ]
    rows = [json.dumps({"id": f"r{n}", "text": text}) for n, text in enumerate(texts)]
    source = tmp_path / "news.fr.jsonl"
    source.write_text("\n".join(rows), encoding="utf-8")
    ran("resampled.py", tmp_path, "2", "7", "--source", source)
    few, many = load(tmp_path / "corpus-2"), load(tmp_path / "corpus-7")
    assert (len(few), len(many)) == (2, 7)
    assert check(many.folder) == ()
    assert {article.id.partition("-r")[0] for article in many} >= {"1", "2"}
    # The same names and others: an archive that grows has both.
    assert len(many.table("names").to_list()) > len(few.table("names").to_list())
    assert len({article.published for article in many}) == 7
    told = ran("weight.py", few.folder, many.folder, "--kinds")
    assert "2 articles" in told
    assert "7 articles" in told
    assert "articles/*.html" in told


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("gazetteer.py --articles 2 --entries 200 --rounds 1", "the file is read in"),
        ("happenings.py 400", "400 mentions"),
        ("copies.py", "found 300"),
        ("performance.py --quick --part layers", "| events |"),
        ("reruns.py --articles 4 --rounds 1", "again with events changed, 4 articles"),
    ],
)
def test_a_benchmark_runs(command: str, said: str) -> None:
    name, *words = command.split()
    assert said in ran(name, *words)


def test_the_seal_of_any_corpus_is_measured(site: Site) -> None:
    told = ran("scale.py", "200", "--workers", "2", "--corpus", site.corpus.folder)
    columns = [column.split() for column in re.split("  +|, ", told.strip())]
    sizes = {
        unit: int(size.replace(",", ""))
        for size, unit, *_ in columns
        if "." not in size
    }
    articles, names, happenings = (
        sizes[unit] for unit in ("articles", "names", "happenings")
    )
    assert articles == 24 * 8 * 2
    assert names > 100
    assert happenings > 10


def test_the_house_of_any_project_is_measured(tmp_path: Path) -> None:
    for room, lines in (("corpus", 6), ("annotators", 2), ("site", 1), ("tests", 3)):
        module = f'"""What is in {room}."""\n' + "".join(
            f"\n\ndef count_{n}(found: int) -> int:\n    kept = found\n    return kept + {n}\n"
            for n in range(lines)
        )
        (tmp_path / room).mkdir()
        (tmp_path / room / "__init__.py").write_text(module, encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text(
        "[tool.coverage.report]\nfail_under = 90\n", encoding="utf-8"
    )
    told = ran("house.py", "--root", tmp_path, "--words")
    assert "lines of tests to lines of code           0.33 (16 to 48)" in told
    assert "corpus (100.0 %): kept 6" in told


def test_breadth_counts_entries_decisions_and_what_is_open(tmp_path: Path) -> None:
    words = tmp_path / "words.txt"
    words.write_text("signer\nmanger\nxylographier\n", encoding="utf-8")
    told = ran("breadth.py", "fr", words, "--open", "9")
    assert "3 words: 1 with an entry, 1 no event, 1 open" in told
    assert told.splitlines()[-1] == "xylographier"


@pytest.mark.browser
def test_the_benchmark_of_the_review_page_decides_and_counts() -> None:
    told = ran("review.py", "--quotes", "5", "--rounds", "0")
    name, count, *_, faults = told.splitlines()[-1].strip("| ").split(" | ")
    assert (name, count, faults) == ("examples", "5", "0")


def test_types_are_counted_beside_events_that_have_none(tmp_path: Path) -> None:
    text = "La police a arrêté deux hommes. Le fleuve coule."
    triggers = [("arrêté", "COERCE"), ("coule", None)]
    events = [
        {
            "start": text.index(word),
            "end": text.index(word) + len(word),
            "text": word,
            "type": label,
        }
        for word, label in triggers
    ]
    row = {"id": "a", "language": "fr", "text": text, "events": events}
    (tmp_path / "events.fr.tiny.jsonl").write_text(json.dumps(row), encoding="utf-8")
    assert "COERCE         1 gold, 1 found, 1 right" in ran(
        "quality.py", tmp_path, "events", "--types"
    )
