"""The annotator `llm` against a service that answers, lies, stalls, cuts its answers short, breaks, and is too busy."""

from __future__ import annotations

import json
import logging
import re
import stat
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import spacy
from model_service import ModelService, model_service
from pydantic import ValidationError
from typer.testing import CliRunner

from pressmark.annotation.annotators import (
    UnknownAnnotator,
    annotate,
    find,
    make_annotator,
)
from pressmark.annotators.language_model import LanguageModel, chat_client
from pressmark.annotators.language_model.failures import (
    BudgetSpent,
    PassingFailure,
    ServiceRefused,
)
from pressmark.annotators.language_model.reader import ArticleReader
from pressmark.annotators.language_model.requests import codebook_of
from pressmark.articles import Article
from pressmark.cli.app import app
from pressmark.config.project import read
from pressmark.dataset.corpus import load
from pressmark.errors import ConfigError, InputError
from pressmark.pipeline.driver import run
from pressmark.spans import Entity, Span, Time, TimeExpression

TEXT = (
    "“We march,” said Ann Lee in Metz on Monday. It rains.\n\n"
    "Later she said the rain’s over. Ann Lee left Metz."
)
QUOTES = [
    {"pieces": ["We march,"], "kind": "direct", "speaker": "Ann Lee", "name": "Ann Lee", "cue": "said"},
    {"pieces": ["the rain's over"], "kind": "indirect", "speaker": "she", "name": "Ann Lee", "cue": "said",
     "speaker_kind": "person"},
]  # fmt: skip
NAMES = [
    {"name": "Ann Lee", "label": "PER"},
    {"name": "Metz", "label": "LOC"},
]
EVENTS = [
    {
        "trigger": "march",
        "context": "We march, said",
        "type": "PROTEST",
        "status": "planned",
        "arguments": [
            {"role": "agent", "words": "Ann Lee"},
            {"role": "place", "words": "Metz"},
            {"role": "time", "words": "on Monday"},
        ],
    }
]
KEYS = {"quotes": "quotes", "entities": "names", "events": "events"}
PARTS: dict[str, list[dict[str, Any]]] = {
    "quotes": QUOTES,
    "entities": NAMES,
    "events": EVENTS,
}


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chat_client, "FIRST_WAIT_SECONDS", 0.0)


def knowing(layer: str) -> Callable[[str], dict[str, Any]]:
    """What a model answers that knows the article: the parts whose first words stand in the text."""

    def answering(text: str) -> dict[str, Any]:
        def first_words(part: dict[str, Any]) -> str:
            words = part.get("name") if layer == "entities" else part.get("trigger")
            return str(words or part["pieces"][0]).replace("'", "’")

        return {
            KEYS[layer]: [part for part in PARTS[layer] if first_words(part) in text]
        }

    return answering


@pytest.fixture
def model(tmp_path: Path) -> Callable[..., LanguageModel]:
    """`model(service, layer="quotes", …)`: an annotator that asks a service, its answers in a folder of the test."""

    def made(service: ModelService, layer: str = "quotes", **settings: Any) -> Any:
        given = {
            "layer": layer,
            "address": service.address,
            "model": "tiny",
            "cache": "cache",
        } | settings
        return make_annotator(find("llm"), given, folder=tmp_path)  # fmt: skip

    return made


class Names:
    """The names of the article, and one expression of time, whoever else found them."""

    name = layer = "entities"
    needs = ()

    def annotate(self, article: Article, doc: Any) -> Iterator[Span]:
        for words, label in (("Ann Lee", "PER"), ("Metz", "LOC")):
            start = article.text.find(words)
            if start >= 0:
                end = start + len(words)
                yield Entity.cut(article.text, start, end, label, mention_start=start, mention_end=end,
                                 name=words)  # fmt: skip


class EveryName(Names):
    """The names of the article at each of their places."""

    def annotate(self, article: Article, doc: Any) -> Iterator[Span]:
        for words, label in (("Ann Lee", "PER"), ("Metz", "LOC")):
            for match in re.finditer(words, article.text):
                start, end = match.span()
                yield Entity.cut(article.text, start, end, label, mention_start=start, mention_end=end,
                                 name=words)  # fmt: skip


class NoTimes:
    """No expression of time."""

    name = layer = "times"
    needs = ()

    def annotate(self, article: Article, doc: Any) -> Iterator[Span]:
        yield from ()


