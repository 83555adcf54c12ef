"""Names, or spans of a layer of one's own, by any token-classification model of the user's disk."""

from .annotator import TokenClassifier

__all__ = ["TokenClassifier"]
