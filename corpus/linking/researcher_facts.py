"""What a researcher says of names before they are joined: the entries of her gazetteers, and her corrections."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .corrections import Corrections
from .gazetteer import GazetteerEntry
from .usages import NameKey, name_key

__all__ = ["ResearcherFacts"]


@dataclass(frozen=True, slots=True)
class ResearcherFacts:
    """Gazetteer entries, by label and key of each of their forms, and corrections of the names table."""

    entries: Mapping[NameKey, tuple[GazetteerEntry, ...]] = field(default_factory=dict)
    corrections: Corrections = field(default_factory=Corrections)

    @property
    def all_entries(self) -> list[GazetteerEntry]:
        """Every entry, once."""
        # By identity: an entry stands under its name and under each alias.
        by_identity: dict[int, GazetteerEntry] = {}
        for namesakes in self.entries.values():
            by_identity.update({id(entry): entry for entry in namesakes})
        return list(by_identity.values())

    @classmethod
    def of(
        cls,
        entries: Iterable[GazetteerEntry] = (),
        corrections: Corrections | None = None,
    ) -> ResearcherFacts:
        """Index `entries` by label and key of each form, beside the `corrections`."""
        by_form: dict[NameKey, tuple[GazetteerEntry, ...]] = {}
        for entry in entries:
            for form in entry.forms:
                name = entry.label, name_key(entry.label, form)
                namesakes = by_form.get(name, ())
                if entry not in namesakes:
                    by_form[name] = (*namesakes, entry)
        return cls(by_form, corrections or Corrections())
