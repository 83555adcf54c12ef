"""Annotators that take several articles at once, and those that ask to be tried again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest
from running import made
from test_foreign_annotators import with_module

import pressmark
from pressmark import Article, CustomSpan, TryAgain
from pressmark.annotation.annotators import (
    UnknownAnnotator,
    annotate_parsed,
    make_annotator,
)
from pressmark.annotation.layer_input import MAX_BATCH, batch_size_of
from pressmark.annotation.patience import (
    MAX_FAILURES,
    MAX_WAIT_SECONDS,
    WAIT_SECONDS,
    Patience,
)
from pressmark.articles import SpanError
from pressmark.errors import PressmarkError

TEXTS = [f"Il pleut beaucoup sur le pont numéro {n} ce matin." for n in range(7)]

MODULE = """
import json, time
from pathlib import Path
from pressmark import CustomSpan, TryAgain

LOG = Path(__file__).with_name("calls.jsonl")

def log(kind, articles):
    with LOG.open("a") as file:
        file.write(json.dumps([kind, [article.text[-14:-11] for article in articles]]) + "\\n")

def span(article):
    return CustomSpan.cut(article.text, 0, 2, "PRONOUN")

class Own:
    name = layer = "own"
    needs = ()
    batch_size = 3

    def annotate(self, article, doc):
        log("one", [article])
        SINGLE
        yield span(article)

    def annotate_many(self, pairs):
        articles = [article for article, _ in pairs]
        log("many", articles)
        MANY
        for article, doc in pairs:
            assert doc.text == article.text
            yield [span(article)]

class After:
    name = layer = "after"
    needs = ("own",)

    def annotate(self, article, doc):
        for own in article.layer("own"):
            yield CustomSpan.cut(article.text, own.start, own.end, "AFTER")
"""


@pytest.fixture
def study(project: Callable[..., Path]) -> Callable[..., Path]:
    """`study(many="raise …", single="…")`: a project whose own annotator does this before it yields."""

    def written(many: str = "pass", single: str = "pass") -> Path:
        module = MODULE.replace("MANY", many).replace("SINGLE", single)
        yaml = project(TEXTS, workers=1, shard=10)
        return with_module(yaml, module, annotators="[own:Own, own:After]")

    return written


def calls(yaml: Path) -> list[tuple[str, int]]:
    """What was called, and with how many articles."""
    lines = (yaml.parent / "calls.jsonl").read_text().splitlines()
    return [(kind, len(articles)) for kind, articles in map(json.loads, lines)]


@pytest.fixture
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that were waited, without waiting."""
    waited: list[float] = []
    # Of this module alone: what else runs in the process of a test sleeps, too.
    clock = SimpleNamespace(sleep=waited.append)
    monkeypatch.setattr("pressmark.annotation.patience.time", clock)
    return waited


def test_a_run_gives_an_annotator_as_many_articles_as_it_takes(
    study: Callable[..., Path],
) -> None:
    yaml = study()
    outcome = made(yaml)
    corpus = pressmark.load(outcome.corpus)

    assert outcome.kept == len(TEXTS)
    assert calls(yaml) == [("many", 3), ("many", 3), ("one", 1)]
    for article in corpus:
        assert [span.text for span in article.layer("own")] == ["Il"]
        assert [span.label for span in article.layer("after")] == ["AFTER"]


def test_an_article_that_breaks_its_batch_alone_is_rejected(
    study: Callable[..., Path],
) -> None:
    yaml = study(
        many='assert not any("numéro 4" in article.text for article in articles)',
        single='assert "numéro 4" not in article.text, "four"',
    )
    outcome = made(yaml)

    (row,) = pressmark.load(outcome.corpus).table("rejected").to_list()
    assert outcome.kept == len(TEXTS) - 1
    assert row["step"] == "annotate: own"
    assert row["reason"].startswith("AssertionError: four")
    assert calls(yaml) == [("many", 3), ("many", 3), *[("one", 1)] * 4]


