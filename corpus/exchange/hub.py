"""
A folder for the Hugging Face Hub: the corpus's tables in files as large as the Hub likes them, and `whole`, a
configuration with one row an article and its layers within it. With `push` it is sent to a repository of the Hub.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from pressmark.dataset.corpus import Corpus
from pressmark.errors import CorpusError, PressmarkError
from pressmark.storage.accompanying_files import render_accompanying_files
from pressmark.storage.card import CARD, render_card
from pressmark.storage.disk import sha256_of, write_bytes, write_table
from pressmark.storage.manifest import Manifest, read_manifest, write_manifest
from pressmark.storage.path_gate import inside
from pressmark.storage.yaml_output import yaml_text

from .hub_fields import hub_fields
from .merged_shards import write_merged
from .report import Options, Report

__all__ = ["WHOLE", "write"]

WHOLE = "whole"
"""The configuration of whole articles."""


def write(corpus: Corpus, output: Path, report: Report, options: Options) -> None:
    """Write the folder, and send it where `push` says. Refuses a folder that holds something else."""
    if output.exists() and any(output.iterdir()):
        _clear(output)
    output.mkdir(parents=True, exist_ok=True)
    manifest = write_merged(corpus, output)
    write_manifest(output, manifest)
    whole = _write_whole_articles(corpus, output) if len(corpus) else None
    texts = {
        **render_accompanying_files(output, manifest),
        CARD: _card(corpus, manifest, whole),
    }
    for name, text in texts.items():
        write_bytes(output / name, text.encode())
    report.articles = len(corpus)
    if options.push:
        _send(output, options.push)


def _clear(output: Path) -> None:
    """Delete the files of an export before this one, and no other. Raise `PressmarkError` where there was none."""
    try:
        manifest = read_manifest(output)
        paths: list[str] = []
        for table in manifest.tables():
            paths += [file.path for file in manifest.files(table)]
        # 12 characters of a hash, as `_write_whole_articles` names its file; a person's own Parquet file stays.
        parquet_files = (output / WHOLE).glob("part-00000-????????????.parquet")
        paths += [f"{WHOLE}/{path.name}" for path in parquet_files]
        for path in paths:
            inside(output, path).unlink(missing_ok=True)
    except (CorpusError, ValueError) as error:
        raise PressmarkError(
            f"{output}: holds other files. Give an empty folder as --output."
        ) from error


def _write_whole_articles(corpus: Corpus, output: Path) -> dict[str, Any]:
    """Write a row an article with its layers within it; return what the card says of them."""
    rows = corpus.to_dataset()
    draft = output / WHOLE / ".draft.parquet"
    write_table(draft, rows.data.table.combine_chunks())
    # The name follows from the bytes, so that the Hub uploads what changed alone.
    path = draft.with_name(f"part-00000-{sha256_of(draft)[:12]}.parquet")
    draft.replace(path)
    size = path.stat().st_size
    return {
        "config": {
            "config_name": WHOLE,
            "data_files": [
                {"split": "train", "path": [path.relative_to(output).as_posix()]}
            ],
        },
        "info": {
            "config_name": WHOLE,
            "features": rows.features._to_yaml_list(),
            "splits": [{"name": "train", "num_bytes": size, "num_examples": len(rows)}],
            "download_size": size,
            "dataset_size": size,
        },
    }


def _card(corpus: Corpus, manifest: Manifest, whole: dict[str, Any] | None) -> str:
    """Return the card of `manifest` with what the Hub's filters read, and the configuration `whole` if there is one."""
    # Two cuts: a rule `---` further down belongs to the text.
    _, head, body = render_card(manifest).split("---\n", 2)
    metadata = yaml.safe_load(head)
    fields = hub_fields(corpus)
    metadata = (
        {"pretty_name": metadata.pop("pretty_name"), **fields} | metadata | fields
    )
    if whole is not None:
        metadata["configs"].append(whole["config"])
        metadata["dataset_info"].append(whole["info"])
        body += f'\n`load_dataset(…, "{WHOLE}")` gives one row an article, its layers within it.\n'
    # Keys in the card's own order, and « é » as it is: people read the head on the Hub.
    return f"---\n{yaml_text(metadata)}---\n{body}"


def _send(folder: Path, repository: str) -> None:
    """Upload the folder as the dataset `repository` of the Hub. Raise `PressmarkError` where the Hub refuses it."""
    from huggingface_hub import HfApi
    from huggingface_hub.errors import HfHubHTTPError

    hub = HfApi()
    try:
        hub.create_repo(repository, repo_type="dataset", exist_ok=True)
        hub.upload_folder(folder_path=folder, repo_id=repository, repo_type="dataset")
    except (HfHubHTTPError, OSError, ValueError) as error:
        raise PressmarkError(
            f"{repository}: the Hub did not take it ({error}). Log in with `hf auth login`."
        ) from error