def read_by(*annotators: Any, text: str = TEXT, language: str = "en") -> Article:
    """Annotate a text whose parse is no more than tokens."""
    published = datetime(2024, 5, 15, tzinfo=UTC)
    article = Article(id="a", text=text, language=language, published=published)
    doc = spacy.blank(language)(text)
    (annotated,) = annotate([(article, doc)], annotators)
    return annotated


# --- what it finds


def test_quotes_are_anchored_and_their_speakers_are_names_of_the_article(
    model: Callable[..., LanguageModel],
) -> None:
    with model_service(knowing("quotes")) as service:
        article = read_by(Names(), model(service))

    march, rain = article.quotes
    assert (march.text, march.label, march.cue) == ("We march,", "direct", "said")
    assert (rain.text, rain.speaker) == ("the rain’s over", "she")
    for quote in (march, rain):
        assert quote.speaker_id == article.entities[0].id
        assert quote.speaker_name == "Ann Lee"
        assert quote.speaker_kind == "person"
        assert quote.rule == "llm: tiny"


@pytest.mark.parametrize(
    ("speaker", "name", "expected"),
    [
        ("Ann Lee", None, "Ann Lee"),
        ("Mayor Ann Lee", None, "Ann Lee"),
        ("the mayor of Metz", None, None),
        ("the mayor of Metz", "Ann Lee", "Ann Lee"),
        ("the aunt of Ann Lee", None, None),
        ("Metz", None, "Metz"),
        (None, "Ann Lee", "Ann Lee"),
        (None, None, None),
    ],
)
def test_who_speaks_is_a_name_and_not_the_place_in_a_description(
    model: Callable[..., LanguageModel],
    speaker: str | None,
    name: str | None,
    expected: str | None,
) -> None:
    text = f"“We march,” said {speaker or 'somebody'}. Then Ann Lee and Metz slept."
    part = {"pieces": ["We march,"], "kind": "direct", "speaker": speaker, "name": name}
    with model_service(lambda _: {"quotes": [part]}) as service:
        article = read_by(Names(), model(service), text=text)

    (quote,) = article.quotes
    linked = article[quote.speaker_id].text if quote.speaker_id else None
    assert linked == expected
    assert quote.speaker_name == (expected or speaker)


def test_an_argument_is_a_name_and_a_place_what_its_words_hold(
    model: Callable[..., LanguageModel],
) -> None:
    text = "The mayor of Metz struck in the centre of Metz. Ann Lee saw it."
    part = {
        "trigger": "struck",
        "type": "ASSAULT",
        "arguments": [
            {"role": "agent", "words": "The mayor of Metz"},
            {"role": "place", "words": "centre of Metz"},
            {"role": "quantity", "words": "nowhere to be seen", "value": 3},
        ],
    }
    with (
        model_service(lambda _: {"quotes": []}) as quotes,
        model_service(lambda _: {"events": [part]}) as events,
    ):
        annotators = [model(quotes), model(events, "events")]
        names = EveryName()
        article = read_by(names, annotators[0], NoTimes(), annotators[1], text=text)

    (event,) = article.events
    agent, place = event.arguments
    assert (agent.entity_id, place.text) == (None, "centre of Metz")
    assert place.entity_id is not None
    assert event.place_id == place.entity_id


def test_a_quote_that_is_interrupted_has_its_pieces(
    model: Callable[..., LanguageModel],
) -> None:
    part = {
        "pieces": ["« Nous partons »", "« demain »"],
        "kind": "direct",
        "speaker": "Anne Morel",
    }
    text = "« Nous partons », dit Anne Morel, « demain ». Demain il pleut."  # fmt: skip
    with model_service(lambda _: {"quotes": [part]}) as service:
        article = read_by(Names(), model(service), text=text, language="fr")

    (quote,) = article.quotes
    assert [text[start:end] for start, end in quote.spans] == ["Nous partons", "demain"]
    assert (quote.speaker_name, quote.speaker_id) == ("Anne Morel", None)


def test_every_mention_of_a_name_is_found_that_has_one_label(
    model: Callable[..., LanguageModel],
) -> None:
    with model_service(knowing("entities")) as service:
        article = read_by(model(service, "entities"))

    found = [(entity.text, entity.label) for entity in article.entities]
    assert found == [("Ann Lee", "PER"), ("Metz", "LOC")] * 2
    assert all(TEXT[e.start : e.end] == e.text for e in article.entities)


