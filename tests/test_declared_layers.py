"""A layer that somebody declares is checked, written, read, exported, taken back, counted and shown like one of ours."""

from __future__ import annotations

import csv
import json
import pickle
import re
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import numpy
import pyarrow.parquet as pq
import pytest
from making import entity, quote, span_id, with_layers
from typer.testing import CliRunner

import pressmark
from pressmark import Layer
from pressmark.annotation.annotators import (
    BadDeclaration,
    add_layer,
    annotate_parsed,
    make_annotator,
)
from pressmark.articles import Article, SpanError
from pressmark.cli.app import app
from pressmark.errors import PressmarkError
from pressmark.exchange import READERS
from pressmark.exchange.file_names import xml_id
from pressmark.exchange.sqlite import _links
from pressmark.layers import DeclarationError, find_mistakes
from pressmark.sources.copies import copy_annotation
from pressmark.storage.manifest import MANIFEST, read_manifest

TEXT = "“We are proud of the crew,” said Ann Lee. “The delay was a disaster,” said Tom Hart 🙂 twice."
WORDS = {"proud": 0.75, "disaster": -1.0}
SENTIMENT = Layer(
    "sentiment",
    columns={
        "polarity": "string",
        "strength": "float64",
        "rank": "int64",
        "is_strong": "bool",
    },
    stretches=("cue", "evidence"),
    links={"quote_id": "quotes", "answers_id": "sentiment"},
)


class Sentiment:
    """The sentiment of quotes; the second answers the first."""

    name = "sentiment"
    layer = SENTIMENT
    needs = ("quotes",)

    def annotate(self, article: Article, doc: object) -> Any:
        first = None
        for rank, said in enumerate(article.quotes):
            word = next(word for word in WORDS if word in said.text)
            start = article.text.index(word)
            yield self.layer.cut(
                article.text,
                said.start,
                said.end,
                "TONE",
                cue=(start, start + len(word)),
                evidence=(said.start, start) if rank else None,
                polarity="positive" if WORDS[word] > 0 else "negative",
                strength=abs(WORDS[word]),
                rank=2**40 + rank,
                is_strong=rank > 0,
                quote_id=said.id,
                answers_id=first,
                rule=f"word {word}",
                score=0.5,
            )
            first = f"{article.id}/sentiment-{said.start}-{said.end}"


def _article(id: str = "a") -> Article:
    article = with_layers(
        Article(id=id, text=TEXT, language="en", title="Ferries"),
        entities=[entity(TEXT, "Ann Lee"), entity(TEXT, "Tom Hart")],
    )
    said = [
        quote(
            TEXT,
            words,
            speaker_name=name,
            speaker=name,
            speaker_start=TEXT.index(name),
            speaker_end=TEXT.index(name) + len(name),
            speaker_id=span_id(id, "entities", TEXT, name),
            speaker_kind="person",
        )
        for words, name in (
            ("We are proud of the crew,", "Ann Lee"),
            ("The delay was a disaster,", "Tom Hart"),
        )
    ]
    return add_layer(with_layers(article, quotes=said), Sentiment(), _Doc())


