"""
The static site of a corpus: gather what a page needs, render it to a string, write it.

>>> build(corpus, Path("public"), SiteOptions(language="fr"))      # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pressmark.config.site_options import SiteOptions

    from .builder import Built, build
    from .zip_archive import pack

__all__ = ["Built", "SiteOptions", "build", "pack"]

# Loaded when they are asked for: importing the package loads neither Jinja2 nor pyarrow.
_MODULE_OF_EXPORT = {
    "Built": "pressmark.site.builder",
    "SiteOptions": "pressmark.config.site_options",
    "build": "pressmark.site.builder",
    "pack": "pressmark.site.zip_archive",
}


def __getattr__(name: str) -> Any:
    if name in _MODULE_OF_EXPORT:
        return getattr(import_module(_MODULE_OF_EXPORT[name]), name)
    raise AttributeError(f"module 'pressmark.site' has no attribute {name!r}")
