"""A third language from outside the package: German by the lexicons and the word lists of `examples/languages/de`."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from hand_trees import hand_parse
from running import made
from third_language import GERMAN, german_lexicons, german_model

from pressmark import Article, annotate_parsed
from pressmark.annotation.annotators import find, make_annotator
from pressmark.annotators.parse import parse_articles
from pressmark.annotators.quotes.guillemets import turn_guillemets
from pressmark.config.lexicon_folders import read_lexicon_folders
from pressmark.config.project import read
from pressmark.dataset.corpus import load
from pressmark.evaluation.quote_scores import score_quotes
from pressmark.evaluation.scores import score_entities, score_events
from pressmark.exchange import article_json
from pressmark.pipeline.driver import run
from pressmark.spans import Quote
from pressmark.yaml_files.lexicons import Lexicons

LAYERS = ("entities", "quotes", "times", "events")
FRIDAY = datetime(2026, 5, 15, 12, tzinfo=UTC)


def read_german(
    articles: Sequence[Article], lexicons: Lexicons | None = None
) -> list[Article]:
    own = lexicons or german_lexicons()
    annotators = [make_annotator(find(name), {}, lexicons=own) for name in LAYERS]
    return list(annotate_parsed(parse_articles(articles, german_model()), annotators))


def german(text: str, lexicons: Lexicons | None = None) -> Article:
    article = Article(id="a", text=text, language="de", published=FRIDAY)
    return read_german([article], lexicons)[0]


@cache
def scored(gold: str) -> list[tuple[dict[str, object], dict[str, object]]]:
    lines = (GERMAN / "gold" / gold).read_text("utf-8").splitlines()
    documents = [json.loads(line) for line in lines]
    articles = [
        Article(
            id=document["id"],
            text=document["text"],
            language="de",
            published=datetime.fromisoformat(document["date"] + "T12:00:00+00:00"),
        )
        for document in documents
    ]
    predictions = map(article_json, read_german(articles))
    return list(zip(documents, predictions, strict=True))


# --- how good it is: the lexicons were written with `de.jsonl` in view; the others were written after them.


@pytest.mark.parametrize(
    ("gold", "measure", "floor"),
    [
        ("de.jsonl", "exact", 98),
        ("de.jsonl", "e2e", 98),
        ("later.jsonl", "exact", 96),
        ("later.jsonl", "e2e", 97),
        ("last.jsonl", "exact", 93),
        ("last.jsonl", "e2e", 96),
    ],
)
def test_quotes_and_speakers_are_found_by_rules_alone(
    gold: str, measure: str, floor: int
) -> None:
    assert 100 * score_quotes(scored(gold))[measure].f1 >= floor


@pytest.mark.parametrize(
    ("gold", "floor"), [("de.jsonl", 86), ("later.jsonl", 74), ("last.jsonl", 68)]
)
def test_names_are_found_without_a_recogniser(gold: str, floor: int) -> None:
    assert 100 * score_entities(scored(gold))["exact+label"].f1 >= floor


def test_a_few_types_of_events_are_found() -> None:
    assert 100 * score_events(scored("de.jsonl"))["exact+label"].f1 >= 95


# --- quotes


@pytest.mark.parametrize(
    ("text", "content", "cue", "speaker"),
    [
        ("„Das Boot ist leck“, sagte Jan Roth.", "Das Boot ist leck", "sagte", "Jan Roth"),
        ("»Das Boot ist leck«, sagte Jan Roth.", "Das Boot ist leck", "sagte", "Jan Roth"),
        ("„Das Boot ist leck“, gab die Reederei am Abend bekannt.", "Das Boot ist leck", "gab", "die Reederei"),
        ("Das Boot sei leck, räumte Jan Roth ein.", "Das Boot sei leck", "räumte", "Jan Roth"),
        ("Jan Roth sagte, das Boot sei leck.", "das Boot sei leck", "sagte", "Jan Roth"),
        ("Jan Roth teilte mit, wenn es regnet, sei es zu.", "wenn es regnet, sei es zu", "teilte mit", "Jan Roth"),
        ("Jan Roth behauptet jedoch, dass das Boot leck ist.", "das Boot leck ist", "behauptet", "Jan Roth"),
        ("Am Freitag sagte die Kapitänin, dass das Boot leck ist.", "das Boot leck ist", "sagte", "die Kapitänin"),
        ("Gestern hat die Kapitänin erklärt, dass das Boot leck ist.", "das Boot leck ist", "erklärt", "die Kapitänin"),
        ("Die Kapitänin hat im Rat erklärt, dass es dicht ist.", "es dicht ist", "erklärt", "Die Kapitänin"),
        ("Die Kapitänin hat das bestritten und erklärt, dass es dicht ist.", "es dicht ist", "erklärt", "Die Kapitänin"),
        ("Die Kapitänin hat Geduld und erklärt, dass es dicht ist.", "es dicht ist", "erklärt", "Die Kapitänin"),
        ("Jan Roth bat den Hafen, das Boot rasch zu prüfen.", "das Boot rasch zu prüfen", "bat", "Jan Roth"),
        ("Jan Roth bestritt, das Boot gesehen zu haben.", "das Boot gesehen zu haben", "bestritt", "Jan Roth"),
        ("Jan Roth soll gesagt haben, das Boot sei leck.", "das Boot sei leck", "gesagt", "Jan Roth"),
        ("Jan Roth warf dem Hafen vor, das Boot zu beschädigen.", "das Boot zu beschädigen", "warf", "Jan Roth"),
        ("Auf die Frage, ob es sinke, antwortete Jan Roth leise: „Nein.“", "Nein.", "antwortete", "Jan Roth"),
        ("Jan Roth fragte, ob das Boot leck ist.", "ob das Boot leck ist", "fragte", "Jan Roth"),
        ("Das Boot ist leck, wie die Polizei am Freitag mitteilte.", "Das Boot ist leck", "mitteilte", "die Polizei"),
        ("Wie Jan Roth berichtet, ist das Boot leck.", "ist das Boot leck", "berichtet", "Jan Roth"),
        ("Das Boot ist leck, so die Kapitänin.", "Das Boot ist leck", "so", "die Kapitänin"),
        ("„Das Boot ist leck“, so Jan Roth.", "Das Boot ist leck", "so", "Jan Roth"),
        ("Laut Jan Roth ist das Boot leck.", "ist das Boot leck", "Laut", "Jan Roth"),
        ("Der Polizei zufolge ist das Boot leck.", "ist das Boot leck", "zufolge", "Der Polizei"),
        ("Das Boot sei leck, hieß es aus dem Hafenamt.", "Das Boot sei leck", "hieß es", "dem Hafenamt"),
        ("Es, glaubt Jan Roth, bleibe im Dock.", "Es, glaubt Jan Roth, bleibe im Dock", "glaubt", "Jan Roth"),
        ("Es wird nach Angaben der Stadt geprüft.", "Es wird nach Angaben der Stadt geprüft", "nach Angaben", "der Stadt"),
        ("Jan Roth nannte den Plan „eine Posse“.", "eine Posse", "nannte", "Jan Roth"),
    ],
)  # fmt: skip
def test_words_are_given_to_who_says_them(
    text: str, content: str, cue: str, speaker: str
) -> None:
    (quote,) = german(text).quotes

    assert (quote.text, quote.cue, quote.speaker) == (content, cue, speaker)


@pytest.mark.parametrize(
    "text",
    [
        # the second word of no verb
        "Jan Roth kündigte an der Küste drei Verträge.",
        # a relative clause, which its verb ends
        "Jan Roth lobte den Koch, der krank sei.",
        # a subjunctive that nobody says
        "Das Boot sei leck.",
        "Jan Roth kam spät. Das Boot sei leck.",
        # how, and not as
        "Jan Roth weiß, wie die Polizei ermittelt.",
        # so as a measure, not a source
        "Der Hafen ist klein, so klein wie ein Teich.",
        # the verb has an object of its own
        "Das heißt es zu verhindern.",
    ],
)
def test_what_nobody_says_is_no_quote(text: str) -> None:
    assert german(text).quotes == ()


def test_a_sentence_in_the_reported_mood_goes_on_with_the_speaker() -> None:
    article = german(
        "Das Boot sei leck, sagte Jan Roth. Es liege im Dock. Dort arbeiten zwölf Leute. Es bleibe dort.\n\n"
        "Der Hafen sei voll."
    )
    first, second = article.quotes
    assert first.text == "Das Boot sei leck"
    # The narrator's sentence ends what is reported, and so does a paragraph.
    assert (second.text, second.cue, second.label) == (
        "Es liege im Dock",
        None,
        "indirect",
    )
    assert second.speaker_name == "Jan Roth"


@pytest.mark.parametrize(
    ("sentence", "is_said"),
    [
        ("Die Masten hätten Risse.", True),
        ("Es werde geflickt.", True),
        ("Das wäre ein Fehler.", False),
        ("Es könnte sinken.", False),
        ("Es ist alt.", False),
    ],
)
def test_a_condition_is_nobodys_words(sentence: str, is_said: bool) -> None:
    article = german(f"Das Boot sei leck, sagte Jan Roth. {sentence}")
    said = [quote.text for quote in article.quotes[1:]]
    assert said == ([sentence.removesuffix(".")] if is_said else [])


def test_a_question_that_was_put_to_somebody_is_not_in_the_reported_mood() -> None:
    text = "Das Boot sei leck, sagte Jan Roth. Ob es sinke, wurde er gefragt."
    assert [quote.text for quote in german(text).quotes] == ["Das Boot sei leck"]


def test_a_possessive_gives_words_to_whom_it_means() -> None:
    article = german("Jan Roth kam am Abend. Nach seinen Worten ist das Boot leck.")
    (quote,) = article.quotes
    assert (quote.text, quote.cue) == ("ist das Boot leck", "Nach seinen Worten")
    assert (quote.speaker, quote.speaker_name) == ("seinen", "Jan Roth")


def test_a_language_says_itself_what_its_moods_and_verbs_do(tmp_path: Path) -> None:
    (tmp_path / "quotes.de.yaml").write_text(
        "extends: ours\nreported_mood: false\nparted_verbs: false\nverb_bracket: false\n"
    )
    folders = [tmp_path, GERMAN / "lexicons"]
    without = read_lexicon_folders(folders, tmp_path)

    assert german("Jan Roth sagte, das Boot sei leck.", without).quotes == ()
    text = "„Das Boot ist leck“, gab die Reederei am Abend bekannt."
    assert not cues(german(text, without).quotes)
    text = "Jan Roth bat den Hafen, das Boot rasch zu prüfen."
    assert german(text, without).quotes == ()


# The same rules on trees with the labels of spaCy's German models, drawn by hand: no list of words has a part in them.
PARSED = {
    "bracket": (
        """
