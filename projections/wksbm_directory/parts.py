"""The relations of the small sets of a WKSBM: names, target groups, candidates, mentors …"""

from __future__ import annotations

import msgspec

from wahana.platform import sql

from ..declared import Order, declare, one
from ..relation import Child, Relation
from . import rows

_SQL = sql.load(__file__, "read.sql")
_PERSON = {"person": one("PersonCard", "The person's card.", "person_id")}
_ACTIVITY = {"activity": one("Activity", "The office's own activity.", "activity_id")}


def _part(
    name: str,
    row: type[msgspec.Struct],
    statement: str,
    order: str = "entry",
    children: dict[str, Child] | None = None,
) -> Relation:
    return declare(
        name,
        row,
        sql=_SQL,
        rows=statement,
        views=("wksbm_directory",),
        key=("wksbm_id", order),
        orderings={"ENTERED": Order("In their order.", (order,))},
        children=children,
    )


PARTS = (
    _part("WksbmName", rows.Name, "wksbm_names"),
    _part("WksbmTargetGroup", rows.TargetGroup, "target_group_codes", "no"),
    _part("WksbmLocalValue", rows.LocalValue, "local_values", "no"),
    _part("WksbmLegalReference", rows.LegalReference, "legal_references", "ordinal"),
    _part("WksbmSocialisation", rows.Socialisation, "socialisations", children=_ACTIVITY),
    _part("WksbmCandidate", rows.Candidate, "candidates", "no", children=_PERSON),
    _part("WksbmTraining", rows.Training, "trainings", children=_ACTIVITY),
    _part("WksbmWaiver", rows.Waiver, "waivers"),
    _part("WksbmMentor", rows.Mentor, "mentors", children=_PERSON),
    _part("WksbmAward", rows.Award, "awards"),
    _part("WksbmDormancy", rows.Dormancy, "dormancies"),
)
