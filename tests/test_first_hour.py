"""
A stranger's first hour, step by step as the docs tell it: from a newsroom's shared folder to a published site.

Each step is the command that the docs name, run as a process of its own in an empty folder.
"""

from __future__ import annotations

import functools
import http.server
import json
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import mixed_archive
import pytest
from commands import run_command
from playwright.sync_api import Browser

pytestmark = pytest.mark.model

STUDY = """
title: Two countries, many newspapers
source: {files: ["archive/**/*"]}
copies: {}
annotators: [entities, quotes, events]
corpus: corpus/
site: {folder: public/}
"""

OWN = """
title: Two countries, many newspapers
source: {files: ["archive/**/*"]}
copies: {}
names: {corrections: corrections.yaml}
annotators:
  - entities: {gazetteer: people.yaml}
  - quotes
  - events: {lexicon: my-events.yaml}
corpus: corpus/
site: {folder: public/}
"""

CORRECTIONS = "same:\n  - [Tarsk, Tarsanie]\n"
PEOPLE = "- {name: Claire Durel, label: PER, gender: f, party: Les Verts}\n"
EVENTS = """
fr:
  types:
    HALTING:
      definition: Something that ran stands still
      example: Les bus se sont arrêtés.
      plover: null
      verbs: [paralyser]
      nouns: [arrêt]
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the stranger: an archive, a YAML file, and what the first run makes of them."""
    folder = tmp_path_factory.mktemp("desk")
    mixed_archive.write(folder / "archive")
    (folder / "study.yaml").write_text(STUDY, encoding="utf-8")
    said = pressmark(folder, "run study.yaml", code=1)
    assert said.startswith(
        f"{mixed_archive.KEPT + len(mixed_archive.BROKEN)} articles seen"
    )
    return folder


def pressmark(folder: Path, command: str, code: int = 0) -> str:
    """What a command prints; it must end with this exit code."""
    done = run_command(*command.split(), cwd=folder)
    assert done.returncode == code, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def test_nothing_of_the_archive_is_lost_without_a_word(desk: Path) -> None:
    said = pressmark(desk, "run study.yaml", code=1)
    assert f"= {mixed_archive.KEPT} kept + {len(mixed_archive.BROKEN)} rejected" in said
    assert f"0 annotated now, {mixed_archive.KEPT} stood already" in said
    rejected = re.findall(r"rejected .*?archive/(?:\w+/)*([\w.-]+?)[,):]", said)
    assert sorted(rejected) == sorted(mixed_archive.BROKEN)
    assert "whole and true" in pressmark(desk, "check corpus")


def test_a_table_with_words_of_its_own_for_our_columns_is_read(desk: Path) -> None:
    from pressmark.dataset.corpus import load

    rows = [
        article
        for article in load(desk / "corpus")
        if article.origin.file == "archive/tables/daily.csv"
    ]  # type: ignore[union-attr]
    assert len(rows) == 3
    assert all(
        article.title
        and article.outlet
        and article.published
        and not any(article.extra.values())
        for article in rows
    )


WRONG = {
    "run .": (2, "is a folder; name study.yaml"),
    "check study.yaml": (5, "is a file; a corpus is a folder. There is one in corpus."),
    "info .": (5, "There is one in corpus."),
    "count corpus quotd": (2, "did you mean 'quoted'?"),
    "count corpus quoted --by outlett": (2, "did you mean 'outlet'?"),
    "count corpus named --label PERS": (0, "did you mean 'PER'?"),
    "export corpus --format cvs --output x": (2, "did you mean 'csv'?"),
    "export corpus --format csv --layer quote --output x": (
        2,
        "did you mean 'quotes'?",
    ),
    "import corpus study.yaml --by anna --output x": (
        3,
        "annotates no article of corpus",
    ),
    "sample corpus --n 5 --output corpus": (2, "holds a corpus that would be lost"),
    "evaluate corpus nogold": (3, "nogold: is not there"),
    "serve public --port 99999": (2, "less than or equal to 65535"),
}


@pytest.mark.parametrize("command", WRONG)
def test_what_a_stranger_gets_wrong_is_said_with_what_to_do(
    desk: Path, command: str
) -> None:
    done = run_command(*command.split(), cwd=desk)
    code, said = WRONG[command]
    assert done.returncode == code, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not (desk / "x").exists()


def test_every_encoding_is_read_right(desk: Path) -> None:
    from pressmark.dataset.corpus import load

    texts = {article.id: article.text for article in load(desk / "corpus")}
    for name in ("texts/mavro", "texts/minoterie", "texts/montbel", "pages/zamba"):
        assert "é" in texts[name], name
        assert not re.search("Ã|\ufffd|\x00", texts[name]), name


def test_a_copy_says_so_and_is_counted_once(desk: Path) -> None:
    from pressmark.dataset.corpus import load

    copies = {
        article.id: article.duplicate_of
        for article in load(desk / "corpus")
        if article.duplicate_of
    }
    assert set(copies) == {"texts/osmara", "news·20260303·LPH·0099"}
    assert copies["news·20260303·LPH·0099"] == "news·20260302·LPH·0005"


def test_the_dataset_counts_who_is_quoted(desk: Path) -> None:
    counted = json.loads(pressmark(desk, "count corpus quoted --by outlet --json"))
    assert any(
        row["name"] == "Jorge Salvat" and row["quotes"] > 3 for row in _rows(counted)
    )
    six_lines = """
from datasets import load_dataset
quotes = load_dataset("corpus", "quotes", split="train").to_pandas()
articles = load_dataset("corpus", "articles", split="train").to_pandas()
merged = quotes.merge(articles, left_on="article_id", right_on="id", suffixes=("", "_article"))
print(merged.groupby(["outlet", "speaker_canonical_name"]).size().sort_values(ascending=False).head(10))
"""
    done = subprocess.run(
        [sys.executable, "-c", six_lines], capture_output=True, text=True, cwd=desk
    )
    assert "Jorge Salvat" in done.stdout, done.stderr


