"""What can be asked of the office: settings by date, members, local areas, permits."""

from __future__ import annotations

from wahana.platform import sql

from .. import enumerations as lists
from ..relation import Child, Column, Filter, Ordering, Relation, SortKey

_SQL = sql.load(__file__, "read.sql")
_VIEWS = ("office",)
_OFFICE_LINK = {"office_id": "office_id"}
_MEMBER_LINK = {"member_id": "member_id"}
_UPDATED = Column("datetime", "When its last event was recorded.")
_VERSION = Column("int", "Version of its stream, for expectedVersion.")
_FROM = SortKey("effective_from", "date")
_SINCE = Column("date", "First day.")

OFFICE = Relation(
    name="Office",
    description="The office (Dinas); with validOn: by the name of that day.",
    sql=_SQL,
    rows="office",
    views=_VIEWS,
    key=(SortKey("office_id", "id"),),
    node="tenant",
    columns={
        "id": Column("id", "Global id.", sql="office_id", id_kind="tenant"),
        "version": _VERSION,
        "updatedAt": _UPDATED,
        "name": Column("text", "Its name."),
        "slug": Column("text", "Short name in addresses."),
        "level": Column("enum", "Its level.", enumeration=lists.OFFICE_LEVEL),
        "areaCode": Column("text", "Code of its area; empty for a national office."),
        "areaName": Column("text", "Name of its area.", nullable=True),
        "timeZone": Column("text", "IANA name of the zone its days are counted in."),
        "logOrigin": Column("text", "Name of its log, for proofs."),
        "sample": Column("bool", "Its people are invented."),
        "backlogUntil": Column(
            "date", "Until then any past date is accepted and marked late.", nullable=True
        ),
    },
    orderings={"NAME": Ordering("There is one.", (SortKey("slug", "text"),))},
    children={
        "names": Child("OfficeName", "list", "Its names.", _OFFICE_LINK, expected=3),
        "policies": Child("OfficePolicy", "list", "Policies set.", _OFFICE_LINK, expected=10),
        "editions": Child(
            "OfficeEdition", "list", "Category lists adopted.", _OFFICE_LINK, expected=2
        ),
    },
)

NAME = Relation(
    name="OfficeName",
    description="A name of the office from a day on.",
    sql=_SQL,
    rows="office_names",
    views=_VIEWS,
    key=(SortKey("office_id", "id"), SortKey("entry", "int")),
    columns={
        "entry": Column("int", "Version of the event that gave it."),
        "effectiveFrom": _SINCE,
        "name": Column("text", "The name."),
    },
    orderings={"FROM": Ordering("By day.", (_FROM,))},
)

POLICY = Relation(
    name="OfficePolicy",
    description="A policy set from a day on; those never set have their defaults.",
    sql=_SQL,
    rows="office_policies",
    views=_VIEWS,
    key=(SortKey("office_id", "id"), SortKey("name", "text"), _FROM),
    columns={
        "name": Column("text", "The policy."),
        "effectiveFrom": _SINCE,
        "value": Column("json", "Its value: number, switch, code or codes."),
    },
    orderings={"NAME": Ordering("By name, then day.", (SortKey("name", "text"), _FROM))},
    filters={"name": Filter("text", "This policy.", column="name")},
)

EDITION = Relation(
    name="OfficeEdition",
    description="An edition of the category list, adopted from a day on.",
    sql=_SQL,
    rows="office_editions",
    views=_VIEWS,
    key=(SortKey("office_id", "id"), SortKey("entry", "int")),
    columns={
        "entry": Column("int", "Version of the event that adopted it."),
        "effectiveFrom": _SINCE,
        "edition": Column("text", "The edition."),
    },
    orderings={"FROM": Ordering("By day.", (_FROM,))},
)

MEMBER = Relation(
    name="Member",
    description="Who may act in the office: a person, an app or a process.",
    sql=_SQL,
    rows="members",
    views=_VIEWS,
    key=(SortKey("member_id", "id"),),
    node="member",
    columns={
        "id": Column("id", "Global id.", sql="member_id", id_kind="member"),
        "version": _VERSION,
        "updatedAt": _UPDATED,
        "kind": Column("enum", "What it is.", enumeration=lists.MEMBER_KIND),
        "personId": Column("id", "The person.", nullable=True, id_kind="person"),
        "label": Column("text", "Name of the app or process.", nullable=True),
        "admittedOn": Column("date", "Day of admission."),
    },
    orderings={"ADMITTED": Ordering("By admission.", (SortKey("admitted_on", "date"),))},
    filters={
        "kind": Filter("enum", "Its kind.", column="kind", enumeration=lists.MEMBER_KIND),
        "personId": Filter("id", "This person.", column="person_id", id_kind="person"),
    },
    children={
        "person": Child("PersonCard", "one", "The person.", {"person_id": "person_id"}),
        "roles": Child("MemberRole", "list", "Its roles.", _MEMBER_LINK, expected=2),
        "tokens": Child("MemberToken", "list", "Its tokens.", _MEMBER_LINK, expected=2),
    },
)

