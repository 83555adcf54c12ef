"""The questions of a study: counts with denominators, why an annotation is there, lists of names."""
