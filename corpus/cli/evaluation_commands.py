"""Commands that say how good the annotation is: against gold, and of two annotators. `app` registers them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pressmark.messages import counted

from .arguments import AsJson
from .terminal import print_plain as print

if TYPE_CHECKING:
    from pressmark.evaluation import Agreement, Evaluation, Measure

__all__ = ["agreement_lines", "register"]

_CORPUS_OR_LINES = "A corpus folder, or JSON lines as `export` writes them."


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command(
        epilog="Example: pressmark evaluate corpus/ gold.jsonl --html errors.html"
    )(evaluate)
    app.command(epilog="Example: pressmark compare first.jsonl second.jsonl")(compare)
    app.command(
        epilog="Example: pressmark methods news.yaml --checked review.jsonl --language fr"
    )(methods)


def methods(
    yaml: Annotated[
        Path, typer.Argument(metavar="YAML", help="The configuration of the corpus.")
    ],
    checked: Annotated[
        list[Path] | None,
        typer.Option(
            help="Decisions on a sample (review.jsonl); those of the YAML file without it; repeat it."
        ),
    ] = None,
    sample: Annotated[
        Path | None,
        typer.Option(help="The sample that was checked; else the one beside."),
    ] = None,
    language: Annotated[str, typer.Option(help="en or fr.")] = "en",
    format: Annotated[
        str, typer.Option(help="markdown, latex or bibtex.")
    ] = "markdown",
) -> None:
    """Print the paragraph and tables for a methods section. What made the corpus, and how good it is."""
    from .command_functions import methods as make_methods

    text = make_methods(
        yaml, checked=checked or (), sample=sample, language=language, format=format
    )
    print(text, end="")


def evaluate(
    corpus: Annotated[Path, typer.Argument(metavar="CORPUS", help=_CORPUS_OR_LINES)],
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help=_CORPUS_OR_LINES)],
    as_json: AsJson = False,
    html: Annotated[
        Path | None, typer.Option(help="A page of the errors, in their sentences.")
    ] = None,
    samples: Annotated[
        int, typer.Option(help="Resamples of the bootstrap intervals.")
    ] = 1000,
) -> None:
    """Say how well a corpus agrees with gold of the same articles."""
    from pressmark.evaluation import error_page, read_documents
    from pressmark.evaluation import evaluate as measure

    from .page_files import write_page

    evaluation = measure(read_documents(corpus), read_documents(gold), samples=samples)
    if html:
        # Before the table is printed: a pipe that closes early must not cost the page.
        title = f"{corpus.name} against {gold.name}"
        write_page(html, error_page(evaluation, title=title))
    if as_json:
        print(json.dumps(evaluation.as_json(), ensure_ascii=False, indent=1))
    else:
        print("\n".join(_evaluation_lines(evaluation)))


def _evaluation_lines(evaluation: Evaluation) -> Iterator[str]:
    """Yield a table for each layer: its measures, then those of each label."""
    from pressmark.evaluation import FEWEST_ARTICLES

    absent = f", {len(evaluation.absent)} not predicted" if evaluation.absent else ""
    yield f"{counted(len(evaluation.articles), 'article')} of gold{absent}"
    if evaluation.is_weighted:
        yield "each article counts for those that it stands for (sample_weight); found and gold are counted as they are"
    for layer, measures in evaluation.layers.items():
        # The widths are those of `_measure_lines`: 32 for the name and 2 for its indent.
        yield (f"\n{layer:34}    F1    95 % interval      P   95 % interval      R   95 % interval   found    gold"
               "   F1 by article")  # fmt: skip
        yield from _measure_lines(measures)
        for label, labelled in evaluation.labels[layer].items():
            yield f" {label}"
            yield from _measure_lines(labelled)
    yield f"\ntoo few: what it is of stands in too few articles for an interval (a label in fewer than {FEWEST_ARTICLES})"


def _measure_lines(measures: Mapping[str, Measure]) -> Iterator[str]:
    """Yield a line for each measure, in per cent: F1, precision, recall with their intervals, then counts."""
    for name, measure in measures.items():
        parts = []
        for part in ("f1", "precision", "recall"):
            # Fields go by name: `f1_interval` beside `f1`.
            interval = _format_interval(getattr(measure, f"{part}_interval"))
            parts.append(f"{100 * getattr(measure, part):6.1f} {interval}")
        by_article = ""
        if measure.by_article is not None:
            # 15 characters, so that it ends below its heading.
            by_article = f"{100 * measure.by_article:15.1f}"
        counts = f"{measure.score.predicted:7} {measure.score.gold:7}"
        yield f"  {name:32} {' '.join(parts)} {counts} {by_article}".rstrip()


def _format_interval(interval: tuple[float, float] | None) -> str:
    """Return the interval in per cent, 15 characters wide; that articles are too few where there is none."""
    if interval is None:
        return f"{'too few':^15}"
    lowest, highest = interval
    return f"{100 * lowest:6.1f} – {100 * highest:5.1f} "


def compare(
    first: Annotated[Path, typer.Argument(metavar="FIRST", help=_CORPUS_OR_LINES)],
    second: Annotated[Path, typer.Argument(metavar="SECOND", help=_CORPUS_OR_LINES)],
    as_json: AsJson = False,
    most: Annotated[int, typer.Option(help="How many differences to print.")] = 20,
) -> None:
    """Say how far two annotators, or two runs, agree. And where they do not, annotation by annotation."""
    from pressmark.evaluation import compare as measure
    from pressmark.evaluation import read_documents

    agreement = measure(read_documents(first), read_documents(second))
    if as_json:
        print(json.dumps(agreement.as_json(), ensure_ascii=False, indent=1))
    else:
        print("\n".join(_agreement_lines(agreement, most)))


def _agreement_lines(agreement: Agreement, most: int) -> Iterator[str]:
    """Yield each layer's coefficients, then the first `most` differences."""
    alone = f", {len(agreement.alone)} in one alone" if agreement.alone else ""
    yield f"{counted(len(agreement.articles), 'article')} in both{alone}"
    yield from agreement_lines(agreement, agreement.f1)
    yield ""
    # The first ones, as they come by article; how many are left is said below.
    yield from (f"  {difference}" for difference in agreement.differences[:most])
    if len(agreement.differences) > most:
        yield f"  … and {len(agreement.differences) - most} more differences (--most prints more)"


def agreement_lines(agreement: Agreement, layers: Iterable[str]) -> Iterator[str]:
    """Yield the F1 of each measure and the coefficients of some layers."""
    for layer in layers:
        yield f"\n{layer}"
        for name, score in agreement.f1.get(layer, {}).items():
            yield f"  F1 {name:20} {100 * score.f1:6.1f}"
        yield _coefficient_line("kappa, by character", agreement.kappa.get(layer))
        yield _coefficient_line("kappa of labels", agreement.kappa_labels.get(layer))
        yield _coefficient_line("alpha, by character", agreement.alpha.get(layer))


def _coefficient_line(name: str, coefficient: float | None) -> str:
    """Return the line of a coefficient, which is None where chance alone would agree always."""
    if coefficient is None:
        return f"  {name:23} undefined (one value only)"
    return f"  {name:23} {coefficient:6.3f}"
