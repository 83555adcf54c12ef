"""Only what is ours is opened, written or deleted: paths that come out of files, links, what a user keeps beside."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from making import entity, quote, with_layers
from reviewing import decision

import pressmark
from pressmark.articles import Article, Origin
from pressmark.config.project import read
from pressmark.dataset.corpus import load, save
from pressmark.errors import ConfigError, CorpusError, InputError, PressmarkError
from pressmark.exchange import export
from pressmark.pipeline.driver import run
from pressmark.review import append
from pressmark.site import build
from pressmark.sources.article_import import import_articles
from pressmark.sources.settings import SourceSettings
from pressmark.storage.manifest import refuse_newer
from pressmark.storage.path_gate import inside, is_relative

TEXT = "Anne Dubosc a dit « non »."
OUTSIDE = [
    "../secret.parquet", "articles/../../secret.parquet", "/etc/passwd", "..\\secret.parquet", "C:/secret.parquet",
    "C:secret.parquet", "file:///etc/passwd", "http://example.org/a.parquet", "hf://datasets/a/b/c.parquet",
    "zip://a.parquet::b.zip", "~/secret", "articles//a", "./a", "a/.", "", "a\x00b", "a\x1b[2Jb", "\u202egpj.a",
]  # fmt: skip


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of one article that tests copy before they damage it."""
    return saved(tmp_path_factory.mktemp("whole") / "corpus")


def saved(folder: Path, text: str = TEXT) -> Path:
    """A corpus of one article with a name and a quote."""
    spans = (
        {"entities": [entity(text, "Anne Dubosc")], "quotes": [quote(text, "« non »")]}
        if text == TEXT
        else {}
    )
    article = Article(id="a", text=text, language="fr", origin=Origin(file="a.txt"))
    save([with_layers(article, **spans)], folder, title="T")
    return folder


def copied(whole: Path, folder: Path) -> Path:
    """The corpus at another place."""
    return Path(shutil.copytree(whole, folder))


def changed(folder: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    """The corpus with another manifest."""
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text())
    change(manifest)
    path.write_text(json.dumps(manifest))
    return folder


@pytest.mark.parametrize("path", OUTSIDE)
def test_a_path_that_leads_elsewhere_is_none_of_ours(path: str, tmp_path: Path) -> None:
    assert not is_relative(path)
    with pytest.raises(ValueError, match="no path below"):
        inside(tmp_path, path)


