"""Wire copies: all that are planted are found, none is invented, and they bear their original's annotation."""

from __future__ import annotations

import importlib.util
import time
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import entity, event, quote, span_id, with_layers

from pressmark.articles import Article
from pressmark.config.project import read
from pressmark.dataset.checks import check
from pressmark.dataset.corpus import load
from pressmark.pipeline.driver import run
from pressmark.pipeline.shard_boundaries import cut_into_shards
from pressmark.sources.copies import (
    Copy,
    copy_annotation,
    find_copies,
    group_copies,
    replace_lost_originals,
    resemblance,
    shingles,
    whole_groups,
)
from pressmark.spans import Argument

TEXT = (
    "« Le pont est fermé jusqu'à lundi », a déclaré Anne Morel, maire de Larnholm, devant la presse réunie mardi soir. "
    "Les travaux avaient commencé en janvier et devaient finir avant le printemps, selon la préfecture de la région. "
    "Deux ouvriers ont été blessés la semaine dernière, et une enquête a été ouverte par le parquet de la ville."
)


def article(
    id: str, text: str = TEXT, day: int | None = 1, **fields: object
) -> Article:
    published = None if day is None else datetime(2026, 3, day, tzinfo=UTC)
    return Article(id=id, text=text, language="fr", published=published, **fields)  # type: ignore[arg-type]


def test_the_earliest_is_the_original_wherever_it_stands() -> None:
    near = TEXT.replace("mardi soir", "hier")
    given = [
        article("late", near, 3),
        article("undated", near, None),
        article("early", TEXT, 1),
        article("same", TEXT, 2),
    ]

    assert find_copies(lambda: given) == {
        "late": Copy("early", False), "undated": Copy("early", False), "same": Copy("early", True),
    }  # fmt: skip


def test_a_copy_of_a_copy_points_to_the_original_or_to_none() -> None:
    words = [f"mot{n}" for n in range(100)]
    given = [
        article(f"a{n}", " ".join(words[20 * n : 20 * n + 60]), n + 1) for n in range(3)
    ]
    # Each shares half of what either has with the next, and little with the one after.
    found = find_copies(lambda: given, threshold=0.45)
    assert found == {"a1": Copy("a0", False)}


def test_articles_far_apart_in_time_are_no_copies() -> None:
    given = [article("a", day=1), article("b", day=9)]
    assert find_copies(lambda: given) == {}
    assert set(find_copies(lambda: given, window=8)) == {"b"}


