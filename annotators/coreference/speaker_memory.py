"""Who spoke before: the named speakers of an article, in reading order."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from .referents import PronounTraits, Referent, may_mean

__all__ = ["SpeakerMemory"]


class _Traits(NamedTuple):
    """What of a speaker decides whether a pronoun may mean it."""

    gender: str | None
    is_plural: bool
    is_person: bool | None


class _Turn(NamedTuple):
    """A speaker, and where the phrase ends by which it was named."""

    end: int
    referent: Referent


@dataclass(slots=True)
class SpeakerMemory:
    """
    The speakers of an article so far, put in by `hear`.

    `turns` holds them by their traits, each list by its ends, so that a pronoun is one search for each of a few kinds,
    however long the text is. `ends` are those of all phrases of speakers, `referents` whom each phrase was found to mean.
    """

    turns: dict[_Traits, list[_Turn]] = field(default_factory=lambda: defaultdict(list))
    ends: list[int] = field(default_factory=list)
    referents: dict[int, Referent] = field(default_factory=dict)

    def hear(self, start: int, end: int, speaker: Referent | None) -> None:
        """Remember who the phrase between two offsets means, which names a speaker; None for somebody unknown."""
        insort(self.ends, end)
        if speaker is None:
            return
        self.referents[start] = speaker
        traits = _Traits(speaker.gender, speaker.is_plural, speaker.is_person)
        insort(self.turns[traits], _Turn(end, speaker), key=_turn_end)

    def last(self, pronoun: PronounTraits, before: int) -> Referent | None:
        """Return the last speaker named before an offset that a pronoun may mean; None where there is none."""
        fitting: list[_Turn] = []
        for turns in self.turns.values():
            after = bisect_right(turns, before, key=_turn_end)
            # All turns of a list have the same traits: where the last may not be meant, none before it may.
            if after and may_mean(pronoun, turns[after - 1].referent):
                fitting.append(turns[after - 1])
        return max(fitting, key=_turn_end).referent if fitting else None

    def last_end(self, before: int) -> int:
        """Return where the last phrase of a speaker ends that stands before an offset; 0 where nobody has spoken."""
        after = bisect_right(self.ends, before)
        return self.ends[after - 1] if after else 0


def _turn_end(turn: _Turn) -> int:
    return turn.end
