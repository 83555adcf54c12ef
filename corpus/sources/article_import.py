"""
Import: records become articles, once each, or rejections that say why. seen = kept + rejected.

The text is the record's to the character; what an article is called and dated is read from the record's columns.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pressmark.articles import Article, Origin
from pressmark.storage.batches import chunks

from . import Record, Rejection, read_records
from .language_memory import LanguageMemory
from .languages import language_name, stated_language
from .numeric_dates import (
    DatedRow,
    DayHabits,
    certain_instant,
    interpret_date,
    stated_date,
)
from .outlet_table import OutletTable
from .own_column_names import OwnColumnNames, TooManyColumns
from .record_values import (
    CONTROL_CHARACTER,
    RecordRefusal,
    article_text,
    author_names,
    column_value,
    is_missing,
    printable_text,
    require_whole,
    text_value,
)
from .word_patterns import word_pattern

if TYPE_CHECKING:
    from .settings import SourceSettings

__all__ = ["Rejection", "import_articles"]

_COLUMNS_READ = frozenset(
    {
        "id",
        "text",
        "title",
        "url",
        "outlet",
        "authors",
        "published",
        "date",
        "language",
        "language_claim",
        "lang",
    }
)
# Records that are held at once: some hundred kB of news. Chosen, not measured.
RECORDS_AT_ONCE = 40
# Characters; ids are names of files of the site, and file systems take 255 bytes.
_MAX_ID_CHARACTERS = 200
# Characters of a first line that is still a title; chosen, not measured.
_MAX_TITLE_CHARACTERS = 200


def import_articles(
    source: SourceSettings,
    folder: Path,
    *,
    parsable: frozenset[str] | None = None,
    cache: Path | None = None,
) -> Iterator[Article | Rejection]:
    """
    Yield every article of a source, or the rejection of a record that is none, in order.

    `folder` is that of the YAML file. With `parsable`, the languages that have a model, an article in none of them holds
    no id, because the caller will reject it: a later one of the same id is kept. In the folder `cache` it is remembered in
    which language each text is.

    A source whose dates can be read in two ways is read twice: the value that decides may stand in its last line.
    Raises `InputError` for a source that cannot be opened at all.
    """
    memory = LanguageMemory(cache)
    importer = _Importer(source, folder, parsable, memory)
    for records in chunks(read_records(source, folder), RECORDS_AT_ONCE):
        memory.recall(_language_questions(records, source))
        for record in records:
            yield (
                record
                if isinstance(record, Rejection)
                else importer.make_article(record)
            )
        memory.keep()


def _language_questions(
    records: Iterable[Record | Rejection], source: SourceSettings
) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield the texts of which the language may be asked, each with the languages that are expected."""
    for record in records:
        if isinstance(record, Record) and isinstance(record.values.get("text"), str):
            _, expected = _expected_languages(record.values, source)
            yield record.values["text"], expected


class _Importer:
    """Makes articles of records, knowing the ids of earlier records and how the source writes its dates."""

    def __init__(
        self,
        source: SourceSettings,
        folder: Path,
        parsable: frozenset[str] | None,
        memory: LanguageMemory,
    ) -> None:
        self._source = source
        self._memory = memory
        self._parsable = parsable
        self._folder = folder
        self._names = OwnColumnNames(source.most_columns)
        self._places: dict[str, tuple[str, str]] = {}
        self._words = [word_pattern(word) for word in source.words]
        self._outlets = OutletTable.read(source.outlets) if source.outlets else None

    def make_article(self, record: Record) -> Article | Rejection:
        """Return the article of a record, or the rejection that says why it is none."""
        try:
            article = self._article(record)
            if self._parsable is None or article.language in self._parsable:
                _refuse_duplicate(article, self._places)
            return article
        except (RecordRefusal, TooManyColumns) as error:
            id = record.values.get("id")
            printable_id = (
                None if is_missing(id) else printable_text(str(id), _MAX_ID_CHARACTERS)
            )
            return Rejection(
                record.origin.file,
                record.origin.place,
                printable_text(str(error)),
                printable_id,
            )

    def _article(self, record: Record) -> Article:
        """Make the article of a record. Raises `RecordRefusal` or `TooManyColumns`."""
        values, source = record.values, self._source
        # before anything is done for each of them: a row may have a million columns
        most_columns = source.most_columns + len(_COLUMNS_READ)
        if len(values) > most_columns:
            raise TooManyColumns(
                f"it has {len(values)} columns; {source.most_columns} are allowed"
            )
        for name in values:
            require_whole(name, "column's name")
        text = article_text(values, source.longest_text)
        title = text_value(values, "title")
        # Before the language, which takes longer to tell: most of a large archive may be left out here.
        self._refuse_without_words(title, text)
        language = _choose_language(values, text, source, self._memory)
        # The row before the setting, which is for articles that name none.
        outlet = text_value(values, "outlet") or source.outlet
        published, unread_date = self._published(
            values, DatedRow(record.origin, outlet, language)
        )
        article = Article(
            id="",
            text=text,
            language=language,
            title=title
            or (_first_line(text) if source.title == "first-line" else None),
            url=text_value(values, "url"),
            outlet=outlet,
            authors=author_names(values.get("authors")),
            published=published,
            origin=record.origin,
        )
        article = _add_id(article, values.get("id"))
        own_columns = {
            name: column_value(value)
            for name, value in values.items()
            if name not in _COLUMNS_READ
        }
        if unread_date is not None:
            own_columns = {**own_columns, "published_raw": unread_date}
        if self._outlets:
            # What the row says itself goes before the table.
            own_columns = {**self._outlets.columns_of(outlet), **own_columns}
        return replace(article, extra=self._names.rename(own_columns))

    def _refuse_without_words(self, title: str | None, text: str) -> None:
        """Raise `RecordRefusal` for an article that holds none of the words that are asked for."""
        if not self._words:
            return
        texts = (title or "", text)
        if not any(words.search(part) for part in texts for words in self._words):
            raise RecordRefusal(
                f"holds none of the words that are asked for ({', '.join(self._source.words)})"
            )

    def _published(
        self, values: Mapping[str, Any], row: DatedRow
    ) -> tuple[datetime | None, str | None]:
        """Return when a record was published, and the date as it is written if no instant could be read from it."""
        date = stated_date(values)
        published = certain_instant(date)
        if published is None:
            interpretations = interpret_date(date)
            if interpretations is not None:
                published = interpretations.in_order(
                    self._source.dates or self._habits.order(row)
                )
        if published or is_missing(date):
            return published, None
        return None, require_whole(str(date), "date")

    @cached_property
    def _habits(self) -> DayHabits:
        """How the source writes days and months, learnt from all of its dates."""
        records = (
            record
            for record in read_records(self._source, self._folder)
            if isinstance(record, Record)
        )
        return DayHabits.of(
            (
                DatedRow(
                    record.origin, _stated_outlet(record.values) or self._source.outlet
                ),
                stated_date(record.values),
            )
            for record in records
        )


