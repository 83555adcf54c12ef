"""What somebody from outside meets first: the checks of the platform, the commands, the pages on how to take part."""

from __future__ import annotations

import importlib
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

import pressmark

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
COMMANDS = [
    *WORKFLOWS,
    ROOT / ".pre-commit-config.yaml",
    ROOT / "CONTRIBUTING.md",
    ROOT / "README.md",
    ROOT / "docs" / "releasing.md",
]


def _workflow() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(
        (ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")
    )
    return loaded


@pytest.mark.parametrize("path", COMMANDS, ids=lambda path: path.name)
def test_every_make_command_that_a_page_names_is_in_the_makefile(path: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.M))
    named = set(
        re.findall(r"\bmake ([a-z]+(?:-[a-z]+)*)\b(?=[`\s]|$)", _commands(path))
    )
    assert named
    assert named <= targets


def _commands(path: Path) -> str:
    """The text that a page marks as code, or the lines that a workflow runs."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".md":
        return "\n".join(re.findall(r"^```.*?^```|`[^`\n]+`", text, re.M | re.S))
    return "\n".join(re.findall(r"(?:run|entry): (.+)", text))


def test_every_make_command_is_told_at_the_top_of_the_makefile() -> None:
    told = set(re.findall(r"^# make ([a-z-]+)", MAKEFILE, re.M))
    phony = re.search(r"^\.PHONY: (.+)$", MAKEFILE, re.M)
    assert phony
    assert set(phony.group(1).split()) - {"bench", "clean"} == told


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_an_action_is_pinned_to_a_commit_and_says_its_release(path: Path) -> None:
    used = re.findall(r"uses: (.+)$", path.read_text(encoding="utf-8"), re.M)
    assert used
    assert [
        line
        for line in used
        if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line)
    ] == []


def test_a_check_may_read_and_no_more() -> None:
    workflow = _workflow()
    assert workflow["permissions"] == {"contents": "read"}
    for name, job in workflow["jobs"].items():
        assert "permissions" not in job, name
        assert job["timeout-minutes"] <= 90, name
        (checkout,) = [
            step for step in job["steps"] if "checkout" in step.get("uses", "")
        ]
        assert checkout["with"]["persist-credentials"] is False


def test_the_checks_run_on_every_python_and_system_that_is_promised() -> None:
    matrix = _workflow()["jobs"]["test"]["strategy"]["matrix"]
    classifiers = PROJECT["project"]["classifiers"]
    promised = [
        found.group(1)
        for line in classifiers
        if (found := re.search(r":: Python :: (\d\.\d+)$", line))
    ]
    assert matrix["python"] == promised
    assert PROJECT["project"]["requires-python"] == f">={promised[0]}"
    assert {name.partition("-")[0] for name in matrix["os"]} == {"ubuntu", "macos"}
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"Python {promised[0]} to {promised[-1]}" in readme
    assert "WSL" in readme


def test_a_hook_fetches_nothing() -> None:
    hooks = yaml.safe_load(
        (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    )
    assert [repository["repo"] for repository in hooks["repos"]] == ["local"]
    assert {hook["language"] for hook in hooks["repos"][0]["hooks"]} == {"system"}


def test_every_rule_of_the_linter_that_is_refused_has_its_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert PROJECT["tool"]["ruff"]["lint"]["select"] == ["ALL"]
    rules = re.findall(r'^  ("[A-Z]+[0-9]*",.*)$', text, re.M)
    assert len(rules) > 20
    assert [line for line in rules if not re.search(r"# \w.{10,}$", line)] == []


def test_coverage_has_a_floor_and_counts_what_runs_in_other_processes() -> None:
    coverage = PROJECT["tool"]["coverage"]
    assert coverage["report"]["fail_under"] >= 90
    assert "subprocess" in coverage["run"]["patch"]
    assert coverage["run"]["source_pkgs"] == [
        "pressmark",
        "pressmark.annotators",
        "pressmark.site",
    ]


def test_the_page_of_the_api_shows_modules_that_list_what_they_offer() -> None:
    page = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    modules = re.findall(r"^\.\. automodule:: (\S+)$", page, re.M)
    assert modules[0] == "pressmark"
    for name in modules:
        module = importlib.import_module(name)
        for offered in module.__all__:
            assert offered.startswith("__") or hasattr(module, offered)
    functions = re.findall(r"^\.\. autofunction:: (\S+)\.(\w+)$", page, re.M)
    assert all(
        callable(getattr(importlib.import_module(module), name))
        for module, name in functions
    )
    assert pressmark.__all__


def test_a_form_for_faults_asks_for_what_pressmark_explains() -> None:
    forms = {
        path.name: path.read_text(encoding="utf-8")
        for path in (ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml")
    }
    assert "pressmark explain" in forms["wrong-annotation.yml"]
    assert all(yaml.safe_load(form) for form in forms.values())


def test_the_pages_on_taking_part_name_no_address_that_does_not_exist() -> None:
    """There is no host and no mailbox yet; a page that names one would send people nowhere."""
    pages = [
        ROOT / "SECURITY.md",
        ROOT / "CONTRIBUTING.md",
        ROOT / "CITATION.cff",
        *(ROOT / ".github").rglob("*.yml"),
    ]
    for page in pages:
        text = re.sub(r"@[0-9a-f]{40}", "", page.read_text(encoding="utf-8"))
        assert not re.search(
            r"[\w.]+@[\w-]+\.\w+|https?://(?!semver|keepachangelog|localhost)", text
        ), page
