"""Where a person's name begins and ends, what is its title, and whose a role is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pressmark.articles import Article

pytestmark = pytest.mark.model
Annotate = Callable[..., Article]


def persons(annotate: Annotate, text: str, language: str) -> list[str]:
    article = annotate(text, "entities", language=language)
    return [entity.text for entity in article.entities if entity.label == "PER"]


def roles(annotate: Annotate, text: str, language: str) -> dict[str, str | None]:
    article = annotate(text, "entities", language=language)
    return {entity.text: entity.role for entity in article.entities}


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("fr", "La première fortune du pays, Isabel dos Campos, a nié.", "Isabel dos Campos"),
        ("fr", "Selon le docteur Rosângela Gomes dos Anjos, il faut attendre.", "Rosângela Gomes dos Anjos"),
        ("fr", "Le peintre Jan van der Roe vit à Lurs.", "Jan van der Roe"),
        ("en", "The singer Maria da Costa left.", "Maria da Costa"),
    ],
)  # fmt: skip
def test_a_particle_joins_the_words_of_a_name(
    annotate: Annotate, language: str, text: str, name: str
) -> None:
    assert persons(annotate, text, language) == [name]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Mrs Justice Steyn ruled on Monday.", "Steyn"),
        ("Professor Dame Sally Reed agreed.", "Sally Reed"),
        ("Prof John Ashton agreed.", "John Ashton"),
    ],
)
def test_a_second_title_stays_outside_the_name(
    annotate: Annotate, text: str, name: str
) -> None:
    assert persons(annotate, text, "en") == [name]


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        # what several are is the role of none
        ("fr", "Les présidents Joe Salden et Anne Morel ont signé.", "Joe Salden"),
        ("en", "Boxing champions Ann Lee and Jan Roe met.", "Ann Lee"),
    ],
)
def test_a_plural_is_no_role(
    annotate: Annotate, language: str, text: str, name: str
) -> None:
    assert roles(annotate, text, language)[name] is None


@pytest.mark.parametrize(
    ("language", "text", "name", "role"),
    [
        ("fr", "Le président finlandais Mika Lahtinen a signé.", "Mika Lahtinen", "président finlandais"),
        ("fr", "L'homme d'affaires Paul Vidal a signé.", "Paul Vidal", "homme d'affaires"),
        ("fr", "L'avocat de Jan Roe, Paul Vidal, a plaidé.", "Paul Vidal", "avocat de Jan Roe"),
        ("en", "A lawyer for Mr Roe, Ann Lee, agreed.", "Ann Lee", "lawyer for Mr Roe"),
        ("en", "Ian Brown, partner with Wexley-based agents, agreed.", "Ian Brown", "partner"),
    ],
)  # fmt: skip
def test_a_role_is_whole_and_its_bearers(
    annotate: Annotate, language: str, text: str, name: str, role: str
) -> None:
    assert roles(annotate, text, language)[name] == role


@pytest.mark.parametrize(
    ("text", "short", "full"),
    [
        # by initials alone, of cups as of bodies
        ("La Coupe d'Afrique des nations commence. La CAN dure un mois.", "CAN", "Coupe d'Afrique des nations"),
        # brackets tell of the part whose initials they are
        ("La faculté de droit de l'Université nationale du Nord (UNN) ferme.", "UNN", "Université nationale du Nord"),
        # what lists write in capitals stays so
        ("L'URSS a disparu.", "URSS", "URSS"),
    ],
)  # fmt: skip
def test_an_acronym_is_listed_under_its_long_form(
    annotate: Annotate, text: str, short: str, full: str
) -> None:
    article = annotate(text, "entities")
    names = {entity.name for entity in article.entities if entity.text == short}
    assert names == {full}


def test_a_role_of_somebody_else_behind_a_comma_is_not_taken(
    annotate: Annotate,
) -> None:
    text = "Elle a vu Anne Morel, le général SS Otto Skarn et leur chauffeur."
    assert roles(annotate, text, "fr")["Anne Morel"] is None


def test_a_line_end_that_was_escaped_twice_is_in_no_name(annotate: Annotate) -> None:
    text = "« Le quai tient », ajoute Vidal.\\n\\nEn bref, Vidal est content."
    assert persons(annotate, text, "fr") == ["Vidal", "Vidal"]


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        ("fr", "Il a reçu Kim Tae-yong ; Ban Jin-moo était là.", ["Kim Tae-yong", "Ban Jin-moo"]),
        ("en", "Yesterday Kim Tae-yong met Park Jin-hee.", ["Kim Tae-yong", "Park Jin-hee"]),
        ("en", "Then Marie-Pierre Roe-Dupont spoke.", ["Marie-Pierre Roe-Dupont"]),
        ("en", "Mr Vallon-Roe agreed.", ["Vallon-Roe"]),
        ("en", "Lady Barton-Reeve said no. Mr Doe-backed plans failed.", ["Barton-Reeve", "Doe"]),
        ("fr", "Bernard-Henri Vallon a souri. Anne-Sophie Roux aussi.", ["Bernard-Henri Vallon", "Anne-Sophie Roux"]),
        # what an era, a style or a duel is named after ends where its name does
        ("en", "The Robert Vallon-era rules stand.", ["Robert Vallon"]),
        ("en", "A Ronald Vallon-like man came.", ["Ronald Vallon"]),
    ],
)  # fmt: skip
def test_a_name_is_not_cut_at_a_hyphen(
    annotate: Annotate, language: str, text: str, names: list[str]
) -> None:
    assert persons(annotate, text, language) == names


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        ("fr", "JEAN-PIERRE ROUVRAY QUITTE L'UMP. Il part.", {"JEAN-PIERRE ROUVRAY": "PER", "UMP": "ORG"}),
        ("fr", "Hier soir. MARTINE DUVAL DIT NON À LYON. Elle part.", {"MARTINE DUVAL": "PER", "LYON": "LOC"}),
        ("en", "JANE O'DOWD-SMITH QUITS NHS.", {"JANE O'DOWD-SMITH": "PER", "NHS": "ORG"}),
        ("en", "He said no. ROBERT CAREY WINS SEAT IN OHIO. All is well.", {"ROBERT CAREY": "PER", "OHIO": "LOC"}),
        # no name by themselves: common words, and given names that are some
        ("fr", "SÉISME MAJEUR EN TURQUIE : LE BILAN GRIMPE. On cherche.", {"TURQUIE": "LOC"}),
        ("en", "PRICES ROSE SHARPLY AFTER STORM IN OHIO. All is well.", {"OHIO": "LOC"}),
        # a list of initials is no headline
        ("fr", "La CFDT, FO, CGT, UNSA et FSU ont signé.", dict.fromkeys(("CFDT", "FO", "CGT", "UNSA", "FSU"), "ORG")),
    ],
)  # fmt: skip
def test_a_sentence_in_capitals_is_read_by_what_is_known_of_its_words(
    annotate: Annotate, language: str, text: str, names: dict[str, str]
) -> None:
    article = annotate(text, "entities", language=language)

    assert {entity.text: entity.label for entity in article.entities} == names


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("fr", "Hélène Rouvray est maire. ROUVRAY QUITTE LA MAIRIE DE LYON. Elle part.", "Hélène Rouvray"),
        ("en", "Ann Morgate was there. MORGATE QUITS AFTER ROW IN LEEDS. She left.", "Ann Morgate"),
    ],
)  # fmt: skip
def test_a_surname_in_capitals_is_the_person_that_the_article_names(
    annotate: Annotate, language: str, text: str, name: str
) -> None:
    article = annotate(text, "entities", language=language)

    people = [entity.name for entity in article.entities if entity.label == "PER"]
    assert people == [name, name]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("John Anthony Carey Airport was shut.", {"John Anthony Carey Airport": "LOC"}),
        ("She met Ann Hall and Tom Park.", {"Ann Hall": "PER", "Tom Park": "PER"}),
    ],
)
def test_a_building_is_no_person_unless_its_word_is_a_surname(
    annotate: Annotate, text: str, names: dict[str, str]
) -> None:
    article = annotate(text, "entities", language="en")

    assert {entity.text: entity.label for entity in article.entities} == names


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Sales fell in FY2025 and in FY26."),
        ("en", "Profits in H1 fell, in 3Q25 they rose."),
        ("fr", "Au T3, les ventes ont monté, puis baissé au 1T25 et au S1."),
    ],
)
def test_a_part_of_a_year_is_no_name(
    annotate: Annotate, language: str, text: str
) -> None:
    assert annotate(text, "entities", language=language).entities == ()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Then Bank of Norlift Governor Ann Lee said no.", {"Bank of Norlift": "ORG", "Ann Lee": "PER"}),
        ("The Supreme Court sat, and Supreme Court President Lord Roe spoke.", {"Supreme Court": "ORG", "Roe": "PER"}),
    ],
)  # fmt: skip
def test_the_role_behind_a_body_is_no_part_of_its_name(
    annotate: Annotate, text: str, names: dict[str, str]
) -> None:
    article = annotate(text, "entities", language="en")

    assert {entity.name: entity.label for entity in article.entities} == names
    assert roles(annotate, text, "en")[list(names)[1]] is not None
