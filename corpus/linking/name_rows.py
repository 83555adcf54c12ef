"""The rows of the table `names`, and what quotes repeat of them, from the linked names of a corpus."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from pressmark.storage.own_columns import packed, unpacked

from .bearers import MISTAKEN_GENDER_RATIO, Bearer
from .linked_names import LinkedNames, ranked
from .name_evidence import NameEvidence
from .speakers import SpeakerName, Speakers

__all__ = ["find_speakers", "make_name_rows"]


def make_name_rows(
    linked: LinkedNames, columns: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    """Yield the rows of the `names` table, sorted by id; `columns` are the gazetteer's own, with their types."""
    for bearer in sorted(linked.evidence, key=lambda bearer: linked.ids[bearer]):
        yield _name_row(bearer, linked, columns)


def find_speakers(linked: LinkedNames) -> Speakers:
    """Return what a quote repeats of each row, and the people whom a full name or a surname means."""
    by_id: dict[str, SpeakerName] = {}
    for bearer in linked.evidence:
        gender, _ = _gender_of(bearer, linked)
        by_id[linked.ids[bearer]] = SpeakerName(
            linked.name_of(bearer), bearer.label, gender
        )
    return Speakers(
        by_id, _id_by_key(linked), linked.facts.corrections.namesakes_by_article
    )


def _id_by_key(linked: LinkedNames) -> dict[str, str]:
    """Return the row of each person whom a full name or a surname means for sure, by its key."""
    bearers_by_key: defaultdict[str, set[Bearer]] = defaultdict(set)
    for usage, bearer in linked.bearer_by_usage.items():
        if usage.label == "PER":
            # « Lee said » later in the corpus: the last word of a full name, and the name itself where it is one word.
            surname = usage.key.split()[-1:]
            for key in {usage.key, *surname}:
                bearers_by_key[key].add(bearer)
    id_by_key: dict[str, str] = {}
    for key, bearers in bearers_by_key.items():
        bearer = next(iter(bearers))
        # A merge may have made a usage that is a person's into an organisation.
        is_sure = bearer.label == "PER" and bearer not in linked.joined.ambiguous
        if len(bearers) == 1 and is_sure:
            id_by_key[key] = linked.ids[bearer]
    return id_by_key


def _name_row(
    bearer: Bearer, linked: LinkedNames, columns: Mapping[str, str]
) -> dict[str, Any]:
    """Return the row of one bearer."""
    evidence = linked.evidence[bearer]
    name = linked.name_of(bearer)
    entry = linked.entry_of(bearer)
    place = linked.place_of(bearer)
    gender, gender_from = _gender_of(bearer, linked)
    # Coordinates come as a pair from one of both: those of a country would contradict the town of the gazetteer.
    located = entry if entry and entry.latitude is not None else place
    aliases = [text for text in ranked(evidence.surfaces) if text != name]
    own_columns = packed(entry.extra if entry else {})
    return {
        "id": linked.ids[bearer],
        "label": bearer.label,
        "name": name,
        "aliases": [
            {"text": text, "mentions": evidence.surfaces[text]} for text in aliases
        ],
        "roles": list(_role_rows(evidence, linked)),
        "gender": gender,
        "gender_from": gender_from,
        "ambiguous": bearer in linked.joined.ambiguous,
        "wikidata": entry.wikidata if entry else None,
        "country": (entry and entry.country) or (place and place.country) or None,
        "latitude": located.latitude if located else None,
        "longitude": located.longitude if located else None,
        "articles": len(evidence.articles),
        "mentions": evidence.surfaces.total(),
        **unpacked(own_columns, columns),
    }


def _role_rows(evidence: NameEvidence, linked: LinkedNames) -> Iterator[dict[str, Any]]:
    """Yield the roles of a bearer, the most frequent first, each with the row of what it is a role in."""
    roles = evidence.roles
    for text in sorted(roles, key=lambda text: (-roles[text].mentions, text)):
        role = roles[text]
        name_ids: Counter[str] = Counter()
        for usage, count in role.of_usages.items():
            name_ids[linked.ids[linked.bearer_by_usage[usage]]] += count
        yield {
            "text": text,
            "first": role.first,
            "last": role.last,
            "mentions": role.mentions,
            "name_id": ranked(name_ids)[0] if name_ids else None,
        }


def _gender_of(bearer: Bearer, linked: LinkedNames) -> tuple[str | None, str | None]:
    """
    Return the gender of a row and what says it: the gazetteer, else titles and roles, else the pronouns of its quotes.

    Titles that disagree leave it open, whatever pronouns say; of a row that may be several people they say nothing.
    """
    entry = linked.entry_of(bearer)
    if entry and entry.gender:
        return entry.gender, "gazetteer"
    stated = linked.evidence[bearer].genders
    if stated:
        gender = _agreed_gender(stated)
        return gender, "title" if gender else None
    if bearer.label != "PER" or bearer in linked.joined.ambiguous:
        return None, None
    # Last, as a pronoun is read from a clause beside the quote and may mean somebody else.
    gender = _agreed_gender(linked.pronouns.get(bearer, Counter()))
    return gender, "pronoun" if gender else None


def _agreed_gender(counts: Counter[str]) -> str | None:
    """Return the gender that alone is stated, or so much more often that the other is a mistake; None else."""
    by_frequency = counts.most_common()
    if len(by_frequency) == 2:
        (_, larger), (_, smaller) = by_frequency
        if smaller * MISTAKEN_GENDER_RATIO > larger:
            return None
    return by_frequency[0][0] if len(by_frequency) in (1, 2) else None
