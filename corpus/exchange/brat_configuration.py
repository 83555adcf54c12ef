"""The files that brat shows a folder with: which annotations and relations there may be, and what they look like."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pressmark.layers import Layer

from .drawn_ties import OWN_TIES, Ties

__all__ = ["annotation_conf", "visual_conf"]

_COLOURS = ("#ffe3a3", "#bfe0f6", "#cdeac0", "#f6c9c9", "#dccbf0", "#d9d9b8")
_COLOUR_OF_PARTS = "#e8e8e8"

_TypesByLayer = Mapping[str, set[str]]


def annotation_conf(
    types: _TypesByLayer, roles: Iterable[str], declarations: Sequence[Layer]
) -> str:
    """
    Return brat's `annotation.conf`, from the `types` of each layer, the `roles` of events and what layers declare.

    Events are a section of their own there; every other layer is an entity to brat.
    """
    events = sorted(types.get("events", ()))
    entity_types = sorted(
        {name for layer, names in types.items() if layer != "events" for name in names}
    )
    quotes = "|".join(sorted(types.get("quotes", ()))) or "direct"
    entities = "|".join(sorted(types.get("entities", ()))) or "PER"
    arguments = ", ".join(f"{role}*:Argument" for role in sorted(roles))
    owners = _owners_of_stretches(types, declarations, quotes, entities)
    lines = ["[entities]", *entity_types, *(name.capitalize() for name in owners)]
    lines += ["Argument", "", "[relations]"]
    for name, owner_types in owners.items():
        if owner_types:
            ends = f"Arg1:{'|'.join(owner_types)}, Arg2:{name.capitalize()}"
            lines.append(f"{name}\t{ends}")
    lines += _declared_links(types, declarations)
    lines += [
        f"is\tArg1:{quotes}, Arg2:{entities}",
        "<OVERLAP>\tArg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>",
        "",
        "[events]",
        *(f"{name}\t{arguments}" for name in events),
        "",
        "[attributes]",
        "",
    ]
    return "\n".join(lines)


def _owners_of_stretches(
    types: _TypesByLayer, declarations: Sequence[Layer], quotes: str, entities: str
) -> dict[str, list[str]]:
    """Return which types a stretch may belong to, by its name: a cue to quotes, and to a layer that declares one."""
    owners = {
        name: [entities if name == "role" else quotes] for name in OWN_TIES.stretches
    }
    for layer in declarations:
        for name in layer.stretches if layer.is_declared else ():
            owners.setdefault(name, []).extend(sorted(types[layer.name]))
    return owners


def _declared_links(
    types: _TypesByLayer, declarations: Sequence[Layer]
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


def visual_conf(types: _TypesByLayer, ties: Ties) -> str:
    """Return brat's `visual.conf`: the words that it shows for a type, and a colour a layer."""
    names = sorted(ties.part_types.union(*types.values()))
    colours = {
        name: _COLOURS[position % len(_COLOURS)]
        for position, layer in enumerate(types)
        for name in types[layer]
    }
    lines = ["[labels]", *(f"{name} | {name}" for name in names), "", "[drawing]"]
    lines += [
        f"{name}\tbgColor:{colours.get(name, _COLOUR_OF_PARTS)}" for name in names
    ]
    return "\n".join([*lines, ""])
