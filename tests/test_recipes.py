"""The recipe of a container and the entry of spaCy's directory: what they name is there."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))[
    "project"
]
CONTAINERFILE = (ROOT / "docs" / "container" / "Containerfile").read_text("utf-8")
ENTRY = json.loads((ROOT / "docs" / "spacy-universe.json").read_text(encoding="utf-8"))


def test_the_container_installs_extras_that_there_are() -> None:
    (extras,) = re.findall(r'"\.\[([\w,]+)\]"', CONTAINERFILE)
    assert {*extras.split(",")} <= {*PROJECT["optional-dependencies"]}
    assert {"fr", "en"} <= {*extras.split(",")}


def test_the_container_has_a_python_that_is_promised_and_no_rights() -> None:
    pythons = re.findall(r"^FROM \S+/python:(\d\.\d+)-slim", CONTAINERFILE, re.M)
    assert len(pythons) == 2
    for version in pythons:
        assert f"Programming Language :: Python :: {version}" in PROJECT["classifiers"]
    last = CONTAINERFILE.rpartition("FROM")[2]
    assert last.index("USER reader") < last.index("ENTRYPOINT")
    assert "curl" not in CONTAINERFILE


@pytest.mark.model
def test_the_example_of_the_entry_prints_the_speaker(
    capsys: pytest.CaptureFixture[str],
) -> None:
    exec("\n".join(ENTRY["code_example"]), {"__name__": "example"})
    assert capsys.readouterr().out.strip().endswith("Anne Morel")
    assert ENTRY["pip"] == ENTRY["id"] == PROJECT["name"]
