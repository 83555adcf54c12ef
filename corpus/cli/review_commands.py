"""The review: a page on which people decide, and what two of them differ on. `app` registers the command."""

from __future__ import annotations

import getpass
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from pressmark.errors import InputError
from pressmark.messages import counted

from .arguments import AsJson
from .evaluation_commands import agreement_lines
from .terminal import print_plain as print

if TYPE_CHECKING:
    from pressmark.config.project import Project
    from pressmark.dataset.corpus import Corpus
    from pressmark.review.agreement import ReviewAgreement
    from pressmark.review.page.queue import ReviewChoice

__all__ = ["register"]

_DEFAULT_FILE = "review.jsonl"


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command(epilog="Example: pressmark review study.yaml --layer quotes")(review)


def review(
    project: Annotated[
        Path, typer.Argument(metavar="YAML", help="The configuration file.")
    ],
    layer: Annotated[
        list[str] | None,
        typer.Option(help="entities, quotes, events …; quotes alone; repeat it."),
    ] = None,
    order: Annotated[
        Literal["article", "doubt"],
        typer.Option(help="Article by article, or what is least sure first."),
    ] = "article",
    only: Annotated[
        list[str] | None,
        typer.Option(
            help="speaker=Anne Morel; also article, label, name, rule, status; repeat it."
        ),
    ] = None,
    below: Annotated[
        float | None, typer.Option(help="Only what has a score below this one: 0.8.")
    ] = None,
    sample: Annotated[
        Path | None,
        typer.Option(help="Only the articles of a sample that `sample --for` drew."),
    ] = None,
    into: Annotated[
        Path | None,
        typer.Option(help="The file that decisions go into; else the YAML file's."),
    ] = None,
    who: Annotated[
        str | None, typer.Option(help="Who decides; else who is logged in.")
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option(help="Write the page as a file that works by itself."),
    ] = None,
    settle: Annotated[
        tuple[Path, Path] | None,
        typer.Option(
            help="Two files of decisions: list what they differ on; with --into, settle it on the page."
        ),
    ] = None,
    most: Annotated[int, typer.Option(help="How many differences to print.")] = 20,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="0 takes any that is free.")
    ] = 0,
    as_json: AsJson = False,
) -> None:
    """Decide on annotations in the browser, on this machine alone. Or say what two reviews differ on, and settle it."""
    from pressmark.config.project import read
    from pressmark.dataset.corpus import load
    from pressmark.review.page.queue import ReviewChoice

    study = read(project, with_annotators=False)
    corpus = load(study.corpus)
    target = into or _file_of(study)
    desk = _Desk(study, corpus, target, who or _login())
    if settle is not None:
        agreement = _compare(study, corpus, settle)
        if as_json:
            print(json.dumps(agreement.as_json(), ensure_ascii=False, indent=1))
        else:
            print("\n".join(_lines(agreement, most)))
        if into is None and file is None:
            return
        names = (settle[0].stem, settle[1].stem)
        desk.settle(agreement, names, page_file=file, port=port)
        return
    choice = ReviewChoice(
        layers=tuple(dict.fromkeys(layer or ["quotes"])),
        order=order,
        only=tuple(_filter(text) for text in only or ()),
        below=below,
        articles=_sample_ids(sample),
    )
    desk.review(choice, page_file=file, port=port)


def _file_of(study: Project) -> Path:
    """Return the file of decisions that a YAML file names first, else the usual one beside it."""
    named = study.config.review
    return named[0] if named else study.folder / _DEFAULT_FILE


