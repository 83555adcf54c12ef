"""The versions of the packages that decide what comes out of a run."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version

__all__ = ["PACKAGES", "package_versions", "version_of"]

PACKAGES = ("pressmark", "spacy", "thinc", "numpy", "datasets", "pyarrow", "pydantic")
"""The packages whose versions are recorded with a run."""


def package_versions() -> dict[str, str]:
    """Return the versions of the `PACKAGES`."""
    return {name: version_of(name) for name in PACKAGES}


@cache
def version_of(name: str) -> str:
    """Return the version of a package, or "not installed"."""
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
