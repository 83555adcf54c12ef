"""
Learn to find names: fit the entity recogniser of a model to annotated articles, and write the weights.

    OMP_NUM_THREADS=1 .venv/bin/python benchmarks/fit_names.py GOLD                        both languages, ours
    OMP_NUM_THREADS=1 .venv/bin/python benchmarks/fit_names.py GOLD fr --output weights/   into a folder of your own
    … --sets mine.jsonl --licence "CC BY 4.0" --model fr_core_news_lg                      your own articles and model

GOLD is a folder of `entities.<language>.<set>.jsonl`. Only those of `SETS` are read, whose licences are free, and the
examples of the project. The rounds are chosen by sets left out one after the other: fitted on the others, scored on
it. The same sets and seed give the same bytes on one machine. The recogniser has an encoder of its own: tags and trees
stay as they are.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import spacy
from name_examples import NameSet, Paragraph, read_paragraphs, read_rows, to_examples
from name_substitution import NameSubstitution, set_in_capitals
from spacy.language import Language
from spacy.training import Example
from spacy.util import fix_random_seed, minibatch
from thinc.api import Optimizer

from pressmark.annotators.name_weights import (
    OUR_FOLDER,
    recogniser_sha256,
    write_weights,
)
from pressmark.annotators.parse import ALIASES, DEFAULT_MODELS, model_path
from pressmark.evaluation.scores import Score, score_entities
from pressmark.paragraphs import paragraphs
from pressmark.yaml_files.lexicons import lexicon

EXAMPLES = Path(__file__).parent.parent / "examples" / "gold"
SETS: Mapping[str, tuple[NameSet, ...]] = {
    "fr": (
        NameSet(
            "L'Est Républicain (FR-TimeBank)", Path("entities.fr.est.jsonl"), "LGPL-LR"
        ),
        NameSet("French Wikinews", Path("entities.fr.wikinews.jsonl"), "CC BY 2.5"),
    ),
    "en": (
        NameSet(
            "English Wikinews (MEANTIME)", Path("entities.en.wikinews.jsonl"), "CC BY"
        ),
        NameSet(
            "UNER English PUD",
            Path("entities.en.news.jsonl"),
            "CC BY-SA 4.0",
            has_misc=False,
        ),
    ),
}
"""The sets of gold that weights are learned from, with their licences: none that forbids use or change."""
LICENCES: Mapping[str, str] = {"fr": "LGPL-LR", "en": "CC BY-SA 4.0"}
"""The licence of the weights: the strictest of those of parent and sets."""

SEED = 1
ROUNDS = (4, 8, 12)
"""Rounds through the examples to choose among."""
LEARN_RATE = 0.0005
DROPOUT = 0.2
BATCH = 8
SUBSTITUTED_COPIES = 1
SHARE_IN_CAPITALS = 0.15
LABELS = ("PER", "LOC", "ORG")


@dataclass(frozen=True)
class Training:
    """The model that weights are learned for, and the sets that they are learned from, each with its articles."""

    model: str
    folder: Path
    language: str
    articles: Mapping[NameSet, Sequence[Any]]

    def load_parent(self) -> Language:
        """Load the model as it comes."""
        return spacy.load(self.folder)


def main() -> None:
    """Fit, and write the weights of each language."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", type=Path)
    parser.add_argument("languages", nargs="*", help="fr, en; both when left out")
    parser.add_argument("--output", type=Path, default=OUR_FOLDER)
    parser.add_argument("--rounds", type=int, help="leave nothing out, take so many")
    parser.add_argument(
        "--model", help="a spaCy package, ours of the language if left out"
    )
    parser.add_argument(
        "--sets", nargs="+", type=Path, help="files of your own, in place of our sets"
    )
    parser.add_argument("--licence", default="unknown", help="that of your own files")
    options = parser.parse_args()
    for language in options.languages or sorted(SETS):
        training = read_training(language, options)
        rounds = options.rounds or choose_rounds(training)
        fit_and_write(training, rounds, options)


def read_training(language: str, options: argparse.Namespace) -> Training:
    """Read the sets of a language, and find its model."""
    name = options.model or DEFAULT_MODELS[language]
    model = model_path(name, weights="none")
    name_sets = [
        NameSet(
            name_set.name,
            options.gold / name_set.file,
            name_set.licence,
            name_set.has_misc,
        )
        for name_set in SETS.get(language, ())
    ]
    name_sets.append(
        NameSet("our examples", EXAMPLES / f"{language}.jsonl", "Apache 2.0")
    )
    if options.sets:
        name_sets = [NameSet(path.name, path, options.licence) for path in options.sets]
    articles = {name_set: read_rows(name_set.file) for name_set in name_sets}
    for name_set, rows in articles.items():
        print(f"{language}: {name_set.name}, {name_set.licence}: {len(rows)} articles")
    return Training(model.name, model.folder, language, articles)


