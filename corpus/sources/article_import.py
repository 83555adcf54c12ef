"""
Import: records become articles, once each, or rejections that say why. seen = kept + rejected.

The text is the record's to the character; what an article is called and dated is read from the record's columns.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pressmark.articles import Article, Origin

from . import Record, Rejection, read
from .languages import language_name, language_of, stated_language
from .numeric_dates import DatedRow, DayHabits, certain, date_of, readings
from .own_column_names import ColumnNames, TooManyColumns
from .record_values import CONTROL, Refused, authors, is_missing, plain, printable, text_of, whole, word

if TYPE_CHECKING:
    from .settings import SourceSettings

__all__ = ["Rejection", "articles"]

_READ = frozenset(
    {"id", "text", "title", "url", "outlet", "authors", "published", "date", "language", "language_claim", "lang"}
)
_LONGEST_ID = 200
_LONGEST_TITLE = 200  # characters of a first line that is still a title


def articles(source: SourceSettings, folder: Path) -> Iterator[Article | Rejection]:
    """
    Yield every article of a source, or the rejection of what is none, in order.

    A source whose dates can be read in two ways is read twice: what decides may stand in its last line. Raises
    `InputError` for a source that cannot be opened at all.
    """
    importer = _Importer(source, folder)
    for record in read(source, folder):
        yield record if isinstance(record, Rejection) else importer.taken(record)


class _Importer:
    """Makes articles of records, knowing the records before and how the source writes its dates."""

    def __init__(self, source: SourceSettings, folder: Path) -> None:
        self._source = source
        self._folder = folder
        self._names = ColumnNames(source.most_columns)
        self._places: dict[str, tuple[str, str]] = {}

    def taken(self, record: Record) -> Article | Rejection:
        """Return the article of a record, or why it is none."""
        try:
            article = self._article(record)
            _refuse_again(article, self._places)
            return article
        except (Refused, TooManyColumns) as error:
            id = record.values.get("id")
            shown = None if is_missing(id) else printable(str(id), _LONGEST_ID)
            return Rejection(record.origin.file, record.origin.place, printable(str(error)), shown)

    def _article(self, record: Record) -> Article:
        values, source = record.values, self._source
        if len(values) > source.most_columns + len(_READ):  # before anything is done for each of them
            raise TooManyColumns(f"it has {len(values)} columns; {source.most_columns} are allowed")
        for name in values:
            whole(name, "column's name")
        text = text_of(values, source.longest_text)
        language = _language(values, text, source)
        outlet = word(values, "outlet") or source.outlet
        published, raw = self._published(values, DatedRow(record.origin, outlet, language))
        article = Article(
            id="",
            text=text,
            language=language,
            title=word(values, "title") or (_first_line(text) if source.title == "first-line" else None),
            url=word(values, "url"),
            outlet=outlet,
            authors=authors(values.get("authors")),
            published=published,
            origin=record.origin,
        )
        article = _with_id(article, values.get("id"))
        own = {name: plain(value) for name, value in values.items() if name not in _READ}
        return replace(article, extra=self._names.named(own if raw is None else own | {"published_raw": raw}))

    def _published(self, values: Mapping[str, Any], row: DatedRow) -> tuple[datetime | None, str | None]:
        """When it was published, and the value as it stands where that could not be told from it."""
        raw = date_of(values)
        when = certain(raw)
        if when is None and (ways := readings(raw)):
            when = ways.read(self._source.dates or self._habits.order(row))
        return when, None if when or is_missing(raw) else whole(str(raw), "date")

    @cached_property
    def _habits(self) -> DayHabits:
        """How the source writes its days and months, from all of its dates."""
        records = (record for record in read(self._source, self._folder) if isinstance(record, Record))
        return DayHabits.of(
            (DatedRow(record.origin, _outlet(record.values) or self._source.outlet), date_of(record.values))
            for record in records
        )


def _outlet(values: Mapping[str, Any]) -> str | None:
    outlet = values.get("outlet")
    return None if is_missing(outlet) else str(outlet)


def _language(values: Mapping[str, Any], text: str, source: SourceSettings) -> str | None:
    """
    The language of an article: that of the row, of the source, or of its text; of a text too short to tell, what the
    template of its page or feed claims, which is often that of another edition.

    Raises `Refused` for a text that is clearly in another language than the row says, or than those asked for.
    """
    stated = stated_language(values.get("language")) or stated_language(values.get("lang"))
    if stated is None and source.language:
        return source.language
    asked = (*source.languages, stated) if stated else source.languages
    language = language_of(text, asked)
    if language is None or language in asked:
        claim = stated or language or stated_language(values.get("language_claim"))
        return whole(claim, "language") if claim else None
    if stated:
        raise Refused(f"looks {language_name(language)}, though its `language` says {stated}; mend the source")
    wanted = ", ".join((*source.languages, language))
    raise Refused(
        f"looks {language_name(language)}, which is not asked for; give `languages: [{wanted}]` in the source"
        f" and a model of {language!r} under `models`, or leave it out"
    )


def _first_line(text: str) -> str | None:
    """The first line that says something, where it is short enough for a title and more follows."""
    lines = [line.strip() for line in text.splitlines() if line.strip("\ufeff \t")]
    return lines[0].lstrip("\ufeff") if len(lines) > 1 and len(lines[0]) <= _LONGEST_TITLE else None


def _with_id(article: Article, id: Any) -> Article:
    return replace(article, id=_content_id(article) if is_missing(id) else _valid(str(id)))


def _valid(id: str) -> str:
    if bad := CONTROL.search(id):
        raise Refused(f"its id holds a control character (U+{ord(bad.group()):04X}); mend the source")
    if len(whole(id, "id")) > _LONGEST_ID:
        raise Refused(f"its id has {len(id)} characters; {_LONGEST_ID} are allowed")
    return id


def _content_id(article: Article) -> str:
    """An id made from what the article is, so that importing it again gives the same."""
    about = [article.url, article.title, article.published and article.published.isoformat(), article.text]
    return f"a-{hashlib.sha256(json.dumps(about).encode()).hexdigest()[:16]}"


def _refuse_again(article: Article, places: dict[str, tuple[str, str]]) -> None:
    """Refuse an id that stands already; says where it stood first."""
    place = _place(article.origin)
    sha256, first = places.setdefault(article.id, (article.sha256, place))
    if first == place:
        return
    if sha256 == article.sha256:
        raise Refused(f"is imported already: the same id and text stand in {first}")
    raise Refused(f"its id {article.id!r} stands twice, with another text: first in {first}")


def _place(origin: Origin | None) -> str:
    return " ".join(part for part in (origin.file, origin.place) if part) if origin else ""
