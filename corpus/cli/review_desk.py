"""Where a person decides: the review page served on this machine, or written as a file, for one file of decisions."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from pressmark.config.project import Project
from pressmark.dataset.corpus import Corpus
from pressmark.errors import InputError
from pressmark.evaluation.review_agreement import ReviewAgreement
from pressmark.evaluation.settling_page import settling_page
from pressmark.review.page.document import PageFiles, document_file, page_settings
from pressmark.review.page.offered_labels import offered_labels
from pressmark.review.page.queue import ReviewChoice
from pressmark.review.page.session import (
    ReviewSession,
    SessionAddress,
    hold_file,
    keep_address,
    open_session,
    whole_page,
)

from .page_files import write_page
from .review_server import open_review_server
from .terminal import print_plain as print

__all__ = ["ReviewDesk", "default_file", "login_name"]

_DEFAULT_FILE = "review.jsonl"
_BYTES_OF_A_MEGABYTE = 1_000_000


def default_file(study: Project) -> Path:
    """Return the file of decisions that a YAML file names first, else the usual one beside it."""
    named = study.config.review
    return named[0] if named else study.folder / _DEFAULT_FILE


def login_name() -> str:
    """Return the name of who is logged in. Raises `InputError` where the machine has none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        raise InputError(
            "nobody is logged in by a name. Say who decides: --who anne"
        ) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDesk:
    """
    A corpus, the file that decisions go into, and the name of the person.

    With `page_file` the page is written there; without, it is served until Ctrl-C.
    """

    study: Project
    corpus: Corpus
    target: Path
    who: str
    page_file: Path | None = None
    port: int = 0

    def review(self, choice: ReviewChoice) -> None:
        """Ask a person about the annotations of a choice."""
        if self.page_file is not None:
            session = self._session(choice)
            content = whole_page(session)
            settings = {**self.settings(session), "content": content}
            self._write(self.page_file, settings)
            return
        with hold_file(self.target) as address:
            session = self._session(choice)
            self._serve(session, partial(self.settings, session), address)

    def settle(self, agreement: ReviewAgreement, names: tuple[str, str]) -> None:
        """Ask a person about what two others, of these `names`, differ on and nobody settled."""
        choice = ReviewChoice(layers=(), order="doubt")

        def settings_of(session: ReviewSession) -> dict[str, Any]:
            decisions = tuple(session.decisions.values())
            content = settling_page(agreement.open, names, decisions)
            waiting = len(content["stops"])
            decided = len(agreement.open) - waiting
            counts = {"waiting": waiting, "decided": decided}
            return {**self.settings(session), **counts, "content": content}

        if self.page_file is not None:
            self._write(self.page_file, settings_of(self._session(choice)))
            return
        with hold_file(self.target) as address:
            session = self._session(choice)
            self._serve(session, partial(settings_of, session), address)

    def _session(self, choice: ReviewChoice) -> ReviewSession:
        """Return the session of a choice, once a person was told what she should know of her file."""
        session, notices = open_session(self.corpus, choice, self.target, self.who)
        for notice in notices:
            print(notice, file=sys.stderr)
        named = {file.resolve() for file in self.study.config.review}
        if self.target.resolve() not in named:
            print(
                f"No run applies {self.target.name} yet. Write into {self.study.file.name}:"
                f" `review: {self.target.name}`",
                file=sys.stderr,
            )
        return session

    def settings(self, session: ReviewSession) -> dict[str, Any]:
        """Return what the page of a session is told; `key` tells the reviews of one browser apart."""
        choice = session.queue.choice
        settings = page_settings(
            self.study.config.site.language,
            title=self.corpus.title,
            key=str(self.target.resolve()),
            who=self.who,
            file=self.target.name,
            layers=choice.layers,
            layersOfCorpus=self.corpus.layers,
            namesOfCorpus=session.names_to_offer,
            isWhole=choice.is_whole,
            isAlone=False,
            **session.progress(),
        )
        choices = settings["choices"]
        labels = offered_labels(self.corpus, choices["labels"])
        return {**settings, "choices": {**choices, "labels": labels}}

    def _write(self, page_file: Path, settings: Mapping[str, Any]) -> None:
        """Write the page with all its articles as one file."""
        written = write_page(page_file, document_file({**settings, "isAlone": True}))
        size = f"{written / _BYTES_OF_A_MEGABYTE:.1f} MB"
        print(
            f"Wrote {page_file} ({size}). It works by itself, and hands out {self.target.name}"
        )

    def _serve(
        self,
        session: ReviewSession,
        settings: Callable[[], Mapping[str, Any]],
        address: SessionAddress,
    ) -> None:
        """Serve the page until Ctrl-C."""
        files = PageFiles(settings=settings)
        with open_review_server(session, files, address, self.port) as serving:
            port = int(serving.server_address[1])
            keep_address(self.target, SessionAddress(port, address.token))
            print(
                f"http://127.0.0.1:{port}/{address.token}/    (Ctrl-C ends it)",
                flush=True,
            )
            try:
                serving.serve_forever()
            except KeyboardInterrupt:
                print(f"Ended. The decisions are in {self.target}", file=sys.stderr)
