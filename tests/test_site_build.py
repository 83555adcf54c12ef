"""The build: what is made again and what is not, in one process or several, with a theme, while it is served."""

from __future__ import annotations

import csv
import gzip
import json
import multiprocessing
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.request
import xml.etree.ElementTree as xml  # noqa: N813
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jinja2
import pyarrow.parquet as pq
import pytest
from making import entity, event, quote, with_layers

from pressmark.articles import Article, Origin
from pressmark.cli.server import follow_project, open_server
from pressmark.config.site_options import SiteOptions
from pressmark.dataset.corpus import Corpus, load, save
from pressmark.errors import PressmarkError
from pressmark.site import build, index_tables, packed_values, renderer, site_tasks
from pressmark.site.dots import Dot, names_with_room
from pressmark.site.interface import load_interface
from pressmark.site.output import Output, write
from pressmark.site.renderer import RenderedFile
from pressmark.site.shard_extracts import ShardExtracts
from pressmark.site.site_list import LIST
from pressmark.site.site_tasks import SiteTask
from pressmark.site.template_engine import Templates
from pressmark.site.template_environment import make_environment
from pressmark.site.views import Views
from pressmark.site.worldmap import projected
from pressmark.storage.disk import sha256_of, write_table
from pressmark.storage.manifest import Shard, write_manifest
from pressmark.storage.tables import arrow

pytestmark = pytest.mark.slow

NAMES = ("Anne Morel", "Karim Belle", "Larnholm", "Conseil du port")


def article(number: int, *, outlet: str = "Le Quai", also: str = "") -> Article:
    """An article that names two people, quotes one and tells of one event; `also` is a person more."""
    first, second = NAMES[number % 4], NAMES[(number + 1) % 4]
    text = f"« Le quai {number} est fermé », a dit {first}.\n\n{second} annonce une grève à Larnholm."
    if also:
        text += f" {also} y était."
    when = datetime(2026, 1 + number % 6, 1 + number % 28, tzinfo=UTC)
    made = Article(
        id=f"a{number}",
        text=text,
        language="fr",
        title=f"Quai {number}",
        outlet=outlet,
        published=when,
    )
    names = [entity(text, first), entity(text, second)] + (
        [entity(text, "Larnholm", "LOC")] if second != "Larnholm" else []
    )
    if also:
        names.append(entity(text, also))
    made = with_layers(made, entities=sorted(names, key=lambda one: one.start))
    speaker = next(one.id for one in made.entities if one.text == first)
    said = quote(
        text,
        f"Le quai {number} est fermé",
        speaker_id=speaker,
        speaker_name=first,
        speaker_kind="person",
    )
    return with_layers(made, quotes=[said], events=[event(text, "grève", "PROTEST")])


def corpus(folder: Path, articles: list[Article], title: str = "Quais") -> Corpus:
    if folder.exists():
        shutil.rmtree(folder)
    return save(articles, folder, title=title, shard=5)