def _rows(counted: object) -> list[dict[str, object]]:
    return counted["rows"] if isinstance(counted, dict) else counted  # type: ignore[return-value]


def test_names_people_and_types_of_ones_own(desk: Path) -> None:
    before = pressmark(desk, "names corpus")
    assert "Tarsk (" in before
    assert "Tarsanie (" in before
    for name, text in (
        ("corrections", CORRECTIONS),
        ("people", PEOPLE),
        ("my-events", EVENTS),
        ("study", OWN),
    ):
        (desk / f"{name}.yaml").write_text(text, encoding="utf-8")
    pressmark(desk, "run study.yaml", code=1)

    after = pressmark(desk, "names corpus")
    assert "Tarsk (" in after
    assert "Tarsanie (" not in after
    shares = json.loads(pressmark(desk, "count corpus shares --of gender --json"))
    assert {"f", "m"} <= {row["gender"] for row in _rows(shares)} <= {"f", "m", None}
    assert "HALTING" in pressmark(desk, "count corpus events --top 0")


def test_a_sample_corrected_by_hand_measures_the_corpus(desk: Path) -> None:
    pressmark(desk, "sample corpus --n 10 --output to-annotate")
    pressmark(desk, "export to-annotate --format labelstudio --output tasks.json")
    tasks = json.loads((desk / "tasks.json").read_text(encoding="utf-8"))
    for (
        task
    ) in tasks:  # what Label Studio exports once a person has submitted the prediction
        task["annotations"] = task.pop("predictions")
    regions = next(
        found for task in tasks if _people(found := task["annotations"][0]["result"])
    )
    regions.remove(_people(regions)[0])
    (desk / "tasks.json").write_text(json.dumps(tasks), encoding="utf-8")
    said = pressmark(
        desk,
        "import to-annotate tasks.json --format labelstudio --by anna --output gold",
    )
    assert "10 articles" in said
    measured = pressmark(desk, "evaluate corpus gold --html errors.html")
    interval = r"[\d.]+ – [\d.]+"
    scores = re.search(
        rf"exact +[\d.]+ +{interval} +([\d.]+) +{interval} +([\d.]+)", measured
    )
    assert scores, measured
    assert float(scores.group(1)) < 100.0 == float(scores.group(2))
    assert "<mark" in (desk / "errors.html").read_text(encoding="utf-8")


def _people(regions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for one in regions if "PER" in one.get("value", {}).get("labels", ())]


def test_inception_and_datasette_open_it(desk: Path) -> None:
    from cassis import load_cas_from_xmi, load_typesystem

    pressmark(desk, "export corpus --format xmi --output xmi")
    with (desk / "xmi" / "TypeSystem.xml").open("rb") as types:
        system = load_typesystem(types)
    files = sorted((desk / "xmi").glob("*.xmi"))
    assert len(files) == mixed_archive.KEPT
    assert all(
        load_cas_from_xmi(file.open("rb"), typesystem=system).sofa_string
        for file in files
    )

    pressmark(desk, "export corpus --format sqlite --output corpus.db")
    words = [
        sys.executable,
        "-m",
        "datasette",
        "corpus.db",
        "--metadata",
        "corpus.metadata.json",
    ]
    asked = "/corpus.json?sql=select+count(*)+as+n+from+quotes_fts+where+quotes_fts+match+'sirenes'&_shape=array"
    done = subprocess.run(
        [*words, "--get", asked], capture_output=True, text=True, cwd=desk
    )
    assert json.loads(done.stdout)[0]["n"] >= 1, done.stderr


def test_a_folder_that_moved_is_the_same_study(desk: Path, tmp_path: Path) -> None:
    moved = tmp_path / "moved"
    shutil.copytree(desk, moved)
    said = pressmark(moved, "run study.yaml", code=1)
    assert f"0 annotated now, {mixed_archive.KEPT} stood already" in said
    assert "whole and true" in pressmark(moved, "check corpus")


@pytest.fixture
def address(desk: Path) -> Iterator[str]:
    """The site as a static server shows it under a path of its own: `…/papers/site/`."""
    published = desk / "www" / "papers"
    published.mkdir(parents=True)
    (published / "site").symlink_to(desk / "public", target_is_directory=True)
    handler = functools.partial(
        http.server.SimpleHTTPRequestHandler, directory=str(desk / "www")
    )
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/papers/site/"
        server.shutdown()


@pytest.mark.browser
def test_the_site_is_read_under_a_path_of_a_static_server(
    desk: Path, address: str, browser: Browser
) -> None:
    asked, failed = [], []
    with browser.new_context() as context:
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("requestfailed", lambda request: failed.append(request.url))
        page.on(
            "response",
            lambda response: (
                failed.append(response.url) if response.status >= 400 else None
            ),
        )
        page.goto(address)
        page.get_by_role("link", name="Articles").first.click()
        page.get_by_role("link", name="Missiles kill at least 14").first.click()
        page.wait_for_load_state()
        text = page.locator("[data-article]")
        assert text.get_attribute("data-article") == "notes/en-01"
        # This article alone names him, and has all that there is of him: no page is his.
        link = text.get_by_role("link", name="Stefan Arkady").first
        assert (link.get_attribute("href") or "").startswith("#n-entities-")
        page.get_by_role("link", name="People").first.click()
        page.locator("main a[href^='../names/per-']").first.click()
        page.wait_for_load_state()
        assert page.locator("h1").inner_text()
    assert not failed
    assert all(url.startswith(address) for url in asked), asked
