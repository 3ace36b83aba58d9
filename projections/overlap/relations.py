"""Relations of the registers: claims, services received this month, warnings."""

from __future__ import annotations

from collections.abc import Mapping

from wahana.platform import sql

from .. import one_person
from ..case_reach import reach
from ..declared import Condition, RowOrder, declare, listed, one
from ..relation import Filter
from ..row_source import TableRows
from . import rows

_SQL = {**sql.load(__file__, "read.sql"), **reach.SQL, **one_person.SQL}
_VIEWS = ("overlap", *reach.VIEWS, "person_registry", "office")
_CHILDREN = {
    "case": one("Case", "The case, for whom it is open.", "case_id"),
    "kps": one("Kps", "The member body.", "kps_id"),
    "identity": one(
        "CaseIdentity", "Who it is, for roles that may see it.", "case_id", "person_id"
    ),
}
_FILTERS: Mapping[str, Condition] = {
    "personId": one_person.of_person("For this person, under whichever of their records."),
    "wksbmId": "Given by this WKSBM.",
    "kpsId": "Given by this member body.",
    "serviceKind": "Of this kind.",
    "inArea": Filter("text", "In this area, a code of any level.", statement="of_case_in_area"),
}
_SCOPES: Mapping[str, Condition] = {
    "area": Filter("text", "In the actor's area.", statement="of_case_in_area"),
    "wksbm": Filter(
        "id", "Of the actor's WKSBM.", statement="of_wksbm", operator="among", id_kind="wksbm"
    ),
    "district": reach.TOLD_TO["district"],
}
_BY_DAY = {"VALID_FROM": RowOrder("By first day.", ("valid_from",))}

CLAIM = declare(
    "ServiceClaim",
    rows.ServiceClaim,
    sql=_SQL,
    rows=TableRows(rows.CLAIMS, since="valid_from", until="valid_to"),
    views=_VIEWS,
    key=("register_id", "claim_id"),
    orderings=_BY_DAY,
    filters=_FILTERS,
    scopes=_SCOPES,
    children=_CHILDREN,
)

RECEIVED = declare(
    "ServiceReceived",
    rows.Received,
    sql=_SQL,
    rows="this_month",
    views=_VIEWS,
    key=("register_id", "claim_id"),
    orderings=_BY_DAY,
    filters=_FILTERS,
    scopes=_SCOPES,
    children=_CHILDREN,
)

WARNING = declare(
    "OverlapWarning",
    rows.Warning,
    sql=_SQL,
    rows=TableRows(rows.WARNINGS),
    views=_VIEWS,
    key=("register_id", "warning_id"),
    orderings={
        "RAISED": RowOrder("Oldest first.", ("raised_at",)),
        "NEWEST": RowOrder("Newest first.", ("raised_at",), descending=True),
    },
    filters={**_FILTERS, "state": "Its status.", "rule": "By this rule."},
    scopes=_SCOPES,
    children={
        **_CHILDREN,
        "others": listed("OverlapMet", "The services it meets.", "warning_id", expected=2),
    },
)

MET = declare(
    "OverlapMet",
    rows.MetService,
    sql=_SQL,
    rows="met",
    views=_VIEWS,
    key=("warning_id", "register_id", "claim_id"),
    orderings=_BY_DAY,
    children={
        "kps": _CHILDREN["kps"],
    },
)

RELATIONS = (CLAIM, RECEIVED, WARNING, MET)
