"""All rules of quotes, from the tables of their modules, to be explained and switched off by name."""

from __future__ import annotations

from pressmark.annotators.rules import AnyRule

from .article_reading import (
    DIALOGUE_RULES,
    FIRST_QUOTE_RULES,
    FLOATING_RULES,
    MERGE_RULES,
    NESTED_RULES,
    PERSON_BEHIND_RULES,
    REPORTED_RULES,
    SIGNATURE_RULES,
    TOLD_BEFORE_RULES,
    TRANSCRIPT_RULES,
)
from .as_clauses import AS_CLAUSE_RULES
from .beside_attributions import BESIDE_RULES
from .complements import OBJECT_RULES
from .content_ends import CLAUSE_END_RULES, CONTENT_END_RULES
from .content_starts import CONTENT_START_RULES
from .frame_reading import CONTENT_WORD_RULES, NOUN_RULES, REPORT_RULES
from .governed_marks import GOVERNED_RULES
from .impersonal_reports import IMPERSONAL_RULES, OWN_WORDS_RULES
from .incises import INCISE_RULES
from .likened_attributions import LIKENED_RULES
from .source_attributions import POSTPOSITION_RULES, SOURCE_RULES
from .unclaimed_marks import UNCLAIMED_RULES

__all__ = ["QUOTE_RULES"]

QUOTE_RULES: tuple[AnyRule, ...] = (
    *TRANSCRIPT_RULES,
    *SIGNATURE_RULES,
    *DIALOGUE_RULES,
    *INCISE_RULES,
    *AS_CLAUSE_RULES,
    *IMPERSONAL_RULES,
    *OWN_WORDS_RULES,
    *SOURCE_RULES,
    *LIKENED_RULES,
    *POSTPOSITION_RULES,
    *BESIDE_RULES,
    *REPORT_RULES,
    *CONTENT_START_RULES,
    *OBJECT_RULES,
    *CLAUSE_END_RULES,
    *CONTENT_END_RULES,
    *CONTENT_WORD_RULES,
    *NOUN_RULES,
    *UNCLAIMED_RULES,
    *GOVERNED_RULES,
    *REPORTED_RULES,
    *FLOATING_RULES,
    *FIRST_QUOTE_RULES,
    *TOLD_BEFORE_RULES,
    *PERSON_BEHIND_RULES,
    *NESTED_RULES,
    *MERGE_RULES,
)
"""In the order of work."""
