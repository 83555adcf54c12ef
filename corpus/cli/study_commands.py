"""Commands for the study itself: how good the annotation is, which articles to check by hand. `cli` registers them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pressmark.messages import counted

from .arguments import AsJson, Folder, Labels, Since, SpeakerKinds, Until
from .terminal import print_plain as print

if TYPE_CHECKING:
    import pandas as pd

    from pressmark.evaluation import Agreement, Evaluation, Measure
    from pressmark.exchange import Taken

__all__ = ["register"]

_CORPUS_OR_LINES = "A corpus folder, or JSON lines as `export` writes them."


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command(
        epilog="Example: pressmark evaluate corpus/ gold.jsonl --html errors.html"
    )(evaluate)
    app.command(epilog="Example: pressmark compare first.jsonl second.jsonl")(compare)
    app.command(
        "import",
        epilog="Example: pressmark import corpus/ brat/ --format brat --by annotator-1 --output gold/",
    )(take)
    app.command(
        epilog="Example: pressmark count corpus/ quoted --by outlet --by month --top 20"
    )(count)
    app.command(
        epilog="Example: pressmark sample corpus/ --n 50 --by outlet --output to-annotate/"
    )(sample)


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
    from pressmark.storage.disk import write_bytes

    evaluation = measure(read_documents(corpus), read_documents(gold), samples=samples)
    if html:
        write_bytes(
            html,
            error_page(evaluation, title=f"{corpus.name} against {gold.name}").encode(),
        )
    print(
        json.dumps(evaluation.as_json(), ensure_ascii=False, indent=1)
        if as_json
        else "\n".join(_evaluation_lines(evaluation))
    )


def _evaluation_lines(evaluation: Evaluation) -> Iterator[str]:
    from pressmark.evaluation import FEWEST_ARTICLES

    yield f"{counted(len(evaluation.articles), 'article')} of gold" + (
        f", {len(evaluation.absent)} not predicted" if evaluation.absent else ""
    )
    if evaluation.is_weighted:
        yield "each article counts for those that it stands for (sample_weight); found and gold are counted as they are"
    for layer, measures in evaluation.layers.items():
        yield (f"\n{layer:34}    F1    95 % interval      P   95 % interval      R   95 % interval   found    gold"
               "   F1 by article")  # fmt: skip
        yield from _measure_lines(measures)
        for label, labelled in evaluation.labels[layer].items():
            yield f" {label}"
            yield from _measure_lines(labelled)
    yield f"\n–: no interval; what it is of stands in too few articles (a label in fewer than {FEWEST_ARTICLES})"


def _measure_lines(measures: Mapping[str, Measure]) -> Iterator[str]:
    for name, measure in measures.items():
        parts = []
        for part in ("f1", "precision", "recall"):
            interval = _format_interval(getattr(measure, f"{part}_interval"))
            parts.append(f"{100 * getattr(measure, part):6.1f} {interval}")
        by_article = (
            f"{100 * measure.by_article:15.1f}"
            if measure.by_article is not None
            else ""
        )
        counts = f"{measure.score.predicted:7} {measure.score.gold:7}"
        yield f"  {name:32} {' '.join(parts)} {counts} {by_article}".rstrip()


def _format_interval(interval: tuple[float, float] | None) -> str:
    return (
        f"{'–':^15}"
        if interval is None
        else f"{100 * interval[0]:6.1f} – {100 * interval[1]:5.1f} "
    )


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
    print(
        json.dumps(agreement.as_json(), ensure_ascii=False, indent=1)
        if as_json
        else "\n".join(_agreement_lines(agreement, most))
    )


def _agreement_lines(agreement: Agreement, most: int) -> Iterator[str]:
    alone = f", {len(agreement.alone)} in one alone" if agreement.alone else ""
    yield f"{counted(len(agreement.articles), 'article')} in both{alone}"
    for layer, scores in agreement.f1.items():
        yield f"\n{layer}"
        for name, score in scores.items():
            yield f"  F1 {name:20} {100 * score.f1:6.1f}"
        yield _coefficient_line("kappa, by character", agreement.kappa[layer])
        yield _coefficient_line("kappa of labels", agreement.kappa_labels[layer])
        yield _coefficient_line("alpha, by character", agreement.alpha[layer])
    yield ""
    yield from (f"  {difference}" for difference in agreement.differences[:most])
    if len(agreement.differences) > most:
        yield f"  … and {len(agreement.differences) - most} more differences (--most prints more)"


def _coefficient_line(name: str, coefficient: float | None) -> str:
    value = (
        f"{coefficient:6.3f}"
        if coefficient is not None
        else "undefined (one value only)"
    )
    return f"  {name:23} {value}"


def sample(
    corpus: Folder,
    output: Annotated[Path, typer.Option(help="The corpus folder to write.")],
    n: Annotated[int, typer.Option("--n", min=1, help="How many articles.")] = 50,
    by: Annotated[
        list[str] | None,
        typer.Option(help="outlet, language, month, year, or a column; repeat it."),
    ] = None,
    seed: Annotated[
        int, typer.Option(help="The same seed draws the same articles.")
    ] = 1,
) -> None:
    """Draw articles to annotate by hand. Each stratum in proportion, as a corpus of their own."""
    from pressmark.dataset.corpus import load
    from pressmark.evaluation import sample as draw
    from pressmark.pipeline.provenance import step_row

    _refuse_overwriting(output, corpus)
    loaded = load(corpus)
    sampled = draw(loaded, n, by=by or (), seed=seed)
    settings = {"n": n, "by": list(by or ()), "seed": seed}
    run_row = step_row("sample", "random", len(sampled.articles), settings=settings)
    title = f"{loaded.title}: sample of {len(sampled.articles)}"
    loaded.save_articles(sampled.articles, output, title=title, runs=[run_row])
    for notice in sampled.notices():
        print(notice, file=sys.stderr)
    for stratum, (size, share) in sampled.strata.items():
        print(f"{share:6} of {size:6}  {stratum or 'articles'}")
    print(f"{counted(len(sampled.articles), 'article')} written to {output}")


def _refuse_overwriting(output: Path, corpus: Path) -> None:
    """Raise `PressmarkError` where writing would lose the corpus that is read, or another that a run made."""
    from pressmark.errors import PressmarkError
    from pressmark.storage.manifest import MANIFEST, read_manifest

    is_from_run = (output / MANIFEST).is_file() and any(
        shard.keys for shard in read_manifest(output).shards
    )
    if is_from_run or output.resolve() == corpus.resolve():
        raise PressmarkError(
            f"{output}: holds a corpus that would be lost. Give another --output."
        )


def take(
    corpus: Folder,
    path: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="The file or folder with the annotation."),
    ],
    by: Annotated[str, typer.Option(help="Who made it: annotator-1.")],
    output: Annotated[
        Path, typer.Option(help="The corpus folder to write: the articles of the file.")
    ],
    format: Annotated[
        str,
        typer.Option(help="jsonl, brat, labelstudio, xmi, conllu or webannotation."),
    ] = "jsonl",
    beside: Annotated[
        bool,
        typer.Option(
            "--beside", help="Beside the machine's layers, not in their place."
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Take annotation that people made in another tool. It becomes layers; exits with 1 when some was refused."""
    from pressmark.dataset.corpus import load
    from pressmark.errors import InputError
    from pressmark.exchange import grouped
    from pressmark.exchange import take as read
    from pressmark.pipeline.provenance import step_row

    _refuse_overwriting(output, corpus)
    loaded = load(corpus)
    imported = read(loaded, path, format=format, by=by, beside=beside)
    if not imported.articles:
        refusals = "\n".join(f"  {line}" for line in grouped(imported.refused))
        raise InputError(
            f"{path}: annotates no article of {corpus} in the form {format}; nothing is written.\n{refusals}"
        )
    settings = {
        "file": path.name,
        "format": format,
        "beside": beside,
        "refused": len(imported.refused),
    }
    run_row = step_row(
        "by hand",
        f"human:{by}",
        len(imported.articles),
        settings=settings,
        spans=imported.spans,
    )
    loaded.save_articles(
        imported.articles,
        output,
        title=f"{loaded.title}, annotated by {by}",
        runs=[run_row],
    )
    print(json.dumps(_import_json(imported, output), ensure_ascii=False, indent=1) if as_json
          else "\n".join(_import_lines(imported, by, output)))  # fmt: skip
    raise typer.Exit(1 if imported.refused else 0)


