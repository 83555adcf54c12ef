"""The codebook: every type of event with definition, example, codes and triggers, as Markdown from the lexicons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pressmark.yaml_files.lexicon_models.event_entries import TriggerEntry, TypeEntry
from pressmark.yaml_files.lexicon_models.event_words import EventWords
from pressmark.yaml_files.lexicons import lexicon_languages, read_lexicon

from .lexicon import type_entries
from .lexicon_triggers import write_conditions

__all__ = ["make_codebook"]

_HEAD = """# Codebook of events

Made from `annotators/lexicons/events.*.yaml` by `pressmark codebook`. Each type says what it holds, with an example and
its codes in PLOVER and CAMEO (root codes); then come its triggers. Behind a trigger stand its conditions: `object` and
the like ask for one of the words, `not object` bars them; `~name` is a class of words, listed at the end; PER, LOC and
ORG are names. How the types are used, and how to add your own, is in [Events](events.md).
"""
_LANGUAGE_NAMES = {"fr": "French", "en": "English"}
Types = Mapping[str, TypeEntry]


def make_codebook() -> str:
    """Return the codebook of all languages that have an event lexicon, as one Markdown page."""
    types_by_language: dict[str, Types] = {
        language: type_entries(language) for language in lexicon_languages("events")
    }
    labels = dict.fromkeys(
        label for types in types_by_language.values() for label in types
    )
    parts = [_HEAD, _summary(types_by_language)]
    for label in labels:
        entries = {
            language: types[label]
            for language, types in types_by_language.items()
            if label in types
        }
        parts.append("\n".join(_type_section(label, entries)))
    parts.append("\n".join(_class_section(types_by_language)))
    return "\n".join(part.rstrip("\n") + "\n" for part in parts)


def _summary(types_by_language: Mapping[str, Types]) -> str:
    """Return a table of how many types, verbs, nouns and conditioned triggers each language has."""
    all_types = list(types_by_language.values())
    lines = [
        _table_row(
            "",
            [_LANGUAGE_NAMES.get(language, language) for language in types_by_language],
        ),
        f"|---{'|---' * len(all_types)}|",
        _table_row("types", [len(types) for types in all_types]),
        _table_row(
            "verbs", [_count_lemmas(types.values(), "verbs") for types in all_types]
        ),
        _table_row(
            "nouns", [_count_lemmas(types.values(), "nouns") for types in all_types]
        ),
        _table_row(
            "triggers with conditions",
            [_count_conditioned(types.values()) for types in all_types],
        ),
    ]
    return "\n".join(lines)


def _table_row(name: str, cells: Sequence[object]) -> str:
    """Return a row of a Markdown table."""
    start = f"| {name} |" if name else "| |"
    row = " | ".join(map(str, cells))
    return f"{start} {row} |"


def _count_lemmas(types: Iterable[TypeEntry], kind: str) -> int:
    """Return how many different lemmas of a `kind` (verbs, nouns) the `types` have."""
    lemmas: set[str] = set()
    for type_entry in types:
        for entry in type_entry.triggers_of(kind):
            lemmas.update(entry.lemma)
    return len(lemmas)


def _count_conditioned(types: Iterable[TypeEntry]) -> int:
    """Return how many triggers of the `types` have conditions."""
    count = 0
    for type_entry in types:
        for kind in ("verbs", "nouns", "adjectives"):
            for entry in type_entry.triggers_of(kind):
                if write_conditions(entry):
                    count += len(entry.lemma)
    return count


def _type_section(label: str, entries: Mapping[str, TypeEntry]) -> Iterator[str]:
    """Yield the lines about the type `label`, given its entry in each language."""
    # Definition and codes are those of the type, whatever the language: any entry has them.
    first = next(iter(entries.values()))
    codes = [
        f"{scheme} {code}"
        for scheme, code in (("PLOVER", first.plover), ("CAMEO", first.cameo))
        if code
    ]
    yield f"## {label}\n"
    yield (
        f"{first.definition} ({' · '.join(codes)})\n"
        if codes
        else f"{first.definition}\n"
    )
    for language, entry in entries.items():
        yield f"### {label} in {_LANGUAGE_NAMES.get(language, language)}\n"
        yield f"> {entry.example}\n"
        yield from _role_lines(entry)
        for kind in ("verbs", "nouns", "adjectives"):
            if triggers := entry.triggers_of(kind):
                yield f"- **{kind}**: {'; '.join(map(_write_trigger, triggers))}"
        yield ""


def _role_lines(entry: TypeEntry) -> Iterator[str]:
    """Yield what grammatical places and classes of words mean for a type, where it says so."""
    if entry.roles:
        roles = [f"{position} → {role}" for position, role in entry.roles.items()]
        yield f"- **roles**: {', '.join(roles)}"
    if entry.kinds:
        kinds = [f"~{kind} → {role}" for kind, role in entry.kinds.items()]
        yield f"- **by kind**: {', '.join(kinds)}"


def _write_trigger(entry: TriggerEntry) -> str:
    """
    Return a trigger as the codebook prints it: `*signer* (object accord)`.

    >>> _write_trigger(TriggerEntry(lemma=["signer"], object=["accord"]))
    '*signer* (object accord)'
    """
    text = f"*{', '.join(entry.lemma)}*"
    if entry.plover:
        text += f" [{entry.plover}]"
    if conditions := write_conditions(entry):
        text += f" ({conditions})"
    return text


def _class_section(language_codes: Iterable[str]) -> Iterator[str]:
    """Yield the lines about the classes of words of each language."""
    yield "## Classes of words\n"
    for language in language_codes:
        words = read_lexicon("events", language, EventWords)
        for name, class_words in (words.classes if words else {}).items():
            language_name = _LANGUAGE_NAMES.get(language, language)
            yield f"- **~{name}** ({language_name}): {', '.join(class_words)}"