@pytest.mark.parametrize(
    "path", [*OUTSIDE, "secret/part-00000.parquet", 5, None, ["a"]]
)
def test_a_manifest_that_names_a_file_elsewhere_is_not_opened(
    path: object, whole: Path, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.parquet"
    pq.write_table(pa.table({"a": ["secret"]}), secret)
    file = {"path": path, "rows": 1, "bytes": 1, "sha256": "0" * 64}
    folder = changed(
        copied(whole, tmp_path / "corpus"),
        lambda manifest: manifest["whole"].update(secret=file),
    )
    with pytest.raises(CorpusError, match="cannot be understood"):
        build(load(folder), tmp_path / "public")
    assert not (tmp_path / "public").exists()


@pytest.mark.parametrize(
    "table", ["../up", "a/b", "a.b", "", "..", "a b", "a\x1b", "-"]
)
def test_a_manifest_with_a_table_name_that_is_no_word_is_refused(
    table: str, whole: Path, tmp_path: Path
) -> None:
    folder = changed(
        copied(whole, tmp_path / "c"),
        lambda m: m["whole"].update({table: m["whole"]["names"]}),
    )
    with pytest.raises(CorpusError):
        load(folder)


@pytest.mark.parametrize(
    "change",
    [
        lambda m: m.update(whole=[]), lambda m: m.update(shards={"a": 1}), lambda m: m.update(seen=-1),
        lambda m: m.update(seen=10**30), lambda m: m.update(seen=True), lambda m: m.update(title=None),
        lambda m: m["shards"][0]["files"].pop("articles"), lambda m: m.update(columns={"x": "object"}),
        lambda m: m["whole"]["names"].update(sha256="../../x"), lambda m: m.update(unknown=1),
    ],
)  # fmt: skip
def test_a_manifest_of_another_shape_is_said(
    change: Callable[[dict[str, Any]], object], whole: Path, tmp_path: Path
) -> None:
    with pytest.raises(CorpusError, match="cannot be understood"):
        load(changed(copied(whole, tmp_path / "c"), change))


@pytest.mark.parametrize("version", [2, "2", "1.1", 1.5, "next"])
def test_a_corpus_of_another_format_is_not_written_over(
    version: object, whole: Path, tmp_path: Path
) -> None:
    folder = changed(
        copied(whole, tmp_path / "c"), lambda manifest: manifest.update(format=version)
    )
    with pytest.raises(CorpusError, match="newer pressmark"):
        refuse_newer(folder)


@pytest.mark.parametrize("kind", ["file", "folder", "dangling", "circle"])
def test_a_part_that_is_a_link_out_is_not_opened(
    kind: str, whole: Path, tmp_path: Path
) -> None:
    folder = copied(whole, tmp_path / "corpus")
    (part,) = (folder / "articles").glob("part-*.parquet")
    if kind == "folder":
        shutil.move(folder / "articles", tmp_path / "elsewhere")
        (folder / "articles").symlink_to(tmp_path / "elsewhere")
    else:
        shutil.move(part, tmp_path / "outside.parquet")
        to = {
            "file": tmp_path / "outside.parquet",
            "dangling": tmp_path / "nothing",
            "circle": part,
        }[kind]
        part.symlink_to(to)
    corpus = load(folder)
    with pytest.raises(CorpusError, match="link"):
        build(corpus, tmp_path / "public")
    assert not list((tmp_path / "public").rglob("*.parquet"))
    assert any("link" in str(problem) for problem in pressmark.check(folder))


def test_a_snapshot_of_the_hub_whose_files_are_links_to_its_blobs_is_read(
    tmp_path: Path,
) -> None:
    folder = saved(tmp_path / "repo" / "snapshots" / "abc")
    blobs = tmp_path / "repo" / "blobs"
    blobs.mkdir()
    for number, part in enumerate(sorted(folder.rglob("*.parquet"))):
        shutil.move(part, blobs / str(number))
        part.symlink_to(blobs / str(number))
    assert [article.id for article in load(folder)] == ["a"]


def test_a_user_s_files_in_the_corpus_folder_survive_every_run(tmp_path: Path) -> None:
    folder = saved(tmp_path / "c")
    theirs = ["keep/part-1.parquet", "data/part-00000-abc.snappy.parquet", "articles/.part-notes", "articles/mine.txt",
              "articles/part-00000-0123456789ab.parquet", ".git/config"]  # fmt: skip
    for name in theirs:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("mine")
    (folder / "empty").mkdir()
    before = set((folder / "articles").glob("part-*.parquet"))
    saved(folder, "Un autre texte.")
    assert all((folder / name).read_text() == "mine" for name in theirs)
    assert (folder / "empty").is_dir()
    assert len(before - set((folder / "articles").glob("part-*.parquet"))) == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("README.md", "# Our study\n"),
        ("README.md", "---\ntitle: Ports\n---\nMade with pressmark.\n- pressmark\n"),
        ("README.md", "\u00e9".encode("cp1252")),
        ("manifest.json", '{"name": "A web app", "icons": []}'),
        ("manifest.json", "[1, 2]"),
    ],
)
def test_a_readme_or_manifest_of_a_user_s_own_is_not_written_over(
    name: str, content: str | bytes, tmp_path: Path
) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    bytes_ = content if isinstance(content, bytes) else content.encode()
    (folder / name).write_bytes(bytes_)
    (tmp_path / "a.txt").write_text(TEXT)
    yaml = tmp_path / "run.yaml"
    yaml.write_text("title: T\nsource: {files: [a.txt], language: fr}\ncorpus: corpus")
    for write in (lambda: saved(folder), lambda: run(read(yaml))):
        # Twice: what the first try leaves does not make the file ours.
        for _ in range(2):
            with pytest.raises(PressmarkError, match="did not write this file"):
                write()
    assert [path.name for path in folder.iterdir()] == [name]
    assert (folder / name).read_bytes() == bytes_


