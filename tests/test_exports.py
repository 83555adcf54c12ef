"""Every form that a corpus is exported in, opened by the tool that it is for."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import datasets
import duckdb
import jsonschema
import pandas as pd
import pyarrow.parquet as pq
import pytest
import spacy
from huggingface_hub import DatasetCard
from hypothesis import HealthCheck, given, settings
from lxml import etree
from making import articles as drawn
from making import entity, event, quote, span_id, with_layers
from spacy.tokens import DocBin
from typer.testing import CliRunner

import pressmark
from pressmark.articles import Article
from pressmark.cli.app import app
from pressmark.dataset.corpus import Corpus, save
from pressmark.errors import PressmarkError
from pressmark.exchange import FORMATS, export, merged_shards
from pressmark.spans import Argument, CustomSpan, Time

TEXT = (
    "🙂 « Le pont \r\nest fermé », a déclaré Anne Morel, maire de Larnholm.\n\n"
    "Deux personnes ont été blessées lundi, « et ce n'est pas fini », selon l'hôpital\u202f!"
)
OTHER = 'Police said: "=2+2 & <b>more</b>" \x0b today*.'


DOCS = Path(__file__).parent.parent / "docs"


def _articles() -> list[Article]:
    start = TEXT.index("Anne Morel")
    said = quote(
        TEXT, "Le pont \r\nest fermé », a déclaré Anne Morel, maire de Larnholm.\n\nDeux personnes ont été", "mixed",
        cue="a déclaré", cue_start=TEXT.index("a déclaré"), cue_end=TEXT.index("a déclaré") + 9,
        speaker="Anne Morel", speaker_start=start, speaker_end=start + 10,
        speaker_id=span_id("un", "entities", TEXT, "Anne Morel"),
        speaker_name="Anne Morel", score=0.5,
        spans=((TEXT.index("Le pont"), TEXT.index(" », a")), (TEXT.index("Deux"), TEXT.index(" blessées"))),
    )  # fmt: skip
    place = Argument(role="place", start=TEXT.index("Larnholm"), end=TEXT.index("Larnholm") + 8, text="Larnholm",
                     entity_id=span_id("un", "entities", TEXT, "Larnholm"))  # fmt: skip
    victim = Argument(role="victim", start=TEXT.index("Deux"), end=TEXT.index("Deux") + 14, text="Deux personnes",
                      value=2.0, bound="exact")  # fmt: skip
    hurt = event(
        TEXT, "blessées", "CASUALTY", arguments=(victim, place), place_id=span_id("un", "entities", TEXT, "Larnholm"),
        time=Time(start="2026-03-02", end="2026-03-02", grain="day", surface="lundi"),
    )  # fmt: skip
    one = Article(
        id="un", text=TEXT, language="fr", title="Le pont fermé", outlet="Le Phare", authors=("Léa B.",),
        published=datetime(2026, 3, 3, tzinfo=UTC), url="https://phare.example/un", extra={"desk": "local"},
    )  # fmt: skip
    two = Article(id="Deux/2", text=OTHER, language="en", extra={"desk": None})
    names = [
        entity(TEXT, "Anne Morel", role="maire", gender="f"),
        entity(TEXT, "Larnholm", "LOC"),
    ]
    stance = CustomSpan.cut(
        TEXT,
        TEXT.index("fermé"),
        TEXT.index("fermé") + 5,
        "contre",
        attributes={"sure": 0.7},
    )
    second, police = quote(TEXT, "et ce n'est pas fini"), entity(OTHER, "Police", "ORG")
    return [
        with_layers(
            one, entities=names, quotes=[said, second], events=[hurt], stance=[stance]
        ),
        with_layers(
            two,
            entities=[police],
            quotes=[quote(OTHER, "=2+2 & <b>more</b>")],
            events=[],
            stance=[],
        ),
    ]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return pressmark.save(
        _articles(),
        tmp_path_factory.mktemp("c") / "corpus",
        title="Ponts",
        licence="CC0-1.0",
    )


@pytest.mark.parametrize("format", FORMATS)
def test_every_form_says_how_many_articles_it_wrote_and_is_written_twice_alike(
    corpus: Corpus, tmp_path: Path, format: str
) -> None:
    once = export(corpus, tmp_path / "one" / "out", format=format)
    export(corpus, tmp_path / "two" / "out", format=format)

    assert once.articles == 2
    files = {
        path.relative_to(tmp_path / "one")
        for path in (tmp_path / "one").rglob("*")
        if path.is_file()
    }
    assert files
    assert not [path for path in files if path.name.endswith((".part", ".tmp"))]
    for path in files - {Path("out")} if format == "sqlite" else files:
        assert (tmp_path / "one" / path).read_bytes() == (
            tmp_path / "two" / path
        ).read_bytes(), path


def test_the_command_says_what_was_not_carried(corpus: Corpus, tmp_path: Path) -> None:
    done = CliRunner().invoke(
        app,
        [
            "export",
            str(corpus.folder),
            "--format",
            "iramuteq",
            "--output",
            str(tmp_path / "i.txt"),
        ],
    )
    assert done.exit_code == 0
    assert "2 articles written to" in done.stdout
    assert (
        "not carried: quotes: all of it (give --layer quotes to write these as texts) (3)"
        in done.stdout
    )


def test_an_unknown_layer_is_refused(corpus: Corpus, tmp_path: Path) -> None:
    with pytest.raises(PressmarkError, match="no layer 'qoutes'"):
        export(corpus, tmp_path / "x", format="csv", layer="qoutes")


def test_csv_rows_carry_the_article_and_the_names(
    corpus: Corpus, tmp_path: Path
) -> None:
    export(corpus, tmp_path / "tables", format="csv")

    quotes = pd.read_csv(tmp_path / "tables" / "quotes.csv")
    assert list(quotes["outlet"].fillna("")) == ["Le Phare", "Le Phare", ""]
    assert quotes.loc[0, "speaker_canonical_name"] == "Anne Morel"
    assert quotes.loc[0, "speaker_gender"] == "f"
    assert quotes.loc[0, "text"].startswith("Le pont \r\nest fermé")
    assert quotes.loc[0, "cue_start"] == TEXT.index("a déclaré")
    assert quotes.loc[0, "desk"] == "local"
    events = pd.read_csv(tmp_path / "tables" / "events.csv")
    assert events.loc[0, ["victim", "place", "place_canonical_name", "time_start"]].tolist() == [
        "Deux personnes", "Larnholm", "Larnholm", "2026-03-02",
    ]  # fmt: skip
    assert json.loads(events.loc[0, "arguments"])[0]["value"] == 2.0


def test_excel_gets_a_mark_semicolons_and_no_formula(
    corpus: Corpus, tmp_path: Path
) -> None:
    export(corpus, tmp_path / "quotes.csv", format="csv", layer="quotes", excel=True)

    content = (tmp_path / "quotes.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(content.decode("utf-8-sig").splitlines(), delimiter=";"))
    assert rows[-1]["text"].startswith("'=2+2")


def test_duckdb_reads_the_parquet_rows(corpus: Corpus, tmp_path: Path) -> None:
    export(corpus, tmp_path / "all.parquet", format="parquet")

    found = duckdb.sql(
        f"SELECT layer, count(*) FROM '{tmp_path / 'all.parquet'}' GROUP BY layer ORDER BY layer"
    ).fetchall()
    assert found == [("entities", 3), ("events", 1), ("quotes", 3), ("stance", 1)]


def test_sqlite_has_foreign_keys_and_searches_without_accents(
    corpus: Corpus, tmp_path: Path
) -> None:
    export(corpus, tmp_path / "corpus.db", format="sqlite")

    with sqlite3.connect(tmp_path / "corpus.db") as base:
        assert base.execute("PRAGMA foreign_key_check").fetchall() == []
        targets = {row[2] for row in base.execute("PRAGMA foreign_key_list(quotes)")}
        assert targets == {"articles", "entities", "names", "quotes"}
        search = "SELECT a.id FROM articles_fts f JOIN articles a ON a.rowid = f.rowid WHERE articles_fts MATCH ?"
        assert base.execute(search, ["declare"]).fetchall() == [("un",)]
        said = "SELECT canonical_name, outlet FROM who_said_what WHERE speaker_name IS NOT NULL"
        assert base.execute(said).fetchall() == [("Anne Morel", "Le Phare")]
        assert base.execute("SELECT count(*) FROM quotes_spans").fetchone() == (4,)
        assert base.execute("SELECT role, value FROM events_arguments ORDER BY role").fetchall() == [
            ("place", None), ("victim", 2.0),
        ]  # fmt: skip
        assert base.execute(
            "SELECT time_start, place FROM what_happened"
        ).fetchall() == [("2026-03-02", "Larnholm")]


@pytest.mark.slow
def test_datasette_answers_a_full_text_query(corpus: Corpus, tmp_path: Path) -> None:
    export(corpus, tmp_path / "corpus.db", format="sqlite")
    asked = [
        sys.executable, "-m", "datasette", str(tmp_path / "corpus.db"), "--metadata",
        str(tmp_path / "corpus.metadata.json"), "--get", "/corpus/articles.json?_search=ferme&_shape=array",
    ]  # fmt: skip
    done = subprocess.run(asked, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert [row["id"] for row in json.loads(done.stdout)] == ["un"]


SELECTORS = {
    "type": "object",
    "required": ["@context", "type", "total", "first"],
    "properties": {
        "@context": {"const": "http://www.w3.org/ns/anno.jsonld"},
        "type": {"const": "AnnotationCollection"},
        "first": {
            "type": "object",
            "required": ["type", "items", "startIndex"],
            "properties": {
                "items": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["id", "type", "body", "target"],
                        "properties": {
                            "type": {"const": "Annotation"},
                            "id": {"type": "string", "format": "uri"},
                        },
                    },
                }
            },
        },
    },
}


def test_a_web_annotation_is_found_by_place_and_by_words(
    corpus: Corpus, tmp_path: Path
) -> None:
    export(corpus, tmp_path / "a.jsonld", format="webannotation")
    found = json.loads((tmp_path / "a.jsonld").read_text(encoding="utf-8"))

    jsonschema.validate(found, SELECTORS)
    items = found["first"]["items"]
    assert found["total"] == len(items) == 8
    for item in items:
        for target in (
            item["target"] if isinstance(item["target"], list) else [item["target"]]
        ):
            text = TEXT if target["source"].startswith("https") else OTHER
            place, words = target["selector"]
            assert text[place["start"] : place["end"]] == words["exact"]
            assert words["prefix"] + words["exact"] + words["suffix"] in text


def test_spacy_reads_the_docs(corpus: Corpus, tmp_path: Path) -> None:
    export(corpus, tmp_path / "c.spacy", format="docbin")

    first, second = (
        DocBin(store_user_data=True)
        .from_disk(tmp_path / "c.spacy")
        .get_docs(spacy.blank("fr").vocab)
    )
    assert (first.text, second.text) == (TEXT, OTHER)
    assert [span.text for span in first.ents] == ["Anne Morel", "Larnholm"]
    assert [span.label_ for span in first.spans["quotes"]] == ["mixed", "direct"]
    assert first.user_data["pressmark"]["quotes"][0]["speaker_name"] == "Anne Morel"


def test_a_docbin_counts_spans_whose_ends_lie_within_tokens(tmp_path: Path) -> None:
    text = "Parisiens"
    made = pressmark.save(
        [
            with_layers(
                Article(id="a", text=text), entities=[entity(text, "Paris", "LOC")]
            )
        ],
        tmp_path / "c",
        title="T",
    )
    report = export(made, tmp_path / "out.spacy", format="docbin")
    assert [
        count for what, count in report.lost.items() if "within tokens" in what
    ] == [1]


def test_brat_files_hold_the_words_at_their_offsets(
    corpus: Corpus, tmp_path: Path
) -> None:
    export(corpus, tmp_path / "brat", format="brat")

    names = [
        json.loads(line)["file"]
        for line in (tmp_path / "brat" / "articles.jsonl").read_text().splitlines()
    ]
    assert names[0] == "un"
    for name in names:
        text = (tmp_path / "brat" / f"{name}.txt").read_bytes().decode()
        lines = (
            (tmp_path / "brat" / f"{name}.ann").read_text(encoding="utf-8").splitlines()
        )
        for line in [line for line in lines if line.startswith("T")]:
            _, typed, words = line.split("\t")
            pieces = [
                tuple(map(int, piece.split()))
                for piece in typed.split(" ", 1)[1].split(";")
            ]
            assert " ".join(text[start:end] for start, end in pieces) == words
    first = (tmp_path / "brat" / "un.ann").read_text(encoding="utf-8")
    assert re.search(r"^E1\tCASUALTY:T\d+ victim:T\d+ place:T\d+$", first, re.M)
    assert re.search(r"^R\d+\tspeaker Arg1:T\d+ Arg2:T\d+$", first, re.M)


def test_conllu_tokens_have_bio_tags_and_their_places(
    corpus: Corpus, tmp_path: Path
) -> None:
    report = export(corpus, tmp_path / "c.conllu", format="conllu")

    rows = [
        line.split("\t")
        for line in (tmp_path / "c.conllu").read_text(encoding="utf-8").split("\n")
    ]
    tokens = [
        (row[1], dict(part.split("=", 1) for part in row[9].split("|")))
        for row in rows
        if len(row) == 10
    ]
    first = [misc for word, misc in tokens if word == "Anne"]
    assert first[0]["Entities"] == "B-PER"
    assert TEXT[int(first[0]["start_char"]) : int(first[0]["end_char"])] == "Anne"
    assert [misc["Quotes"] for word, misc in tokens if word in ("Le", "pont", "fermé", "Deux")] == [
        "B-mixed", "I-mixed", "I-mixed", "B-mixed",
    ]  # fmt: skip
    assert report.lost["quotes: an interrupted span, now several tags"] == 1


REGION = {
    "type": "object",
    "required": ["id", "from_name", "to_name", "type", "value"],
    "properties": {
        "value": {
            "type": "object",
            "required": ["start", "end", "text", "labels"],
            "properties": {
                "start": {"type": "integer"},
                "labels": {"type": "array", "minItems": 1},
            },
        }
    },
}


def test_label_studio_regions_fit_the_configuration(
    corpus: Corpus, tmp_path: Path
) -> None:
    export(corpus, tmp_path / "tasks.json", format="labelstudio")

    tasks = json.loads((tmp_path / "tasks.json").read_text(encoding="utf-8"))
    view = etree.parse(tmp_path / "tasks.xml")
    labels = set(view.xpath("//Label/@value"))
    relations = set(view.xpath("//Relation/@value"))
    for task in tasks:
        for item in task["predictions"][0]["result"]:
            if item["type"] == "relation":
                assert set(item["labels"]) <= relations
                continue
            jsonschema.validate(item, REGION)
            value = item["value"]
            assert task["data"]["text"][value["start"] : value["end"]] == value["text"]
            assert set(value["labels"]) <= labels
            assert (item["from_name"], item["to_name"]) == ("label", "text")


def test_cassis_finds_the_words_behind_an_emoji(corpus: Corpus, tmp_path: Path) -> None:
    from cassis import load_cas_from_xmi, load_typesystem

    export(corpus, tmp_path / "xmi", format="xmi")
    with (tmp_path / "xmi" / "TypeSystem.xml").open("rb") as file:
        types = load_typesystem(file)
    with (tmp_path / "xmi" / "un.xmi").open("rb") as file:
        content = file.read()
    cas = load_cas_from_xmi((tmp_path / "xmi" / "un.xmi").open("rb"), typesystem=types)
    assert cas.sofa_string == TEXT
    named = cas.select("de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity")
    assert [(one.get_covered_text(), one.value) for one in named] == [
        ("Anne Morel", "PER"),
        ("Larnholm", "LOC"),
    ]
    at = TEXT.index("Anne Morel") + 1  # one emoji before it: two code units in UTF-16
    assert f'begin="{at}"'.encode() in content
    assert [one.speaker_name for one in cas.select("webanno.custom.Quotes")] == [
        "Anne Morel",
        None,
    ]


TEI = "{http://www.tei-c.org/ns/1.0}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"


def test_tei_keeps_the_text_and_every_pointer_has_its_anchor(
    corpus: Corpus, tmp_path: Path
) -> None:
    report = export(corpus, tmp_path / "corpus.xml", format="tei")
    root = etree.parse(tmp_path / "corpus.xml").getroot()

    bodies = ["".join(body.itertext()) for body in root.iter(f"{TEI}body")]
    assert bodies == [TEXT, OTHER.replace("\x0b", "\ufffd")]
    ids = root.xpath("//@xml:id")
    assert len(ids) == len(set(ids))
    pointers = [
        value.removeprefix("#")
        for value in root.xpath("//@from | //@to | //@corresp | //@ana")
    ]
    assert pointers
    assert set(pointers) <= set(ids)
    children = {etree.QName(child).localname for child in root}
    assert children == {"teiHeader", "standOff", "TEI"}
    for text in root.iter(f"{TEI}TEI"):
        assert [etree.QName(child).localname for child in text] == [
            "teiHeader",
            "text",
            "standOff",
        ]
    assert (
        _between(
            root, next(span for span in root.iter(f"{TEI}span") if span.text == "PER")
        )
        == "Anne Morel"
    )
    assert (
        report.lost["character: a control character that XML cannot hold, now U+FFFD"]
        == 1
    )


def _between(root: etree._Element, span: etree._Element) -> str:
    """The text between the two anchors that a span points to."""
    first, last = (span.get(name, "")[1:] for name in ("from", "to"))
    text, inside = "", False
    for node in root.iter():
        if node.get(XML_ID) == last:
            return text
        inside = inside or node.get(XML_ID) == first
        if inside:
            text += node.tail or ""
    raise AssertionError("no such anchors")


def test_txm_texts_are_well_formed_and_have_metadata(
    corpus: Corpus, tmp_path: Path
) -> None:
    report = export(corpus, tmp_path / "txm", format="txm")

    rows = list(
        csv.DictReader(
            (tmp_path / "txm" / "metadata.csv").read_text(encoding="utf-8").splitlines()
        )
    )
    assert (rows[0]["id"], rows[0]["outlet"], rows[0]["month"], rows[0]["desk"]) == (
        "un",
        "Le Phare",
        "2026-03",
        "local",
    )
    for row in rows:
        root = etree.parse(tmp_path / "txm" / f"{row['id']}.xml").getroot()
        assert root.tag == "text"
    first = etree.parse(tmp_path / "txm" / "un.xml")
    assert first.xpath("//name[@type='PER']/text()") == ["Anne Morel"]
    assert first.xpath("//quote[@type='direct']//text()") == ["et ce n'est pas fini"]
    assert (
        sum(
            count
            for what, count in report.lost.items()
            if what.startswith("span: crosses")
        )
        == 1
    )


def test_iramuteq_has_starred_lines_and_no_other_star(
    corpus: Corpus, tmp_path: Path
) -> None:
    export(corpus, tmp_path / "i.txt", format="iramuteq", layer="quotes")

    lines = (tmp_path / "i.txt").read_text(encoding="utf-8").splitlines()
    starred = [line for line in lines if line.startswith("****")]
    assert starred[0] == (
        "**** *id_un *outlet_lephare *lang_fr *year_2026 *month_202603 *day_20260303 *desk_local "
        "*type_mixed *speaker_annemorel *gender_f *role_maire"
    )
    assert not [line for line in lines if "*" in line and not line.startswith("**** *")]


def test_croissant_loads_the_corpus(corpus: Corpus) -> None:
    import mlcroissant

    export(corpus, corpus.folder / "croissant.json", format="croissant")
    try:
        found = mlcroissant.Dataset(jsonld=corpus.folder / "croissant.json")
        assert not found.metadata.ctx.issues.errors
        (first, *_) = list(found.records("quotes"))
        assert first["quotes/text"].decode() == corpus["un"].quotes[0].text
    finally:
        (corpus.folder / "croissant.json").unlink()


def test_croissant_tells_keys_and_what_columns_refer_to(
    corpus: Corpus, tmp_path: Path
) -> None:
    export(corpus, tmp_path / "croissant.json", format="croissant")
    about = json.loads((tmp_path / "croissant.json").read_text(encoding="utf-8"))
    tables = {table["name"]: table for table in about["recordSet"]}

    assert about["conformsTo"] == "http://mlcommons.org/croissant/1.1"
    assert tables["quotes"]["key"] == {"@id": "quotes/id"}
    targets = {
        f"{name}.{field['name']}": field["references"]["field"]["@id"]
        for name, table in tables.items()
        for field in table["field"]
        if "references" in field
    }
    assert targets["quotes.article_id"] == "articles/id"
    assert targets["quotes.speaker_id"] == "entities/id"
    assert targets["quotes.speaker_name_id"] == "names/id"
    assert targets["entities.name_id"] == "names/id"
    # A table without rows is no record set, and nothing refers to it.
    assert set(targets.values()) <= {f"{name}/id" for name in tables}


def test_croissant_of_several_shards_refers_to_its_own(tmp_path: Path) -> None:
    articles = [Article(id=f"a{number}", text="Anne part.") for number in range(3)]
    with_names = [
        with_layers(article, entities=[entity(article.text, "Anne")])
        for article in articles
    ]
    corpus = save(with_names, tmp_path / "corpus", title="Shards", shard=1)
    export(corpus, tmp_path / "croissant.json", format="croissant")
    about = json.loads((tmp_path / "croissant.json").read_text(encoding="utf-8"))

    references = {
        table["name"]: {
            field["name"]: field["references"]["field"]["@id"]
            for field in table["field"]
            if "references" in field
        }
        for table in about["recordSet"]
    }
    assert references["entities-2"]["article_id"] == "articles-2/id"
    assert references["entities-2"]["name_id"] == "names/id"


def test_datasets_loads_the_hub_folder(corpus: Corpus, tmp_path: Path) -> None:
    export(corpus, tmp_path / "hub", format="hub")

    cache = str(tmp_path / "cache")
    whole = datasets.load_dataset(
        str(tmp_path / "hub"), "whole", split="train", cache_dir=cache
    )
    assert [len(row["quotes"]) for row in whole] == [2, 1]
    quotes = datasets.load_dataset(
        str(tmp_path / "hub"), "quotes", split="train", cache_dir=cache
    )
    assert quotes["text"] == corpus.table("quotes")["text"]
    assert pressmark.load(tmp_path / "hub")["un"].text == TEXT


def test_the_hub_folder_is_not_written_over_other_files(
    corpus: Corpus, tmp_path: Path
) -> None:
    (tmp_path / "thesis.docx").write_text("mine")
    with pytest.raises(PressmarkError, match="holds other files"):
        export(corpus, tmp_path, format="hub")
    with pytest.raises(PressmarkError, match="is the folder of the corpus"):
        export(corpus, corpus.folder, format="hub")
    assert (tmp_path / "thesis.docx").exists()


SMALL = settings(
    max_examples=15, deadline=None, suppress_health_check=list(HealthCheck)
)


@pytest.mark.slow
@SMALL
@given(made=drawn())
def test_hostile_texts_are_exported(
    made: Article, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("h")
    corpus = pressmark.save([made], folder / "corpus", title="T")
    for format in ("csv", "sqlite", "webannotation", "docbin", "brat", "conllu", "labelstudio", "xmi"):  # fmt: skip
        report = export(corpus, folder / format / "out", format=format)
        assert (format, report.articles) == (format, 1)

    assert export(corpus, folder / "tei.xml", format="tei").articles == 1
    (body,) = etree.parse(folder / "tei.xml").getroot().iter(f"{TEI}body")
    assert "".join(body.itertext()) == re.sub(
        "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd", made.text
    )
    assert export(corpus, folder / "txm", format="txm").articles == 1
    for path in folder.glob("txm/*.xml"):
        etree.parse(path)


def test_every_form_has_a_page_in_the_docs_with_its_command() -> None:
    pages = {
        path.stem: path.read_text(encoding="utf-8")
        for path in (DOCS / "exports").glob("*.md")
    }
    assert set(pages) == set(FORMATS)
    for form, page in pages.items():
        assert set(re.findall(r"^pressmark export .*--format (\w+)", page, re.M)) == {
            form
        }


def test_a_hub_folder_is_sent_where_it_is_told(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[tuple[str, str]] = []

    class Hub:
        def create_repo(
            self, repository: str, *, repo_type: str, exist_ok: bool
        ) -> None:
            sent.append((repository, repo_type))

        def upload_folder(
            self, *, folder_path: Path, repo_id: str, repo_type: str
        ) -> None:
            if repo_id == "closed/one":
                raise OSError("no way in")
            sent.append((repo_id, Path(folder_path).name))

    monkeypatch.setattr("huggingface_hub.HfApi", Hub)
    export(corpus, tmp_path / "hub", format="hub", push="org/bridges")
    assert sent == [("org/bridges", "dataset"), ("org/bridges", "hub")]
    with pytest.raises(PressmarkError, match="closed/one: the Hub did not take it"):
        export(corpus, tmp_path / "hub", format="hub", push="closed/one")


def test_the_tools_know_every_type_of_the_codebook_and_of_an_own_lexicon(
    corpus: Corpus, tmp_path: Path
) -> None:
    settings = json.dumps({"own_labels": ["PRICE_RISE"]})
    run = {
        "step": "annotate",
        "name": "events",
        "version": "1",
        "settings": settings,
        "packages": "{}",
        "articles": 2,
    }
    made = corpus.save_articles(corpus, tmp_path / "made", title="T", runs=[run])
    for format in ("brat", "labelstudio", "xmi"):
        export(made, tmp_path / format / "out", format=format)

    conf = (tmp_path / "brat" / "out" / "annotation.conf").read_text()
    view = etree.parse(tmp_path / "labelstudio" / "out.xml").xpath("//Label/@value")
    tags = [
        tag["tag_name"]
        for tag in json.loads((tmp_path / "xmi/out/events.tagset.json").read_text())[
            "tags"
        ]
    ]
    looks = (tmp_path / "brat" / "out" / "visual.conf").read_text()
    for label in ("FIGHT", "SANCTION", "THREATEN", "RETREAT", "PRICE_RISE"):
        assert re.search(rf"^{label}\t", conf, re.M)
        assert f"{label} | {label}" in looks
        assert label in view
        assert label in tags
    assert {"PER", "LOC", "ORG", "MISC", "direct", "scare", "Argument"} <= set(view)


def test_a_workbook_has_a_sheet_a_table_and_no_formula(
    corpus: Corpus, tmp_path: Path
) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    report = export(corpus, tmp_path / "c.xlsx", format="xlsx")
    book = openpyxl.load_workbook(tmp_path / "c.xlsx")

    assert book.sheetnames == list(corpus.manifest.tables())
    rows = list(book["quotes"].iter_rows())
    head = [cell.value for cell in rows[0]]
    assert head.index("text") < head.index("speaker_name") < head.index("start")
    assert head[-1].endswith("_end")
    risky = [cell for row in rows for cell in row if str(cell.value).startswith("=")]
    assert [cell.data_type for cell in risky] == ["s"]
    assert (
        report.lost["character: a control character that XML cannot hold, now U+FFFD"]
        > 0
    )


def test_csv_files_say_what_made_them_and_put_offsets_last(
    corpus: Corpus, tmp_path: Path
) -> None:
    export(corpus, tmp_path / "csv", format="csv")
    assert (tmp_path / "csv" / "runs.csv").is_file()
    head = (
        (tmp_path / "csv" / "quotes.csv")
        .read_text(encoding="utf-8")
        .splitlines()[0]
        .split(",")
    )
    assert (
        head.index("text")
        < head.index("speaker")
        < head.index("start")
        < head.index("cue_start")
    )


def test_iramuteq_has_own_columns_and_who_speaks(
    corpus: Corpus, tmp_path: Path
) -> None:
    whole = export(corpus, tmp_path / "a.txt", format="iramuteq")
    assert (
        "*desk_local"
        in (tmp_path / "a.txt").read_text(encoding="utf-8").splitlines()[0]
    )
    export(corpus, tmp_path / "q.txt", format="iramuteq", layer="quotes")
    first = (tmp_path / "q.txt").read_text(encoding="utf-8").splitlines()[0]
    assert {"*desk_local", "*gender_f", "*role_maire", "*speaker_annemorel"} <= set(
        first.split()
    )
    assert whole.articles == 2


def test_scare_quotes_are_no_texts_of_iramuteq_unless_asked(tmp_path: Path) -> None:
    made = with_layers(
        Article(id="a", text="Le « progrès »."),
        quotes=[quote("Le « progrès ».", "progrès", "scare")],
    )
    corpus = pressmark.save([made], tmp_path / "c", title="T")
    report = export(corpus, tmp_path / "q.txt", format="iramuteq", layer="quotes")
    assert (tmp_path / "q.txt").read_text() == ""
    assert [count for what, count in report.lost.items() if "scare" in what] == [1]
    export(corpus, tmp_path / "q.txt", format="iramuteq", layer="quotes", scare=True)
    assert "progrès" in (tmp_path / "q.txt").read_text(encoding="utf-8")


def test_a_hub_folder_has_few_files_whose_pages_have_an_index(tmp_path: Path) -> None:
    texts = [f"Anne {number} part à Ostend." for number in range(30)]
    articles = [
        Article(id=f"a{number}", text=text, language="fr" if number else "en")
        for number, text in enumerate(texts)
    ]
    corpus = save(articles, tmp_path / "corpus", title="Many", shard=4)
    assert len(corpus.manifest.shards) == 8

    export(corpus, tmp_path / "hub", format="hub")

    (file,) = (tmp_path / "hub" / "articles").iterdir()
    metadata = pq.ParquetFile(file).metadata
    assert metadata.num_rows == 30
    column = metadata.row_group(0).column(metadata.schema.names.index("text"))
    assert column.has_offset_index
    assert column.has_column_index
    merged = pressmark.load(tmp_path / "hub")
    assert [article.text for article in merged] == texts
    assert [len(merged.manifest.files(table)) for table in ("articles", "runs")] == [
        1
    ] * 2


def test_shards_that_would_be_too_large_together_stay_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    articles = [
        Article(id=f"a{number}", text=f"Texte {number}.") for number in range(9)
    ]
    corpus = save(articles, tmp_path / "corpus", title="Many", shard=2)
    monkeypatch.setattr(merged_shards, "MAX_ARTICLES_OF_SHARD", 5)
    export(corpus, tmp_path / "hub", format="hub")
    merged = pressmark.load(tmp_path / "hub")
    assert [file.rows for file in merged.manifest.files("articles")] == [4, 5]

    smallest = min(file.bytes for file in corpus.manifest.files("articles"))
    monkeypatch.setattr(merged_shards, "MAX_BYTES_OF_FILE", smallest)
    export(corpus, tmp_path / "hub", format="hub")
    merged = pressmark.load(tmp_path / "hub")
    assert [file.rows for file in merged.manifest.files("articles")] == [2, 2, 2, 2, 1]
    assert [article.id for article in merged] == [article.id for article in articles]


def test_the_card_has_what_the_filters_of_the_hub_read(
    corpus: Corpus, tmp_path: Path
) -> None:
    export(corpus, tmp_path / "hub", format="hub")
    head = DatasetCard.load(tmp_path / "hub" / "README.md").data.to_dict()

    assert head["language"] == ["en", "fr"]
    assert head["multilinguality"] == ["multilingual"]
    assert head["size_categories"] == ["n<1K"]
    assert head["annotations_creators"] == ["machine-generated"]
    assert head["task_categories"] == ["token-classification"]
    assert "named-entity-recognition" in head["task_ids"]
    assert (head["license"], "license_name" in head) == ("cc0-1.0", False)
    names = [config["config_name"] for config in head["configs"]]
    assert {"articles", "quotes", "whole"} <= set(names)


@pytest.mark.parametrize(
    ("licence", "identifier"),
    [
        ("CC BY-SA 4.0", "cc-by-sa-4.0"),
        ("CC0 1.0", "cc0-1.0"),
        ("MIT", "mit"),
        ("press archive", "other"),
        (None, "unknown"),
    ],
)
def test_a_licence_that_the_hub_knows_has_its_identifier_and_no_other_name(
    licence: str | None, identifier: str, tmp_path: Path
) -> None:
    corpus = save(
        [Article(id="a", text="Texte.")], tmp_path / "c", title="T", licence=licence
    )
    export(corpus, tmp_path / "hub", format="hub")
    for folder in ("c", "hub"):
        head = DatasetCard.load(tmp_path / folder / "README.md").data.to_dict()
        assert head["license"] == identifier
        assert head.get("license_name") == (licence if identifier == "other" else None)
