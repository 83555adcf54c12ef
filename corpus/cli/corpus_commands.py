"""Commands that read a corpus: what it holds, whether it is whole, what made it. `app` registers them."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .arguments import AsJson, Folder
from .shell_completion import export_formats
from .terminal import print_plain as print

if TYPE_CHECKING:
    from pressmark.dataset.corpus import Corpus

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command(epilog="Example: pressmark check corpus/")(check)
    app.command(epilog="Example: pressmark rejected corpus/")(rejected)
    app.command(epilog="Example: pressmark info corpus/")(info)
    app.command(
        epilog="Example: pressmark export corpus/ --format sqlite --output corpus.db"
    )(export)
    app.command(epilog="Example: pressmark explain corpus/ lm-0012 --layer quotes")(
        explain
    )
    app.command(
        epilog="Example: pressmark names corpus/ --unmatched --label PER --least 5 > more.yaml"
    )(names)


def check(corpus: Folder, as_json: AsJson = False) -> None:
    """Say whether a corpus is whole and true. Files, offsets and links are read; exits with 5 when one is wrong."""
    from pressmark.dataset.checks import check as problems_of

    problems = problems_of(corpus)
    if as_json:
        print(
            json.dumps(
                [
                    {"where": problem.where, "what": problem.what}
                    for problem in problems
                ],
                ensure_ascii=False,
            )
        )
    else:
        # A whole corpus is said to be so: no output would leave open whether anything was read.
        print("\n".join(map(str, problems)) or f"{corpus}: whole and true.")
        if not problems:
            _say_later_columns(corpus)
    # 5 is the code of `CorpusError`, so that a script asks one question of every command.
    raise typer.Exit(5 if problems else 0)


def _say_later_columns(corpus: Path) -> None:
    """Print which columns of today a corpus of an earlier pressmark lacks, and how to get them; nothing where it has all."""
    from pressmark.dataset.earlier_columns import later_columns
    from pressmark.storage.manifest import read_manifest

    lacking = later_columns(corpus, read_manifest(corpus))
    if lacking:
        print(
            "It was written by an earlier pressmark. Columns that came later are read as empty, or filled in from `names`:"
        )
        for table, columns in lacking.items():
            print(f"  {table}: {', '.join(columns)}")
        print("`pressmark run` with its YAML file makes it anew, with all of them.")


def rejected(corpus: Folder, as_json: AsJson = False) -> None:
    """
    List the articles that were not kept, and those kept without a layer whose optional annotator failed.

    Those of one file and one reason are one line. With --json, `layer` says which layer an article is kept
    without, and is null for what was not kept.
    """
    from dataclasses import asdict

    from pressmark.dataset.corpus import load
    from pressmark.dataset.rejections import (
        failure_groups,
        failure_lines,
        group_lines,
        grouped,
    )

    loaded = load(corpus)
    # Grouped: a source that cannot be parsed rejects thousands of articles for one reason.
    groups = grouped(loaded.rows("rejected"))
    failures = (
        list(loaded.rows("layer_failures"))
        if "layer_failures" in loaded.manifest.tables()
        else []
    )
    if as_json:
        groups += failure_groups(failures)
        print(
            json.dumps(
                [asdict(group) | {"may_pass": group.may_pass} for group in groups],
                ensure_ascii=False,
            )
        )
    else:
        print("\n".join(group_lines(groups)) or f"{corpus}: nothing was rejected.")
        for line in failure_lines(failures):
            print(line)


def info(corpus: Folder, as_json: AsJson = False) -> None:
    """Say what a corpus holds and what made it."""
    from pressmark.dataset.corpus import load

    from .command_functions import info as corpus_facts

    loaded = load(corpus)
    if as_json:
        print(json.dumps(corpus_facts(loaded), ensure_ascii=False, indent=1))
    else:
        print(_describe_corpus(loaded))


def _describe_corpus(corpus: Corpus) -> str:
    """Return what `info` prints: the rows of each table, then each step of the run with its model."""
    rows = [f"{corpus.title}: {corpus.folder}", ""]
    rows += [f"{rows:>9}  {table}" for table, rows in corpus.counts.items()]
    rows += ["", "made by"]
    for row in corpus.table("runs").to_list():
        model = (
            f", model {row['model']} {row['model_version']} ({row['model_licence']})"
            if row["model"]
            else ""
        )
        rows.append(f"  {row['step']} {row['name']}: pressmark {row['version']}{model}")
    return "\n".join(rows)


def export(
    corpus: Folder,
    output: Annotated[Path, typer.Option(help="The file or folder to write.")],
    format: Annotated[
        str,
        typer.Option(
            help="jsonl, csv, parquet, xlsx, sqlite, webannotation, docbin, brat, conllu, labelstudio, xmi, tei, txm,"
            " iramuteq, gexf, graphml, croissant or hub.",
            autocompletion=export_formats,
        ),
    ] = "jsonl",
    layer: Annotated[
        str | None, typer.Option(help="One layer alone, where a form holds one.")
    ] = None,
    excel: Annotated[
        bool, typer.Option("--excel", help="csv: as Excel opens it.")
    ] = False,
    scare: Annotated[
        bool, typer.Option("--scare", help="iramuteq: scare quotes are texts too.")
    ] = False,
    push: Annotated[
        str | None, typer.Option(help="hub: the repository to send it to, org/name.")
    ] = None,
) -> None:
    """Write a corpus for another tool. What that form could not carry is said."""
    from pressmark.dataset.corpus import load
    from pressmark.exchange import export as write

    report = write(
        load(corpus),
        output,
        format=format,
        layer=layer,
        excel=excel,
        push=push,
        scare=scare,
    )
    print("\n".join(report.lines()))


def explain(
    corpus: Folder,
    article: Annotated[
        str, typer.Argument(metavar="ARTICLE", help="The id of an article.")
    ],
    layer: Annotated[
        list[str] | None, typer.Option(help="Only this layer; may be repeated.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Print an article's annotations and the rule that made each."""
    from pressmark.dataset.corpus import load
    from pressmark.study.explanations import explain_article, explanation_lines

    annotated = load(corpus).article(article)
    if as_json:
        print(
            json.dumps(
                explain_article(annotated, layer or ()), ensure_ascii=False, indent=1
            )
        )
    else:
        print("\n".join(explanation_lines(annotated, layer or ())))


def names(
    corpus: Folder,
    unmatched: Annotated[
        bool,
        typer.Option("--unmatched", help="Those that no gazetteer knows, as YAML."),
    ] = False,
    label: Annotated[
        list[str] | None,
        typer.Option(help="Only PER, LOC, ORG or MISC; may be repeated."),
    ] = None,
    least: Annotated[
        int, typer.Option(help="Only names with so many mentions at least.")
    ] = 2,
    as_json: AsJson = False,
) -> None:
    """
    List the names of a corpus, the most mentioned first. With --unmatched, as a gazetteer to edit.

    With --json a list of the rows of the table `names`, also of the unmatched.
    """
    from pressmark.dataset.corpus import load
    from pressmark.study.name_lists import name_lines, name_rows, name_yaml

    rows = name_rows(load(corpus), labels=label or (), least=least, unmatched=unmatched)
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, indent=1, default=str))
    # An empty gazetteer is still a file of YAML; an empty list is no line.
    elif rows or unmatched:
        lines = name_yaml(rows) if unmatched else name_lines(rows)
        print("\n".join(lines))
    # On stderr, as stdout may go into a gazetteer; said, as many names of a corpus stand in it once.
    if least > 1:
        print(
            f"Names with fewer than {least} mentions are left out (--least 1 lists them).",
            file=sys.stderr,
        )
