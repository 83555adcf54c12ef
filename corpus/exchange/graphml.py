"""GraphML, which igraph, Cytoscape, yEd and networkx read: the names of the corpus, tied where they stand together."""

from __future__ import annotations

from pathlib import Path

from pressmark.dataset.corpus import Corpus

from .name_network import build_name_network
from .report import Options, Report

__all__ = ["write"]


def write(corpus: Corpus, output: Path, report: Report, options: Options) -> None:
    """Write the file."""
    import networkx

    lines = networkx.generate_graphml(build_name_network(corpus, report, options))
    with report.opened(output) as file:
        file.write("\n".join(lines) + "\n")
