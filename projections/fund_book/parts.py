"""What the relations of a WKSBM's money, meetings and arisan have in common: whose they are."""

from __future__ import annotations

from .. import fund_enumerations as lists
from ..relation import Child, Column, Filter

VIEWS = ("fund_book", "wksbm_directory")
"""Scopes ask the directory where a WKSBM stands."""
NAMED_VIEWS = ("fund_book", "person_registry", "wksbm_directory")
"""Names of payers come from the register, sealed."""
DAY_VIEWS = ("fund_book", "office", "wksbm_directory")
"""Today is the date in the office's zone."""

WKSBM_FILTER = Filter("id", "Of this WKSBM.", column="wksbm_id", id_kind="wksbm")
OF_BOOK = {
    "bookId": Filter("id", "Of this book.", column="book_id", id_kind="fund"),
    "wksbmId": WKSBM_FILTER,
}
BOOK_ID = Column("id", "The book.", id_kind="fund")
WKSBM_ID = Column("id", "The WKSBM.", id_kind="wksbm")
KIND = Column("enum", "What the fund is for.", enumeration=lists.FUND_KIND)
UNIT = Column("enum", "The unit of all its amounts.", enumeration=lists.FUND_UNIT)
WKSBM = Child("Wksbm", "one", "The WKSBM.", {"wksbm_id": "wksbm_id"})
VERSION = Column("int", "Version of the event that entered it; corrections name it.", sql="entry")
PERSON_NAME = Column(
    "sealed",
    "Their name; opened for who may see who paid and who received.",
    nullable=True,
    mask="FUND_LINES",
    path="name",
)


def person(description: str) -> Column:
    """A person who paid, gave or received; masked for who may read the book alone."""
    return Column("id", description, nullable=True, id_kind="person", mask="FUND_LINES")


def scopes(in_area: str) -> dict[str, Filter]:
    """The scopes of rows of a WKSBM; ``in_area``: the view's statement about where it stands."""
    return {
        "area": Filter("text", "The actor's area.", statement=in_area),
        "wksbm": Filter(
            "id", "The actor's WKSBM.", column="wksbm_id", operator="among", id_kind="wksbm"
        ),
    }


def of_wksbm(in_area: str) -> dict[str, Filter]:
    """The filters of rows of a WKSBM."""
    about = "Its WKSBM stands in this area, a code of any level."
    return {"wksbmId": WKSBM_FILTER, "inArea": Filter("text", about, statement=in_area)}


SCOPES = scopes("of_wksbm_in_area")
OF_WKSBM = of_wksbm("of_wksbm_in_area")
KINDS = {
    **OF_WKSBM,
    "kind": Filter("enum", "Of this kind.", column="kind", enumeration=lists.FUND_KIND),
    "unit": Filter("enum", "In this unit.", column="unit", enumeration=lists.FUND_UNIT),
}
