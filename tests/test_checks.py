"""`check` names every damage to a corpus folder."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from making import entity, event, quote, with_layers

from pressmark.articles import Article
from pressmark.dataset.checks import check
from pressmark.dataset.corpus import save
from pressmark.errors import CorpusError
from pressmark.spans import Argument
from pressmark.storage.accompanying_files import write_accompanying_files
from pressmark.storage.disk import sha256_of, write_table
from pressmark.storage.manifest import read_manifest

TEXT = "“No,” said Ann Lee."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    article = Article(id="a", text=TEXT)
    layered = with_layers(
        article,
        entities=[entity(TEXT, "Ann Lee")],
        quotes=[quote(TEXT, "No", speaker_id="a/entities-11-18")],
    )
    save([layered], tmp_path / "corpus", title="t")
    return tmp_path / "corpus"


def part(folder: Path, table: str) -> Path:
    (path,) = (folder / table).glob("*.parquet")
    return path


def change(folder: Path, table: str, **values: object) -> None:
    """Rewrite the first row of a table, and let the manifest agree, as a careless script would."""
    path = part(folder, table)
    content = pq.read_table(path)
    rows = content.to_pylist()
    rows[0] |= values
    write_table(path, content.from_pylist(rows, schema=content.schema))
    manifest = json.loads((folder / "manifest.json").read_text())
    files = manifest["whole"].get(table) or manifest["shards"][0]["files"][table]
    files["sha256"], files["bytes"] = sha256_of(path), path.stat().st_size
    (folder / "manifest.json").write_text(json.dumps(manifest))
    _rewrite_accompanying_files(folder)


def _rewrite_accompanying_files(folder: Path) -> None:
    write_accompanying_files(folder, read_manifest(folder))


def problems(folder: Path) -> str:
    return "\n".join(map(str, check(folder)))


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    original = Article(id="a", text=TEXT, copies=1)
    copy = Article(id="b", text=TEXT, duplicate_of="a", copies=0)
    save([with_layers(original), with_layers(copy)], tmp_path / "copied", title="t")
    return tmp_path / "copied"


def test_copies_that_point_to_their_original_are_whole(copied: Path) -> None:
    assert problems(copied) == ""


def test_a_copy_that_points_nowhere_or_to_a_copy_is_told(copied: Path) -> None:
    change(copied, "articles", duplicate_of="gone")
    assert problems(copied).splitlines() == [
        "articles a: its duplicate_of 'gone' names no row",
        "articles b: its duplicate_of 'a' is a copy itself",
    ]


def test_a_number_of_copies_that_there_are_not_is_told(copied: Path) -> None:
    change(copied, "articles", copies=3)
    assert problems(copied) == "articles a: says that it has 3 copies, there are 1"


def test_links_to_names_that_name_no_row_are_told(folder: Path) -> None:
    role = {
        "text": "mayor",
        "first": None,
        "last": None,
        "mentions": 1,
        "name_id": "org-nowhere",
    }
    change(folder, "names", roles=[role])
    assert (
        problems(folder)
        == "names per-ann-lee: the name_id 'org-nowhere' of a role names no row"
    )


def test_a_happening_whose_place_or_participant_is_no_name_is_told(
    tmp_path: Path,
) -> None:
    text = "Ann Lee attacked Paris."
    ann = Argument(
        role="agent", start=0, end=7, text="Ann Lee", entity_id="a/entities-0-7"
    )
    article = with_layers(
        Article(id="a", text=text),
        entities=[entity(text, "Ann Lee")],
        quotes=[],
        events=[event(text, "attacked", "ASSAULT", cluster="c1", arguments=(ann,))],
    )
    save([article], tmp_path / "corpus", title="t")
    assert problems(tmp_path / "corpus") == ""
    change(
        tmp_path / "corpus",
        "happenings",
        place="loc-nowhere",
        participants=["per-ann-lee", "per-nobody"],
    )
    told = problems(tmp_path / "corpus")
    assert "its place 'loc-nowhere' names no row" in told
    assert "its participant 'per-nobody' names no row" in told
    assert "per-ann-lee" not in told


def test_a_link_to_a_span_of_another_article_is_told(tmp_path: Path) -> None:
    articles = [
        with_layers(
            Article(id=id, text=TEXT),
            entities=[entity(TEXT, "Ann Lee")],
            quotes=[quote(TEXT, "No")],
        )
        for id in ("a", "b")
    ]
    save(articles, tmp_path / "corpus", title="t")
    change(tmp_path / "corpus", "quotes", speaker_id="b/entities-11-18")
    assert (
        "quotes a/quotes-1-3: its speaker_id 'b/entities-11-18' names a row of another article"
        in problems(tmp_path / "corpus")
    )


def test_a_whole_corpus_has_no_problem(folder: Path) -> None:
    assert check(folder) == ()


def test_a_missing_file_is_named(folder: Path) -> None:
    path = part(folder, "quotes")
    path.unlink()
    assert problems(folder) == f"quotes/{path.name}: is missing. Run again"


def test_a_truncated_file_is_named(folder: Path) -> None:
    path = part(folder, "quotes")
    path.write_bytes(path.read_bytes()[:-10])
    assert f"quotes/{path.name}: has" in problems(folder)


def test_a_flipped_bit_is_seen(folder: Path) -> None:
    path = part(folder, "articles")
    content = bytearray(path.read_bytes())
    content[50] ^= 1
    path.write_bytes(content)
    assert "has other bytes" in problems(folder)


def test_a_foreign_file_is_named(folder: Path) -> None:
    (folder / "quotes" / "part-00007-abc.parquet").write_bytes(b"x")
    assert "belongs to another run" in problems(folder)


def test_a_card_of_another_manifest_is_named(folder: Path) -> None:
    (folder / "README.md").write_text("# Mine\n")
    assert "README.md: does not belong to this manifest" in problems(folder)
    (folder / "README.md").unlink()
    assert "README.md: is missing" in problems(folder)


@pytest.mark.parametrize(
    ("table", "values", "said"),
    [
        (
            "entities",
            {"text": "Bob"},
            "entities a/entities-11-18: its text is not what stands at 11:18",
        ),
        ("entities", {"mention_end": 99}, "its mention 11:99 is not within the text"),
        (
            "entities",
            {"name_id": "per-nobody"},
            "its name_id 'per-nobody' names no row",
        ),
        (
            "quotes",
            {"speaker_id": "a/entities-9"},
            "its speaker_id 'a/entities-9' names no row",
        ),
        (
            "quotes",
            {"addressee": "Bob", "addressee_start": 11, "addressee_end": 18},
            "its addressee is not what stands",
        ),
        ("quotes", {"article_id": "b"}, "its article 'b' is not in the shard"),
        ("articles", {"text": TEXT + "!"}, "its text is not the one that was imported"),
    ],
)
def test_a_row_that_is_not_true_is_named(
    folder: Path, table: str, values: dict[str, object], said: str
) -> None:
    change(folder, table, **values)
    assert said in problems(folder)


def test_a_folder_that_is_no_corpus_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CorpusError):
        check(tmp_path)


def test_a_role_must_be_what_stands_at_its_offsets_and_name_an_entity(
    folder: Path,
) -> None:
    change(
        folder,
        "entities",
        role="king",
        role_start=0,
        role_end=2,
        role_entity_id="a/entities-9",
    )

    said = problems(folder)
    assert "its role is not what stands at 0:2" in said
    assert "role_entity_id 'a/entities-9' names no row" in said


def test_a_corpus_without_what_a_role_names_is_whole(tmp_path: Path) -> None:
    text = "York mayor Ann Lee spoke in Hull."
    york, hull = entity(text, "York", "LOC"), entity(text, "Hull", "LOC")
    ann = entity(text, "Ann Lee", role="York mayor", role_start=0, role_end=10)
    article = with_layers(Article(id="a", text=text), entities=[york, ann, hull])
    corpus = save([article], tmp_path / "corpus", title="t")
    # As somebody does who finds that York is no place here.
    by_hand = with_layers(Article(id="a", text=text), entities=[ann, hull])
    made = corpus.save_articles([by_hand], tmp_path / "made", title="t")

    assert [
        role["name_id"] for row in corpus.rows("names") for role in row["roles"]
    ] == ["loc-york"]
    assert [role["name_id"] for row in made.rows("names") for role in row["roles"]] == [
        None
    ]
    assert not check(tmp_path / "made")
