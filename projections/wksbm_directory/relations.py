"""What can be asked of the directory: WKSBM and what belongs to each."""

from __future__ import annotations

from wahana.platform import sql

from .. import enumerations as lists
from ..relation import Child, Column, Filter, Ordering, Relation, SortKey
from .parts import PARTS

_SQL = sql.load(__file__, "read.sql")

_AREA_FILTERS = {
    f"{level}Code": Filter("text", f"Code of the {level} it stands in.", column=f"{level}_code")
    for level in ("province", "regency", "district", "village")
}

_AREA_COLUMNS = {
    "provinceCode": Column("text", "Kemendagri code of its province."),
    "provinceName": Column("text", "Name of its province.", nullable=True),
    "regencyCode": Column("text", "Code of its kabupaten or kota."),
    "regencyName": Column("text", "Name of its kabupaten or kota.", nullable=True),
    "districtCode": Column("text", "Code of its kecamatan."),
    "districtName": Column("text", "Name of its kecamatan.", nullable=True),
    "villageCode": Column("text", "Code of its desa or kelurahan."),
    "villageName": Column("text", "Name of its desa or kelurahan.", nullable=True),
    "areaEdition": Column("text", "Edition of the area list that was cited."),
    "localAreaId": Column(
        "id", "The office's own area below the village.", nullable=True, id_kind="local_area"
    ),
}

_FACTS = {
    "level": Column("enum", "Level at which it works.", enumeration=lists.LEVEL),
    "origin": Column("enum", "How it came into being.", enumeration=lists.ORIGIN),
    "budgetYear": Column("int", "Budget year it counts for."),
    "foundedYear": Column("int", "Year it came into being, if before.", nullable=True),
    "stage": Column("enum", "Last stage of its formation.", enumeration=lists.STAGE),
    "status": Column("enum", "Whether it works, rests or ended.", enumeration=lists.STATUS),
    "proposedOn": Column("date", "Day it was proposed."),
    "socialisedOn": Column("date", "Last day of its first dated session.", nullable=True),
    "nominatedOn": Column("date", "Day its candidates were put up.", nullable=True),
    "approvedOn": Column("date", "Day the nomination was approved.", nullable=True),
    "trainedOn": Column("date", "Day of its first training.", nullable=True),
    "inauguratedOn": Column("date", "Day of its inauguration (pengukuhan).", nullable=True),
    "decreeNo": Column("text", "Number of the inauguration's decree.", nullable=True),
    "decreeIssuedOn": Column("date", "Date of the decree.", nullable=True),
    "decreeIssuerRole": Column("text", "Role of who signed the decree.", nullable=True),
    "maturityGrade": Column("text", "Latest grade, from the office's list.", nullable=True),
    "maturityScheme": Column("text", "Version of the grading scheme.", nullable=True),
    "maturityAssessedOn": Column("date", "Day of that grade.", nullable=True),
    "dormantSince": Column("date", "First day of the rest that goes on.", nullable=True),
    "endedOn": Column("date", "Day it ended.", nullable=True),
    "parentId": Column("id", "The WKSBM it stands under.", nullable=True, id_kind="wksbm"),
    "mergedIntoId": Column("id", "The WKSBM it became part of.", nullable=True, id_kind="wksbm"),
    "evidenceMarks": Column("texts", "What its facts rest on: marks of all its events."),
}

_LINK = {"wksbm_id": "wksbm_id"}


def _list(relation: str, description: str, *, expected: int = 5) -> Child:
    return Child(relation, "list", description, _LINK, expected=expected)