def _login() -> str:
    """Return the name of who is logged in. Raises `InputError` where the machine has none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        raise InputError(
            "nobody is logged in by a name. Say who decides: --who anne"
        ) from None


def _filter(text: str) -> tuple[str, str]:
    """Return column and value of a filter, `speaker=Anne Morel`."""
    name, mark, value = text.partition("=")
    if not mark:
        raise InputError(
            f"--only {text}: is no `column=value`, as in speaker=Anne Morel"
        )
    return name.strip(), value.strip()


def _sample_ids(sample: Path | None) -> frozenset[str] | None:
    """Return the articles of the file of a sample; None where none is named."""
    if sample is None:
        return None
    from pressmark.study.estimation.drawn_sample import read_sample

    return read_sample(sample).ids


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where a person decides: a corpus, the file that decisions go into, and her name."""

    study: Project
    corpus: Corpus
    target: Path
    who: str

    def review(
        self, choice: ReviewChoice, *, page_file: Path | None, port: int
    ) -> None:
        """Ask a person about the annotations of a choice, on a page that is served or written as a file."""
        from pressmark.review.page.session import hold_file, open_session, whole_page

        if page_file is not None:
            session, notices = open_session(self.corpus, choice, self.target, self.who)
            self._tell(notices)
            self._write(page_file, session.counts, choice, whole_page(session))
            return
        with hold_file(self.target) as address:
            session, notices = open_session(self.corpus, choice, self.target, self.who)
            self._tell(notices)
            settings = self._settings(session.counts, choice)
            self._serve(session, settings, address, port)

    def settle(
        self,
        agreement: ReviewAgreement,
        names: tuple[str, str],
        *,
        page_file: Path | None,
        port: int,
    ) -> None:
        """Ask a person about what two others differ on and nobody settled."""
        from pressmark.review.page.queue import ReviewChoice
        from pressmark.review.page.session import hold_file, open_session
        from pressmark.review.page.settling import settling_page

        content = settling_page(agreement.open, names)
        counts = {"waiting": len(agreement.open), "decided": 0}
        choice = ReviewChoice(layers=(), order="doubt")
        if page_file is not None:
            self._write(page_file, counts, choice, content)
            return
        with hold_file(self.target) as address:
            session, notices = open_session(self.corpus, choice, self.target, self.who)
            self._tell(notices)
            settings = {**self._settings(counts, choice), "content": content}
            self._serve(session, settings, address, port)

    def _settings(self, counts: dict[str, int], choice: ReviewChoice) -> dict[str, Any]:
        """Return what the page is told; `key` tells the reviews of one browser apart."""
        from pressmark.review.page.document import page_settings

        return page_settings(
            self.study.config.site.language,
            title=self.corpus.title,
            key=f"{self.target.resolve()}",
            who=self.who,
            file=self.target.name,
            layers=choice.layers,
            layersOfCorpus=self.corpus.layers,
            isWhole=choice.is_whole,
            isAlone=False,
            **counts,
        )

    def _write(
        self,
        page_file: Path,
        counts: dict[str, int],
        choice: ReviewChoice,
        content: dict[str, Any],
    ) -> None:
        from pressmark.review.page.document import document_file
        from pressmark.storage.disk import write_bytes

        settings = self._settings(counts, choice) | {"isAlone": True}
        page = document_file(settings, content).encode()
        write_bytes(page_file, page)
        megabytes = len(page) / 1_000_000
        print(
            f"Wrote {page_file} ({megabytes:.1f} MB). It works by itself, and hands out {self.target.name}."
        )
        self._tell(())

    def _serve(
        self, session: Any, settings: dict[str, Any], address: Any, port: int
    ) -> None:
        """Serve the page until Ctrl-C."""
        from pressmark.review.page.document import PageFiles
        from pressmark.review.page.session import SessionAddress, keep_address

        from .review_server import open_review_server

        files = PageFiles(settings=settings)
        with open_review_server(session, files, address, port) as serving:
            bound = int(serving.server_address[1])
            keep_address(self.target, SessionAddress(bound, address.token))
            print(
                f"http://127.0.0.1:{bound}/{address.token}/    (Ctrl-C ends it)",
                flush=True,
            )
            try:
                serving.serve_forever()
            except KeyboardInterrupt:
                print(f"Ended. The decisions are in {self.target}.", file=sys.stderr)

    def _tell(self, notices: tuple[str, ...]) -> None:
        """Say what a person should know of the file that decisions go into."""
        for notice in notices:
            print(notice, file=sys.stderr)
        if self.target.resolve() not in {
            one.resolve() for one in self.study.config.review
        }:
            print(
                f"No run applies {self.target.name} yet: name it in {self.study.file.name}, review: {self.target.name}",
                file=sys.stderr,
            )


def _compare(
    study: Project, corpus: Corpus, settle: tuple[Path, Path]
) -> ReviewAgreement:
    """Return what two reviews differ on, with what the files of the YAML file settle of it."""
    from pressmark.review import read_decisions
    from pressmark.review.agreement import compare_reviews, unreviewed_articles

    readings = [read_decisions([file]) for file in settle]
    settling = read_decisions([file for file in study.config.review if file.exists()])
    for reading in (*readings, settling):
        for notice in reading.notices():
            print(notice, file=sys.stderr)
    first, second = (reading.decisions for reading in readings)
    ids = {decision.article for decision in first} & {one.article for one in second}
    return compare_reviews(
        unreviewed_articles(corpus, ids), first, second, settling.decisions
    )


def _lines(agreement: ReviewAgreement, most: int) -> Iterator[str]:
    """Yield the coefficients of each layer before and after, then the first `most` that nobody settled."""
    if not agreement.before:
        yield "The two files share no article of the corpus."
        return
    settled = len(agreement.disagreements) - len(agreement.open)
    yield f"{counted(len(agreement.disagreements), 'annotation')} that the two differ on, {settled} settled"
    for layer, before in agreement.before.items():
        yield f"\nBefore: {counted(len(before.articles), 'article')} that both reviewed"
        yield from agreement_lines(before, [layer])
        if settled:
            yield "\nAfter"
            yield from agreement_lines(agreement.after[layer], [layer])
    yield ""
    yield from (f"  {one}" for one in agreement.open[:most])
    if len(agreement.open) > most:
        yield f"  … and {len(agreement.open) - most} more (--most prints more)"
