"""Whom pronouns, descriptions and short names mean, on trees made by hand: no model is loaded."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hand_trees import hand_tree

from pressmark.annotators.coreference import CoreferenceReading, Referent, Resolver
from pressmark.annotators.coreference.entity_index import EntityIndex
from pressmark.annotators.coreference.lexicon import load_lexicon
from pressmark.annotators.coreference.referents import PronounTraits, may_mean
from pressmark.spans import Entity

# Names of the sentences below: label, gender that a title states, role.
NAMES = {
    "Anne": ("PER", "f", "maire de Lormont"), "Marie": ("PER", "f", None), "Paul": ("PER", "m", "ministre de la Culture"),
    "Jean": ("PER", "m", None), "Robin": ("PER", None, None), "Terra": ("ORG", None, None),
    "Ann": ("PER", "f", "mayor of Wexley"), "Bob": ("PER", "m", "defence minister"), "Tom": ("PER", "m", None),
    "Acme": ("ORG", None, None),
}  # fmt: skip


def sentence(
    subject: str, verb: str, rest: str = "", *, features: str = "", pos: str = ""
) -> str:
    """One clause: its subject, of one word or of a determiner and a noun, its verb, and further lines."""
    *determiner, noun = subject.split()
    pos = pos or ("PROPN" if noun in NAMES else "NOUN" if determiner else "PRON")
    number = "Plur" if "Plur" in features else "Sing"
    lines = [f"{word} DET det {noun} Number={number}" for word in determiner]
    lines += [
        f"{noun} {pos} nsubj {verb} {features}",
        f"{verb} VERB ROOT - VerbForm=Fin",
        *rest.splitlines(),
    ]
    return "\n".join(line for line in lines if line.strip())


FR = {
    "anne vient": sentence("Anne", "vient"),
    "marie vient": sentence("Marie", "vient"),
    "paul part": sentence("Paul", "part"),
    "jean part": sentence("Jean", "part"),
    "robin part": sentence("Robin", "part"),
    "terra part": sentence("Terra", "part"),
    "maire rit": sentence("Le maire", "rit", features="Gender=Masc|Number=Sing"),
    "foule rit": sentence("La foule", "rit", features="Gender=Fem|Number=Sing"),
    "pont ferme": sentence("Le pont", "ferme", features="Gender=Masc|Number=Sing"),
    "marins partent": sentence("Les marins", "partent", features="Gender=Masc|Number=Plur"),
    "anne et paul": sentence("Anne", "viennent", "et CCONJ cc Paul\nPaul PROPN conj Anne"),
    "anne et marie": sentence("Anne", "viennent", "et CCONJ cc Marie\nMarie PROPN conj Anne"),
    "paul voit jean": sentence("Paul", "voit", "Jean PROPN obj voit"),
    "paul voit anne": sentence("Paul", "voit", "Anne PROPN obj voit"),
    "paul voit les marins": sentence(
        "Paul", "voit", "les DET det marins Number=Plur\nmarins NOUN obj voit Gender=Masc|Number=Plur"
    ),
    "il dit": sentence("Il", "dit", features="Gender=Masc"),
    "elle dit": sentence("Elle", "dit", features="Gender=Fem"),
    "ils disent": sentence("Ils", "disent"),
    "elles disent": sentence("Elles", "disent"),
    "on dit": sentence("On", "dit"),
    "paul la voit": sentence("Paul", "voit", "la PRON obj voit"),
    "a-t-il dit": "a AUX aux:tense dit\n-il PRON expl:subj dit\ndit VERB ROOT -",
    "il pleut": sentence("Il", "pleut"),
    "il faut": sentence("Il", "faut", "partir VERB xcomp faut VerbForm=Inf"),
    "il y a": "Il PRON nsubj a\ny PRON expl:comp a\na VERB ROOT -\nfoule NOUN obj a",
    "il est prévu": (
        "Il PRON nsubj:pass prévu\nest AUX aux:pass prévu\nprévu VERB ROOT -\n"
        "de ADP mark fermer\nfermer VERB xcomp prévu"
    ),
    "il est prêt": "Il PRON nsubj prêt\nest AUX cop prêt\nprêt ADJ ROOT -\nà ADP mark fermer\nfermer VERB xcomp prêt",
    "terra publie": (
        "Terra PROPN nsubj publie\npublie VERB ROOT -\nun DET det texte Number=Sing\n"
        "texte NOUN obj publie Gender=Masc|Number=Sing\n"
        "où PRON obl:mod dit PronType=Rel\nelle PRON nsubj dit\ndit VERB acl:relcl texte"
    ),
    "anne nie": (
        "Anne PROPN nsubj nie\nnie VERB ROOT -\n; PUNCT punct écrit\n"
        "elle PRON nsubj écrit\nécrit VERB conj nie"
    ),
    "quand anne": (
        "Quand SCONJ mark vient\nAnne PROPN nsubj vient\nvient VERB advcl rit\nelle PRON nsubj rit\nrit VERB ROOT -"
    ),
    "paul dit que": (
        "Paul PROPN nsubj dit\ndit VERB ROOT -\nqu' SCONJ mark part\n"
        "il PRON nsubj part\npart VERB ccomp dit"
    ),
    "paul voit jean qui": (
        "Paul PROPN nsubj voit\nvoit VERB ROOT -\nJean PROPN obj voit\n"
        "qui PRON nsubj dit PronType=Rel\ndit VERB acl:relcl Jean"
    ),
    "selon lui": "Selon ADP case lui\nlui PRON obl:mod part\nJean PROPN nsubj part\npart VERB ROOT -",
    "son projet": (
        "Paul PROPN nsubj retire\nretire VERB ROOT -\nson DET det projet Poss=Yes\n"
        "projet NOUN obj retire Gender=Masc"
    ),
    "ce dernier": "Ce DET det dernier Number=Sing\ndernier NOUN nsubj rit Gender=Masc\nrit VERB ROOT -",
    "ministre": sentence("L'ancien ministre", "part", features="Gender=Masc"),
    "la maire": sentence("La maire", "part", features="Gender=Fem"),
    "le maire": sentence("Le maire", "part", features="Gender=Masc"),
    "anne 54 ans": "Anne~ PROPN nsubj rit\n, PUNCT punct ans\n54 NUM nummod ans\nans NOUN appos Anne\nrit VERB ROOT -",
    "la quinquagénaire": sentence("La quinquagénaire", "part"),
    "le sexagénaire": sentence("Le sexagénaire", "part"),
}  # fmt: skip
EN = {
    "ann came": sentence("Ann", "came"),
    "bob left": sentence("Bob", "left"),
    "acme grew": sentence("Acme", "grew", features="Number=Sing"),
    "bridge closed": sentence("The bridge", "closed", features="Number=Sing"),
    "sailors left": sentence("The sailors", "left", features="Number=Plur").replace("Number=Plur\n", "\n", 1),
    "ann and bob": sentence("Ann", "came", "and CCONJ cc Ann\nBob PROPN conj Ann"),
    "bob met tom": sentence("Bob", "met", "Tom PROPN dobj met"),
    "acme met ann": sentence("Acme", "met", "Ann PROPN dobj met"),
    "he said": sentence("He", "said"),
    "she said": sentence("She", "said"),
    "they said": sentence("They", "said"),
    "it said": sentence("It", "said"),
    "it rains": sentence("It", "rains", ""),
    "it seems": sentence("It", "seems", "that SCONJ mark closes\nit PRON nsubj closes\ncloses VERB ccomp seems"),
    "it is likely": (
        "It PRON nsubj is\nis AUX ROOT -\nlikely ADJ acomp is\nthat SCONJ mark closes\n"
        "road NOUN nsubj closes\ncloses VERB ccomp is"
    ),
    "when ann": (
        "When SCONJ advmod came\nAnn PROPN nsubj came\ncame VERB advcl laughed\n"
        "she PRON nsubj laughed\nlaughed VERB ROOT -"
    ),
    "bob denied": (
        "Bob PROPN nsubj denied\ndenied VERB ROOT -\n; PUNCT punct wrote\n"
        "he PRON nsubj wrote\nwrote VERB conj denied"
    ),
    "the latter": "The DET det latter\nlatter NOUN nsubj left\nleft VERB ROOT -",
    "the mayor": sentence("The mayor", "left", features="Number=Sing"),
    "the former minister": "The DET det minister\nformer ADJ amod minister\nminister NOUN nsubj left\nleft VERB ROOT -",
}  # fmt: skip


def resolver_of(notation: str, language: str, quoted: Sequence[str] = ()) -> Resolver:
    """The resolver of sentences written by hand; `quoted` are the words between marks."""
    tree = hand_tree(notation)
    text = tree.parse.text
    entities = []
    for number, match in enumerate(re.finditer(r"\w+", text)):
        if match.group() in NAMES:
            label, gender, role = NAMES[match.group()]
            start, end = match.span()
            entities.append(
                Entity(
                    start=start, end=end, text=match.group(), label=label, id=f"a/{number}", mention_start=start,
                    mention_end=end, name=match.group(), role=role, gender=gender,
                )
            )  # fmt: skip
    stretches = [
        (text.index(words), text.index(words) + len(words)) for words in quoted
    ]
    index = EntityIndex.of(entities)
    return Resolver.of(
        CoreferenceReading(text, tree, load_lexicon(language), index, stretches)
    )


CASES = [
    # the subject of the sentence just before, of the pronoun's gender and number
    ("fr", "anne vient / elle dit", "Elle", "Anne", "subject of the sentence before"),
    ("fr", "paul part / il dit", "Il", "Paul", "subject of the sentence before"),
    ("fr", "robin part / elle dit", "Elle", "Robin", "subject of the sentence before"),
    ("fr", "robin part / il dit", "Il", "Robin", "subject of the sentence before"),
    ("fr", "terra part / elle dit", "Elle", "Terra", "subject of the sentence before"),
    ("fr", "foule rit / elle dit", "Elle", "La foule", "subject of the sentence before"),
    ("fr", "paul voit jean / il dit", "Il", "Paul", "subject of the sentence before"),
    ("en", "ann came / she said", "She", "Ann", "subject of the sentence before"),
    ("en", "bob met tom / he said", "He", "Bob", "subject of the sentence before"),
    ("en", "acme met ann / it said", "It", "Acme", "subject of the sentence before"),
    ("en", "bridge closed / it said", "It", "The bridge", "subject of the sentence before"),
    # never against a known gender, number or kind
    ("fr", "paul part / elle dit", "Elle", None, "unresolved"),
    ("fr", "anne vient / il dit", "Il", None, "unresolved"),
    ("fr", "pont ferme / elle dit", "Elle", None, "unresolved"),
    ("fr", "marins partent / il dit", "Il", None, "unresolved"),
    ("fr", "paul part / ils disent", "Ils", None, "unresolved"),
    ("en", "acme grew / she said", "She", None, "unresolved"),
    ("en", "bridge closed / he said", "He", None, "unresolved"),
    ("en", "bob left / it said", "It", None, "unresolved"),
    ("en", "bob left / they said", "They", None, "unresolved"),
    # farther back where the nearest does not agree, and what is no subject last
    ("fr", "anne vient / pont ferme / elle dit", "Elle", "Anne", "subject of the paragraph"),
    ("en", "ann came / bridge closed / she said", "She", "Ann", "subject of the paragraph"),
    ("fr", "anne vient / paul part / pont ferme / elle dit", "Elle", None, "unresolved"),
    ("fr", "paul voit anne / elle dit", "Elle", "Anne", "object before"),
    ("en", "acme met ann / she said", "She", "Ann", "object before"),
    # several: a plural, or what is joined
    ("fr", "marins partent / ils disent", "Ils", "Les marins", "subject of the sentence before"),
    ("fr", "paul voit les marins / ils disent", "Ils", "les marins", "object before"),
    ("fr", "anne et paul / ils disent", "Ils", "Anne viennent et Paul", "subject of the sentence before"),
    ("fr", "anne et marie / elles disent", "Elles", "Anne viennent et Marie", "subject of the sentence before"),
    ("fr", "anne et marie / ils disent", "Ils", None, "unresolved"),
    ("fr", "anne et paul / elles disent", "Elles", None, "unresolved"),
    ("en", "sailors left / they said", "They", "The sailors", "subject of the sentence before"),
    ("en", "ann and bob / they said", "They", "Ann came and Bob", "subject of the sentence before"),
    # a clause of the same sentence
    ("fr", "terra publie", "elle", "Terra", "subject of its sentence"),
    ("fr", "anne nie", "elle", "Anne", "subject of its sentence"),
    ("fr", "marie vient / anne nie", "elle", "Anne", "subject of its sentence"),
    ("fr", "quand anne", "elle", "Anne", "subject of the sentence before"),
    ("fr", "paul dit que", "il", "Paul", "subject of its sentence"),
    ("fr", "jean part / paul dit que", "il", "Paul", "subject of its sentence"),
    ("fr", "son projet", "son", "Paul", "subject of its sentence"),
    ("en", "when ann", "she", "Ann", "subject of the sentence before"),
    ("en", "bob denied", "he", "Bob", "subject of its sentence"),
    # a relative pronoun, and who cannot be the subject of the pronoun's own clause
    ("fr", "paul voit jean qui", "qui", "Jean", "relative"),
    ("fr", "paul part / selon lui", "lui", "Paul", "subject of the sentence before"),
    ("fr", "anne vient / paul la voit", "la", "Anne", "subject of the sentence before"),
    # a pronoun that stands for another's bearer
    ("fr", "anne vient / elle dit / elle dit", "Elle", "Anne", "subject of the sentence before"),
    # nobody at all
    ("fr", "paul part / il pleut", "Il", None, "impersonal"),
    ("fr", "paul part / il faut", "Il", None, "impersonal"),
    ("fr", "paul part / il y a", "Il", None, "impersonal"),
    ("fr", "paul part / il est prévu", "Il", None, "impersonal"),
    ("fr", "paul part / il est prêt", "Il", "Paul", "subject of the sentence before"),
    ("fr", "paul part / a-t-il dit", "-il", "Paul", "subject of the sentence before"),
    ("fr", "paul part / on dit", "On", None, "unresolved"),
    ("en", "acme grew / it rains", "It", None, "impersonal"),
    ("en", "acme grew / it seems", "It", None, "impersonal"),
    ("en", "acme grew / it is likely", "It", None, "impersonal"),
    # who was named last
    ("fr", "paul voit jean / ce dernier", "Ce dernier", "Jean", "last named"),
    ("en", "bob met tom / the latter", "The latter", "Tom", "last named"),
    # roles, ages, and no bearer of another gender
    ("fr", "anne vient / paul part / la maire", "La maire", "Anne", "by role"),
    ("fr", "anne vient / le maire", "Le maire", None, "unresolved"),
    ("fr", "paul part / ministre", "L'ancien ministre", "Paul", "by role"),
    ("fr", "anne 54 ans / paul part / la quinquagénaire", "La quinquagénaire", "Anne", "by age"),
    ("fr", "anne 54 ans / le sexagénaire", "Le sexagénaire", None, "unresolved"),
    ("en", "ann came / bob left / the mayor", "The mayor", "Ann", "by role"),
    ("en", "bob left / the former minister", "The former minister", "Bob", "by role"),
    ("en", "bob left / bob left", "Bob", "Bob", "by surname"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "passage", "words", "bearer", "how"), CASES)
def test_words_mean_whom_the_rules_say(
    language: str, passage: str, words: str, bearer: str | None, how: str
) -> None:
    sentences = FR if language == "fr" else EN
    resolver = resolver_of(
        "\n\n".join(sentences[name] for name in passage.split(" / ")), language
    )
    start = resolver.reading.text.rindex(words)
    resolution = resolver.resolve(start, start + len(words))
    found = resolution.referent.name if resolution.referent else None
    assert (found, resolution.how) == (bearer, how)


def heard(
    resolver: Resolver, name: str, *, gender: str | None = None, is_person: bool = True
) -> None:
    """Let somebody of this name have spoken, by the words that stand first in the text."""
    start = resolver.reading.text.index(name)
    end = start + len(name)
    resolver.hear(
        start,
        end,
        Referent(start, end, name, gender=gender, is_person=is_person, kind="person"),
    )


def who(
    resolver: Resolver, words: str, *, is_speaker: bool = True
) -> tuple[str | None, str]:
    """Whom the last of these words mean, where they say who speaks."""
    start = resolver.reading.text.rindex(words)
    resolution = resolver.resolve(start, start + len(words), is_speaker=is_speaker)
    return (resolution.referent.name if resolution.referent else None), resolution.how


def test_the_subject_of_the_sentence_before_goes_before_the_last_speaker() -> None:
    # « …, dit Jean. Paul part. Il dit … »
    resolver = resolver_of(
        "\n\n".join([FR["jean part"], FR["paul part"], FR["il dit"]]), "fr"
    )
    heard(resolver, "Jean", gender="m")
    assert who(resolver, "Il") == ("Paul", "subject of the sentence before")


def test_the_last_speaker_goes_before_who_was_named_farther_back() -> None:
    # « Marie vient. …, dit Anne. Le pont ferme. Elle dit … »
    resolver = resolver_of(
        "\n\n".join(
            [FR["marie vient"], FR["anne vient"], FR["pont ferme"], FR["elle dit"]]
        ),
        "fr",
    )
    heard(resolver, "Anne", gender="f")
    assert who(resolver, "Elle")[0] == "Anne"


def test_the_last_speaker_is_none_of_another_gender() -> None:
    resolver = resolver_of(
        "\n\n".join([FR["jean part"], FR["pont ferme"], FR["elle dit"]]), "fr"
    )
    heard(resolver, "Jean", gender="m")
    assert who(resolver, "Elle") == (None, "unresolved")


def test_a_thing_cannot_speak() -> None:
    # « Le pont ferme. Il dit … »: the bridge may be « il », but not who speaks
    resolver = resolver_of("\n\n".join([FR["pont ferme"], FR["il dit"]]), "fr")
    assert who(resolver, "Il") == (None, "unresolved")
    assert who(resolver, "Il", is_speaker=False) == (
        "Le pont",
        "subject of the sentence before",
    )


def test_nobody_within_marks_is_meant_outside() -> None:
    # « Anne vient. « Marie vient. » Elle dit »
    notation = "\n\n".join([FR["anne vient"], FR["marie vient"], FR["elle dit"]])
    resolver = resolver_of(notation, "fr", ["Marie vient"])
    assert who(resolver, "Elle")[0] == "Anne"


def test_a_pronoun_that_speaks_means_one_person_in_all_layers() -> None:
    resolver = resolver_of("\n\n".join([FR["paul part"], FR["il dit"]]), "fr")
    text = resolver.reading.text
    resolver.hear(text.rindex("Il"), text.rindex("Il") + 2, Referent(0, 4, "Jean"))
    assert who(resolver, "Il", is_speaker=False) == ("Jean", "speaker of a quote")


def test_a_chain_of_pronouns_is_followed_no_farther_than_a_bound() -> None:
    resolver = resolver_of(
        "\n\n".join([FR["anne vient"], *[FR["elle dit"]] * 200]), "fr"
    )
    assert who(resolver, "Elle", is_speaker=False)[0] is None


def test_a_language_without_words_resolves_nothing() -> None:
    resolver = resolver_of("\n\n".join([FR["anne vient"], FR["elle dit"]]), "tlh")
    assert who(resolver, "Elle") == (None, "unresolved")


@pytest.mark.parametrize(
    ("traits", "referent", "may"),
    [
        (PronounTraits("f"), Referent(0, 1, "A", gender="m"), False),
        (PronounTraits("f"), Referent(0, 1, "A"), True),
        (PronounTraits(is_plural=True), Referent(0, 1, "A"), False),
        (PronounTraits(is_person=True), Referent(0, 1, "A", is_person=False), False),
        (PronounTraits(is_thing=True), Referent(0, 1, "A", is_person=True), False),
        (PronounTraits(is_thing=True), Referent(0, 1, "A"), True),
    ],
)
def test_what_is_known_of_both_must_agree(
    traits: PronounTraits, referent: Referent, may: bool
) -> None:
    assert may_mean(traits, referent) is may
