"""
Decisions applied to a layer of an article, after its annotator and before those that read the layer.

Each annotation that people spoke of has what they said in order, and what the machine said. The last word of each
person counts; where two persons differ, the machine's stands until somebody settles it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pressmark.articles import Article, SpanError
from pressmark.layers import Layer, declaration, layer_of_value
from pressmark.spans import Span

from .annotation_values import AnnotationMaker
from .decisions import Decision
from .matching import find_span, find_words

__all__ = ["OUTCOMES", "DecisionOutcome", "apply_decisions"]

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


@dataclass(frozen=True, slots=True)
class _Opinion:
    """What a decision makes of an annotation: another one, the same, or None for none."""

    decision: Decision
    result: Span | None


@dataclass(slots=True)
class _ReviewedSpan:
    """An annotation that people spoke of: the machine's, every form that it was given, and what was said in order."""

    machine: Span | None
    forms: list[Span]
    words: list[_Opinion] = field(default_factory=list)


def apply_decisions(
    article: Article, layer: str, decisions: Sequence[Decision]
) -> tuple[Article, list[DecisionOutcome]]:
    """
    Return the article with people's word in one of its layers, and what became of each decision.

    `decisions` are those on this layer of the article that were not taken back, in their order (`standing`).
    """
    spans = article.layer(layer)
    kind = layer_of_value(type(spans[0])) if spans else declaration(layer)
    review = _LayerReview(
        article, layer, kind, [_ReviewedSpan(span, [span]) for span in spans]
    )
    for decision in decisions:
        review.hear(decision)
    return review.settle()


@dataclass(slots=True)
class _LayerReview:
    """The decisions on one layer of one article, heard one after the other."""

    article: Article
    name: str
    layer: Layer
    things: list[_ReviewedSpan]
    outcomes: list[DecisionOutcome] = field(default_factory=list)

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
        except (KeyError, TypeError, ValueError) as error:
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
        for thing in self.things:
            for form in thing.forms:
                if _is_same_place(form, added):
                    self._remember(thing, decision, added)
                    return
        thing = _ReviewedSpan(None, [])
        self.things.append(thing)
        self._remember(thing, decision, added)

    def _hear_of_annotation(self, decision: Decision) -> None:
        """Remember what a decision says of an annotation that was there."""
        before = decision.before or {}
        forms = [form for thing in self.things for form in thing.forms]
        form = find_span(decision, forms, self.article.text, self.name)
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
            self.things.append(_ReviewedSpan(None, [form]))
        thing = next(
            thing for thing in self.things if any(form is one for one in thing.forms)
        )
        result: Span | None = form
        if decision.action == "wrong":
            result = None
        elif decision.action == "changed":
            maker = self._maker(form.start - before["start"])
            result = maker.changed(form, decision.after or {})
        self._remember(thing, decision, result)

    def _maker(self, shift: int) -> AnnotationMaker:
        return AnnotationMaker(
            article=self.article, layer=self.layer, name=self.name, shift=shift
        )

    def _remember(
        self, thing: _ReviewedSpan, decision: Decision, result: Span | None
    ) -> None:
        thing.words.append(_Opinion(decision, result))
        if result is not None and all(result is not form for form in thing.forms):
            thing.forms.append(result)

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
        results: list[
            tuple[_ReviewedSpan, Span | None, list[tuple[Decision, str]]]
        ] = []
        for thing in self.things:
            span, told = _settle(thing)
            results.append((thing, span, told))
            if span is not None:
                (decided if thing.words else undecided).append(span)
        kept = [
            span
            for span in undecided
            if not any(_gives_way(self.name, span, other) for other in decided)
        ]
        article, new_ids = _with_spans(self.article, self.name, [*kept, *decided])
        for thing, span, told in results:
            annotation = thing.machine.id if thing.machine else None
            result = new_ids.get(id(span)) if span is not None else None
            for decision, outcome in told:
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


def _settle(thing: _ReviewedSpan) -> tuple[Span | None, list[tuple[Decision, str]]]:
    """Return what an annotation is after all that was said of it, and what became of each decision."""
    told: list[tuple[Decision, str]] = []
    last = {word.decision.who: word for word in thing.words}
    settled = {id for word in last.values() for id in word.decision.settles}
    counting: list[_Opinion] = []
    for word in thing.words:
        if last[word.decision.who] is not word:
            told.append((word.decision, "replaced"))
        elif word.decision.decision in settled:
            told.append((word.decision, "settled"))
        else:
            counting.append(word)
    sure = [word for word in counting if word.decision.action != "unsure"]
    contents = {_content(word.result) for word in sure}
    if len(contents) == 1:
        outcomes = {True: "applied", False: "unsure"}
        told += [(word.decision, outcomes[word in sure]) for word in counting]
        return _decided(thing, sure), told
    outcome = "unsettled" if sure else "unsure"
    told += [(word.decision, outcome) for word in counting]
    if not counting or thing.machine is None:
        return thing.machine, told
    names = ", ".join(word.decision.who for word in counting)
    return replace(thing.machine, verdict="unsure", reviewer=names), told


