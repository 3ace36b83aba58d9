"""After a death: the member's roles end with that day, and their tokens are revoked."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from wahana.domain.kernel.processes import (
    Happened,
    Instruction,
    ProcessContext,
    ProcessManager,
    WorkItem,
)
from wahana.domain.kernel.topics import stream_type
from wahana.domain.people.person_events import DeathCorrected, PersonDied, PersonsMerged
from wahana.domain.people.standing import standing

from . import member_events
from .member import Member
from .member_commands import EndRolesOfDeceased


class MemberDeathProcess(ProcessManager):
    """Its work list: members, each linked to the person."""

    NAME = "member_death_process"
    TOPICS = frozenset(event.TOPIC for event in member_events.EVENTS) | {
        PersonDied.TOPIC,
        DeathCorrected.TOPIC,
        PersonsMerged.TOPIC,
    }

    def work_item(self, event: Happened, context: ProcessContext) -> WorkItem | None:
        if stream_type(event.data.TOPIC) != Member.TYPE:
            return None
        member = context.load(Member, event.originator_id)
        if member.person_id is None:
            return WorkItem(id=member.id, done=True)
        return WorkItem(id=member.id, links=(member.person_id,))

    def react(self, event: Happened, context: ProcessContext) -> Sequence[Instruction]:
        if stream_type(event.data.TOPIC) == Member.TYPE:
            return _ended(context, context.load(Member, event.originator_id))
        person = standing(context, event.originator_id)
        members = {member for record in person.ids for member in context.linked(record)}
        return tuple(
            instruction
            for member in sorted(members, key=str)
            for instruction in _ended(context, context.load(Member, member))
        )


def _ended(context: ProcessContext, member: Member) -> Sequence[Instruction]:
    """What ends the roles and tokens of a member who has died."""
    died_on = None if member.person_id is None else standing(context, member.person_id).died_on
    if died_on is None:
        return ()
    held = any(each.ends_on is None or each.ends_on > died_on for each in member.grants)
    if not held and all(token.revoked for token in member.tokens.values()):
        return ()
    about: UUID = member.id
    return (Instruction(command=EndRolesOfDeceased(member_id=member.id), about=about),)
