"""A WKSBM whose officers act: its ids, its people, and its acts about money.

Everything in it is invented and says SAMPLE. The year of a WKSBM (``village_year.py``) and the year
of a whole Dinas (``dinas_year.py``) are made of these.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import repeat
from uuid import UUID

from wahana.domain.kernel.model import Command
from wahana.domain.kernel.units import FundUnit
from wahana.domain.money.amounts import RiceGiven
from wahana.domain.money.arisan_commands import CollectRound, PayPot, SharePayment
from wahana.domain.money.arisan_draw import DrawWinner
from wahana.domain.money.closing import ApproveMonth, SealMonth, last_day
from wahana.domain.money.fund_book import book_id
from wahana.domain.money.fund_opening import OpenFund
from wahana.domain.money.fund_terms import DecisionRef, DuesLine, FundKind
from wahana.domain.money.meeting_commands import HoldMeeting, TakeDecision
from wahana.domain.money.payers import EnrolPayer, SetDues
from wahana.domain.money.receipts import CollectJimpitan, ReceiveDues
from wahana.domain.people.registration import PersonRef
from wahana.platform.events import Evidence

from .samples import demo_id, known, person
from .story import Act, Chain, DemoMember

MONTHS = range(1, 13)


@dataclass(frozen=True, slots=True)
class Community:
    """A WKSBM, who acts for it, and the year in which they act."""

    office: str
    """Slug of the office."""
    key: str
    """Unique within the office: the code of its village."""
    wksbm_id: UUID
    area_code: str
    year: int
    chair: DemoMember
    treasurer: DemoMember
    basis: tuple[Evidence, ...]
    """Evidence of every act of the year."""

    @property
    def tenant_id(self) -> UUID:
        """The id of the office."""
        return demo_id(self.office, "tenant")

    def id(self, *what: object) -> UUID:
        """The id of something of the year."""
        return demo_id(*self._key(what))

    def book(self, kind: FundKind, unit: FundUnit = "IDR") -> UUID:
        """The id of a book of the year."""
        return book_id(self.wksbm_id, kind, unit, self.year)

    def newcomer(self, number: int, *what: object) -> PersonRef:
        """A person of the neighbourhood, to be registered under a sample name."""
        return person(number, *self._key(what), area_code=self.area_code)

    def neighbour(self, *what: object) -> PersonRef:
        """A person of the neighbourhood who is registered already."""
        return known(*self._key(what))

    def day(self, month: int, day: int) -> date:
        """A day of the year; month 13 is the next January."""
        return date(self.year + month // 13, (month - 1) % 12 + 1, day)

    def keeps(self, on: date, command: Command) -> Act:
        """What the treasurer enters."""
        return Act(self.treasurer, on, command, self.basis)

    def leads(self, on: date, command: Command) -> Act:
        """What the chair enters."""
        return Act(self.chair, on, command, self.basis)

    # --- money

    def opens(self, kind: FundKind, unit: FundUnit = "IDR", *, balance: int | None = None) -> Act:
        """A book from the first day of the year on."""
        opened = OpenFund(
            wksbm_id=self.wksbm_id, kind=kind, unit=unit, year=self.year, opening_balance=balance
        )
        return self.keeps(self.day(1, 1), opened)

    def sets_dues(self, kind: FundKind, amount: int) -> Act:
        """Monthly dues from the first month on."""
        return self.keeps(self.day(1, 1), SetDues(wksbm_id=self.wksbm_id, kind=kind, amount=amount))

    def enrols(self, kind: FundKind, payer: PersonRef, unit: FundUnit = "IDR") -> Act:
        """A payer from the first day on."""
        enrol = EnrolPayer(wksbm_id=self.wksbm_id, kind=kind, unit=unit, payer=payer)
        return self.keeps(self.day(1, 1), enrol)

    def takes_dues(
        self, kind: FundKind, on: date, payers: Sequence[UUID], *, months: Sequence[int] = ()
    ) -> Act:
        """An evening: each pays for the given month, by default the oldest that is unpaid."""
        periods: list[date | None] = [self.day(month, 1) for month in months]
        lines = tuple(
            DuesLine(payer_id=payer, period=period)
            for payer, period in zip(payers, periods or repeat(None), strict=False)
        )
        return self.keeps(on, ReceiveDues(wksbm_id=self.wksbm_id, kind=kind, lines=lines))

    def goes_round(
        self,
        on: date,
        collectors: Sequence[UUID],
        households: int,
        gave: int,
        *,
        cups: str | None = None,
        rupiah: int | None = None,
        route: str | None = None,
    ) -> Act:
        """A jimpitan round of a night: cups of rice, or coins."""
        rice = None if cups is None else RiceGiven(measure="CUP", quantity=cups)
        collected = CollectJimpitan(
            wksbm_id=self.wksbm_id,
            unit="IDR" if rice is None else "RICE_G",
            collectors=tuple(collectors),
            households=households,
            gave=gave,
            route=route,
            rice=rice,
            amount=rupiah,
        )
        return self.keeps(on, collected)

    def decides(self, on: date, title: str, limit: int, *, present: int = 12) -> Chain:
        """A meeting at which all agree to spend at most an amount; see :meth:`decision`."""
        meeting = self._meeting(on)
        held = HoldMeeting(meeting_id=meeting, wksbm_id=self.wksbm_id, headcount=present)
        decided = TakeDecision(
            meeting_id=meeting,
            title=title,
            kind="SPEND",
            votes_for=present,
            limit=limit,
            unit="IDR",
        )
        return [self.leads(on, held), self.leads(on, decided)]

    def decision(self, on: date) -> DecisionRef:
        """The first decision of the meeting of a day."""
        return DecisionRef(meeting_id=self._meeting(on), no=1)

    def arisan_round(
        self,
        cycle: UUID,
        round_no: int,
        on: date,
        shares: int,
        witnesses: Sequence[UUID],
        *,
        seeded: bool = False,
    ) -> Chain:
        """A round: collected, drawn before witnesses, paid; ``seeded``: drawn from a word said
        aloud."""
        payments = tuple(SharePayment(share=share) for share in range(1, shares + 1))
        draw = DrawWinner(
            cycle_id=cycle,
            share=None if seeded else round_no,
            seed=f"{self.key}-{on}" if seeded else None,
            witnesses=tuple(witnesses),
        )
        return [
            self.keeps(on, CollectRound(cycle_id=cycle, payments=payments)),
            self.keeps(on, draw),
            self.keeps(on, PayPot(cycle_id=cycle, round=round_no)),
        ]

    def seals(self, months: Sequence[int] = MONTHS) -> Chain:
        """Months sealed on the fifth of the next one, and approved by the chair on the tenth."""
        sealed: list[Act] = []
        for month in months:
            seal = SealMonth(wksbm_id=self.wksbm_id, year=self.year, month=month)
            approve = ApproveMonth(wksbm_id=self.wksbm_id, year=self.year, month=month)
            sealed.append(self.keeps(self.day(month + 1, 5), seal))
            sealed.append(self.leads(self.day(month + 1, 10), approve))
        return sealed

    def month_end(self, month: int) -> date:
        """The last day of a month of the year."""
        return last_day(self.year, month)

    def _meeting(self, on: date) -> UUID:
        return self.id("meeting", on)

    def _key(self, what: Sequence[object]) -> tuple[object, ...]:
        return (self.office, "community", self.key, self.year, *what)
