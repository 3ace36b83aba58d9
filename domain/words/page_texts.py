"""The texts of sheets and pages, by page and name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from .catalogue import Words, read, words
from .formats import Language
from .template import Template

PAGES: Mapping[str, Mapping[str, Words]] = MappingProxyType(
    {
        page: MappingProxyType(
            {name: words(text, f"{page}.{name}") for name, text in table.items()}
        )
        for page, table in read("pages").items()
    }
)
"""The texts of a page, by name."""


def templates(page: str, language: Language) -> Mapping[str, Template]:
    """The texts of a page in a language, as templates."""
    return MappingProxyType(
        {name: Template(text.of(language), language) for name, text in PAGES[page].items()}
    )
