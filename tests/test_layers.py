"""The declarations of layers, and what derives from them."""

from __future__ import annotations

from dataclasses import fields

import pytest
from making import entity, quote, with_layers

from pressmark.articles import Article, SpanError
from pressmark.layers import BY_NAME, LAYERS, Layer, StretchWords
from pressmark.storage.tables import table_columns

TEXT = "“We march,” said Ann Lee."


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.name)
def test_a_declaration_names_columns_that_are_there_and_layers_before_it(
    layer: Layer,
) -> None:
    columns = {field.name for field in fields(layer.span_class())}
    stretches = {
        f"{name}_{end}" for name in layer.stretches for end in ("start", "end")
    }
    surfaces = {
        name
        for name in layer.stretches
        if layer.words_of(name) is not StretchWords.NONE
    }

    assert stretches | surfaces | {*layer.links, *layer.given_by_seal} <= columns
    assert {layer.pieces, layer.parts} - {None} <= columns
    assert {*layer.links.values(), *layer.part_links.values()} <= {
        *BY_NAME,
        "names",
        "happenings",
    }
    assert set(table_columns(layer.name)) == columns


@pytest.mark.parametrize(
    ("stretch", "fault"),
    [
        (
            {"cue": "sait", "cue_start": 12, "cue_end": 16},
            "its cue is not what stands at 12:16",
        ),
        (
            {"cue": "said", "cue_start": 12, "cue_end": 99},
            "its cue 12:99 is not within the text",
        ),
        ({"cue": "said", "cue_start": 12}, "its cue 12:None is not within the text"),
        ({"spans": ((1, 99),)}, "its piece 1:99 is not within the text"),
    ],
)
def test_what_a_layer_declares_is_checked_when_it_is_made(
    stretch: dict[str, object], fault: str
) -> None:
    with pytest.raises(SpanError, match=fault):
        with_layers(
            Article(id="a", text=TEXT), quotes=[quote(TEXT, "We march,", **stretch)]
        )


def test_a_role_whose_words_are_others_is_refused() -> None:
    with pytest.raises(SpanError, match="its role is not what stands"):
        with_layers(
            Article(id="a", text=TEXT),
            entities=[entity(TEXT, "Ann Lee", role="mayor", role_start=0, role_end=3)],
        )