def test_a_resemblance_below_the_threshold_joins_nothing() -> None:
    given = [article("a"), article("b", TEXT[: len(TEXT) // 2])]
    share = resemblance(shingles(given[0].text), shingles(given[1].text))
    assert 0.4 < share < 0.6
    assert find_copies(lambda: given) == {}
    assert set(find_copies(lambda: given, threshold=share)) == {"b"}


def test_texts_without_words_are_left_alone() -> None:
    assert find_copies(
        lambda: [
            article("a", "🙂"),
            article("b", "🙂"),
            article("c", "Un mot"),
            article("d", "Un mot"),
        ]
    ) == {"d": Copy("c", True)}


@given(
    st.lists(st.sampled_from(["un", "deux", "trois", "quatre"]), max_size=12),
    st.lists(st.sampled_from(["un", "deux"])),
)
def test_resemblance_is_between_nothing_and_the_same(
    one: list[str], two: list[str]
) -> None:
    left, right = shingles(" ".join(one)), shingles(", ".join(two).upper())
    assert resemblance(left, right) == resemblance(right, left)
    assert (resemblance(left, right) == 1.0) == (left == right != frozenset())


def test_copies_stand_behind_their_original() -> None:
    given = [
        article("copy", day=2),
        article("other", "Autre chose."),
        article("near", TEXT + " Fin.", 3),
        article("first", day=1),
    ]
    marked = list(group_copies(lambda: given, find_copies(lambda: given)))

    assert [(one.id, one.duplicate_of, one.copies) for one in marked] == [
        ("other", None, 0), ("first", None, 2), ("copy", "first", 0), ("near", "first", 0),
    ]  # fmt: skip


def test_no_shard_parts_a_copy_from_its_original() -> None:
    given = [article(f"c{day}", day=day) for day in (1, 2, 3)] + [
        article("d", "Autre chose."),
        article("e", "Non."),
    ]
    groups = whole_groups(group_copies(lambda: given, find_copies(lambda: given)))
    batches = list(cut_into_shards(groups, 2))
    assert [[one.id for one in batch] for batch in batches] == [
        ["c1", "c2", "c3"],
        ["d", "e"],
    ]


def test_copies_of_a_lost_original_get_the_earliest_of_them_as_original() -> None:
    given = [
        article("b", day=2, duplicate_of="a"),
        article("c", TEXT + " Fin.", 3, duplicate_of="a"),
        article("x", "Autre."),
    ]
    left = replace_lost_originals(given, window=3, threshold=0.6)
    assert [(one.id, one.duplicate_of, one.copies) for one in left] == [
        ("b", None, 1),
        ("c", "b", 0),
        ("x", None, 0),
    ]

    far = [article("b", day=2, duplicate_of="a"), article("c", day=9, duplicate_of="a")]
    left = replace_lost_originals(far, window=3, threshold=0.6)
    assert [(one.id, one.duplicate_of, one.copies) for one in left] == [
        ("b", None, 0),
        ("c", None, 0),
    ]
    assert replace_lost_originals([], window=3, threshold=0.6) == []


REFUSES = """
class Refuses:
    name = layer = "refuses"
    needs = ()

    def annotate(self, article, doc):
        if article.id in {ids}:
            raise ValueError("not this one")
        return ()
"""


@pytest.mark.model
@pytest.mark.parametrize("annotate", ["originals", "all"])
@pytest.mark.parametrize(
    ("refused", "links"),
    [
        (["a"], [("b", None, 1), ("c", "b", 0)]),
        (["a", "b"], [("c", None, 0)]),
        (["a", "b", "c"], []),
    ],
)
def test_a_copy_whose_original_an_annotator_rejects_is_annotated(
    tmp_path: Path,
    annotate: str,
    refused: list[str],
    links: list[tuple[str, str | None, int]],
) -> None:
    (tmp_path / "refusing.py").write_text(REFUSES.format(ids=refused))
    for name, day, text in (
        ("a", 1, TEXT),
        ("b", 2, TEXT),
        ("c", 3, TEXT + " La suite demain."),
    ):
        (tmp_path / f"{name}.md").write_text(
            f"---\ndate: 2026-03-0{day}\n---\n{text}", encoding="utf-8"
        )
    source = 'title: T\nsource: {files: ["*.md"], language: fr}\nrun: {workers: 1}\n'
    annotators = 'annotators: [entities, quotes, "refusing:Refuses"]\n'
    (tmp_path / "run.yaml").write_text(
        f"{source}{annotators}copies: {{annotate: {annotate}}}\n"
    )
    outcome = run(read(tmp_path / "run.yaml"))

    corpus = load(outcome.corpus)
    assert [(one.id, one.duplicate_of, one.copies) for one in corpus] == links
    assert all(one.quotes for one in corpus if one.duplicate_of is None)
    assert outcome.rejected == len(refused)
    assert check(outcome.corpus) == ()
    assert run(read(tmp_path / "run.yaml")).annotated == 0


def test_a_copys_annotation_is_the_originals_with_ids_of_its_own() -> None:
    place = Argument(role="place", start=TEXT.index("Larnholm"), end=TEXT.index("Larnholm") + 8, text="Larnholm",
                     entity_id=span_id("a", "entities", TEXT, "Larnholm"))  # fmt: skip
    original = with_layers(
        article("a"), entities=[entity(TEXT, "Anne Morel"), entity(TEXT, "Larnholm", "LOC")],
        quotes=[quote(TEXT, "Le pont est fermé jusqu'à lundi",
                      speaker_id=span_id("a", "entities", TEXT, "Anne Morel"))],
        events=[event(TEXT, "blessés", "CASUALTY", arguments=(place,),
                      place_id=span_id("a", "entities", TEXT, "Larnholm"))],
    )  # fmt: skip
    copy = copy_annotation(article("a/b"), original)

    assert copy.entities[0].id == span_id("a/b", "entities", TEXT, "Anne Morel")
    assert copy.quotes[0].speaker_id == span_id("a/b", "entities", TEXT, "Anne Morel")
    assert (copy.events[0].article_id, copy.events[0].place_id) == (
        "a/b",
        span_id("a/b", "entities", TEXT, "Larnholm"),
    )
    assert copy.events[0].arguments[0].entity_id == span_id(
        "a/b", "entities", TEXT, "Larnholm"
    )
    assert [span.text for span in copy.quotes] == [
        span.text for span in original.quotes
    ]


def _benchmark() -> ModuleType:
    file = Path(__file__).parent.parent / "benchmarks" / "copies.py"
    spec = importlib.util.spec_from_file_location("copies_benchmark", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
def test_planted_copies_are_found_and_no_other_in_under_five_seconds() -> None:
    articles, planted = _benchmark().generated(3000, 300, seed=7)
    started = time.process_time()
    found = {id: copy.original for id, copy in find_copies(lambda: articles).items()}

    assert time.process_time() - started < 5
    assert (
        sum(found.get(id) == original for id, original in planted.items()) >= 0.95 * 300
    )
    assert not {id for id, original in found.items() if planted.get(id) != original}


@pytest.mark.model
@pytest.mark.parametrize("annotate", ["originals", "all"])
def test_a_run_marks_copies_and_annotates_originals(
    tmp_path: Path, annotate: str
) -> None:
    (tmp_path / "texts").mkdir()
    for name, day, text in (
        ("b", 2, TEXT),
        ("a", 1, TEXT),
        ("c", 3, TEXT + " La suite demain."),
    ):
        (tmp_path / "texts" / f"{name}.md").write_text(
            f"---\ndate: 2026-03-0{day}\n---\n{text}", encoding="utf-8"
        )
    source = (
        "title: T\nsource: {files: [texts/*.md], language: fr}\nrun: {workers: 1}\n"
    )
    (tmp_path / "run.yaml").write_text(f"{source}copies: {{annotate: {annotate}}}\n")
    outcome = run(read(tmp_path / "run.yaml"))

    corpus = load(outcome.corpus)
    assert [(one.id, one.duplicate_of, one.copies) for one in corpus] == [
        ("a", None, 2),
        ("b", "a", 0),
        ("c", "a", 0),
    ]
    first, same, near = corpus
    assert first.quotes
    assert [span.text for span in same.quotes] == [span.text for span in first.quotes]
    assert (
        same.quotes[0].id == f"b/quotes-{first.quotes[0].start}-{first.quotes[0].end}"
    )
    assert bool(near.quotes) == (annotate == "all")
    assert "copies" in corpus.table("runs")["step"]
