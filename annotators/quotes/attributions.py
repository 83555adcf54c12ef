"""
Attributions that stand beside their content: incises (« …, a-t-il ajouté », "…," said Ann Lee) and source phrases
(« selon le maire »). Cutting them out of a frame leaves what was said.
"""

from __future__ import annotations

from .as_clauses import find_as_clauses
from .attribution_bounds import Attribution
from .frames import Frame
from .impersonal_reports import find_impersonal_reports
from .incises import find_incises
from .likened_attributions import find_likened_attributions
from .quote_reading import QuoteReading
from .source_attributions import find_source_attributions

__all__ = ["Attribution", "find_attributions"]


def find_attributions(frame: Frame, reading: QuoteReading) -> list[Attribution]:
    """Find the attributions of `frame`, in order; of two that overlap the earlier one stays."""
    candidates = [
        *find_as_clauses(frame, reading),
        *find_impersonal_reports(frame, reading),
        *find_incises(frame, reading),
        *find_source_attributions(frame, reading),
        *find_likened_attributions(frame, reading),
    ]
    attributions: list[Attribution] = []
    # The sort is stable: of two that begin together, « …, selon lui, dit-il », the incise stays.
    for candidate in sorted(candidates, key=lambda attribution: attribution.start):
        if not attributions or candidate.start >= attributions[-1].end:
            attributions.append(candidate)
    return attributions
