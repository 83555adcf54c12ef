"""Annotation on its way out to another tool and back: the same spans again, or a refusal that says where."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from making import TEXTS, entity, event, quote, span_id, with_layers
from making import articles as drawn
from typer.testing import CliRunner

import pressmark
from pressmark.articles import Article
from pressmark.cli.app import app
from pressmark.dataset.corpus import Corpus, _written
from pressmark.errors import InputError, PressmarkError
from pressmark.exchange import (
    READERS,
    ImportedAnnotation,
    Refusal,
    export,
    group_refusals,
    import_annotation,
)
from pressmark.exchange.anchors import Anchors
from pressmark.linking.names import StoredNames
from pressmark.spans import Argument, CustomSpan, Time, TimeExpression

TEXT = (
    "🙂 « Le pont\r\nest fermé », a déclaré à la presse Anne Morel, maire de Larnholm.\r\n\r\n"
    "Deux personnes ont été blessées lundi, « et ce n'est pas fini »."
)


def _article(id: str = "un") -> Article:
    at = TEXT.index
    said = quote(
        TEXT, TEXT[at("Le pont") : at(" lundi")], "mixed", cue="a déclaré", cue_start=at("a déclaré"), rule="marks",
        cue_end=at("a déclaré") + 9, speaker="Anne Morel", speaker_start=at("Anne"), speaker_end=at("Anne") + 10,
        speaker_id=span_id(id, "entities", TEXT, "Anne Morel"),
        speaker_name="Anne Morel", score=0.5, cue_class="report", status="said",
        addressee="la presse", addressee_start=at("la presse"), addressee_end=at("la presse") + 9,
        spans=((at("Le pont"), at(" », a")), (at("Deux"), at(" lundi"))),
    )  # fmt: skip
    victim = Argument(
        role="victim",
        start=at("Deux"),
        end=at("Deux") + 14,
        text="Deux personnes",
        value=2.0,
        bound="exact",
    )
    place = Argument(
        role="place",
        start=at("Larnholm"),
        end=at("Larnholm") + 8,
        text="Larnholm",
        entity_id=span_id(id, "entities", TEXT, "Larnholm"),
    )
    hurt = event(
        TEXT, "blessées", "CASUALTY", arguments=(victim, place), place_id=span_id(id, "entities", TEXT, "Larnholm"),
        time=Time(start="2026-03-02", end="2026-03-02", grain="day", surface="lundi"), plover="X",
        quote_id=span_id(id, "quotes", TEXT, TEXT[at("Le pont") : at(" lundi")]),
    )  # fmt: skip
    names = [
        entity(
            TEXT,
            "Anne Morel",
            role="maire de Larnholm",
            gender="f",
            mention_end=at(".\r\n"),
        ),
        entity(TEXT, "Larnholm", "LOC"),
    ]
    article = Article(id=id, text=TEXT, language="fr")
    return with_layers(
        article,
        entities=names,
        quotes=[said, quote(TEXT, "et ce n'est pas fini")],
        events=[hurt],
    )


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    other = with_layers(
        Article(id="Zwei/2", text="Rien.", language="fr"),
        entities=[],
        quotes=[],
        events=[],
    )
    return pressmark.save(
        [_article(), other], tmp_path_factory.mktemp("c") / "corpus", title="T"
    )


def plain(span: Any) -> Any:
    """The span as it is compared: who made it and its corpus-wide links are not the tool's to keep."""
    known = {"annotator": "", **({"name_id": None} if hasattr(span, "name_id") else {})}
    return replace(
        span,
        **known,
        **(
            {"happening_id": None, "happening_reason": None}
            if hasattr(span, "happening_id")
            else {}
        ),
    )


@pytest.mark.parametrize(
    "format", ["brat", "labelstudio", "xmi", "jsonl", "webannotation"]
)
def test_a_corpus_comes_back_whole(corpus: Corpus, tmp_path: Path, format: str) -> None:
    export(corpus, tmp_path / "out.json", format=format)
    imported = import_annotation(
        corpus, tmp_path / "out.json", format=format, by="annotator-1"
    )

    assert imported.refusals == []
    assert {article.id for article in imported.articles} == (
        {"un"} if format == "webannotation" else {"un", "Zwei/2"}
    )
    back = next(article for article in imported.articles if article.id == "un")
    for layer, spans in corpus["un"].layers.items():
        assert [plain(span) for span in back.layer(layer)] == [
            plain(span) for span in spans
        ]
    assert {span.annotator for spans in back.layers.values() for span in spans} == {
        "human:annotator-1"
    }
    assert (
        pressmark.check(
            pressmark.save(imported.articles, tmp_path / "gold", title="T").folder
        )
        == ()
    )


