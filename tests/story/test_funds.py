"""Story E: dues, thirty nights of rice, a death benefit, sealed months, over HTTP.

The year is 2025 in a kelurahan of Kota Yogyakarta. The treasurer keeps the books with a token of
the own WKSBM, the chair enters decisions and approves, and whatever would spoil the community's
own money is refused with its code.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from wahana.platform.ids import uuid7

from .client import Client
from .funds import OPENED, YEAR, Community, community
from .offices import BONTANG, YOGYAKARTA, Office, Town, id_of, newcomer

pytestmark = pytest.mark.takes(10)

HOUSES = ["Ani", "Budi", "Citra", "Dedi"]


@pytest.fixture
async def ours(town: Town) -> Community:
    """A WKSBM of Kota Yogyakarta."""
    return await community(await town.found(YOGYAKARTA))


# --- dues, rice and what is sold of it ------------------------------------------------------


async def test_thirty_nights_of_rice_are_sold_for_rupiah(ours: Community) -> None:
    for unit in ("RICE_G", "IDR"):
        await ours.open("JIMPITAN", unit)
    houses = await ours.payers("JIMPITAN", HOUSES, "RICE_G")
    for night in range(1, 31):
        lines = [{"payerId": one, "rice": {"measure": "CUP", "quantity": "2.5"}} for one in houses]
        await ours.done(
            "collectJimpitan",
            f"{YEAR}-04-{night:02}",
            unit="RICE_G",
            collectors=houses[:2],
            households=5,
            lines=lines,
        )
    grams = 30 * 4 * 375
    await ours.holds(grams, "JIMPITAN", f"{YEAR}-04-30", "RICE_G")
    await ours.refused(
        "ROUND_TWICE",
        "collectJimpitan",
        f"{YEAR}-04-30",
        unit="RICE_G",
        collectors=houses[:1],
        households=5,
        gave=1,
        rice={"measure": "KG", "quantity": "1"},
    )
    sale = {"rice": {"measure": "KG", "quantity": "45"}, "rupiah": 585_000}
    early = await ours.refused("FUND_NEGATIVE", "convertRice", f"{YEAR}-04-29", **sale)
    assert "1,500 grams of rice missing" in early["messageEn"]
    sold = await ours.done("convertRice", f"{YEAR}-05-01", **sale)
    assert [event["topic"] for event in sold["events"]] == [
        "fund.rice_converted",
        "fund.proceeds_received",
    ]
    await ours.refused(
        "FUND_NEGATIVE",
        "convertRice",
        f"{YEAR}-05-01",
        rice={"measure": "GRAM", "quantity": "1"},
        rupiah=1_000,
    )
    await ours.holds(0, "JIMPITAN", f"{YEAR}-05-01", "RICE_G")
    await ours.holds(585_000, "JIMPITAN", f"{YEAR}-05-01")
    # A wrong sale goes back in both books at once, and can be entered anew.
    await ours.done(
        "reverseEntry",
        f"{YEAR}-05-02",
        kind="JIMPITAN",
        unit="RICE_G",
        entryNo=31,
        reason="TYPING_ERROR",
    )
    await ours.holds(grams, "JIMPITAN", f"{YEAR}-05-02", "RICE_G")
    await ours.holds(0, "JIMPITAN", f"{YEAR}-05-02")


async def test_rupiah_and_rice_are_never_mixed(ours: Community) -> None:
    await ours.open("JIMPITAN", "RICE_G")
    await ours.open("IURAN")
    rice = {"measure": "KG", "quantity": "1"}
    day = f"{YEAR}-02-01"
    gift: dict[str, Any] = {"donorKind": "RESIDENT"}
    into_money = await ours.refused(
        "UNIT_MIX", "receiveDonation", day, kind="IURAN", rice=rice, **gift
    )
    assert into_money["field"] == "rice"
    await ours.refused(
        "UNIT_MIX", "receiveDonation", day, kind="JIMPITAN", unit="RICE_G", amount=5_000, **gift
    )
    await ours.refused(
        "ONE_OF", "receiveDonation", day, kind="IURAN", amount=5_000, rice=rice, **gift
    )
    await ours.holds(0, "IURAN", day)
    await ours.holds(0, "JIMPITAN", day, "RICE_G")


async def test_dues_are_taken_for_the_oldest_month_and_once(ours: Community) -> None:
    await ours.open("IURAN")
    await ours.done("setDues", OPENED, kind="IURAN", amount=10_000)
    payers = await ours.payers("IURAN", HOUSES)
    for month in (1, 2, 3):
        await ours.dues(payers, f"{YEAR}-{month:02}-10")
    await ours.holds(3 * 4 * 10_000, "IURAN", f"{YEAR}-03-10")
    lines = [{"payerId": payers[0], "period": f"{YEAR}-02-01"}]
    await ours.refused("DUES_PAID", "receiveDues", f"{YEAR}-03-11", kind="IURAN", lines=lines)
    stranger = id_of(newcomer("Bukan Peserta"))
    answer = await ours.refused(
        "PAYER_UNKNOWN",
        "receiveDues",
        f"{YEAR}-03-11",
        kind="IURAN",
        lines=[{"payerId": stranger}],
    )
    assert answer["code"] == "PAYER_UNKNOWN"


# --- what goes out --------------------------------------------------------------------------


async def test_a_death_benefit_is_paid_once(ours: Community) -> None:
    await ours.open("DANA_KEMATIAN", openingBalance=3_000_000)
    await ours.done("setDues", OPENED, kind="DANA_KEMATIAN", amount=5_000)
    paying, owing = await ours.payers("DANA_KEMATIAN", HOUSES[:2])
    for month in range(1, 7):
        await ours.dues([paying], f"{YEAR}-{month:02}-10", "DANA_KEMATIAN")
    deceased, heir = newcomer("Almarhum Sastro"), newcomer("Ahli Waris")
    benefit = {"deceased": [deceased], "payerId": paying, "paidTo": heir}
    day = f"{YEAR}-06-15"
    in_arrears = await ours.refused(
        "NOT_STANDING", "payDeathBenefit", day, **{**benefit, "payerId": owing}
    )
    assert "in arrears" in in_arrears["messageEn"]
    await ours.refused("BENEFIT_TABLE", "payDeathBenefit", day, amount=900_000, **benefit)
    await ours.done("payDeathBenefit", day, **benefit)
    again = {
        "deceased": [{"personId": id_of(deceased)}],
        "payerId": paying,
        "paidTo": {"personId": id_of(heir)},
    }
    refused = await ours.refused("DEATH_TWICE", "payDeathBenefit", f"{YEAR}-06-16", **again)
    assert refused["field"] == "deceased"
    await ours.holds(3_000_000 + 6 * 5_000 - 750_000, "DANA_KEMATIAN", f"{YEAR}-06-16")
    # The slot of the deceased goes back with a payment that was wrong; then it can be paid.
    opening, dues = 1, 6
    await ours.done(
        "reverseEntry",
        f"{YEAR}-06-17",
        kind="DANA_KEMATIAN",
        entryNo=opening + dues + 1,
        reason="WRONG_PERSON",
    )
    await ours.done("payDeathBenefit", f"{YEAR}-06-18", **again)


async def test_a_death_is_paid_once_whichever_book_pays(ours: Community) -> None:
    for kind in ("DANA_KEMATIAN", "LAIN"):
        await ours.open(kind, openingBalance=1_000_000)
    (first,), (second,) = [await ours.payers(kind, [kind]) for kind in ("DANA_KEMATIAN", "LAIN")]
    deceased = newcomer("Almarhumah Tinah")
    day = f"{YEAR}-03-03"
    await ours.done(
        "payDeathBenefit", day, deceased=[deceased], payerId=first, paidTo=newcomer("Anak")
    )
    answer = await ours.refused(
        "DEATH_TWICE",
        "payDeathBenefit",
        day,
        kind="LAIN",
        deceased=[{"personId": id_of(deceased)}],
        payerId=second,
        paidTo=newcomer("Cucu"),
    )
    assert answer["code"] == "DEATH_TWICE"


async def test_a_larger_payment_cites_a_decision_of_somebody_else(ours: Community) -> None:
    await ours.open("BANTUAN", openingBalance=2_000_000)
    day = f"{YEAR}-07-20"
    aid: dict[str, Any] = {"kind": "BANTUAN", "purpose": "EDUCATION", "organisation": "SD Kricak"}
    none = await ours.refused("DECISION_REQUIRED", "disburse", day, amount=500_001, **aid)
    assert "the amount is above the limit" in none["messageEn"]
    later = await ours.decision(f"{YEAR}-08-01", 900_000)
    early = await ours.refused(
        "DECISION_REQUIRED", "disburse", day, amount=800_000, decision=later, **aid
    )
    assert "it was decided later" in early["messageEn"]
    outvoted = await ours.decision(f"{YEAR}-07-10", 900_000, votesFor=4, votesAgainst=8)
    await ours.refused(
        "DECISION_REQUIRED", "disburse", day, amount=800_000, decision=outvoted, **aid
    )
    covering = await ours.decision(f"{YEAR}-07-10", 900_000)
    await ours.done("disburse", day, amount=800_000, decision=covering, **aid)
    spent = await ours.refused(
        "DECISION_REQUIRED", "disburse", day, amount=100_001, decision=covering, **aid
    )
    assert "it is above the limit of the decision" in spent["messageEn"]
    await ours.done("disburse", day, amount=500_000, **aid)
    much = await ours.decision(f"{YEAR}-07-10", 5_000_000)
    lacking = await ours.refused(
        "FUND_NEGATIVE", "disburse", day, amount=700_001, decision=much, **aid
    )
    assert "Rp700.000 available, Rp1 missing" in lacking["messageEn"]
    await ours.holds(700_000, "BANTUAN", day)


async def test_one_payment_is_not_cut_into_small_ones(ours: Community) -> None:
    await ours.open("BANTUAN", openingBalance=2_000_000)
    day, payee = f"{YEAR}-07-20", newcomer("Penerima")
    aid = {"kind": "BANTUAN", "purpose": "SANTUNAN"}
    await ours.done("disburse", day, amount=300_000, payee=payee, **aid)
    again = {"payee": {"personId": id_of(payee)}, "amount": 200_001, **aid}
    answer = await ours.refused("DECISION_REQUIRED", "disburse", day, **again)
    assert answer["code"] == "DECISION_REQUIRED"
    await ours.done("disburse", f"{YEAR}-07-21", **again)


async def test_who_pays_has_not_decided(town: Town) -> None:
    """One member may hold both offices; the payment still needs another's hand."""
    office = await town.found(YOGYAKARTA)
    ours = await community(office)
    await ours.open("BANTUAN", openingBalance=2_000_000)
    both = await _both_offices(office, ours.wksbm_id)
    day = f"{YEAR}-07-20"
    own = await ours.decided(both[0], day, 900_000)
    aid = {"kind": "BANTUAN", "purpose": "HOUSING", "organisation": "Toko Bangunan"}
    refused = await both[1].refused(
        "SELF_APPROVAL", "disburse", **ours.given(day, {"amount": 800_000, "decision": own, **aid})
    )
    assert refused["field"] == "decision"
    await ours.done("disburse", day, amount=800_000, decision=own, **aid)


