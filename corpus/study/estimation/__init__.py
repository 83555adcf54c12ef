"""Counts corrected by what a person checked: which articles to check, and what they say of all others."""
