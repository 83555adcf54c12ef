"""The annotator `llm` against a service that answers: what is found in the text, what is refused, long articles."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from asking_models import (
    EVENTS,
    LONG,
    QUOTES,
    TEXT,
    EveryName,
    Names,
    NoQuotes,
    NoTimes,
    knowing,
    model_maker,
    read_by,
    speeches,
)
from model_service import model_service

from pressmark.annotation.annotators import (
    UnknownAnnotator,
    find,
    make_annotator,
)
from pressmark.annotators.language_model import LanguageModel
from pressmark.annotators.language_model.failures import (
    PassingFailure,
)
from pressmark.annotators.language_model.requests import codebook_of
from pressmark.articles import Article
from pressmark.config.lexicon_folders import read_lexicon_folders
from pressmark.errors import ConfigError
from pressmark.spans import Span, Time, TimeExpression


@pytest.fixture(name="model")
def _model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., LanguageModel]:
    return model_maker(tmp_path, monkeypatch)


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


def test_prompts_and_types_of_ones_own_go_before_ours(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "prompts.en.yaml").write_text("extends: ours\nrules: Be brief.\n")
    (folder / "events.en.yaml").write_text(
        "extends: ours\ntypes:\n  GARDEN: {definition: A garden opens., nouns: [garden]}\n"
    )
    own = read_lexicon_folders([folder], tmp_path)
    with model_service(
        lambda _: {"events": [{"trigger": "garden", "type": "GARDEN"}]}
    ) as service:
        given = {
            "layer": "events",
            "address": service.address,
            "model": "m",
            "cache": "c",
        }
        annotator = make_annotator(find("llm"), given, folder=tmp_path, lexicons=own)
        assert isinstance(annotator, LanguageModel)
        text = "A garden opened in Metz."
        article = read_by(Names(), NoQuotes(), NoTimes(), annotator, text=text)

    prompt = service.requests[0]["messages"][0]["content"]
    assert "- GARDEN: A garden opens." in prompt
    assert prompt.endswith("Be brief.")
    (event,) = article.events
    assert (event.text, event.label) == ("garden", "GARDEN")
    assert annotator.own_labels == ("GARDEN",)  # fmt: skip


def test_prompts_that_replace_ours_must_be_whole(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "prompts.de.yaml").write_text("rules: Nur JSON.\n")
    with pytest.raises(ConfigError, match="codebook: missing") as failure:
        read_lexicon_folders([folder], tmp_path)
    assert len(failure.value.mistakes) == 6


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
