"""The entity layer: what is found, under which label, by which name, role and gender."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from pydantic import ValidationError

from pressmark.annotators.entities import Entities, EntitySettings
from pressmark.annotators.parse import DEFAULT_MODELS, model_path, parse_articles
from pressmark.articles import Article
from pressmark.spans import Entity

pytestmark = pytest.mark.model

Annotate = Callable[..., Article]


def found(article: Article) -> list[tuple[str, str]]:
    return [(entity.text, entity.label) for entity in article.entities]


def one(article: Article, text: str) -> Entity:
    return next(entity for entity in article.entities if entity.text == text)


def mention(article: Article, entity: Entity) -> str:
    return article.text[entity.mention_start : entity.mention_end]


def test_a_title_makes_a_person_and_stays_outside_the_name(annotate: Annotate) -> None:
    article = annotate("Hier, M. Tarvel et Mme de Roncourt ont voté.", "entities")

    assert found(article) == [("Tarvel", "PER"), ("de Roncourt", "PER")]
    assert mention(article, one(article, "Tarvel")) == "M. Tarvel"
    assert [entity.gender for entity in article.entities] == ["m", "f"]
    assert [entity.rule for entity in article.entities] == [
        "honorific: M.",
        "honorific: Mme",
    ]


def test_a_role_before_the_name_is_its_role_and_in_its_mention(
    annotate: Annotate,
) -> None:
    article = annotate("Le président finlandais Mika Lahtinen a signé.", "entities")

    (entity,) = article.entities
    assert (entity.text, entity.label, entity.role, entity.gender) == (
        "Mika Lahtinen",
        "PER",
        "président finlandais",
        "m",
    )
    assert mention(article, entity) == "Le président finlandais Mika Lahtinen"


def test_a_role_in_apposition_before_a_comma_keeps_its_complement(
    annotate: Annotate,
) -> None:
    article = annotate(
        "C'est l'avis de la maire de Dijon, Anne Vautrin, qui a refusé.", "entities"
    )

    entity = one(article, "Anne Vautrin")
    assert (entity.role, entity.gender) == ("maire de Dijon", "f")
    assert mention(article, entity) == "la maire de Dijon, Anne Vautrin"


def test_a_role_in_apposition_behind_the_name_is_found_past_the_age(
    annotate: Annotate,
) -> None:
    article = annotate(
        "Paul Vautrin, 47 ans, conseiller municipal, a été entendu.", "entities"
    )

    assert one(article, "Paul Vautrin").role == "conseiller municipal"


def test_an_epicene_role_says_no_gender_without_a_gendered_word(
    annotate: Annotate,
) -> None:
    article = annotate("Hier, l'architecte Dominique Vautrin est venu.", "entities")

    entity = one(article, "Dominique Vautrin")
    assert (entity.role, entity.gender) == ("architecte", None)


def test_a_predicate_is_no_role(annotate: Annotate) -> None:
    article = annotate("Jacques Vautrin est ministre depuis mardi.", "entities")

    assert one(article, "Jacques Vautrin").role is None


def test_english_roles_take_their_adjectives_and_compounds(annotate: Annotate) -> None:
    text = "Former Norwegian President Erik Solheim met Ann Lee, chief executive of Boltworks."
    article = annotate(text, "entities", language="en")

    assert one(article, "Erik Solheim").role == "Former Norwegian President"
    assert one(article, "Ann Lee").role == "chief executive of Boltworks"


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("His right-hand man Martin Orrell agreed.", "Martin Orrell", "right-hand man"),
        (
            "The two-time Commonwealth champion Sue Barlow lost on Friday.",
            "Sue Barlow",
            "two-time Commonwealth champion",
        ),
        (
            "Far-right activist Jason Keller spoke in Dover.",
            "Jason Keller",
            "Far-right activist",
        ),
    ],
)
def test_a_role_holds_its_hyphened_words_whole(
    annotate: Annotate, text: str, name: str, role: str
) -> None:
    assert one(annotate(text, "entities", language="en"), name).role == role


def test_a_role_begins_with_no_end_of_a_name(annotate: Annotate) -> None:
    text = "Bank of England governor Andrew Barley spoke on Monday."
    article = annotate(text, "entities", language="en")

    assert one(article, "Andrew Barley").role == "Bank of England governor"


def test_a_role_in_a_list_is_that_of_the_person_behind_it(annotate: Annotate) -> None:
    text = "The team of Michael Sorel, team principal Jean Tarn and Ross Bright won."
    article = annotate(text, "entities", language="en")

    assert one(article, "Michael Sorel").role is None
    assert one(article, "Jean Tarn").role == "team principal"


def test_who_speaks_for_a_person_is_not_that_person(annotate: Annotate) -> None:
    text = "A spokesperson for Simon Cawell said that the show would go on."
    article = annotate(text, "entities", language="en")

    assert one(article, "Simon Cawell").role is None


def test_a_noun_labels_the_list_behind_it(annotate: Annotate) -> None:
    article = annotate(
        "Il vise les compagnies pétrolières Rosneft et Lukoil.", "entities"
    )

    assert found(article) == [("Rosneft", "ORG"), ("Lukoil", "ORG")]


def test_an_institution_and_its_place_are_one_body(annotate: Annotate) -> None:
    article = annotate(
        "Le tribunal correctionnel de Dijon a suivi l'administration militaire de Kiev.",
        "entities",
    )

    assert found(article) == [
        ("tribunal correctionnel de Dijon", "ORG"),
        ("administration militaire de Kiev", "ORG"),
    ]


def test_a_ministry_is_a_body_and_a_ministers_portfolio_is_not(
    annotate: Annotate,
) -> None:
    article = annotate(
        "Le ministère de l'Intérieur a contredit le ministre de la Défense, Luc Varin.",
        "entities",
    )

    assert found(article) == [("ministère de l'Intérieur", "ORG"), ("Luc Varin", "PER")]


def test_a_ministry_takes_its_of_in_english(annotate: Annotate) -> None:
    article = annotate(
        "He wrote to the Ministry of Defence of Latvia on Monday.",
        "entities",
        language="en",
    )

    assert found(article) == [("Ministry of Defence of Latvia", "ORG")]


def test_a_building_and_a_street_are_places(annotate: Annotate) -> None:
    article = annotate(
        "Elle va de l'hôpital de Vesoul à la rue de la République.", "entities"
    )

    assert found(article) == [
        ("hôpital de Vesoul", "LOC"),
        ("rue de la République", "LOC"),
    ]


def test_countries_come_without_their_article(annotate: Annotate) -> None:
    article = annotate("La Slovénie et l'Ouganda ont écrit aux États-Unis.", "entities")

    assert found(article) == [
        ("Slovénie", "LOC"),
        ("Ouganda", "LOC"),
        ("États-Unis", "LOC"),
    ]
    assert mention(article, one(article, "Ouganda")) == "l'Ouganda"


def test_inhabitants_are_misc_and_their_adjective_is_no_name(
    annotate: Annotate,
) -> None:
    article = annotate(
        "Les Ukrainiens et deux Suédoises saluent un député norvégien.", "entities"
    )

    assert found(article) == [("Ukrainiens", "MISC"), ("Suédoises", "MISC")]


def test_english_demonyms_before_a_noun_are_no_names(annotate: Annotate) -> None:
    article = annotate(
        "Two Norwegians joined the Danish police and Swedish soldiers.",
        "entities",
        language="en",
    )

    assert found(article) == [("Norwegians", "MISC")]


def test_english_dates_and_numbers_are_no_entities(annotate: Annotate) -> None:
    article = annotate(
        "On Monday, 24 people paid $30 in Lisbon.", "entities", language="en"
    )

    assert found(article) == [("Lisbon", "LOC")]


def test_a_possessive_and_an_article_stay_outside_the_name(annotate: Annotate) -> None:
    article = annotate(
        "Mrs Holloway's house is in the Netherlands.", "entities", language="en"
    )

    assert found(article) == [("Holloway", "PER"), ("Netherlands", "LOC")]


def test_a_surname_takes_the_nearest_full_name_before_it(annotate: Annotate) -> None:
    text = "Luc Marchal a parlé. Marchal est resté.\nPuis Anne Marchal est venue. Marchal a signé."
    names = [entity.name for entity in annotate(text, "entities").entities]

    assert names == ["Luc Marchal", "Luc Marchal", "Anne Marchal", "Anne Marchal"]


def test_a_title_behind_a_role_with_a_capital_is_no_part_of_the_name(
    annotate: Annotate,
) -> None:
    article = annotate(
        "Then Prime Minister Sir Alan Roe and Surgeon General Dr. Mary Lee resigned.",
        "entities",
        language="en",
    )
    assert [entity.text for entity in article.entities] == ["Alan Roe", "Mary Lee"]


def test_a_title_of_the_other_gender_keeps_namesakes_apart(annotate: Annotate) -> None:
    article = annotate(
        "Le sénateur Luc Marchal a parlé. Mme Marchal est partie.", "entities"
    )

    assert [entity.name for entity in article.entities] == ["Luc Marchal", "Marchal"]


def test_a_first_name_leads_to_its_only_bearer(annotate: Annotate) -> None:
    alone = annotate(
        "Vladimir Poutine est venu. Chaque fois qu'il parle à Vladimir, il rit.",
        "entities",
    )
    shared = annotate(
        "Nicolas Roux et Nicolas Brun sont là. Il parle à Nicolas.", "entities"
    )

    assert [entity.name for entity in alone.entities] == [
        "Vladimir Poutine",
        "Vladimir Poutine",
    ]
    assert shared.entities[-1].name == "Nicolas"


def test_capitals_that_are_typography_are_not_in_the_name(annotate: Annotate) -> None:
    article = annotate("Un reportage de Martine DUVAL.", "entities")

    (entity,) = article.entities
    assert (entity.text, entity.name) == ("Martine DUVAL", "Martine Duval")


def test_an_acronym_in_brackets_leads_to_its_expansion(annotate: Annotate) -> None:
    article = annotate(
        "L'Office mondial du thon (OMT) a jugé. L'OMT est à Lausanne.", "entities"
    )

    assert found(article)[:3] == [
        ("Office mondial du thon", "ORG"),
        ("OMT", "ORG"),
        ("OMT", "ORG"),
    ]
    assert {entity.name for entity in article.entities[:3]} == {
        "Office mondial du thon"
    }


def test_a_name_found_once_is_found_everywhere(annotate: Annotate) -> None:
    article = annotate(
        "Le député Igor Kravtal est élu.\nMais Kravtal, a dit Kravtal, refuse. Les Kravtaliens rient.",
        "entities",
    )

    assert [text for text, label in found(article) if label == "PER"] == [
        "Igor Kravtal",
        "Kravtal",
        "Kravtal",
    ]


def test_a_listed_name_is_not_cut_by_a_rule(annotate: Annotate) -> None:
    article = annotate("Selon l'Agence France-Presse, rien n'est sûr.", "entities")

    assert found(article) == [("Agence France-Presse", "ORG")]


def test_a_bodys_first_word_is_its_short_form_once_it_was_named(
    annotate: Annotate,
) -> None:
    named = annotate(
        "Il saisit la Cour des comptes. Hier, la Cour a refusé.", "entities"
    )

    assert found(named) == [("Cour des comptes", "ORG"), ("Cour", "ORG")]
    assert named.entities[1].name == "Cour des comptes"


def test_a_team_keeps_its_town(annotate: Annotate) -> None:
    article = annotate(
        "Hier, les Canadiens de Montréal et les Pingouins de Tours ont gagné.",
        "entities",
    )

    assert ("Pingouins de Tours", "ORG") in found(article)


def test_a_place_behind_its_preposition_is_no_speaker(annotate: Annotate) -> None:
    article = annotate(
        "Police in Springfield said Holloway was safe.", "entities", language="en"
    )

    assert ("Springfield", "LOC") in found(article)


def test_a_company_is_known_without_the_word_that_says_so(annotate: Annotate) -> None:
    article = annotate(
        "Boltworks Corp is closed. On Monday Boltworks sold its land.",
        "entities",
        language="en",
    )

    assert found(article) == [("Boltworks Corp", "ORG"), ("Boltworks", "ORG")]
    assert {entity.name for entity in article.entities} == {"Boltworks Corp"}


def test_a_headline_in_capitals_makes_no_names(annotate: Annotate) -> None:
    article = annotate("LA GRANDE FOIRE OUVRE SAMEDI\nOn y vend du miel.", "entities")

    assert found(article) == []


@pytest.mark.parametrize(
    ("text", "language", "names"),
    [
        # Letters and figures are a code, and its capitals no typography.
        ("Un camion a bloqué la RN12 lundi à Rennes.", "fr", {"RN12", "Rennes"}),
        # A quarter of a year is a time.
        ("Sales rose in Q3, Ann Lee said.", "en", {"Ann Lee"}),
    ],
)
def test_codes_keep_their_capitals_and_quarters_are_no_names(
    annotate: Annotate, text: str, language: str, names: set[str]
) -> None:
    article = annotate(text, "entities", language=language)

    assert {entity.name for entity in article.entities} == names


def test_words_that_only_open_a_sentence_are_no_names(annotate: Annotate) -> None:
    article = annotate(
        "Perdu dans la neige, il a survécu. « Dommage », dit-il.", "entities"
    )

    assert found(article) == []


def test_the_place_of_a_dispatch_is_a_place(annotate: Annotate) -> None:
    article = annotate("BRATISLAVA (AFP) - Le vote est clos.", "entities")

    entity = article.entities[0]
    assert (entity.text, entity.label, entity.name) == (
        "BRATISLAVA",
        "LOC",
        "Bratislava",
    )


def test_a_coordination_is_two_names(annotate: Annotate) -> None:
    article = annotate(
        "Des élèves de Hiroshima et Nagasaki ont visité Châlons-sur-Marne.", "entities"
    )

    assert found(article) == [
        ("Hiroshima", "LOC"),
        ("Nagasaki", "LOC"),
        ("Châlons-sur-Marne", "LOC"),
    ]


def test_a_language_without_lexicon_keeps_the_models_spans(annotate: Annotate) -> None:
    article = Article(id="a", text="M. Trump est à Paris.", language="fr")
    ((article, doc),) = parse_articles([article], model_path(DEFAULT_MODELS["fr"]).nlp)
    unknown = Article(id="a", text=article.text, language="xx")

    spans = list(Entities(EntitySettings()).annotate(unknown, doc))

    assert [span.text for span in spans] == [span.text for span in doc.ents]
    assert [span.rule for span in spans] == [
        f"model: {span.label_}" for span in doc.ents
    ]


def test_only_the_labels_asked_for_are_kept(annotate: Annotate) -> None:
    article = Article(id="a", text="Angela Merkel est à Berlin.", language="fr")
    ((article, doc),) = parse_articles([article], model_path(DEFAULT_MODELS["fr"]).nlp)

    assert [
        span.text
        for span in Entities(EntitySettings(labels=("PER",))).annotate(article, doc)
    ] == ["Angela Merkel"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\n ",
        "🙂🙂",
        "M.",
        "(",
        "L’Élysée dit « non » à M.\u00a0Dupont 🙂, le maire de\u202fLyon, Luc Varin.",
        unicodedata.normalize(
            "NFD", "Le président Hervé Élouard est à Nîmes, en Algérie. Élouard a voté."
        ),
        "LES VERTS GAGNENT À LYON\nRUE DE LA PAIX",
        "İstanbul'da M. Ölmez, Paris-Match, ex-Yougoslavie, « Le Monde », 12 %.",
    ],
)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_any_text_gives_spans_that_fit_and_do_not_overlap(
    annotate: Annotate, text: str, language: str
) -> None:
    article = annotate(text, "entities", language=language)

    assert all(
        entity.text == text[entity.start : entity.end] for entity in article.entities
    )
    assert all(
        entity.mention_start <= entity.start < entity.end <= entity.mention_end
        for entity in article.entities
    )
    assert all(
        first.end <= second.start for first, second in pairwise(article.entities)
    )


def test_decomposed_letters_are_found_as_composed_ones_are(annotate: Annotate) -> None:
    article = annotate(
        unicodedata.normalize("NFD", "Elle part pour l'Algérie."), "entities"
    )

    (entity,) = article.entities
    assert (entity.label, entity.name) == ("LOC", "Algérie")


def test_a_gazetteer_that_is_not_there_is_a_mistake_of_the_settings(
    tmp_path: Path,
) -> None:
    with pytest.raises(ValidationError, match=r"no file .*lost\.yaml"):
        EntitySettings.model_validate(
            {"gazetteer": "lost.yaml"}, context={"folder": tmp_path}
        )


def test_a_path_is_written_back_relative_to_the_yaml_file(tmp_path: Path) -> None:
    (tmp_path / "names.yaml").write_text("[]", "utf-8")
    context = {"folder": tmp_path}

    settings = EntitySettings.model_validate(
        {"gazetteer": "names.yaml"}, context=context
    )

    assert settings.gazetteer == tmp_path / "names.yaml"
    assert (
        settings.model_dump(mode="json", context=context)["gazetteer"] == "names.yaml"
    )


def test_a_ruler_is_known_by_his_number_and_a_counted_thing_is_none(
    annotate: Annotate,
) -> None:
    french = annotate("Sous Sigebert III, la partie II fut écrite.", "entities")
    english = annotate("Osorkon II built it in Phase III.", "entities", language="en")

    missiles = annotate(
        "Trois missiles sont tombés sur le quartier des docks.", "entities"
    )

    assert missiles.entities == ()
    assert ("Sigebert III", "PER") in found(french)
    assert "partie II" not in [entity.text for entity in french.entities]
    assert [text for text, label in found(english) if label == "PER"] == ["Osorkon II"]


def test_the_last_word_says_what_an_english_name_is(annotate: Annotate) -> None:
    article = annotate(
        "He left the Harrow States Embassy for Osgood Bank Tower.",
        "entities",
        language="en",
    )

    assert found(article) == [
        ("Harrow States Embassy", "ORG"),
        ("Osgood Bank Tower", "LOC"),
    ]


def test_a_role_before_a_name_of_several_words_makes_a_person_of_a_body(
    annotate: Annotate,
) -> None:
    article = annotate(
        "He quoted the writer Günther de Brun on Monday.", "entities", language="en"
    )

    assert found(article) == [("Günther de Brun", "PER")]


def test_a_suffix_belongs_to_a_persons_name(annotate: Annotate) -> None:
    article = annotate(
        "On Monday John Marlow, Jr. was sworn in.", "entities", language="en"
    )

    assert found(article) == [("John Marlow, Jr.", "PER")]


def test_dotted_capitals_are_a_body(annotate: Annotate) -> None:
    article = annotate("The I.R.S. lost his file.", "entities", language="en")

    assert found(article) == [("I.R.S.", "ORG")]


def test_what_a_place_is_stays_outside_its_name(annotate: Annotate) -> None:
    article = annotate(
        "They live in Harrowmere county in Kent.", "entities", language="en"
    )

    assert found(article) == [("Harrowmere", "LOC"), ("Kent", "LOC")]


@pytest.mark.parametrize(
    "text",
    ["Le train Metz–Nancy part.", "Un score de 3–1 à Metz.", "Le mot-valise plaît."],
)
def test_a_dash_alone_joins_no_place(annotate: Annotate, text: str) -> None:
    assert all(
        entity.rule != "joined" for entity in annotate(text, "entities").entities
    )


def test_a_given_name_behind_an_article_is_no_person(annotate: Annotate) -> None:
    assert ("Oscar", "PER") not in found(
        annotate("Le film a reçu un Oscar.", "entities")
    )
    assert ("Oscar", "PER") in found(annotate("Hier, Oscar est venu.", "entities"))


def test_a_role_takes_the_name_that_owns_it_and_names_its_entity(
    annotate: Annotate,
) -> None:
    article = annotate(
        "Boltworks Corp's spokesman Peter Marlow said no.", "entities", language="en"
    )

    entity = one(article, "Peter Marlow")
    assert entity.role == "Boltworks Corp's spokesman"
    assert article[entity.role_entity_id or ""].text == "Boltworks Corp"
    assert mention(article, entity) == "Boltworks Corp's spokesman Peter Marlow"


def test_an_office_behind_a_title_is_no_surname(annotate: Annotate) -> None:
    article = annotate(
        "« Monsieur le Premier ministre, vous avez cédé ! » Le Premier ministre est parti.",
        "entities",
    )

    assert [entity.text for entity in article.entities if entity.label == "PER"] == []