@pytest.mark.parametrize("format", ["jsonl", "conllu"])
def test_places_and_labels_come_back_where_the_form_holds_no_more(
    corpus: Corpus, tmp_path: Path, format: str
) -> None:
    export(corpus, tmp_path / "out", format=format)
    imported = import_annotation(corpus, tmp_path / "out", format=format, by="a")

    assert imported.refusals == []
    back = next(article for article in imported.articles if article.id == "un")
    for layer in ("entities", "events"):
        assert [(span.start, span.end, span.label) for span in back.layer(layer)] == [
            (span.start, span.end, span.label) for span in corpus["un"].layer(layer)
        ]
    if format == "jsonl":
        assert [
            replace(plain(quote), rule="marks", score=0.5, speaker_id=None)
            for quote in back.quotes[:1]
        ] == [
            replace(plain(quote), speaker_id=None) for quote in corpus["un"].quotes[:1]
        ]
    else:  # an interrupted quote is two there
        assert [quote.text for quote in back.quotes] == [
            "Le pont\r\nest fermé", "Deux personnes ont été blessées", "et ce n'est pas fini",
        ]  # fmt: skip


SMALL = settings(
    max_examples=25, deadline=None, suppress_health_check=list(HealthCheck)
)


@pytest.mark.slow
@SMALL
@given(made=drawn())
def test_hostile_texts_come_back(
    made: Article, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("h")
    corpus = pressmark.save([made], folder / "corpus", title="T")
    for format in ("brat", "labelstudio", "jsonl"):
        file = folder / format / "out.json"
        export(corpus, file, format=format)
        imported = import_annotation(corpus, file, format=format, by="a")

        assert (format, imported.refusals) == (format, [])
        for article in imported.articles:
            for layer, spans in article.layers.items():
                assert [(one.start, one.end, one.label) for one in spans] == [
                    (one.start, one.end, one.label) for one in made.layer(layer)
                ]


@given(text=TEXTS, form=st.sampled_from(["NFC", "NFD"]), data=st.data())
def test_a_stretch_is_found_in_a_text_of_another_form(
    text: str, form: str, data: st.DataObject
) -> None:
    theirs = unicodedata.normalize(form, text).replace("\r\n", "\n").replace(" ", "\n")
    start = data.draw(st.integers(0, max(0, len(theirs) - 1)))
    end = data.draw(st.integers(start, len(theirs)))
    place = Anchors(theirs, text).locate(start, end)

    def letters(stretch: str) -> str:
        return "".join(
            unicodedata.normalize("NFD", stretch).replace("\ufeff", "").split()
        )

    if (
        place is not None
        and unicodedata.combining((theirs + " ")[end : end + 1] or " ") == 0
    ):
        assert letters(theirs[start:end]) in letters(text[slice(*place)])


def test_a_span_that_ends_with_a_line_comes_back_from_brat(tmp_path: Path) -> None:
    text = "Un titre\r\nLa suite."
    made = with_layers(
        Article(id="a", text=text), entities=[entity(text, "Un titre\r\n", "MISC")]
    )
    corpus = pressmark.save([made], tmp_path / "corpus", title="T")
    export(corpus, tmp_path / "brat", format="brat")
    (back,) = import_annotation(
        corpus, tmp_path / "brat", format="brat", by="a"
    ).articles
    assert [one.text for one in back.entities] == ["Un titre\r\n"]


def test_words_that_stand_twice_are_told_apart_by_what_is_around_them() -> None:
    ours = "Le maire parle. Puis le préfet et le maire se taisent, et le maire sort."
    theirs = "Puis le préfet et le maire se taisent."
    at = theirs.index("le maire")
    assert Anchors(theirs, ours).locate(at, at + 8) == (
        ours.index("et le maire") + 3,
        ours.index("et le maire") + 11,
    )
    assert Anchors("x le maire y", ours).locate(2, 10) is None
    assert Anchors("le curé", ours).locate(3, 7) is None


def test_what_cannot_be_placed_is_refused_with_its_place(
    corpus: Corpus, tmp_path: Path
) -> None:
    rows = [
        {"id": "un", "text": TEXT.replace("Anne", "Jeanne").replace("\r\n", "\n"), "entities": [
            {"start": TEXT.index("Anne") - 1, "end": TEXT.index("Anne") + 11, "label": "PER"},
            {"start": 0, "end": 5000, "label": "PER"},
        ]},
        {"id": "none", "text": "Nowhere.", "entities": []},
        {"id": "un", "text": TEXT, "entities": []},
    ]  # fmt: skip
    (tmp_path / "a.jsonl").write_text("\n".join([*map(json.dumps, rows), "{"]))
    imported = import_annotation(corpus, tmp_path / "a.jsonl", format="jsonl", by="a")

    said = [str(refusal) for refusal in imported.refusals]
    assert len(said) == 5
    assert said[0].startswith("a.jsonl line 4: is not JSON (")
    assert said[1].startswith("a.jsonl line 1 entities 1: PER «Jeanne Morel")
    assert said[2].startswith("a.jsonl line 1 entities 2: PER «🙂")
    assert (
        said[3]
        == "a.jsonl line 2: is no article of the corpus: neither its id nor its text is known"
    )
    assert said[4] == "a.jsonl line 3: annotates 'un' again; first in a.jsonl line 1"
    assert imported.span_count == 0


def test_a_label_and_a_span_changed_in_brat_win_over_the_note(
    corpus: Corpus, tmp_path: Path
) -> None:
    export(corpus, tmp_path / "brat", format="brat")
    file = tmp_path / "brat" / "un.ann"
    start = TEXT.index("Morel")
    lines = file.read_bytes().decode().split("\n")
    lines[0] = f"T1\tORG {start} {start + 5}\tMorel"
    lines.append(f"T99\tPER {TEXT.index('presse')} {TEXT.index('presse') + 6}\tpresse")
    file.write_bytes("\n".join(lines).encode())
    (article, *_) = [
        one
        for one in import_annotation(
            corpus, tmp_path / "brat", format="brat", by="a"
        ).articles
        if one.id == "un"
    ]

    assert [(one.text, one.label, one.role, one.name) for one in article.entities] == [
        ("presse", "PER", None, "presse"), ("Morel", "ORG", "maire de Larnholm", "Anne Morel"),
        ("Larnholm", "LOC", None, "Larnholm"),
    ]  # fmt: skip
    assert article[article.quotes[0].speaker_id or ""].text == "Morel"
    assert article.entities[1].mention_start <= start


def test_the_text_of_an_article_is_no_annotation_of_brat(
    corpus: Corpus, tmp_path: Path
) -> None:
    export(corpus, tmp_path / "brat", format="brat")
    imported = import_annotation(
        corpus, tmp_path / "brat" / "un.txt", format="brat", by="a"
    )

    assert not list(imported.articles)
    (refusal,) = imported.refusals
    assert str(refusal).startswith("un.txt: is no .ann file")


def test_lines_of_brat_that_do_not_fit_are_refused(
    corpus: Corpus, tmp_path: Path
) -> None:
    export(corpus, tmp_path / "brat", format="brat")
    lines = [
        "T90\tPER 0 4\tAnne",
        "nothing",
        "A1\tNegation T1",
        "#9\tAnnotatorNotes T1\tfine",
        "*\tEquiv T1 T2",
    ]
    with (tmp_path / "brat" / "un.ann").open("a", newline="") as file:
        file.write("\n".join(lines))
    with (tmp_path / "brat" / "articles.jsonl").open("a") as file:
        file.write("no line\n")
    (tmp_path / "brat" / "other.ann").write_bytes(b"T1\tPER 0 1\t\xff")
    (tmp_path / "brat" / "other.txt").write_text("x")
    imported = import_annotation(corpus, tmp_path / "brat", format="brat", by="a")

    assert [str(one).partition(" (")[0] for one in imported.refusals] == [
        "articles.jsonl line 3: names no file and its article",
        "other.ann: is not UTF-8 text",
        "un.ann line 23: «Anne» does not stand at its offsets in the text beside it",
        "un.ann line 24: is no line of brat's",
    ]
    assert len(next(one for one in imported.articles if one.id == "un").entities) == 2


def test_offsets_that_are_no_numbers_and_texts_that_are_none_are_refused(
    corpus: Corpus, tmp_path: Path
) -> None:
    rows = [
        {
            "id": "un",
            "text": TEXT,
            "entities": [
                {"start": 0, "end": None, "label": "PER"},
                {"start": "0", "end": 5},
            ],
        },
        {"id": "Zwei/2", "text": None, "entities": []},
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    imported = import_annotation(corpus, tmp_path / "a.jsonl", format="jsonl", by="a")
    assert [str(refusal) for refusal in imported.refusals] == [
        "a.jsonl line 2: holds no text",
        "a.jsonl line 1 entities 1: its start or its end is no whole number",
        "a.jsonl line 1 entities 2: its start or its end is no whole number",
    ]


def test_a_file_that_annotates_nothing_here_writes_nothing(
    corpus: Corpus, tmp_path: Path
) -> None:
    (tmp_path / "x.jsonl").write_text("no line\n")
    asked = [
        "import",
        str(corpus.folder),
        str(tmp_path / "x.jsonl"),
        "--by",
        "me",
        "--output",
        str(tmp_path / "gold"),
    ]
    done = CliRunner().invoke(app, asked)
    assert isinstance(done.exception, InputError)
    assert "annotates no article of" in str(done.exception)
    assert "refused x.jsonl line 1" in str(done.exception)
    assert not (tmp_path / "gold").exists()


def test_a_layer_that_stays_points_to_the_new_entities(
    corpus: Corpus, tmp_path: Path
) -> None:
    places = [("Anne Morel", "PER"), ("la presse", "ORG"), ("Larnholm", "LOC")]
    rows = [
        {
            "start": TEXT.index(words),
            "end": TEXT.index(words) + len(words),
            "label": label,
        }
        for words, label in places
    ]
    (tmp_path / "a.jsonl").write_text(
        json.dumps({"id": "un", "text": TEXT, "entities": rows})
    )
    (article,) = import_annotation(
        corpus, tmp_path / "a.jsonl", format="jsonl", by="a"
    ).articles

    assert article.entities[0].text == "la presse"
    assert article[article.quotes[0].speaker_id or ""].text == "Anne Morel"
    assert article[article.events[0].place_id or ""].text == "Larnholm"
    assert article.quotes[0].annotator == "quotes-by-hand"


def test_annotation_stands_beside_the_machines_when_asked(
    corpus: Corpus, tmp_path: Path
) -> None:
    export(corpus, tmp_path / "tasks.json", format="labelstudio")
    (first, *_) = import_annotation(
        corpus, tmp_path / "tasks.json", format="labelstudio", by="b", beside=True
    ).articles

    assert list(first.layers) == [
        "entities",
        "quotes",
        "events",
        "entities-b",
        "quotes-b",
        "events-b",
    ]
    assert first.quotes == corpus["un"].quotes
    (said, _) = first.layer("quotes-b")
    assert (said.annotator, said.attributes["speaker"]) == ("human:b", "Anne Morel")  # type: ignore[attr-defined]
    assert (
        pressmark.check(pressmark.save([first], tmp_path / "both", title="T").folder)
        == ()
    )


def test_offsets_of_an_old_label_studio_are_told_by_their_words(
    corpus: Corpus, tmp_path: Path
) -> None:
    at = TEXT.index("Anne Morel") + 1  # behind the emoji, UTF-16 counts one more
    value = {"start": at, "end": at + 10, "text": "Anne Morel", "labels": ["PER"]}
    result = [
        {
            "id": "r",
            "from_name": "label",
            "to_name": "text",
            "type": "labels",
            "value": value,
        }
    ]
    (tmp_path / "t.json").write_text(
        json.dumps([{"data": {"text": TEXT}, "annotations": [{"result": result}]}])
    )
    (article,) = import_annotation(
        corpus, tmp_path / "t.json", format="labelstudio", by="a"
    ).articles
    assert [one.text for one in article.entities] == ["Anne Morel"]


def test_columns_of_conll_2003_are_read(corpus: Corpus, tmp_path: Path) -> None:
    words = TEXT.replace(",", " ,").replace(".", " .").split()
    tags = {"Anne": "B-PER", "Morel": "I-PER", "Larnholm": "B-LOC"}
    lines = ["-DOCSTART- O", "", *(f"{word} X {tags.get(word, 'O')}" for word in words)]
    (tmp_path / "c.conll").write_text("\n".join(lines), encoding="utf-8")
    (article,) = import_annotation(
        corpus, tmp_path / "c.conll", format="conllu", by="a"
    ).articles
    assert [(one.text, one.label) for one in article.entities] == [
        ("Anne Morel", "PER"),
        ("Larnholm", "LOC"),
    ]


def test_the_command_writes_the_gold_and_lists_refusals(
    corpus: Corpus, tmp_path: Path
) -> None:
    export(corpus, tmp_path / "g.jsonl")
    with (tmp_path / "g.jsonl").open("a") as file:
        file.write('{"id": "none", "text": "Nowhere."}\n')
    asked = [
        "import",
        str(corpus.folder),
        str(tmp_path / "g.jsonl"),
        "--by",
        "me",
        "--output",
        str(tmp_path / "gold"),
    ]
    done = CliRunner().invoke(app, asked)

    assert done.exit_code == 1
    assert done.stdout.startswith(
        "2 articles with 5 annotations by human:me written to"
    )
    assert "refused g.jsonl line 3: is no article of the corpus" in done.stdout
    assert {
        quote.annotator
        for article in pressmark.load(tmp_path / "gold")
        for quote in article.quotes
    } == {"human:me"}


@pytest.mark.parametrize("format", READERS)
def test_files_that_are_none_are_refused_and_cost_nothing_else(
    corpus: Corpus, tmp_path: Path, format: str
) -> None:
    (tmp_path / "x.ann").write_text("T1\tPER\nnothing\nR1\n")
    (tmp_path / "TypeSystem.xml").write_text("<typeSystemDescription/>")
    (tmp_path / "x.xmi").write_text("<oops")
    (tmp_path / "x.any").write_text("{]\n")
    path = tmp_path if format in ("brat", "xmi") else tmp_path / "x.any"
    imported = import_annotation(corpus, path, format=format, by="a")
    assert imported.articles == []
    assert imported.refusals

    with pytest.raises(InputError, match="is not there"):
        import_annotation(corpus, tmp_path / "none", format=format, by="a")


def test_an_unknown_form_is_refused(corpus: Corpus, tmp_path: Path) -> None:
    with pytest.raises(PressmarkError, match="is not read from 'docx'"):
        import_annotation(corpus, tmp_path, format="docx", by="a")


LEVELS = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 20}'>" for n in range(1, 9))
BOMB = f"<!DOCTYPE z [<!ENTITY a0 'aaaaaaaaaa'>{LEVELS}]>"
OUTSIDE = '<!DOCTYPE z [<!ENTITY a8 SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("trap", [BOMB, OUTSIDE], ids=["bomb", "outside"])
def test_entities_in_xmi_are_refused(corpus: Corpus, tmp_path: Path, trap: str) -> None:
    export(corpus, tmp_path / "xmi", format="xmi")
    file = tmp_path / "xmi" / "un.xmi"
    head, _, rest = file.read_text(encoding="utf-8").partition("?>")
    file.write_text(
        f"{head}?>{trap}" + rest.replace('sofaString="', 'sofaString="&a8;'),
        encoding="utf-8",
    )
    imported = import_annotation(corpus, tmp_path / "xmi", format="xmi", by="a")

    assert [article.id for article in imported.articles] == ["Zwei/2"]
    assert [one.position for one in imported.refusals] == ["un.xmi"]
    assert "root:" not in imported.refusals[0].reason


def _brat(
    corpus: Corpus, folder: Path, change: Callable[[list[str]], list[str]]
) -> ImportedAnnotation:
    """The brat folder of a corpus, the lines of `un` changed, taken back."""
    export(corpus, folder / "brat", format="brat")
    file = folder / "brat" / "un.ann"
    file.write_bytes("\n".join(change(file.read_bytes().decode().split("\n"))).encode())
    return import_annotation(corpus, folder / "brat", format="brat", by="a")


def test_parts_of_a_deleted_quote_are_no_events_in_brat(
    corpus: Corpus, tmp_path: Path
) -> None:
    (said,) = [line for line in _ann(corpus, tmp_path) if "\tmixed " in line]
    number = said.partition("\t")[0]

    def deleted(lines: list[str]) -> list[str]:
        return [line for line in lines if not re.search(rf"(^|:|\s){number}\b", line)]

    imported = _brat(corpus, tmp_path, deleted)
    article = next(one for one in imported.articles if one.id == "un")
    assert [quote.label for quote in article.quotes] == ["direct"]
    assert [event.label for event in article.events] == ["CASUALTY"]
    assert imported.omissions == {
        "loose cue": 1,
        "loose speaker": 1,
        "loose addressee": 1,
        "dead link": 1,
    }
    assert imported.refusals == []


def _ann(corpus: Corpus, folder: Path) -> list[str]:
    export(corpus, folder / "first", format="brat")
    return (folder / "first" / "un.ann").read_bytes().decode().split("\n")


def test_relations_left_without_their_quote_hide_nothing(
    corpus: Corpus, tmp_path: Path
) -> None:
    (said,) = [line for line in _ann(corpus, tmp_path) if "\tmixed " in line]
    imported = _brat(
        corpus, tmp_path, lambda lines: [line for line in lines if line != said]
    )

    assert imported.omissions["loose cue"] == imported.omissions["loose speaker"] == 1
    assert imported.omissions["dangling relation"] == 4
    assert {
        event.label for article in imported.articles for event in article.events
    } == {"CASUALTY"}


def test_an_event_that_is_deleted_takes_its_arguments_along(
    corpus: Corpus, tmp_path: Path
) -> None:
    imported = _brat(
        corpus,
        tmp_path,
        lambda lines: [line for line in lines if "CASUALTY" not in line],
    )
    assert imported.omissions["loose argument"] == 2
    assert [event for article in imported.articles for event in article.events] == []


def test_a_speaker_that_is_deleted_in_brat_does_not_come_back_from_the_note(
    corpus: Corpus, tmp_path: Path
) -> None:
    imported = _brat(
        corpus, tmp_path,
        lambda lines: [line for line in lines if not re.search(r"\tSpeaker |^R\d+\t(speaker|is) ", line)],
    )  # fmt: skip
    said = next(article for article in imported.articles if article.id == "un").quotes[
        0
    ]
    assert (said.speaker, said.speaker_id, said.speaker_name, said.cue) == (
        None,
        None,
        None,
        "a déclaré",
    )


def test_a_speaker_drawn_to_a_name_is_that_name(corpus: Corpus, tmp_path: Path) -> None:
    lines = _ann(corpus, tmp_path)
    (quoted,) = (line.partition("\t")[0] for line in lines if "\tdirect " in line)
    (person,) = (line.partition("\t")[0] for line in lines if "\tPER " in line)
    imported = _brat(
        corpus,
        tmp_path,
        lambda lines: [*lines, f"R90\tspeaker Arg1:{quoted} Arg2:{person}"],
    )

    article = next(one for one in imported.articles if one.id == "un")
    assert [entity.text for entity in article.entities] == ["Anne Morel", "Larnholm"]
    assert (article.quotes[1].speaker, article.quotes[1].speaker_name) == (
        "Anne Morel",
        "Anne Morel",
    )
    assert article.quotes[1].speaker_id == article.entities[0].id


def test_a_layer_whose_last_annotation_was_deleted_comes_back_empty(
    corpus: Corpus, tmp_path: Path
) -> None:
    export(corpus, tmp_path / "brat", format="brat")
    for file in (tmp_path / "brat").glob("*.ann"):
        file.write_text("")
    imported = import_annotation(corpus, tmp_path / "brat", format="brat", by="a")
    assert [
        (article.entities, article.quotes, article.events)
        for article in imported.articles
    ] == [((), (), ())] * 2


def test_files_that_a_windows_editor_saved_come_back(
    corpus: Corpus, tmp_path: Path
) -> None:
    imported = _brat(
        corpus,
        tmp_path,
        lambda lines: [
            "\ufeff" + lines[0] + "\r",
            *(f"{line}\r" for line in lines[1:]),
        ],
    )
    assert imported.refusals == []
    back = next(article for article in imported.articles if article.id == "un")
    assert [plain(span) for span in back.quotes] == [
        plain(span) for span in corpus["un"].quotes
    ]


def test_regions_of_a_deleted_quote_are_no_events_in_label_studio(
    corpus: Corpus, tmp_path: Path
) -> None:
    export(corpus, tmp_path / "t.json", format="labelstudio")
    tasks = json.loads((tmp_path / "t.json").read_text(encoding="utf-8"))
    result = tasks[0]["predictions"][0]["result"]
    tasks[0]["predictions"][0]["result"] = [
        item
        for item in result
        if span_id(
            "un", "quotes", TEXT, TEXT[TEXT.index("Le pont") : TEXT.index(" lundi")]
        )
        not in (item.get("id"), item.get("from_id"), item.get("to_id"))
    ]
    (tmp_path / "t.json").write_text(json.dumps(tasks))
    imported = import_annotation(
        corpus, tmp_path / "t.json", format="labelstudio", by="a"
    )

    assert (
        imported.omissions["loose cue"]
        == imported.omissions["loose speaker"]
        == imported.omissions["loose addressee"]
        == 1
    )
    assert [
        event.label for article in imported.articles for event in article.events
    ] == ["CASUALTY"]


WITH_TIMES = "\x00Anne\x0b Morel\x1f a parlé trois jours, puis mardi 🙂👩\u200d🚀.\r\rE\u0301t\u00e9\u2028fin\t\u00a0."


def _timed() -> Article:
    words = [
        ("trois jours", "duration", "P3D", None),
        ("mardi", "date", None, "2026-03-03"),
        ("puis", "vague", None, None),
    ]
    times = [
        TimeExpression.cut(
            WITH_TIMES, WITH_TIMES.index(surface), WITH_TIMES.index(surface) + len(surface), label, period=period,
            time=Time(start=day, end=day, grain="day" if day else None, surface=surface), rule="r",
        )
        for surface, label, period, day in words
    ]  # fmt: skip
    name = WITH_TIMES[: WITH_TIMES.index(" a parlé")]
    stance = CustomSpan.cut(
        WITH_TIMES, 0, 5, "pro", attributes={"sure": 0.7, "why": None, "list": [1, "é"]}
    )
    return with_layers(
        Article(id="t", text=WITH_TIMES, language="fr"), entities=[entity(WITH_TIMES, name)], times=times,
        quotes=[], events=[], stance=[stance],
    )  # fmt: skip


@pytest.mark.parametrize("format", [format for format in READERS if format != "conllu"])
def test_times_without_a_day_and_names_with_control_characters_come_back(
    tmp_path: Path, format: str
) -> None:
    corpus = pressmark.save([_timed()], tmp_path / "corpus", title="T")
    export(corpus, tmp_path / "out", format=format)
    imported = import_annotation(corpus, tmp_path / "out", format=format, by="a")

    assert imported.refusals == []
    (back,) = imported.articles
    for layer, spans in corpus["t"].layers.items():
        assert [plain(span) for span in back.layers.get(layer, ())] == [
            plain(span) for span in spans
        ], layer


def test_times_come_back_from_conllu_without_their_meaning(tmp_path: Path) -> None:
    corpus = pressmark.save([_timed()], tmp_path / "corpus", title="T")
    export(corpus, tmp_path / "out", format="conllu")
    imported = import_annotation(corpus, tmp_path / "out", format="conllu", by="a")
    assert imported.refusals == []
    assert [(time.text, time.label) for time in imported.articles[0].times] == [
        ("trois jours", "duration"), ("puis", "vague"), ("mardi", "date"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"label": "PER", "role": 3}, "has a `role` that is no text"),
        ({"label": "PER", "score": "high"}, "has a `score` that is no number"),
        (
            {"label": "PER", "mention_start": True, "mention_end": 3},
            "has a `mention_start` that is no whole number",
        ),
        ({"label": ""}, "has no label"),
        (
            {"label": "PERRSON"},
            "has the label 'PERRSON'; one of the layer entities is PER, LOC, ORG, MISC",
        ),
        (
            {"label": "PER", "name": "\ud800"},
            "has half a character (a lone surrogate) in its `name`",
        ),
        (
            {"label": "PER", "text": "Larnholm"},
            "has other words than stand at its offsets",
        ),
        ({"label": "PER", "end": 9000}, "does not lie within the text of the file"),
    ],
)
def test_what_does_not_fit_is_refused_in_words_for_people(
    corpus: Corpus, tmp_path: Path, row: dict[str, Any], reason: str
) -> None:
    start = TEXT.index("Anne Morel")
    rows = [
        {"start": start, "end": start + 10, **row},
        {"start": start, "end": start + 10, "label": "person", "x": 1},
    ]
    (tmp_path / "a.jsonl").write_text(
        json.dumps({"id": "un", "text": TEXT, "entities": rows})
    )
    imported = import_annotation(corpus, tmp_path / "a.jsonl", format="jsonl", by="a")

    assert [refusal.reason.startswith(reason) for refusal in imported.refusals] == [
        True
    ]
    assert [(one.text, one.label) for one in imported.articles[0].entities] == [
        ("Anne Morel", "PER")
    ]
    assert imported.omissions["unknown `x` field"] == 1
    assert "__init__" not in str(imported.refusals[0])


