"""Names of bodies and buildings that a noun opens: institutions with their place, ministries, forces, federations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from .candidates import LIST_RULES, NameCandidate
from .name_steps import last_adjective, name_at, past_link, past_phrase
from .peoples import is_people
from .reading import MAX_NAME_TOKENS, Reading

__all__ = [
    "RULES_OF_LABELS",
    "drop_portfolios",
    "find_bodies",
    "find_forces",
    "find_kind_first_names",
    "find_lower_closing",
    "find_ministries",
]

# The rule that `rule` names in the corpus for a body or a building.
RULES_OF_LABELS = {"ORG": "institution", "LOC": "facility"}
_MAX_BODY_TOKENS = 10
"""How many tokens after its first word a body's name is followed: « Fédération des chasseurs de Savoie ». Chosen."""


def find_bodies(
    reading: Reading, names: Sequence[NameCandidate]
) -> Iterator[NameCandidate]:
    """Find a common noun and its place: « tribunal correctionnel de Metz » as ORG, « hôpital de Metz » as LOC."""
    lexicon = reading.lexicon
    names_by_start = {name.start: name for name in names}
    for start, end, label in lexicon.body_matcher.find(reading.text):
        noun = reading.text[start:end].lower()
        after_noun = reading.position_from(end)
        after_adjectives = _past_institution_adjectives(reading, after_noun)
        has_adjective = after_adjectives > after_noun
        if noun in lexicon.institutions_with_adjective and not has_adjective:
            # « conseil municipal de Metz » is a body, « conseil de Metz » may be advice
            continue
        # « école de commerce de Metz »: the complement that says of what kind it is stands before the place.
        before_link = _past_complement(reading, after_adjectives)
        after_link = past_link(reading, before_link)
        has_link = after_link > before_link
        # « le centre de Metz » is any spot within it, « le centre Ann-Lee » one building.
        if has_link and noun in lexicon.facilities_bare:
            continue
        name = name_at(reading, after_link, names_by_start)
        if name is None:
            continue
        # « tribunal de Ann Lee » is no body, but a name without a link (« lycée Ann-Lee ») may be anybody's
        if label == "LOC" or name.label in ("LOC", "ORG") or not has_link:
            yield NameCandidate(
                start, name.end, label, RULES_OF_LABELS[label], detail=noun
            )


def find_lower_closing(
    reading: Reading, names: Sequence[NameCandidate]
) -> Iterator[NameCandidate]:
    """Find a place with the body in lower case behind it ("Dover council"), or any name with a building ("Vello prison")."""
    for label, nouns in reading.lexicon.lower_closing.items():
        for name in names:
            after = reading.position_from(name.end)
            last = past_phrase(reading, after, nouns) - 1
            # A council is a place's: "the Doe council" is no name.
            if last < after or (label == "ORG" and name.label != "LOC"):
                continue
            noun = " ".join(reading.lower_forms[after : last + 1])
            yield replace(
                name,
                end=reading.end_of(last),
                label=label,
                rule=RULES_OF_LABELS[label],
                detail=noun,
            )


def _past_institution_adjectives(reading: Reading, position: int) -> int:
    """Return the first position that holds no adjective of bodies: after « correctionnel » of « tribunal correctionnel »."""
    limit = position + MAX_NAME_TOKENS
    adjectives = reading.lexicon.institution_adjectives
    while position < limit and reading.form(position) in adjectives:
        position += 1
    return position


def _past_complement(reading: Reading, position: int) -> int:
    """Return the position after a complement that is no name (« école de commerce de Metz »), if a link follows it."""
    after_link = past_link(reading, position)
    noun = reading.token(after_link)
    if noun is None or after_link == position:
        return position
    if noun.pos_ != "NOUN" or not noun.text.islower():
        return position
    after_noun = after_link + 1
    return after_noun if past_link(reading, after_noun) > after_noun else position


def find_ministries(
    reading: Reading, names: Sequence[NameCandidate]
) -> Iterator[NameCandidate]:
    """Find « ministère danois de la Santé » as one ORG."""
    names_by_position = {reading.position_at(name.start): name for name in names}
    for start, end, _ in reading.lexicon.ministry_matcher.find(reading.text):
        last_of_noun = reading.position_from(end) - 1
        head = last_adjective(reading, last_of_noun)
        after_head = head + 1
        # « le ministère danois a répondu »: without a link there is no portfolio.
        if past_link(reading, after_head) == after_head:
            continue
        last = _last_of_body(reading, head, names_by_position)
        if last <= head:
            continue
        noun = reading.straight_text[start:end].lower()
        name_end = reading.end_of(last)
        yield NameCandidate(start, name_end, "ORG", "institution", detail=noun)


def drop_portfolios(
    reading: Reading, names: Sequence[NameCandidate]
) -> list[NameCandidate]:
    """
    Return `names` without those that only say what a minister is minister of.

    In « la ministre de la Santé » the model takes « Santé » for an ORG, in "the Health Secretary" it does "Health".
    """
    role_starts: set[int] = set()
    portfolio_positions: set[int] = set()
    for start, end, _ in reading.lexicon.portfolio_matcher.find(reading.text):
        last_of_role = reading.position_from(end) - 1
        after_role = last_adjective(reading, last_of_role) + 1
        portfolio_positions.add(past_link(reading, after_role))
        role_position = reading.position_at(start)
        # "the Transport Secretary", but "a NATO minister" is a minister of a body
        if reading.has_capital(role_position):
            role_starts.add(role_position)
    return [
        name
        for name in names
        if not _is_portfolio(reading, name, portfolio_positions, role_starts)
    ]


