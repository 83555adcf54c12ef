"""The examples in the docstrings of the times and entity layers say what the functions return."""

from __future__ import annotations

import doctest
import pkgutil
from importlib import import_module

import pytest

import pressmark.annotators.entities
import pressmark.annotators.times

PACKAGES = (pressmark.annotators.entities, pressmark.annotators.times)
MODULES = [
    module.name for package in PACKAGES for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}.")
]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_are_true(name: str) -> None:
    assert doctest.testmod(import_module(name)).failed == 0