def content(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


ODILE = "Odile Cap"
"""Somebody whom one article alone names, at first: she has no page of her own."""


def articles_before() -> list[Article]:
    """Twelve articles, of which the sixth names somebody more."""
    return [article(number, also=ODILE if number == 5 else "") for number in range(12)]


CHANGES: dict[str, Callable[[list[Article]], list[Article]]] = {
    "added": lambda some: [*some, article(40)],
    "added in front": lambda some: [article(41), *some],
    "a name of one article has two": lambda some: [*some, article(40, also=ODILE)],
    "a name is gone": lambda some: some[:5] + some[6:],
    "moved": lambda some: [
        replace(one, origin=Origin(file="quais.jsonl", place=f"line {n}"))
        for n, one in enumerate(some)
    ],
    "removed": lambda some: some[:3] + some[4:],
    "changed": lambda some: [replace(some[0], title="Autre titre"), *some[1:]],
    "annotated again": lambda some: [
        some[0],
        replace(some[1], layers={**some[1].layers, "quotes": ()}),
        *some[2:],
    ],
    "emptied": lambda some: [],
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_site_brought_up_to_date_is_a_site_made_whole(
    tmp_path: Path, change: str
) -> None:
    before = articles_before()
    after = CHANGES[change](before)
    build(
        corpus(tmp_path / "corpus", before),
        tmp_path / "site",
        SiteOptions(language="fr"),
        cache=tmp_path / "cache",
    )
    updated = build(
        corpus(tmp_path / "corpus", after),
        tmp_path / "site",
        SiteOptions(language="fr"),
        cache=tmp_path / "cache",
    )
    whole = build(
        corpus(tmp_path / "other", after),
        tmp_path / "whole",
        SiteOptions(language="fr"),
    )

    assert content(tmp_path / "site") == content(tmp_path / "whole")
    assert updated.written < whole.written or change == "emptied"


def test_a_name_that_is_known_better_is_shown_so(tmp_path: Path) -> None:
    made = corpus(tmp_path / "corpus", articles_before())
    build(made, tmp_path / "site", cache=tmp_path / "cache")
    names = made.manifest.whole["names"]
    rows = made.rows("names")
    for row in rows:
        row["wikidata"] = f"Q{len(row['name'])}"
        # Another order of the lists, another place on the map.
        row["name"] = row["name"].replace("Larnholm", "Bad Larnholm")
        row["latitude"], row["longitude"] = 50.0, 4.0
    file = made.folder / names.path
    write_table(file, arrow(rows, made.manifest.table_columns("names")))
    whole = {**made.manifest.whole, "names": replace(names, sha256=sha256_of(file))}
    write_manifest(made.folder, replace(made.manifest, whole=whole))

    build(load(made.folder), tmp_path / "site", cache=tmp_path / "cache")
    build(load(made.folder), tmp_path / "whole")

    assert "Bad Larnholm" in (tmp_path / "site" / "names" / "places.html").read_text()
    assert content(tmp_path / "site") == content(tmp_path / "whole")


@pytest.mark.parametrize(
    "changed",
    [
        {"language": "en"},
        {"copies": "show"},
        {"downloads": False},
        {"search": False},
        {"address": "https://example.org/quais"},
    ],
)
def test_another_setting_makes_the_site_that_it_would_make_at_first(
    tmp_path: Path, changed: dict[str, Any]
) -> None:
    first, second = articles_before()[:2]
    copy = replace(first, id="copy", outlet="L'Écho", duplicate_of=first.id)
    made = corpus(tmp_path / "corpus", [first, copy, second])
    for options in ({"language": "fr"}, {"language": "fr", **changed}):
        build(made, tmp_path / "site", SiteOptions(**options), cache=tmp_path / "cache")
    build(made, tmp_path / "whole", SiteOptions(**options))
    assert content(tmp_path / "site") == content(tmp_path / "whole")


def test_another_template_makes_the_site_that_it_would_make_at_first(
    tmp_path: Path,
) -> None:
    made = corpus(tmp_path / "corpus", articles_before())
    theme = tmp_path / "theme"
    theme.mkdir()
    for line in ("Hier", "Aujourd'hui"):
        (theme / "name.html.jinja").write_text(
            '{% extends "pressmark/name.html.jinja" %}{% block facts %}'
            f"{line}{{% endblock %}}"
        )
        build(
            made, tmp_path / "site", SiteOptions(theme=theme), cache=tmp_path / "cache"
        )
    build(made, tmp_path / "whole", SiteOptions(theme=theme))
    assert content(tmp_path / "site") == content(tmp_path / "whole")


def test_rows_of_shards_that_did_not_change_are_read_from_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    some = articles_before()
    build(corpus(tmp_path / "corpus", some), tmp_path / "site", cache=tmp_path / "c")
    made: list[Shard] = []
    make = ShardExtracts._make
    monkeypatch.setattr(
        ShardExtracts,
        "_make",
        lambda self, shard: made.append(shard) or make(self, shard),
    )
    after = corpus(tmp_path / "corpus", [*some, article(40)])

    build(after, tmp_path / "site", cache=tmp_path / "c")

    assert made == [after.manifest.shards[-1]]


def test_a_name_whose_articles_stand_is_not_looked_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "Zoé Quai et Léon Mât."
    others = [
        with_layers(
            Article(id=f"z{number}", text=text, language="fr"),
            entities=[entity(text, "Zoé Quai"), entity(text, "Léon Mât")],
            quotes=[],
            events=[],
        )
        for number in range(2)
    ]
    some = [*articles_before(), *others]
    build(corpus(tmp_path / "corpus", some), tmp_path / "site")
    gathered: list[str] = []
    contents = Views._contents_of_name
    monkeypatch.setattr(
        Views,
        "_contents_of_name",
        lambda self, name: gathered.append(name.name) or contents(self, name),
    )

    build(corpus(tmp_path / "corpus", [*some, article(40)]), tmp_path / "site")

    assert "Anne Morel" in gathered
    assert not {"Zoé Quai", "Léon Mât"} & {*gathered}
    assert list((tmp_path / "site" / "names").glob("per-zo*.html"))


def test_rows_of_a_damaged_cache_are_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "of-user"))
    made = corpus(tmp_path / "corpus", articles_before())
    build(made, tmp_path / "whole", cache=tmp_path / "cache")
    for name, table in (("site", "extracts"), ("templates", "templates")):
        (file,) = tmp_path.rglob(f"{name}.sqlite")
        with sqlite3.connect(file) as cache:
            cache.execute(f"update {table} set content = substr(content, 2)")
    build(made, tmp_path / "site", cache=tmp_path / "cache")
    assert content(tmp_path / "site") == content(tmp_path / "whole")