def _decided(thing: _ReviewedSpan, words: Sequence[_Opinion]) -> Span | None:
    """Return the annotation that people agree on, with their verdict."""
    result = words[0].result
    if result is None:
        return None
    names = ", ".join(word.decision.who for word in words)
    if thing.machine and _content(thing.machine) == _content(result):
        return replace(thing.machine, verdict="right", reviewer=names)
    makers = [
        word for word in thing.words if word.decision.action in ("added", "changed")
    ]
    verdict = "right"
    if makers:
        is_added = makers[0].decision.action == "added"
        verdict = "added" if is_added else "changed"
    # Of who made this form, and not of who found it right afterwards.
    authors = [word for word in makers if _content(word.result) == _content(result)]
    author = (authors or words)[0].decision.annotator
    return replace(result, verdict=verdict, reviewer=names, annotator=author)


_NOT_CONTENT = frozenset(
    {"id", "article_id", "annotator", "score", "rule", "verdict", "reviewer"}
)


def _content(span: Span | None) -> tuple[Any, ...] | None:
    """Return what an annotation says, without who found it and how sure that is; None for none."""
    if span is None:
        return None
    layer = layer_of_value(type(span))
    left_out = {*_NOT_CONTENT, *layer.scores, *layer.made_anew, *layer.given_by_seal}
    return tuple(
        repr(getattr(span, name))
        for name in type(span).__dataclass_fields__
        if name not in left_out
    )


def _is_same_place(span: Span, added: Span) -> bool:
    """Say whether an annotation that a person added is one that is there."""
    place = (span.start, span.end, span.label)
    return place == (added.start, added.end, added.label)


def _gives_way(layer: str, machine: Span, decided: Span) -> bool:
    """
    Say whether the machine's annotation, of which nobody spoke, is a person's in other words or edges.

    Names do not overlap. Of quotes one may stand within another; two that cross are one, as are two of one label that
    begin or end together.
    """
    if machine.end <= decided.start or decided.end <= machine.start:
        return False
    if layer == "entities":
        return True
    if layer != "quotes":
        return False
    is_within = machine.start >= decided.start and machine.end <= decided.end
    is_around = machine.start <= decided.start and machine.end >= decided.end
    if not is_within and not is_around:
        return True
    shares_edge = machine.start == decided.start or machine.end == decided.end
    return shares_edge and machine.label == decided.label


@dataclass(frozen=True, slots=True)
class _LayerName:
    """Who makes a layer that was reviewed, for `Article.with_layer`."""

    name: str
    layer: str | Layer


def _with_spans(
    article: Article, name: str, spans: Iterable[Span]
) -> tuple[Article, dict[int, str]]:
    """Return the article with other spans in a layer, each with its own annotator, and their new ids by object."""
    # As `Article.with_layer` sorts them, so that each is found again.
    ordered = sorted(spans, key=lambda span: (span.start, -span.end, span.label))
    new_article = article.with_layer(
        _LayerName("", name), _without_links(ordered, name)
    )
    placed = new_article.layer(name)
    moved_ids = {span.id: new.id for span, new in zip(ordered, placed, strict=True)}
    own_links = [
        column
        for column, target in declaration_of(ordered).links.items()
        if target == name and column not in declaration_of(ordered).made_anew
    ]
    result: list[Span] = []
    for span, new in zip(ordered, placed, strict=True):
        links = {column: moved_ids.get(getattr(span, column)) for column in own_links}
        result.append(replace(new, annotator=span.annotator, **links))
    layers = {**article.layers, name: tuple(result)}
    new_ids = {id(span): new.id for span, new in zip(ordered, placed, strict=True)}
    return replace(article, layers=layers), new_ids


def declaration_of(spans: Sequence[Span]) -> Layer:
    """Return the declaration of the layer that spans are of."""
    return layer_of_value(type(spans[0])) if spans else declaration("")


def _without_links(spans: Sequence[Span], name: str) -> list[Span]:
    """Return spans without links to others of their layer, whose ids may change with them."""
    layer = declaration_of(spans)
    columns = {
        column: None
        for column, target in layer.links.items()
        if target == name and column not in layer.made_anew
    }
    return [replace(span, **columns) for span in spans] if columns else list(spans)
