"""
What each layer is, declared once: its columns, its further stretches of text, its links, and what the seal gives.

The columns of tables, the checks on write and of `pressmark check`, the forms of exchange, the foreign keys of SQLite,
the counts, and the links that `pressmark explain` and the site show derive from these declarations.
"""

from .declaration import COLUMN_TYPES, Layer, OwnLayer, StretchWords
from .declaration_mistakes import DeclarationError, find_mistakes
from .own_layers import (
    BY_NAME,
    LAYERS,
    UNDECLARED,
    declaration,
    layer_name,
    layer_of_value,
)

__all__ = [
    "BY_NAME",
    "COLUMN_TYPES",
    "LAYERS",
    "UNDECLARED",
    "DeclarationError",
    "Layer",
    "OwnLayer",
    "StretchWords",
    "declaration",
    "find_mistakes",
    "layer_name",
    "layer_of_value",
]