@pytest.mark.parametrize("damage", ["", "{", "null", "{}"])
def test_a_corpus_whose_manifest_or_card_is_damaged_is_ours(
    damage: str, whole: Path, tmp_path: Path
) -> None:
    for number, name in enumerate(("manifest.json", "README.md")):
        folder = copied(whole, tmp_path / f"c{number}")
        (folder / name).write_text(damage)
        saved(folder)
        assert len(load(folder)) == 1
    folder = copied(whole, tmp_path / "gone")
    (folder / "manifest.json").unlink()
    assert len(load(saved(folder))) == 1


def test_an_export_is_written_over_nothing_but_an_export(tmp_path: Path) -> None:
    project = tmp_path / "project"
    (project / "data").mkdir(parents=True)
    (project / "data" / "articles.csv").write_text("id,text\n")
    (project / "study.yaml").write_text("title: T\n")
    append(project / "review.jsonl", [decision("a", "quotes", "checked")])
    article = Article(id="a", text=TEXT, origin=Origin(file="data/articles.csv"))
    corpus = save([article], project / "corpus", title="T")
    (part,) = (project / "corpus" / "articles").glob("*.parquet")
    for output, format in (
        (project / "data" / "articles.csv", "csv"), (project / "data", "csv"), (project / "data", "parquet"),
        (project / "review.jsonl", "jsonl"), (project / "study.yaml", "jsonl"), (part, "sqlite"),
        (project / "corpus" / "manifest.json", "croissant"), (project / "corpus" / "README.md", "iramuteq"),
    ):  # fmt: skip
        before = output.read_bytes() if output.is_file() else b""
        with pytest.raises(PressmarkError, match="Give another --output"):
            export(corpus, output, format=format)
        assert output.is_dir() or output.read_bytes() == before
    assert (project / "data" / "articles.csv").read_text() == "id,text\n"
    # An export, and a folder of exports, take the next.
    for _ in range(2):
        export(corpus, project / "out", format="csv")
        export(corpus, project / "out.jsonl", format="jsonl")


def test_an_export_for_the_hub_deletes_its_own_files_alone(
    whole: Path, tmp_path: Path
) -> None:
    output = tmp_path / "hub"
    export(load(whole), output, format="hub")
    (output / ".git").mkdir()
    (output / "articles" / "mine.parquet").write_text("mine")
    export(load(saved(tmp_path / "other", "Un autre texte.")), output, format="hub")
    assert (output / ".git").is_dir()
    assert (output / "articles" / "mine.parquet").is_file()
    assert (
        len(list(output.glob("*/part-*.parquet")))
        == len(load(output).manifest.whole) + 2
    )
    foreign = tmp_path / "web"
    foreign.mkdir()
    (foreign / "manifest.json").write_text('{"name": "an app"}')
    with pytest.raises(PressmarkError, match="holds other files"):
        export(load(whole), foreign, format="hub")
    assert (foreign / "manifest.json").read_text() == '{"name": "an app"}'


def test_a_damaged_manifest_deletes_nothing(tmp_path: Path) -> None:
    folder = saved(tmp_path / "c")
    victim = tmp_path / "part-00000-0123456789ab.parquet"
    victim.write_text("mine")
    file = {
        "path": "../part-00000-0123456789ab.parquet",
        "rows": 1,
        "bytes": 1,
        "sha256": "0" * 64,
    }
    changed(folder, lambda manifest: manifest["whole"].update(names=file))
    saved(folder, "Un autre texte.")
    assert victim.read_text() == "mine"
    assert [article.text for article in load(folder)] == ["Un autre texte."]


@pytest.mark.parametrize("name", [".pressmark", "articles"])
def test_nothing_is_written_through_a_link_in_the_corpus_folder(
    name: str, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "mine.txt").write_text("mine")
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / name).symlink_to(outside)
    with pytest.raises(CorpusError, match="link"):
        saved(tmp_path / "c")
    assert [path.name for path in outside.rglob("*")] == ["mine.txt"]


def test_a_layer_whose_name_is_no_word_is_refused(tmp_path: Path) -> None:
    article = with_layers(
        Article(id="a", text=TEXT), **{"../out": [entity(TEXT, "Anne Dubosc")]}
    )
    with pytest.raises(PressmarkError, match="letters, digits, _ and -"):
        save([article], tmp_path / "c", title="T")