def _import_lines(imported: Taken, by: str, output: Path) -> Iterator[str]:
    from pressmark.exchange import grouped

    articles, spans = (
        counted(len(imported.articles), "article"),
        counted(imported.spans, "annotation"),
    )
    yield f"{articles} with {spans} by human:{by} written to {output}"
    yield from (
        f"  {counted(count, what)} left out"
        for what, count in sorted(imported.left_out.items())
        if count
    )
    yield from (f"  {notice}" for notice in imported.notices)
    if imported.refused:
        yield f"  {len(imported.refused)} not taken (--json prints each with its place):"
        yield from (f"  {line}" for line in grouped(imported.refused))


def _import_json(imported: Taken, output: Path) -> dict[str, Any]:
    return {
        "articles": len(imported.articles),
        "annotations": imported.spans,
        "left_out": dict(sorted(imported.left_out.items())),
        "notices": imported.notices,
        "refused": [refusal.as_json() for refusal in imported.refused],
        "output": str(output),
    }


def count(
    corpus: Folder,
    what: Annotated[
        str,
        typer.Argument(
            metavar="WHAT", help="quoted, named, shares, together, events, or a layer."
        ),
    ],
    by: Annotated[
        list[str] | None,
        typer.Option(help="outlet, month, year, language, a column …; repeat it."),
    ] = None,
    of: Annotated[
        str,
        typer.Option(
            help="shares: of gender, role, kind, speaker_label, label, status, cue_class."
        ),
    ] = "gender",
    outlet: Annotated[
        list[str] | None, typer.Option(help="Only articles of this outlet; repeat it.")
    ] = None,
    language: Annotated[
        list[str] | None,
        typer.Option(help="Only articles in this language; repeat it."),
    ] = None,
    label: Labels = None,
    kind: SpeakerKinds = None,
    since: Since = None,
    until: Until = None,
    copies: Annotated[
        bool, typer.Option("--copies", help="Count copies of other articles too.")
    ] = False,
    top: Annotated[int, typer.Option(help="So many rows; 0 prints all.")] = 20,
    csv: Annotated[bool, typer.Option("--csv", help="Print CSV, all rows.")] = False,
    as_json: AsJson = False,
) -> None:
    """Count who is quoted or named, and what happens. With denominators; the filter is said on stderr."""
    from pressmark.dataset.corpus import load
    from pressmark.study.counts import Filter, without_effect

    from .command_functions import count as count_in

    filter = Filter(
        outlets=tuple(outlet or ()), languages=tuple(language or ()), labels=tuple(label or ()), copies=copies,
        kinds=tuple(kind or ()), since=since.date() if since else None, until=until.date() if until else None,
    )  # fmt: skip
    options: dict[str, Any] = {}
    if by and what != "together":
        options["by"] = tuple(by)
    if what == "shares":
        options["of"] = of
    loaded = load(corpus)
    frame = count_in(loaded, what, filter=filter, **options)
    if as_json:
        print(_count_json(frame, {"what": what, **options}))
    else:
        print(_count_csv(frame) if csv else _format_table(frame, top), end="")
    _print_filter(frame, () if len(frame) else without_effect(loaded, what, filter))


