"""PyYAML's safe loader with the plain values of YAML 1.2, as a person who has never read YAML's rules means them."""

from __future__ import annotations

import re
from typing import Any

import yaml

__all__ = ["TEXT_TAG", "StrictLoader"]

TEXT_TAG = "tag:yaml.org,2002:str"
# What we read in another way; its positions are used below.
_REPLACED_TAGS = tuple(
    f"tag:yaml.org,2002:{kind}" for kind in ("bool", "merge", "value", "int", "float")
)

# The loader in C, the faster of the two, where PyYAML was built with it.
_SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class StrictLoader(_SafeLoader):  # type: ignore[misc]
    """
    The safe loader with YAML 1.2's booleans and numbers: `NO` stays Norway, `10:30` a time and `007` an id.

    Numbers of more digits than anything holds stay text, and none is in base 60, which costs square time.
    """


# A mapping of its own: changing that of the parent would change every reader of YAML in the process.
StrictLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in _REPLACED_TAGS]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
StrictLoader.add_implicit_resolver(
    _REPLACED_TAGS[0],
    # YAML 1.1 has `yes`, `no`, `on`, `off` too: the country code NO would be False.
    re.compile("^(?:true|True|TRUE|false|False|FALSE)$"),
    list("tTfF"),
)
StrictLoader.add_implicit_resolver(
    _REPLACED_TAGS[3],
    # No zero before other digits: `007` is an id. 40 digits: chosen, more than a count can have.
    re.compile(r"^(?:[-+]?(?:0|[1-9][0-9_]{0,39})|0x[0-9a-fA-F]{1,16})$"),
    list("-+0123456789"),
)
StrictLoader.add_implicit_resolver(
    _REPLACED_TAGS[4],
    re.compile(
        # With a point, as in `0.5`, `.5` or `1.5e3`: `1e3` stays text, like an id. The bounds are chosen.
        r"^(?:[-+]?(?:[0-9][0-9_]{0,39})?\.[0-9_]{0,400}(?<=[0-9.])(?<!^\.)(?:[eE][-+]?[0-9]{1,3})?"
        r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$"
    ),
    list("-+.0123456789"),
)
