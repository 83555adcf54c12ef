"""A corpus on disk: what is written comes back, through us and through plain `datasets`."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import datasets
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from making import articles, entity, event, quote, span_id, with_layers

import pressmark
from pressmark.articles import Article, Origin
from pressmark.dataset.corpus import Corpus, load, save
from pressmark.errors import Blocked, CorpusError, LayerMissing, PressmarkError
from pressmark.spans import Argument, Entity, Span, Time, TimeExpression
from pressmark.storage.own_columns import Columns, packed, unpacked
from pressmark.storage.tables import TABLES, table_columns

TEXT = "« Non 🙂 », a dit Ann Lee à Kiev."


def one(number: int = 1, text: str = TEXT, **fields: object) -> Article:
    article = Article(
        id=f"lee/{number}",
        text=text,
        language="fr",
        origin=Origin(file="a.txt"),
        **fields,
    )  # type: ignore[arg-type]
    agent = Argument(
        role="agent",
        start=text.index("Ann"),
        end=text.index("Lee") + 3,
        text="Ann Lee",
        value=1.5,
    )
    month = Time(
        start="2026-01-01", end="2026-01-31", grain="month", surface="en janvier"
    )
    return with_layers(
        article,
        entities=[entity(text, "Ann Lee"), entity(text, "Kiev", "LOC")],
        quotes=[
            quote(
                text,
                "Non 🙂",
                speaker="Ann Lee",
                speaker_start=agent.start,
                speaker_end=agent.end,
            )
        ],
        times=[TimeExpression.cut(text, agent.start, agent.end, "date", time=month)],
        events=[
            event(
                text,
                "dit",
                arguments=(agent,),
                time=month,
                time_id=span_id(f"lee/{number}", "times", text, "Ann Lee"),
                cluster="c1",
            )
        ],
    )


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a corpus of five articles in three shards; to be copied."""
    folder = tmp_path_factory.mktemp("saved") / "corpus"
    return save([one(n) for n in range(1, 6)], folder, title="Lee", shard=2).folder


@pytest.fixture
def corpus(saved: Path, tmp_path: Path) -> Corpus:
    return load(shutil.copytree(saved, tmp_path / "corpus"))


def bare(article: Article) -> Article:
    """The article without what the seal adds."""
    layers = {
        layer: tuple(
            replace(span, name_id=None) if isinstance(span, Entity) else span
            for span in spans
        )
        for layer, spans in article.layers.items()
    }
    return replace(article, layers=layers)


def test_articles_come_back_in_order_with_their_layers(corpus: Corpus) -> None:
    assert [bare(article) for article in corpus] == [one(n) for n in range(1, 6)]
    assert len(corpus) == 5


def test_an_article_is_found_by_its_id(corpus: Corpus) -> None:
    assert corpus["lee/4"].quotes[0].text == "Non 🙂"
    assert "lee/4" in corpus
    assert "nobody" not in corpus
    with pytest.raises(KeyError) as raised:
        corpus["lee/44"]
    assert isinstance(raised.value, PressmarkError)
    assert "no article 'lee/44'; did you mean 'lee/4'?" in str(raised.value)


def test_articles_are_found_by_their_number(corpus: Corpus) -> None:
    in_order = list(corpus)

    assert corpus[0] == in_order[0]
    assert corpus[-1] == in_order[4]
    assert corpus[1:4] == in_order[1:4]
    assert corpus[::-2] == in_order[::-2]
    assert corpus[9:] == []
    with pytest.raises(IndexError):
        corpus[5]


def test_only_the_layers_asked_for_are_loaded(corpus: Corpus) -> None:
    (article, *_) = load(corpus.folder, layers=["quotes"])

    assert list(article.layers) == ["quotes"]
    with pytest.raises(LayerMissing):
        article.events  # noqa: B018
    with pytest.raises(LayerMissing, match="no layer 'stance'"):
        load(corpus.folder, layers=["stance"])


