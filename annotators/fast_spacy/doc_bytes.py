"""
Parses put together, and a parse in bytes and back.

Replaces `Doc.from_docs`, which asks every token for its text, and `DocBin`, which looks through all installed packages
whenever one is opened (more than a short article's tokens cost). Both go through arrays of the token attributes that
spaCy's own models set; `from_docs` and `DocBin` copy the same arrays. A doc in which a component left more (spans,
user data, categories, ids of entities) goes through spaCy's own two, so that an annotator finds it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from spacy.tokens import Doc
from spacy.vocab import Vocab

from pressmark.annotators.stock_spacy import docbin_bytes, docbin_doc, spacy_join

__all__ = ["join_docs", "pack", "unpack"]

# Attributes whose values are names in the vocabulary's string store, and those that are numbers.
_WORDS = ["ORTH", "NORM", "TAG", "POS", "MORPH", "LEMMA", "DEP", "ENT_TYPE"]
_NUMBERS = ["SPACY", "HEAD", "ENT_IOB", "SENT_START"]
_ALL: list[int | str] = [*_WORDS, *_NUMBERS]
# An entity linker sets them; spaCy's own models leave them empty.
_ENTITY_IDS: list[int | str] = ["ENT_KB_ID", "ENT_ID"]
# the first byte: who wrote the others
_OURS, _DOCBIN = b"A", b"D"


def pack(doc: Doc) -> bytes | None:
    """Serialize the tokens of `doc` and all that was decided of them; return None if spaCy cannot write it."""
    if _has_more(doc):
        content = docbin_bytes(doc)
        if content is None:
            return None
        return _DOCBIN + content
    array = doc.to_array(_ALL)
    # Strings are 64-bit hashes: each is written once, and its number of 32 bits in its place.
    names, numbers_of_names = np.unique(array[:, : len(_WORDS)], return_inverse=True)
    numbers = array[:, len(_WORDS) :].astype("int64").astype("int32")
    columns = np.hstack(
        [numbers_of_names.reshape(len(doc), len(_WORDS)).astype("int32"), numbers]
    )
    strings = [doc.vocab.strings[name] for name in names.tolist()]
    head = json.dumps([len(doc), strings], ensure_ascii=False).encode()
    body = np.ascontiguousarray(columns.T).tobytes()
    # The length of the head, the head, the columns; before all that, compressed, who wrote it and its whole length.
    content = len(head).to_bytes(4, "little") + head + body
    compressed = bytes(pa.compress(content, codec="zstd", asbytes=True))
    return _OURS + len(content).to_bytes(8, "little") + compressed


def unpack(content: bytes, vocab: Vocab) -> Doc:
    """Restore a doc from `pack`, in the vocabulary of the model that made the parse."""
    if content[:1] == _DOCBIN:
        return docbin_doc(content[1:], vocab)
    size = int.from_bytes(content[1:9], "little")
    plain = pa.decompress(content[9:], size, codec="zstd", asbytes=True)
    start = 4 + int.from_bytes(plain[:4], "little")
    length, strings = json.loads(plain[4:start])
    columns = np.frombuffer(plain, dtype="int32", offset=start).reshape(
        len(_WORDS) + len(_NUMBERS), length
    )
    return _doc(columns, strings, vocab)


def join_docs(docs: Sequence[Doc], vocab: Vocab) -> Doc:
    """Join `docs` into one, as `Doc.from_docs` does without their tensors."""
    if not docs or any(map(_has_more, docs)):
        return spacy_join(docs, vocab)
    array = np.concatenate(
        [doc.to_array(_ALL).reshape(len(doc), len(_ALL)) for doc in docs]
    )
    forms = [vocab.strings[form] for form in array[:, 0].tolist()]
    doc = Doc(
        vocab, words=forms, spaces=array[:, _ALL.index("SPACY")].astype(bool).tolist()
    )
    # The forms and their spaces make the doc; what was decided of them is then written into it.
    decisions: Any = np.ascontiguousarray(
        np.delete(array, [0, _ALL.index("SPACY")], axis=1)
    )
    return doc.from_array(
        [name for name in _ALL if name not in ("ORTH", "SPACY")], decisions
    )


def _has_more(doc: Doc) -> bool:
    """Tell whether a component left in `doc` what the arrays do not hold."""
    if doc.user_data or len(doc.spans) or doc.cats:
        return True
    return bool(doc.to_array(_ENTITY_IDS).any())


def _doc(columns: np.ndarray[Any, Any], strings: list[str], vocab: Vocab) -> Doc:
    """Make the doc of unpacked columns; `strings` are those that the columns name by number."""
    # The hashes of another process are the same, but its vocabulary may not hold the strings yet.
    names = np.array(
        [vocab.strings.add(text) if text else 0 for text in strings], dtype="uint64"
    )
    words, numbers = (
        columns[: len(_WORDS)],
        dict(zip(_NUMBERS, columns[len(_WORDS) :], strict=True)),
    )
    forms = [strings[number] for number in words[0].tolist()]
    doc = Doc(vocab, words=forms, spaces=numbers.pop("SPACY").astype(bool).tolist())
    decisions = [names[row] for row in words[1:]] + [
        row.astype("int64").astype("uint64") for row in numbers.values()
    ]
    array: Any = np.ascontiguousarray(np.array(decisions).T)
    return doc.from_array([*_WORDS[1:], *numbers], array)
