"""Happenings across articles: what is joined, what stays apart, and that nothing is compared with everything."""

from __future__ import annotations

import time
from collections.abc import Collection
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from commands import run_script
from hypothesis import given
from hypothesis import strategies as st
from joining import joined_happenings, mentions_by_event
from making import entity, event, with_layers

from pressmark import Article, build, check, save
from pressmark.linking import happening_joins
from pressmark.linking.join_reasons import reason_to_join
from pressmark.spans import Argument, Time
from pressmark.study.explanations import explanation_lines

DAY = date(2024, 5, 14)
ROOT = Path(__file__).parent.parent


def row(
    article: str,
    label: str = "ASSAULT",
    *,
    day: date | None = DAY,
    place: str = "",
    target: str = "",
    **more: Any,
) -> dict[str, Any]:
    """A row of the `events` table."""
    named = (("place", place), ("target", target))
    parts = [
        {"role": role, "entity_id": name, "value": None, "unit": None}
        for role, name in named
        if name
    ]
    iso = day.isoformat() if day else None
    return {
        "id": f"{article}/events-1", "article_id": article, "label": label, "status": "asserted", "text": "attaque",
        "cluster": "c1", "time": {"start": iso, "end": iso, "grain": "day", "surface": "mardi"} if iso else None,
        "place_id": place or None, "arguments": parts, **more,
    }  # fmt: skip


def joined(
    *rows: dict[str, Any], published: date | None = None, wide: Collection[str] = ()
) -> bool:
    """Whether two events of two articles are one happening; an entity's id is its name here."""
    names = {
        name: name
        for one in rows
        for part in one["arguments"]
        if (name := part["entity_id"])
    }
    days = {one["article_id"]: published for one in rows}
    mentions = mentions_by_event(joined_happenings(rows, names, days, wide))
    first, second = (mentions.get(one["id"]) for one in rows)
    if first is None or second is None:
        return False
    return first[0] == second[0]


def test_two_articles_that_tell_of_one_attack_share_a_happening() -> None:
    assert joined(row("a", place="kiev"), row("b", place="kiev"))
    assert joined(row("a", target="port"), row("b", target="port"))
    # An attack and its toll need more than the town in common.
    toll = row("b", "CASUALTY", place="kiev", text="morts")
    assert not joined(row("a", place="kiev"), toll)
    assert joined(
        row("a", target="x", place="kiev"),
        row("b", "CASUALTY", target="x", place="kiev", text="morts"),
    )


def test_another_day_place_person_or_type_is_another_happening() -> None:
    assert not joined(
        row("a", place="kiev"), row("b", place="kiev", day=DAY + timedelta(1))
    )
    assert not joined(
        row("a", place="kiev", target="x"), row("b", place="lviv", target="x")
    )
    assert not joined(
        row("a", place="kiev", target="x"), row("b", place="kiev", target="y")
    )
    assert not joined(row("a", place="kiev"), row("b", "CONSULT", place="kiev"))
    assert not joined(row("a"), row("b"))
    assert not joined(row("a", place="kiev"), row("b", place="kiev", text="incendie"))
    assert not joined(row("a", place="kiev"), row("b", place="kiev", status="denied"))


def test_a_time_that_is_of_no_one_day_joins_nothing() -> None:
    month = {
        "start": "2024-05-01",
        "end": "2024-05-31",
        "grain": "month",
        "surface": "mai",
    }
    night = {
        "start": "2024-05-13",
        "end": "2024-05-14",
        "grain": "day",
        "surface": "nuit",
    }
    assert not joined(
        row("a", place="kiev", time=month), row("b", place="kiev", time=month)
    )
    assert joined(row("a", place="kiev", time=night), row("b", place="kiev"))


def test_a_country_alone_joins_nothing() -> None:
    assert not joined(row("a", place="peru"), row("b", place="peru"), wide={"peru"})
    both = row("a", place="peru", target="x"), row("b", place="peru", target="x")
    assert joined(*both, wide={"peru"})


def test_an_event_without_a_date_is_of_its_articles_day() -> None:
    undated = row("a", place="kiev", target="x", day=None)
    assert joined(undated, row("b", place="kiev", target="x"), published=DAY)
    late = DAY + timedelta(9)
    assert not joined(undated, row("b", place="kiev", target="x"), published=late)
    # One name is too little where only one of the texts says the day.
    assert not joined(
        row("a", place="kiev", day=None), row("b", place="kiev"), published=DAY
    )


def test_who_accused_whom_is_not_who_was_accused() -> None:
    def accusing(article: str, agent: str, target: str, word: str) -> dict[str, Any]:
        roles = (("agent", agent), ("target", target))
        parts = [
            {"role": role, "entity_id": name, "value": None, "unit": None}
            for role, name in roles
        ]
        return row(article, "ACCUSE", text=word, arguments=parts)

    first = accusing("a", "x", "y", "accuse")
    assert not joined(first, accusing("b", "y", "x", "accuse"))
    assert not joined(first, accusing("b", "x", "y", "dénonce"))
    assert joined(first, accusing("b", "x", "y", "accusé"))


def test_a_daily_event_does_not_chain_into_one() -> None:
    rows = [
        row(f"a{n}", place="kiev", target="x", day=None, text="attaque")
        for n in range(9)
    ]
    days = {one["article_id"]: DAY + timedelta(n) for n, one in enumerate(rows)}
    happenings = joined_happenings(rows, {"kiev": "kiev", "x": "x"}, days)
    assert [one["articles"] for one in happenings.rows()] == [3, 3, 3]


