"""Whether a sentence speaks of what is to come or of what was, for words that may mean either: « mardi »."""

from __future__ import annotations

from functools import cache

from spacy.tokens import Doc

from pressmark.annotators.inflection import verb_forms
from pressmark.annotators.lexicon import lexicon
from pressmark.annotators.tree import Word, tree_of

__all__ = ["looks_ahead"]

_BEFORE = 24
_AUXILIARY = frozenset({"aux", "aux:tense", "aux:pass", "auxpass", "cop"})


def looks_ahead(text: str, doc: Doc, start: int, end: int, language: str) -> bool | None:
    """True for what is to come, False for what was, None when it is open: by the words before, then by the verb."""
    said = _by_words(text[max(0, start - _BEFORE) : start], language)
    if said is not None:
        return said
    root = tree_of(doc).root(start, end)
    if root is None:
        return None
    verb = next((word for word in (root, *root.ancestors) if word.pos_ in ("VERB", "AUX")), None)
    return _by_tense(verb, language) if verb is not None else None


def _by_words(before: str, language: str) -> bool | None:
    said = before.lower().replace("’", "'").rstrip()
    words = lexicon("times", language)
    for key, ahead in (("ahead_before", True), ("behind_before", False)):
        if any(said == word or (said.endswith(word) and not said[-len(word) - 1].isalnum()) for word in words[key]):
            return ahead
    return None


def _by_tense(verb: Word, language: str) -> bool | None:
    group = [verb, *(one for one in verb.children if one.dep_ in _AUXILIARY)]
    forward = _forward(language)
    if any(one.morph.get("Tense", []) == ["Fut"] or one.text.lower() in forward for one in group):
        return True
    if verb.dep_ in ("xcomp", "ccomp", "obj") and verb.head.text.lower() in forward:
        return True
    if any(one.morph.get("Mood", []) == ["Sub"] for one in group):
        return True
    finite = [one for one in group if one.morph.get("VerbForm", []) == ["Fin"]]
    if any(one.morph.get("Tense", []) in (["Past"], ["Imp"]) for one in finite):
        return False
    if any("Part" in one.morph.get("VerbForm", []) and "Past" in one.morph.get("Tense", []) for one in group):
        return False
    return None


@cache
def _forward(language: str) -> frozenset[str]:
    verbs = lexicon("times", language)["ahead_verbs"]
    return frozenset(form for verb in verbs for form in verb_forms(verb, language))
