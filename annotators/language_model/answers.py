"""
What a model is asked to answer, and what it answered: the schema of each layer, and its values once they are checked.

A part of an answer that does not fit is refused alone; an answer that is no JSON is no answer.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pressmark.spans import LABELS, SPEAKER_KINDS
from pressmark.yaml_files.lexicon_models.event_entries import ROLES

__all__ = [
    "ANSWER_KEYS",
    "Answer",
    "ArgumentAnswer",
    "EventAnswer",
    "MalformedAnswer",
    "NameAnswer",
    "QuoteAnswer",
    "UnfitPart",
    "answer_schema",
    "read_answer",
]

QUOTE_LABELS = tuple(label for label in LABELS["quotes"] if label != "scare")
EVENT_STATUSES = ("asserted", "planned", "hypothetical", "denied")
_ANSWER = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)
MAX_SHOWN_CHARACTERS = (
    200  # of a part that does not fit, in the list of what was refused; chosen
)
MAX_OBJECTS = 200
"""Braces at which JSON is looked for: a chain of thought may hold some, and an answer of braces alone has no end."""


class MalformedAnswer(ValueError):
    """An answer that is no JSON object with the list that was asked for."""


class QuoteAnswer(BaseModel):
    """A quote: its words in pieces, which an attribution may part, and who says it, all as they stand in the text."""

    model_config = _ANSWER

    pieces: tuple[str, ...] = Field(min_length=1)
    kind: Literal["direct", "indirect", "mixed"]
    speaker: str | None = None
    name: str | None = None
    speaker_kind: (
        Literal["person", "unnamed", "group", "organisation", "document"] | None
    ) = None
    cue: str | None = None

    @property
    def words(self) -> str:
        """What a message shows of it."""
        return " … ".join(self.pieces)


class NameAnswer(BaseModel):
    """A name as it stands in the text, and its label."""

    model_config = _ANSWER

    name: str = Field(min_length=1)
    label: Literal["PER", "LOC", "ORG", "MISC"]

    @property
    def words(self) -> str:
        """What a message shows of it."""
        return self.name


class ArgumentAnswer(BaseModel):
    """Who or what takes part in an event."""

    model_config = _ANSWER

    role: Literal[
        "agent", "target", "victim", "partner", "place", "time", "quantity", "instrument", "topic"
    ]  # fmt: skip
    words: str = Field(min_length=1)
    value: float | None = None


class EventAnswer(BaseModel):
    """An event: its trigger, words around it by which that is told from others, its type, status and arguments."""

    model_config = _ANSWER

    trigger: str = Field(min_length=1)
    context: str | None = None
    type: str
    status: Literal["asserted", "planned", "hypothetical", "denied"] = "asserted"
    arguments: tuple[ArgumentAnswer, ...] = ()

    @property
    def words(self) -> str:
        """What a message shows of it."""
        return self.trigger


Answer = QuoteAnswer | NameAnswer | EventAnswer

ANSWER_KEYS: Mapping[str, str] = {
    "quotes": "quotes",
    "entities": "names",
    "events": "events",
}
"""The key of an answer that holds the list, by layer."""

_MODELS: Mapping[str, type[QuoteAnswer | NameAnswer | EventAnswer]] = {
    "quotes": QuoteAnswer,
    "entities": NameAnswer,
    "events": EventAnswer,
}


@dataclass(frozen=True, slots=True)
class UnfitPart:
    """A part of an answer that does not fit its schema: why, and what it says."""

    reason: str
    words: str


def read_answer(
    content: str, layer: str, types: Sequence[str] = ()
) -> tuple[list[Answer], list[UnfitPart]]:
    """
    Return the parts of an answer that fit the schema of `layer`, in their order, and those that do not.

    `types` are the types of events that were asked for. What stands around the JSON, a fence or a chain of thought, does
    not count. Raises `MalformedAnswer` where there is no object with the list.

    >>> content = '{"names": [{"name": "Metz", "label": "LOC"}, {"name": "Metz", "label": "X"}]}'
    >>> answers, unfit = read_answer(content, "entities")
    >>> answers[0].name, len(unfit)
    ('Metz', 1)
    """
    rows = _read_rows(content, ANSWER_KEYS[layer])
    answers: list[Answer] = []
    unfit: list[UnfitPart] = []
    for row in rows:
        try:
            answer = _MODELS[layer].model_validate(row)
        except ValidationError as error:
            unfit.append(UnfitPart(_describe(error), _shown(row)))
            continue
        if isinstance(answer, EventAnswer) and answer.type not in types:
            unfit.append(UnfitPart("its type is none of the codebook", answer.words))
        else:
            answers.append(answer)
    return answers, unfit


def _read_rows(content: str, key: str) -> list[Any]:
    """Return the list under `key` of the last JSON object in `content` that has it."""
    decoder = json.JSONDecoder()
    position = content.find("{")
    rows: list[Any] | None = None
    for _ in range(MAX_OBJECTS):
        if position < 0:
            break
        try:
            value, end = decoder.raw_decode(content, position)
        except (ValueError, RecursionError):
            end, value = position + 1, None
        if isinstance(value, dict) and isinstance(value.get(key), list):
            rows = value[key]
        position = content.find("{", end)
    if rows is None:
        raise MalformedAnswer(f"holds no JSON object with a list `{key}`")
    return rows


def _describe(error: ValidationError) -> str:
    """Say which field does not fit, without what stands there: reasons are counted, and must be alike."""
    fields = {
        str(fault["loc"][0]) if fault["loc"] else "the whole"
        for fault in error.errors(include_url=False, include_input=False)
    }
    return f"does not fit the schema: {', '.join(sorted(fields))}"


def _shown(row: Any) -> str:
    return json.dumps(row, ensure_ascii=False)[:MAX_SHOWN_CHARACTERS]


def answer_schema(layer: str, types: Sequence[str] = ()) -> dict[str, Any]:
    """
    Return the JSON Schema of an answer for `layer`; of events, with the `types` that may be given, in their order.

    Every property is required, and no other allowed, as services ask that hold to a schema.
    """
    rows = {
        "quotes": _quote_schema(),
        "entities": _name_schema(),
        "events": _event_schema(types),
    }
    key = ANSWER_KEYS[layer]
    return _object({key: {"type": "array", "items": rows[layer]}})


def _quote_schema() -> dict[str, Any]:
    return _object(
        {
            "pieces": {"type": "array", "items": _TEXT},
            "kind": _choice(QUOTE_LABELS),
            "speaker": _TEXT_OR_NONE,
            "name": _TEXT_OR_NONE,
            "speaker_kind": {"anyOf": [_choice(SPEAKER_KINDS), {"type": "null"}]},
            "cue": _TEXT_OR_NONE,
        }
    )


def _name_schema() -> dict[str, Any]:
    return _object({"name": _TEXT, "label": _choice(LABELS["entities"])})


def _event_schema(types: Sequence[str]) -> dict[str, Any]:
    argument = _object(
        {
            "role": _choice(ROLES),
            "words": _TEXT,
            "value": {"anyOf": [{"type": "number"}, {"type": "null"}]},
        }
    )
    return _object(
        {
            "trigger": _TEXT,
            "context": _TEXT_OR_NONE,
            "type": _choice(types) if types else _TEXT,
            "status": _choice(EVENT_STATUSES),
            "arguments": {"type": "array", "items": argument},
        }
    )


_TEXT: Mapping[str, Any] = {"type": "string"}
_TEXT_OR_NONE: Mapping[str, Any] = {"anyOf": [{"type": "string"}, {"type": "null"}]}


def _choice(values: Sequence[str]) -> dict[str, Any]:
    return {"type": "string", "enum": list(values)}


def _object(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }
