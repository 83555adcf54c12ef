"""Import spaCy's rules of the two languages, for processes that are forked from one that did."""

from pressmark.storage.language_patterns import import_language

for _language in ("en", "fr"):
    import_language(_language)
