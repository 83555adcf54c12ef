"""The site's index has one owner, its lines have named fields, and its options are declared once."""

from __future__ import annotations

import doctest
import pkgutil
import re
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import pytest
from making import entity, event, quote, with_layers
from pydantic import ValidationError

import pressmark.site
from pressmark.articles import Article
from pressmark.config.project import Config
from pressmark.config.site_options import SiteOptions
from pressmark.dataset.corpus import Corpus, save
from pressmark.site import build
from pressmark.site.index import Index
from pressmark.site.index.schema import TABLES
from pressmark.site.index.values import EntityLine, EventArgument, EventLine, QuoteLine
from pressmark.site.index_writer import write_index
from pressmark.site.shard_extracts import ShardExtracts
from pressmark.site.template_engine import Templates
from pressmark.spans import Argument

SITE = Path(__file__).parent.parent / "site"
SQL = re.compile(
    r"\bselect\b[^\"']+\bfrom\b|\binsert into\b|\bcreate table\b|\border by\b|\.execute\w*\(|\bsqlite3\.connect"
)
TEXT = "« Le port ferme », a dit Ada Roux.\n\nUne grève à Larnholm."


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    article = Article(
        id="a",
        text=TEXT,
        language="fr",
        title="Le port",
        published=datetime(2026, 3, 1, tzinfo=UTC),
    )
    article = with_layers(
        article, entities=[entity(TEXT, "Ada Roux"), entity(TEXT, "Larnholm", "LOC")]
    )
    ada = article.entities[0]
    said = quote(
        TEXT,
        "Le port ferme",
        speaker_id=ada.id,
        speaker_name="Ada Roux",
        speaker_kind="person",
        cue="dit",
    )
    place = article.entities[1]
    where = Argument(
        role="place",
        start=place.start,
        end=place.end,
        text="Larnholm",
        entity_id=place.id,
    )
    article = with_layers(
        article,
        quotes=[said],
        events=[event(TEXT, "grève", "PROTEST", arguments=(where,))],
    )
    return save([article], tmp_path / "corpus", title="Ports")


def test_no_other_module_of_the_site_holds_sql() -> None:
    modules = {
        path.relative_to(SITE).as_posix(): path.read_text("utf-8")
        for path in SITE.rglob("*.py")
    }
    holders = {name for name, text in modules.items() if SQL.search(text)}
    assert holders
    assert {name for name in holders if not name.startswith("index/")} == set()


def test_a_key_to_another_row_ends_in_id_or_no() -> None:
    tables = re.findall(
        r"create table (\w+) \((.*?)\)(?: without rowid)?;", TABLES, re.DOTALL
    )
    columns = {
        name: re.findall(r"(\w+) (?:text|integer|real)", body) for name, body in tables
    }
    for other in ("article", "quote", "event", "name", "happening", "copy", "original"):
        assert not any(
            other in of_table for table, of_table in columns.items() if table != "names"
        )
    assert "name_id" in columns["mentions"]
    assert "article_no" in columns["quotes"]


def test_lines_have_the_fields_of_their_layer(corpus: Corpus, tmp_path: Path) -> None:
    write_index(corpus, tmp_path / "index.db", ShardExtracts(corpus))
    index = Index(tmp_path / "index.db")
    ada, larnholm = sorted(index.names.most_mentioned(9), key=lambda name: name.name)

    (said,) = index.lines.quotes_by(ada.id, limit=9).lines()
    assert isinstance(said, QuoteLine)
    assert (said.text, said.label, said.cue, said.speaker_name) == (
        "Le port ferme",
        "direct",
        "dit",
        "Ada Roux",
    )
    assert said.speaker_path == ada.path

    (grève,) = index.lines.events_with(larnholm.id, limit=9).lines()
    assert isinstance(grève, EventLine)
    assert (grève.before, grève.text, grève.after) == ("Une ", "grève", " à Larnholm.")
    assert grève.arguments == (EventArgument("place", "Larnholm"),)

    (mention,) = index.lines.mentions(larnholm.id, limit=9).lines()
    assert isinstance(mention, EntityLine)
    assert (mention.mention_count, mention.card.title) == (1, "Le port")


def test_no_template_reads_a_field_of_a_line_by_its_place() -> None:
    for template in (SITE / "templates").iterdir():
        assert not re.search(
            r"\bmore\b *\[|line\[|card\[", template.read_text("utf-8")
        ), template.name


class WiderOptions(SiteOptions):
    """Options as they are when somebody declares one more."""

    motto: str = ""


def test_an_option_that_is_added_makes_pages_anew(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendered: list[str] = []
    page = Templates.page
    monkeypatch.setattr(
        Templates,
        "page",
        lambda self, path, *rest: rendered.append(path) or page(self, path, *rest),
    )

    build(corpus, tmp_path / "site", WiderOptions(motto="Tout le port"))
    pages = sorted(rendered)
    rendered.clear()
    build(corpus, tmp_path / "site", WiderOptions(motto="Tout le port"))
    assert rendered == []
    build(corpus, tmp_path / "site", WiderOptions(motto="Rien que le port"))
    assert sorted(rendered) == pages


def test_the_settings_of_the_yaml_file_are_the_options() -> None:
    settings = Config.model_validate({"title": "T", "source": {"files": "*.txt"}}).site
    assert {
        name: getattr(settings, name) for name in SiteOptions.model_fields
    } == SiteOptions().model_dump()
    with pytest.raises(ValidationError, match="language"):
        SiteOptions(language="xx")  # type: ignore[arg-type]


def test_the_examples_of_the_site_s_modules_hold() -> None:
    names = [
        module.name
        for module in pkgutil.walk_packages(pressmark.site.__path__, "pressmark.site.")
    ]
    results = [doctest.testmod(import_module(name)) for name in names]
    assert sum(result.failed for result in results) == 0
    assert sum(result.attempted for result in results) > 10