def _is_portfolio(
    reading: Reading,
    name: NameCandidate,
    portfolio_positions: set[int],
    role_starts: set[int],
) -> bool:
    """Tell whether the model's ORG begins where a minister's portfolio does, or ends right before the minister."""
    if name.label != "ORG" or name.rule != "model":
        return False
    position = reading.position_at(name.start)
    return (
        position in portfolio_positions
        or reading.position_from(name.end) in role_starts
    )


def find_forces(
    reading: Reading, names: Sequence[NameCandidate]
) -> Iterator[NameCandidate]:
    """Find « armée danoise »: the force of a state, by its adjective."""
    for position in reading.positions_of(reading.lexicon.forces):
        force, adjective = reading.surface_forms[position], position + 1
        # « police danoise »; with a capital, « Police », the model or a list finds it.
        if force.islower() and is_people(reading, adjective):
            yield reading.candidate(position, adjective, "ORG", "institution", force)


def find_kind_first_names(
    reading: Reading, names: Sequence[NameCandidate]
) -> Iterator[NameCandidate]:
    """Find names that open with what they are (« Fédération des chasseurs de Savoie »)."""
    lexicon = reading.lexicon
    names_by_position = {reading.position_at(name.start): name for name in names}
    inner_positions = _positions_within_listed(reading, names)
    for head in reading.capitals:
        kind = reading.tokens[head].text
        # "White House" is no house of its own
        if kind not in lexicon.opening_kinds or head in inner_positions:
            continue
        first = _first_of_body(reading, head)
        if first is None:
            continue
        last = _last_of_body(reading, head, names_by_position)
        if last > head:
            # A name that also closes with what it is takes its label from there.
            label = lexicon.closing_kinds.get(
                reading.surface_forms[last], lexicon.opening_kinds[kind]
            )
            rule = RULES_OF_LABELS.get(label, "opening")
            yield reading.candidate(first, last, label, rule, kind)


def _positions_within_listed(
    reading: Reading, names: Sequence[NameCandidate]
) -> set[int]:
    """Return the positions of the words of listed names but for the first of each."""
    positions: set[int] = set()
    for name in names:
        if name.rule in LIST_RULES:
            first = reading.position_at(name.start)
            positions.update(range(first + 1, reading.position_from(name.end)))
    return positions


def _first_of_body(reading: Reading, head: int) -> int | None:
    """
    Return the position that a body's name begins at: an adjective with a capital may stand before its head.

    None when another capital does (« Boltworks Conseil »): the name is then another's.
    """
    before = head - 1
    if not reading.has_capital(before) or reading.is_opening(before):
        return head
    # « Haute Cour de Metz », "Danish Council of Trade"
    is_adjective = reading.tokens[before].pos_ == "ADJ" or is_people(reading, before)
    return before if is_adjective else None


def _last_of_body(
    reading: Reading, head: int, names_by_position: Mapping[int, NameCandidate]
) -> int:
    """Return the last position of the name that the token at `head` opens: adjectives, then complements after links."""
    last = last_adjective(reading, head)
    has_complement = False
    # « Agence de l'eau de Savoie »: complement after complement.
    while last - head < _MAX_BODY_TOKENS:
        may_be_common_noun = not has_complement or reading.tokens[last].text.islower()
        complement = _find_complement(
            reading, last, may_be_common_noun=may_be_common_noun
        )
        if complement is None:
            return last
        name = names_by_position.get(complement)
        # « Fondation de Ann Lee » takes the words of the person one by one, « Conseil de l'Office du thon » the
        # name whole.
        if name is not None and name.label != "PER":
            last = reading.position_from(name.end) - 1
        else:
            last = last_adjective(reading, complement)
        has_complement = True
    return last


def _find_complement(
    reading: Reading, last: int, *, may_be_common_noun: bool
) -> int | None:
    """Return the first position after the link that follows `last`; that of a common noun only where it may be one."""
    lexicon, link = reading.lexicon, last + 1
    # « Fédération de la chasse et de la pêche »
    if may_be_common_noun and reading.form(link) in lexicon.conjunctions:
        after_conjunction = link + 1
        if past_link(reading, after_conjunction) > after_conjunction:
            link = after_conjunction
    after_far_link = past_phrase(reading, link, lexicon.far_links)
    far_token = reading.token(after_far_link)
    # « Agence pour l'Emploi »: after such a link only a capital goes on with the name
    if (
        after_far_link > link
        and far_token is not None
        and any(map(str.isupper, far_token.text))
    ):
        return after_far_link
    after_link = past_link(reading, link)
    token = reading.token(after_link)
    # « le Conseil de … »: a link that leads nowhere.
    if token is None or after_link == link or token.is_punct or token.is_space:
        return None
    is_common_noun = may_be_common_noun and token.pos_ == "NOUN"
    return after_link if reading.has_capital(after_link) or is_common_noun else None
