"""What the site says of time: months of events, and lists of a corpus without a date."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from making import entity, event, quote, with_layers

from pressmark.articles import Article
from pressmark.config.site_options import SiteOptions
from pressmark.dataset.corpus import Corpus, save
from pressmark.site import build
from pressmark.site.index import Index
from pressmark.site.index_writer import write_index
from pressmark.site.shard_extracts import ShardExtracts
from pressmark.spans import Time

TEXT = "« Le port ferme », a dit Ada Roux. Une grève à Larnholm."


def _corpus(folder: Path, *, published: datetime | None, time: Time | None) -> Corpus:
    """Save one article, with a quote and an event at a time."""
    article = Article(id="a", text=TEXT, language="fr", published=published)
    article = with_layers(article, entities=[entity(TEXT, "Ada Roux")])
    ada = article.entities[0]
    said = quote(
        TEXT,
        "Le port ferme",
        speaker_id=ada.id,
        speaker_name="Ada Roux",
        speaker_kind="person",
    )
    strike = event(TEXT, "grève", "PROTEST", time=time)
    article = with_layers(article, quotes=[said], events=[strike])
    return save([article], folder, title="Ports")


@pytest.mark.parametrize(
    ("start", "end", "grain", "month"),
    [
        ("2026-03-02", "2026-03-02", "day", "2026-03"),
        ("2026-03-30", "2026-04-05", "week", "2026-03"),
        ("2025-12-29", "2026-01-04", "week", "2025-12"),
        ("2026-03-01", "2026-03-31", "month", "2026-03"),
        ("2026-01-01", "2026-12-31", "year", None),
        ("2027-01-01", "2028-12-31", "year", None),
        ("1970-01-01", "1979-12-31", "decade", None),
        ("2025-06-01", "2025-08-31", "season", None),
    ],
)
def test_an_event_has_the_month_that_its_words_tell(
    tmp_path: Path, start: str, end: str, grain: str, month: str | None
) -> None:
    time = Time(start=start, end=end, grain=grain, surface="x")
    corpus = _corpus(tmp_path / "corpus", published=None, time=time)
    write_index(corpus, tmp_path / "index.db", ShardExtracts(corpus))

    months = Index(tmp_path / "index.db").events.months()

    assert months == ([(month, 1)] if month else [])


@pytest.mark.parametrize(
    ("language", "latest", "newest"),
    [
        ("en", "Latest articles", "newest first"),
        ("fr", "Derniers articles", "plus récente"),
    ],
)
def test_no_list_of_a_corpus_without_dates_is_called_the_newest(
    tmp_path: Path, language: str, latest: str, newest: str
) -> None:
    def pages(name: str, published: datetime | None) -> tuple[str, str, str]:
        corpus = _corpus(tmp_path / name, published=published, time=None)
        site = tmp_path / f"{name}-site"
        build(corpus, site, SiteOptions(language=language))
        return tuple(  # type: ignore[return-value]
            (site / page).read_text(encoding="utf-8")
            for page in ("index.html", "quotes/index.html", "quotes/all.html")
        )

    home, speakers, quotes = pages("dated", datetime(2026, 3, 1, tzinfo=UTC))
    assert latest in home
    assert newest in speakers
    assert newest in quotes
    home, speakers, quotes = pages("undated", None)
    assert latest not in home
    assert newest not in speakers
    assert newest not in quotes
