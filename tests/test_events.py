"""The event layer: which words are triggers, of which type, with which status, arguments, time, place and cluster."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from finding import WEDNESDAY, Find, the

from pressmark.annotators.events.codebook import make_codebook
from pressmark.annotators.events.lexicon import load_lexicon, type_entries
from pressmark.articles import Article
from pressmark.spans import Argument, Event

pytestmark = pytest.mark.model


def roles(event: Event) -> dict[str, str]:
    """The texts of an event's arguments by role, joined with a comma."""
    found: dict[str, list[str]] = {}
    for part in event.arguments:
        found.setdefault(part.role, []).append(part.text)
    return {role: ", ".join(texts) for role, texts in found.items()}


def quantity(event: Event) -> Argument:
    """Its one quantity that is no part of another."""
    (one,) = [
        part for part in event.arguments if part.role == "quantity" and not part.subset
    ]
    return one


TYPED = [
    ("fr", "Les deux ministres se sont rencontrés à Vienne.", "rencontrés", "CONSULT"),
    ("fr", "Les délégués négociaient depuis l'aube.", "négociaient", "CONSULT"),
    ("fr", "Les deux pays ont signé un accord de paix.", "accord", "AGREE"),
    ("fr", "Les pompiers ont secouru deux randonneurs.", "secouru", "COOPERATE"),
    ("fr", "Le syndicat réclame une hausse des salaires.", "réclame", "REQUEST"),
    ("fr", "L'opposition a reproché son silence au ministre.", "reproché", "ACCUSE"),
    ("fr", "Le gouvernement rejettera la proposition.", "rejettera", "REJECT"),
    ("fr", "Le chef rebelle a menacé la capitale.", "menacé", "THREATEN"),
    ("fr", "Des milliers de cheminots ont manifesté.", "manifesté", "PROTEST"),
    ("fr", "Les deux hommes ont été mis en examen.", "examen", "JUSTICE"),
    ("fr", "L'armée a mené une attaque contre le port.", "attaque", "ASSAULT"),
    ("fr", "Des soldats ont ouvert le feu.", "feu", "ASSAULT"),
    ("fr", "Il a fait sauter le coffre.", "sauter", "ASSAULT"),
    ("fr", "De violents combats ont éclaté.", "combats", "FIGHT"),
    ("fr", "La police a interpellé trois suspects.", "interpellé", "COERCE"),
    ("fr", "Trois passagers sont morts.", "morts", "CASUALTY"),
    ("fr", "Un camion s'est renversé sur la route.", "renversé", "ACCIDENT"),
    ("fr", "Deux hommes ont volé des bijoux.", "volé", "CRIME"),
    ("fr", "Elle a été élue au second tour.", "élue", "ELECTION"),
    ("fr", "Le Parlement a adopté la loi sur l'eau.", "adopté", "LEGISLATE"),
    ("fr", "Les députés ont approuvé la hausse.", "approuvé", "LEGISLATE"),
    ("fr", "L'opposition a voté contre le texte.", "voté", "LEGISLATE"),
    (
        "fr",
        "Des agriculteurs se sont rassemblés devant le dépôt.",
        "rassemblés",
        "PROTEST",
    ),
    ("fr", "L'épidémie a tué trente patients.", "tué", "CASUALTY"),
    ("fr", "L'entraîneur quitte le club.", "quitte", "APPOINT"),
    ("en", "The storm killed thirty people.", "killed", "CASUALTY"),
    ("fr", "La directrice a démissionné.", "démissionné", "APPOINT"),
    ("fr", "Le groupe a racheté son concurrent.", "racheté", "ECONOMY"),
    ("fr", "L'équipe a remporté la finale.", "remporté", "CULTURE_SPORT"),
    ("fr", "Le président s'est rendu à Osmara.", "rendu", "MOVE"),
    ("en", "The two ministers met in Vienna.", "met", "CONSULT"),
    ("en", "The two countries signed a peace treaty.", "treaty", "AGREE"),
    ("en", "Firefighters rescued two hikers.", "rescued", "COOPERATE"),
    ("en", "The union demanded higher wages.", "demanded", "REQUEST"),
    ("en", "The minister said the rebels must disarm.", "said", "REQUEST"),
    ("en", "The opposition accused the minister of lying.", "accused", "ACCUSE"),
    ("en", "The government turned down the plan.", "turned", "REJECT"),
    ("en", "The rebel chief threatened the capital.", "threatened", "THREATEN"),
    ("en", "Students blocked the road to the port.", "blocked", "PROTEST"),
    ("en", "The bank froze the general's assets.", "froze", "SANCTION"),
    ("en", "The army deployed reinforcements.", "deployed", "MOBILIZE"),
    ("en", "Police arrested three suspects.", "arrested", "COERCE"),
    ("en", "A missile struck the hospital.", "struck", "ASSAULT"),
    ("en", "They blew up the bridge.", "blew", "ASSAULT"),
    ("en", "Troops pulled out of the city.", "pulled", "RETREAT"),
    ("en", "The company apologised.", "apologised", "CONCEDE"),
    ("en", "A panel is investigating the crash.", "investigating", "INVESTIGATE"),
    ("en", "Three passengers died.", "died", "CASUALTY"),
    ("en", "A fire destroyed the mill.", "destroyed", "ACCIDENT"),
    ("en", "The court sentenced him to three years in prison.", "sentenced", "JUSTICE"),
    ("en", "Two men stole jewels.", "stole", "CRIME"),
    ("en", "She was elected in the second round.", "elected", "ELECTION"),
    ("en", "Parliament passed the water bill.", "passed", "LEGISLATE"),
    ("en", "The director resigned.", "resigned", "APPOINT"),
    ("en", "The group bought its rival.", "bought", "ECONOMY"),
    ("en", "The team won the final.", "won", "CULTURE_SPORT"),
    ("en", "The president travelled to Drovny.", "travelled", "MOVE"),
]


