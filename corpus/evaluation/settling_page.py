"""What two people differ on, as steps of the page: the answers side by side, each with the decision that it stands for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pressmark.review.decisions import Decision, DecisionContext, standing
from pressmark.review.opinions import content_of
from pressmark.review.page.items import article_item, columns_of
from pressmark.spans import Span

from .review_agreement import Disagreement

__all__ = ["settling_page"]


def settling_page(
    disagreements: Iterable[Disagreement],
    names: tuple[str, str],
    decisions: Sequence[Decision] = (),
) -> dict[str, Any]:
    """
    Return all steps of settling as one page of articles and stops; `names` are those of the two people.

    What one of `decisions` settles is left out.
    """
    settled = {id for one in standing(decisions) for id in one.settles}
    articles: dict[str, dict[str, Any]] = {}
    stops: list[dict[str, Any]] = []
    for one in disagreements:
        if settled.issuperset(one.settles):
            continue
        article = one.article
        if article.id not in articles:
            articles[article.id] = article_item(article, (), ())
        stops.append(
            {
                "article": article.id,
                "layer": one.layer,
                "settles": list(one.settles),
                "answers": list(_answers(one, names)),
            }
        )
    return {"stops": stops, "articles": list(articles.values()), "next": None}


def _answers(
    disagreement: Disagreement, names: tuple[str, str]
) -> Iterator[dict[str, Any]]:
    """Yield what may be chosen: either side, the machine's where it is another, and nothing where nobody said that."""
    choices: list[tuple[str | None, Span | None]] = [
        (names[0], disagreement.first),
        (names[1], disagreement.second),
    ]
    contents = {content_of(disagreement.first), content_of(disagreement.second)}
    machine = disagreement.machine
    if machine is not None and content_of(machine) not in contents:
        # The page has the word for the machine.
        choices.append(("", machine))
    if None not in contents:
        choices.append((None, None))
    for who, span in choices:
        yield {
            "who": who,
            "columns": columns_of(span, disagreement.layer) if span else None,
            "decision": _decision(disagreement, span),
        }


def _decision(disagreement: Disagreement, answer: Span | None) -> dict[str, Any]:
    """Return the decision that an answer stands for, without who decides it and when."""
    layer, machine = disagreement.layer, disagreement.machine
    seen = machine or disagreement.first or disagreement.second
    assert seen is not None  # two who differ have at least one annotation between them
    before = columns_of(seen, layer)
    context = DecisionContext.around(disagreement.article.text, seen.start, seen.end)
    row: dict[str, Any] = {
        "annotation": seen.id.rpartition("/")[2] or f"{layer}-{seen.start}-{seen.end}",
        "before": before,
        "context": context.model_dump(),
        "settles": list(disagreement.settles),
    }
    if answer is None:
        return {**row, "action": "wrong"}
    if content_of(answer) == content_of(seen):
        return {**row, "action": "right"}
    columns = columns_of(answer, layer)
    emptied = dict.fromkeys(name for name in before if name not in columns)
    after = {
        name: value
        for name, value in {**columns, **emptied}.items()
        if before.get(name) != value
    }
    return {**row, "action": "changed", "after": after}