def test_no_template_is_kept_in_a_folder_that_a_project_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "of-user"))
    made = corpus(tmp_path / "corpus", articles_before())
    build(made, tmp_path / "site", cache=tmp_path / "cache")
    files = {file.relative_to(tmp_path) for file in tmp_path.rglob("templates.sqlite")}
    assert files == {Path("of-user/pressmark/templates.sqlite")}


def test_a_template_is_compiled_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    compiled: list[str] = []
    compile_template = jinja2.Environment.compile
    monkeypatch.setattr(
        jinja2.Environment,
        "compile",
        lambda self, source, name, *rest: (
            compiled.append(name) or compile_template(self, source, name, *rest)
        ),
    )
    interfaces = load_interface("fr"), load_interface("en")
    for ui in (*interfaces, *interfaces):
        template = make_environment(None, ui).get_template("base.html.jinja")
        assert template.name == "base.html.jinja"
    assert compiled == ["base.html.jinja"] * 2


def test_what_is_packed_is_packed_where_it_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed: list[str] = []
    packed_text = packed_values.packed_text
    monkeypatch.setattr(
        packed_values,
        "packed_text",
        lambda text: packed.append(text) or packed_text(text),
    )
    some = articles_before()
    build(corpus(tmp_path / "corpus", some), tmp_path / "site")
    count_of_all = len(packed)
    packed.clear()

    # The oldest, which is the last of every list.
    oldest = replace(article(40), published=datetime(1999, 1, 1, tzinfo=UTC))
    build(corpus(tmp_path / "corpus", [*some, oldest]), tmp_path / "site")

    assert 0 < len(packed) < count_of_all


def test_only_pages_that_would_change_are_rendered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    some = [article(n) for n in range(12)]
    build(corpus(tmp_path / "corpus", some), tmp_path / "site")
    rendered: list[str] = []
    page = Templates.page
    monkeypatch.setattr(
        Templates,
        "page",
        lambda self, path, *rest: rendered.append(path) or page(self, path, *rest),
    )

    build(corpus(tmp_path / "corpus", some), tmp_path / "site")
    assert rendered == []

    some[0] = replace(some[0], authors=("Ada Port",))
    build(corpus(tmp_path / "corpus", some), tmp_path / "site")
    assert [path for path in rendered if path.startswith("articles/a")] == [
        "articles/a0.html"
    ]


def test_a_page_that_somebody_deleted_comes_back(tmp_path: Path) -> None:
    made = corpus(tmp_path / "corpus", [article(n) for n in range(3)])
    build(made, tmp_path / "site")
    (tmp_path / "site" / "articles" / "a1.html").unlink()
    again = build(made, tmp_path / "site")
    assert (again.written, again.deleted) == (1, 0)
    assert (tmp_path / "site" / "articles" / "a1.html").is_file()