@pytest.mark.parametrize(("language", "text", "trigger", "label"), TYPED)
def test_a_trigger_has_its_type(
    find: Find, language: str, text: str, trigger: str, label: str
) -> None:
    assert the(find(text, language), trigger).label == label


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Elle a frappé à la porte."),
        ("fr", "Il en tire une leçon."),
        ("fr", "Le groupe a attaqué un nouveau marché."),
        ("fr", "La chambre d'accusation est au rez-de-chaussée."),
        ("fr", "Le comité des fêtes existe depuis longtemps."),
        ("fr", "Le célèbre chanteur est grand."),
        ("fr", "À partir de midi, la place est vide."),
        ("en", "The designers strike a balance."),
        ("en", "The plan met the standard."),
        ("en", "She left a message at the office."),
        ("en", "The scandal caused concern."),
        ("en", "It was a great loss of life."),
        ("en", "The election commission has a new building."),
        ("en", "He struck a pose."),
    ],
)
def test_an_ordinary_sense_is_no_event(find: Find, language: str, text: str) -> None:
    assert [(event.text, event.label) for event in find(text, language)] == []


@pytest.mark.parametrize(
    ("language", "text", "trigger", "status"),
    [
        ("fr", "La police a arrêté deux hommes.", "arrêté", "asserted"),
        ("fr", "La police n'a pas arrêté les deux hommes.", "arrêté", "denied"),
        ("fr", "La police n'a arrêté que deux hommes.", "arrêté", "asserted"),
        ("fr", "La police arrêtera les deux hommes.", "arrêtera", "planned"),
        ("fr", "La police va arrêter les deux hommes.", "arrêter", "planned"),
        (
            "fr",
            "La police pourrait arrêter les deux hommes.",
            "arrêter",
            "hypothetical",
        ),
        ("fr", "La police aurait arrêté les deux hommes.", "arrêté", "asserted"),
        (
            "fr",
            "Si la police arrête les deux hommes, ils parleront.",
            "arrête",
            "hypothetical",
        ),
        (
            "fr",
            "Le maire demande à la police d'arrêter les deux hommes.",
            "arrêter",
            "hypothetical",
        ),
        ("fr", "La police a renoncé à arrêter les deux hommes.", "arrêter", "denied"),
        ("fr", "Aucune attaque n'a eu lieu.", "attaque", "denied"),
        ("fr", "Les menaces d'attaque se multiplient.", "attaque", "hypothetical"),
        ("fr", "L'échec de la négociation est certain.", "négociation", "denied"),
        ("fr", "Un concert aura lieu à la salle polyvalente.", "concert", "planned"),
        ("fr", "L'accident n'a pas fait de victime.", "victime", "denied"),
        (
            "fr",
            "Le sommet organisé en août à Lormont n'a pas donné de résultat.",
            "sommet",
            "asserted",
        ),
        ("fr", "La réunion n'a pas abouti à un accord.", "réunion", "asserted"),
        ("fr", "La réunion n'a pas abouti à un accord.", "accord", "denied"),
        ("en", "The talks in Wexley did not produce a deal.", "talks", "asserted"),
        ("en", "The talks in Wexley did not produce a deal.", "deal", "denied"),
        ("en", "Police arrested two men.", "arrested", "asserted"),
        ("en", "Police did not arrest the two men.", "arrest", "denied"),
        ("en", "Police will arrest the two men.", "arrest", "planned"),
        ("en", "Police plan to arrest the two men.", "arrest", "planned"),
        ("en", "Police may arrest the two men.", "arrest", "hypothetical"),
        (
            "en",
            "If police arrest the two men, they will talk.",
            "arrest",
            "hypothetical",
        ),
        ("en", "Police failed to arrest the two men.", "arrest", "denied"),
        ("en", "There was no attack.", "attack", "denied"),
    ],
)
def test_the_words_around_say_the_status(
    find: Find, language: str, text: str, trigger: str, status: str
) -> None:
    assert the(find(text, language), trigger).status == status


