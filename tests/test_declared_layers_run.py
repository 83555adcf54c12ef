"""The declared layer of docs/annotators.md, from the YAML file to the page, and read where its class is not installed."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from pressmark.cli.app import app

pytestmark = pytest.mark.model

DOCS = Path(__file__).parent.parent / "docs" / "annotators.md"
TEXT = (
    "“We are proud of the crew,” said Ann Lee, the mayor of Dover.\n\n"
    "“The delay was a disaster,” said Tom Hart.\n"
)
READER = """
import json, pressmark, sys
corpus = pressmark.load(sys.argv[1])
out = {"importable": False, "said": []}
try:
    import sentiment
    out["importable"] = True
except ImportError:
    pass
for article in corpus:
    for span in article.layer("sentiment"):
        out["said"].append([article[span.quote_id].speaker_name, span.polarity, span.cue, span.strength, span.id])
out["problems"] = list(map(str, pressmark.check(sys.argv[1])))
frame = pressmark.count(corpus, "sentiment", by=["polarity"])
out["count"] = frame["annotations"].tolist()
for form in ("jsonl", "brat", "labelstudio", "xmi", "webannotation"):
    pressmark.export(corpus, f"{sys.argv[2]}/{form}", format=form)
    imported = pressmark.import_annotation(corpus, f"{sys.argv[2]}/{form}", format=form, by="ann")
    spans = [span for article in imported.articles for span in article.layer("sentiment")]
    out[form] = [[span.polarity, span.cue, span.strength, span.quote_id] for span in spans]
import datasets
rows = datasets.load_dataset(sys.argv[1], "sentiment", split="train", cache_dir=f"{sys.argv[2]}/cache")
out["dataset"] = [str(rows.features[name].dtype) for name in ("polarity", "strength", "cue_start")]
print(json.dumps(out))
"""


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study with the annotator of the docs, annotated and with its site."""
    folder = tmp_path_factory.mktemp("study")
    blocks = re.findall(r"^```(\w+)\n(.*?)^```", DOCS.read_text("utf-8"), re.M | re.S)
    annotator = next(text for _, text in blocks if text.startswith('"""sentiment.py'))
    yaml = next(text for _, text in blocks if text.startswith("# sentiment.yaml"))
    (folder / "sentiment.py").write_text(annotator, "utf-8")
    (folder / "articles").mkdir()
    (folder / "articles" / "a.txt").write_text(TEXT, "utf-8")
    words = "words: {proud: 0.75, disaster: -1}"
    yaml = re.sub(r"words: \{.*?\}", words, yaml)
    (folder / "sentiment.yaml").write_text(yaml, "utf-8")
    for command in ("annotate", "build"):
        done = CliRunner().invoke(app, [command, str(folder / "sentiment.yaml")])
        assert done.exit_code == 0, done.output
    return folder


@pytest.fixture(scope="module")
def read_elsewhere(
    study: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    """What a new process in another folder, which cannot import the annotator, reads of the corpus."""
    out = tmp_path_factory.mktemp("elsewhere")
    done = subprocess.run(
        [sys.executable, "-c", READER, str(study / "opinions"), str(out)],
        cwd=out,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout.splitlines()[-1]))


def test_a_process_without_the_class_reads_checks_and_counts_the_layer(
    read_elsewhere: dict[str, Any],
) -> None:
    assert read_elsewhere["importable"] is False
    assert read_elsewhere["said"] == [
        ["Ann Lee", "positive", "proud", 0.75, "a/sentiment-1-26"],
        ["Tom Hart", "negative", "disaster", 1.0, "a/sentiment-64-89"],
    ]
    assert read_elsewhere["problems"] == []
    assert read_elsewhere["count"] == [1, 1]
    assert read_elsewhere["dataset"] == ["string", "float64", "int32"]


@pytest.mark.parametrize(
    "form", ["jsonl", "brat", "labelstudio", "xmi", "webannotation"]
)
def test_a_process_without_the_class_exports_the_layer_and_takes_it_back(
    form: str, read_elsewhere: dict[str, Any]
) -> None:
    assert read_elsewhere[form] == [
        ["positive", "proud", 0.75, "a/quotes-1-26"],
        ["negative", "disaster", 1.0, "a/quotes-64-89"],
    ]


def test_the_command_counts_the_layer_by_the_columns_of_the_quote(study: Path) -> None:
    done = CliRunner().invoke(
        app,
        ["count", str(study / "opinions"), "sentiment", "--by", "polarity",
         "--by", "quote_speaker_name", "--csv"],
    )  # fmt: skip

    assert "negative,Tom Hart,1,1,2,0.5" in done.output


def test_the_page_tells_the_layer_and_leads_to_the_quote(study: Path) -> None:
    page = study / "public" / "articles" / "a.html"
    items = re.findall(r'<li[^>]*id="n-sentiment.*?</li>', page.read_text(), re.S)
    said = [re.sub(r"<[^>]+>", "", item) for item in items]

    assert said[0].startswith(
        "SENTIMENT We are proud of the crew,cue proud · polarity positive · strength 0.75"
    )
    assert '<a href="#quotes-64-89">' in items[1]


def test_a_run_that_changes_nothing_annotates_nothing_again(study: Path) -> None:
    done = CliRunner().invoke(app, ["annotate", str(study / "sentiment.yaml")])

    assert "0 annotated now, 1 stood already" in done.output


def test_a_declaration_that_changed_makes_its_layer_again_and_no_other(
    study: Path,
) -> None:
    module = study / "sentiment.py"
    module.write_text(
        module.read_text("utf-8").replace('"strength": "float64"', '"strength": "int64"')
        .replace("strength=abs(strength)", "strength=round(100 * abs(strength))"),
        "utf-8",
    )  # fmt: skip
    quotes = sorted((study / "opinions" / "quotes").iterdir())

    done = CliRunner().invoke(app, ["annotate", str(study / "sentiment.yaml")])

    assert done.exit_code == 0, done.output
    import pressmark

    corpus = pressmark.load(study / "opinions")
    assert corpus.table("sentiment")["strength"][:] == [75, 100]
    assert corpus.table("sentiment").features["strength"].dtype == "int64"
    assert sorted((study / "opinions" / "quotes").iterdir()) == quotes
    assert pressmark.check(study / "opinions") == ()
