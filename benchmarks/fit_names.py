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
from name_examples import (
    NameSet,
    read_paragraphs,
    read_rows,
    set_in_capitals,
    to_examples,
)
from spacy.language import Language
from spacy.training import Example
from spacy.util import minibatch
from thinc.api import Optimizer, fix_random_seed

from pressmark.annotators.name_weights import (
    OUR_FOLDER,
    NameWeights,
    recogniser_parameters,
    recogniser_sha256,
    write_weights,
)
from pressmark.annotators.parse import ALIASES, DEFAULT_MODELS, model_path
from pressmark.evaluation.scores import Score, score_entities
from pressmark.paragraphs import find_paragraphs
from pressmark.yaml_files.lexicon_models.entity_words import EntityWords
from pressmark.yaml_files.lexicons import read_lexicon

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

SEEDS = (1, 2, 3)
"""Each decides an order of the examples and what drops out; the weights are the mean of what they lead to."""
ROUNDS = (2, 4, 8)
"""Rounds through the examples to choose among."""
LEARN_RATE = 0.0005
DROPOUT = 0.2
BATCH = 8
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
        scores = {} if options.rounds else score_left_out(training)
        rounds = options.rounds or best_rounds(scores)
        weights = fit_and_write(training, rounds, scores, options)
        size = weights.file.stat().st_size / 2**20
        print(f"{language}: {rounds} rounds, {weights.file}, {size:.1f} MB")


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


def score_left_out(training: Training) -> dict[str, dict[int, float]]:
    """Score each set, by name, by what the other sets taught, after each number of rounds: F1 in per cent."""
    scores: dict[str, dict[int, float]] = {}
    for left_out, rows in training.articles.items():
        taught = [name_set for name_set in training.articles if name_set != left_out]
        for rounds, nlp in fit(training, taught, ROUNDS, seed=SEEDS[0]):
            f1 = round(100 * score_names(nlp, rows).f1, 1)
            scores.setdefault(left_out.name, {})[rounds] = f1
            print(f"  {left_out.name} left out, {rounds} rounds: {f1}", flush=True)
    return scores


def best_rounds(scores: Mapping[str, Mapping[int, float]]) -> int:
    """Return the number of rounds with the highest sum of scores over the sets; the fewest of those that are equal."""
    sums = {
        rounds: sum(by_rounds[rounds] for by_rounds in scores.values())
        for rounds in ROUNDS
    }
    return max(ROUNDS, key=sums.__getitem__)


def fit_and_write(
    training: Training,
    rounds: int,
    scores: Mapping[str, Mapping[int, float]],
    options: argparse.Namespace,
) -> NameWeights:
    """Fit to all sets, once with each seed, and write the mean of the weights."""
    parent = training.load_parent()
    learned = mean_of_seeds(training, rounds)
    licence = options.licence if options.sets else LICENCES[training.language]
    about = {
        "language": training.language,
        "models": package_names(training.model),
        "version": parent.meta["version"],
        "recogniser_sha256": recogniser_sha256(training.folder),
        "licence": licence,
        "learned_from": [
            f"{name_set.name} ({name_set.licence}): {len(rows)} articles"
            for name_set, rows in training.articles.items()
        ],
        "rounds": rounds,
        "seeds": list(SEEDS),
        "f1_of_sets_left_out": scores,
        "command": f"OMP_NUM_THREADS=1 python benchmarks/fit_names.py GOLD {training.language} --rounds {rounds}",
    }
    name = f"{about['models'][0]}-{about['version']}"
    return write_weights(options.output, name, parent, learned, about)


def package_names(model: str) -> list[str]:
    """Return the names under which a model is packaged."""
    aliases = (names for names in ALIASES.values() if model in names)
    return list(next(aliases, (model,)))


def mean_of_seeds(training: Training, rounds: int) -> Language:
    """Return the pipeline whose recogniser has the mean of the weights that each seed leads to."""
    learned = training.load_parent()
    sums: dict[str, Any] = {}
    for seed in SEEDS:
        # Within the loop: what is yielded has the mean of the weights so far only until the next step.
        for _, nlp in fit(training, list(training.articles), (rounds,), seed=seed):
            for key, node, name in recogniser_parameters(nlp):
                sums[key] = sums.get(key, 0.0) + node.get_param(name)
    for key, node, name in recogniser_parameters(learned):
        node.set_param(name, sums[key] / len(SEEDS))
    return learned


def fit(
    training: Training,
    taught: Sequence[NameSet],
    checkpoints: Sequence[int],
    *,
    seed: int,
) -> Iterator[tuple[int, Language]]:
    """
    Fit the recogniser to the `taught` sets; yield after each number of rounds in `checkpoints` it and the pipeline.

    What is yielded finds names with the mean of the weights so far, and goes on learning afterwards.
    """
    nlp = training.load_parent()
    fix_random_seed(seed)
    examples = make_examples(nlp, training, taught, seed=seed)
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
    nlp: Language, training: Training, taught: Sequence[NameSet], *, seed: int
) -> list[Example]:
    """Return the paragraphs of the sets, and some of them in capitals, as examples."""
    originals = [
        paragraph
        for name_set in taught
        for paragraph in read_paragraphs(nlp, name_set, training.articles[name_set])
    ]
    capitals = set_in_capitals(nlp, originals, share=SHARE_IN_CAPITALS, seed=seed)
    return to_examples(nlp, [*originals, *capitals])


def score_names(nlp: Language, rows: Sequence[Any]) -> Score:
    """Return the score of the names that the recogniser alone finds: exact bounds and label, paragraph by paragraph."""
    words = read_lexicon("entities", nlp.lang, EntityWords)
    labels = words.labels if words else {}
    pairs = []
    for row in rows:
        cuts = find_paragraphs(row["text"])
        with nlp.select_pipes(enable=["ner"]):
            docs = list(nlp.pipe(row["text"][start:end] for start, end in cuts))
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
