"""
Loads the models, spaCy's rules of the languages and our words of events, that workers share: to read this module is to
load. Only the server that workers are forked from does.

A model is loaded once, for all workers and for each that takes the place of one that died, and its memory is theirs
together: the system copies a page only when somebody writes on it.
"""

from __future__ import annotations

import gc
import os
from contextlib import suppress

from pressmark.annotators.events.lexicon import load_lexicon
from pressmark.storage.language_patterns import import_language

from .shared_models import DESCRIPTIONS, LANGUAGES, models_of_text

for _language in os.environ.get(LANGUAGES, "").split():
    # A model may have a language that spaCy has no rules for.
    with suppress(ImportError):
        import_language(_language)

for _model in models_of_text(os.environ.get(DESCRIPTIONS, "[]")):
    # A model that cannot be loaded is told by the worker that needs it: an error here would end the server unheard.
    with suppress(Exception):
        _model.nlp  # noqa: B018  # loading is what it does
for _language in os.environ.get(LANGUAGES, "").split():
    # All forms of all verbs: 1.3 s in French. The other layers' words take a quarter of that, and a run may have its own
    # lexicons, which each worker reads.
    with suppress(Exception):
        load_lexicon(_language)
# What is frozen is not searched for garbage in a worker either, which would write on every page.
gc.collect()
gc.freeze()
