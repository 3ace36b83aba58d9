"""Stories of activities: planned, moved, held; who came, spoke and said what (S1)."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.domain.conftest import Scenario

from wahana.domain.formation import activity as facts
from wahana.domain.formation import activity_corrections as corrections
from wahana.domain.formation.activity import Activity
from wahana.domain.formation.activity_attendance_commands import (
    HoldActivity,
    Participant,
    Participation,
    RecordAttendance,
)
from wahana.domain.formation.activity_plan_commands import (
    CancelActivity,
    IssueInvitation,
    RescheduleActivity,
    ScheduleActivity,
)
from wahana.domain.formation.activity_programme_commands import (
    AddMaterial,
    AssignSpeaker,
    GiveOpening,
    GiveTestimony,
    RecordCommitment,
)
from wahana.domain.formation.activity_rules import ACTIVITIES
from wahana.domain.kernel.facts import FactKind
from wahana.domain.people.registration import PersonRef, RegisterPerson

from .stories import Step, Story, Telling

WHY: dict[str, Any] = {"reason": "OTHER", "note": "Menurut daftar hadir."}
REMOVED: dict[str, Any] = {"reason": "ENTERED_WRONGLY", "note": "Salah entri."}


def october(number: int) -> date:
    return date(2018, 10, number)


PLAN: dict[str, Any] = {
    "kind": "BIMTEK",
    "title": "Bimbingan Teknis Pengurus WKSBM",
    "organiser_unit": "Seksi Tenaga Kesejahteraan Sosial Masyarakat",
    "level": "PROV",
    "date_from": october(23),
    "date_to": october(25),
}


class Training:
    """The training of S1, with the people who come to it."""

    def __init__(self, *, planned: bool = True) -> None:
        self.world = Scenario(level="PROV", area_code="34", today=date(2018, 11, 16))
        self.id = self.world.uid("bimtek")
        for who in ("a", "b", "c"):
            self.world.run(RegisterPerson(person_id=self.world.uid(who), name=who))
        if planned:
            self.world.run(self.plan(), on=october(1))

    def plan(self, **changes: Any) -> ScheduleActivity:
        return ScheduleActivity(activity_id=self.id, **(PLAN | changes))

    def does(self, command: Any, **fields: Any) -> Any:
        return command(activity_id=self.id, **fields)

    def somebody(self, who: str) -> PersonRef:
        return PersonRef(person_id=self.world.uid(who))

    def attend(self, *who: str, **fields: Any) -> RecordAttendance:
        lines = (Participant(person=self.somebody(name), role="BOARD", **fields) for name in who)
        return self.does(RecordAttendance, attendees=tuple(lines))

    def story(self, kind: FactKind, *tellings: Telling, **more: Any) -> Story:
        return Story(
            kind=kind,
            timeline=ACTIVITIES,
            world=self.world,
            stream=(Activity, self.id),
            tellings=tellings,
            **more,
        )

    def said(self) -> Step:
        opening = self.does(GiveOpening, statement_id=self.world.uid("opening"), office="Sekda")
        return Step(opening, facts.STATEMENT, october(24))


def planned() -> Story:
    training = Training(planned=False)
    topic = training.does(AddMaterial, no=1, title="Peran WKSBM")

    def telling(**changes: Any) -> Telling:
        correct = training.does(corrections.CorrectActivity, **(PLAN | changes), **WHY)
        return Telling(training.plan(**changes), october(1), lambda _: correct)

    return training.story(
        facts.PLAN,
        telling(),
        telling(title="Bimtek", venue="Hotel Pandanaran", level="KABKOTA"),
        telling(date_from=None, date_to=None),
        telling(date_from=october(22), date_to=october(24)),
        telling(date_to=october(23)),
        telling(date_from=october(26), date_to=october(27)),
        telling(date_from=date(2018, 12, 1), date_to=date(2018, 12, 2)),
        telling(date_to=october(1)),
        telling(kind="NO_SUCH_KIND"),
        telling(level="NATIONAL"),
        telling(part_of=training.id),
        then=(
            Step(topic, facts.TOPIC, october(2)),
            Step(training.attend("a", days=(october(24),)), facts.ATTENDANCE, october(24)),
            training.said(),
            Step(training.does(HoldActivity, headcount=40), facts.HOLDING, october(25)),
        ),
    )


def moved() -> Story:
    training = Training()

    def telling(first: int, last: int, **changes: Any) -> Telling:
        days = {"date_from": october(first), "date_to": october(last)} | changes
        move = training.does(RescheduleActivity, **days, reason="BUDGET")
        correct = training.does(corrections.CorrectActivity, **(PLAN | days), **WHY)
        return Telling(move, october(3), lambda _: correct)

    return training.story(
        facts.PLAN,
        telling(24, 26),
        telling(24, 27, venue="Balaikota", area_code="34.71"),
        telling(27, 28),
        telling(27, 24),
        telling(24, 25, area_code="34.99"),
        then=(
            Step(training.attend("a", "b"), facts.ATTENDANCE, october(26)),
            Step(training.does(HoldActivity), facts.HOLDING, october(26)),
        ),
    )


def cancelled() -> Story:
    training = Training()
    return training.story(
        facts.CANCELLATION,
        Telling(training.does(CancelActivity, reason="BUDGET"), october(5)),
        retract=lambda _: training.does(corrections.ReinstateActivity, **REMOVED),
    )


def held() -> Story:
    training = Training()
    training.world.run(training.attend("a"), on=october(23))

    def telling(headcount: int | None, **more: Any) -> Telling:
        given = {"headcount": headcount} | more
        correct = training.does(corrections.CorrectHeadcount, **given, **WHY)
        return Telling(training.does(HoldActivity, **given), october(24), lambda _: correct)

    return training.story(
        facts.HOLDING,
        telling(40),
        telling(None),
        telling(3, health_protocol="COVID19"),
        telling(2),
        telling(1),
        telling(0),
        then=(
            Step(training.attend("b"), facts.ATTENDANCE, october(25)),
            Step(training.attend("c"), facts.ATTENDANCE, october(25)),
        ),
        retract=lambda _: training.does(corrections.RetractHolding, **WHY),
    )


def attended() -> Story:
    training = Training()
    return _attendance(
        training,
        "a",
        then=(
            Step(training.does(HoldActivity, headcount=2), facts.HOLDING, october(24)),
            Step(training.attend("b"), facts.ATTENDANCE, october(24)),
        ),
        retract=lambda _: training.does(
            corrections.CorrectAttendance, person_id=training.world.uid("a"), **WHY
        ),
    )


def attended_with_others() -> Story:
    return _attendance(Training(), "b", "a", "c")


def _attendance(training: Training, *who: str, **more: Any) -> Story:
    """Several people came; ``a`` is entered differently."""
    others = [name for name in who if name != "a"]

    def telling(role: Any = "BOARD", **fields: Any) -> Telling:
        lines = [
            Participant(person=training.somebody(name), role="BOARD", days=(october(23),))
            for name in others
        ]
        mine = Participant(person=training.somebody("a"), role=role, **fields)
        lines.insert(who.index("a"), mine)
        correct = training.does(
            corrections.CorrectAttendance,
            person_id=training.world.uid("a"),
            attendee=Participation(role=role, **fields),
            **WHY,
        )
        record = training.does(RecordAttendance, attendees=tuple(lines))
        return Telling(record, october(24), lambda _: correct)

    return training.story(
        facts.ATTENDANCE,
        telling(),
        telling("WKSBM_CHAIR", wksbm_name="Bakti Mulia"),
        telling(days=(october(24), october(23))),
        telling(area_code="34.04"),
        telling(days=(october(27),)),
        telling(days=(october(23), october(23))),
        telling(area_code="34.99"),
        telling(wksbm_id=training.world.uid("no such WKSBM")),
        about=training.world.uid("a"),
        **more,
    )


def invited() -> Story:
    training = Training()
    invitation = {"invitation_id": training.world.uid("invitation")}
    invite = training.does(
        IssueInvitation, **invitation, invitee_kind="LURAH", person=training.somebody("a")
    )
    return training.story(
        facts.INVITATION,
        Telling(invite, october(5)),
        then=(
            Step(training.does(CancelActivity, reason="BUDGET"), facts.CANCELLATION, october(6)),
        ),
        retract=lambda _: training.does(corrections.WithdrawInvitation, **invitation, **REMOVED),
        about=training.world.uid("a"),
    )


def spoke() -> Story:
    training = Training()
    speaker = {"speaker_id": training.world.uid("speaker")}
    again = training.does(
        AssignSpeaker, speaker_id=training.world.uid("again"), person=training.somebody("a")
    )
    return training.story(
        facts.SPEAKER,
        Telling(training.does(AssignSpeaker, **speaker, institution="BBPPKS"), october(5)),
        then=(Step(again, facts.SPEAKER, october(6)),),
        retract=lambda _: training.does(corrections.RemoveSpeaker, **speaker, **REMOVED),
    )


def person_spoke() -> Story:
    training = Training()
    speaker = {"speaker_id": training.world.uid("speaker")}
    return training.story(
        facts.SPEAKER,
        Telling(training.does(AssignSpeaker, **speaker, person=training.somebody("c")), october(5)),
        retract=lambda _: training.does(corrections.RemoveSpeaker, **speaker, **REMOVED),
        about=training.world.uid("c"),
    )


def topic() -> Story:
    training = Training()
    speaker: dict[str, Any] = {"speaker_id": training.world.uid("speaker"), "institution": "BBPPKS"}
    return training.story(
        facts.TOPIC,
        Telling(training.does(AddMaterial, no=1, title="Peran WKSBM"), october(5)),
        then=(
            Step(training.does(AddMaterial, no=2, title="Iuran"), facts.TOPIC, october(5)),
            Step(training.does(AssignSpeaker, **speaker, topic_no=1), facts.SPEAKER, october(6)),
        ),
        retract=lambda _: training.does(corrections.RemoveMaterial, no=1, **REMOVED),
    )


def opened() -> Story:
    return _statement(GiveOpening, "a", office="Sekda", points=("Penumbuhan LK3",))


def undertook() -> Story:
    return _statement(RecordCommitment, None, by="PARTICIPANTS", text="Menyusun program")


def told() -> Story:
    return _statement(GiveTestimony, "b", wksbm_name="Bakti Mulia")


def _statement(command: Any, who: str | None, **fields: Any) -> Story:
    training = Training()
    of = {"statement_id": training.world.uid("statement")}
    person = {} if who is None else {"person": training.somebody(who)}
    return training.story(
        facts.STATEMENT,
        Telling(training.does(command, **of, **person, **fields), october(24)),
        then=(training.said(),),
        retract=lambda _: training.does(corrections.RetractStatement, **of, **WHY),
        about=None if who is None else training.world.uid(who),
    )


STORIES = (
    *(planned, moved, cancelled, held, attended, attended_with_others),
    *(invited, spoke, person_spoke, topic, opened, undertook, told),
)
