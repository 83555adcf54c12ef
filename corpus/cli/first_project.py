"""A first project for a newcomer: a commented YAML file that runs, and an article to run it on."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from pressmark.errors import PressmarkError
from pressmark.storage.disk import write_bytes

__all__ = ["CONFIG", "write_first_project"]

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
    sample = room / f"article.{language}.txt"
    # The articles are the list of languages: a new one needs a file and no code.
    if not sample.is_file():
        raise PressmarkError(
            f"there is no first article in {language!r}; there is one in en and in fr."
        )
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
