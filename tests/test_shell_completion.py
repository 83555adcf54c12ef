"""A shell completes commands, options and values by the script that `pressmark completion` prints."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pressmark.cli.app import app

PROGRAM = Path(sys.executable).with_name("pressmark")

BASH = """
source <(pressmark completion bash)
complete -p pressmark
COMP_WORDS=(pressmark {words}); COMP_CWORD=$(( ${{#COMP_WORDS[@]}} - 1 ))
_pressmark_completion pressmark
echo "${{COMPREPLY[@]}}"
"""


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_has_its_script(shell: str) -> None:
    result = CliRunner().invoke(app, ["completion", shell])

    assert result.exit_code == 0
    assert f"_PRESSMARK_COMPLETE=complete_{shell}" in result.stdout


def test_another_shell_is_told_which_there_are() -> None:
    result = CliRunner().invoke(app, ["completion", "tcsh"])

    assert result.exit_code == 2
    assert "bash" in result.output


@pytest.mark.slow
@pytest.mark.skipif(not PROGRAM.exists(), reason="pressmark is not installed")
@pytest.mark.parametrize(
    ("words", "completions"),
    [
        ("an", {"annotate"}),
        ("run --r", {"--retry"}),
        ("completion z", {"zsh"}),
        ("export c --format g", {"gexf", "graphml"}),
        ("import c a --format w", {"webannotation"}),
        ("count c sh", {"shares"}),
    ],
)
def test_bash_completes(words: str, completions: set[str]) -> None:
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("there is no bash")
    path = f"{PROGRAM.parent}{os.pathsep}{os.environ['PATH']}"

    done = subprocess.run(
        [bash, "-c", BASH.format(words=words)],
        capture_output=True, text=True, check=True, env=os.environ | {"PATH": path},
    )  # fmt: skip

    registered, offered = done.stdout.splitlines()
    assert registered.endswith("_pressmark_completion pressmark")
    assert set(offered.split()) == completions
