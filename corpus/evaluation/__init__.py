"""
How good an annotation is, on one's own articles: predictions against gold, two annotators against each other, and
which articles to annotate by hand.
"""

from __future__ import annotations

from .agreement import Agreement, alpha, compare, kappa
from .bootstrap import FEWEST_ARTICLES, Measure
from .differences import Difference, find_differences
from .documents import Document, read_documents
from .measures import Evaluation, evaluate
from .report_page import error_page
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
    "error_page",
    "evaluate",
    "find_differences",
    "kappa",
    "read_documents",
    "sample",
]
