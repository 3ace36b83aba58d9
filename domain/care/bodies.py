"""The bodies that hold, send and receive cases, and who acts for them.

A body is a WKSBM, one of its member bodies, the office of an area, the LK3, or one outside the
service (a company, an institution, a balai, another office). Roles act for bodies; a body outside
the service has no accounts, so its answers are recorded by the sender.
"""

from __future__ import annotations

from typing import Annotated, TypeVar
from uuid import UUID

import msgspec
from msgspec import Meta

from ..formation.wksbm_command import alive, place_of
from ..kernel.fields import ClearText, Code
from ..kernel.model import Context, Place
from ..kernel.reference_checks import require_area
from ..kernel.refusal import refuse
from ..kernel.roles import acting_for
from ..kernel.vocabulary import AreaCode
from ..reference.areas import VILLAGE_KINDS, AreaKind, within
from .kps import active_member
from .vocabulary import BodyKind

T = TypeVar("T")

DISTRICT: tuple[AreaKind, ...] = ("KECAMATAN",)


class Body(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A body, as an event stores it."""

    kind: BodyKind
    id: UUID | None = None
    """Of a WKSBM or a member body."""
    wksbm: UUID | None = None
    """The WKSBM it is or belongs to."""
    area_code: Code | None = None
    """The area of an office."""
    name: ClearText | None = None
    """The name of an organisation outside the service."""


class BodyRef(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A body to which something is sent: WKSBM and KPS by id, offices by area, others by name."""

    kind: Annotated[BodyKind, Meta(description="Kind of the body.")]
    id: Annotated[UUID | None, Meta(description="Id of the WKSBM or of the KPS.")] = None
    area_code: AreaCode | None = None
    name: Annotated[
        ClearText | None, Meta(description="Name of the company, institution or office.")
    ] = None


def body_of(context: Context, ref: BodyRef) -> Body:
    """The body that a command gives.

    Raises BODY_INCOMPLETE, NOT_FOUND, WKSBM_STATE, KPS_UNKNOWN, AREA_UNKNOWN, AREA_OUTSIDE or
    LEVEL_SCOPE.
    """
    match ref.kind:
        case "WKSBM":
            wksbm = alive(context, _given(ref.id, ref.kind, "id"), field="id")
            return Body(kind="WKSBM", id=wksbm.id, wksbm=wksbm.id)
        case "KPS":
            kps = active_member(context, _given(ref.id, ref.kind, "id"), field="id")
            return Body(kind="KPS", id=kps.id, wksbm=kps.wksbm)
        case "DESA_KEL":
            code = _given(ref.area_code, ref.kind, "areaCode")
            require_area(context, code, field="areaCode", kinds=VILLAGE_KINDS, inside_tenant=True)
            return Body(kind="DESA_KEL", area_code=code)
        case "KECAMATAN_TKSK":
            code = _given(ref.area_code, ref.kind, "areaCode")
            require_area(context, code, field="areaCode", kinds=DISTRICT, inside_tenant=True)
            return Body(kind="KECAMATAN_TKSK", area_code=code)
        case "DINAS_KABKOTA" | "DINAS_PROV":
            own = context.level == ref.kind.removeprefix("DINAS_")
            if not own and ref.kind == "DINAS_KABKOTA":
                _given(ref.name, ref.kind, "name")  # a province has several
            return Body(kind=ref.kind, area_code=context.area_code if own else None, name=ref.name)
        case "LK3":
            return Body(kind="LK3", area_code=context.area_code, name=ref.name)
        case "DUNIA_USAHA" | "LKS" | "BALAI":
            return Body(kind=ref.kind, name=_given(ref.name, ref.kind, "name"))


def own_body(context: Context, village_code: str) -> Body:
    """The body for which the actor reports a case that no WKSBM holds.

    Raises NOT_YOUR_CASE: an actor whose role acts for no office must name a WKSBM.
    """
    acts_for_kind = acting_for(context.actor.role)
    if acts_for_kind == "DESA_KEL":
        return Body(kind="DESA_KEL", area_code=village_code)
    if acts_for_kind == "LK3":
        return Body(kind="LK3", area_code=context.area_code)
    if acts_for_kind != "DINAS":
        refuse("NOT_YOUR_CASE", field="wksbmId", role=context.actor.role)
    return own_dinas(context)


def own_dinas(context: Context) -> Body:
    """The office of this tenant as a body."""
    return Body(kind=_dinas(context), area_code=context.area_code)


def acts_for(context: Context, body: Body) -> bool:
    """Whether the actor acts for a body."""
    actor = context.actor
    match body.kind, acting_for(actor.role):
        case "WKSBM", "WKSBM":
            return body.id in actor.wksbm_ids
        case "KPS", "WKSBM":
            return body.wksbm in actor.wksbm_ids
        case ("DESA_KEL", "DESA_KEL") | ("KECAMATAN_TKSK", "KECAMATAN_TKSK"):
            return _covers(actor.area, body.area_code)
        case "LK3", "LK3":
            return True
        case "DINAS_KABKOTA" | "DINAS_PROV", "DINAS":
            return not outside(context, body)
    return False


def outside(context: Context, body: Body) -> bool:
    """Whether nobody in this tenant acts for a body, so that its answers arrive outside the
    service."""
    if body.kind in ("DINAS_KABKOTA", "DINAS_PROV"):
        return body.kind != _dinas(context)
    return body.kind in ("DUNIA_USAHA", "LKS", "BALAI")


def place_of_body(context: Context, body: Body) -> Place:
    """Where a body is, compared with the extent of the actor's role; the whole tenant for its
    offices."""
    if body.wksbm is not None:
        return place_of(context, body.wksbm)
    if body.kind in ("DESA_KEL", "KECAMATAN_TKSK"):
        return Place(area_code=body.area_code)
    return Place()


def _dinas(context: Context) -> BodyKind:
    return "DINAS_PROV" if context.level == "PROV" else "DINAS_KABKOTA"


def _covers(area: str | None, code: str | None) -> bool:
    return area is not None and code is not None and within(code, area)


def _given(value: T | None, kind: str, field: str) -> T:
    """A required particular of a kind of body. Raises BODY_INCOMPLETE."""
    if value is None:
        refuse("BODY_INCOMPLETE", field=field, kind=kind)
    return value
