"""Articles that repeat what is worst for a layer, and parses of them that no model made."""

from __future__ import annotations

import random
from datetime import datetime
from functools import cache
from typing import Any

import spacy
from spacy.tokens import Doc, Span

from pressmark.articles import Article

__all__ = ["UNITS", "blank", "random_doc"]

_BOTH = (
    "Anne Morel ", "Anne ", "( Anne ", "Morel . Anne Morel . M. Morel . ", "Anne, ", "Anne Morel, ", "A. ",
    "A. B. Morel ", "UN ", "UN ONU ", "Paul Morel ( PM ) ", "Larnholm, Paris, ", "14 ", "14 % ", "1 000 ", "2024 ",
    "12/03/2024 ", "« ", "» ", "« a ", "« a » ", "“ ", "“a ", "“a” ", '" a ', '"a" ', "' ", "'a ", "‘a ", "’ ",
    "’a’ ", "( ", "(a ", "[ ", ": ", "a: ", "; ", "– ", "– a ", "— a. ", "- ", "-", "... ", "… ", "! ", ". ", ", ",
    "a ", "a\n", "a\n\n", ". \n", "« a\n\n", "« a.\n\n« ", '"a\n\n', "“a b.\n\n", "– a.\n", "Anne : oui.\n",
    "Q. : a\n", "ANNE: a\n", "a'", "http://a.b/ ", "« “ ‘ ", "« a “ b ‘ c ’ d ” e » ", "a-b-", "Paris-Lyon ",
    "\u00a0", "\u200b ", "🙂 ", "İ ", "é", "I II III ", "Louis XIV ",
)  # fmt: skip
_FRENCH = (
    "M. Morel a parlé. Anne Morel a dit oui. ", "Mme Morel a parlé à M. Morel. ", "M. ", "M. Morel ", "Mme ",
    "affirme estime déclare ", "– dit -il ", "il dit qu' il ", "il dit qu'il a dit ", "que ", "qui ", "qu' ",
    "dit ", "dit : ", "dit : « ", "dit-il, ", "a-t-il dit, ", "« oui », dit-il. ", "« oui », dit Anne Morel, ",
    "selon Anne, ", "selon ", "Selon lui, il ", "elle a dit que ", "il affirme et il déclare ", "et ",
    "et Anne et Paul ", "ou ", ", et ", "le 3 mars 2024 ", "mardi ", "lundi dernier, ", "mars ", "hier ",
    "à Paris ", "à Paris, ", "en France, ", "deux ", "de la ", "de ", "la rue de la République ", "rue de Paris ",
    "ministre ", "ministre de la Défense ", "le ministre, Anne Morel, ", "le maire de Paris Anne Morel ", "maire ",
    "président directeur ", "attaque ", "attaque à Paris ", "a attaqué Paris mardi ", "tué blessé arrêté ",
    "deux morts et trois blessés, ", "14 personnes, dont quatre enfants, ", "dont ", "grève ",
    "manifestation à Paris le 3 mars ", "il ", "il a été tué, ", "elle ", "lui ", "l'armée ",
    "l'homme qui a tué l'homme ", "la police qui a arrêté ", "a été ", "ne pas ", "si ", "pour attaquer ",
    "va frapper ", "demande ", "veut pouvoir ", "accuse d'avoir tué ", "le chat de ", "grand ", "les Ukrainiens ",
    "Russes ", "Université de Paris ", "Université ", "Cour ", "la Cour ", "les Canadiens de Montréal ",
    "Dijon-Nevers ", "Châlons-sur-Marne ", "PARIS (AFP) - ", "siècle ", "ans ", "53 ans, ", "Anne, 53 ans, maire, ",
    "depuis ", "au cours des ", "vingt et un ", "cent mille ", "et demi ", "heures ", "du 3 au 5 ", "« attaque » ",
    "le tribunal a condamné ", "mort ", "accord ", "l'accord ", "cet accord ", "signer un accord ", "aurait ",
    "aurait dit ", "ajoute-t-il que ", "ajoutant que ", "- oui, dit-il ", "— Oui, dit-il.\n",
    "l'attaque de l'attaque ", "échec de ",
)  # fmt: skip
_ENGLISH = (
    "Mr Morel spoke. Anne Morel said yes. ", "Mr ", "Mr. ", "Mr Morel ", "claims states says ", "said ",
    "he said that he ", "he said ", "that ", '"yes," he said, ', '"yes," said Anne Morel, ',
    "“yes”, said Anne. ", "said: ", "said: “", "according to Anne, ", "according to ", "told reporters ", "told ",
    "and ", "and Anne and Paul ", "or ", ", and ", "on 3 March 2024 ", "Tuesday ", "last Monday, ", "March ",
    "yesterday ", "in Paris ", "in Paris, ", "two ", "of the ", "of ", "President ", "President Morel ",
    "the mayor, Anne Morel, ", "mayor ", "minister ", "secretary of state ", "attack ", "attack in Paris ",
    "attacked Paris on Tuesday ", "killed wounded arrested ", "two dead and three hurt, ",
    "14 people, including four children, ", "including ", "strike ", "protest in Paris on 3 March ", "he ",
    "he was killed, ", "she ", "him ", "the army ", "the man who killed the man ", "who ", "police who arrested ",
    "was ", "not ", "if ", "to attack ", "will strike ", "demands ", "wants to be able to ", "accused of killing ",
    "the cat of ", "big ", "Ukrainians ", "Russian ", "University of Paris ", "University ", "Court ", "the Court ",
    "Trade Association ", "Hudson River ", "Paris FC ", "KYIV, Ukraine (AP) — ", "century ", "years ", "53, ",
    "Anne, 53, mayor, ", "since ", "twenty-one ", "hundred thousand ", "and a half ", "hours ", "from 3 to 5 ",
    "“attack” ", "the court sentenced ", "death ", "deal ", "the deal ", "this deal ", "sign a deal ", "would ",
    "would have said ", "adding that ", "Jr. ", "Boltworks' spokesman ", "'s ", "the attack of the attack ",
    "failure of ", "failed to ", "ready to ", "fell through ",
)  # fmt: skip
UNITS: dict[str, tuple[str, ...]] = {
    "fr": (*_BOTH, *_FRENCH),
    "en": (*_BOTH, *_ENGLISH),
}
"""What is repeated, in each language."""

