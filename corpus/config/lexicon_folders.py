"""The folders of a user's lexicons: their files are named, read and validated before any article is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from pressmark.errors import ConfigError, Mistake
from pressmark.messages import suggestion
from pressmark.yaml_files.lexicon_models.kinds import ANY_LANGUAGE, KINDS
from pressmark.yaml_files.lexicons import LexiconFile, Lexicons, read_lexicon
from pressmark.yaml_files.path_settings import shown_path

__all__ = ["read_lexicon_folders"]

# `quotes.de.yaml`
_FILE_NAME = re.compile(r"(?P<kind>\w+)\.(?P<language>[a-z]{2,3})\.yaml")
_YAML_SUFFIXES = (".yaml", ".yml")


def read_lexicon_folders(folders: Sequence[Path], project: Path) -> Lexicons:
    """
    Read the lexicons of `folders`, of which the first counts first; `project` is the folder that messages start at.

    Files that are no YAML are left alone. Raises `ConfigError` for a file whose name says no kind and language, and
    with all mistakes of the first file that has some.
    """
    files: list[LexiconFile] = []
    for folder in folders:
        files += _read_folder(folder, project)
    lexicons = Lexicons(tuple(files))
    _validate(lexicons)
    return lexicons


def _read_folder(folder: Path, project: Path) -> Iterator[LexiconFile]:
    """Yield the lexicons of one folder, sorted by name. Raises `ConfigError` with every file that is misnamed."""
    mistakes: list[Mistake] = []
    paths: list[tuple[Path, re.Match[str]]] = []
    for path in sorted(folder.iterdir()):
        if path.suffix not in _YAML_SUFFIXES or not path.is_file():
            continue
        match = _FILE_NAME.fullmatch(path.name)
        reason = _explain_name(path.name, match)
        if reason:
            mistakes.append(Mistake(reason, path.name))
        elif match:
            paths.append((path, match))
    if mistakes:
        raise ConfigError(shown_path(folder.absolute(), project), mistakes)
    for path, match in paths:
        name = shown_path(path.absolute(), project)
        yield LexiconFile(
            match["kind"], match["language"], name, _read_text(path, name)
        )


def _explain_name(name: str, match: re.Match[str] | None) -> str | None:
    """Say why no lexicon is called so; None where one is."""
    if match is None:
        return "no lexicon is called so; a name is kind, language and .yaml: quotes.de.yaml"
    kind = KINDS.get(match["kind"])
    if kind is None:
        kinds = ", ".join(KINDS)
        hint = suggestion(match["kind"], KINDS)
        return f"there are no lexicons of {match['kind']!r}, but of {kinds}{hint}"
    if kind.model(match["language"]) is not None:
        return None
    if match["language"] == ANY_LANGUAGE:
        return (
            f"lexicons of {match['kind']} are of one language: {match['kind']}.de.yaml"
        )
    return (
        f"{match['kind']} are for every language: {match['kind']}.{ANY_LANGUAGE}.yaml"
    )


def _read_text(path: Path, name: str) -> str:
    """Return the text of a file. Raises `ConfigError` where it cannot be read."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        reason = f"cannot be read: {error.strerror}"
        raise ConfigError(name, [Mistake(reason)]) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        reason = "is not UTF-8 text; save it as UTF-8"
        raise ConfigError(name, [Mistake(reason, line=line)]) from error


def _validate(lexicons: Lexicons) -> None:
    """Read every lexicon once, on top of those that it extends. Raises `ConfigError` for the first with mistakes."""
    for file in lexicons.files:
        model = KINDS[file.kind].model(file.language)
        if model is not None:
            read_lexicon(file.kind, file.language, model, lexicons)
