"""The annotator `transformers`: what a token-classification model finds, its labels made ours, its offsets the text's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from pressmark.annotators.entities.candidates import NameCandidate
from pressmark.annotators.entities.named_entities import entities_of_names
from pressmark.annotators.rules import AnyRule
from pressmark.articles import Article
from pressmark.exchange.entity_labels import our_label
from pressmark.spans import LABELS, CustomSpan, Span
from pressmark.yaml_files.lexicons import OURS, Lexicons

from .classifier import WordClassifier, load_classifier, require_libraries
from .settings import TokenClassifierSettings
from .tagging_schemes import WordRun, bare_label, join_words

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["TokenClassifier"]

_MODEL_FILES = ("*.json", "*.safetensors", "*.bin", "*.txt", "*.model")
SCORE_DIGITS = 4
"""Digits of a score: two machines compute the same to the sixth."""


class TokenClassifier:
    """
    Finds names, or spans of a layer of one's own, by a model from a folder.

    Raises `ModelMissing` where torch or transformers is not installed. The model is loaded with the first article.
    """

    name = "transformers"
    needs: tuple[str, ...] = ()
    Settings = TokenClassifierSettings
    takes_lexicons: ClassVar[bool] = True
    rules: ClassVar[tuple[AnyRule, ...]] = ()

    def __init__(
        self, settings: TokenClassifierSettings, *, lexicons: Lexicons = OURS
    ) -> None:
        require_libraries()
        self.settings = settings
        self.lexicons = lexicons

    @property
    def layer(self) -> str:
        """The layer that the settings name."""
        return self.settings.layer

    @property
    def model_files(self) -> tuple[Path, ...]:
        """The files of the model, by which a run knows that it was changed."""
        folder = self.settings.folder
        files = {path for pattern in _MODEL_FILES for path in folder.glob(pattern)}
        return tuple(sorted(files))

    @cached_property
    def classifier(self) -> WordClassifier:
        """The model, loaded once for a process."""
        return load_classifier(self.settings)

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """The model's labels, without their prefixes, → ours; those that are left out are none of them."""
        if self.settings.labels:
            return {
                bare_label(name): label for name, label in self.settings.labels.items()
            }
        bare = {bare_label(name) for name in self.classifier.labels}
        if self.layer != "entities":
            return {name: name for name in bare}
        ours = {
            name: name if name in LABELS["entities"] else our_label(name)
            for name in bare
        }
        return {name: label for name, label in ours.items() if label is not None}

    @property
    def rule(self) -> str:
        """What the annotations say found them: the model by its name or its folder's."""
        return f"transformers: {Path(self.settings.model).name}"

    def annotate(self, article: Article, doc: Doc) -> Iterator[Span]:
        """Yield the spans of the layer, in the order of the text; none overlaps another."""
        if not article.text.strip():
            return
        runs = self._runs(article.text)
        if self.layer != "entities":
            for run in runs:
                yield CustomSpan.cut(
                    article.text,
                    run.start,
                    run.end,
                    self.labels[run.label],
                    score=round(run.score, SCORE_DIGITS),
                    rule=self.rule,
                )
            return
        kind, _, detail = self.rule.partition(": ")
        scores: dict[NameCandidate, float | None] = {}
        for run in runs:
            label = self.labels[run.label]
            name = NameCandidate(run.start, run.end, label, kind, detail=detail)
            scores[name] = round(run.score, SCORE_DIGITS)
        yield from entities_of_names(article, doc, scores, self.lexicons)

    def _runs(self, text: str) -> Iterator[WordRun]:
        """Yield what the model finds of the labels that are wanted, sure enough, without the white space at its ends."""
        for run in join_words(self.classifier.words(text), text):
            words = text[run.start : run.end]
            start = run.start + len(words) - len(words.lstrip())
            end = run.end - len(words) + len(words.rstrip())
            is_wanted = run.label in self.labels and run.score >= self.settings.minimum
            if is_wanted and start < end:
                yield WordRun(start, end, run.label, run.score)
