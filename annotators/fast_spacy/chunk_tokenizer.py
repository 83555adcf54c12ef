"""
A tokenizer that asks spaCy's own once for each different stretch between two blanks.

Replaces the cache of `spacy.tokenizer.Tokenizer`, which keeps nothing while a memory zone is open: there it splits
each word by its expressions again. Between two blanks spaCy's tokens depend on these characters alone, but for its
special cases (« don't », "a.m."), which it also looks for across blanks; a text where one may stand there goes to spaCy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, takewhile
from typing import Any, NamedTuple

from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc

__all__ = ["ChunkTokenizer", "remember_chunks"]

# Different stretches between blanks: some 15 MB. Chosen, not measured.
_MAX_CHUNKS = 50_000


class _Chunk(NamedTuple):
    """The tokens of one stretch of text without white space."""

    words: tuple[str, ...]
    blanks_after: tuple[bool, ...]
    """Of each word; the last has one, as if the stretch were not the text's last."""
    norms: tuple[tuple[int, str], ...]
    """Norms that a special case gives, with the number of their word in the stretch."""
    rule_starts: tuple[str, ...]
    """Those ends of the stretch that a special case begins with."""


class ChunkTokenizer:
    """Stands in the place of `nlp.tokenizer` and makes the same docs; for anything else spaCy's answers."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer: Callable[[str], Doc] = tokenizer
        self._vocab = tokenizer.vocab
        self._chunks: dict[str, _Chunk] = {}
        # spaCy looks for the other special cases in the text between two blanks alone.
        self._rules = frozenset(
            "".join(rule.split())
            for rule in tokenizer.rules
            if tokenizer.find_prefix(rule)
            or tokenizer.find_suffix(rule)
            or tokenizer.find_infix(rule)
            or rule.split() != [rule]
        ) - {""}
        self._without_rules = Tokenizer(
            tokenizer.vocab,
            prefix_search=tokenizer.prefix_search,
            suffix_search=tokenizer.suffix_search,
            infix_finditer=tokenizer.infix_finditer,
            token_match=tokenizer.token_match,
            url_match=tokenizer.url_match,
        )
        self._rule_starts = frozenset(
            rule[:end] for rule in self._rules for end in range(1, len(rule))
        )
        self._known_starts = self._rule_starts | self._rules
        self._longest_rule = max(map(len, self._rules), default=0)

    def __call__(self, text: str) -> Doc:
        """Return the doc of `text`, untagged."""
        stretches = text.split(" ")
        # other white space than single blanks within the text
        if stretches != text.split():
            return self._tokenizer(text)
        known = self._chunks
        chunks = [known.get(one) or self._remember(one) for one in stretches]
        if self._rule_across_blanks(stretches, chunks):
            return self._tokenizer(text)
        words: list[str] = []
        spaces: list[bool] = []
        norms: list[tuple[int, str]] = []
        for chunk in chunks:
            if chunk.norms:
                norms += [(len(words) + number, norm) for number, norm in chunk.norms]
            words += chunk.words
            spaces += chunk.blanks_after
        spaces[-1] = False
        doc = Doc(self._vocab, words=words, spaces=spaces)
        for number, norm in norms:
            doc[number].norm_ = norm
        return doc

    def pipe(self, texts: Iterable[str], batch_size: int = 1000) -> Iterator[Doc]:
        """Yield the docs of `texts`; `batch_size` is there because spaCy's method has it."""
        return map(self, texts)

    def __getattr__(self, name: str) -> Any:
        """Return what only spaCy's tokenizer has: its rules, its expressions, its ways to disk."""
        # A copy asks before it has a tokenizer of its own.
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self._tokenizer, name)

    def _remember(self, stretch: str) -> _Chunk:
        """Tokenize `stretch` alone and keep its tokens; forget all others first when they are too many."""
        doc = self._tokenizer(stretch)
        words = tuple(token.text for token in doc)
        ends = (stretch[-size:] for size in range(1, self._longest_rule))
        chunk = _Chunk(
            words=words,
            blanks_after=(False,) * (len(words) - 1) + (True,),
            norms=tuple(
                (token.i, token.norm_) for token in doc if token.norm != token.lex.norm
            ),
            rule_starts=tuple({end for end in ends if end in self._rule_starts}),
        )
        if len(self._chunks) >= _MAX_CHUNKS:
            self._chunks.clear()
        self._chunks[stretch] = chunk
        return chunk

    def _rule_across_blanks(
        self, stretches: Sequence[str], chunks: Sequence[_Chunk]
    ) -> bool:
        """
        Tell whether words on both sides of a blank are together a special case.

        spaCy finds one there, leaves it as it is, and may do so at the cost of another special case beside it.
        """
        for number, chunk in enumerate(chunks[:-1], start=1):
            for start in chunk.rule_starts:
                if start + stretches[number][0] in self._known_starts:
                    after = stretches[number : number + self._longest_rule]
                    if self._is_rule(start, stretches[number - 1], after):
                        return True
        return False

    def _is_rule(self, start: str, before: str, after: Sequence[str]) -> bool:
        """Tell whether `start`, which ends `before`, and words that `after` begins with are a special case."""
        joined = "".join(after)
        rests = (joined[:size] for size in range(1, len(joined) + 1))
        known = takewhile(lambda rest: start + rest in self._known_starts, rests)
        return any(
            start + rest in self._rules
            and len(start) in self._word_lengths(before, -1)
            and len(rest) in self._word_lengths(" ".join(after), 1)
            for rest in known
        )

    def _word_lengths(self, text: str, step: int) -> set[int]:
        """Return the lengths in code points of the first word, the first two and so on; from the last with step -1."""
        words = [word.text for word in self._without_rules(text)]
        return set(accumulate(map(len, words[::step])))


def remember_chunks(nlp: Language) -> None:
    """Put a `ChunkTokenizer` in the place of spaCy's tokenizer; leave any other tokenizer as it is."""
    if type(nlp.tokenizer) is Tokenizer:
        nlp.tokenizer = ChunkTokenizer(nlp.tokenizer)
