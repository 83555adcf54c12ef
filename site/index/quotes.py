"""What can be asked of quotes and their speakers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .rows import Queries
from .values import SearchEntry

__all__ = ["GenderShare", "QuoteQueries", "SpeakerRow"]

_FACET_COLUMNS = {"type": "label", "source": "speaker_kind", "status": "status"}
"""Facets that a column of the quotes holds; `gender` is one of the names."""

# Names of the corpus alone: « un témoin » of one article is not that of another, so that no count may join them.
_SPEAKERS = """
select name, path, quote_count, name_id from names where quote_count > 0
order by quote_count desc, sort_key, name_id limit ? offset ?
"""

_BY_GENDER = """
select coalesce(names.gender, 'unknown'), count(*), count(distinct names.name_id)
from quotes join names on names.name_id = quotes.speaker_name_id
where names.label = 'PER' group by 1 order by 1
"""

# `places` are as many marks as there are names; both sides are found by the index of speakers and articles.
_QUOTED_WITH = """
select distinct other.speaker_name_id from quotes as own
join quotes as other on other.article_no = own.article_no
where own.speaker_name_id = ? and other.speaker_name_id in ({places})
"""

_SEARCHED = """
select 2, quotes.text, coalesce(names.name, quotes.speaker, ''), articles.path || '#' || quotes.anchor,
  coalesce(substr(articles.published, 1, 10), '')
from quotes join articles using (article_no) left join names on names.name_id = quotes.speaker_name_id
order by article_no, quote_no
"""


class SpeakerRow(NamedTuple):
    """A name of the corpus that is quoted, with its page and its number of quotes."""

    speaker: str
    path: str
    quote_count: int
    name_id: str


class GenderShare(NamedTuple):
    """How many quotes people of a gender have, and how many people they are."""

    gender: str
    quote_count: int
    person_count: int


class QuoteQueries(Queries):
    """Questions about quotes. A facet is `type`, `source` (the kind of speaker), `status` or `gender` (of a person)."""

    FACETS = (*_FACET_COLUMNS, "gender")

    def count(self) -> int:
        """Count the quotes."""
        return self._number("select count(*) from quotes")

    def count_unattributed(self) -> int:
        """Count the quotes of nobody."""
        return self._number("select count(*) from quotes where speaker is null")

    def count_speakers(self) -> int:
        """Count the names of the corpus that are quoted."""
        return self._number("select count(*) from names where quote_count > 0")

    def count_unnamed(self) -> int:
        """Count the quotes of speakers who are no name of the corpus: « un témoin », "the company"."""
        return self._number(
            "select count(*) from quotes where speaker_name_id is null and speaker is not null"
        )

    def speakers(self, *, limit: int, offset: int = 0) -> list[SpeakerRow]:
        """Return the names that are quoted, the most quoted first."""
        rows = self._rows(_SPEAKERS, limit, offset)
        return [SpeakerRow(*row) for row in rows]

    def quoted_with(self, name_id: str, other_ids: Sequence[str]) -> frozenset[str]:
        """Return those of some names that are quoted in an article in which a name is quoted, too."""
        places = ", ".join("?" * len(other_ids))
        sql = _QUOTED_WITH.format(places=places)
        return frozenset(id for (id,) in self._rows(sql, name_id, *other_ids))

    def facet_values(self, facet: str) -> list[tuple[str, int]]:
        """Return the values of `facet`, each with its number of quotes, the most frequent first."""
        if facet == "gender":
            return [(row.gender, row.quote_count) for row in self.by_gender()]
        column = _FACET_COLUMNS[facet]
        sql = f"select {column}, count(*) from quotes where {column} is not null group by 1 order by 2 desc, 1"
        return self._counts(sql)

    def by_gender(self) -> list[GenderShare]:
        """Return the quotes of people by the gender of their speakers, `unknown` where none is known."""
        rows = self._rows(_BY_GENDER)
        return [GenderShare(*row) for row in rows]

    def search_entries(self) -> Iterator[SearchEntry]:
        """Yield every quote for the search, by its words and its speaker."""
        for row in self._stream(_SEARCHED):
            yield SearchEntry(*row)
