"""
What `pressmark run` and `pressmark count` do, as functions: `pressmark.run` and `pressmark.count`.

Every other command calls one function of one room, which `pressmark` offers under its own name; these two bring
several together. Each room is imported within the function, so that one command does not load what only another needs.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from pressmark.dataset.corpus import Corpus
    from pressmark.pipeline.driver import Outcome
    from pressmark.study.counts import Filter
    from pressmark.study.estimation.review_files import Checked

__all__ = ["count", "run"]


def run(yaml: str | Path, *, site: bool = True, retry: bool = False) -> Outcome:
    """
    Make or renew the dataset and the site that the file `yaml` describes, and return what came of it.

    Without `site`, make the dataset alone, as `pressmark annotate` does. With `retry`, try those articles again that
    an error, a time limit or a dead process kept out. Nothing is printed: `Outcome` holds the counts and the notices.
    Several workers are processes that import the caller's script, so call this below `if __name__ == "__main__":`.

    Raises `ConfigError` for mistakes in the file, `InputError` for a source that cannot be read, `ModelMissing` for a
    model that is not installed, `Blocked` for a folder that another run works at or that cannot be written.

    >>> outcome = run("news.yaml")                       # doctest: +SKIP
    >>> outcome.seen == outcome.kept + outcome.rejected  # doctest: +SKIP
    True
    """
    from pressmark.config.project import read
    from pressmark.pipeline.driver import run as make_corpus

    project = read(yaml)
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
        )
    return outcome


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

    With `checked`, a file of decisions or a `Checked`, rows have `corrected`, `low`, `high` and `checked` in place of
    the machine's own numbers.

    Raises `PressmarkError` for a `what` that is not counted, for a column that is not there, and for what was checked
    where it is no sample of known chances.

    >>> import pressmark
    >>> count(pressmark.load("corpus"), "quoted")["name"].to_list()
    ['Ann Lee']
    """
    from pressmark.study.counts import find_count

    # Before anything is corrected, so that an unknown count is told as one.
    count_function = find_count(corpus, what)
    if checked is None:
        return count_function(corpus, filter=filter, **options)
    from pressmark.study.estimation.review_files import Checked

    people = (
        checked if isinstance(checked, Checked) else Checked(files=(Path(checked),))
    )
    return people.count(corpus, what, filter=filter, **options)
