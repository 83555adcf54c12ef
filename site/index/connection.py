"""The index, opened for reading: its questions by subject. Each process that renders pages opens one."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from .articles import ArticleQueries
from .corrected import CorrectedQueries
from .events import EventQueries
from .explored import ExploreQueries
from .lines import LineQueries
from .names import NameQueries
from .quotes import QuoteQueries
from .third_party_lines import ThirdPartyQueries

__all__ = ["Index"]


class Index:
    """
    The index in `file`, read only; `file` must be whole, as `IndexDraft.finish` leaves it.

    Every question is a method of a subject and answers with rows of `pressmark.site.index.values`.
    """

    def __init__(self, file: Path) -> None:
        connection = sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)
        self.articles = ArticleQueries(connection)
        self.names = NameQueries(connection)
        self.quotes = QuoteQueries(connection)
        self.events = EventQueries(connection)
        self.lines = LineQueries(connection)
        self.third_party = ThirdPartyQueries(connection)
        self.explored = ExploreQueries(connection)
        self.corrected = CorrectedQueries(connection)
