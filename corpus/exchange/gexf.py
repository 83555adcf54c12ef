"""GEXF, the form of Gephi: the names of the corpus, tied where they stand in the same articles."""

from __future__ import annotations

import re
from pathlib import Path

from pressmark.dataset.corpus import Corpus

from .name_network import name_network
from .report import Options, Report

__all__ = ["write"]

_TODAY = re.compile(r' lastmodifieddate="[^"]*"')


def write(corpus: Corpus, output: Path, report: Report, options: Options) -> None:
    """Write the file, without the day on which it is written: the same corpus gives the same bytes."""
    import networkx

    lines = networkx.generate_gexf(
        name_network(corpus, report, options), version="1.2draft"
    )
    with report.opened(output) as file:
        file.write(_TODAY.sub("", "\n".join(lines), count=1) + "\n")
