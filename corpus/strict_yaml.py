"""
YAML as a person means it: no duplicate keys, no anchors, no tags, no deep nesting, and `NO` is text.

Every value keeps its place, so that a mistake can be shown with line and column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from .errors import ConfigError, Mistake

__all__ = ["Places", "parse", "read"]

_DEEPEST = 64

Places = dict[tuple[str | int, ...], tuple[int, int]]
"""Where each value stands: its path of keys and list positions → (line, column), both from 1."""


class _Loader(yaml.SafeLoader):
    """The safe loader with YAML 1.2's booleans: `true` and `false`, so that `NO` stays Norway."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile("^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)


@dataclass(slots=True)
class _Bad(Exception):
    what: str
    mark: Any


def read(path: Path) -> tuple[Any, Places]:
    """The value of a YAML file and the places of its parts. Raises `ConfigError`."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ConfigError(str(path), [Mistake(f"cannot be read: {error.strerror}")]) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ConfigError(str(path), [Mistake("is not UTF-8 text; save it as UTF-8", line=line)]) from error
    return parse(text, str(path))


def parse(text: str, name: str = "YAML") -> tuple[Any, Places]:
    """The value of a YAML text and the places of its parts; `name` stands in messages. Raises `ConfigError`."""
    loader: _Loader | None = None
    try:
        _nesting(text)
        loader = _Loader(text)
        root = loader.get_single_node()
        places: Places = {}
        if root is None:
            return None, places
        for path, node in _walk(root, ()):
            places[path] = (node.start_mark.line + 1, node.start_mark.column + 1)
        return loader.construct_document(root), places
    except _Bad as bad:
        raise ConfigError(name, [_mistake(bad.what, bad.mark)]) from None
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + 1
        raise ConfigError(name, [Mistake(f"holds a character that YAML forbids: {error.reason}", line=line)]) from error
    except yaml.MarkedYAMLError as error:
        raise ConfigError(name, [_mistake(_said(error), error.problem_mark or error.context_mark)]) from error
    except ValueError as error:
        raise ConfigError(name, [Mistake(f"holds a value that cannot be read: {error}")]) from error
    finally:
        if loader is not None:
            loader.dispose()


def _mistake(what: str, mark: Any) -> Mistake:
    return Mistake(what, line=mark.line + 1, column=mark.column + 1) if mark else Mistake(what)


def _said(error: yaml.MarkedYAMLError) -> str:
    problem = error.problem or "is not YAML"
    if r"'\t'" in problem:
        return "a tab stands where spaces must; indent with spaces"
    if "expected a single document" in (error.context or "") + problem:
        return "holds more than one document (`---`); keep one"
    return f"is not YAML here: {problem}" + (f" ({error.context})" if error.context else "")


def _nesting(text: str) -> None:
    """Refuse deep nesting, aliases and tags on the stream of events, before anything recurses into it."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _Bad("anchors and aliases (`&`, `*`) are not used here; write the value out", event.start_mark)
        if tag := getattr(event, "tag", None):
            raise _Bad(f"tags like {tag!r} are not used here; write a plain value", event.start_mark)
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise _Bad(f"is nested deeper than {_DEEPEST} levels", event.start_mark)


def _walk(node: yaml.Node, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], yaml.Node]]:
    yield path, node
    if isinstance(node, yaml.SequenceNode):
        for position, child in enumerate(node.value):
            yield from _walk(child, (*path, position))
    elif isinstance(node, yaml.MappingNode):
        seen: dict[str, int] = {}
        for key, child in node.value:
            name = _key(key, seen)
            yield (*path, name, "#key"), key
            yield from _walk(child, (*path, name))


def _key(key: yaml.Node, seen: dict[str, int]) -> str:
    if not isinstance(key, yaml.ScalarNode):
        raise _Bad("a key must be plain text", key.start_mark)
    if key.tag == "tag:yaml.org,2002:merge":
        raise _Bad("merge keys (`<<`) are not used here; write the values out", key.start_mark)
    if key.value in seen:
        raise _Bad(f"the key {key.value!r} stands twice (first in line {seen[key.value]})", key.start_mark)
    seen[key.value] = key.start_mark.line + 1
    return str(key.value)