def test_what_joined_two_articles_is_told() -> None:
    rows = [row("a", place="kiev", target="x"), row("b", place="kiev", target="x")]
    happenings = joined_happenings(rows, {"kiev": "loc-kiev", "x": "per-x"})
    mentions = mentions_by_event(happenings)
    reasons = [mentions[one["id"]][1] for one in rows]
    assert reasons == [None, "loc-kiev, per-x; attaque"]


def test_a_statement_is_no_happening() -> None:
    happenings = joined_happenings([row("a", "STATEMENT", target="x")], {"x": "x"})
    assert (mentions_by_event(happenings), list(happenings.rows())) == ({}, [])


def test_the_seal_writes_happenings_and_the_check_follows_their_links(
    tmp_path: Path,
) -> None:
    def told(number: int) -> Article:
        text = "Une attaque sur Kiev."
        place = Argument(
            role="place",
            start=16,
            end=20,
            text="Kiev",
            entity_id=f"{number}/entities-16-20",
        )
        when = Time(start="2024-05-14", end="2024-05-14", grain="day", surface="mardi")
        found = event(
            text, "attaque", "ASSAULT", arguments=(place,), time=when, cluster="c1"
        )
        return with_layers(
            Article(id=str(number), text=text),
            entities=[entity(text, "Kiev", "LOC")],
            quotes=[],
            events=[found],
        )

    corpus = save([told(1), told(2)], tmp_path / "corpus", title="Two")
    (happening,) = corpus.table("happenings").to_list()
    assert (happening["articles"], happening["mentions"], happening["place"]) == (
        2,
        2,
        "loc-kiev",
    )
    assert {one.happening_id for article in corpus for one in article.events} == {
        happening["id"]
    }
    # The second article's mention says what it shares with the first one's.
    reasons = [event.happening_reason for article in corpus for event in article.events]
    assert reasons == [None, "loc-kiev; attaque"]
    explained = "\n".join(explanation_lines(list(corpus)[1]))
    assert "happening_reason loc-kiev; attaque" in explained
    pages = (build(corpus, tmp_path / "site").folder / "happenings").glob("*.html")
    assert any("Kiev, attaque" in page.read_text("utf-8") for page in pages)
    assert check(corpus.folder) == ()


@pytest.mark.slow
def test_the_cost_does_not_grow_as_the_pairs_do() -> None:
    def seconds(count: int) -> float:
        rows = [
            row(str(n), target=f"t{n % 50}", day=DAY + timedelta(n // 50))
            for n in range(count)
        ]
        started = time.process_time()
        names = {f"t{n}": f"t{n}" for n in range(50)}
        list(joined_happenings(rows, names).rows())
        return time.process_time() - started

    few, many = (min(seconds(count) for _ in range(3)) for count in (500, 4000))
    assert many < 25 * max(few, 0.02)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(("attaque", "tir")),
            st.sampled_from((DAY, DAY + timedelta(days=1), None)),
            st.sampled_from(("metz", "nancy", "")),
            st.sampled_from(("lee", "roe", "")),
            st.sampled_from(("asserted", "denied")),
        ),
        max_size=12,
    )
)
def test_what_is_not_compared_again_is_joined_as_if_it_were(
    drawn: list[tuple[str, date | None, str, str, str]],
) -> None:
    rows = [
        row(f"a{number}", text=word, day=day, place=place, target=who, status=status)
        for number, (word, day, place, who, status) in enumerate(drawn)
    ]
    names = {name: name for name in ("metz", "nancy", "lee", "roe")}
    days: dict[str, date | None] = {one["article_id"]: DAY for one in rows}
    joined_once = mentions_by_event(joined_happenings(rows, names, days))
    with pytest.MonkeyPatch.context() as patch:
        # Each content another than all before: every cluster is compared with every other.
        patch.setattr(happening_joins, "compared_content", lambda _: object())
        assert mentions_by_event(joined_happenings(rows, names, days)) == joined_once


def test_what_tells_too_little_is_compared_once_however_often_it_is_printed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compared: list[None] = []

    def counted(*arguments: Any) -> Any:
        compared.append(None)
        return reason_to_join(*arguments)

    monkeypatch.setattr(happening_joins, "reason_to_join", counted)
    # One name, and no time that a text says: no two of them are one happening.
    rows = [row(f"a{number}", day=None, target="lee") for number in range(30)]
    days: dict[str, date | None] = {one["article_id"]: DAY for one in rows}
    happenings = joined_happenings(rows, {"lee": "lee"}, days)
    assert len(list(happenings.rows())) == len(rows)
    assert len(compared) < len(rows)


def test_events_that_come_after_the_joining_are_refused() -> None:
    happenings = joined_happenings([row("a", place="kiev")], {"kiev": "kiev"})
    assert len(list(happenings.rows())) == 1
    with pytest.raises(RuntimeError, match="joined already"):
        happenings.add([])


@pytest.mark.model
def test_pairs_of_articles_are_joined_where_they_tell_of_one_thing() -> None:
    done = run_script(ROOT / "benchmarks" / "happening_pairs.py", "--errors", cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert "precision 1.00" in done.stdout
    recall = float(done.stdout.partition("recall ")[2].split()[0])
    assert recall >= 0.8
