"""A formation step by step, with what the steps need; dates and people as the story gives them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .client import Client
from .offices import ASSUMED, SAMPLE, newcomer

SEATS = ("KETUA", "WAKIL", "SEKRETARIS", "BENDAHARA", "SEKSI:PENDATAAN")
Nominees = list[dict[str, Any]]


def decree(no: str, issued_on: str = "2012-06-15") -> dict[str, str]:
    """A decree of the head of the Dinas."""
    return {"no": no, "issuedOn": issued_on, "issuerRole": "DINAS_HEAD"}


def nominees(place: str, seats: Sequence[str] = SEATS) -> Nominees:
    """New people for the seats of a board, named after seat and place."""
    return [
        {"seat": seat, "person": newcomer(f"{seat.title().replace(':', ' ')} {place}")}
        for seat in seats
    ]


async def proposed(officer: Client, village: str, name: str, on: str, **more: Any) -> str:
    """The id of a new WKSBM; of a kelurahan unless said otherwise."""
    wish = {"level": "KELURAHAN", "origin": "INITIATED", "budgetYear": int(on[:4]), **more}
    answer = await officer.done(
        "proposeWksbm",
        name=name,
        villageCode=village,
        occurredOn=on,
        evidence=[ASSUMED],
        **wish,
    )
    return str(answer["id"])


async def socialised(officer: Client, wksbm_id: str, on: str) -> None:
    """Its people heard of it on a day."""
    await officer.done(
        "socialiseWksbm",
        wksbmId=wksbm_id,
        heldFrom=on,
        heldTo=on,
        occurredOn=on,
        evidence=[ASSUMED],
    )


async def nominated(officer: Client, wksbm_id: str, people: Nominees, on: str) -> None:
    """All candidates in one command, registered with it."""
    await officer.done(
        "nominateCandidates",
        wksbmId=wksbm_id,
        candidates=people,
        occurredOn=on,
        evidence=[SAMPLE],
    )


async def held_session(
    officer: Client, people: Sequence[dict[str, Any]], days: tuple[str, str], **plan: Any
) -> str:
    """The id of a training that these people attended from its first to its last day."""
    scheduled = await officer.done(
        "scheduleActivity",
        **{
            "kind": "PEMBEKALAN",
            "title": "Sosialisasi dan pembekalan teknis calon pengurus WKSBM",
            "organiserUnit": "Seksi Pemberdayaan dan Pembinaan Sosial",
            "level": "KABKOTA",
            "dateFrom": days[0],
            "dateTo": days[1],
            "occurredOn": days[0],
            "evidence": [ASSUMED],
            **plan,
        },
    )
    await officer.done(
        "recordAttendance",
        activityId=scheduled["id"],
        attendees=list(people),
        occurredOn=days[1],
        evidence=[ASSUMED],
    )
    return str(scheduled["id"])


def candidates(people: Sequence[str], **more: Any) -> list[dict[str, Any]]:
    """Lines of an attendance list for registered candidates."""
    return [
        {"role": "BOARD_CANDIDATE", "person": {"personId": person}, **more} for person in people
    ]
