"""The money of one WKSBM for a year, by its size: rounds at night, dues, aid, meetings, an arisan.

Frequencies follow reports about such groups: a round every night on each route, dues on five
evenings a month, a small sum each month to everybody whom the neighbourhood helps, a meeting a
month whose larger decisions are paid by, a count and a seal at each month's end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from random import Random
from uuid import UUID

from wahana.domain.kernel.units import FundUnit
from wahana.domain.money.amounts import RiceGiven
from wahana.domain.money.arisan_commands import CloseCycle
from wahana.domain.money.arisan_opening import OpenCycle
from wahana.domain.money.fund_terms import FundKind
from wahana.domain.money.meeting_commands import AttachMinutes, HoldMeeting, TakeDecision
from wahana.domain.money.payments import Disburse, PayDeathBenefit
from wahana.domain.money.receipts import ReceiveDonation
from wahana.domain.money.rice import ConvertRice
from wahana.domain.money.year_end import CloseYear

from .community import MONTHS, Community
from .samples import NAMES_MAX
from .story import Act, Chain

DUES = 10_000
MONTHLY_AID, QUARTERLY_AID = 20_000, 600_000
DEATH_BENEFIT = 750_000
CUP_GRAMS = 150
KG_RUPIAH = 12_000
SHARES = 12
EVENINGS = 5
"""Evenings a month on which dues of a route are collected."""
PAYS, COMES_BACK, GOES_ROUND = 0.93, 0.5, 0.97
"""Shares of houses that pay in time, of debts paid a month later, of nights with a round."""


@dataclass(frozen=True, slots=True)
class Size:
    """How large a WKSBM is; a typical one has 70 paying houses and helps 43 people."""

    houses: int
    routes: int
    helped: int
    cases: int
    deaths: int
    bodies: int
    """Local bodies (KPS) that are members."""
    rice: bool
    """Jimpitan in rice; else in coins."""

    @classmethod
    def of(cls, factor: float, *, rice: bool) -> Size:
        """The size of ``factor`` times a typical one."""
        return cls(
            houses=max(SHARES + 4, round(70 * factor)),
            routes=max(1, round(2 * factor)),
            helped=max(3, round(43 * factor)),
            cases=max(2, round(24 * factor)),
            deaths=max(1, round(2 * factor)),
            bodies=max(2, min(5, round(3 * factor))),
            rice=rice,
        )

    @property
    def books(self) -> tuple[tuple[FundKind, FundUnit], ...]:
        """The books that are kept."""
        grams: tuple[tuple[FundKind, FundUnit], ...] = (
            (("JIMPITAN", "RICE_G"),) if self.rice else ()
        )
        return (
            *(("IURAN", "IDR"), ("DANA_KEMATIAN", "IDR"), ("BANTUAN", "IDR")),
            *grams,
            ("JIMPITAN", "IDR"),
        )


def opening(our: Community, size: Size, draw: Random) -> Chain:
    """The books with their balances, the dues, and the houses that pay them."""
    balances: dict[FundKind, int] = {
        "IURAN": draw.randrange(100, 900) * 1_000,
        "DANA_KEMATIAN": size.deaths * DEATH_BENEFIT,
        "BANTUAN": size.helped * MONTHLY_AID + 4 * QUARTERLY_AID,
    }
    name = draw.randrange(NAMES_MAX)
    return [
        *(our.opens(kind, unit, balance=balances.get(kind)) for kind, unit in size.books),
        our.sets_dues("IURAN", DUES),
        *(
            our.enrols("IURAN", our.newcomer((name + house) % NAMES_MAX, "house", house))
            for house in range(size.houses)
        ),
    ]


def year(our: Community, size: Size, draw: Random) -> list[Chain]:
    """Income and expenses, as chains that need not wait for each other."""
    return [
        _nights(our, size, draw),
        _dues(our, size, draw),
        _deaths(our, size, draw),
        _aid(our, size, draw),
        _meetings(our, size, draw),
        _arisan(our),
    ]


def closing(our: Community, size: Size) -> Chain:
    """The books of the year are closed in January."""
    return [
        our.keeps(our.day(13, 15), CloseYear(wksbm_id=our.wksbm_id, kind=kind, unit=unit))
        for kind, unit in size.books
    ]


def _nights(our: Community, size: Size, draw: Random) -> Chain:
    """Rounds on every route nearly every night; what was given in rice is sold each month."""
    acts: list[Act] = []
    day, grams = our.day(1, 1), 0
    while day.year == our.year:
        for route in range(size.routes):
            if draw.random() >= GOES_ROUND:
                continue
            visited = len(range(route, size.houses, size.routes))
            gave = round(visited * draw.uniform(0.6, 0.95))
            collectors = [our.id("house", each) for each in draw.sample(range(size.houses), 2)]
            given = {"cups": str(gave)} if size.rice else {}
            rupiah = None if size.rice else gave * 500
            name = f"RT{route + 1}" if size.routes > 1 else None
            acts.append(
                our.goes_round(day, collectors, visited, gave, route=name, rupiah=rupiah, **given)
            )
            grams += gave * CUP_GRAMS
        if size.rice and day == our.month_end(day.month):
            acts.append(our.keeps(day, _sale(our, grams // 1_000)))
            grams %= 1_000
        day += timedelta(days=1)
    return acts


def _sale(our: Community, kilograms: int) -> ConvertRice:
    rice = RiceGiven(measure="KG", quantity=str(kilograms))
    return ConvertRice(wksbm_id=our.wksbm_id, rice=rice, rupiah=kilograms * KG_RUPIAH)


def _dues(our: Community, size: Size, draw: Random) -> Chain:
    """Five evenings a month on each route; who could not pay does later, or stays behind."""
    acts: list[Act] = []
    owed: dict[int, list[int]] = {house: [] for house in range(size.houses)}
    for month in MONTHS:
        for evening in range(EVENINGS):
            for route in range(size.routes):
                lines: list[tuple[UUID, int]] = []
                for house in range(route, size.houses, size.routes):
                    if house // size.routes % EVENINGS != evening:
                        continue
                    if owed[house] and draw.random() < COMES_BACK:
                        lines.append((our.id("house", house), owed[house].pop(0)))
                    if draw.random() < PAYS:
                        lines.append((our.id("house", house), month))
                    else:
                        owed[house].append(month)
                if lines:
                    payers, months = zip(*lines, strict=True)
                    on = our.day(month, 6 + evening)
                    acts.append(our.takes_dues("IURAN", on, payers, months=months))
    return acts


def _deaths(our: Community, size: Size, draw: Random) -> Chain:
    """Every house is in the death fund; a gift each month, and a benefit where somebody died."""
    houses = range(size.houses)
    acts = [our.enrols("DANA_KEMATIAN", our.neighbour("house", house)) for house in houses]
    for month in MONTHS:
        gift = ReceiveDonation(
            wksbm_id=our.wksbm_id,
            kind="DANA_KEMATIAN",
            donor_kind="RESIDENT",
            amount=draw.randrange(5, 30) * 10_000,
        )
        acts.append(our.keeps(our.day(month, 8), gift))
    name = draw.randrange(NAMES_MAX)
    for number, house in enumerate(draw.sample(houses, size.deaths)):
        benefit = PayDeathBenefit(
            wksbm_id=our.wksbm_id,
            deceased=(our.newcomer((name + number) % NAMES_MAX, "deceased", number),),
            payer_id=our.id("house", house),
            paid_to=our.neighbour("house", house),
        )
        on = our.day(draw.randrange(1, 13), draw.randrange(1, 29))
        acts.append(our.keeps(on, benefit))
    return acts


def _aid(our: Community, size: Size, draw: Random) -> Chain:
    """A gift a month pays for the month; once a quarter a meeting decides on something larger."""
    acts: list[Act] = []
    name = draw.randrange(NAMES_MAX)
    for month in MONTHS:
        gift = ReceiveDonation(
            wksbm_id=our.wksbm_id,
            kind="BANTUAN",
            donor_kind=draw.choice(("MIGRANT", "BUSINESS", "VILLAGE", "ASSOCIATION")),
            amount=size.helped * MONTHLY_AID,
        )
        acts.append(our.keeps(our.day(month, 2), gift))
        for number in range(size.helped):
            payee = (
                our.newcomer((name + number) % NAMES_MAX, "helped", number)
                if month == 1
                else our.neighbour("helped", number)
            )
            sum_ = Disburse(
                wksbm_id=our.wksbm_id,
                kind="BANTUAN",
                purpose=draw.choice(("SANTUNAN", "FOOD", "EDUCATION", "HEALTH")),
                payee=payee,
                amount=MONTHLY_AID,
            )
            acts.append(our.keeps(our.day(month, 3 + number % 20), sum_))
        if month % 3 == 0:
            decided = our.day(month, 24)
            acts += our.decides(decided, "Bantuan kuartal", QUARTERLY_AID, present=size.houses // 2)
            larger = Disburse(
                wksbm_id=our.wksbm_id,
                kind="BANTUAN",
                purpose="HOUSING",
                organisation="Toko bangunan (SAMPLE)",
                amount=draw.randrange(501, 600) * 1_000,
                decision=our.decision(decided),
            )
            acts.append(our.keeps(our.day(month, 25), larger))
    return acts


def _meetings(our: Community, size: Size, draw: Random) -> Chain:
    """A meeting a month, what it decided, and the hash of its minutes."""
    acts: list[Act] = []
    for month in MONTHS:
        on, meeting = our.day(month, 15), our.id("routine", month)
        present = draw.randrange(size.houses // 3, size.houses)
        held = HoldMeeting(meeting_id=meeting, wksbm_id=our.wksbm_id, headcount=present)
        decided = TakeDecision(
            meeting_id=meeting, title="Rencana bulan depan", kind="PROGRAMME", votes_for=present
        )
        minutes = AttachMinutes(
            meeting_id=meeting, sha256=sha256(str(meeting).encode()).hexdigest(), pages=2
        )
        acts += [our.leads(on, command) for command in (held, decided, minutes)]
    return acts


def _arisan(our: Community) -> Chain:
    """Twelve shares, drawn by a word said aloud."""
    cycle = our.id("arisan")
    opened = OpenCycle(
        cycle_id=cycle,
        wksbm_id=our.wksbm_id,
        title="Arisan warga (SAMPLE)",
        contribution=50_000,
        members=tuple(our.neighbour("house", house) for house in range(SHARES)),
    )
    seen = [our.id("house", house) for house in (0, 1)]
    rounds: Sequence[Act] = [
        act
        for month in MONTHS
        for act in our.arisan_round(cycle, month, our.day(month, 12), SHARES, seen, seeded=True)
    ]
    return [
        our.keeps(our.day(1, 2), opened),
        *rounds,
        our.keeps(our.day(12, 31), CloseCycle(cycle_id=cycle)),
    ]
