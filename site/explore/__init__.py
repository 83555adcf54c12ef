"""
The data behind `explore.html`: every quote and event of the lists, by columns, in classic scripts that a disk can give.

`packing` writes numbers as text, `facets` numbers the values that rows are filtered by, `files` puts both into files.
"""

from __future__ import annotations

from .files import explore_files

__all__ = ["explore_files"]