def test_spans_for_too_few_articles_are_not_taken(study: Callable[..., Path]) -> None:
    yaml = study(many="pairs = pairs[1:]")
    outcome = made(yaml)
    # Nobody can tell which of them is missing: each is asked for alone.
    assert outcome.kept == len(TEXTS)
    assert calls(yaml)[:4] == [("many", 3), *[("one", 1)] * 3]


def test_what_passes_is_tried_again_after_a_while(
    study: Callable[..., Path], no_waiting: list[float]
) -> None:
    yaml = study(
        many='if LOG.read_text().count("many") == 1: raise TryAgain("busy", after=0.25)'
    )
    outcome = made(yaml)

    assert (outcome.kept, outcome.may_pass) == (len(TEXTS), 0)
    assert no_waiting == [0.25]
    assert calls(yaml) == [("many", 3), ("many", 3), ("many", 3), ("one", 1)]


def test_what_does_not_pass_is_rejected_and_kept_by_a_later_try(
    study: Callable[..., Path], no_waiting: list[float]
) -> None:
    down = 'if Path(__file__).with_name("down").exists(): raise TryAgain("down (429)")'
    yaml = study(many=down, single=down)
    (yaml.parent / "down").touch()
    outcome = made(yaml)
    assert (outcome.kept, outcome.may_pass) == (0, len(TEXTS))
    frame = pressmark.rejected(pressmark.load(outcome.corpus))
    assert frame["reason"].str.startswith("TryAgain: down (429)").all()
    # Two batches, and the one that is left over.
    assert no_waiting == [*WAIT_SECONDS] * 3

    (yaml.parent / "down").unlink()
    outcome = pressmark.run(yaml, site=False, retry=True)
    assert (outcome.kept, outcome.may_pass) == (len(TEXTS), 0)


def test_a_service_that_is_down_is_not_waited_for_again_and_again() -> None:
    waited: list[float] = []
    patience = Patience(waited.append)
    is_down = True

    def ask() -> str:
        if is_down:
            raise TryAgain("down")
        return "spans"

    for _ in range(MAX_FAILURES + 5):
        with pytest.raises(TryAgain):
            patience.call(ask)
    assert waited == [*WAIT_SECONDS] * MAX_FAILURES
    is_down = False
    assert patience.call(ask) == "spans"
    is_down = True
    with pytest.raises(TryAgain):
        patience.call(ask)
    assert waited == [*WAIT_SECONDS] * (MAX_FAILURES + 1)


@pytest.mark.parametrize(
    ("after", "seconds"),
    [
        (5, 5),
        (0, 0),
        (-3, 0),
        (10**9, MAX_WAIT_SECONDS),
        (float("nan"), WAIT_SECONDS[0]),
        (float("inf"), WAIT_SECONDS[0]),
        ("soon", WAIT_SECONDS[0]),
        (None, WAIT_SECONDS[0]),
    ],
)
def test_what_a_service_asks_for_is_taken_within_bounds(
    after: object, seconds: float
) -> None:
    waited: list[float] = []
    answers: Iterator[object] = iter([TryAgain("busy", after=after), "spans"])  # type: ignore[arg-type]

    def ask() -> object:
        answer = next(answers)
        if isinstance(answer, TryAgain):
            raise answer
        return answer

    assert Patience(waited.append).call(ask) == "spans"
    assert waited == [seconds]


class Batched:
    """Marks the first letter of each article, two at a time."""

    name = layer = "first"
    needs: tuple[str, ...] = ()
    batch_size = 2

    def __init__(self) -> None:
        self.sizes: list[int] = []

    def annotate(self, article: Article, doc: object) -> list[CustomSpan]:
        raise AssertionError("it takes batches")

    def annotate_many(
        self, pairs: Sequence[tuple[Article, object]]
    ) -> Iterator[list[CustomSpan]]:
        self.sizes.append(len(pairs))
        for article, _ in pairs:
            yield [CustomSpan.cut(article.text, 0, 1, "FIRST")]


