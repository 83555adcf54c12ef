"""Where a reader reports a mistake: the address of `site: {report: …}`, filled in for an article or by `article.js`."""

from __future__ import annotations

from urllib.parse import quote

__all__ = ["fill_report", "report_template"]

_MAIL_QUERY = "?subject={id}&body={words}%0A%0A{url}%0A%0A{decision}"
"""What a letter holds when the setting names only whom it goes to; `%0A` is a line end."""


def report_template(report: str | None) -> str | None:
    """
    Return the address with its places `{id}`, `{words}`, `{url}` and `{decision}`; None where none is set.

    >>> report_template("mailto:desk@example.org")
    'mailto:desk@example.org?subject={id}&body={words}%0A%0A{url}%0A%0A{decision}'
    """
    if report and report.startswith("mailto:") and "?" not in report:
        return f"{report}{_MAIL_QUERY}"
    return report


def fill_report(template: str, *, id: str, words: str, url: str) -> str:
    """
    Return the address for something without a decision of its own: an article.

    >>> fill_report("https://example.org/new?title={id}", id="a b", words="", url="")
    'https://example.org/new?title=a%20b'
    """
    values = {"id": id, "words": words, "url": url, "decision": ""}
    for place, value in values.items():
        template = template.replace(f"{{{place}}}", quote(value, safe=""))
    return template
