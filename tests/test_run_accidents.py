"""What a run does when its folder is held, full or damaged, and when the model or the source changes under it."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
import spacy
from running import made, start, tables, until_drafts

import pressmark
from pressmark.errors import Blocked, CorpusError
from pressmark.pipeline.progress import (
    RunStatus,
    lock_corpus,
    read_status,
    record_status,
)
from pressmark.storage import disk
from pressmark.storage.manifest import read_manifest

pytestmark = pytest.mark.slow

TEXTS = [f"Anne {n} et Bob." for n in range(8)]


def parts(corpus: Path, table: str) -> list[Path]:
    return [corpus / file.path for file in read_manifest(corpus).files(table)]


def test_one_run_at_a_time(project: Callable[..., Path]) -> None:
    yaml = project(TEXTS)
    with (
        lock_corpus(yaml.parent / "corpus"),
        pytest.raises(Blocked, match="another run is at work here"),
    ):
        made(yaml)
    assert made(yaml).annotated == 8


def test_the_second_run_of_two_ends_with_6_and_says_who_is_at_work(
    project: Callable[..., Path],
) -> None:
    yaml = project(TEXTS)
    corpus = yaml.parent / "corpus"
    with lock_corpus(corpus):
        record_status(lambda *_: None, corpus)("annotate", 3, 8)
        second = start(yaml)
        _, said = second.communicate(timeout=60)
        found = read_status(corpus)
    assert second.returncode == 6
    assert f"another run is at work here (process {os.getpid()} on" in said
    assert found is not None
    assert (found.done, found.total, found.running) == (3, 8, True)
    assert str(found).startswith("running: annotate 3 of 8 articles, process")


def test_the_status_tells_rate_and_time_left() -> None:
    found = RunStatus(
        step="annotate",
        done=400,
        total=1000,
        rate=5.0,
        started=0.0,
        process=7,
        host="h",
    )
    assert (
        str(found)
        == "running: annotate 400 of 1,000 articles, 5.0 a second, 2 minutes left, process 7 on h"
    )


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.unlink(),
        lambda path: path.write_bytes(path.read_bytes()[:-9]),
        lambda path: path.write_bytes(
            path.read_bytes()[:60] + b"\xff" + path.read_bytes()[61:]
        ),
    ],
    ids=["missing", "truncated", "flipped"],
)
@pytest.mark.parametrize("table", ["articles", "words"])
def test_a_damaged_shard_alone_is_done_again(
    project: Callable[..., Path], table: str, damage: Callable[[Path], None]
) -> None:
    yaml = project(TEXTS)
    corpus = made(yaml).corpus
    before = tables(corpus)
    damage(parts(corpus, table)[1])
    assert pressmark.check(corpus) != ()
    # What is known of an article by its own text is taken as it stands.
    assert made(yaml).annotated == (2 if table == "words" else 0)
    assert tables(corpus) == before
    assert pressmark.check(corpus) == ()


@pytest.mark.parametrize("name", ["manifest.json", "README.md"])
@pytest.mark.parametrize("content", [None, b"{", b""])
def test_a_damaged_manifest_or_card_is_written_again(
    project: Callable[..., Path], name: str, content: bytes | None
) -> None:
    yaml = project(TEXTS[:2])
    corpus = made(yaml).corpus
    if content is None:
        (corpus / name).unlink()
    else:
        (corpus / name).write_bytes(content)
    made(yaml)
    assert pressmark.check(corpus) == ()


def test_a_full_disk_ends_with_6_and_the_old_corpus_stands(
    project: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = made(project(TEXTS[:4])).corpus
    before = tables(corpus)
    written: list[int] = []

    def full(handle: int) -> None:
        written.append(handle)
        if len(written) > 8:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(f"{disk.__name__}.os.fsync", full)
    with pytest.raises(Blocked, match="No space left on device") as raised:
        made(project(TEXTS))
    monkeypatch.undo()
    assert raised.value.exit_code == 6
    assert tables(corpus) == before
    assert pressmark.check(corpus) == ()
    assert made(project(TEXTS)).annotated < 8


@pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="a second disk is needed")
def test_a_full_folder_for_temporary_files_is_told_from_a_full_disk(
    project: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = pressmark.load(made(project(TEXTS[:2])).corpus)

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(tempfile, "tempdir", "/dev/shm")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=0))
    monkeypatch.setattr(tempfile, "mkstemp", full)
    with pytest.raises(Blocked, match=r"/dev/shm: no room .* TMPDIR"):
        pressmark.export(corpus, tmp_path / "x.xlsx", format="xlsx")
    with (
        pytest.raises(Blocked, match=r"/dev/shm: no room .* TMPDIR"),
        disk.writing(tmp_path / "articles"),
    ):
        full()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with (
        pytest.raises(Blocked, match=r"articles: cannot be written"),
        disk.writing(tmp_path / "articles"),
    ):
        full()


def test_a_temporary_database_without_room_is_said(tmp_path: Path) -> None:
    database = sqlite3.connect("")
    database.executescript("PRAGMA max_page_count = 2; CREATE TABLE t (a)")
    with (
        pytest.raises(Blocked, match=r"no room for temporary files .* TMPDIR"),
        disk.writing(tmp_path),
    ):
        database.executemany("INSERT INTO t VALUES (?)", [("x" * 5000,)] * 9)
    with pytest.raises(sqlite3.OperationalError), disk.writing(tmp_path):
        database.execute("SELECT nothing")


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_without_permission_is_said(project: Callable[..., Path]) -> None:
    yaml = project(TEXTS)
    yaml.parent.chmod(0o555)
    try:
        with pytest.raises(Blocked, match="cannot be written"):
            made(yaml)
    finally:
        yaml.parent.chmod(0o755)


def test_a_file_where_the_folder_should_be_is_said(
    project: Callable[..., Path],
) -> None:
    yaml = project(TEXTS)
    (yaml.parent / "corpus").write_text("")
    with pytest.raises(Blocked, match="cannot be written"):
        made(yaml)


def test_a_source_edited_between_two_tries_costs_its_shard(
    project: Callable[..., Path],
) -> None:
    calm = made(project([*TEXTS[:5], "Cleo.", *TEXTS[6:]], folder="calm"))
    _stopped(project(TEXTS, folder="edited"), after=2)
    outcome = made(project([*TEXTS[:5], "Cleo.", *TEXTS[6:]], folder="edited"))
    assert outcome.annotated < 8
    assert tables(outcome.corpus) == tables(calm.corpus)


def test_a_model_upgraded_between_two_tries_does_all_again(
    project: Callable[..., Path], tmp_path: Path
) -> None:
    yaml = project(TEXTS)
    _stopped(yaml, after=2)
    upgraded = spacy.blank("fr")
    upgraded.add_pipe("sentencizer")
    upgraded.to_disk(tmp_path / "newer")
    old = yaml.read_text()
    line = next(line for line in old.splitlines() if line.startswith("models:"))
    yaml.write_text(old.replace(line, f"models: {{fr: {tmp_path / 'newer'}}}"))
    outcome = made(yaml)
    assert outcome.annotated == 8
    assert pressmark.check(outcome.corpus) == ()


def _stopped(yaml: Path, *, after: int) -> None:
    """A run that is killed when it has drafted so many shards."""
    driver = start(yaml)
    until_drafts(yaml.parent / "corpus", after, driver)
    os.kill(driver.pid, signal.SIGKILL)
    driver.wait()


def test_a_corpus_of_a_newer_pressmark_is_not_written_over(
    project: Callable[..., Path],
) -> None:
    yaml = project(TEXTS)
    manifest = made(yaml).corpus / "manifest.json"
    newer = manifest.read_text().replace('"format": 1', '"format": 2')
    manifest.write_text(newer)
    before = tables(manifest.parent)

    with pytest.raises(
        CorpusError, match=r"newer pressmark wrote this corpus \(format 2, known is 1\)"
    ):
        made(yaml)
    assert (manifest.read_text(), tables(manifest.parent)) == (newer, before)
