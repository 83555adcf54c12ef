"""How an article of the site is cited: as BibTeX and RIS for a library of references, as meta tags for Zotero."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pressmark.articles import Article

from .corpus_version import CorpusVersion
from .paths import slug

__all__ = [
    "ArticleCitation",
    "CorpusCitation",
    "bibtex",
    "corpus_bibtex",
    "corpus_ris",
    "meta_tags",
    "ris",
]

MAX_DESCRIPTION_CHARACTERS = 160
"""How much of a text the results of a search engine show: what the larger ones cut at, about."""

_LINE_ENDS = re.compile(r"[ \t\r\n\f\v\u0085\u2028\u2029]+")

# What TeX would read as a command. The backslash comes first, or it would be escaped again.
_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "%": r"\%",
    "&": r"\&",
    "#": r"\#",
    "$": r"\$",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


class ArticleCitation(NamedTuple):
    """An article as it is cited: the article, the address to cite, and the note that says which corpus it is in."""

    article: Article
    address: str
    note: str

    @property
    def title(self) -> str:
        """The title on one line, the article's id where it has none."""
        return _one_line(self.article.title or self.article.id)

    @property
    def day(self) -> str:
        """The ISO day of publication, empty where none is known."""
        published = self.article.published
        return published.date().isoformat() if published else ""


class CorpusCitation(NamedTuple):
    """A corpus as it is cited: its title, who made it, which state of it, and the address of its site."""

    title: str
    authors: Sequence[str]
    state: CorpusVersion
    address: str


def bibtex(citation: ArticleCitation) -> str:
    """
    Return an article as a BibTeX entry.

    Its key is the article's id as a file name; an address stands in it only where it is one of the web.

    >>> print(bibtex(ArticleCitation(Article(id="a1", text="x", title="R&D", outlet="The Post"), "a1.html", "Rain")))
    @article{a1,
      title = {{R\\&D}},
      journal = {The Post},
      note = {Rain}
    }
    """
    article = citation.article
    fields = {
        "author": _tex_names(article.authors),
        # Doubled braces keep the capitals of names, which styles would put into lower case.
        "title": f"{{{_tex(citation.title)}}}",
        "journal": _tex(article.outlet or ""),
        "year": citation.day[:4],
        "date": citation.day,
        "url": _web_address(citation.address),
        "langid": article.language or "",
        "note": _tex(citation.note),
    }
    return _bibtex_entry(
        "article" if article.outlet else "misc", slug(article.id), fields
    )


def corpus_bibtex(citation: CorpusCitation) -> str:
    """Return a corpus as a BibTeX entry; `misc`, as older styles know no `dataset`."""
    fields = {
        "author": _tex_names(citation.authors),
        "title": f"{{{_tex(citation.title)}}}",
        "year": citation.state.day[:4],
        "date": citation.state.day,
        "version": citation.state.version,
        "url": citation.address,
        "note": f"Version {citation.state.version}",
    }
    return _bibtex_entry("misc", slug(citation.title), fields)


def corpus_ris(citation: CorpusCitation) -> str:
    """Return a corpus as RIS: a data set, with its version as its edition."""
    tags = [
        ("TY", "DATA"),
        ("TI", citation.title),
        *(("AU", name) for name in citation.authors),
        ("DA", citation.state.day.replace("-", "/")),
        ("ET", citation.state.version),
        ("UR", citation.address),
    ]
    return _ris_record(tags)


def _tex_names(names: Sequence[str]) -> str:
    """Return names as BibTeX lists them; braces keep each whole, as which part is the surname is not known."""
    return " and ".join(f"{{{_tex(name)}}}" for name in names)


def _bibtex_entry(kind: str, key: str, fields: Mapping[str, str]) -> str:
    """Return a BibTeX entry with the fields that say something."""
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@{kind}{{{key},\n" + ",\n".join(lines) + "\n}"


def _ris_record(tags: Sequence[tuple[str, str]]) -> str:
    """Return a RIS record with the tags that say something, each on one line."""
    lines = [f"{tag}  - {_one_line(value)}" for tag, value in tags if value]
    return "\n".join([*lines, "ER  -"])


def ris(citation: ArticleCitation) -> str:
    """
    Return an article as RIS, which EndNote, Zotero and Mendeley import.

    >>> print(ris(ArticleCitation(Article(id="a1", text="x", title="Rain", authors=("Ada",)), "a1.html", "Ports")))
    TY  - NEWS
    TI  - Rain
    AU  - Ada
    N1  - Ports
    ID  - a1
    ER  -
    """
    article = citation.article
    tags = [
        ("TY", "NEWS"),
        ("TI", citation.title),
        *(("AU", name) for name in article.authors),
        ("T2", article.outlet or ""),
        ("DA", citation.day.replace("-", "/")),
        ("LA", article.language or ""),
        ("UR", _web_address(citation.address)),
        ("N1", citation.note),
        ("ID", article.id),
    ]
    return _ris_record(tags)


def meta_tags(citation: ArticleCitation) -> Iterator[tuple[str, str]]:
    """
    Yield names and contents of the meta elements that reference managers and search engines read.

    Highwire's (`citation_…`) and Dublin Core's (`DC.…`), each with what is known; `og:` has a property instead of a name.
    """
    article = citation.article
    address = _web_address(citation.address)
    tags = [
        ("description", _description(article.text)),
        ("citation_title", citation.title),
        *(("citation_author", name) for name in article.authors),
        ("citation_publication_date", citation.day.replace("-", "/")),
        ("citation_journal_title", article.outlet or ""),
        ("citation_public_url", address),
        ("citation_language", article.language or ""),
        ("DC.type", "newspaperArticle"),
        ("DC.title", citation.title),
        ("DC.publisher", article.outlet or ""),
        ("DC.date", citation.day),
        ("DC.relation", citation.note),
        ("DC.identifier", address or article.id),
    ]
    for name, content in tags:
        if content:
            yield name, content


def _description(text: str) -> str:
    """Return the first words of a text, cut at a word."""
    words = " ".join(text[: 2 * MAX_DESCRIPTION_CHARACTERS].split())
    if len(words) <= MAX_DESCRIPTION_CHARACTERS:
        return words
    return f"{words[:MAX_DESCRIPTION_CHARACTERS].rpartition(' ')[0]}…"


def _web_address(address: str) -> str:
    """Return an address of the web; empty for a path, which leads nowhere from a list of references."""
    return address if address.startswith(("http://", "https://")) else ""


def _tex(text: str) -> str:
    """Return text as TeX reads it, on one line."""
    letters = [_TEX.get(letter, letter) for letter in text]
    return _one_line("".join(letters))


def _one_line(text: str) -> str:
    """Return text on one line. Spaces that no line end may cut stay: French sets them before its colons."""
    return _LINE_ENDS.sub(" ", text).strip(" ")
