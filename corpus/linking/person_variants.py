"""A longer and a shorter full name of one person: « Luiz Inácio Lula da Silva », « Lula da Silva »; "Ann B. Lee"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from .bearers import JoinedBearers
from .researcher_facts import ResearcherFacts
from .usages import NameKey, Usage, is_at_odds

__all__ = ["VariantIndex", "may_join"]

MIN_VARIANT_WORDS = 3
"""Words of a name that can have a shorter full name: a first name, a surname, and one that may be left out."""

MAX_VARIANT_WORDS = 60
"""Words of a name that may be a longer form of another; what is longer is no name (chosen, not measured)."""


class VariantIndex:
    """The full names of persons in a corpus, by what a longer form of each may be shortened to."""

    def __init__(
        self,
        by_name: Mapping[NameKey, list[Usage]],
        fulls_by_short: Mapping[NameKey, set[str]],
        facts: ResearcherFacts,
    ) -> None:
        """Index the names of `by_name`; `fulls_by_short` says what articles call a short name's bearer in full."""
        self._by_name = by_name
        self._fulls_by_short = fulls_by_short
        self._facts = facts
        self._keys_without_initials: defaultdict[str, set[str]] = defaultdict(set)
        for _, key in by_name:
            bare = _without_initials(key)
            if bare != key:
                self._keys_without_initials[bare].add(key)

    def join(self, usage: Usage, joined: JoinedBearers) -> None:
        """
        Give a person's longer full name the bearer of a shorter one in `joined`, when one alone fits.

        The shorter one must end it, and an article call its bearer so; or be the same but for initials, if no other
        name has other initials ("John F. Roe" and "John G. Roe" are not "John Roe").
        """
        if usage.namesake or usage.label != "PER":
            return
        if not MIN_VARIANT_WORDS <= len(usage.key.split()) <= MAX_VARIANT_WORDS:
            return
        for short in self._shorter_keys(usage.key):
            namesakes = self._by_name.get(("PER", short), ())
            fitting = {
                joined.by_usage[namesake]
                for namesake in namesakes
                if may_join(usage, namesake, self._facts)
            }
            # Several bearers of the shorter name: the longer one says no more of which it is, and stays a row of its own.
            if len(fitting) == 1:
                joined.by_usage[usage] = fitting.pop()
                return

    def _shorter_keys(self, key: str) -> Iterator[str]:
        """Yield the keys of shorter full names that `key` may be a longer form of, the longest first."""
        # « Luiz Inácio Lula da Silva » → « Inácio Lula da Silva », « Lula da Silva », « da Silva »: two words at least.
        words = key.split()
        for start in range(1, len(words) - 1):
            short = " ".join(words[start:])
            if key in self._fulls_by_short.get(("PER", short), ()):
                yield short
        bare = _without_initials(key)
        # « J. K. Roe » without its initials is a surname, which `short_names` joins.
        if bare == key or " " not in bare:
            return
        # With "John F. Roe" and "John G. Roe" in the corpus, "John Roe" may be either.
        if self._keys_without_initials.get(bare) == {key}:
            yield bare


def may_join(first: Usage, second: Usage, facts: ResearcherFacts) -> bool:
    """Say whether nothing speaks against one bearer of two usages: what articles say, or a correction."""
    if is_at_odds(first, second):
        return False
    return not facts.corrections.is_different(first.key, second.key)


def _without_initials(key: str) -> str:
    """Return the words of a key that are no initials: "john f. roe" → "john roe"."""
    return " ".join(word for word in key.split() if len(word.replace(".", "")) > 1)