class _Doc:
    """Stands for a parse: what is tested here reads none."""

    def __init__(self) -> None:
        self.user_data: dict[str, object] = {}

    def copy(self) -> _Doc:
        return self


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the corpus; to be copied."""
    folder = tmp_path_factory.mktemp("saved") / "corpus"
    return pressmark.save([_article()], folder, title="Ferries").folder


@pytest.fixture
def corpus(saved: Path, tmp_path: Path) -> pressmark.Corpus:
    return pressmark.load(shutil.copytree(saved, tmp_path / "corpus"))


def _facts(article: Article) -> list[dict[str, Any]]:
    """What is said of each annotation, but for who made it."""
    return [
        {
            name: getattr(span, name)
            for name in span.__dataclass_fields__
            if name != "annotator"
        }
        for span in article.layer("sentiment")
    ]


def test_a_declared_span_has_its_columns_as_attributes_and_its_links_are_followed() -> (
    None
):
    article = _article()
    _, second = article.layer("sentiment")
    values: Any = second

    assert (values.cue, values.evidence) == ("disaster", "The delay was a ")
    assert (values.polarity, values.strength, values.rank) == (
        "negative",
        1.0,
        2**40 + 1,
    )
    assert article[values.quote_id].text == "The delay was a disaster,"
    assert article[values.answers_id].text == "We are proud of the crew,"
    assert pickle.loads(pickle.dumps(second)) == second
    assert pickle.loads(pickle.dumps(SENTIMENT)) == SENTIMENT


def test_the_table_has_the_declared_types_and_comes_back_as_it_was(
    corpus: pressmark.Corpus,
) -> None:
    types = {
        name: kind.dtype for name, kind in corpus.table("sentiment").features.items()
    }

    assert types["polarity"] == types["quote_id"] == types["cue"] == "string"
    assert (types["strength"], types["rank"], types["is_strong"], types["cue_start"]) == (
        "float64", "int64", "bool", "int32",
    )  # fmt: skip
    assert "attributes" not in types
    assert _facts(corpus["a"]) == _facts(_article())
    assert pressmark.check(corpus.folder) == ()
    assert corpus.to_dataset()[0]["sentiment"][0]["polarity"] == "positive"


def test_the_manifest_carries_the_declaration_and_without_one_none_is_named(
    corpus: pressmark.Corpus, tmp_path: Path
) -> None:
    plain = pressmark.save(
        [with_layers(Article(id="b", text=TEXT), entities=[])],
        tmp_path / "b",
        title="B",
    )

    assert read_manifest(corpus.folder).layer("sentiment") == SENTIMENT
    assert "declarations" not in json.loads((plain.folder / MANIFEST).read_text())


def test_a_manifest_whose_declaration_is_damaged_is_said_to_be_so(
    corpus: pressmark.Corpus,
) -> None:
    path = corpus.folder / MANIFEST
    content = json.loads(path.read_text())
    content["declarations"]["sentiment"]["columns"]["polarity"] = "str"
    path.write_text(json.dumps(content))

    with pytest.raises(
        PressmarkError, match=r"cannot be understood.*has the type 'str'"
    ):
        pressmark.load(corpus.folder)


def test_a_corpus_keeps_the_declaration_of_a_layer_without_a_span(
    corpus: pressmark.Corpus, tmp_path: Path
) -> None:
    article = corpus["a"]
    empty = Article(**{
        name: getattr(article, name) for name in article.__dataclass_fields__
    } | {"layers": article.layers | {"sentiment": ()}})  # fmt: skip
    saved = corpus.save_articles([empty], tmp_path / "empty", title="Empty")

    assert saved.manifest.layer("sentiment") == SENTIMENT
    assert pressmark.check(saved.folder) == ()
    assert list(saved.table("sentiment").features) == list(
        corpus.table("sentiment").features
    )


def test_the_first_spans_of_a_later_shard_tell_the_declaration_of_all(
    tmp_path: Path,
) -> None:
    bare = with_layers(
        Article(id="0", text="None."), entities=[], quotes=[], sentiment=[]
    )
    saved = pressmark.save([bare, _article()], tmp_path / "c", title="Two", shard=1)

    assert pressmark.check(saved.folder) == ()
    assert len(saved["a"].layer("sentiment")) == 2


class Wrong:
    """Yields one span that some test has made."""

    name = "sentiment"
    layer = SENTIMENT
    needs = ("quotes",)
    fields: dict[str, Any] = {}  # noqa: RUF012

    def __init__(self, **fields: Any) -> None:
        self.fields = fields

    def annotate(self, article: Article, doc: object) -> Any:
        yield self.layer.cut(article.text, 1, 4, "TONE", **self.fields)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"cue": (2, 999)}, r"its cue 2:999 is not within the text"),
        ({"cue": (4, 2)}, r"its cue 4:2 is not within the text"),
        ({"evidence": (numpy.float64(1.5), 3)}, r"evidence is .*; it must be a pair of whole numbers"),
        ({"evidence": 3}, r"evidence is 3; it must be a pair"),
        ({"cue_start": 1, "cue_end": 3, "cue": None, "evidence": None, "polarity": 3},
         r"polarity is a value of type int \(3\); it must be text"),
        ({"strength": float("nan")}, r"strength is .*; it must be a number"),
        ({"strength": "much"}, r"strength is a value of type str; it must be a number"),
        ({"rank": 1.5}, r"rank is .*1.5.*; it must be a whole number"),
        ({"rank": True}, r"rank is .*True.*; it must be a whole number"),
        ({"rank": 2**63}, r"rank is .*; it must be a whole number"),
        ({"is_strong": 1}, r"is_strong is .*; it must be true or false"),
        ({"polarity": "\ud800"}, r"polarity holds half a character"),
        ({"quote_id": 7}, r"quote_id is .*; it must be text"),
        ({"quote_id": "a/quotes-0-1"}, r"its quote_id 'a/quotes-0-1' names no annotation of the layer 'quotes'"),
        ({"answers_id": "a/sentiment-5-6"}, r"its answers_id 'a/sentiment-5-6' names no annotation"),
    ],
)  # fmt: skip
def test_what_does_not_fit_the_declaration_costs_its_article(
    fields: dict[str, Any], reason: str
) -> None:
    with pytest.raises((SpanError, TypeError), match=reason):
        add_layer(_article(), Wrong(**fields), _Doc())


def test_numbers_of_numpy_become_plain_ones() -> None:
    fields = {
        "strength": numpy.float32(0.5),
        "rank": numpy.int64(3),
        "is_strong": numpy.bool_(1),
    }
    (span,) = add_layer(_article(), Wrong(**fields), _Doc()).layer("sentiment")
    values: Any = span

    assert [values.strength, values.rank, values.is_strong] == [0.5, 3, True]
    assert [type(v) for v in (values.strength, values.rank, values.is_strong)] == [float, int, bool]  # fmt: skip


def test_a_span_that_the_declaration_did_not_make_is_refused_with_what_to_write() -> (
    None
):
    class Foreign(Wrong):
        def annotate(self, article: Article, doc: object) -> Any:
            yield pressmark.CustomSpan.cut(article.text, 1, 4, "TONE")

    with pytest.raises(
        SpanError, match=r"type CustomSpan.*made by its declaration: `self\.layer\.cut"
    ):
        add_layer(_article(), Foreign(), _Doc())


def test_a_field_that_is_not_declared_is_refused() -> None:
    with pytest.raises(TypeError, match="polarty"):
        SENTIMENT.cut(TEXT, 1, 4, "TONE", polarty="positive")


def test_all_mistakes_of_a_declaration_are_told_at_once() -> None:
    layer = Layer(
        "mood",
        columns={"label": "string", "tone": "str", "time": "string", "cue_start": "int64", "Big": "bool"},
        stretches=("cue", "class"),
        links={"quote_id": "quots", "tone": "quotes"},
    )  # fmt: skip

    reasons = list(find_mistakes(layer, ["quotes"]))

    for expected in (
        "'tone' has the type 'str'; there is string, bool, int64, float64",
        "the stretch 'class' has a name that is reserved",
        "the column 'label' has the name of a column that every layer has",
        "the column 'time' has a name that is reserved",
        "the column 'cue_start' would be there twice",
        "the column 'Big' must be named with lower-case letters",
        "the column 'tone' would be there twice",
        "the link 'quote_id' leads to 'quots', which is neither this layer nor one of `needs`; did you mean 'quotes'?",
    ):
        assert any(expected in reason for reason in reasons), (expected, reasons)
    with pytest.raises(DeclarationError, match=r"'mood'.*'str'.*reserved"):
        layer.cut(TEXT, 0, 1, "X")


@pytest.mark.parametrize(
    ("layer", "reason"),
    [
        (Layer("quotes", columns={"tone": "string"}), "is a table of ours"),
        (Layer("Names"), "is a table of ours"),
        (Layer("two words"), "must be one of letters, digits and _"),
        (Layer("mood", stretches="cue"), "must be a list of names"),
        (Layer("mood", columns=["tone"]), "must be a mapping"),  # type: ignore[arg-type]
        (Layer("mood", links=["quotes"]), "must be a mapping"),  # type: ignore[arg-type]
        (Layer("mood", links={"name": "names"}), "put it into `needs`"),
        (Layer("mood", columns={"tone": ["string"]}), "has the type"),  # type: ignore[dict-item]
        (Layer(3), "must be one of letters"),  # type: ignore[arg-type]
    ],
)  # fmt: skip
def test_a_declaration_that_cannot_be_is_refused_when_its_annotator_is_made(
    layer: Layer, reason: str
) -> None:
    class Mood(Sentiment):
        pass

    Mood.layer = layer

    with pytest.raises(BadDeclaration, match=reason):
        make_annotator(Mood, {})


def test_mistakes_of_a_declaration_are_told_with_their_place_in_the_yaml_file(
    tmp_path: Path,
) -> None:
    (tmp_path / "mood.py").write_text(
        "from pressmark import Layer\n"
        "class Mood:\n"
        "    name, needs = 'mood', ('quotes',)\n"
        "    layer = Layer('mood', columns={'text': 'string', 'tone': 'strng'})\n"
        "    def annotate(self, article, doc): return ()\n"
    )
    yaml = tmp_path / "study.yaml"
    yaml.write_text(
        "title: T\nsource: {files: ['*.txt']}\nannotators:\n  - entities\n  - quotes\n  - mood:Mood\n"
    )

    printed = CliRunner().invoke(app, ["annotate", str(yaml)])

    assert printed.exit_code != 0
    said = printed.output + str(printed.exception)
    assert said.count("study.yaml:6:5") == 2
    assert "did you mean 'string'?" in said
    assert "the column 'text' has the name of a column that every layer has" in said


def test_check_tells_stretches_and_links_that_are_not_true(
    corpus: pressmark.Corpus,
) -> None:
    manifest = read_manifest(corpus.folder)
    file = manifest.files("sentiment")[0]
    path = corpus.folder / file.path
    table = pq.read_table(path)
    rows = table.to_pylist()
    rows[0] |= {"cue": "prowd", "quote_id": "a/quotes-0-1"}
    rows[1] |= {"evidence_end": 999, "answers_id": "b/sentiment-1-2"}
    pq.write_table(table.from_pylist(rows, schema=table.schema), path)
    _reseal(corpus.folder, path)

    said = "\n".join(map(str, pressmark.check(corpus.folder)))

    assert "its cue is not what stands at 8:13" in said
    assert "its evidence 43:999 is not within the text" in said
    assert "its quote_id 'a/quotes-0-1' names no row" in said
    assert "its answers_id 'b/sentiment-1-2' names no row" in said


def _reseal(folder: Path, path: Path) -> None:
    """Let the manifest and the card list the bytes that a table has now."""
    import hashlib

    from pressmark.storage.accompanying_files import write_accompanying_files

    content = json.loads((folder / MANIFEST).read_text())
    entry = content["shards"][0]["files"]["sentiment"]
    entry["bytes"] = path.stat().st_size
    entry["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    (folder / MANIFEST).write_text(json.dumps(content))
    write_accompanying_files(folder, read_manifest(folder))


def test_a_copy_gets_the_layer_with_ids_and_links_of_its_own() -> None:
    copied = copy_annotation(Article(id="z", text=TEXT), _article())
    first, second = copied.layer("sentiment")
    values: Any = second

    assert copied[values.quote_id].article_id == "z"
    assert copied[values.answers_id] == first


def test_a_column_that_looks_like_the_articles_id_stays_as_it_is_in_a_copy() -> None:
    article = add_layer(_article(), Wrong(polarity="a", cue=(1, 3)), _Doc())
    (span,) = copy_annotation(Article(id="z", text=TEXT), article).layer("sentiment")
    values: Any = span

    assert (values.polarity, values.article_id) == ("a", "z")


@pytest.mark.parametrize("form", [form for form in READERS if form != "conllu"])
def test_every_form_carries_a_declared_layer_out_and_back(
    form: str, corpus: pressmark.Corpus, tmp_path: Path
) -> None:
    if form == "xmi":
        pytest.importorskip("cassis")
    out = tmp_path / "out"
    pressmark.export(corpus, out, format=form)

    imported = pressmark.import_annotation(corpus, out, format=form, by="anna")
    back = corpus.save_articles(imported.articles, tmp_path / "back", title="Back")

    assert [str(refusal) for refusal in imported.refusals] == []
    assert _facts(back["a"]) == _facts(corpus["a"])
    assert back["a"].layer("sentiment")[0].annotator == "human:anna"
    assert pressmark.check(back.folder) == ()


HOSTILE_VALUES = (
    "",
    " ",
    "a,b;c",
    "«é» \r\n\t<&>\"'",
    "=1+1",
    "[1]",
    "{}",
    "null",
    "🙂" * 3,
    "a/quotes-1-26",
)


@pytest.mark.parametrize("form", [form for form in READERS if form != "conllu"])
def test_odd_values_of_columns_come_back_as_they_were(
    form: str, tmp_path: Path
) -> None:
    said = _article()
    made = [
        SENTIMENT.cut(TEXT, start, start + 9, "ODD", polarity=value, strength=-0.0, rank=rank, cue=(start, start + 1))
        for start, (value, rank) in enumerate(zip(HOSTILE_VALUES, [-(2**63), 2**63 - 1, 0, None] * 3, strict=False))
    ]  # fmt: skip
    article = said.with_layer(Sentiment(), made)
    corpus = pressmark.save([article], tmp_path / "corpus", title="Odd")
    pressmark.export(corpus, tmp_path / "out", format=form)

    imported = pressmark.import_annotation(
        corpus, tmp_path / "out", format=form, by="anna"
    )

    assert imported.refusals == []
    assert _facts(imported.articles[0]) == _facts(corpus["a"])


def test_conllu_carries_place_and_label(
    corpus: pressmark.Corpus, tmp_path: Path
) -> None:
    pressmark.export(corpus, tmp_path / "out", format="conllu")

    assert "Sentiment=B-TONE" in (tmp_path / "out").read_text()


def test_brat_draws_stretches_and_links_and_takes_what_a_person_deleted(
    corpus: pressmark.Corpus, tmp_path: Path
) -> None:
    pressmark.export(corpus, tmp_path / "out", format="brat")
    configuration = (tmp_path / "out" / "annotation.conf").read_text()
    path = next((tmp_path / "out").glob("*.ann"))
    lines = path.read_text().splitlines()
    links = [line for line in lines if "\tquote_id " in line]
    kept = [line for line in lines if line != links[0] and "\tevidence " not in line]
    path.write_text("\n".join(kept) + "\n")

    imported = pressmark.import_annotation(
        corpus, tmp_path / "out", format="brat", by="anna"
    )
    first, second = _facts(imported.articles[0])

    assert (
        "quote_id\tArg1:sentiment-TONE, Arg2:direct|indirect|mixed|scare"
        in configuration
    )
    assert "evidence\tArg1:sentiment-TONE, Arg2:Evidence" in configuration
    assert re.search(
        r"^cue\tArg1:.*direct.*sentiment-TONE", configuration, re.MULTILINE
    )
    assert len(links) == 2
    assert first["quote_id"] is None
    assert second["quote_id"] is not None
    assert second["evidence"] is second["evidence_start"] is None
    assert imported.omissions["loose evidence"] == 1


def test_links_follow_annotations_that_a_person_moved(
    corpus: pressmark.Corpus, tmp_path: Path
) -> None:
    export = tmp_path / "out.jsonl"
    pressmark.export(corpus, export)
    row = json.loads(export.read_text())
    row["quotes"][0]["end"] -= 1
    row["quotes"][0]["spans"][0][1] -= 1
    row["sentiment"][0]["end"] -= 1
    export.write_text(json.dumps(row) + "\n")

    imported = pressmark.import_annotation(corpus, export, format="jsonl", by="anna")
    article = imported.articles[0]
    first, second = (value for value in article.layer("sentiment"))
    values: Any = first
    later: Any = second

    assert article[values.quote_id].text == "We are proud of the crew"
    assert article[later.answers_id] == first


def test_a_value_of_another_type_is_refused_on_its_way_back(
    corpus: pressmark.Corpus, tmp_path: Path
) -> None:
    export = tmp_path / "out.jsonl"
    pressmark.export(corpus, export)
    row = json.loads(export.read_text())
    row["sentiment"][0]["strength"] = "much"
    export.write_text(json.dumps(row) + "\n")

    (refusal,) = pressmark.import_annotation(
        corpus, export, format="jsonl", by="anna"
    ).refusals

    assert "has a `strength` that is no number" in str(refusal)


def test_sqlite_has_the_foreign_keys_of_a_declared_layer(
    corpus: pressmark.Corpus, tmp_path: Path
) -> None:
    pressmark.export(corpus, tmp_path / "c.sqlite", format="sqlite")
    base = sqlite3.connect(tmp_path / "c.sqlite")
    keys = {
        row[3]: row[2] for row in base.execute("PRAGMA foreign_key_list(sentiment)")
    }
    joined = base.execute(
        "select s.polarity, q.speaker_name from sentiment s join quotes q on q.id = s.quote_id order by s.start"
    ).fetchall()
    base.close()

    assert keys == {
        "article_id": "articles",
        "quote_id": "quotes",
        "answers_id": "sentiment",
    }
    assert joined == [("positive", "Ann Lee"), ("negative", "Tom Hart")]
    assert "parent" in _links(corpus, "quotes")


def test_tei_txm_iramuteq_and_csv_carry_stretches_columns_and_links(
    corpus: pressmark.Corpus, tmp_path: Path
) -> None:
    for form in ("tei", "txm", "csv"):
        pressmark.export(corpus, tmp_path / form, format=form)
    pressmark.export(corpus, tmp_path / "i.txt", format="iramuteq", layer="sentiment")
    tei = (tmp_path / "tei").read_text()
    txm = next((tmp_path / "txm").glob("*.xml")).read_text()
    starred = (tmp_path / "i.txt").read_text().splitlines()[0]
    with (tmp_path / "csv" / "sentiment.csv").open(encoding="utf-8-sig") as file:
        row = next(csv.DictReader(file))

    own, target = (
        re.escape(xml_id(f"a/{id}")) for id in ("sentiment-1-26", "quotes-1-26")
    )
    assert re.search(f'<span xml:id="{own}"[^>]* ana="#{target}"', tei)
    assert re.search(f'<span type="cue" corresp="#{own}"', tei)
    assert 'cue="proud" ' in txm
    assert 'polarity="positive"' in txm
    assert 'quoteid="a/quotes-1-26"' in txm
    assert {"*cue_proud", "*polarity_positive", "*isstrong_false"} <= {*starred.split()}
    assert (row["polarity"], row["quote_speaker_name"]) == ("positive", "Ann Lee")


def test_any_layer_is_counted_by_its_columns_and_those_of_what_it_links_to(
    corpus: pressmark.Corpus,
) -> None:
    by_polarity = pressmark.count(corpus, "sentiment", by="polarity")
    by_speaker = pressmark.count(corpus, "sentiment", by=("quote_speaker_name",))

    assert by_polarity[["polarity", "annotations", "of_annotations"]].to_dict("list") == {
        "polarity": ["negative", "positive"], "annotations": [1, 1], "of_annotations": [2, 2],
    }  # fmt: skip
    assert sorted(by_speaker["quote_speaker_name"]) == ["Ann Lee", "Tom Hart"]
    assert list(pressmark.count(corpus, "entities")["annotations"]) == [2]
    with pytest.raises(PressmarkError, match="did you mean 'sentiment'"):
        pressmark.count(corpus, "sentimnt")


def test_explain_tells_columns_and_the_words_of_a_link(
    corpus: pressmark.Corpus,
) -> None:
    said = (
        CliRunner()
        .invoke(app, ["explain", str(corpus.folder), "a", "--layer", "sentiment"])
        .output
    )

    assert "cue proud; polarity positive; strength 0.75" in said
    assert "quote_id → a/quotes-1-26 «We are proud of the crew,»" in said
    assert "cue_start" not in said


def test_an_articles_page_lists_the_columns_and_links_to_the_quote(
    corpus: pressmark.Corpus, tmp_path: Path
) -> None:
    pressmark.build(corpus, tmp_path / "site")
    page = next((tmp_path / "site" / "articles").glob("*.html")).read_text()

    assert 'class="own l-TONE' in page
    assert "<i>polarity</i> negative" in page
    assert "<i>evidence</i> The delay was a" in page
    assert '<i>quote</i> <a href="#quotes-43-68">The delay was a disaster,</a>' in page
    assert (
        '<i>answers</i> <a href="#sentiment-1-26">We are proud of the crew,</a>' in page
    )


def test_a_declared_layer_has_a_list_of_its_own_that_leads_to_what_it_links_to(
    corpus: pressmark.Corpus, tmp_path: Path
) -> None:
    pressmark.build(corpus, tmp_path / "site")
    page = (tmp_path / "site" / "layers" / "sentiment.html").read_text()
    article = _article_file(tmp_path / "site")

    assert page.count('<li class="line third_party"') == 2
    assert "<mark>We are proud of the crew,</mark>" in page
    assert "<i>is_strong</i> true" in page
    assert f'<i>answers</i> <a href="../articles/{article}#sentiment-1-26">' in page
    assert (
        f'<a href="../articles/{article}#quotes-43-68">The delay was a disaster,</a>'
        in page
    )
    assert (
        'href="layers/sentiment.html"'
        in (tmp_path / "site" / "corpus.html").read_text()
    )


def _article_file(site: Path) -> str:
    """The name of the one article's page."""
    (path,) = (
        path for path in (site / "articles").glob("*.html") if path.name != "index.html"
    )
    return path.name


