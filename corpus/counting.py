"""
The counts that every study makes, as pandas frames: who is quoted and named, shares of quotes, who is named together,
what happens. Each row has its denominator (`of_…`) and share, and `frame.attrs["filter"]` says what was counted.

Copies of another article are left out, unless a filter says otherwise; so are scare quotes, which are nobody's words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING, Any

from .errors import PressmarkError
from .library import Corpus
from .spans import LABELS
from .speakers import kind_of_speaker
from .wording import suggestion

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["COUNTS", "Filter", "events", "named", "quoted", "shares", "together", "without_effect"]

_PERIODS = {"day": 10, "month": 7, "year": 4}
_VALUES = {"gender": "speaker_gender", "role": "speaker_role", "kind": "speaker_kind", "label": "label",
           "status": "status", "cue_class": "cue_class", "speaker_label": "speaker_label"}  # fmt: skip
_LEFT_OUT = ("scare",)
"""Labels of quotes that are counted only when they are asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """
    What is counted: articles of these outlets and languages, from `since` to `until` (days, both included), annotations
    with these labels, quotes whose speakers are of these kinds. `copies` counts copies of other articles too.
    """

    outlets: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    labels: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    copies: bool = False

    def __post_init__(self) -> None:
        for name in ("outlets", "languages", "labels", "kinds"):  # one word stands for a list of one
            object.__setattr__(self, name, _listed(getattr(self, name)))

    def said(self) -> dict[str, Any]:
        """The filter as plain values, what is not set left out."""
        known = {name: str(value) if isinstance(value, date) else value for name, value in asdict(self).items()}
        return {name: value for name, value in known.items() if value not in ((), None)}


def _listed(given: str | Sequence[str]) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)


def quoted(corpus: Corpus, *, by: str | Sequence[str] = (), filter: Filter | None = None) -> pd.DataFrame:
    """
    Who is quoted how often: `name`, `name_id`, `label`, `quotes`, `articles`; `of_quotes` are all of the cell (`by`).

    A speaker has the name that `names` joins them under, else the words that describe them; a quote without a speaker
    counts in `of_quotes` alone.
    """
    by = _listed(by)
    rows = _quotes(corpus, by, filter)
    rows["name"] = rows["speaker_canonical_name"].fillna(rows["speaker_name"])
    rows["label"], rows["name_id"] = rows["speaker_label"], rows["speaker_name_id"]
    found = _grouped(rows[rows["name"].notna()], [*by, "name", "name_id"], "quotes", first=("label",))
    return _shared(found, _totals(rows, by), by, "quotes", filter)


def named(corpus: Corpus, *, by: str | Sequence[str] = (), filter: Filter | None = None) -> pd.DataFrame:
    """
    Who and what is named, the most mentioned first: `name`, `name_id`, `label`, `mentions`, `articles`; `of_articles`
    are all articles of the cell, whether they name anything or not, and `share` is of these.
    """
    by = _listed(by)
    rows = _rows(corpus, "entities", by, filter)
    rows["name"] = rows["canonical_name"].fillna(rows["text"])
    found = _grouped(rows, [*by, "name", "name_id", "label"], "mentions")
    articles = _totals(_articles(corpus, by, filter), by)
    return _shared(found, articles, by, "articles", filter, first=("mentions",))


def shares(corpus: Corpus, *, of: str, by: str | Sequence[str] = (), filter: Filter | None = None) -> pd.DataFrame:
    """
    The share of quotes by `gender`, `role`, `kind`, `speaker_label`, `label`, `status` or `cue_class`.

    A row without a value counts the quotes of which it is not known; `share_of_known` leaves these out. Raises
    `PressmarkError` for something else.
    """
    by = _listed(by)
    if of not in _VALUES:
        raise PressmarkError(
            f"shares of {of!r} are not counted; there is {', '.join(_VALUES)}{suggestion(of, _VALUES)}"
        )
    rows = _quotes(corpus, by, filter)
    if _VALUES[of] not in rows:
        raise PressmarkError(
            f"this corpus does not say the {of} of a quote; it was made by an older version. Run it again."
        )
    rows[of] = rows[_VALUES[of]]
    found = _shared(_grouped(rows, [*by, of], "quotes"), _totals(rows, by), by, "quotes", filter)
    known = found[found[of].notna()]
    cells = known.groupby(list(by), dropna=False)["quotes"].transform("sum") if by else known["quotes"].sum()
    found.loc[known.index, "share_of_known"] = known["quotes"] / cells
    return found


