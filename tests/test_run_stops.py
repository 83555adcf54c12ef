"""A run that is stopped, by whatever, goes on where it was and ends with the bytes of one that was not."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from running import ANNOTATORS, made, start, tables, until_drafts

import pressmark
from pressmark.pipeline.driver import Outcome
from pressmark.pipeline.executors import cluster_executor
from pressmark.pipeline.progress import read_status
from pressmark.storage.manifest import read_manifest

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("where", [{"workers": 2}, {"workers": 2, "cluster": "local"}])
def test_an_article_that_kills_its_process_is_rejected(
    project: Callable[..., Path], where: dict[str, object]
) -> None:
    outcome = made(project(["Anne.", "Bob.", "DIE", "Cleo."], **where))
    assert (outcome.seen, outcome.kept, outcome.rejected) == (4, 3, 1)
    (row,) = pressmark.load(outcome.corpus).table("rejected").to_list()
    assert (row["id"], row["place"]) == ("a2", "line 3")
    assert "the process that reads it dies" in row["reason"]
    assert pressmark.check(outcome.corpus) == ()


def test_with_one_worker_an_article_that_kills_its_process_is_rejected_too(
    project: Callable[..., Path],
) -> None:
    yaml = project(["Anne.", "Bob.", "DIE", "Cleo."], workers=1)
    driver = start(yaml)
    _, said = driver.communicate(timeout=90)
    assert driver.returncode == 1, said
    outcome = made(yaml)
    assert (outcome.kept, outcome.rejected, outcome.annotated) == (3, 1, 0)
    (row,) = pressmark.load(outcome.corpus).table("rejected").to_list()
    assert (row["id"], "the process that reads it dies" in row["reason"]) == (
        "a2",
        True,
    )


def test_a_library_run_that_an_article_killed_goes_on_without_it(
    project: Callable[..., Path],
) -> None:
    yaml = project(["Anne.", "Bob.", "DIE", "Cleo."], workers=1)
    imports = "from pressmark.config.project import read; from pressmark.pipeline.driver import run"
    code = f"{imports}; run(read({str(yaml)!r}))"
    assert (
        subprocess.run([sys.executable, "-c", code], check=False, timeout=90).returncode
        == 9
    )
    outcome = made(yaml)
    assert (outcome.kept, outcome.rejected) == (3, 1)


def test_a_script_without_a_guard_may_ask_for_workers(
    project: Callable[..., Path],
) -> None:
    yaml = project(["Anne.", "Bob.", "Cleo."], shard=1, workers=2)
    script = yaml.parent / "study.py"
    script.write_text(
        "import pressmark\nprint('read')\n"
        f"print(pressmark.run({str(yaml)!r}, site=False).kept)\n"
    )
    done = subprocess.run(
        [sys.executable, script], capture_output=True, text=True, timeout=90
    )
    assert (done.stdout.split(), done.stderr) == (["read", "3"], "")


def test_a_script_may_hold_the_annotator_of_its_own_run(
    project: Callable[..., Path],
) -> None:
    yaml = project(["Anne.", "Bob.", "Cleo."], shard=1, workers=2)
    yaml.write_text(yaml.read_text().replace("own:Words", "study:Words"))
    script = yaml.parent / "study.py"
    script.write_text(
        f"{ANNOTATORS}\nif __name__ == '__main__':\n    import pressmark\n"
        f"    print(pressmark.run({str(yaml)!r}, site=False).kept)\n"
    )
    done = subprocess.run(
        [sys.executable, script], capture_output=True, text=True, timeout=90
    )
    assert (done.stdout, done.stderr) == ("3\n", "")


def test_a_local_cluster_takes_work_from_its_own_run_alone() -> None:
    from distributed import Client, get_client

    with cluster_executor("local", 1) as pool, pool.open() as executor:
        address = get_client().scheduler.address
        assert executor.submit(sum, [1, 2]).result(timeout=60) == 3
        for stranger in (address, address.replace("tls://", "tcp://")):
            with pytest.raises((OSError, ValueError, TypeError)):
                Client(stranger, timeout=2)


def test_processes_that_cannot_start_are_said(project: Callable[..., Path]) -> None:
    yaml = project(["Anne.", "Bob."], shard=1, workers=2)
    (yaml.parent / "own.py").write_text(
        "import multiprocessing, os\n" + DIES_ABROAD + ANNOTATORS
    )
    with pytest.raises(
        pressmark.PressmarkError, match="their processes died again and again"
    ):
        made(yaml)


DIES_ABROAD = "if multiprocessing.parent_process(): os._exit(9)\n"


def test_a_cluster_that_does_not_answer_is_said(project: Callable[..., Path]) -> None:
    with pytest.raises(
        pressmark.PressmarkError, match=r"run\.cluster: no scheduler answers at nowhere"
    ):
        made(project(["Anne."], cluster="nowhere"))


def test_dask_makes_the_same_bytes(project: Callable[..., Path]) -> None:
    texts = [f"Anne {n} et Bob." for n in range(9)]
    alone = made(project(texts, folder="alone"))
    together = made(project(texts, folder="together", workers=2, cluster="local"))
    assert tables(alone.corpus) == tables(together.corpus)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_killed_run_goes_on_and_ends_with_the_same_bytes(
    project: Callable[..., Path], workers: int
) -> None:
    texts = [f"Anne {n} et Bob." for n in range(16)]
    calm = made(project(texts, folder="calm"))
    yaml = project(texts, folder="killed", workers=workers)
    kills = 0
    for wait in (1, 2):
        driver = start(yaml)
        until_drafts(yaml.parent / "corpus", wait, driver)
        kills += driver.poll() is None
        os.kill(driver.pid, signal.SIGKILL)
        driver.wait()

    outcome = made(yaml)
    assert kills == 2
    assert 0 < outcome.annotated < 16
    _same(outcome, calm)


def test_a_worker_that_is_killed_costs_its_shard_alone(
    project: Callable[..., Path],
) -> None:
    texts = [f"Anne {n} et Bob." for n in range(16)]
    calm = made(project(texts, folder="calm"))
    yaml = project(texts, folder="killed", workers=2)
    driver = start(yaml)
    for _ in range(2):
        until_drafts(yaml.parent / "corpus", 1, driver)
        os.kill(_worker(driver.pid), signal.SIGKILL)
    said = driver.communicate(timeout=60)

    assert driver.returncode == 0, said
    outcome = made(yaml)
    assert outcome.annotated == 0
    _same(outcome, calm)


def _same(outcome: Outcome, calm: Outcome) -> None:
    """Every article once, and every byte that of the run that nobody disturbed."""
    assert [article.id for article in pressmark.load(outcome.corpus)] == [
        f"a{n}" for n in range(outcome.seen)
    ]
    assert tables(outcome.corpus) == tables(calm.corpus)
    assert (outcome.corpus / "README.md").read_bytes() == (
        calm.corpus / "README.md"
    ).read_bytes()
    known = [
        replace(read_manifest(corpus), times={})
        for corpus in (outcome.corpus, calm.corpus)
    ]
    assert known[0] == known[1]
    assert pressmark.check(outcome.corpus) == ()
    assert not (outcome.corpus / ".pressmark").exists()


def _worker(driver: int) -> int:
    """The oldest process of a driver's pool, once there is one: a pool that lost one is just being made anew."""
    deadline = time.monotonic() + 60
    while not (found := _workers(driver)) and time.monotonic() < deadline:
        time.sleep(0.02)
    return found[0]