def test_a_build_that_was_killed_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = corpus(tmp_path / "corpus", [article(n) for n in range(3)])
    build(made, tmp_path / "whole")
    build(
        corpus(tmp_path / "corpus", [article(n) for n in range(4)]), tmp_path / "site"
    )

    def torn(folder: Path, path: str, text: str | bytes) -> bool:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text("half a page")
        if path.startswith("articles/a"):
            raise KeyboardInterrupt
        return True

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(renderer, "write", torn)
        build(
            corpus(tmp_path / "corpus", [article(n) for n in range(3)], title="Autres"),
            tmp_path / "site",
        )
    build(
        corpus(tmp_path / "corpus", [article(n) for n in range(3)]), tmp_path / "site"
    )
    assert content(tmp_path / "site") == content(tmp_path / "whole")


def test_while_a_build_goes_on_nothing_is_believed(tmp_path: Path) -> None:
    made = corpus(tmp_path / "corpus", [article(0)])
    build(made, tmp_path / "site")
    assert any(Output(tmp_path / "site").current.values())
    Output(tmp_path / "site").__enter__()  # and the machine stops here
    assert not any(Output(tmp_path / "site").current.values())
    assert build(made, tmp_path / "site").written == 0


def test_several_processes_make_the_same_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = corpus(tmp_path / "corpus", [article(n) for n in range(12)])
    build(made, tmp_path / "one")
    monkeypatch.setattr(site_tasks, "MIN_ARTICLES_FOR_WORKERS", 1)
    build(made, tmp_path / "two", workers=2)
    assert content(tmp_path / "one") == content(tmp_path / "two")


def test_a_process_that_dies_costs_its_part_of_the_site_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = corpus(tmp_path / "corpus", [article(n) for n in range(60)])
    build(made, tmp_path / "one")
    monkeypatch.setattr(site_tasks, "MIN_ARTICLES_FOR_WORKERS", 1)
    monkeypatch.setattr(site_tasks, "PAGES_OF_TASK", 5)
    killed: list[int] = []
    rounds: list[int] = []
    real_round = site_tasks._do_round

    def round_with_a_death(
        tasks: dict[int, SiteTask], *others: Any
    ) -> Iterator[tuple[int, list[RenderedFile]]]:
        rounds.append(len(tasks))
        for done in real_round(tasks, *others):
            yield done
            if len(rounds) < 3:
                for process in multiprocessing.active_children()[:1]:
                    process.kill()
                    killed.append(process.pid or 0)

    monkeypatch.setattr(site_tasks, "_do_round", round_with_a_death)
    build(made, tmp_path / "two", workers=2)

    assert killed
    assert len(rounds) == 3
    assert rounds == sorted(set(rounds), reverse=True)
    assert content(tmp_path / "one") == content(tmp_path / "two")
    assert multiprocessing.active_children() == []


def test_processes_that_die_again_and_again_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = corpus(tmp_path / "corpus", [article(n) for n in range(3)])
    monkeypatch.setattr(site_tasks, "MIN_ARTICLES_FOR_WORKERS", 1)
    # A renderer that cannot be made in any process.
    monkeypatch.setattr(site_tasks, "_start_worker", os._exit)
    with pytest.raises(PressmarkError, match="parts of the site are not made"):
        build(made, tmp_path / "site", workers=2)
    # What the driver made is no site that is believed.
    assert build(made, tmp_path / "site").written > 0


def test_a_name_is_written_on_the_network_only_where_it_hides_nothing() -> None:
    circles = [
        (300.0, 300.0, 5.0),
        (300.0, 340.0, 5.0),
        (305.0, 329.0, 5.0),
        (600.0, 300.0, 5.0),
        (610.0, 302.0, 5.0),
    ]
    dots = [Dot(*circle) for circle in circles]
    names = ["Ada", "Ben", "Cléo", "Doris Lang", "Emil Lang"]
    assert names_with_room(names, dots, 900) == {0, 2, 3}


def test_the_network_is_drawn_the_same_in_every_process() -> None:
    ties = [(f"n{a}", f"n{a * 7 % 12}", 2) for a in range(12) if a != a * 7 % 12]
    code = f"from pressmark.site.network import _place_names; print(_place_names({ties!r}))"
    drawn = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed}, check=True, capture_output=True, text=True,
        ).stdout
        for seed in ("1", "2", "3")
    }  # fmt: skip
    assert len(drawn) == 1
    assert "n1" in drawn.pop()


