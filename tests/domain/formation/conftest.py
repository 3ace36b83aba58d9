"""The formation of a WKSBM in Bontang 2012 (S0), step by step, as commands.

``bontang`` is the world of Kelurahan Lok Tuan: ``reach("NOMINATED")`` runs the commands up to a
stage; the commands take other fields (``bontang.propose(level="RW")``).
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from wahana.domain.formation.activity import Activity
from wahana.domain.formation.activity_events import ActivityScheduled, AttendanceRecorded, Attendee
from wahana.domain.formation.activity_ref import ActivityRef
from wahana.domain.formation.board import Board, board_id
from wahana.domain.formation.legality import Decree
from wahana.domain.formation.nomination_commands import NominateCandidates
from wahana.domain.formation.nominees import Nominee
from wahana.domain.formation.proposal_commands import ProposeWksbm
from wahana.domain.formation.stage_commands import InaugurateWksbm, RecordTraining, SocialiseWksbm
from wahana.domain.formation.wksbm import Wksbm
from wahana.domain.kernel.fields import identity
from wahana.domain.kernel.model import Actor
from wahana.domain.office.local_area import LocalArea
from wahana.domain.office.local_area_events import LocalAreaRegistered
from wahana.domain.people.person import Person
from wahana.domain.people.person_events import PersonRegistered
from wahana.domain.people.registration import NewPerson, PersonRef

SEATS = ("KETUA", "WAKIL", "SEKRETARIS", "BENDAHARA", "SEKSI:HUMAS")
LOK_TUAN = "64.74.01.1003"
SOCIALISED_ON = date(2012, 5, 24)
NOMINATED_ON = date(2012, 6, 4)
TRAINED_ON = date(2012, 6, 15)
INAUGURATED_ON = date(2012, 6, 15)
DECREE = Decree(no="440/SK/2012", issued_on=INAUGURATED_ON, issuer_role="DINAS_HEAD")


class Formation:
    """One WKSBM and the world around it."""

    SEATS = SEATS
    TRAINED_ON = TRAINED_ON
    INAUGURATED_ON = INAUGURATED_ON
    DECREE = DECREE

    def __init__(self, world: Any) -> None:
        self.world = world
        self.uid = world.uid
        self.id: UUID = self.uid("wksbm lok tuan")
        self.people = [self.uid(f"candidate {number}") for number in range(1, 6)]
        self.session = self.uid("session of 14-15 June")
        self.lurah = Actor(id=self.uid("lurah"), role="LURAH", area=LOK_TUAN)
        self.chair = Actor(id=self.uid("chair"), role="WKSBM_CHAIR", wksbm_ids=(self.id,))

    # --- commands

    def propose(self, **changes: Any) -> ProposeWksbm:
        fields = {
            "wksbm_id": self.id,
            "name": "WKSBM Lok Tuan",
            "level": "KELURAHAN",
            "village_code": LOK_TUAN,
            "origin": "INITIATED",
            "budget_year": 2012,
        }
        return ProposeWksbm(**(fields | changes))

    def socialise(self, **changes: Any) -> SocialiseWksbm:
        days = {"held_from": SOCIALISED_ON, "held_to": SOCIALISED_ON}
        return SocialiseWksbm(**({"wksbm_id": self.id} | days | changes))

    def nominees(self, *, count: int = 5, new: bool = True) -> tuple[Nominee, ...]:
        seats = (*SEATS, "SEKSI:PENDATAAN", "SEKSI:PELAYANAN")[:count]
        people = [*self.people, *(self.uid(f"spare {number}") for number in range(5))]
        return tuple(
            Nominee(person=self.new(person) if new else self.known(person), seat=seat)
            for person, seat in zip(people, seats, strict=False)
        )

    def nominate(self, **changes: Any) -> NominateCandidates:
        return NominateCandidates(
            **({"wksbm_id": self.id, "candidates": self.nominees()} | changes)
        )

    def train(self, **changes: Any) -> RecordTraining:
        fields = {
            "wksbm_id": self.id,
            "activity": ActivityRef(activity_id=self.session),
            "attended": tuple(self.people),
        }
        return RecordTraining(**(fields | changes))

    def inaugurate(self, **changes: Any) -> InaugurateWksbm:
        fields = {
            "wksbm_id": self.id,
            "activity": ActivityRef(activity_id=self.session),
            "decree": DECREE,
        }
        return InaugurateWksbm(**(fields | changes))

    def new(self, person: UUID, name: str = "Nama Contoh") -> PersonRef:
        return PersonRef(new=NewPerson(person_id=person, name=name, phone="0812000000"))

    def known(self, person: UUID) -> PersonRef:
        return PersonRef(person_id=person)

    # --- facts

    def person(self, name: str) -> UUID:
        """A registered person."""
        person: UUID = self.uid(name)
        registered = PersonRegistered(
            name=identity(person, name), legal_basis="PUBLIC_TASK", legal_proof="UU 11/2009 ps 38"
        )
        self.world.given(Person, person, registered)
        return person

    def rw(self, number: str = "8", village_code: str = LOK_TUAN, kind: str = "RW") -> UUID:
        """A local area of the office."""
        area: UUID = self.uid(f"{kind} {number} {village_code}")
        registered = LocalAreaRegistered(
            village_code=village_code,
            kind=kind,
            number=number,
            area_edition="2025",
            slot=self.uid(f"slot {kind} {number} {village_code}"),
        )
        self.world.given(LocalArea, area, registered)
        return area

    def session_held(self, *attended: UUID) -> None:
        """The session of 14–15 June with its attendance."""
        self.world.given(
            Activity,
            self.session,
            ActivityScheduled(
                kind="PEMBEKALAN",
                title="Sosialisasi dan pembekalan teknis WKSBM",
                organiser_unit="Dinas Sosial dan Tenaga Kerja",
                level="KABKOTA",
                date_from=date(2012, 6, 14),
                date_to=date(2012, 6, 15),
            ),
            AttendanceRecorded(
                attendees=tuple(
                    Attendee(person_id=person, role="BOARD_CANDIDATE") for person in attended
                )
            ),
        )

    def reach(self, stage: str) -> Formation:
        """Run the formation up to and including a stage."""
        self.world.when(self.propose(), on=date(2012, 3, 1)).accepted()
        if stage == "PROPOSED":
            return self
        self.world.when(self.socialise(), on=SOCIALISED_ON).accepted()
        if stage == "SOCIALISED":
            return self
        self.world.when(self.nominate(), on=NOMINATED_ON).accepted()
        if stage == "NOMINATED":
            return self
        self.session_held(*self.people)
        self.world.when(self.train(), on=TRAINED_ON).accepted()
        if stage == "TRAINED":
            return self
        self.world.when(self.inaugurate(), on=INAUGURATED_ON).accepted()
        return self

    def sibling(self, name: str, **changes: Any) -> UUID:
        """Another WKSBM, proposed; by default in Guntung."""
        other: UUID = self.uid(name)
        fields = {"wksbm_id": other, "name": name, "village_code": "64.74.01.1004"} | changes
        self.world.when(self.propose(**fields), on=date(2012, 3, 1)).accepted()
        return other

    # --- states

    @property
    def state(self) -> Wksbm:
        found: Wksbm = self.world.state(Wksbm, self.id)
        return found

    @property
    def board(self) -> Board:
        found: Board = self.world.state(Board, board_id(self.id))
        return found


@pytest.fixture
def bontang(scenario: Any) -> Formation:
    """Kelurahan Lok Tuan in the Bontang of June 2012."""
    return Formation(scenario())
