"""The measures on articles made for the purpose, each number worked out by hand."""

from __future__ import annotations

import pytest

from pressmark.scoring import Score, arguments, entities, events, quotes, spans

TEXT = "« Le port rouvre », dit Anne Morel. Le maire, lui, doute."


def span(surface: str, label: str, key: str = "label", **more: object) -> dict[str, object]:
    start = TEXT.index(surface)
    return {"start": start, "end": start + len(surface), key: label, **more}


def said(surface: str, label: str = "direct", speaker: str | None = None, **more: object) -> dict[str, object]:
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

    assert quotes([(gold, marked)]) == {
        "exact": Score(1, 1, 1), "overlap": Score(1, 1, 1), "e2e": Score(1, 1, 1), "speaker": Score(1, 1, 1),
        "cue": Score(),
    }  # fmt: skip
    # 6 letters of 12 are not more than half.
    assert quotes([(gold, short)])["overlap"] == Score(0, 1, 1)


def test_scare_quotes_stay_out_and_other_kinds_are_neither_missed_nor_false() -> None:
    gold = {"text": TEXT, "quotes": [said("Le port", "scare"), said("doute", "indirect"), said("rouvre")]}
    found = {"quotes": [said("doute"), said("Anne")]}

    assert quotes([(gold, found)])["overlap"] == Score(1, 2, 2)
    assert quotes([(gold, found)], kinds=("direct",))["overlap"] == Score(0, 1, 1)


def test_a_quote_without_a_speaker_wants_none() -> None:
    gold = {"text": TEXT, "quotes": [said("Le port rouvre"), said("doute", speaker="Le maire", cue="doute")]}
    found = {"quotes": [said("Le port rouvre", speaker="Anne"), said("doute", speaker="maire", cue="se doute")]}

    scores = quotes([(gold, found)])
    assert (scores["overlap"], scores["e2e"], scores["speaker"]) == (Score(2, 2, 2), Score(1, 2, 2), Score(1, 1, 1))
    assert scores["cue"] == Score(1, 1, 1)


def test_entities_of_other_schemes_are_mapped_and_what_has_none_of_ours_stays_out() -> None:
    gold = {"text": TEXT, "entities": [span("Anne Morel", "person"), span("Le maire", "DATE")]}
    found = {"entities": [span("Anne", "PER"), span("port", "LOC")]}

    scores = entities([(gold, found)])
    assert scores["exact"] == Score(0, 2, 1)
    assert scores["overlap"] == scores["overlap+label"] == Score(1, 2, 1)
    assert entities([(gold, found)], labels=("PER",))["overlap"] == Score(1, 1, 1)


def test_events_match_by_trigger_and_their_arguments_within_the_match() -> None:
    port = {"role": "agent", **span("Le port", "", "x")}
    mayor = {"role": "agent", **span("Le maire", "", "x")}
    gold = {
        "text": TEXT,
        "events": [span("rouvre", "MOVE", "type", args=[port]), span("doute", "REJECT", "type", args=[mayor])],
    }
    found = {"events": [span("rouvre", "ECONOMY", "type", args=[port | {"role": "target"}, mayor])]}

    assert events([(gold, found)])["exact"] == Score(1, 1, 2)
    assert events([(gold, found)])["exact+label"] == Score(0, 1, 2)
    assert events([(gold, found)], without=("REJECT",))["exact"] == Score(1, 1, 1)
    assert arguments([(gold, found)]) == {"role+overlap": Score(0, 2, 2), "overlap": Score(1, 2, 2)}


def test_any_layer_has_span_scores() -> None:
    gold = {"text": TEXT, "stance": [span("port", "pro")]}
    found = {"stance": [span("port", "contra")]}
    assert spans([(gold, found)], "stance")["exact"].f1 == 1.0
    assert spans([(gold, found)], "stance")["exact+label"].f1 == 0.0


@pytest.mark.parametrize("documents", [[], [({"text": "", "quotes": []}, {})]])
def test_nothing_scores_nothing(documents: list[tuple[dict[str, object], dict[str, object]]]) -> None:
    assert quotes(documents)["overlap"] == Score()
