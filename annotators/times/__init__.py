"""The times layer: every expression of time, resolved against the publication date."""

from .annotator import Times

__all__ = ["Times"]
