"""Build a site: every page of a corpus, gathered, rendered and written, and the files beside the pages."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from pathlib import Path

from pressmark.config.site_options import SiteOptions
from pressmark.dataset.corpus import Corpus
from pressmark.errors import PressmarkError
from pressmark.storage.manifest import MANIFEST
from pressmark.study.estimation.drawn_sample import sample_files

from .files_beside_pages import file_groups
from .index import Index
from .index_writer import write_index
from .output import Output
from .page_plan import plan_pages
from .renderer import RenderJob
from .shard_extracts import ShardExtracts
from .site_tasks import SiteTask, cut_into_tasks, do_tasks
from .template_engine import Templates
from .temporary_folder import open_temporary_folder

__all__ = ["Built", "build", "is_current"]


_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Built:
    """
    What a build did: the site's folder, how many files it wrote, left as they were, and deleted.

    `size` is how many bytes the whole site has.
    """

    folder: Path
    written: int
    unchanged: int
    deleted: int
    size: int = 0

    @property
    def size_in_words(self) -> str:
        """How large the site is, in words: `7,148 files, 73.0 MB`."""
        files_in_all = self.written + self.unchanged
        megabytes = self.size / 1e6
        return f"{files_in_all:,} files, {megabytes:,.1f} MB"


def build(
    corpus: Corpus,
    output: Path,
    options: SiteOptions | None = None,
    *,
    workers: int = 1,
    cache: Path | None = None,
) -> Built:
    """
    Make the site of a corpus in a folder, or bring it up to date; what would not change is not made again.

    `workers` is how many processes render the pages of a large corpus. In the folder `cache` rows of its shards are kept,
    so that the next build reads only the shards that changed. Raises `PressmarkError` for a folder that holds
    files which are not ours, a theme that is not there, or a language without an interface.

    >>> build(corpus, Path("public"), SiteOptions(language="fr"), workers=4)      # doctest: +SKIP
    """
    output = Path(output)
    templates, site = _open(corpus, output, options or SiteOptions())
    if site.is_current:
        _log.info("site: nothing changed in %s", output)
        return Built(output, 0, len(site.current), 0, site.size)
    # The site outside: what goes wrong in the temporary folder too leaves a list that vouches for no file.
    with site, open_temporary_folder() as folder:
        shown = templates.options
        write_index(
            corpus,
            folder / "index.db",
            ShardExtracts(corpus, cache, has_search=bool(shown.search)),
            language=shown.language,
            fold_copies=shown.copies == "fold",
        )
        _make_files(corpus, site, templates, folder / "index.db", workers)
    _log.info(
        "site: %d files written, %d unchanged, %d deleted in %s",
        site.written,
        site.unchanged,
        site.deleted,
        output,
    )
    return Built(output, site.written, site.unchanged, site.deleted, site.size)


def is_current(
    corpus: Corpus, output: Path, options: SiteOptions | None = None
) -> bool:
    """Say whether `build` would change nothing; it raises what that raises."""
    _, site = _open(corpus, Path(output), options or SiteOptions())
    return site.is_current


def _open(
    corpus: Corpus, output: Path, options: SiteOptions
) -> tuple[Templates, Output]:
    """Return the templates of a site and its folder, into which nothing is written yet."""
    if options.theme is not None and not options.theme.is_dir():
        raise PressmarkError(
            f"{options.theme}: no such folder of templates. Name one under `site: theme:`, or leave it out."
        )
    templates = Templates(corpus, options)
    return templates, Output(output, _site_fingerprint(corpus, templates))


def _make_files(
    corpus: Corpus, site: Output, templates: Templates, index_file: Path, workers: int
) -> None:
    """Make what changed of the pages and of what stands beside them, from the index."""
    options = templates.options
    index = Index(index_file)
    pages = plan_pages(index, has_search=bool(options.search))
    job = RenderJob(
        corpus=corpus.folder,
        index=index_file,
        options=options,
        folder=site.folder,
        current=site.current,
    )
    # The groups first: the search takes longest, and nothing should wait for it at the end.
    tasks: list[SiteTask] = [*file_groups(corpus, options), *cut_into_tasks(pages)]
    for path, fingerprint, written in do_tasks(
        tasks, job, corpus, templates, workers=workers
    ):
        site.note(path, fingerprint, written)


def _site_fingerprint(corpus: Corpus, templates: Templates) -> str:
    """Return the fingerprint of the whole site: the corpus as its manifest lists it, and what all pages depend on."""
    digest = hashlib.blake2b((corpus.folder / MANIFEST).read_bytes(), digest_size=16)
    digest.update(templates.fingerprint.encode() + repr(corpus.layers).encode())
    # Counts are corrected by the samples that lie beside a corpus.
    for file in sample_files(corpus.folder.resolve().parent):
        digest.update(file.read_bytes())
    return digest.hexdigest()
