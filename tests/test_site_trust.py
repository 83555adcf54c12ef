"""How sure the site is: figures of quality, and where readers report what is wrong."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest
from making import entity, quote, with_layers
from pydantic import ValidationError

from pressmark.articles import Article
from pressmark.config.site_options import SiteOptions
from pressmark.dataset.corpus import save
from pressmark.site import build
from pressmark.site.interface import load_interface
from pressmark.site.measured_quality import quality_rows, quality_sentence
from pressmark.site.report_links import report_template
from pressmark.yaml_files.strict import parse_yaml

DOCS = Path(__file__).parent.parent / "docs" / "quality.md"
TEXT = "Anne Morel said: “We go on”."


def article() -> Article:
    return with_layers(
        Article(id="a/1", text=TEXT, title="Rain & wind", language="en"),
        entities=[entity(TEXT, "Anne Morel")],
        quotes=[quote(TEXT, "We go on", label="direct", speaker="Anne Morel")],
    )


def page(tmp_path: Path, **options: object) -> str:
    corpus = save([article()], tmp_path / "corpus", title="Ports")
    folder = build(corpus, tmp_path / "public", SiteOptions(**options)).folder  # type: ignore[arg-type]
    return next((folder / "articles").glob("*.html")).read_text(encoding="utf-8")


def test_the_figures_of_the_site_are_those_of_the_docs() -> None:
    file = files("pressmark.site") / "quality.yaml"
    figures, _ = parse_yaml(file.read_text(encoding="utf-8"), file.name)
    table = (
        DOCS.read_text(encoding="utf-8")
        .partition("## Where it stands")[2]
        .partition("## Entities")[0]
    )
    for layer, languages in figures.items():
        for measures in languages.values():
            for _, low, high in measures:
                assert str(low) in table, (layer, low)
                assert str(high) in table, (layer, high)


def test_an_article_says_how_good_its_language_is_annotated(tmp_path: Path) -> None:
    html = page(tmp_path)
    assert quality_sentence(["entities", "quotes"], "en", load_interface("en")) in html
    assert "names with their bounds and label" in html


def test_a_language_that_nobody_measured_has_no_figure() -> None:
    ui = load_interface("fr")
    assert quality_sentence(["entities", "quotes"], "de", ui) == ""
    assert quality_rows(["tone"], ["fr"], ui) == []
    assert {row.layer for row in quality_rows(["quotes"], ["fr", "en", None], ui)} == {
        "quotes"
    }


def test_the_corpus_page_has_the_figures_of_its_layers(tmp_path: Path) -> None:
    page(tmp_path)
    html = (tmp_path / "public" / "corpus.html").read_text(encoding="utf-8")
    assert 'id="quality"' in html
    assert "quotes with their speaker" in html


def test_a_letter_has_the_article_in_its_subject(tmp_path: Path) -> None:
    html = page(
        tmp_path, report="mailto:desk@example.org", address="https://example.org/p"
    )
    href = re.search(r'href="(mailto:[^"]+)"', html)
    assert href
    assert "subject=a%2F1" in href[1]
    assert "https%3A%2F%2Fexample.org%2Fp%2Farticles" in href[1]
    assert 'data-report="mailto:desk@example.org?subject={id}' in html


@pytest.mark.parametrize(
    "report",
    ["mailto:a.b+c@d.org?subject={id}&cc=e@f.org", "https://d.org:8000/new?title={id}&body={words}#x",
     "http://127.0.0.1/@desk"],
)  # fmt: skip
def test_an_address_with_places_is_taken(report: str) -> None:
    assert SiteOptions(report=report).report == report


def test_without_the_setting_nothing_is_reported(tmp_path: Path) -> None:
    html = page(tmp_path)
    assert "data-report" not in html
    assert report_template(None) is None


@pytest.mark.parametrize(
    "report",
    ["desk@example.org", "javascript:alert(1)", "mailto:", "ftp://x", "https://", "https://a\njavascript:b",
     'https://a/"onclick="b', "mailto:a@b.org\nBcc:c@d.org", "mailto:a@b.org%0ABcc:c", " https://a", "https://a/ b",
     "https://a@b.org/"],
)  # fmt: skip
def test_what_is_no_address_is_refused(report: str) -> None:
    with pytest.raises(ValidationError, match="must begin with mailto:"):
        SiteOptions(report=report)
