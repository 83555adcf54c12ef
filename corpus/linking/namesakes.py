"""Bearers of one very name: usages that say the same of it are put together, those that disagree are told apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .bearers import KNOWN_PLACE, MISTAKEN_GENDER_RATIO, Bearer, JoinedBearers
from .researcher_facts import ResearcherFacts
from .usages import NameKey, Usage, is_at_odds, name_key

__all__ = ["join_namesakes"]

Kind = list[Usage]
"""Usages of one name that mean one bearer."""


def join_namesakes(
    name: NameKey,
    articles_of: Mapping[Usage, int],
    facts: ResearcherFacts,
    joined: JoinedBearers,
) -> None:
    """
    Add to `joined` the bearers of the usages of one `name`, each given with the number of its articles.

    A usage that says too little belongs to the only bearer of the name; where there are several, it is ambiguous.
    """
    # The researcher knows: where her gazetteer has one bearer of the name, all usages are hers.
    entries = facts.entries.get(name, ())
    if len(entries) == 1 and not any(usage.namesake for usage in articles_of):
        label, _ = name
        bearer = Bearer(label, name_key(label, entries[0].name))
        joined.by_usage.update(dict.fromkeys(articles_of, bearer))
        return
    kinds = _split_into_kinds(articles_of)
    possible_bearers: list[Bearer] = []
    for kind in kinds:
        bearer = _bearer_of(name, kind, kinds)
        joined.by_usage.update(dict.fromkeys(kind, bearer))
        # A correction names the articles of its namesake: no other usage means that one.
        if not kind[0].namesake:
            possible_bearers.append(bearer)
    for usage in articles_of:
        if usage in joined.by_usage:
            continue
        if len(possible_bearers) == 1:
            joined.by_usage[usage] = possible_bearers[0]
            continue
        bearer_of_name = Bearer(*name)  # told apart by nothing
        joined.by_usage[usage] = bearer_of_name
        if possible_bearers:
            joined.ambiguous.add(bearer_of_name)


def _split_into_kinds(articles_of: Mapping[Usage, int]) -> list[Kind]:
    """
    Put usages together by what they share: a correction, a place, a field of work; then by gender.

    Usages that state a gender alone join the one kind that has it, or become a kind where none has; the gender that is
    stated more often also joins a kind without any. One that is hardly ever stated is a mistake, and says nothing.
    """
    kinds = _akin_usages(articles_of)
    # Taken before any gender joins: a gender that joins a kind is no evidence for another.
    evidence = [_merge_kind(kind) for kind in kinds]
    genders = _stated_genders(articles_of)
    for gender in genders:
        gendered = [
            usage for usage in articles_of if _states_only_gender(usage, gender)
        ]
        if not gendered:
            continue
        fitting = [
            number
            for number, merged in enumerate(evidence)
            if not merged.namesake and not is_at_odds(merged, gendered[0])
        ]
        # Beside « la ministre Martin » and « le juge Martin », « Mme Martin » is the minister. A kind whose gender no
        # article states (« Martin, avocat ») gets the commoner one alone, or « M. Martin » would be the same lawyer.
        certain = [number for number in fitting if evidence[number].genders]
        if not certain and gender == genders[0]:
            certain = fitting
        if len(certain) == 1:
            kinds[certain[0]] += gendered
        elif not certain:
            kinds.append(gendered)
    return kinds


def _akin_usages(usages: Iterable[Usage]) -> list[Kind]:
    """Put together the usages that say more than a gender, those that share something in one kind."""
    kinds: list[Kind] = []
    for usage in usages:
        if not (usage.namesake or usage.place_id or usage.fields):
            continue
        akin = [
            kind for kind in kinds if any(_is_akin(usage, member) for member in kind)
        ]
        merged = [member for kind in akin for member in kind]
        # A usage that shares a field with two kinds shows that they are one: « ministre et avocat ».
        kinds = [kind for kind in kinds if kind not in akin]
        kinds.append([*merged, usage])
    return kinds


def _is_akin(first: Usage, second: Usage) -> bool:
    """Say whether two usages share what counts most of what either says: correction, then place, then field."""
    if first.namesake or second.namesake:
        return first.namesake == second.namesake
    if first.place_id or second.place_id:
        return first.place_id == second.place_id
    return not first.fields.isdisjoint(second.fields)


def _stated_genders(articles_of: Mapping[Usage, int]) -> list[str]:
    """Return the genders that are stated, the most frequent first, without one that is stated by mistake."""
    counts = {"f": 0, "m": 0}
    for usage, articles in articles_of.items():
        for gender in usage.genders & counts.keys():
            counts[gender] += articles
    commonest = max(counts, key=lambda gender: counts[gender])
    # A stable sort: with equal counts « f » stays first, whatever article comes first.
    ranked = sorted(counts, key=lambda gender: gender != commonest)
    return [
        gender
        for gender in ranked
        if counts[gender] * MISTAKEN_GENDER_RATIO >= counts[commonest]
    ]


def _states_only_gender(usage: Usage, gender: str) -> bool:
    """Say whether `gender` is all that a usage says of its bearer."""
    if usage.fields or usage.place_id is not None or usage.namesake is not None:
        return False
    return usage.genders == {gender}


def _merge_kind(kind: Kind) -> Usage:
    """Return the first usage of a kind with the genders and fields of all."""
    genders = frozenset[str]().union(*(usage.genders for usage in kind))
    fields = frozenset[str]().union(*(usage.fields for usage in kind))
    return kind[0]._replace(genders=genders, fields=fields)


def _bearer_of(name: NameKey, kind: Kind, kinds: list[Kind]) -> Bearer:
    """Return the bearer that `kind` means: a place, the only one of its name, or one told apart from the others."""
    first = kind[0]
    if first.place_id and not first.namesake:
        return Bearer(first.label, first.place_id, KNOWN_PLACE)
    rivals = [rival for rival in kinds if rival is not kind]
    if not first.namesake and all(rival[0].namesake for rival in rivals):
        return Bearer(*name)
    # A distinction of last resort: usages come sorted, so that the number is the same in every run.
    number = str(kinds.index(kind) + 1)
    return Bearer(*name, _distinction(kind, rivals) or number)


def _distinction(kind: Kind, rivals: list[Kind]) -> str:
    """Return what tells a kind from its rivals: what a correction calls it, its fields of work, its gender; else ""."""
    merged = _merge_kind(kind)
    if merged.namesake:
        return merged.namesake
    merged_rivals = [_merge_kind(rival) for rival in rivals]
    if merged.fields and all(
        merged.fields.isdisjoint(rival.fields) for rival in merged_rivals
    ):
        return "-".join(sorted(merged.fields))
    if merged.genders and all(
        merged.genders.isdisjoint(rival.genders) for rival in merged_rivals
    ):
        return "-".join(sorted(merged.genders))
    return ""
