"""A clone, whatever its folder is called and wherever Python is started: the package is that of the working tree."""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
ROOMS = ("corpus", "annotators", "site")


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A clone called `pressmark`, its environment as `.ci/install` makes it, with the dependencies of ours."""
    folder = tmp_path_factory.mktemp("above") / "pressmark"
    for room in (*ROOMS, ".ci"):
        shutil.copytree(
            ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__")
        )
    venv.create(folder / ".venv", with_pip=False)
    packages = next((folder / ".venv" / "lib").glob("python*/site-packages"))
    ours = Path(sysconfig.get_path("purelib"))
    (packages / "dependencies.pth").write_text(f"{ours}\n", encoding="utf-8")
    for hook in ours.glob(
        "__editable__*pressmark*"
    ):  # the editable install's own, led to the clone
        text = hook.read_text(encoding="utf-8").replace(str(ROOT), str(folder))
        (packages / hook.name).write_text(text, encoding="utf-8")
    subprocess.run([_python(folder), folder / ".ci" / "beside.py"], check=True)
    yield folder
    shutil.rmtree(folder)


def _python(folder: Path) -> str:
    return str(folder / ".venv" / "bin" / "python")


def _printed(folder: Path, code: str, cwd: Path) -> str:
    done = subprocess.run(
        [_python(folder), "-c", code],
        capture_output=True,
        text=True,
        cwd=cwd,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_clone_called_pressmark_does_not_hide_the_package_for_python_started_beside_it(
    clone: Path,
) -> None:
    assert "function load" in _printed(
        clone, "import pressmark; print(pressmark.load)", clone.parent
    )
    assert _printed(
        clone, "import pressmark.site as s; print(s.__file__)", clone.parent
    ).startswith(str(clone))
    asked = [_python(clone), "-m", "pressmark", "--version"]
    done = subprocess.run(
        asked, capture_output=True, text=True, cwd=clone.parent, check=True
    )
    assert done.stdout.startswith("pressmark ")


def test_python_started_in_the_clone_or_far_from_it_finds_the_package_too(
    clone: Path, tmp_path: Path
) -> None:
    for cwd in (clone, tmp_path):
        assert _printed(clone, "import pressmark; print(pressmark.__version__)", cwd)


@pytest.mark.parametrize("room", ROOMS)
def test_a_module_that_is_added_is_there_without_installing_anew(
    clone: Path, room: str
) -> None:
    package = clone / room / "added_since"
    package.mkdir()
    (package / "__init__.py").write_text("HERE = True\n", encoding="utf-8")
    name = (
        "pressmark.added_since" if room == "corpus" else f"pressmark.{room}.added_since"
    )
    assert _printed(
        clone,
        f"import {name} as added; print(added.__file__, added.HERE)",
        clone.parent,
    ).endswith("True")


def test_an_environment_that_is_copied_with_its_clone_reads_the_copy(
    clone: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "pressmark"
    shutil.copytree(clone, copy, symlinks=True)
    code = (
        "import pathlib, pressmark; print(pathlib.Path(pressmark.__file__).resolve())"
    )
    assert _printed(copy, code, tmp_path) == str(copy / "corpus" / "__init__.py")


def test_the_tests_read_the_working_tree() -> None:
    code = (
        "import pathlib, pressmark; print(pathlib.Path(pressmark.__file__).resolve())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == str(ROOT / "corpus" / "__init__.py")
