"""
Weights for a model's entity recogniser, learned from annotated articles and loaded in the place of its own.

They are differences to the weights of one model, and are loaded into that very model alone: the JSON file beside them
names it, with a hash of its recogniser's files. Only the recogniser changes, which shares nothing with the tagger and
the parser, so tags and trees stay as they were.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from pressmark.errors import ModelMissing

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = [
    "OWN_WEIGHTS",
    "NameWeights",
    "WeightsChoice",
    "choose_weights",
    "load_weights",
    "recogniser_parameters",
    "recogniser_sha256",
    "weights_in",
    "write_weights",
]

OUR_FOLDER = Path(str(files("pressmark.annotators"))) / "entities" / "weights"
"""The weights that come with the package; its README says what they were learned from, and under which licence."""

_RECOGNISER_FILES = ("cfg", "model", "moves")
_NO_PARAMETERS = "holds no parameters of this recogniser"
_Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class NameWeights:
    """
    The weights that `description`, a JSON file, describes; they lie beside it in a file of the same name, `.npz`.

    The description holds `language`, `models` (the names under which the parent is packaged), `version`,
    `recogniser_sha256` of the parent, `weights_sha256`, `licence`, and what a person asks of learned weights.
    """

    description: Path

    @property
    def about(self) -> Mapping[str, Any]:
        """What the JSON file says."""
        return _read_description(self.description)

    @property
    def name(self) -> str:
        """The name of the files, without its end: model and version of the parent."""
        return self.description.stem

    @property
    def file(self) -> Path:
        """The file that holds the numbers."""
        return self.description.with_suffix(".npz")

    @property
    def sha256(self) -> str:
        """The hash of the numbers' file, as the description has it."""
        return str(self.about["weights_sha256"])

    def fit(self, model: str, version: str, recogniser: str) -> bool:
        """Tell whether they were learned from the model of this name and version, whose recogniser has this hash."""
        about = self.about
        return (
            model in about["models"]
            and version == about["version"]
            and recogniser == about["recogniser_sha256"]
        )


@dataclass(frozen=True)
class WeightsChoice:
    """The weights to load into a model, None for the model's own, and why it is the model's own, where that surprises."""

    weights: NameWeights | None = None
    reason: str = ""


OWN_WEIGHTS = WeightsChoice()
"""A model as it comes."""


@cache
def _read_description(file: Path) -> Mapping[str, Any]:
    return dict(json.loads(file.read_text(encoding="utf-8")))


def weights_in(folder: Path) -> list[NameWeights]:
    """Return the weights in a folder, sorted by name."""
    return [NameWeights(file) for file in sorted(folder.glob("*.json"))]


@cache
def recogniser_sha256(folder: Path) -> str:
    """Return a hash of the files of the component `ner` in the folder of a model; "" if it has none."""
    paths = [folder / "ner" / name for name in _RECOGNISER_FILES]
    if not all(path.is_file() for path in paths):
        return ""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def choose_weights(
    setting: str, model: str, folder: Path, *, origin: str = ""
) -> WeightsChoice:
    """
    Choose the weights for the `model` in `folder`, by the setting `ours`, `none` or the path of a folder of weights.

    A folder's weights go before ours, and may be for any model. Ours are for the models that we name by default. Raises
    `ModelMissing` for a folder with weights for the model's language of which none fit it; `origin` opens the message.
    """
    if setting == "none":
        return OWN_WEIGHTS
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    version = str(meta.get("version"))
    recogniser = recogniser_sha256(folder)
    if setting != "ours":
        own_weights = weights_in(Path(setting))
        fitting = [
            weights
            for weights in own_weights
            if weights.fit(model, version, recogniser)
        ]
        if fitting:
            return WeightsChoice(fitting[0])
        of_language = [
            weights
            for weights in own_weights
            if weights.about["language"] == meta.get("lang")
        ]
        if of_language:
            raise ModelMissing(
                _describe_misfit(setting, of_language, model, version, origin)
            )
    for weights in weights_in(OUR_FOLDER):
        if weights.fit(model, version, recogniser):
            return WeightsChoice(weights)
        if model in weights.about["models"]:
            return WeightsChoice(
                reason=_describe_other_version(weights, model, version)
            )
    return OWN_WEIGHTS


def _describe_misfit(
    folder: str, candidates: list[NameWeights], model: str, version: str, origin: str
) -> str:
    position = f"{origin}: " if origin else ""
    parents = ", ".join(
        f"{weights.about['models'][0]} {weights.about['version']}"
        for weights in candidates
    )
    return (
        f"{position}the weights in {folder} were learned from {parents}, and {model} {version} is another model.\n"
        "  Fix: learn them anew from this one (benchmarks/fit_names.py), or write `weights: ours` or `weights: none`"
    )


def _describe_other_version(weights: NameWeights, model: str, version: str) -> str:
    return (
        f"{model} {version} finds names with its own weights: ours were learned from version"
        f" {weights.about['version']}, and its files differ"
    )


def load_weights(nlp: Language, weights: NameWeights) -> None:
    """
    Add the learned differences to the weights of the recogniser of `nlp`, which must be the one that they were learned from.

    Raises `ModelMissing` when the file is not the one that its description speaks of.
    """
    try:
        content = weights.file.read_bytes()
    except OSError:
        content = b""
    if hashlib.sha256(content).hexdigest() != weights.sha256:
        raise ModelMissing(
            f"{weights.file}: these weights are missing or damaged.\n"
            "  Fix: install pressmark again, or copy your own again; `weights: none` does without"
        )
    try:
        with np.load(weights.file, allow_pickle=False) as differences:
            _add_differences(nlp, differences)
    except (KeyError, ValueError, zipfile.BadZipFile) as error:
        raise ModelMissing(f"{weights.file}: {_NO_PARAMETERS} ({error})") from error


def _add_differences(nlp: Language, differences: Mapping[str, _Array]) -> None:
    for key, node, parameter in recogniser_parameters(nlp):
        parent = node.get_param(parameter)
        node.set_param(parameter, parent + differences[key].astype(parent.dtype))


def recogniser_parameters(nlp: Language) -> Iterator[tuple[str, Any, str]]:
    """Yield the parameters of the recogniser, always in one order: a key, the layer that has it, its name there."""
    recogniser: Any = nlp.get_pipe("ner")
    for number, node in enumerate(recogniser.model.walk()):
        for parameter in node.param_names:
            if node.has_param(parameter):
                yield f"{number:03}.{parameter}", node, parameter


def write_weights(
    folder: Path,
    name: str,
    parent: Language,
    learned: Language,
    about: Mapping[str, Any],
) -> NameWeights:
    """
    Write what `learned` has more than `parent`, two pipelines of one model, with its description; return both.

    Half precision does, for differences; layers of the embedding that no word reached are zeros, and cost nothing.
    """
    folder.mkdir(parents=True, exist_ok=True)
    weights = NameWeights(folder / f"{name}.json")
    differences = {
        key: (node.get_param(parameter) - parent_node.get_param(parameter)).astype(
            np.float16
        )
        for (key, node, parameter), (_, parent_node, _) in zip(
            recogniser_parameters(learned), recogniser_parameters(parent), strict=True
        )
    }
    np.savez_compressed(weights.file, allow_pickle=False, **differences)
    digest = hashlib.sha256(weights.file.read_bytes()).hexdigest()
    description = json.dumps(
        {**about, "weights_sha256": digest}, ensure_ascii=False, indent=1
    )
    weights.description.write_text(description + "\n", encoding="utf-8")
    _read_description.cache_clear()
    return weights
