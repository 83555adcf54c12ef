"""All rules of events, from the tables of their modules, to be explained and switched off by name."""

from __future__ import annotations

from pressmark.annotators.rules import AnyRule

from .event_status import STATUS_RULES

__all__ = ["EVENT_RULES"]

EVENT_RULES: tuple[AnyRule, ...] = (*STATUS_RULES,)
