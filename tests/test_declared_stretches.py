"""The stretches of a declared layer stand where the stored text has them, however it is wrapped and who moves them."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path
from typing import Any

import pytest
from making import with_layers

import pressmark
from pressmark import Layer
from pressmark.annotation.annotators import add_layer
from pressmark.annotation.moved_spans import article_in_view, span_in_stored_text
from pressmark.articles import Article
from pressmark.spans import Span
from pressmark.text_view import view_of

FLAT = (
    "The keeper of the lighthouse praised the new pilot boat on Friday. The harbour office, which had waited a long "
    "while for it, was relieved.\n\n"
    "Nobody on the quay was surprised that the old tug had been given up."
)
PRAISE = Layer(
    "praise", columns={"cue_class": "string"}, stretches=("cue", "role", "speaker")
)
WORDS = (
    ("new pilot boat", "praised", "keeper of the lighthouse", "The keeper"),
    ("harbour office", "was relieved", "a long while", "The harbour office"),
    ("old tug", "given up", "on the quay", "Nobody"),
)
SHAPES = {
    "flat": FLAT,
    "40 columns": "\n\n".join(
        "\n".join(textwrap.wrap(paragraph, 40)) for paragraph in FLAT.split("\n\n")
    ),
    "CRLF": "\r\n\r\n".join(
        "\r\n".join(textwrap.wrap(paragraph, 31)) for paragraph in FLAT.split("\n\n")
    ),
    "two blanks": FLAT.replace(" ", "  "),
    "tabs": FLAT.replace(" ", "\t"),
}


class _Doc:
    """Stands for a parse: what is tested here reads none."""

    def __init__(self) -> None:
        self.user_data: dict[str, object] = {}

    def copy(self) -> _Doc:
        return self


class Praise:
    """Praise and its opposite, found by words whatever stands between them."""

    name = "praise"
    layer = PRAISE
    needs = ()

    def annotate(self, article: Article, doc: object) -> Any:
        for thing, cue, role, speaker in WORDS:
            stretches = {"cue": cue, "role": role, "speaker": speaker}
            yield self.layer.cut(
                article.text,
                *_place(article.text, thing),
                "PRAISE",
                cue_class=f"class of {cue}",
                **{name: _place(article.text, words) for name, words in stretches.items()},
            )  # fmt: skip


def _place(text: str, words: str) -> tuple[int, int]:
    """Return where words stand in a text, whatever white space is between them."""
    view = view_of(text)
    start = view.text.index(words)
    return view.stored_bounds(start, start + len(words))


def _on_one_line(words: str) -> str:
    return " ".join(words.split())


def _stretches_of(span: Span) -> dict[str, tuple[int, int]]:
    return {
        name: (getattr(span, f"{name}_start"), getattr(span, f"{name}_end"))
        for name in PRAISE.stretches
    }


@pytest.fixture(params=SHAPES)
def article(request: pytest.FixtureRequest) -> Article:
    text = SHAPES[request.param]
    return add_layer(Article(id="a", text=text, language="en"), Praise(), _Doc())  # type: ignore[arg-type]


def test_stretches_stand_in_the_stored_text(article: Article) -> None:
    spans = article.layer("praise")

    assert len(spans) == len(WORDS)
    for span, (thing, *stretches) in zip(spans, WORDS, strict=True):
        assert _on_one_line(span.text) == thing
        assert article.text[span.start : span.end] == span.text
        for name, words in zip(PRAISE.stretches, stretches, strict=True):
            start, end = _stretches_of(span)[name]
            assert article.text[start:end] == getattr(span, name)
            assert _on_one_line(getattr(span, name)) == words


def test_stretches_are_moved_into_the_view_and_back(article: Article) -> None:
    view = view_of(article.text)
    in_view = article_in_view(article, view)

    for span, viewed in zip(
        article.layer("praise"), in_view.layer("praise"), strict=True
    ):
        for name, (start, end) in _stretches_of(viewed).items():
            assert view.text[start:end] == getattr(viewed, name)
            assert getattr(viewed, name) == _on_one_line(getattr(span, name))
        assert span_in_stored_text(viewed, view) == span


def test_a_stretch_that_is_not_there_is_not_moved() -> None:
    text = SHAPES["40 columns"]
    span = PRAISE.cut(text, *_place(text, "old tug"), "PRAISE")
    moved: Any = span_in_stored_text(span, view_of(text))

    assert moved.cue is moved.cue_start is moved.cue_end is None


@pytest.mark.parametrize(
    "form", ["jsonl", "brat", "labelstudio", "xmi", "webannotation"]
)
def test_stretches_of_a_wrapped_text_come_back_where_they_were(
    form: str, article: Article, tmp_path: Path
) -> None:
    if form == "xmi":
        pytest.importorskip("cassis")
    corpus = pressmark.save([article], tmp_path / "corpus", title="Quay")
    pressmark.export(corpus, tmp_path / "out", format=form)

    imported = pressmark.import_annotation(
        corpus, tmp_path / "out", format=form, by="anna"
    )

    assert imported.refusals == []
    spans, before = imported.articles[0].layer("praise"), article.layer("praise")
    assert [_stretches_of(span) for span in spans] == [
        _stretches_of(span) for span in before
    ]
    assert [span.text for span in spans] == [span.text for span in before]


def _move_cue_in_brat(folder: Path, text: str) -> None:
    """Draw the cue of the first annotation at other words, as a person would."""
    path = next(folder.glob("*.ann"))
    lines = path.read_text().splitlines()
    first = next(n for n, line in enumerate(lines) if "\tCue " in line)
    id = lines[first].partition("\t")[0]
    start = text.index("Friday")
    lines[first] = f"{id}\tCue {start} {start + 6}\tFriday"
    path.write_text("\n".join(lines) + "\n")


def _move_cue_in_label_studio(path: Path, text: str) -> None:
    tasks = json.loads(path.read_text())
    entries = tasks[0]["predictions"][0]["result"]
    cue = next(
        entry
        for entry in entries
        if entry["type"] == "labels" and entry["value"]["labels"] == ["Cue"]
    )
    start = text.index("Friday")
    cue["value"] |= {"start": start, "end": start + 6, "text": "Friday"}
    path.write_text(json.dumps(tasks))


@pytest.mark.parametrize(
    ("form", "move"),
    [("brat", _move_cue_in_brat), ("labelstudio", _move_cue_in_label_studio)],
)
def test_a_declared_column_stays_where_a_stretch_called_like_one_of_ours_is_moved(
    form: str, move: Any, tmp_path: Path
) -> None:
    """Of a quote `cue_class` depends on the cue; a layer of somebody's own has not said so."""
    article = add_layer(Article(id="a", text=FLAT, language="en"), Praise(), _Doc())  # type: ignore[arg-type]
    corpus = pressmark.save([article], tmp_path / "corpus", title="Quay")
    out = tmp_path / "out"
    pressmark.export(corpus, out, format=form)
    move(out, FLAT)

    imported = pressmark.import_annotation(corpus, out, format=form, by="anna")
    first: Any = imported.articles[0].layer("praise")[0]

    assert (first.cue, first.cue_class) == ("Friday", "class of praised")


def test_a_role_of_a_declared_layer_keeps_its_line_end(tmp_path: Path) -> None:
    """The role of a name of ours is written on one line; the words of a declared stretch are the text's own."""
    text = "Hart,\nthe harbour\nmaster, left."
    span = PRAISE.cut(text, 0, 4, "PRAISE", role=(6, 24))
    article = with_layers(Article(id="a", text=text, language="en"), praise=[span])
    corpus = pressmark.save([article], tmp_path / "corpus", title="Quay")
    pressmark.export(corpus, tmp_path / "out", format="brat")

    imported = pressmark.import_annotation(
        corpus, tmp_path / "out", format="brat", by="anna"
    )
    (back,) = imported.articles[0].layer("praise")
    values: Any = back

    assert values.role == text[6:24] == "the harbour\nmaster"