def test_a_name_of_two_labels_is_taken_in_turn(
    model: Callable[..., LanguageModel],
) -> None:
    parts = [{"name": "Paris", "label": label} for label in ("PER", "LOC", "PER")]
    with model_service(lambda _: {"names": parts}) as service:
        annotator = model(service, "entities")
        article = read_by(annotator, text="Paris left Paris. So what.")
        reading = annotator.reader.read("Paris left Paris. So what.", "en")

    assert [entity.label for entity in article.entities] == ["PER", "LOC"]
    (refusal,) = reading.refusals
    assert refusal.reason == "it is listed more often than it stands in the text"


class Monday:
    """One expression of time."""

    name = layer = "times"
    needs = ()

    def annotate(self, article: Article, doc: Any) -> Iterator[Span]:
        start = article.text.index("Monday")
        time = Time(start="2024-05-13", end="2024-05-13", grain="day", surface="Monday")
        yield TimeExpression.cut(article.text, start, start + 6, "date", time=time)


def test_events_have_codes_arguments_time_place_and_the_quote_they_stand_in(
    model: Callable[..., LanguageModel],
) -> None:
    with (
        model_service(knowing("quotes")) as quotes,
        model_service(knowing("events")) as events,
    ):
        article = read_by(Names(), model(quotes), Monday(), model(events, "events"))

    (event,) = article.events
    assert (event.text, event.label, event.status) == ("march", "PROTEST", "planned")
    assert event.plover == "PROTEST"
    assert event.cluster == "c1"
    assert event.quote_id == article.quotes[0].id
    assert event.place_id == article.entities[1].id
    assert event.time is not None
    assert (event.time.start, event.time_id) == ("2024-05-13", article.times[0].id)
    assert [(a.role, a.text) for a in event.arguments] == [
        ("agent", "Ann Lee"),
        ("place", "Metz"),
        ("time", "on Monday"),
    ]


def test_the_codebook_goes_into_the_prompt_and_bounds_the_answer(
    model: Callable[..., LanguageModel],
) -> None:
    parts = [{"trigger": "march", "type": "PICNIC"}, *EVENTS]
    with model_service(lambda _: {"events": parts}) as service:
        annotator = model(service, "events", types=["PROTEST", "JUSTICE"])
        reading = annotator.reader.read(TEXT, "en")

    (request,) = service.requests
    prompt = request["messages"][0]["content"]
    definition = codebook_of("en", ("PROTEST",))[0].definition
    assert f"- PROTEST: {definition}" in prompt
    assert "- ELECTION:" not in prompt
    schema = request["response_format"]["json_schema"]["schema"]
    labels = schema["properties"]["events"]["items"]["properties"]["type"]["enum"]
    assert sorted(labels) == ["JUSTICE", "PROTEST"]
    assert [anchored.answer.type for anchored in reading.answers] == ["PROTEST"]  # type: ignore[union-attr]
    assert [refusal.reason for refusal in reading.refusals] == [
        "its type is none of the codebook"
    ]


@pytest.mark.parametrize(
    ("language", "expected"),
    [("fr", "Réponds"), ("en", "Answer with"), ("de", "Answer with"), ("", "Answer")],
)
def test_the_prompt_is_in_the_language_of_the_article_or_in_english(
    model: Callable[..., LanguageModel], language: str, expected: str
) -> None:
    with model_service(lambda _: {"quotes": []}) as service:
        model(service).reader.read("Un texte.", language)

    assert expected in service.requests[0]["messages"][0]["content"]
    assert service.texts == ["Un texte."]


def test_what_does_not_fit_is_refused_alone_and_counted(
    model: Callable[..., LanguageModel],
) -> None:
    parts = [
        {"pieces": ["We marched"], "kind": "direct"},
        {"pieces": [], "kind": "direct"},
        {"pieces": ["We march"], "kind": "shouted"},
        "We march",
        {"pieces": ["We march"], "kind": "direct", "speaker": "Bob", "name": "Bob"},
        *QUOTES[1:],
    ]
    with model_service(lambda _: {"quotes": parts}) as service:
        reading = model(service).reader.read(TEXT, "en")

    assert len(reading.answers) == 2
    assert sorted(refusal.reason for refusal in reading.refusals) == [
        "does not fit the schema: kind",
        "does not fit the schema: pieces",
        "does not fit the schema: the whole",
        "its words do not stand in the text",
        "the name of a speaker does not stand in the text",
        "the words of a speaker do not stand in the text",
    ]


