"""How well predicted quotes agree with gold: bounds, speaker and cue."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence

from .scores import Documents, Score
from .span_matching import Pairs, Row, match_quotes, match_trimmed_quotes

__all__ = ["is_same_speaker", "score_quotes", "score_quotes_of_label"]

_MEASURES = ("exact", "overlap", "e2e", "speaker", "cue")
_UNDER_ANY_LABEL = "found under any label"
# Letters and digits of any script; underscore, which `\w` takes in, is none.
_WORD = re.compile(r"[^\W_]+")


def score_quotes(
    documents: Documents, *, kinds: Collection[str] | None = None
) -> dict[str, Score]:
    """
    Return the scores of the quote layer: exact, overlap, e2e, speaker and cue.

    Exact is of the bounds, trimmed of marks; e2e of an overlap and the right speaker; speaker and cue of the
    overlapping pairs whose gold has one. Scare quotes are nobody's words and stay out. With `kinds`, gold of another
    type is neither a miss, nor is what matches it a false alarm.
    """
    scores = dict.fromkeys(_MEASURES, Score())
    for gold, predicted in documents:
        article_scores = _score_article(
            gold["text"], _spoken_quotes(gold), _spoken_quotes(predicted), kinds
        )
        for name, score in article_scores.items():
            scores[name] += score
    return scores


def _spoken_quotes(document: Row) -> list[Row]:
    """Return the quotes of an article but for scare quotes."""
    return [
        quote for quote in document.get("quotes", ()) if quote.get("type") != "scare"
    ]


def _score_article(
    text: str, gold: list[Row], predicted: list[Row], kinds: Collection[str] | None
) -> dict[str, Score]:
    """Return the scores of one article's quotes."""
    # Which quotes of gold are scored. All are matched, so that what matches another is known to be no false alarm.
    counts = [kinds is None or quote["type"] in kinds for quote in gold]
    exact = match_trimmed_quotes(text, gold, predicted)
    overlap = match_quotes(text, gold, predicted)
    same_speaker = [
        (i, j) for i, j in overlap if is_same_speaker(gold[i], predicted[j])
    ]
    # Speaker and cue are asked of quotes that were found: else they would measure the finding once more.
    with_speaker = [(i, j) for i, j in overlap if counts[i] and _has_speaker(gold[i])]
    with_cue = [(i, j) for i, j in overlap if counts[i] and gold[i].get("cue")]
    same_cue = [(i, j) for i, j in with_cue if _is_same_cue(gold[i], predicted[j])]
    # What gold counts for bounds and e2e; speaker and cue have their own, smaller base.
    in_gold = sum(counts)
    # What matches gold that is not scored is no false alarm.
    alarms = len(predicted) - len(overlap) + _count_scored(overlap, counts)
    exact_alarms = len(predicted) - len(exact) + _count_scored(exact, counts)
    return {
        "exact": Score(_count_scored(exact, counts), exact_alarms, in_gold),
        "overlap": Score(_count_scored(overlap, counts), alarms, in_gold),
        "e2e": Score(_count_scored(same_speaker, counts), alarms, in_gold),
        "speaker": Score(
            len(set(with_speaker) & set(same_speaker)),
            len(with_speaker),
            len(with_speaker),
        ),
        "cue": Score(len(same_cue), len(with_cue), len(with_cue)),
    }


def _count_scored(pairs: Pairs, counts: Sequence[bool]) -> int:
    """Count the pairs whose quote of gold is scored."""
    return sum(counts[i] for i, _ in pairs)


def score_quotes_of_label(documents: Documents, label: str) -> dict[str, Score]:
    """
    Return the scores of the quotes of one `label`: those of `score_quotes`, and how many are found under any label.

    All quotes are matched, one to one, and a hit has this label on both sides. A pair of two labels is a miss of the
    gold's and a false alarm of the other; a prediction that matches nothing is charged to its own label alone.
    """
    scores = dict.fromkeys((*_MEASURES, _UNDER_ANY_LABEL), Score())
    for gold, predicted in documents:
        article_scores = _score_label(
            gold["text"], gold.get("quotes", ()), predicted.get("quotes", ()), label
        )
        for name, score in article_scores.items():
            scores[name] += score
    return scores


