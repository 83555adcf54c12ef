"""Whatever a person's script writes into a decision, a run holds: it is applied or told, and the layer stays true."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reviewing import TEXT, decision, words_at
from test_review_settling import _article

from pressmark.layers import declaration
from pressmark.review.application import OUTCOMES, apply_decisions
from pressmark.review.decisions import standing
from pressmark.storage.tables import span_of, span_row, span_table

COLUMNS = sorted(
    name
    for layer in ("entities", "quotes", "events")
    for name in declaration(layer).span_class().__dataclass_fields__
)
PLAIN = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 120), st.just(2**70), st.floats(allow_nan=False),
    st.sampled_from(["", "direct", "PER", "Ben Stone", "Anne", "entities-0-10", "said", "nowhere"]),
)  # fmt: skip
VALUES = st.recursive(
    PLAIN,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(
                ["role", "start", "end", "text", "entity_id", "value", "surface"]
            ),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=6,
)
ACTIONS = st.sampled_from(["right", "wrong", "changed", "added", "unsure"])
WORDS = ["“We march,”", "march", "Anne Morel", "Nobody else came", "Anne"]


@st.composite
def _spoken(draw: st.DrawFn) -> list[dict[str, Any]]:
    """What some people say of one layer of the article."""
    layer = draw(st.sampled_from(["entities", "quotes", "events"]))
    return [
        {
            "layer": layer,
            "action": draw(ACTIONS),
            "words": draw(st.sampled_from(WORDS)),
            "after": draw(
                st.dictionaries(st.sampled_from(COLUMNS), VALUES, max_size=4)
            ),
            "who": draw(st.sampled_from(["anne", "ben"])),
            "minute": draw(st.integers(0, 59)),
        }
        for _ in range(draw(st.integers(1, 5)))
    ]


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(_spoken())
def test_every_decision_has_an_outcome_and_the_layer_is_true(
    spoken: list[dict[str, Any]],
) -> None:
    article = _article()
    decisions = []
    for word in spoken:
        action, layer = word["action"], word["layer"]
        place = words_at(
            TEXT, word["words"], label="direct" if layer == "quotes" else "PER"
        )
        values: dict[str, Any] = {"who": word["who"], "minute": word["minute"]}
        if action == "added":
            values["after"] = word["after"] | place
        else:
            values["before"] = place
        if action == "changed":
            values["after"] = word["after"] or {"label": "direct"}
        decisions.append(decision(article, layer, action, **values))
    layer = spoken[0]["layer"]
    counting = standing(decisions)

    reviewed, outcomes = apply_decisions(article, layer, counting)

    assert {one.decision.decision for one in outcomes} == {
        one.decision for one in counting
    }
    assert {one.outcome for one in outcomes} <= set(OUTCOMES)
    spans = reviewed.layer(layer)
    # As a run writes and reads it.
    rows = span_table(layer, spans).to_pylist()
    assert [span_of(layer, row).id for row in rows] == [span.id for span in spans]
    for span in spans:
        row = span_row(span) | {
            "spans": [(p["start"], p["end"]) for p in span_row(span).get("spans") or ()]
        }
        assert list(declaration(layer).faults(row, TEXT)) == []
