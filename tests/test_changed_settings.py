"""Settings changed for one run: by path, checked by the same model, recorded as what ran."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from commands import run_command
from hypothesis import given
from hypothesis import strategies as st

import pressmark
from pressmark.config.changed_settings import parse_assignments, with_settings
from pressmark.config.project import read
from pressmark.errors import ConfigError

TEXT = "Il pleut beaucoup sur le pont ce matin, dit-on à Larnholm."


def test_a_value_is_read_as_yaml_is() -> None:
    assert parse_assignments(["a=4", "a.b=[x, y]", "c={d: 1}", "e=NO", "f=", "g=x=y"]) == {
        "a": 4,
        "a.b": ["x", "y"],
        "c": {"d": 1},
        "e": "NO",
        "f": None,
        "g": "x=y",
    }  # fmt: skip


def test_all_that_sets_nothing_is_told_at_once() -> None:
    with pytest.raises(ConfigError) as caught:
        parse_assignments(["run.workers", "=4", "a..b=1", "c=[1"])
    assert len(caught.value.mistakes) == 4
    assert "write `run.workers=4`" in str(caught.value)


def test_an_annotator_is_meant_by_its_name_and_keeps_its_other_settings() -> None:
    content = {"annotators": ["entities", {"quotes": {"scare": False}}, {"my:X": None}]}
    changed = with_settings(
        content,
        {
            "annotators.quotes.minimum": 0.8,
            "annotators.entities.labels": ["PER"],
            "annotators.my:X.words": ["a"],
        },
    )
    assert changed["annotators"] == [
        {"entities": {"labels": ["PER"]}},
        {"quotes": {"scare": False, "minimum": 0.8}},
        {"my:X": {"words": ["a"]}},
    ]
    assert content["annotators"][0] == "entities"


def test_a_path_that_leads_nowhere_is_told() -> None:
    with pytest.raises(ConfigError, match="'T' has no setting 'b'"):
        with_settings({"title": "T"}, {"title.b": 1})
    with pytest.raises(ConfigError, match="the file lists no 'events'"):
        with_settings({"annotators": ["quotes"]}, {"annotators.events.types": []})


@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=3),
        lambda inner: st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    ),
    st.lists(st.sampled_from("abc"), min_size=1, max_size=3),
)
def test_what_is_set_stands_there_and_nothing_else_moves(
    content: Any, path: list[str]
) -> None:
    before = json.dumps(content)
    try:
        changed = with_settings(content, {".".join(path): 7})
    except ConfigError:
        return
    value = changed
    for part in path:
        value = value[part]
    assert value == 7
    assert json.dumps(content) == before
    if isinstance(content, dict):
        others = {name: value for name, value in content.items() if name != path[0]}
        assert {**changed, path[0]: None} == {**others, path[0]: None}


def test_a_project_has_the_changed_settings_and_checks_them(
    project: Callable[..., Path],
) -> None:
    yaml = project([TEXT])
    changed = read(yaml, settings={"run.workers": 3, "site.language": "fr"})
    assert (changed.workers, changed.config.site.language) == (3, "fr")
    assert read(yaml).workers == 1

    with pytest.raises(ConfigError, match=r"run\.workers: must be at least 1"):
        read(yaml, settings={"run.workers": 0})
    with pytest.raises(ConfigError, match=r"unknown setting; did you mean 'workers'"):
        read(yaml, settings={"run.wrokers": 2})


def test_what_ran_is_what_is_recorded(project: Callable[..., Path]) -> None:
    yaml = project([TEXT])
    outcome = pressmark.run(
        yaml, site=False, settings={"source.words": ["pont"], "corpus": "other/"}
    )
    assert outcome.corpus == yaml.parent / "other"
    runs = pressmark.load(outcome.corpus).table("runs").to_list()
    assert json.loads(runs[0]["settings"])["words"] == ["pont"]
    assert "words" not in yaml.read_text().partition("annotators")[0]


def test_the_command_takes_them_and_the_environment_says_them_too(
    project: Callable[..., Path],
) -> None:
    yaml = project([TEXT])
    done = run_command(
        "annotate", yaml, "--set", "source.words=nowhere", "--set=run.shard=1", "--json"
    )
    assert done.returncode == 1, done.stderr
    assert json.loads(done.stdout)["rejected"] == 1

    done = run_command(
        "annotate",
        yaml,
        "--json",
        environment={"PRESSMARK_SET": "corpus=elsewhere/ run.shard=1"},
    )
    assert done.returncode == 0, done.stderr
    assert (yaml.parent / "elsewhere" / "manifest.json").is_file()

    done = run_command("build", yaml.parent / "elsewhere", "--set", "title=T")
    assert done.returncode == 3
    assert "a corpus folder has none" in done.stderr
    done = run_command("run", yaml, "--set", "run.workers=many")
    assert done.returncode == 2
    assert "run.workers: must be a whole number" in done.stderr


def test_a_quiet_run_prints_errors_alone(project: Callable[..., Path]) -> None:
    yaml = project([TEXT, " "])
    loud = run_command("annotate", yaml)
    assert "2 articles seen" in loud.stdout
    quiet = run_command("annotate", yaml, "-q")
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (1, "", "")
    told = run_command("annotate", yaml, "--quiet", "--json")
    assert json.loads(told.stdout)["rejected"] == 1
    wrong = run_command("annotate", yaml, "-q", "--set", "run.workers=0")
    assert "run.workers" in wrong.stderr
    assert wrong.returncode == 2
