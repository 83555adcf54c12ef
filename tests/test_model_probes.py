"""Probes of models whose bias is known: one that reads definitions, one that reads labels, names or the order of types."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import entity, with_layers
from model_service import model_service, text_of
from typer.testing import CliRunner

from pressmark.annotators.language_model.requests import codebook_of
from pressmark.articles import Article
from pressmark.cli.app import app
from pressmark.config.project import Project, read
from pressmark.dataset.corpus import save
from pressmark.errors import InputError
from pressmark.study.model_probes import ProbeResult, probe
from pressmark.study.model_probes.agreement_with_itself import (
    CodedEvent,
    compare_codings,
)
from pressmark.study.model_probes.codebook_variants import (
    exchange_definitions,
    reorder,
)
from pressmark.study.model_probes.swapped_names import NamePool, swap_names

TEXTS = (
    "Ann Lee joined the strike in Metz. Later Bob Roe was arrested.",
    "Bob Roe was arrested in Lyon. Cy Day saw the strike.",
    "In Nice the strike went on, said Cy Day.",
)
NAMES = {"Ann Lee": "PER", "Bob Roe": "PER", "Cy Day": "PER", "Metz": "LOC", "Lyon": "LOC", "Nice": "LOC"}  # fmt: skip
TRIGGERS = {"strike": "PROTEST", "arrested": "JUSTICE"}
DEFINITIONS = {entry.label: entry.definition for entry in codebook_of("en", None)}

Coder = Callable[[str, str, list[tuple[str, str]]], str | None]
"""From a trigger, the text and the codebook (label, definition) to a type, or None for no event."""


def by_definition(trigger: str, text: str, codebook: list[tuple[str, str]]) -> str:
    """Give the label that has the definition which fits."""
    fitting = DEFINITIONS[TRIGGERS[trigger]]
    return next(label for label, rest in codebook if rest.startswith(fitting))


def by_label(trigger: str, text: str, codebook: list[tuple[str, str]]) -> str:
    return TRIGGERS[trigger]


def by_order(trigger: str, text: str, codebook: list[tuple[str, str]]) -> str:
    return codebook[0][0] if trigger == "strike" else codebook[-1][0]


def by_name(trigger: str, text: str, codebook: list[tuple[str, str]]) -> str | None:
    """See an event only where its favourite is there."""
    return TRIGGERS[trigger] if "Ann Lee" in text else None


def answering(coder: Coder) -> Callable[[dict[str, Any]], dict[str, Any]]:
    def answer(request: dict[str, Any]) -> dict[str, Any]:
        prompt = request["messages"][0]["content"]
        codebook = re.findall(r"^- ([A-Z_]+): (.*)$", prompt, re.M)
        text = text_of(request)
        events = []
        for trigger in TRIGGERS:
            label = coder(trigger, text, codebook) if trigger in text else None
            if label:
                events.append({"trigger": trigger, "type": label, "status": "asserted"})
        return {"events": events}

    return answer


@contextmanager
def study(folder: Path, coder: Coder) -> Iterator[tuple[Project, Any]]:
    """A project of three articles whose events a model codes, and the service of the model."""
    articles = []
    for number, text in enumerate(TEXTS):
        names = [
            entity(text, name, label) for name, label in NAMES.items() if name in text
        ]
        article = Article(id=f"a{number}", text=text, language="en")
        articles.append(with_layers(article, entities=names))  # type: ignore[arg-type]
    save(articles, folder / "corpus", title="T")
    with model_service(answering(coder), reads_request=True) as service:
        settings = {
            "layer": "events",
            "address": service.address,
            "model": "tiny",
            "cache": "cache",
        }
        (folder / "study.yaml").write_text(
            "title: T\nsource: {files: [a.jsonl]}\n"
            f"annotators: [entities, quotes, llm: {json.dumps(settings)}]\n"
        )
        yield read(folder / "study.yaml"), service  # fmt: skip


@pytest.mark.parametrize(
    ("coder", "expected"),
    [
        # order, names, definitions: events found again; of those, the same type; by the definition
        (by_definition, {"order": 1.0, "names": 1.0, "definitions": 0.0, "followed": 1.0}),
        (by_label, {"order": 1.0, "names": 1.0, "definitions": 1.0, "followed": 0.0}),
        (by_order, {"order": 0.0, "names": 1.0, "definitions": 1.0, "followed": 0.0}),
    ],
)  # fmt: skip
def test_a_probe_tells_what_a_model_answers_by(
    tmp_path: Path, coder: Coder, expected: dict[str, float]
) -> None:
    with study(tmp_path, coder) as (project, _):
        report = probe(project)

    results = {result.name: result for result in report.results}
    assert (report.articles, report.events) == (3, 5)
    assert all(result.f1 == 1.0 for result in report.results)
    assert results["again"].label_share == 1.0
    for name in ("order", "names", "definitions"):
        assert results[name].label_share == expected[name], name
    assert results["definitions"].followed_share == expected["followed"]
    assert results["names"].swapped == 8


def test_a_model_that_sees_events_of_its_favourite_alone_is_found_out(
    tmp_path: Path,
) -> None:
    with study(tmp_path, by_name) as (project, _):
        report = probe(project, seed=3)

    results: dict[str, ProbeResult] = {one.name: one for one in report.results}
    assert results["again"].f1 == results["order"].f1 == 1.0
    assert report.events == 2
    assert (results["names"].f1 or 0) < 1


def test_a_probe_asks_five_times_and_a_second_one_never(tmp_path: Path) -> None:
    told: list[str] = []
    with study(tmp_path, by_definition) as (project, service):
        first = probe(project, notify=told.append)
        asked = len(service.requests)
        assert probe(project) == first
        assert len(service.requests) == asked == 15

    assert "3 articles, each 5 times; 15 requests" in told[0]


def test_a_project_without_such_a_model_is_told_what_to_write(tmp_path: Path) -> None:
    (tmp_path / "study.yaml").write_text(
        "title: T\nsource: {files: [a.jsonl]}\nannotators: [entities]\n"
    )
    with pytest.raises(InputError, match="no language model codes events"):
        probe(read(tmp_path / "study.yaml"))  # fmt: skip


def test_the_command_prints_a_table_or_json(tmp_path: Path) -> None:
    with study(tmp_path, by_label) as (project, service):
        command = ["probe", str(project.file), "--articles", "2"]
        table = CliRunner().invoke(app, command)
        rows = json.loads(CliRunner().invoke(app, [*command, "--json"]).stdout)
        service.fault_of = lambda *_: 401
        failed = CliRunner().invoke(app, ["probe", str(project.file)])

    assert table.exit_code == 0, table.output
    assert "tiny: " in table.output
    assert "definitions exchanged" in table.output
    assert list(rows["probes"]) == ["again", "order", "names", "definitions"]
    assert rows["probes"]["definitions"]["followed_share"] == 0.0
    assert "answers 401" in str(failed.exception)


# --- the parts


def test_the_order_is_another_and_definitions_change_places() -> None:
    codebook = codebook_of("en", ("PROTEST", "JUSTICE", "MOVE"))
    other = reorder(codebook, 1)
    assert other != codebook
    assert sorted(entry.label for entry in other) == sorted(entry.label for entry in codebook)  # fmt: skip
    exchanged = exchange_definitions(codebook, {"PROTEST": "MOVE", "MOVE": "PROTEST"})
    assert [entry.label for entry in exchanged] == [entry.label for entry in codebook]
    definitions = {entry.label: entry.definition for entry in exchanged}
    assert definitions["PROTEST"] == DEFINITIONS["MOVE"]
    assert definitions["MOVE"] == DEFINITIONS["PROTEST"]
    assert definitions["JUSTICE"] == DEFINITIONS["JUSTICE"]


def test_swapped_names_are_the_same_throughout_and_offsets_lead_back() -> None:
    text = "Ann Lee met Bob Roe. Ann Lee left, and the strike began."
    names = [entity(text, name) for name in ("Ann Lee", "Bob Roe")]
    second = text.rindex("Ann Lee")
    again = entity(text[second:], "Ann Lee")
    names.append(
        type(again).cut(text, second, second + 7, "PER", mention_start=second, mention_end=second + 7, name="Ann Lee")
    )  # fmt: skip
    article = with_layers(Article(id="a", text=text), entities=names)  # type: ignore[arg-type]
    swapped = swap_names(
        article,
        NamePool({("PER", 2): ["Ann Lee", "Bob Roe", "Geraldine Montgomery"]}),
        4,
    )

    assert swapped.swapped == 3
    assert "Ann Lee met" not in swapped.text
    first_name = swapped.text.partition(" met")[0]
    assert swapped.text.count(first_name) >= 2
    start = swapped.text.index("strike")
    before = swapped.bounds_before(start, start + 6)
    assert before is not None
    assert text[slice(*before)] == "strike"
    assert swapped.bounds_before(0, len(first_name)) is None  # fmt: skip


@given(st.lists(st.sampled_from(["Ann Lee", "Bob Roe", " met ", "é🙂 "]), max_size=8))
def test_every_word_that_is_no_name_stands_where_it_stood(words: list[str]) -> None:
    text = "".join(words)
    names = [
        entity(text[match.start() :], match[0])
        for match in re.finditer("Ann Lee|Bob Roe", text)
    ]
    placed = [
        type(name).cut(text, match.start(), match.end(), "PER", mention_start=match.start(),
                       mention_end=match.end(), name=match[0])
        for name, match in zip(names, re.finditer("Ann Lee|Bob Roe", text), strict=True)
    ]  # fmt: skip
    article = with_layers(Article(id="a", text=text), entities=placed)  # type: ignore[arg-type]
    swapped = swap_names(article, NamePool({("PER", 2): ["Ann Lee", "Cy Longname"]}), 1)
    for start in range(len(swapped.text)):
        before = swapped.bounds_before(start, start + 1)
        if before is not None:
            assert swapped.text[start] == text[before[0]]


def test_two_codings_are_compared_by_place_type_and_status() -> None:
    first = [CodedEvent(0, 5, "MOVE", "asserted"), CodedEvent(9, 12, "FIGHT", "denied")]
    second = [CodedEvent(0, 5, "MOVE", "planned"), CodedEvent(9, 12, "MOVE", "denied"),
              CodedEvent(20, 22, "MOVE", "asserted")]  # fmt: skip
    result = compare_codings("again", {"a": first}, {"a": second})

    assert (result.events, result.coded, result.matched) == (2, 3, 2)
    assert (result.label_share, result.status_share) == (0.5, 0.5)
    assert result.f1 == 0.8
    empty = compare_codings("again", {"a": []}, {"a": []})
    assert (empty.f1, empty.label_share, empty.kappa) == (None, None, None)
