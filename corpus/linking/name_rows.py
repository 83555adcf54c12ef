"""The rows of the table `names`, and what quotes repeat of them, from the linked names of a corpus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pressmark.storage.own_columns import packed, unpacked

from .bearers import Bearer
from .linked_names import LinkedNames, ranked
from .name_evidence import NameEvidence
from .speakers import SpeakerName, Speakers

__all__ = ["find_speakers", "make_name_rows"]


def make_name_rows(
    linked: LinkedNames, columns: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    """Yield the rows of the `names` table, sorted by id; `columns` are the gazetteer's own, with their types."""
    for bearer in sorted(linked.usages_of, key=lambda bearer: linked.ids[bearer]):
        yield _name_row(bearer, linked, columns)


def find_speakers(
    linked: LinkedNames, bearers: Iterable[Bearer], keys: Iterable[str]
) -> Speakers:
    """Return what a quote repeats of the rows of `bearers`, and the people whom full names and surnames, `keys`, mean."""
    named = {
        key: linked.bearer_by_key[key] for key in keys if key in linked.bearer_by_key
    }
    by_id: dict[str, SpeakerName] = {}
    for bearer in {*bearers, *named.values()}:
        gender, _ = linked.gender_of(bearer)
        by_id[linked.ids[bearer]] = SpeakerName(
            linked.name_of(bearer), bearer.label, gender
        )
    return Speakers(
        by_id,
        {key: linked.ids[bearer] for key, bearer in named.items()},
        linked.facts.corrections.namesakes_by_article,
    )


def _name_row(
    bearer: Bearer, linked: LinkedNames, columns: Mapping[str, str]
) -> dict[str, Any]:
    """Return the row of one bearer."""
    evidence = linked.evidence_of(bearer)
    name = linked.name_of(bearer)
    entry = linked.entry_of(bearer)
    place = linked.place_of(bearer)
    gender, gender_from = linked.gender_of(bearer)
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
        "mentions": sum(evidence.surfaces.values()),
        **unpacked(own_columns, columns),
    }


def _role_rows(evidence: NameEvidence, linked: LinkedNames) -> Iterator[dict[str, Any]]:
    """Yield the roles of a bearer, the most frequent first, each with the row of what it is a role in."""
    roles = evidence.roles
    for text in sorted(roles, key=lambda text: (-roles[text].mentions, text)):
        role = roles[text]
        name_ids: Counter[str] = Counter()
        for usage, count in role.of_usages.items():
            name_ids[linked.ids[linked.bearer_of(usage)]] += count
        yield {
            "text": text,
            "first": role.first,
            "last": role.last,
            "mentions": role.mentions,
            "name_id": ranked(name_ids)[0] if name_ids else None,
        }
