"""A WKSBM whose treasurer keeps books and whose chair decides: what the stories of money share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .client import Answer, Client
from .formation import proposed
from .offices import SAMPLE, Office, id_of, newcomer

KRICAK = "34.71.01.1001"
YEAR = 2025
OPENED = f"{YEAR}-01-01"


@dataclass(frozen=True)
class Community:
    """A WKSBM with its chair and its treasurer, each with a token of their own."""

    office: Office
    officer: Client
    chair: Client
    treasurer: Client
    wksbm_id: str

    async def done(self, mutation: str, on: str, **given: Any) -> Answer:
        """What the treasurer enters."""
        return await self.treasurer.done(mutation, **self.given(on, given))

    async def refused(self, code: str, mutation: str, on: str, **given: Any) -> Answer:
        """A command of the treasurer that is refused."""
        return await self.treasurer.refused(code, mutation, **self.given(on, given))

    def given(self, on: str, given: dict[str, Any]) -> dict[str, Any]:
        """The arguments with business date, evidence and, unless it is about a cycle, WKSBM."""
        own = {} if "cycleId" in given else {"wksbmId": self.wksbm_id}
        return {"occurredOn": on, "evidence": [SAMPLE], **own, **given}

    async def open(self, kind: str, unit: str = "IDR", **more: Any) -> Answer:
        """Open a book on the first day of the year."""
        return await self.done("openFund", OPENED, kind=kind, unit=unit, **more)

    async def payers(self, kind: str, names: list[str], unit: str = "IDR") -> list[str]:
        """Enrol new people as payers from the first day of the year; their ids."""
        people = [newcomer(name) for name in names]
        for person in people:
            await self.done("enrolPayer", OPENED, kind=kind, unit=unit, payer=person)
        return [id_of(person) for person in people]

    async def dues(self, payers: list[str], on: str, kind: str = "IURAN") -> Answer:
        """Record the dues of each payer."""
        lines = [{"payerId": payer} for payer in payers]
        return await self.done("receiveDues", on, kind=kind, lines=lines)

    async def holds(self, amount: int, kind: str, on: str, unit: str = "IDR") -> None:
        """The book has this balance on a day: a count of it leaves no difference."""
        witness = newcomer("Saksi Hitung")
        registered = await self.officer.done("registerPerson", **witness["new"])
        count = await self.done(
            "countCash", on, kind=kind, unit=unit, counted=amount, witnesses=[registered["id"]]
        )
        refused = await self.refused(
            "COUNT_SETTLED",
            "bookCountDifference",
            on,
            kind=kind,
            unit=unit,
            of=count["version"],
            note="selisih",
        )
        assert refused["messageEn"] == "This count has no difference.", refused

    async def decision(self, on: str, limit: int, **more: Any) -> dict[str, Any]:
        """A decision to spend rupiah, entered by the chair after a meeting of twelve."""
        return await self.decided(self.chair, on, limit, **more)

    async def decided(self, who: Client, on: str, limit: int, **more: Any) -> dict[str, Any]:
        """A decision to spend, entered by an actor."""
        meeting = await who.done("holdMeeting", **self.given(on, {"headcount": 12}))
        await who.done(
            "takeDecision",
            occurredOn=on,
            meetingId=meeting["id"],
            **{
                "title": "Pengeluaran",
                "kind": "SPEND",
                "votesFor": 12,
                "limit": limit,
                "unit": "IDR",
                **more,
            },
        )
        return {"meetingId": meeting["id"], "no": 1}


async def community(office: Office, name: str = "WKSBM Kricak") -> Community:
    """A WKSBM of an office, proposed before the year, and its two officers."""
    officer = await office.staff("DINAS_OFFICER", "Nasution")
    wksbm_id = await proposed(officer, KRICAK, name, f"{YEAR - 1}-12-01")
    chair, treasurer = [
        await office.staff(role, person, wksbm_ids=[wksbm_id])
        for role, person in (("WKSBM_CHAIR", "Slamet"), ("WKSBM_TREASURER", "Endang"))
    ]
    return Community(office, officer, chair, treasurer, wksbm_id)
