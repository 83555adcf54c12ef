"""How far a French content reaches, what begins it, and what only looks like one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pressmark.articles import Article

pytestmark = pytest.mark.model


def quotes_of(
    annotate: Callable[..., Article], text: str
) -> list[tuple[str, str | None]]:
    """The words of each quote with those of its speaker."""
    article = annotate(text, "entities", "quotes", language="fr")
    return [(quote.text, quote.speaker) for quote in article.quotes]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Selon les relevés effectués à Vello depuis juin, le quai est sûr.", "le quai est sûr"),
        ("D'après une enquête menée en mars par la ville, les loyers ont doublé.", "les loyers ont doublé"),
        ("Le maire a annoncé à ses voisins qu'il partait.", "il partait"),
        ("La préfète a confirmé lundi à la presse que le pont rouvrirait.", "le pont rouvrirait"),
        ("Certains ont estimé que le port fermerait.", "le port fermerait"),
        ("Beaucoup pensent que la digue tiendra.", "la digue tiendra"),
        ("Une directive européenne demande que les ports ferment.", "les ports ferment"),
    ],
)  # fmt: skip
def test_a_content_begins_where_its_source_and_addressee_end(
    annotate: Callable[..., Article], text: str, content: str
) -> None:
    assert content in [words for words, _ in quotes_of(annotate, text)]


@pytest.mark.parametrize(
    "text",
    [
        "Le vent forcit, ce qui fait que la route ferme.",
        "La pluie, ce qui fait que le train tarde, dure depuis lundi.",
    ],
)
def test_what_only_looks_like_reported_words_is_no_quote(
    annotate: Callable[..., Article], text: str
) -> None:
    assert quotes_of(annotate, text) == []


@pytest.mark.parametrize("who", ["Certains", "Plusieurs", "Beaucoup"])
def test_somebody_who_is_not_named_is_a_speaker(
    annotate: Callable[..., Article], who: str
) -> None:
    assert quotes_of(annotate, f"{who} ont affirmé que le quai rouvrirait.") == [
        ("le quai rouvrirait", who)
    ]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("La mairie prévoit un quai neuf, a déclaré Paul Martin, président du port.", "La mairie prévoit un quai neuf"),
        ("Le quai est sûr, selon les relevés du port, un organisme public.", "Le quai est sûr"),
        ("Le quai est sûr, selon la correspondante du journal à Vello.", "Le quai est sûr"),
        ("Le bac est, disent-ils, la clé du port.", "Le bac est, disent-ils, la clé du port"),
        ("Un remède est là qui, selon lui, guérit tout.", "Un remède est là qui, selon lui, guérit tout"),
    ],
)  # fmt: skip
def test_what_tells_who_the_source_is_belongs_to_no_content(
    annotate: Callable[..., Article], text: str, content: str
) -> None:
    (article_quote,) = annotate(text, "entities", "quotes", language="fr").quotes
    assert text[article_quote.start : article_quote.end] == content


def test_marks_that_open_again_after_each_sentence_are_one_quote(
    annotate: Callable[..., Article],
) -> None:
    text = (
        '"Le quai ferme en août. "Les pêcheurs partiront ailleurs. Ils ont peur. '
        '"Personne ne les aide, et la ville attend", a déclaré Paul Martin.'
    )
    ((words, speaker),) = quotes_of(annotate, text)
    assert words.startswith("Le quai ferme")
    assert words.endswith("la ville attend")
    assert speaker == "Paul Martin"


def test_a_colon_glued_to_marks_ends_a_content(
    annotate: Callable[..., Article],
) -> None:
    text = 'Paul Martin a dit que le quai ferme en août:"Nous restons ici."'
    contents = [words for words, _ in quotes_of(annotate, text)]
    assert contents[0] == "le quai ferme en août"
    assert "Nous restons ici" in contents[1]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("À quai : Paul Martin : « Nous restons ici. »", "Paul Martin"),
        ("Vello est la dernière étape de la skieuse : « J'y tiens », a-t-elle dit.", "elle"),
        ("Elle tombe sur un message disant que le quai ferme.", "un message"),
    ],
)  # fmt: skip
def test_who_speaks_is_a_name_or_a_pronoun_and_no_place(
    annotate: Callable[..., Article], text: str, speaker: str
) -> None:
    assert quotes_of(annotate, text)[-1][1] == speaker


@pytest.mark.parametrize("verb", ["interdit", "exige"])
def test_what_is_forbidden_or_required_is_no_quote(
    annotate: Callable[..., Article], verb: str
) -> None:
    assert quotes_of(annotate, f"Cette règle {verb} de fermer le quai.") == []


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Ces pays qui ont peur du virus Paul Martin a déclaré que le quai ferme.", "Paul Martin"),
        ("Le quai ferme en août, comme le précise Paul Martin : « Nous partons. »", "Paul Martin"),
        ("Paul Martin publie un texte où il affirme que le quai ferme.", "Paul Martin"),
        ("Paul Martin veut que le quai rouvre en mai, promettant que le bac suivra.", "Paul Martin"),
    ],
)  # fmt: skip
def test_of_several_phrases_the_one_that_can_speak_is_the_speaker(
    annotate: Callable[..., Article], text: str, speaker: str
) -> None:
    assert quotes_of(annotate, text)[-1][1] == speaker


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Le bac ne partira pas lundi ajoutent les mêmes sources.", "Le bac ne partira pas lundi"),
        ("La mairie invite les riverains à fermer leurs volets.", "fermer leurs volets"),
        ("La météo prévoit que le vent tombera.", "le vent tombera"),
        ("Paul Martin ne dit pas que le quai ferme.", "le quai ferme"),
    ],
)  # fmt: skip
def test_a_report_is_found_in_forms_that_are_less_common(
    annotate: Callable[..., Article], text: str, content: str
) -> None:
    assert content in [words for words, _ in quotes_of(annotate, text)]


@pytest.mark.parametrize(
    "text",
    [
        "Les taxes ne rapportent que trois millions d'euros.",
        "Elle ne dit que des mots doux.",
        "Elle est accusée d'avoir menti.",
        "Paul Martin est soupçonné d'avoir fui.",
    ],
)
def test_only_and_the_accused_tell_no_words(
    annotate: Callable[..., Article], text: str
) -> None:
    assert quotes_of(annotate, text) == []


@pytest.mark.parametrize("noun", ["la loi dite", "les accords dits"])
def test_what_something_is_called_is_no_quote(
    annotate: Callable[..., Article], noun: str
) -> None:
    text = f"Le port a perdu {noun} « du grand bassin »."
    article = annotate(text, "entities", "quotes", language="fr")
    assert [quote.label for quote in article.quotes] in ([], ["scare"])


def test_a_row_of_replies_behind_a_colon_has_one_speaker(
    annotate: Callable[..., Article],
) -> None:
    text = "Les élèves répondent : « J'étais fatigué », « Je ne sais pas », « Un jeu »."
    assert quotes_of(annotate, text) == [
        ("J'étais fatigué", "Les élèves"),
        ("Je ne sais pas", "Les élèves"),
        ("Un jeu", "Les élèves"),
    ]


def test_a_participle_after_a_comma_has_the_main_subject(
    annotate: Callable[..., Article],
) -> None:
    text = "La maire multiplie les rencontres, dénonçant une « injustice de trop »."
    assert quotes_of(annotate, text) == [("injustice de trop", "La maire")]


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("Paul Martin prêt à « rendre les clés »", [("rendre les clés", "Paul Martin")]),
        ("Moscou pour un « dialogue sans conditions »", [("dialogue sans conditions", "Moscou")]),
    ],
)  # fmt: skip
def test_a_headline_gives_its_marks_to_the_name_that_begins_it(
    annotate: Callable[..., Article], text: str, quotes: list[tuple[str, str]]
) -> None:
    assert quotes_of(annotate, text) == quotes


@pytest.mark.parametrize("text", ["Vello « Les Vagues »", "Paul Martin au « Vauban »"])
def test_a_title_in_a_headline_is_no_quote(
    annotate: Callable[..., Article], text: str
) -> None:
    article = annotate(text, "entities", "quotes", language="fr")
    assert all(quote.label == "scare" for quote in article.quotes)
