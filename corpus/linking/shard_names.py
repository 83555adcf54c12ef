"""What a shard's articles say of names: collected in any process, so that many shards are read at a time."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from typing import Any

from pressmark.yaml_files.lexicons import OURS, Lexicons

from .corrections import Corrections
from .name_evidence import NameEvidence
from .places import Place, PlaceFinder
from .speakers import key_of_speaker
from .usages import NameKey, RowName, Usage, article_usages, name_key, row_name

__all__ = ["NameCollector", "ShardNames"]

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ShardNames:
    """
    What a shard's articles say of names. Usages are numbered within the shard, by their place in `usages`.

    `evidence` is packed, `article_counts` the number of articles, `only_names` the name that all mentions have (None where
    they have several), by usage. `usage_of_entity` has the usage of each
    entity, in the order of their rows. `fulls_by_short` maps a label and a short surface to the full keys that articles
    give it, `capitals` holds what is written in capitals alone, `genders` those that titles and roles state and
    `pronouns` those that the pronouns of a speaker's quotes tell, by usage. `speaker_keys` are the keys of speakers who
    are no entities, `languages_of` the languages of the articles that use the key of a person's full name.
    """

    articles: int
    usages: Sequence[Usage]
    evidence: Sequence[bytes]
    article_counts: Sequence[int]
    only_names: Sequence[str | None]
    usage_of_entity: array[int]
    genders: Mapping[int, Counter[str]]
    pronouns: Mapping[int, Counter[str]]
    places: Mapping[str, Place]
    fulls_by_short: Mapping[NameKey, set[str]]
    capitals: frozenset[NameKey]
    speaker_keys: frozenset[str]
    languages_of: Mapping[str, set[str]]

    def packed(self) -> tuple[Any, ...]:
        """Return the same in plain values, from which `unpacked` makes an equal one."""
        return (
            self.articles,
            [tuple(usage) for usage in self.usages],
            list(self.evidence),
            list(self.article_counts),
            list(self.only_names),
            self.usage_of_entity.tolist(),
            {number: dict(counts) for number, counts in self.genders.items()},
            {number: dict(counts) for number, counts in self.pronouns.items()},
            [astuple(place) for place in self.places.values()],
            dict(self.fulls_by_short),
            self.capitals,
            self.speaker_keys,
            dict(self.languages_of),
        )

    @classmethod
    def unpacked(cls, packed: tuple[Any, ...]) -> ShardNames:
        """Return what `packed` was made of."""
        articles, usages, evidence, counts, only_names, *others = packed
        usage_of_entity, genders, pronouns, places, fulls_by_short, *sets = others
        capitals, speaker_keys, languages_of = sets
        return cls(
            articles,
            [Usage(*usage) for usage in usages],
            evidence,
            counts,
            only_names,
            array("I", usage_of_entity),
            {number: Counter(values) for number, values in genders.items()},
            {number: Counter(values) for number, values in pronouns.items()},
            {values[0]: Place(*values) for values in places},
            fulls_by_short,
            capitals,
            speaker_keys,
            languages_of,
        )


@dataclass(frozen=True, slots=True)
class NameCollector:
    """
    Collects what the articles of a shard say of names.

    Without a `place_finder`, no name means a place on Earth. Titles and fields of work are those of `lexicons`.
    """

    corrections: Corrections = field(default_factory=Corrections)
    place_finder: PlaceFinder | None = None
    lexicons: Lexicons = OURS

    @property
    def causes(self) -> list[Any]:
        """What decides what is collected of the same rows, but for our code and lexicons, in values that JSON holds."""
        finder = self.place_finder
        places: list[Any] = []
        if finder is not None:
            places = [finder.towns, _causes_of_lexicons(finder.lexicons)]
        return [repr(self.corrections), places, _causes_of_lexicons(self.lexicons)]

    def collect(
        self,
        entities: Iterable[Row],
        articles: Iterable[Row],
        quotes: Iterable[Row] = (),
    ) -> ShardNames:
        """
        Return what the rows of `entities` say, and the pronouns and speakers of `quotes`.

        All are of the `articles` of one shard, which are whole.
        """
        entities, articles = list(entities), list(articles)
        rows_by_article: defaultdict[str, list[tuple[RowName, Row]]] = defaultdict(list)
        for row in entities:
            rows_by_article[row["article_id"]].append((row_name(row), row))
        shard = _ShardCounts()
        for ordinal, article in enumerate(articles):
            rows = rows_by_article.get(article["id"], [])
            place_ids = self._find_place_ids(rows, article["language"], shard.places)
            usages = article_usages(
                rows,
                article["language"],
                place_ids,
                self.corrections.namesakes_in(article["id"]),
                self.lexicons,
            )
            shard.count_article(ordinal, article, rows, usages)
        languages = {article["id"]: article["language"] for article in articles}
        for quote in quotes:
            language = languages.get(quote["article_id"])
            shard.count_quote(quote, key_of_speaker(quote, language, self.lexicons))
        return shard.total(len(articles), entities)

    def _find_place_ids(
        self,
        rows: Iterable[tuple[RowName, Row]],
        language: str | None,
        places: dict[str, Place],
    ) -> dict[NameKey, str]:
        """Return the ids of the places that the names of an article mean, and put these places into `places`."""
        if self.place_finder is None:
            return {}
        # Where a row is joined by its surface, that means the place: « Savoie » of « Savoie Mont Blanc ».
        names = {
            row["name"] if full is None else row["text"]
            for (_, _, full), row in rows
            if row["label"] == "LOC"
        }
        place_by_name = self.place_finder.find_places(names, language)
        places.update({place.id: place for place in place_by_name.values()})
        return {
            ("LOC", name_key("LOC", name)): place.id
            for name, place in place_by_name.items()
        }


class _ShardCounts:
    """What was counted of a shard so far."""

    def __init__(self) -> None:
        """Begin without an article."""
        self.places: dict[str, Place] = {}
        self._evidence: list[NameEvidence] = []
        self._numbers: dict[Usage, int] = {}
        self._usage_of_entity: dict[str, int] = {}
        self._genders: defaultdict[int, Counter[str]] = defaultdict(Counter)
        self._pronouns: defaultdict[int, Counter[str]] = defaultdict(Counter)
        self._fulls_by_short: defaultdict[NameKey, set[str]] = defaultdict(set)
        self._capitals: set[NameKey] = set()
        self._speaker_keys: set[str] = set()
        self._languages_of: defaultdict[str, set[str]] = defaultdict(set)

    def count_article(
        self,
        ordinal: int,
        article: Row,
        rows: Sequence[tuple[RowName, Row]],
        usages: Mapping[RowName, Usage],
    ) -> None:
        """Count the entity `rows` of an article, each with its name, whose `usages` are those of `article_usages`."""
        number_of = {name: self._number(usage) for name, usage in usages.items()}
        of_article = {row["id"]: number_of[name] for name, row in rows}
        self._usage_of_entity |= of_article
        if article["language"]:
            for usage in usages.values():
                if usage.label == "PER" and " " in usage.key:
                    self._languages_of[usage.key].add(article["language"])
        for name, row in rows:
            number, usage = number_of[name], usages[name]
            of_usage = of_article.get(row["role_entity_id"])
            self._evidence[number].count_row(
                row, ordinal, article["published"], of_usage
            )
            short = name_key(row["label"], row["text"])
            full = usage.full or usage.key
            if short != full:
                self._fulls_by_short[row["label"], short].add(full)
            # "BBC" is read as an acronym: at the edge of several longer names it is short for none.
            if row["text"].isupper():
                self._capitals.add((row["label"], short))
            if row["gender"]:
                self._genders[number][row["gender"]] += 1

    def count_quote(self, quote: Row, speaker_key: str | None) -> None:
        """Count what a quote tells of its speaker's gender; `speaker_key` is the key of one who is no entity."""
        if speaker_key is not None:
            self._speaker_keys.add(speaker_key)
        if quote["pronoun_gender"] and quote["speaker_id"] in self._usage_of_entity:
            number = self._usage_of_entity[quote["speaker_id"]]
            self._pronouns[number][quote["pronoun_gender"]] += 1

    def total(self, articles: int, entities: Iterable[Row]) -> ShardNames:
        """Return all that was counted; `entities` are the rows of the shard, in their order."""
        return ShardNames(
            articles,
            list(self._numbers),
            [evidence.packed() for evidence in self._evidence],
            [len(evidence.articles) for evidence in self._evidence],
            [_only(evidence.names) for evidence in self._evidence],
            array("I", (self._usage_of_entity[row["id"]] for row in entities)),
            dict(self._genders),
            dict(self._pronouns),
            self.places,
            dict(self._fulls_by_short),
            frozenset(self._capitals),
            frozenset(self._speaker_keys),
            dict(self._languages_of),
        )

    def _number(self, usage: Usage) -> int:
        """Return the number of a usage in this shard."""
        number = self._numbers.setdefault(usage, len(self._evidence))
        if number == len(self._evidence):
            self._evidence.append(NameEvidence())
        return number


def _only(names: Mapping[str, int]) -> str | None:
    """Return the one name of a usage; None where there are several."""
    return next(iter(names)) if len(names) == 1 else None


def _causes_of_lexicons(lexicons: Lexicons) -> list[list[str]]:
    """Return what a user's lexicons are of, and the hash of what they say, the first that counts first."""
    return [[file.kind, file.language, file.sha256] for file in lexicons.files]
