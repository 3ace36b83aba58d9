"""To whom a case is open: the conditions that all relations of cases share.

The role table gives the extent of a role's reading right; what it cannot express ("referred",
"tasked") is a condition of the statement. A case is open to its holder and, while a referral is
live, to its receiver. Data about a person are open to the holder of the case; a referral opens only
the parts that it discloses, and notes only after it is accepted.
"""

from __future__ import annotations

from collections.abc import Mapping

from wahana.platform import sql

from ..relation import Filter

SQL: Mapping[str, str] = sql.load(__file__, "read.sql")
VIEWS = ("case_file", "referral", "kps")
"""The views that the conditions read."""


def in_area(description: str, statement: str) -> Filter:
    """A scope whose value is the code of an area."""
    return Filter("text", description, statement=statement)


def among(description: str, statement: str) -> Filter:
    """A scope whose value is a list: of WKSBM, or of the actor's ids (and, for a district, its
    area)."""
    return Filter("id", description, statement=statement, operator="among")


OPEN_TO: Mapping[str, Filter] = {
    "area": in_area("Cases of the actor's area.", "case_in_area"),
    "wksbm": among("Cases of the actor's WKSBM.", "case_of_wksbm"),
    "district": among("Cases referred to the actor's office.", "case_at_district"),
    "lk3": among("Cases of the LK3.", "case_at_lk3"),
    "liaison": among("Cases in which the actor's body was given a service.", "case_tasked"),
}
"""Rows about a case: who may see that the case exists."""

TOLD_TO: Mapping[str, Filter] = {
    "area": OPEN_TO["area"],
    "wksbm": among("Data about persons of the cases of the actor's WKSBM.", "told_to_wksbm"),
    "district": among("Data about persons disclosed to the actor's office.", "told_to_district"),
    "lk3": among("Data about persons of the cases of the LK3.", "told_to_lk3"),
    "liaison": among("Data that a liaison needs.", "told_to_liaison"),
}
"""Rows about persons of a case: who may see the data about them."""

CATEGORY_TO: Mapping[str, Filter] = {**TOLD_TO, "liaison": OPEN_TO["liaison"]}
"""Categories: as data about persons, and also for a body that gives a service in the case."""

NOTES_TO: Mapping[str, Filter] = {
    **TOLD_TO,
    "dinas": among("Data about persons of the Dinas's own cases.", "told_to_dinas"),
}
"""Sealed texts of a case."""
