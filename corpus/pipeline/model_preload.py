"""
Loads the models that workers share. Only the server that workers are forked from reads this module: to read it is to load.

A model is loaded once, for all workers and for each that takes the place of one that died, and its memory is theirs
together: the system copies a page only when somebody writes on it.
"""

from __future__ import annotations

import gc
import os
from contextlib import suppress
from pathlib import Path

from pressmark.annotators.tokenizer_pattern import recall_tokenizer_pattern

from .shared_models import CACHE_FOLDER, DESCRIPTIONS, models_of_text

_cache = os.environ.get(CACHE_FOLDER)
for _model in models_of_text(os.environ.get(DESCRIPTIONS, "[]")):
    # A model that cannot be loaded is told by the worker that needs it: an error here would end the server unheard.
    with suppress(Exception):
        recall_tokenizer_pattern(_model, Path(_cache) if _cache else None)
        _model.nlp  # noqa: B018  # loading is what it does
# What is frozen is not searched for garbage in a worker either, which would write on every page.
gc.collect()
gc.freeze()