def test_long_lists_are_cut_into_pages(tmp_path: Path) -> None:
    site = build(
        corpus(tmp_path / "corpus", [article(n) for n in range(130)]), tmp_path / "site"
    ).folder
    second = (site / "articles" / "index.2.html").read_text("utf-8")
    assert second.count('class="item"') == 30
    assert 'rel="prev" href="index.html"' in second
    assert (site / "quotes" / "all.2.html").is_file()
    person = (site / "names" / "per-anne-morel.html").read_text("utf-8")
    assert person.count('class="line ') <= 4 * 25
    assert 'href="per-anne-morel.said.html"' in person
    assert (site / "names" / "per-anne-morel.said.html").read_text("utf-8").count(
        "<blockquote"
    ) == 33
    assert max(path.stat().st_size for path in site.rglob("*.html")) < 150_000


def test_there_is_a_list_for_each_outlet_month_type_place_and_kind_of_source(
    tmp_path: Path,
) -> None:
    some = [article(0), article(1, outlet="Ouest-Port")]
    site = build(corpus(tmp_path / "corpus", some), tmp_path / "site").folder
    outlets = [path.name for path in (site / "by").glob("outlet-*.html")]
    assert len(outlets) == 2
    for path in ("by/month-2026-01.html", "by/language-fr.html", "quotes/type-direct.html", "quotes/source-person.html",
                 "events/type-protest.html", "names/people-by-count.html"):  # fmt: skip
        assert (site / path).is_file(), path


def test_the_data_can_be_taken_away(tmp_path: Path) -> None:
    made = corpus(tmp_path / "corpus", [article(n) for n in range(7)])
    site = build(made, tmp_path / "site").folder
    rows = sum(
        pq.read_table(path).num_rows
        for path in (site / "data").glob("quotes-*.parquet")
    )
    assert rows == 7
    packed = site / "data" / "quotes-001.csv.gz"
    with gzip.open(packed, "rt", encoding="utf-8", newline="") as file:
        assert next(csv.DictReader(file))["text"] == "Le quai 0 est fermé"
    with gzip.open(site / "articles" / "a3.json.gz", "rt", encoding="utf-8") as file:
        told = json.load(file)
    assert told["text"] == article(3).text
    page = (site / "corpus.html").read_text("utf-8")
    assert 'href="data/quotes-001.csv.gz"' in page

    plain = build(
        made, tmp_path / "plain", SiteOptions(downloads=False, search=False)
    ).folder
    assert not (plain / "articles" / "a3.json.gz").exists()
    assert not (plain / "search.html").exists()
    assert not list((plain / "data").glob("*.parquet"))


