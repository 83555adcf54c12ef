"""
Who is meant: one resolver of pronouns, definite descriptions and short names, for quotes and events alike.

`CoreferenceReading` is an article as it is read here; `Resolver.of(reading)` answers `resolve(start, end)` with a
`Resolution`: the `Referent` that the words mean, None where they mean nobody that is known, and how that was seen.
`mentions` are what a pronoun may stand for, `antecedents` where they are looked for, `speaker_memory` who spoke
before, `impersonal` pronouns that mean nobody, `descriptions` « le maire », "the 54-year-old" and surnames,
`entity_index` the names of the article.
"""

from .reading import CoreferenceReading
from .referents import Referent, Resolution
from .resolver import Resolver

__all__ = ["CoreferenceReading", "Referent", "Resolution", "Resolver"]
