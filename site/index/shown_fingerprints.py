"""
Fingerprints of what pages of names show of an article: its own content, and what the corpus says of names and happenings.

A page of a name is made of its own row, of its articles and of who is named beside it. To compare these costs less than
to gather every line of the page, and most pages stand as they are when an article more comes.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from itertools import groupby
from typing import Any

__all__ = ["shown_fingerprints"]

_CONTENTS = "select article_no, content_fingerprint from articles order by article_no"

# Whom an article quotes may be a name that is no entity of it.
_NAMES = """
select article_no, names.name_id, names.name, names.label, names.path, names.sort_key from (
  select article_no, name_id from mentions union
  select article_no, speaker_name_id from quotes where speaker_name_id is not null) as of_article
join names on names.name_id = of_article.name_id order by article_no, names.name_id
"""
_HAPPENINGS = """
select article_no, event_no, happenings.path, happenings.mention_count
from events join happenings on happenings.happening_id = events.happening_id order by article_no, event_no
"""


def shown_fingerprints(connection: sqlite3.Connection) -> Iterator[tuple[str, int]]:
    """Yield a fingerprint for each article of an index that is whole but for them, with the article's number."""
    digests = {
        article_no: hashlib.blake2b(content.encode(), digest_size=16)
        for article_no, content in connection.execute(_CONTENTS)
    }
    for sql in (_NAMES, _HAPPENINGS):
        rows = connection.execute(sql)
        for article_no, of_article in groupby(rows, key=_article_no):
            # Numbers of events are those of one build: their order alone tells something.
            shown = [row[2:] if sql is _HAPPENINGS else row[1:] for row in of_article]
            digests[article_no].update(repr(shown).encode())
    for article_no, digest in digests.items():
        yield digest.hexdigest(), article_no


def _article_no(row: tuple[Any, ...]) -> int:
    """Return the number of the article that a row is of."""
    return int(row[0])
