"""GEXF, the form of Gephi: the names of the corpus, tied where they stand in the same articles."""

from __future__ import annotations

import re
from pathlib import Path

from pressmark.dataset.corpus import Corpus

from .name_network import build_name_network
from .report import Options, Report

__all__ = ["write"]

_DATE_OF_WRITING = re.compile(r' lastmodifieddate="[^"]*"')


def write(corpus: Corpus, output: Path, report: Report, options: Options) -> None:
    """Write the file, without the day on which it is written: the same corpus gives the same bytes."""
    import networkx

    graph = build_name_network(corpus, report, options)
    lines = networkx.generate_gexf(graph, version="1.2draft")
    with report.opened(output) as file:
        file.write(_DATE_OF_WRITING.sub("", "\n".join(lines), count=1) + "\n")
