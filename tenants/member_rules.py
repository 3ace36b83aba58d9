"""When a fact of a member is allowed: one rule for each kind."""

from __future__ import annotations

from datetime import date

from wahana.domain.kernel.days import shifted
from wahana.domain.kernel.model import Context
from wahana.domain.kernel.problems import refuse_field
from wahana.domain.kernel.reference_checks import require_area
from wahana.domain.kernel.refusal import refuse
from wahana.domain.kernel.roles import ROLES
from wahana.domain.kernel.timeline import Timeline

from .member import ROLE, ROLE_END, Grant, Member


def _role(context: Context, member: Member, grant: Grant) -> None:
    """A role has the limits that the role table knows, and no other: those would not hold."""
    if grant.role not in ROLES or ROLES[grant.role].is_service:
        refuse_field("role", "role_given", role=grant.role)
    role = ROLES[grant.role]
    reaches = {*role.commands.values(), *role.reads.values()}
    for reach, limit, field in (
        ("AREA", grant.area_code, "areaCode"),
        ("OWN_WKSBM", grant.wksbm_ids, "wksbmIds"),
    ):
        if reach in reaches and not limit:
            refuse("ROLE_LIMITS", field=field, role=grant.role)
        if limit and reach not in reaches:
            refuse("ROLE_UNLIMITED", field=field, role=grant.role)
    if grant.ended_by is not None:
        _role_end(context, member, grant)
    elif grant.ends_on is not None and grant.ends_on < grant.starts_on:
        refuse_field("endsOn", "before_first_day")
    if grant.area_code is not None:
        require_area(context, grant.area_code, field="areaCode", inside_tenant=True)


def _role_end(context: Context, member: Member, grant: Grant) -> None:
    """An end before the first day says that the role was never held; there is one such day."""
    assert grant.ends_on is not None
    if grant.ends_on < day_before(grant.starts_on):
        days = {"date_from": grant.starts_on, "date_to": grant.ends_on}
        refuse("DATE_ORDER", field="endsOn", **days)


def day_before(day: date) -> date:
    """The last day of what ends before it began: it was never held."""
    return shifted(day, -1)


MEMBERS: Timeline[Member] = Timeline(
    {ROLE: _role, ROLE_END: _role_end}, about=lambda member: member.person_id or member.id
)
"""The facts of a member and their rules."""
