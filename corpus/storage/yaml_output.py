"""YAML as the files of a corpus have it: the same bytes from both emitters of PyYAML, that in C and that in Python."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import yaml

__all__ = ["yaml_text"]

_FastDumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def yaml_text(content: Mapping[str, Any]) -> str:
    r"""
    Write a mapping as a YAML document in block style, its keys in their order and none of them empty.

    The emitter in C writes tables' columns four times as fast. It escapes letters that the one in Python writes as they
    are, an emoji for one; a check compares bytes with those that an earlier version wrote, so it is given ASCII alone.

    >>> yaml_text({"title": "Ponts 🙂", "tags": ["news"]})
    'title: Ponts 🙂\ntags:\n- news\n'
    """
    is_ascii = json.dumps(content, ensure_ascii=False, default=str).isascii()
    text: str = yaml.dump(
        content,
        Dumper=_FastDumper if is_ascii else yaml.SafeDumper,
        sort_keys=False,
        allow_unicode=True,
        width=120,
    )
    return text
