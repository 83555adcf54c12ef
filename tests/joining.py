"""Happenings of rows that a test writes, joined as the seal joins those of shards."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from pressmark.linking.event_clusters import clusters_of_rows
from pressmark.linking.event_types import EventFamilies, traits_of_types
from pressmark.linking.happenings import Happenings
from pressmark.linking.packed_clusters import pack_cluster

NO_DAYS: Mapping[str, date | None] = {}


def joined_happenings(
    rows: Iterable[Mapping[str, Any]],
    names: Mapping[str, str],
    published: Mapping[str, date | None] = NO_DAYS,
    wide: Collection[str] = (),
    traits: Mapping[str, Mapping[str, Any]] | None = None,
) -> Happenings:
    """The happenings of rows of the `events` table; see `clusters_of_rows` for what comes with them."""
    families = EventFamilies.of_traits(traits_of_types() if traits is None else traits)
    happenings = Happenings(families)
    clusters = clusters_of_rows(rows, names, published, families.reporting, wide)
    happenings.add(map(pack_cluster, clusters))
    return happenings


def mentions_by_event(happenings: Happenings) -> dict[str, tuple[str, str | None]]:
    """The happening of each event, and why it belongs to it; one that is of no happening is left out."""
    return {
        event_id: (happening_id, reason)
        for _, event_id, happening_id, reason in happenings.mentions()
    }
