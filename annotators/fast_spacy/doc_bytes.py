"""
Parses put together, and a parse in bytes and back.

The bytes hold what spaCy's `DocBin` keeps, in less room and time for a single article: `DocBin` looks through all
installed packages whenever one is opened, which costs more than a short article's tokens.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from spacy.tokens import Doc
from spacy.vocab import Vocab

__all__ = ["joined", "packed", "unpacked"]

_WORDS = ["ORTH", "NORM", "TAG", "POS", "MORPH", "LEMMA", "DEP", "ENT_TYPE"]  # names in the vocabulary's string store
_NUMBERS = ["SPACY", "HEAD", "ENT_IOB", "SENT_START"]
_ALL: list[int | str] = [*_WORDS, *_NUMBERS]


def packed(doc: Doc) -> bytes:
    """The tokens of a parse and all that was decided of them."""
    array = doc.to_array(_ALL)
    names, places = np.unique(array[:, : len(_WORDS)], return_inverse=True)
    numbers = array[:, len(_WORDS) :].astype("int64").astype("int32")
    columns = np.hstack([places.reshape(len(doc), len(_WORDS)).astype("int32"), numbers])
    head = json.dumps([len(doc), [doc.vocab.strings[name] for name in names.tolist()]], ensure_ascii=False).encode()
    content = len(head).to_bytes(4, "little") + head + np.ascontiguousarray(columns.T).tobytes()
    return len(content).to_bytes(8, "little") + bytes(pa.compress(content, codec="zstd", asbytes=True))


def unpacked(content: bytes, vocab: Vocab) -> Doc:
    """The inverse of `packed`, in the vocabulary of the model that made the parse."""
    whole = pa.decompress(content[8:], int.from_bytes(content[:8], "little"), codec="zstd", asbytes=True)
    start = 4 + int.from_bytes(whole[:4], "little")
    length, strings = json.loads(whole[4:start])
    columns = np.frombuffer(whole, dtype="int32", offset=start).reshape(len(_WORDS) + len(_NUMBERS), length)
    return _doc(columns, strings, vocab)


def joined(docs: Sequence[Doc], vocab: Vocab) -> Doc:
    """The docs as one, like `Doc.from_docs` but for what no layer reads (vectors, user data)."""
    if not docs:
        return Doc(vocab)
    array = np.concatenate([doc.to_array(_ALL).reshape(len(doc), len(_ALL)) for doc in docs])
    forms = [vocab.strings[form] for form in array[:, 0].tolist()]
    doc = Doc(vocab, words=forms, spaces=array[:, _ALL.index("SPACY")].astype(bool).tolist())
    kept: Any = np.ascontiguousarray(np.delete(array, [0, _ALL.index("SPACY")], axis=1))
    return doc.from_array([name for name in _ALL if name not in ("ORTH", "SPACY")], kept)


def _doc(columns: np.ndarray[Any, Any], strings: list[str], vocab: Vocab) -> Doc:
    names = np.array([vocab.strings.add(text) if text else 0 for text in strings], dtype="uint64")
    words, numbers = columns[: len(_WORDS)], dict(zip(_NUMBERS, columns[len(_WORDS) :], strict=True))
    forms = [strings[place] for place in words[0].tolist()]
    doc = Doc(vocab, words=forms, spaces=numbers.pop("SPACY").astype(bool).tolist())
    decided = [names[row] for row in words[1:]] + [row.astype("int64").astype("uint64") for row in numbers.values()]
    array: Any = np.ascontiguousarray(np.array(decided).T)
    return doc.from_array([*_WORDS[1:], *numbers], array)
