"""Money over HTTP: the balance of a day with its proof, and who sees whom in a cash book."""

from __future__ import annotations

from typing import Any

import pytest

from .client import Client
from .offices import Town
from .test_sheet import Purse, purse

VILLAGE = "64.74.01.1004"
BALANCE = """
query($w: ID!, $on: Date, $as: AsOf, $p: BigInt) {
  fundBalance(wksbmId: $w, kind: IURAN, unit: IDR, on: $on, asOf: $as, minPosition: $p) {
    on balance entryCount lastDay lastPosition sealed
    book { id title } fundProof(first: 200) { totalCount nodes { entryNo amount day position } }
  }
}"""
ENTRIES = """
query($b: ID!, $p: BigInt) {
  fundEntries(bookId: $b, minPosition: $p) {
    nodes { entryNo kind amount personId payerName payeeName organisation balance note }
  }
}"""
ARREARS = """
query($b: ID!, $on: Date, $p: BigInt) {
  arrears(bookId: $b, validOn: $on, minPosition: $p) {
    nodes { payerId payerName owed periodCount overduePeriods oldest }
  }
}"""


@pytest.fixture(scope="module")
async def mine(town: Town) -> Purse:
    """A book with dues of one payer, a gift, and a payment to somebody in need."""
    made = await purse(town)
    fund = {"wksbmId": made.wksbm, "kind": "IURAN"}
    new_year = {**fund, "occurredOn": "2025-01-02"}
    await made.treasurer.done("setDues", **new_year, amount="15000", validFrom="2025-01-01")
    enrolled = {"payer": {"new": {"name": "Bu Sri Penyetor"}}, "enrolledFrom": "2025-01-01"}
    await made.treasurer.done("enrolPayer", **new_year, **enrolled)
    (payer,) = (await made.treasurer.ask(
        "query($b: ID!, $p: BigInt) { duesPayers(bookId: $b, minPosition: $p) "
        "{ nodes { payerId } } }", b=made.book, p=await head(made),
    ))["duesPayers"]["nodes"]  # fmt: skip
    await made.treasurer.done(
        "receiveDues", **fund, occurredOn="2025-02-05", lines=[{"payerId": payer["payerId"]}]
    )
    await made.treasurer.done(
        "disburse", **fund, occurredOn="2025-02-06", purpose="SANTUNAN", amount="50000",
        payee={"new": {"name": "Mbah Karto"}}, note="sakit",
    )  # fmt: skip
    return made


async def head(mine: Purse) -> str:
    reader = await mine.office.staff("DINAS_HEAD", "Kepala")
    found: str = (await reader.ask("{ events(first: 1) { head } }"))["events"]["head"]
    return found


async def test_the_balance_of_a_day_with_the_events_that_prove_it(mine: Purse) -> None:
    at = await head(mine)

    async def ask(**more: Any) -> Any:
        return (await mine.treasurer.ask(BALANCE, w=mine.wksbm, **more))["fundBalance"]

    found = await ask(on="2025-02-06", p=at)
    assert (found["balance"], found["entryCount"]) == ("1215000", 3)
    assert found["book"]["id"] == mine.book
    proof = found["fundProof"]["nodes"]
    assert sum(int(entry["amount"]) for entry in proof) == 1_215_000
    assert found["lastPosition"] == max((e["position"] for e in proof), key=int)
    assert (await ask(on="2025-02-05"))["balance"] == "1265000"
    before = str(int(proof[-1]["position"]) - 2)  # the end of the command before it
    then = await ask(on="2025-02-06", **{"as": {"position": before}})
    assert then["balance"] == "1265000"
    assert await ask(on="2024-12-31") is None
    late = await mine.give(7, "2025-02-05")
    assert (await ask(on="2025-02-06", p=late["position"]))["balance"] == "1215007"
    again = await ask(on="2025-02-06", **{"as": {"position": at}})
    assert again["balance"] == "1215000"


async def rows(who: Client, mine: Purse, query: str, **more: Any) -> Any:
    body = await who.raw(query, b=mine.book, p=await head(mine), **more)
    if "errors" in body:
        return body["errors"][0]["extensions"]["code"]
    (answer,) = body["data"].values()
    return answer["nodes"]


async def test_names_in_the_cash_book_are_for_those_who_may_see_them(mine: Purse) -> None:
    staff = mine.office.staff
    lurah = await staff("LURAH", "Lurah", area=VILLAGE)
    camat = await staff("CAMAT", "Camat", area="64.74.01")
    for who, payer, payee, person in (
        (mine.treasurer, "Bu Sri Penyetor", None, True),
        (mine.officer, "Bu Sri Penyetor", "Mbah Karto", True),
        (await staff("INSPECTORATE", "Inspektur"), "Bu Sri Penyetor", None, True),
        (lurah, None, None, False),
    ):
        found = {row["kind"]: row for row in await rows(who, mine, ENTRIES)}
        assert found["DUES_IN"]["payerName"] == payer
        assert found["DUES_IN"]["payeeName"] is None
        assert found["PAYMENT_OUT"]["payeeName"] == payee
        assert found["PAYMENT_OUT"]["payerName"] is None
        assert (found["PAYMENT_OUT"]["personId"] is not None) is person
        assert found["PAYMENT_OUT"]["note"] == ("sakit" if who is mine.officer else None)
    assert await rows(camat, mine, ENTRIES) == "NOT_PERMITTED"
    books = "query($b: ID!, $p: BigInt) { fundBook(id: $b, minPosition: $p) { balance } }"
    assert (await camat.ask(books, b=mine.book))["fundBook"]["balance"].isdigit()


async def test_arrears_with_names_for_the_treasurer_alone(mine: Purse) -> None:
    (row,) = await rows(mine.treasurer, mine, ARREARS, on="2025-03-10")
    assert row["payerName"] == "Bu Sri Penyetor"
    assert (row["owed"], row["periodCount"], row["overduePeriods"]) == ("30000", 2, 1)
    assert row["oldest"] == "2025-02-01"
    lurah = await mine.office.staff("LURAH", "Lurah", area=VILLAGE)
    assert await rows(lurah, mine, ARREARS) == "NOT_PERMITTED"
