"""
A rule written into a study's own lexicon file, whose comments and other lines stay as they are.

The text is edited, not written anew; the new text is read back and must say the old content and the rule, and no more.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import yaml

from pressmark.config.lexicon_folders import read_lexicon_folders
from pressmark.config.project import Project
from pressmark.errors import ConfigError, InputError
from pressmark.storage.disk import write_bytes
from pressmark.yaml_files.lexicons import Lexicons, lexicon_languages
from pressmark.yaml_files.strict import parse_yaml

from .lexicon_rules import LexiconRule

__all__ = ["LEXICON_FOLDER", "lexicon_folder", "text_with_rule", "write_rule"]

LEXICON_FOLDER = "lexicons"
"""The folder beside the YAML file for a study's lexicons, where the file names none."""
_HEAD = "# The words of this study, beside those of pressmark.\n"


def lexicon_folder(project: Project) -> tuple[Path, bool]:
    """Return the folder of a study's own lexicons, and whether the YAML file names it."""
    folders = project.config.lexicons
    if folders:
        return folders[0], True
    return project.folder / LEXICON_FOLDER, False


def write_rule(project: Project, rule: LexiconRule) -> Path:
    """
    Write a rule into the study's own lexicon, which is made where it is not there; return its file.

    Raises `InputError` for a file whose lines cannot be told apart, with the line to add by hand, and `ConfigError` where
    the lexicon would have mistakes. Nothing is written then.
    """
    folder, _ = lexicon_folder(project)
    file = folder / rule.file_name
    if file.exists():
        text = file.read_text("utf-8-sig")
    else:
        text = _HEAD
        if rule.language in lexicon_languages(rule.kind, _others(project, file)):
            text += "extends: ours\n"
    try:
        new_text = text_with_rule(text, rule)
    except ValueError as error:
        raise InputError(
            f"{file}: its lines could not be told apart ({error}). Write `{rule}` into it by hand."
        ) from error
    folder.mkdir(parents=True, exist_ok=True)
    old = file.read_bytes() if file.exists() else None
    write_bytes(file, new_text.encode())
    try:
        read_lexicon_folders([folder], project.folder)
    except ConfigError:
        _restore(file, old)
        raise
    return file


def _others(project: Project, file: Path) -> Lexicons:
    """Return the study's lexicons without this file."""
    others = [one for one in project.lexicons.files if Path(one.name).name != file.name]
    return Lexicons(tuple(others))


def _restore(file: Path, content: bytes | None) -> None:
    if content is None:
        file.unlink()
    else:
        write_bytes(file, content)


def text_with_rule(text: str, rule: LexiconRule) -> str:
    r"""
    Return the text of a lexicon with a rule more.

    Raises `ValueError` where the list that the word goes into is written in a form that is not known.

    >>> rule = LexiconRule(language="fr", keys=("beside",), word="glisser")
    >>> text_with_rule("extends: ours\nbeside: [siffler] # ours\n", rule)
    'extends: ours\nbeside: [glisser, siffler] # ours\n'
    """
    new_text = text
    for key in rule.keys:
        new_text = _with_key(new_text, key, rule)
    return new_text


def _with_key(text: str, key: str, rule: LexiconRule) -> str:
    """Return the text with the word of a rule in one more list. Raises `ValueError` as `text_with_rule` does."""
    content, _ = parse_yaml(text)
    content = content if isinstance(content, dict) else {}
    word = _written(rule.word)
    if rule.is_removal:
        new_text = _with_removal(text, content, key, word)
    else:
        new_text = _with_word(text, content, key, word, indent="")
    new_content, _ = parse_yaml(new_text)
    if new_content != _content_with(content, key, rule):
        raise ValueError(f"`{key}` is not written as a list of words")
    return new_text


def _written(word: str) -> str:
    """Return a word as YAML writes it in a list: in quotes where it would be read as something else."""
    line: str = yaml.safe_dump([word], allow_unicode=True, default_flow_style=True)
    return line.strip()[1:-1]


def _content_with(
    content: Mapping[str, Any], key: str, rule: LexiconRule
) -> dict[str, Any]:
    """Return the content of a lexicon with a rule more, the word first in its list."""
    new_content: dict[str, Any] = deepcopy(dict(content))
    target = new_content
    if rule.is_removal:
        target = new_content.setdefault("remove", {})
    words = target.get(key) or []
    target[key] = [rule.word, *(word for word in words if word != rule.word)]
    return new_content


def _with_word(
    text: str, content: Mapping[str, Any], key: str, word: str, *, indent: str
) -> str:
    """Return the text with a word more in the list `key`, whose line begins with `indent`."""
    if key not in content:
        end = "" if not text or text.endswith("\n") else "\n"
        return f"{text}{end}{indent}{key}: [{word}]\n"
    line = rf"^{re.escape(indent)}{re.escape(key)}:"
    # `beside: [siffler, souffler]`
    if match := re.search(rf"{line}[ \t]*\[", text, re.M):
        comma = ", " if content[key] else ""
        return f"{text[: match.end()]}{word}{comma}{text[match.end() :]}"
    # `beside:` with `- siffler` below it
    if match := re.search(rf"{line}[^\n]*\n(?=([ \t]*)- )", text, re.M):
        return f"{text[: match.end()]}{match[1]}- {word}\n{text[match.end() :]}"
    raise ValueError(f"`{key}` is not written as a list of words")


def _with_removal(text: str, content: Mapping[str, Any], key: str, word: str) -> str:
    """Return the text with a word more under `remove`."""
    removal = content.get("remove")
    if not removal:
        if "remove" in content:
            raise ValueError("`remove` is empty")
        end = "" if not text or text.endswith("\n") else "\n"
        return f"{text}{end}remove:\n  {key}: [{word}]\n"
    # `remove: {opinion: [songer]}`
    if match := re.search(r"^remove:[ \t]*\{", text, re.M):
        inside = text[match.end() :]
        if key not in removal:
            return f"{text[: match.end()]}{key}: [{word}], {inside}"
        if place := re.search(rf"(?<![\w-]){re.escape(key)}:[ \t]*\[", inside):
            return f"{text[: match.end()]}{inside[: place.end()]}{word}, {inside[place.end() :]}"
        raise ValueError("`remove` is not written as lists of words")
    # `remove:` with `opinion: [songer]` below it, indented
    match = re.search(r"^remove:[^\n]*\n(?:[ \t]*(?:#[^\n]*)?\n)*([ \t]+)", text, re.M)
    if match is None:
        raise ValueError("`remove` is not written as lists of words")
    indent, start = match[1], match.end() - len(match[1])
    if key not in removal:
        return f"{text[:start]}{indent}{key}: [{word}]\n{text[start:]}"
    return text[:start] + _with_word(text[start:], removal, key, word, indent=indent)
