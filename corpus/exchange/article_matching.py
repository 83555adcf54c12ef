"""Which article of a corpus a foreign file means: by id, by the name that its file has, by its address, by its text."""

from __future__ import annotations

from collections import defaultdict

from pressmark.articles import Article
from pressmark.dataset.corpus import Corpus

from .anchors import bare
from .file_names import file_name
from .foreign_annotation import ForeignArticle

__all__ = ["ArticleMatcher"]


class ArticleMatcher:
    """The articles of a corpus, by what a file may call them."""

    def __init__(self, corpus: Corpus) -> None:
        self._articles = {article.id: article for article in corpus}
        self._id_by_file_name = {file_name(id): id for id in self._articles}
        self._ids_by_text: dict[str, list[str]] = defaultdict(list)
        self._ids_by_url: dict[str, list[str]] = defaultdict(list)
        for id, article in self._articles.items():
            self._ids_by_text[bare(article.text)].append(id)
            self._ids_by_url[article.url or ""].append(id)

    def match(self, foreign: ForeignArticle) -> Article | None:
        """
        Return the article that `foreign` means; None where there is none, or several of one text or address.

        An id is the surest and is asked first; a text comes last, as copies share it.
        """
        if isinstance(foreign.id, str) and foreign.id in self._articles:
            return self._articles[foreign.id]
        if foreign.file in self._id_by_file_name:
            return self._articles[self._id_by_file_name[foreign.file or ""]]
        ids = self._ids_by_url.get(foreign.url or "", [])
        if foreign.text:
            ids = self._ids_by_text.get(bare(foreign.text), [])
        return self._articles[ids[0]] if len(ids) == 1 else None
