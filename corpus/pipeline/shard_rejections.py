"""Articles that are kept out of a corpus, as rows of its table `rejected`, and the reasons that annotation gives."""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

from pressmark.articles import Article
from pressmark.dataset.rejections import TRIED
from pressmark.messages import counted
from pressmark.sources import Rejection
from pressmark.sources.languages import MAX_CHARACTERS, count_letters

__all__ = [
    "DEADLY",
    "ArticleRejection",
    "RejectionCause",
    "annotator_step",
    "describe_error",
    "describe_missing_model",
    "time_limit_cause",
]

MAX_SHORT_CHARACTERS = 100
"""Characters of a text that is no article because it is short: fewer than a first sentence has. Chosen, not measured."""
MAX_MESSAGE_CHARACTERS = 500
"""Characters of an error's message that a reason repeats; chosen: a message may hold the whole article."""


class RejectionCause(NamedTuple):
    """The step at which an article is rejected, and the reason."""

    step: str
    reason: str


DEADLY = RejectionCause(
    TRIED,
    "the process that reads it dies, three times over; the text or a library is at fault",
)
"""Why an article is rejected that kills its process."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRejection:
    """An article that is not kept: its id where one is known, where it came from, at which step, and why."""

    id: str | None
    file: str | None
    place: str | None
    step: str
    reason: str

    @classmethod
    def of_article(cls, article: Article, cause: RejectionCause) -> ArticleRejection:
        """Return the rejection of an article that was imported."""
        origin = article.origin
        file = origin.file or None if origin else None
        return cls(
            id=article.id,
            file=file,
            place=origin.place if origin else None,
            step=cause.step,
            reason=cause.reason,
        )

    @classmethod
    def of_import(cls, rejection: Rejection) -> ArticleRejection:
        """Return the rejection of something that no article could be made of."""
        return cls(
            id=rejection.id,
            file=rejection.file,
            place=rejection.place,
            step="import",
            reason=rejection.reason,
        )

    def row(self) -> Mapping[str, Any]:
        """Return its row of the table `rejected`."""
        return asdict(self)


def annotator_step(annotator: str) -> str:
    """Return the step of what an annotator rejects."""
    return f"{TRIED}: {annotator}"


def time_limit_cause(annotator: str, limit: float | None) -> RejectionCause:
    """Return why an article is rejected whose annotator took more than `limit` seconds."""
    reason = f"{annotator} took longer than {limit:g} seconds; `limit` under `run` says how long it may"
    return RejectionCause(annotator_step(annotator), reason)


def describe_missing_model(article: Article) -> str:
    """Say why no model parses an article: its language has none, or it has too few letters to tell its language."""
    if article.language is None:
        return _describe_missing_language(article.text)
    return f"no model for the language {article.language!r}; name one under `models` in the YAML file"


def _describe_missing_language(text: str) -> str:
    """
    Say that too few letters stand where the language of `text` is told from, and in how many characters.

    A long text may have as few: a table, a row of numbers, a page of blanks.

    >>> _describe_missing_language("Next")
    'too short to be an article (4 characters, 4 letters: too few to tell a language); if it is one, give `language`'
    """
    start = text[:MAX_CHARACTERS]
    letters = counted(count_letters(start), "letter")
    advice = "too few to tell a language); if it is one, give `language`"
    if len(text) <= MAX_SHORT_CHARACTERS:
        size = counted(len(text), "character")
        return f"too short to be an article ({size}, {letters}: {advice}"
    place = counted(len(start), "character")
    if len(text) > len(start):
        place = f"its first {place}"
    return f"hardly an article, perhaps a table ({letters} in {place}: {advice}"


def describe_error(error: BaseException) -> str:
    """Say what was raised, and the line of code that raised it, without a path that differs between machines."""
    frames = traceback.extract_tb(error.__traceback__)
    origin = ""
    if frames:
        # The innermost line, by the file's name alone: two machines tell one reason.
        frame = frames[-1]
        origin = f" ({Path(frame.filename).name}:{frame.lineno} in {frame.name})"
    try:
        message = f": {error}"
    except BaseException:  # noqa: BLE001 - a message may be code, too
        message = ", whose message cannot be read"
    description = f"{type(error).__name__}{message[:MAX_MESSAGE_CHARACTERS]}{origin}"
    # A lone surrogate can be in a message and in no file.
    return description.encode(errors="backslashreplace").decode()
