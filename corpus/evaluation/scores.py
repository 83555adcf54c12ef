"""
How well predicted layers agree with gold: matched spans, and precision, recall and F1 over them.

Both sides are mappings as `pressmark export --format jsonl` writes them. Quotes overlap when their characters do by
more than half (Jaccard); entities and events when they share one. A match is one to one, the best pair first.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pressmark.spans import our_label

__all__ = [
    "Score",
    "arguments",
    "entities",
    "events",
    "is_same_speaker",
    "overlapping",
    "paired",
    "quotes",
    "quotes_of_label",
    "spans",
    "time_value",
    "times",
]

Row = Mapping[str, Any]
Pairs = list[tuple[int, int]]
Documents = Iterable[tuple[Row, Row]]
"""Gold and prediction of each article."""

_EDGE = " \t\r\n\u00a0\u202f\"“”«»„'‘’.,;:!?…—–-()"
_WORD = re.compile(r"[^\W_]+")
_HALF = 0.5
_OF_QUOTES = ("exact", "overlap", "e2e", "speaker", "cue")


@dataclass(frozen=True, slots=True)
class Score:
    """
    Hits among what was predicted and among what is gold. `precision`, `recall` and `f1` are between 0 and 1.

    `recalled` are the hits among gold where a measure counts them apart (B-cubed does).
    """

    hits: float = 0
    predicted: float = 0
    gold: float = 0
    recalled: float | None = None

    def __add__(self, other: Score) -> Score:
        both = (self.recalled, other.recalled)
        apart = None if both == (None, None) else sum(one or 0.0 for one in both)
        return Score(self.hits + other.hits, self.predicted + other.predicted, self.gold + other.gold, apart)

    @property
    def precision(self) -> float:
        """Hits among what was predicted; 0 when nothing was."""
        return self.hits / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Hits among what is gold; 0 when there is none."""
        found = self.hits if self.recalled is None else self.recalled
        return found / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def quotes(documents: Documents, *, kinds: Collection[str] | None = None) -> dict[str, Score]:
    """
    Scores of the quote layer: exact (trimmed of marks), overlap, e2e (overlap and the right speaker), speaker and cue
    (of the overlapping pairs whose gold has one). Scare quotes are nobody's words and stay out.

    With `kinds`, gold of another type is neither a miss, nor is what matches it a false alarm.
    """
    scores = dict.fromkeys(_OF_QUOTES, Score())
    for gold, found in documents:
        for name, score in _quotes(gold["text"], _said(gold), _said(found), kinds).items():
            scores[name] += score
    return scores


def _said(document: Row) -> list[Row]:
    return [quote for quote in document.get("quotes", ()) if quote.get("type") != "scare"]


def _quotes(text: str, gold: list[Row], found: list[Row], kinds: Collection[str] | None) -> dict[str, Score]:
    kept = [kinds is None or quote["type"] in kinds for quote in gold]
    edges = [[_trimmed(text, quote["start"], quote["end"]) for quote in side] for side in (gold, found)]
    exact = _best(len(gold), len(found), lambda i, j: float(edges[0][i] == edges[1][j]))
    over = overlapping(text, gold, found)
    said = [(i, j) for i, j in over if is_same_speaker(gold[i], found[j])]
    left = len(found) - sum(not kept[i] for i, _ in over)
    known = [(i, j) for i, j in over if kept[i] and (gold[i].get("speaker") or gold[i].get("reference"))]
    cued = [(i, j) for i, j in over if kept[i] and gold[i].get("cue")]
    return {
        "exact": Score(_kept(exact, kept), len(found) - sum(not kept[i] for i, _ in exact), sum(kept)),
        "overlap": Score(_kept(over, kept), left, sum(kept)),
        "e2e": Score(_kept(said, kept), left, sum(kept)),
        "speaker": Score(len(set(known) & set(said)), len(known), len(known)),
        "cue": Score(sum(_is_same_cue(gold[i], found[j]) for i, j in cued), len(cued), len(cued)),
    }


def quotes_of_label(documents: Documents, label: str) -> dict[str, Score]:
    """
    Scores of the quotes of one label: exact, overlap, e2e, speaker, cue, and how many were found under any label.

    All quotes are matched, one to one, and a hit has this label on both sides. A pair of two labels is a miss of the
    gold's and a false alarm of the other; a prediction that matches nothing is charged to its own label alone.
    """
    scores = dict.fromkeys((*_OF_QUOTES, "found under any label"), Score())
    for gold, found in documents:
        for name, score in _of_label(gold["text"], gold.get("quotes", ()), found.get("quotes", ()), label).items():
            scores[name] += score
    return scores


