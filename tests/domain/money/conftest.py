"""The community's own money of an RW in Kota Yogyakarta (S2, S3): commands in short words.

``rw`` is a WKSBM with its treasurer, chair and neighbours in the year 2026; every command goes
through the scenario, so it is decided twice, sealed, encoded and folded.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import msgspec
import pytest
from tests.domain.money.arisan_acts import open_cycle

from wahana.domain.formation.wksbm import Wksbm
from wahana.domain.formation.wksbm_events import WksbmProposed
from wahana.domain.kernel.fields import identity
from wahana.domain.kernel.model import Actor
from wahana.domain.money.amounts import RiceGiven
from wahana.domain.money.arisan import ArisanCycle
from wahana.domain.money.fund_book import FundBook, book_id
from wahana.domain.money.fund_opening import OpenFund
from wahana.domain.money.fund_terms import DecisionRef, DuesLine, JimpitanLine
from wahana.domain.money.meeting import Meeting
from wahana.domain.money.meeting_commands import HoldMeeting, TakeDecision
from wahana.domain.money.payers import EnrolPayer, SetDues
from wahana.domain.money.payments import Disburse
from wahana.domain.money.receipts import CollectJimpitan, ReceiveDonation, ReceiveDues
from wahana.domain.people.person import Person
from wahana.domain.people.person_events import PersonRegistered
from wahana.domain.people.registration import NewPerson, PersonRef

JANUARY = date(2026, 1, 1)


class Neighbourhood:
    """One WKSBM, its people and its books."""

    def __init__(self, world: Any) -> None:
        self.world = world
        self.uid = world.uid
        self.id: UUID = self.uid("wksbm rw 08")
        world.given(
            Wksbm,
            self.id,
            WksbmProposed(
                name="WKSBM RW 08",
                level="RW",
                village_code="34.71.13.1006",
                area_edition="2025",
                origin="NATURAL",
                budget_year=2010,
            ),
        )
        own = (self.id,)
        self.treasurer = Actor(id=self.uid("treasurer"), role="WKSBM_TREASURER", wksbm_ids=own)
        self.chair = Actor(id=self.uid("chair"), role="WKSBM_CHAIR", wksbm_ids=own)

    # --- people

    def person(self, name: str) -> UUID:
        """A registered person."""
        person: UUID = self.uid(name)
        if not self.world.state(Person, person).exists:
            registered = PersonRegistered(
                name=identity(person, name), legal_basis="PUBLIC_TASK", legal_proof="UU 11/2009"
            )
            self.world.given(Person, person, registered)
        return person

    def ref(self, name: str) -> PersonRef:
        return PersonRef(person_id=self.person(name))

    def new(self, name: str) -> PersonRef:
        """A person whom the command itself registers."""
        return PersonRef(new=NewPerson(person_id=self.uid(name), name=name))

    # --- doing

    def do(self, command: Any, *, on: date | None = None, by: Actor | None = None) -> Any:
        """The treasurer's command on a business day."""
        return self.world.when(command, on=on, actor=by or self.treasurer)

    def run(self, command: type[Any], /, *, on: date | None = None, **fields: Any) -> Any:
        """A command about this WKSBM."""
        return self.do(command(wksbm_id=self.id, **fields), on=on)

    def open(self, kind: Any = "IURAN", unit: Any = "IDR", **fields: Any) -> FundBook:
        given = {"opens_on": JANUARY, "year": 2026} | fields
        self.run(OpenFund, kind=kind, unit=unit, **given).accepted()
        return self.book(kind, unit, given["year"])

    def book(self, kind: Any = "IURAN", unit: Any = "IDR", year: int = 2026) -> FundBook:
        found: FundBook = self.world.state(FundBook, book_id(self.id, kind, unit, year))
        return found

    def give(self, amount: int, *, on: date | None = None, **fields: Any) -> Any:
        """A gift into a book of rupiah."""
        given = {"kind": "IURAN", "donor_kind": "RESIDENT", "amount": amount} | fields
        return self.run(ReceiveDonation, on=on, **given)

    def pay(self, amount: int, *, on: date | None = None, **fields: Any) -> Any:
        """A payment to a shop."""
        given = {"kind": "IURAN", "purpose": "SANTUNAN", "amount": amount} | fields
        if "payee" not in given:
            given.setdefault("organisation", "Toko Makmur")
        return self.run(Disburse, on=on, **given)

    def enrol(self, *names: str, kind: Any = "IURAN", **fields: Any) -> None:
        for name in names:
            given = {"enrolled_from": JANUARY} | fields
            self.run(EnrolPayer, kind=kind, payer=self.ref(name), **given).accepted()

    def dues(self, amount: int = 15_000, *, kind: Any = "IURAN", **fields: Any) -> None:
        given = {"valid_from": JANUARY} | fields
        self.run(SetDues, kind=kind, amount=amount, **given).accepted()

    def evening(self, *lines: DuesLine, on: date | None = None, **fields: Any) -> Any:
        return self.run(ReceiveDues, on=on, lines=lines, **({"kind": "IURAN"} | fields))

    def line(self, name: str, **fields: Any) -> DuesLine:
        return DuesLine(payer_id=self.uid(name), **fields)

    def round(self, *, on: date | None = None, **fields: Any) -> Any:
        """A night's round of rice."""
        given = {
            "unit": "RICE_G",
            "collectors": (self.person("night watch"),),
            "households": 110,
            "gave": 100,
        } | fields
        return self.run(CollectJimpitan, on=on, **given)

    def cups(self, name: str, quantity: str = "1") -> JimpitanLine:
        return JimpitanLine(payer_id=self.uid(name), rice=self.rice(quantity, "CUP"))

    def rice(self, quantity: str, measure: Any = "KG") -> RiceGiven:
        return RiceGiven(measure=measure, quantity=quantity)

    # --- meetings

    def meeting(self, name: str = "meeting", *, on: date = JANUARY, headcount: int = 40) -> UUID:
        meeting: UUID = self.uid(name)
        held = HoldMeeting(meeting_id=meeting, wksbm_id=self.id, headcount=headcount)
        self.do(held, on=on, by=self.chair).accepted()
        return meeting

    def decision(
        self,
        limit: int | None = 5_000_000,
        *,
        on: date = JANUARY,
        by: Actor | None = None,
        **fields: Any,
    ) -> DecisionRef:
        """A spending decision that the chair entered."""
        name = f"meeting {len(self._meetings())}"
        meeting = self.meeting(name, on=on)
        given = {"title": "Santunan", "kind": "SPEND", "votes_for": 40, "unit": "IDR"} | fields
        taken = TakeDecision(meeting_id=meeting, limit=limit, **given)
        self.do(taken, on=on, by=by or self.chair).accepted()
        return DecisionRef(meeting_id=meeting, no=1)

    def _meetings(self) -> list[UUID]:
        return [stream for kind, stream in self.world._streams if kind is Meeting]

    def state(self, kind: type[Any], stream: UUID) -> Any:
        return self.world.state(kind, stream)

    def cycle(self) -> ArisanCycle:
        found: ArisanCycle = self.world.state(ArisanCycle, self.uid("cycle"))
        return found

    def policy(self, **changes: Any) -> None:
        self.world.policies = msgspec.structs.replace(self.world.policies, **changes)


@pytest.fixture
def rw(scenario: Any) -> Neighbourhood:
    """RW 08 of Sorosutan on 21 November 2026."""
    return Neighbourhood(
        scenario(area_code="34.71", today=date(2026, 11, 21), edition="2012", tenant="kota yogya")
    )


@pytest.fixture
def arisan(rw):
    """A neighbourhood with an open cycle."""
    open_cycle(rw).accepted()
    return rw
