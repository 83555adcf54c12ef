"""
A first project for a newcomer: a commented YAML file that runs, and an article to run it on.

For who writes an annotator: a module with one that runs, its test, and a YAML file that names it.
"""

from __future__ import annotations

import re
import sys
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from string import Template

from pressmark.errors import PressmarkError
from pressmark.storage.disk import write_bytes

__all__ = ["CONFIG", "write_annotator", "write_first_project"]

CONFIG = "pressmark.yaml"
# The line of the starter file in which the language of the site stands.
_LANGUAGE_LINE = "\n  language: en  "


def write_first_project(
    folder: str | Path, *, language: str = "en"
) -> tuple[Path, ...]:
    """
    Write a YAML file that runs, and an article if the folder has none; return the files written.

    The article and the interface of the site are in `language`. Raises `PressmarkError` when the YAML file is there
    already, or when there is no first article in the language.
    """
    folder = Path(folder)
    # A newcomer runs `init` twice, and hours of settings would be gone.
    if (folder / CONFIG).exists():
        raise PressmarkError(
            f"{folder / CONFIG} is there already, and stays as it is. Move it, or name another folder."
        )
    room = files("pressmark.cli") / "starter"
    sample = _first_article(language)
    planned = {folder / CONFIG: room / CONFIG}
    # Who has articles there wants to run those, not ours beside them.
    if not any((folder / "articles").glob("*.txt")):
        planned[folder / "articles" / "first.txt"] = sample
    for path, content in planned.items():
        text = content.read_text(encoding="utf-8").replace(
            _LANGUAGE_LINE, _LANGUAGE_LINE.replace("en", language)
        )
        write_bytes(path, text.encode())
    return tuple(planned)


def write_annotator(
    folder: str | Path, name: str, *, language: str = "en"
) -> tuple[Path, ...]:
    """
    Write the annotator `name` as a module that runs, its test and a YAML file that names it; return the files written.

    An article in `language` is written where the folder has none. Raises `PressmarkError` for a name that no module can
    have, and for a file that is there already.
    """
    folder = Path(folder)
    _refuse_name(name)
    room = files("pressmark.cli") / "starter"
    planned = {
        folder / f"{name}.py": room / "annotator.py.txt",
        folder / f"test_{name}.py": room / "annotator_test.py.txt",
        folder / f"{name}.yaml": room / f"annotator.{language}.yaml",
    }
    sample = _first_article(language)
    for path in planned:
        if path.exists():
            raise PressmarkError(
                f"{path} is there already, and stays as it is. Give the annotator another name."
            )
    values = {"name": name, "class_name": name.title().replace("_", "")}
    for path, content in planned.items():
        text = Template(content.read_text(encoding="utf-8")).substitute(values)
        write_bytes(path, text.encode())
    first = folder / "articles" / "first.txt"
    if any((folder / "articles").glob("*.txt")):
        return tuple(planned)
    write_bytes(first, sample.read_bytes())
    return (*planned, first)


def _first_article(language: str) -> Traversable:
    """Return the first article in a language. Raises `PressmarkError` where there is none."""
    sample = files("pressmark.cli") / "starter" / f"article.{language}.txt"
    # The articles are the list of languages: a new one needs a file and no code.
    if not sample.is_file():
        raise PressmarkError(
            f"there is no first article in {language!r}; there is one in en and in fr."
        )
    return sample


def _refuse_name(name: str) -> None:
    """Raise `PressmarkError` for a name that cannot be a module's and a layer's."""
    from pressmark.storage.tables import TABLES

    if not re.fullmatch(r"[a-z][a-z0-9_]{0,40}", name):
        raise PressmarkError(
            f"{name!r} cannot be an annotator's name: write small letters, digits and _, as in my_lab"
        )
    if name in TABLES or name in sys.stdlib_module_names or name == "pressmark":
        raise PressmarkError(
            f"{name!r} is the name of something else already; give the annotator another"
        )
