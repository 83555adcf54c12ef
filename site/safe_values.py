"""Values from outside that are put where a browser acts on them: addresses in links, JSON in scripts."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

__all__ = ["embedded_json", "json_text", "safe_url"]

# Keys in order: what is the same makes the same page.
_JSON_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True)

# Browsers strip white space and controls from an address before they read it; the others end an attribute or a line.
_UNSAFE_URL_LETTERS = '\\"<>\u00a0\ufeff\u2028'


def json_text(value: Any) -> str:
    """Return a value as JSON on one line, its keys in order; not yet safe within HTML."""
    return _JSON_ENCODER.encode(value)


def safe_url(url: str | None) -> str | None:
    """
    Return the address when it is plain http or https with a host and no user, else None.

    >>> safe_url("javascript:alert(1)") is None
    True
    """
    if not url or any(_is_unsafe_in_url(letter) for letter in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    is_web = parts.scheme in ("http", "https") and bool(parts.hostname)
    # `https://bank.example@evil.example/` leads to the second host and reads like the first.
    has_user = "@" in parts.netloc
    return url if is_web and not has_user else None


def _is_unsafe_in_url(letter: str) -> bool:
    """Whether a letter of an address is a control, white space, or one that would end an attribute."""
    return ord(letter) <= ord(" ") or letter in _UNSAFE_URL_LETTERS


def embedded_json(value: Any) -> Markup:
    """
    Return JSON that may stand within a script element: nothing in it can end the element.

    >>> print(embedded_json("</script>"))
    "\\u003c/script\\u003e"
    """
    text = json_text(value)
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return Markup(text)