async def _both_offices(office: Office, wksbm_id: str) -> list[Client]:
    """The tokens of one member in two roles: chair, treasurer."""
    member = await office.admin.done("admitMember", kind="PERSON", person=newcomer("Rangkap"))
    clients = []
    for role in ("WKSBM_CHAIR", "WKSBM_TREASURER"):
        grant = str(uuid7())
        await office.admin.done(
            "giveRole", memberId=member["id"], grantId=grant, role=role, wksbmIds=[wksbm_id]
        )
        issued = await office.admin.done(
            "issueToken",
            memberId=member["id"],
            grantId=grant,
            label="console",
            expiresAt=(office.town.service.clock() + timedelta(days=30)).isoformat(),
        )
        clients.append(office.admin.as_(issued["secret"]))
    return clients


# --- sealed months --------------------------------------------------------------------------


async def test_a_sealed_month_stays_as_it_is(ours: Community) -> None:
    await ours.open("IURAN")
    gift = {"kind": "IURAN", "donorKind": "RESIDENT", "amount": 40_000}
    await ours.done("receiveDonation", f"{YEAR}-01-20", **gift)
    january = {"year": YEAR, "month": 1}
    await ours.refused("MONTH_RUNNING", "sealMonth", f"{YEAR}-01-31", **january)
    await ours.refused("SEAL_ORDER", "sealMonth", f"{YEAR}-03-01", year=YEAR, month=2)
    await ours.done("sealMonth", f"{YEAR}-02-05", **january)
    for day in ("01-01", "01-31"):
        late = await ours.refused("PERIOD_SEALED", "receiveDonation", f"{YEAR}-{day}", **gift)
        assert late["field"] == "envelope.occurredOn"
    payment = {"kind": "IURAN", "purpose": "FOOD", "organisation": "Warung", "amount": 1_000}
    await ours.refused("PERIOD_SEALED", "disburse", f"{YEAR}-01-31", **payment)
    reversal = {"kind": "IURAN", "entryNo": 1, "reason": "TYPING_ERROR"}
    await ours.refused("PERIOD_SEALED", "reverseEntry", f"{YEAR}-01-31", **reversal)
    await ours.refused("PERIOD_SEALED", "sealMonth", f"{YEAR}-02-05", **january)
    await ours.done("reverseEntry", f"{YEAR}-02-06", **reversal)
    await ours.done("receiveDonation", f"{YEAR}-02-06", corrects=1, **{**gift, "amount": 45_000})
    await ours.holds(0, "IURAN", f"{YEAR}-02-01")
    await ours.holds(45_000, "IURAN", f"{YEAR}-02-06")


