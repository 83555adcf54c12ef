"""brat's `annotation.conf`, which types and relations may be given, and `visual.conf`, how they look."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set

from .details import DRAWN_STRETCHES, PART_TYPES

__all__ = ["annotation_conf", "visual_conf"]

# Light enough for black words; those of layers beyond the sixth come again.
_LAYER_COLOURS = ("#ffe3a3", "#bfe0f6", "#cdeac0", "#f6c9c9", "#dccbf0", "#d9d9b8")
_COLOUR_OF_PARTS = "#e8e8e8"


def annotation_conf(types: Mapping[str, Set[str]], roles: Iterable[str]) -> str:
    """Return `annotation.conf` for the type names of each layer, and the roles that an event's arguments may have."""
    event_types = sorted(types.get("events", ()))
    entity_types = _alternatives(types.get("entities", ()), default="PER")
    quote_types = _alternatives(types.get("quotes", ()), default="direct")
    arguments = ", ".join(f"{role}*:Argument" for role in sorted(roles))
    lines = ["[entities]", *_span_types(types)]
    lines += [*(name.capitalize() for name in DRAWN_STRETCHES), "Argument", ""]
    lines.append("[relations]")
    for name in DRAWN_STRETCHES:
        # A role belongs to a person's name, the other stretches to a quote.
        owners = entity_types if name == "role" else quote_types
        lines.append(f"{name}\tArg1:{owners}, Arg2:{name.capitalize()}")
    lines.append(f"is\tArg1:{quote_types}, Arg2:{entity_types}")
    # brat refuses annotations that overlap unless it is told that they may.
    lines += ["<OVERLAP>\tArg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>", ""]
    lines += ["[events]", *(f"{name}\t{arguments}" for name in event_types), ""]
    lines += ["[attributes]", ""]
    return "\n".join(lines)


def _span_types(types: Mapping[str, Set[str]]) -> list[str]:
    """Return the type names of all layers but events, which have a section of their own."""
    names: set[str] = set()
    for layer, layer_types in types.items():
        if layer != "events":
            names |= layer_types
    return sorted(names)


def _alternatives(names: Iterable[str], *, default: str) -> str:
    return "|".join(sorted(names)) or default


def visual_conf(types: Mapping[str, Set[str]]) -> str:
    """Return `visual.conf` for the type names of each layer: the words that brat shows for a type, a colour a layer."""
    names = set(PART_TYPES)
    colours: dict[str, str] = {}
    for layer_no, layer_types in enumerate(types.values()):
        names |= layer_types
        colour = _LAYER_COLOURS[layer_no % len(_LAYER_COLOURS)]
        colours |= dict.fromkeys(layer_types, colour)
    lines = ["[labels]", *(f"{name} | {name}" for name in sorted(names)), ""]
    lines.append("[drawing]")
    for name in sorted(names):
        lines.append(f"{name}\tbgColor:{colours.get(name, _COLOUR_OF_PARTS)}")
    return "\n".join([*lines, ""])
