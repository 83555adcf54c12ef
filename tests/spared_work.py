"""What processes of the tests are spared, because no test can see it: compiling a template again, waiting for the disk."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import jinja2


@contextmanager
def templates_compiled_once() -> Iterator[None]:
    """
    Compile each text of a template once, in this process.

    It was four fifths of the time of a small site. Code belongs to no environment: what it is made of is the text as the
    extensions leave it, in which words of the interface stand, and the rules of the environment.
    """
    compiled: dict[Any, Any] = {}
    compile_anew: Any = jinja2.Environment.compile

    def remember(
        environment: jinja2.Environment,
        source: Any,
        name: str | None = None,
        filename: str | None = None,
        **ways: bool,
    ) -> Any:
        if ways or not isinstance(source, str):
            return compile_anew(environment, source, name, filename, **ways)
        key = (
            _rules(environment),
            environment.preprocess(source, name, filename),
            name,
            filename,
        )
        if key not in compiled:
            compiled[key] = compile_anew(environment, source, name, filename)
        return compiled[key]

    with patch.object(jinja2.Environment, "compile", remember):
        yield


def _rules(environment: jinja2.Environment) -> Any:
    return (
        environment.autoescape,
        environment.trim_blocks,
        environment.lstrip_blocks,
        environment.undefined,
        *environment.extensions,
        *environment.filters,
        *environment.tests,
    )


@contextmanager
def writing_without_waiting() -> Iterator[None]:
    """
    Write files without waiting until they are on the disk.

    That is for a machine that loses its power, which no test cuts: to every process, also after one was killed, files
    are the same. A small run waited 50 times, and longer than it computed.
    """
    with patch.object(os, "fsync", lambda descriptor: None):
        yield
