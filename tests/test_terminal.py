"""What a terminal would obey is not printed, whoever wrote it; caches are read by their user alone."""

from __future__ import annotations

import json
import sqlite3
import stat
from pathlib import Path

import pytest
from making import entity, with_layers
from typer.testing import CliRunner

from pressmark.articles import Article
from pressmark.cli.app import app
from pressmark.cli.terminal import print_plain, strip_controls
from pressmark.dataset.corpus import save
from pressmark.exchange import export
from pressmark.storage.entry_cache import EntryCache

HARMFUL = [
    "\x1b]0;PWN\x07", "\x1b[2J", "\x1b[31m", "\x9b31m", "\x1bc", "\x1b]8;;http://evil\x1b\\", "\x1bP1;2q\x1b\\",
    "\x00", "\x08", "\r", "\x7f", "\x85", "\u202e", "\u2066", "\u200f", "\u061c", "\u2028",
    "\ud800", "\x1b", "\x1b[", "\x1b]52;c;aGk=\x07",
]  # fmt: skip


def is_plain(text: str) -> bool:
    return all(
        char in "\n\t�" or char.isprintable() or char in {"\xa0", "\u202f"}
        for char in text
    )


@pytest.mark.parametrize("harmful", HARMFUL)
def test_what_a_terminal_obeys_is_not_printed(
    harmful: str, capsys: pytest.CaptureFixture[str]
) -> None:
    print_plain(f"a{harmful}b: « é » 🙂")
    said = capsys.readouterr().out
    assert is_plain(said)
    assert said.startswith("a")
    assert said.endswith(": « é » 🙂\n")
    assert "PWN" not in said
    assert "31m" not in said


@pytest.mark.parametrize("harmful", [*HARMFUL[:4], "\x7f", "\u202e"])
def test_json_keeps_its_values_as_escapes(
    harmful: str, capsys: pytest.CaptureFixture[str]
) -> None:
    print_plain(json.dumps({"a": harmful}, ensure_ascii=False))
    said = capsys.readouterr().out
    assert is_plain(said)
    assert json.loads(said) == {"a": harmful}


def test_plain_text_stays_as_it_is() -> None:
    text = "Une\ttable\nà deux « lignes », 🙂 et\u00a0une espace\u202f!"
    assert strip_controls(text) == text


def test_commands_print_no_escapes_of_a_corpus(tmp_path: Path) -> None:
    text = "Anne \x1b[2JDubosc parle."
    name = "Anne \x1b[2JDubosc"
    article = with_layers(
        Article(id="a", text=text, title="\x1b]0;PWN\x07"),
        entities=[entity(text, name)],
    )
    save([article], tmp_path / "c", title="T\x1b[2J\u202e")
    for command in (
        ["info"],
        ["names", "--least", "1"],
        ["explain", "a"],
        ["count", "named"],
        ["info", "--json"],
    ):
        made = CliRunner().invoke(app, [command[0], str(tmp_path / "c"), *command[1:]])
        assert made.output, command
        assert is_plain(made.output), command


def test_exported_cells_and_headers_are_no_formulas_and_numbers_stay_numbers(
    tmp_path: Path,
) -> None:
    titles = ["=cmd|' /C calc'!A1", "+33 1", "@x", "-x", "\t=1", "\r=1"]
    articles = [
        Article(
            id=f"a{n}", text="x", title=title, extra={"=HYPERLINK(1)": -3, "low": -0.5}
        )
        for n, title in enumerate(titles)
    ]
    corpus = save(articles, tmp_path / "c", title="T")
    for excel in (False, True):
        report = export(corpus, tmp_path / f"{excel}", format="csv", excel=excel)
        text = (tmp_path / f"{excel}" / "articles.csv").read_bytes().decode("utf-8-sig")
        cells = text.replace("\r\n", "\n").replace(";", ",")
        assert "'=HYPERLINK(1)" in cells
        assert ",=" not in cells
        assert '"=' not in cells
        assert ",-3," in cells
        assert "-0.5" in cells
        assert "'-0.5" not in cells
        assert any("apostrophe" in line for line in report.lines())


def _cache_in(folder: Path) -> EntryCache:
    """Return a cache as those of parses, languages and the site's rows are."""
    return EntryCache(folder / "parses.sqlite", "parses", 1_000_000)


def test_a_cache_is_private(tmp_path: Path) -> None:
    cache = _cache_in(tmp_path / "cache")
    cache.store({b"key": b"content"})
    assert stat.S_IMODE(cache.file.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(cache.file.stat().st_mode) == 0o600


def test_a_cache_that_others_could_read_is_closed(tmp_path: Path) -> None:
    cache = _cache_in(tmp_path)
    sqlite3.connect(cache.file).close()
    cache.file.touch()
    cache.file.chmod(0o644)
    cache.store({b"key": b"content"})
    assert stat.S_IMODE(cache.file.stat().st_mode) == 0o600
    assert cache.load([b"key"]) == {b"key": b"content"}


def test_a_cache_that_is_a_link_is_not_written_through(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("")
    (tmp_path / "cache").mkdir()
    cache = _cache_in(tmp_path / "cache")
    cache.file.symlink_to(victim)
    cache.store({b"key": b"content"})
    assert cache.load([b"key"]) == {}
    assert victim.read_text() == ""
