"""
Import: records become articles, once each, or rejections that say why. seen = kept + rejected.

The text is the record's to the character; what an article is called and dated is read from the record's columns.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .articles import Article, Origin
from .dates import instant
from .languages import language_of
from .sources import Record, Rejection, read
from .tables import RESERVED

if TYPE_CHECKING:
    from .config import Source

__all__ = ["Rejection", "articles"]

_READ = frozenset({"id", "text", "title", "url", "outlet", "authors", "published", "date", "language", "lang"})
_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_INVISIBLE = re.compile("[\ufeff\u200b-\u200f\u2060]")
_LONGEST_ID = 200


class _Refused(ValueError):
    """Why a record is not kept."""


def articles(source: Source, folder: Path) -> Iterator[Article | Rejection]:
    """
    Every article of a source, or the rejection of what is none, in order.

    Raises `InputError` for a source that cannot be opened at all.
    """
    seen: dict[str, tuple[str, str]] = {}
    for found in read(source, folder):
        if isinstance(found, Rejection):
            yield found
            continue
        try:
            article = _article(found, source)
            _once(article, seen)
            yield article
        except _Refused as error:
            given = found.values.get("id")
            named = _printable(str(given)) if given is not None else None
            yield Rejection(found.origin.file, found.origin.place, str(error), named)


def _article(record: Record, source: Source) -> Article:
    values = record.values
    text = _text(values)
    published, raw = _published(values)
    language = _word(values, "language") or _word(values, "lang") or source.language
    article = Article(
        id="",
        text=text,
        language=language or language_of(text, source.languages),
        title=_word(values, "title"),
        url=_word(values, "url"),
        outlet=_word(values, "outlet") or source.outlet,
        authors=_authors(values.get("authors")),
        published=published,
        origin=record.origin,
        extra=_extra(values, raw),
    )
    return _with_id(article, values.get("id"))


def _text(values: Mapping[str, Any]) -> str:
    if "text" not in values:
        there = ", ".join(values) or "none"
        raise _Refused(f"no column `text` (there is {there}); say which it is: source: {{columns: {{text: …}}}}")
    text = values["text"]
    if text is None or (
        isinstance(text, str) and not text.strip("\ufeff \t\r\n\x0b\x0c\u00a0\u2028\u2029\u202f\u200b")
    ):
        raise _Refused("has no text")
    if not isinstance(text, str):
        raise _Refused(f"its text is no text but {type(text).__name__}")
    return _whole(text, "text")


def _whole(text: str, what: str) -> str:
    if broken := _SURROGATE.search(text):
        raise _Refused(f"its {what} holds half a character (a lone surrogate) at {broken.start()}; mend the source")
    return text


def _word(values: Mapping[str, Any], name: str) -> str | None:
    value = values.get(name)
    return None if value is None or value == "" else _whole(str(value), name)


def _authors(value: Any) -> tuple[str, ...]:
    given = value if isinstance(value, list | tuple) else str(value or "").split(";")
    return tuple(_whole(name, "authors") for one in given if (name := str(one).strip()))


def _published(values: Mapping[str, Any]) -> tuple[datetime | None, Any]:
    """When it was published, and the value as it stands where that could not be told from it."""
    raw = next((values[name] for name in ("published", "date") if values.get(name) not in (None, "")), None)
    when = instant(raw)
    return when, raw if when is None else None


def _extra(values: Mapping[str, Any], raw: Any) -> dict[str, Any]:
    own = {name: value for name, value in values.items() if name not in _READ}
    own = {f"original_{name}" if name in RESERVED else name: _plain(value) for name, value in own.items()}
    return own if raw is None else own | {"published_raw": str(raw)}


def _plain(value: Any) -> Any:
    """A value that a column can hold: what is nested becomes JSON text."""
    if isinstance(value, str):
        return _whole(value, "own column")
    if value is None or isinstance(value, bool | int | float | datetime):
        return value
    if isinstance(value, date):
        return value.isoformat()
    return _whole(json.dumps(value, ensure_ascii=False, default=str), "own column")


def _with_id(article: Article, given: Any) -> Article:
    return replace(article, id=_content_id(article) if given is None or given == "" else _valid(str(given)))


def _valid(id: str) -> str:
    if bad := _CONTROL.search(id):
        raise _Refused(f"its id holds a control character (U+{ord(bad.group()):04X}); mend the source")
    if len(_whole(id, "id")) > _LONGEST_ID:
        raise _Refused(f"its id has {len(id)} characters; {_LONGEST_ID} are allowed")
    return id


def _content_id(article: Article) -> str:
    """An id made from what the article is, so that importing it again gives the same."""
    about = [article.url, article.title, article.published and article.published.isoformat(), article.text]
    return f"a-{hashlib.sha256(json.dumps(about).encode()).hexdigest()[:16]}"


def _once(article: Article, seen: dict[str, tuple[str, str]]) -> None:
    """Refuse an id that stands already; says where it stood first."""
    place = _place(article.origin)
    known, where = seen.setdefault(article.id, (article.sha256, place))
    if where == place:
        return
    if known == article.sha256:
        raise _Refused(f"is imported already: the same id and text stand in {where}")
    raise _Refused(f"its id {article.id!r} stands twice, with another text: first in {where}")


def _place(origin: Origin | None) -> str:
    return " ".join(part for part in (origin.file, origin.place) if part) if origin else ""


def _printable(text: str) -> str:
    return _SURROGATE.sub("\ufffd", _CONTROL.sub("\ufffd", text))[:_LONGEST_ID]
