"""What can be asked of quotes and their speakers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from .rows import Queries
from .values import SearchEntry

__all__ = ["GenderShare", "QuoteQueries", "SpeakerRow"]

_FACET_COLUMNS = {"type": "label", "source": "speaker_kind", "status": "status"}

# A speaker is a name of the corpus, or where there is none the words of the text (« un témoin »). The prefix keeps such
# words apart from a name whose id they happen to be.
_SPEAKERS = """
select coalesce(names.name, quotes.speaker), names.path, count(*)
from quotes left join names on names.name_id = quotes.speaker_name_id
where quotes.speaker is not null or quotes.speaker_name_id is not null
group by coalesce(names.name_id, 'speaker ' || quotes.speaker)
order by 3 desc, coalesce(names.sort_key, lower(quotes.speaker)), 1
limit ? offset ?
"""

_BY_GENDER = """
select coalesce(names.gender, 'unknown'), count(*), count(distinct names.name_id)
from quotes join names on names.name_id = quotes.speaker_name_id
where names.label = 'PER' group by 1 order by 1
"""

_SEARCHED = """
select 2, quotes.text, coalesce(names.name, quotes.speaker, ''), articles.path || '#' || quotes.anchor,
  coalesce(substr(articles.published, 1, 10), '')
from quotes join articles using (article_no) left join names on names.name_id = quotes.speaker_name_id
order by article_no, quote_no
"""


class SpeakerRow(NamedTuple):
    """Who is quoted and how often; `path` is None for a speaker who is no name of the corpus."""

    speaker: str
    path: str | None
    quote_count: int


class GenderShare(NamedTuple):
    """How many quotes people of a gender have, and how many people they are."""

    gender: str
    quote_count: int
    person_count: int


class QuoteQueries(Queries):
    """Questions about quotes. A facet is `type`, `source` (the kind of speaker) or `status`."""

    FACETS = tuple(_FACET_COLUMNS)

    def count(self) -> int:
        """Count the quotes."""
        return self._number("select count(*) from quotes")

    def count_unattributed(self) -> int:
        """Count the quotes of nobody."""
        return self._number("select count(*) from quotes where speaker is null")

    def count_speakers(self) -> int:
        """Count who is quoted: the names of the corpus, and the speakers who are none."""
        unnamed = "select count(distinct speaker) from quotes where speaker_name_id is null and speaker is not null"
        return self._number(unnamed) + self._number(
            "select count(distinct speaker_name_id) from quotes"
        )

    def speakers(self, *, limit: int, offset: int = 0) -> list[SpeakerRow]:
        """Return who is quoted, the most quoted first."""
        rows = self._rows(_SPEAKERS, limit, offset)
        return [SpeakerRow(*row) for row in rows]

    def unnamed_speakers(self) -> Iterator[tuple[str, int]]:
        """Yield the speakers who are no name of the corpus, each with the number of quotes."""
        sql = """select speaker, count(*) from quotes where speaker_name_id is null and speaker is not null
            group by 1 order by 1"""
        yield from self._stream(sql)

    def facet_values(self, facet: str) -> list[tuple[str, int]]:
        """Return the values of `facet`, each with its number of quotes, the most frequent first."""
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
