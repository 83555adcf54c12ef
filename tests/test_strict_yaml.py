"""YAML as a person means it, and messages that say where."""

from __future__ import annotations

from pathlib import Path

import pytest

from pressmark.errors import ConfigError
from pressmark.strict_yaml import parse, read


def test_values_come_with_their_places() -> None:
    value, places = parse("a: 1\nb:\n  - c: x\n")

    assert value == {"a": 1, "b": [{"c": "x"}]}
    assert places[("b", 0, "c")] == (3, 8)
    assert places[("b", 0, "c", "#key")] == (3, 5)


def test_no_is_norway() -> None:
    assert parse("country: NO\nyes_: on\ntrue_: true\n")[0] == {"country": "NO", "yes_": "on", "true_": True}


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "'a' stands twice"),
        ("a: &x 1\nb: *x\n", 1, "anchors"),
        ("a: *x\n", 1, "anchors"),
        ("a: !!python/object:os.system x\n", 1, "tags"),
        ("a:\n\t- b\n", 2, "tab"),
        ("a: 1\n--- \nb: 2\n", 2, "more than one document"),
        ("a: [1, 2\n", 2, "is not YAML"),
        ("a: b: c\n", 1, "is not YAML"),
        ("? [x]\n: 1\n", 1, "plain text"),
        ("<<: {a: 1}\n", 1, "merge"),
        ("a: \x07\n", 1, "forbids"),
        ("a: " + "[" * 3000, 1, "deeper than"),
        ("a: 2026-13-45\n", None, "cannot be read"),
    ],
)
def test_what_is_refused_is_said_with_its_line(text: str, line: int | None, said: str) -> None:
    with pytest.raises(ConfigError) as raised:
        parse(text, "run.yaml")

    (mistake,) = raised.value.mistakes
    assert said in mistake.what
    assert mistake.line == line


def test_a_byte_order_mark_is_not_text(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes(b"\xef\xbb\xbfa: 1\n")
    assert read(file)[0] == {"a": 1}


def test_a_file_in_another_encoding_is_refused_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes("a: 1\nb: été\n".encode("latin-1"))
    with pytest.raises(ConfigError, match=r"a\.yaml:2 is not UTF-8"):
        read(file)


def test_a_file_that_is_not_there_is_a_config_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        read(tmp_path / "none.yaml")


def test_an_empty_file_is_none() -> None:
    assert parse("# nothing\n") == (None, {})
