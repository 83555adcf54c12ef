"""Corpora made for tests of the review page, without a run; and the command that serves one."""

from __future__ import annotations

import json
import os
import signal
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from commands import Command, start_command

from pressmark.articles import Article
from pressmark.dataset.corpus import Corpus, save
from pressmark.exchange import import_annotation
from pressmark.spans import Entity, Quote

EXAMPLES = Path(__file__).parent.parent / "examples"
START_SECONDS = 30
"""Within which a command prints its address, on a machine that others work on, too."""

PEOPLE = ("Anne Morel", "Ben Stone", "Cora Lind", "Dario Vance")


def write_study(folder: Path, *, language: str = "en", review: object = ()) -> Path:
    """Write the YAML file of a study whose corpus is there already; gives the file."""
    folder.mkdir(parents=True, exist_ok=True)
    yaml = folder / "study.yaml"
    (folder / "a.txt").write_text("Nothing is read from here.")
    yaml.write_text(
        "title: Made\nsource: {files: [a.txt]}\n"
        f"site: {{language: {language}}}\nreview: {json.dumps(review)}\n"
    )
    return yaml


def made_article(number: int, quotes: int = 3, *, salt: str = "") -> Article:
    """
    Return an article of so many quotes, one a paragraph, each by the next of four people.

    Scores fall from quote to quote and rise from article to article, so that the least sure stand nowhere near.
    """
    text = f"Report {number}{salt} of the day 😀.\n\n"
    entities, made = [], []
    for turn in range(quotes):
        name = PEOPLE[(number + turn) % len(PEOPLE)]
        words = f"“We march at {turn} in the street,”"
        quote_start = len(text)
        text += words + " said "
        start = len(text)
        text += f"{name}. Nobody else came to the place.\n\n"
        end = start + len(name)
        entities.append((start, end, name))
        made.append((quote_start, quote_start + len(words), start, end, name))
    article = Article(
        id=f"a{number:05}", text=text, language="en", title=f"Report {number}"
    )
    article = article.with_layer(
        _Maker("entities"),
        [
            Entity.cut(text, start, end, "PER", name=name, mention_start=start, mention_end=end)
            for start, end, name in entities
        ],
    )  # fmt: skip
    return article.with_layer(_Maker("quotes"), _quotes(article, made, number))


def _quotes(article: Article, made: list[Any], number: int) -> list[Quote]:
    ids = {entity.start: entity.id for entity in article.entities}
    return [
        Quote.cut(
            article.text, start, end, "direct",
            spans=((start, end),), score=round(0.9 - turn / 10 + number / 1000, 4), rule=f"rule-{turn}",
            speaker=name, speaker_start=first, speaker_end=last, speaker_id=ids[first], speaker_name=name,
        )
        for turn, (start, end, first, last, name) in enumerate(made)
    ]  # fmt: skip


@dataclass(frozen=True)
class _Maker:
    layer: str
    name: str = "made"


def made_study(
    folder: Path, articles: int = 4, quotes: int = 3, **settings: Any
) -> Path:
    """Write a study of made articles with its corpus; gives its YAML file."""
    yaml = write_study(folder, **settings)
    shard = settings.pop("shard", 200)
    save(
        (made_article(number, quotes) for number in range(articles)),
        folder / "corpus",
        title="Made",
        shard=shard,
    )
    return yaml


def example_study(folder: Path) -> Path:
    """Write a study of the example articles with their annotation by hand; gives its YAML file."""
    yaml = write_study(folder)
    bare: list[Article] = []
    for language in ("en", "fr"):
        rows = map(json.loads, (EXAMPLES / "gold" / f"{language}.jsonl").open())
        for row in rows:
            article = Article(id=row["id"], text=row["text"], language=language)
            article = article.with_layer(_Maker("entities"), [])
            bare.append(article.with_layer(_Maker("quotes"), []))
    corpus: Corpus = save(bare, folder / "bare", title="Bare")
    articles = {article.id: article for article in corpus}
    for language in ("en", "fr"):
        gold = EXAMPLES / "gold" / f"{language}.jsonl"
        imported = import_annotation(corpus, gold, format="jsonl", by="gold")
        articles |= {
            one.id: one for one in imported.articles if one.language == language
        }
    chosen = [
        article.with_layer(_Maker("quotes"), article.quotes)
        for article in articles.values()
    ]
    save(chosen, folder / "corpus", title="Examples")
    return yaml


@dataclass(slots=True)
class ServedReview:
    """`pressmark review` in a process of its own."""

    yaml: Path
    arguments: tuple[str, ...] = ()
    process: Command | None = None
    url: str = ""

    def start(self) -> str:
        """Start the command; gives the address that it prints, empty where it ends without one."""
        self.process = start_command(
            "review",
            self.yaml,
            *self.arguments,
            environment=os.environ | {"PYTHONUNBUFFERED": "1"},
        )
        # A command that says nothing must not hold up who waits for its address.
        patience = threading.Timer(START_SECONDS, self.process.kill)
        patience.start()
        printed = (line.split()[0] for line in self.process.stdout if line.strip())
        self.url = next((word for word in printed if word.startswith("http")), "")
        patience.cancel()
        return self.url

    def refusal(self) -> tuple[int, str]:
        """Wait for a command that ends by itself; gives its exit code and what it says on stderr."""
        assert self.process
        _, said = self.process.communicate(timeout=START_SECONDS)
        return self.process.wait(), said

    def kill(self, how: signal.Signals = signal.SIGKILL) -> None:
        """End the command if it runs, by default as a machine that loses its power does."""
        if self.process is not None:
            self.process.send_signal(how)
            self.process.communicate(timeout=START_SECONDS)
            self.process = None


def lines_of(file: Path) -> list[dict[str, Any]]:
    """Return the decisions of a file as they are written there, but for a last one that is being written."""
    if not file.exists():
        return []
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    return [json.loads(line) for line in lines if line.endswith("\n")]
