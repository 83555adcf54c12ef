"""What can be asked of events, of where they take place, and of what is told more than once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from .rows import Queries
from .values import EventPlace, HappeningRow, ToldHappening

__all__ = ["EventQueries"]

# In the order of the fields of HappeningRow.
_HAPPENING = (
    "happening_id, path, label, status, time, place_name, participant_names, triggers, text_before, text, text_after, "
    "article_count, mention_count"
)
_MOST_REPORTED_FIRST = "order by article_count desc, mention_count desc, happening_id"

# Of a place that one article names, or where few events take place, the way leads to the name itself.
_PLACES = """
select names.name, names.name_id, names.path, names.has_page, count(*)
from events join names on names.name_id = events.place_name_id
group by names.name_id order by 5 desc, names.sort_key limit ? offset ?
"""

_PLACE_COUNTS = """
select place_name_id, count(*) from events join names on names.name_id = events.place_name_id
where names.has_page group by place_name_id having count(*) > ? order by place_name_id
"""

_BY_DAY = """
select label, substr(published, 1, 10), count(*) from events join articles using (article_no)
where published is not null group by 1, 2
"""

_HAPPENING_PAGES = """
select happening_id, path, (select count(*) from events where events.happening_id = happenings.happening_id)
from happenings where has_page order by happening_id
"""

# `distinct`: a name takes part in each event that tells of a happening.
_PARTICIPANTS = """
select distinct names.name, names.path
from events join names_in_events using (event_no) join names on names.name_id = names_in_events.name_id
where events.happening_id = ? order by names.sort_key
"""

_REASONS = """
select distinct happening_reason from events where happening_id = ? and happening_reason is not null order by 1
"""


class EventQueries(Queries):
    """Questions about events, their months (of the event, not of the article), their places and happenings."""

    def types(self) -> list[tuple[str, int]]:
        """Return the types of events, each with its number of events, the most frequent first."""
        return self._counts(
            "select label, count(*) from events group by 1 order by 2 desc, 1"
        )

    def months(self) -> list[tuple[str, int]]:
        """Return the ISO months of events, the latest first, each with its number of events."""
        sql = "select month, count(*) from events where month is not null group by 1 order by 1 desc"
        return self._counts(sql)

    def places(self, *, limit: int, offset: int = 0) -> list[EventPlace]:
        """Return where most events take place."""
        rows = self._rows(_PLACES, limit, offset)
        return [
            EventPlace(name, name_id, path, bool(has_page), count)
            for name, name_id, path, has_page, count in rows
        ]

    def count_places(self) -> int:
        """Count the places where events take place."""
        return self._number("select count(distinct place_name_id) from events")

    def place_counts(self, *, more_than: int) -> Iterator[tuple[str, int]]:
        """Yield the id of each place with a page where `more_than` so many events take place, with their number."""
        yield from self._stream(_PLACE_COUNTS, more_than)

    def counts_by_day(self) -> list[tuple[str, str, int]]:
        """Return events by type and by the ISO day of their article: type, day, number."""
        rows = self._rows(_BY_DAY)
        return [(label, day, count) for label, day, count in rows]

    def happenings(self, *, limit: int, offset: int = 0) -> list[HappeningRow]:
        """Return what several articles tell of, what most tell of first."""
        clauses = f"where article_count > 1 {_MOST_REPORTED_FIRST} limit ? offset ?"
        return self._happenings(clauses, limit, offset)

    def happening(self, happening_id: str) -> HappeningRow:
        """Return what is told more than once under this id. Raises `IndexError` when nothing is."""
        return self._happenings("where happening_id = ?", happening_id)[0]

    def _happenings(self, clauses: str, *values: Any) -> list[HappeningRow]:
        """Return the happenings that `clauses` select and order; `values` are for its marks."""
        rows = self._rows(f"select {_HAPPENING} from happenings {clauses}", *values)
        return [_happening_row(row) for row in rows]

    def count_happenings(self) -> int:
        """Count what several articles tell of."""
        return self._number("select count(*) from happenings where article_count > 1")

    def happening_pages(self) -> Iterator[tuple[str, str, int]]:
        """Yield the id and page of each happening that has one, with the number of events that tell of it."""
        yield from self._stream(_HAPPENING_PAGES)

    def happening_lists(self) -> list[str]:
        """Return the pages that hold happenings without a page of their own, in the order of their paths."""
        sql = "select distinct list_path from happenings where has_page = 0 and list_path is not null order by 1"
        return [path for (path,) in self._rows(sql)]

    def happenings_of_list(self, list_path: str) -> list[HappeningRow]:
        """Return the happenings that stand on a page together, what most articles tell of first."""
        clauses = f"where has_page = 0 and list_path = ? {_MOST_REPORTED_FIRST}"
        return self._happenings(clauses, list_path)

    def happenings_of(self, article_no: int) -> dict[str, ToldHappening]:
        """Return the happenings that an article, and it again or others, tell of, by their ids."""
        sql = """select distinct happenings.happening_id, happenings.path, happenings.article_count
            from events join happenings using (happening_id) where article_no = ? order by 1"""
        return {
            happening_id: ToldHappening(path, article_count)
            for happening_id, path, article_count in self._rows(sql, article_no)
        }

    def participants(self, happening_id: str) -> dict[str, str]:
        """Return the names that take part in a happening, each with its page."""
        return dict(self._rows(_PARTICIPANTS, happening_id))

    def reasons(self, happening_id: str) -> list[str]:
        """Return what the articles that tell of a happening share: names and a word, « Metz, attaque »."""
        reasons: list[str] = []
        for (written,) in self._rows(_REASONS, happening_id):
            name_ids, _, word = written.partition("; ")
            names = [self._name_of(name_id) for name_id in name_ids.split(", ")]
            reasons.append(", ".join([*names, word] if word else names))
        return list(dict.fromkeys(reasons))

    def _name_of(self, name_id: str) -> str:
        """Return the name of an id, and the id itself where the index has no name of it."""
        rows = list(self._rows("select name from names where name_id = ?", name_id))
        return str(rows[0][0]) if rows else name_id


def _happening_row(row: tuple[Any, ...]) -> HappeningRow:
    """Return a row of `happenings`, its lists read from JSON."""
    id, path, label, status, time, place_name, participants, triggers, *rest = row
    return HappeningRow(
        id,
        path,
        label,
        status,
        time,
        place_name,
        tuple(json.loads(participants)),
        tuple(json.loads(triggers)),
        *rest,
    )
