"""The static site of a corpus: gather what a page needs, render it to a string, write it."""