def _score_label(
    text: str, gold: Sequence[Row], predicted: Sequence[Row], label: str
) -> dict[str, Score]:
    """Return the scores of one article's quotes of one label."""
    overlap = match_quotes(text, gold, predicted)
    hits = _hits_of_label(overlap, gold, predicted, label)
    exact_hits = _hits_of_label(
        match_trimmed_quotes(text, gold, predicted), gold, predicted, label
    )
    in_gold = sum(quote.get("type") == label for quote in gold)
    in_predicted = sum(quote.get("type") == label for quote in predicted)
    with_speaker = [pair for pair in hits if _has_speaker(pair[0])]
    with_cue = [pair for pair in hits if pair[0].get("cue")]
    # Tells a quote that was missed from one that was found under another type.
    under_any_label = sum(gold[i].get("type") == label for i, _ in overlap)
    return {
        "exact": Score(len(exact_hits), in_predicted, in_gold),
        "overlap": Score(len(hits), in_predicted, in_gold),
        "e2e": Score(
            sum(is_same_speaker(*pair) for pair in hits), in_predicted, in_gold
        ),
        "speaker": Score(
            sum(is_same_speaker(*pair) for pair in with_speaker),
            len(with_speaker),
            len(with_speaker),
        ),
        "cue": Score(
            sum(_is_same_cue(*pair) for pair in with_cue), len(with_cue), len(with_cue)
        ),
        _UNDER_ANY_LABEL: Score(under_any_label, in_gold, in_gold),
    }


def _hits_of_label(
    pairs: Pairs, gold: Sequence[Row], predicted: Sequence[Row], label: str
) -> list[tuple[Row, Row]]:
    """Return the matched quotes that have `label` on both sides."""
    matches = [(gold[i], predicted[j]) for i, j in pairs]
    hits: list[tuple[Row, Row]] = []
    for gold_quote, quote in matches:
        is_hit = gold_quote.get("type") == label and quote.get("type") == label
        if is_hit:
            hits.append((gold_quote, quote))
    return hits


def is_same_speaker(gold: Row, predicted: Row) -> bool:
    """
    Say whether two quotes have one speaker: phrases overlap, one holds the other's words, or the last words agree.

    Gold may name the speaker a second time, resolved, as `reference`. Gold without a speaker wants none.

    >>> is_same_speaker({"speaker": "Anne Morel"}, {"speaker": "la maire Anne Morel"})
    True
    """
    # Neither names a speaker: the same; one of them alone does: not the same.
    if not _has_speaker(gold) or not predicted.get("speaker"):
        return not _has_speaker(gold) and not predicted.get("speaker")
    if _has_overlapping_speaker(gold, predicted):
        return True
    # Without offsets, as gold of other corpora gives a name alone: the words have to do.
    words = _name_words(predicted["speaker"])
    return any(
        _is_same_name(_name_words(gold.get(key)), words)
        for key in ("speaker", "reference")
    )


def _has_overlapping_speaker(gold: Row, predicted: Row) -> bool:
    """Say whether the speakers' phrases share a character, where both sides say where they are."""
    gold_start, start = gold.get("speaker_start"), predicted.get("speaker_start")
    if gold_start is None or start is None:
        return False
    return bool(gold_start < predicted["speaker_end"] and start < gold["speaker_end"])


def _has_speaker(gold: Row) -> bool:
    """Say whether gold gives a quote to somebody: to a name, or to an entity that it refers to."""
    return bool(gold.get("speaker") or gold.get("reference"))


def _is_same_name(first: list[str], second: list[str]) -> bool:
    """Say whether two names have the same last word, or one has all words of the other; an empty one is no name."""
    if not first or not second:
        return False
    if first[-1] == second[-1]:  # « Mme Morel », « Anne Morel »
        return True
    # "the mayor", "the mayor of Larnholm"
    return set(first) <= set(second) or set(second) <= set(first)


def _is_same_cue(gold: Row, predicted: Row) -> bool:
    """Say whether the last words of two cues agree: « a ajouté » and « ajouté » are one."""
    # The last word is most often the verb, in English and in French: "has said", « a ajouté ».
    return _name_words(gold["cue"])[-1:] == _name_words(predicted.get("cue"))[-1:]


def _name_words(phrase: str | None) -> list[str]:
    """Return the words of a phrase without case and accents; none of None."""
    # Decomposed, so that the accent is a character of its own, to be dropped: "Zelensky", « Zélensky ».
    letters = unicodedata.normalize("NFKD", (phrase or "").lower())
    return _WORD.findall(
        "".join(letter for letter in letters if not unicodedata.combining(letter))
    )
