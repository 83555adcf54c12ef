"""Words that news use: each has its type, an everyday sense of it is no event, and what was decided is data."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from finding import Find

from pressmark.annotators.events.lexicon import load_lexicon, type_entries
from pressmark.yaml_files.lexicon_models.event_entries import FamilyEntry
from pressmark.yaml_files.lexicon_models.event_words import EventWords
from pressmark.yaml_files.lexicons import read_lexicon

FRENCH = [
    ("La découverte d'une tombe a surpris les chercheurs.", "découverte", "CULTURE_SPORT"),
    ("Le triomphe des nageurs a été fêté.", "triomphe", "CULTURE_SPORT"),
    ("Le lancement de la nouvelle console est prévu mardi.", "lancement", "ECONOMY"),
    ("La suppression de deux classes inquiète les parents.", "suppression", "ECONOMY"),
    ("La hausse inquiète les clients.", "hausse", "ECONOMY"),
    ("La hausse du nombre des naissances continue.", "hausse", "TREND"),
    ("La destruction du temple a choqué.", "destruction", "ASSAULT"),
    ("Les miliciens ont détruit deux tombeaux.", "détruit", "ASSAULT"),
    ("Un incendie a détruit deux granges.", "détruit", "ACCIDENT"),
    ("L'armée a envahi la province.", "envahi", "ASSAULT"),
    ("Le piratage du site a duré une heure.", "piratage", "CRIME"),
    ("Des inconnus ont piraté les comptes de la banque.", "piraté", "CRIME"),
    ("Une embardée de la voiture a blessé un piéton.", "embardée", "ACCIDENT"),
    ("Il a été victime d'un malaise.", "malaise", "CASUALTY"),
    ("La mobilisation des infirmières continue.", "mobilisation", "PROTEST"),
    ("L'intervention militaire a commencé.", "intervention", "MOBILIZE"),
    ("Les deux maires ont signé hier.", "signé", "AGREE"),
    ("Il a hérité du ministère de la Mer.", "hérité", "APPOINT"),
    ("Le parquet a ouvert une enquête préliminaire.", "enquête", "JUSTICE"),
    ("La vaccination des enfants commence lundi.", "vaccination", "COOPERATE"),
    ("Des soldats ont déserté hier.", "déserté", "RETREAT"),
    ("La ville a octroyé une subvention au club.", "octroyé", "COOPERATE"),
    ("Une grenade a éclaté devant la mairie.", "éclaté", "ASSAULT"),
    ("L'identification des victimes a commencé.", "identification", "INVESTIGATE"),
    ("La nationalisation de la banque a coûté cher.", "nationalisation", "ECONOMY"),
    ("Une enquête interne a commencé.", "enquête", "INVESTIGATE"),
    ("L'armée intervient dans le nord.", "intervient", "MOBILIZE"),
    ("La police intervient dans le quartier.", "intervient", "COERCE"),
    ("Les impôts augmenteront en mars.", "augmenteront", "ECONOMY"),
    ("Le journal cessera sa parution.", "cessera", "ECONOMY"),
    ("Les députés ont supprimé une taxe.", "supprimé", "LEGISLATE"),
    ("Le club a choisi son entraîneur.", "choisi", "APPOINT"),
    ("L'armée retire une partie de ses troupes.", "retire", "RETREAT"),
]  # fmt: skip
ENGLISH = [
    ("Police hunted two men for a week.", "hunted", "COERCE"),
    ("The firm breached a court order.", "breached", "CRIME"),
    ("Two officers defected on Monday.", "defected", "RETREAT"),
    ("The nationalisation of the bank was costly.", "nationalisation", "ECONOMY"),
    ("Rovers won 2-0 at home.", "won", "CULTURE_SPORT"),
    ("The striker scored the equaliser.", "equaliser", "CULTURE_SPORT"),
    ("The winger sealed a 3-1 victory.", "victory", "CULTURE_SPORT"),
    ("Rovers have secured the title.", "secured", "CULTURE_SPORT"),
    ("She finished third in the race.", "finished", "CULTURE_SPORT"),
    ("The gas leak emptied two streets.", "leak", "ACCIDENT"),
    ("A house fire killed a man.", "fire", "ACCIDENT"),
    ("She had a heart attack.", "attack", "CASUALTY"),
    ("The inquest opened in Leeds.", "inquest", "JUSTICE"),
    ("Ministers introduced a levy.", "levy", "LEGISLATE"),
    ("The firm raised two million pounds.", "raised", "ECONOMY"),
    ("The data breach lasted a week.", "breach", "CRIME"),
    ("Nurses began a wave of strikes.", "strikes", "PROTEST"),
    ("The air strikes went on all night.", "strikes", "ASSAULT"),
    ("The volunteers held a fundraiser.", "fundraiser", "COOPERATE"),
    ("Fire crews were called to a barn on Tuesday.", "called", "COOPERATE"),
    ("Divers searched for two sailors.", "searched", "COOPERATE"),
    ("Both pumps were replaced in May.", "replaced", "ECONOMY"),
    ("The ministry chose a Danish supplier.", "chose", "ECONOMY"),
    ("Buyers will receive a refund.", "receive", "ECONOMY"),
    ("The ferry left the quay at noon.", "left", "MOVE"),
    ("The council sent two observers.", "sent", "MOVE"),
    ("The tram struck a wall.", "struck", "ACCIDENT"),
    ("The clinic lost power for an hour.", "lost", "ACCIDENT"),
    ("Officers found evidence of a break-in.", "found", "INVESTIGATE"),
    ("The director was pushed out by the board.", "pushed", "APPOINT"),
    ("The airline approached Vello Motors.", "approached", "CONSULT"),
    ("Thousands demonstrated in the capital.", "demonstrated", "PROTEST"),
]
NO_EVENT = [
    ("fr", "Une dispute a éclaté."),
    ("en", "The whale breached near the boat."),
    ("fr", "Des sacs en plastique."),
    ("fr", "La chirurgie plastique progresse."),
    ("fr", "N'importe quel élève le sait."),
    ("fr", "Peu importe le prix."),
    ("fr", "La capture du carbone coûte cher."),
    ("fr", "Les patients atteints de diabète ont faim."),
    ("fr", "La psychopathie est un trouble."),
    ("en", "She made her own dress."),
    ("en", "He wore a black suit."),
    ("en", "Costs are high."),
    ("en", "He has problems at school."),
    ("en", "They support each other."),
    ("en", "The programme is on the radio."),
    ("en", "He demonstrated the software."),
]


@pytest.mark.parametrize(("text", "trigger", "label"), FRENCH)
def test_a_french_word_of_news_has_its_type(
    find: Find, text: str, trigger: str, label: str
) -> None:
    assert [event.label for event in find(text) if event.text == trigger] == [label]


@pytest.mark.parametrize(("text", "trigger", "label"), ENGLISH)
def test_an_english_word_of_news_has_its_type(
    find: Find, text: str, trigger: str, label: str
) -> None:
    events = find(text, "en")
    assert [event.label for event in events if event.text == trigger] == [label]


@pytest.mark.parametrize(("language", "text"), NO_EVENT)
def test_an_everyday_sense_is_no_event(find: Find, language: str, text: str) -> None:
    assert [(event.text, event.label) for event in find(text, language)] == []


def test_the_head_of_the_name_of_an_event_is_its_trigger(find: Find) -> None:
    events = find("Le Festival interceltique de Lorvan a commencé lundi.")
    assert [(event.text, event.label) for event in events] == [
        ("Festival", "CULTURE_SPORT")
    ]


def test_a_family_gives_its_verbs_and_nouns_what_they_ask() -> None:
    family = FamilyEntry.model_validate(
        {
            "verbs": ["détruire"],
            "nouns": ["destruction"],
            "agents": ["destructeur"],
            "thing": ["pont"],
            "not_doer": ["acide"],
        }
    )
    (verb,) = family.triggers_of("verbs")
    (noun,) = family.triggers_of("nouns")
    assert (verb.object, verb.not_subject) == (("pont",), ("acide",))
    assert (noun.of, noun.not_of) == (("pont",), ("acide",))
    assert list(family.triggers_of("adjectives")) == []


def free_words(language: str, kind: str) -> Iterator[str]:
    """The words of a `kind` that have an entry."""
    for about in type_entries(language).values():
        for entry in about.triggers_of(kind):
            yield from entry.lemma


@pytest.mark.parametrize("kind", ["verbs", "nouns"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_word_decided_to_be_no_event_has_no_entry(language: str, kind: str) -> None:
    lexicon = read_lexicon("events", language, EventWords)
    assert lexicon is not None
    decided = getattr(lexicon.no_event, kind)
    assert len(set(decided)) == len(decided) >= 600
    assert set(decided) & set(free_words(language, kind)) == set()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_agent_of_a_family_is_no_event_by_itself(language: str) -> None:
    loaded = load_lexicon(language)
    assert loaded is not None
    for about in type_entries(language).values():
        for family in about.families:
            for agent in family.agents or ():
                free = [
                    trigger
                    for trigger in loaded.nouns.get(agent, ())
                    if not trigger.required and not trigger.flags
                ]
                assert free == [], agent
