"""Linking across articles: which mentions have one bearer, where a place is, which events are one happening."""