@pytest.mark.parametrize(
    "value", ["2026-02-30", "mardi", "2026-13", 5, "2026-W12", "2026-03-02/"]
)
def test_a_time_that_is_no_day_is_refused(
    corpus: Corpus, tmp_path: Path, value: object
) -> None:
    row = {"start": 0, "end": 3, "type": "FIGHT", "time_value": value}
    (tmp_path / "a.jsonl").write_text(
        json.dumps({"id": "un", "text": TEXT, "events": [row]})
    )
    imported = import_annotation(corpus, tmp_path / "a.jsonl", format="jsonl", by="a")
    if value == "2026-03-02/":
        assert imported.articles[0].events[0].time is not None
    else:
        assert "first/last" in imported.refusals[0].reason


def test_three_hundred_refusals_are_a_few_lines() -> None:
    refusals = [
        Refusal(f"a.jsonl line {n}", f"reason {n % 2}", f"PER «{n}»")
        for n in range(300)
    ]
    lines = list(group_refusals(refusals))
    assert len(lines) == 10
    assert lines[0] == "refused 150: reason 0"
    assert lines[1] == "  a.jsonl line 0: PER «0»"
    assert lines[4] == "  … and 147 more"
    assert list(group_refusals(refusals[:1])) == [
        "refused a.jsonl line 0: PER «0» reason 0"
    ]
    assert len(list(group_refusals(Refusal("x", str(n)) for n in range(300)))) == 21


