"""YAML files, read strictly with the place of every value; their mistakes, all at once; the lexicons among them."""
