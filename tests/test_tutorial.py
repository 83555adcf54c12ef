"""The tutorial, followed to the letter on a small archive made for it."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import vendor_files as made
from typer.testing import CliRunner

from pressmark.cli.app import app
from pressmark.dataset.corpus import load

PAGE = (Path(__file__).parent.parent / "docs" / "tutorial.md").read_text(
    encoding="utf-8"
)
OTHER = (
    "« Nous attendons depuis janvier », a regretté Paul Garnier, président de l'association des commerçants.",
    "« Il faut rouvrir », a-t-il ajouté.",
)


@pytest.mark.model
def test_the_tutorial_goes_from_files_to_a_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    _archive(tmp_path / "europresse")
    (yaml,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.S)
    (tmp_path / "study.yaml").write_text(yaml, encoding="utf-8")
    said = {}
    for line in [
        line
        for block in re.findall(r"```sh\n(.*?)```", PAGE, re.S)
        for line in block.splitlines()
    ]:
        done = CliRunner().invoke(app, shlex.split(line)[1:])
        assert done.exit_code == (1 if line.startswith("pressmark run") else 0), (
            f"{line}: {done.output}"
        )
        said[line] = done.stdout

    assert said["pressmark run study.yaml"].startswith(
        "4 articles seen = 3 kept + 1 rejected"
    )
    assert [(one.outlet, one.duplicate_of is not None) for one in load("corpus")] == [
        ("Le Phare de Larnholm", False), ("La Digue", True), ("La Digue", False),
    ]  # fmt: skip
    table = said["pressmark count corpus/ quoted --by outlet"]
    assert re.search(r"La Digue +Paul Garnier", table)
    assert re.search(r"Le Phare de Larnholm +Anne Morel", table)
    for example in re.findall(r"```python\n(.*?)```", PAGE, re.S):
        exec(example, {})
    assert "Anne Morel" in capsys.readouterr().out
    assert "Anne Morel" in (tmp_path / "who-is-quoted.csv").read_text(
        encoding="utf-8-sig"
    )


def _archive(folder: Path) -> None:
    """An article, a copy of it in another newspaper, a third article, and an error page between them."""
    folder.mkdir()
    first = made.europresse_article(1)
    copy = made.europresse_article(2, outlet="La Digue", day=3)
    third = made.europresse_article(3, outlet="La Digue", body=OTHER)
    error = "<article><p>Une erreur est survenue.</p></article>"
    (folder / "one.html").write_text(made.europresse(first, error), encoding="utf-8")
    (folder / "two.html").write_text(made.europresse(copy, third), encoding="utf-8")