def test_gold_keeps_what_made_the_corpus_and_what_it_knows_of_names(
    tmp_path: Path,
) -> None:
    article = _article()
    corpus = pressmark.save([article], tmp_path / "corpus", title="T")
    rows = [{**row, "gender": "f", "wikidata": "Q1"} if row["label"] == "PER" else row
            for row in corpus.table("names").to_list()]  # fmt: skip
    known = _written(
        [corpus["un"]],
        tmp_path / "known",
        corpus.manifest,
        StoredNames(rows, {}),
        shard=9,
        runs=[_RUN],
    )
    export(known, tmp_path / "a.jsonl")
    run = CliRunner().invoke
    asked = [
        "import",
        str(known.folder),
        str(tmp_path / "a.jsonl"),
        "--by",
        "me",
        "--output",
        str(tmp_path / "gold"),
    ]
    done = run(app, [*asked, "--json"])
    again = run(app, asked)

    assert (done.exit_code, again.exit_code) == (0, 0), done.output + again.output
    assert json.loads(done.stdout)["refused"] == []
    gold = pressmark.load(tmp_path / "gold")
    assert gold.table("names").to_list() == known.table("names").to_list()
    assert [(row["step"], row["name"]) for row in gold.table("runs").to_list()] == [
        ("annotate", "entities"), ("by hand", "human:me"),
    ]  # fmt: skip
    assert pressmark.check(gold.folder) == ()


