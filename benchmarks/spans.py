"""
Whether a change leaves every span as it was: a hash of each article's layers, kept, and compared later.

    .venv/bin/python benchmarks/spans.py FOLDER before.json     keeps them; of a file that is there, says what differs

FOLDER holds `*.jsonl` as `benchmarks/quality.py` reads them, each line with a text, a language and perhaps a date.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from pressmark import Article, annotate_parsed
from pressmark.annotation.annotators import find, make_annotator
from pressmark.annotators.parse import DEFAULT_MODELS, model_path, parse_articles
from pressmark.annotators.parse_cache import ParseCache

LAYERS = ("entities", "quotes", "times", "events")
CACHE = Path(__file__).parent.parent / ".cache" / "spans"


def articles(folder: Path) -> Iterator[Article]:
    """The texts of every set of a folder."""
    for file in sorted(folder.glob("*.jsonl")):
        for line in file.read_text("utf-8").splitlines():
            given = json.loads(line)
            when = (
                datetime.fromisoformat(given["date"]).replace(tzinfo=UTC)
                if given.get("date")
                else None
            )
            yield Article(
                id=f"{file.stem}:{given['id']}",
                text=given["text"],
                language=given["lang"],
                published=when,
            )


def digests(given: list[Article]) -> Iterator[tuple[str, str]]:
    """A name and a hash for each layer of each article."""
    annotators = [make_annotator(find(name), {}) for name in LAYERS]
    for language, name in DEFAULT_MODELS.items():
        model = model_path(name)
        spoken = [article for article in given if article.language == language]
        with model.nlp.memory_zone():
            parsed = parse_articles(
                spoken, model.nlp, cache=ParseCache(CACHE, model.sha256)
            )
            for article in annotate_parsed(parsed, annotators):
                for layer, spans in article.layers.items():
                    yield (
                        f"{article.id} {layer}",
                        hashlib.sha256(repr(spans).encode()).hexdigest(),
                    )


def main(folder: Path, kept: Path) -> int:
    """Keep the hashes, or compare them with those that are kept."""
    found = dict(digests(list(articles(folder))))
    if not kept.exists():
        kept.write_text(json.dumps(found), "utf-8")
        print(f"{len(found)} layers kept")
        return 0
    before = json.loads(kept.read_text("utf-8"))
    other = sorted(
        name
        for name in before.keys() | found.keys()
        if before.get(name) != found.get(name)
    )
    print(
        f"{len(found)} layers, {len(other)} differ from {kept}", *other[:40], sep="\n"
    )
    return bool(other)


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]), Path(sys.argv[2])))