@pytest.mark.parametrize(
    "around",
    ["```json\n{}\n```", "<think>Is it {a} or {{b}}?</think>\n{}", "{} That is all."],
)
def test_what_stands_around_the_json_does_not_count(
    model: Callable[..., LanguageModel], around: str
) -> None:
    before, _, after = around.rpartition("{}")
    words = f"{before}{json.dumps({'quotes': QUOTES})}{after}"
    with model_service(lambda _: words) as service:
        assert len(model(service).reader.read(TEXT, "en").answers) == 2


def test_a_type_that_there_is_not_is_told_with_the_nearest() -> None:
    given = {"layer": "events", "address": "http://localhost:1/v1", "model": "m"}
    with pytest.raises(UnknownAnnotator, match="did you mean 'PROTEST'"):
        make_annotator(find("llm"), given | {"types": ["PROTESTS"]})


# --- long articles


LONG = "\n\n".join(
    f"“Speech number {number} is here,” said Ann Lee. It was a day like any other."
    for number in range(30)
)


def speeches(text: str) -> dict[str, Any]:
    """The quotes of `LONG` that stand in a window."""
    numbers = [n for n in range(30) if f"“Speech number {n} is" in text]
    return {
        "quotes": [
            {"pieces": [f"Speech number {n} is here"], "kind": "direct", "speaker": "Ann Lee"}
            for n in numbers
        ]
    }  # fmt: skip


def test_a_long_article_is_read_in_windows_that_overlap_and_each_quote_is_found_once(
    model: Callable[..., LanguageModel],
) -> None:
    with model_service(speeches) as service:
        reading = model(service, window=400, overlap=2).reader.read(LONG, "en")

    assert len(service.texts) > 6
    assert all(len(text) <= 400 for text in service.texts)
    assert sum(len(speeches(text)["quotes"]) for text in service.texts) > 30
    found = [LONG[answer.start : answer.end] for answer in reading.answers]
    assert found == [f"Speech number {number} is here" for number in range(30)]
    assert not reading.refusals


def test_an_answer_without_room_is_asked_for_in_halves_and_never_again(
    model: Callable[..., LanguageModel],
) -> None:
    def is_too_long(text: str, tries: int) -> str | None:
        return "length" if len(text) > 900 else None

    with model_service(speeches, fault_of=is_too_long) as service:
        annotator = model(service, window=4000)
        reading = annotator.reader.read(LONG, "en")
        asked = len(service.requests)
        again = model(service, window=4000)
        assert again.reader.missing_requests(LONG, "en") == []
        assert again.reader.read(LONG, "en") == reading

    assert len(reading.answers) == 30
    assert len(service.requests) == asked == 1 + 2 + 4


def test_a_single_paragraph_whose_answer_has_no_room_says_what_to_set(
    model: Callable[..., LanguageModel],
) -> None:
    with (
        model_service(speeches, fault_of=lambda text, tries: "length") as service,
        pytest.raises(
            PassingFailure, match=r"Raise `answer_tokens`.*\(after 3 tries\)"
        ),
    ):
        model(service, retries=2).reader.read("One paragraph.", "en")


# --- what goes wrong


@pytest.mark.parametrize(
    "fault", [429, (503, 0), 500, 408, "cut", "breaks", "prose", "stalls"]
)
def test_a_failure_that_passes_costs_a_try(
    model: Callable[..., LanguageModel], fault: Any
) -> None:
    with model_service(knowing("quotes"), faults=[fault]) as service:
        annotator = model(service, timeout=1)
        assert len(annotator.reader.read(TEXT, "en").answers) == 2
        assert annotator.reader.client.ledger.read().requests == 2

    assert len(service.requests) == 2


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (429, "the service answers 429"),
        ("cut", "is cut, or no chat completion"),
        ("breaks", "the connection broke"),
        ("prose", "holds no JSON object with a list `quotes`"),
        ("stalls", "did not answer within 0.5 seconds"),
    ],
)
def test_a_failure_that_stays_is_told_with_the_number_of_tries(
    model: Callable[..., LanguageModel], fault: Any, reason: str
) -> None:
    with model_service(
        knowing("quotes"), fault_of=lambda text, tries: fault
    ) as service:
        annotator = model(service, timeout=0.5, retries=1)
        with pytest.raises(PassingFailure) as failure:
            annotator.reader.read(TEXT, "en")

    assert reason in str(failure.value)
    assert str(failure.value).endswith("(after 2 tries)")
    assert not list((annotator.settings.cache_folder / "answers").glob("*/*"))


def test_an_answer_that_trickles_has_an_end(
    model: Callable[..., LanguageModel], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chat_client, "MAX_ANSWER_BYTES", 1000)
    with (
        model_service(lambda _: "{" * 5000) as service,
        pytest.raises(PassingFailure, match="has no end"),
    ):
        model(service, retries=0).reader.read(TEXT, "en")


