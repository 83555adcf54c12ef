"""
The example corpus of which people checked a half: what the pictures of the review page and of a corrected count show.

Twelve of its articles are drawn, and the quotes of their gold are taken as what readers decided, as `docs/publishing.md`
has it done by keys.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

EXAMPLES = Path(__file__).parent.parent / "examples"
ARTICLES = 12
STUDY = """\
title: The example corpus
source: {files: ["articles/*.md"]}
corpus: corpus/
annotators: [entities, quotes, events]
review: review.jsonl
site: {folder: public/, language: en}
"""


def make(folder: Path, shown_article: str) -> tuple[Path, Path]:
    """Make the corpus in `folder`; return its review page, which asks about `shown_article`, and its page of counts."""
    shutil.copytree(EXAMPLES / "articles", folder / "articles")
    (folder / "study.yaml").write_text(STUDY, encoding="utf-8")
    _command(folder, "run", "study.yaml")
    _command(folder, "sample", "corpus", "--for", "shares:gender", "--n", str(ARTICLES))
    gold = folder / "gold.jsonl"
    gold.write_text("".join(_gold_of_drawn(folder)), encoding="utf-8")
    into = ("--by", "readers", "--into", "review.jsonl")
    _command(folder, "import", "corpus", "gold.jsonl", *into)
    _command(folder, "run", "study.yaml")
    one = ("--only", f"article={shown_article}", "--order", "doubt")
    # Decisions into another file, so that the page still asks.
    page = ("--into", "asked.jsonl", "--file", "review.html")
    _command(folder, "review", "study.yaml", *one, *page)
    return folder / "review.html", folder / "public" / "counts.html"


def _gold_of_drawn(folder: Path) -> Iterator[str]:
    """Yield a line for each article that was drawn, with the quotes of its gold."""
    (drawn,) = folder.glob("sample-*.json")
    sample = json.loads(drawn.read_text(encoding="utf-8"))
    ids = {article["id"] for article in sample["articles"]}
    for file in sorted((EXAMPLES / "gold").glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row["id"] in ids:
                kept = {name: row[name] for name in ("id", "text", "quotes")}
                yield json.dumps(kept, ensure_ascii=False) + "\n"


def _command(folder: Path, *words: str) -> None:
    """Run a command of pressmark in `folder`; raises `CalledProcessError` where it fails."""
    # Standard output is left to the caller's pictures.
    subprocess.run(
        [sys.executable, "-m", "pressmark", *words],
        cwd=folder,
        check=True,
        capture_output=True,
    )
