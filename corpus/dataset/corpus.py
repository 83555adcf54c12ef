"""A corpus in a researcher's hands: iterate its articles, look one up, take a table, save what she made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pressmark.articles import Article
from pressmark.errors import ArticleMissing, CorpusError, LayerMissing
from pressmark.layers import Layer
from pressmark.linking.carried_names import CarriedNames
from pressmark.linking.names import Names, StoredNames
from pressmark.linking.speakers import SPEAKER_COLUMNS, Speakers
from pressmark.messages import suggestion
from pressmark.storage.batches import chunks
from pressmark.storage.foreign_folder import refuse_foreign_files
from pressmark.storage.manifest import Manifest, Shard, read_manifest, refuse_newer
from pressmark.storage.tables import article_of, completed, span_of

from .corpus_table import corpus_cell

if TYPE_CHECKING:
    import datasets

__all__ = ["Corpus", "load", "save"]


class Corpus:
    """
    A corpus on disk. Articles come in its order, with the layers that were asked for.

    >>> corpus = load("examples/corpus")                            # doctest: +SKIP
    >>> [quote.text for quote in corpus["fr-01-port"].quotes]       # doctest: +SKIP
    """

    def __init__(self, folder: Path, manifest: Manifest, layers: Sequence[str]) -> None:
        self.folder = folder
        self.manifest = manifest
        self.layers = tuple(layers)

    @property
    def title(self) -> str:
        """What the corpus is called."""
        return self.manifest.title

    @property
    def counts(self) -> dict[str, int]:
        """Rows per table."""
        return self.manifest.counts

    def __len__(self) -> int:
        return self.counts["articles"]

    def __iter__(self) -> Iterator[Article]:
        for shard in self.manifest.shards:
            yield from self._articles(shard)

    @overload
    def __getitem__(self, key: str | int) -> Article: ...

    @overload
    def __getitem__(self, key: slice) -> list[Article]: ...

    def __getitem__(self, key: str | int | slice) -> Article | list[Article]:
        """
        Return an article by its id or its number from 0, or the articles of a slice of numbers.

        Raises `ArticleMissing`, which names a near miss, for an id that is not there, IndexError for such a number.
        """
        if isinstance(key, slice):
            ids = self.ids[key]
            # A slice may run backwards; `articles` yields in the corpus's order.
            articles = {article.id: article for article in self.articles(ids)}
            return [articles[article_id] for article_id in ids]
        if isinstance(key, int):
            return self.article(self.ids[key])
        return self.article(key)

    def article(self, article_id: str) -> Article:
        """Return the article with this id; raise `ArticleMissing`, which names a near miss, when there is none."""
        if article_id not in self:
            near = suggestion(article_id, self._places)
            raise ArticleMissing(
                f"{self.folder}: no article {article_id!r}{near}. The table `articles` has the ids."
            )
        # One shard is read, not the corpus.
        return next(self.articles([article_id]))

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the articles, in their order."""
        return tuple(self._places)

    def articles(self, article_ids: Iterable[str]) -> Iterator[Article]:
        """Yield some articles in the corpus's order; of their shards only their rows are made values."""
        chosen: dict[int, set[str]] = {}
        for article_id in article_ids:
            shard = self._places[article_id]
            chosen.setdefault(self.manifest.shards.index(shard), set()).add(article_id)
        for number in sorted(chosen):
            yield from self._articles(self.manifest.shards[number], chosen[number])

    def __contains__(self, article_id: object) -> bool:
        return article_id in self._places

    def __repr__(self) -> str:
        tables = ", ".join(f"{rows} {table}" for table, rows in self.counts.items())
        return f"Corpus({str(self.folder)!r}: {tables})"

    def _repr_html_(self) -> str:
        return str(corpus_cell(self.title, str(self.folder), self.counts))

    def table(self, name: str) -> datasets.Dataset:
        """
        One table as a `datasets.Dataset` (`.to_pandas()` makes it a frame). Raises `LayerMissing`.

        It is read from the files that the manifest lists and never from a cache, so it is never stale.
        """
        import datasets

        return datasets.Dataset(self._arrow(name))

    def rows(self, name: str) -> list[dict[str, Any]]:
        """
        Return the rows of one table as plain values, for tables that are read whole. Raises `LayerMissing`.

        `datasets` is not imported for it, which takes longer than to read the rows of a small table.
        """
        rows: list[dict[str, Any]] = self._arrow(name).to_pylist()
        return rows

    def to_dataset(self) -> datasets.Dataset:
        """The corpus as one row per article, each layer a list of rows within it."""
        import datasets

        articles = self._arrow("articles")
        declared = dict(self.manifest.table_columns("articles").features)
        for layer in self.layers:
            articles = articles.append_column(
                layer, _nested(articles["id"], self._arrow(layer))
            )
            columns = self.manifest.table_columns(layer).features
            declared[layer] = datasets.List(dict(columns))
        schema = datasets.Features(declared).arrow_schema
        return datasets.Dataset(articles.cast(schema))

    def save(self, folder: str | Path) -> Corpus:
        """Write this corpus, with the layers it was loaded with and its names as they are, to another folder."""
        old = self.manifest
        about = Manifest(
            title=old.title,
            description=old.description,
            licence=old.licence,
            authors=old.authors,
        )
        names = (
            StoredNames(self.rows("names"), old.name_columns)
            if "entities" in self.layers
            else None
        )
        return _written(
            self,
            Path(folder),
            about,
            names,
            shard=200,
            runs=self.rows("runs"),
            declarations=self._declarations(),
            layer_failures=self._layer_failures(),
        )

    def save_articles(
        self,
        articles: Iterable[Article],
        folder: str | Path,
        *,
        title: str,
        runs: Sequence[Mapping[str, Any]] = (),
    ) -> Corpus:
        """
        Write some of this corpus's articles, perhaps annotated anew, with what it knows of their names and its `runs`.

        `runs` are the rows of what was done since.
        """
        names = self.manifest.whole.get("names")
        joined = (
            CarriedNames(self.rows("names"), self.manifest.name_columns)
            if names
            else None
        )
        about = Manifest(
            title=title, licence=self.manifest.licence, authors=self.manifest.authors
        )
        made_by: list[Mapping[str, Any]] = []
        if "runs" in self.manifest.whole:
            made_by += self.rows("runs")
        made_by += runs
        return _written(
            articles,
            Path(folder),
            about,
            joined,
            shard=200,
            runs=made_by,
            declarations=self._declarations(),
            layer_failures=self._layer_failures(),
        )

    def _layer_failures(self) -> list[dict[str, Any]]:
        """Return the rows that say which articles lack one of the layers that this corpus was loaded with."""
        if "layer_failures" not in self.manifest.tables():
            return []
        rows = self.rows("layer_failures")
        return [row for row in rows if row["layer"] in self.layers]

    def _declarations(self) -> list[Layer]:
        """Return the layers that somebody declared."""
        return [self.manifest.layer(name) for name in self.manifest.declarations]

    @cached_property
    def _places(self) -> dict[str, Shard]:
        """Which shard holds which article."""
        places: dict[str, Shard] = {}
        for shard in self.manifest.shards:
            ids = self._read(shard, "articles", columns=["id"])["id"]
            places |= dict.fromkeys(ids.to_pylist(), shard)
        return places

    def _articles(
        self, shard: Shard, ids: Iterable[str] | None = None
    ) -> Iterator[Article]:
        """Yield the articles of a shard; with `ids`, those alone."""
        chosen = None if ids is None else pa.array(sorted(ids), pa.string())
        rows = _rows_of(self.shard_table(shard, "articles"), "id", chosen)
        spans: dict[str, dict[str, list[Any]]] = {layer: {} for layer in self.layers}
        for layer, by_article in spans.items():
            declared = self.manifest.layer(layer)
            table = self.shard_table(shard, layer)
            for row in _rows_of(table, "article_id", chosen):
                span = span_of(declared, row)
                by_article.setdefault(row["article_id"], []).append(span)
        for row in rows:
            layers = {
                layer: tuple(by_article.get(row["id"], ()))
                for layer, by_article in spans.items()
            }
            yield _true(article_of(row, layers), self.folder)

    def _arrow(self, name: str) -> pa.Table:
        files = self.manifest.files(name)
        # A layer without files is still a table: a corpus of no articles has all its layers, empty.
        if not files and name not in self.manifest.tables():
            raise LayerMissing(
                f"{self.folder}: no table {name!r}; there are {', '.join(self.manifest.tables())}."
            )
        schema = self.manifest.table_columns(name).arrow_schema
        if name in self.manifest.layers:
            tables = [
                self.shard_table(shard, name)
                for shard in self.manifest.shards
                if name in shard.files
            ]
        else:
            tables = [
                completed(_parquet(file.place(self.folder)), schema) for file in files
            ]
        # With the empty table a corpus without shards has its columns too.
        return pa.concat_tables([schema.empty_table(), *tables])

    def shard_table(self, shard: Shard, table: str) -> pa.Table:
        """
        Read a table of one shard, with all columns that it has today.

        What an earlier version did not write of a quote's speaker is filled in from `names`; anything else is empty.
        """
        content = _parquet(shard.files[table].place(self.folder))
        if (
            # Written before the columns of the speaker were there, and readable without a run.
            table == "quotes"
            and not {*SPEAKER_COLUMNS} <= {*content.column_names}
            and "entities" in shard.files
        ):
            entities = self._read(
                shard, "entities", columns=["id", "name_id"]
            ).to_pylist()
            content = self._speakers.fill_columns(
                content, {row["id"]: row["name_id"] for row in entities}
            )
        return completed(content, self.manifest.table_columns(table).arrow_schema)

    @cached_property
    def _speakers(self) -> Speakers:
        return Speakers.of_rows(self.rows("names"))

    def _read(
        self, shard: Shard, table: str, columns: list[str] | None = None
    ) -> pa.Table:
        return _parquet(shard.files[table].place(self.folder), columns)


