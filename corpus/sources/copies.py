"""
Wire copies: articles that say the same as another in nearly the same words, as when outlets print one agency's text.

Candidates come from MinHash signatures (A. Broder, "On the resemblance and containment of documents", 1997); each pair
is then judged by the exact Jaccard index of its word shingles. A copy points to an original, never to another copy.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from pressmark.articles import Article
from pressmark.errors import PressmarkError
from pressmark.layers import Layer, layer_of_value
from pressmark.spans import Span

if TYPE_CHECKING:
    from rensa import RMinHash

__all__ = [
    "Copy",
    "copy_annotation",
    "find_copies",
    "group_copies",
    "replace_lost_originals",
    "require_rensa",
    "resemblance",
    "shingles",
    "whole_groups",
]

_WORD = re.compile(r"\w+")
# Words of a shingle; chosen, not measured.
_SHINGLE_WORDS = 3
# Hashes of a signature; a power of two, so that it divides into bands. Chosen, not measured.
_SIGNATURE_HASHES = 128
# Probability that a pair just at the threshold becomes a candidate; chosen, not measured.
_MIN_RECALL_AT_THRESHOLD = 0.98
# The same seed gives the same copies in every run.
_HASH_SEED = 1


@dataclass(frozen=True, slots=True)
class Copy:
    """What an article is a copy of: the id of the original, and whether the text is the same to the character."""

    original: str
    identical: bool


@dataclass(frozen=True, slots=True)
class _SignedArticle:
    """What is kept of each article while copies are looked for: its signature, and what orders the originals."""

    id: str
    published: datetime | None
    place: int
    sha256: str
    signature: RMinHash

    @property
    def order(self) -> tuple[bool, datetime, int]:
        """Sort key: the earliest first, articles without a date last, each in the order of the source."""
        return self.published is None, self.published or datetime.min, self.place


def require_rensa() -> None:
    """Raise `PressmarkError` if the package that copies are found with is not installed."""
    if find_spec("rensa") is None:
        raise PressmarkError(
            "copies: needs rensa. Run: pip install 'pressmark[copies]'"
        )


def find_copies(
    read_articles: Callable[[], Iterable[Article]],
    *,
    window: int = 3,
    threshold: float = 0.6,
) -> dict[str, Copy]:
    """
    Find the copies among the articles that `read_articles` yields; return id → what it is a copy of.

    `read_articles` is called twice. Articles more than `window` days apart are no copies; one without a date is
    compared with all. The original is the earliest of those that resemble each other by `threshold` (0 to 1) or more.

    Raises `PressmarkError` without rensa.
    """
    require_rensa()
    signed = sorted(_sign_articles(read_articles()), key=lambda article: article.order)
    candidates = _find_candidates(signed, window, _choose_bands(threshold))
    compared_ids = set(candidates).union(*candidates.values())
    # texts are read a second time, so that only those that are compared are kept in memory
    shingles_by_id = {
        article.id: shingles(article.text)
        for article in read_articles()
        if article.id in compared_ids
    }
    hashes = {article.id: article.sha256 for article in signed}
    copies: dict[str, Copy] = {}
    for article in signed:
        # A copy is no original: of three alike, the second and the third are copies of the first.
        originals = [id for id in candidates.get(article.id, ()) if id not in copies]
        scores = {
            id: resemblance(shingles_by_id[article.id], shingles_by_id[id])
            for id in originals
        }
        # `max` takes the first of equals, which is the earliest.
        best = max(originals, key=scores.__getitem__, default=None)
        if best is not None and scores[best] >= threshold:
            copies[article.id] = Copy(best, hashes[article.id] == hashes[best])
    return copies


def shingles(text: str) -> frozenset[str]:
    """
    Return the runs of three words of a text, case and punctuation aside; of a shorter text, all its words as one.

    >>> sorted(shingles("The port is closed."))
    ['port is closed', 'the port is']
    """
    words = _WORD.findall(text.casefold())
    if not words:
        return frozenset()
    # At least one start: a text of two words is one shingle, or it would resemble nothing.
    starts = range(max(1, len(words) - _SHINGLE_WORDS + 1))
    return frozenset(
        " ".join(words[start : start + _SHINGLE_WORDS]) for start in starts
    )


def resemblance(shingles: frozenset[str], other_shingles: frozenset[str]) -> float:
    """
    Return the Jaccard index of two sets of shingles (0 to 1): how many both have, of those that either has.

    >>> resemblance(frozenset("abc"), frozenset("bcd"))
    0.5
    """
    if not shingles or not other_shingles:
        return 0.0
    return len(shingles & other_shingles) / len(shingles | other_shingles)


def _sign_articles(articles: Iterable[Article]) -> Iterator[_SignedArticle]:
    """Yield each article with a MinHash signature; one without a word has none and is left out."""
    from rensa import RMinHash

    for place, article in enumerate(articles):
        runs = shingles(article.text)
        if runs:
            signature = RMinHash(_SIGNATURE_HASHES, _HASH_SEED)
            signature.update(list(runs))
            # all are in UTC; without the zone they compare with `datetime.min`, see `_SignedArticle.order`
            published = (
                article.published.replace(tzinfo=None) if article.published else None
            )
            yield _SignedArticle(
                article.id, published, place, article.sha256, signature
            )


def _choose_bands(threshold: float) -> int:
    """Return the fewest bands with which a pair just at the threshold becomes a candidate, surely enough."""
    # Fewer bands make fewer candidates, and so fewer texts to compare.
    for bands in (8, 16, 32, 64):
        rows = _SIGNATURE_HASHES // bands
        # two sets of Jaccard index j share one band of r rows with probability 1 - (1 - j^r)^bands
        if 1 - (1 - threshold**rows) ** bands >= _MIN_RECALL_AT_THRESHOLD:
            return bands
    return _SIGNATURE_HASHES


def _find_candidates(
    signed: list[_SignedArticle], window: int, bands: int
) -> dict[str, list[str]]:
    """Find for each article the earlier ones whose signatures share a band, within the window; earliest first."""
    from rensa import RMinHashLSH

    index = RMinHashLSH(0.5, _SIGNATURE_HASHES, bands)
    candidates: dict[str, list[str]] = {}
    for number, article in enumerate(signed):
        earlier = [signed[key] for key in sorted(index.query(article.signature))]
        near = [
            original.id
            for original in earlier
            if _is_near(article.published, original.published, window)
        ]
        if near:
            candidates[article.id] = near
        index.insert(number, article.signature)
    return candidates


def _is_near(date: datetime | None, other_date: datetime | None, window: int) -> bool:
    """Say whether two dates lie within `window` days; a missing date is near to all."""
    if date is None or other_date is None:
        return True
    return abs(date - other_date) <= timedelta(days=window)


def group_copies(
    read_articles: Callable[[], Iterable[Article]], copies: Mapping[str, Copy]
) -> Iterator[Article]:
    """Yield the articles with `duplicate_of` and `copies` filled in, copies right after their original."""
    counts = Counter(copy.original for copy in copies.values())
    copies_by_original: dict[str, list[Article]] = {}
    for article in read_articles():
        if copy := copies.get(article.id):
            copies_by_original.setdefault(copy.original, []).append(
                replace(article, duplicate_of=copy.original, copies=0)
            )
    for article in read_articles():
        if article.id not in copies:
            yield replace(article, copies=counts[article.id])
            yield from copies_by_original.pop(article.id, ())


def whole_groups(articles: Iterable[Article]) -> Iterator[list[Article]]:
    """Yield each original with the copies that stand right after it, see `group_copies`."""
    group: list[Article] = []
    for article in articles:
        if group and article.duplicate_of is None:
            yield group
            group = []
        group.append(article)
    if group:
        yield group


def replace_lost_originals(
    articles: Sequence[Article], *, window: int, threshold: float
) -> list[Article]:
    """
    Return the articles with new originals for the copies whose original is not among them.

    The earliest of these becomes the original of those that resemble it; the numbers of copies are counted again.
    """
    present = {article.id for article in articles}
    orphans = [
        article
        for article in articles
        if article.duplicate_of and article.duplicate_of not in present
    ]
    links = {article.id: article.duplicate_of for article in articles}
    # None until a new original is chosen: an orphan that resembles no other stands by itself.
    links |= dict.fromkeys(orphan.id for orphan in orphans)
    if orphans:
        copies = find_copies(lambda: orphans, window=window, threshold=threshold)
        links |= {id: copy.original for id, copy in copies.items()}
    counts = Counter(links.values())
    return [
        replace(article, duplicate_of=links[article.id], copies=counts[article.id])
        for article in articles
    ]


def copy_annotation(copy: Article, original: Article) -> Article:
    """Return `copy`, whose text is the original's, with the original's layers; ids and links become its own."""
    layers: dict[str, tuple[Span, ...]] = {}
    for layer, spans in original.layers.items():
        layers[layer] = tuple(_move_span(span, original.id, copy.id) for span in spans)
    return replace(copy, layers=layers)


def _move_span(span: Span, old_id: str, new_id: str) -> Span:
    """Return a span whose ids and links are those of the copy."""
    changes: dict[str, Any] = {}
    layer = layer_of_value(type(span))
    names = [field.name for field in fields(span) if field.name != "text"]
    # Somebody's own column may hold what looks like an id.
    if layer.is_declared:
        names = ["id", "article_id", *layer.links]
    for name in names:
        value = getattr(span, name)
        if isinstance(value, str):
            changes[name] = _move_id(value, old_id, new_id)
    if layer.parts:
        changes[layer.parts] = tuple(
            _move_part(part, layer, old_id, new_id)
            for part in getattr(span, layer.parts)
        )
    return replace(span, **changes)


def _move_part(part: Any, layer: Layer, old_id: str, new_id: str) -> Any:
    """Return a part of a span with the links that its layer declares, their ids of the new article."""
    ids = {name: getattr(part, name) for name in layer.part_links}
    return replace(
        part,
        **{
            name: _move_id(id, old_id, new_id) if id else None
            for name, id in ids.items()
        },
    )


def _move_id(value: str, old_id: str, new_id: str) -> str:
    """Return an id of the original, or of a span of it, as that of the copy; any other text unchanged."""
    if value == old_id or value.startswith(f"{old_id}/"):
        return new_id + value[len(old_id) :]
    return value
