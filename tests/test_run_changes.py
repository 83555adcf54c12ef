"""Only what changed is annotated: an article keeps its layers when others come, go or change beside it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from running import made, tables

import pressmark
from pressmark.articles import Article
from pressmark.pipeline.shard_boundaries import cut_into_shards
from pressmark.storage.manifest import read_manifest

OWN = '''
import os
from pressmark import CustomSpan

class Noting:
    """Notes whom it is asked about, and says what it sees of the article."""

    name = layer = "noted"
    needs = ()

    def annotate(self, article, doc):
        if "CALLS" in os.environ:
            with open(os.environ["CALLS"], "a") as file:
                file.write(article.id + "\\n")
        if "RAISE" in article.text:
            raise ValueError("as the text asked")
        place = article.origin and article.origin.place
        seen = f"{article.extra.get('page')} {place} {len(doc)}"
        yield CustomSpan.cut(article.text, 0, 1, "word", attributes={"seen": (seen, 0.1)})
'''

Row = dict[str, Any]
Rows = list[Row]
ROWS: Rows = [
    {"id": f"m{n:02}", "text": f"Anne {n} voit Bob.", "page": n} for n in range(40)
]
AFTER = {"id": "zoe", "text": "Zoe arrive.", "page": 9}


class Changing:
    """A project whose source changes between runs; `annotated` tells which articles a run has annotated."""

    def __init__(self, yaml: Path, calls: Path) -> None:
        self.yaml = yaml
        self.calls = calls
        (yaml.parent / "own.py").write_text(OWN)
        text = yaml.read_text().replace("own:Words: {pause: 0.0}", "own:Noting")
        yaml.write_text(text)

    @property
    def corpus(self) -> Path:
        return self.yaml.parent / "corpus"

    def write(self, rows: Rows) -> None:
        (self.yaml.parent / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))

    def annotated(self, rows: Rows) -> list[str]:
        """Run over these rows, and return the ids of what was annotated."""
        self.write(rows)
        self.calls.unlink(missing_ok=True)
        outcome = made(self.yaml)
        ids = self.calls.read_text().split() if self.calls.exists() else []
        assert outcome.annotated == len(ids) - outcome.rejected
        return ids


@pytest.fixture
def changing(
    project: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Changing]:
    """`changing("p", shard=10)`: a project whose annotator notes its calls."""
    calls = tmp_path / "calls"
    monkeypatch.setenv("CALLS", str(calls))

    def written(folder: str = "p", **settings: Any) -> Changing:
        yaml = project(["Anne."], folder=folder, **({"shard": 10} | settings))
        return Changing(yaml, calls)

    return written


def changed(rows: Rows, position: int, **values: Any) -> Rows:
    """The rows with one of them changed."""
    return [*rows[:position], rows[position] | values, *rows[position + 1 :]]


CHANGES: Mapping[str, tuple[Rows, list[str]]] = {
    "at the end": ([*ROWS, AFTER], ["zoe"]),
    "at the head": ([AFTER, *ROWS], ["zoe"]),
    "in the middle": ([*ROWS[:17], AFTER, *ROWS[17:]], ["zoe"]),
    "one less": (ROWS[1:], []),
    "two less, one more": ([*ROWS[2:5], AFTER, *ROWS[5:]], ["zoe"]),
    "another text": (changed(ROWS, 5, text="Anne dort."), ["m05"]),
    "another title": (changed(ROWS, 31, title="Un titre"), ["m31"]),
    "another own value": (changed(ROWS, 20, page=99), ["m20"]),
    "another order": ([*ROWS[20:], *ROWS[:20]], []),
    "nothing": (ROWS, []),
}


@pytest.mark.slow
@pytest.mark.parametrize("change", CHANGES)
def test_an_article_is_annotated_when_it_changed_itself(
    changing: Callable[..., Changing], change: str
) -> None:
    rows, expected = CHANGES[change]
    project, fresh = changing(), changing("fresh")
    assert len(project.annotated(ROWS)) == 40

    assert project.annotated(rows) == expected

    assert sorted(fresh.annotated(rows)) == sorted(row["id"] for row in rows)
    assert tables(project.corpus) == tables(fresh.corpus)
    manifests = [read_manifest(one.corpus) for one in (project, fresh)]
    first, second = (replace(manifest, times={}) for manifest in manifests)
    assert first == second
    assert pressmark.check(project.corpus) == ()


@pytest.mark.slow
def test_an_own_value_of_another_type_is_one_that_changed(
    changing: Callable[..., Changing],
) -> None:
    project = changing()
    project.yaml.write_text(project.yaml.read_text().replace("a.jsonl", '"*.jsonl"'))
    # A second file makes the whole column text; what the annotator reads of the first are numbers.
    other = project.yaml.parent / "b.jsonl"
    other.write_text(json.dumps(AFTER | {"page": "neuf"}))
    assert len(project.annotated(ROWS)) == 41

    texts = [row | {"page": str(row["page"])} for row in ROWS]
    assert len(project.annotated(texts)) == 41


@pytest.mark.slow
def test_what_annotates_has_changed_and_nothing_is_taken_over(
    changing: Callable[..., Changing],
) -> None:
    project = changing()
    project.annotated(ROWS)
    code = project.yaml.parent / "own.py"
    code.write_text(code.read_text().replace('"word"', '"other"'))

    assert len(project.annotated([AFTER, *ROWS])) == 41
    labels = {
        span.label
        for article in pressmark.load(project.corpus)
        for span in article.layer("noted")
    }
    assert labels == {"other"}


@pytest.mark.slow
def test_an_article_in_a_new_language_leaves_those_in_others_alone(
    changing: Callable[..., Changing], blank: Path
) -> None:
    project = changing()
    text = project.yaml.read_text().replace("language: fr", "language: null")
    models = json.dumps({"fr": str(blank), "en": str(blank)})
    lines = [
        f"models: {models}" if line.startswith("models") else line
        for line in text.splitlines()
    ]
    project.yaml.write_text("\n".join(lines))
    french = [row | {"language": "fr"} for row in ROWS]
    project.annotated(french)

    assert project.annotated([*french, AFTER | {"language": "en"}]) == ["zoe"]


@pytest.mark.slow
def test_a_damaged_shard_is_not_built_upon(changing: Callable[..., Changing]) -> None:
    project, fresh = changing(), changing("fresh")
    project.annotated(ROWS)
    (first, *_) = sorted((project.corpus / "noted").glob("*.parquet"))
    first.write_bytes(first.read_bytes()[:-9] + b"012345678")

    ids = project.annotated([AFTER, *ROWS])

    assert {"zoe", "m00"} <= set(ids)
    assert "m39" not in ids
    fresh.annotated([AFTER, *ROWS])
    assert tables(project.corpus) == tables(fresh.corpus)


@pytest.mark.slow
def test_a_rejected_article_is_tried_with_its_shard_and_its_neighbours_are_not(
    changing: Callable[..., Changing],
) -> None:
    project = changing()
    rows = changed(ROWS, 3, text="RAISE")
    project.annotated(rows)

    assert project.annotated(changed(rows, 4, title="T")) == ["m03", "m04"]
    assert project.annotated(changed(ROWS, 4, title="T")) == ["m03"]


@pytest.mark.slow
def test_a_copy_that_comes_costs_itself_and_its_original(
    changing: Callable[..., Changing],
) -> None:
    project, fresh = changing(), changing("fresh")
    for one in (project, fresh):
        one.yaml.write_text(one.yaml.read_text() + "copies: {annotate: all}\n")
    # Texts that resemble no other: every word is of its own article.
    rows = [
        row | {"text": " ".join(f"{word}{row['id']}" for word in "ABCDEFGH")}
        for row in ROWS
    ]
    project.annotated(rows)
    copy = {"id": "copy", "text": rows[7]["text"], "page": 7}

    assert sorted(project.annotated([*rows, copy])) == ["copy", "m07"]
    fresh.annotated([*rows, copy])
    assert tables(project.corpus) == tables(fresh.corpus)


@pytest.mark.slow
def test_shards_that_an_article_more_does_not_reach_stay_as_they_are(
    changing: Callable[..., Changing],
) -> None:
    project = changing(shard=16)
    rows = [
        {"id": f"r{n:03}", "text": f"Anne {n} part.", "page": n} for n in range(200)
    ]
    project.annotated(rows)
    before = set(tables(project.corpus))

    assert project.annotated([*rows[:3], AFTER, *rows[3:]]) == ["zoe"]

    new_layers = [
        path for path in set(tables(project.corpus)) - before if "noted" in path
    ]
    assert 1 <= len(new_layers) <= 4


def articles(ids: list[str]) -> list[list[Article]]:
    """Groups of one article each."""
    return [[Article(id=id, text="T")] for id in ids]


@given(
    st.lists(st.integers(1, 5), max_size=60),
    st.integers(1, 30),
)
def test_shards_hold_all_articles_in_order_and_part_no_group(
    sizes: list[int], size: int
) -> None:
    groups = [
        [Article(id=f"{number}-{place}", text="T") for place in range(count)]
        for number, count in enumerate(sizes)
    ]
    shards = list(cut_into_shards(groups, size))

    assert list(chain(*shards)) == list(chain(*groups))
    assert all(shards)
    numbers = [{article.id.split("-")[0] for article in shard} for shard in shards]
    assert sum(map(len, numbers)) == len(groups)
    for shard, of_shard in zip(shards, numbers, strict=True):
        assert len(shard) <= size or len(of_shard) == 1


def test_a_small_shard_is_of_the_size_that_was_asked_for() -> None:
    shards = cut_into_shards(articles([str(number) for number in range(23)]), 7)
    assert [len(shard) for shard in shards] == [7, 7, 7, 2]


def test_a_full_shard_at_the_end_is_not_cut() -> None:
    ids = [str(number) for number in range(80)]
    assert [len(shard) for shard in cut_into_shards(articles(ids), 80)] == [80]
    assert len(list(cut_into_shards(articles([*ids, "more"]), 80))) == 2


def test_shards_find_back_to_their_boundaries_after_an_article_more() -> None:
    ids = [f"article {number}" for number in range(6000)]
    before = {shard[0].id for shard in cut_into_shards(articles(ids), 200)}
    moved: list[int] = []
    for place in range(0, 6000, 300):
        more = [*ids[:place], f"new {place}", *ids[place:]]
        after = {shard[0].id for shard in cut_into_shards(articles(more), 200)}
        moved.append(len(after - before))
    # At the head, the shard begins with what is new; else most often none begins elsewhere.
    assert sorted(moved)[len(moved) // 2] <= 1
    assert sum(moved) / len(moved) < 2
