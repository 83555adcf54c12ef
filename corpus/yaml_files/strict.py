"""
YAML as a person means it: no duplicate keys, no anchors, no tags, no deep nesting, and `NO` is text.

Every value keeps its place, so that a mistake can be shown with line and column. The parser's events are read once, in
a loop: nothing recurses into what a file nests, and ten thousand names take less than a second.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from pressmark.errors import ConfigError, Mistake

from .strict_loader import TEXT_TAG, StrictLoader

__all__ = ["Positions", "parse_yaml", "read_yaml"]

# Levels of lists and mappings; Python recurses when it compares or prints them. Chosen, not measured.
_MAX_NESTING = 64
_TOO_DEEP = f"is nested deeper than {_MAX_NESTING} levels"
# Mistakes of syntax that are reported: after so many the file is no YAML at all. Chosen.
_MAX_SYNTAX_MISTAKES = 20
# `title: …`, not indented, no comment and no sign of YAML
_KEY_AT_MARGIN = re.compile(r"""^[^\s#\-\[\]{}"'&*!|>%@`?:,][^:#\n]*:(?=\s|$)""", re.M)
# `- quotes`
_ITEM_AT_MARGIN = re.compile(r"^- ", re.M)

Positions = dict[tuple[str | int, ...], tuple[int, int]]
"""Where each value stands: its path of keys and list positions → (line, column), both from 1."""


def read_yaml(path: Path) -> tuple[Any, Positions]:
    """Return the value of a YAML file and the positions of its parts. Raises `ConfigError` with all its mistakes."""
    try:
        # Editors on Windows put a mark (BOM) before the first letter, which would be a part of the first key.
        text = path.read_bytes().decode("utf-8-sig")
    except IsADirectoryError:
        files = sorted(str(file) for file in path.glob("*.yaml"))
        reason = f"is a folder; name {', '.join(files) or 'the YAML file'}"
        raise ConfigError(str(path), [Mistake(reason)]) from None
    except OSError as error:
        raise ConfigError(
            str(path), [Mistake(f"cannot be read: {error.strerror}")]
        ) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ConfigError(
            str(path), [Mistake("is not UTF-8 text; save it as UTF-8", line=line)]
        ) from error
    return parse_yaml(text, str(path))


def parse_yaml(text: str, name: str = "YAML") -> tuple[Any, Positions]:
    r"""
    Return the value of a YAML text and the positions of its parts; `name` stands for the file in messages.

    Raises `ConfigError` with all mistakes: after one of syntax, reading goes on at the next key that is not indented,
    or at the next item if the whole is a list.

    >>> parse_yaml("country: NO\nlength: 3")[0]
    {'country': 'NO', 'length': 3}
    """
    reading = _EventReader()
    stopped = reading.stop(text)
    mistakes = reading.mistakes
    while stopped is not None and len(mistakes) < _MAX_SYNTAX_MISTAKES:
        start = _find_resumption(text, stopped)
        if start is None:
            break
        remainder = _EventReader(line=text.count("\n", 0, start))
        next_stop = remainder.stop(text[start:])
        stopped = None if next_stop is None else start + next_stop
        mistakes += remainder.mistakes
    if mistakes:
        raise ConfigError(name, sorted(mistakes, key=lambda mistake: mistake.line or 0))
    return reading.value, reading.positions


def _find_resumption(text: str, stopped: int) -> int | None:
    """Return the offset at which reading can go on after the mistake at `stopped`; None if there is none."""
    # The rest of the broken line would break once more.
    end = text.find("\n", stopped)
    if end < 0:
        return None
    first_line = re.search(r"^[^\s#]", text, re.MULTILINE)
    # A file that is a list as a whole (a gazetteer) has no key at its margin to go on from.
    is_list = first_line is not None and text.startswith("- ", first_line.start())
    match = (_ITEM_AT_MARGIN if is_list else _KEY_AT_MARGIN).search(text, end)
    return match.start() if match else None


@dataclass(slots=True)
class _OpenCollection:
    """A list or mapping that is being read: its value so far, its path, and the key whose value comes next."""

    value: list[Any] | dict[Any, Any]
    path: tuple[str | int, ...]
    keys: dict[str, int] = field(default_factory=dict)
    key: tuple[Any, str] | None = None


@dataclass(slots=True)
class _EventReader:
    """What was read of a text that begins at `line` of its file: the value, its positions, the mistakes."""

    line: int = 0
    value: Any = None
    positions: Positions = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)
    open: list[_OpenCollection] = field(default_factory=list)
    documents: int = 0

    def stop(self, text: str) -> int | None:
        """Read a text; return the offset at which its syntax breaks, None if it was read as far as it needs to be."""
        loader: Any = None
        try:
            loader = StrictLoader(text)
            while loader.check_event() and self._goes_on(loader.get_event(), loader):
                pass
        except yaml.reader.ReaderError as error:
            line = text.count("\n", 0, max(text.find(chr(error.character)), 0))
            self._mistake(f"holds a character that YAML forbids: {error.reason}", line)
        except UnicodeEncodeError as error:
            self._mistake(
                "holds half a character (a lone surrogate)",
                text.count("\n", 0, error.start),
            )
        except yaml.MarkedYAMLError as error:
            mark: Any = error.problem_mark or error.context_mark
            self._mistake(
                _explain_syntax(error, mark, text, self.line), mark.line, mark.column
            )
            return int(mark.index)
        finally:
            if loader is not None:
                loader.dispose()
        return None

    def _mistake(self, reason: str, line: int, column: int | None = None) -> None:
        self.mistakes.append(
            Mistake(
                reason,
                line=self.line + line + 1,
                column=None if column is None else column + 1,
            )
        )

    def _bad(self, reason: str, event: Any) -> None:
        self._mistake(reason, event.start_mark.line, event.start_mark.column)

    def _goes_on(self, event: Any, loader: Any) -> bool:
        """Take in one event of the parser; return False if there is no use in going on."""
        kind = type(event)
        if kind is yaml.ScalarEvent:
            self._check(event)
            self._put(self._scalar(event, loader), event)
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            self._check(event)
            self._begin({} if kind is yaml.MappingStartEvent else [], event)
            if len(self.open) > _MAX_NESTING:
                self._bad(_TOO_DEEP, event)
                return False
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            self.open.pop()
        elif kind is yaml.AliasEvent:
            self._check(event)
            self._put(None, event)
        elif kind is yaml.DocumentStartEvent:
            self.documents += 1
            if self.documents > 1:
                self._bad("holds more than one document (`---`); keep one", event)
        return self.documents < 2

    def _check(self, event: Any) -> None:
        """Report an anchor, an alias or a tag."""
        if event.anchor:
            self._bad(
                "anchors and aliases (`&`, `*`) are not used here; write the value out",
                event,
            )
        elif event.tag:
            self._bad(
                f"tags like {event.tag!r} are not used here; write a plain value", event
            )

    def _scalar(self, event: Any, loader: Any) -> Any:
        """Return the value of a scalar; a number or date that cannot be read is a mistake."""
        tag = loader.resolve(yaml.ScalarNode, event.value, event.implicit)
        # Most scalars are text, and are taken without a node: a gazetteer has ten thousand.
        if tag == TEXT_TAG:
            return event.value
        try:
            node = yaml.ScalarNode(tag, event.value, event.start_mark, event.end_mark)
            return loader.yaml_constructors[tag](loader, node)
        except ValueError as error:
            self._bad(f"holds a value that cannot be read: {error}", event)
            return None

    def _begin(self, value: list[Any] | dict[Any, Any], event: Any) -> None:
        self.open.append(_OpenCollection(value, self._put(value, event)))

    def _put(self, value: Any, event: Any) -> tuple[str | int, ...]:
        """Put a value where it belongs, as a key if one is due; return its path."""
        if not self.open:
            self.value = value
            return self._placed((), event)
        parent = self.open[-1]
        if isinstance(parent.value, list):
            parent.value.append(value)
            return self._placed((*parent.path, len(parent.value) - 1), event)
        if parent.key is None:
            return self._key(parent, value, event)
        # The key was waiting for this value; the next scalar is a key again.
        (key, name), parent.key = parent.key, None
        parent.value[key] = value
        return self._placed((*parent.path, name), event)

    def _key(
        self, parent: _OpenCollection, value: Any, event: Any
    ) -> tuple[str | int, ...]:
        """Take a key of a mapping; one that is no text or stands twice is a mistake. Return its path."""
        line = self.line + event.start_mark.line + 1
        if type(event) is not yaml.ScalarEvent:
            self._bad("a key must be plain text", event)
            # A place for the value that follows, so that reading goes on to the next mistake.
            parent.key = ("", "")
            return parent.path
        name = event.value
        if name == "<<" and event.implicit[0]:
            self._bad(
                "merge keys (`<<`) are not used here; write the values out", event
            )
        elif name in parent.keys:
            self._bad(
                f"the key {name!r} stands twice (first in line {parent.keys[name]})",
                event,
            )
        # The first of two keeps its line: the message about a third names it too.
        parent.keys.setdefault(name, line)
        parent.key = (value, name)
        return self._placed((*parent.path, name, "#key"), event)

    def _placed(self, path: tuple[str | int, ...], event: Any) -> tuple[str | int, ...]:
        self.positions[path] = (event.start_mark.line + 1, event.start_mark.column + 1)
        return path


def _explain_syntax(
    error: yaml.MarkedYAMLError, mark: Any, text: str, before: int
) -> str:
    """Say what is wrong at a mark of the text; `before` counts the lines of the file before the text."""
    problem, context = error.problem or "it breaks off", error.context_mark
    if text[mark.index : mark.index + 1] == "\t":
        return "a tab stands where spaces must; indent with spaces"
    if "nesting depth" in problem:
        return _TOO_DEEP
    # title: Ports: a study
    if problem.startswith("mapping values are not allowed"):
        return f'is not YAML here: {problem}. A colon with a space is within a value; put the value into quotes: "a: b"'
    if not error.context:
        return f"is not YAML here: {problem}"
    since = ""
    if context is not None and context.line != mark.line:
        since = f" that begins in line {before + context.line + 1}"
    return f"is not YAML here: {problem} ({error.context}{since})"
