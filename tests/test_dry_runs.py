"""`--dry` says what a run or a build would do, what it costs, and writes nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from running import made
from typer.testing import CliRunner, Result

import pressmark
from pressmark.cli.app import app
from pressmark.errors import PressmarkError

pytestmark = pytest.mark.slow


def dry(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [*map(str, words), "--dry"])


def files(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {
        str(path): (path.stat().st_mtime_ns, path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_first_run_would_annotate_all(project: Callable[..., Path]) -> None:
    yaml = project(["Anne part.", "Bob reste."])

    forecast = pressmark.forecast(yaml)

    assert (forecast.new, forecast.changed, forecast.same, forecast.gone) == (
        2,
        0,
        0,
        0,
    )
    assert (forecast.annotated, forecast.layers) == (2, ("words",))
    assert not forecast.corpus.exists()


def test_new_changed_kept_and_gone_articles_are_counted(
    project: Callable[..., Path],
) -> None:
    made(project(["Anne.", "Bob.", "Cleo.", "Dan."]))
    rows = [
        {"id": "a0", "text": "Anne.", "page": 0},
        {"id": "a1", "text": "Bob revient.", "page": 1},
        {"id": "z9", "text": "Zoe.", "page": 2},
    ]
    yaml = project(["Anne."])
    (yaml.parent / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))

    forecast = pressmark.forecast(yaml)

    assert (forecast.new, forecast.changed, forecast.same, forecast.gone) == (
        1,
        1,
        1,
        2,
    )
    assert forecast.annotated == pressmark.run(yaml, site=False).annotated == 2


def test_nothing_is_written_not_even_where_a_run_was_stopped(
    project: Callable[..., Path],
) -> None:
    yaml = project(["Anne.", "RAISE Bob.", "Cleo."])
    made(yaml)
    yaml.write_text(yaml.read_text().replace("pause: 0.0", "pause: 0.001"))
    before = files(yaml.parent)

    for words in (["run", yaml], ["annotate", yaml, "--retry"]):
        assert dry(*words).exit_code == 0

    assert files(yaml.parent) == before


def test_the_command_says_what_where_and_what_is_rejected(
    project: Callable[..., Path],
) -> None:
    yaml = project(["Anne part.", ""])

    result = dry("run", yaml)

    assert result.exit_code == 1
    assert "Nothing is written." in result.stdout
    assert "2 articles seen = 1 kept + 1 rejected by the import" in result.stdout
    assert "1 new, 0 changed, 0 as in the corpus" in result.stdout
    assert "1 would be annotated: words" in result.stdout
    assert "rejected" in result.stdout.splitlines()[4]
    assert f"Dataset: {yaml.parent / 'corpus'}" in result.stdout
    assert f"Site: {yaml.parent / 'public'}" in result.stdout


def test_json_has_the_same(project: Callable[..., Path]) -> None:
    yaml = project(["Anne part."])

    told = json.loads(dry("annotate", yaml, "--json").stdout)

    assert (told["new"], told["annotated"], told["layers"]) == (1, 1, ["words"])
    assert told["dataset"] == str(yaml.parent / "corpus")


def test_what_a_run_refuses_is_refused(project: Callable[..., Path]) -> None:
    yaml = project(["Anne part."])
    (yaml.parent / "corpus").mkdir()
    (yaml.parent / "corpus" / "README.md").write_text("# My garden\n")

    with pytest.raises(PressmarkError, match="did not write this file"):
        pressmark.forecast(yaml)


def test_a_build_says_whether_the_site_stands(project: Callable[..., Path]) -> None:
    yaml = project(["Anne part."])
    pressmark.run(yaml, site=False)

    first = dry("build", yaml)
    pressmark.run(yaml)
    second = dry("build", yaml)

    assert "would be made of 1 article" in first.stdout
    assert "stands as it would be made" in second.stdout
