"""
The lexicons: YAML files `<kind>.<language>.yaml`, ours and a user's, read into the model of their kind.

No word of a language stands in a module. A user's files are read once, where the run is started, and travel to its
workers as text: every process has the same ones, whatever happens to the files meanwhile.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Literal, TypeVar, cast

from pydantic import ValidationError

from pressmark.errors import ConfigError, Mistake

from .lexicon_extension import extended, reduced
from .lexicon_types import LexiconModel
from .mistakes import mistake_at, mistakes_of
from .strict import Positions, parse_yaml

__all__ = ["OURS", "LexiconFile", "Lexicons", "lexicon_languages", "read_lexicon"]

_LEXICON_PACKAGE = "pressmark.annotators"
_Model = TypeVar("_Model", bound=LexiconModel)

_EXTENDS, _REMOVE = "extends", "remove"
_EXTENDS_VALUES = ("ours", "nothing")


@dataclass(frozen=True, slots=True)
class LexiconFile:
    """A file of a user's folder: what it is a lexicon of, its name as messages and tables say it, and its text."""

    kind: str
    language: str
    name: str
    text: str = field(repr=False)

    @property
    def sha256(self) -> str:
        """The hash of its text."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Lexicons:
    """A user's lexicons, which go before ours: the files of the first folder first. `OURS` has none."""

    files: tuple[LexiconFile, ...] = ()

    def of(self, kind: str, language: str) -> tuple[LexiconFile, ...]:
        """Return the files of one kind and language, the first that counts first."""
        return tuple(
            file
            for file in self.files
            if (file.kind, file.language) == (kind, language)
        )

    def hashes(self, kinds: frozenset[str]) -> dict[str, str]:
        """Return the hash of each file of these `kinds`, by its name."""
        return {file.name: file.sha256 for file in self.files if file.kind in kinds}


OURS = Lexicons()
"""Our lexicons alone."""


def lexicon_languages(kind: str, lexicons: Lexicons = OURS) -> tuple[str, ...]:
    """
    Return the languages that have a lexicon of this `kind`, a user's among them, sorted.

    >>> lexicon_languages("quotes")
    ('en', 'fr')
    """
    folder = files(_LEXICON_PACKAGE) / "lexicons"
    # `quotes.en.yaml` → quotes, en, yaml.
    names = (file.name.split(".") for file in folder.iterdir())
    languages = {
        parts[1] for parts in names if parts[0] == kind and parts[-1] == "yaml"
    }
    languages.update(file.language for file in lexicons.files if file.kind == kind)
    return tuple(sorted(languages))


def read_lexicon(
    kind: str, language: str, model: type[_Model], lexicons: Lexicons = OURS
) -> _Model | None:
    """
    Return the lexicon of a `kind` and `language`; None if there is none. It is read and validated once.

    Raises `ConfigError` with all mistakes of the file that has some, each with line and column.
    """
    return cast("_Model | None", _read(kind, language, model, lexicons))


@cache
def _read(
    kind: str, language: str, model: type[LexiconModel], lexicons: Lexicons
) -> LexiconModel | None:
    return _reading(lexicons.of(kind, language), kind, language, model).value


@dataclass(frozen=True, slots=True)
class _LexiconContent:
    """A lexicon that was read: its content as YAML, and the value of its model; both None where there is no file."""

    content: dict[str, Any] | None = None
    value: LexiconModel | None = None


def _reading(
    own: tuple[LexiconFile, ...], kind: str, language: str, model: type[LexiconModel]
) -> _LexiconContent:
    """Read the first of a user's `own` files on top of those after it, and of ours."""
    if own:
        base = _reading(own[1:], kind, language, model).content
        return _OwnFile.of(own[0], base, model).reading()
    # Asked of the list, not of the disk: what stands as an article's language may be no part of a file's name.
    if language not in lexicon_languages(kind):
        return _LexiconContent()
    path = files(_LEXICON_PACKAGE) / "lexicons" / f"{kind}.{language}.yaml"
    file = LexiconFile(kind, language, path.name, path.read_text(encoding="utf-8"))
    # Ours extends nothing: it is read as a user's whole file is.
    return _OwnFile.of(file, None, model).reading()


