"""
Decisions from a table: a row an annotation, with `id`, `verdict` and `correct`, as a spreadsheet keeps them.

`correct` says what should be there: `speaker_name: Anne Morel`, JSON, or the value of the layer's first column alone.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from pressmark.articles import Article
from pressmark.dataset.corpus import Corpus
from pressmark.errors import InputError
from pressmark.exchange import Refusal
from pressmark.messages import suggestion
from pressmark.spans import Span
from pressmark.storage.tables import span_row

from .decisions import Decision, DecisionContext
from .matching import nearest_words

__all__ = ["read_csv"]

_VERDICTS: Mapping[str, str] = {
    **dict.fromkeys(("right", "yes", "true", "1"), "right"),
    **dict.fromkeys(("wrong", "no", "false", "0"), "wrong"),
    "changed": "changed",
    "unsure": "unsure",
}
"""What a cell `verdict` may hold; an empty one is of a row that nobody looked at."""

_MAIN_COLUMN: Mapping[str, str] = {"quotes": "speaker_name"}
"""The column that a bare value in `correct` is of, by layer; `label` in any other."""

_DELIMITERS = ",;\t"


def read_csv(
    corpus: Corpus, path: Path, *, by: str, when: Callable[[Path], str]
) -> tuple[list[Decision], list[Refusal]]:
    """
    Return the decisions of a table, and the rows that are none.

    Raises `InputError` for a file without the columns `id` and `verdict`.
    """
    decisions: list[Decision] = []
    refusals: list[Refusal] = []
    rows = [(line, row) for line, row in _rows(path) if row["verdict"].strip()]
    ids = {_article_id(row) for _, row in rows}
    # One reading of the corpus: an article that is looked up alone costs its shard.
    articles = {article.id: article for article in corpus if article.id in ids}
    moment = when(path)
    for line, row in rows:
        try:
            article = articles.get(_article_id(row))
            decisions.append(_decision(article, row, by, moment))
        except (_Unusable, ValidationError, ValueError) as error:
            refusals.append(Refusal(f"{path.name} line {line}", str(error), row["id"]))
    return decisions, refusals


def _article_id(row: Mapping[str, str]) -> str:
    return row["id"].strip().rpartition("/")[0]


class _Unusable(Exception):
    """A row that is no decision; the message says why."""


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows of a table by column, each with the line where it ends."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"{path}: cannot be read ({error}). Save it as CSV, in UTF-8."
        ) from error
    head = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=head.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    names = reader.fieldnames or []
    missing = [name for name in ("id", "verdict") if name not in names]
    if missing:
        raise InputError(
            f"{path}: has no column {' and no column '.join(missing)}; it has {', '.join(names) or 'none'}."
            " Export the corpus as CSV, and add `verdict` and `correct`."
        )
    for row in reader:
        yield (
            reader.line_num,
            {name: row.get(name) or "" for name in (*names, "correct", "note")},
        )


def _decision(
    article: Article | None, row: Mapping[str, str], by: str, when: str
) -> Decision:
    """Return the decision of a row; raise `_Unusable` where it is none."""
    if article is None:
        raise _Unusable("the corpus has no such article")
    layer, span = _annotation(article, row["id"].strip())
    word = row["verdict"].strip().lower()
    if word not in _VERDICTS:
        raise _Unusable(
            f"the verdict {word!r} is none of right, wrong, changed, unsure{suggestion(word, _VERDICTS)}"
        )
    action, after = _VERDICTS[word], None
    if row["correct"].strip():
        # "wrong" beside what is right is a change, and no annotation less.
        action = "changed"
        after = _corrected(row["correct"].strip(), layer, span, article)
    columns = {
        name: value
        for name, value in span_row(span).items()
        if isinstance(value, str | int)
        and name not in ("id", "article_id", "annotator")
    }
    return Decision(
        article=article.id,
        layer=layer,
        action=action,
        annotation=span.id.rpartition("/")[2],
        before=columns,
        after=after,
        context=DecisionContext.around(article.text, span.start, span.end),
        who=by,
        when=when,
        note=row["note"].strip() or None,
    )


def _annotation(article: Article, id: str) -> tuple[str, Span]:
    """Return the annotation with an id, and its layer."""
    for layer, spans in article.layers.items():
        for span in spans:
            if span.id == id:
                return layer, span
    raise _Unusable("the corpus has no such annotation; export it again")


def _corrected(
    correct: str, layer: str, span: Span, article: Article
) -> dict[str, Any]:
    """Return the columns that a cell `correct` gives."""
    columns = _columns_of(correct, layer, span)
    words = columns.get("text")
    # Offsets are nobody's to count in a spreadsheet: the words say where they stand.
    if words is not None and "start" not in columns:
        start = nearest_words(words, span.start, article.text)
        if start is None:
            raise _Unusable(f"the article has no words {words!r}")
        columns |= {"start": start, "end": start + len(words)}
    return columns


def _columns_of(correct: str, layer: str, span: Span) -> dict[str, Any]:
    """Return what a cell says, by column: JSON, `column: value`, or a value alone."""
    if correct.startswith("{"):
        columns = json.loads(correct)
        if not isinstance(columns, dict):
            raise _Unusable("`correct` must be `column: value`")
        return columns
    name, colon, value = correct.partition(":")
    if colon and name.strip() in type(span).__dataclass_fields__:
        # `speaker_name:` with nothing after it: nobody.
        return {name.strip(): value.strip() or None}
    return {_MAIN_COLUMN.get(layer, "label"): correct}
