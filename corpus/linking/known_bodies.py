"""Bodies that are known by several names, short and full ones, in several languages: what `names.und.yaml` says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from pressmark.yaml_files.lexicon_models.name_words import BodyNames
from pressmark.yaml_files.lexicons import OURS, Lexicons, read_lexicon

from .usages import NameKey, name_key

__all__ = ["find_known_bodies", "longest_names"]

_LABEL = "ORG"


def find_known_bodies(lexicons: Lexicons = OURS) -> dict[NameKey, str]:
    """
    Return the body of each name that the lexicon lists for one alone.

    >>> bodies = find_known_bodies()
    >>> bodies["ORG", "ue"] == bodies["ORG", "european union"]
    True
    """
    lexicon = read_lexicon("names", "und", BodyNames, lexicons) or BodyNames()
    bodies_of_name: defaultdict[NameKey, set[str]] = defaultdict(set)
    for body, others in lexicon.bodies.items():
        for name in (body, *others):
            bodies_of_name[_LABEL, name_key(_LABEL, name)].add(body)
    return {
        name: next(iter(bodies))
        for name, bodies in bodies_of_name.items()
        if len(bodies) == 1
    }


def longest_names(
    names: Collection[NameKey], bodies: Mapping[NameKey, str]
) -> dict[NameKey, NameKey]:
    """
    Return, for each of `names` of a known body, the longest of `names` that the same body has.

    >>> names = [("ORG", "ue"), ("ORG", "union européenne"), ("ORG", "fifa")]
    >>> longest_names(names, find_known_bodies())["ORG", "ue"]
    ('ORG', 'union européenne')
    """
    names_of_body: defaultdict[str, list[NameKey]] = defaultdict(list)
    for name in names:
        if name in bodies:
            names_of_body[bodies[name]].append(name)
    longest: dict[NameKey, NameKey] = {}
    for namesakes in names_of_body.values():
        # Of two that are equally long, always the same.
        full = max(namesakes, key=lambda name: (len(name[1]), name))
        longest.update(dict.fromkeys(namesakes, full))
    return longest