@dataclass(frozen=True, slots=True)
class _OwnFile:
    """A file that is being read: its content and positions, what it extends, and its mistakes so far."""

    file: LexiconFile
    base: dict[str, Any] | None
    model: type[LexiconModel]
    content: dict[str, Any]
    positions: Positions
    mistakes: list[Mistake]

    @classmethod
    def of(
        cls,
        file: LexiconFile,
        base: dict[str, Any] | None,
        model: type[LexiconModel],
    ) -> _OwnFile:
        """Parse a file. Raises `ConfigError` where it is no YAML or holds no keys."""
        content, positions = parse_yaml(file.text, file.name)
        if not isinstance(content, dict):
            raise ConfigError(file.name, [Mistake("holds no keys, `reporting: [say]`")])
        return cls(file, base, model, content, positions, [])

    def reading(self) -> _LexiconContent:
        """Return the lexicon. Raises `ConfigError` with all mistakes of the file."""
        own = {
            key: value
            for key, value in self.content.items()
            if key not in (_EXTENDS, _REMOVE)
        }
        self._validate(own)
        whole = self._extend(own)
        value = None if self.mistakes else self._validate(whole)
        if value is not None:
            for path, reason in value.complaints():
                self._complain(reason, path)
        if self.mistakes:
            raise ConfigError(self.file.name, sorted(self.mistakes, key=_position))
        return _LexiconContent(whole, value)

    def _validate(self, content: dict[str, Any]) -> LexiconModel | None:
        """Return the value of a content; None where it has mistakes, which are kept."""
        try:
            return self.model.model_validate(content)
        except ValidationError as error:
            self.mistakes.extend(mistakes_of(error, self.model, (), self.positions))
            return None

    def _extend(self, own: dict[str, Any]) -> dict[str, Any]:
        """Return the content that the file makes: its own, or the base with what it adds and takes away."""
        extends = self._read_extends()
        if extends != "ours" or self.base is None:
            if _REMOVE in self.content:
                self._complain(
                    "takes away from nothing; it goes with `extends: ours`", (_REMOVE,)
                )
            return own
        removal = self.content.get(_REMOVE, {})
        if not isinstance(removal, dict):
            self._complain("must be keys with lists, `reporting: [say]`", (_REMOVE,))
            return own
        complaints: list[tuple[tuple[str | int, ...], str]] = []
        rest = reduced(self.base, removal, (_REMOVE,), complaints)
        for path, reason in complaints:
            self._complain(reason, path)
        whole: dict[str, Any] = extended(rest, own, self.model)
        return whole

    def _read_extends(self) -> Literal["ours", "nothing"]:
        """Return what the file says that it extends; a user's file must say so where there is something to extend."""
        value = self.content.get(_EXTENDS)
        if value is None and self.base is not None:
            self._complain(
                f"there are {self.file.kind} in {self.file.language!r} already: write `extends: ours` to add to them,"
                " or `extends: nothing` to put this file in their place",
                (),
            )
        elif value is not None and value not in _EXTENDS_VALUES:
            self._complain("must be `ours` or `nothing`", (_EXTENDS,))
        elif value == "ours" and self.base is None:
            self._complain(
                f"there are no {self.file.kind} in {self.file.language!r} to extend; leave this line out",
                (_EXTENDS,),
            )
        return "ours" if value == "ours" else "nothing"

    def _complain(self, reason: str, path: tuple[str | int, ...]) -> None:
        self.mistakes.append(mistake_at(reason, path, self.positions))


def _position(mistake: Mistake) -> tuple[int, int]:
    return mistake.line or 0, mistake.column or 0
