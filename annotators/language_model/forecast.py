"""What a run of a model will cost, told before it; and what was refused of its answers, told after it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pressmark.articles import Article
from pressmark.messages import counted
from pressmark.text_view import view_of

from .anchoring import RefusedAnswer
from .private_files import write_private
from .reader import ArticleReader
from .settings import LanguageModelSettings

__all__ = ["Forecast", "describe_refusals", "make_forecast"]

WRITTEN_SHARE = 0.5
"""Tokens that an answer has for each token of the article that is read; chosen: a text of quotes alone has some more."""
WRITTEN_AT_LEAST = 60
"""Tokens of an answer however short the article: the JSON of a quote and of its speaker. Chosen."""
_MILLION = 1_000_000
MAX_REASONS = (
    8  # reasons that are told of what was refused; the list beside the cache has all
)


@dataclass(frozen=True, slots=True)
class Forecast:
    """
    What is going to be asked: requests, tokens that the model reads, tokens that it is likely to write, and their bound.

    `articles` are those of the run, those whose answers are in the cache among them.
    """

    settings: LanguageModelSettings
    articles: int = 0
    requests: int = 0
    read_tokens: int = 0
    written_tokens: int = 0
    most_written_tokens: int = 0

    @property
    def price(self) -> float:
        """What it is likely to cost."""
        return self._price(self.written_tokens)

    @property
    def highest_price(self) -> float:
        """What it costs where every answer is as long as it may be, and none fails."""
        return self._price(self.most_written_tokens)

    def _price(self, written_tokens: int) -> float:
        prices = self.settings.prices
        read = prices.read * self.read_tokens
        return (read + prices.written * written_tokens) / _MILLION

    def lines(self) -> Iterator[str]:
        """Yield what there is to say before a run; nothing where all answers are there."""
        if not self.requests:
            return
        settings = self.settings
        line = (
            f"llm ({settings.layer}, {settings.model}): {counted(self.articles, 'article')},"
            f" {counted(self.requests, 'request')}; about {self.read_tokens:,} tokens read and"
            f" {self.written_tokens:,} written, at most {self.most_written_tokens:,}"
        )
        prices = settings.prices
        if prices.read or prices.written:
            line += (
                f"; about {self.price:,.2f} {prices.currency}, at most"
                f" {self.highest_price:,.2f} without tries that fail"
            )
        yield line

    def shortage(self, used_requests: int, used_tokens: int) -> str | None:
        """Return what the budget lacks, beside what was used before; None where it is likely to be enough."""
        budget = self.settings.budget
        parts: list[str] = []
        requests = used_requests + self.requests
        if budget.requests is not None and requests > budget.requests:
            parts.append(
                f"{requests:,} requests with those of earlier runs, the budget has {budget.requests:,}"
            )
        tokens = used_tokens + self.read_tokens + self.written_tokens
        if budget.tokens is not None and tokens > budget.tokens:
            parts.append(
                f"about {tokens:,} tokens with those of earlier runs, the budget has {budget.tokens:,}"
            )
        return "; ".join(parts) or None


def make_forecast(reader: ArticleReader, texts: Iterable[tuple[str, str]]) -> Forecast:
    """Return what it takes to read `texts`, each with its language; nothing is sent."""
    settings = reader.writer.settings
    articles = read_tokens = written_tokens = 0
    # Copies of an article are asked for once.
    keys: set[str] = set()
    for text, language in texts:
        articles += 1
        for request in reader.missing_requests(text, language):
            key = request.key
            if key in keys:
                continue
            keys.add(key)
            read_tokens += request.tokens
            written_tokens += _likely_answer(request.text_tokens, settings)
    return Forecast(
        settings,
        articles,
        len(keys),
        read_tokens,
        written_tokens,
        len(keys) * settings.answer_tokens,
    )


def _likely_answer(text_tokens: int, settings: LanguageModelSettings) -> int:
    likely = WRITTEN_AT_LEAST + round(text_tokens * WRITTEN_SHARE)
    return min(settings.answer_tokens, likely)


def describe_refusals(
    reader: ArticleReader, articles: Iterable[Article]
) -> Iterator[str]:
    """
    Yield how much of the answers for `articles` was refused, by reason, the most frequent first; nothing where nothing was.

    The list of all of it is written into the folder of the cache, as JSON lines.
    """
    settings = reader.writer.settings
    refused: list[tuple[str, RefusedAnswer]] = []
    count = 0
    for article in articles:
        count += 1
        text = view_of(article.text).text
        reading = reader.read_cached(text, article.language or "")
        if reading is not None:
            refused += [(article.id, refusal) for refusal in reading.refusals]
    file = settings.cache_folder / f"refused-{settings.layer}.jsonl"
    if not refused:
        # Where no article was annotated, the list of the run before is still true.
        if count:
            with suppress(OSError):
                file.unlink(missing_ok=True)
        return
    reasons = Counter(refusal.reason for _, refusal in refused)
    parts = [
        f"{reason} ({number})" for reason, number in reasons.most_common(MAX_REASONS)
    ]
    in_articles = len({article_id for article_id, _ in refused})
    where = "" if _write_list(file, refused) else ", which cannot be written"
    yield (
        f"llm ({settings.layer}, {settings.model}): refused {counted(len(refused), 'part')} of the answers for"
        f" {in_articles} of {counted(count, 'article')}: {'; '.join(parts)}. The list: {file}{where}"
    )


def _write_list(file: Path, refused: Iterable[tuple[str, RefusedAnswer]]) -> bool:
    """Write what was refused as JSON lines; say whether that could be done."""
    rows = [
        {"article": article_id, "reason": refusal.reason, "words": refusal.words}
        for article_id, refusal in refused
    ]
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    try:
        write_private(file, lines.encode("utf-8", "backslashreplace"))
    except OSError:
        return False
    return True
