"""YAML as a person means it, and messages that say where."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pressmark.errors import ConfigError
from pressmark.linking.gazetteer import read_gazetteer
from pressmark.storage.yaml_output import yaml_text
from pressmark.yaml_files.strict import parse_yaml, read_yaml


def test_values_come_with_their_places() -> None:
    value, places = parse_yaml("a: 1\nb:\n  - c: x\n")

    assert value == {"a": 1, "b": [{"c": "x"}]}
    assert places[("b", 0, "c")] == (3, 8)
    assert places[("b", 0, "c", "#key")] == (3, 5)


def test_no_is_norway() -> None:
    assert parse_yaml("country: NO\nyes_: on\ntrue_: true\n")[0] == {
        "country": "NO",
        "yes_": "on",
        "true_": True,
    }


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "'a' stands twice"),
        ("a: &x 1\n", 1, "anchors"),
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
        ("a: 1\nb: 2026-13-45\n", 2, "cannot be read"),
    ],
)
def test_what_is_refused_is_said_with_its_line(
    text: str, line: int | None, said: str
) -> None:
    with pytest.raises(ConfigError) as raised:
        parse_yaml(text, "run.yaml")

    (mistake,) = raised.value.mistakes
    assert said in mistake.what
    assert mistake.line == line


def test_all_mistakes_of_a_file_are_said_at_once() -> None:
    lines = [
        "a: 1",
        "a: *x",
        "b: c: d",
        "  e: 1",
        "# more",
        "list:",
        "- f",
        "- g: [1, 2",
        "h: 1",
        "i:",
        "\tj: 1",
        "k: !t 2",
    ]
    with pytest.raises(ConfigError) as raised:
        parse_yaml("\n".join([*lines, 'l: "never closed', "m: 1"]), "run.yaml")
    found = raised.value.mistakes
    said = [
        "'a' stands twice",
        "anchors",
        "mapping values",
        "expected ',' or ']'",
        "a tab",
        "tags",
        "end of stream",
    ]
    assert [one.line for one in found] == [2, 2, 3, 9, 11, 12, 14]
    assert all(words in one.what for words, one in zip(said, found, strict=True))
    assert "that begins in line 13" in found[-1].what


def test_a_list_goes_on_at_its_next_item() -> None:
    with pytest.raises(ConfigError) as raised:
        parse_yaml(
            "# names\n- name: A: B\n  label: PER\n- name: C\n- name: 'D: E\n",
            "names.yaml",
        )
    assert [one.line for one in raised.value.mistakes] == [2, 6]


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text("aé:#- '\"\n1NO🙂", max_size=8)
    | st.dates(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text("ab: é", min_size=1, max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(VALUES, st.booleans())
def test_what_yaml_writes_is_read_as_it_was(value: object, flow: bool) -> None:
    text = yaml.safe_dump(value, allow_unicode=True, default_flow_style=flow)
    assert parse_yaml(text)[0] == yaml.safe_load(text) == value


CARDS = st.fixed_dictionaries(
    {
        "pretty_name": st.text(min_size=1)
        | st.text("ab .:#-'\"é\u00a0\u2028\x85🙂", max_size=300),
        "features": st.lists(
            st.fixed_dictionaries(
                {"name": st.text(" aé:#\n?-{[&*!|>%@,", max_size=8), "dtype": VALUES}
            ),
            max_size=4,
        ),
    }
)


@given(CARDS)
def test_a_card_has_the_same_bytes_whichever_emitter_writes_it(
    content: dict[str, Any],
) -> None:
    written = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=120)
    assert yaml_text(content) == written


def test_ten_thousand_names_are_read_in_a_second(tmp_path: Path) -> None:
    entry = "- name: Anne Morel {n}\n  label: PER\n  aliases: [Morel {n}, A. Morel {n}]\n  country: FR\n  party: 'A'\n"
    (tmp_path / "names.yaml").write_text(
        "".join(entry.format(n=n) for n in range(10_000))
    )
    seconds = []
    for _ in range(3):
        started = time.process_time()
        entries = read_gazetteer(tmp_path / "names.yaml")
        seconds.append(time.process_time() - started)

    # The least of three: what else the machine does is no cost of reading.
    assert min(seconds) < 1
    assert (len(entries), entries[-1].line) == (10_000, 49_996)


def test_a_byte_order_mark_is_not_text(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes(b"\xef\xbb\xbfa: 1\n")
    assert read_yaml(file)[0] == {"a": 1}


def test_a_file_in_another_encoding_is_refused_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes("a: 1\nb: été\n".encode("latin-1"))
    with pytest.raises(ConfigError, match=r"a\.yaml:2 is not UTF-8"):
        read_yaml(file)


def test_a_file_that_is_not_there_is_a_config_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        read_yaml(tmp_path / "none.yaml")


def test_an_empty_file_is_none() -> None:
    assert parse_yaml("# nothing\n") == (None, {})
