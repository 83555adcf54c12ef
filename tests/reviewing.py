"""Projects made for tests of the review: annotators of a few rules, articles, and decisions on what they found."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pressmark.articles import Article
from pressmark.dataset.corpus import Corpus
from pressmark.review import Decision, DecisionContext
from pressmark.spans import Span

ANNOTATORS = r'''
import re
from pressmark import CustomSpan, Entity, Quote

class Names:
    """Two words with capitals are a person."""

    name, layer, needs = "names-by-rule", "entities", ()

    def __init__(self, pattern=r"[A-Z]\w+ [A-Z]\w+"):
        self.pattern = pattern

    def annotate(self, article, doc):
        for match in re.finditer(self.pattern, article.text):
            yield Entity.cut(
                article.text, *match.span(), "PER", name=match[0], mention_start=match.start(), mention_end=match.end()
            )

class Sayings:
    """Words in marks are a quote, by the first person named after them."""

    name, layer, needs = "marks", "quotes", ("entities",)

    def __init__(self, marks="“”"):
        self.pattern = f"{marks[0]}[^{marks[1]}]*{marks[1]}"

    def annotate(self, article, doc):
        for match in re.finditer(self.pattern, article.text):
            after = [entity for entity in article.entities if entity.start >= match.end()]
            speaker = {}
            if after:
                speaker = dict(
                    speaker=after[0].text, speaker_start=after[0].start, speaker_end=after[0].end,
                    speaker_id=after[0].id, speaker_name=after[0].name,
                )
            yield Quote.cut(article.text, *match.span(), "direct", spans=(match.span(),), **speaker)

class Voices:
    """Says of each quote who speaks, as the layer before it has it."""

    name, layer, needs = "voices", "voices", ("quotes",)

    def annotate(self, article, doc):
        for quote in article.quotes:
            yield CustomSpan.cut(
                article.text, quote.start, quote.end, "voice", attributes={"speaker": quote.speaker_name}
            )
'''

TEXT = "Anne Morel spoke first. “We march,” said Ben Stone. “At noon,” said Cora Lind. Nobody else came."


def write_review_project(
    folder: Path,
    model: Path,
    texts: Sequence[str] | Mapping[str, str],
    *,
    review: object = "review.jsonl",
    annotators: str = "[own:Names, own:Sayings, own:Voices]",
    shard: int = 2,
    workers: int = 1,
    extra: str = "",
) -> Path:
    """Write a project of these texts, which the annotators above read; gives its YAML file."""
    folder.mkdir(exist_ok=True, parents=True)
    (folder / "own.py").write_text(ANNOTATORS)
    if not isinstance(texts, Mapping):
        texts = {f"a{number}": text for number, text in enumerate(texts)}
    rows = [{"id": id, "text": text} for id, text in texts.items()]
    (folder / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    (folder / "run.yaml").write_text(
        f"title: T\nsource: {{files: [a.jsonl], language: fr}}\nmodels: {{fr: {model}}}\n"
        f"annotators: {annotators}\nrun: {{workers: {workers}, shard: {shard}}}\nreview: {json.dumps(review)}\n{extra}"
    )
    return folder / "run.yaml"


def decision(
    article: Article | str,
    layer: str,
    action: str,
    span: Span | None = None,
    *,
    who: str = "anne",
    minute: int = 0,
    **values: Any,
) -> Decision:
    """Return a decision on an annotation, as the review page writes it."""
    if span is not None:
        local_id = span.id.rpartition("/")[2]
        values.setdefault("annotation", local_id)
        columns = {
            name: getattr(span, name) for name in type(span).__dataclass_fields__
        }
        seen = {
            name: value
            for name, value in columns.items()
            if isinstance(value, str | int)
            and name not in ("id", "article_id", "annotator", "rule")
        }
        values.setdefault("before", seen)
    anchor = values.get("before") or values.get("after")
    if anchor and isinstance(article, Article):
        context = DecisionContext.around(article.text, anchor["start"], anchor["end"])
        values.setdefault("context", context)
    return Decision(
        article=article if isinstance(article, str) else article.id,
        layer=layer,
        action=action,  # type: ignore[arg-type]
        who=who,
        when=f"2026-03-02T09:{minute:02d}:00Z",
        **values,
    )


def words_at(text: str, words: str, **columns: Any) -> dict[str, Any]:
    """Return the columns of an annotation at the first place of some words."""
    start = text.index(words)
    return {"start": start, "end": start + len(words), "text": words, **columns}


def outcomes(corpus: Corpus) -> list[str]:
    """Return what became of the decisions, in their order."""
    rows = corpus.table("decisions").to_list()
    return [row["outcome"] for row in sorted(rows, key=lambda row: row["when"])]