def _of_label(text: str, gold: Sequence[Row], found: Sequence[Row], label: str) -> dict[str, Score]:
    edges = [[_trimmed(text, quote["start"], quote["end"]) for quote in side] for side in (gold, found)]
    exact = _best(len(gold), len(found), lambda i, j: float(edges[0][i] == edges[1][j]))
    over = overlapping(text, gold, found)
    ours, theirs = (sum(quote.get("type") == label for quote in side) for side in (gold, found))
    hits = {
        name: [(gold[i], found[j]) for i, j in pairs if gold[i].get("type") == found[j].get("type") == label]
        for name, pairs in (("exact", exact), ("overlap", over))
    }
    said = [(one, two) for one, two in hits["overlap"] if one.get("speaker") or one.get("reference")]
    cued = [(one, two) for one, two in hits["overlap"] if one.get("cue")]
    return {
        "exact": Score(len(hits["exact"]), theirs, ours),
        "overlap": Score(len(hits["overlap"]), theirs, ours),
        "e2e": Score(sum(is_same_speaker(*pair) for pair in hits["overlap"]), theirs, ours),
        "speaker": Score(sum(is_same_speaker(*pair) for pair in said), len(said), len(said)),
        "cue": Score(sum(_is_same_cue(*pair) for pair in cued), len(cued), len(cued)),
        "found under any label": Score(sum(gold[i].get("type") == label for i, _ in over), ours, ours),
    }


def overlapping(text: str, gold: Sequence[Row], found: Sequence[Row]) -> Pairs:
    """Positions of quotes whose characters overlap by more than half (Jaccard), one to one, the best pair first."""
    letters = [[_letters(text, quote) for quote in side] for side in (gold, found)]
    return _best(len(gold), len(found), lambda i, j: _jaccard(letters[0][i], letters[1][j]))


def _kept(pairs: Pairs, kept: Sequence[bool]) -> int:
    return sum(kept[i] for i, _ in pairs)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return start, end


def _letters(text: str, quote: Row) -> frozenset[int]:
    """The offsets of a quote's characters, white space and edges left out, piece by piece."""
    pieces = [_trimmed(text, *piece) for piece in quote.get("spans") or [(quote["start"], quote["end"])]]
    return frozenset(at for start, end in pieces for at in range(start, end) if not text[at].isspace())


def _jaccard(one: frozenset[int], two: frozenset[int]) -> float:
    return len(one & two) / len(one | two) if one and two else 0.0


def _best(first: int, second: int, score: Callable[[int, int], float]) -> Pairs:
    """Pairs of positions that score above a half, each position once, the highest score first."""
    ranked = sorted(((score(i, j), i, j) for i in range(first) for j in range(second)), reverse=True)
    return _once((i, j) for value, i, j in ranked if value > _HALF)


def _once(pairs: Iterable[tuple[int, int]]) -> Pairs:
    taken: tuple[set[int], set[int]] = (set(), set())
    kept: Pairs = []
    for i, j in pairs:
        if i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            kept.append((i, j))
    return kept


def is_same_speaker(gold: Row, found: Row) -> bool:
    """
    Whether two quotes have one speaker: their phrases overlap, one holds the other's words, or the last words agree.

    Gold may name the speaker a second time, resolved, as `reference`. Gold without a speaker wants none.
    """
    known = bool(gold.get("speaker") or gold.get("reference"))
    if not known or not found.get("speaker"):
        return not known and not found.get("speaker")
    here, there = gold.get("speaker_start"), found.get("speaker_start")
    if here is not None and there is not None and here < found["speaker_end"] and there < gold["speaker_end"]:
        return True
    said = _words(found["speaker"])
    named = [_words(gold.get(key)) for key in ("speaker", "reference")]
    return any(name and said and _is_same_name(name, said) for name in named)


def _is_same_name(one: list[str], two: list[str]) -> bool:
    return one[-1] == two[-1] or set(one) <= set(two) or set(two) <= set(one)


def _is_same_cue(gold: Row, found: Row) -> bool:
    return _words(gold["cue"])[-1:] == _words(found.get("cue"))[-1:]