def test_a_layer_that_declares_nothing_has_a_list_with_its_attributes(
    tmp_path: Path,
) -> None:
    stance = pressmark.CustomSpan.cut(TEXT, 0, 2, "X", attributes={"toward": "<ORG>"})
    plain = with_layers(Article(id="b", text=TEXT), entities=[], stance=[stance])
    pressmark.build(pressmark.save([plain], tmp_path / "c", title="B"), tmp_path / "s")
    page = (tmp_path / "s" / "layers" / "stance.html").read_text()

    assert page.count('<li class="line third_party"') == 1
    assert "<i>toward</i>" in page
    assert "&lt;ORG&gt;" in page
    corpus_page = (tmp_path / "s" / "corpus.html").read_text()
    assert 'href="layers/stance.html"' in corpus_page


def test_a_site_with_our_layers_alone_has_no_such_list(tmp_path: Path) -> None:
    plain = with_layers(Article(id="b", text=TEXT), entities=[])
    pressmark.build(pressmark.save([plain], tmp_path / "c", title="B"), tmp_path / "s")

    assert not (tmp_path / "s" / "layers").exists()


def test_annotate_takes_a_declaring_annotator_in_python() -> None:
    article = _article()

    (annotated,) = annotate_parsed([(article, _Doc())], [Sentiment()])  # type: ignore[list-item]

    assert len(annotated.layer("sentiment")) == 2
