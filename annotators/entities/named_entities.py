"""
Names as entities: each with the mention around it, its role, and the name that its bearer has in the article.

Who finds the names says nothing here: our rules, or a model of somebody's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from pressmark.articles import Article
from pressmark.spans import Entity
from pressmark.yaml_files.lexicons import OURS, Lexicons

from .candidates import NameCandidate
from .canonical_names import resolve_full_names
from .lexicon import load_lexicon
from .mentions import NameMention, find_mentions
from .reading import Reading

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["entities_of_names", "make_entity"]


def entities_of_names(
    article: Article,
    doc: Doc,
    scores: Mapping[NameCandidate, float | None],
    lexicons: Lexicons = OURS,
) -> Iterator[Entity]:
    """
    Yield the entities of names that a model found, each given with its score; of names that overlap the longest.

    Titles, roles and full names are read by our rules, as far as the language has a lexicon of them.
    """
    names = _longest_apart(scores)
    reading = Reading(doc, load_lexicon(article.language, lexicons), article.text)
    mentions = find_mentions(reading, names)
    genders = {name: mention.gender for name, mention in mentions.items()}
    full_names = resolve_full_names(reading, names, genders)
    for name in names:
        yield make_entity(
            article.text, name, mentions[name], full_names[name], scores[name]
        )


def _longest_apart(
    names: Mapping[NameCandidate, float | None],
) -> Sequence[NameCandidate]:
    """Return the names that overlap no longer one, in the order of the text."""
    chosen: list[NameCandidate] = []
    covered: set[int] = set()
    for name in sorted(names, key=lambda name: (name.start - name.end, name.start)):
        offsets = range(name.start, name.end)
        if covered.isdisjoint(offsets):
            covered.update(offsets)
            chosen.append(name)
    return sorted(chosen)


def make_entity(
    text: str,
    name: NameCandidate,
    mention: NameMention,
    full_name: str,
    score: float | None,
) -> Entity:
    """Return the span of a name, with the mention around it and the name that its bearer has in the article."""
    role_start, role_end = mention.role if mention.role is not None else (None, None)
    return Entity.cut(
        text,
        name.start,
        name.end,
        name.label,
        rule=name.reason,
        mention_start=mention.start,
        mention_end=mention.end,
        name=full_name,
        role=None
        if mention.role is None
        else " ".join(text[role_start:role_end].split()),
        role_start=role_start,
        role_end=role_end,
        gender=mention.gender,
        score=score,
    )
