"""The settings of the annotator `llm`, as they stand in a project's YAML file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    Field,
    PlainSerializer,
    ValidationInfo,
    model_validator,
)

from pressmark.yaml_files.path_settings import from_config_folder, shown_path
from pressmark.yaml_files.setting_types import Address, FrozenSettings

__all__ = [
    "AnswerForm",
    "Budget",
    "LanguageModelSettings",
    "ModelLayer",
    "Prices",
    "is_this_machine",
]

ModelLayer = Literal["quotes", "entities", "events"]
"""The layers that a language model can be asked for."""

AnswerForm = Literal["schema", "json", "text"]
"""How a service is asked for JSON: by a schema that it holds to, as a JSON object, or in words alone."""

OWN_PARAMETERS = frozenset(
    {
        "model",
        "messages",
        "temperature",
        "max_tokens",
        "max_completion_tokens",
        "response_format",
        "stream",
        "n",
    }
)
"""What of a request the annotator writes itself."""

_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def _check_variable(name: str) -> str:
    # What was meant is a key in the place of the variable that holds it: it must not come into a message.
    if not _VARIABLE.fullmatch(name):
        raise ValueError(
            "must be the name of a variable of the environment, like MY_LAB_KEY; the key itself stands in no file"
        )
    return name


def _check_parameters(parameters: Mapping[str, Any]) -> Mapping[str, Any]:
    own = sorted(OWN_PARAMETERS.intersection(parameters))
    if own:
        raise ValueError(f"{', '.join(own)}: is set by pressmark; leave it out")
    return parameters


def _cache_folder(path: Path, info: ValidationInfo) -> Path:
    folder = from_config_folder(path, info)
    if folder.exists() and not folder.is_dir():
        raise ValueError(f"{folder} is no folder")
    return folder


def _dump_cache(path: Path, info: Any) -> str:
    folder = (info.context or {}).get("folder")
    return Path(path).as_posix() if folder is None else shown_path(path, folder)


CacheFolder = Annotated[
    Path, AfterValidator(_cache_folder), PlainSerializer(_dump_cache, return_type=str)
]
"""A folder that need not be there yet; it starts at the folder of the YAML file."""


class Budget(FrozenSettings):
    """What all runs together may use of a model, counted in the cache folder; without a number there is no bound."""

    requests: int | None = Field(
        None, ge=0, description="Requests, those that fail too"
    )
    tokens: int | None = Field(
        None, ge=0, description="Tokens read and written together"
    )


class Prices(FrozenSettings):
    """What a million tokens cost, so that a run can say its price before."""

    read: float = Field(0, ge=0, description="Price of a million tokens that are read")
    written: float = Field(
        0, ge=0, description="Price of a million tokens that are written"
    )
    currency: str = Field("USD", description="As the price is told")


class LanguageModelSettings(FrozenSettings):
    """Which model is asked for which layer, how much at once, and what it may use."""

    layer: ModelLayer = Field(description="What is asked for")
    address: Address = Field(
        description="Where the service answers, up to its version: http://localhost:8000/v1"
    )
    model: str = Field(min_length=1, description="The model, as the service calls it")
    key_env: Annotated[str, AfterValidator(_check_variable)] | None = Field(
        None,
        description="The variable of the environment that holds the key; the key stands in no file",
    )
    concurrency: int = Field(
        4,
        ge=1,
        le=256,
        description="Requests at once, of all processes of this machine",
    )
    timeout: float = Field(
        120, gt=0, le=3600, description="Seconds that an answer may take"
    )
    retries: int = Field(
        5, ge=0, le=20, description="Further tries after a failure that may pass"
    )
    temperature: float | None = Field(
        0, ge=0, le=2, description="Left to the service where it is null"
    )
    answer_tokens: int = Field(
        4096, ge=64, description="Tokens that an answer may have at most"
    )
    answer_bound: Literal["max_tokens", "max_completion_tokens"] = Field(
        "max_tokens",
        description="How the service calls that bound; newer models of OpenAI have the second",
    )
    answers: AnswerForm = Field(
        "schema",
        description="`schema`: JSON by a schema that the service holds to; `json`: any JSON; `text`: asked for in words",
    )
    parameters: Annotated[Mapping[str, Any], AfterValidator(_check_parameters)] = Field(
        default_factory=dict,
        description="Further parameters of a request, as the service names them: `{seed: 1}`",
    )
    window: int = Field(
        6000, ge=200, description="Characters of an article that are read at once"
    )
    overlap: int = Field(
        1, ge=0, le=10, description="Paragraphs that the next window reads again"
    )
    types: tuple[str, ...] | None = Field(
        None, description="Events: only these types of the codebook; all when left out"
    )
    budget: Budget = Field(
        default_factory=lambda: Budget.model_validate({}),
        description="What all runs together may use",
    )
    prices: Prices = Field(
        default_factory=lambda: Prices.model_validate({}),
        description="What a million tokens cost",
    )
    cache: CacheFolder | None = Field(
        None,
        description="The folder of the answers; left out, the one that this machine has for caches",
    )

    @property
    def cache_folder(self) -> Path:
        """The folder of the answers."""
        if self.cache is not None:
            return self.cache
        from platformdirs import user_cache_path

        return user_cache_path("pressmark") / "language-model"

    @model_validator(mode="after")
    def _refuse_key_in_the_open(self) -> Self:
        """Refuse to send a key unencrypted to another machine."""
        parts = urlsplit(self.address)
        # A key would be written wherever the address is; and what is asked for is put behind it.
        if parts.query or parts.fragment:
            raise ValueError(
                "address: ends with the version of the service, /v1; it has no parameters"
            )
        if (
            self.key_env
            and parts.scheme == "http"
            and not is_this_machine(parts.hostname)
        ):
            raise ValueError(
                "the key would go over the network unencrypted; give an address that begins with https://"
            )
        if self.types is not None and self.layer != "events":
            raise ValueError("`types` belongs to `layer: events`")
        return self


def is_this_machine(host: str | None) -> bool:
    """
    Say whether a host is the machine itself, to which nothing goes over a network.

    >>> is_this_machine("localhost"), is_this_machine("127.0.0.1"), is_this_machine("models.example")
    (True, True, False)
    """
    if host == "localhost":
        return True
    try:
        return ip_address(host or "").is_loopback
    except ValueError:
        return False
