"""Who speaks: the phrase, whom it names, what kind of speaker that is, and whom the words are said to."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pressmark.articles import Article
from pressmark.spans import Quote

pytestmark = pytest.mark.model

Annotate = Callable[..., Article]


def last_quote(annotate: Annotate, text: str, language: str) -> Quote:
    """The last quote of a text."""
    return [
        quote
        for quote in annotate(text, "entities", "quotes", language=language).quotes
        if quote.label != "scare"
    ][-1]


PHRASES = [
    # a name, with its apposition and its role, without relative clauses
    ("fr", "« C'est prêt », a dit le maire de Lormont, Paul Vidal.", "le maire de Lormont, Paul Vidal"),
    ("fr", "« C'est prêt », a dit Paul Vidal, qui dirige le chantier.", "Paul Vidal"),
    ("fr", "Paul Vidal, qui dirige le chantier, a dit que tout était prêt.", "Paul Vidal"),
    ("fr", "Le maire, Paul Vidal, a dit que tout était prêt.", "Le maire, Paul Vidal"),
    ("en", "“It is ready,” said Ann Lee, the mayor of Wexley.", "Ann Lee, the mayor of Wexley"),
    ("en", "“It is ready,” said Ann Lee, who runs the site.", "Ann Lee"),
    ("en", "Ann Lee, who runs the site, said it was ready.", "Ann Lee"),
    ("en", "“It is ready,” Wexley police chief Ann Lee said.", "Wexley police chief Ann Lee"),
    # behind whom it was said to, or where
    ("fr", "« C'est prêt », a déclaré à la presse le maire de Lormont, Paul Vidal.", "le maire de Lormont, Paul Vidal"),
    ("fr", "« C'est prêt », a expliqué sur Radio Lormont la ministre Anne Morel.", "la ministre Anne Morel"),
    ("fr", "« C'est prêt », a dit hier à l'AFP M. Vidal.", "M. Vidal"),
    # with the short form behind it
    ("fr", "L'Union des marins (UDM) a condamné « une attaque inadmissible ».", "L'Union des marins (UDM)"),
    # an adjective that the model takes for a verb
    ("fr", "« C'est prêt, a déclaré la présidente velmarienne, Ana Tolvaj, à l'issue de la visite. Bravo. »",
     "la présidente velmarienne, Ana Tolvaj"),
    # a pronoun, inverted or not
    ("fr", "Paul Vidal est venu. « C'est prêt », a-t-il dit.", "il"),
    ("en", "Ann Lee came. “It is ready,” she said.", "she"),
    # shared by joined verbs, and by what a participle tells
    ("fr", "Paul Vidal affirme que tout va bien et promet que le pont rouvrira.", "Paul Vidal"),
    ("fr", "Paul Vidal a répliqué en jurant que le pont tiendrait.", "Paul Vidal"),
    ("en", "Ann Lee said it was ready and added that it would open.", "Ann Lee"),
    ("en", "Ann Lee spoke on Monday, saying that it was ready.", "Ann Lee"),
    # groups and sources without a name stay as they are
    ("fr", "« C'est prêt », ont indiqué des responsables locaux.", "des responsables locaux"),
    ("fr", "Une source proche du dossier affirme que tout est prêt.", "Une source proche du dossier"),
    ("en", "Officials said it was ready.", "Officials"),
    ("en", "A source close to the talks said it was ready.", "A source close to the talks"),
    # carried on, signed, announced, named before a colon
    ("fr", "« C'est prêt », dit Paul Vidal. « On ouvre demain. »", "Paul Vidal"),
    ("fr", "Paul Vidal a prévenu :\n\n« On ouvre demain. »", "Paul Vidal"),
    ("fr", "Paul Vidal a été clair : « On ouvre », a-t-il lancé.", "Paul Vidal"),
    ("en", "Ann Lee continued:\n\n“We open tomorrow.”", "Ann Lee"),
    ("en", "“We open tomorrow.” — Ann Lee", "Ann Lee"),
    ("en", "“We open tomorrow.”\n— Ann Lee", "Ann Lee"),
    # a noun of saying
    ("fr", "L'appel de Paul Vidal à une « trêve » a surpris.", "Paul Vidal"),
    ("fr", "La description du pont par Paul Vidal comme une « ruine » a choqué.", "Paul Vidal"),
    ("en", "Ann Lee's description of the bridge as “a ruin” shocked voters.", "Ann Lee"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "speaker"), PHRASES)
def test_the_speaker_is_the_whole_phrase(
    annotate: Annotate, language: str, text: str, speaker: str
) -> None:
    assert last_quote(annotate, text, language).speaker == speaker


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("fr", "Paul Vidal est venu. « C'est prêt », a-t-il dit.", "Paul Vidal"),
        (
            "fr",
            "Mme Anne Morel a salué M. Paul Vidal. « C'est prêt », a-t-elle dit.",
            "Anne Morel",
        ),
        (
            "fr",
            "Mme Morel est venue. C'est prêt, selon un communiqué. « Bravo », a-t-elle dit.",
            "Morel",
        ),
        (
            "en",
            "Mrs Lee came. It is ready, a report said. “Well done,” she said.",
            "Lee",
        ),
        (
            "fr",
            "« Oui », dit Anne Morel.\n\nElena Vidal attendait. « Mon frère est là », a-t-elle raconté.",
            "Elena Vidal",
        ),
        (
            "en",
            "“Yes,” said Ann Lee.\n\nMary Cole was waiting. “My brother is here,” she said.",
            "Mary Cole",
        ),
        (
            "fr",
            "Le maire de Lormont, Paul Vidal, est venu. « C'est prêt », a dit le maire.",
            "Paul Vidal",
        ),
        (
            "fr",
            "« Oui », dit Anne Morel. « Non », répond Paul Vidal. « Si », a repris ce dernier.",
            "Paul Vidal",
        ),
        ("fr", "Paul Vidal est venu. « C'est prêt », a dit M. Vidal.", "Paul Vidal"),
        ("en", "Ann Lee came. “It is ready,” she said.", "Ann Lee"),
        ("en", "Mrs Ann Lee met Mr Tom Hill. “It is ready,” she said.", "Ann Lee"),
        ("en", "Ann Lee came. “It is ready,” Ms. Lee said.", "Ann Lee"),
        (
            "en",
            "The mayor of Wexley, Ann Lee, came. “It is ready,” the mayor said.",
            "Ann Lee",
        ),
    ],
)
def test_pronouns_and_descriptions_are_resolved(
    annotate: Annotate, language: str, text: str, name: str
) -> None:
    quote = last_quote(annotate, text, language)
    assert quote.speaker_name == name
    assert quote.speaker_kind == "person"
    assert quote.speaker_id is not None


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        ("fr", "Anne Morel affirme que tout est prêt.", "person"),
        ("fr", "Une source proche du dossier affirme que tout est prêt.", "unnamed"),
        ("fr", "Des responsables locaux affirment que tout est prêt.", "group"),
        ("fr", "Le ministère affirme que tout est prêt.", "organisation"),
        ("fr", "Le rapport affirme que tout est prêt.", "document"),
        ("en", "Ann Lee said that all was ready.", "person"),
        ("en", "A witness said that all was ready.", "unnamed"),
        ("en", "Some residents said that all was ready.", "group"),
        ("en", "The ministry said that all was ready.", "organisation"),
        ("en", "The report said that all was ready.", "document"),
    ],
)
def test_a_source_has_a_kind(
    annotate: Annotate, language: str, text: str, kind: str
) -> None:
    assert last_quote(annotate, text, language).speaker_kind == kind


@pytest.mark.parametrize(
    ("language", "text", "addressee"),
    [
        ("fr", "« C'est prêt », a déclaré Anne Morel à la presse.", "la presse"),
        (
            "fr",
            "« C'est prêt », a déclaré à la presse la maire, Anne Morel.",
            "la presse",
        ),
        ("fr", "Anne Morel a déclaré à Paul Vidal que c'était prêt.", "Paul Vidal"),
        ("fr", "Anne Morel a déclaré à Lyon que c'était prêt.", None),
        ("fr", "« C'est prêt », a déclaré Anne Morel à bord du ferry.", None),
        ("en", "Ann Lee told reporters that it was ready.", "reporters"),
        ("en", "“It is ready,” Ann Lee told Tom Hill.", "Tom Hill"),
        ("en", "“It is ready,” Ann Lee said in a speech.", None),
    ],
)
def test_whom_words_are_said_to(
    annotate: Annotate, language: str, text: str, addressee: str | None
) -> None:
    quote = last_quote(annotate, text, language)
    assert quote.addressee == addressee
    if addressee is not None:
        assert text[quote.addressee_start : quote.addressee_end] == addressee


def test_a_quote_without_a_speaker_is_kept(annotate: Annotate) -> None:
    quote = last_quote(
        annotate,
        "Il a été décidé que le pont fermerait. Il a été annoncé que le bac s'arrêterait.",
        "fr",
    )
    assert (
        quote.speaker,
        quote.speaker_id,
        quote.speaker_name,
        quote.speaker_kind,
    ) == (
        None,
        None,
        None,
        None,
    )


def test_a_paragraph_between_ends_what_a_speaker_said(annotate: Annotate) -> None:
    text = "« C'est prêt », dit Paul Vidal.\n\nLa pluie tombe depuis lundi sur tout le chantier du port.\n\n« On verra. »"
    assert last_quote(annotate, text, "fr").speaker is None


@pytest.mark.parametrize(
    ("language", "speaker", "rest", "name"),
    [
        ("en", "French carmaker Renard", "said sales rose.", "Renard"),
        ("en", "UK-based data firm Airflow", "said that cases were rising.", "Airflow"),
        ("fr", "Le constructeur français Renard", "a dit que tout allait bien.", "Renard"),
        ("fr", "L'opérateur Renard", "a dit que tout allait bien.", "Renard"),
        # a person of a body, its papers and those who work there are not the body
        ("fr", "Le patron de l'entreprise Renard", "a dit que tout allait bien.", None),
        ("fr", "Le député PS", "a dit que tout allait bien.", None),
        ("fr", "Les salariés Renard", "disent que tout va mal.", None),
        ("en", "The head of the Boltworks Group", "said it was late.", None),
        ("en", "The owners of carmaker Renard", "said it was late.", None),
    ],
)  # fmt: skip
def test_a_body_is_named_behind_the_noun_that_says_what_it_is(
    annotate: Annotate, language: str, speaker: str, rest: str, name: str | None
) -> None:
    quote = last_quote(annotate, f"{speaker} {rest}", language)

    assert (quote.speaker, quote.speaker_name) == (speaker, name or speaker)
    assert (quote.speaker_id is not None) == (name is not None)
