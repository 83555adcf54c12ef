"""
How the joining of happenings grows with the mentions of a corpus.

    .venv/bin/python benchmarks/happenings.py [2000 20000 200000]

Times are CPU seconds of this process.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from pressmark.linking.event_clusters import clusters_of_rows
from pressmark.linking.event_types import EventFamilies, traits_of_types
from pressmark.linking.happenings import Happenings
from pressmark.linking.packed_clusters import pack_cluster


def main(counts: list[int]) -> None:
    """Print a line for each number of mentions."""
    for count in counts:
        started = time.process_time()
        families = EventFamilies.of_traits(traits_of_types())
        happenings = Happenings(families)
        names = {f"e{n}": f"name-{n}" for n in range(500)}
        clusters = clusters_of_rows(rows(count), names, {}, families.reporting)
        happenings.add(map(pack_cluster, clusters))
        found = sum(1 for _ in happenings.rows())
        print(
            f"happenings: {count:7} mentions → {found:6} in {time.process_time() - started:.2f} s"
        )


def rows(count: int) -> Iterator[dict[str, Any]]:
    """Mentions of attacks: ten a day, of 500 names, told by several articles each."""
    for n in range(count):
        day = (date(1900, 1, 1) + timedelta(n // 40)).isoformat()
        part = {
            "role": "target",
            "entity_id": f"e{n // 4 % 500}",
            "value": None,
            "unit": None,
        }
        when = {"start": day, "end": day, "grain": "day", "surface": "x"}
        yield {
            "id": f"{n}/events-1", "article_id": str(n), "label": "ASSAULT", "status": "asserted", "text": "attack",
            "cluster": "c1", "time": when, "place_id": None, "arguments": [part],
        }  # fmt: skip


if __name__ == "__main__":
    asked = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    asked.add_argument(
        "mentions", type=int, nargs="*", default=[2_000, 20_000, 200_000]
    )
    main(asked.parse_args().mentions)