def test_a_date_ahead_makes_an_event_planned(find: Find) -> None:
    assert (
        the(find("En concert samedi 18 mai 2024 à Vello."), "concert").status
        == "planned"
    )
    assert (
        the(find("The concert on 18 May 2024 in Vello.", "en"), "concert").status
        == "planned"
    )


@pytest.mark.parametrize(
    ("language", "text", "trigger", "expected"),
    [
        (
            "fr",
            "Anne Morel a critiqué Paul Lefort.",
            "critiqué",
            {"agent": "Anne Morel", "target": "Paul Lefort"},
        ),
        (
            "fr",
            "Paul Lefort a été critiqué par Anne Morel.",
            "critiqué",
            {"agent": "Anne Morel", "target": "Paul Lefort"},
        ),
        ("fr", "Une attaque russe a visé la ville.", "attaque", {"agent": "russe"}),
        (
            "fr",
            "La police a mené une perquisition.",
            "perquisition",
            {"agent": "police"},
        ),
        (
            "fr",
            "Le ministre accuse l'armée d'avoir bombardé le port.",
            "bombardé",
            {"agent": "armée", "target": "port"},
        ),
        (
            "fr",
            "Le meurtre de Paul Lefort a choqué.",
            "meurtre",
            {"victim": "Paul Lefort"},
        ),
        (
            "fr",
            "Les pompiers sont arrivés. Ils ont secouru deux femmes.",
            "secouru",
            {"agent": "pompiers", "victim": "deux femmes"},
        ),
        (
            "en",
            "Ann Lee criticised Paul Voss.",
            "criticised",
            {"agent": "Ann Lee", "target": "Paul Voss"},
        ),
        (
            "en",
            "Paul Voss was criticised by Ann Lee.",
            "criticised",
            {"agent": "Ann Lee", "target": "Paul Voss"},
        ),
        (
            "en",
            "The army was accused of shelling the port.",
            "accused",
            {"target": "army"},
        ),
        (
            "en",
            "Russian troops attacked the port.",
            "attacked",
            {"agent": "Russian troops", "target": "port"},
        ),
    ],
)
def test_arguments_have_their_roles(
    find: Find, language: str, text: str, trigger: str, expected: dict[str, str]
) -> None:
    found = roles(the(find(text, language), trigger))
    assert {role: found.get(role) for role in expected} == expected


