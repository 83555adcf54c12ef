"""
How a daily reports: each construction in a few sentences, what is said between `[[` and `]]`, `…` for all else.

The sentences were written from what French grammars list, not from articles that went wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from pressmark.articles import Article

pytestmark = pytest.mark.model
Annotate = Callable[..., Article]


def reports_of(annotate: Annotate, text: str) -> list[tuple[str, str | None]]:
    """Return the words and the speaker's phrase of each quote, scare quotes left out."""
    article = annotate(text, "entities", "quotes", language="fr")
    return [
        (
            " | ".join(article.text[slice(*piece)] for piece in quote.spans),
            quote.speaker,
        )
        for quote in article.quotes
        if quote.label != "scare"
    ]


def require(annotate: Annotate, marked: str, *speakers: str) -> None:
    """Require that what stands between brackets is said, a quote each, by whose phrases hold `speakers`."""
    text = re.sub(r"\[\[|\]\]", "", marked)
    reports = reports_of(annotate, text)
    assert [words for words, _ in reports] == re.findall(r"\[\[(.*?)\]\]", marked)
    for (_, speaker), expected in zip(reports, speakers, strict=True):
        assert expected in (speaker or "")


@pytest.mark.parametrize(
    ("marked", "speaker"),
    [
        ("Le maire de Lurs, Paul Vidal, s'est dit « [[très inquiet]] » de l'avenir du port.", "Paul Vidal"),
        ("Le ministre se dit « [[consterné]] » par les propos de son collègue.", "ministre"),
        ("Le président a appelé à « [[la retenue]] ».", "président"),
        ("Le groupe a démenti « [[toute négociation]] » avec les ravisseurs.", "groupe"),
        ("Le porte-parole a fait état de « [[progrès sensibles]] » dans les négociations.", "porte-parole"),
        ("Le président a mis en garde contre « [[une nouvelle escalade]] ».", "président"),
        ("Le président a également mis en garde contre « [[une nouvelle escalade]] ».", "président"),
        ("Paris a fait part de sa « [[vive préoccupation]] ».", "Paris"),
        ("La direction s'engage à « [[ne supprimer aucun emploi]] ».", "direction"),
        ("Jugé « [[trop timide]] » par l'opposition, le budget a été adopté.", "opposition"),
        ("Le budget, jugé « [[trop timide]] » par l'opposition, a été adopté.", "opposition"),
    ],
)  # fmt: skip
def test_marks_are_the_words_of_the_verb_before_them(
    annotate: Annotate, marked: str, speaker: str
) -> None:
    require(annotate, marked, speaker)


@pytest.mark.parametrize(
    "text",
    [
        "Le boxeur, dit « le Roc », a gagné.",
        "La pièce s'appelle « Les Vagues ».",
        "Le pêcheur a appelé sa barque « l'Aurore ».",
        "La nouvelle réjouit la ville et le « village des pêcheurs ».",
        "La commune engage une réflexion visant à rouvrir le quai.",
        "Le maire a appris que la plage fermait.",
        "Selon toute vraisemblance, le feu est accidentel.",
        "Il est considéré comme le « parrain » du port.",
        "Elle a lu « Les Misérables » en prison.",
        "Le conseil a évoqué le dossier « Coeur de ville ».",
        "Cette victoire confirme que l'équipe a progressé.",
        "Le résultat montre que l'équipe progresse.",
    ],
)
def test_what_gives_a_name_or_says_nothing_reports_no_words(
    annotate: Annotate, text: str
) -> None:
    assert reports_of(annotate, text) == []


@pytest.mark.parametrize(
    ("marked", "speaker"),
    [
        ("« [[Nous avons eu de la chance]] », reconnaissait, à la fin du match, Luc Petit.", "Luc Petit"),
        ("« [[L'eau est potable]] », martèle, catégorique, le directeur.", "directeur"),
        ("« [[L'eau est potable]] », tient à rassurer le directeur.", "directeur"),
        ("« [[L'eau est potable]] », a tenu à préciser Anne Morel.", "Anne Morel"),
        ("« [[L'eau est potable]] », veut croire Anne Morel.", "Anne Morel"),
        ("« [[L'eau est potable]] », corrobore Anne Morel.", "Anne Morel"),
        ("« [[L'eau est potable]] », s'avance le directeur.", "directeur"),
        ("[[Un budget « sage et réaliste »]], a commenté le maire.", "maire"),
        ("[[C'est une erreur]], a-t-il dit.", "il"),
        ("[[C'est une erreur]], a dit Paul Vidal.", "Paul Vidal"),
        ("[[La plage est sale]], a-t-elle dit.", "elle"),
        ("A en croire le directeur, [[l'usine ne fermera pas]].", "directeur"),
        ("Comme l'explique le chercheur, [[l'eau monte chaque année]].", "chercheur"),
        ("[[La loi s'applique à tous]], comme l'a rappelé la ministre.", "ministre"),
        ("La ville vote le budget, « [[un bon budget]] » selon le maire.", "maire"),
    ],
)  # fmt: skip
def test_what_stands_beside_its_attribution_is_said(
    annotate: Annotate, marked: str, speaker: str
) -> None:
    require(annotate, marked, speaker)


