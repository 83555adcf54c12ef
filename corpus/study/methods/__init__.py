"""What a methods section must say of a corpus: gathered from its tables, put into words of a language."""
