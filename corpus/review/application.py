"""
Decisions applied to a layer of an article, after its annotator and before those that read the layer.

Each annotation that people spoke of has what they said in order, and what the machine said. The last word of each
person counts; where two persons differ, the machine's stands until somebody settles it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from pressmark.articles import Article, SpanError
from pressmark.layers import Layer, declaration, layer_name
from pressmark.spans import Span

from .annotation_values import AnnotationMaker
from .decisions import Decision
from .layer_spans import with_spans
from .matching import find_span, find_words
from .opinions import Opinion, ReviewedSpan, settle

__all__ = ["OUTCOMES", "DecisionOutcome", "LayerReview", "apply_decisions"]

OUTCOMES = {
    "applied": "holds in the layer",
    "unsure": "marks the annotation, and changes nothing",
    "checked": "says that the layer was read whole in the article",
    "replaced": "the same person said something else later",
    "settled": "another decision settles the disagreement that it was part of",
    "unsettled": "another person disagrees; the machine's annotation stands",
    "gone": "the annotation is not made any more, as the decision wants it",
    "lost": "fits nothing any more",
    "unfit": "says something that the layer cannot hold",
    "joined": "says of names across articles which are one",
    "no layer": "the corpus has no such layer",
    "no article": "the corpus has no such article",
}
"""What may become of a decision in a run, and what that means."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionOutcome:
    """What became of a decision: the annotation it fits (`annotation`), the one it made (`result`), or why neither."""

    decision: Decision
    outcome: str
    annotation: str | None = None
    result: str | None = None
    reason: str | None = None

    def as_row(self) -> dict[str, Any]:
        """Return the row of the table `decisions`."""
        decision = self.decision
        return {
            "id": decision.decision,
            "article_id": decision.article,
            "layer": decision.layer,
            "action": decision.action,
            "annotation": self.annotation,
            "result": self.result,
            "outcome": self.outcome,
            "reason": self.reason,
            "who": decision.who,
            "when": decision.when,
        }


def apply_decisions(
    article: Article, layer: str | Layer, decisions: Sequence[Decision]
) -> tuple[Article, list[DecisionOutcome]]:
    """
    Return the article with people's word in one of its layers, and what became of each decision.

    A layer that somebody declared is given by its declaration, any other by its name. `decisions` are those on this
    layer of the article that were not taken back, in their order (`standing`).
    """
    return LayerReview.of(article, layer, decisions).settle()


