"""
spaCy's pipelines, run faster with the same results.

What a model computes is left to spaCy; here it is computed once where spaCy does it often. Each module holds one such
change and says why it is exact; `tests/test_speed_parse.py` compares all of them to stock spaCy.
"""

from .batch_run import processed
from .doc_bytes import joined
from .model_loading import load

__all__ = ["joined", "load", "processed"]
