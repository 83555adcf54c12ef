"""The settings of the annotator `transformers`, as they stand in a project's YAML file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    Field,
    PlainSerializer,
    ValidationInfo,
    model_validator,
)

from pressmark.layers import BY_NAME
from pressmark.spans import LABELS
from pressmark.storage.tables import TABLES
from pressmark.yaml_files.path_settings import from_config_folder, shown_path
from pressmark.yaml_files.setting_types import FrozenSettings

__all__ = ["TokenClassifierSettings"]

LAYER_NAMES = frozenset(BY_NAME)


def _check_layer(layer: str) -> str:
    # Our other layers have columns that labels of tokens do not fill.
    if layer in LAYER_NAMES - {"entities"}:
        raise ValueError(
            f"{layer}: labels of tokens make no {layer}; give entities, or a layer of your own"
        )
    if layer.lower() in TABLES.keys() - LAYER_NAMES:
        raise ValueError(f"{layer!r} is a table of ours; give the layer another name")
    return layer


def _find_model(name: str, info: ValidationInfo) -> str:
    """Return a folder by its path from the YAML file's, anything else as the name of a model of the Hub."""
    folder = from_config_folder(Path(name), info)
    return str(folder) if folder.is_dir() else name


def _cached_folder(name: str, revision: str | None) -> Path | None:
    """Return the folder in which the Hub's cache of this machine holds a model; None where it does not."""
    from huggingface_hub import try_to_load_from_cache
    from huggingface_hub.errors import HFValidationError

    try:
        file = try_to_load_from_cache(name, "config.json", revision=revision)
    # A path that is not there is no name of the Hub.
    except HFValidationError:
        return None
    return Path(file).parent if isinstance(file, str) else None


def _dump_model(name: str, info: object) -> str:
    context = getattr(info, "context", None) or {}
    is_path = Path(name).is_absolute() or Path(name).is_dir()
    return (
        shown_path(name, context["folder"]) if is_path and "folder" in context else name
    )


class TokenClassifierSettings(FrozenSettings):
    """Which model reads which layer, and what its labels mean."""

    model: Annotated[
        str, AfterValidator(_find_model), PlainSerializer(_dump_model, return_type=str)
    ] = Field(
        description="A folder, or the name of a model that the Hub's cache of this machine holds; nothing is downloaded",
        min_length=1,
    )
    revision: str | None = Field(
        None,
        description="The commit of a model of the Hub's cache; left out, what `main` was when it was fetched",
    )
    layer: Annotated[str, AfterValidator(_check_layer)] = Field(
        "entities",
        pattern=r"^[A-Za-z][A-Za-z0-9_]{0,63}$",
        description="`entities`, or a layer of your own",
    )
    labels: Mapping[str, str] = Field(
        default_factory=dict,
        description="A label of the model, with or without B- or I- → ours; others are left out. Without it, its own",
    )
    minimum: float = Field(0, ge=0, le=1, description="Drop spans with a lower score")
    window: int | None = Field(
        None,
        ge=8,
        description="Tokens that are read at once; left out, as many as the model can",
    )
    stride: int = Field(64, ge=0, description="Tokens that the next window reads again")
    subwords: Literal["first", "average"] = Field(
        "first",
        description="What a word is that the model reads in pieces: as its first one, or their average",
    )
    batch_size: int = Field(8, ge=1, description="Windows that are computed at once")
    device: str = Field("cpu", description="Where it is computed: cpu, cuda, mps")

    @property
    def folder(self) -> Path:
        """The folder of the model, which was there when the settings were read."""
        folder = Path(self.model)
        cached = None if folder.is_dir() else _cached_folder(self.model, self.revision)
        return cached or folder

    @model_validator(mode="after")
    def _require_model(self) -> Self:
        """Refuse a model that is neither a folder nor in the cache."""
        if not (self.folder / "config.json").is_file():
            raise ValueError(
                f"model: {self.model} is no folder with a config.json, and the Hub's cache of this machine does not hold"
                " it. Fetch it once with `hf download`, where you may"
            )
        return self

    @model_validator(mode="after")
    def _check_labels(self) -> Self:
        """Refuse labels that the entity layer does not have."""
        if self.layer == "entities":
            unknown = sorted(set(self.labels.values()) - set(LABELS["entities"]))
            if unknown:
                raise ValueError(
                    f"labels: entities have {', '.join(LABELS['entities'])}, and no {', '.join(unknown)}"
                )
        return self
