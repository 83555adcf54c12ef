"""The annotator `llm` against a service that stalls, cuts its answers short, breaks, is too busy, or wants the key."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from asking_models import LONG, TEXT, knowing, model_maker
from model_service import model_service
from pydantic import ValidationError

from pressmark.annotation.annotators import (
    find,
    make_annotator,
)
from pressmark.annotators.language_model import LanguageModel, chat_client
from pressmark.annotators.language_model.failures import (
    PassingFailure,
    ServiceRefused,
)


@pytest.fixture(name="model")
def _model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., LanguageModel]:
    return model_maker(tmp_path, monkeypatch)


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


def test_a_service_on_this_machine_is_reached_without_the_proxy_of_the_network(
    model: Callable[..., LanguageModel], monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(variable, raising=False)
    for variable in ("http_proxy", "HTTP_PROXY"):
        monkeypatch.setenv(variable, "http://127.0.0.1:9")
    with model_service(knowing("quotes")) as service:
        annotator = model(service, retries=0, answer_bound="max_completion_tokens")
        assert len(annotator.reader.read(TEXT, "en").answers) == 2

    assert service.requests[0]["max_completion_tokens"] == 4096
    assert "max_tokens" not in service.requests[0]


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
        ({"address": "https://models.example/v1?k=v"}, "has no parameters"),
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
