"""Relations of member bodies: their services, liaisons, conflicts; and of partners."""

from __future__ import annotations

from wahana.platform import sql

from .. import belonging
from ..declared import RowOrder, declare, history, listed, one, starts
from ..relation import Filter
from ..row_source import TableRows
from . import rows

_SQL = {**sql.load(__file__, "read.sql"), **belonging.SQL}
_VIEWS = ("kps", "office", "wksbm_directory")
"""Scopes look up the area of a WKSBM in the directory; today is a day of the office's time zone."""

KPS = declare(
    "Kps",
    rows.Kps,
    sql=_SQL,
    rows="bodies",
    views=_VIEWS,
    key=("kps_id",),
    node=True,
    orderings={
        "NAME": RowOrder("By name.", ("name_key",)),
    },
    filters={
        **belonging.FILTERS,
        "namePrefix": starts("name_key", "Name begins with this text."),
        "kpsKind": "Of this kind.",
        "isFormal": "With a legal form, or without.",
        "isMember": "A member on the day, or not.",
        "offers": Filter("text", "Offers this kind of service.", statement="offers_service"),
    },
    scopes=belonging.SCOPES,
    children={
        "wksbm": belonging.WKSBM,
        "services": listed("KpsService", "The services it offers.", "kps_id", expected=3),
        "liaisons": listed("KpsLiaison", "Who acts for it.", "kps_id", expected=1),
        "conflicts": listed("KpsConflict", "Conflicts of interest.", "kps_id", expected=1),
        "history": history("kps_id"),
    },
)

OFFER = declare(
    "KpsService",
    rows.OfferRow,
    sql=_SQL,
    rows=TableRows(rows.OFFERS, since="valid_from", until="valid_to"),
    views=_VIEWS,
    key=("kps_id", "entry"),
    orderings={
        "VALID_FROM": RowOrder("By first day.", ("valid_from",)),
    },
    scopes=belonging.SCOPES,
)

LIAISON = declare(
    "KpsLiaison",
    rows.Liaison,
    sql=_SQL,
    rows=TableRows(rows.BODIES, each="liaisons", number="no"),
    views=_VIEWS,
    key=("kps_id", "no"),
    orderings={
        "NUMBER": RowOrder("As named.", ("no",)),
    },
    scopes=belonging.SCOPES,
    children={
        "member": one("Member", "The member.", "member_id"),
    },
)

CONFLICT = declare(
    "KpsConflict",
    rows.ConflictRow,
    sql=_SQL,
    rows=TableRows(rows.CONFLICTS, since="declared_on", until="settled_on"),
    views=_VIEWS,
    key=("kps_id", "conflict_id"),
    orderings={
        "DECLARED": RowOrder("By day.", ("declared_on",)),
    },
    filters={
        **belonging.FILTERS,
        "state": "Its status.",
    },
    scopes=belonging.SCOPES,
    children={
        "kps": one("Kps", "The body.", "kps_id"),
        "other": one("Kps", "The other body.", kps_id="other_id"),
    },
)

PARTNER = declare(
    "NetworkPartner",
    rows.PartnerRow,
    sql=_SQL,
    rows=TableRows(rows.PARTNERS, since="linked_on", until="unlinked_on"),
    views=_VIEWS,
    key=("partner_id",),
    node=True,
    orderings={
        "LINKED": RowOrder("By day.", ("linked_on",)),
    },
    filters={
        **belonging.FILTERS,
        "kind": "Of this kind.",
    },
    scopes=belonging.SCOPES,
    children={
        "wksbm": belonging.WKSBM,
    },
)

RELATIONS = (KPS, OFFER, LIAISON, CONFLICT, PARTNER)
