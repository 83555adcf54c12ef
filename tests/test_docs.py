"""The README and the docs are true: every command and Python block in them runs, every YAML block is a valid file."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
import vendor_files as made
from commands import run_command
from typer.testing import CliRunner

from pressmark.annotators.events.own_lexicon import read_own_lexicon
from pressmark.cli.app import app
from pressmark.config.lexicon_folders import read_lexicon_folders
from pressmark.config.project import read
from pressmark.dataset.corpus import load
from pressmark.exchange import export
from pressmark.linking.corrections import read_corrections
from pressmark.linking.gazetteer import read_gazetteer

pytestmark = pytest.mark.model

ROOT = Path(__file__).parent.parent
FOLLOWED = {ROOT / "docs" / name for name in ("tutorial.md", "publishing.md")}
"""Pages that a test of their own follows, each on the archive that it starts from."""
PAGES = sorted({*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")} - FOLLOWED)
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.M | re.S)

FRENCH = "« Le port est fermé », a déclaré Anne Morel, la maire de Larnholm.\n"
ENGLISH = "“The ferry was delayed on Monday,” said Ann Lee, the mayor of Larnholm.\n"
STUDY = "title: Harbours\nsource: {files: ['articles/*.txt']}\nrun: {workers: 1}\n"

ARTICLES = [made.europresse_article(number) for number in (1, 2)]
ARCHIVES: dict[str, dict[str, str | bytes]] = {
    "europresse": {"europresse/mars.html": made.europresse(*ARTICLES)},
    "factiva": {
        "factiva/mars.rtf": made.rtf(
            [line for n in (1, 2) for line in made.factiva_coded(n).split("\n")]
        )
    },
    "nexis": {"nexis/mars.docx": made.docx([*made.nexis(1), *made.nexis(2)])},
    "web-pages": {f"pages/{n}.html": made.page(n) for n in (1, 2)},
    "warc": {
        "crawl/mars.warc.gz": made.warc(
            *(
                made.response(f"https://phare.example/{n}", made.page(n).encode())
                for n in (1, 2)
            )
        )
    },
    "feeds": {f"feeds/{n}.xml": made.feed(n) for n in (1, 2)},
    "archives": {
        "everything/2026.zip": made.zipped({"mars.html": made.europresse(*ARTICLES)})
    },
}

# Commands that install or that another test runs: the wheel in a fresh environment, the checks, the tests themselves, and
# what reads sets as often as there are rules.
ELSEWHERE = (
    "pip install",
    "python3 -m venv",
    ". .venv/bin/activate",
    "make test",
    "make check",
    "make coverage",
    "make format",
    "PYTEST=",
    ".venv/bin/python benchmarks/rules.py GOLD --characters",
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
    for name in ("articles", "theme"):
        (folder / name).mkdir()
    (folder / "articles" / "fr.txt").write_text(FRENCH, encoding="utf-8")
    (folder / "articles" / "en.txt").write_text(ENGLISH, encoding="utf-8")
    (folder / "pressmark.yaml").write_text(STUDY, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        pressmark("pressmark run pressmark.yaml")
    shutil.copytree(folder / "corpus", folder / "corpus-by-model")
    for name in ("gold", "first", "second"):
        export(load(folder / "corpus"), folder / f"{name}.jsonl")
    for name in ("anne", "ben"):
        (folder / f"{name}.jsonl").touch()
    (folder / "read.csv").write_text("id,verdict,correct\n", encoding="utf-8")
    return folder


def archive(page: Path, folder: Path) -> None:
    """The archive that the worked example of a source's page starts from: two articles."""
    for name, content in (
        ARCHIVES.get(page.stem, {}).items() if page.parent.name == "sources" else ()
    ):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(
            content if isinstance(content, bytes) else content.encode()
        )


def pressmark(command: str) -> str:
    done = CliRunner().invoke(app, shlex.split(command)[1:], catch_exceptions=True)
    assert done.exit_code == 0, f"{command}\n{done.output}\n{done.exception!r}"
    return done.stdout


