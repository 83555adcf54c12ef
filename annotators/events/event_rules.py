"""All rules of events, from the tables of their modules, to be explained and switched off by name."""

from __future__ import annotations

from pressmark.annotators.rules import AnyRule

from .clusters import CLUSTER_RULES
from .event_places import PLACE_RULES
from .event_status import STATUS_RULES
from .event_times import AHEAD_RULES, DATE_RULES
from .triggers import TRIGGER_RULES

__all__ = ["EVENT_RULES"]

EVENT_RULES: tuple[AnyRule, ...] = (
    *TRIGGER_RULES,
    *STATUS_RULES,
    *DATE_RULES,
    *AHEAD_RULES,
    *PLACE_RULES,
    *CLUSTER_RULES,
)
"""In the order of work."""