def test_a_service_that_asks_for_a_long_wait_is_left_until_the_next_run(
    model: Callable[..., LanguageModel],
) -> None:
    with (
        model_service(knowing("quotes"), faults=[(429, 3600)]) as service,
        pytest.raises(PassingFailure, match=r"3600 seconds\. Run again with --retry"),
    ):
        model(service).reader.read(TEXT, "en")
    assert len(service.requests) == 1


@pytest.mark.parametrize("wait", ["2", "Wed, 21 Oct 2099 07:28:00 GMT", "soon", ""])
def test_what_a_service_says_of_the_wait_is_seconds_or_a_date(wait: str) -> None:
    seconds = chat_client._retry_after({"Retry-After": wait})
    if wait == "2":
        assert seconds == 2
    elif "2099" in wait:
        assert seconds is not None
        assert seconds > 10**9
    else:
        assert seconds is None


def test_a_refusal_of_every_request_is_asked_for_once(
    model: Callable[..., LanguageModel],
) -> None:
    with model_service(knowing("quotes"), fault_of=lambda *_: 401) as service:
        annotator = model(service)
        for text in (TEXT, LONG, "Another text."):
            with pytest.raises(ServiceRefused, match="answers 401"):
                annotator.reader.read(text, "en")

    assert len(service.requests) == 1


def test_a_refusal_of_one_text_leaves_the_others(
    model: Callable[..., LanguageModel],
) -> None:
    with model_service(knowing("quotes"), faults=[400]) as service:
        annotator = model(service)
        with pytest.raises(ServiceRefused, match="answers 400"):
            annotator.reader.read("A text that a filter refuses.", "en")
        assert len(annotator.reader.read(TEXT, "en").answers) == 2


def test_nothing_follows_a_service_that_sends_on(
    model: Callable[..., LanguageModel],
) -> None:
    with (
        model_service(knowing("quotes"), faults=["moved"]) as service,
        pytest.raises(ServiceRefused, match="sends on to another address"),
    ):
        model(service).reader.read(TEXT, "en")


def test_an_address_where_nothing_answers_is_said(
    model: Callable[..., LanguageModel],
) -> None:
    with model_service(knowing("quotes")) as service:
        annotator = model(service, retries=0)
    with pytest.raises(PassingFailure, match="nothing answers at the address"):
        annotator.reader.read(TEXT, "en")


# --- the key


def test_the_key_goes_into_the_header_and_nowhere_else(
    model: Callable[..., LanguageModel],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("MY_LAB", "plain-words-as-key")
    with model_service(knowing("quotes"), faults=[None, 400]) as service:
        annotator = model(service, key_env="MY_LAB")
        annotator.reader.read(TEXT, "en")
        with pytest.raises(ServiceRefused) as failure:
            annotator.reader.read("Another text.", "en")

    assert service.headers[0]["Authorization"] == "Bearer plain-words-as-key"
    # The service repeats the header in its error.
    assert "**********" in str(failure.value)
    assert "plain-words" not in str(failure.value) + caplog.text
    assert "plain-words" not in json.dumps(service.requests)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    for path in files:
        assert b"plain-words" not in path.read_bytes()


@pytest.mark.parametrize("key", ["", " ", "two\nlines", "clé"])
def test_a_variable_without_a_key_is_named_and_its_value_not_shown(
    model: Callable[..., LanguageModel], monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    monkeypatch.setenv("MY_LAB", key)
    with (
        model_service(knowing("quotes")) as service,
        pytest.raises(ServiceRefused, match="variable MY_LAB") as failure,
    ):
        model(service, key_env="MY_LAB").reader.read(TEXT, "en")
    assert not service.requests
    assert "lines" not in str(failure.value)


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"address": "http://models.example/v1", "key_env": "MY_LAB"}, "unencrypted"),
        ({"key_env": "sk-abc123"}, "must be the name of a variable"),
        ({"address": "models.example"}, "must begin with https"),
        ({"parameters": {"model": "other"}}, "is set by pressmark"),
        ({"layer": "times"}, "layer"),
        ({"layer": "quotes", "types": ["JUSTICE"]}, "belongs to `layer: events`"),
        ({"concurrency": 0}, "greater than or equal to 1"),
        ({"budget": {"euros": 3}}, "euros"),
    ],
)
def test_settings_that_would_do_harm_are_refused(
    settings: dict[str, Any], reason: str
) -> None:
    given = {"layer": "events", "address": "http://localhost:1/v1", "model": "m"}
    with pytest.raises(ValidationError, match=reason):
        make_annotator(find("llm"), given | settings)


