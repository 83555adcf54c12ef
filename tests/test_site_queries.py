"""What the site asks of its index costs the same for each page, however many there are: no table is walked in a loop."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from making import entity, event, quote, with_layers

from pressmark.articles import Article
from pressmark.dataset.corpus import save
from pressmark.site import build
from pressmark.site.index import schema
from pressmark.site.index.rows import Queries
from pressmark.site.index_writer import write_index
from pressmark.site.shard_extracts import ShardExtracts
from pressmark.spans import Argument, Span, Time

pytestmark = pytest.mark.slow

FEW, MANY = 8, 40
PlanRow = tuple[int, int, int, str]


@dataclass(frozen=True)
class Asked:
    """The statements of a build: how often each was asked, and how SQLite goes about it in a large corpus."""

    counts: Counter[str]
    plans: dict[str, list[PlanRow]]


def plans_of(statements: dict[str, Any], index: Path) -> dict[str, list[PlanRow]]:
    """Return the plan of each statement, with the statistics of an index that has ten thousand times as many rows."""
    with sqlite3.connect(index) as connection:
        for table, name, stat in connection.execute(
            "select tbl, idx, stat from sqlite_stat1"
        ).fetchall():
            rows, _, rest = stat.partition(" ")
            enlarged = f"{int(rows) * 10_000} {rest}".strip()
            connection.execute(
                "update sqlite_stat1 set stat = ? where tbl = ? and idx is ?",
                (enlarged, table, name),
            )
    # Statistics are read when a database is opened.
    connection = sqlite3.connect(index)
    return {
        sql: connection.execute(f"explain query plan {sql}", values).fetchall()
        for sql, values in statements.items()
    }


def strike(number: int) -> Article:
    """An article of an outlet and a month that few share, of a person whom two articles name, at a place of all."""
    person = f"Anne {chr(ord('B') + number // 2)}orel"
    text = f"« Le quai {number} est fermé », a dit {person}.\n\nUne grève à Larnholm le 2 mars."
    made = Article(
        id=f"a{number}",
        text=text,
        language="fr",
        title=f"Quai {number}",
        outlet=f"Le Quai {number // 3}",
        published=datetime(2020 + number // 12, 1 + number % 12, 1, tzinfo=UTC),
    )
    made = with_layers(
        made, entities=[entity(text, person), entity(text, "Larnholm", "LOC")]
    )
    speaker, place = made.entities
    said = quote(
        text,
        f"Le quai {number} est fermé",
        speaker_id=speaker.id,
        speaker_name=person,
        speaker_kind="person",
    )
    where = Argument(
        role="place",
        start=place.start,
        end=place.end,
        text="Larnholm",
        entity_id=place.id,
    )
    day = Time(start="2026-03-02", end="2026-03-02", grain="day", surface="le 2 mars")
    told = event(
        text,
        "grève",
        "PROTEST",
        arguments=(where,),
        place_id=place.id,
        time=day,
        cluster=f"c{number}",
    )
    return with_layers(made, quotes=[said], events=[told])


def build_of(count: int, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Asked:
    """Make the site of so many articles, a third of them with a copy, and tell what was asked."""
    counts: Counter[str] = Counter()
    values_of: dict[str, Any] = {}

    def noting(method: Callable[..., Any]) -> Callable[..., Any]:
        def call(queries: Queries, sql: str, *values: Any) -> Any:
            counts[sql] += 1
            values_of[sql] = values
            return method(queries, sql, *values)

        return call

    articles = [strike(number) for number in range(count)]
    for number in range(0, count, 3):
        bare = replace(strike(number), id=f"copy{number}", duplicate_of=f"a{number}")
        layers: dict[str, list[Span]] = {"entities": [], "quotes": [], "events": []}
        articles.append(with_layers(bare, **layers))
    corpus = save(articles, folder / "corpus", title="Asked", shard=5)
    with monkeypatch.context() as patch:
        for name in ("_rows", "_stream", "_number"):
            patch.setattr(Queries, name, noting(getattr(Queries, name)))
        build(corpus, folder / "site")
    write_index(corpus, folder / "index.db", ShardExtracts(corpus))
    return Asked(counts, plans_of(values_of, folder / "index.db"))


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Asked, Asked]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        few = build_of(FEW, tmp_path_factory.mktemp("few"), monkeypatch)
        many = build_of(MANY, tmp_path_factory.mktemp("many"), monkeypatch)
    return few, many


def walks(plan: list[PlanRow]) -> Iterator[str]:
    """The tables that a plan walks from end to end; one that it has made itself a moment ago is none of them."""
    made = {
        detail.split()[-1]
        for *_, detail in plan
        if detail.startswith(("MATERIALIZE", "CO-ROUTINE"))
    }
    for *_, detail in plan:
        word, _, table = detail.partition(" ")
        if word == "SCAN" and table.split()[0] not in {*made, "CONSTANT"}:
            yield detail


def inner_walks(plan: list[PlanRow]) -> Iterator[str]:
    """The walks of a plan that are within another loop: of a table joined to one before, or asked for each row."""
    loops: Counter[int] = Counter()
    details = {node: detail for node, _, _, detail in plan}
    for _, parent, _, detail in plan:
        is_walk = any(walks([(0, 0, 0, detail)]))
        if is_walk and (loops[parent] or "CORRELATED" in details.get(parent, "")):
            yield detail
        if detail.startswith(("SCAN", "SEARCH")):
            loops[parent] += 1


def test_the_tests_of_plans_see_a_walk_and_let_an_index_pass() -> None:
    connection = sqlite3.connect(":memory:")
    connection.executescript(
        "create table a (x, y); create table b (x, y); create index b_x on b (x);"
    )

    def plan(sql: str) -> list[PlanRow]:
        return connection.execute(f"explain query plan {sql}").fetchall()

    assert list(walks(plan("select * from a where x = 1"))) == ["SCAN a"]
    assert not list(walks(plan("select * from b where x = 1")))
    assert not list(inner_walks(plan("select * from a join b on b.x = a.x")))
    correlated = "select (select count(*) from b where b.y = a.y) from a"
    assert list(inner_walks(plan(correlated))) == ["SCAN b"]
    connection.execute("drop index b_x")
    connection.execute("pragma automatic_index = off")
    assert len(list(inner_walks(plan("select * from a join b on b.x = a.x")))) == 1


def test_what_is_asked_for_each_page_walks_no_table(asked: tuple[Asked, Asked]) -> None:
    few, many = asked
    repeated = [sql for sql, count in many.counts.items() if count > few.counts[sql]]
    assert len(repeated) > 12
    walked = {sql: list(walks(many.plans[sql])) for sql in repeated}
    assert {sql: details for sql, details in walked.items() if details} == {}


def test_a_page_of_a_list_of_names_sorts_no_names(asked: tuple[Asked, Asked]) -> None:
    _, many = asked
    lists = [sql for sql in many.plans if "from names where label = ? order by" in sql]
    assert len(lists) == 2
    for sql in lists:
        assert not any("ORDER BY" in detail for *_, detail in many.plans[sql]), sql


def test_no_question_walks_a_table_within_another(asked: tuple[Asked, Asked]) -> None:
    _, many = asked
    assert len(many.plans) > 40
    walked = {sql: list(inner_walks(plan)) for sql, plan in many.plans.items()}
    assert {sql: details for sql, details in walked.items() if details} == {}


def test_what_finishes_the_index_walks_each_table_once(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "index.db")
    connection.executescript(schema.TABLES + schema._SEARCH_INDEXES)
    scripts = (
        schema._COUNTS_OF_NAMES
        + schema._COUNTS_OF_ORIGINALS
        + schema._FOLDED_INTO_ARTICLES
    )
    statements = [sql for sql in scripts.split(";") if "update" in sql]
    assert len(statements) > 5
    for sql in statements:
        plan = connection.execute(f"explain query plan {sql}").fetchall()
        assert list(inner_walks(plan)) == [], sql