def test_every_picture_has_its_numbers_in_a_table_and_a_file(tmp_path: Path) -> None:
    site = build(
        corpus(tmp_path / "corpus", [article(n) for n in range(12)]), tmp_path / "site"
    ).folder
    page = (site / "pictures.html").read_text("utf-8")
    for name in (
        "articles_over_time",
        "most_quoted",
        "quotes_by_gender",
        "events_over_time",
        "network",
    ):
        assert f'id="{name}"' in page
        assert f'href="data/{name}.csv"' in page
    with (site / "data" / "articles_over_time.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        assert sum(int(row["articles"]) for row in csv.DictReader(file)) == 12


def test_a_chart_over_time_says_what_it_cannot_show(tmp_path: Path) -> None:
    dated = [article(n) for n in range(4)]
    made = corpus(
        tmp_path / "corpus",
        [*dated[:2], *(replace(one, published=None) for one in dated[2:])],
    )
    page = (build(made, tmp_path / "site").folder / "pictures.html").read_text("utf-8")
    assert page.count("2 articles without a date are not shown.") == 2
    whole = build(corpus(tmp_path / "whole", dated), tmp_path / "other").folder
    assert "without a date" not in (whole / "pictures.html").read_text("utf-8")


def test_a_site_with_an_address_has_a_feed_and_a_sitemap(tmp_path: Path) -> None:
    made = corpus(tmp_path / "corpus", [article(n) for n in range(5)], title="A & <B>")
    site = build(
        made, tmp_path / "site", SiteOptions(address="https://example.org/port/")
    ).folder
    feed = xml.parse(site / "feed.xml").getroot()
    links = [
        link.get("href") for link in feed.iter("{http://www.w3.org/2005/Atom}link")
    ]
    assert "https://example.org/port/articles/a2.html" in links
    locations = [
        one.text
        for one in xml.parse(site / "sitemap.xml").getroot().iter()
        if one.tag.endswith("loc")
    ]
    assert "https://example.org/port/names/per-anne-morel.html" in locations
    assert not (build(made, tmp_path / "none").folder / "feed.xml").exists()


def test_pages_say_what_they_are_to_search_engines(tmp_path: Path) -> None:
    site = build(
        corpus(tmp_path / "corpus", [article(0)], title="</script>"), tmp_path / "site"
    ).folder
    for path, kind in (("articles/a0.html", "NewsArticle"), ("corpus.html", "Dataset")):
        page = (site / path).read_text("utf-8")
        data = page.partition('<script type="application/ld+json">')[2].partition(
            "</script>"
        )[0]
        assert json.loads(data)["@type"] == kind


THEME = """{% extends "pressmark/article.html.jinja" %}
{% block header %}<p class="ours">{{ article.outlet }} ! {{ ui("quotes") }}</p>{{ super() }}{% endblock %}
"""


def test_a_theme_changes_a_block_and_adds_a_style(tmp_path: Path) -> None:
    theme = tmp_path / "theme"
    (theme / "assets").mkdir(parents=True)
    (theme / "article.html.jinja").write_text(THEME)
    (theme / "assets" / "theme.css").write_text(".ours { color: red }")
    made = corpus(tmp_path / "corpus", [article(0)])
    site = build(made, tmp_path / "site", SiteOptions(theme=theme)).folder

    page = (site / "articles" / "a0.html").read_text("utf-8")
    assert '<p class="ours">Le Quai ! Quotes</p>' in page
    assert "<h1" in page
    assert '<link rel="stylesheet" href="../assets/theme.css">' in page
    assert (site / "assets" / "theme.css").is_file()

    (theme / "article.html.jinja").write_text(THEME.replace("!", "?"))
    assert build(made, tmp_path / "site", SiteOptions(theme=theme)).written >= 1
    assert "Le Quai ?" in (site / "articles" / "a0.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{% block %}", r"article\.html\.jinja:1: .* Mend the template"),
        ("{{ nobody }}", "'nobody' is undefined"),
        (
            '\n{{ ui("quots") }}',
            r"article\.html\.jinja:2: the interface has no word 'quots'\. Mend the template",
        ),
    ],
)
def test_a_mistake_in_a_theme_is_told_with_its_place(
    tmp_path: Path, template: str, said: str
) -> None:
    (tmp_path / "theme").mkdir()
    (tmp_path / "theme" / "article.html.jinja").write_text(template)
    with pytest.raises(PressmarkError, match=said):
        build(
            corpus(tmp_path / "corpus", [article(0)]),
            tmp_path / "site",
            SiteOptions(theme=tmp_path / "theme"),
        )
    gone = SiteOptions(theme=tmp_path / "theme").model_copy(
        update={"theme": tmp_path / "nothing"}
    )
    with pytest.raises(PressmarkError, match="no such folder of templates"):
        build(corpus(tmp_path / "corpus", [article(0)]), tmp_path / "site", gone)


def test_a_list_of_an_older_form_is_understood(tmp_path: Path) -> None:
    made = corpus(tmp_path / "corpus", [article(0)])
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "old.html").write_text("old")
    (tmp_path / "site" / LIST).write_text('["old.html"]')
    assert build(made, tmp_path / "site").deleted == 1


def test_a_site_is_built_again_while_it_is_served(tmp_path: Path) -> None:
    corpus(tmp_path / "corpus", [article(0)])
    (tmp_path / "theme").mkdir()
    yaml = tmp_path / "run.yaml"
    yaml.write_text(
        "title: Q\nsource: {files: [x.txt]}\nsite: {folder: site/, theme: theme/, language: fr}\n"
    )
    said: list[str] = []
    folder = follow_project(yaml, said.append, every=0.05)
    with open_server(folder, port=0) as serving:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{serving.server_address[1]}/articles/a0.html"
        assert _holds(url, "Quai 0")
        (tmp_path / "theme" / "article.html.jinja").write_text("{% oops")
        assert _until(lambda: any("Mend the template" in one for one in said))
        (tmp_path / "theme" / "article.html.jinja").write_text(THEME)
        assert _until(lambda: _holds(url, 'class="ours"'))
        corpus(tmp_path / "corpus", [replace(article(0), title="Quai neuf")])
        assert _until(lambda: _holds(url, "Quai neuf"))
        serving.shutdown()


