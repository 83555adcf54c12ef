"""A site's folder: our pages are repaired, what a user keeps there stays, and nothing leads out."""

from __future__ import annotations

import csv
import gzip
import json
import os
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from making import entity, with_layers

from pressmark.articles import Article
from pressmark.config.site_options import SiteOptions
from pressmark.dataset.corpus import Corpus, save
from pressmark.errors import Blocked, PressmarkError
from pressmark.site import build, pack
from pressmark.site.index import schema
from pressmark.site.output import Output, Written, write
from pressmark.site.searched_words import words
from pressmark.site.site_list import LIST
from pressmark.spans import CustomSpan, Entity, Quote

TEXT = "Anne Dubosc parle."


def corpus(folder: Path, *titles: str, **more: Any) -> Corpus:
    articles = [
        with_layers(
            Article(id=f"a{number}", text=TEXT, language="fr", title=title, **more),
            entities=[entity(TEXT, "Anne Dubosc")],
        )
        for number, title in enumerate(titles)
    ]
    return save(articles, folder, title="T")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a corpus, `c`, and its site, `s`; to be copied."""
    folder = tmp_path_factory.mktemp("built")
    build(corpus(folder / "c", "Un", "Deux"), folder / "s", SiteOptions(search=False))
    return folder


@pytest.fixture
def site(built: Path, tmp_path: Path) -> Path:
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    return tmp_path / "s"


def again(site: Path, *titles: str) -> Any:
    return build(
        corpus(site.parent / "c", *(titles or ("Un", "Deux"))),
        site,
        SiteOptions(search=False),
    )


def emptied(page: Path) -> None:
    page.write_bytes(b"")


def cut(page: Path) -> None:
    page.write_bytes(page.read_bytes()[:100])


def same_size(page: Path) -> None:
    page.write_bytes(page.read_bytes().replace(b"Un", b"No"))


def linked(page: Path) -> None:
    page.rename(page.with_name("moved.html"))
    page.symlink_to(page.with_name("moved.html"))


@pytest.mark.parametrize("harm", [emptied, cut, same_size, linked, Path.unlink])
def test_a_page_that_was_changed_is_repaired_at_the_next_build(
    harm: Callable[[Path], object], site: Path
) -> None:
    pages = [
        site / "articles" / "a0.html",
        site / "assets" / "site.css",
        site / "data" / "articles.csv.gz",
    ]
    before = [page.read_bytes() for page in pages]
    for page in pages:
        harm(page)
    built = again(site)
    assert [page.read_bytes() for page in pages] == before
    assert not any(page.is_symlink() for page in pages)
    assert built.unchanged > built.written


def test_a_site_that_stands_is_not_made_again_after_it_was_copied(site: Path) -> None:
    for path in site.rglob("*.html"):
        os.utime(path)
    assert again(site).written == 0


def test_a_page_that_is_a_link_or_a_second_name_of_a_file_outside_is_replaced(
    site: Path, tmp_path: Path
) -> None:
    for name, connect in (("a0.html", os.symlink), ("a1.html", os.link)):
        victim = tmp_path / f"victim-{name}"
        victim.write_text("mine")
        (site / "articles" / name).unlink()
        connect(victim, site / "articles" / name)
    again(site, "Trois", "Quatre")
    assert [(tmp_path / f"victim-a{n}.html").read_text() for n in range(2)] == [
        "mine",
        "mine",
    ]
    assert "Trois" in (site / "articles" / "a0.html").read_text()


def test_a_folder_that_is_a_link_out_is_not_written_into(
    site: Path, tmp_path: Path
) -> None:
    (site / "articles").rename(tmp_path / "outside")
    (site / "articles").symlink_to(tmp_path / "outside")
    before = {path: path.read_bytes() for path in (tmp_path / "outside").iterdir()}
    with pytest.raises(PressmarkError, match="leads out"):
        again(site, "Trois")
    assert {
        path: path.read_bytes() for path in (tmp_path / "outside").iterdir()
    } == before


def test_a_page_that_became_a_folder_is_said(site: Path) -> None:
    (site / "index.html").unlink()
    (site / "index.html").mkdir()
    with pytest.raises(Blocked, match=r"index\.html"):
        again(site)


def test_what_a_user_keeps_in_the_site_s_folder_survives(
    site: Path, tmp_path: Path
) -> None:
    for folder in (".git/objects/empty", ".git/refs", "mine/empty", "articles/empty"):
        (site / folder).mkdir(parents=True)
    (site / "CNAME").write_text("example.org")
    (site / "mine" / "page.html").write_text("mine")
    (tmp_path / "empty").mkdir()
    (site / "link").symlink_to(tmp_path / "empty")
    again(site, "Trois")
    kept = [
        ".git/objects/empty",
        ".git/refs",
        "mine/empty",
        "articles/empty",
        "CNAME",
        "mine/page.html",
        "link",
    ]
    assert all((site / path).exists() for path in kept)
    assert not (site / "articles" / "a1.html").exists()


def _put(output: Output, path: str) -> None:
    """Write a file of a site and note it, as a build does."""
    written = Written.of("x", changed=write(output.folder, path, "x"))
    output.note(path, "1", written)


def test_a_folder_that_a_build_empties_goes(tmp_path: Path) -> None:
    with Output(tmp_path / "s") as output:
        _put(output, "a/b/c.html")
        _put(output, "a/d.html")
    with Output(tmp_path / "s") as output:
        _put(output, "a/d.html")
    assert sorted(path.name for path in (tmp_path / "s" / "a").iterdir()) == ["d.html"]
    assert output.deleted == 1


@pytest.mark.parametrize(
    "path",
    [
        "../victim.txt",
        "/victim.txt",
        "articles/../../victim.txt",
        "..\\victim.txt",
        "C:victim.txt",
        "a\x00",
        "",
    ],
)
def test_a_list_that_names_a_file_elsewhere_deletes_nothing(
    path: str, site: Path, tmp_path: Path
) -> None:
    (tmp_path / "victim.txt").write_text("mine")
    listed = json.loads((site / LIST).read_text())
    listed["files"][path] = ["", 4, ""]
    (site / LIST).write_text(json.dumps(listed))
    with pytest.raises(PressmarkError, match="no file below"):
        again(site, "Trois")
    assert (tmp_path / "victim.txt").read_text() == "mine"


@pytest.mark.parametrize(
    "content",
    ['{"format":2}', '{"format":2,"ground":1,"files":[1]}', '"x"', "[1,2]", "null", "5", "", "{", '{"format":99}',
     "[[]]", '{"format":"2","ground":"","files":{}}', '{"format":true,"ground":"","files":{}}',
     '{"format":3,"ground":"","files":{"a":1}}', '{"format":3,"ground":"","files":{"a":["x",1]}}',
     '{"format":3,"ground":"","files":{"a":{"b":1}}}', "[" * 100_000,
     '{"format":3,"ground":null,"files":{}}'],
)  # fmt: skip
def test_a_list_that_is_damaged_is_said(content: str, tmp_path: Path) -> None:
    (tmp_path / LIST).write_text(content)
    with pytest.raises(PressmarkError, match="cannot be understood"):
        Output(tmp_path)


def test_a_list_of_an_older_build_is_understood(tmp_path: Path) -> None:
    (tmp_path / "old.html").write_text("old")
    (tmp_path / LIST).write_text(
        json.dumps({"format": 2, "ground": "x", "files": {"old.html": "y"}})
    )
    with Output(tmp_path) as output:
        _put(output, "new.html")
    assert not (tmp_path / "old.html").exists()


def test_no_cell_of_the_site_s_tables_is_run_by_a_spreadsheet(tmp_path: Path) -> None:
    titles = ["=cmd|' /C calc'!A1", "+1", "@SUM(1)", "-2+3", "\t=1", " =1", "＝1", "-5"]
    own = {"=own": "=1", "number": -7, "low": -1.5}
    build(
        corpus(tmp_path / "c", *titles, extra=own),
        tmp_path / "s",
        SiteOptions(search=False),
    )
    packed = tmp_path / "s" / "data" / "articles.csv.gz"
    with gzip.open(packed, "rt", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["title"] for row in rows] == [f"'{title}" for title in titles[:-1]] + [
        "-5"
    ]
    assert {(row["'=own"], row["number"], row["low"]) for row in rows} == {
        ("'=1", "-7", "-1.5")
    }


def test_a_full_folder_for_temporary_files_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "TABLES", "pragma max_page_count = 1;" + schema.TABLES)
    with pytest.raises(Blocked, match="TMPDIR"):
        build(corpus(tmp_path / "c", "Un"), tmp_path / "s")


def test_an_error_of_our_own_sql_keeps_its_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "TABLES", "no sql")
    with pytest.raises(sqlite3.OperationalError):
        build(corpus(tmp_path / "c", "Un"), tmp_path / "s")


def test_the_site_is_packed_without_what_the_user_keeps_there(site: Path) -> None:
    (site / ".git").mkdir()
    (site / ".git" / "config").write_text("mine")
    with zipfile.ZipFile(pack(site)) as packed:
        names = packed.namelist()
        assert packed.read("s/index.html") == (site / "index.html").read_bytes()
    assert "s/articles/a0.html" in names
    assert not any(".git" in name or LIST in name for name in names)


def test_ligatures_are_searched_as_they_are_typed() -> None:
    assert words("Œuvrard ŒUVRE Cæsar Ægir Ørsted Łódź ﬁn") == [
        "oeuvrard",
        "oeuvre",
        "caesar",
        "aegir",
        "orsted",
        "lodz",
        "fin",
    ]


@pytest.mark.parametrize("language", ["fr\x00", "../fr", "français", "x" * 50, "fr fr"])
def test_pagefind_is_not_asked_for_what_is_no_language(
    language: str, tmp_path: Path
) -> None:
    pytest.importorskip("pagefind")
    made = save(
        [Article(id="a", text=TEXT, language=language)], tmp_path / "c", title="T"
    )
    with pytest.raises(PressmarkError, match="no code of a language"):
        build(made, tmp_path / "s", SiteOptions(search="pagefind"))


@pytest.mark.parametrize("language", ["x" * 300, "f\0r", "../fr", ""])
def test_a_language_that_is_none_costs_no_site(language: str, tmp_path: Path) -> None:
    article = Article(id="a", text="Bonjour.", language=language)
    made = save([article], tmp_path / "c", title="T")
    assert (build(made, tmp_path / "s").folder / "articles" / "a.html").is_file()


def test_a_title_has_the_direction_of_its_letters_and_the_home_page_says_what_it_leaves_out(
    tmp_path: Path,
) -> None:
    articles = [Article(id=f"a{n}", text=TEXT, title="عنوان", language="fr", published=when) for n, when in
                enumerate([datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 9, tzinfo=UTC), None])]  # fmt: skip
    build(
        save(articles, tmp_path / "c", title="T"),
        tmp_path / "s",
        SiteOptions(search=False),
    )
    assert (
        'dir="auto">عنوان</h1>' in (tmp_path / "s" / "articles" / "a0.html").read_text()
    )
    assert (
        'dir="auto">عنوان</a>'
        in (tmp_path / "s" / "articles" / "index.html").read_text()
    )
    assert (
        "1 article without a date is not shown."
        in (tmp_path / "s" / "index.html").read_text()
    )


def test_outlets_names_and_labels_have_the_direction_of_their_letters_on_every_page(
    tmp_path: Path,
) -> None:
    outlet, speaker, label = "صحيفة الميناء", "دينا", "נמל"
    text = f"« Oui », a dit {speaker}."
    start = text.index(speaker)
    person = Entity.cut(
        text, start, start + len(speaker), "PER", name=speaker,
        mention_start=start, mention_end=start + len(speaker),
    )  # fmt: skip
    layers = {
        "entities": [person],
        "quotes": [Quote.cut(text, 2, 5, "direct", speaker=speaker, spans=((2, 5),))],
        "own": [CustomSpan.cut(text, 2, 5, label)],
    }
    article = with_layers(
        Article(id="a", text=text, language="fr", outlet=outlet), **layers
    )
    site = tmp_path / "s"
    build(save([article], tmp_path / "c", title="T"), site, SiteOptions(search=False))
    undirected = [
        (path.name, element.sourceline, element.tag)
        for path in sorted(site.rglob("*.html"))
        for element in html.parse(path).iter("h1", "h2", "a", "cite", "span", "li")
        if (element.text or "").strip() in (outlet, speaker, label)
        and not element.xpath("ancestor-or-self::*[@dir or @id='list']")
    ]
    assert undirected == []
    assert any(outlet in path.read_text() for path in (site / "articles").iterdir())
