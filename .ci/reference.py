"""
The reference page: every setting, key of a lexicon, column of a table and command, as the code has them.

    .venv/bin/python .ci/reference.py > docs/reference.md
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import typer
from pydantic import BaseModel, TypeAdapter
from pydantic.fields import FieldInfo

from pressmark.annotation.annotators import find, installed_annotators
from pressmark.cli.app import app
from pressmark.config.project import Config
from pressmark.storage.column_types import ListOf, Scalar
from pressmark.storage.tables import TABLES
from pressmark.yaml_files.lexicon_models.kinds import ANY_LANGUAGE, KINDS
from pressmark.yaml_files.lexicon_types import fields_by_key
from pressmark.yaml_files.mistakes import models_of

HEAD = """# Reference

Made from the code by `.venv/bin/python .ci/reference.py > docs/reference.md`; a test says when it is old. What the
settings are for stands in [configuration](configuration.md), what the columns mean in the [data model](data-model.md), how
lexicons of your own are written in [lexicons](lexicons.md).
"""


def page() -> Iterator[str]:
    """The page, line by line."""
    yield HEAD
    yield "## Settings\n"
    yield from _settings(Config)
    for name in installed_annotators():
        if model := getattr(find(name), "Settings", None):
            yield from _section(f"annotators: {name}", model)
    yield "## Lexicons\n"
    yield from _lexicons()
    yield "## Tables\n"
    for table, features in TABLES.items():
        yield f"### Table `{table}`\n\n| column | type |\n|---|---|"
        yield from (
            f"| `{column}` | {_type(feature)} |" for column, feature in features.items()
        )
        yield ""
    yield "## Commands\n"
    for name, command in typer.main.get_command(app).commands.items():  # type: ignore[attr-defined]
        yield from _command(name, command)


def _settings(model: type[BaseModel]) -> Iterator[str]:
    """The sections of a configuration, the top level first."""
    sections = {
        name: found
        for name, field in model.model_fields.items()
        if (found := _model(field))
    }
    yield from _section("(top level)", model)
    for name, section in sections.items():
        yield from _section(name, section)


def _lexicons() -> Iterator[str]:
    """A section for each kind of lexicon, and one for each part that is keys itself."""
    for name, kind in KINDS.items():
        for language, model in (
            ("LANGUAGE", kind.of_language),
            (ANY_LANGUAGE, kind.of_any_language),
        ):
            if model is not None:
                yield from _lexicon(f"{name}.{language}.yaml", model, set())


def _lexicon(name: str, model: type[BaseModel], written: set[type]) -> Iterator[str]:
    """The keys of a lexicon, or of the part `name` of one; a part that stands in several places is written once."""
    written.add(model)
    told = (model.__doc__ or "").partition(">>>")[0]
    yield f"### `{name}`\n\n{_cell(told)}\n\n| key | values | |\n|---|---|---|"
    for key, field_name in fields_by_key(model).items():
        field = model.model_fields[field_name]
        yield f"| `{key}` | {_kind_of_value(field.annotation)} | {_cell(field.description or '')} |"
    yield ""
    for key, field_name in fields_by_key(model).items():
        for part in models_of(model.model_fields[field_name].annotation):
            if part not in written:
                yield from _lexicon(f"{name}: {key}", part, written)


def _kind_of_value(annotation: Any) -> str:
    """The type of a key's value in words, from what it is made of."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _kind_of_value(arguments[0])
    if origin in (Union, UnionType):
        kinds = dict.fromkeys(
            _kind_of_value(one) for one in arguments if one is not type(None)
        )
        return " or ".join(kinds)
    if origin is Literal:
        return ", ".join(f"`{one}`" for one in arguments)
    if origin is Mapping:
        return f"{_kind_of_value(arguments[0])} → {_kind_of_value(arguments[1])}"
    if origin in (tuple, frozenset):
        if origin is frozenset or arguments[-1] is Ellipsis:
            return f"list of {_kind_of_value(arguments[0])}"
        return f"[{', '.join(map(_kind_of_value, arguments))}]"
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return "keys, below"
    return {str: "text", bool: "`true`, `false`", int: "whole number"}.get(
        annotation, "number"
    )


def _section(name: str, model: type[BaseModel]) -> Iterator[str]:
    yield f"### `{name}`\n\n| setting | values | default | |\n|---|---|---|---|"
    for key, field in model.model_fields.items():
        if not _model(field):
            yield f"| `{key}` | {_values(field)} | {_default(field)} | {_cell(field.description or '')} |"
    yield ""


def _model(field: FieldInfo) -> type[BaseModel] | None:
    """The section that a field is, if it is one."""
    for kind in (field.annotation, *getattr(field.annotation, "__args__", ())):
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return kind
    return None


def _values(field: FieldInfo) -> str:
    annotation: Any = field.annotation
    return _cell(_said(TypeAdapter(annotation).json_schema()))


def _said(schema: dict[str, Any]) -> str:
    """A type in words: `true` or `false`, a list of text, one of some words."""
    if "anyOf" in schema:
        return ", ".join(
            dict.fromkeys(
                _said(one) for one in schema["anyOf"] if one.get("type") != "null"
            )
        )
    if "enum" in schema:
        return ", ".join(f"`{one}`" for one in schema["enum"])
    if "const" in schema:
        return f"`{schema['const']}`"
    kinds = {"string": "text", "integer": "whole number", "number": "number"}
    kinds |= {"boolean": "`true`, `false`", "object": "`name: value`"}
    if schema.get("type") == "array":
        inner = _said(schema.get("items") or {})
        return f"list of {inner}" if inner else "list"
    return kinds.get(schema.get("type", ""), "")


def _default(field: FieldInfo) -> str:
    value = field.get_default(call_default_factory=True)
    if field.is_required():
        return "must be given"
    if value is None:
        return "none"
    shown = list(value) if isinstance(value, tuple) else value
    return f"`{str(shown).lower() if isinstance(shown, bool) else shown}`"


def _type(feature: object) -> str:
    if isinstance(feature, ListOf):
        return f"list of {_type(feature.element)}"
    if isinstance(feature, dict):
        return (
            "{ "
            + ", ".join(f"`{key}`: {_type(one)}" for key, one in feature.items())
            + " }"
        )
    return str(feature.dtype) if isinstance(feature, Scalar) else str(feature)


def _command(name: str, command: Any) -> Iterator[str]:
    yield f"### `pressmark {name}`\n\n{_cell(command.help or '')}\n"
    if any("--help" not in one.opts for one in command.params):
        yield "| argument | |\n|---|---|"
    for one in command.params:
        option = "--" in "".join(one.opts)
        shown = ", ".join(one.opts) if option else (one.metavar or one.name).strip("{}")
        default = (
            f" Default: `{one.default}`."
            if option and one.default and not one.required
            else ""
        )
        if shown != "--help":
            yield f"| `{shown}` | {_cell(one.help or '')}{default} |"
    if command.epilog:
        yield f"\n`{command.epilog.removeprefix('Example: ')}`"
    yield ""


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    print("\n".join(page()).rstrip())
