"""Long and odd texts: interviews, live blogs, press releases, letters, court reports, novels, a whole news story."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pressmark.articles import Article

pytestmark = pytest.mark.model

Annotate = Callable[..., Article]


def find_quotes(
    annotate: Annotate, text: str, language: str = "fr"
) -> list[tuple[str, str, str | None]]:
    """Label, words and speaker's name of each quote that is no scare quote."""
    article = annotate(text, "entities", "quotes", language=language)
    quotes = [quote for quote in article.quotes if quote.label != "scare"]
    return [
        (
            quote.label,
            " | ".join(text[slice(*piece)] for piece in quote.spans),
            quote.speaker_name,
        )
        for quote in quotes
    ]


def test_an_interview_gives_each_turn_to_its_speaker(annotate: Annotate) -> None:
    text = "ANN LEE: Is the bridge closed?\n\nTOM HILL: It is. We closed it in May.\n\nANN LEE: Will it reopen?"
    assert [
        (label, words) for label, words, _ in find_quotes(annotate, text, "en")
    ] == [
        ("direct", "Is the bridge closed?"),
        ("direct", "It is. We closed it in May"),
        ("direct", "Will it reopen?"),
    ]


def test_an_interview_with_initials_has_them_for_speakers(annotate: Annotate) -> None:
    text = "Q. : Le pont est-il fermé ?\n\nR. : Oui, depuis mai.\n\nQ. : Pourquoi ?"
    article = annotate(text, "entities", "quotes")
    assert [quote.speaker for quote in article.quotes] == ["Q.", "R.", "Q."]


def test_a_live_blog_keeps_its_entries_apart(annotate: Annotate) -> None:
    text = (
        "10:05. “The fire is out,” chief Ann Lee says.\n\n"
        "10:20. Tom Hill says the road is open.\n\n"
        "10:40. According to the police, nobody was hurt."
    )
    assert [name for _, _, name in find_quotes(annotate, text, "en")][:2] == [
        "Ann Lee",
        "Tom Hill",
    ]
    assert len(find_quotes(annotate, text, "en")) == 3


def test_a_press_release_gives_its_boilerplate_to_nobody(annotate: Annotate) -> None:
    text = (
        "Lormont, le 3 mai. La société Portal ouvre une usine.\n\n"
        "« Cette usine créera cent emplois », déclare Claire Dumas, directrice de Portal.\n\n"
        "Portal fabrique des pompes depuis 1987."
    )
    assert find_quotes(annotate, text) == [
        ("direct", "Cette usine créera cent emplois", "Claire Dumas")
    ]


def test_a_letter_in_marks_of_several_paragraphs_is_one_quote(
    annotate: Annotate,
) -> None:
    text = "Anne Morel a écrit au maire :\n\n« Monsieur le maire,\n\n« Le pont est dangereux.\n\n« Fermez-le. »"
    ((label, words, name),) = find_quotes(annotate, text)
    assert (label, name) == ("direct", "Anne Morel")
    assert words == "Monsieur le maire, | Le pont est dangereux. | Fermez-le."


def test_a_court_report_tells_pleas_apart(annotate: Annotate) -> None:
    text = (
        "« Je n'ai rien vu », a répété Paul Vidal à la barre. "
        "Son avocate, Claire Dumas, a plaidé que la preuve manquait. "
        "Le procureur a requis deux ans. Selon lui, les faits sont graves."
    )
    assert find_quotes(annotate, text)[:2] == [
        ("direct", "Je n'ai rien vu", "Paul Vidal"),
        ("indirect", "la preuve manquait", "Claire Dumas"),
    ]


STORY = (
    "Paul entra dans la cuisine. Il posa son sac, regarda la mer et attendit longtemps. Anne arriva enfin.\n\n"
    "— Tu viens ? demanda Paul.\n\n"
    "— Non, répondit-elle, il pleut trop.\n\n"
    "— Alors, tant pis.\n\n"
    "Il prit son manteau. Il ouvrit la porte, descendit au port et trouva la barque. Le vent souffla. La nuit tomba. "
    "Paul chercha les rames, jura qu'il reviendrait, poussa la barque et partit. Anne resta, ferma les volets, "
    "alluma la lampe et pleura. Elle pensa que tout finissait. Puis elle monta, se coucha et dormit. Le "
    "matin, elle chercha la "
    "barque, courut au port, appela les pêcheurs et attendit. Paul ne revint pas. La mer resta vide. Anne rentra seule."
)


def test_a_story_holds_turns_without_their_incises_and_no_indirect_speech(
    annotate: Annotate,
) -> None:
    assert [(label, words) for label, words, _ in find_quotes(annotate, STORY)] == [
        ("direct", "Tu viens ?"),
        ("direct", "Non | il pleut trop."),
        ("direct", "Alors, tant pis."),
    ]


def test_a_turn_without_an_incise_is_not_the_last_speakers(annotate: Annotate) -> None:
    article = annotate(STORY, "entities", "quotes")
    assert [quote.speaker for quote in article.quotes if quote.label == "direct"] == [
        "Paul",
        "elle",
        None,
    ]


def test_a_list_with_hyphens_is_no_dialogue(annotate: Annotate) -> None:
    text = (
        "Au programme de la soirée :\n\n- un bal au port\n\n- un concert sur la place"
    )
    assert find_quotes(annotate, text) == []


NEWS = (
    "Trois maisons ont brûlé dans le quartier du port, ont indiqué des pompiers de Lormont.\n"
    "Le feu est parti d'un atelier, a déclaré la préfète du Rivage, Claire Dumas, sans préciser l'heure du départ.\n"
    '"Toutes les familles sont relogées", a déclaré la mairie dans un message sur son site.\n'
    "Entre-temps, un second foyer a été éteint, selon le chef des pompiers, Marc Petit.\n"
    "Le président de la région Paul Vidal a déclaré qu'il ne viendrait que s'il savait que "
    "\"tout le monde est à l'abri\", deux jours après sa dernière visite.\n"
    "\"J'ai toujours aimé ce quartier\", a déclaré M. Vidal à bord du ferry.\n"
    '"On y reviendra", a-t-il ajouté.\n'
    "Vidal a également déclaré qu'il aimerait que l'État aide les familles.\n"
    "L'envoyée de l'État Anne Morel a déclaré à Radio Rivage qu'elle pensait que les travaux commenceraient en mai.\n"
)  # fmt: skip


def test_a_news_story_is_read_whole(annotate: Annotate) -> None:
    assert [name for _, _, name in find_quotes(annotate, NEWS)] == [
        "des pompiers de Lormont", "Claire Dumas", "la mairie", "Marc Petit", "Paul Vidal", "Paul Vidal", "Paul Vidal",
        "Paul Vidal", "Anne Morel",
    ]  # fmt: skip
    words = [words for _, words, _ in find_quotes(annotate, NEWS)]
    assert words[1] == "Le feu est parti d'un atelier"
    assert (
        words[4] == "il ne viendrait que s'il savait que \"tout le monde est à l'abri\""
    )
    assert words[8] == "elle pensait que les travaux commenceraient en mai"