def _workers(driver: int) -> list[int]:
    """The processes that do a driver's work, oldest first: forks of the server that it has started for them."""
    servers = [child for child in _children(driver) if _is_fork_server(child)]
    return [worker for server in servers for worker in _children(server)]


def _children(process: int) -> list[int]:
    listed = Path(f"/proc/{process}/task/{process}/children").read_text()
    return [int(child) for child in listed.split()]


def _is_fork_server(process: int) -> bool:
    return (
        b"multiprocessing.forkserver" in Path(f"/proc/{process}/cmdline").read_bytes()
    )


def test_what_forks_workers_has_one_thread_and_ends_with_its_driver(
    project: Callable[..., Path],
) -> None:
    driver = start(project([f"Anne {n}." for n in range(16)], workers=2), pause=0.5)
    worker = _worker(driver.pid)
    (server,) = [child for child in _children(driver.pid) if _is_fork_server(child)]
    # A lock that another thread holds while a process is forked is never given back in the fork.
    # Arrow's allocator has one of its own, and lets go of its locks for a fork.
    threads = Path(f"/proc/{server}/task").glob("*/comm")
    names = [thread.read_text().strip() for thread in threads]
    assert len([name for name in names if name != "jemalloc_bg_thd"]) == 1, names
    assert "spacy" in Path(f"/proc/{server}/maps").read_text()
    driver.kill()
    driver.wait()
    deadline = time.monotonic() + 10
    while Path(f"/proc/{server}").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not Path(f"/proc/{server}").exists()
    assert not Path(f"/proc/{worker}").exists()


def test_a_worker_has_the_environment_of_its_own_run(
    project: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process that forks workers lives as long as ours, which may run twice."""
    yaml = project(["Anne.", "Bob."], workers=2)
    (yaml.parent / "own.py").write_text(
        ANNOTATORS.replace('"word")', 'os.environ.get("OF_THIS_RUN", "unset"))')
    )
    labels = []
    for value in ("first", "second"):
        monkeypatch.setenv("OF_THIS_RUN", value)
        outcome = made(yaml)
        labels.append(
            {
                span.label
                for article in pressmark.load(outcome.corpus)
                for span in article.layer("words")
            }
        )
        (yaml.parent / "own.py").open("a").write(f"# {value}\n")
    assert labels == [{"first"}, {"second"}]


def test_the_old_corpus_is_readable_while_a_new_one_is_made(
    project: Callable[..., Path],
) -> None:
    yaml = project(["Anne.", "Bob."])
    corpus = made(yaml).corpus
    driver = start(project(["Anne.", "Bob.", *["Cleo."] * 8]))
    until_drafts(corpus, 1, driver)
    assert [article.text for article in pressmark.load(corpus)] == ["Anne.", "Bob."]
    os.kill(driver.pid, signal.SIGKILL)
    driver.wait()
    assert pressmark.check(corpus) == ()


@pytest.mark.parametrize(
    ("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)]
)
def test_a_run_that_is_told_to_stop_does_so_with_a_word(
    project: Callable[..., Path], sent: int, code: int
) -> None:
    yaml = project([f"Anne {n}." for n in range(16)])
    driver = start(yaml, pause=0.5)
    until_drafts(yaml.parent / "corpus", 1, driver)
    driver.send_signal(sent)
    _, said = driver.communicate(timeout=30)
    left = read_status(yaml.parent / "corpus")
    assert driver.returncode == code
    assert "goes on from here" in said
    assert left is not None
    assert (left.step, left.total, left.running) == ("annotate", 16, False)
