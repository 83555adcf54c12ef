"""What joins the names of a project's corpus: its gazetteers, corrections, and what people decided on names."""

from __future__ import annotations

from pressmark.config.project import Project
from pressmark.linking.corrections import Corrections, read_corrections
from pressmark.linking.gazetteer import GazetteerEntry
from pressmark.linking.names import JoinedNames
from pressmark.linking.places import PlaceFinder
from pressmark.linking.researcher_facts import ResearcherFacts
from pressmark.review.name_decisions import with_decisions

from .run_review import RunReview

__all__ = ["make_names"]


def make_names(project: Project, review: RunReview) -> JoinedNames:
    """Return what joins the names, knowing gazetteers, corrections, and what people decided on names."""
    entries: list[GazetteerEntry] = []
    for choice in project.choices:
        entries += getattr(choice.annotator, "known_names", ())
    settings = project.config.names
    corrections: Corrections | None = None
    if settings.corrections:
        corrections = read_corrections(settings.corrections)
    if review.of_names:
        corrections = with_decisions(
            corrections, review.of_names, review.reading.places
        )
    facts = ResearcherFacts.of(entries, corrections)
    lexicons = project.lexicons
    places = PlaceFinder(lexicons=lexicons) if settings.places else None
    return JoinedNames(facts, places, lexicons)
