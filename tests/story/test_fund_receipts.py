"""Story E, what must not be collected: fees, wide collections without a permit, two pots as one."""

from __future__ import annotations

import pytest

from .funds import OPENED, YEAR, Community, community
from .offices import YOGYAKARTA, Town, id_of, newcomer


@pytest.fixture
async def ours(town: Town) -> Community:
    """A WKSBM of Kota Yogyakarta."""
    return await community(await town.found(YOGYAKARTA))


async def test_a_service_is_never_charged(ours: Community) -> None:
    await ours.open("BANTUAN")
    fee = {"kind": "BANTUAN", "donorKind": "RESIDENT", "amount": 10_000}
    refused = await ours.refused(
        "FEE_FORBIDDEN", "receiveDonation", f"{YEAR}-03-01", purpose="SERVICE_FEE", **fee
    )
    assert "tidak dipungut biaya" in refused["messageId"]
    client = newcomer("Klien")
    case = await ours.chair.done(
        "reportCase",
        wksbmId=ours.wksbm_id,
        targetKind="INDIVIDUAL",
        subjects=[client],
        channel="VISIT",
        reporterRole="NEIGHBOUR",
        occurredOn=f"{YEAR}-02-20",
    )
    of_case = await ours.refused(
        "FEE_FORBIDDEN", "receiveDonation", f"{YEAR}-03-01", correlation=case["id"], **fee
    )
    assert of_case["field"] == "envelope.correlation"
    await ours.done("receiveDonation", f"{YEAR}-03-01", **fee)
    # Who is helped may still pay the dues of every member.
    await ours.open("IURAN")
    payer = {"personId": id_of(client)}
    await ours.done("enrolPayer", OPENED, kind="IURAN", payer=payer)
    lines = [{"payerId": id_of(client), "amount": 5_000}]
    await ours.refused(
        "FEE_FORBIDDEN",
        "receiveDues",
        f"{YEAR}-03-02",
        correlation=case["id"],
        kind="IURAN",
        lines=lines,
    )
    await ours.done("setDues", OPENED, kind="IURAN", amount=5_000)
    await ours.done("receiveDues", f"{YEAR}-03-02", kind="IURAN", lines=lines)


async def test_a_wider_collection_needs_a_permit_in_force(ours: Community) -> None:
    await ours.refused("PERMIT_REQUIRED", "openFund", OPENED, kind="BANTUAN", scope="WIDER")
    await ours.open("BANTUAN", scope="WIDER", permitNo="PUB/1/2025", permitUntil=f"{YEAR}-06-30")
    gift = {"kind": "BANTUAN", "donorKind": "BUSINESS", "amount": 250_000}
    await ours.done("receiveDonation", f"{YEAR}-06-30", **gift)
    answer = await ours.refused("PERMIT_REQUIRED", "receiveDonation", f"{YEAR}-07-01", **gift)
    assert answer["code"] == "PERMIT_REQUIRED"
    await ours.done("recordFundPermit", f"{YEAR}-07-02", kind="BANTUAN", permitNo="PUB/2/2025")
    await ours.done("receiveDonation", f"{YEAR}-07-02", **gift)
    await ours.open("IURAN", scope="DESA_KEL")


async def test_donations_and_operations_are_two_pots(ours: Community) -> None:
    await ours.open("BANTUAN", openingBalance=100_000)
    await ours.open("LAIN", mayPayOperations=True)
    day = f"{YEAR}-05-05"
    gift = {"donorKind": "RESIDENT", "amount": 50_000}
    await ours.refused(
        "POT_MIX", "receiveDonation", day, kind="BANTUAN", purpose="OPERATIONS", **gift
    )
    await ours.refused("POT_MIX", "receiveDonation", day, kind="LAIN", **gift)
    await ours.done("receiveDonation", day, kind="LAIN", purpose="OPERATIONS", **gift)
    stamps = {"purpose": "OPERATIONS", "organisation": "Toko ATK", "amount": 20_000}
    answer = await ours.refused("POT_MIX", "disburse", day, kind="BANTUAN", **stamps)
    assert answer["code"] == "POT_MIX"
    await ours.done("disburse", day, kind="LAIN", **stamps)
