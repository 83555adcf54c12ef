"""`pressmark learn`: scores and words learned from decisions, shown before they are taken. `app` registers it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Annotated

import typer

from pressmark.messages import counted

from .arguments import AsJson
from .terminal import print_plain as print

if TYPE_CHECKING:
    from pressmark.study.learning.layer_learning import LayerLearning, LayerMeasures
    from pressmark.study.learning.learner import Learning
    from pressmark.study.learning.rule_proposals import RuleProposal

__all__ = ["register"]

_Layers = Annotated[
    list[str] | None,
    typer.Option(help="quotes or entities; all that have decisions without it."),
]
_Accept = Annotated[
    bool, typer.Option("--accept", "--yes", help="Write the scores that were learned.")
]
_Take = Annotated[
    list[int] | None,
    typer.Option(
        metavar="N", help="Write the rule of this number into your lexicon; repeat it."
    ),
]
_Ask = Annotated[bool, typer.Option("--ask", help="Ask of each rule: take it, y or n?")]
_Rules = Annotated[
    bool,
    typer.Option("--rules/--no-rules", help="Look for words for your lexicons, too."),
]
_Sentences = Annotated[
    int, typer.Option(min=0, help="Sentences to show of each rule; 0 shows none.")
]


MAX_SHOWN_CHARACTERS = 80
"""Characters of a quote that a change shows before its sentence: a line of a terminal; chosen."""
_SIGNS = {"more": "+", "fewer": "−", "other": "~"}


def register(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command(epilog="Example: pressmark learn study.yaml --accept --take 1")(learn)


def learn(
    yaml: Annotated[
        Path, typer.Argument(metavar="YAML", help="The configuration file.")
    ],
    layer: _Layers = None,
    accept: _Accept = False,
    take: _Take = None,
    ask: _Ask = False,
    rules: _Rules = True,
    sentences: _Sentences = 3,
    as_json: AsJson = False,
) -> None:
    """Learn scores and words from your decisions. Shows what they change; writes nothing but what you take."""
    from pressmark.study.learning.learner import learn as learn_from_decisions

    def is_wanted(proposal: RuleProposal) -> bool:
        """Show one rule and ask for it; on stderr, as data goes to stdout."""
        print("\n".join(_rule_lines(proposal, sentences)), file=sys.stderr)
        return typer.confirm("Take it?", default=False, err=True)

    learning = learn_from_decisions(
        yaml,
        layers=layer or (),
        accept=accept,
        rules=rules,
        take=is_wanted if ask else take or (),
        tell=partial(print, file=sys.stderr),
    )
    if as_json:
        print(json.dumps(learning.as_json(), ensure_ascii=False, indent=1))
        return
    print("\n".join(_score_lines(learning.layers)))
    if rules and not ask:
        print("\n".join(_proposal_lines(learning.proposals, sentences)))
    print("\n".join(_end_lines(learning, yaml, is_accepted=accept)))
    for notice in learning.notices:
        print(notice, file=sys.stderr)


def _score_lines(learnings: Sequence[LayerLearning]) -> Iterator[str]:
    """Yield what was learned of each layer and language, before and after."""
    if not learnings:
        yield "No scores are learned."
    for learning in learnings:
        evidence = learning.evidence
        whole = f" ({evidence.whole} read whole)"
        yield (
            f"{learning.layer}, {learning.language}: {counted(evidence.articles, 'article')}{whole},"
            f" {counted(evidence.decisions, 'decision')}; {evidence.right} right, {evidence.wrong} wrong"
        )
        if learning.lacks:
            yield f"  too few to learn from: {'; '.join(learning.lacks)}"
        elif learning.before and learning.after:
            yield from _measure_lines(learning, learning.before, learning.after)


def _measure_lines(
    learning: LayerLearning, before: LayerMeasures, after: LayerMeasures
) -> Iterator[str]:
    """Yield a table of measures with our scores and with those learned from other articles, then what it comes to."""
    yield f"  {'on articles left out':24} before  after"
    for measure in before.f1:
        for name, part in (("F1", "f1"), ("precision", "precision"), ("recall", "recall")):  # fmt: skip
            old, new = (getattr(one, part)[measure] for one in (before, after))
            yield f"  {f'{measure} {name}':24} {100 * old:6.1f} {100 * new:6.1f}"
    for column, error in after.calibration.items():
        old_error = before.calibration.get(column)
        old_text = "  none" if old_error is None else f"{old_error:6.3f}"
        yield f"  {f'calibration error, {column}':32} {old_text} {error:6.3f}"
    yield f"  {'minimum':24} {before.minimum:6.2f} {after.minimum:6.2f}"
    gain = 100 * (learning.gain or 0)
    low, high = (100 * edge for edge in learning.interval or (0, 0))
    verb = "lowers" if learning.is_loss else "changes"
    yield (
        f"  It {verb} {learning.measure} by {gain:+.1f} on {counted(learning.evidence.articles, 'article')} left out"
        f" (95 % interval {low:+.1f} to {high:+.1f})."
    )
    if learning.is_loss:
        yield "  That is more than half a point: it will not be written. Our scores suit these articles better."


def _proposal_lines(proposals: Sequence[RuleProposal], sentences: int) -> Iterator[str]:
    """Yield the rules that are proposed with their numbers, each with what it changes."""
    yield ""
    if not proposals:
        yield "No word for your lexicons is borne out by the decisions."
        return
    yield f"{counted(len(proposals), 'rule')} for your lexicons"
    for number, proposal in enumerate(proposals, start=1):
        first, *others = _rule_lines(proposal, sentences)
        yield f"{number:3}  {first}"
        yield from (f"     {line}" for line in others)


def _rule_lines(proposal: RuleProposal, sentences: int) -> Iterator[str]:
    """Yield a rule, what people say of it, what it changes, and the first of its sentences."""
    yield f"{proposal.rule}  ({proposal.rule.file_name})"
    yield f"in the reviewed articles: {_describe_verdict(proposal)}"
    counts = proposal.counts
    yield (
        f"in the whole corpus: {counts['more']} more, {counts['fewer']} fewer, {counts['other']} with"
        f" another speaker or label, in {counted(proposal.article_count, 'article')}; what you decided stays"
    )
    for change in proposal.changes[:sentences]:
        words = shorten(change.text, MAX_SHOWN_CHARACTERS, placeholder=" …")
        yield f"  {_SIGNS[change.kind]} {change.article_id}: {words} [{change.summary}]"
        yield f"      in: {change.sentence}"
    left = len(proposal.changes) - sentences
    if left > 0 and sentences:
        yield f"  … and {left} more (--sentences prints more, --json all)"


def _describe_verdict(proposal: RuleProposal) -> str:
    """Return what people say of what a rule changes: of an addition what it finds, of a removal what it spares."""
    right, wrong = proposal.verdict.right, proposal.verdict.wrong
    return f"{right:+d} right, {wrong:+d} wrong"


def _end_lines(learning: Learning, yaml: Path, *, is_accepted: bool) -> Iterator[str]:
    """Yield what was written, and what to do next."""
    yield ""
    for path in learning.written:
        yield f"Wrote {path}"
    is_learned = any(one.scorer and not one.is_loss for one in learning.layers)
    if is_learned and not is_accepted:
        yield "The scores are not written yet: --accept writes them."
    if learning.proposals and not learning.written:
        yield "No rule is written yet: --take N writes one, --ask asks of each."
    if learning.written:
        yield f"Then: pressmark run {yaml}"
