"""Annotation from strangers' files: whatever is damaged in them, it is taken whole or refused with its place."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from making import entity, event, quote, span_id, with_layers

import pressmark
from pressmark.articles import Article
from pressmark.dataset.corpus import Corpus
from pressmark.errors import PressmarkError
from pressmark.exchange import READERS, export, import_annotation
from pressmark.spans import Argument

pytestmark = pytest.mark.slow

LONG = settings(
    max_examples=int(os.environ.get("FUZZ", "25")),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TEXT = "« Le pont est fermé 🙂 », a déclaré Anne Morel, maire de Larnholm.\r\n\r\nDeux personnes ont été blessées lundi."
SIGNS = st.binary(max_size=3) | st.sampled_from(
    [
        b"\t",
        b"\n",
        b" ",
        b'"',
        b"{",
        b"[",
        b"null",
        b"-1",
        b"9" * 19,
        b"\xff",
        b"<",
        b"&a;",
        b"\0",
        b"T1",
        b"B-",
    ]
)
CHANGES = st.lists(
    st.tuples(st.integers(0, 9), st.floats(0, 1), st.integers(0, 30), SIGNS),
    min_size=1,
    max_size=4,
)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    at = TEXT.index
    said = quote(
        TEXT, "Le pont est fermé", speaker="Anne Morel", speaker_start=at("Anne"), speaker_end=at("Anne") + 10,
        cue="a déclaré", cue_start=at("a déclaré"), cue_end=at("a déclaré") + 9,
        speaker_id=span_id("un", "entities", TEXT, "Anne Morel"),
    )  # fmt: skip
    hurt = Argument(
        role="victim",
        start=at("Deux"),
        end=at("Deux") + 14,
        text="Deux personnes",
        value=2.0,
    )
    made = with_layers(
        Article(id="un", text=TEXT, language="fr"),
        entities=[entity(TEXT, "Anne Morel"), entity(TEXT, "Larnholm", "LOC")],
        quotes=[said],
        events=[event(TEXT, "blessées", "CASUALTY", arguments=(hurt,))],
    )
    return pressmark.save([made], tmp_path_factory.mktemp("c") / "corpus", title="T")


@pytest.mark.parametrize("format", READERS)
def test_annotation_that_is_damaged_anywhere_is_taken_or_refused(
    corpus: Corpus, format: str, tmp_path: Path
) -> None:
    export(corpus, tmp_path / "whole", format=format)
    read = _reader(corpus, tmp_path / "whole", format)

    @LONG
    @given(CHANGES)
    def take_damaged(changes: list[tuple[int, float, int, bytes]]) -> None:
        read(changes)

    take_damaged()


def _reader(
    corpus: Corpus, whole: Path, format: str
) -> Callable[[list[tuple[int, float, int, bytes]]], None]:
    def read(changes: list[tuple[int, float, int, bytes]]) -> None:
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "copy"
            shutil.copytree(whole, copy) if whole.is_dir() else shutil.copy(whole, copy)
            files = sorted(copy.iterdir()) if copy.is_dir() else [copy]
            for which, share, length, new in changes:
                file = files[which % len(files)]
                content = file.read_bytes()
                place = int(share * len(content))
                file.write_bytes(content[:place] + new + content[place + length :])
            try:
                imported = import_annotation(corpus, copy, format=format, by="a")
            except PressmarkError as error:
                assert str(error)
                return
            assert all(str(refusal) for refusal in imported.refusals)
            for article in imported.articles:
                assert all(
                    one.text == TEXT[one.start : one.end]
                    for layer in article.layers.values()
                    for one in layer
                )

    return read