Die         DET    nk     Ministerin
Ministerin  NOUN   sb     hat
hat         AUX    ROOT   -           VerbForm=Fin
am          ADP    mo     erklärt
Montag      NOUN   nk     am
erklärt~    VERB   oc     hat         VerbForm=Part
,           PUNCT  punct  erklärt
dass        SCONJ  cp     sei
das         DET    nk     Boot
Boot        NOUN   sb     sei
leck        ADV    pd     sei
sei~        AUX    oc     erklärt     VerbForm=Fin|Mood=Sub
.           PUNCT  punct  hat
""",
        ("das Boot leck sei", "hat am Montag erklärt", "Die Ministerin"),
    ),
    "verb second": (
        """
Gestern     ADV    mo     sagte
sagte       VERB   ROOT   -           VerbForm=Fin
die         DET    nk     Sprecherin
Sprecherin  NOUN   sb     sagte
des         DET    nk     Hafens
Hafens~     NOUN   ag     Sprecherin
,           PUNCT  punct  sagte
das         DET    nk     Boot
Boot        NOUN   sb     sei
sei         AUX    oc     sagte       VerbForm=Fin|Mood=Sub
leck~       ADV    pd     sei
.           PUNCT  punct  sagte
""",
        ("das Boot sei leck", "sagte", "die Sprecherin des Hafens"),
    ),
    "behind its words": (
        """