def test_a_table_goes_to_pandas(corpus: Corpus) -> None:
    frame = corpus.table("quotes").to_pandas()
    assert list(frame["speaker"]) == ["Ann Lee"] * 5
    with pytest.raises(LayerMissing, match="no table 'qoutes'"):
        corpus.table("qoutes")


# What people reviewed has two tables more, which `test_review_everywhere` looks at, and layers that may fail one.
@pytest.mark.parametrize(
    "table", sorted({*TABLES} - {"decisions", "machine", "layer_failures"})
)
def test_every_table_has_exactly_its_columns(corpus: Corpus, table: str) -> None:
    assert corpus.table(table).features == TABLES[table].features


@pytest.mark.parametrize("streaming", [False, True])
@pytest.mark.parametrize("table", ["articles", "entities", "quotes", "events", "names"])
def test_plain_datasets_loads_every_table_that_has_rows(
    corpus: Corpus, table: str, streaming: bool, tmp_path: Path
) -> None:
    loaded = datasets.load_dataset(
        str(corpus.folder),
        table,
        split="train",
        streaming=streaming,
        cache_dir=str(tmp_path / "cache"),
    )

    assert loaded.features == TABLES[table].features
    assert list(loaded) == corpus.table(table).to_list()


def test_plain_datasets_loads_the_articles_by_default(
    corpus: Corpus, tmp_path: Path
) -> None:
    loaded = datasets.load_dataset(
        str(corpus.folder), split="train", cache_dir=str(tmp_path / "cache")
    )
    assert loaded["text"][:] == [TEXT] * 5


def test_a_rewritten_corpus_is_never_served_stale(
    corpus: Corpus, tmp_path: Path
) -> None:
    def titles() -> list[str | None]:
        loaded = datasets.load_dataset(
            str(corpus.folder), split="train", cache_dir=str(tmp_path / "cache")
        )
        return list(loaded["title"])

    assert titles() == [None] * 5
    save(
        [replace(one(n), title="New") for n in range(1, 6)],
        corpus.folder,
        title="Lee",
        shard=2,
    )
    assert titles() == ["New"] * 5


def test_old_files_go_when_a_corpus_is_rewritten(corpus: Corpus) -> None:
    save([one(9)], corpus.folder, title="Lee")
    assert len(list(corpus.folder.glob("*/*.parquet"))) == 9
    assert not (corpus.folder / ".pressmark").exists()


def test_whole_articles_are_one_row_each(corpus: Corpus) -> None:
    nested = corpus.to_dataset()

    assert nested.num_rows == 5
    assert nested[2]["entities"] == [
        row
        for row in corpus.table("entities").to_list()
        if row["article_id"] == "lee/3"
    ]
    assert nested[4]["events"][0]["arguments"][0]["value"] == 1.5
    assert nested.features["quotes"] == datasets.List(
        dict(table_columns("quotes").features)
    )


def test_whole_articles_keep_those_without_annotation(tmp_path: Path) -> None:
    empty = with_layers(
        Article(id="b", text="x"), entities=[], quotes=[], times=[], events=[]
    )
    nested = save([one(1), empty, one(2)], tmp_path, title="t").to_dataset()
    assert [len(row["entities"]) for row in nested] == [2, 0, 2]


def test_a_corpus_saves_itself_to_another_folder(
    corpus: Corpus, tmp_path: Path
) -> None:
    copy = corpus.save(tmp_path / "copy")
    assert list(copy) == list(corpus)
    assert copy.title == "Lee"


def test_saving_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    def files(folder: Path) -> dict[str, bytes]:
        return {
            str(path.relative_to(folder)): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }

    for name in ("a", "b"):
        save([one(n) for n in range(1, 6)], tmp_path / name, title="Lee", shard=2)
    assert files(tmp_path / "a") == files(tmp_path / "b")


def test_an_id_that_stands_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="stands twice"):
        save([one(1), one(1)], tmp_path / "corpus", title="t")
    assert not (tmp_path / "corpus" / "manifest.json").exists()


def test_articles_of_different_layers_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="layers"):
        save([one(1), Article(id="b", text="x")], tmp_path / "corpus", title="t")


