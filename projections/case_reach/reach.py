"""For whom a case is open: the conditions that every relation of cases shares.

The role table says how far a role reads; what it cannot say ("referred", "tasked") stands here as
conditions of the statement. A case is open to its holder and, while a referral is live, to its
receiver; what is told about a person is open to the holder of the case, and of a referral only the
parts that it discloses, the notes not before it is accepted.
"""

from __future__ import annotations

from collections.abc import Mapping

from wahana.platform import sql

from ..relation import Filter

SQL: Mapping[str, str] = sql.load(__file__, "read.sql")
VIEWS = ("case_file", "referral", "kps")
"""The views that the conditions ask."""


def in_area(description: str, statement: str) -> Filter:
    """A scope whose value is the code of an area."""
    return Filter("text", description, statement=statement)


def among(description: str, statement: str) -> Filter:
    """A scope whose value is a list: of WKSBM, or who asks (and, for a district, its area)."""
    return Filter("id", description, statement=statement, operator="among")


OPEN_TO: Mapping[str, Filter] = {
    "area": in_area("Cases of the actor's area.", "case_in_area"),
    "wksbm": among("Cases of the actor's WKSBM.", "case_of_wksbm"),
    "district": among("Cases referred to the actor's office.", "case_at_district"),
    "lk3": among("Cases of the LK3.", "case_at_lk3"),
    "liaison": among("Cases in which the actor's body was given a service.", "case_tasked"),
}
"""Rows about a case: who sees that there is one."""

TOLD_TO: Mapping[str, Filter] = {
    "area": OPEN_TO["area"],
    "wksbm": among("What the actor's WKSBM knows.", "told_to_wksbm"),
    "district": among("What was disclosed to the actor's office.", "told_to_district"),
    "lk3": among("What the LK3 knows.", "told_to_lk3"),
    "liaison": among("What a liaison needs.", "told_to_liaison"),
}
"""Rows about persons of a case: who is told."""

CATEGORY_TO: Mapping[str, Filter] = {**TOLD_TO, "liaison": OPEN_TO["liaison"]}
"""Categories: as what is told about persons, but a body that helps knows what for."""

NOTES_TO: Mapping[str, Filter] = {
    **TOLD_TO,
    "dinas": among("What the Dinas needs for its own cases.", "told_to_dinas"),
}
"""Sealed texts of a case."""
