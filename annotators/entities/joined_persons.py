"""Persons whose name the model cuts at a particle: « Isabel *dos* Campos », "Lee *van der* Roe"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from .candidates import NameCandidate
from .person_end import is_name_capital
from .reading import Reading

__all__ = ["join_by_particles"]

_MAX_PARTICLES = 2
"""Particles between two words of a name: « van der »."""


def join_by_particles(
    reading: Reading, names: Sequence[NameCandidate]
) -> list[NameCandidate]:
    """Return `names`, persons joined with what stands beyond a particle that is found within names alone."""
    particles = list(_find_particles(reading))
    if not particles:
        return list(names)
    joined = list(names)
    for first, end in particles:
        name = _join(reading, joined, first, end)
        if name is None:
            continue
        joined = [
            other
            for other in joined
            if other.end <= name.start or other.start >= name.end
        ]
        joined.append(name)
    return sorted(joined, key=lambda name: (name.start, name.end))


def _find_particles(reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield the first position of the particles between two capitals, and that behind them."""
    end = 0
    for position in reading.positions_of(reading.lexicon.joining_particles):
        # the second of two
        if position < end:
            continue
        end = position
        while end - position < _MAX_PARTICLES and _is_particle(reading, end):
            end += 1
        is_between = end > position > 0 and reading.has_capital(position - 1)
        if is_between and reading.has_capital(end):
            yield position, end


def _is_particle(reading: Reading, position: int) -> bool:
    """Tell whether a token is a particle in small letters, with a blank after it."""
    token = reading.token(position)
    if token is None or not token.text.islower() or not token.whitespace_:
        return False
    return token.text in reading.lexicon.joining_particles


def _join(
    reading: Reading, names: Sequence[NameCandidate], first: int, end: int
) -> NameCandidate | None:
    """Return the person whose name goes over the particles from `first` up to `end`; None where nobody is named."""
    last_start = reading.tokens[first - 1].idx
    left = next((name for name in names if name.start <= last_start < name.end), None)
    next_start = reading.tokens[end].idx
    right = next((name for name in names if name.start <= next_start < name.end), None)
    person = next(
        (name for name in (left, right) if name and name.label == "PER"), None
    )
    # The particles may stand in one name already.
    if person is None or left is right:
        return None
    if left is None and not _may_be_first_name(reading, first - 1):
        return None
    # « Ana Vidal al Qaeda »: a body that is known is no surname.
    if any(
        name and name.label == "ORG" and name.rule != "model" for name in (left, right)
    ):
        return None
    start = last_start if left is None else left.start
    stop = reading.end_of(end) if right is None else right.end
    return replace(person, start=start, end=stop)


def _may_be_first_name(reading: Reading, position: int) -> bool:
    """Tell whether a capital that is no name yet may begin one: no title, no role, right before its particle."""
    return bool(reading.tokens[position].whitespace_) and is_name_capital(
        reading, position
    )
