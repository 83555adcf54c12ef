"""From articles to a number that can be published: a run, a sample, decisions, the run again, the corrected count."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from reviewing import decision, write_review_project
from running import made
from typer.testing import CliRunner

import pressmark
from pressmark.cli.app import app
from pressmark.config.site_options import SiteOptions
from pressmark.errors import InputError
from pressmark.review import append
from pressmark.site import build
from pressmark.site.page_plan import LINES_OF_PAGE, LINES_OF_SECTION
from pressmark.study.estimation.drawn_sample import read_sample
from pressmark.study.estimation.machine_corpus import without_decisions
from pressmark.study.estimation.review_files import Checked

pytestmark = pytest.mark.slow

TEXT = "“We march,” said Ben Stone of {place}. “At noon,” said Cora Lind."


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory, blank: Path) -> Path:
    """A project of 40 articles: run, sampled, checked, and run again; gives its YAML file."""
    texts = [TEXT.format(place=f"Town {number}") for number in range(40)]
    folder = tmp_path_factory.mktemp("study")
    yaml = write_review_project(folder / "p", blank, texts, shard=20)
    corpus = pressmark.load(made(yaml).corpus)
    command = ["sample", str(corpus.folder), "--for", "shares:label", "--n", "20"]
    drawn = CliRunner().invoke(app, command)
    assert drawn.exit_code == 0, drawn.output
    (path,) = corpus.folder.parent.glob("sample-*.json")
    review = folder / "p" / "review.jsonl"
    for number, id in enumerate(sorted(read_sample(path).ids)):
        article = corpus[id]
        decisions = [decision(article, "quotes", "checked", who="anne")]
        # In every second article the second quote is none.
        if number % 2:
            decisions.append(decision(article, "quotes", "wrong", article.quotes[1]))
        append(review, decisions)
    with pytest.raises(InputError, match="10 decisions not applied"):
        Checked(files=(review,)).open(corpus, "quotes")
    made(yaml)
    return yaml


def test_the_machine_stays_known_after_decisions_are_applied(study: Path) -> None:
    corpus = pressmark.load(study.parent / "corpus")
    assert corpus.counts["quotes"] == 70
    assert without_decisions(corpus).table("quotes").num_rows == 80


def test_a_count_is_corrected_by_decisions_of_the_run(study: Path) -> None:
    corpus = pressmark.load(study.parent / "corpus")
    checked = Checked(files=(study.parent / "review.jsonl",), naive=True)
    frame = pressmark.count(corpus, "shares", of="label", checked=checked)
    (row,) = frame.to_dict("records")
    assert (row["label"], row["quotes"], row["checked"]) == ("direct", 80, 20)
    # Half of the checked articles have one quote less: 40 · 1.5 where the machine finds 80.
    assert row["corrected_quotes"] == pytest.approx(60)
    assert row["low_quotes"] < 60 < row["high_quotes"]
    quoted = pressmark.count(corpus, "quoted", checked=checked).set_index("name")
    assert quoted.loc["Cora Lind", "corrected_quotes"] == pytest.approx(20)


def test_the_methods_section_scores_the_machine_on_the_checked_articles(
    study: Path,
) -> None:
    done = CliRunner().invoke(app, ["methods", str(study)])
    assert done.exit_code == 0, done.output
    assert "30 decisions by anne were applied" in done.stdout
    # 30 of 40 quotes are right, and none is missed.
    assert "| quotes, overlap | 75.0 |" in done.stdout
    text = CliRunner().invoke(app, ["count", str(study.parent / "corpus"), "shares", "--json",
                                    "--checked", str(study.parent / "review.jsonl")])  # fmt: skip
    assert json.loads(text.stdout)["rows"][0]["corrected"] == pytest.approx(1)


def test_the_methods_section_says_how_far_two_people_agree(study: Path) -> None:
    corpus = pressmark.load(study.parent / "corpus")
    review = study.parent / "review.jsonl"
    second = study.parent / "second.jsonl"
    ids = sorted({one.article for one in Checked(files=(review,)).decisions()})
    append(second, [decision(corpus[id], "quotes", "checked", who="ben") for id in ids])
    command = ["methods", str(study), "--checked", str(review), "--checked", str(second)]  # fmt: skip
    done = CliRunner().invoke(app, command)
    assert done.exit_code == 0, done.output
    assert "anne and ben both reviewed the quotes of 20 articles" in done.stdout


def _page(study: Path, folder: Path, path: str, language: str = "en") -> str:
    """Return the text of a page of the study's site, without its markup."""
    options = SiteOptions(language=language)  # type: ignore[arg-type]
    site = build(pressmark.load(study.parent / "corpus"), folder, options).folder
    html = (site / path).read_text(encoding="utf-8")
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_the_site_shows_what_a_checked_sample_tells(
    study: Path, tmp_path: Path
) -> None:
    counts = _page(study, tmp_path / "en", "counts.html")
    # 30 of 60 quotes are by Ben Stone once they are corrected, as far as the sample tells; by machine 40 of 70.
    assert re.search(r"Ben Stone 40 57% 67% \(\d+% to \d+%\) 20", counts), counts
    assert "Nobody has checked" not in counts.partition("Events by kind")[0]
    pictures = _page(study, tmp_path / "en", "pictures.html")
    assert re.search(r"Ben Stone 67% \(\d+% to \d+%\)", pictures)
    french = _page(study, tmp_path / "fr", "counts.html", "fr")
    assert re.search(r"Cora Lind 30 43 % 33 % \(de \d+ % à \d+ %\)", french), french


def test_the_site_says_where_nobody_checked_a_sample(
    study: Path, tmp_path: Path
) -> None:
    corpus = pressmark.load(study.parent / "corpus")
    shutil.copytree(corpus.folder, tmp_path / "alone" / "corpus")
    yaml = tmp_path / "alone" / "run.yaml"
    counts = _page(yaml, tmp_path / "site", "counts.html")
    assert "Ben Stone 40 57% not checked" in counts
    assert "Nobody has checked a sample" in counts
    pictures = _page(yaml, tmp_path / "site", "pictures.html")
    assert re.search("corrected share ?: not checked", pictures)
    # The sample comes beside the corpus: the pages are made anew.
    (sample,) = corpus.folder.parent.glob("sample-*.json")
    shutil.copy(sample, yaml.parent)
    assert "67%" in _page(yaml, tmp_path / "site", "counts.html")


def test_each_number_of_the_site_leads_to_the_list_of_its_sentences(
    study: Path, tmp_path: Path
) -> None:
    _page(study, tmp_path / "en", "counts.html")
    html = (tmp_path / "en" / "counts.html").read_text(encoding="utf-8")
    links = re.findall(r'<td><a href="([^"#]+)[^"]*">(\d+)</a></td>', html)
    assert len(links) >= 4
    for path, number in links:
        page = (tmp_path / "en" / path).read_text(encoding="utf-8")
        said = page.partition('id="said"')[2].partition("<section")[0] or page
        lines = len(re.findall(r"<li[^>]*class=\"line", said))
        shown = LINES_OF_SECTION if path.startswith("names/") else LINES_OF_PAGE
        assert lines == min(int(number), shown), path