def load(source: str | Path, *, layers: Sequence[str] | None = None) -> Corpus:
    """
    Load a corpus from a folder or a Hub repository (`org/name`). Raises `CorpusError` when there is none.

    With `layers`, read only those; an article's other layers are then absent, not empty.

    >>> load("corpus")["a"].quotes[0].text
    'The ferry is late'
    """
    # A folder here goes before the Hub: `study/corpus` is a path as well as a repository's name.
    folder = Path(source)
    if not folder.exists() and isinstance(source, str) and source.count("/") == 1:
        folder = _fetched(source)
    manifest = read_manifest(folder)
    for layer in layers or ():
        if layer not in manifest.layers:
            raise LayerMissing(
                f"{folder}: no layer {layer!r}; this corpus has {', '.join(manifest.layers) or 'none'}."
            )
    return Corpus(folder, manifest, manifest.layers if layers is None else layers)


def save(
    articles: Iterable[Article],
    folder: str | Path,
    *,
    title: str,
    description: str | None = None,
    licence: str | None = None,
    authors: Sequence[str] = (),
    shard: int = 200,
    declarations: Sequence[Layer] = (),
) -> Corpus:
    """
    Write articles and their layers as a corpus, and give it back loaded. All articles must have the same layers.

    Names are joined again across the articles, so `name_id` may differ from what they came with. What somebody declared
    of a layer its spans tell; give `declarations` for layers that may have none.

    >>> article = Article(id="b", text="The bridge is closed.", language="en")
    >>> len(save([article], "bridges", title="Bridges"))
    1
    """
    about = Manifest(
        title=title,
        description=description,
        licence=licence,
        authors=tuple(authors),
    )
    return _written(
        articles, Path(folder), about, None, shard=shard, declarations=declarations
    )


