"""
Parse and annotate an article in this process; print what that changed of it, as JSON.

A script, run in a process of its own: what other tests have loaded and changed would hide what is changed once.
"""

from __future__ import annotations

import gc
import json
import locale
import os
import random
import re
import signal
import sys
import threading
import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from spacy.tokens.underscore import Underscore
from spacy.util import registry
from thinc.api import get_current_ops
from threadpoolctl import threadpool_info

ENGINES = ("fast", "stock")


def process_state() -> dict[str, Any]:
    """All that a library could change for its caller, as values that can be compared later."""
    ops = get_current_ops()
    kinds = (spacy.language.Language, spacy.tokens.Doc, spacy.util)
    return {
        "gc": [
            gc.isenabled(),
            gc.get_threshold(),
            gc.get_freeze_count(),
            gc.get_debug(),
            len(gc.callbacks),
        ],
        "threads of libraries": [
            [library["filepath"], library["num_threads"]]
            for library in threadpool_info()
        ],
        "threads": threading.active_count(),
        "re": [functions_of(module) for module in (re, re._compiler, re._parser)],  # type: ignore[attr-defined]
        "warnings": list(map(repr, warnings.filters)),
        "registries": {
            name: sorted(getattr(registry, name).get_all())
            for name in registry.get_registry_names()
        },
        "extensions": [
            sorted(Underscore.doc_extensions),
            sorted(Underscore.token_extensions),
        ],
        "spaCy's functions": [functions_of(kind) for kind in kinds],
        "thinc's operations": [id(ops), type(ops).__name__],
        "random": [repr(random.getstate()), repr(np.random.get_state())],
        "numpy": [np.geterr(), np.get_printoptions()],
        "signals": [
            repr(signal.getsignal(number)) for number in signal.valid_signals()
        ],
        "Python": [
            list(sys.path),
            sys.getrecursionlimit(),
            sys.getswitchinterval(),
            repr(sys.excepthook),
        ],
        "system": [dict(os.environ), str(Path.cwd()), locale.setlocale(locale.LC_ALL)],
    }


def functions_of(namespace: Any) -> dict[str, int]:
    """Name the functions of a module or class with their identity: a patched one is another."""
    return {
        name: id(value) for name, value in vars(namespace).items() if callable(value)
    }


def main() -> None:
    """Print what differs of the process after a parse by each engine, in the middle of a stream of articles."""
    from pressmark.annotators.parse import DEFAULT_MODELS, model_path

    model = model_path(DEFAULT_MODELS["en"])
    assert "pressmark.annotators.fast_spacy" not in sys.modules
    list(
        spacy.load(model.name).pipe(["Ann left."])
    )  # what spaCy itself changes when it loads a model is there before
    before = process_state()

    import pressmark
    from pressmark.annotation.annotators import find, make_annotator
    from pressmark.annotators.parse import parse_articles

    article = pressmark.Article(
        id="a", text="Ann left.\n\nBob says that he stays.", language="en"
    )
    layers = [
        make_annotator(find(name), {}) for name in ("entities", "quotes", "events")
    ]
    differing: dict[str, Any] = {}
    for engine in ENGINES:
        engine_model = replace(model, engine=engine)  # type: ignore[arg-type]
        stream = pressmark.annotate_parsed(
            parse_articles([article], engine_model.nlp, engine=engine), layers
        )  # type: ignore[arg-type]
        next(stream)
        after = process_state()
        differing |= {
            f"{engine}: {part}": [before[part], after[part]]
            for part in before
            if before[part] != after[part]
        }
    print(json.dumps(differing, default=repr))


if __name__ == "__main__":
    main()