def events(corpus: Corpus, *, by: str | Sequence[str] = ("label",), filter: Filter | None = None) -> pd.DataFrame:
    """
    Events by `label`, `place`, `status`, `plover`, outlet, period …: `events`, `articles`, and `happenings` where the
    corpus joins them (what ten articles report is one). `of_events` are all events of the filter.
    """
    by = _listed(by)
    rows = _rows(corpus, "events", by, filter)
    happenings = ("happening_id",) if "happening_id" in rows else ()
    found = _grouped(rows, list(by), "events", distinct=happenings)
    return _shared(found.rename(columns={"happening_id": "happenings"}), len(rows), (), "events", filter)


def together(corpus: Corpus, *, most: int = 200, filter: Filter | None = None) -> pd.DataFrame:
    """
    Names that stand in the same articles: `name`, `other`, `articles`; `jaccard` is of the articles that name either.

    Of the `most` names that stand in most articles, every pair is counted; `of_articles` are all articles.
    """
    import pandas as pd

    rows = _rows(corpus, "entities", (), filter)
    rows["name"] = rows["canonical_name"].fillna(rows["text"])
    counts = rows.groupby("name")["article_id"].nunique().sort_values(ascending=False, kind="stable").head(most)
    inside = rows[rows["name"].isin(counts.index)].groupby("article_id")["name"].unique()
    pairs = Counter(pair for names in inside for pair in combinations(sorted(names), 2))
    made = [(one, two, both, both / (counts[one] + counts[two] - both)) for (one, two), both in pairs.items()]
    found = pd.DataFrame(made, columns=["name", "other", "articles", "jaccard"])
    total = len(_articles(corpus, (), filter))
    return _shared(found, total, (), "articles", filter)


def without_effect(corpus: Corpus, what: str, filter: Filter) -> Iterator[str]:
    """What a filter asks for that the corpus has nowhere: labels, outlets and languages, with what there is."""
    from .exchange.flat import frame

    table = {"named": "entities", "together": "entities", "events": "events"}.get(what, "quotes")
    rows = frame(corpus, table)
    if table == "quotes":
        rows["speaker_kind"] = _kinds(rows)
    asked = {"label": filter.labels, "outlet": filter.outlets, "language": filter.languages, "kind": filter.kinds}
    for name, values in asked.items():
        columns = [column for column in (name, f"canonical_{name}", f"speaker_{name}") if column in rows]
        known = sorted({value for column in columns for value in rows[column].dropna()})
        for value in (value for value in values if value not in known):
            near = suggestion(value, known) or f"; there is {', '.join(known) or 'none'}"
            yield f"no {name} {value!r} among the {table}{near}"


def _quotes(corpus: Corpus, by: Sequence[str], filter: Filter | None) -> pd.DataFrame:
    asked = filter or Filter()
    of_speakers = tuple(label for label in asked.labels if label in LABELS["entities"])
    rows = _rows(corpus, "quotes", by, replace(asked, labels=tuple({*asked.labels} - {*of_speakers})))
    rows = rows[~rows["label"].isin(_left_out(asked))]
    if of_speakers:
        rows = rows[rows["speaker_label"].isin(of_speakers)]
    rows = rows.copy()
    if "speaker_kind" in rows:
        rows["speaker_kind"] = _kinds(rows)
    if asked.kinds:
        rows = rows[rows["speaker_kind"].isin(asked.kinds)].copy()
    return rows


def _left_out(filter: Filter) -> list[str]:
    """The labels of quotes that are not counted, since nobody asked for them."""
    return [label for label in _LEFT_OUT if label not in filter.labels]


def _kinds(rows: pd.DataFrame) -> list[str | None]:
    """What kind each speaker is, once names are joined."""
    pairs = zip(rows["speaker_kind"], rows["speaker_label"], strict=True)
    return [kind_of_speaker(*(value if isinstance(value, str) else None for value in pair)) for pair in pairs]