def _written(
    articles: Iterable[Article],
    folder: Path,
    about: Manifest,
    names: Names[Any] | None,
    *,
    shard: int,
    runs: Sequence[Mapping[str, Any]] = (),
    declarations: Iterable[Layer] = (),
    layer_failures: Iterable[Mapping[str, Any]] = (),
) -> Corpus:
    from .drafts import Writer

    # Before the first batch, so that nobody waits for a refusal.
    refuse_newer(folder)
    refuse_foreign_files(folder)
    with Writer(folder, declarations, layer_failures) as writer:
        for batch in chunks(articles, shard):
            writer.add(batch)
        writer.seal(about, names, runs)
    return load(folder)


def _fetched(repository: str) -> Path:
    # Imported where it is used: a corpus on the disk needs no Hub.
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(repository, repo_type="dataset"))
    except (HfHubHTTPError, LocalEntryNotFoundError, OSError) as error:
        raise CorpusError(
            f"{repository}: no folder here, and the Hub did not give it ({error})."
        ) from error


def _parquet(path: Path, columns: list[str] | None = None) -> pa.Table:
    try:
        return pq.read_table(path, columns=columns)
    except (OSError, pa.ArrowException) as error:
        raise CorpusError(
            f"{path}: cannot be read ({error}). Run `pressmark check` on the corpus."
        ) from error


def _rows_of(
    table: pa.Table, column: str, ids: pa.Array | None
) -> list[dict[str, Any]]:
    """Return the rows of a table whose `column` holds one of `ids`; all where that is None."""
    if ids is not None:
        table = table.filter(pc.is_in(table[column], ids))
    rows: list[dict[str, Any]] = table.to_pylist()
    return rows


def _true(article: Article, folder: Path) -> Article:
    """The article, once every span's text is seen to be the article's own."""
    for layer, spans in article.layers.items():
        for span in spans:
            # Offsets of another text cut out plausible words, which nobody would notice in a count.
            if span.text != article.text[span.start : span.end]:
                raise CorpusError(
                    f"{folder}: {layer} {span.id}: the text at {span.start}:{span.end} is not the row's text. "
                    f"Run `pressmark check` on the corpus."
                )
    return article


def _nested(ids: pa.ChunkedArray, layer: pa.Table) -> pa.ListArray:
    """A layer's rows as one list per article. They must stand in the articles' order, as every corpus writes them."""
    # The position of each row's article among `ids`; ascending where the rows stand in the articles' order.
    owners = pc.index_in(layer["article_id"], ids.combine_chunks()).to_numpy()
    if (owners[1:] < owners[:-1]).any():
        raise CorpusError(
            "a layer's rows do not stand in the order of its articles. Run `pressmark check`."
        )
    # The first row of each article, and the end of the last: the offsets of an Arrow list.
    starts = owners.searchsorted(range(len(ids) + 1))
    rows = layer.combine_chunks().to_struct_array()
    flat = rows.combine_chunks() if isinstance(rows, pa.ChunkedArray) else rows
    return pa.ListArray.from_arrays(pa.array(starts, pa.int32()), flat)
