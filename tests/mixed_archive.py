"""
A newsroom's shared folder: two languages, many forms and encodings, wire copies, and files that are broken.

The articles are those of `examples/articles`. `write` makes the folder; what must be rejected stands in `BROKEN`.
"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import vendor_files as made
import yaml

ARTICLES = Path(__file__).parent.parent / "examples" / "articles"

KEPT = 26
"""The 24 articles of the examples, one of them again in another newspaper and one in an old archive."""

BROKEN = (
    "daily.csv",
    "empty.txt",
    "europresse.html",
    "more.jsonl",
    "not-a-document.docx",
)
"""The files with something to reject, one thing each: a row and a file without text, an error page, a line, no DOCX."""

COLUMNS = {"title": "Titre", "outlet": "Journal", "published": "Date", "text": "Texte"}
"""What the table of the folder calls our columns."""


def write(folder: Path) -> None:
    """Write the archive into a folder that is not there yet."""
    articles = {path.stem[:5]: _read(path) for path in sorted(ARTICLES.glob("*.md"))}
    for name, content in _files(articles).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def _read(path: Path) -> dict[str, Any]:
    _, head, text = path.read_text(encoding="utf-8").split("---\n", 2)
    return {**yaml.safe_load(head), "text": text.strip(), "source": path}


def _files(articles: dict[str, dict[str, Any]]) -> dict[str, bytes]:
    text = {key: article["text"] for key, article in articles.items()}
    older = text["fr-01"].encode("utf-8-sig")
    notes = {
        f"notes/{key}.md": articles[key]["source"].read_bytes()
        for key in ("en-01", "en-02", "en-03", "en-04")
    }
    return {
        **notes,
        "texts/osmara.txt": older,
        "texts/mavro.txt": text["fr-02"].encode("cp1252", errors="replace"),
        "texts/minoterie.txt": text["fr-03"]
        .replace("’", "'")
        .encode("iso-8859-15", errors="replace"),
        "texts/montbel.txt": text["fr-04"].encode("utf-16"),
        "texts/empty.txt": b"",
        "databases/europresse.html": _europresse(text).encode(),
        "databases/factiva.rtf": made.rtf(_factiva(text)),
        "databases/nexis.docx": made.docx(
            [*_nexis(7, text["en-07"]), *_nexis(8, text["en-08"])]
        ),
        "databases/not-a-document.docx": b"<html>Your session has expired.</html>",
        "pages/zamba.html": _page(8, text["fr-08"]).encode("cp1252", errors="replace"),
        "pages/lize.html": _page(9, text["fr-09"]).encode(),
        "pages/narou.html": _page(10, text["en-09"]).encode(),
        "tables/daily.csv": _table(articles, "fr-10", "en-10", "en-11").encode(
            "cp1252", errors="replace"
        ),
        "tables/more.jsonl": _lines(articles, "en-12", "fr-11"),
        "feed.xml": made.feed(12, body=tuple(text["fr-12"].split("\n\n"))).encode(),
        ".DS_Store": b"\0\0\0\1Bud1",
        "databases/~$nexis.docx": b"\0" * 162,
        "old.zip": made.zipped({"1998/osmara-again.txt": older}),
    }


def _europresse(text: dict[str, str]) -> str:
    """Three articles, an error page, and one of the three with its end cut off in another newspaper."""
    said = [text[key].split("\n\n") for key in ("fr-05", "fr-06", "fr-07")]
    articles = [
        made.europresse_article(number, body=tuple(body))
        for number, body in enumerate(said, start=5)
    ]
    copy = made.europresse_article(
        99, body=tuple(said[0][:-1]), outlet="La Digue", day=3
    )
    return made.europresse(
        *articles, "<article><p>Une erreur est survenue.</p></article>", copy
    )


def _factiva(text: dict[str, str]) -> list[str]:
    articles = [
        made.factiva_coded(n, body=tuple(text[f"en-{n:02}"].split("\n\n")))
        for n in (5, 6)
    ]
    return "\n".join(articles).replace("Français", "English").split("\n")


def _nexis(number: int, text: str) -> list[str]:
    return [
        line.replace("FRENCH; FRANÇAIS", "ENGLISH")
        for line in made.nexis(number, body=tuple(text.split("\n\n")))
    ]


def _page(number: int, text: str) -> str:
    return made.page(number, body=tuple(text.split("\n\n")))


def _table(articles: dict[str, dict[str, Any]], *keys: str) -> str:
    rows = [
        {word: articles[key][name] for name, word in COLUMNS.items()} for key in keys
    ]
    table = io.StringIO()
    writer = csv.DictWriter(table, list(rows[0]), delimiter=";")
    writer.writeheader()
    writer.writerows([*rows, {"Titre": "A row without a text", "Journal": "La Digue"}])
    return table.getvalue()


def _lines(articles: dict[str, dict[str, Any]], *keys: str) -> bytes:
    rows = [
        {"id": key, "text": articles[key]["text"], "title": articles[key]["title"]}
        for key in keys
    ]
    return "\n".join(
        [
            json.dumps(rows[0]),
            '{"id": "cut", "text": "This line is',
            json.dumps(rows[1]),
        ]
    ).encode()