# --- the answers on the disk


def test_what_was_answered_is_never_asked_again_and_nobody_else_reads_it(
    model: Callable[..., LanguageModel],
) -> None:
    with model_service(knowing("quotes")) as service:
        first = model(service)
        reading = first.reader.read(TEXT, "en")
        assert model(service).reader.read(TEXT, "en") == reading
        assert len(service.requests) == 1
        # What decides the answer is the question: the model, the text, the prompt and its parameters.
        for other in (
            {"model": "large"},
            {"temperature": 1},
            {"parameters": {"seed": 2}},
        ):
            model(service, **other).reader.read(TEXT, "en")
        first.reader.read(TEXT, "fr")
        assert len(service.requests) == 5
        model(service, concurrency=9, timeout=7).reader.read(TEXT, "en")
        assert len(service.requests) == 5

    folder = first.settings.cache_folder
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for path in (folder / "answers").rglob("*.json"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"key": "other"}'])
def test_a_damaged_answer_is_asked_for_again(
    model: Callable[..., LanguageModel], damage: bytes
) -> None:
    with model_service(knowing("quotes")) as service:
        annotator = model(service)
        reading = annotator.reader.read(TEXT, "en")
        (file,) = (annotator.settings.cache_folder / "answers").rglob("*.json")
        file.write_bytes(damage)
        assert annotator.reader.read(TEXT, "en") == reading
    assert len(service.requests) == 2


# --- how much at once, and in all


def test_no_more_requests_are_under_way_than_allowed_whoever_asks(
    model: Callable[..., LanguageModel],
) -> None:
    with model_service(speeches, pause=0.02) as service:
        annotators = [model(service, window=250, concurrency=3) for _ in range(4)]
        texts = [f"{LONG}\n\nNumber {number}." for number in range(4)]

        def read_text(pair: tuple[LanguageModel, str]) -> int:
            annotator, text = pair
            return len(annotator.reader.read(text, "en").answers)

        with ThreadPoolExecutor(4) as pool:
            counts = list(pool.map(read_text, zip(annotators, texts, strict=True)))

    assert counts == [30] * 4
    assert 1 < service.most_at_once <= 3


def test_several_articles_are_asked_for_at_once_before_they_are_read(
    model: Callable[..., LanguageModel],
) -> None:
    articles = [Article(id=str(n), text=f"{TEXT}\n\nNo. {n}.", language="en") for n in range(8)]  # fmt: skip
    with model_service(
        knowing("quotes"), pause=0.05, fault_of=lambda text, _: 400 if "No. 5" in text else None
    ) as service:  # fmt: skip
        annotator = model(service, concurrency=4)
        annotator.prepare(articles)
        asked = len(service.requests)
        assert service.most_at_once > 1
        for article in articles:
            if article.id == "5":
                with pytest.raises(ServiceRefused):
                    annotator.reader.read(article.text, "en")
            else:
                annotator.reader.read(article.text, "en")

    assert asked == len(service.requests) == 8


def test_a_service_that_is_down_is_not_asked_for_every_article(
    model: Callable[..., LanguageModel],
) -> None:
    articles = [
        Article(id=str(n), text=f"{TEXT} No. {n}.", language="en") for n in range(60)
    ]
    with model_service(knowing("quotes"), fault_of=lambda *_: 503) as service:
        annotator = model(service, concurrency=2, retries=1)
        annotator.prepare(articles)
        asked = len(service.requests)
        assert (
            20 <= asked <= 24
        )  # ten in a row with two tries each, and what was under way
        with pytest.raises(PassingFailure, match="10 requests in a row"):
            annotator.reader.read(articles[-1].text, "en")
        assert len(service.requests) == asked
        # The next shard tries again, and the service is back.
        service.fault_of = lambda *_: None
        annotator.prepare(articles)
        assert len(annotator.reader.read(articles[-1].text, "en").answers) == 2


def test_a_budget_of_requests_is_never_passed(
    model: Callable[..., LanguageModel],
) -> None:
    with model_service(knowing("quotes")) as service:
        annotator = model(service, budget={"requests": 2})
        for number in range(2):
            annotator.reader.read(f"{TEXT} {number}", "en")
        with pytest.raises(BudgetSpent, match="budget of 2 requests is spent"):
            annotator.reader.read("One more.", "en")
        # What was answered costs nothing.
        annotator.reader.read(f"{TEXT} 0", "en")
    assert len(service.requests) == 2


