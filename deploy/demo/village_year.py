"""A year in the life of a WKSBM: dues, thirty nights of rice, a death, an arisan, sealed months.

All of it is invented, people and sums, after the practice that the seeds name (S2: jimpitan beras,
dana kematian, arisan; S3: dari, oleh, untuk masyarakat). It is entered by the WKSBM's own chair
and treasurer; the cases are in ``elder.py`` and ``counter.py``.
"""

from __future__ import annotations

from collections.abc import Mapping

from wahana.domain.kernel.units import FundUnit
from wahana.domain.money.amounts import RiceGiven
from wahana.domain.money.arisan_commands import CloseCycle
from wahana.domain.money.arisan_opening import OpenCycle
from wahana.domain.money.closing import BookCountDifference, CountCash
from wahana.domain.money.fund_terms import FundKind
from wahana.domain.money.payers import ExemptPayer
from wahana.domain.money.payments import Disburse, PayDeathBenefit
from wahana.domain.money.receipts import ReceiveDonation
from wahana.domain.money.rice import ConvertRice
from wahana.domain.money.year_end import CloseYear

from . import counter, elder
from .community import MONTHS, Community
from .story import Act, Chain, Chapter

HOUSES = 12
"""Households that pay, and shares of the arisan."""
NIGHTS = 30
BOOKS: tuple[tuple[FundKind, FundUnit], ...] = (
    *(("IURAN", "IDR"), ("DANA_KEMATIAN", "IDR"), ("BANTUAN", "IDR")),
    *(("JIMPITAN", "RICE_G"), ("JIMPITAN", "IDR")),
)
BALANCES: Mapping[FundKind, int] = {
    "IURAN": 350_000,
    "DANA_KEMATIAN": 1_500_000,
    "BANTUAN": 800_000,
}
"""What is in the box on the first day."""
DUES, DEATH_DUES, SHARE = 10_000, 5_000, 50_000
RICE_MONTH = 4
"""The month of the thirty nights; the rice is sold on the second day of the next one."""
DEATH_ON = (6, 15)
NAMES = HOUSES + 2 + elder.NAMES + counter.NAMES
"""Sample names that a year takes, from its first on."""


def chapters(
    our: Community, first_name: int, around: elder.ResponsibleActors
) -> tuple[Chapter, ...]:
    """The year; ``first_name``: number of its first sample name. The last chapter is one act."""
    return (
        [_opening(our, first_name)],
        [
            _dues(our, first_name + HOUSES),
            _nights(our),
            _aid(our),
            _arisan(our),
            elder.case(our, first_name + HOUSES + 2, around),
            counter.case(our, first_name + HOUSES + 2 + elder.NAMES, around.kasi),
        ],
        [our.seals()],
        [[_closes(our, kind, unit) for kind, unit in BOOKS[1:]]],
        [[_closes(our, *BOOKS[0])]],
    )


def _opening(our: Community, first_name: int) -> Chain:
    """Five books, dues, and twelve households that pay; a widow is exempt, as custom has it."""
    houses = range(HOUSES)
    exempt = ExemptPayer(
        wksbm_id=our.wksbm_id, kind="IURAN", payer_id=our.id("house", 11), reason="WIDOW"
    )
    return [
        *(our.opens(kind, unit, balance=BALANCES.get(kind)) for kind, unit in BOOKS),
        our.sets_dues("IURAN", DUES),
        our.sets_dues("DANA_KEMATIAN", DEATH_DUES),
        *(our.enrols("IURAN", our.newcomer(first_name + n, "house", n)) for n in houses),
        *(our.enrols("DANA_KEMATIAN", our.neighbour("house", n)) for n in houses),
        our.keeps(our.day(1, 1), exempt),
    ]


