"""
How many words of a list have an entry in the lexicon of events, how many were decided to be no event, and which are open.

    .venv/bin/python benchmarks/breadth.py fr WORDS [--open 50]

WORDS is a file of verbs in the infinitive and of nouns of action in the singular, a word a line, by frequency: of a
count of words such as `wordfreq`. What is open comes in the order of the list.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

from pressmark.annotators.events.lexicon import load_lexicon
from pressmark.yaml_files.lexicon_models.event_words import EventWords
from pressmark.yaml_files.lexicons import read_lexicon


def main() -> None:
    """Print the three numbers, and the open words when asked."""
    asked = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    asked.add_argument("language")
    asked.add_argument("words", type=Path)
    asked.add_argument("--open", type=int, default=0, help="print so many open words")
    options = asked.parse_args()
    words = options.words.read_text("utf-8").split()
    entries, decided, still_open = breadth(words, options.language)
    print(
        f"{len(words)} words: {entries} with an entry, {decided} no event, {len(still_open)} open"
    )
    if options.open:
        print(" ".join(still_open[: options.open]))


def breadth(words: Iterable[str], language: str) -> tuple[int, int, list[str]]:
    """Return how many words have an entry, how many are decided to be no event, and those that are open, in order."""
    lexicon = load_lexicon(language)
    listed = read_lexicon("events", language, EventWords)
    if lexicon is None or listed is None:
        raise SystemExit(f"no lexicon of events for {language!r}")
    no_event = {*listed.no_event.verbs, *listed.no_event.nouns}
    entries = decided = 0
    still_open: list[str] = []
    for word in words:
        if word in lexicon.verbs or word in lexicon.nouns or word in lexicon.adjectives:
            entries += 1
        elif word in no_event:
            decided += 1
        else:
            still_open.append(word)
    return entries, decided, still_open


if __name__ == "__main__":
    main()
