"""The log: silent by itself, steps with `-v`, shards and files with `-vv`, and what it changes is put back."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import pytest
from running import made
from typer.testing import CliRunner, Result

from pressmark.cli.app import app
from pressmark.cli.log_lines import show_log

pytestmark = pytest.mark.slow


def annotate(yaml: Path, *options: str) -> Result:
    return CliRunner().invoke(app, ["annotate", str(yaml), *options])


def test_a_run_from_python_logs_its_steps(
    project: Callable[..., Path], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "pressmark"):
        made(project(["Anne part.", "Bob reste."]))

    assert "import: 2 articles kept, 0 rejected" in caplog.messages
    assert "to do: 2 articles, in 1 of 1 shards" in caplog.messages
    assert "seal: 2 articles" in caplog.messages
    assert {record.name.partition(".")[0] for record in caplog.records} == {"pressmark"}


def test_a_library_is_silent_until_it_is_asked() -> None:
    handlers = logging.getLogger("pressmark").handlers
    assert any(isinstance(handler, logging.NullHandler) for handler in handlers)
    assert logging.getLogger("pressmark").level == logging.NOTSET


def test_one_v_shows_steps_and_two_show_each_file(
    project: Callable[..., Path],
) -> None:
    yaml = project(["Anne part."])

    plain = annotate(yaml).stderr
    steps = annotate(yaml, "-v").stderr
    all_lines = annotate(yaml, "-vv").stderr

    assert "import: 1 articles kept" not in plain
    assert "INFO pressmark.pipeline.run_preparation: import: 1 articles kept" in steps
    assert "reads a.jsonl" not in steps
    assert "DEBUG pressmark.sources: reads a.jsonl" in all_lines


def test_stdout_is_the_same_with_a_log(project: Callable[..., Path]) -> None:
    yaml = project(["Anne part."])
    annotate(yaml)

    assert annotate(yaml, "-vv").stdout == annotate(yaml).stdout


def test_quiet_prints_nothing(project: Callable[..., Path]) -> None:
    yaml = project(["Anne part."])
    assert annotate(yaml, "-q").output == ""
    built = CliRunner().invoke(app, ["build", str(yaml), "-q"])
    assert (built.exit_code, built.output) == (0, "")


def test_the_logger_is_put_back() -> None:
    logger = logging.getLogger("pressmark")
    before = logger.level, list(logger.handlers)
    with show_log(2):
        assert logger.isEnabledFor(logging.DEBUG)
    assert (logger.level, list(logger.handlers)) == before


def test_a_line_obeys_no_escape_of_a_title(capsys: pytest.CaptureFixture[str]) -> None:
    with show_log(1):
        logging.getLogger("pressmark.sources").info("reads %s", "a\x1b[31m.txt")
    assert "\x1b" not in capsys.readouterr().err
