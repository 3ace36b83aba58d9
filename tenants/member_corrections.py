"""Correcting a role that was given to a member, and its end."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from msgspec import Meta

from wahana.domain.kernel.corrections import NoEnd, Why, end_of
from wahana.domain.kernel.days import DistantDay, StartDay
from wahana.domain.kernel.fields import Code
from wahana.domain.kernel.model import Context, Decision
from wahana.domain.kernel.vocabulary import NoteText

from .member import ROLE, ROLE_END
from .member_commands import WKSBM_MAX, MemberCommand, given
from .member_events import RoleCorrected
from .member_rules import MEMBERS


class CorrectRole(MemberCommand, frozen=True, kw_only=True):
    """Correct the area, the WKSBM or the days of a role that were entered wrongly.

    A last day that was given, or by which the role was ended, stays unless the right one is given
    or it is said that there is none.
    """

    CORRECTS = (ROLE, ROLE_END)

    grant_id: Annotated[UUID, Meta(description="The role that was given.")]
    area_code: Annotated[Code | None, Meta(description="The right area.")] = None
    wksbm_ids: Annotated[
        tuple[UUID, ...], Meta(max_length=WKSBM_MAX, description="The right WKSBM.")
    ] = ()
    starts_on: Annotated[StartDay, Meta(description="The right first day.")]
    ends_on: Annotated[
        DistantDay | None, Meta(description="The right last day; default: unchanged.")
    ] = None
    no_end: NoEnd = False
    reason: Why
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        member = self.member(context)
        grant = given(member, self.grant_id)
        ends_on = end_of(self.ends_on, self.no_end, grant.ends_on)
        return MEMBERS.corrected(
            context,
            member,
            self,
            RoleCorrected,
            of=grant.entry,
            field="grantId",
            ends_on=ends_on,
        )


COMMANDS = (CorrectRole,)
