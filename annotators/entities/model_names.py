"""The model's spans, tidied: the label mapped, the name alone, and what is no name dropped."""

from __future__ import annotations

from collections.abc import Iterator

from pressmark.annotators.grammar.features import is_verb
from pressmark.yaml_files.lexicon_models.entity_words import Label

from .candidates import NameCandidate
from .common_words import NO_NAME_TAGS, holds_capital, is_no_name
from .peoples import opens_with_people
from .reading import Reading

__all__ = ["read_model_names"]

_MARKS = frozenset("«»“”„\"'‘’()[]{}<>,;:!?…—–-•*_/|·.")
_DIVIDING_MARKS = frozenset('«»“”"()[];:!?…—|,')
# What a name in lower case begins with: « ambassade américaine », « haute cour ».
_NAME_OPENING_TAGS = ("NOUN", "PROPN", "ADJ")
_APOSTROPHES = "'’"
# The four labels of the French models and of those that are trained on WikiNER.
_MODEL_LABELS: tuple[Label, ...] = ("PER", "LOC", "ORG", "MISC")


def read_model_names(reading: Reading) -> Iterator[NameCandidate]:
    """Read the names that the model saw, label mapped by the lexicon; without a lexicon its own four labels stand."""
    lexicon = reading.lexicon
    labels = lexicon.labels or {label: label for label in _MODEL_LABELS}
    for start, end, model_label in reading.model_names:
        label = labels.get(model_label)
        if label:
            name = NameCandidate(start, end, label, "model", detail=model_label)
            if lexicon.language:
                yield from _tidy(reading, name)
            else:
                yield name


def _tidy(reading: Reading, name: NameCandidate) -> Iterator[NameCandidate]:
    """Cut the name where a mark, a line break or a conjunction divides it, trim its edges; perhaps nothing stays."""
    if _is_lower_name(reading, name):
        yield name
        return
    for first, last in _divide(reading, name):
        if first < last and opens_with_people(reading, first):
            # « le Camerounais Vallon » is two names, of which a rule finds the people
            first += 1
        first, last = _trim(reading, first, last, name.label)
        if first > last:
            continue
        if is_no_name(reading, first, last):
            continue
        # The model's span may end within a token: no piece goes beyond it.
        start, end = reading.tokens[first].idx, reading.end_of(last)
        start, end = max(start, name.start), min(end, name.end)
        yield NameCandidate(start, end, name.label, name.rule, detail=name.detail)


def _is_lower_name(reading: Reading, name: NameCandidate) -> bool:
    """Tell whether the model sees a body or a place that is written small throughout (« l'ambassade américaine »)."""
    if name.label not in ("ORG", "LOC") or holds_capital(reading.surface(name)):
        return False
    tokens = reading.tokens_of(name)
    return len(tokens) > 1 and tokens[0].pos_ in _NAME_OPENING_TAGS


def _divide(reading: Reading, name: NameCandidate) -> Iterator[tuple[int, int]]:
    """Divide the name; the first and last position of each piece, of which some may be empty."""
    start, last = reading.position_at(name.start), reading.position_from(name.end) - 1
    for position in range(start, last + 1):
        if _is_divider(reading, position, name.label):
            yield start, position - 1
            start = position + 1
        elif position > start and (
            _opens_person(reading, position)
            or _follows_body(reading, start, position, name.label)
        ):
            yield start, position - 1
            start = position
    yield start, last


def _is_divider(reading: Reading, position: int, label: str) -> bool:
    """Tell whether the token stands between names: a mark, an « et », in a person's name any word but a particle."""
    lexicon = reading.lexicon
    token, word = reading.tokens[position], reading.form(position)
    if token.is_space or token.text in _DIVIDING_MARKS:
        return True
    # A person's name has particles in lower case, and no other words.
    is_lower_word = token.text.islower() and token.is_alpha
    if label == "PER" and is_lower_word and not _is_joined_to_word(reading, position):
        # « Ann Lee contre Jan Roe », not « Ann de la Tour »
        return word not in lexicon.particles
    # « Boltworks rachète Norlift » is two firms; a work's title may hold a verb.
    if label != "MISC" and token.text.islower() and is_verb(token):
        return True
    after = position + 1
    if not reading.has_capital(after) or reading.form(after) in lexicon.not_names:
        return False
    if word in lexicon.links:
        # « SDIS de Colmar » is a body and its place
        return reading.is_acronym(position - 1)
    if word not in lexicon.conjunctions:
        return False
    # A body may have an « et » in its name, unless an acronym stands beside it.
    return (
        label != "ORG"
        or reading.is_acronym(position - 1)
        or reading.is_acronym(position + 1)
    )


