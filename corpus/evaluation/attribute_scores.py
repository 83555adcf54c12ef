"""What a matched annotation says beyond its bounds and label: how names are joined, and roles, status and times."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from .scores import Documents, Score
from .span_matching import Row, match_spans, unlabelled_spans

__all__ = ["score_clusters", "score_names", "score_roles", "score_statuses"]


def score_names(documents: Documents) -> dict[str, Score]:
    """Return how mentions are joined under one name within an article: B-cubed over the spans that both sides have."""
    groups: list[list[tuple[Any, Any]]] = []
    for gold, predicted in documents:
        pairs = _entities_of_both(gold, predicted)
        # With the label: « Valence », the town, and "Valence", a person, are two groups of gold.
        names: list[tuple[Any, Any]] = []
        for entity, our_entity in pairs:
            gold_name = entity.get("label"), entity.get("name")
            names.append((gold_name, our_entity.get("name")))
        # By article: that two articles name one person alike is not asked here.
        groups.append(names)
    return {"names joined (B-cubed)": _b_cubed(groups)}


def score_clusters(documents: Documents) -> dict[str, Score]:
    """
    Return which matched events are one happening within an article: B-cubed over those whose gold has a cluster.
    """
    groups: list[list[tuple[Any, Any]]] = []
    for gold, predicted in documents:
        pairs = _matched_events(gold, predicted)
        clusters: list[tuple[Any, Any]] = []
        for event, our_event in pairs:
            if event.get("cluster"):
                clusters.append((event["cluster"], our_event.get("cluster")))
        groups.append(clusters)
    return {"clusters (B-cubed)": _b_cubed(groups)}


def _b_cubed(articles: Iterable[list[tuple[Any, Any]]]) -> Score:
    """
    Return the B-cubed score of matched mentions, each with its group in gold and in what was predicted.

    A. Bagga and B. Baldwin, "Algorithms for scoring coreference chains", 1998.

    >>> score = _b_cubed([[("a", 1), ("a", 1), ("a", 2)]])
    >>> (score.precision, round(score.recall, 3))
    (1.0, 0.556)
    """
    # Not None: hits among gold have other denominators here than hits among what is predicted.
    score = Score(recalled=0.0)
    for pairs in articles:
        gold_sizes = Counter(gold for gold, _ in pairs)
        sizes = Counter(predicted for _, predicted in pairs)
        shared_sizes = Counter(pairs)
        for pair in pairs:
            gold, predicted = pair
            shared = shared_sizes[pair]
            # Each mention adds its own share, so that a name of many mentions weighs more than one of few.
            score += Score(shared / sizes[predicted], 1, 1, shared / gold_sizes[gold])
    return score


def score_roles(documents: Documents) -> dict[str, Score]:
    """Return the scores of roles of the people that both sides have: found at all, and right (half the words agree)."""
    any_role, right_role = Score(), Score()
    for gold, predicted in documents:
        for entity, our_entity in _entities_of_both(gold, predicted):
            gold_role, role = entity.get("role"), our_entity.get("role")
            is_in_both = bool(gold_role) and bool(role)
            # Counts of 0 or 1: a truth value adds up as the number that it is.
            any_role += Score(is_in_both, bool(role), bool(gold_role))
            right_role += Score(
                is_in_both and _is_same_role(gold_role, role), is_in_both, is_in_both
            )
    return {"role found": any_role, "role right (of found)": right_role}


def score_statuses(documents: Documents) -> dict[str, Score]:
    """Return how many events whose triggers overlap have the status and the time of gold, where gold says them."""
    status, time = Score(), Score()
    for gold, predicted in documents:
        for event, our_event in _matched_events(gold, predicted):
            if event.get("status"):
                status += Score(event["status"] == our_event.get("status"), 1, 1)
            if event.get("time_value"):
                time += Score(event["time_value"] == our_event.get("time_value"), 1, 1)
    return {"status right (of matched)": status, "time right (of matched)": time}


def _matched_events(gold: Row, predicted: Row) -> list[tuple[Row, Row]]:
    """Return the events of both sides whose triggers overlap."""
    gold_events, events = gold.get("events", ()), predicted.get("events", ())
    pairs = match_spans(unlabelled_spans(gold_events), unlabelled_spans(events))
    return [(gold_events[i], events[j]) for i, j in pairs]


def _entities_of_both(gold: Row, predicted: Row) -> list[tuple[Row, Row]]:
    """Return the entities that both sides have with the same bounds; none where gold does not join names."""
    gold_entities = gold.get("entities", ())
    # Gold of CoNLL has spans and labels alone; every name of ours would count as wrongly split.
    if not any("name" in entity for entity in gold_entities):
        return []
    # Equal bounds alone: which name a half-found mention was joined under cannot be judged.
    by_bounds = {
        (entity["start"], entity["end"]): entity
        for entity in predicted.get("entities", ())
    }
    pairs: list[tuple[Row, Row]] = []
    for entity in gold_entities:
        our_entity = by_bounds.get((entity["start"], entity["end"]))
        if our_entity is not None:
            pairs.append((entity, our_entity))
    return pairs


def _is_same_role(gold: str | None, predicted: str | None) -> bool:
    """Say whether two roles share at least half of their words: « maire », « maire de Kiev » do not."""
    gold_words = set((gold or "").lower().split())
    words = set((predicted or "").lower().split())
    # A half is chosen: « maire de Kiev », "maire Kiev" agree. `> 0`: two empty roles share nothing.
    return len(gold_words & words) * 2 >= len(gold_words | words) > 0
