"""The form of `events.<language>.yaml`, with its words and types, and of `event_types.und.yaml`, with their traits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator

from pressmark.messages import suggestion
from pressmark.yaml_files.lexicon_types import (
    LexiconModel,
    Phrase,
    Words,
    described,
    items_to_tuple,
)

from .event_entries import EventTraits, FamilyEntry, TriggerEntry, TypeEntry

__all__ = ["Bounds", "DecidedWords", "EventTypes", "EventWords"]

Path = tuple[str | int, ...]
Complaint = tuple[Path, str]
_TRIGGER_KINDS = ("verbs", "nouns", "adjectives")
Number = int | float
# A relation that is no role of its own: the owner of a deed is its agent, or its target.
NounRole = Literal[
    "agent",
    "target",
    "victim",
    "partner",
    "place",
    "time",
    "quantity",
    "instrument",
    "topic",
    "owner",
]
Range = Annotated[tuple[Number, Number], BeforeValidator(items_to_tuple)]


class Bounds(LexiconModel):
    """The words that bound a number, before it or behind it."""

    at_least: Words = described("« au moins »")
    at_most: Words = described("« au plus »")
    about: Words = described("« environ »")


class DecidedWords(LexiconModel):
    """Frequent words that somebody has looked at and found to name no event."""

    verbs: Words = described("Verbs, in the infinitive")
    nouns: Words = described("Nouns, in the singular")


class EventWords(LexiconModel):
    """
    The types of events with their triggers, and the words that say who, where, how many and whether.

    Of the lists of verbs all forms are found. A language may begin with `types`, `negations` and `places`.
    """

    classes: Mapping[Phrase, Words] = described(
        "Classes of words that conditions name as ~class; they may name others", {}
    )
    types: Mapping[Phrase, TypeEntry] = described(
        "Types of events with their triggers, below", {}
    )
    no_event: DecidedWords = described(
        "Frequent words that were found to name no event, so that nobody looks at them again",
        DecidedWords(),
    )
    everyday: Words = described(
        'Phrases of two to four words that name no event, nouns and verbs as their lemmas: « mort de rire », "kill time"'
    )
    light: Words = described("Verbs that only carry their noun: « mener une attaque »")
    reflexive: Words = described("Reflexive pronouns")
    perhaps_reflexive: Words = described(
        "Pronouns that are reflexive where the parse takes them for part of the verb: « nous »"
    )
    carrying: Words = described(
        "Of these, those whose object is the event though an entry lists both: « déposer plainte »"
    )
    passive_by: Words = described("What brings in who does it in a passive: « par »")
    participles: Words = described(
        "How a past participle ends that stands as an adjective"
    )
    holders: Words = described(
        "Nouns whose bare complement names no event: « salle des fêtes »"
    )
    planned: Words = described("Verbs that plan what hangs on them")
    planned_nouns: Words = described("Nouns that do: « projet »")
    hypothetical: Words = described("Verbs that make a possibility of it: « menacer »")
    hypothetical_nouns: Words = described("Nouns that do: « risque »")
    denied: Words = described("Verbs that say that it was not: « démentir »")
    denied_nouns: Words = described("Nouns that do: « échec »")
    planned_adjectives: Words = described("Adjectives of what is to come: « prochain »")
    hypothetical_adjectives: Words = described(
        "Adjectives of what may be: « éventuel »"
    )
    verbs_alone: Words = described(
        "Verbs among these that plan a verb and no noun: « compte partir », « compte dix morts »"
    )
    causing: Words = described(
        "Verbs whose object comes of them, so that what governs the verb governs it: « provoquer »"
    )
    circumstances: Words = described(
        "Prepositions behind which a noun is a circumstance, and not what is wished or cancelled: « après »"
    )
    open_phrases: Words = described(
        "What stands before an event that may be: « en cas de »"
    )
    nobody: Words = described('Who does nothing: "nobody", « personne »')
    nobody_determiners: Words = described(
        'What makes a participant nobody: "no passenger", « aucun passager »'
    )
    countable_nobody: Words = described(
        'Words behind such a determiner that take it back: "no fewer than ten"'
    )
    achieving: Words = described(
        'What makes an infinitive behind a noun a deed that was done: "the first to win"'
    )
    announcing: Words = described(
        'Verbs that plan the deed that is their object, but no harm: "announced job cuts"'
    )
    shifting: Words = described(
        "Verbs whose date after these prepositions is that of what they put off: « reporté au 3 avril »"
    )
    shifted_to: Words = described("The prepositions before such a date")
    tells_on: Words = described(
        "Auxiliaries of the tense that tells a scene on over paragraphs, if the language has one: « avoir »"
    )
    result_joints: Words = described(
        "Words between the numbers of a result: « 93 à 83 »"
    )
    rumoured: Words = described(
        "Tense auxiliaries whose conditional reports a rumour: « aurait démissionné »"
    )
    negations: Words = described('Words that deny: « ne », "never"')
    conditions: Words = described("Words that open a condition: « si »")
    infinitive_marks: Words = described(
        "Words behind which an infinitive is an aim: « pour »"
    )
    half_negations: Words = described(
        "Words that, with one of `restrictions`, restrict and do not deny: « ne … que »"
    )
    restrictions: Words = described("Words that make a restriction of these: « que »")
    going: Words = described("Verbs that make their infinitive a future: « aller »")
    modals: Words = described("Modal verbs")
    measures: Words = described(
        "Nouns that measure out what stands behind them: « une série de victoires »"
    )
    occurring: Words = described(
        "Verbs that say that something takes place: « débuter »"
    )
    occurring_objects: Words = described(
        "What such a verb may have as its object: « avoir lieu »"
    )
    yielding: Words = described(
        "Verbs whose object comes of them; negated, it does not come"
    )
    failing: Words = described(
        "Verbs whose subject, an event, does not come about: « échapper »"
    )
    awaited: Words = described("Verbs that keep it open: « tarder »")
    amounts: Words = described(
        "Units of amounts, as they are written: what stands so below an event is its quantity"
    )
    demonstratives: Words = described("Words that take up an event told before: « ce »")
    controlling: Words = described(
        "Verbs whose object does what hangs on them: « accuse l'armée d'avoir bombardé »"
    )
    inside: Words = described("Prepositions behind which a place is where it happens")
    actors: Words = described("Nouns of who acts")
    kind_prepositions: Words = described(
        "Prepositions before a noun without an article that says of what kind: « conférence de presse »"
    )
    no_participants: Words = described(
        "Nouns of set phrases, which take part in nothing: « de son côté »"
    )
    datives: Words = described("Prepositions of whom something is asked or told: « à »")
    performing: Words = described(
        "Verbs whose subject does what their object names: « intensifier les frappes »"
    )
    engaged_in: Words = described(
        "Prepositions before what a subject is doing: « être en grève »"
    )
    enabling: Words = described(
        "Verbs whose subject does not do what their infinitive says: « permettre d'arrêter »"
    )
    placing: Words = described(
        "Verbs whose object is brought into what their complement names: « mettre en examen »"
    )
    sufferers: Words = described(
        "Nouns of whom an event befalls: « victime d'une agression »"
    )
    handing: Words = described(
        "Verbs whose subject does not do what their noun names: « demander la démission »"
    )
    acts: Words = described(
        "Nouns of will, whose owner acts: « la décision du ministre »"
    )
    states: Words = described("With the setting `other`: verbs that say a state")
    deed_endings: Words = described("With the setting `other`: how nouns of action end")
    endings: Words = described(
        "What these end goes on or went on: « mettre fin à la guerre »"
    )
    conditional_endings: Words = described(
        "What is written on to the infinitive in the conditional"
    )
    future_endings: Words = described("What is written on to it in the future")
    places: Words = described("Prepositions of a place")
    place_nouns: Words = described("Common nouns of places: « ville »")
    event_names: Words = described(
        "Nouns that head the name of an event, and are its trigger: « le Forum social »"
    )
    subsets: Words = described(
        "Words that bring in a part of a number: « dont quatre enfants »"
    )
    since: Words = described(
        "Words before a date from which on something lasts, up to the publication"
    )
    by_then: Words = described(
        "Words before a date up to which something will happen, from the publication on"
    )
    until: Words = described(
        "Words before a date that says how long something lasts: « jusque »"
    )
    charges: Words = described("What brings in what somebody is charged with: « pour »")
    noun_prepositions: Mapping[Phrase, NounRole] = described(
        "A preposition behind a noun → the role of what follows; `owner` is the agent or the target",
        {},
    )
    contractions: Mapping[Phrase, Phrase] = described(
        "A preposition that holds an article → the bare one: « au » → à", {}
    )
    bounds: Bounds = described("The words that bound a number, below", Bounds())
    numbers: Mapping[Phrase, Number] = described("Number words → the number", {})
    ranges: Mapping[Phrase, Range] = described(
        "Words for a number that is not sure → from and to: « dizaine » → [10, 10]", {}
    )

    def complaints(self) -> Iterator[Complaint]:
        """Yield the classes of words that conditions and other classes name and that are nowhere listed."""
        for name, words in self.classes.items():
            yield from self._unknown_classes(words, ("classes", name))
            if name in self._classes_within(name):
                yield ("classes", name), "names itself, by way of others perhaps"
        for label, entry in self.types.items():
            path = ("types", label)
            for kind in entry.kinds:
                yield from self._unknown_classes((f"~{kind}",), (*path, "kinds", kind))
            for key in (*_TRIGGER_KINDS, "families"):
                for position, trigger in enumerate(getattr(entry, key)):
                    yield from self._unknown_in_trigger(trigger, (*path, key, position))

    def _unknown_in_trigger(
        self, trigger: TriggerEntry | FamilyEntry, path: Path
    ) -> Iterator[Complaint]:
        """Yield the unknown classes that the conditions of a trigger or a family name."""
        for condition in trigger.model_fields_set:
            words = getattr(trigger, condition)
            if isinstance(words, tuple):
                yield from self._unknown_classes(words, (*path, condition))

    def _classes_within(self, name: str) -> set[str]:
        """Return the classes that a class names, and those that these name."""
        within: set[str] = set()
        waiting = [name]
        while waiting:
            for word in self.classes.get(waiting.pop(), ()):
                if word.startswith("~") and word[1:] not in within:
                    within.add(word[1:])
                    waiting.append(word[1:])
        return within

    def _unknown_classes(self, words: Iterable[str], path: Path) -> Iterator[Complaint]:
        for position, word in enumerate(words):
            if word.startswith("~") and word[1:] not in self.classes:
                hint = suggestion(word[1:], self.classes)
                yield (*path, position), f"there is no class {word}{hint}"


class EventTypes(LexiconModel):
    """What rules ask of the types of events, whatever the language; a type that is not here has the defaults."""

    types: Mapping[Phrase, EventTraits] = described("The traits of a type, below", {})
    colours: Mapping[Phrase, Words] = described(
        "A variable of the site's style sheet → the types that are drawn in it; ours alone count",
        {},
    )
