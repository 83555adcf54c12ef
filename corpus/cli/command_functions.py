"""
What commands do, as functions that return values and print nothing: `pressmark.run`, `pressmark.count`, `pressmark.names` …

Commands that call one function of one room have that one, which `pressmark` offers under its own name. Each room is
imported within the function, so that one command does not load what only another needs.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import pandas as pd

    from pressmark.articles import Article
    from pressmark.dataset.corpus import Corpus
    from pressmark.pipeline.driver import Outcome
    from pressmark.pipeline.run_forecast import RunForecast
    from pressmark.study.counts import Filter
    from pressmark.study.estimation.review_files import Checked

__all__ = [
    "codebook",
    "count",
    "explain",
    "forecast",
    "info",
    "init",
    "methods",
    "names",
    "rejected",
    "run",
    "schema",
]


def run(
    yaml: str | Path,
    *,
    site: bool = True,
    retry: bool = False,
    settings: Mapping[str, Any] | None = None,
) -> Outcome:
    """
    Make or renew the dataset and the site that the file `yaml` describes, and return what came of it.

    Without `site`, make the dataset alone, as `pressmark annotate` does. With `retry`, try those articles again that
    an error, a time limit or a dead process kept out. `settings` go before those of the file, by path:
    `{"run.workers": 4, "annotators.quotes.minimum": 0.8}`. Nothing is printed: `Outcome` holds the counts and the notices.
    Several workers are processes that import the caller's script, so call this below `if __name__ == "__main__":`.

    Raises `ConfigError` for mistakes in the file, `InputError` for a source that cannot be read, `ModelMissing` for a
    model that is not installed, `Blocked` for a folder that another run works at or that cannot be written.

    >>> outcome = run("news.yaml")                       # doctest: +SKIP
    >>> outcome.seen == outcome.kept + outcome.rejected  # doctest: +SKIP
    True
    """
    from pressmark.config.project import read
    from pressmark.pipeline.driver import run as make_corpus

    project = read(yaml, settings=settings)
    # Before the site, which is made of the corpus on the disk.
    outcome = make_corpus(project, retry=retry)
    if site:
        from pressmark.dataset.corpus import load
        from pressmark.site import build

        build(
            load(outcome.corpus),
            project.site,
            project.site_options,
            workers=project.workers,
            cache=project.cache_folder,
        )
    return outcome


def forecast(
    yaml: str | Path,
    *,
    retry: bool = False,
    settings: Mapping[str, Any] | None = None,
) -> RunForecast:
    """
    Return what `run` would do with the file `yaml`, and with the same `retry` and `settings`; nothing is written.

    It raises what `run` raises before it annotates.

    >>> forecast("news.yaml").annotated       # doctest: +SKIP
    3
    """
    from pressmark.config.project import read
    from pressmark.pipeline.run_forecast import forecast_run

    return forecast_run(read(yaml, settings=settings), retry=retry)


def count(
    corpus: Corpus,
    what: str,
    *,
    filter: Filter | None = None,
    checked: Checked | str | Path | None = None,
    **options: Any,
) -> pd.DataFrame:
    """
    Count `what` in a corpus: "quoted", "named", "shares", "together", "events" or any layer; return a frame.

    The most comes first.

    `options` are those of the function of this name in `pressmark.study.counts`: `by` (columns to divide by), for
    "shares" `of` (what is shared out), for "together" `most`. `filter` says which articles and annotations count.

    Articles that lack the counted layer, its annotator having failed, are in no denominator; `frame.attrs["notices"]` says
    how many they are.

    With `checked`, a file of decisions or a `Checked`, rows have `corrected`, `low`, `high` and `checked` in place of
    the machine's own numbers.

    Raises `PressmarkError` for a `what` that is not counted, for an option that it lacks or does not take, for a column
    that is not there, and for what was checked where it is no sample of known chances.

    >>> import pressmark
    >>> count(pressmark.load("corpus"), "quoted")["name"].to_list()
    ['Ann Lee']
    """
    from pressmark.study.counted_rows import gap_notices
    from pressmark.study.counts import check_options, find_count
    from pressmark.study.estimation.group_values import layer_of

    # Before anything is corrected, so that an unknown count is told as one.
    count_function = find_count(corpus, what)
    check_options(what, count_function, options)
    if checked is None:
        frame = count_function(corpus, filter=filter, **options)
    else:
        from pressmark.study.estimation.review_files import Checked

        people = (
            checked if isinstance(checked, Checked) else Checked(files=(Path(checked),))
        )
        frame = people.count(corpus, what, filter=filter, **options)
    notices = [
        *frame.attrs.get("notices", ()),
        *gap_notices(corpus, layer_of(what), filter),
    ]
    if notices:
        frame.attrs["notices"] = notices
    return frame


def names(
    corpus: Corpus,
    *,
    labels: Collection[str] = (),
    least: int = 2,
    unmatched: bool = False,
) -> pd.DataFrame:
    """
    Return the names of a corpus with at least `least` mentions, the most mentioned first, as a frame.

    Its columns are those of the table `names`. With `labels` (PER, LOC, ORG, MISC) those alone, with `unmatched` those
    that no gazetteer knows.

    >>> import pressmark
    >>> names(pressmark.load("corpus"), least=1)[["name", "mentions"]].to_dict("records")
    [{'name': 'Ann Lee', 'mentions': 1}]
    """
    import pandas as pd

    from pressmark.study.name_lists import name_rows

    rows = name_rows(corpus, labels=labels, least=least, unmatched=unmatched)
    # With the columns of the table where no name is left, so that a script need not ask.
    columns = list(corpus.manifest.table_columns("names").features)
    return pd.DataFrame(rows, columns=columns)


def rejected(corpus: Corpus) -> pd.DataFrame:
    """
    Return what was not kept, those of one file, step and reason in one row: `file`, `step`, `reason`, `count`,
    `may_pass`, `ids`, `places`, `layer`.

    `may_pass` says whether another try (`run(…, retry=True)`) may keep them. `layer` is empty but for articles that are
    kept without that layer, whose optional annotator failed.

    >>> import pressmark
    >>> len(rejected(pressmark.load("corpus")))
    0
    """
    import pandas as pd

    from pressmark.dataset.rejections import failure_groups, grouped

    columns = ("file", "step", "reason", "count", "may_pass", "ids", "places", "layer")
    groups = grouped(corpus.rows("rejected"))
    if "layer_failures" in corpus.manifest.tables():
        groups += failure_groups(corpus.rows("layer_failures"))
    rows = [{name: getattr(group, name) for name in columns} for group in groups]
    return pd.DataFrame(rows, columns=columns)


def explain(article: Article, *, layers: Sequence[str] = ()) -> pd.DataFrame:
    """
    Return the annotations of an article in the order of the text, each with the rule that made it, as a frame.

    `example` is another sentence that the same rule reads; `about` is what the layer says beyond the columns of every
    span, `links` what it points to. With `layers`, those alone. Raises `LayerMissing` for one that is not there.

    >>> import pressmark
    >>> explain(pressmark.load("corpus")["a"], layers=["quotes"])[["layer", "text"]].to_dict("records")
    [{'layer': 'quotes', 'text': 'The ferry is late'}]
    """
    import pandas as pd

    from pressmark.study.explanations import explain_article

    return pd.DataFrame(explain_article(article, layers))


def info(corpus: Corpus) -> dict[str, Any]:
    """
    Return what a corpus holds and what made it: `title`, `seen`, `layers`, rows of `tables`, `runs`, `times`.

    >>> import pressmark
    >>> info(pressmark.load("corpus"))["tables"]["quotes"]
    1
    """
    # The order of the keys is that in which a person reads them.
    return {
        "title": corpus.title,
        "seen": corpus.manifest.seen,
        "layers": list(corpus.layers),
        "tables": corpus.counts,
        "runs": corpus.rows("runs"),
        "times": dict(corpus.manifest.times),
    }


def methods(
    yaml: str | Path,
    *,
    checked: Sequence[str | Path] = (),
    sample: str | Path | None = None,
    language: str = "en",
    format: str = "markdown",
) -> str:
    """
    Return the paragraph and tables for a methods section of the corpus that `yaml` describes, in en or fr.

    `checked` are files of decisions on a `sample`, else those of the YAML file. `format` is "markdown", "latex" or
    "bibtex". Raises `ConfigError` for mistakes in the file, `CorpusError` where the corpus is not there.

    >>> print(methods("news.yaml", language="fr"))               # doctest: +SKIP
    """
    from pressmark.config.project import read
    from pressmark.dataset.corpus import load
    from pressmark.study.estimation.review_files import Checked
    from pressmark.study.methods.facts import gather_facts
    from pressmark.study.methods.rendering import render_methods

    # Without annotators: the corpus says by which it was made.
    project = read(yaml, with_annotators=False)
    review = [file for file in project.config.review if file.exists()]
    decided = tuple(Path(file) for file in checked) or tuple(review)
    beside = Path(sample) if sample is not None else None
    people = Checked(files=decided, sample=beside) if decided else None
    facts = gather_facts(project, load(project.corpus), people)
    return render_methods(facts, language=language, format=format)


def codebook() -> str:
    """
    Return the codebook of events as Markdown: each type with definition, example, codes and triggers.

    >>> codebook().startswith("# ")
    True
    """
    from pressmark.annotators.events.codebook import make_codebook

    return make_codebook()


def schema(what: Literal["yaml", "review"] = "yaml") -> dict[str, Any]:
    """
    Return the JSON Schema of the YAML file, or with "review" that of a decision, a line of `review.jsonl`.

    >>> schema("review")["type"]
    'object'
    """
    from pressmark.config.project import schema as schema_of_yaml
    from pressmark.review.decisions import schema as schema_of_decision

    return schema_of_decision() if what == "review" else schema_of_yaml()


def init(
    folder: str | Path = ".", *, language: str = "en", annotator: str | None = None
) -> tuple[Path, ...]:
    """
    Write a YAML file that runs, and an article where the folder has none; return the files.

    `language` is that of the article and of the site. With `annotator`, a name such as "my_lab", write a module with an
    annotator that runs, its test and a YAML file that names it. Raises `PressmarkError` where a file is there already.

    >>> [path.name for path in init("first-study")]
    ['pressmark.yaml', 'first.txt']
    """
    from .first_project import write_annotator, write_first_project

    if annotator is not None:
        return write_annotator(folder, annotator, language=language)
    return write_first_project(folder, language=language)
