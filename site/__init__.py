"""
The static site of a corpus: gather what a page needs, render it to a string, write it.

>>> build(corpus, Path("public"), language="fr")      # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .building import Built, build
    from .packing import pack

__all__ = ["Built", "build", "pack"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from . import building, packing

        return getattr(packing if name == "pack" else building, name)
    raise AttributeError(f"module 'pressmark.site' has no attribute {name!r}")
