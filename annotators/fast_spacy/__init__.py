"""
The fast engine: spaCy's pipelines, run in less time with the same decisions.

What a model computes is left to spaCy; here it is computed once where spaCy does it often, or in an order that suits
the processor. Each module replaces one part, and says which, why that is exact, and when spaCy's own code runs
instead:

    model_loading     puts the two layers below in the place of those of a loaded model, and chooses `blas_ops`
    blas_ops          thinc's matrix product                   → numpy's, where that is faster
    hash_embedding    spaCy's MultiHashEmbed                   → each different token once
    maxout_encoder    spaCy's MaxoutWindowEncoder              → some hundred tokens at a time
    batch_run         `nlp.pipe`                               → component by component over a batch
    greedy_parser     the loop of parser and entity recogniser → the same steps through its Python interface
    attribute_ruler   matching each token with all rules       → matching each different token once
    doc_bytes         `Doc.from_docs` and `DocBin`             → arrays of what the layers read

All was read against, and compared to, spaCy 3.8.18 with thinc 8.3.14. Some of what is called is not documented there,
so `pyproject.toml` holds spaCy below 3.9: before that bound is raised, `tests/test_speed_parse.py` and
`benchmarks/same_parse.py` must pass with the new version. `run: {parse: stock}` needs none of this package.
"""

from .fast_engine import FastSpacy

__all__ = ["FastSpacy"]
