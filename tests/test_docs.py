"""The README and the docs are true: every command and Python block in them runs, every YAML block is a valid file."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pressmark.config import read
from pressmark.corrections import read_corrections
from pressmark.gazetteer import read_gazetteer

pytestmark = pytest.mark.model

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.M | re.S)

FRENCH = "« Le port est fermé », a déclaré Anne Morel, la maire de Larnholm.\n"
ENGLISH = "The ferry was delayed on Monday, said Ann Lee, the mayor of Larnholm.\n"
STUDY = "title: Harbours\nsource: {files: ['articles/*.txt']}\nrun: {workers: 1}\n"

# Commands that install or that another test runs: the wheel in a fresh environment, the checks, the tests themselves.
ELSEWHERE = (
    "pip install",
    "python3 -m venv",
    ". .venv/bin/activate",
    "make test",
    "make check",
    "make format",
    "PYTEST=",
)


def blocks(page: Path) -> list[tuple[str, str]]:
    """The language and the text of each fenced block that says its language."""
    return BLOCK.findall(page.read_text(encoding="utf-8"))


def commands(block: str) -> Iterator[str]:
    """The commands of a shell block, without their comments; one that goes on behind a backslash is one."""
    for line in block.replace("\\\n", " ").splitlines():
        command = re.sub(r"\s+#\s.*$|^#.*$", "", line).strip()
        if command:
            yield command


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two articles, a YAML file and the corpus made of them: what the pages' examples start from."""
    folder = tmp_path_factory.mktemp("docs")
    (folder / "articles").mkdir()
    (folder / "articles" / "fr.txt").write_text(FRENCH, encoding="utf-8")
    (folder / "articles" / "en.txt").write_text(ENGLISH, encoding="utf-8")
    (folder / "pressmark.yaml").write_text(STUDY, encoding="utf-8")
    run(f"{sys.executable} -m pressmark run pressmark.yaml", folder)
    return folder


def run(command: str, folder: Path) -> str:
    """What a command says; fails when it does."""
    words = shlex.split(command.replace("GOLD", "examples/gold"))
    if words[0] == "pressmark":
        words = [sys.executable, "-m", "pressmark", *words[1:]]
    if words[0] in ("python", ".venv/bin/python"):
        words[0] = sys.executable
    if words[0] == ".venv/bin/pressmark":
        words = [sys.executable, "-m", "pressmark", *words[1:]]
    done = subprocess.run(words, capture_output=True, text=True, cwd=folder)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout + done.stderr


def serve(command: str, folder: Path) -> None:
    """A server starts and says where it is; then it is ended."""
    words = [sys.executable, "-m", "pressmark", *shlex.split(command)[1:], "--port", "0"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=folder) as server:
        assert server.stdout is not None
        said = server.stdout.readline()
        server.terminate()
    assert "http://127.0.0.1:" in said


def shell(block: str, folder: Path) -> None:
    for command in commands(block):
        if command.startswith(ELSEWHERE):
            continue
        if command.startswith("pressmark serve"):
            serve(command, folder)
        else:
            run(command, ROOT if command.startswith(("make ", ".venv/")) else folder)


def python(block: str, folder: Path) -> None:
    """A block is a script; one whose docstring names its file is that module, for other blocks to use."""
    named = re.match(r'"""(\w+\.py),', block)
    file = folder / (named.group(1) if named else "block.py")
    file.write_text(block, encoding="utf-8")
    if not named:
        run(f"python {file}", ROOT if "examples/" in block else folder)


def yaml(block: str, folder: Path) -> None:
    """A block is a configuration, unless its first line says that it is a gazetteer or a file of corrections."""
    file = folder / "block.yaml"
    file.write_text(block, encoding="utf-8")
    if block.startswith("# a gazetteer"):
        assert read_gazetteer(file)
    elif block.startswith("# corrections"):
        assert read_corrections(file).same
    else:
        assert read(file).config.title


RUN: dict[str, Callable[[str, Path], None]] = {"sh": shell, "python": python, "yaml": yaml}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_shows_runs(page: Path, study: Path, tmp_path: Path) -> None:
    folder = tmp_path / "study"
    shutil.copytree(study, folder)
    for language, block in blocks(page):
        if language in RUN:
            RUN[language](block, folder)


def test_every_language_of_a_block_is_known() -> None:
    assert {language for page in PAGES for language, _ in blocks(page)} <= {*RUN, "toml", "json", "text", "r", "sql"}