WKSBM = Relation(
    name="Wksbm",
    description="A WKSBM: a cooperation network of local bodies that finds and handles social "
    "problems with the community's own strength (Kepmensos 42/HUK/2004).",
    sql=_SQL,
    rows="wksbm",
    views=("wksbm_directory",),
    key=(SortKey("wksbm_id", "id"),),
    node="wksbm",
    columns={
        "id": Column("id", "Global id.", sql="wksbm_id", id_kind="wksbm"),
        "version": Column("int", "Version of its stream, for expectedVersion."),
        "updatedAt": Column("datetime", "When its last event was recorded."),
        "name": Column("text", "Its name; with validOn that of the day."),
        **_AREA_COLUMNS,
        **_FACTS,
    },
    orderings={
        "NAME": Ordering("By name.", (SortKey("name_key", "text"),)),
        "AREA": Ordering(
            "By village, then name.", (SortKey("village_code", "text"), SortKey("name_key", "text"))
        ),
        "INAUGURATED_ON": Ordering(
            "By day of inauguration, those without last.", (SortKey("inaugurated_key", "date"),)
        ),
        "UPDATED": Ordering(
            "Latest change first.", (SortKey("updated_at", "datetime"),), descending=True
        ),
    },
    filters={
        **_AREA_FILTERS,
        "inArea": Filter("text", "Stands in this area, a code of any level.", statement="in_area"),
        "namePrefix": Filter("text", "Its name begins so.", statement="name_prefix"),
        "stage": Filter("enum", "Its stage.", column="stage", enumeration=lists.STAGE),
        "status": Filter("enum", "Its status.", column="status", enumeration=lists.STATUS),
        "level": Filter("enum", "Its level.", column="level", enumeration=lists.LEVEL),
        "budgetYear": Filter("int", "Its budget year.", column="budget_year"),
        "parentId": Filter("id", "Stands under.", column="parent_id", id_kind="wksbm"),
        "localAreaId": Filter(
            "id", "Its local area.", column="local_area_id", id_kind="local_area"
        ),
        "inauguratedFrom": Filter(
            "date", "Inaugurated on this day or later.", column="inaugurated_on", operator=">="
        ),
        "inauguratedBefore": Filter(
            "date", "Inaugurated before this day.", column="inaugurated_on", operator="<"
        ),
    },
    scopes={
        "area": Filter("text", "The actor's area.", statement="in_area"),
        "wksbm": Filter(
            "id", "The actor's WKSBM.", column="wksbm_id", operator="among", id_kind="wksbm"
        ),
    },
    children={
        "names": _list("WksbmName", "Its names over time.", expected=2),
        "targetGroups": _list("WksbmTargetGroup", "Categories it is there for.", expected=22),
        "localValues": _list("WksbmLocalValue", "Local values it keeps up."),
        "legalReferences": _list("WksbmLegalReference", "Regulations it refers to.", expected=2),
        "socialisations": _list("WksbmSocialisation", "Sessions that explained it.", expected=2),
        "candidates": _list("WksbmCandidate", "Candidates of its first board."),
        "trainings": _list("WksbmTraining", "Trainings of candidates and members.", expected=2),
        "waivers": _list("WksbmWaiver", "Stages it need not go through.", expected=1),
        "mentors": _list("WksbmMentor", "Who guides it.", expected=2),
        "awards": _list("WksbmAward", "Competitions entered or won.", expected=2),
        "dormancies": _list("WksbmDormancy", "Its rests.", expected=1),
        "boardMembers": _list("BoardMember", "Its board on the day, by seat."),
        "board": Child("Board", "one", "Its board.", _LINK),
        "formation": Child("Formation", "one", "Its way through the stages.", _LINK),
        "parent": Child("Wksbm", "one", "The WKSBM it stands under.", {"wksbm_id": "parent_id"}),
        "localArea": Child(
            "LocalArea", "one", "Its local area.", {"local_area_id": "local_area_id"}
        ),
        "units": Child("Wksbm", "connection", "WKSBM under it.", {"parent_id": "wksbm_id"}),
        "history": Child(
            "TrailObjectEntry",
            "connection",
            "Every event that names it, newest first.",
            {"object_id": "wksbm_id"},
        ),
    },
)

RELATIONS = (WKSBM, *PARTS)