def _holds(url: str, text: str) -> bool:
    with urllib.request.urlopen(url) as page:
        return text in page.read().decode()


def _until(true: Callable[[], bool], seconds: float = 60) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.05)
    return False


def test_places_with_coordinates_stand_on_the_map_where_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = index_tables._name_columns
    monkeypatch.setattr(
        index_tables,
        "_name_columns",
        lambda row: plain({**row, "latitude": 48.85, "longitude": 2.35}),
    )
    site = build(
        corpus(tmp_path / "corpus", [article(0), article(3)]), tmp_path / "site"
    ).folder
    page = (site / "pictures.html").read_text("utf-8")
    x, y = projected(2.35, 48.85)
    assert f'<circle cx="{x}" cy="{y}"' in page
    assert "names/loc-larnholm.html" in page


def test_the_projection_is_symmetrical_and_keeps_north_up() -> None:
    (left, top), (right, bottom) = projected(-100, 40), projected(100, -40)
    assert (left + right, top + bottom) == pytest.approx((900, 468), abs=0.2)
    assert projected(0, 0) == (450, 234)
    assert projected(0, 89)[1] < projected(0, 10)[1] < 234
    assert projected(180, 0)[0] == pytest.approx(900, abs=0.5)


@pytest.mark.parametrize("copies", ["fold", "show"])
def test_copies_are_folded_into_their_original(tmp_path: Path, copies: str) -> None:
    text = "« La digue tient », a dit Ada Roux."
    said = quote(text, "La digue tient", speaker_name="Ada Roux", status="said")
    wire = [
        with_layers(
            Article(
                id=id,
                text=text,
                language="fr",
                title="La digue",
                outlet=outlet,
                duplicate_of=of,
            ),
            quotes=[said],
        )
        for id, outlet, of in (
            ("one", "Le Quai", None),
            ("two", "La Grève", "one"),
            ("three", "Le Môle", "one"),
        )
    ]
    site = build(
        save(wire, tmp_path / "c", title="Ports"),
        tmp_path / "public",
        SiteOptions(language="fr", copies=copies),
    ).folder
    listed, home, copy = (
        (site / path).read_text("utf-8")
        for path in ("articles/index.html", "index.html", "articles/two.html")
    )
    folded = copies == "fold"
    about = (site / "corpus.html").read_text("utf-8")
    assert "3 gardés, 0 rejetés" in about
    assert ("2 copies sont repliées" in about) == folded
    assert listed.count('class="headline"') == (1 if folded else 3)
    assert (
        "et 2 copies" in listed
        and 'href="../articles/three.html" dir="auto">Le Môle' in listed
    ) == folded
    assert ("<b>1</b> Articles" in home and "2 copies sont repliées" in home) == folded
    assert ('Copie de <a href="../articles/one.html"' in copy) == folded
    assert (site / "quotes" / "all.html").read_text("utf-8").count("<blockquote") == (
        1 if folded else 3
    )


def test_a_page_is_there_and_whole_while_it_is_written_again(tmp_path: Path) -> None:
    states = ["a" * 300_000, "b" * 300_000]
    write(tmp_path, "articles/a.html", states[0])
    page = tmp_path / "articles" / "a.html"
    is_over = threading.Event()
    read: set[str] = set()

    def read_on() -> None:
        while not is_over.is_set():
            read.add(page.read_text() if page.exists() else "none")

    reader = threading.Thread(target=read_on)
    reader.start()
    for number in range(1, 200):
        write(tmp_path, "articles/a.html", states[number % 2])
    is_over.set()
    reader.join()
    assert read <= set(states)
    assert [path.name for path in tmp_path.iterdir()] == ["articles"]


def test_what_a_killed_build_was_writing_is_gone_with_the_next(tmp_path: Path) -> None:
    made = corpus(tmp_path / "corpus", [article(0)])
    site = build(made, tmp_path / "site").folder
    (site / ".pressmark-part-1-2").write_bytes(b"half a pa")
    os.utime(site / ".pressmark-part-1-2", (0, 0))
    build(made, site, SiteOptions(language="fr"))
    assert list(site.glob(".pressmark-part*")) == []
