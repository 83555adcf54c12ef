"""Counts of a small corpus corrected by a sample of it: what people found in some articles, the machine in all."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from making import entity, quote, span_id, with_layers
from typer.testing import CliRunner

import pressmark
from pressmark.articles import Article
from pressmark.cli.app import app
from pressmark.dataset.corpus import Corpus
from pressmark.errors import InputError
from pressmark.evaluation.strata import strata_of_articles
from pressmark.storage.tables import span_row
from pressmark.study.estimation.corrected_counts import CheckedCorpus, corrected_count
from pressmark.study.estimation.difference_estimator import Method
from pressmark.study.estimation.drawn_sample import (
    DrawnSample,
    find_samples,
    read_sample,
    write_sample,
)
from pressmark.study.estimation.dsl_table import DSL_COLUMNS, dsl_table
from pressmark.study.estimation.group_values import CountRequest
from pressmark.study.estimation.machine_corpus import MachineCorpus
from pressmark.study.estimation.receipt_lists import list_address
from pressmark.study.estimation.receipts import write_receipts
from pressmark.study.estimation.review_files import Checked
from pressmark.study.estimation.sample_size import SamplePlan, draw_sample
from pressmark.study.filters import Filter

TEXT = "« La digue tient », dit Anne Morel. « Elle cède », répond Luc Petit."


def _article(number: int) -> Article:
    """An article with two direct quotes in every third, else one; in the even ones Luc Petit says the second."""
    id = f"a{number:02}"
    anne = span_id(id, "entities", TEXT, "Anne Morel")
    luc = span_id(id, "entities", TEXT, "Luc Petit")
    quotes = [quote(TEXT, "La digue tient", speaker_id=anne, speaker_name="Anne Morel")]
    if number % 3 == 0:
        quotes.append(
            quote(TEXT, "Elle cède", speaker_id=luc, speaker_name="Luc Petit")
        )
    article = Article(
        id=id,
        text=TEXT,
        language="fr",
        outlet="La Digue" if number < 12 else "Le Phare",
    )
    people = [
        entity(TEXT, "Anne Morel", gender="f", role="maire"),
        entity(TEXT, "Luc Petit", gender="m"),
    ]
    return with_layers(article, entities=people, quotes=quotes)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    articles = [_article(number) for number in range(40)]
    folder = tmp_path_factory.mktemp("corrected") / "corpus"
    return pressmark.save(articles, folder, title="T")


@pytest.fixture(scope="module")
def machine(corpus: Corpus) -> MachineCorpus:
    """The machine takes each quote of articles 4, 8, 12 … for indirect, and nothing else is wrong."""
    reviewed = [f"a{number:02}" for number in range(0, 40, 4)]
    rows = []
    for id in reviewed:
        for layer, spans in corpus[id].layers.items():
            for span in spans:
                seen = replace(span, label="indirect") if layer == "quotes" else span
                # As annotators alone leave it: the seal has given nothing yet.
                bare = {
                    name: value
                    for name, value in span_row(seen).items()
                    if name not in ("name_id", "speaker_name_id", "speaker_gender")
                }
                rows.append(
                    {"article_id": id, "layer": layer, "columns": json.dumps(bare)}
                )
    return MachineCorpus(corpus, reviewed, rows)


def _sample(corpus: Corpus, n: int = 20) -> DrawnSample:
    plan = SamplePlan(measure="shares:label", by=("outlet",), n=n)
    return draw_sample(corpus, plan)


def _checked(corpus: Corpus, machine: Corpus) -> CheckedCorpus:
    return CheckedCorpus(
        corpus, machine, _sample(corpus), strata_of_articles(corpus, ("outlet",))
    )


def test_the_machine_has_its_rows_in_reviewed_articles_and_the_corpus_in_others(
    corpus: Corpus, machine: MachineCorpus
) -> None:
    rows = machine.table("quotes").to_list()
    assert len(rows) == corpus.counts["quotes"]
    labels = {(row["article_id"], row["label"]) for row in rows}
    assert ("a04", "indirect") in labels
    assert ("a04", "direct") not in labels
    assert ("a05", "direct") in labels


def test_the_machines_rows_have_the_names_that_the_seal_gives(
    corpus: Corpus, machine: MachineCorpus
) -> None:
    def names(of: Corpus) -> list[tuple[str, str]]:
        rows = of.table("quotes").to_list()
        columns = ("id", "speaker_name_id", "speaker_gender")
        return sorted(tuple(row[name] for name in columns) for row in rows)

    assert names(machine) == names(corpus)
    ids = {row["id"]: row["name_id"] for row in corpus.table("entities").to_list()}
    assert ids == {row["id"]: row["name_id"] for row in machine.table("entities")}


def test_a_share_is_corrected_by_what_people_found(
    corpus: Corpus, machine: Corpus
) -> None:
    checked = _checked(corpus, machine)
    request = CountRequest.make("shares", of="label")
    frame = corrected_count(checked, request, Method(factor=1))
    rows = {row["label"]: row for row in frame.to_dict("records")}
    assert set(rows) == {"direct", "indirect"}
    direct, indirect = rows["direct"], rows["indirect"]
    assert direct["share"] < 1
    assert direct["corrected"] + indirect["corrected"] == pytest.approx(1)
    assert direct["corrected"] > direct["share"]
    assert direct["checked"] == 20
    # Worked out by hand: the machine's total and, by outlet, what people found beyond it.
    expected = float(direct["quotes"])
    person, found = corpus.table("quotes").to_list(), machine.table("quotes").to_list()
    for stratum in checked.sample.strata:
        ids = {one.id for one in checked.sample.articles if one.stratum == stratum.value}  # fmt: skip
        difference = sum(
            sign * (row["label"] == "direct" and row["article_id"] in ids)
            for sign, rows_of in ((1, person), (-1, found))
            for row in rows_of
        )
        expected += stratum.articles / stratum.sample * difference
    assert direct["corrected_quotes"] == pytest.approx(expected)


def test_a_filter_is_of_the_articles_that_are_counted_and_the_sample_stays_whole(
    corpus: Corpus, machine: Corpus
) -> None:
    request = CountRequest.make(
        "shares", of="label", filter=Filter(outlets=("Le Phare",))
    )
    frame = corrected_count(_checked(corpus, machine), request)
    (of_quotes,) = set(frame["of_quotes"])
    # 28 articles, of which the ten whose number three divides have two.
    assert of_quotes == 38
    assert (frame["checked"] <= 20).all()
    with pytest.raises(InputError, match="copies"):
        copies = CountRequest.make("shares", filter=Filter(copies=True))
        corrected_count(_checked(corpus, machine), copies)


@pytest.mark.parametrize("what", ["quoted", "named", "shares"])
def test_every_count_has_the_same_columns(
    corpus: Corpus, machine: Corpus, what: str
) -> None:
    frame = corrected_count(
        _checked(corpus, machine), CountRequest.make(what, by="outlet")
    )
    assert {"outlet", "corrected", "low", "high", "checked"} <= set(frame)
    assert frame["corrected"].between(0, 1).all()
    known = frame.dropna(subset=["low"])
    assert (known["low"] <= known["corrected"]).all()
    assert (known["corrected"] <= known["high"]).all()


def test_a_share_of_what_is_known_leaves_out_what_is_not(
    corpus: Corpus, machine: Corpus
) -> None:
    frame = corrected_count(
        _checked(corpus, machine), CountRequest.make("shares", of="gender")
    )
    known = frame[frame["gender"].notna()]
    assert known["corrected_of_known"].sum() == pytest.approx(1)
    unknown = frame[frame["gender"].isna()]
    assert unknown["corrected_of_known"].isna().all()


def test_each_number_has_a_list_of_its_sentences(
    corpus: Corpus, tmp_path: Path
) -> None:
    request = CountRequest.make("quoted")
    folder = tmp_path / "proof"
    assert write_receipts(corpus, request, folder, site="https://example.org/") == 2
    numbers = pd.read_csv(folder / "numbers.csv")
    assert numbers["name"].tolist() == ["Anne Morel", "Luc Petit"]
    assert numbers["sentences"].tolist() == [40, 14]
    assert numbers["address"].tolist() == [
        "https://example.org/explore.html#layer=quotes&speaker=per-anne-morel",
        "https://example.org/explore.html#layer=quotes&speaker=per-luc-petit",
    ]
    rows = pd.read_csv(folder / numbers["file"][1])
    assert len(rows) == 14
    first = rows.iloc[0]
    assert first["sentence"] == "« Elle cède », répond Luc Petit."
    assert first["address"] == (
        f"https://example.org/articles/a00.html#quotes-{TEXT.index('Elle')}-{TEXT.index('cède') + 4}"
    )
    assert first["article_sha256"] == hashlib.sha256(TEXT.encode()).hexdigest()
    # Written again, in the place of the earlier lists; without a site an address is the id.
    write_receipts(corpus, request, folder)
    assert "address" not in pd.read_csv(folder / "numbers.csv")
    assert pd.read_csv(folder / numbers["file"][1])["address"][0].startswith("a00/")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "notes.txt").write_text("")
    with pytest.raises(InputError, match="other files"):
        write_receipts(corpus, request, tmp_path / "other")


def test_lists_of_sentences_take_no_file_of_a_person_s_own(
    corpus: Corpus, tmp_path: Path
) -> None:
    request = CountRequest.make("quoted")
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    for name, text in (("numbers.csv", "a,b\n1,2\n"), ("articles.csv", "id\n")):
        (theirs / name).write_text(text)
    with pytest.raises(InputError, match="other files"):
        write_receipts(corpus, request, theirs)
    assert (theirs / "numbers.csv").read_text() == "a,b\n1,2\n"

    ours = tmp_path / "ours"
    write_receipts(corpus, request, ours, site="public/")
    write_receipts(corpus, request, ours)
    (ours / "my-notes.csv").write_text("mine")
    (ours / "0099-mine.csv").mkdir()
    with (ours / "numbers.csv").open("a") as index:
        index.write("my-notes.csv,x,1\n../theirs/articles.csv,x,1\n")
    write_receipts(corpus, request, ours)
    assert (ours / "my-notes.csv").read_text() == "mine"
    assert (theirs / "articles.csv").read_text() == "id\n"

    # A list whose name a person has taken meanwhile: nothing is written over it.
    last = pd.read_csv(ours / "numbers.csv")["file"][1]
    lines = (ours / "numbers.csv").read_text().splitlines(keepends=True)
    (ours / "numbers.csv").write_text("".join(lines[:2]))
    (ours / last).write_text("mine")
    with pytest.raises(InputError, match="no earlier count wrote it"):
        write_receipts(corpus, request, ours)
    assert (ours / last).read_text() == "mine"


@pytest.mark.parametrize(
    ("request_", "group", "query"),
    [
        (CountRequest.make("events"), {"label": "FIGHT"}, "layer=events&type=FIGHT"),
        (CountRequest.make("shares", of="kind", filter=Filter(outlets=("A b",))), {"kind": "group"},
         "layer=quotes&source=group&outlet=A+b"),
        (CountRequest.make("quoted", by="month"), {"month": "2026-03", "name": "X", "name_id": "per-x"},
         "layer=quotes&month=2026-03&speaker=per-x"),
        # What the page cannot choose: no value, a role, a day, a period, names.
        (CountRequest.make("shares"), {"gender": None}, None),
        (CountRequest.make("shares", of="role"), {"role": "mayor"}, None),
        (CountRequest.make("shares", by="day"), {"day": "2026-03-02", "gender": "f"}, None),
        (CountRequest.make("shares", filter=Filter(since=date(2026, 3, 2))), {"gender": "f"}, None),
        (CountRequest.make("named"), {"name": "X", "name_id": "per-x", "label": "PER"}, None),
    ],
)  # fmt: skip
def test_a_number_leads_to_the_list_of_the_site_where_it_has_one(
    request_: CountRequest, group: dict[str, str | None], query: str | None
) -> None:
    address = list_address("public/", request_, group)
    assert address == (f"public/explore.html#{query}" if query else None)


def test_the_table_for_dsl_has_a_row_for_each_article_and_group(
    corpus: Corpus, machine: Corpus
) -> None:
    table = dsl_table(
        _checked(corpus, machine), CountRequest.make("shares", of="label")
    )
    direct = table[table["label"] == "direct"]
    assert len(direct) == 40
    assert set(DSL_COLUMNS) <= set(table)
    assert direct["labeled"].sum() == 20
    assert direct["labeled_value"].notna().sum() == 20
    assert (
        1 / direct.loc[direct["labeled"] == 1, "sample_prob"]
    ).sum() == pytest.approx(40)


@pytest.mark.skipif(not shutil.which("Rscript"), reason="R is not installed")
def test_r_reads_the_table_and_comes_to_the_same_total(
    corpus: Corpus, machine: Corpus, tmp_path: Path
) -> None:
    docs = (Path(__file__).parent.parent / "docs" / "counting.md").read_text("utf-8")
    script = re.findall(r"```r\n(.*?)```", docs, re.S)[0]
    # This corpus is wrong about kinds of quotes, and right about gender.
    script = script.replace('gender == "f"', 'label == "direct"')
    checked = _checked(corpus, machine)
    request = CountRequest.make("shares", of="label")
    dsl_table(checked, request).to_csv(tmp_path / "women.csv", index=False)
    done = subprocess.run(
        ["Rscript", "--vanilla", "-e", script],
        cwd=tmp_path, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    total = float(done.stdout.split()[1])
    frame = corrected_count(checked, request, Method(factor=1)).set_index("label")
    assert total == pytest.approx(frame.loc["direct", "corrected_quotes"], abs=0.01)
    assert "outletLe Phare" in done.stdout


def _review(folder: Path, ids: Iterable[str]) -> Path:
    """A file of decisions that says that these articles are checked."""
    path = folder / "review.jsonl"
    lines = [
        {"article": id, "layer": "quotes", "action": "checked",
         "who": "anne", "when": "2026-03-02T09:15:00Z"}
        for id in sorted(ids)
    ]  # fmt: skip
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return path


def test_the_commands_draw_a_sample_and_correct_by_it(tmp_path: Path) -> None:
    corpus = pressmark.save([_article(n) for n in range(40)], tmp_path / "corpus", title="T")  # fmt: skip
    run = CliRunner().invoke
    folder = str(corpus.folder)
    drawn = run(app, ["sample", folder, "--for", "shares:gender", "--by", "outlet", "--width", "0.3"])  # fmt: skip
    assert drawn.exit_code == 0, drawn.output
    assert "La Digue" in drawn.stdout
    (path,) = tmp_path.glob("sample-shares-gender-*.json")
    sample = read_sample(path)
    review = _review(tmp_path, [*sample.ids, "a39"])

    command = ["count", folder, "shares", "--checked", str(review)]
    counted = run(app, [*command, "--json"])
    assert counted.exit_code == 0, counted.output
    content = json.loads(counted.stdout)
    assert {"gender", "corrected", "low", "high", "checked"} <= set(content["rows"][0])
    assert "share" not in content["rows"][0]
    assert "corrected by" in content["notices"][0]
    files = ["--dsl", str(tmp_path / "dsl.csv"), "--proof", str(tmp_path / "proof")]
    both = run(app, [*command, "--naive", "--csv", *files])
    assert both.exit_code == 0, both.output
    assert "share,corrected_quotes" in both.stdout
    assert (tmp_path / "dsl.csv").is_file()
    assert (tmp_path / "proof" / "numbers.csv").is_file()

    _review(tmp_path, sorted(sample.ids)[1:])
    refused = run(app, command)
    assert isinstance(refused.exception, InputError)
    assert "Go on checking" in str(refused.exception)
    naive = run(app, [*command, "--naive"])
    assert naive.exit_code == 0
    assert "not corrected" in naive.stderr
    path.unlink()
    refused = run(app, command)
    assert "none of them drawn" in str(refused.exception)
    nothing = run(app, ["count", folder, "shares", "--dsl", "d.csv"])
    assert "needs --checked" in str(nothing.exception)


def test_the_larger_of_two_samples_is_used_once_it_is_checked(
    corpus: Corpus, tmp_path: Path
) -> None:
    small, large = _sample(corpus, 6), _sample(corpus, 20)
    for sample in (small, large):
        write_sample(sample, tmp_path / sample.file_name)
    opened = Checked(files=(_review(tmp_path, small.ids),)).open(corpus, "quotes")
    assert opened.sample == small
    opened = Checked(files=(_review(tmp_path, large.ids),)).open(corpus, "quotes")
    assert opened.sample == large


def test_a_sample_has_two_of_each_stratum_and_is_within_a_larger_one(
    corpus: Corpus,
) -> None:
    small, large = _sample(corpus, 6), _sample(corpus, 20)
    assert [stratum.sample >= 2 for stratum in small.strata] == [True, True]
    assert small.ids < large.ids
    assert len(large.articles) == 20
    weights = sum(1 / article.chance for article in large.articles)
    assert weights == pytest.approx(40)


def test_a_narrower_interval_needs_more_articles(tmp_path: Path) -> None:
    articles = [_article(number) for number in range(300)]
    large = pressmark.save(articles, tmp_path / "large", title="T")

    def drawn(width: float, correlation: float = 0.0) -> int:
        plan = SamplePlan(measure="shares:gender", width=width, correlation=correlation)
        return len(draw_sample(large, plan).articles)

    assert 300 >= drawn(0.05) > drawn(0.1) > drawn(0.1, correlation=0.5) >= 30
    # All quotes are direct by the machine, which says nothing of how many articles are needed.
    plan = SamplePlan(measure="shares:label", width=0.1)
    assert len(draw_sample(large, plan).articles) == 30


def test_a_plan_that_cannot_be_is_refused(corpus: Corpus) -> None:
    for plan, words in [
        (SamplePlan(measure="shares:gender"), "--width or --n"),
        (SamplePlan(measure="shares:gender", width=5), "between 0 and 1"),
        (SamplePlan(measure="together", n=3), "pairs of names"),
    ]:
        with pytest.raises(pressmark.PressmarkError, match=words):
            draw_sample(corpus, plan)


def test_a_sample_is_written_and_read(corpus: Corpus, tmp_path: Path) -> None:
    sample = _sample(corpus)
    path = tmp_path / sample.file_name
    write_sample(sample, path)
    assert read_sample(path) == sample
    assert find_samples([tmp_path, tmp_path], sample.corpus) == [sample]
    assert find_samples([tmp_path], "another") == []
    with pytest.raises(InputError, match="another sample"):
        write_sample(replace(sample, corpus="x"), path)
    path.write_text("{}")
    with pytest.raises(InputError, match="is no sample"):
        read_sample(path)


def test_what_is_no_sample_with_known_chances_is_refused(corpus: Corpus) -> None:
    sample = _sample(corpus)
    first, *others = sorted(sample.ids)
    with pytest.raises(InputError, match=f"1 of 20 drawn articles .*{first}.*Go on"):
        CheckedCorpus.make(corpus, sample, others)
    with pytest.raises(InputError, match="Draw again"):
        CheckedCorpus.make(corpus, replace(sample, corpus="x"), sample.ids)
    assert CheckedCorpus.make(corpus, sample, sample.ids).machine is corpus