def _count_json(frame: pd.DataFrame, request: Mapping[str, Any]) -> str:
    rows = json.loads(frame.to_json(orient="records", force_ascii=False))
    content = {
        **request,
        "filter": frame.attrs["filter"],
        "left_out": frame.attrs["left_out"],
        "rows": rows,
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def _count_csv(frame: pd.DataFrame) -> str:
    from pressmark.exchange.spreadsheet_cells import guarded_rows

    return guarded_rows(frame).to_csv(index=False)


def _print_filter(frame: pd.DataFrame, notices: Iterable[str]) -> None:
    """Print to stderr what was counted, what was left out, and which parts of the filter met nothing."""
    print(
        f"filter: {json.dumps(frame.attrs['filter'], ensure_ascii=False)}",
        file=sys.stderr,
    )
    for label in frame.attrs["left_out"]:
        print(
            f"left out: {label} quotes, which are nobody's words (--label {label} counts them)",
            file=sys.stderr,
        )
    for notice in notices:
        print(notice, file=sys.stderr)


def _format_table(frame: pd.DataFrame, top: int) -> str:
    """Return the first `top` rows of a count as a person reads them; 0 takes all."""
    if frame.empty:
        return "nothing of this kind in the corpus\n"
    rows = frame.head(top) if top else frame
    text = rows.to_string(
        index=False, na_rep="–", float_format=lambda value: f"{value:.3f}"
    )
    remainder = (
        f"… and {len(frame) - len(rows)} more rows (--top 0 prints all)\n"
        if len(frame) > len(rows)
        else ""
    )
    return f"{text}\n{remainder}"
