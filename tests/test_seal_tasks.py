"""The tasks of a seal: done here, in processes or on a cluster they make the same bytes, whatever dies meanwhile."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing import forkserver
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from making import entity, event, quote, span_id, with_layers
from running import tables

from pressmark import Article, check
from pressmark.dataset.drafts import write_draft
from pressmark.dataset.seal_parts import merged_parts, write_sorted_part
from pressmark.dataset.sealing import Draft, seal
from pressmark.dataset.tasks import TaskRunner, run_here
from pressmark.errors import PressmarkError
from pressmark.pipeline.executors import cluster_executor, local_executor
from pressmark.pipeline.task_processes import TaskProcesses
from pressmark.spans import Argument
from pressmark.storage import disk
from pressmark.storage.disk import write_tables
from pressmark.storage.manifest import Manifest
from pressmark.storage.tables import table_columns

LAYERS = ("entities", "quotes", "events")
FIRST_DAY = datetime(2024, 5, 14, tzinfo=UTC)


def told(number: int) -> Article:
    """An article on an attack: every second one tells of that of the article before."""
    person, town = f"Ann Lee{number // 2}", ("Kiev", "Lviv 🙂")[number // 2 % 2]
    text = f"“We march,” said {person}. Une attaque sur {town}. Un vol."
    identity = f"a{number}"

    def part(role: str, surface: str) -> Argument:
        start = text.index(surface)
        linked = span_id(identity, "entities", text, surface)
        return Argument(
            role=role,
            start=start,
            end=start + len(surface),
            text=surface,
            entity_id=linked,
        )

    parts = part("place", town), part("target", person)
    speaker = span_id(identity, "entities", text, person)
    return with_layers(
        Article(
            id=identity,
            language="fr",
            text=text,
            published=FIRST_DAY + timedelta(number // 4),
        ),
        entities=[entity(text, person), entity(text, town, "LOC")],
        quotes=[quote(text, "“We march,”", speaker_id=speaker)],
        events=[
            event(text, "attaque", "ASSAULT", cluster="c1", arguments=parts),
            event(text, "vol", "ASSAULT", cluster="c2"),
        ],
    )


def sealed(folder: Path, run: TaskRunner = run_here) -> dict[str, bytes]:
    """The bytes of the tables of a corpus of five shards, whose tasks `run` does."""
    drafts: list[Draft] = []
    for shard in range(5):
        articles = [told(4 * shard + number) for number in range(4)]
        drafts.append(
            write_draft(folder, f"{shard:032d}", articles, ("articles", *LAYERS))
        )
    seal(folder, drafts, Manifest(title="T", layers=LAYERS, seen=20), run_tasks=run)
    assert check(folder) == ()
    return tables(folder)


def test_the_happenings_of_all_shards_stand_in_one_table_sorted_by_id(
    tmp_path: Path,
) -> None:
    files = sealed(tmp_path)
    (path,) = (tmp_path / name for name in files if name.startswith("happenings/"))
    rows = pq.read_table(path).to_pylist()
    assert [row["id"] for row in rows] == sorted(row["id"] for row in rows)
    # Ten attacks, told twice each, and the thefts, which no article shares.
    assert sorted(row["articles"] for row in rows) == [1] * 20 + [2] * 10


@pytest.mark.slow
def test_processes_and_a_cluster_make_the_bytes_that_this_process_makes(
    tmp_path: Path,
) -> None:
    here = sealed(tmp_path / "here")
    with TaskProcesses(local_executor(2)) as processes:
        assert sealed(tmp_path / "processes", processes) == here
    with cluster_executor("local", 2) as executor, TaskProcesses(executor) as processes:
        assert sealed(tmp_path / "cluster", processes) == here


@dataclass(frozen=True)
class Deadly:
    """A task that kills its process the first time, and does what it is to do the second."""

    task: Callable[[], Any]
    mark: Path

    def __call__(self) -> Any:
        if not self.mark.exists():
            self.mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return self.task()


@pytest.mark.slow
@pytest.mark.parametrize("cluster", [False, True])
def test_a_process_that_dies_in_a_seal_costs_its_tasks_alone(
    tmp_path: Path, cluster: bool
) -> None:
    stages = iter(range(9))

    def run(tasks: Iterable[Callable[[], Any]]) -> Iterator[Any]:
        stage = next(stages)
        deadly = (
            Deadly(task, tmp_path / f"{stage}-{number}") if number == 1 else task
            for number, task in enumerate(tasks)
        )
        return processes(deadly)

    opened = cluster_executor("local", 2) if cluster else nullcontext(local_executor(2))
    with opened as executor, TaskProcesses(executor) as processes:
        assert sealed(tmp_path / "killed", run) == sealed(tmp_path / "calm")
    # Names, tables, and events with their happenings; the families are one task.
    assert sorted(path.name for path in tmp_path.glob("?-?")) == ["0-1", "1-1", "3-1"]


def die() -> None:
    """Die as a process that the system kills."""
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.slow
def test_processes_that_die_again_and_again_end_the_seal() -> None:
    with TaskProcesses(local_executor(1)) as processes:
        with pytest.raises(PressmarkError, match="most often for lack of memory"):
            list(processes([die]))
        # They are started anew for what is asked of them next.
        assert list(processes([])) == []
        assert list(processes([os.getpid])) != [os.getpid()]


@pytest.mark.slow
def test_processes_stay_from_one_stage_of_a_seal_to_the_next() -> None:
    with TaskProcesses(local_executor(1)) as processes:
        first, second = list(processes([os.getpid])), list(processes([os.getpid] * 3))
        assert second == first * 3


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="workers are forked on Linux alone")
def test_a_local_clusters_processes_are_forked_where_models_are_shared() -> None:
    with cluster_executor("local", 1) as executor, TaskProcesses(executor) as processes:
        (parent,) = processes([os.getppid])
    assert parent == forkserver._forkserver._forkserver_pid  # type: ignore[attr-defined]


def test_a_seal_that_fails_leaves_no_part(tmp_path: Path) -> None:
    def run(tasks: Iterable[Callable[[], Any]]) -> Iterator[Any]:
        yield from run_here(tasks)
        if any((tmp_path / ".pressmark" / "seal-parts").glob("clusters-*")):
            raise MemoryError

    with pytest.raises(MemoryError):
        sealed(tmp_path, run)
    assert not (tmp_path / ".pressmark" / "seal-parts").exists()


@pytest.mark.parametrize("sizes", [[], [0], [3, 0, 250], [90, 90, 90, 5]])
def test_sorted_parts_are_merged_a_group_at_a_time(
    tmp_path: Path, sizes: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pressmark.dataset.seal_parts.ROWS_OF_GROUP", 100)
    monkeypatch.setattr("pressmark.dataset.seal_parts.ROWS_BETWEEN_SAMPLES", 10)
    columns = table_columns("happenings")
    paths: list[Path] = []
    for number, size in enumerate(sizes):
        rows = [
            {"id": f"{place:04d}-{number}", "label": "A", "status": "asserted", "articles": 1, "mentions": 1}
            for place in range(size)
        ]  # fmt: skip
        paths.append(write_sorted_part(tmp_path / str(number), rows, columns))
    groups = list(merged_parts(paths))
    ids = [id for group in groups for id in group["id"].to_pylist()]
    assert ids == sorted(ids)
    assert len(ids) == sum(sizes)
    assert all(group.num_rows < 200 for group in groups)


def test_how_rows_are_parted_into_tables_changes_no_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "ROWS_OF_GROUP", 10)
    whole = pa.table({"n": range(37)})
    for name, step in (("one", 37), ("few", 25), ("many", 3)):
        parts = [whole.slice(start, step) for start in range(0, 37, step)]
        assert write_tables(tmp_path / name, whole.schema, parts) == 37
    assert pq.read_metadata(tmp_path / "one").num_row_groups == 4
    assert pq.read_table(tmp_path / "few").equals(whole)
    assert len({(tmp_path / name).read_bytes() for name in ("one", "few", "many")}) == 1
