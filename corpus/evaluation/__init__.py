"""
How good an annotation is, on one's own articles: predictions against gold, two annotators against each other, and
which articles to annotate by hand.
"""

from __future__ import annotations

from .agreement import Agreement, alpha, compare, kappa
from .differences import Difference, differences
from .documents import Document, documents
from .measures import FEWEST_ARTICLES, Evaluation, Measure, evaluate
from .page import error_page
from .sampling import Sample, sample

__all__ = [
    "FEWEST_ARTICLES",
    "Agreement",
    "Difference",
    "Document",
    "Evaluation",
    "Measure",
    "Sample",
    "alpha",
    "compare",
    "differences",
    "documents",
    "error_page",
    "evaluate",
    "kappa",
    "sample",
]
