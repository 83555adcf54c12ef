"""Reading files: the text is kept to the character, and what cannot be read is said with its place."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

import datasets
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pressmark.errors import InputError
from pressmark.sources import Record, Rejection, read_records
from pressmark.sources.decoding import DecodingError, decode
from pressmark.sources.settings import SourceSettings

ODD = "« L’été\u202f! »\r\n\u00a0e\u0301 🙂👩\u200d🚀 \u2028 שלום \x00 fin  \n"


def rows(folder: Path, *patterns: str, **settings: object) -> list[Record | Rejection]:
    return list(read_records(SourceSettings(files=patterns, **settings), folder))  # type: ignore[arg-type]


def values(folder: Path, *patterns: str, **settings: object) -> list[object]:
    return [
        dict(row.values)
        for row in rows(folder, *patterns, **settings)
        if isinstance(row, Record)
    ]


def refusals(
    folder: Path, *patterns: str, **settings: object
) -> list[tuple[str | None, str]]:
    return [
        (row.place, row.reason)
        for row in rows(folder, *patterns, **settings)
        if isinstance(row, Rejection)
    ]


@pytest.mark.parametrize(
    ("content", "declared", "text", "rule"),
    [
        (b"\xef\xbb\xbf\xc3\xa9", None, "é", "utf-8 (BOM)"),
        ("é".encode("utf-16"), None, "é", "utf-16-le (BOM)"),
        (b"\xff\xfe\x00\x00\xe9\x00\x00\x00", None, "é", "utf-32-le (BOM)"),
        (b"\xe9", "latin-1", "é", "latin-1 (declared)"),
        (b"\xc3\xa9\r\n", None, "é\r\n", "utf-8"),
        (b"l\x92\xe9t\xe9 \x80", None, "l’été €", "cp1252 (fallback)"),
        (b"\x8eclair", "mac_roman", "éclair", "mac_roman (declared)"),
        (b"", None, "", "utf-8"),
    ],
)
def test_bytes_become_text_by_one_rule_that_is_recorded(
    content: bytes, declared: str | None, text: str, rule: str
) -> None:
    assert decode(content, declared) == (text, rule)


@pytest.mark.parametrize(
    ("content", "declared"),
    [(b"ab\x81", None), (b"ab\xff", "utf-8"), (b"a", "no-such")],
)
def test_bytes_that_are_no_text_are_refused(
    content: bytes, declared: str | None
) -> None:
    with pytest.raises(DecodingError):
        decode(content, declared)


def test_a_plain_file_is_one_article_with_its_name_as_id(tmp_path: Path) -> None:
    (tmp_path / "2026" / "03").mkdir(parents=True)
    (tmp_path / "2026" / "03" / "port.txt").write_bytes(ODD.encode())
    assert values(tmp_path, "2026/**/*.txt") == [{"id": "03/port", "text": ODD}]
    assert values(tmp_path, "2026/03/port.txt") == [{"id": "port", "text": ODD}]


def test_markdown_has_front_matter_and_an_untouched_body(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(
        f"---\ntitle: 'Port: closed'\nauthors: [A, B]\n---\n{ODD}".encode()
    )
    (tmp_path / "b.md").write_bytes(b"No front matter --- here\n---\n")
    (tmp_path / "c.md").write_bytes(b"---\r\ntitle: x\r\n---\r\nBody\r\n")
    (tmp_path / "d.md").write_bytes(b"---\n---\nBody")
    assert values(tmp_path, "*.md") == [
        {"id": "a", "title": "Port: closed", "authors": ["A", "B"], "text": ODD},
        {"id": "b", "text": "No front matter --- here\n---\n"},
        {"id": "c", "title": "x", "text": "Body\r\n"},
        {"id": "d", "text": "Body"},
    ]


def test_a_mistake_in_front_matter_is_said_with_its_line_in_the_file(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: a\ntitle: b\n---\nText")
    (tmp_path / "b.md").write_text("---\n- a\n---\nText")
    assert [place for place, _ in refusals(tmp_path, "*.md")] == ["line 3", "line 2"]


def test_a_bad_line_of_json_costs_that_line(tmp_path: Path) -> None:
    lines = [
        '{"text": "a"}',
        "{oops",
        "",
        "[1]",
        json.dumps({"text": ODD}),
        "[" * 10_000,
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), encoding="utf-8", newline="")
    assert values(tmp_path, "a.jsonl") == [{"text": "a"}, {"text": ODD}]
    assert [place for place, _ in refusals(tmp_path, "a.jsonl")] == [
        "line 2",
        "line 4",
        "line 6",
    ]


def test_a_line_separator_within_json_does_not_end_the_line(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "a\u2028b\x85c"}\n', encoding="utf-8")
    assert values(tmp_path, "a.jsonl") == [{"text": "a\u2028b\x85c"}]


def test_json_is_a_list_or_one_object(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('[{"text": "a"}, 3]')
    (tmp_path / "b.json").write_text('{"text": "b"}')
    (tmp_path / "c.json").write_text('{"text": ')
    (tmp_path / "d.json").write_text("")
    assert values(tmp_path, "*.json") == [{"text": "a"}, {"text": "b"}]
    assert [place for place, _ in refusals(tmp_path, "*.json")] == [
        "item 2",
        "line 1",
        None,
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_read_with_the_delimiter_of_its_header(
    tmp_path: Path, delimiter: str
) -> None:
    lines = ["id|text|page", '1|"a, b; c\nd ""e"""|', "2|x", "3|y|7"]
    text = "".join(line.replace("|", delimiter) + "\n" for line in lines)
    (tmp_path / "a.csv").write_text(text, encoding="utf-8", newline="")
    assert values(tmp_path, "a.csv") == [
        {"id": "1", "text": 'a, b; c\nd "e"', "page": None},
        {"id": "3", "text": "y", "page": "7"},
    ]
    assert refusals(tmp_path, "a.csv") == [
        ("line 4", "has 2 cells where the header has 3")
    ]


