"""
Commands for annotation by hand: draw the articles to annotate, take what people made of them. `app` registers them.

Both write a corpus of their own, and never over one that a run made.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pressmark.messages import counted

from .arguments import AsJson, Folder
from .shell_completion import import_formats
from .terminal import print_plain as print

if TYPE_CHECKING:
    from pressmark.dataset.corpus import Corpus
    from pressmark.exchange import ImportedAnnotation
    from pressmark.study.estimation.sample_size import SamplePlan

__all__ = ["refuse_overwriting", "register"]

DEFAULT_ARTICLES = 50
"""Articles of a sample when nothing says how many; chosen: a day of annotation."""


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command(
        # The function is `take`, as `import` is a keyword of Python.
        "import",
        epilog="Example: pressmark import corpus/ brat/ --format brat --by annotator-1 --output gold/",
    )(take)
    app.command(
        epilog="Example: pressmark sample corpus/ --n 50 --by outlet --output to-annotate/"
    )(sample)


def sample(
    corpus: Folder,
    output: Annotated[
        Path | None,
        typer.Option(help="The corpus folder to write; with --for none is needed."),
    ] = None,
    n: Annotated[
        int | None,
        typer.Option("--n", min=1, help="How many articles; 50 without --for."),
    ] = None,
    by: Annotated[
        list[str] | None,
        typer.Option(
            help="outlet, language, week, month, year, or a column; repeat it."
        ),
    ] = None,
    seed: Annotated[
        int, typer.Option(help="The same seed draws the same articles.")
    ] = 1,
    measure: Annotated[
        str | None,
        typer.Option(
            "--for", help="The count to correct: shares:gender, quoted, events …"
        ),
    ] = None,
    width: Annotated[
        float | None,
        typer.Option(help="How wide the 95 % interval of a share may be: 0.05."),
    ] = None,
    allocation: Annotated[
        str,
        typer.Option(
            help="With --for: neyman (more where articles differ), or proportional."
        ),
    ] = "neyman",
    correlation: Annotated[
        float,
        typer.Option(help="With --width: how close machine and person are, 0 to 1."),
    ] = 0.0,
) -> None:
    """Draw articles to check or annotate by hand, by strata. With --for, as many as a count needs."""
    if measure:
        from pressmark.study.estimation.sample_size import SamplePlan

        plan = SamplePlan(
            measure=measure,
            by=tuple(by or ()),
            width=width,
            n=n,
            seed=seed,
            allocation=allocation,
            correlation=correlation,
        )
        _sample_for_count(corpus, plan, output)
        return
    _sample_as_corpus(corpus, output, n or DEFAULT_ARTICLES, tuple(by or ()), seed)


def _sample_for_count(corpus: Path, plan: SamplePlan, output: Path | None) -> None:
    """Draw the articles of a plan, write its file beside the corpus, and say what to do next."""
    from pressmark.dataset.corpus import load
    from pressmark.study.estimation.drawn_sample import write_sample
    from pressmark.study.estimation.sample_size import draw_sample

    drawn = draw_sample(load(corpus), plan)
    path = (output or corpus.resolve().parent) / drawn.file_name
    write_sample(drawn, path)
    for stratum in drawn.strata:
        print(
            f"{stratum.sample:6} of {stratum.articles:6}  {stratum.value or 'articles'}"
        )
    articles = counted(len(drawn.articles), "article")
    if plan.width is not None and not plan.correlation:
        articles += f" for a width of {plan.width:g} if the machine told nothing; its counts make it narrower"
    print(f"{articles}, written to {path}")


def _sample_as_corpus(
    corpus: Path, output: Path | None, n: int, by: tuple[str, ...], seed: int
) -> None:
    """Draw articles to annotate by hand, as a corpus of their own."""
    from pressmark.dataset.corpus import load
    from pressmark.errors import InputError
    from pressmark.evaluation import sample as draw
    from pressmark.pipeline.provenance import step_row

    if output is None:
        raise InputError("sample: --output is missing, the corpus folder to write.")
    refuse_overwriting(output, corpus)
    loaded = load(corpus)
    sampled = draw(loaded, n, by=by, seed=seed)
    # In the corpus itself, so that the sample can be drawn again when only the folder is left.
    settings = {"n": n, "by": list(by), "seed": seed}
    run_row = step_row("sample", "random", len(sampled.articles), settings=settings)
    title = f"{loaded.title}: sample of {len(sampled.articles)}"
    loaded.save_articles(sampled.articles, output, title=title, runs=[run_row])
    for notice in sampled.notices():
        print(notice, file=sys.stderr)
    for stratum, (size, share) in sampled.strata.items():
        print(f"{share:6} of {size:6}  {stratum or 'articles'}")
    print(f"{counted(len(sampled.articles), 'article')} written to {output}")


def take(
    corpus: Folder,
    path: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="The file or folder with the annotation."),
    ],
    by: Annotated[str, typer.Option(help="Who made it: annotator-1.")],
    output: Annotated[
        Path | None,
        typer.Option(help="The corpus folder to write: the articles of the file."),
    ] = None,
    into: Annotated[
        Path | None,
        typer.Option(help="A file of decisions, review.jsonl, in place of a corpus."),
    ] = None,
    format: Annotated[
        str,
        typer.Option(
            help="jsonl, brat, labelstudio, xmi, conllu, webannotation; into: csv too.",
            autocompletion=import_formats,
        ),
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

    loaded = load(corpus)
    if into is not None and (output is not None or beside):
        raise InputError(
            "--into writes decisions and no corpus: leave out --output and --beside."
        )
    if into is not None:
        code = _take_decisions(loaded, path, format, by, into, as_json=as_json)
    elif output is not None:
        refuse_overwriting(output, corpus)
        code = _take_layers(
            loaded, path, format, by, output, beside=beside, as_json=as_json
        )
    else:
        raise InputError(
            "Say where it goes: --output FOLDER for a corpus, --into review.jsonl for decisions."
        )
    raise typer.Exit(code)


def _take_layers(
    loaded: Corpus,
    path: Path,
    format: str,
    by: str,
    output: Path,
    *,
    beside: bool,
    as_json: bool,
) -> int:
    """Write the articles that a file annotates, with its layers, as a corpus; return the exit code."""
    from pressmark.errors import InputError
    from pressmark.exchange import group_refusals, import_annotation
    from pressmark.pipeline.provenance import step_row

    imported = import_annotation(loaded, path, format=format, by=by, beside=beside)
    # A corpus without articles would look like a success, most often of a wrong --format.
    if not imported.articles:
        refusals = "\n".join(f"  {line}" for line in group_refusals(imported.refusals))
        raise InputError(
            f"{path}: annotates no article of {loaded.folder} in the form {format}; nothing is written.\n{refusals}"
        )
    settings = {
        # Without its folders, which name a person's machine.
        "file": path.name,
        "format": format,
        "beside": beside,
        "refused": len(imported.refusals),
    }
    run_row = step_row(
        "by hand",
        f"human:{by}",
        len(imported.articles),
        settings=settings,
        spans=imported.span_count,
    )
    loaded.save_articles(
        imported.articles,
        output,
        title=f"{loaded.title}, annotated by {by}",
        runs=[run_row],
    )
    if as_json:
        summary = _import_json(imported, output)
        print(json.dumps(summary, ensure_ascii=False, indent=1))
    else:
        print("\n".join(_import_lines(imported, by, output)))
    # As after a run with rejected articles: done, but not with everything.
    return 1 if imported.refusals else 0


def _take_decisions(
    corpus: Corpus, path: Path, format: str, by: str, into: Path, *, as_json: bool
) -> int:
    """Write what a person did in another tool as decisions into a file; return the exit code."""
    from pressmark.exchange import group_refusals
    from pressmark.review import append, read_decisions
    from pressmark.review.decision_files import refuse_other_file
    from pressmark.review.taken_decisions import take_decisions

    reading = read_decisions([into] if into.exists() else [])
    refuse_other_file(into, reading)
    taken = take_decisions(corpus, path, format=format, by=by)
    known_ids = {decision.decision for decision in reading.decisions}
    # The same file taken twice is taken once.
    new = [one for one in taken.decisions if one.decision not in known_ids]
    append(into, new)
    known = len(taken.decisions) - len(new)
    counts = Counter(decision.action for decision in new)
    if as_json:
        summary = {
            "articles": taken.articles,
            "decisions": dict(sorted(counts.items())),
            "known": known,
            "notices": list(taken.notices),
            "refused": [refusal.as_json() for refusal in taken.refusals],
            "into": str(into),
        }
        print(json.dumps(summary, ensure_ascii=False, indent=1))
        return 1 if taken.refusals else 0
    listed = ", ".join(f"{count} {action}" for action, count in sorted(counts.items()))
    print(
        f"{counted(taken.articles, 'article')}: {counted(len(new), 'decision')} by {by} written to {into}"
    )
    if listed:
        print(f"  {listed}")
    if known:
        print(f"  {known} were there already")
    for line in (*taken.notices, *group_refusals(taken.refusals)):
        print(f"  {line}")
    return 1 if taken.refusals else 0


def _import_lines(imported: ImportedAnnotation, by: str, output: Path) -> Iterator[str]:
    """Yield what was taken, what was left out, and the refusals, those of one reason together."""
    from pressmark.exchange import group_refusals

    articles = counted(len(imported.articles), "article")
    spans = counted(imported.span_count, "annotation")
    yield f"{articles} with {spans} by human:{by} written to {output}"
    # By name, so that two imports of one file print the same.
    for kind, count in sorted(imported.omissions.items()):
        if count:
            yield f"  {counted(count, kind)} left out"
    yield from (f"  {notice}" for notice in imported.notices)
    if imported.refusals:
        yield f"  {len(imported.refusals)} not taken (--json prints each with its place):"
        yield from (f"  {line}" for line in group_refusals(imported.refusals))


def _import_json(imported: ImportedAnnotation, output: Path) -> dict[str, Any]:
    """Return what `--json` says of an import: every refusal with its position."""
    return {
        "articles": len(imported.articles),
        "annotations": imported.span_count,
        "left_out": dict(sorted(imported.omissions.items())),
        "notices": imported.notices,
        "refused": [refusal.as_json() for refusal in imported.refusals],
        "output": str(output),
    }


def refuse_overwriting(output: Path, corpus: Path) -> None:
    """Raise `PressmarkError` where writing would lose the corpus that is read, or another that a run made."""
    from pressmark.errors import PressmarkError
    from pressmark.storage.manifest import MANIFEST, read_manifest

    is_from_run = False
    if (output / MANIFEST).is_file():
        # Only a run gives its shards keys: what `sample` and `import` wrote may be written again.
        is_from_run = any(shard.keys for shard in read_manifest(output).shards)
    if is_from_run or output.resolve() == corpus.resolve():
        raise PressmarkError(
            f"{output}: holds a corpus that would be lost. Give another --output."
        )
