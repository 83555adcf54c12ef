"""What the tests of events share: the day on which their texts were published, and the one event with a trigger."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from pressmark.spans import Event

WEDNESDAY = datetime(2024, 5, 15, tzinfo=UTC)
Find = Callable[..., tuple[Event, ...]]


def the(events: tuple[Event, ...], trigger: str) -> Event:
    """The one event with this trigger."""
    (event,) = [event for event in events if event.text == trigger]
    return event