def test_a_csv_cell_may_be_very_long(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text(f"id\ttext\n1\t{'x' * 500_000}\n")
    ((row,),) = [rows(tmp_path, "a.tsv")]
    assert isinstance(row, Record)
    assert len(row.values["text"]) == 500_000
    assert row.origin.place == "line 2"


def test_a_quote_that_is_never_closed_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('id,text\n1,"never closed\n')
    assert refusals(tmp_path, "a.csv")[0][0] == "line 2"


def test_parquet_keeps_its_types_and_a_broken_file_is_said(tmp_path: Path) -> None:
    pq.write_table(
        pa.table({"text": ["a"], "page": [3], "tags": [["x"]]}), tmp_path / "a.parquet"
    )
    (tmp_path / "b.parquet").write_bytes((tmp_path / "a.parquet").read_bytes()[:-9])
    assert values(tmp_path, "*.parquet") == [{"text": "a", "page": 3, "tags": ["x"]}]
    assert "cannot be read as Parquet" in refusals(tmp_path, "*.parquet")[0][1]


def test_a_dataset_folder_is_read_with_its_columns_mapped(tmp_path: Path) -> None:
    made = datasets.Dataset.from_dict(
        {
            "body": ["a", "b"],
            "text": ["not this", "nor this"],
            "when": ["2026-03-02", None],
        }
    )
    made.save_to_disk(str(tmp_path / "saved"))
    (tmp_path / "plain").mkdir()
    made.to_parquet(str(tmp_path / "plain" / "train-0.parquet"))
    for name in ("saved", "plain"):
        source = SourceSettings(
            dataset=name, columns={"text": "body", "published": "when"}
        )
        found = [
            row.values
            for row in read_records(source, tmp_path)
            if isinstance(row, Record)
        ]
        assert found == [
            {"text": "a", "published": "2026-03-02"},
            {"text": "b", "published": None},
        ]


def test_a_dataset_that_is_not_there_is_an_input_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    monkeypatch.setattr("datasets.config.HF_HUB_OFFLINE", True)
    with pytest.raises(InputError, match="cannot be opened"):
        list(read_records(SourceSettings(dataset="nobody/nothing"), tmp_path))


def test_a_split_that_is_not_there_is_an_input_error(tmp_path: Path) -> None:
    datasets.DatasetDict(
        {"dev": datasets.Dataset.from_dict({"text": ["a"]})}
    ).save_to_disk(str(tmp_path / "d"))
    with pytest.raises(InputError, match="has no split 'train'; it has dev"):
        list(read_records(SourceSettings(dataset="d"), tmp_path))


def test_patterns_that_match_nothing_are_all_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"(?s)a/\*\.txt.*b\.txt"):
        rows(tmp_path, "a/*.txt", "b.txt")


def test_a_file_that_two_patterns_match_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    assert len(rows(tmp_path, "*.txt", "a.*")) == 1


def test_a_file_in_an_unknown_format_is_rejected(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"PK")
    assert "is a .pdf file, which is not read" in refusals(tmp_path, "*")[0][1]


def test_what_is_hidden_or_of_the_system_is_no_article(tmp_path: Path) -> None:
    for name in (
        "a.txt",
        ".DS_Store",
        "Thumbs.db",
        "~$a.docx",
        ".git/b.txt",
        "__MACOSX/a.txt",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert [
        row.origin.file for row in rows(tmp_path, "**/*") if isinstance(row, Record)
    ] == ["a.txt"]
    assert not refusals(tmp_path, "**/*")
    assert len(rows(tmp_path, ".git/*.txt")) == 1


def test_a_link_that_leads_nowhere_and_a_queue_are_rejected_and_not_left_out(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "moved.txt").symlink_to(tmp_path / "away" / "b.txt")
    (tmp_path / "round.txt").symlink_to(tmp_path / "round.txt")
    os.mkfifo(tmp_path / "queue.txt")
    (tmp_path / "folder.txt").mkdir()

    refused = {
        row.file: row.reason
        for row in rows(tmp_path, "*")
        if isinstance(row, Rejection)
    }

    assert refused == {
        "moved.txt": "is a link to a file that is not there: b.txt",
        "queue.txt": "is no file but a queue, a socket or a device",
        "round.txt": "is a link to a file that is not there: round.txt",
    }
    assert len(rows(tmp_path, "*")) == 4


def test_a_pattern_that_finds_nothing_says_where_and_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    with pytest.raises(InputError) as error:
        rows(tmp_path, "texts/", "*.txt")
    assert "texts/: is a folder; write texts/**/* for all that is in it." in str(
        error.value
    )
    assert f"*.txt: no such file below {tmp_path}. Check the pattern." in str(
        error.value
    )
    with pytest.raises(InputError, match="Folders are parted by `/`"):
        rows(tmp_path, "texts\\*.txt")


def test_undecodable_bytes_are_rejected_with_their_place(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"ab\x81")
    assert refusals(tmp_path, "a.txt")[0][0] == "byte 2"


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs",))))
def test_any_text_comes_back_from_any_text_file(text: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "a.txt").write_bytes(b"\xef\xbb\xbf" + text.encode())
        (folder / "b.md").write_bytes(b"---\ntitle: t\n---\n" + text.encode())
        (folder / "c.jsonl").write_bytes(
            json.dumps({"text": text}, ensure_ascii=False).encode()
        )
        (folder / "d.json").write_bytes(json.dumps([{"text": text}]).encode())
        assert [
            row.values["text"] for row in rows(folder, "*") if isinstance(row, Record)
        ] == [text] * 4
