"""
Settings that are changed for one run, by their path: `run.workers=4`, `annotators.quotes.minimum=0.8`.

They are put into what the YAML file holds before it is validated, so that the same model checks them, and what ran is
what is recorded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pressmark.errors import ConfigError, Mistake
from pressmark.yaml_files.strict import parse_yaml

__all__ = ["parse_assignments", "with_settings"]

_WHERE = "--set"


def parse_assignments(assignments: Iterable[str]) -> dict[str, Any]:
    """
    Return settings by path from texts `path=value`, each value read as YAML. Raises `ConfigError` with all mistakes.

    >>> parse_assignments(["run.workers=4", "source.languages=[fr, de]", "site.language=en"])
    {'run.workers': 4, 'source.languages': ['fr', 'de'], 'site.language': 'en'}
    """
    settings: dict[str, Any] = {}
    mistakes: list[Mistake] = []
    for assignment in assignments:
        path, equals, text = assignment.partition("=")
        if not equals or not all(part.strip() for part in path.split(".")):
            mistakes.append(
                Mistake(f"{assignment!r} sets nothing; write `run.workers=4`")
            )
            continue
        try:
            value, _ = parse_yaml(text, _WHERE)
        except ConfigError as error:
            mistakes += [
                Mistake(mistake.what, path=path.strip()) for mistake in error.mistakes
            ]
            continue
        settings[path.strip()] = value
    if mistakes:
        raise ConfigError(_WHERE, mistakes)
    return settings


def with_settings(content: Any, settings: Mapping[str, Any]) -> Any:
    """
    Return the content of a YAML file with other `settings`, by path; `content` itself stays as it is.

    An entry of the list `annotators` is meant by its name, a section that is not there is made. Raises `ConfigError`
    for a path through a value that has no settings, and for an annotator that the file does not list.

    >>> with_settings({"title": "T", "annotators": ["quotes"]}, {"annotators.quotes.minimum": 0.8})
    {'title': 'T', 'annotators': [{'quotes': {'minimum': 0.8}}]}
    """
    mistakes: list[Mistake] = []
    for path, value in settings.items():
        try:
            content = _with_value(content, path.split("."), value)
        except ValueError as error:
            mistakes.append(Mistake(str(error), path=path))
    if mistakes:
        raise ConfigError(_WHERE, mistakes)
    return content


def _with_value(content: Any, path: list[str], value: Any) -> Any:
    """Return `content` with the value at a path. Raises ValueError, in words for the person who gave the path."""
    if not path:
        return value
    name, rest = path[0], path[1:]
    if content is None:
        content = {}
    if isinstance(content, list):
        return _with_entry(content, name, rest, value)
    if not isinstance(content, dict):
        raise ValueError(f"{content!r} has no setting {name!r}")
    return {**content, name: _with_value(content.get(name), rest, value)}


def _with_entry(
    entries: list[Any], name: str, path: list[str], value: Any
) -> list[Any]:
    """Return a list whose entry `name` (`quotes`, or `{quotes: {…}}`) has the value at a path within it."""
    changed = list(entries)
    for position, entry in enumerate(entries):
        if entry == name:
            changed[position] = {name: _with_value(None, path, value)}
            return changed
        if isinstance(entry, dict) and name in entry:
            inner = _with_value(entry[name], path, value)
            changed[position] = {**entry, name: inner}
            return changed
    raise ValueError(f"the file lists no {name!r}; name it there")