def test_arguments_of_joined_nouns_are_several_and_link_to_their_names(
    annotate: Callable[..., Article],
) -> None:
    article = annotate(
        "La France, l'Espagne et l'Italie ont condamné l'attaque.",
        "entities",
        "quotes",
        "events",
    )
    agents = [
        part
        for part in the(article.events, "condamné").arguments
        if part.role == "agent"
    ]
    assert [part.text for part in agents] == ["France", "Espagne", "Italie"]
    assert [article[part.entity_id or ""].text for part in agents] == [
        "France",
        "Espagne",
        "Italie",
    ]


@pytest.mark.parametrize(
    ("language", "text", "trigger", "value", "value_to", "bound", "unit"),
    [
        (
            "fr",
            "Quatorze personnes ont été blessées.",
            "blessées",
            14,
            None,
            "exact",
            "personnes",
        ),
        (
            "fr",
            "Au moins 14 personnes ont été blessées.",
            "blessées",
            14,
            None,
            "at_least",
            "personnes",
        ),
        (
            "fr",
            "Plus de 200 personnes ont été blessées.",
            "blessées",
            200,
            None,
            "at_least",
            "personnes",
        ),
        (
            "fr",
            "Moins de 20 personnes ont été blessées.",
            "blessées",
            20,
            None,
            "at_most",
            "personnes",
        ),
        (
            "fr",
            "Près de 200 personnes ont été blessées.",
            "blessées",
            200,
            None,
            "about",
            "personnes",
        ),
        (
            "fr",
            "Une quinzaine de personnes ont été blessées.",
            "blessées",
            15,
            None,
            "about",
            "personnes",
        ),
        (
            "fr",
            "Trente-cinq personnes ont été blessées.",
            "blessées",
            35,
            None,
            "exact",
            "personnes",
        ),
        (
            "fr",
            "1.200 personnes ont été blessées.",
            "blessées",
            1200,
            None,
            "exact",
            "personnes",
        ),
        ("en", "Fourteen people were wounded.", "wounded", 14, None, "exact", "people"),
        (
            "en",
            "At least 14 people were wounded.",
            "wounded",
            14,
            None,
            "at_least",
            "people",
        ),
        (
            "en",
            "Up to 20 people were wounded.",
            "wounded",
            20,
            None,
            "at_most",
            "people",
        ),
        (
            "en",
            "Nearly 200 people were wounded.",
            "wounded",
            200,
            None,
            "about",
            "people",
        ),
        ("en", "Dozens of people were wounded.", "wounded", 24, 99, "about", "people"),
        ("en", "1,200 people were wounded.", "wounded", 1200, None, "exact", "people"),
    ],
)
def test_a_quantity_has_value_bound_and_unit(
    find: Find,
    language: str,
    text: str,
    trigger: str,
    value: float,
    value_to: float | None,
    bound: str,
    unit: str,
) -> None:
    found = quantity(the(find(text, language), trigger))
    assert (found.value, found.value_to, found.bound, found.unit) == (
        value,
        value_to,
        bound,
        unit,
    )


@pytest.mark.parametrize(
    ("language", "text", "trigger"),
    [
        ("fr", "L'explosion a tué quatorze personnes, dont quatre enfants.", "tué"),
        ("en", "The blast killed fourteen people, including four children.", "killed"),
    ],
)
def test_a_part_of_a_number_is_marked(
    find: Find, language: str, text: str, trigger: str
) -> None:
    found = [
        part
        for part in the(find(text, language), trigger).arguments
        if part.role == "quantity"
    ]
    assert [(part.value, part.subset) for part in found] == [(14, False), (4, True)]


