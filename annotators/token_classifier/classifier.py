"""
A token-classification model from a folder, and what it says of each word of a text, however long that is.

Nothing is fetched: the folder holds the model, or there is none. Code that comes with a model is not run.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pressmark.errors import ModelMissing

from .settings import TokenClassifierSettings
from .tagging_schemes import LabelledWord, bare_label

__all__ = ["WordClassifier", "load_classifier", "require_libraries"]

MAX_WINDOW_TOKENS = 512
"""The window of a model that does not say how much it can read; chosen: what most of them are trained with."""


def require_libraries() -> None:
    """Raise `ModelMissing` where torch or transformers is not installed; neither is loaded."""
    from importlib.util import find_spec

    missing = [name for name in ("torch", "transformers") if find_spec(name) is None]
    if missing:
        raise ModelMissing(
            f"{' and '.join(missing)} must be installed for this annotator: pip install 'pressmark[transformers]'"
        )


def load_classifier(settings: TokenClassifierSettings) -> WordClassifier:
    """
    Load the model of some settings from its folder.

    Raises `ModelMissing` for a folder that holds no such model, a tokenizer that tells no offsets, or labels that the
    model does not have.
    """
    require_libraries()
    folder = settings.folder
    try:
        with _no_progress_bar():
            tokenizer, model = _load(folder)
    except (OSError, ValueError, KeyError, ImportError) as error:
        raise ModelMissing(
            f"{folder} holds no token-classification model that can be read: {error}"
        ) from error
    if not tokenizer.is_fast:
        raise ModelMissing(
            f"{folder}: its tokenizer tells no offsets; save it as a fast one (tokenizer.json)"
        )
    labels = tuple(
        model.config.id2label[number] for number in range(model.config.num_labels)
    )
    _require_labels(settings, labels, folder)
    model.eval()
    model.to(settings.device)
    return WordClassifier(settings, tokenizer, model, labels)


def _load(folder: Path) -> tuple[Any, Any]:
    """Return the tokenizer and the model of a folder."""
    from transformers import AutoModelForTokenClassification, AutoTokenizer

    # Both look into the folder alone, and run no code that lies there.
    tokenizer = AutoTokenizer.from_pretrained(
        str(folder), local_files_only=True, use_fast=True, trust_remote_code=False
    )
    model = AutoModelForTokenClassification.from_pretrained(
        str(folder), local_files_only=True, trust_remote_code=False
    )
    return tokenizer, model


@contextmanager
def _no_progress_bar() -> Iterator[None]:
    """Keep the bar of transformers away from that of the run; as it was afterwards."""
    from transformers.utils import logging

    was_enabled = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        if was_enabled:
            logging.enable_progress_bar()


def _require_labels(
    settings: TokenClassifierSettings, labels: Sequence[str], folder: Path
) -> None:
    model_labels = {*labels, *map(bare_label, labels)}
    unknown = sorted(set(settings.labels) - model_labels)
    if unknown:
        raise ModelMissing(
            f"{folder}: the model has no label {', '.join(unknown)}; it has {', '.join(labels)}"
        )


@dataclass(frozen=True)
class WordClassifier:
    """A loaded model with its tokenizer and its labels, by their number."""

    settings: TokenClassifierSettings
    tokenizer: Any
    model: Any
    labels: tuple[str, ...]
    _window: int = field(init=False)

    def __post_init__(self) -> None:
        # As dataclasses do in a frozen class.
        object.__setattr__(self, "_window", self._find_window())

    def _find_window(self) -> int:
        """Return how many tokens are read at once: what the settings say, as far as the model can."""
        limits = [MAX_WINDOW_TOKENS]
        positions = getattr(self.model.config, "max_position_embeddings", None)
        # RoBERTa counts positions from behind its padding.
        if isinstance(positions, int) and positions > 0:
            offset = getattr(self.model.config, "pad_token_id", None)
            is_shifted = self.model.config.model_type in _SHIFTED_POSITIONS
            limits = [positions - (offset or 0) - 1 if is_shifted else positions]
        # A tokenizer that does not know says a number of thirty digits.
        limits.append(int(min(self.tokenizer.model_max_length, limits[0])))
        if self.settings.window is not None:
            limits.append(self.settings.window)
        return min(limits)

    def words(self, text: str) -> Iterator[LabelledWord]:
        """Yield the words of `text`, as the tokenizer has them, each with its most likely label."""
        scores_by_word: dict[tuple[int, int], tuple[int, Any]] = {}
        for window in self._windows(text):
            for place, (bounds, scores) in enumerate(window):
                # Of two windows that read a word, that counts which has more around it.
                room = min(place, len(window) - 1 - place)
                best = scores_by_word.get(bounds)
                if best is None or room > best[0]:
                    scores_by_word[bounds] = (room, scores)
        for (start, end), (_, scores) in sorted(
            scores_by_word.items(), key=lambda item: item[0]
        ):
            number = int(scores.argmax())
            label = bare_label(self.labels[number])
            # What says where in its span a word stands does not make the label less sure.
            likelihood = sum(
                float(scores[other])
                for other, name in enumerate(self.labels)
                if bare_label(name) == label
            )
            yield LabelledWord(start, end, self.labels[number], min(likelihood, 1.0))

    def _windows(self, text: str) -> Iterator[list[tuple[tuple[int, int], Any]]]:
        """Yield the windows of `text`, each as its words with the likelihood of every label, a batch after the other."""
        special_tokens = self.tokenizer.num_special_tokens_to_add()
        # A window that repeats all of the one before would never end.
        stride = min(self.settings.stride, (self._window - special_tokens) // 2)
        encoding = self.tokenizer(
            text,
            truncation=True,
            max_length=self._window,
            stride=stride,
            return_overflowing_tokens=True,
            return_offsets_mapping=True,
        )
        count = len(encoding["input_ids"])
        for first in range(0, count, self.settings.batch_size):
            chosen = range(first, min(first + self.settings.batch_size, count))
            for number, scores in zip(
                chosen, self._scores(encoding, chosen), strict=True
            ):
                yield self._words_of_window(encoding, number, scores)

    def _scores(self, encoding: Any, chosen: range) -> Any:
        """Return the likelihood of every label for the tokens of some windows: windows × tokens × labels."""
        import torch

        names = [name for name in self.tokenizer.model_input_names if name in encoding]
        batch = self.tokenizer.pad(
            {name: [encoding[name][number] for number in chosen] for name in names},
            return_tensors="pt",
        )
        with torch.inference_mode():
            logits = self.model(
                **{
                    name: value.to(self.settings.device)
                    for name, value in batch.items()
                }
            ).logits
            # Halves of numbers, as models on a card have them, are added up as whole ones.
            return torch.softmax(logits.float(), dim=-1).cpu().numpy()

    def _words_of_window(
        self, encoding: Any, number: int, scores: Any
    ) -> list[tuple[tuple[int, int], Any]]:
        """Return the words of one window, by their offsets, with the likelihood of every label."""
        pieces: dict[int, list[tuple[int, int, Any]]] = {}
        offsets = encoding["offset_mapping"][number]
        for token, word in enumerate(encoding.word_ids(number)):
            start, end = offsets[token]
            # What the tokenizer adds is of no word; a piece without a character is of none that can be cut.
            if word is not None and start < end:
                pieces.setdefault(word, []).append((start, end, scores[token]))
        words: list[tuple[tuple[int, int], Any]] = []
        for parts in pieces.values():
            bounds = (parts[0][0], parts[-1][1])
            scores_of_parts = [part[2] for part in parts]
            if self.settings.subwords == "average":
                words.append((bounds, sum(scores_of_parts) / len(scores_of_parts)))
            else:
                words.append((bounds, scores_of_parts[0]))
        return words


_SHIFTED_POSITIONS = frozenset(
    {"roberta", "camembert", "xlm-roberta", "xlm-roberta-xl"}
)
"""The kinds of models whose first position is the one behind that of the padding."""