def _dues(our: Community, first_name: int) -> Chain:
    """An evening a month; one household is late with two months, another has a death in June."""
    acts: list[Act] = []
    for month in MONTHS:
        on, late = our.day(month, 10), month in (4, 5)
        paying = [our.id("house", n) for n in range(HOUSES) if n != 11 and not (late and n == 7)]
        acts.append(our.takes_dues("IURAN", on, paying))
        if month == 6:
            behind = [our.id("house", 7)]
            acts += [our.takes_dues("IURAN", our.day(6, day), behind) for day in (11, 12)]
        everybody = [our.id("house", n) for n in range(HOUSES)]
        acts.append(our.takes_dues("DANA_KEMATIAN", on, everybody))
        if month == DEATH_ON[0]:
            acts.append(_death(our, first_name))
    counted = CountCash(
        wksbm_id=our.wksbm_id,
        kind="IURAN",
        counted=BALANCES["IURAN"] + 12 * 11 * DUES - 5_000,
        witnesses=(our.id("house", 1), our.id("house", 2)),
    )
    # Before it: opened, balance, dues, the payers, an exemption, fourteen evenings.
    count_version = 3 + HOUSES + 1 + 14 + 1
    short = BookCountDifference(
        wksbm_id=our.wksbm_id, kind="IURAN", of=count_version, note="selisih uang kembalian"
    )
    return [*acts, *(our.keeps(our.day(12, 30), command) for command in (counted, short))]


def _nights(our: Community) -> Chain:
    """Thirty nights of rice, weighed and sold; the shortage of one night shows in the book."""
    collectors = [our.id("house", n) for n in (3, 4)]
    rounds = [
        our.goes_round(
            our.day(RICE_MONTH, night), collectors, HOUSES, HOUSES - night % 3,
            cups=str(HOUSES - night % 3),
        )
        for night in range(1, NIGHTS + 1)
    ]  # fmt: skip
    grams = sum((HOUSES - night % 3) * 150 for night in range(1, NIGHTS + 1))
    sale = ConvertRice(
        wksbm_id=our.wksbm_id,
        rice=RiceGiven(measure="GRAM", quantity=str(grams - 5_000)),
        rupiah=(grams - 5_000) // 1_000 * 12_000,
        buyer="warung tetangga",
    )
    gift = Disburse(
        wksbm_id=our.wksbm_id,
        kind="JIMPITAN",
        unit="RICE_G",
        purpose="FOOD",
        payee=our.neighbour("house", 11),
        rice=RiceGiven(measure="KG", quantity="5"),
        note="beras untuk lansia yang tinggal sendiri",
    )
    next_month = RICE_MONTH + 1
    return [
        *rounds,
        our.keeps(our.day(next_month, 2), sale),
        our.keeps(our.day(next_month, 3), gift),
    ]


def _aid(our: Community) -> Chain:
    """Gifts come in, and a pupil is helped on a meeting's decision."""
    gift = ReceiveDonation(
        wksbm_id=our.wksbm_id,
        kind="BANTUAN",
        donor_kind="MIGRANT",
        amount=750_000,
        note="titipan perantau",
    )
    decided = our.day(7, 4)
    school = Disburse(
        wksbm_id=our.wksbm_id,
        kind="BANTUAN",
        purpose="EDUCATION",
        organisation="Koperasi sekolah (SAMPLE)",
        amount=600_000,
        decision=our.decision(decided),
    )
    return [
        our.keeps(our.day(3, 20), gift),
        *our.decides(decided, "Bantuan perlengkapan sekolah", 650_000),
        our.keeps(our.day(7, 11), school),
    ]


def _death(our: Community, first_name: int) -> Act:
    """The benefit of a household, once, as the table has it."""
    benefit = PayDeathBenefit(
        wksbm_id=our.wksbm_id,
        deceased=(our.newcomer(first_name, "deceased"),),
        payer_id=our.id("house", 5),
        paid_to=our.newcomer(first_name + 1, "heir"),
        receipt_no="SAMPLE/DK/1",
    )
    return our.keeps(our.day(*DEATH_ON), benefit)


def _arisan(our: Community) -> Chain:
    """Twelve shares, twelve rounds; each wins once, before two witnesses."""
    cycle = our.id("arisan")
    opened = OpenCycle(
        cycle_id=cycle,
        wksbm_id=our.wksbm_id,
        title="Arisan warga (SAMPLE)",
        contribution=SHARE,
        members=tuple(our.neighbour("house", n) for n in range(HOUSES)),
    )
    witnesses = [our.id("house", n) for n in (8, 9)]
    rounds = [
        act
        for month in MONTHS
        for act in our.arisan_round(cycle, month, our.day(month, 12), HOUSES, witnesses)
    ]
    return [
        our.keeps(our.day(1, 2), opened),
        *rounds,
        our.keeps(our.day(12, 31), CloseCycle(cycle_id=cycle)),
    ]


def _closes(our: Community, kind: FundKind, unit: FundUnit) -> Act:
    closed = CloseYear(wksbm_id=our.wksbm_id, kind=kind, unit=unit)
    return our.keeps(our.day(13, 15), closed)