def test_an_event_is_dated_from_its_sentence_else_from_its_paragraph(
    find: Find,
) -> None:
    text = (
        "Le 3 mai, il pleuvait. Un camion a percuté un bus lundi à Vello. "
        "Deux passagers ont été blessés.\n\nLe maire a été élu."
    )
    events = find(text)
    assert [event.time.value if event.time else None for event in events] == [
        "2024-05-13",
        "2024-05-13",
        None,
    ]
    assert "time" in roles(events[0])
    assert "time" not in roles(events[1])


@pytest.mark.parametrize(
    ("chapters", "place"), [(1, "Lyon"), (12, None)], ids=["near", "far"]
)
def test_a_place_is_not_inherited_to_the_end_of_a_text_without_paragraphs(
    annotate: Callable[..., Article], chapters: int, place: str | None
) -> None:
    filler = "Le ciel est gris et la rue est longue, et les bancs sont verts comme toujours. "
    text = f"À Lyon, un camion a percuté un bus. {filler * chapters}Deux passagers sont morts."
    article = annotate(text, "entities", "quotes", "events", published=WEDNESDAY)
    event = article.events[-1]
    assert event.text == "morts"
    assert (event.place_id and article[event.place_id].text) == place


def test_a_hyphen_within_a_word_makes_no_dateline(
    annotate: Callable[..., Article],
) -> None:
    text = "Pennsylvania-born Ann Lee arrived. Police arrested two men."
    article = annotate(text, "entities", "quotes", "events", language="en")
    assert {event.place_rule for event in article.events} == {None}


def test_a_place_is_inherited_and_marked(annotate: Callable[..., Article]) -> None:
    text = "KIEV (AFP) — Trois soldats ont été tués.\n\nÀ Lyon, un camion a percuté un bus. Deux passagers sont morts."
    article = annotate(text, "entities", "quotes", "events", published=WEDNESDAY)
    found = [
        (event.text, event.place_id and article[event.place_id].text, event.place_rule)
        for event in article.events
    ]
    assert found == [
        ("tués", "KIEV", "dateline"),
        ("percuté", "Lyon", "argument"),
        ("morts", "Lyon", "paragraph"),
    ]


def test_an_event_points_to_the_quote_it_is_told_in(
    annotate: Callable[..., Article],
) -> None:
    text = "« La police a arrêté mon frère », a déclaré Anne Morel."
    article = annotate(text, "entities", "quotes", "events")
    assert the(article.events, "arrêté").quote_id == article.quotes[0].id
    assert the(article.events, "déclaré").quote_id is None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Un avion a bombardé le port mardi. Ce bombardement a tué deux marins."),
        ("en", "Jets attacked the port on Tuesday. The attack lasted an hour."),
    ],
)
def test_a_noun_that_takes_up_a_verb_is_the_same_happening(
    find: Find, language: str, text: str
) -> None:
    first, second = [
        event for event in find(text, language) if event.label == "ASSAULT"
    ][:2]
    assert first.cluster == second.cluster
    assert first.time
    assert second.time
    assert second.time.value == first.time.value


def test_two_attacks_on_two_cities_are_two_happenings(find: Find) -> None:
    text = "L'armée a bombardé Kharkiv. L'armée a bombardé Odessa."
    assert len({event.cluster for event in find(text)}) == 2


def test_a_headline_takes_its_status_and_time_from_the_text(find: Find) -> None:
    text = "Distribution de vivres.\n\nUne distribution de vivres aura lieu samedi 18 mai à la mairie."
    headline, _ = find(text)
    assert (headline.status, headline.time and headline.time.value) == (
        "planned",
        "2024-05-18",
    )


