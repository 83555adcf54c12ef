"""The form of each kind of lexicon: a model for each, whose fields are the keys of its file. They import no spaCy."""
