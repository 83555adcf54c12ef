"""brat's `annotation.conf`, which types and relations may be given, and `visual.conf`, how they look."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

from pressmark.layers import Layer

from .drawn_ties import OWN_TIES, Ties

__all__ = ["annotation_conf", "visual_conf"]

# Light enough for black words; those of layers beyond the sixth come again.
_LAYER_COLOURS = ("#ffe3a3", "#bfe0f6", "#cdeac0", "#f6c9c9", "#dccbf0", "#d9d9b8")
_COLOUR_OF_PARTS = "#e8e8e8"


def annotation_conf(
    types: Mapping[str, Set[str]], roles: Iterable[str], declarations: Sequence[Layer]
) -> str:
    """
    Return `annotation.conf` for the type names of each layer, and the roles that an event's arguments may have.

    `declarations` are those of the layers, which say what stretches and links may be drawn.
    """
    event_types = sorted(types.get("events", ()))
    entity_types = _alternatives(types.get("entities", ()), default="PER")
    quote_types = _alternatives(types.get("quotes", ()), default="direct")
    arguments = ", ".join(f"{role}*:Argument" for role in sorted(roles))
    # A role belongs to a person's name, the other stretches to a quote.
    owners = {
        name: [entity_types if name == "role" else quote_types]
        for name in OWN_TIES.stretches
    }
    for layer in declarations:
        for name in layer.stretches if layer.is_declared else ():
            owners.setdefault(name, []).extend(sorted(types[layer.name]))
    lines = ["[entities]", *_span_types(types)]
    lines += [*(name.capitalize() for name in owners), "Argument", ""]
    lines.append("[relations]")
    for name, owner_types in owners.items():
        if owner_types:
            ends = f"Arg1:{'|'.join(owner_types)}, Arg2:{name.capitalize()}"
            lines.append(f"{name}\t{ends}")
    lines += _declared_links(types, declarations)
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


def _declared_links(
    types: Mapping[str, Set[str]], declarations: Sequence[Layer]
) -> Iterator[str]:
    """Yield a relation for each link that somebody declared, where both of its ends have types."""
    for layer in declarations:
        if not layer.is_declared:
            continue
        own_types = "|".join(sorted(types[layer.name]))
        for name, target in layer.links.items():
            target_types = "|".join(sorted(types.get(target, ())))
            if own_types and target_types:
                yield f"{name}\tArg1:{own_types}, Arg2:{target_types}"


def _alternatives(names: Iterable[str], *, default: str) -> str:
    return "|".join(sorted(names)) or default


def visual_conf(types: Mapping[str, Set[str]], ties: Ties) -> str:
    """Return `visual.conf` for the type names of each layer: the words that brat shows for a type, a colour a layer."""
    names = set(ties.part_types)
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