@pytest.mark.parametrize(
    ("marked", "speakers"),
    [
        ("La cour a condamné Luc Petit à deux ans de prison, estimant qu'[[il avait menti]].", ["cour"]),
        ("La mairie a fermé la plage, jugeant que [[l'eau était sale]].", ["mairie"]),
        ("« [[La plage est fermée]] », a-t-il dit, ajoutant que [[l'eau était sale]].", ["il", "il"]),
        ("« [[La plage est fermée]] », a-t-elle dit en ajoutant que [[l'eau était sale]].", ["elle", "elle"]),
        ("Le maire a annoncé que [[la plage serait fermée]], estimant que [[l'eau était sale]].", ["maire", "maire"]),
        ("Le directeur ne cache pas que « [[la situation est difficile]] ».", ["directeur"]),
        ("La jeune femme a affirmé [[ne pas connaître la victime]].", ["femme"]),
        ("La direction s'est engagée à [[ne supprimer aucun emploi]].", ["direction"]),
        ("Le conducteur, qui dit [[avoir été ébloui]], est indemne.", ["conducteur"]),
        ("L'enquête a montré que [[le feu était criminel]].", ["enquête"]),
        ("Les témoignages indiquent que [[le feu était criminel]].", ["témoignages"]),
        ("Paris a confirmé que [[le sommet aurait lieu]].", ["Paris"]),
        ("Une étude publiée par Anne Morel montre que [[les abeilles disparaissent]].", ["étude"]),
    ],
)  # fmt: skip
def test_contents_that_hang_on_their_verb(
    annotate: Annotate, marked: str, speakers: list[str]
) -> None:
    require(annotate, marked, *speakers)


def test_an_auxiliary_before_an_attribution_goes_on_behind_it(
    annotate: Annotate,
) -> None:
    text = "Les deux hommes auraient, selon elle, volé la voiture."
    ((words, speaker),) = reports_of(annotate, text)
    assert (words.endswith("volé la voiture"), speaker) == (True, "elle")


@pytest.mark.parametrize(
    "text",
    [
        "« Les Vagues », séduit par sa force la ville entière.",
        "« Les Vagues », ouvre le bal.",
    ],
)
def test_a_verb_of_any_meaning_behind_marks_needs_somebody_who_can_speak(
    annotate: Annotate, text: str
) -> None:
    assert all(speaker is None for _, speaker in reports_of(annotate, text))


@pytest.mark.parametrize(
    ("marked", "speaker"),
    [
        ("Le maire a déclaré que [[la ville ne paierait pas]], une annonce saluée par l'opposition.", "maire"),
        ("Le maire a déclaré que [[la ville ne paierait pas]], au lendemain d'un vote qui a surpris le port.", "maire"),
        ("Le Premier ministre a menacé de [[rompre les négociations]], à la suite d'un attentat.", "ministre"),
        ("Le ministre a affirmé que [[le budget serait tenu]], dans un entretien publié hier.", "ministre"),
        ("Le maire a promis de [[rompre avec le passé]], lors d'un discours devant les élus.", "maire"),
        ("Le pêcheur prétend que [[la mer était calme]], ce que contestent les gendarmes.", "pêcheur"),
        ("L'homme nie [[avoir tiré le premier]], mais l'arme n'a pas été retrouvée.", "homme"),
        ("Le tribunal a estimé que [[les preuves manquaient]] et l'a relaxé.", "tribunal"),
        ("Le maire a dit que [[la plage fermait et que le port restait ouvert]].", "maire"),
        ("Le maire dit que, [[lors d'une visite, le quai a cédé]].", "maire"),
    ],
)  # fmt: skip
def test_a_content_ends_where_the_narrator_tells_of_the_saying(
    annotate: Annotate, marked: str, speaker: str
) -> None:
    require(annotate, marked, speaker)


@pytest.mark.parametrize(
    ("marked", "speaker"),
    [
        ("Quant au président du club, il affirme que [[le budget sera équilibré]].", "président du club"),
        ("Quant à la mairie, elle estime que [[le quai est sûr]].", "mairie"),
        ("Accusé par Washington de [[cacher des armes]], Bagdad a ouvert ses usines.", "Washington"),
        ("Un homme a expliqué aux enquêteurs [[avoir dormi sur le port]].", "homme"),
        ("Selon un diplomate qui a requis l'anonymat, « [[la situation est grave]] ».", "diplomate"),
        ("Dans une lettre au maire, les riverains : « [[Nous ne dormons plus]] ».", "riverains"),
        ("« [[On va se reprendre]] », dixit l'entraîneur.", "entraîneur"),
        ("De l'aveu d'Anne Morel, [[la digue ne tiendra pas]].", "Anne Morel"),
        ("La ministre « [[ne doute pas]] » que la paix soit possible.", "ministre"),
    ],
)  # fmt: skip
def test_who_speaks_where_the_verb_does_not_say(
    annotate: Annotate, marked: str, speaker: str
) -> None:
    require(annotate, marked, speaker)


def test_a_row_of_replies_has_the_speaker_behind_its_colon(annotate: Annotate) -> None:
    marked = "« [[J'étais énervé]] », « [[Je ne sais pas]] » : les réponses des trois jeunes sont brèves."
    require(annotate, marked, "jeunes", "jeunes")


def test_who_is_named_behind_words_says_them(annotate: Annotate) -> None:
    marked = "« [[Nous avons battu notre record.]] » Marc Leroy se réjouit du succès de la course."
    require(annotate, marked, "Marc Leroy")


def test_who_was_named_before_is_not_introduced_behind_words(
    annotate: Annotate,
) -> None:
    text = "Départ de Marc Leroy à midi.\n\n« Nous étions mille. »\n\nMarc Leroy se réjouit."
    assert [speaker for _, speaker in reports_of(annotate, text)] == [None]


@pytest.mark.parametrize(
    "opener", ["C'est ce qu'affirme", "C'est aussi ce qu'a dit", "C'est ce que répète"]
)
def test_a_sentence_may_be_given_to_somebody_by_the_next(
    annotate: Annotate, opener: str
) -> None:
    require(annotate, f"[[Le vaccin est sûr]]. {opener} le ministre.", "ministre")
