"""
The entity layer: persons, places, organisations and other names, each with its mention, full name, role and gender.

The model's spans are the start; `annotator.py` says in which order the rules mend and add to them.
"""

from __future__ import annotations

from .annotator import Entities
from .settings import EntitySettings

__all__ = ["Entities", "EntitySettings"]
