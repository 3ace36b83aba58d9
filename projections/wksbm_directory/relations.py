"""Relations of the directory: WKSBM and what belongs to each."""

from __future__ import annotations

from wahana.platform import sql

from ..declared import ColumnFilter, RowOrder, declare, history, in_area, listed, one, paged, starts
from . import rows
from .parts import PARTS

WKSBM = declare(
    "Wksbm",
    rows.Wksbm,
    sql=sql.load(__file__, "read.sql"),
    rows="wksbm",
    views=("wksbm_directory",),
    key=("wksbm_id",),
    node=True,
    orderings={
        "NAME": RowOrder("By name.", ("name_key",)),
        "AREA": RowOrder("By village, then name.", ("village_code", "name_key")),
        "INAUGURATED_ON": RowOrder(
            "By day of inauguration, those without last.", ("inaugurated_key",)
        ),
        "UPDATED": RowOrder("Latest change first.", ("updated_at",), descending=True),
    },
    filters={
        **{
            f"{level}Code": f"Code of the {level} it lies in."
            for level in ("province", "regency", "district", "village")
        },
        "inArea": in_area("Lies in this area, a code of any level."),
        "namePrefix": starts("name_key", "Name begins with this text."),
        "stage": "Its stage.",
        "status": "Its status.",
        "level": "Its level.",
        "budgetYear": "Its budget year.",
        "parentId": "Stands under.",
        "localAreaId": "Its local area.",
        "inauguratedFrom": ColumnFilter(
            "inaugurated_on", ">=", "Inaugurated on this day or later."
        ),
        "inauguratedBefore": ColumnFilter("inaugurated_on", "<", "Inaugurated before this day."),
    },
    scopes={
        "area": in_area("The actor's area."),
        "wksbm": ColumnFilter("wksbm_id", "among", "The actor's WKSBM."),
    },
    children={
        "names": listed("WksbmName", "Its names over time.", "wksbm_id", expected=2),
        "targetGroups": listed(
            "WksbmTargetGroup", "Target groups that it serves.", "wksbm_id", expected=22
        ),
        "localValues": listed(
            "WksbmLocalValue", "Local values that it upholds.", "wksbm_id", expected=5
        ),
        "legalReferences": listed(
            "WksbmLegalReference", "Regulations it refers to.", "wksbm_id", expected=2
        ),
        "socialisations": listed(
            "WksbmSocialisation", "Sessions that explained it.", "wksbm_id", expected=2
        ),
        "candidates": listed(
            "WksbmCandidate", "Candidates of its first board.", "wksbm_id", expected=5
        ),
        "trainings": listed(
            "WksbmTraining", "Trainings of candidates and members.", "wksbm_id", expected=2
        ),
        "waivers": listed("WksbmWaiver", "Stages that were waived.", "wksbm_id", expected=1),
        "mentors": listed("WksbmMentor", "Its mentors.", "wksbm_id", expected=2),
        "awards": listed("WksbmAward", "Competitions entered or won.", "wksbm_id", expected=2),
        "dormancies": listed(
            "WksbmDormancy", "Periods in which it was dormant.", "wksbm_id", expected=1
        ),
        "boardMembers": listed(
            "BoardMember", "Its board on the day, by seat.", "wksbm_id", expected=5
        ),
        "board": one("Board", "Its board.", "wksbm_id"),
        "formation": one("Formation", "The stages of its formation.", "wksbm_id"),
        "parent": one("Wksbm", "The WKSBM to which it belongs.", wksbm_id="parent_id"),
        "localArea": one("LocalArea", "Its local area.", "local_area_id"),
        "units": paged("Wksbm", "WKSBM under it.", parent_id="wksbm_id"),
        "history": history("wksbm_id"),
    },
)

RELATIONS = (WKSBM, *PARTS)
