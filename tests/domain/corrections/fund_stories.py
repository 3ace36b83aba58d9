"""Stories of a fund's book: what it is, who pays, what is due, what was counted (S2, S3)."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.domain.money.conftest import JANUARY, Neighbourhood

from wahana.domain.kernel.facts import FactKind
from wahana.domain.money import fund_facts as facts
from wahana.domain.money.closing import BookCountDifference, CountCash
from wahana.domain.money.fund_book import FundBook, book_id
from wahana.domain.money.fund_corrections import (
    CorrectDues,
    CorrectFund,
    CorrectPayer,
    RetractFundEntry,
    WithdrawFund,
)
from wahana.domain.money.fund_opening import OpenFund
from wahana.domain.money.fund_rules import FUNDS
from wahana.domain.money.payers import EnrolPayer, ExemptPayer, RecordPayerLeaving, SetDues
from wahana.domain.money.receipts import ReceiveDues

from .care_world import WHY
from .meeting_stories import world
from .stories import Step, Story, Telling

MARCH = date(2026, 3, 1)


def about(rw: Neighbourhood) -> dict[str, Any]:
    return {"wksbm_id": rw.id, "kind": "IURAN"}


def story(rw: Neighbourhood, kind: FactKind, *tellings: Telling, **more: Any) -> Story:
    """A story about the book of dues; the treasurer acts."""
    payer = {} if kind in (facts.DUES, facts.COUNT) else {"payer_id": rw.uid("Pak Adi")}
    given: dict[str, Any] = {
        "by": rw.treasurer,
        "about": None if not payer else rw.uid("Pak Adi"),
        "retract": lambda of: RetractFundEntry(
            **about(rw),
            entry=kind.code,  # type: ignore[arg-type]
            of=of,
            **payer,
            **WHY,
        ),
    }
    return Story(
        kind=kind,
        timeline=FUNDS,
        world=rw.world,
        stream=(FundBook, book_id(rw.id, "IURAN", "IDR", 2026)),
        tellings=tellings,
        **(given | more),
    )


def evening(rw: Neighbourhood) -> ReceiveDues:
    return ReceiveDues(**about(rw), lines=(rw.line("Pak Adi", period=MARCH, amount=15_000),))


def opened() -> Story:
    rw = world()

    def telling(**changes: Any) -> Telling:
        given: dict[str, Any] = {"scope": "RW"} | changes
        return Telling(
            OpenFund(**about(rw), year=2026, opens_on=JANUARY, **given),
            MARCH,
            lambda _: CorrectFund(**about(rw), **given, no_end="permit_until" not in given, **WHY),
        )

    return story(
        rw,
        facts.FUND,
        telling(),
        telling(scope="RT", title="Kas RT"),
        telling(scope="WIDER"),
        telling(scope="WIDER", permit_no="PUB-1"),
        telling(scope="WIDER", permit_no="PUB-1", permit_until=date(2026, 6, 30)),
        about=None,
        retract=lambda _: WithdrawFund(**about(rw), **WHY),
    )


def enrolled() -> Story:
    rw = world()
    rw.open()
    rw.dues()
    rw.person("Pak Adi")

    def telling(first: date, **more: Any) -> Telling:
        return Telling(
            EnrolPayer(**about(rw), payer=rw.ref("Pak Adi"), enrolled_from=first, **more),
            MARCH,
            lambda _: CorrectPayer(
                **about(rw), payer_id=rw.uid("Pak Adi"), enrolled_from=first, **more, **WHY
            ),
        )

    leave = RecordPayerLeaving(
        **about(rw), payer_id=rw.uid("Pak Adi"), left_on=date(2026, 8, 1), reason="MOVED"
    )
    return story(
        rw,
        facts.PAYER,
        telling(JANUARY),
        telling(MARCH, pledge=50_000),
        telling(date(2026, 9, 1)),
        telling(date(2027, 1, 1)),
        telling(JANUARY, household_id=rw.uid("no such household")),
        then=(
            Step(evening(rw), facts.DUES_PAID, date(2026, 3, 5), bars="PAYER_PAID"),
            Step(leave, facts.LEAVING, date(2026, 8, 1), ends=True),
        ),
    )


def exempted() -> Story:
    rw = world()
    rw.open()
    rw.dues()
    rw.enrol("Pak Adi")
    exempt = ExemptPayer(**about(rw), payer_id=rw.uid("Pak Adi"), valid_from=MARCH, reason="WIDOW")
    return story(rw, facts.EXEMPTION, Telling(exempt, MARCH))


def left() -> Story:
    rw = world()
    rw.open()
    rw.dues()
    rw.enrol("Pak Adi")
    leave = RecordPayerLeaving(
        **about(rw), payer_id=rw.uid("Pak Adi"), left_on=date(2026, 8, 1), reason="MOVED"
    )
    again = EnrolPayer(**about(rw), payer=rw.ref("Pak Adi"), enrolled_from=date(2026, 10, 1))
    return story(
        rw,
        facts.LEAVING,
        Telling(leave, date(2026, 8, 1)),
        then=(Step(again, facts.PAYER, date(2026, 10, 1), bars="NOT_FOUND"),),
    )


def dues_set() -> Story:
    rw = world()
    rw.open()
    rw.enrol("Pak Adi")

    def telling(amount: int, first: date, frequency: Any = "MONTHLY") -> Telling:
        given: dict[str, Any] = {
            "amount": amount, "valid_from": first, "frequency": frequency,
        }  # fmt: skip
        return Telling(
            SetDues(**about(rw), **given),
            JANUARY,
            lambda of: CorrectDues(**about(rw), of=of, **given, **WHY),
        )

    more = SetDues(**about(rw), amount=20_000, valid_from=date(2026, 7, 1))
    line = rw.line("Pak Adi", period=MARCH, amount=12_000)  # within each of the tellings
    paid = ReceiveDues(**about(rw), lines=(line,))
    return story(
        rw,
        facts.DUES,
        telling(15_000, JANUARY),
        telling(12_000, date(2026, 2, 1)),
        telling(15_000, date(2026, 7, 1)),
        telling(15_000, date(2027, 1, 1)),
        then=(
            Step(more, facts.DUES, date(2026, 6, 1)),
            Step(paid, facts.DUES_PAID, date(2026, 8, 1), bars="ENTRY_IN_USE"),
        ),
    )


def counted() -> Story:
    rw = world()
    rw.open(opening_balance=100_000)
    witness = (rw.person("Bu Sri"),)
    count = CountCash(**about(rw), counted=90_000, witnesses=witness)
    return story(
        rw,
        facts.COUNT,
        Telling(count, MARCH),
        then=(
            Step(
                lambda of: BookCountDifference(**about(rw), of=of, note="Uang kembalian."),
                facts.DIFFERENCE,
                date(2026, 3, 2),
            ),
        ),
    )


STORIES = (opened, enrolled, exempted, left, dues_set, counted)
