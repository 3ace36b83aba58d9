"""An activity of an office: sosialisasi, bimtek, penyuluhan, pemantapan, pengukuhan, …

The state holds what rules ask: how it stands, its days, who attended. Attendance is the
activity's own fact; the training of candidates cites it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar, Literal, Self, TypeVar
from uuid import UUID

import msgspec

from ..kernel.model import Aggregate, Stamp
from ..kernel.particulars import carry
from . import activity_events as happened

Status = Literal["SCHEDULED", "HELD", "CANCELLED"]


class Attended(happened.Attendee, frozen=True, kw_only=True):
    """One who attended, and the version of the event that said so."""

    entry: int


class Speaker(msgspec.Struct, frozen=True):
    """One who speaks: the entry's version, the person if named, the topic."""

    entry: int
    person_id: UUID | None
    topic_no: int | None


class Activity(Aggregate, frozen=True, kw_only=True):
    """The state of an activity."""

    TYPE: ClassVar[str] = "activity"

    status: Status = "SCHEDULED"
    plan: happened.Plan | None = None
    plan_entry: int = 0
    """Version of the entry that set the plan; a correction names it."""
    status_entry: int = 0
    """Version of the entry that made it held or cancelled."""
    headcount: int | None = None
    health_protocol: str | None = None
    attendees: Mapping[UUID, Attended] = {}
    invitations: Mapping[UUID, int] = {}
    speakers: Mapping[UUID, Speaker] = {}
    materials: Mapping[int, int] = {}
    statements: Mapping[UUID, int] = {}

    def attended(self, person_id: UUID) -> bool:
        """Whether a person is on the attendance list."""
        return person_id in self.attendees

    @property
    def area_code(self) -> str | None:
        """Area of the venue, if known."""
        return None if self.plan is None else self.plan.area_code

    @property
    def date_from(self) -> date | None:
        """First day, if known."""
        return None if self.plan is None else self.plan.date_from

    @property
    def date_to(self) -> date | None:
        """Last day, if known."""
        return None if self.plan is None else self.plan.date_to

    def evolve(self, event: Any, stamp: Stamp) -> Self:
        match event:
            case happened.ActivityScheduled() | happened.ActivityCorrected():
                return self._planned(event, stamp)
            case happened.ActivityRescheduled():
                return self._moved(event, stamp)
            case happened.ActivityHeld():
                return msgspec.structs.replace(
                    self,
                    status="HELD",
                    status_entry=stamp.version,
                    headcount=event.headcount,
                    health_protocol=event.health_protocol,
                )
            case happened.HeadcountCorrected():
                return msgspec.structs.replace(
                    self, headcount=event.headcount, health_protocol=event.health_protocol
                )
            case happened.HoldingRetracted():
                return msgspec.structs.replace(
                    self, status="SCHEDULED", status_entry=0, headcount=None, health_protocol=None
                )
            case happened.ActivityCancelled():
                return msgspec.structs.replace(self, status="CANCELLED", status_entry=stamp.version)
            case happened.ActivityReinstated():
                return msgspec.structs.replace(self, status="SCHEDULED", status_entry=0)
        return self._peopled(event, stamp)

    def _planned(self, event: happened.Plan, stamp: Stamp) -> Self:
        plan = carry(happened.Plan, event)
        corrected = isinstance(event, happened.ActivityCorrected)
        return msgspec.structs.replace(
            self, plan=plan, plan_entry=self.plan_entry if corrected else stamp.version
        )

    def _moved(self, event: happened.ActivityRescheduled, stamp: Stamp) -> Self:
        assert self.plan is not None
        plan = msgspec.structs.replace(
            self.plan,
            date_from=event.date_from,
            date_to=event.date_to,
            venue=event.venue or self.plan.venue,
            area_code=event.area_code or self.plan.area_code,
        )
        return msgspec.structs.replace(self, plan=plan, plan_entry=stamp.version)

    def _peopled(self, event: Any, stamp: Stamp) -> Self:
        entry = stamp.version
        match event:
            case happened.AttendanceRecorded():
                new = {
                    line.person_id: carry(Attended, line, entry=entry) for line in event.attendees
                }
                return msgspec.structs.replace(self, attendees={**self.attendees, **new})
            case happened.AttendanceCorrected(person_id=person_id, attendee=None):
                return msgspec.structs.replace(self, attendees=_without(self.attendees, person_id))
            case happened.AttendanceCorrected(person_id=person_id, attendee=line):
                assert line is not None
                line_now = carry(Attended, line, entry=self.attendees[person_id].entry)
                return msgspec.structs.replace(
                    self, attendees={**self.attendees, person_id: line_now}
                )
            case happened.InvitationIssued(invitation_id=id):
                return msgspec.structs.replace(self, invitations={**self.invitations, id: entry})
            case happened.InvitationWithdrawn(invitation_id=id):
                return msgspec.structs.replace(self, invitations=_without(self.invitations, id))
        return self._programmed(event, entry)

    def _programmed(self, event: Any, entry: int) -> Self:
        match event:
            case happened.SpeakerAssigned(speaker_id=id):
                speaker = Speaker(entry, event.person_id, event.topic_no)
                return msgspec.structs.replace(self, speakers={**self.speakers, id: speaker})
            case happened.SpeakerRemoved(speaker_id=id):
                return msgspec.structs.replace(self, speakers=_without(self.speakers, id))
            case happened.MaterialAdded(no=no):
                return msgspec.structs.replace(self, materials={**self.materials, no: entry})
            case happened.MaterialRemoved(no=no):
                return msgspec.structs.replace(self, materials=_without(self.materials, no))
            case (
                happened.OpeningGiven(statement_id=id)
                | happened.CommitmentRecorded(statement_id=id)
                | happened.TestimonyGiven(statement_id=id)
            ):
                return msgspec.structs.replace(self, statements={**self.statements, id: entry})
            case happened.StatementRetracted(statement_id=id):
                return msgspec.structs.replace(self, statements=_without(self.statements, id))
        return self


K = TypeVar("K")
V = TypeVar("V")


def _without(mapping: Mapping[K, V], key: K) -> dict[K, V]:
    return {k: v for k, v in mapping.items() if k != key}