class _Doc(str):
    """A parse that can be copied."""

    __slots__ = ()

    user_data: dict[str, object] = {}  # noqa: RUF012

    def copy(self) -> _Doc:
        return self


def test_annotators_in_memory_get_batches_too() -> None:
    annotator = Batched()
    articles = [Article(id=str(n), text=text) for n, text in enumerate(TEXTS)]
    pairs = [(article, _Doc(article.text)) for article in articles]
    annotated = list(annotate_parsed(pairs, [annotator]))  # type: ignore[list-item,arg-type]

    assert [article.id for article in annotated] == [article.id for article in articles]
    assert all(article.layer("first")[0].text == "I" for article in annotated)
    assert annotator.sizes == [2, 2, 2, 1]


class Busy:
    """Says `TryAgain` so many times before it answers; with `batch`, several articles at once."""

    name = layer = "busy"
    needs = ()

    def __init__(self, refusals: int) -> None:
        self.refusals = refusals

    def annotate(self, article: Article, doc: object) -> list[CustomSpan]:
        if self.refusals:
            self.refusals -= 1
            raise TryAgain("busy", after=0.5)
        return [CustomSpan.cut(article.text, 0, 1, "x")]


class BusyBatches(Busy):
    def annotate_many(
        self, pairs: Sequence[tuple[Article, object]]
    ) -> list[list[CustomSpan]]:
        return [self.annotate(article, doc) for article, doc in pairs]


@pytest.mark.parametrize("kind", [Busy, BusyBatches])
def test_texts_in_memory_are_waited_for_as_in_a_run(
    kind: type[Busy], no_waiting: list[float]
) -> None:
    pairs = [(Article(id=str(n), text="Anne."), _Doc("Anne.")) for n in range(2)]
    annotated = list(annotate_parsed(pairs, [kind(2)]))  # type: ignore[list-item,arg-type]
    assert [len(article.layer("busy")) for article in annotated] == [1, 1]
    assert no_waiting == [0.5, 0.5]


@pytest.mark.parametrize("kind", [Busy, BusyBatches])
def test_texts_in_memory_are_not_waited_for_without_end(
    kind: type[Busy], no_waiting: list[float]
) -> None:
    pairs = [(Article(id="a", text="Anne."), _Doc("Anne."))]
    with pytest.raises(TryAgain, match="busy"):
        list(annotate_parsed(pairs, [kind(100)]))  # type: ignore[list-item,arg-type]
    assert no_waiting == [0.5] * len(WAIT_SECONDS)


def test_an_endless_batch_is_refused() -> None:
    class Endless(Batched):
        def annotate_many(self, pairs: object) -> Iterator[list[CustomSpan]]:
            while True:
                yield []

    pairs = [(Article(id="a", text="x"), _Doc("x"))]
    with pytest.raises(SpanError, match="gave spans of more articles, and was given 1"):
        list(annotate_parsed(pairs, [Endless()]))  # type: ignore[list-item,arg-type]


@pytest.mark.parametrize("size", [0, -1, True, "3", None, 1.5])
def test_a_size_that_is_none_is_told_when_the_annotator_is_made(size: object) -> None:
    wrong = type("Wrong", (Batched,), {"batch_size": size})
    with pytest.raises(UnknownAnnotator, match="`batch_size` must be a number"):
        make_annotator(wrong, {})


def test_a_batch_has_a_size_where_none_is_said() -> None:
    plain = type("Plain", (Batched,), {"batch_size": 10**9})
    assert batch_size_of(plain()) == MAX_BATCH
    unsaid = type("Unsaid", (), {"annotate_many": Batched.annotate_many})
    assert 1 < batch_size_of(unsaid()) < MAX_BATCH
    assert batch_size_of(object()) == 1
    assert not issubclass(TryAgain, PressmarkError)