OVERLAPS = [
    ("data/*.parquet", "."), ("articles/part-1.parquet", "."), ("articles/*.txt", "articles"), ("**/*", "corpus"),
    ("articles/**/*", "articles/out"), ("*/*.parquet", "."), ("out/raw/*.txt", "out"), ("**/*.parquet", "corpus/deep"),
    ("articles/*.txt", "link"), ("link/*.txt", "articles"), ("articles/**/*.md", "articles/x/../y"), ("*/*.json", "a"),
]  # fmt: skip


def yaml_of(folder: Path, pattern: str, corpus: str, site: str = "public/") -> Path:
    """A YAML file of a source and a corpus, beside the folder `articles` and a link to it."""
    (folder / "articles").mkdir()
    (folder / "articles" / "a.txt").write_text(TEXT)
    (folder / "link").symlink_to(folder / "articles")
    source = json.dumps({"files": [pattern]})
    (folder / "y.yaml").write_text(
        f"title: T\nsource: {source}\ncorpus: {corpus}\nsite: {{folder: {site}}}\n"
    )
    return folder / "y.yaml"


@pytest.mark.parametrize(("pattern", "corpus"), OVERLAPS)
def test_a_corpus_that_is_holds_or_lies_in_its_source_is_refused(
    pattern: str, corpus: str, tmp_path: Path
) -> None:
    with pytest.raises(ConfigError, match="its own source"):
        read(yaml_of(tmp_path, pattern, corpus))


@pytest.mark.parametrize(
    ("pattern", "corpus"),
    [
        ("*.txt", "corpus"),
        ("articles/*.txt", "articles-corpus"),
        ("**/*.txt", "corpus"),
    ],
)
def test_a_corpus_beside_its_source_is_taken(
    pattern: str, corpus: str, tmp_path: Path
) -> None:
    assert read(yaml_of(tmp_path, pattern, corpus)).config.corpus == corpus


def test_a_site_in_its_own_source_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"site\.folder: lies in its own source"):
        read(yaml_of(tmp_path, "**/*.html", "corpus"))


@pytest.mark.parametrize("site", ["corpus", ".", "corpus/../"])
def test_a_site_that_holds_the_corpus_is_refused_before_the_run(
    site: str, tmp_path: Path
) -> None:
    yaml = yaml_of(tmp_path, "articles/*.txt", "corpus", site)
    with pytest.raises(ConfigError, match=r"site\.folder: holds the corpus"):
        read(yaml)


def test_a_file_of_the_source_that_is_a_link_into_the_corpus_is_refused(
    tmp_path: Path,
) -> None:
    yaml = yaml_of(tmp_path, "articles/*.txt", "corpus")
    (tmp_path / "corpus" / "notes").mkdir(parents=True)
    (tmp_path / "corpus" / "notes" / "b.txt").write_text(TEXT)
    (tmp_path / "articles" / "b.txt").symlink_to(
        tmp_path / "corpus" / "notes" / "b.txt"
    )
    with pytest.raises(InputError, match=r"b\.txt lies in"):
        run(read(yaml))


def test_a_dataset_folder_that_holds_the_corpus_is_refused(tmp_path: Path) -> None:
    (tmp_path / "set").mkdir()
    (tmp_path / "y.yaml").write_text(
        "title: T\nsource: {dataset: set}\ncorpus: set/corpus\n"
    )
    with pytest.raises(ConfigError, match="lie in one another"):
        read(tmp_path / "y.yaml")


def rows_of(folder: Path, **more: str) -> list[object]:
    return list(
        import_articles(
            SourceSettings.model_validate({"dataset": "set", "language": "fr", **more}),
            folder,
        )
    )