_POS = (
    "VERB", "VERB", "VERB", "NOUN", "NOUN", "PROPN", "ADP", "DET", "PRON", "ADJ", "AUX", "CCONJ", "SCONJ", "NUM",
    "ADV",
)  # fmt: skip
_DEPS = (
    "nsubj", "obj", "dobj", "obl", "obl:arg", "obl:mod", "nmod", "conj", "ccomp", "xcomp", "advcl", "acl",
    "acl:relcl", "relcl", "appos", "case", "mark", "aux", "prep", "pobj", "amod", "det", "flat:name", "compound",
    "parataxis", "cc", "nsubj:pass", "cop", "advmod", "nummod", "punct", "dep", "pcomp", "neg",
)  # fmt: skip
_MORPHS = (
    "VerbForm=Fin|Tense=Pres", "VerbForm=Part|Tense=Past", "VerbForm=Inf", "Gender=Fem|Number=Sing", "PronType=Rel",
    "Number=Plur", "", "VerbForm=Fin|Tense=Fut", "Mood=Cnd|VerbForm=Fin",
)  # fmt: skip
_SHAPES = ("star", "chain", "reversed chain", "comb", "joined stars")


@cache
def blank(language: str) -> Any:
    """A pipeline of a language with a tokenizer alone."""
    nlp = spacy.blank(language)
    nlp.max_length = 10**9
    return nlp


def random_doc(
    language: str, unit: str, size: int, seed: int, published: datetime
) -> tuple[Article, Doc]:
    """An article of so many tokens of a repetition, with tags and a tree that the unit and a seed decide."""
    chance = random.Random(f"{unit}{seed}")
    nlp = blank(language)
    width = max(1, len(nlp.make_doc(unit + unit)) // 2)
    text = (unit * (size // width)).strip()
    tokens = nlp.make_doc(text)
    kinds = [
        (_pos(token.text, chance), chance.choice(_DEPS), chance.choice(_MORPHS))
        for token in tokens[:width]
    ]
    rows = [
        kinds[i % width] if not token.is_space else ("SPACE", "dep", "")
        for i, token in enumerate(tokens)
    ]
    heads = _heads(chance.choice(_SHAPES), len(tokens), width)
    deps = ["ROOT" if heads[i] == i else dep for i, (_, dep, _) in enumerate(rows)]
    doc = Doc(
        nlp.vocab, words=[token.text for token in tokens], spaces=[bool(token.whitespace_) for token in tokens],
        pos=[pos for pos, _, _ in rows], deps=deps, heads=heads, morphs=[morph for _, _, morph in rows],
        lemmas=[token.text.lower() for token in tokens],
    )  # fmt: skip
    label = chance.choice(("PER", "LOC", "ORG"))
    doc.ents = [
        Span(doc, i, i + 1, label=label)
        for i, token in enumerate(doc)
        if token.pos_ == "PROPN"
    ]
    return Article(id="a", text=doc.text, language=language, published=published), doc


def _pos(word: str, chance: random.Random) -> str:
    if not any(map(str.isalnum, word)):
        return "PUNCT"
    return "PROPN" if word[:1].isupper() else chance.choice(_POS)


def _heads(shape: str, count: int, width: int) -> list[int]:
    """The head of every token: one for all, its neighbour, the first of its unit with these in a chain or under one."""
    if shape == "star":
        return [count // 2] * count
    if shape == "chain":
        return [max(0, i - 1) for i in range(count)]
    if shape == "reversed chain":
        return [min(count - 1, i + 1) for i in range(count)]
    firsts = [i - i % width for i in range(count)]
    if shape == "comb":
        return [
            first if i != first else max(0, first - width)
            for i, first in enumerate(firsts)
        ]
    return [first if i != first else 0 for i, first in enumerate(firsts)]
