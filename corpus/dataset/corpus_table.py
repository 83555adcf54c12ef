"""A corpus as a notebook's cell shows it: its title, its folder and the rows of its tables. No style, no script."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

__all__ = ["corpus_cell"]

_ROW = Markup('<tr><td>{}</td><td style="text-align: right">{}</td></tr>')


def corpus_cell(title: str, folder: str, counts: Mapping[str, int]) -> Markup:
    """
    Return the table as HTML, titles and names escaped.

    >>> print(corpus_cell("Ferries & bridges", "corpus", {"quotes": 1200}))
    <div class="pressmark-corpus"><p><b>Ferries &amp; bridges</b> <code>corpus</code></p>
    <table><tbody>
    <tr><td>quotes</td><td style="text-align: right">1,200</td></tr>
    </tbody></table></div>
    """
    rows = Markup("\n").join(
        _ROW.format(table, f"{count:,}") for table, count in counts.items()
    )
    return Markup(
        '<div class="pressmark-corpus"><p><b>{}</b> <code>{}</code></p>\n'
        "<table><tbody>\n{}\n</tbody></table></div>"
    ).format(title, folder, rows)
