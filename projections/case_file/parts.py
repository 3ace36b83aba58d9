"""The relations of a case's parts: assessments, plans, services, deliveries, outcomes."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from wahana.platform import sql

from .. import one_person
from ..case_reach import reach
from ..declared import RowOrder, declare, listed, one
from ..relation import Child, Filter, Relation
from ..row_source import TableRows
from . import rows

_SQL = {**sql.load(__file__, "read.sql"), **reach.SQL}

VIEWS = (*reach.VIEWS, "office", one_person.VIEW, "wksbm_directory")

SUBJECT = one("CaseSubject", "Whom it is about, for roles that may see it.", "case_id", "person_id")
"""The person of a row: an actor who may not know the person gets no id either, which could be
looked up elsewhere."""
_WHO = {
    "identity": one(
        "CaseIdentity", "Who they are, for roles that may see it.", "case_id", "person_id"
    )
}
_NOTE = {
    "texts": listed(
        "CaseText",
        "The note beside it, for roles that may read it.",
        "case_id",
        "entry",
        expected=1,
    )
}


def _part(
    name: str,
    row: type[msgspec.Struct],
    rows_: str | TableRows,
    order: tuple[str, ...] = ("entry",),
    children: Mapping[str, Child] | None = None,
    scopes: Mapping[str, Filter] = reach.OPEN_TO,
) -> Relation:
    return declare(
        name,
        row,
        sql=_SQL,
        rows=rows_,
        views=VIEWS,
        key=("case_id", *order),
        orderings={"ENTERED": RowOrder("In their order.", order)},
        scopes=scopes,
        children=children,
    )


def _entries(kind: str) -> TableRows:
    return TableRows(rows.ENTRIES, packed="data", where={"kind": kind}, since="happened_on")


PARTS = (
    _part(
        "CaseAssessment",
        rows.Assessment,
        _entries("ASSESSMENT"),
        children={
            "texts": listed(
                "CaseText",
                "Findings, for roles that may read them.",
                "case_id",
                "entry",
                expected=1,
            ),
            "subject": SUBJECT,
        },
    ),
    _part("CasePlanItem", rows.PlanItem, _entries("PLAN_ITEM"), order=("no",)),
    _part("CaseCapacity", rows.Capacity, _entries("CAPACITY")),
    _part(
        "CaseService",
        rows.ServiceRow,
        TableRows(rows.SERVICES, since="valid_from", until="valid_to"),
        order=("entry", "service_id"),
        children={
            "kps": one("Kps", "The member body.", "kps_id"),
            "recipients": listed(
                "CaseServiceRecipient", "For whom.", "case_id", "service_id", expected=2
            ),
            "deliveries": listed(
                "CaseDelivery", "The deliveries under it.", "case_id", "service_id", expected=6
            ),
        },
    ),
    _part(
        "CaseServiceRecipient",
        rows.ServiceRecipient,
        TableRows(rows.SERVICES, each="recipients", number="no"),
        order=("service_id", "no"),
        children=_WHO,
        scopes=reach.TOLD_TO,
    ),
    _part(
        "CaseDelivery",
        rows.Delivery,
        "deliveries",
        children={
            **_NOTE,
            "recipients": listed(
                "CaseDeliveryRecipient", "To whom.", "case_id", "entry", expected=2
            ),
        },
    ),
    _part(
        "CaseDeliveryRecipient",
        rows.DeliveryRecipient,
        TableRows(rows.DELIVERIES, each="recipients", number="no", since="delivered_on"),
        order=("entry", "no"),
        children=_WHO,
        scopes=reach.TOLD_TO,
    ),
    _part("CaseOutcome", rows.Outcome, _entries("OUTCOME"), children={**_NOTE, "subject": SUBJECT}),
    _part("CaseClosing", rows.Closing, _entries("CLOSING")),
)