def _opens_person(reading: Reading, position: int) -> bool:
    """Tell whether a given name stands here after words in lower case, which belong to something else."""
    lexicon = reading.lexicon
    if reading.tokens[position].text not in lexicon.given_names:
        return False
    if not reading.has_capital(position + 1):
        return False
    # « groupe contre Ann Lee », but « Ligue de Ann Lee » goes on over its link
    before = reading.form(position - 1)
    # So the span is cut before the given name only after words that do not lead to it.
    if before in lexicon.particles or before in lexicon.links:
        return False
    token_before = reading.tokens[position - 1]
    return token_before.text.islower()


def _follows_body(reading: Reading, start: int, position: int, label: str) -> bool:
    """Tell whether a person in full begins here, behind a body's acronym or a listed name: « de la FIF Ann Lee »."""
    forms = reading.surface_forms
    if forms[position] not in reading.lexicon.given_names:
        return False
    if (
        not reading.has_capital(position + 1)
        or forms[start] in reading.lexicon.given_names
    ):
        return False
    body_end = reading.end_of(position - 1)
    return (
        reading.is_acronym(position - 1)
        or (
            reading.starts[start],
            body_end,
        )
        in reading.listed_spans
    )


def _trim(reading: Reading, first: int, last: int, label: str) -> tuple[int, int]:
    """Return the first and last position of what stays without the words at both edges that belong to no name."""
    # The clause goes first: what it leaves at the edge may be an article or a mark.
    last = _last_before_clause(reading, first, last)
    while first <= last and _is_opening_edge(reading, first, label):
        first += 1
    while first <= last and _is_closing_edge(reading, last, label):
        last -= 1
    return first, last


def _last_before_clause(reading: Reading, first: int, last: int) -> int:
    """
    Return the last position before a verb or preposition that leads out of the name, to words without a capital.

    « Boltworks annonce une perte » is « Boltworks »; « Ligue des droits » keeps its link.
    """
    last_capital = last
    while last_capital > first and not reading.has_capital(last_capital):
        last_capital -= 1
    links = reading.lexicon.links
    for position in range(last_capital + 1, last + 1):
        if reading.form(position) in links:
            continue
        if reading.tokens[position].pos_ in NO_NAME_TAGS:
            return position - 1
    return last


def _is_opening_edge(reading: Reading, position: int, label: str) -> bool:
    """Tell whether a token at the name's start is no part of it: a mark, a title, a word in lower case, an article."""
    lexicon, word = reading.lexicon, reading.form(position)
    text = reading.tokens[position].text
    if _is_all_marks(text) or text in lexicon.titles.genders or text.islower():
        return True
    # « À », « 20h », « L' »: common words that are short or hold a digit
    if word in lexicon.not_names and (len(text) < 3 or any(map(str.isdigit, text))):
        return True
    # Where a sentence begins a capital says nothing: « Président Ann Lee », « Le Louvre »
    if not reading.is_opening(position):
        return False
    edge_words = lexicon.roles.genders if label == "PER" else lexicon.articles
    return word in edge_words


def _is_closing_edge(reading: Reading, position: int, label: str) -> bool:
    """Tell whether a token at the name's end is no part of it: a mark, a possessive "'s", a word in lower case."""
    token, lexicon, word = (
        reading.tokens[position],
        reading.lexicon,
        reading.form(position),
    )
    if _is_all_marks(token.text):
        # the point of « J. » stays
        return token.text != "." or not reading.is_initial(position - 1)
    if word in lexicon.possessives:
        return True
    if not token.text.islower() or _is_joined_to_word(reading, position):
        return False
    # "the Donbas region"
    if label == "LOC" and word in lexicon.place_after:
        return True
    return label == "PER" or word in lexicon.not_names or token.pos_ in NO_NAME_TAGS


def _is_joined_to_word(reading: Reading, position: int) -> bool:
    """Tell whether a token goes on a word after an apostrophe (the « o » of « Eto'o »)."""
    before = reading.token(position - 1)
    if before is None or before.whitespace_:
        return False
    return before.text[-1] in _APOSTROPHES


def _is_all_marks(text: str) -> bool:
    """Tell whether nothing of a token is a letter or a digit that a name could have."""
    return all(letter in _MARKS for letter in text)