def _rows(corpus: Corpus, table: str, by: Sequence[str], filter: Filter | None) -> pd.DataFrame:
    from .exchange.flat import frame

    if filter and filter.kinds and table != "quotes":
        raise PressmarkError(f"a kind is a speaker's, and {table} have none; count `quoted` or `shares`")
    rows = _kept(frame(corpus, table), filter)
    if "canonical_label" in rows:
        rows["label"] = rows["canonical_label"].fillna(rows["label"])
    if filter and filter.labels:
        rows = rows[rows["label"].isin(filter.labels)]
    if "place" in by and "place_canonical_name" in rows:
        said = rows["place"] if "place" in rows else rows["place_canonical_name"]
        rows["place"] = rows["place_canonical_name"].fillna(said)
    return _dated(rows, by)


def _articles(corpus: Corpus, by: Sequence[str], filter: Filter | None) -> pd.DataFrame:
    from .exchange.flat import frame

    return _dated(_kept(frame(corpus, "articles"), filter), by)


def _kept(rows: pd.DataFrame, filter: Filter | None) -> pd.DataFrame:
    """The rows whose articles the filter lets through."""
    asked = filter or Filter()
    import pandas as pd

    kept = pd.Series(True, index=rows.index)
    if not asked.copies:
        kept &= rows["duplicate_of"].isna()
    if asked.outlets:
        kept &= rows["outlet"].isin(asked.outlets)
    if asked.languages:
        kept &= rows["language"].isin(asked.languages)
    days = pd.to_datetime(rows["published"], utc=True).dt.date
    if asked.since:
        kept &= days.map(lambda day: not pd.isna(day) and day >= asked.since)
    if asked.until:
        kept &= days.map(lambda day: not pd.isna(day) and day <= asked.until)
    return rows[kept].copy()


def _dated(rows: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """The rows with their period; raises `PressmarkError` for a column that is not there."""
    import pandas as pd

    for name in by:
        if name in _PERIODS:
            when = pd.to_datetime(rows["published"], utc=True)
            rows[name] = when.dt.strftime("%Y-%m-%d").str[: _PERIODS[name]]
        elif name not in rows:
            columns = [column for column in map(str, rows) if not column.endswith(("start", "end", "_id"))]
            known = [*_PERIODS, *columns]
            near = suggestion(name, known)
            raise PressmarkError(f"there is no {name!r} to count by{near or '; there is ' + ', '.join(known)}")
    return rows


def _grouped(
    rows: pd.DataFrame, by: list[str], what: str, *, first: Sequence[str] = (), distinct: Sequence[str] = ()
) -> pd.DataFrame:
    """How many rows and articles each group has, with the first value of some columns, or how many distinct ones."""
    taken: dict[str, Any] = {what: ("id", "size"), "articles": ("article_id", "nunique")}
    taken |= {name: (name, "first") for name in first} | {name: (name, "nunique") for name in distinct}
    found: pd.DataFrame = rows.groupby(by, dropna=False, sort=True).agg(**taken).reset_index()
    return found


def _totals(rows: pd.DataFrame, by: Sequence[str]) -> Any:
    return rows.groupby(list(by), dropna=False).size() if by else len(rows)


def _shared(
    found: pd.DataFrame,
    totals: Any,
    by: Sequence[str],
    what: str,
    filter: Filter | None,
    *,
    first: Sequence[str] = (),
) -> pd.DataFrame:
    """
    The frame with its denominator and share, the largest first within each cell; the filter in its `attrs`.

    With `first`, these columns say what is large, and `what` where they are equal.
    """
    if by:
        found = found.merge(totals.rename(f"of_{what}").reset_index(), on=list(by), how="left")
    else:
        found[f"of_{what}"] = totals
    found["share"] = found[what] / found[f"of_{what}"]
    numbers = [*first, *([what] if what in found else [])]
    falling = [*[True] * len(by), *[False] * len(numbers)]
    found = found.sort_values([*by, *numbers], ascending=falling, kind="stable").reset_index(drop=True)
    asked = filter or Filter()
    found.attrs["filter"] = asked.said()
    found.attrs["left_out"] = _left_out(asked) if what == "quotes" else []
    return found


COUNTS: Mapping[str, Callable[..., pd.DataFrame]] = {
    "quoted": quoted,
    "named": named,
    "shares": shares,
    "together": together,
    "events": events,
}
"""What `pressmark count` counts."""
