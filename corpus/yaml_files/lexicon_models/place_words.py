"""The form of `places.<language>.yaml`, where a name of a place is, and of `places.und.yaml`, the middles of countries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import BeforeValidator, Field

from pressmark.yaml_files.lexicon_types import (
    LexiconModel,
    Phrase,
    Words,
    described,
    items_to_tuple,
)

__all__ = ["PlaceCentres", "PlaceWords"]

CountryCode = Annotated[str, Field(pattern=r"^[A-Z]{2}$", examples=["FR"])]
Town = Annotated[tuple[Phrase, CountryCode], BeforeValidator(items_to_tuple)]
Degrees = Annotated[tuple[float, float], BeforeValidator(items_to_tuple)]


class PlaceWords(LexiconModel):
    """Where names of places are. Countries have their names of CLDR besides, towns those of GeoNames."""

    countries: Mapping[CountryCode, Words] = described(
        "Further names of countries, by their code", {}
    )
    regions: Mapping[CountryCode, Words] = described(
        "Regions, provinces, islands and states by their country: they get no coordinates",
        {},
    )
    towns: Mapping[Phrase, Town] = described(
        "Towns under another name than GeoNames has → its name and country: « Pékin » → [Beijing, CN]",
        {},
    )
    nowhere: Words = described("Names that are no single spot of a map")


class PlaceCentres(LexiconModel):
    """The middles of countries, and what regions are called elsewhere, whatever the language."""

    centres: Mapping[CountryCode, Degrees] = described(
        "A country's code → degrees north and east; a code that is not here is no country",
        {},
    )
    same: Mapping[Phrase, Words] = described(
        "A region, or a name of the lists `nowhere`, → its names in other languages: all are one place",
        {},
    )
