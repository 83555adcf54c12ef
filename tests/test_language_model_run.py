"""What the annotator `llm` asks for, in runs too: never twice, no more at once than allowed, no more than its budget."""

from __future__ import annotations

import json
import stat
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import spacy
from asking_models import LONG, TEXT, knowing, model_maker, speeches
from model_service import model_service
from typer.testing import CliRunner

from pressmark.annotators.language_model import LanguageModel
from pressmark.annotators.language_model.failures import (
    BudgetSpent,
    PassingFailure,
    ServiceRefused,
)
from pressmark.annotators.language_model.reader import ArticleReader
from pressmark.articles import Article
from pressmark.cli.app import app
from pressmark.config.project import read
from pressmark.dataset.corpus import load
from pressmark.errors import ConfigError, InputError
from pressmark.pipeline.driver import run


@pytest.fixture(name="model")
def _model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., LanguageModel]:
    return model_maker(tmp_path, monkeypatch)


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


def test_articles_of_a_batch_are_asked_for_side_by_side(
    model: Callable[..., LanguageModel],
) -> None:
    texts = ["Ann Lee left Metz.", " ", "Metz sleeps.", "Ann Lee sleeps."]
    articles = [
        Article(id=str(n), text=text, language="en") for n, text in enumerate(texts)
    ]
    pairs = [(article, spacy.blank("en")(article.text)) for article in articles]
    with model_service(knowing("entities"), pause=0.2) as service:
        annotator = model(service, "entities")
        batches = list(annotator.annotate_many(pairs))
        assert service.most_at_once > 1
        alone = [list(annotator.annotate(*pair)) for pair in pairs]

    assert batches == alone
    found = [[span.text for span in spans] for spans in batches]
    assert found == [["Ann Lee", "Metz"], [], ["Metz"], ["Ann Lee"]]
    assert len(service.requests) == 3
    assert annotator.batch_size == 4


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
