"""The codebook: every type of event with definition, example, codes and triggers, as Markdown from the lexicons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pressmark.yaml_files.lexicons import languages

from .lexicon import said, type_entries
from .lexicon_schema import Entry, TypeEntry

__all__ = ["codebook"]

_HEAD = """# Codebook of events

Made from `annotators/lexicons/events.*.yaml` by `pressmark codebook`. Each type says what it holds, with an example and
its codes in PLOVER and CAMEO (root codes); then come its triggers. Behind a trigger stand its conditions: `object` and
the like ask for one of the words, `not object` bars them; `~name` is a class of words, listed at the end; PER, LOC and
ORG are names. How the types are used, and how to add your own, is in [Events](events.md).
"""
_NAMES = {"fr": "French", "en": "English"}


def codebook() -> str:
    """The codebook of all languages that have an event lexicon, as one Markdown page."""
    spoken = languages("events")
    types = {language: type_entries(language) for language in spoken}
    labels = dict.fromkeys(label for language in spoken for label in types[language])
    parts = [_HEAD, _summary(types)]
    for label in labels:
        parts += ["\n".join(_type(label, {language: some[label] for language, some in types.items() if label in some}))]
    parts += ["\n".join(_classes(spoken))]
    return "\n".join(part.rstrip("\n") + "\n" for part in parts)


def _summary(types: Mapping[str, Mapping[str, TypeEntry]]) -> str:
    rows = [f"| | {' | '.join(_NAMES.get(one, one) for one in types)} |", f"|---{'|---' * len(types)}|"]
    counts = {
        "types": [len(some) for some in types.values()],
        "verbs": [_lemmas(some.values(), "verbs") for some in types.values()],
        "nouns": [_lemmas(some.values(), "nouns") for some in types.values()],
        "triggers with conditions": [
            sum(len(entry.lemma) for about in some.values() for entry in _entries(about) if said(entry))
            for some in types.values()
        ],
    }
    return "\n".join([*rows, *(f"| {name} | {' | '.join(map(str, row))} |" for name, row in counts.items())])


def _lemmas(types: Iterable[TypeEntry], kind: str) -> int:
    return len({lemma for about in types for entry in getattr(about, kind) for lemma in entry.lemma})


def _entries(about: TypeEntry) -> Sequence[Entry]:
    return (*about.verbs, *about.nouns, *about.adjectives)


def _type(label: str, about: Mapping[str, TypeEntry]) -> Iterator[str]:
    first = next(iter(about.values()))
    codes = " · ".join(f"{name} {code}" for name, code in (("PLOVER", first.plover), ("CAMEO", first.cameo)) if code)
    yield f"## {label}\n"
    yield f"{first.definition}{f' ({codes})' if codes else ''}\n"
    for language, one in about.items():
        yield f"### {label} in {_NAMES.get(language, language)}\n"
        yield f"> {one.example}\n"
        yield from _roles(one)
        for kind in ("verbs", "nouns", "adjectives"):
            if getattr(one, kind):
                yield f"- **{kind}**: {'; '.join(map(_entry, getattr(one, kind)))}"
        yield ""


def _roles(about: TypeEntry) -> Iterator[str]:
    if about.roles:
        yield f"- **roles**: {', '.join(f'{place} → {role}' for place, role in about.roles.items())}"
    if about.kinds:
        yield f"- **by kind**: {', '.join(f'~{kind} → {role}' for kind, role in about.kinds.items())}"


def _entry(entry: Entry) -> str:
    conditions = said(entry)
    codes = f" [{entry.plover}]" if entry.plover else ""
    return f"*{', '.join(entry.lemma)}*{codes}{f' ({conditions})' if conditions else ''}"


def _classes(spoken: Sequence[str]) -> Iterator[str]:
    from pressmark.yaml_files.lexicons import lexicon

    yield "## Classes of words\n"
    for language in spoken:
        for name, words in lexicon("events", language).get("classes", {}).items():
            yield f"- **~{name}** ({_NAMES.get(language, language)}): {', '.join(map(str, words))}"