def test_an_empty_corpus_loads(tmp_path: Path) -> None:
    assert list(save([], tmp_path, title="t")) == []


def test_a_folder_without_a_manifest_is_no_corpus(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"no manifest\.json here"):
        load(tmp_path)


def test_a_newer_format_is_refused(corpus: Corpus) -> None:
    manifest = corpus.folder / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"format": 1', '"format": 99'))
    with pytest.raises(CorpusError, match="newer pressmark"):
        load(corpus.folder)


def test_a_newer_corpus_is_not_written_over(corpus: Corpus) -> None:
    manifest = corpus.folder / "manifest.json"
    newer = manifest.read_text().replace('"format": 1', '"format": 99')
    manifest.write_text(newer)
    with pytest.raises(
        CorpusError,
        match=r"newer pressmark wrote this corpus .* Upgrade pressmark, or give another",
    ):
        save([one()], corpus.folder, title="t")
    assert manifest.read_text() == newer


def test_a_damaged_file_is_said_when_it_is_read(corpus: Corpus) -> None:
    for path in corpus.folder.glob("quotes/*.parquet"):
        path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(CorpusError, match="cannot be read"):
        list(corpus)


def test_names_are_joined_across_articles(corpus: Corpus) -> None:
    names = corpus.table("names").to_list()

    assert [(row["id"], row["articles"], row["mentions"]) for row in names] == [
        ("loc-kiev", 5, 5),
        ("per-ann-lee", 5, 5),
    ]
    assert corpus["lee/1"].entities[0].name_id == "per-ann-lee"


def test_a_corpus_where_nothing_can_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(Blocked, match="cannot be written"):
        pressmark.save(
            [Article(id="a", text="Rien.")], tmp_path / "file" / "corpus", title="T"
        )


def test_the_users_own_columns_keep_their_types(tmp_path: Path) -> None:
    when = datetime(2026, 3, 2, tzinfo=UTC)
    own = [
        {"n": 1, "x": 1, "t": when, "s": "a", "m": 1},
        {"n": None, "x": 1.5, "b": True, "m": "z"},
    ]
    corpus = save(
        [replace(one(n), extra=extra) for n, extra in enumerate(own)],
        tmp_path,
        title="t",
    )

    assert corpus.manifest.columns == {
        "b": "bool", "m": "string", "n": "int64", "s": "string", "t": "timestamp[ms, tz=UTC]", "x": "float64",
    }  # fmt: skip
    first, second = (article.extra for article in corpus)
    assert first == {"b": None, "m": "1", "n": 1, "s": "a", "t": when, "x": 1.0}
    assert (second["b"], second["n"], second["m"]) == (True, None, "z")


@given(
    st.dictionaries(
        st.text(max_size=3),
        st.none()
        | st.integers()
        | st.text(st.characters(exclude_categories=("Cs",)), max_size=3)
        | st.booleans()
        | st.floats(allow_nan=False),
    )
)
def test_own_columns_survive_packing(extra: dict[str, object]) -> None:
    assert unpacked(packed(extra)) == extra


def test_a_number_too_large_for_a_column_is_kept_as_text() -> None:
    columns = Columns()
    columns.see({"n": 2**70})
    assert columns.types() == {"n": "string"}
    assert unpacked(packed({"n": 2**70}), columns.types()) == {"n": str(2**70)}


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(articles(), max_size=4))
def test_whatever_is_written_is_loaded(drawn: list[Article]) -> None:
    given_ = [replace(_renamed(article, f"a{n}")) for n, article in enumerate(drawn)]
    with tempfile.TemporaryDirectory() as folder:
        corpus = save(given_, folder, title="t", shard=2)
        assert [bare(article) for article in corpus] == given_
        assert pressmark.check(folder) == ()


def _renamed(article: Article, id: str) -> Article:
    layers: dict[str, list[Span]] = {
        layer: [replace(span, id="", article_id="") for span in spans]
        for layer, spans in article.layers.items()
    }
    return with_layers(replace(article, id=id, layers={}), **layers)
