"""The measures on articles made for the purpose, each number worked out by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pressmark.evaluation import evaluate
from pressmark.evaluation.quote_scores import score_quotes
from pressmark.evaluation.scores import (
    Score,
    score_arguments,
    score_entities,
    score_events,
    score_spans,
)

Row = dict[str, Any]

TEXT = "« Le port rouvre », dit Anne Morel. Le maire, lui, doute."


def span(surface: str, label: str, key: str = "label", **more: object) -> Row:
    start = TEXT.index(surface)
    return {"start": start, "end": start + len(surface), key: label, **more}


def said(
    surface: str, label: str = "direct", speaker: str | None = None, **more: object
) -> Row:
    row = span(surface, label, "type", **more)
    start = TEXT.index(speaker) if speaker else None
    end = None if start is None else start + len(speaker or "")
    return row | {"speaker": speaker, "speaker_start": start, "speaker_end": end}


def test_a_score_has_precision_recall_and_f1() -> None:
    score = Score(3, 4, 6)
    assert (score.precision, score.recall, score.f1) == (0.75, 0.5, 0.6)
    assert (Score().precision, Score().recall, Score().f1) == (0.0, 0.0, 0.0)
    assert Score(1, 2, 3) + Score(1, 1, 1) == Score(2, 3, 4)


def test_exact_leaves_marks_and_edges_out_and_overlap_wants_more_than_half() -> None:
    gold = {"text": TEXT, "quotes": [said("Le port rouvre", speaker="Anne Morel")]}
    marked = {"quotes": [said("« Le port rouvre »,", speaker="Morel")]}
    short = {"quotes": [said("Le port", speaker="Le maire")]}

    assert score_quotes([(gold, marked)]) == {
        "exact": Score(1, 1, 1), "overlap": Score(1, 1, 1), "e2e": Score(1, 1, 1), "speaker": Score(1, 1, 1),
        "cue": Score(),
    }  # fmt: skip
    # 6 letters of 12 are not more than half.
    assert score_quotes([(gold, short)])["overlap"] == Score(0, 1, 1)


def test_scare_quotes_stay_out_and_other_kinds_are_neither_missed_nor_false() -> None:
    gold = {
        "text": TEXT,
        "quotes": [said("Le port", "scare"), said("doute", "indirect"), said("rouvre")],
    }
    found = {"quotes": [said("doute"), said("Anne")]}

    assert score_quotes([(gold, found)])["overlap"] == Score(1, 2, 2)
    assert score_quotes([(gold, found)], kinds=("direct",))["overlap"] == Score(0, 1, 1)


def test_a_quote_without_a_speaker_wants_none() -> None:
    gold = {
        "text": TEXT,
        "quotes": [
            said("Le port rouvre"),
            said("doute", speaker="Le maire", cue="doute"),
        ],
    }
    found = {
        "quotes": [
            said("Le port rouvre", speaker="Anne"),
            said("doute", speaker="maire", cue="se doute"),
        ]
    }

    scores = score_quotes([(gold, found)])
    assert (scores["overlap"], scores["e2e"], scores["speaker"]) == (
        Score(2, 2, 2),
        Score(1, 2, 2),
        Score(1, 1, 1),
    )
    assert scores["cue"] == Score(1, 1, 1)


def test_entities_of_other_schemes_are_mapped_and_what_has_none_of_ours_stays_out() -> (
    None
):
    gold = {
        "text": TEXT,
        "entities": [span("Anne Morel", "person"), span("Le maire", "DATE")],
    }
    found = {"entities": [span("Anne", "PER"), span("port", "LOC")]}

    scores = score_entities([(gold, found)])
    assert scores["exact"] == Score(0, 2, 1)
    assert scores["overlap"] == scores["overlap+label"] == Score(1, 2, 1)
    assert score_entities([(gold, found)], labels=("PER",))["overlap"] == Score(1, 1, 1)


def test_events_match_by_trigger_and_their_arguments_within_the_match() -> None:
    port = {"role": "agent", **span("Le port", "", "x")}
    mayor = {"role": "agent", **span("Le maire", "", "x")}
    gold = {
        "text": TEXT,
        "events": [
            span("rouvre", "MOVE", "type", args=[port]),
            span("doute", "REJECT", "type", args=[mayor]),
        ],
    }
    found = {
        "events": [
            span("rouvre", "ECONOMY", "type", args=[port | {"role": "target"}, mayor])
        ]
    }

    assert score_events([(gold, found)])["exact"] == Score(1, 1, 2)
    assert score_events([(gold, found)])["exact+label"] == Score(0, 1, 2)
    assert score_events([(gold, found)], without=("REJECT",))["exact"] == Score(1, 1, 1)
    assert score_arguments([(gold, found)]) == {
        "role+overlap": Score(0, 2, 2),
        "overlap": Score(1, 2, 2),
    }


def test_any_layer_has_span_scores() -> None:
    gold = {"text": TEXT, "stance": [span("port", "pro")]}
    found = {"stance": [span("port", "contra")]}
    assert score_spans([(gold, found)], "stance")["exact"].f1 == 1.0
    assert score_spans([(gold, found)], "stance")["exact+label"].f1 == 0.0


@pytest.mark.parametrize("documents", [[], [({"text": "", "quotes": []}, {})]])
def test_nothing_scores_nothing(
    documents: list[tuple[dict[str, object], dict[str, object]]],
) -> None:
    assert score_quotes(documents)["overlap"] == Score()


# The published definitions once more, as directly as they can be said: sets of letters, and the best pair that is left.

MARKS = " \t\r\n\u00a0\u202f\"“”«»„'‘’.,;:!?…—–-()"
LABELS = {"person": "PER", "GPE": "LOC", "ORG": "ORG", "DATE": None}
SURFACES = [
    "Le port rouvre",
    "Anne Morel",
    "Morel",
    "Le maire",
    "maire",
    "lui",
    "doute",
    "« Le port",
    "dit Anne",
]


def letters_of(row: Row) -> set[int]:
    """The offsets of what a quote holds: trimmed of marks piece by piece, without white space."""
    found = set()
    for start, end in row.get("spans") or [(row["start"], row["end"])]:
        inner = [at for at in range(start, end) if TEXT[at] not in MARKS]
        found |= (
            {at for at in range(inner[0], inner[-1] + 1) if not TEXT[at].isspace()}
            if inner
            else set()
        )
    return found


def edges_of(row: Row) -> tuple[int, int] | None:
    inner = [at for at in range(row["start"], row["end"]) if TEXT[at] not in MARKS]
    return (inner[0], inner[-1]) if inner else None


def best_first(
    gold: list[Row], found: list[Row], rank: Callable[[Row, Row], Any]
) -> list[tuple[int, int]]:
    """One to one: of the pairs whose sides are free the one of highest rank, until there is none that has a rank."""
    pairs: list[tuple[int, int]] = []
    while True:
        free = [
            (rank(gold[i], found[j]), i, j)
            for i in range(len(gold))
            for j in range(len(found))
            if all(i != one and j != two for one, two in pairs)
            and rank(gold[i], found[j]) is not None
        ]
        if not free:
            return pairs
        pairs.append(max(free)[1:])


def more_than_half(one: Row, two: Row) -> Fraction | None:
    here, there = letters_of(one), letters_of(two)
    jaccard = Fraction(len(here & there), len(here | there) or 1)
    return jaccard if jaccard > Fraction(1, 2) else None


def speaks_as(gold: Row, found: Row) -> bool:
    names = [name for name in (gold["speaker"], gold.get("reference")) if name]
    if not names or not found["speaker"]:
        return not names and not found["speaker"]
    places = [
        set(range(row["speaker_start"] or 0, row["speaker_end"] or 0))
        for row in (gold, found)
    ]
    words = found["speaker"].lower().replace("«", "").split()
    each = [name.lower().replace("«", "").split() for name in names]
    alike = (
        name[-1] == words[-1] or set(name) <= set(words) or set(words) <= set(name)
        for name in each
    )
    return bool(places[0] & places[1]) or any(alike)


def spoken() -> st.SearchStrategy[Row]:
    said_by = st.none() | st.sampled_from(SURFACES)
    kinds = st.sampled_from(["direct", "indirect", "mixed", "scare"])
    row = st.builds(
        said,
        st.sampled_from(SURFACES),
        kinds,
        said_by,
        cue=st.none() | st.sampled_from(["dit", "doute"]),
    )
    resolved = st.builds(lambda one, name: {**one, "reference": name}, row, said_by)
    return resolved | st.builds(
        interrupted, row, st.sampled_from([span("Le maire", ""), span("doute", "")])
    )


def interrupted(one: Row, two: Row) -> Row:
    pieces = [[part["start"], part["end"]] for part in (one, two)]
    return {**one, "end": max(one["end"], two["end"]), "spans": pieces}


@settings(deadline=None)
@given(
    st.lists(spoken(), max_size=5),
    st.lists(spoken(), max_size=5),
    st.sampled_from([None, ("direct", "mixed")]),
)
def test_quotes_are_scored_as_the_definitions_say(
    gold: list[Row], found: list[Row], kinds: tuple[str, ...] | None
) -> None:
    here, there = (
        [row for row in side if row["type"] != "scare"] for side in (gold, found)
    )
    wanted = [row for row in here if kinds is None or row["type"] in kinds]
    exact = best_first(
        here, there, lambda one, two: 1 if edges_of(one) == edges_of(two) else None
    )
    over = best_first(here, there, more_than_half)
    said_right = [(i, j) for i, j in over if speaks_as(here[i], there[j])]

    def expected(hits: list[tuple[int, int]], matched: list[tuple[int, int]]) -> Score:
        others = sum(here[i] not in wanted for i, _ in matched)
        return Score(
            sum(here[i] in wanted for i, _ in hits), len(there) - others, len(wanted)
        )

    scores = score_quotes(
        [({"text": TEXT, "quotes": gold}, {"quotes": found})], kinds=kinds
    )
    assert scores["exact"] == expected(exact, exact)
    assert scores["overlap"] == expected(over, over)
    assert scores["e2e"] == expected(said_right, over)
    known = [
        (i, j)
        for i, j in over
        if here[i] in wanted and (here[i]["speaker"] or here[i].get("reference"))
    ]
    assert scores["speaker"] == Score(
        sum(pair in said_right for pair in known), len(known), len(known)
    )
    cued = [
        (here[i], there[j]) for i, j in over if here[i] in wanted and here[i]["cue"]
    ]
    assert scores["cue"] == Score(
        sum(one["cue"] == two["cue"] for one, two in cued), len(cued), len(cued)
    )


@st.composite
def named(draw: st.DrawFn) -> Row:
    start = draw(st.integers(10, 22))
    return {
        "start": start,
        "end": start + draw(st.integers(1, 6)),
        "label": draw(st.sampled_from(sorted(LABELS))),
    }


def shared(one: Row, two: Row, *, labelled: bool) -> tuple[Any, ...] | None:
    """What ranks a pair of spans: the same bounds, then the letters they share; None when they share none."""
    letters = len(
        {*range(one["start"], one["end"])} & {*range(two["start"], two["end"])}
    )
    bounds = (one["start"], one["end"]) == (two["start"], two["end"])
    return (
        (bounds, letters)
        if letters and (not labelled or one["label"] == two["label"])
        else None
    )


@settings(deadline=None)
@given(st.lists(named(), max_size=6), st.lists(named(), max_size=6))
def test_entities_are_scored_as_the_definitions_say(
    gold: list[Row], found: list[Row]
) -> None:
    ours = [
        {
            (row["start"], row["end"], LABELS[row["label"]])
            for row in side
            if LABELS[row["label"]]
        }
        for side in (gold, found)
    ]
    rows = [
        [dict(zip(("start", "end", "label"), one, strict=True)) for one in sorted(side)]
        for side in ours
    ]
    places = [Counter((start, end) for start, end, _ in side) for side in ours]
    first = [
        list(reversed(side)) for side in rows
    ]  # of two pairs that rank alike, the one that stands first in the text

    scores = score_entities(
        [({"text": "x" * 40, "entities": gold}, {"entities": found})]
    )
    counts = {name: score.hits for name, score in scores.items()}
    assert counts["exact"] == (places[0] & places[1]).total()
    assert counts["exact+label"] == len(ours[0] & ours[1])
    for name, labelled in (("overlap", False), ("overlap+label", True)):
        assert counts[name] == len(
            best_first(first[0], first[1], partial(shared, labelled=labelled))
        )
    assert {(score.predicted, score.gold) for score in scores.values()} == {
        (len(ours[1]), len(ours[0]))
    }
    evaluated = evaluate(
        {"a": {"id": "a", "text": "x" * 40, "entities": found}},
        {"a": {"id": "a", "text": "x" * 40, "entities": gold}},
        samples=0,
    )
    assert all(
        one.score == scores[name]
        for name, one in evaluated.layers["entities"].items()
        if name in scores
    )
