"""Lists of the annotations of layers that are not ours, newest article first."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from .articles import card_of
from .rows import Queries
from .values import ThirdPartyFact, ThirdPartyLine

__all__ = ["ThirdPartyQueries"]

_LINES = """
select articles.article_id, articles.path, articles.title, articles.outlet, articles.published, articles.language,
  anchor, text_before, text, text_after, label, facts
from third_party_annotations join articles using (article_no)
where layer = ? order by article_no, annotation_no limit ? offset ?
"""

_LAYERS = (
    "select layer, count(*) from third_party_annotations group by layer order by layer"
)


class ThirdPartyQueries(Queries):
    """Questions about layers that are not ours."""

    def layers(self) -> Sequence[tuple[str, int]]:
        """Return the layers that have annotations, each with how many."""
        return [(layer, count) for layer, count in self._rows(_LAYERS)]

    def lines(
        self, layer: str, *, limit: int, offset: int = 0
    ) -> Sequence[ThirdPartyLine]:
        """Return the annotations of a layer; `limit` and `offset` cut a page out of the list."""
        return [
            _third_party_line(row) for row in self._rows(_LINES, layer, limit, offset)
        ]


def _third_party_line(row: tuple[Any, ...]) -> ThirdPartyLine:
    *card_row, anchor, before, text, after, label, facts = row
    card = card_of(tuple(card_row))
    return ThirdPartyLine(
        path=f"{card.path}#{anchor}",
        before=before,
        text=text,
        after=after,
        label=label,
        facts=tuple(
            ThirdPartyFact(name, value, f"{card.path}#{target}" if target else None)
            for name, value, target in json.loads(facts)
        ),
        card=card,
    )