def test_a_budget_of_tokens_has_room_for_a_whole_answer_or_none(
    model: Callable[..., LanguageModel],
) -> None:
    with model_service(knowing("quotes")) as service:
        annotator = model(service, answer_tokens=500, budget={"tokens": 1700})
        annotator.reader.read(TEXT, "en")
        used = annotator.reader.client.ledger.read().tokens
        assert used == 120  # as the service says
        with pytest.raises(BudgetSpent, match="no room for another request"):
            for number in range(20):
                annotator.reader.read(f"{TEXT} {number}", "en")
        assert annotator.reader.client.ledger.read().tokens <= 1700


def test_what_a_run_will_cost_is_told_before_and_depends_on_what_is_known(
    model: Callable[..., LanguageModel],
) -> None:
    texts = [LONG.replace("any other", f"no. {number}") for number in range(3)]
    articles = [Article(id=text[-2:], text=text, language="en") for text in texts]
    articles += articles[:1]  # a copy
    with model_service(speeches) as service:
        annotator = model(
            service, window=1000, prices={"read": 2, "written": 8, "currency": "EUR"}
        )
        forecast = annotator.forecast(articles)
        (line,) = forecast.lines()
        annotator.prepare(articles[:1])
        rest = annotator.forecast(articles)
        annotator.prepare(articles)
        assert list(annotator.forecast(articles).lines()) == []

    assert forecast.requests == len(service.requests)
    assert rest.requests == forecast.requests * 2 // 3
    assert "4 articles" in line
    assert f"{forecast.requests} requests" in line
    assert f"about {forecast.price:.2f} EUR" in line
    assert 0 < forecast.price < forecast.highest_price


# --- a run


def write_run(yaml: Path, *entries: dict[str, Any]) -> Path:
    """Give a project these annotators."""
    lines = [
        line
        for line in yaml.read_text().splitlines()
        if not line.startswith("annotators")
    ]
    yaml.write_text("\n".join([*lines, f"annotators: {json.dumps(list(entries))}", ""]))
    return yaml  # fmt: skip


FAULTS = (429, "stalls", "cut", "breaks", "lies")


def numbered(text: str) -> int:
    """The number of an article of the run."""
    return int(text.partition("no. ")[2].split(".")[0])


def fault_of_run(text: str, tries: int) -> Any:
    """A fifth of the articles has a fault of one of five kinds: at the first try, or, of lies, at each."""
    number = numbered(text)
    if number % 5:
        return None
    fault = FAULTS[number // 5 % 5]
    return fault if tries == 1 or fault == "lies" else None


def answers_of_run(text: str) -> dict[str, Any]:
    return {"names": [{"name": f"Anna Roth{numbered(text)}", "label": "PER"}]}


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2])
def test_a_run_of_200_articles_with_a_fifth_of_failures_annotates_all_of_them(
    project: Callable[..., Path], workers: int, tmp_path: Path
) -> None:
    texts = [
        f"Anna Roth{number} parle à Metz. Article no. {number}."
        for number in range(200)
    ]
    yaml = project(texts, workers=workers, shard=50)
    told: list[str] = []
    with model_service(answers_of_run, fault_of=fault_of_run) as service:
        entry = {"layer": "entities", "address": service.address, "model": "tiny",
                 "concurrency": 4, "timeout": 1, "cache": "cache"}  # fmt: skip
        write_run(yaml, {"llm": entry})
        outcome = run(read(yaml), notify=told.append)
        asked = len(service.requests)
        corpus = load(outcome.corpus)
        found = [entity.text for article in corpus for entity in article.entities]
        # Made again from nothing, it asks for nothing.
        (tmp_path / "p" / "corpus").rename(tmp_path / "before")
        again = run(read(yaml), notify=told.append)

    assert (outcome.kept, outcome.rejected) == (200, 0)
    assert sorted(found) == sorted(f"Anna Roth{number}" for number in range(200))
    assert asked == 200 + 32  # a further try for each of four kinds
    assert service.most_at_once <= 4
    (forecast,) = told
    assert "200 articles, 200 requests" in forecast
    (refused,) = (line for line in outcome.notices if "refused" in line)
    assert "refused 8 parts of the answers for 8 of 200 articles" in refused
    assert "its words do not stand in the text (8)" in refused
    assert again.kept == 200
    assert len(service.requests) == asked
    lines = (yaml.parent / "cache" / "refused-entities.jsonl").read_text().splitlines()
    assert {json.loads(line)["words"] for line in lines} == {"Nemo of Nowhere"}


