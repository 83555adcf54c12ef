"""
What the rules of all layers ask of a sentence's tree, in the terms of grammar and of no model.

`relations` has the one set of relations that the labels of all models are made into; the other modules have the
questions: `features` of single words, `verbs`, `participants` of a verb, `clauses`, `noun_phrases`. None knows a word of a
language: a rule hands in the words of its lexicon.
"""