def test_a_rule_names_the_entry_and_its_conditions(find: Find) -> None:
    assert (
        the(find("Un camion s'est renversé sur la route."), "renversé").rule
        == "verb: renverser; reflexive"
    )
    assert the(find("La police n'a pas arrêté Paul Lefort."), "arrêté").rule.endswith(
        "; denied by pas"
    )  # type: ignore[union-attr]


def test_codes_of_other_schemes_come_with_the_type_or_the_trigger(find: Find) -> None:
    event = the(find("Le ministre a critiqué l'accord."), "critiqué")
    assert (event.plover, event.cameo) == ("ACCUSE", "11")
    aid = the(find("The Red Cross donated blankets.", "en"), "donated")
    assert (aid.label, aid.plover, aid.cameo) == ("COOPERATE", "AID", "07")


def test_what_fits_no_type_is_found_when_asked_for(
    annotate: Callable[..., Article],
) -> None:
    text = "Le jardinier a taillé la haie."
    assert annotate(text, "entities", "quotes", "events").events == ()
    asked = annotate(text, "entities", "quotes", ("events", {"other": True})).events
    assert [(event.text, event.label) for event in asked] == [("taillé", "OTHER")]


OWN = """
fr:
  types:
    GARDEN:
      definition: Work in a garden.
      example: Le jardinier a taillé la haie.
      plover: null
      verbs: [{lemma: tailler, object: [haie, arbre]}]
    PROTEST:
      verbs: [klaxonner]
  off:
    types: [MOVE]
    verbs: [critiquer]
"""


def test_a_users_own_file_adds_types_and_switches_some_off(
    annotate: Callable[..., Article], tmp_path: Path
) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(OWN, encoding="utf-8")
    text = "Le jardinier a taillé la haie. Les chauffeurs ont klaxonné. Il a fui. Il a critiqué le maire. Ils négocient."
    found = annotate(text, "entities", "quotes", ("events", {"lexicon": own})).events
    assert [(event.text, event.label) for event in found] == [
        ("taillé", "GARDEN"),
        ("klaxonné", "PROTEST"),
        ("négocient", "CONSULT"),
    ]


def test_all_mistakes_of_an_own_file_are_told_with_their_lines(
    said_of_lexicon: Callable[[str], str],
) -> None:
    told = said_of_lexicon(
        """fr:
  types:
    GARDEN:
      verbs: [{lemma: tailler, objet: [haie]}]
      roles: {object: victime}
    LAWN:
      nouns: [{lemma: tonte, object: [haie]}]
  of: {types: [MOVE]}
"""
    )
    assert "own.yaml:4:" in told
    assert "objet: unknown key" in told
    assert "own.yaml:5:" in told
    assert "no role is called victime" in told
    assert "own.yaml:6:" in told
    assert "asks for 'object', which nouns do not have" in told
    assert "own.yaml:8:" in told
    assert "of: unknown key" in told


def test_what_an_own_file_names_must_be_there(
    said_of_lexicon: Callable[[str], str],
) -> None:
    told = said_of_lexicon(
        "fr:\n  off: {types: [MOVES]}\n  types:\n    A: {verbs: [{lemma: b, object: [~peple]}]}\nit: {}\n"
    )
    assert "there is no type 'MOVES' to switch off; did you mean 'MOVE'?" in told
    assert "there is no class ~peple; did you mean 'people'?" in told
    assert "we have no events in 'it'" in told


def test_both_kinds_of_mistakes_of_an_own_file_are_told_at_once(
    said_of_lexicon: Callable[[str], str],
) -> None:
    told = said_of_lexicon(
        "fr:\n  types:\n    A:\n      noun: [b]\n      verbs: [{lemma: c, objet: [~peple]}]\n"
        "  off: {types: [MOVES], verb: []}\n"
    )
    assert "own.yaml: 5 mistakes" in told
    for said in ("unknown key; did you mean 'nouns'?", "unknown key; did you mean 'object'?",
                 "unknown key; did you mean 'verbs'?", "no class ~peple", "no type 'MOVES'"):  # fmt: skip
        assert said in told, told


