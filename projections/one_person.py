"""Rows of one person, under any of their records, by whichever record is asked for.

Two records that were merged are of one person; a row keeps the record under which it was entered.
"""

from __future__ import annotations

from collections.abc import Mapping

from .relation import Filter

SQL: Mapping[str, str] = {name: f"{{{name}}}" for name in ("of_person", "of_holder", "of_payer")}
"""For the ``sql`` of the relation: the fragments of ``shared.sql`` as conditions."""
VIEW = "person_registry"
"""The view that knows which records are of one person; a relation with the filter names it."""


def of_person(description: str, *, statement: str = "of_person") -> Filter:
    """The filter on a person. ``statement``: in which column of the row they stand."""
    return Filter("id", description, statement=statement, id_kind="person")
