"""
Search that works from the disk: an index of names, quotes, titles and texts, cut into small classic scripts.

A word's first two letters give the number of its shard (`search/w-17.js`), which holds the entries of each of its words
and of words with some other beginnings; entries stand a thousand to a file (`search/e-0.js`). The page loads the shards of
the words that a reader types, and no more.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain, groupby, islice
from operator import sub

from .index import Index
from .index.search_words import SearchWords
from .index.values import SearchEntry
from .packed_values import packed_script
from .searched_words import words
from .site_file import SiteFile, file_with_content

__all__ = ["search_files"]

ENTRIES_IN_FILE = 1000
"""Entries to a file: about 150 kB, which a browser reads in an instant. `search.js` counts with the same number."""

SHARDS = 128
"""
Files that words are spread over: few for a site of a hundred articles, and of 10,000 articles each below 300 kB.

A file for every two letters that words begin with would be 900, most of them smaller than a disk's block.
"""

MAX_ENTRIES_OF_WORD = 20_000
"""Entries of one word; nobody reads so many results, and a shard stays below some hundred kB. Chosen, not measured."""

MAX_ENTRY_CHARACTERS = 240
"""Characters of a quote that a result shows and that are searched; chosen, not measured."""


def search_files(index: Index) -> Iterator[SiteFile]:
    """
    Yield the files of the search: entries, shards of words, and the list of shards.

    An article is found by the words of its whole text, which no entry shows.
    """
    name_count, article_count = index.names.count(), index.articles.count()
    with SearchWords(shard_of) as postings:
        for article_no, words_of_text in index.articles.words():
            postings.add(name_count + article_no, words_of_text.split())
        for file_no, entries in enumerate(_batches(index)):
            for entry_no, entry in enumerate(entries, start=file_no * ENTRIES_IN_FILE):
                postings.add(entry_no, set(words(f"{entry.text} {entry.detail}")))
            yield packed_script(
                f"search/e-{file_no}.js",
                "pressmark.entries",
                str(file_no),
                packed=entries,
            )
        shards: list[int] = []
        # The postings come in the order of shards, so that a shard is one group of neighbours.
        for shard, rows in groupby(postings.in_order(), key=lambda row: row[0]):
            shards.append(shard)
            steps = {word: _steps(entry_nos) for _, word, entry_nos in rows}
            yield packed_script(
                f"search/w-{shard}.js", "pressmark.words", str(shard), packed=steps
            )
        # An entry's kind is told by its number: names come first, then articles, then quotes.
        counts = [name_count, article_count, index.quotes.count()]
        about = f"pressmark.about({_json(shards)},{_json(counts)})"
        yield file_with_content("search/about.js", about)


def _batches(index: Index) -> Iterator[list[SearchEntry]]:
    """Yield the entries file by file: names first, as a reader most often looks for one, then articles, then quotes."""
    entries = chain(
        index.names.search_entries(),
        index.articles.search_entries(),
        index.quotes.search_entries(),
    )
    shortened = map(_shorten_entry, entries)
    while batch := list(islice(shortened, ENTRIES_IN_FILE)):
        yield batch


def _shorten_entry(entry: SearchEntry) -> SearchEntry:
    """Return an entry with its text on one line, cut where it is long."""
    text = " ".join(entry.text.split())
    return entry._replace(text=text[:MAX_ENTRY_CHARACTERS])


@lru_cache(8192)
def shard_of(beginning: str) -> int:
    """
    Return the number of the shard of the words that begin with these two letters; `search.js` counts the same.

    >>> shard_of("ma")
    20
    """
    first, second = map(ord, beginning)
    # 31 is a prime that spreads the letters of an alphabet: no two of its pairs meet more often than chance has it.
    return (31 * first + second) % SHARDS


def _steps(entry_nos: Sequence[int]) -> list[int]:
    """
    Return ascending numbers as the first and the differences, which are short to write.

    >>> _steps([7, 9, 40])
    [7, 2, 31]
    """
    searched = entry_nos[:MAX_ENTRIES_OF_WORD]
    return [searched[0], *map(sub, searched[1:], searched)]


def _json(value: object) -> str:
    """Return JSON that may stand in a script: older browsers end a line at the two separators of Unicode."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("\u2028", " ").replace("\u2029", " ")