def _words(phrase: str | None) -> list[str]:
    letters = unicodedata.normalize("NFKD", (phrase or "").lower())
    return _WORD.findall("".join(letter for letter in letters if not unicodedata.combining(letter)))


def entities(documents: Documents, *, labels: Collection[str] = ()) -> dict[str, Score]:
    """
    Scores of the entity layer: exact, overlap, and both with the same label. Labels of other schemes are mapped to
    ours (`person`, `GPE` …), what has none of ours stays out; with `labels`, only those are scored.
    """
    return _spans(documents, "entities", lambda row: _label(row["label"], labels))


def events(documents: Documents, *, without: Collection[str] = ()) -> dict[str, Score]:
    """Scores of the event layer's triggers: exact, overlap, and both with the same type; types `without` stay out."""
    return _spans(documents, "events", lambda row: None if row.get("type") in without else str(row.get("type")))


def times(documents: Documents) -> dict[str, Score]:
    """
    Scores of the expressions of time: as any spans', and of those that overlap the value: the day, month or year that
    gold says, or how long a duration lasts.
    """
    pairs = list(documents)
    value = Score()
    for gold, found in pairs:
        sides = [[(row["start"], row["end"], "") for row in side.get("times", ())] for side in (gold, found)]
        for i, j in paired(*sides):
            ours, theirs = time_value(gold["times"][i]), time_value(found["times"][j])
            value += Score(ours == theirs, 1, 1) if ours is not None else Score()
    return spans(pairs, "times") | {"value right (of matched)": value}


def time_value(row: Row) -> str | None:
    """What a time expression means: the days that it names, else how long or how often."""
    return row.get("value") or row.get("period")


def spans(documents: Documents, layer: str) -> dict[str, Score]:
    """Scores of any layer's spans, whatever its labels: exact, overlap, and both with the same label."""
    return _spans(documents, layer, lambda row: str(row.get("label") or row.get("type")))


def _label(label: str | None, labels: Collection[str]) -> str | None:
    known = our_label(label)
    return known if not labels or known in labels else None


def _spans(documents: Documents, layer: str, labelled: Callable[[Row], str | None]) -> dict[str, Score]:
    scores = dict.fromkeys(("exact", "overlap", "exact+label", "overlap+label"), Score())
    for document in documents:
        gold, found = (
            sorted(
                {
                    (row["start"], row["end"], label)
                    for row in side.get(layer, ())
                    if (label := labelled(row)) is not None
                },
                key=str,
            )
            for side in document
        )
        hits = {
            "exact": sum((Counter(one[:2] for one in gold) & Counter(one[:2] for one in found)).values()),
            "overlap": len(paired(gold, found)),
            "exact+label": len(set(gold) & set(found)),
            "overlap+label": len(paired(gold, found, labelled=True)),
        }
        for name, count in hits.items():
            scores[name] += Score(count, len(found), len(gold))
    return scores


def paired(
    gold: Sequence[tuple[int, int, str]], found: Sequence[tuple[int, int, str]], *, labelled: bool = False
) -> Pairs:
    """Positions of spans `(start, end, label)` that share a character, one to one, equal bounds and longest first."""
    ranked = []
    for i, one in enumerate(gold):
        for j, two in enumerate(found):
            shared = min(one[1], two[1]) - max(one[0], two[0])
            if shared > 0 and (not labelled or one[2] == two[2]):
                ranked.append((one[:2] != two[:2], -shared, i, j))
    return _once((i, j) for _, _, i, j in sorted(ranked))


def arguments(documents: Documents) -> dict[str, Score]:
    """
    Scores of the arguments of events whose triggers overlap: role+overlap, and overlap alone.

    Recall is of all gold arguments; precision of those predicted for the matched events.
    """
    scores = dict.fromkeys(("role+overlap", "overlap"), Score())
    for gold, found in documents:
        sides = [[(one["start"], one["end"], "") for one in side.get("events", ())] for side in (gold, found)]
        everything = sum(len(one.get("args", ())) for one in gold.get("events", ()))
        scores = {name: score + Score(0, 0, everything) for name, score in scores.items()}
        for i, j in paired(*sides):
            ours, theirs = (
                [(part["start"], part["end"], part["role"]) for part in side["events"][at].get("args", ())]
                for side, at in ((gold, i), (found, j))
            )
            for name, labelled in (("role+overlap", True), ("overlap", False)):
                scores[name] += Score(len(paired(ours, theirs, labelled=labelled)), len(theirs), 0)
    return scores