@pytest.fixture
def said_of_lexicon(tmp_path: Path) -> Callable[[str], str]:
    """What is wrong with an own lexicon, as a user reads it."""
    from pressmark.annotators.events.own_lexicon import read_own_lexicon
    from pressmark.errors import ConfigError

    def said(text: str) -> str:
        (tmp_path / "own.yaml").write_text(text, encoding="utf-8")
        with pytest.raises(ConfigError) as caught:
            read_own_lexicon(tmp_path / "own.yaml")
        return str(caught.value)

    return said


def test_mistakes_in_traits_are_told_with_their_lines(
    said_of_lexicon: Callable[[str], str],
) -> None:
    told = said_of_lexicon(
        "fr:\n  types:\n    A:\n      traits: {famly: b, place: stage}\n      verbs: [tailler]\n"
    )
    assert "own.yaml: 2 mistakes" in told
    assert "did you mean 'family'?" in told
    assert told.count("own.yaml:4:") == 2, told


def test_the_codebook_is_current() -> None:
    page = Path(__file__).parent.parent / "docs" / "codebook.md"
    assert page.read_text(encoding="utf-8") == make_codebook(), (
        "run: pressmark codebook > docs/codebook.md"
    )


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_type_has_an_example_that_is_found(find: Find, language: str) -> None:
    found = {
        label: find(about.example, language)
        for label, about in type_entries(language).items()
    }
    missed = {
        label: events
        for label, events in found.items()
        if label not in {event.label for event in events}
    }
    assert missed == {}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_lexicon_is_broad(language: str) -> None:
    entries = [
        entry
        for about in type_entries(language).values()
        for entry in (*about.verbs, *about.nouns)
    ]
    assert len({lemma for entry in entries for lemma in entry.lemma}) >= 500
    assert (
        sum(
            bool(entry.model_fields_set - {"lemma", "roles", "plover", "cameo"})
            for entry in entries
        )
        >= 150
    )
    lexicon = load_lexicon(language)
    assert lexicon is not None
    assert all(
        lexicon.sets[key] for key in ("light", "planned", "denied", "hypothetical")
    )


STORY = "\n".join(
    [
        "Trois enfants figurent parmi les 9 personnes au moins qui ont été tuées dans une attaque sur le port.",
        "Un entrepôt et deux écoles ont été touchés par les tirs, a indiqué la gouverneure Mira Dolan.",
        "« Plusieurs blessés ont été hospitalisés », a ajouté Mme Dolan.",
        "L'armée a abattu un hélicoptère qui se dirigeait vers Vello, selon le ministère.",
        "Le président Karl Osten a déclaré qu'il ne rencontrerait son homologue que s'il obtenait une trêve.",
        "Il l'a dit après l'échec d'un projet de sommet à Genève.",
        "M. Osten doit rencontrer le roi Harald à Oslo jeudi.",
        "Une rencontre avec M. Brandt en mars n'a rien donné.",
        "L'émissaire Paul Varga, qui a rencontré des responsables à Berne lundi, a annoncé de nouvelles sanctions.",
    ]
)


def test_a_whole_story_is_read_with_types_and_status(find: Find) -> None:
    found = {(event.text, event.label, event.status) for event in find(STORY)}
    expected = {
        ("tuées", "CASUALTY", "asserted"),
        ("attaque", "ASSAULT", "asserted"),
        ("touchés", "ASSAULT", "asserted"),
        ("hospitalisés", "CASUALTY", "asserted"),
        ("abattu", "ASSAULT", "asserted"),
        ("dirigeait", "MOVE", "asserted"),
        ("rencontrerait", "CONSULT", "hypothetical"),
        ("sommet", "CONSULT", "denied"),
        ("rencontrer", "CONSULT", "planned"),
        ("rencontré", "CONSULT", "asserted"),
        ("sanctions", "SANCTION", "asserted"),
    }
    assert expected - found == set()
