"""The form of `quotes.<language>.yaml`: each key with what it says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Literal

from pressmark.yaml_files.lexicon_types import LexiconModel, Phrase, Words, described

__all__ = [
    "MAX_ABBREVIATION_LENGTH",
    "Gender",
    "NounsByGender",
    "QuoteWords",
    "compile_abbreviations",
]

MAX_ABBREVIATION_LENGTH = 14
"""Characters before a full stop in which an abbreviation is looked for: chosen, not measured; « J.-C » has 4."""

Gender = Literal["m", "f"]


class NounsByGender(LexiconModel):
    """Nouns by the gender of the pronoun that stands for them; « témoin » is in both."""

    m: Words = described('Those that « il », "he" stands for')
    f: Words = described('Those that « elle », "she" stands for')


class QuoteWords(LexiconModel):
    """
    The cues and small words of quotes. Verbs stand in the infinitive and nouns in the singular: all their forms are found.

    A language may begin with a few of the keys: `reporting` finds what stands beside marks, `that` what a conjunction
    brings in, `prepositions` what « selon » does.
    """

    reporting: Words = described('Verbs that always report: « déclarer », "say"')
    beside: Words = described(
        "Verbs that report beside marks or as an incise alone: « …, sourit-elle »"
    )
    opinion: Words = described(
        'Verbs of opinion, which a study may leave out: « estimer », "believe"'
    )
    writing: Words = described('Verbs of writing and posting: « écrire », "tweet"')
    asking: Words = described(
        "Verbs of asking: with « si », a question word, or beside marks"
    )
    requesting: Words = described(
        "Verbs whose infinitive says what is asked for: « ont demandé au juge de ne pas … »"
    )
    claiming: Words = described(
        "Verbs whose infinitive says what is claimed: « nie avoir menti »"
    )
    wording: Words = described(
        "Verbs whose marked object is somebody's words: « a dénoncé une « mascarade » »"
    )
    showing: Words = described(
        'What studies and polls do, with a conjunction alone: « montrer », "find"'
    )
    intending: Words = described(
        'Wanting and planning, with an infinitive that is attributed: "plans to"'
    )
    objects: Words = described(
        'Verbs whose object without marks is attributed: "called for a vote"'
    )
    convinced: Words = described(
        "Adjectives that report with a conjunction: « est convaincu que »"
    )
    not_reflexive: Words = described(
        "Verbs that report only without a reflexive pronoun: « le port se trouve »"
    )
    not_cues: Words = described(
        "Forms of these verbs that are no cue, whatever stands beside them: « été »"
    )
    auxiliaries: Words = described('Forms of auxiliaries: « a », "has"')
    passive: Words = described('Forms that make a passive: « été », "been"')
    reflexive: Words = described("Reflexive pronouns: « se »")
    genders: Mapping[Phrase, Gender] = described(
        "First word of a phrase → the gender of its noun: « la » → f", {}
    )
    gender_pronouns: Words = described(
        'Pronouns whose gender is that of the person they mean: « il », "she"'
    )
    people: NounsByGender = described(
        "Nouns of people, of which a pronoun near them may speak", NounsByGender()
    )
    not_speakers: Words = described(
        'Subjects that are no source of news: « je », "you"'
    )
    impersonal: Words = described(
        'Subjects that are nobody: « il » of « il pleut », "it"'
    )
    that: Words = described('Conjunctions that open a content: « que », "that"')
    restricting: Words = described(
        "Words before a verb with which « que » means only: « ne dit que »"
    )
    that_blockers: Words = described(
        "Words after which such a conjunction opens none: « plus que »"
    )
    whether: Words = described('Words that open an asked content: « si », "why"')
    to: Words = described('Words that open an infinitive: « de », "to"')
    relative: Words = described("Relative pronouns")
    adjuncts: Words = described(
        "Words that open a phrase after which the subject of an incise has ended"
    )
    openers: Words = described(
        "Words that, with a capital, begin a sentence after a heading without full stop"
    )
    determiners: Words = described("Articles, possessives, small numbers")
    inversion_links: Words = described(
        "What stands between a verb and its inverted pronoun: « -t » of « a-t-il »"
    )
    prepositions: Words = described(
        'Phrases that name a source: « selon », "according to"'
    )
    likening: Words = described(
        "Words before a verb of saying with its object: « comme l'explique le maire »"
    )
    topics: Words = described(
        "What opens, at a sentence's head, whom it is about: « quant à »"
    )
    headed: Words = described(
        "Those that do so only at a sentence's head: « Pour Anne Morel, »"
    )
    indefinite: Words = described(
        "Pronouns that are somebody, though they name nobody: « certains », “some”"
    )
    reflexive_only: Words = described(
        "Verbs that report with a reflexive pronoun alone: « s'engage à partir »"
    )
    without_that: Words = described(
        "Forms of verbs beside marks that tell no words with « que »: « ce qui fait que »"
    )
    never_finite: Words = described(
        "Endings of participles that no finite form has: « ées » in « considérées »"
    )
    trailing: Words = described(
        "Those that do so only behind a comma or marks: „…, *so* die Ministerin“"
    )
    postpositions: Words = described(
        "Words right behind a phrase that make it a source: „der Polizei *zufolge*“"
    )
    in_own_words: Words = described(
        "Phrases that give words to whom their possessive means: „*nach ihren Worten*“"
    )
    as_words: Words = described(
        "Words that open a clause of saying whose verb ends it: „*wie* die Stadt mitteilte“"
    )
    opinion_holders: Words = described(
        "Pronouns after these that are somebody: « Pour lui, »"
    )
    not_sources: Words = described(
        "Heads of a phrase after these that are no source: « selon la loi »"
    )
    things: Words = described(
        "Nouns of what says nothing, as heads of a phrase: « un manque de lits indique que »"
    )
    times: Words = described(
        "Nouns of times, as heads of a phrase that is no subject: « ces dernières années »"
    )
    naming: Words = described(
        "Nouns that make marked words a title, a name, a nickname: « le film « … » »"
    )
    negations: Words = described('Words that deny: « ne », "never"')
    direct_order: bool = described(
        'Whether ", X said" can be an incise without marks', False
    )
    resumes: bool = described(
        "Whether marks after '\"A,\" said X.' belong to the same quote", False
    )
    parted_verbs: bool = described(
        "Whether the second word of a verb may end its clause: „*fügte* er *hinzu*“",
        False,
    )
    reported_mood: bool = described(
        "Whether the subjunctive tells that a clause is reported: „Sie sagte, er *sei* krank.“",
        False,
    )
    verb_bracket: bool = described(
        "Whether the verb stands second in a main clause and last in others: „Am Montag *hat* er sie *gebeten*, zu *gehen*“",
        False,
    )
    capital_nouns: bool = described(
        "Whether every noun has a capital, so that capitals within marks make no title",
        False,
    )
    channels: Words = described(
        "Prepositions of what says it where nobody does in person: „hieß es *aus* dem Ministerium“"
    )
    clitics: Words = described(
        "Pronouns that stand between a subject and its verb: « lui »"
    )
    denying: Words = described(
        "Forms of verbs that, negated, say it: « ne nie pas que »"
    )
    rumoured: Words = described('Words of hearsay: « paraît-il », "reportedly"')
    modals: Words = described('Forms of modal verbs: « pourrait », "would"')
    conditions: Words = described('Words that open a condition: « si », "unless"')
    subordinators: Words = described(
        "Words that open a clause behind a verb of saying that is not its content: « quand »"
    )
    tails: Words = described(
        "Words that, behind an incise and its comma, go on about the saying: « qui »"
    )
    narrates: Words = described(
        "Words that, behind a content and a comma, tell of the saying again: « ajoutant »"
    )
    occasions: Words = described(
        "Phrases that, behind a content and a comma, tell when it was said: « lors de »"
    )
    governed: Words = described(
        'Prepositions whose phrase is an object of `objects`: "called for"'
    )
    telling: Words = described('Forms of verbs whose object is who is told: "told"')
    days: Words = described(
        "Words of time that stand between a verb and its subject: « hier »"
    )
    documents: Words = described(
        'Nouns of sources that are documents: « rapport », "statement"'
    )
    organisations: Words = described(
        'Nouns of sources that are organisations: « ministère », "police"'
    )
    groups: Words = described(
        'Nouns of sources that are groups: « famille », "residents"'
    )
    audience: Words = described(
        'Whom words are said to, besides names: « la presse », "reporters"'
    )
    addressing: Words = described('What opens the addressee: « devant », "to"')
    plurals: Words = described(
        'First words of a phrase that names several: « les », "some"'
    )
    copulas: Words = described(
        "Forms of verbs that make a report of an adjective of `convinced`: « paraît convaincu »"
    )
    asides: Words = described(
        "Set phrases between a verb of saying and its subject: « à son tour »"
    )
    links: Words = described(
        "Words that open a line that leads to another article: « Lire aussi : »"
    )
    abbreviations: Words = described(
        "Words whose full stop ends no sentence; single letters are none, too: « M »"
    )
    narrative: Mapping[Phrase, Phrase] = described(
        "Morphology of verbs that tell a story: the passé simple; empty for none", {}
    )
    own: Words = described(
        "Pronouns between subject and verb that the speaker alone uses: « me disait-il »"
    )
    nouns: Words = described('Nouns of saying, singular: « déclaration », "claim"')
    of: Words = described('Prepositions of whose words they are: « de », "of"')
    by: Words = described('Prepositions of who says them: « par », "by"')
    possessives: Words = described('Possessives that name the speaker: « sa », "her"')
    gerunds: Words = described(
        'Words before a participle whose subject is that of the main verb: « en », "while"'
    )


def compile_abbreviations(words: Iterable[str]) -> re.Pattern[str]:
    """Compile a pattern that finds one of `words`, or initials (« J.-P »), at a stretch's end, before a full stop."""
    # « M. Vidal », "Lt. Lee", « J.-P. Vidal »
    initials = r"[^\W\d_](?:\.[^\W\d_])*"
    alternatives = "|".join([*map(re.escape, words), initials])
    return re.compile(rf"(?:^|[\s(«“\"'’-])(?:{alternatives})$")
