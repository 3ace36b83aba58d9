"""The relations of the small sets of a WKSBM: names, target groups, candidates, mentors …"""

from __future__ import annotations

import msgspec

from wahana.platform import sql

from ..declared import RowOrder, declare, one
from ..relation import Child, Relation
from ..row_source import TableRows
from . import rows

_SQL = sql.load(__file__, "read.sql")
_PERSON = {"person": one("PersonCard", "The person's card.", person_id="person")}
_ACTIVITY = {"activity": one("Activity", "The office's own activity.", "activity_id")}


def _part(
    name: str,
    row: type[msgspec.Struct],
    rows_: str | TableRows,
    order: str = "entry",
    children: dict[str, Child] | None = None,
) -> Relation:
    return declare(
        name,
        row,
        sql=_SQL,
        rows=rows_,
        views=("wksbm_directory",),
        key=("wksbm_id", order),
        orderings={"ENTERED": RowOrder("In their order.", (order,))},
        children=children,
    )


def _each(column: str, **more: str) -> TableRows:
    return TableRows(rows.DETAILS, each=column, **more)  # type: ignore[arg-type]


PARTS = (
    _part("WksbmName", rows.Name, _each("names", since="valid_from")),
    _part("WksbmTargetGroup", rows.TargetGroup, "target_group_codes", "no"),
    _part("WksbmLocalValue", rows.LocalValue, _each("local_values", number="no"), "no"),
    _part(
        "WksbmLegalReference",
        rows.LegalReference,
        _each("legal_references", number="ordinal"),
        "ordinal",
    ),
    _part("WksbmSocialisation", rows.Socialisation, "socialisations", children=_ACTIVITY),
    _part(
        "WksbmCandidate",
        rows.Candidate,
        _each("candidates", number="no", since="nominated_on"),
        "no",
        children=_PERSON,
    ),
    _part("WksbmTraining", rows.Training, "trainings", children=_ACTIVITY),
    _part("WksbmWaiver", rows.Waiver, _each("waivers")),
    _part(
        "WksbmMentor",
        rows.Mentor,
        _each("mentors", since="valid_from", until="valid_to"),
        children=_PERSON,
    ),
    _part("WksbmAward", rows.Award, "awards"),
    _part(
        "WksbmDormancy", rows.Dormancy, _each("dormancies", since="valid_from", until="valid_to")
    ),
)
