"""The event layer: what happens, to whom, where and when, and whether it did."""

from .annotator import Events
from .settings import EventSettings

__all__ = ["EventSettings", "Events"]
