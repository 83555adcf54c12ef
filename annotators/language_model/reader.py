"""
An article read by a model: asked for window by window, each answer anchored in the text, the windows put together.

What is read follows from the text, the prompt and the answers alone: asked again, it comes from the cache.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pressmark.annotators.text_windows import TextWindow, find_windows
from pressmark.annotators.verbatim import VerbatimText

from .anchoring import AnchoredAnswer, RefusedAnswer, anchor
from .answer_cache import AnswerCache, CachedAnswer
from .answers import MalformedAnswer, read_answer
from .chat_client import ChatClient
from .failures import ModelFailure, PassingFailure, ServiceRefused
from .request_pool import RequestPool
from .requests import ModelRequest, RequestWriter

__all__ = ["ArticleReader", "ModelReading"]

MAX_FAILED_IN_A_ROW = 10
"""Requests that fail in a row, with all their tries, before no more are sent for a shard: the service is down. Chosen."""
_EVERY_REQUEST = ""
"""What stands for the key of every request, in what is remembered of failures."""


@dataclass(frozen=True, slots=True)
class ModelReading:
    """What a model found in a text, in the order of the text, and what was refused of its answers."""

    answers: tuple[AnchoredAnswer, ...] = ()
    refusals: tuple[RefusedAnswer, ...] = ()


@dataclass(frozen=True, slots=True)
class _WindowAnswer:
    """A window, what was asked of it, and the words of the answer."""

    window: TextWindow
    request: ModelRequest
    content: str


@dataclass
class _FailureStreak:
    """How many requests failed in a row, with all their tries."""

    length: int = 0


@dataclass(frozen=True)
class ArticleReader:
    """
    Reads texts by the requests of `writer`.

    `failures` remembers what failed, so that it is not asked again, and `streak` how many did since one succeeded.
    """

    writer: RequestWriter
    client: ChatClient
    cache: AnswerCache
    failures: dict[str, ModelFailure] = field(default_factory=dict, repr=False)
    streak: _FailureStreak = field(default_factory=_FailureStreak, repr=False)

    def read(self, text: str, language: str) -> ModelReading:
        """Return what the model finds in `text`. Raises `ModelFailure` where a window has no answer."""
        windows = self._windows(text)
        answers: list[_WindowAnswer] = []
        with RequestPool.of(self.writer.settings.concurrency, len(windows)) as pool:
            for window_answers in pool.map_in_order(
                lambda window: self._ask(window, text, language), windows
            ):
                answers += window_answers
        return self._put_together(text, answers)

    def read_cached(self, text: str, language: str) -> ModelReading | None:
        """Return what `read` does where every answer is in the cache, without a request; else None."""
        answers: list[_WindowAnswer] = []
        for window in self._windows(text):
            cached = self._cached_answers(window, text, language)
            if cached is None:
                return None
            answers += cached
        return self._put_together(text, answers)

    def missing_requests(self, text: str, language: str) -> list[ModelRequest]:
        """Return the requests that `read` would send, as far as that is known: an answer that is cut makes it two."""
        missing: list[ModelRequest] = []
        waiting = self._windows(text)
        while waiting:
            window = waiting.pop(0)
            request = self._request(window, text, language)
            cached = self.cache.load(request.key)
            if cached is None:
                missing.append(request)
            elif cached.is_cut:
                waiting += window.halves()
        return missing

    def prepare(self, texts: Iterable[tuple[str, str]]) -> None:
        """
        Ask for all windows of several texts, each with its language, at once, so that `read` finds their answers.

        A failure is remembered, and raised when its text is read. Where the service is down, no more is asked for than it
        takes to see that; the next call tries again.
        """
        if isinstance(self.failures.get(_EVERY_REQUEST), PassingFailure):
            del self.failures[_EVERY_REQUEST]
        self.streak.length = 0
        self.ask_together(texts)

    def ask_together(self, texts: Iterable[tuple[str, str]]) -> None:
        """Do what `prepare` does, and go on counting the failures in a row."""
        # By what is asked: copies of an article are asked for once.
        tasks_by_words: dict[tuple[str, str], tuple[TextWindow, str, str]] = {}
        for text, language in texts:
            for window in self._windows(text):
                words = text[window.start : window.end]
                tasks_by_words.setdefault((words, language), (window, text, language))
        tasks = list(tasks_by_words.values())
        with RequestPool.of(self.writer.settings.concurrency, len(tasks)) as pool:
            for _ in pool.map_in_order(lambda task: self._try_to_ask(*task), tasks):
                pass

    def _try_to_ask(self, window: TextWindow, text: str, language: str) -> None:
        try:
            self._ask(window, text, language)
        except ModelFailure as failure:
            # Of the window and not of its halves: who reads the text begins with the window.
            key = self._request(window, text, language).key
            self.failures[key] = failure

    def _windows(self, text: str) -> list[TextWindow]:
        settings = self.writer.settings
        return find_windows(text, settings.window, settings.overlap)

    def _request(self, window: TextWindow, text: str, language: str) -> ModelRequest:
        return self.writer.write(text[window.start : window.end], language)

    def _ask(self, window: TextWindow, text: str, language: str) -> list[_WindowAnswer]:
        """Return the answers for a window; where an answer has no room, those for its halves."""
        request = self._request(window, text, language)
        # Told once: an annotator that lives on, in a notebook, may ask again.
        if failure := self.failures.pop(request.key, None):
            raise failure
        answer = self.cache.load(request.key)
        if answer is None:
            answer = self._ask_service(request, window)
        if not answer.is_cut:
            return [_WindowAnswer(window, request, answer.content)]
        answers: list[_WindowAnswer] = []
        for half in window.halves():
            answers += self._ask(half, text, language)
        return answers

    def _ask_service(self, request: ModelRequest, window: TextWindow) -> CachedAnswer:
        """Ask the service, and keep what it answers; an answer that is cut is kept as the need of halves."""
        layer = self.writer.settings.layer

        def accept(reply: CachedAnswer) -> None:
            if reply.is_cut and window.halves():
                return
            if reply.is_cut:
                raise PassingFailure(
                    "the answer has no room, for a single paragraph. Raise `answer_tokens`, or lower `window`"
                )
            try:
                read_answer(reply.content, layer)
            except MalformedAnswer as error:
                raise PassingFailure(f"the answer of the model {error}") from None

        if failure := self.failures.get(_EVERY_REQUEST):
            raise failure
        try:
            reply = self.client.answer(request, accept)
        except ServiceRefused as failure:
            # A wrong key is wrong for every article: ten thousand more requests would not mend it.
            if failure.is_of_every_request:
                self.failures[_EVERY_REQUEST] = failure
            raise
        except PassingFailure as failure:
            self._note_failure(failure)
            raise
        self.streak.length = 0
        if reply.is_cut:
            reply = CachedAnswer(
                "", reply.read_tokens, reply.written_tokens, is_cut=True
            )
        self.cache.store(request.key, reply)
        return reply

    def _note_failure(self, failure: PassingFailure) -> None:
        """Count a request that failed with all its tries; after too many in a row nothing more is sent."""
        self.streak.length += 1
        if self.streak.length >= MAX_FAILED_IN_A_ROW:
            self.failures[_EVERY_REQUEST] = PassingFailure(
                f"{failure}; that was so for {MAX_FAILED_IN_A_ROW} requests in a row, and the rest was not sent"
            )

    def _cached_answers(
        self, window: TextWindow, text: str, language: str
    ) -> list[_WindowAnswer] | None:
        request = self._request(window, text, language)
        answer = self.cache.load(request.key)
        if answer is None:
            return None
        if not answer.is_cut:
            return [_WindowAnswer(window, request, answer.content)]
        answers: list[_WindowAnswer] = []
        for half in window.halves():
            of_half = self._cached_answers(half, text, language)
            if of_half is None:
                return None
            answers += of_half
        return answers

    def _put_together(
        self, text: str, answers: Sequence[_WindowAnswer]
    ) -> ModelReading:
        """Anchor the answers of all windows in the text; what two windows found in what they share counts once."""
        verbatim = VerbatimText(text)
        anchored: list[tuple[AnchoredAnswer, bool]] = []
        refusals: list[RefusedAnswer] = []
        for answer in answers:
            window, layer = answer.window, self.writer.settings.layer
            parts, unfit = read_answer(answer.content, layer, answer.request.types)
            refusals += [RefusedAnswer(part.reason, part.words) for part in unfit]
            for result in anchor(parts, verbatim, (window.start, window.end)):
                if isinstance(result, RefusedAnswer):
                    refusals.append(result)
                else:
                    # The window before read the shared paragraphs with more before them.
                    is_own = result.start >= window.own_start
                    anchored.append((result, is_own))
        return ModelReading(tuple(_merge(anchored)), tuple(refusals))


def _merge(anchored: Sequence[tuple[AnchoredAnswer, bool]]) -> list[AnchoredAnswer]:
    """Return the answers of all windows in the order of the text, without what overlaps another of its kind by half."""
    # Those first that a window read for the first time.
    ordered = sorted(anchored, key=lambda pair: not pair[1])
    merged: list[AnchoredAnswer] = []
    by_start: dict[int, list[AnchoredAnswer]] = {}
    for answer, is_own in ordered:
        if not is_own and any(_is_same(answer, other) for other in merged):
            continue
        if any(_is_same(answer, other) for other in by_start.get(answer.start, ())):
            continue
        merged.append(answer)
        by_start.setdefault(answer.start, []).append(answer)
    return sorted(merged, key=lambda answer: (answer.start, -answer.end))


def _is_same(answer: AnchoredAnswer, other: AnchoredAnswer) -> bool:
    """Say whether two answers are one: they share at least half of the characters that they have together."""
    common = min(answer.end, other.end) - max(answer.start, other.start)
    whole = max(answer.end, other.end) - min(answer.start, other.start)
    return common * 2 >= whole
