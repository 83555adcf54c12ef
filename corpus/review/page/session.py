"""
One person's review of a corpus: articles handed out a page at a time, decisions kept so that none is lost or doubled.

A file of decisions has one session at a time. Its lock is the operating system's, which a killed process gives back.
"""

from __future__ import annotations

import json
import os
import secrets
import stat
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from pressmark.dataset.corpus import Corpus
from pressmark.errors import InputError
from pressmark.review.decision_files import (
    DamagedLine,
    append,
    read_decision,
    read_decisions,
    refuse_other_file,
)
from pressmark.review.decisions import Decision
from pressmark.storage.disk import writing

from .items import article_item
from .queue import ReviewChoice, ReviewQueue, make_queue

__all__ = [
    "KeptDecisions",
    "ReviewSession",
    "SessionAddress",
    "hold_file",
    "keep_address",
    "open_session",
    "whole_page",
]

_OTHERS_PERMISSIONS = 0o077

MAX_NAMES_OFFERED = 5_000
"""Names of the corpus that the page is told of: some 100 kB. One beyond can be typed. Chosen, not measured."""

STOPS_OF_A_PAGE = {"article": 40, "doubt": 12}
"""How many stops are handed out at once; of the second order each is another article, so that fewer are quicker."""


@dataclass(frozen=True, slots=True)
class SessionAddress:
    """Where a session is reached: a port (0 before there is one), and the token that its address holds."""

    port: int
    token: str


@dataclass(frozen=True, slots=True)
class KeptDecisions:
    """What became of lines that a page sent: ids that are on the disk now, and lines that are no decision."""

    kept: tuple[str, ...]
    refused: tuple[DamagedLine, ...] = ()


@dataclass(slots=True, kw_only=True)
class ReviewSession:
    """The review of a corpus by a person, whose decisions go into `file`."""

    corpus: Corpus
    queue: ReviewQueue
    file: Path
    who: str
    decisions: dict[str, Decision] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    joined_names: Mapping[str, str] = field(default_factory=dict)

    @property
    def names_to_offer(self) -> list[str]:
        """The names of the corpus that can be chosen, the most mentioned first."""
        return list(dict.fromkeys(self.joined_names.values()))[:MAX_NAMES_OFFERED]

    def progress(self) -> dict[str, int]:
        """Return how many of the annotations that are asked of are decided by now, and how many are waiting."""
        return self.queue.progress(tuple(self.decisions.values()))

    def page(self, first: int) -> dict[str, Any]:
        """Return the stops from number `first` on, with their articles, and the number of the next page's first."""
        stops = self.queue.stops
        last = first + STOPS_OF_A_PAGE[self.queue.choice.order]
        chosen = stops[first:last]
        articles = list(self.articles([stop.article_id for stop in chosen]))
        return {
            "stops": [
                {"article": stop.article_id, "annotations": stop.annotations}
                for stop in chosen
            ],
            "articles": articles,
            "next": last if last < len(stops) else None,
        }

    def articles(self, article_ids: Sequence[str]) -> Iterator[dict[str, Any]]:
        """Yield articles as the page has them, with all that was decided up to now."""
        by_article: dict[str, list[Decision]] = {id: [] for id in article_ids}
        for decision in tuple(self.decisions.values()):
            if decision.article in by_article:
                by_article[decision.article].append(decision)
        for article in self.corpus.articles(by_article):
            layers = self.queue.machine.get(article.id, article.layers)
            machine = replace(article, layers=layers)
            yield article_item(
                machine,
                self.queue.choice.layers,
                by_article[article.id],
                self.joined_names,
            )

    def keep(self, lines: bytes) -> KeptDecisions:
        """
        Write the decisions of some lines; those named as kept are on the disk on return, each once however often it comes.

        Raises `Blocked` when the disk is full or may not be written; then none of them is.
        """
        decisions: dict[str, Decision] = {}
        refused: list[DamagedLine] = []
        for number, line in enumerate(lines.split(b"\n"), start=1):
            if not line.strip():
                continue
            decision = read_decision(line, number)
            if isinstance(decision, DamagedLine):
                refused.append(decision)
            else:
                decisions[decision.decision] = decision
        with self.lock:
            new = {id: one for id, one in decisions.items() if id not in self.decisions}
            if new:
                append(self.file, new.values())
            self.decisions |= new
        return KeptDecisions(tuple(decisions), tuple(refused))


