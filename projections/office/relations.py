"""Relations of the office: settings by date, members, local areas, permits."""

from __future__ import annotations

from wahana.platform import sql

from .. import one_person
from ..declared import ColumnFilter, RowOrder, declare, in_area, listed, one, paged
from ..row_source import TableRows
from . import rows

_SQL = {**sql.load(__file__, "read.sql"), **one_person.SQL}
_VIEWS = ("office",)
_BY_DAY = {"FROM": RowOrder("By day.", ("effective_from",))}

OFFICE = declare(
    "Office",
    rows.OfficeRow,
    sql=_SQL,
    rows="office",
    views=_VIEWS,
    key=("office_id",),
    node=True,
    orderings={
        "NAME": RowOrder("There is only one office.", ("slug",)),
    },
    children={
        "names": listed("OfficeName", "Its names.", "office_id", expected=3),
        "policies": listed("OfficePolicy", "Policies set.", "office_id"),
        "editions": listed("OfficeEdition", "Category lists adopted.", "office_id", expected=2),
    },
)

NAME = declare(
    "OfficeName",
    rows.OfficeName,
    sql=_SQL,
    rows=TableRows(rows.OFFICES, each="names", since="effective_from"),
    views=_VIEWS,
    key=("office_id", "of"),
    orderings=_BY_DAY,
)

POLICY = declare(
    "OfficePolicy",
    rows.OfficePolicy,
    sql=_SQL,
    rows="office_policies",
    views=_VIEWS,
    key=("office_id", "name", "effective_from"),
    orderings={
        "NAME": RowOrder("By name, then day.", ("name", "effective_from")),
    },
    filters={
        "name": "This policy.",
    },
)

EDITION = declare(
    "OfficeEdition",
    rows.OfficeEdition,
    sql=_SQL,
    rows="office_editions",
    views=_VIEWS,
    key=("office_id", "entry"),
    orderings=_BY_DAY,
)

MEMBER = declare(
    "Member",
    rows.MemberRow,
    sql=_SQL,
    rows=TableRows(rows.MEMBERS),
    views=(*_VIEWS, one_person.VIEW),
    key=("member_id",),
    node=True,
    orderings={
        "ADMITTED": RowOrder("By admission.", ("admitted_on",)),
    },
    filters={
        "kind": "Its kind.",
        "personId": one_person.of_person("This person."),
    },
    children={
        "person": one("PersonCard", "The person.", "person_id"),
        "roles": listed("MemberRole", "Its roles.", "member_id", expected=2),
        "tokens": listed("MemberToken", "Its tokens.", "member_id", expected=2),
    },
)

ROLE = declare(
    "MemberRole",
    rows.MemberRole,
    sql=_SQL,
    rows=TableRows(rows.MEMBERS, each="grants", since="starts_on", last="ends_on"),
    views=_VIEWS,
    key=("grant_id",),
    orderings={
        "STARTS_ON": RowOrder("By start.", ("starts_on",)),
    },
    filters={
        "memberId": "Of this member.",
        "role": "This role.",
    },
)

TOKEN = declare(
    "MemberToken",
    rows.MemberToken,
    sql=_SQL,
    rows=TableRows(rows.MEMBERS, each="tokens", own=("label",)),
    views=_VIEWS,
    key=("token_id",),
    orderings={
        "EXPIRES_AT": RowOrder("By end.", ("expires_at",)),
    },
    filters={
        "memberId": "Of this member.",
    },
)

LOCAL_AREA = declare(
    "LocalArea",
    rows.AreaRow,
    sql=_SQL,
    rows=TableRows(rows.AREAS),
    views=_VIEWS,
    key=("local_area_id",),
    node=True,
    orderings={
        "VILLAGE": RowOrder("By village, kind, number.", ("village_code", "label_key")),
    },
    filters={
        "villageCode": "In this village.",
        "inArea": in_area("In this area, of any level."),
        "kind": "Of this kind.",
        "parentId": "Lies in.",
        "closed": "Closed, or not.",
    },
    scopes={"area": in_area("The actor's area.")},
    children={
        "parent": one("LocalArea", "It lies in.", local_area_id="parent_id"),
        "wksbm": paged("Wksbm", "WKSBM of the area.", "local_area_id"),
    },
)

PERMIT = declare(
    "LatePermit",
    rows.PermitRow,
    sql=_SQL,
    rows=TableRows(rows.PERMITS, since="covers_from", last="covers_to"),
    views=_VIEWS,
    key=("permit_id",),
    node=True,
    orderings={
        "UNTIL": RowOrder("By end.", ("until",)),
    },
    filters={
        "revoked": "Revoked, or not.",
        "usableOn": ColumnFilter("until", ">=", "May be used on this day."),
        "wksbmId": "For this WKSBM.",
    },
    children={
        "allowedBy": one("Member", "Who gave it.", member_id="allowed_by"),
        "wksbm": one("Wksbm", "The WKSBM.", "wksbm_id"),
    },
)

RELATIONS = (OFFICE, NAME, POLICY, EDITION, MEMBER, ROLE, TOKEN, LOCAL_AREA, PERMIT)