async def test_the_chair_approves_what_the_treasurer_sealed(town: Town) -> None:
    office = await town.found(YOGYAKARTA)
    ours = await community(office)
    await ours.open("IURAN")
    month = ours.given(f"{YEAR}-02-05", {"year": YEAR, "month": 1})
    await ours.chair.refused("NOT_SEALED", "approveMonth", **month)
    chair, treasurer = await _both_offices(office, ours.wksbm_id)
    await treasurer.done("sealMonth", **month)
    await chair.refused("SELF_APPROVAL", "approveMonth", **month)
    denied = await ours.treasurer.do("approveMonth", **month)
    assert (denied["__typename"], denied["code"]) == ("Rejected", "NOT_PERMITTED")
    await ours.chair.done("approveMonth", **month)
    await ours.chair.refused("NOT_SEALED", "approveMonth", **month)


async def test_a_year_is_closed_and_its_balance_goes_over(ours: Community) -> None:
    await ours.open("IURAN", openingBalance=70_000)
    await ours.done("setDues", OPENED, kind="IURAN", amount=5_000)
    (payer,) = await ours.payers("IURAN", HOUSES[:1])
    for month in range(1, 12):
        await ours.dues([payer], f"{YEAR}-{month:02}-10")
    for month in range(1, 13):
        await ours.done("sealMonth", f"{YEAR + 1}-01-05", year=YEAR, month=month)
    await ours.refused(
        "OPENING_TWICE",
        "openFund",
        f"{YEAR + 1}-01-05",
        kind="IURAN",
        openingBalance=125_000,
    )
    await ours.done("closeYear", f"{YEAR + 1}-01-06", kind="IURAN")
    await ours.refused("BOOK_STATE", "closeYear", f"{YEAR + 1}-01-06", kind="IURAN", year=YEAR)
    await ours.holds(70_000 + 11 * 5_000, "IURAN", f"{YEAR + 1}-01-06")
    # December was unpaid: next year's first dues are for it.
    await ours.dues([payer], f"{YEAR + 1}-01-10")
    lines = [{"payerId": payer, "period": f"{YEAR}-12-01"}]
    answer = await ours.refused(
        "DUES_PAID", "receiveDues", f"{YEAR + 1}-01-11", kind="IURAN", lines=lines
    )
    assert answer["code"] == "DUES_PAID"


# --- whose money it is ----------------------------------------------------------------------


async def test_the_office_keeps_no_books_and_no_office_sees_anothers(
    town: Town, ours: Community
) -> None:
    book = ours.given(OPENED, {"kind": "IURAN"})
    for stranger in (ours.officer, ours.chair):
        denied = await stranger.do("openFund", **book)
        assert (denied["__typename"], denied["code"]) == ("Rejected", "NOT_PERMITTED")
    elsewhere = await community(await town.found(YOGYAKARTA), "WKSBM lain")
    await elsewhere.treasurer.refused("NOT_FOUND", "openFund", **book)
    bontang = await town.found(BONTANG)
    treasurer = await bontang.staff("WKSBM_TREASURER", "Orang", wksbm_ids=[ours.wksbm_id])
    await treasurer.refused("NOT_FOUND", "openFund", **book)
    await ours.open("IURAN")