@pytest.mark.parametrize(
    "named",
    ["../secret.txt", "ABSOLUTE", "../*.txt", "http://127.0.0.1:9/probe.txt", "file:///etc/passwd",
     "d/../../secret.txt", "..\\secret.txt", "hf://datasets/a/b/c.txt", "zip://x.txt::http://127.0.0.1:9/a.zip"],
)  # fmt: skip
def test_a_dataset_card_opens_no_file_elsewhere(named: str, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("a secret")
    (tmp_path / "set").mkdir()
    file = json.dumps(str(tmp_path / "secret.txt") if named == "ABSOLUTE" else named)
    for shape in (
        file,
        f"[{file}]",
        f"[{{split: train, path: {file}}}]",
        f"{{train: [{file}]}}",
    ):
        card = f"---\nconfigs:\n- config_name: default\n  data_files: {shape}\n---\n"
        (tmp_path / "set" / "README.md").write_text(card)
        with pytest.raises(InputError, match="no file below the dataset's folder"):
            rows_of(tmp_path)


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_a_dataset_folder_with_a_link_out_is_refused(kind: str, tmp_path: Path) -> None:
    (tmp_path / "else").mkdir()
    (tmp_path / "else" / "secret.txt").write_text("a secret")
    (tmp_path / "set").mkdir()
    target = tmp_path / "else" / ("secret.txt" if kind == "file" else "")
    (tmp_path / "set" / ("train.txt" if kind == "file" else "train")).symlink_to(target)
    with pytest.raises(InputError, match="leads out"):
        rows_of(tmp_path)


def test_a_saved_dataset_whose_state_names_a_file_elsewhere_is_refused(
    tmp_path: Path,
) -> None:
    import datasets

    datasets.Dataset.from_dict({"text": [TEXT]}).save_to_disk(tmp_path / "set")
    assert [article.text for article in rows_of(tmp_path)] == [TEXT]  # type: ignore[attr-defined]
    state = tmp_path / "set" / "state.json"
    (arrow,) = (tmp_path / "set").glob("*.arrow")
    shutil.move(arrow, tmp_path / "secret.arrow")
    state.write_text(state.read_text().replace(arrow.name, "../secret.arrow"))
    with pytest.raises(InputError, match="no file below"):
        rows_of(tmp_path)


def test_a_row_that_names_a_picture_elsewhere_opens_none(tmp_path: Path) -> None:
    import datasets

    (tmp_path / "set").mkdir()
    features = datasets.Features(
        {"text": datasets.Value("string"), "image": datasets.Image(decode=True)}
    )
    rows = {
        "text": [TEXT],
        "image": [{"bytes": None, "path": "http://127.0.0.1:9/a.png"}],
    }
    table = pa.table(rows, schema=features.arrow_schema)
    pq.write_table(table, tmp_path / "set" / "train.parquet")
    assert [article.text for article in rows_of(tmp_path)] == [TEXT]  # type: ignore[attr-defined]


def test_a_card_with_plain_files_is_read(tmp_path: Path) -> None:
    (tmp_path / "set" / "data").mkdir(parents=True)
    (tmp_path / "set" / "data" / "a.jsonl").write_text(json.dumps({"text": TEXT}))
    (tmp_path / "set" / "README.md").write_text(
        "---\nconfigs:\n- config_name: default\n  data_files:\n  - {split: train, path: ./data/*.jsonl}\n"
        "dataset_info:\n  features:\n  - {name: text, dtype: string}\n  splits: [{name: train, num_bytes: 3}]\n---\nx\n"
    )
    assert [article.text for article in rows_of(tmp_path)] == [TEXT]  # type: ignore[attr-defined]


def test_an_absolute_pattern_puts_no_place_of_the_user_s_into_the_tables(
    tmp_path: Path,
) -> None:
    home, elsewhere = tmp_path / "anna", tmp_path / "elsewhere"
    for place in (home, elsewhere / "x", elsewhere / "y"):
        place.mkdir(parents=True)
        (place / "a.txt").write_text(f"{TEXT} {place.name}")
    patterns = [f"{home}/*.txt", f"{elsewhere}/x/*.txt", f"{elsewhere}/**/*.txt"]
    source = SourceSettings(files=tuple(patterns), language="fr")
    names = [
        found.origin.file if isinstance(found, Article) and found.origin else found
        for found in import_articles(source, home)
    ]
    assert names[0] == "a.txt"
    assert not any(str(tmp_path) in str(name) for name in names)


def test_a_file_whose_name_holds_brackets_is_found(tmp_path: Path) -> None:
    (tmp_path / "[b] (1).txt").write_text(TEXT)
    (imported,) = import_articles(
        SourceSettings(files=("[b] (1).txt",), language="fr"), tmp_path
    )
    assert isinstance(imported, Article)
    assert imported.id == "[b] (1)"


def test_a_colon_in_a_title_is_said_with_its_remedy(tmp_path: Path) -> None:
    (tmp_path / "y.yaml").write_text("title: Grève : le jour\n")
    with pytest.raises(ConfigError, match="put the value into quotes"):
        read(tmp_path / "y.yaml")
