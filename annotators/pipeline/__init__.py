"""
spaCy's pipelines, run faster with the same results.

What a model computes is left to spaCy; here it is computed once where spaCy does it often. Each module holds one such
change and says why it is exact; `tests/test_speed.py` compares all of them to stock spaCy.
"""

from .loading import load
from .packing import joined
from .running import processed

__all__ = ["joined", "load", "processed"]
