"""
The index of a build: what pages about many articles show, as SQLite tables that live as long as the build.

This package alone holds SQL. `schema` names tables and columns and fills them, `values` are the rows that come out,
and the other modules are the questions that can be asked, by subject: `index.quotes.speakers(limit=8)`.
"""

from __future__ import annotations

from .connection import Index
from .schema import IndexDraft

__all__ = ["Index", "IndexDraft"]