@cache
def other(command: str) -> str:
    """What a command of the checkout prints; it writes nothing that another reads, so each is run once."""
    words = shlex.split(command)
    if words[0] == ".venv/bin/pressmark":
        done = run_command(*words[1:], cwd=ROOT)
    else:
        words = [
            sys.executable if word in ("python", ".venv/bin/python") else word
            for word in words
        ]
        done = subprocess.run(words, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def serve(command: str) -> str:
    """What a server says when it has started; then it is ended."""
    words = [
        sys.executable,
        "-m",
        "pressmark",
        *shlex.split(command)[1:],
        "--port",
        "0",
    ]
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as server:
        assert server.stdout is not None
        said = next(
            (line for line in server.stdout if "http://127.0.0.1:" in line), None
        )
        server.terminate()
    assert said, command
    return said


def shell(block: str) -> str:
    """What the commands of a block print."""
    said = []
    for command in commands(block):
        if command.startswith(ELSEWHERE):
            continue
        kind = serve if command.startswith("pressmark serve") else pressmark
        if not command.startswith("pressmark "):
            # People's own gold is where ours is: a page that shows both asks for one thing twice.
            kind = other
            command = command.replace("GOLD", "examples/gold")
        said.append(kind(command))
    return "\n".join(said)


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
    named = re.match(r"# ([\w./-]+\.yaml)\n", block)
    file = Path(named.group(1) if named else "block.yaml")
    file.parent.mkdir(exist_ok=True)
    file.write_text(block, encoding="utf-8")
    if block.startswith("# a gazetteer"):
        assert read_gazetteer(file)
    elif block.startswith("# corrections"):
        assert read_corrections(file).same
    elif block.startswith("# an event lexicon"):
        assert read_own_lexicon(file)
    elif file.parent.name == "my-lexicons":
        assert read_lexicon_folders([file.parent], Path()).files
    else:
        file.write_text(whole(block), encoding="utf-8")
        assert read(file).config.title


def whole(section: str) -> str:
    """A section of a configuration with the two that every configuration must have."""
    needed = {"title": "title: T\n", "source": "source: {files: [articles/*.txt]}\n"}
    return (
        "".join(
            text
            for key, text in needed.items()
            if not re.search(rf"^{key}:", section, re.M)
        )
        + section
    )


RUN: dict[str, Callable[[str], object]] = {"sh": shell, "python": python, "yaml": yaml}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_shows_runs(
    page: Path, study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(study, tmp_path / "study")
    monkeypatch.chdir(tmp_path / "study")
    archive(page, tmp_path / "study")
    said = ""
    for language, block in blocks(page):
        if language in RUN:
            said = str(RUN[language](block))
        elif re.match(r"\d+ articles? seen", block):
            assert said.startswith(block.strip()), said


def test_every_language_of_a_block_is_known() -> None:
    assert {language for page in PAGES for language, _ in blocks(page)} <= {
        *RUN,
        "toml",
        "json",
        "text",
        "r",
        "sql",
    }


def test_the_readme_begins_with_the_picture_the_yaml_and_six_lines() -> None:
    first = (
        (ROOT / "README.md").read_text(encoding="utf-8").partition("\n## Commands")[0]
    )
    picture = re.search(r"!\[[^]]+\]\((.+?)\)", first)
    assert picture
    assert (ROOT / picture.group(1)).is_file()
    (lines,) = re.findall(r"^```python\n(.*?)^```", first, re.M | re.S)
    assert picture.start() < first.index("```yaml") < first.index(lines)
    assert len(lines.splitlines()) == 6


def test_the_reference_is_current() -> None:
    made = subprocess.run(
        [sys.executable, str(ROOT / ".ci" / "reference.py")],
        capture_output=True,
        text=True,
    )
    page = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
    assert page == made.stdout, (
        "run: .venv/bin/python .ci/reference.py > docs/reference.md"
    )
