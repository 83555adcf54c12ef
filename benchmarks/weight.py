"""
How many files and bytes a site has for each article, what they are, and how many CPU seconds it took to make.

    .venv/bin/python benchmarks/weight.py CORPUS [CORPUS …] [--kinds] [--no-downloads] [--keep FOLDER]

A line a corpus; with `--kinds` a line for each kind of file too. Bytes are those that the files hold, and beside them
those that they take on a disk that gives whole blocks. CPU seconds are of this process alone, which makes the site.
`benchmarks/resampled.py` makes corpora of any size.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from pressmark.config.site_options import SiteOptions
from pressmark.dataset.corpus import load
from pressmark.site import build

BLOCK = 512  # bytes that `st_blocks` counts in, on every system that has it
HEAD = f"{'':34} {'files':>9} {'an article':>10} {'MB':>8} {'kB an article':>13} {'on the disk':>11}"


def kind_of(path: Path) -> str:
    """Return what a file is, by its folder and its ending: `names *.html`, `search w-*.js`."""
    folder = path.parts[0] if len(path.parts) > 1 else "."
    name = (
        path.name.partition("-")[0] + "-*" if folder in ("search", "explore") else "*"
    )
    return f"{folder}/{name}{path.suffix}"


def files_of(folder: Path) -> Iterator[tuple[str, int, int]]:
    """Yield of each file of a site its kind, its bytes, and what it takes on the disk."""
    for path in folder.rglob("*"):
        if path.is_file():
            status = path.stat()
            yield (
                kind_of(path.relative_to(folder)),
                status.st_size,
                status.st_blocks * BLOCK,
            )


def line(name: str, files: int, size: int, taken: int, articles: int) -> str:
    """Return a line of the table."""
    return (
        f"{name:34} {files:9,} {files / articles:10.2f} {size / 1e6:8.1f}"
        f" {size / articles / 1000:13.1f} {taken / articles / 1000:11.1f}"
    )


def measure(
    corpus_folder: Path, options: SiteOptions, *, has_kinds: bool, keep: Path | None
) -> None:
    """Build the site of a corpus below `keep`, else in a folder that goes again, and print its lines."""
    corpus = load(corpus_folder)
    articles = len(corpus)
    with tempfile.TemporaryDirectory(prefix="pressmark-weight-") as scratch:
        name = keep / f"site-{articles}" if keep else Path(scratch) / "site"
        started = time.process_time()
        build(corpus, name, options)
        seconds = time.process_time() - started
        counts: Counter[str] = Counter()
        sizes: Counter[str] = Counter()
        blocks: Counter[str] = Counter()
        for kind, size, taken in files_of(name):
            counts[kind] += 1
            sizes[kind] += size
            blocks[kind] += taken
    all_of_it = f"{articles:,} articles, {seconds:.1f} CPU s ({1000 * seconds / articles:.1f} ms)"
    print(line(all_of_it, counts.total(), sizes.total(), blocks.total(), articles))
    if has_kinds:
        for kind, size in sizes.most_common():
            print(line(f"  {kind}", counts[kind], size, blocks[kind], articles))


def main() -> None:
    """Measure the corpora that are named."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpora", type=Path, nargs="+")
    parser.add_argument("--kinds", action="store_true")
    parser.add_argument("--no-downloads", action="store_true")
    parser.add_argument("--search", default=True)
    parser.add_argument("--keep", type=Path, help="the folder that the sites stay in")
    asked = parser.parse_args()
    options = SiteOptions(downloads=not asked.no_downloads, search=asked.search)
    print(HEAD)
    for corpus in asked.corpora:
        measure(corpus, options, has_kinds=asked.kinds, keep=asked.keep)


if __name__ == "__main__":
    main()
