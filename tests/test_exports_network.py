"""The network of names as GEXF and GraphML: who stands with whom, how often, in a file that other tools open."""

from __future__ import annotations

from pathlib import Path

import networkx
import pytest
from making import entity, with_layers

import pressmark
from pressmark.articles import Article
from pressmark.dataset.corpus import Corpus
from pressmark.errors import PressmarkError
from pressmark.exchange import export
from pressmark.exchange.name_network import build_name_network
from pressmark.exchange.report import Options, Report

READERS = {"gexf": networkx.read_gexf, "graphml": networkx.read_graphml}
TEXTS = {
    "a": ("Ann Lee met Bo Ek & Cy in Larnholm 🙂.", ("Ann Lee", "Bo Ek", "Larnholm")),
    "b": ("Ann Lee and Bo Ek spoke. Ann Lee left.", ("Ann Lee", "Bo Ek")),
    "c": ("Ann Lee and Bo Ek spoke. Ann Lee left!", ("Ann Lee", "Bo Ek")),
    "d": ("Nobody is named.", ()),
    "e": ("« O'Neil <d'\x0bArc> » alone", ("O'Neil <d'\x0bArc>",)),
}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    articles = []
    for id, (text, names) in TEXTS.items():
        article = Article(
            id=id, text=text, language="en", duplicate_of="b" if id == "c" else None
        )
        spans = [
            entity(text, name, "LOC" if name == "Larnholm" else "PER") for name in names
        ]
        articles.append(with_layers(article, entities=spans, quotes=[]))
    folder = tmp_path_factory.mktemp("network") / "corpus"
    return pressmark.save(articles, folder, title="A & B")


def _ties(graph: networkx.Graph) -> dict[frozenset[str], float]:
    label = dict(graph.nodes.data("label"))
    return {
        frozenset((label[a], label[b])): weight
        for a, b, weight in graph.edges.data("weight")
    }


@pytest.mark.parametrize("format", READERS)
def test_names_are_tied_by_the_articles_that_they_share_and_copies_count_once(
    corpus: Corpus, tmp_path: Path, format: str
) -> None:
    export(corpus, tmp_path / "names", format=format)
    graph = READERS[format](tmp_path / "names")

    assert _ties(graph) == {
        frozenset(("Ann Lee", "Bo Ek")): 2,
        frozenset(("Ann Lee", "Larnholm")): 1,
        frozenset(("Bo Ek", "Larnholm")): 1,
    }
    kinds = {
        about["label"]: (about["type"], about["articles"])
        for _, about in graph.nodes.data()
    }
    assert kinds["Ann Lee"] == ("PER", 2)
    assert kinds["Larnholm"] == ("LOC", 1)


@pytest.mark.parametrize("format", READERS)
def test_a_name_alone_and_one_that_xml_cannot_write_are_there(
    corpus: Corpus, tmp_path: Path, format: str
) -> None:
    export(corpus, tmp_path / "names", format=format)
    labels = {
        label for _, label in READERS[format](tmp_path / "names").nodes.data("label")
    }
    assert any(label.startswith("O'Neil <d'") for label in labels)


def test_what_the_network_leaves_out_is_counted(corpus: Corpus) -> None:
    report = Report(Path("x"))
    graph = build_name_network(corpus, report, Options(), max_names=2)
    assert len(graph) == 2
    assert report.articles == 4
    assert report.lost["articles: copies of another"] == 1
    assert (
        report.lost["names: beyond the 2 that stand in most articles"]
        == len(corpus.table("names")) - 2
    )


@pytest.mark.parametrize("format", READERS)
def test_no_day_stands_in_the_file_so_that_tomorrow_gives_the_same_bytes(
    corpus: Corpus, tmp_path: Path, format: str
) -> None:
    export(corpus, tmp_path / "names", format=format)
    assert "date" not in (tmp_path / "names").read_text(encoding="utf-8")


@pytest.mark.parametrize("format", READERS)
def test_a_corpus_without_names_is_an_empty_network(
    tmp_path: Path, format: str
) -> None:
    bare = pressmark.save(
        [Article(id="a", text="Rain.", language="en")],
        tmp_path / "corpus",
        title="Rain",
    )
    assert export(bare, tmp_path / "names", format=format).articles == 1
    assert len(READERS[format](tmp_path / "names")) == 0


def test_another_layer_is_refused(corpus: Corpus, tmp_path: Path) -> None:
    with pytest.raises(PressmarkError, match="holds no layer 'quotes'"):
        export(corpus, tmp_path / "names", format="gexf", layer="quotes")
