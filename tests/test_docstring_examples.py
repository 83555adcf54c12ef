"""The examples in docstrings give what they say."""

from __future__ import annotations

import doctest
from importlib import import_module
from pkgutil import iter_modules

import pytest

PACKAGES = ("linking", "pipeline", "evaluation", "study")


def modules() -> list[str]:
    """The modules of these packages, and those at the top that have examples."""
    names = ["pressmark.entity_labels"]
    for package in PACKAGES:
        folder = import_module(f"pressmark.{package}").__path__
        names += [f"pressmark.{package}.{module.name}" for module in iter_modules(folder)]
    return names


@pytest.mark.parametrize("module", modules())
def test_the_examples_of_a_module_are_right(module: str) -> None:
    assert doctest.testmod(import_module(module)).failed == 0
