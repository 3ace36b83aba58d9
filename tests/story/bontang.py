"""Kota Bontang in 2012 according to seed S0, entered by an officer's app.

S0 announces: a target of fifteen, the officers' session of 24 May, five candidates each, a
session of 14–15 June with three speakers of BBPPKS Banjarmasin that ends with the inauguration.
That the fifteen are the fifteen kelurahan, the dates between, and everybody's name are assumed.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from . import formation
from .client import Client
from .offices import ASSUMED, BONTANG, SEED, Office, Town, id_of

TALKS = ("Kebijakan WKSBM", "Sistem kerja sama KPS", "Pembekalan teknis pengurus")


@dataclass
class Bontang:
    """The office, who works there, and what they entered."""

    office: Office
    officer: Client
    head: Client
    inspector: Client
    villages: dict[str, str]
    """Name by code."""
    wksbm: dict[str, str] = field(default_factory=dict)
    """Id by village code."""
    boards: dict[str, list[str]] = field(default_factory=dict)
    """Persons' ids by village code, in the order of ``formation.SEATS``."""
    officers_session: str = ""
    session: str = ""
    positions: dict[str, str] = field(default_factory=dict)
    """Where the log ended after each stage."""

    async def note(self, stage: str) -> None:
        """Remember where the log ends now."""
        page = await self.inspector.ask("{ events(first: 1) { head } }")
        self.positions[stage] = page["events"]["head"]


async def brought_in(town: Town) -> Bontang:
    """The whole of the year 2012, entered today."""
    office = await town.found(BONTANG)
    await office.admin.done("adoptCategoryEdition", edition="2007", effectiveFrom="2007-01-01")
    await office.admin.done("adoptCategoryEdition", edition="2012", effectiveFrom="2012-07-01")
    officer = await office.staff("DINAS_OFFICER", "Nasution")
    head = await office.staff("DINAS_HEAD", "Kepala Dissosnaker")
    inspector = await office.staff("INSPECTORATE", "Inspektur")
    story = Bontang(office, officer, head, inspector, await _kelurahan(officer))
    await _target(head)
    story.officers_session = await _officers_session(officer)
    await story.note("begun")
    await asyncio.gather(*(_propose(story, no, code) for no, code in enumerate(story.villages)))
    await story.note("socialised")
    await asyncio.gather(*(_nominate(story, code) for code in story.villages))
    await story.note("nominated")
    await _session(story)
    await asyncio.gather(*(_train(story, code) for code in story.villages))
    await story.note("trained")
    await asyncio.gather(*(_inaugurate(story, no, code) for no, code in enumerate(story.villages)))
    await story.note("inaugurated")
    return story


async def _kelurahan(officer: Client) -> dict[str, str]:
    asked = "query($w: String) { areas(within: $w) { code name } }"
    districts = (await officer.ask(asked, w="64.74"))["areas"]
    villages = [await officer.ask(asked, w=district["code"]) for district in districts]
    return {area["code"]: area["name"] for found in villages for area in found["areas"]}


async def _target(head: Client) -> None:
    await head.done(
        "setBudgetTarget",
        year=2012,
        indicator="WKSBM_FORMED",
        targetQty=15,
        funding="APBD",
        basis="SPM",
        occurredOn="2012-01-02",
        evidence=[SEED],
    )


async def _officers_session(officer: Client) -> str:
    scheduled = await officer.done(
        "scheduleActivity",
        kind="SOSIALISASI",
        title="Sosialisasi WKSBM bagi Kasi PMKS",
        organiserUnit="Seksi Pemberdayaan dan Pembinaan Sosial",
        level="KABKOTA",
        areaCode="64.74",
        dateFrom="2012-05-24",
        dateTo="2012-05-24",
        budgetYear=2012,
        funding="APBD",
        occurredOn="2012-05-24",
        evidence=[SEED],
    )
    for kind, count in (("KASI", 15), ("TKSK", 3)):
        await officer.done(
            "issueInvitation",
            activityId=scheduled["id"],
            inviteeKind=kind,
            count=count,
            occurredOn="2012-05-24",
        )
    await officer.done(
        "holdActivity", activityId=scheduled["id"], occurredOn="2012-05-24", evidence=[SEED]
    )
    return str(scheduled["id"])


async def _propose(story: Bontang, no: int, code: str) -> None:
    name = f"WKSBM {story.villages[code]}"
    story.wksbm[code] = await formation.proposed(story.officer, code, name, "2012-05-25")
    day = f"2012-05-{28 + no % 4}"
    await formation.socialised(story.officer, story.wksbm[code], day)


async def _nominate(story: Bontang, code: str) -> None:
    people = formation.nominees(story.villages[code])
    story.boards[code] = [id_of(nominee["person"]) for nominee in people]
    await formation.nominated(story.officer, story.wksbm[code], people, "2012-06-08")


async def _session(story: Bontang) -> None:
    lines = [
        line
        for code, people in story.boards.items()
        for line in formation.candidates(
            people,
            wksbmId=story.wksbm[code],
            areaCode=code,
            days=["2012-06-14", "2012-06-15"],
        )
    ]
    days = ("2012-06-14", "2012-06-15")
    story.session = await formation.held_session(
        story.officer, lines, days, areaCode="64.74", budgetYear=2012, funding="APBD"
    )
    for no, talk in enumerate(TALKS, start=1):
        await story.officer.done("addMaterial", activityId=story.session, no=no, title=talk)
        await story.officer.done(
            "assignSpeaker",
            activityId=story.session,
            institution="BBPPKS Banjarmasin",
            topicNo=no,
            evidence=[SEED],
        )
    for kind, count in (("BOARD_CANDIDATE", 75), ("KASI", 15), ("LURAH", 15), ("CAMAT", 3)):
        await story.officer.done(
            "issueInvitation", activityId=story.session, inviteeKind=kind, count=count
        )
    await story.officer.done(
        "holdActivity", activityId=story.session, headcount=108, occurredOn="2012-06-15"
    )


async def _train(story: Bontang, code: str) -> None:
    await story.officer.done(
        "recordTraining",
        wksbmId=story.wksbm[code],
        activity={"activityId": story.session},
        attended=story.boards[code],
        occurredOn="2012-06-15",
        evidence=[ASSUMED],
    )


async def _inaugurate(story: Bontang, no: int, code: str) -> None:
    await story.officer.done(
        "inaugurateWksbm",
        wksbmId=story.wksbm[code],
        activity={"activityId": story.session},
        decree=formation.decree(f"188/{no + 1}/DSTK/2012"),
        occurredOn="2012-06-15",
        evidence=[ASSUMED],
    )