def open_session(
    corpus: Corpus, choice: ReviewChoice, file: Path, who: str
) -> tuple[ReviewSession, tuple[str, ...]]:
    """
    Return the review of a corpus with what `file` holds already, and what a person should know of that file.

    Raises `InputError` for a file that holds something else.
    """
    reading = read_decisions([file] if file.exists() else [])
    refuse_other_file(file, reading)
    session = ReviewSession(
        corpus=corpus,
        queue=make_queue(corpus, choice, reading.decisions),
        file=file,
        who=who,
        decisions={one.decision: one for one in reading.decisions},
        joined_names=_joined_names(corpus),
    )
    return session, reading.notices()


def _joined_names(corpus: Corpus) -> dict[str, str]:
    """Return the names of a corpus by their ids, the most mentioned first."""
    if "names" not in corpus.manifest.tables():
        return {}
    rows = corpus.table("names").select_columns(["id", "name", "mentions"]).to_list()
    rows.sort(key=lambda row: -row["mentions"])
    return {row["id"]: row["name"] for row in rows}


def whole_page(session: ReviewSession) -> dict[str, Any]:
    """Return all stops of a session with their articles, for a page that works without it."""
    pages: list[dict[str, Any]] = []
    first: int | None = 0
    while first is not None:
        pages.append(session.page(first))
        first = pages[-1]["next"]
    articles = {
        article["id"]: article for page in pages for article in page["articles"]
    }
    stops = [stop for page in pages for stop in page["stops"]]
    return {"stops": stops, "articles": list(articles.values()), "next": None}


@contextmanager
def hold_file(file: Path) -> Iterator[SessionAddress]:
    """
    Hold a file of decisions for one session, and give the address that its last one had, or a new one.

    A page that was open when a session was killed finds the next one at its old address. Raises `InputError` while
    another session has the file.
    """
    lock = FileLock(file.with_name(f".{file.name}.session.lock"), blocking=False)
    with writing(file):
        try:
            lock.acquire()
        except Timeout:
            raise InputError(_describe_holder(file)) from None
    try:
        # A token that others know, as one that came with a folder from elsewhere, opens nothing.
        known = _read_address(file) if _is_private(_address_path(file)) else {}
        port, token = known.get("port"), known.get("token")
        if isinstance(port, int) and isinstance(token, str):
            yield SessionAddress(port, token)
        else:
            yield SessionAddress(0, secrets.token_urlsafe(24))
    finally:
        lock.release()


def keep_address(file: Path, address: SessionAddress) -> None:
    """Write where the session of a file is reached, for its next session and for who finds the file taken."""
    path = _address_path(file)
    content = {"pid": os.getpid(), "port": address.port, "token": address.token}
    with writing(path):
        # A link would be written through, and a file that is there keeps its permissions.
        path.unlink(missing_ok=True)
        # The token opens the review: nobody else on the machine may read it.
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            json.dump(content, stream)


def _describe_holder(file: Path) -> str:
    """Say who has a file, and what to do."""
    pid = _read_address(file).get("pid")
    who = f" (process {pid})" if isinstance(pid, int) else ""
    return (
        f"{file}: another review{who} writes into it. End that one, or give this person a file of her own:"
        " --into anne.jsonl"
    )


def _read_address(file: Path) -> Mapping[str, Any]:
    """Return what the last session of a file wrote of itself; nothing where it wrote none that can be read."""
    try:
        content = json.loads(_address_path(file).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _is_private(path: Path) -> bool:
    """Say whether a file is this user's own, no link, and nobody else may read it."""
    try:
        status = path.lstat()
    except OSError:
        return False
    # Windows has neither owners by number nor these permissions.
    is_own = not hasattr(os, "getuid") or (
        status.st_uid == os.getuid() and not status.st_mode & _OTHERS_PERMISSIONS
    )
    return stat.S_ISREG(status.st_mode) and is_own


def _address_path(file: Path) -> Path:
    return file.with_name(f".{file.name}.session")
