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
    "find_copies",
    "grouped",
    "in_whole_groups",
    "need_rensa",
    "resemblance",
    "shingles",
    "with_annotation_of",
    "without_lost_originals",
]

_WORD = re.compile(r"\w+")
_SHINGLE = 3
_PERMUTATIONS = 128
_SURE = 0.98
_SEED = 1


@dataclass(frozen=True, slots=True)
class Copy:
    """What an article is a copy of, and whether its text is the same to the character."""

    original: str
    identical: bool


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is kept of each article: what it is compared by, and its place in the order of originals."""

    id: str
    published: datetime | None
    place: int
    sha256: str
    signature: RMinHash

    @property
    def order(self) -> tuple[bool, datetime, int]:
        """The earliest comes first, what has no date last."""
        return self.published is None, self.published or datetime.min, self.place


def need_rensa() -> None:
    """Raise `PressmarkError` where the package is missing that copies are found with."""
    if find_spec("rensa") is None:
        raise PressmarkError("copies: needs rensa. Run: pip install 'pressmark[copies]'")


def find_copies(read: Callable[[], Iterable[Article]], *, window: int = 3, threshold: float = 0.6) -> dict[str, Copy]:
    """
    The copies among the articles that `read` gives, which is called twice: id → what it is a copy of.

    Articles more than `window` days apart are no copies; one without a date is compared with all. The original is the
    earliest of those that resemble each other by `threshold` (0 to 1) or more. Raises `PressmarkError` without rensa.
    """
    need_rensa()
    seen = sorted(_signed(read()), key=lambda one: one.order)
    candidates = _candidates(seen, window, _bands(threshold))
    asked = {*candidates, *(other for others in candidates.values() for other in others)}
    known = {article.id: shingles(article.text) for article in read() if article.id in asked}
    hashes = {one.id: one.sha256 for one in seen}
    copies: dict[str, Copy] = {}
    for one in seen:
        originals = [other for other in candidates.get(one.id, ()) if other not in copies]
        alike = {other: resemblance(known[one.id], known[other]) for other in originals}
        best = max(originals, key=alike.__getitem__, default=None)
        if best is not None and alike[best] >= threshold:
            copies[one.id] = Copy(best, hashes[one.id] == hashes[best])
    return copies


def shingles(text: str) -> frozenset[str]:
    """The runs of three words of a text, case and punctuation aside; of a shorter text, its words."""
    words = _WORD.findall(text.casefold())
    runs = (" ".join(words[at : at + _SHINGLE]) for at in range(max(1, len(words) - _SHINGLE + 1)))
    return frozenset(runs) if words else frozenset()


def resemblance(one: frozenset[str], two: frozenset[str]) -> float:
    """The Jaccard index of two sets: what they share, of what either has."""
    return len(one & two) / len(one | two) if one and two else 0.0


def _signed(articles: Iterable[Article]) -> Iterator[_Seen]:
    from rensa import RMinHash

    for place, article in enumerate(articles):
        runs = shingles(article.text)
        if runs:
            signature = RMinHash(_PERMUTATIONS, _SEED)
            signature.update(list(runs))
            published = article.published.replace(tzinfo=None) if article.published else None
            yield _Seen(article.id, published, place, article.sha256, signature)


def _bands(threshold: float) -> int:
    """The fewest bands with which a pair just at the threshold is still a candidate, surely enough."""
    enough = (bands for bands in (8, 16, 32, 64) if 1 - (1 - threshold ** (_PERMUTATIONS // bands)) ** bands >= _SURE)
    return next(enough, _PERMUTATIONS)


def _candidates(seen: list[_Seen], window: int, bands: int) -> dict[str, list[str]]:
    """For each article the earlier ones whose signatures share a band, within the window; the earliest first."""
    from rensa import RMinHashLSH

    index = RMinHashLSH(0.5, _PERMUTATIONS, bands)
    found: dict[str, list[str]] = {}
    for number, one in enumerate(seen):
        others = [seen[key] for key in sorted(index.query(one.signature))]
        near = [other.id for other in others if _is_near(one.published, other.published, window)]
        if near:
            found[one.id] = near
        index.insert(number, one.signature)
    return found


def _is_near(one: datetime | None, two: datetime | None, window: int) -> bool:
    return one is None or two is None or abs(one - two) <= timedelta(days=window)


def grouped(read: Callable[[], Iterable[Article]], copies: Mapping[str, Copy]) -> Iterator[Article]:
    """Yield the articles with `duplicate_of` and `copies` filled in, copies right behind their original."""
    counts = Counter(copy.original for copy in copies.values())
    behind: dict[str, list[Article]] = {}
    for article in read():
        if copy := copies.get(article.id):
            behind.setdefault(copy.original, []).append(replace(article, duplicate_of=copy.original, copies=0))
    for article in read():
        if article.id not in copies:
            yield replace(article, copies=counts[article.id])
            yield from behind.pop(article.id, ())


def in_whole_groups(articles: Iterable[Article], size: int) -> Iterator[list[Article]]:
    """Yield so many articles at a time or more, so that no copy is parted from the original that it stands behind."""
    batch: list[Article] = []
    for article in articles:
        if len(batch) >= size and article.duplicate_of is None:
            yield batch
            batch = []
        batch.append(article)
    if batch:
        yield batch


def without_lost_originals(articles: Sequence[Article], *, window: int, threshold: float) -> list[Article]:
    """
    Return the articles with new originals for the copies whose original is not among them.

    Of these the earliest becomes the original of those that resemble it; the numbers of copies are those that are left.
    """
    there = {article.id for article in articles}
    orphans = [article for article in articles if article.duplicate_of and article.duplicate_of not in there]
    copies = find_copies(lambda: orphans, window=window, threshold=threshold) if orphans else {}
    adopted: dict[str, str | None] = dict.fromkeys(orphan.id for orphan in orphans)
    adopted |= {id: copy.original for id, copy in copies.items()}
    links = {article.id: adopted.get(article.id, article.duplicate_of) for article in articles}
    counts = Counter(original for original in links.values() if original)
    return [replace(article, duplicate_of=links[article.id], copies=counts[article.id]) for article in articles]


def with_annotation_of(copy: Article, original: Article) -> Article:
    """The copy, whose text is the original's, with the original's layers; their ids and links are its own."""
    layers = {
        layer: tuple(_moved(span, original.id, copy.id) for span in spans) for layer, spans in original.layers.items()
    }
    return replace(copy, layers=layers)


def _moved(span: Span, old: str, new: str) -> Span:
    moved: dict[str, Any] = {
        field.name: _renamed(value, old, new)
        for field in fields(span)
        if isinstance(value := getattr(span, field.name), str) and field.name != "text"
    }
    layer = layer_of_value(type(span))
    if layer.parts:
        moved[layer.parts] = tuple(_move_part(part, layer, old, new) for part in getattr(span, layer.parts))
    return replace(span, **moved)


def _move_part(part: Any, layer: Layer, old: str, new: str) -> Any:
    """Return a part of a span with the links that its layer declares, their ids of the new article."""
    ids = {name: getattr(part, name) for name in layer.part_links}
    return replace(part, **{name: _renamed(id, old, new) if id else None for name, id in ids.items()})


def _renamed(value: str, old: str, new: str) -> str:
    """An id of the old article, or of a span of it, as one of the new."""
    return new + value[len(old) :] if value == old or value.startswith(f"{old}/") else value
