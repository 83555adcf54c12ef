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
from typer.testing import CliRunner

from pressmark.annotators.events.entries import read_own
from pressmark.cli import app
from pressmark.config import read
from pressmark.corrections import read_corrections
from pressmark.exchange import export
from pressmark.gazetteer import read_gazetteer
from pressmark.library import load

pytestmark = pytest.mark.model

ROOT = Path(__file__).parent.parent
FOLLOWED = ROOT / "docs" / "tutorial.md"  # by a test of its own, on the archive that it starts from
PAGES = sorted({*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")} - {FOLLOWED})
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.M | re.S)

FRENCH = "« Le port est fermé », a déclaré Anne Morel, la maire de Larnholm.\n"
ENGLISH = "“The ferry was delayed on Monday,” said Ann Lee, the mayor of Larnholm.\n"
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
    """Two articles, a YAML file, the corpus made of them, and its annotation as files: what the examples start from."""
    folder = tmp_path_factory.mktemp("docs")
    (folder / "articles").mkdir()
    (folder / "articles" / "fr.txt").write_text(FRENCH, encoding="utf-8")
    (folder / "articles" / "en.txt").write_text(ENGLISH, encoding="utf-8")
    (folder / "pressmark.yaml").write_text(STUDY, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        pressmark("pressmark run pressmark.yaml")
    for name in ("gold", "first", "second"):
        export(load(folder / "corpus"), folder / f"{name}.jsonl")
    return folder


def pressmark(command: str) -> None:
    done = CliRunner().invoke(app, shlex.split(command)[1:], catch_exceptions=True)
    assert done.exit_code == 0, f"{command}\n{done.output}\n{done.exception!r}"


def other(command: str) -> None:
    """A command of the checkout."""
    words = shlex.split(command.replace("GOLD", "examples/gold"))
    words = [sys.executable if word in ("python", ".venv/bin/python") else word for word in words]
    words = [sys.executable, "-m", "pressmark", *words[1:]] if words[0] == ".venv/bin/pressmark" else words
    done = subprocess.run(words, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"


def serve(command: str) -> None:
    """A server starts and says where it is; then it is ended."""
    words = [sys.executable, "-m", "pressmark", *shlex.split(command)[1:], "--port", "0"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as server:
        assert server.stdout is not None
        said = next((line for line in server.stdout if "http://127.0.0.1:" in line), None)
        server.terminate()
    assert said, command


def shell(block: str) -> None:
    for command in commands(block):
        if command.startswith(ELSEWHERE):
            continue
        kind = serve if command.startswith("pressmark serve") else pressmark
        (kind if command.startswith("pressmark ") else other)(command)


def python(block: str) -> None:
    """A block is a script; one whose docstring names its file is that module, for other blocks to use."""
    if named := re.match(r'"""(\w+\.py),', block):
        Path(named.group(1)).write_text(block, encoding="utf-8")
        return
    with pytest.MonkeyPatch.context() as patch:
        if "examples/" in block:
            patch.chdir(ROOT)
        exec(compile(block, "block.py", "exec"), {"__name__": "__main__"})


def yaml(block: str) -> None:
    """A block is a configuration, unless its first line names it a gazetteer, corrections or an event lexicon."""
    file = Path("block.yaml")
    file.write_text(block, encoding="utf-8")
    if block.startswith("# a gazetteer"):
        assert read_gazetteer(file)
    elif block.startswith("# corrections"):
        assert read_corrections(file).same
    elif block.startswith("# an event lexicon"):
        assert read_own(file)
    else:
        file.write_text(whole(block), encoding="utf-8")
        assert read(file).config.title


def whole(section: str) -> str:
    """A section of a configuration with the two that every configuration must have."""
    needed = {"title": "title: T\n", "source": "source: {files: [articles/*.txt]}\n"}
    return "".join(text for key, text in needed.items() if not re.search(rf"^{key}:", section, re.M)) + section


RUN: dict[str, Callable[[str], None]] = {"sh": shell, "python": python, "yaml": yaml}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_shows_runs(page: Path, study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(study, tmp_path / "study")
    monkeypatch.chdir(tmp_path / "study")
    for language, block in blocks(page):
        if language in RUN:
            RUN[language](block)


def test_every_language_of_a_block_is_known() -> None:
    assert {language for page in PAGES for language, _ in blocks(page)} <= {*RUN, "toml", "json", "text", "r", "sql"}


def test_the_reference_is_current() -> None:
    made = subprocess.run([sys.executable, str(ROOT / ".ci" / "reference")], capture_output=True, text=True)
    page = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
    assert page == made.stdout, "run: .venv/bin/python .ci/reference > docs/reference.md"
