"""
What names are called in the language of the site: as its articles of that language call them.

The table `names` has the name that the whole corpus uses most, « États-Unis » in a corpus of more French articles; a
site in English shows "US" for it, where its English articles do.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import NamedTuple

import pyarrow.parquet as pq

from pressmark.dataset.corpus import Corpus

__all__ = ["NamesInLanguage", "read_names_in_language"]


class NamesInLanguage(NamedTuple):
    """
    How often articles of one language have each name of a row, by the row's id, and all surfaces of other languages.

    Both are empty where all articles are of one language.
    """

    names: Mapping[str, Counter[str]]
    foreign: Mapping[str, frozenset[str]]

    def choose(self, name_id: str, name: str) -> str:
        """
        Return what a name is called in the language, `name` where no article of the language has another.

        A name that articles of the language have, or that no article has (a gazetteer's), stays.

        >>> names = NamesInLanguage({"loc-russie": Counter(Russia=9)}, {"loc-russie": frozenset({"Russie"})})
        >>> names.choose("loc-russie", "Russie"), names.choose("loc-metz", "Metz")
        ('Russia', 'Metz')
        """
        counts = self.names.get(name_id, Counter[str]())
        if name in counts or name not in self.foreign.get(name_id, ()):
            return name
        # A surname alone is no other name: "Ferguson" does not replace "Neil Ferguson".
        words = set(name.split())
        others = [other for other in counts if not words.issuperset(other.split())]
        # Of two that are as frequent the longer one, which is no short form.
        return max(
            others, key=lambda other: (counts[other], len(other), other), default=name
        )


def read_names_in_language(corpus: Corpus, language: str) -> NamesInLanguage:
    """Read what the articles of `language` call each name of the corpus, and what those of others do."""
    languages = _read_languages(corpus)
    if len(set(languages.values())) < 2 or "entities" not in corpus.layers:
        return NamesInLanguage({}, {})
    names: defaultdict[str, Counter[str]] = defaultdict(Counter)
    foreign: defaultdict[str, set[str]] = defaultdict(set)
    for shard in corpus.manifest.shards:
        entities = corpus.shard_table(shard, "entities")
        for row in entities.select(["article_id", "name_id", "name"]).to_pylist():
            name_id, name = row["name_id"], row["name"]
            if name_id is None or name is None:
                continue
            if languages[row["article_id"]] == language:
                names[name_id][name] += 1
            else:
                foreign[name_id].add(name)
    return NamesInLanguage(
        names, {name_id: frozenset(surfaces) for name_id, surfaces in foreign.items()}
    )


def _read_languages(corpus: Corpus) -> dict[str, str | None]:
    """Return the language of every article, by its id."""
    languages: dict[str, str | None] = {}
    for shard in corpus.manifest.shards:
        file = shard.files["articles"].place(corpus.folder)
        for row in pq.read_table(file, columns=["id", "language"]).to_pylist():
            languages[row["id"]] = row["language"]
    return languages
