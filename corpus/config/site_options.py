"""How a site is made, apart from what is in it: each setting of `site:` is declared here, once."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from pressmark.yaml_files.path_settings import ConfigFolder
from pressmark.yaml_files.setting_types import Address, ReportAddress

__all__ = ["SiteOptions"]


class SiteOptions(BaseModel):
    """
    The options of `pressmark.site.build`, which templates read as `options`.

    A field that is added here is a setting of the YAML file, an argument from Python and a part of every page's
    fingerprint, with nothing else to be changed.

    >>> SiteOptions(language="fr").copies
    'fold'
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    language: Literal["en", "fr"] = Field(
        "en", description="The language of the interface"
    )
    theme: ConfigFolder | None = Field(
        None, description="A folder of templates and assets that go before ours"
    )
    address: Address | None = Field(
        None, description="The site's address on the web, for feeds"
    )
    report: ReportAddress | None = Field(
        None,
        description="Where readers report a mistake: `mailto:desk@…`, or an address with {id}, {words} and {decision}",
    )
    search: bool | Literal["pagefind"] = Field(
        True,
        description="A page that searches names, titles and quotes; with `pagefind` all words, where it is served",
    )
    copies: Literal["fold", "show"] = Field(
        "fold", description="Whether lists and counts show an original for its copies"
    )
    downloads: bool = Field(
        True, description="Whether the site offers its data as Parquet, CSV and JSON"
    )
