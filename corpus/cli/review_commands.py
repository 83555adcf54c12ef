"""The review: a page on which people decide, and what two of them differ on. `app` registers the command."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from pressmark.errors import InputError
from pressmark.messages import counted

from .arguments import AsJson
from .evaluation_commands import agreement_lines
from .terminal import print_plain as print

if TYPE_CHECKING:
    from pressmark.config.project import Project
    from pressmark.dataset.corpus import Corpus
    from pressmark.evaluation.review_agreement import ReviewAgreement

__all__ = ["register"]

_Layers = Annotated[
    list[str] | None,
    typer.Option(help="quotes (when left out), entities, events …; repeat it."),
]
_Order = Annotated[
    Literal["article", "doubt"],
    typer.Option(help="Article by article, or what is least sure first."),
]
_Filters = Annotated[
    list[str] | None,
    typer.Option(
        help="speaker=Anne Morel; also article, label, name, rule, status; repeat it."
    ),
]
_Below = Annotated[
    float | None, typer.Option(help="Only what has a score below this one: 0.8.")
]
_Sample = Annotated[
    Path | None,
    typer.Option(help="Only the articles of a sample that `sample --for` drew."),
]
_Into = Annotated[
    Path | None,
    typer.Option(help="The file that decisions go into; else the YAML file's."),
]
_Who = Annotated[str | None, typer.Option(help="Who decides; else who is logged in.")]
_PageFile = Annotated[
    Path | None, typer.Option(help="Write the page as a file that works by itself.")
]
_Settle = Annotated[
    tuple[Path, Path] | None,
    typer.Option(
        help="Two files of decisions: list what they differ on; with --into, settle it."
    ),
]
_Against = Annotated[
    Path | None,
    typer.Option(
        help="Another corpus of the same articles, a model's: list what it reads otherwise; with --into, settle it."
    ),
]
_Most = Annotated[int, typer.Option(help="How many differences to print.")]
_Port = Annotated[
    int, typer.Option(min=0, max=65535, help="0 takes the last one, or any.")
]


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command(epilog="Example: pressmark review study.yaml --layer quotes")(review)


def review(
    project: Annotated[
        Path, typer.Argument(metavar="YAML", help="The configuration file.")
    ],
    layer: _Layers = None,
    order: _Order = "article",
    only: _Filters = None,
    below: _Below = None,
    sample: _Sample = None,
    into: _Into = None,
    who: _Who = None,
    file: _PageFile = None,
    settle: _Settle = None,
    against: _Against = None,
    most: _Most = 20,
    port: _Port = 0,
    as_json: AsJson = False,
) -> None:
    """Decide on annotations in the browser, on this machine alone. Or say what two reviews differ on, and settle it."""
    from pressmark.config.project import read
    from pressmark.dataset.corpus import load
    from pressmark.review.page.queue import ReviewChoice

    from .review_desk import ReviewDesk, default_file, login_name

    study = read(project, with_annotators=False)
    corpus = load(study.corpus)
    desk = ReviewDesk(
        study=study,
        corpus=corpus,
        target=into or default_file(study),
        who=who or login_name(),
        page_file=file,
        port=port,
    )
    if against is not None:
        if settle is not None:
            raise InputError("--against, --settle: give one of the two")
        layers = tuple(dict.fromkeys(layer or ["quotes"]))
        agreement = _compare_corpora(study, corpus, against, layers)
        _print_agreement(agreement, list(_corpora_lines(agreement, most)), as_json)
        if into is not None or file is not None:
            desk.settle(agreement, (study.corpus.name, against.name))
        return
    if settle is None:
        desk.review(
            ReviewChoice(
                layers=tuple(dict.fromkeys(layer or ["quotes"])),
                order=order,
                only=tuple(_filter(text) for text in only or ()),
                below=below,
                articles=_sample_ids(sample),
            )
        )
        return
    agreement = _compare(study, corpus, settle)
    _print_agreement(agreement, list(_lines(agreement, most)), as_json)
    if into is not None or file is not None:
        desk.settle(agreement, (settle[0].stem, settle[1].stem))


def _print_agreement(
    agreement: ReviewAgreement, lines: list[str], as_json: bool
) -> None:
    """Print an agreement as JSON, or as the `lines` that say it."""
    if as_json:
        print(json.dumps(agreement.as_json(), ensure_ascii=False, indent=1))
    else:
        print("\n".join(lines))


def _compare_corpora(
    study: Project, corpus: Corpus, against: Path, layers: tuple[str, ...]
) -> ReviewAgreement:
    """Return what a second corpus reads otherwise, what people decided already set apart."""
    from pressmark.dataset.corpus import load
    from pressmark.evaluation.second_reader import compare_with_second_reader
    from pressmark.review import read_decisions

    reading = read_decisions([file for file in study.config.review if file.exists()])
    for notice in reading.notices():
        print(notice, file=sys.stderr)
    return compare_with_second_reader(corpus, load(against), layers, reading.decisions)


def _corpora_lines(agreement: ReviewAgreement, most: int) -> Iterator[str]:
    """Yield the coefficients of each layer of two corpora, then the first `most` differences that nobody settled."""
    settled = len(agreement.disagreements) - len(agreement.open)
    yield f"{counted(len(agreement.disagreements), 'annotation')} that the two differ on, {settled} settled"
    for layer, before in agreement.before.items():
        yield f"\n{counted(len(before.articles), 'article')} in both"
        yield from agreement_lines(before, [layer])
    yield ""
    yield from _open_lines(agreement, most)


def _open_lines(agreement: ReviewAgreement, most: int) -> Iterator[str]:
    """Yield the first `most` differences that nobody settled, and how many more there are."""
    yield from (f"  {one}" for one in agreement.open[:most])
    if len(agreement.open) > most:
        yield f"  … and {len(agreement.open) - most} more (--most prints more)"


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


def _compare(
    study: Project, corpus: Corpus, settle: tuple[Path, Path]
) -> ReviewAgreement:
    """Return what two reviews differ on, with what the files of the YAML file settle of it."""
    from pressmark.evaluation.review_agreement import (
        compare_reviews,
        unreviewed_articles,
    )
    from pressmark.review import read_decisions

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
    yield from _open_lines(agreement, most)
