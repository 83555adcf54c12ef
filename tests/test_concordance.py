"""The places of a word: what is found, where it stands, what stands around it, and who speaks."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import HOSTILE, entity, quote, with_layers
from typer.testing import CliRunner

import pressmark
from pressmark import Article, Corpus
from pressmark.cli.app import app
from pressmark.errors import InputError, LayerMissing
from pressmark.sources.word_patterns import plain_letters, word_pattern
from pressmark.study.filters import Filter

TEXT = (
    "🙂 La Grève continue. « Les grévistes tiendront la grève », a dit Élodie Œuvrard. "
    "M. Lee n’a pas fait grève.\n\nUn dégrèvement est prévu."
)


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    """An article of four strikes and one word that only holds theirs, and a copy of it."""
    words = quote(
        TEXT, "Les grévistes tiendront la grève", speaker_name="Élodie Œuvrard"
    )
    inner = quote(TEXT, "la grève", "scare")
    article = Article(
        id="a",
        text=TEXT,
        language="fr",
        outlet="Le Lien",
        published=datetime(2026, 3, 2, tzinfo=UTC),
    )
    other = Article(id="b", text="Strike. No grève here.", language="en", outlet="X")
    layers: dict[str, Any] = {"entities": [], "quotes": []}
    return pressmark.save(
        [
            with_layers(
                article,
                entities=[entity(TEXT, "Élodie Œuvrard")],
                quotes=[words, inner],
            ),
            with_layers(other, **layers),
            with_layers(replace(other, id="c", duplicate_of="b"), **layers),
        ],
        tmp_path / "corpus",
        title="Grèves",
    )


def matches(frame: pd.DataFrame) -> list[str]:
    return frame["match"].to_list()


def test_every_place_of_a_word_is_a_row_with_its_sentence(corpus: Corpus) -> None:
    frame = pressmark.concord(corpus, "GREVE")

    rows = frame[["left", "match", "right", "article_id"]].to_dict("split")["data"]
    assert rows == [
        ["🙂 La", "Grève", "continue.", "a"],
        ["« Les grévistes tiendront la", "grève", "», a dit Élodie Œuvrard.", "a"],
        ["M. Lee n’a pas fait", "grève", ".", "a"],
        ["No", "grève", "here.", "b"],
    ]
    for row in frame.to_dict("records"):
        text = corpus[row["article_id"]].text
        assert text[row["start"] : row["end"]] == row["match"]
    assert frame["outlet"].to_list() == ["Le Lien"] * 3 + ["X"]
    assert frame["speaker"].fillna("").to_list() == ["", "Élodie Œuvrard", "", ""]


def test_a_layer_and_a_speaker_narrow_the_places(corpus: Corpus) -> None:
    quoted = pressmark.concord(corpus, "grev*", layer="quotes")
    assert matches(quoted) == ["grévistes", "grève"]
    assert quoted["label"].to_list() == ["direct", "scare"]
    assert quoted["layer"].to_list() == ["quotes"] * 2
    for row in quoted.to_dict("records"):
        assert corpus["a"][row["annotation_id"]].label == row["label"]

    # The inner quote is nobody's, and stands within hers.
    hers = pressmark.concord(corpus, "grev*", speaker="oeuvrard")
    assert matches(hers) == ["grévistes", "grève"]
    assert hers["label"].to_list() == ["direct", "direct"]
    assert pressmark.concord(corpus, "grev*", speaker="Lee").empty
    labels = Filter(labels=("direct",))
    direct = pressmark.concord(corpus, "grev*", layer="quotes", filter=labels)
    assert matches(direct) == ["grévistes", "grève"]
    assert matches(pressmark.concord(corpus, "elodie oe*", layer="entities")) == [
        "Élodie Œuvrard"
    ]


def test_a_window_counts_characters_and_crosses_sentences(corpus: Corpus) -> None:
    row = pressmark.concord(corpus, "continue", window=8).iloc[0]
    assert (row["left"], row["right"]) == ("a Grève", ". « Les")
    row = pressmark.concord(corpus, "continue", window=0).iloc[0]
    assert (row["left"], row["right"]) == ("", "")


def test_a_filter_chooses_articles_and_copies_are_left_out(corpus: Corpus) -> None:
    def found_in(**fields: Any) -> list[str]:
        frame = pressmark.concord(corpus, "grève", filter=Filter(**fields))
        return sorted({*frame["article_id"]})

    assert found_in() == ["a", "b"]
    assert found_in(copies=True) == ["a", "b", "c"]
    assert found_in(outlets=("X",)) == ["b"]
    assert found_in(languages=("fr",)) == ["a"]
    assert found_in(since=date(2026, 3, 1)) == ["a"]
    assert found_in(until=date(2026, 3, 1)) == []


def test_a_regular_expression_is_taken_as_one(corpus: Corpus) -> None:
    frame = pressmark.concord(corpus, r"gr[eè]v\w+|strike|(?=x)", regex=True)
    assert matches(frame) == ["Grève", "grève", "grève", "grèvement", "Strike", "grève"]
    with pytest.raises(InputError, match="is no regular expression"):
        pressmark.concord(corpus, "(", regex=True)


@pytest.mark.parametrize("words", ["", "  ", "*", "* *"])
def test_no_word_is_refused(corpus: Corpus, words: str) -> None:
    with pytest.raises(InputError, match="is no word to look for"):
        pressmark.concord(corpus, words)


def test_what_cannot_be_looked_in_is_told(corpus: Corpus) -> None:
    with pytest.raises(LayerMissing, match="did you mean 'quotes'"):
        pressmark.concord(corpus, "a", layer="qoutes")
    with pytest.raises(InputError, match="speakers are of quotes"):
        pressmark.concord(corpus, "a", layer="entities", speaker="Lee")
    with pytest.raises(InputError, match="a window of -1"):
        pressmark.concord(corpus, "a", window=-1)


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        ("greve", "Grève", ["Grève"]),
        ("grève", "GREVE grève", ["GREVE", "grève"]),
        ("greve", unicodedata.normalize("NFD", "la grève"), ["gre\u0300ve"]),
        ("oeuvre", "L’œuvre, l'ŒUVRE", ["œuvre", "ŒUVRE"]),
        ("œuvre", "oeuvre", ["oeuvre"]),
        ("strasse", "Straße", ["Straße"]),
        ("l'ete", "L’été", ["L’été"]),
        ("premier ministre", "premier\n  ministre", ["premier\n  ministre"]),
        ("*isme", "séisme, isme, ismes", ["séisme", "isme"]),
        ("a", "à âge a\u0301 ab", ["à", "a\u0301"]),
        ("50 %", "50 % et 150 %", ["50 %"]),
        ("C++", "C++ et C", ["C++"]),
        ("(sic)", "dit (sic)", ["(sic)"]),
        ("istanbul", "İstanbul ISTANBUL", ["İstanbul", "ISTANBUL"]),
    ],
)
def test_accents_case_and_ligatures_do_not_count(
    words: str, text: str, expected: list[str]
) -> None:
    assert word_pattern(words).findall(text) == expected


def test_all_letters_count_where_it_is_asked_for() -> None:
    pattern = word_pattern("grèv*", exact=True)
    assert pattern.findall("Grève greve grève grévistes grèves") == ["grève", "grèves"]


@given(
    st.text(st.characters(categories=("L",)), min_size=1, max_size=6),
    st.text(HOSTILE, max_size=8),
    st.text(HOSTILE, max_size=8),
)
def test_a_word_finds_itself_wherever_it_stands(
    word: str, before: str, after: str
) -> None:
    """Of letters whose plain form is letters again, and not joined with marks that stand beside."""
    text = f"{before} {word} {after}"
    pattern = word_pattern(word)
    spans = [match.span() for match in pattern.finditer(text)]
    assert (len(before) + 1, len(before) + 1 + len(word)) in spans or not (
        plain_letters(word).isalpha() and word.casefold() == word.lower()
    )


def test_the_command_prints_lines_csv_and_json(corpus: Corpus) -> None:
    def run(*words: str) -> Any:
        done = CliRunner().invoke(app, ["concord", str(corpus.folder), *words])
        assert done.exit_code == 0, done.output
        return done

    done = run("grève", "--top", "1")
    first, last = done.stdout.splitlines()
    assert first.split() == ["🙂", "La", "Grève", "continue.", "a"]
    assert last == "… and 3 more places (--top 0 prints all)"
    assert done.stderr == "4 places in 2 articles\n"

    rows = json.loads(run("grev*", "--layer=quotes", "--json").stdout)["rows"]
    assert [row["match"] for row in rows] == ["grévistes", "grève"]
    assert rows[0]["published"].startswith("2026-03-02T00:00:00")
    table = run("grève", "--speaker", "Œuvrard", "--csv", "--exact").stdout
    assert table.splitlines()[0].startswith("left,match,right,article_id")
    assert run("nowhere").stdout == "nothing of this kind in the corpus\n"


def test_a_cell_that_begins_like_a_formula_is_guarded(
    tmp_path: Path, project: Callable[..., Path]
) -> None:
    article = with_layers(Article(id="a", text="=SUM(1) rain"), quotes=[], entities=[])
    corpus = pressmark.save([article], tmp_path / "f", title="F")
    done = CliRunner().invoke(app, ["concord", str(corpus.folder), "rain", "--csv"])
    assert "'=SUM(1)" in done.stdout