def choose_rounds(training: Training) -> int:
    """Return the number of rounds with the best F1 on average over the sets, each scored by what the others taught."""
    totals = dict.fromkeys(ROUNDS, 0.0)
    for left_out in training.articles:
        taught = [name_set for name_set in training.articles if name_set != left_out]
        if not taught:
            return ROUNDS[-1]
        for rounds, nlp in fit(training, taught, ROUNDS):
            score = score_names(nlp, training.articles[left_out])
            totals[rounds] += score.f1
            print(
                f"  {left_out.name} left out, {rounds} rounds: {100 * score.f1:.1f}",
                flush=True,
            )
    return max(ROUNDS, key=totals.__getitem__)


def fit_and_write(training: Training, rounds: int, options: argparse.Namespace) -> None:
    """Fit to all sets, and write the weights."""
    ((_, learned),) = fit(training, list(training.articles), (rounds,))
    parent = training.load_parent()
    licence = options.licence if options.sets else LICENCES[training.language]
    about = {
        "language": training.language,
        "models": list(ALIASES.get(training.model, (training.model,))),
        "version": parent.meta["version"],
        "recogniser_sha256": recogniser_sha256(training.folder),
        "licence": licence,
        "learned_from": [
            f"{name_set.name} ({name_set.licence}): {len(rows)} articles"
            for name_set, rows in training.articles.items()
        ],
        "rounds": rounds,
        "command": "OMP_NUM_THREADS=1 python benchmarks/fit_names.py GOLD",
    }
    name = f"{about['models'][0]}-{about['version']}"
    weights = write_weights(options.output, name, parent, learned, about)
    size = weights.file.stat().st_size / 2**20
    print(f"{training.language}: {rounds} rounds, {weights.file}, {size:.1f} MB")


def fit(
    training: Training, taught: Sequence[NameSet], checkpoints: Sequence[int]
) -> Iterator[tuple[int, Language]]:
    """
    Fit the recogniser to the `taught` sets; yield after each number of rounds in `checkpoints` it and the pipeline.

    What is yielded finds names with the mean of the weights so far, and goes on learning afterwards.
    """
    nlp = training.load_parent()
    fix_random_seed(SEED)
    examples = make_examples(nlp, training, taught)
    recogniser: Any = nlp.get_pipe("ner")
    optimizer = Optimizer(LEARN_RATE, L2=0.0, use_averages=True)
    for rounds in range(1, max(checkpoints) + 1):
        random.shuffle(examples)
        for batch in minibatch(examples, BATCH):
            recogniser.update(batch, drop=DROPOUT, sgd=optimizer)
        if rounds in checkpoints:
            with recogniser.model.use_params(optimizer.averages):
                yield rounds, nlp


def make_examples(
    nlp: Language, training: Training, taught: Sequence[NameSet]
) -> list[Example]:
    """Return the paragraphs of the sets, copies with other names, and some in capitals, as examples."""
    originals = [
        paragraph
        for name_set in taught
        for paragraph in read_paragraphs(nlp, name_set, training.articles[name_set])
    ]
    substitution = NameSubstitution(nlp, originals, seed=SEED)
    copies: list[Paragraph] = []
    for _ in range(SUBSTITUTED_COPIES):
        copies += substitution.exchange(originals)
    copies += set_in_capitals(nlp, originals, share=SHARE_IN_CAPITALS, seed=SEED)
    return to_examples(nlp, [*originals, *copies])


def score_names(nlp: Language, rows: Sequence[Any]) -> Score:
    """Return the score of the names that the recogniser alone finds: exact bounds and label, paragraph by paragraph."""
    labels = lexicon("entities", nlp.lang)["labels"]
    pairs = []
    for row in rows:
        cuts = paragraphs(row["text"])
        docs = nlp.pipe(row["text"][start:end] for start, end in cuts)
        names = [
            {
                "start": start + entity.start_char,
                "end": start + entity.end_char,
                "label": labels.get(entity.label_, ""),
            }
            for (start, _), doc in zip(cuts, docs, strict=True)
            for entity in doc.ents
        ]
        pairs.append((row, {"entities": names}))
    return score_entities(pairs, labels=LABELS)["exact+label"]


if __name__ == "__main__":
    main()