_RUN = {
    "step": "annotate",
    "name": "entities",
    "version": "1",
    "settings": "{}",
    "packages": "{}",
    "articles": 1,
}


@pytest.mark.parametrize(
    "note",
    [
        '{"layer": ["x"]}',
        '{"parts": 5}',
        '{"parts": {"cue": 1}}',
        '{"bounds": "x"}',
        '{"id": []}',
    ],
)
def test_a_note_that_was_edited_by_hand_costs_its_annotation_at_most(
    corpus: Corpus, tmp_path: Path, note: str
) -> None:
    def noted(lines: list[str]) -> list[str]:
        (said,) = (line.partition("\t")[0] for line in lines if "\tmixed " in line)
        kept = [
            line
            for line in lines
            if not re.match(rf"#\d+\tAnnotatorNotes {said}\t", line)
        ]
        return [*kept, f"#90\tAnnotatorNotes {said}\t{note}"]

    imported = _brat(corpus, tmp_path, noted)
    assert (
        sum(len(article.quotes) for article in imported.articles)
        + len(imported.refusals)
        == 2
    )
    assert sum(len(article.entities) for article in imported.articles) == 2


def test_a_deleted_quote_leaves_no_cue_among_web_annotations(
    corpus: Corpus, tmp_path: Path
) -> None:
    export(corpus, tmp_path / "a.jsonld", format="webannotation")
    page = json.loads((tmp_path / "a.jsonld").read_text(encoding="utf-8"))["first"]
    first = page["items"][0]
    cue = {
        **first,
        "id": "urn:x",
        "body": [{"type": "TextualBody", "purpose": "classifying", "value": "Cue"}],
    }
    (tmp_path / "a.jsonld").write_text(
        json.dumps([*page["items"], cue, {"target": {}}, {"target": first["target"]}])
    )
    imported = import_annotation(
        corpus, tmp_path / "a.jsonld", format="webannotation", by="a"
    )

    assert imported.omissions == {"loose cue": 1}
    assert len(imported.refusals) == 2
    assert imported.span_count == 5
