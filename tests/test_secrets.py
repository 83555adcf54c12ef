"""Secrets of an annotator's settings: nothing that is written or said shows them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from running import made

import pressmark
from pressmark.config.project import read
from pressmark.config.secrets import (
    MASK,
    is_secret,
    mask_message,
    mask_settings,
    secret_paths,
    secret_values,
)
from pressmark.errors import ConfigError
from pressmark.site import build

KEY = "sk-live-0123456789"

ASKS = """
from pydantic import BaseModel, SecretStr, field_validator
from pressmark import CustomSpan

class Asks:
    name = layer = "asks"
    needs = ()

    def __init__(self, **settings):
        self.given = settings

    def annotate(self, article, doc):
        if "FAIL" in article.text:
            raise ValueError(f"401: wrong key {self.given}")
        yield CustomSpan.cut(article.text, 0, 1, "a")

class Marked(Asks):
    class Settings(BaseModel, extra="forbid"):
        code: SecretStr = SecretStr("the-default-one")
        size: int = 1

        @field_validator("code")
        @classmethod
        def fits(cls, code):
            if "wrong" in code.get_secret_value():
                raise ValueError("refused: " + code.get_secret_value())
            return code

    def __init__(self, settings):
        self.given = settings.code.get_secret_value()
"""


@pytest.mark.parametrize(
    "name",
    ["api_key", "apiKey", "API-KEY", "OPENAI_API_KEY", "token", "access_token", "password", "Authorization",
     "client_secret", "x-api-key", "azure_key", "db_password", "auth", "apikey", "apiKeys", "api_keys", "passwords",
     "access_tokens", "api_key_1", "token2", "auth_header", "secretValue", "session_id", "Cookies", "licence_key",
     "connectionString", "webhook_url", "DEEPL_KEY", "pass", "db-pass", "--api-key"],
)  # fmt: skip
def test_a_name_that_services_give_to_secrets_is_one(name: str) -> None:
    assert is_secret(name)


@pytest.mark.parametrize(
    "name",
    [
        "max_tokens",
        "tokens",
        "tokenizer",
        "key_phrases",
        "author",
        "monkey",
        "sort_key",
        "special_tokens",
        "tokens_per_minute",
        "key_from",
        "passages",
        "authority",
        "api_key_file",
    ],
)
def test_a_name_that_only_looks_like_one_is_none(name: str) -> None:
    assert not is_secret(name)


def test_secrets_are_masked_however_deep_they_lie() -> None:
    settings = {
        "model": "small",
        "api_key": KEY,
        "servers": [
            {"host": "h", "password": [KEY, KEY]},
            {"headers": {"Authorization": f"Bearer {KEY}"}},
        ],
        "lines": [
            f"Authorization: {KEY}",
            f"https://me:{KEY}@h.org/a?token={KEY}&page=2",
        ],
        "pairs": [
            {"name": "X-Api-Key", "value": KEY},
            {"name": "Accept", "value": "json"},
        ],
        "token": None,
        "max_tokens": 20,
    }
    hidden = mask_settings(settings)
    assert KEY not in json.dumps(hidden)
    assert (hidden["model"], hidden["max_tokens"], hidden["token"]) == (
        "small",
        20,
        None,
    )
    assert hidden["pairs"][1] == {"name": "Accept", "value": "json"}
    assert ("servers", 0, "password") in set(secret_paths(settings))
    assert KEY in set(secret_values(settings))


@pytest.mark.parametrize(
    "settings",
    [
        {"headers": [["Authorization", KEY], ["Accept", "json"]]},
        {"client": [[{"apikey": [KEY]}]]},
        {"login": ["password", KEY]},
        {"pair": ["token", KEY]},
        {"command": ["ask", "--token", KEY, "--fast"]},
        {"command": f"ask --fast --api-key {KEY}"},
        {"command": [f"--api-key={KEY}"]},
        {"body": json.dumps({"model": "small", "api_key": KEY})},
        {"lines": f"model: small\napi_key: {KEY}\nsize: 3"},
        {"url": f"https://{KEY}@example.org/"},
        {"url": f"https://example.org/a?page=2&sig={KEY}"},
        {"options": [{"id": "API-Key", "Val": KEY}]},
        {"options": [{"Header": "authorization", "values": [KEY]}]},
        {"note": f"mine is {KEY}"},
    ],
)  # fmt: skip
def test_a_secret_is_masked_however_its_name_stands_before_it(
    settings: dict[str, object],
) -> None:
    assert KEY not in json.dumps(mask_settings(settings))
    assert list(secret_paths(settings))
    # An error may repeat it in words of its own.
    assert KEY not in mask_message(f"refused: {KEY}", secret_values(settings))


@pytest.mark.parametrize(
    "settings",
    [
        {"fields": ["token", "lemma"]},
        {"fields": ["text", "password", "label"]},
        {"stop_tokens": ["<s>", "</s>"]},
        {"columns": [{"name": "author", "value": "by"}]},
        {"key_from": "OPENAI_API_KEY"},
        {"prompt": "Name the author and the key - sk is no language of ours."},
        {"url": "https://example.org/a?page=2#auth"},
    ],
)
def test_settings_that_hold_no_secret_are_written_as_they_are(
    settings: dict[str, object],
) -> None:
    assert mask_settings(settings) == settings
    assert list(secret_paths(settings)) == []


def test_a_message_is_cleaned_of_secrets_of_settings_and_surroundings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SOME_API_KEY", "abcdefgh12345")
    said = mask_message(
        f"401 for {KEY} and abcdefgh12345 at https://h.org/?api_key=zzz Bearer qwertyuiop",
        [KEY],
    )
    assert (
        said
        == f"401 for {MASK} and {MASK} at https://h.org/?api_key={MASK} Bearer {MASK}"
    )


def written(
    folder: Path,
    annotator: str,
    settings: dict[str, object],
    project: Callable[..., Path],
) -> Path:
    yaml = project(["Anne.", "FAIL."], folder=str(folder))
    (yaml.parent / "own.py").write_text(ASKS)
    lines = [
        line
        for line in yaml.read_text().splitlines()
        if not line.startswith("annotators")
    ]
    yaml.write_text(
        "\n".join([*lines, f"annotators: {json.dumps([{annotator: settings}])}", ""])
    )
    return yaml


def shown(folder: Path) -> list[str]:
    """The files below a folder that hold the key, tables as JSON."""
    corpus = pressmark.load(folder / "corpus")
    tables = [
        json.dumps(corpus.table(name).to_list(), default=str)
        for name in corpus.manifest.tables()
    ]
    files = [
        path
        for path in folder.rglob("*")
        if path.is_file() and path.name not in ("run.yaml", "own.py")
    ]
    holding = [str(path) for path in files if KEY.encode() in path.read_bytes()]
    return [*(table for table in tables if KEY in table), *holding]


def test_a_secret_reaches_neither_corpus_nor_site(project: Callable[..., Path]) -> None:
    yaml = written(
        Path("p"),
        "own:Asks",
        {"api_key": KEY, "headers": {"Authorization": KEY}, "size": 3},
        project,
    )
    outcome = made(yaml)
    build(pressmark.load(outcome.corpus), yaml.parent / "public")

    assert (outcome.kept, outcome.rejected) == (1, 1)
    assert shown(yaml.parent) == []
    (row,) = (
        row
        for row in pressmark.load(outcome.corpus).table("runs")
        if row["step"] == "annotate"
    )
    assert json.loads(row["settings"])["size"] == 3
    assert [notice.partition(": ")[2] for notice in outcome.notices] == [
        "the value of api_key is written nowhere",
        "the value of Authorization is written nowhere",
    ]


def test_a_setting_that_its_model_marks_as_secret_is_written_nowhere(
    project: Callable[..., Path],
) -> None:
    yaml = written(Path("p"), "own:Marked", {"code": KEY}, project)
    outcome = made(yaml)
    assert (outcome.kept, outcome.rejected, outcome.notices) == (1, 1, ())
    assert shown(yaml.parent) == []


@pytest.mark.parametrize(
    "settings",
    [
        {"code": "wrong" + KEY},
        {"code": KEY, "size": "many"},
        {"code": [KEY]},
        {"code": KEY, "sise": 1},
    ],
)
def test_a_mistake_in_a_setting_does_not_print_the_secret(
    settings: dict[str, object], project: Callable[..., Path]
) -> None:
    with pytest.raises(ConfigError) as mistake:
        read(written(Path("p"), "own:Marked", settings, project))
    assert KEY not in str(mistake.value)