def _stated_outlet(values: Mapping[str, Any]) -> str | None:
    """Return the outlet that a row names; None if it names none."""
    outlet = values.get("outlet")
    return None if is_missing(outlet) else str(outlet)


def _expected_languages(
    values: Mapping[str, Any], source: SourceSettings
) -> tuple[str | None, Sequence[str]]:
    """Return the language that a row states, None where it states none, and those that its text may be in."""
    stated = stated_language(values.get("language")) or stated_language(
        values.get("lang")
    )
    return stated, (*source.languages, stated) if stated else source.languages


def _choose_language(
    values: Mapping[str, Any],
    text: str,
    source: SourceSettings,
    memory: LanguageMemory,
) -> str | None:
    """
    Return the language of an article: that of the row, of the source, or of its text.

    For a text too short to tell, take what the template of its page or feed claims; of longer texts that claim is not
    asked, because it is often that of another edition. None if nothing says it.

    Raises `RecordRefusal` for a text that is clearly in another language than the row says, or than those asked for.
    """
    stated, expected = _expected_languages(values, source)
    if stated is None and source.language:
        return source.language
    language = memory.language_of(text, expected)
    if language is None or language in expected:
        claim = stated or language or stated_language(values.get("language_claim"))
        return require_whole(claim, "language") if claim else None
    if stated:
        raise RecordRefusal(
            f"looks {language_name(language)}, though its `language` says {stated}; mend the source"
        )
    languages = ", ".join((*source.languages, language))
    raise RecordRefusal(
        f"looks {language_name(language)}, which is not asked for; give `languages: [{languages}]` in the source"
        f" and a model of {language!r} under `models`, or leave it out"
    )


def _first_line(text: str) -> str | None:
    """Return the first line with any text, if it is short enough for a title and more text follows; else None."""
    lines = [line.strip() for line in text.splitlines() if line.strip("\ufeff \t")]
    if len(lines) > 1 and len(lines[0]) <= _MAX_TITLE_CHARACTERS:
        return lines[0].lstrip("\ufeff")
    return None


def _add_id(article: Article, id: Any) -> Article:
    """Give an article the id of its row, or one made from its content."""
    return replace(
        article, id=_content_id(article) if is_missing(id) else _check_id(str(id))
    )


def _check_id(id: str) -> str:
    """Return an id. Raises `RecordRefusal` for one too long or with control characters."""
    if bad := CONTROL_CHARACTER.search(id):
        raise RecordRefusal(
            f"its id holds a control character (U+{ord(bad.group()):04X}); mend the source"
        )
    if len(require_whole(id, "id")) > _MAX_ID_CHARACTERS:
        raise RecordRefusal(
            f"its id has {len(id)} characters; {_MAX_ID_CHARACTERS} are allowed"
        )
    return id


def _content_id(article: Article) -> str:
    """Make an id from what the article is, so that importing it again gives the same id."""
    # Address and title beside the text: two pages may hold the same text, and are two articles.
    identity = [
        article.url,
        article.title,
        article.published and article.published.isoformat(),
        article.text,
    ]
    return f"a-{hashlib.sha256(json.dumps(identity).encode()).hexdigest()[:16]}"


def _refuse_duplicate(
    article: Article, places_by_id: dict[str, tuple[str, str]]
) -> None:
    """Raise `RecordRefusal` for an id that an earlier record has; the message says where that one stands."""
    place = _show_origin(article.origin)
    sha256, first_place = places_by_id.setdefault(article.id, (article.sha256, place))
    # the source is being read a second time, for its dates
    if first_place == place:
        return
    if sha256 == article.sha256:
        raise RecordRefusal(
            f"is imported already: the same id and text stand in {first_place}"
        )
    raise RecordRefusal(
        f"its id {article.id!r} stands twice, with another text: first in {first_place}"
    )


def _show_origin(origin: Origin | None) -> str:
    """Return file and place of a record as one text, for a message."""
    return (
        " ".join(part for part in (origin.file, origin.place) if part) if origin else ""
    )
