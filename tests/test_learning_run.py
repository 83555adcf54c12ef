"""From a run to decisions, to what is learned of them, to a run that is better: in French and in English alike."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from reviewing import TEXT, decision, write_review_project
from running import made
from typer.testing import CliRunner

import pressmark
from pressmark.articles import Article
from pressmark.cli.app import app
from pressmark.dataset.corpus import Corpus
from pressmark.errors import InputError
from pressmark.review import Decision, append

pytestmark = pytest.mark.slow

NAMES = (
    "Anne Morel", "Luc Petit", "Jeanne Roux", "Paul Vidal", "Marie Lenoir", "Hugo Blanc", "Claire Dubois", "Marc Simon",
    "Julie Garnier", "Pierre Faure", "Lucie Perrin", "Emma Robin", "Alice Marchand",
)  # fmt: skip
# Two blanks: the annotators read them as one, and offsets are those of the stored text.
FRENCH = (
    "« Le {thing} sera rouvert lundi », a déclaré {name}, maire  de la commune.\n\n"
    "Le conseil municipal estime que le {thing} coûte trop cher à la ville.\n\n"
    "{name} a susurré « nous sommes très fatigués de ce {thing} » devant les élus."
)
ENGLISH = (
    "“The {thing} will reopen on Monday,” said {name}, the  mayor of the town.\n\n"
    "The council believes that the {thing} costs the town too much.\n\n"
    "“We are very tired of this {thing},” crooned {name} at the meeting."
)
THINGS = {
    "fr": ("pont", "port", "stade", "marché", "musée", "tramway", "lycée", "canal", "parc", "théâtre", "phare", "moulin",
           "gymnase"),
    "en": ("bridge", "harbour", "stadium", "market", "museum", "tramway", "school", "canal", "park", "theatre", "tower",
           "mill", "gym"),
}  # fmt: skip
WORDS = {"fr": "susurrer", "en": "croon"}
REVIEWED = 12


def _write(folder: Path, language: str) -> Path:
    text = FRENCH if language == "fr" else ENGLISH
    rows = [
        {"id": f"a{number:02d}", "text": text.format(thing=thing, name=name)}
        for number, (thing, name) in enumerate(
            zip(THINGS[language], NAMES, strict=True)
        )
    ]
    (folder / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    (folder / "run.yaml").write_text(
        f"title: T\nsource: {{files: [a.jsonl], language: {language}}}\nannotators: [entities, quotes]\n"
        "review: review.jsonl\nrun: {workers: 1, cache: parses/}\n"
    )
    return folder / "run.yaml"


def _decisions(article: Article) -> list[Decision]:
    """What the reviewer holds for right: the first quote, the third with the person behind it, and no opinion."""
    name = next(name for name in NAMES if name in article.text)
    decisions: list[Decision] = []
    for quote in article.quotes:
        after = None
        action = "right"
        if quote.label == "indirect":
            action = "wrong"
        elif quote.speaker_name != name:
            action, after = "changed", {"speaker_name": name}
        values = {"after": after} if after else {}
        decisions.append(decision(article, "quotes", action, quote, **values))
    return [*decisions, decision(article, "quotes", "checked")]


def _corpus(yaml: Path) -> Corpus:
    return pressmark.load(pressmark.run(yaml, site=False).corpus)


def _reviewed(yaml: Path) -> Path:
    """Run a project and decide on its first articles; the last one stays unread."""
    for article in list(_corpus(yaml))[:REVIEWED]:
        append(yaml.parent / "review.jsonl", _decisions(article))
    return yaml


@pytest.mark.model
@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_is_learned_holds_in_an_article_that_nobody_read(
    tmp_path: Path, language: str
) -> None:
    yaml = _reviewed(_write(tmp_path, language))
    before = pressmark.load(tmp_path / "corpus")["a12"]
    assert "indirect" in [quote.label for quote in before.quotes]

    learning = pressmark.learn(yaml)

    (quotes,) = learning.layers
    assert (quotes.layer, quotes.language, quotes.lacks) == ("quotes", language, ())
    assert quotes.gain is not None
    assert quotes.gain > 0.05
    assert learning.written == ()
    assert not (tmp_path / "learned").exists()
    assert not (tmp_path / "lexicons").exists()
    (proposal,) = (one for one in learning.proposals if not one.rule.is_removal)
    assert (proposal.rule.keys, proposal.rule.word) == (("beside",), WORDS[language])
    assert proposal.verdict.right == REVIEWED
    assert "a12" in {change.article_id for change in proposal.changes}
    number = learning.proposals.index(proposal) + 1

    result = CliRunner().invoke(
        app, ["learn", str(yaml), "--accept", "--take", str(number)]
    )

    assert result.exit_code == 0, result.output
    assert f"beside: [{WORDS[language]}]" in result.stdout
    assert (tmp_path / "learned" / "quotes.json").exists()
    # As the command says what to write.
    text = yaml.read_text().replace("quotes]", "{quotes: {scores: learned/quotes.json}}]")  # fmt: skip
    yaml.write_text(f"{text}lexicons: lexicons/\n")
    corpus = _corpus(yaml)
    first, last = corpus["a00"], corpus["a12"]
    assert [quote.speaker_name for quote in last.quotes] == [NAMES[-1]] * 2
    assert last.quotes[1].cue is not None
    # What was decided stays decided.
    assert [quote.speaker_name for quote in first.quotes] == [NAMES[0]] * 2
    assert {quote.verdict for quote in first.quotes} <= {"right", "changed"}
    # From the same decisions the same is learned, whatever was learned before.
    again = pressmark.learn(yaml, rules=False)
    assert again.layers[0].evidence.wrong == quotes.evidence.wrong


@pytest.mark.model
def test_a_rule_is_asked_for_and_a_no_writes_nothing(tmp_path: Path) -> None:
    yaml = _reviewed(_write(tmp_path, "fr"))

    result = CliRunner().invoke(app, ["learn", str(yaml), "--ask"], input="n\nn\n")

    assert result.exit_code == 0, result.output
    assert "Take it?" in result.stderr
    assert re.search(r"in the whole corpus: .* in 1 article; ", result.stderr)
    assert not (tmp_path / "lexicons").exists()
    with pytest.raises(InputError, match="--take 9"):
        pressmark.learn(yaml, take=[9], accept=True)
    assert not (tmp_path / "learned").exists()


def test_a_project_without_decisions_is_told_how_to_decide(tmp_path: Path) -> None:
    yaml = _write(tmp_path, "fr")

    with pytest.raises(InputError, match="pressmark review"):
        pressmark.learn(yaml)
    with pytest.raises(InputError, match="did you mean 'quotes'"):
        pressmark.learn(yaml, layers=["quote"])


def test_a_layer_of_another_annotator_keeps_its_own_scores(
    tmp_path: Path, blank: Path
) -> None:
    yaml = write_review_project(tmp_path / "p", blank, [TEXT])
    article = next(iter(pressmark.load(made(yaml).corpus)))
    right = decision(article, "quotes", "right", article.quotes[0])
    append(yaml.parent / "review.jsonl", [right])

    learning = pressmark.learn(yaml, accept=True)

    assert (learning.layers, learning.proposals, learning.written) == ((), (), ())
    (notice,) = learning.notices
    assert notice.startswith("quotes: another annotator than ours makes them")
    printed = CliRunner().invoke(app, ["learn", str(yaml)])
    assert "No scores are learned." in printed.stdout
    assert "No word for your lexicons" in printed.stdout
    as_json = json.loads(CliRunner().invoke(app, ["learn", str(yaml), "--json"]).stdout)
    assert as_json["layers"] == as_json["rules"] == as_json["written"] == []


def test_a_layer_without_decisions_is_told_where_it_is_asked_for(
    tmp_path: Path, blank: Path
) -> None:
    yaml = write_review_project(tmp_path / "p", blank, [TEXT])
    article = next(iter(pressmark.load(made(yaml).corpus)))
    damaged = yaml.parent / "review.jsonl"
    append(damaged, [decision(article, "quotes", "right", article.quotes[0])])
    damaged.write_text(f"{damaged.read_text()}not JSON\n")

    notices = pressmark.learn(yaml, layers=["entities"]).notices

    assert "entities: there are no decisions on it" in notices
    assert any("cannot be read" in notice for notice in notices)
