"""
Which usages have one bearer, across all articles: the rules of the join, in the order in which they count.

    corrections   what the researcher's file calls somebody else
    gazetteer     a name or alias of one entry alone
    places        two names of one place; one name of two places
    full names    equal names, unless genders or fields of work keep them apart           (`namesakes`)
    variants      a longer and a shorter full name of one person                          (`person_variants`)
    spellings     « Poutine » and "Putin": full names of two languages that sound alike   (`transliterations`)
    short names   surnames, acronyms and the like, when one longer name alone fits; else they stay alone, marked; so
                  does a name that more articles use by itself than its longer form ("BBC" and "BBC Radio")
                                                                                          (`short_names`)
    known bodies  « UE » and "European Union", as short names                             (`known_bodies`)

Variants come before short names, so that « Lula », which two spellings of one person's full name end with, is joined to
their one bearer and is not taken for ambiguous.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from .bearers import JoinedBearers
from .namesakes import join_namesakes
from .person_variants import VariantIndex
from .researcher_facts import ResearcherFacts
from .short_names import ShortNames, join_to_longer
from .transliterations import join_transliterations
from .usages import NameKey, Usage

__all__ = ["join_usages"]


def join_usages(
    articles_of: Mapping[Usage, int],
    fulls_by_short: Mapping[NameKey, set[str]],
    facts: ResearcherFacts,
    *,
    capitals: Collection[NameKey] = (),
    bodies: Mapping[NameKey, str] | None = None,
    transliterations: Mapping[str, str] | None = None,
) -> JoinedBearers:
    """
    Join the usages of a corpus; `articles_of` gives each with the number of its articles.

    `fulls_by_short` holds the surfaces by which articles call what they elsewhere name in full: label and short key →
    full keys. `capitals` are names that are written in capitals alone, as acronyms are; `bodies` has the body of each
    name that is known to be of one, `transliterations` the pairs of keys of persons that are two spellings of one name.
    """
    joined = JoinedBearers()
    by_name: defaultdict[NameKey, list[Usage]] = defaultdict(list)
    for usage in sorted(articles_of, key=_order):
        by_name[usage.name].append(usage)
    for name, namesakes in by_name.items():
        join_namesakes(
            name, {usage: articles_of[usage] for usage in namesakes}, facts, joined
        )
    # The shortest first: a longer variant then finds the shorter one already joined.
    variants = VariantIndex(by_name, fulls_by_short, facts)
    for usage in sorted(
        articles_of, key=lambda usage: (len(usage.key), *_order(usage))
    ):
        variants.join(usage, joined)
    join_transliterations(transliterations or {}, by_name, articles_of, facts, joined)
    # The longest first: « Trading » finds « Rosneft Trading » already joined to its own longer name.
    short_names = ShortNames(
        articles_of,
        by_name,
        fulls_by_short,
        facts,
        capitals=capitals,
        bodies=bodies or {},
    )
    for usage in sorted(
        articles_of, key=lambda usage: (-len(usage.key), *_order(usage))
    ):
        join_to_longer(usage, short_names.longer_usages(usage), facts, joined)
    return joined


def _order(usage: Usage) -> tuple[str, ...]:
    """Return what usages are sorted by, so that a join does not depend on the order of articles."""
    return (
        usage.label,
        usage.key,
        usage.namesake or "",
        usage.place_id or "",
        usage.full or "",
        *sorted(usage.fields),
        "",  # ends the fields: without it they would be compared with genders
        *sorted(usage.genders),
    )