Das         DET    nk     Boot
Boot        NOUN   sb     sei
sei         AUX    oc     sagte       VerbForm=Fin|Mood=Sub
leck~       ADV    pd     sei
,           PUNCT  punct  sagte
sagte       VERB   ROOT   -           VerbForm=Fin
die         DET    nk     Sprecherin
Sprecherin~ NOUN   sb     sagte
.           PUNCT  punct  sagte
""",
        ("Das Boot sei leck", "sagte", "die Sprecherin"),
    ),
}


def parsed(notation: str) -> Article:
    doc = hand_parse(notation)
    article = Article(id="a", text=doc.text, language="de", published=FRIDAY)
    annotators = [
        make_annotator(find(layer), {}, lexicons=german_lexicons()) for layer in LAYERS
    ]
    (annotated,) = annotate_parsed([(article, doc)], annotators)
    return annotated


@pytest.mark.parametrize(
    ("finite", "verb", "label", "status", "day"),
    [
        ("haben  AUX  ROOT -", "gestreikt~ VERB oc haben VerbForm=Part", "mo", "asserted", "2026-05-11"),
        ("haben  AUX  ROOT -", "gestreikt~ VERB oc haben VerbForm=Part", "ng", "denied", "2026-05-11"),
        ("wollen AUX  ROOT -", "streiken~ VERB oc wollen VerbForm=Inf", "mo", "planned", "2026-05-18"),
    ],
)  # fmt: skip
def test_with_a_tree_events_have_agents_and_a_status(
    finite: str, verb: str, label: str, status: str, day: str
) -> None:
    above, head = (
        finite.split(maxsplit=1)[0],
        verb.split(maxsplit=1)[0].removesuffix("~"),
    )
    article = parsed(
        f"Die DET nk Fischer\nFischer NOUN sb {above}\n{finite} VerbForm=Fin|Tense=Pres\n"
        f"am ADP mo {head}\nMontag NOUN nk am\n"
        f"{'nicht' if label == 'ng' else 'auch'} ADV {label} {head}\n{verb}\n. PUNCT punct {above}"
    )
    (event,) = article.events
    assert (event.label, event.status) == ("PROTEST", status)
    assert event.time is not None
    assert event.time.value == day
    agents = [a for a in event.arguments if a.role == "agent"]
    assert [article.text[a.start : a.end] for a in agents] == ["Fischer"]


@pytest.mark.parametrize("name", PARSED)
def test_trees_of_spacys_german_models_are_read_too(name: str) -> None:
    notation, expected = PARSED[name]
    (quote,) = parsed(notation).quotes
    assert (quote.text, quote.cue, quote.speaker) == expected


def cues(quotes: Sequence[Quote]) -> list[str]:
    return [quote.cue for quote in quotes if quote.cue]


@pytest.mark.parametrize(
    ("text", "turned"),
    [
        ("»Ja«, sagte sie.", "«Ja», sagte sie."),
        ("Er rief: »Nein!«", "Er rief: «Nein!»"),
        ("›Ja‹, sagte sie.", "‹Ja›, sagte sie."),
        ("»Das ›alte‹ Boot«, sagte sie.", "«Das ‹alte› Boot», sagte sie."),
        ("« Oui », dit-elle.", "« Oui », dit-elle."),
        ("«Oui», dit-elle, «et non».", "«Oui», dit-elle, «et non»."),
        ("« Oui »et non.", "« Oui »et non."),
        ("Ein Pfeil » nach rechts", "Ein Pfeil » nach rechts"),
        ("", ""),
    ],
)
def test_guillemets_that_point_inwards_are_turned(text: str, turned: str) -> None:
    assert turn_guillemets(text, [(0, len(text))]) == turned


def test_each_paragraph_points_its_guillemets_as_it_likes() -> None:
    text = "»Ja«, sagte sie.\n« Oui », dit-elle."
    expected = "«Ja», sagte sie.\n« Oui », dit-elle."
    assert turn_guillemets(text, [(0, 16), (17, len(text))]) == expected


# --- names and times


def test_a_compound_is_a_role_by_its_end_and_says_the_gender() -> None:
    article = german("Fischereiministerin Wanda Roth und Vereinschef Kiesel kamen.")
    roth, kiesel = article.entities
    assert (roth.text, roth.role, roth.gender) == (
        "Wanda Roth",
        "Fischereiministerin",
        "f",
    )
    assert (kiesel.text, kiesel.role, kiesel.gender) == ("Kiesel", "Vereinschef", "m")


@pytest.mark.parametrize(
    ("text", "role", "gender"),
    [
        ("Gestern kam Frau Kiesel.", None, "f"),
        ("Gestern sah man Herrn Kiesel.", None, "m"),
        ("Gestern kam die Präsidentin Wanda Kiesel.", "Präsidentin", "f"),
        ("Gestern kam der frühere Landrat Jan Kiesel.", "frühere Landrat", "m"),
        ("Gestern kam Werft-Sprecherin Lotte Kiesel.", "Werft-Sprecherin", "f"),
        ("Gestern kam Lotte Kiesel, Leiterin der Werft.", "Leiterin der Werft", "f"),
    ],
)
def test_titles_and_roles_say_who_somebody_is(
    text: str, role: str | None, gender: str
) -> None:
    (entity,) = german(text).entities
    assert (entity.text.split()[-1], entity.role, entity.gender) == (
        "Kiesel",
        role,
        gender,
    )


def test_a_title_behind_a_role_is_no_part_of_the_name() -> None:
    (entity,) = german("Gestern kam Amtsärztin Dr. Lotte Kiesel.").entities
    assert (entity.text, entity.mention_start) == ("Lotte Kiesel", 12)


def test_a_noun_with_a_capital_is_no_name() -> None:
    text = "Der Hafen hat Arbeit und Boote. Im Hafen liegt Eis."
    assert german(text).entities == ()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Das Boot kam am Montag.", "2026-05-11"),
        ("Das Boot kam am 3. März.", "2026-03-03"),
        ("Das Boot kam vor zwei Wochen.", "2026-05-01"),
        ("Das Boot kam gestern.", "2026-05-14"),
        ("Das Boot kam im vergangenen Jahr.", "2025"),
        # the verb of the clause says whether the day is the last or the next
        ("Am Montag wollen die Fischer streiken.", "2026-05-18"),
        ("Am Montag haben die Fischer gestreikt.", "2026-05-11"),
        ("Jan Roth will gehen, am Montag kam er an.", "2026-05-11"),
        ("Das Boot sei am Montag gesunken, sagte er.", "2026-05-11"),
    ],
)
def test_days_and_months_are_read_by_the_lexicon(text: str, value: str) -> None:
    (time,) = german(text).times
    assert time.time is not None
    assert time.time.value == value


# --- a run


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The example in a folder of its own, its model made as its page says, and an article in French among the rest."""
    folder = tmp_path / "german-study"
    shutil.copytree(GERMAN, folder)
    german_model().to_disk(folder / "model")
    (folder / "articles" / "fremd.md").write_text(
        "---\ntitle: Un port\n---\nLe port de la ville a rouvert hier après trois mois de travaux.\n",
        encoding="utf-8",
    )
    return folder / "pressmark.yaml"


@pytest.mark.slow
def test_the_example_runs_from_end_to_end(project: Path) -> None:
    told: list[str] = []
    run(read(project), notify=told.append)
    corpus = load(project.parent / "corpus")

    assert len(corpus) == 12
    assert sum(len(article.quotes) for article in corpus) > 100
    lohse = [row for row in corpus.table("names") if row["name"] == "Petra Lohse"]
    assert [row["gender"] for row in lohse] == ["f"]
    (rejection,) = corpus.table("rejected")
    assert "looks French (fr), which is not asked for" in rejection["reason"]
    assert told[0].startswith(
        "German (de): there are lexicons of entities, quotes, times, events;"
    )


@pytest.mark.slow
def test_neither_tables_nor_site_say_where_the_lexicons_lie(project: Path) -> None:
    made(project)

    place = str(project.parent).encode()
    outputs = [project.parent / "corpus", project.parent / "public"]
    files = [file for output in outputs for file in output.rglob("*") if file.is_file()]
    assert files
    assert not [file for file in files if place in file.read_bytes()]
