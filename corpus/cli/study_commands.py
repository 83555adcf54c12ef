"""Commands for the study itself: how good the annotation is, which articles to check by hand. `cli` registers them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pressmark.messages import counted, suggestion

from .terminal import print_plain as print

if TYPE_CHECKING:
    import pandas as pd

    from pressmark.evaluation import Agreement, Evaluation, Measure
    from pressmark.exchange import Taken

__all__ = ["register"]

Folder = Annotated[Path, typer.Argument(metavar="CORPUS", help="The folder of a corpus.")]
_EITHER = "A corpus folder, or JSON lines as `export` writes them."
_DAY = ["%Y-%m-%d"]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for a script.")]


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command(epilog="Example: pressmark evaluate corpus/ gold.jsonl --html errors.html")(evaluate)
    app.command(epilog="Example: pressmark compare first.jsonl second.jsonl")(compare)
    app.command(
        "import", epilog="Example: pressmark import corpus/ brat/ --format brat --by annotator-1 --output gold/"
    )(take)
    app.command(epilog="Example: pressmark count corpus/ quoted --by outlet --by month --top 20")(count)
    app.command(epilog="Example: pressmark sample corpus/ --n 50 --by outlet --output to-annotate/")(sample)


def evaluate(
    corpus: Annotated[Path, typer.Argument(metavar="CORPUS", help=_EITHER)],
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help=_EITHER)],
    as_json: AsJson = False,
    html: Annotated[Path | None, typer.Option(help="A page of the errors, in their sentences.")] = None,
    samples: Annotated[int, typer.Option(help="Resamples of the bootstrap intervals.")] = 1000,
) -> None:
    """Say how well a corpus agrees with gold of the same articles."""
    from pressmark.evaluation import error_page, read_documents
    from pressmark.evaluation import evaluate as measure
    from pressmark.storage.disk import write_bytes

    found = measure(read_documents(corpus), read_documents(gold), samples=samples)
    if html:
        write_bytes(html, error_page(found, title=f"{corpus.name} against {gold.name}").encode())
    print(json.dumps(found.as_json(), ensure_ascii=False, indent=1) if as_json else "\n".join(_evaluated(found)))


def _evaluated(found: Evaluation) -> Iterator[str]:
    from pressmark.evaluation import FEWEST_ARTICLES

    yield f"{counted(len(found.articles), 'article')} of gold" + (
        f", {len(found.absent)} not predicted" if found.absent else ""
    )
    if found.is_weighted:
        yield "each article counts for those that it stands for (sample_weight); found and gold are counted as they are"
    for layer, measures in found.layers.items():
        yield (f"\n{layer:34}    F1    95 % interval      P   95 % interval      R   95 % interval   found    gold"
               "   F1 by article")  # fmt: skip
        yield from _measures(measures)
        for label, labelled in found.labels[layer].items():
            yield f" {label}"
            yield from _measures(labelled)
    yield f"\n–: no interval; what it is of stands in too few articles (a label in fewer than {FEWEST_ARTICLES})"


def _measures(measures: Mapping[str, Measure]) -> Iterator[str]:
    for name, measure in measures.items():
        parts = [
            f"{100 * getattr(measure, part):6.1f} {_interval(getattr(measure, f'{part}_interval'))}"
            for part in ("f1", "precision", "recall")
        ]
        by_article = f"{100 * measure.by_article:15.1f}" if measure.by_article is not None else ""
        yield f"  {name:32} {' '.join(parts)} {measure.score.predicted:7} {measure.score.gold:7} {by_article}".rstrip()


def _interval(interval: tuple[float, float] | None) -> str:
    return f"{'–':^15}" if interval is None else f"{100 * interval[0]:6.1f} – {100 * interval[1]:5.1f} "


def compare(
    first: Annotated[Path, typer.Argument(metavar="FIRST", help=_EITHER)],
    second: Annotated[Path, typer.Argument(metavar="SECOND", help=_EITHER)],
    as_json: AsJson = False,
    most: Annotated[int, typer.Option(help="How many differences to print.")] = 20,
) -> None:
    """Say how far two annotators, or two runs, agree. And where they do not, annotation by annotation."""
    from pressmark.evaluation import compare as measure
    from pressmark.evaluation import read_documents

    found = measure(read_documents(first), read_documents(second))
    print(json.dumps(found.as_json(), ensure_ascii=False, indent=1) if as_json else "\n".join(_compared(found, most)))


def _compared(found: Agreement, most: int) -> Iterator[str]:
    yield f"{counted(len(found.articles), 'article')} in both" + (
        f", {len(found.alone)} in one alone" if found.alone else ""
    )
    for layer, scores in found.f1.items():
        yield f"\n{layer}"
        yield from (f"  F1 {name:20} {100 * score.f1:6.1f}" for name, score in scores.items())
        for name, value in (("kappa, by character", found.kappa), ("kappa of labels", found.kappa_labels),
                            ("alpha, by character", found.alpha)):  # fmt: skip
            known = value[layer]
            yield f"  {name:23} " + (f"{known:6.3f}" if known is not None else "undefined (one value only)")
    yield ""
    yield from (f"  {one}" for one in found.differences[:most])
    if len(found.differences) > most:
        yield f"  … and {len(found.differences) - most} more differences (--most prints more)"


def sample(
    corpus: Folder,
    output: Annotated[Path, typer.Option(help="The corpus folder to write.")],
    n: Annotated[int, typer.Option("--n", min=1, help="How many articles.")] = 50,
    by: Annotated[list[str] | None, typer.Option(help="outlet, language, month, year, or a column; repeat it.")] = None,
    seed: Annotated[int, typer.Option(help="The same seed draws the same articles.")] = 1,
) -> None:
    """Draw articles to annotate by hand. Each stratum in proportion, as a corpus of their own."""
    from pressmark.dataset.corpus import load
    from pressmark.evaluation import sample as draw
    from pressmark.pipeline.provenance import step_row

    _spare(output, corpus)
    loaded = load(corpus)
    drawn = draw(loaded, n, by=by or (), seed=seed)
    settings = {"n": n, "by": list(by or ()), "seed": seed}
    made_by = step_row("sample", "random", len(drawn.articles), settings=settings)
    title = f"{loaded.title}: sample of {len(drawn.articles)}"
    loaded.save_articles(drawn.articles, output, title=title, runs=[made_by])
    for notice in drawn.notices():
        print(notice, file=sys.stderr)
    for stratum, (size, share) in drawn.strata.items():
        print(f"{share:6} of {size:6}  {stratum or 'articles'}")
    print(f"{counted(len(drawn.articles), 'article')} written to {output}")


def _spare(output: Path, corpus: Path) -> None:
    """Raise `PressmarkError` where writing would lose the corpus that is read, or another that a run made."""
    from pressmark.errors import PressmarkError
    from pressmark.storage.manifest import MANIFEST, read_manifest

    made = (output / MANIFEST).is_file() and any(shard.keys for shard in read_manifest(output).shards)
    if made or output.resolve() == corpus.resolve():
        raise PressmarkError(f"{output}: holds a corpus that would be lost. Give another --output.")


def take(
    corpus: Folder,
    path: Annotated[Path, typer.Argument(metavar="FILE", help="The file or folder with the annotation.")],
    by: Annotated[str, typer.Option(help="Who made it: annotator-1.")],
    output: Annotated[Path, typer.Option(help="The corpus folder to write: the articles of the file.")],
    format: Annotated[str, typer.Option(help="jsonl, brat, labelstudio, xmi, conllu or webannotation.")] = "jsonl",
    beside: Annotated[bool, typer.Option("--beside", help="Beside the machine's layers, not in their place.")] = False,
    as_json: AsJson = False,
) -> None:
    """Take annotation that people made in another tool. It becomes layers; exits with 1 when some was refused."""
    from pressmark.dataset.corpus import load
    from pressmark.errors import InputError
    from pressmark.exchange import grouped
    from pressmark.exchange import take as read
    from pressmark.pipeline.provenance import step_row

    _spare(output, corpus)
    loaded = load(corpus)
    taken = read(loaded, path, format=format, by=by, beside=beside)
    if not taken.articles:
        refusals = "\n".join(f"  {line}" for line in grouped(taken.refused))
        raise InputError(
            f"{path}: annotates no article of {corpus} in the form {format}; nothing is written.\n{refusals}"
        )
    settings = {"file": path.name, "format": format, "beside": beside, "refused": len(taken.refused)}
    made_by = step_row("by hand", f"human:{by}", len(taken.articles), settings=settings, spans=taken.spans)
    loaded.save_articles(taken.articles, output, title=f"{loaded.title}, annotated by {by}", runs=[made_by])
    print(json.dumps(_taken_json(taken, output), ensure_ascii=False, indent=1) if as_json
          else "\n".join(_taken(taken, by, output)))  # fmt: skip
    raise typer.Exit(1 if taken.refused else 0)


def _taken(taken: Taken, by: str, output: Path) -> Iterator[str]:
    from pressmark.exchange import grouped

    articles, spans = counted(len(taken.articles), "article"), counted(taken.spans, "annotation")
    yield f"{articles} with {spans} by human:{by} written to {output}"
    yield from (f"  {counted(count, what)} left out" for what, count in sorted(taken.left_out.items()) if count)
    yield from (f"  {notice}" for notice in taken.notices)
    if taken.refused:
        yield f"  {len(taken.refused)} not taken (--json prints each with its place):"
        yield from (f"  {line}" for line in grouped(taken.refused))


def _taken_json(taken: Taken, output: Path) -> dict[str, Any]:
    return {
        "articles": len(taken.articles),
        "annotations": taken.spans,
        "left_out": dict(sorted(taken.left_out.items())),
        "notices": taken.notices,
        "refused": [refusal.as_json() for refusal in taken.refused],
        "output": str(output),
    }


def count(
    corpus: Folder,
    what: Annotated[str, typer.Argument(metavar="WHAT", help="quoted, named, shares, together or events.")],
    by: Annotated[list[str] | None, typer.Option(help="outlet, month, year, language, a column …; repeat it.")] = None,
    of: Annotated[
        str, typer.Option(help="shares: of gender, role, kind, speaker_label, label, status, cue_class.")
    ] = "gender",
    outlet: Annotated[list[str] | None, typer.Option(help="Only articles of this outlet; repeat it.")] = None,
    language: Annotated[list[str] | None, typer.Option(help="Only articles in this language; repeat it.")] = None,
    label: Annotated[
        list[str] | None,
        typer.Option(help="Only annotations with this label (of quotes PER, ORG … mean their speakers); repeat it."),
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(help="Only quotes by such speakers: person, unnamed, group, organisation, document; repeat it."),
    ] = None,
    since: Annotated[
        datetime | None, typer.Option(formats=_DAY, metavar="DAY", help="From this day on: 2026-03-02.")
    ] = None,
    until: Annotated[
        datetime | None, typer.Option(formats=_DAY, metavar="DAY", help="Up to this day: 2026-03-31.")
    ] = None,
    copies: Annotated[bool, typer.Option("--copies", help="Count copies of other articles too.")] = False,
    top: Annotated[int, typer.Option(help="So many rows; 0 prints all.")] = 20,
    csv: Annotated[bool, typer.Option("--csv", help="Print CSV, all rows.")] = False,
    as_json: AsJson = False,
) -> None:
    """Count who is quoted or named, and what happens. With denominators; the filter is said on stderr."""
    from pressmark.dataset.corpus import load
    from pressmark.errors import PressmarkError
    from pressmark.exchange.spreadsheet_cells import guarded_rows
    from pressmark.study.counts import COUNTS, Filter, without_effect

    if what not in COUNTS:
        raise PressmarkError(f"{what!r} is not counted; there is {', '.join(COUNTS)}{suggestion(what, COUNTS)}")
    asked = Filter(
        outlets=tuple(outlet or ()), languages=tuple(language or ()), labels=tuple(label or ()), copies=copies,
        kinds=tuple(kind or ()), since=since.date() if since else None, until=until.date() if until else None,
    )  # fmt: skip
    more: dict[str, Any] = {"by": tuple(by)} if by and what != "together" else {}
    more |= {"of": of} if what == "shares" else {}
    loaded = load(corpus)
    found = COUNTS[what](loaded, filter=asked, **more)
    asked_for, left_out = found.attrs["filter"], found.attrs["left_out"]
    if as_json:
        rows = json.loads(found.to_json(orient="records", force_ascii=False))
        print(
            json.dumps(
                {"what": what, **more, "filter": asked_for, "left_out": left_out, "rows": rows},
                ensure_ascii=False,
                indent=1,
            )
        )
    else:
        print(guarded_rows(found).to_csv(index=False) if csv else _table(found, top), end="")
    print(f"filter: {json.dumps(asked_for, ensure_ascii=False)}", file=sys.stderr)
    for label in left_out:
        print(f"left out: {label} quotes, which are nobody's words (--label {label} counts them)", file=sys.stderr)
    for notice in () if len(found) else without_effect(loaded, what, asked):
        print(notice, file=sys.stderr)


def _table(found: pd.DataFrame, top: int) -> str:
    """The first rows of a count as a person reads them; 0 takes all."""
    if found.empty:
        return "nothing of this kind in the corpus\n"
    shown = found.head(top) if top else found
    said = shown.to_string(index=False, na_rep="–", float_format=lambda value: f"{value:.3f}")
    more = f"… and {len(found) - len(shown)} more rows (--top 0 prints all)\n" if len(found) > len(shown) else ""
    return f"{said}\n{more}"