def test_an_article_whose_model_does_not_answer_is_rejected_and_tried_again(
    project: Callable[..., Path],
) -> None:
    texts = [f"Anna Roth{number} parle. Article no. {number}." for number in range(4)]
    yaml = project(texts)
    with model_service(
        answers_of_run, fault_of=lambda text, _: 503 if numbered(text) == 2 else None
    ) as service:
        entry = {"layer": "entities", "address": service.address, "model": "tiny",
                 "retries": 1, "cache": "cache"}  # fmt: skip
        write_run(yaml, {"llm": entry})
        outcome = run(read(yaml))
        assert (outcome.kept, outcome.rejected, outcome.may_pass) == (3, 1, 1)
        (row,) = load(outcome.corpus).table("rejected").to_list()
        assert "the service answers 503" in row["reason"]
        service.fault_of = lambda text, _: None
        before = len(service.requests)
        outcome = run(read(yaml), retry=True)

    assert (outcome.kept, outcome.rejected) == (4, 0)
    assert len(service.requests) == before + 1


def test_a_run_that_its_budget_does_not_cover_is_not_begun(
    project: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [f"Anna Roth{number} parle. Article no. {number}." for number in range(4)]
    yaml = project(texts)
    with model_service(answers_of_run) as service:
        entry = {
            "layer": "entities",
            "address": service.address,
            "model": "tiny",
            "cache": "c",
        }
        write_run(yaml, {"llm": entry | {"budget": {"requests": 3}}})
        with pytest.raises(InputError, match=r"4 requests.* the budget has 3"):
            run(read(yaml))
        monkeypatch.delenv("NO_SUCH_KEY", raising=False)
        write_run(yaml, {"llm": entry | {"key_env": "NO_SUCH_KEY"}})
        with pytest.raises(InputError, match="variable NO_SUCH_KEY"):
            run(read(yaml))
    assert not service.requests  # fmt: skip


@pytest.mark.slow
def test_three_layers_by_models_make_a_corpus_that_all_commands_read(
    project: Callable[..., Path], tmp_path: Path
) -> None:
    yaml = project([TEXT, "Le pont est fermé."])
    with (
        model_service(knowing("entities")) as entities,
        model_service(knowing("quotes")) as quotes,
        model_service(knowing("events")) as events,
    ):
        services = {"entities": entities, "quotes": quotes, "events": events}
        entries = [
            {"llm": {"layer": layer, "address": service.address, "model": "tiny", "cache": "c"}}
            for layer, service in services.items()
        ]  # fmt: skip
        outcome = run(read(write_run(yaml, *entries)))

    assert outcome.rejected == 0
    (article,) = (one for one in load(outcome.corpus) if one.quotes)
    assert article.quotes[0].speaker_canonical_name == "Ann Lee"
    assert article.events[0].happening_id
    corpus = str(outcome.corpus)
    for command in (
        ["check", corpus],
        ["explain", corpus, article.id],
        ["count", corpus, "quotes", "--by", "speaker"],
        ["methods", str(yaml)],
        ["export", corpus, "--format", "brat", "--output", str(tmp_path / "brat")],
        ["build", str(yaml)],
    ):
        result = CliRunner().invoke(app, command)
        assert result.exit_code == 0, (command, result.output, result.exception)
        if command[0] in ("explain", "methods"):
            assert "tiny" in result.output


def test_quotes_by_a_model_need_names_before_them(project: Callable[..., Path]) -> None:
    entry = {"layer": "quotes", "address": "http://localhost:1/v1", "model": "m"}
    yaml = write_run(project(["Un texte."]), {"llm": entry})
    with pytest.raises(ConfigError, match="reads the layer 'entities'"):
        read(yaml)


def test_slots_are_free_again_when_a_request_fails(
    model: Callable[..., LanguageModel],
) -> None:
    with model_service(
        knowing("quotes"), fault_of=lambda text, _: 400 if "bad" in text else None
    ) as service:
        annotator = model(service, concurrency=1)
        for number in range(3):
            with pytest.raises(ServiceRefused):
                annotator.reader.read(f"A bad text {number}.", "en")
        done = threading.Event()

        def read_one(reader: ArticleReader) -> None:
            reader.read(TEXT, "en")
            done.set()

        threading.Thread(target=read_one, args=(annotator.reader,), daemon=True).start()
        assert done.wait(20)