@dataclass(slots=True)
class LayerReview:
    """The decisions on one layer of one article, heard one after the other."""

    article: Article
    name: str
    layer: Layer
    targets: list[ReviewedSpan]
    outcomes: list[DecisionOutcome] = field(default_factory=list)

    @classmethod
    def of(
        cls, article: Article, layer: str | Layer, decisions: Sequence[Decision]
    ) -> Self:
        """Return a layer of an article with what was said of each annotation; `decisions` as `apply_decisions` has them."""
        name = layer_name(layer)
        spans = [ReviewedSpan(span, [span]) for span in article.layer(name)]
        review = cls(article, name, declaration(layer), spans)
        for decision in decisions:
            review.hear(decision)
        return review

    def hear(self, decision: Decision) -> None:
        """Find what a decision is about, and remember what it says of it."""
        if decision.action == "checked":
            self.outcomes.append(DecisionOutcome(decision=decision, outcome="checked"))
            return
        try:
            if decision.action == "added":
                self._hear_added(decision)
            else:
                self._hear_of_annotation(decision)
        except SpanError as error:
            self._tell(decision, "unfit", reason=str(error))
        except (
            AttributeError,
            LookupError,
            OverflowError,
            TypeError,
            ValueError,
        ) as error:
            # What a person's script wrote into `after`: a list where a text must be.
            reason = f"its columns cannot be read ({error!r})"
            self._tell(decision, "unfit", reason=reason)

    def _hear_added(self, decision: Decision) -> None:
        """Remember an annotation that a person added, or that the annotator has found since."""
        columns = decision.after or {}
        position = find_words(columns, decision.context, self.article.text)
        if position is None:
            self._tell(decision, "lost")
            return
        added = self._maker(position - columns["start"]).added(columns)
        for target in self.targets:
            for form in target.forms:
                if _is_same_place(form, added):
                    self._remember(target, decision, added)
                    return
        target = ReviewedSpan(None, [])
        self.targets.append(target)
        self._remember(target, decision, added)

    def _hear_of_annotation(self, decision: Decision) -> None:
        """Remember what a decision says of an annotation that was there."""
        before = decision.before or {}
        forms = [form for target in self.targets for form in target.forms]
        form = find_span(decision, forms, self.article.text)
        if form is None:
            position = find_words(before, decision.context, self.article.text)
            if decision.action in ("wrong", "unsure"):
                self._tell(decision, "lost" if position is None else "gone")
                return
            if position is None:
                self._tell(decision, "lost")
                return
            # The annotator does not find it any more; a person said that it is one.
            form = self._maker(position - before["start"]).added(before)
            self.targets.append(ReviewedSpan(None, [form]))
        target = next(
            target
            for target in self.targets
            if any(form is known_form for known_form in target.forms)
        )
        result: Span | None = form
        if decision.action == "wrong":
            result = None
        elif decision.action == "changed":
            maker = self._maker(form.start - before["start"])
            result = maker.changed(form, decision.after or {})
        self._remember(target, decision, result)

    def _maker(self, shift: int) -> AnnotationMaker:
        return AnnotationMaker(
            article=self.article, layer=self.layer, name=self.name, shift=shift
        )

    def _remember(
        self, target: ReviewedSpan, decision: Decision, result: Span | None
    ) -> None:
        target.words.append(Opinion(decision, result))
        if result is not None and all(result is not form for form in target.forms):
            target.forms.append(result)

    def _tell(
        self, decision: Decision, outcome: str, *, reason: str | None = None
    ) -> None:
        self.outcomes.append(
            DecisionOutcome(decision=decision, outcome=outcome, reason=reason)
        )

    def settle(self) -> tuple[Article, list[DecisionOutcome]]:
        """Return the article with the layer that people's last words give, and what became of the decisions."""
        decided: list[Span] = []
        undecided: list[Span] = []
        results: list[tuple[ReviewedSpan, Span | None, list[tuple[Decision, str]]]] = []
        for target in self.targets:
            span, outcomes = settle(target)
            results.append((target, span, outcomes))
            if span is not None:
                (decided if target.words else undecided).append(span)
        undisputed = [
            span
            for span in undecided
            if not any(_gives_way(self.name, span, person) for person in decided)
        ]
        article, new_ids = with_spans(self.article, self.name, [*undisputed, *decided])
        for target, span, outcomes in results:
            annotation = target.machine.id if target.machine else None
            result = new_ids.get(id(span)) if span is not None else None
            for decision, outcome in outcomes:
                self.outcomes.append(
                    DecisionOutcome(
                        decision=decision,
                        outcome=outcome,
                        annotation=annotation,
                        result=result,
                    )
                )
        self.outcomes.sort(key=lambda outcome: outcome.decision.order)
        return article, self.outcomes


def _is_same_place(span: Span, added: Span) -> bool:
    """Say whether an annotation that a person added is one that is there."""
    place = (span.start, span.end, span.label)
    return place == (added.start, added.end, added.label)


def _gives_way(layer: str, machine: Span, decided: Span) -> bool:
    """
    Say whether the machine's annotation, of which nobody spoke, is a person's in other words or edges.

    Names do not overlap. Of quotes one may stand within another; two that cross or stand at one place are one, as are
    two of one label that begin or end together.
    """
    if machine.end <= decided.start or decided.end <= machine.start:
        return False
    if layer == "entities":
        return True
    if layer != "quotes":
        return False
    is_within = machine.start >= decided.start and machine.end <= decided.end
    is_around = machine.start <= decided.start and machine.end >= decided.end
    if is_within == is_around:  # they cross, or stand at one place
        return True
    shares_edge = machine.start == decided.start or machine.end == decided.end
    return shares_edge and machine.label == decided.label