ROLE = Relation(
    name="MemberRole",
    description="A role that was given; with validOn: held on that day.",
    sql=_SQL,
    rows="member_roles",
    views=_VIEWS,
    key=(SortKey("grant_id", "id"),),
    columns={
        "grantId": Column("id", "Id of the grant.", id_kind="grant"),
        "memberId": Column("id", "The member.", id_kind="member"),
        "role": Column("text", "The role."),
        "areaCode": Column("text", "Area it is limited to.", nullable=True),
        "wksbmIds": Column("json", "Ids of the WKSBM it is limited to."),
        "startsOn": Column("date", "First day."),
        "endsOn": Column("date", "Last day, which counts.", nullable=True),
    },
    orderings={"STARTS_ON": Ordering("By start.", (SortKey("starts_on", "date"),))},
    filters={
        "memberId": Filter("id", "Of this member.", column="member_id", id_kind="member"),
        "role": Filter("text", "This role.", column="role"),
    },
)

TOKEN = Relation(
    name="MemberToken",
    description="A token that was handed out: what it may, never what it is.",
    sql=_SQL,
    rows="member_tokens",
    views=_VIEWS,
    key=(SortKey("token_id", "id"),),
    columns={
        "tokenId": Column("id", "Id of the token.", id_kind="token"),
        "memberId": Column("id", "The member.", id_kind="member"),
        "grantId": Column("id", "The role it acts in.", id_kind="grant"),
        "label": Column("text", "Name of the app that uses it."),
        "scopes": Column("texts", "What it is narrowed to; empty: all that the role has."),
        "expiresAt": Column("datetime", "When it ends."),
        "revoked": Column("bool", "It is worth nothing any more."),
    },
    orderings={"EXPIRES_AT": Ordering("By end.", (SortKey("expires_at", "datetime"),))},
    filters={"memberId": Filter("id", "Of this member.", column="member_id", id_kind="member")},
)

LOCAL_AREA = Relation(
    name="LocalArea",
    description="The office's own area below the village: RT, RW, dusun, kampung.",
    sql=_SQL,
    rows="local_areas",
    views=_VIEWS,
    key=(SortKey("local_area_id", "id"),),
    node="local_area",
    columns={
        "id": Column("id", "Global id.", sql="local_area_id", id_kind="local_area"),
        "version": _VERSION,
        "updatedAt": _UPDATED,
        "villageCode": Column("text", "Code of its desa or kelurahan."),
        "villageName": Column("text", "Name of its desa or kelurahan.", nullable=True),
        "areaEdition": Column("text", "Edition of the area list that was cited."),
        "kind": Column("text", "RT, RW, DUSUN, …"),
        "number": Column("text", "Its number, without leading zeros.", nullable=True),
        "name": Column("text", "Its name.", nullable=True),
        "label": Column("text", "Kind, number and name."),
        "parentId": Column("id", "The local area it lies in.", nullable=True, id_kind="local_area"),
        "closed": Column("bool", "It is no more."),
    },
    orderings={
        "VILLAGE": Ordering(
            "By village, kind, number.",
            (SortKey("village_code", "text"), SortKey("label_key", "text")),
        )
    },
    filters={
        "villageCode": Filter("text", "In this village.", column="village_code"),
        "inArea": Filter("text", "In this area, of any level.", statement="in_area"),
        "kind": Filter("text", "Of this kind.", column="kind"),
        "parentId": Filter("id", "Lies in.", column="parent_id", id_kind="local_area"),
        "closed": Filter("bool", "Closed, or not.", column="closed"),
    },
    scopes={"area": Filter("text", "The actor's area.", statement="in_area")},
    children={
        "parent": Child("LocalArea", "one", "It lies in.", {"local_area_id": "parent_id"}),
        "wksbm": Child(
            "Wksbm", "connection", "WKSBM that stand there.", {"local_area_id": "local_area_id"}
        ),
    },
)

PERMIT = Relation(
    name="LatePermit",
    description="A late-entry permit; with validOn: those that cover the day.",
    sql=_SQL,
    rows="late_permits",
    views=_VIEWS,
    key=(SortKey("permit_id", "id"),),
    node="late_entry",
    columns={
        "id": Column("id", "Global id.", sql="permit_id", id_kind="late_entry"),
        "version": _VERSION,
        "updatedAt": _UPDATED,
        "coversFrom": Column("date", "First business date it covers."),
        "coversTo": Column("date", "Last business date it covers."),
        "until": Column("date", "Last day on which it may be used."),
        "wksbmId": Column("id", "The only WKSBM it is for.", nullable=True, id_kind="wksbm"),
        "reason": Column("text", "Why the entries come late."),
        "allowedById": Column("id", "Who gave it.", sql="allowed_by", id_kind="member"),
        "allowedOn": Column("date", "Day it was given."),
        "revoked": Column("bool", "It counts no more."),
        "revokedOn": Column("date", "Day it was revoked.", nullable=True),
    },
    orderings={"UNTIL": Ordering("By end.", (SortKey("until", "date"),))},
    filters={
        "revoked": Filter("bool", "Revoked, or not.", column="revoked"),
        "usableOn": Filter("date", "May be used on this day.", column="until", operator=">="),
        "wksbmId": Filter("id", "For this WKSBM.", column="wksbm_id", id_kind="wksbm"),
    },
    children={
        "allowedBy": Child("Member", "one", "Who gave it.", {"member_id": "allowed_by"}),
        "wksbm": Child("Wksbm", "one", "The WKSBM.", {"wksbm_id": "wksbm_id"}),
    },
)

RELATIONS = (OFFICE, NAME, POLICY, EDITION, MEMBER, ROLE, TOKEN, LOCAL_AREA, PERMIT)
