"""Languages: detected over all there are, so that no German is read as English, and no good article is lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pressmark.articles import Article
from pressmark.pipeline.shard_rejections import describe_missing_model
from pressmark.sources import language_memory
from pressmark.sources.article_import import Rejection, import_articles
from pressmark.sources.languages import language_of, stated_language
from pressmark.sources.settings import SourceSettings

FOREIGN = {
    "de": "Die Bürgermeisterin sagte am Dienstag, die Brücke bleibe bis zum Ende der Woche gesperrt.",
    "es": "La alcaldesa dijo el martes que el puente seguiría cerrado hasta el final de la semana.",
    "it": "La sindaca ha detto martedì che il ponte resterà chiuso fino alla fine della settimana.",
    "pt": "A prefeita disse na terça-feira que a ponte ficará fechada até o fim da semana.",
    "nl": "De burgemeester zei dinsdag dat de brug tot het einde van de week gesloten blijft.",
    "ca": "L'alcaldessa va dir dimarts que el pont continuaria tancat fins al final de la setmana.",
    "ro": "Primărița a spus marți că podul va rămâne închis până la sfârșitul săptămânii.",
    "oc": "La cònsola diguèt dimars que lo pont demorariá tampat fins a la fin de la setmana.",
    "br": "Lavaret he deus ar vaerez dimeurzh e chomo serret ar pont betek dibenn ar sizhun.",
    "la": "Consul dixit die Martis pontem usque ad finem hebdomadis clausum mansurum esse.",
    "ru": "Мэр заявила во вторник, что мост останется закрытым до конца недели.",
    "ar": "قالت رئيسة البلدية يوم الثلاثاء إن الجسر سيبقى مغلقا حتى نهاية الأسبوع",
    "zh": "市长周二表示,这座桥将关闭到本周末,居民必须绕道而行。",
}
FRENCH = (
    "La maire a déclaré mardi que le pont resterait fermé jusqu'à la fin de la semaine."
)
ENGLISH = "The mayor said on Tuesday that the bridge would stay closed until the end of the week."


@pytest.mark.parametrize("code", FOREIGN)
def test_a_text_in_another_language_is_told(code: str) -> None:
    assert language_of(FOREIGN[code], ("fr", "en")) == code
    assert language_of(FOREIGN[code].upper(), ("fr", "en")) not in ("fr", "en")
    assert language_of(FOREIGN[code], ("fr", "en", code)) == code


SHORT = {
    "de": "Der Fahrer wurde leicht verletzt.",
    "es": "El puente sigue cerrado hoy.",
    "it": "Il ponte resta chiuso anche oggi.",
    "pt": "A ponte continua fechada hoje.",
    "nl": "De brug blijft vandaag gesloten.",
    "sv": "Föraren fick lindriga skador.",
    "pl": "Most jest dziś nadal zamknięty.",
    "tr": "Sürücü hafif şekilde yaralandı.",
    "ca": "El pont continua tancat avui.",
    "cs": "Ceny od jara opět výrazně rostou.",
    "fi": "Silta on tänään edelleen suljettu.",
    "uk": "Водій зазнав легких поранень.",
}


@pytest.mark.parametrize("code", SHORT)
def test_a_short_text_in_another_language_is_told(code: str) -> None:
    assert language_of(SHORT[code], ("fr", "en")) == code


@pytest.mark.parametrize("code", SHORT)
def test_a_sentence_in_another_language_leaves_the_article_what_it_is(
    code: str,
) -> None:
    french = f"{FRENCH} {FRENCH} {SHORT[code]} {FRENCH}"
    assert language_of(french, ("fr", "en")) == "fr"
    assert language_of(f"{ENGLISH} {SHORT[code]} {ENGLISH}", ("fr", "en")) == "en"


# Without Latin: much of it could be English to the identifier.
@pytest.mark.parametrize("code", sorted(FOREIGN.keys() - {"la"}))
def test_a_mixed_text_is_in_the_language_of_most_of_it(code: str) -> None:
    mixed = " ".join([FOREIGN[code]] * 5)
    assert language_of(f"{mixed} {FRENCH}", ("fr", "en")) == code
    assert language_of(f"{ENGLISH} {mixed}", ("fr", "en")) == code


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (FRENCH, "fr"),
        (ENGLISH, "en"),
        (FRENCH.upper(), "fr"),
        (ENGLISH.upper(), "en"),
        (f"{FRENCH} « {FOREIGN['de']} », a-t-elle ajouté. {FRENCH}", "fr"),
        (f"{FRENCH} « {FOREIGN['ru']} » {FRENCH} {FRENCH}", "fr"),
        (f"{ENGLISH} “{FRENCH}” she added. {ENGLISH}", "en"),
        (
            "Manchester United 2 Arsenal 1, Leeds United 0 Everton 3, Chelsea 1 Fulham 1",
            "en",
        ),
        (
            "Lyon 2 - Marseille 1 ; Lille 0 - Nantes 0 ; Rennes 3 - Strasbourg 2 ; Saint-Étienne 1 - Metz 1",
            "fr",
        ),
    ],
)
def test_a_good_article_stays_what_it_is(text: str, language: str) -> None:
    assert language_of(text, ("fr", "en")) == language


@pytest.mark.parametrize(
    "text", ["", "OK !", "12 13 14 15 16 17 18 19 20 21 22 23 24 25 26"]
)
def test_a_text_of_few_letters_has_no_language(text: str) -> None:
    assert language_of(text, ("fr", "en")) is None


@pytest.mark.parametrize(
    ("stated", "code"),
    [("FR", "fr"), ("fr-FR", "fr"), ("fr_CA", "fr"), ("French", "fr"), ("français", "fr"), ("fre", "fr"), ("fra", "fr"),
     ("English (US)", "en"), ("eng", "en"), ("Deutsch", "de"), ("nan", None), (float("nan"), None), (None, None),
     ("und", None), ("  ", None), ("klingon!", "klingon!")],
)  # fmt: skip
def test_a_language_is_known_however_a_source_states_it(
    stated: object, code: str | None
) -> None:
    assert stated_language(stated) == code


def imported(
    folder: Path, *rows: dict[str, object], **settings: object
) -> list[Article | Rejection]:
    (folder / "a.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return list(import_articles(SourceSettings(files=("a.jsonl",), **settings), folder))  # type: ignore[arg-type]


def test_a_text_in_a_language_not_asked_for_is_rejected_with_what_to_do(
    tmp_path: Path,
) -> None:
    (rejection,) = imported(tmp_path, {"text": FOREIGN["de"]})
    assert isinstance(rejection, Rejection)
    assert rejection.reason == (
        "looks German (de), which is not asked for; give `languages: [fr, en, de]` in the source"
        " and a model of 'de' under `models`, or leave it out"
    )
    (article,) = imported(
        tmp_path, {"text": FOREIGN["de"]}, languages=("fr", "en", "de")
    )
    assert isinstance(article, Article)
    assert article.language == "de"


def test_a_row_that_states_another_language_than_its_text_is_in_is_rejected(
    tmp_path: Path,
) -> None:
    (rejection,) = imported(tmp_path, {"text": FOREIGN["de"], "language": "FR"})
    assert isinstance(rejection, Rejection)
    assert (
        rejection.reason
        == "looks German (de), though its `language` says fr; mend the source"
    )


def test_what_a_row_or_the_settings_state_is_taken(tmp_path: Path) -> None:
    found = imported(
        tmp_path,
        {"text": FRENCH, "language": "fr-FR"},
        {"text": ENGLISH, "language": "nan"},
        {"text": FOREIGN["es"], "lang": "Spanish"},
    )
    assert [article.language for article in found if isinstance(article, Article)] == [
        "fr",
        "en",
        "es",
    ]
    (article,) = imported(tmp_path, {"text": FOREIGN["oc"]}, language="fr")
    assert isinstance(article, Article)
    assert article.language == "fr"


def test_what_the_template_of_a_page_claims_does_not_decide(tmp_path: Path) -> None:
    body = "".join(f"<p>{FRENCH} {number}</p>" for number in range(6))
    (tmp_path / "a.html").write_text(
        f'<html lang="en"><body><article><h1>Pont</h1>{body}</article></body></html>'
    )
    (article,) = import_articles(SourceSettings(files=("a.html",)), tmp_path)
    assert isinstance(article, Article)
    assert article.language == "fr"


def test_the_language_of_a_text_is_told_once_and_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Rejected ones too; a language that is asked for besides is another question.
    texts = [FRENCH, FOREIGN["de"], "Oui.", FOREIGN["es"]]
    (tmp_path / "a.jsonl").write_text(
        "\n".join(json.dumps({"text": text}) for text in texts), encoding="utf-8"
    )
    told: list[str] = []
    monkeypatch.setattr(
        language_memory,
        "language_of",
        lambda text, asked: told.append(text) or language_of(text, asked),
    )

    def languages(*asked: str, cache: Path | None) -> list[str | None]:
        source = SourceSettings(files=("a.jsonl",), languages=asked)
        return [
            article.language if isinstance(article, Article) else article.reason
            for article in import_articles(source, tmp_path, cache=cache)
        ]

    first = languages("fr", "en", cache=tmp_path / "cache")
    assert told == texts
    assert languages("fr", "en", cache=tmp_path / "cache") == first
    assert told == texts
    assert languages("fr", "en", cache=None) == first
    told.clear()
    assert "de" in languages("fr", "de", cache=tmp_path / "cache")
    assert told == texts


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Next.", "too short to be an article (5 characters, 4 letters: "),
        (
            "42 7 " * 200,
            "hardly an article, perhaps a table (0 letters in 1000 characters: ",
        ),
        (
            "8\t9 km\n" * 9 + "- 3\n" * 5_000,
            "hardly an article, perhaps a table (18 letters in its first 4000 characters: ",
        ),
    ],
    ids=["a word", "numbers", "a long table"],
)
def test_a_text_without_a_language_is_rejected_for_what_it_lacks(
    text: str, reason: str
) -> None:
    assert language_of(text, ["en", "fr"]) is None

    assert describe_missing_model(Article(id="a", text=text)) == (
        f"{reason}too few to tell a language); if it is one, give `language`"
    )
