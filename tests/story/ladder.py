"""Story C's people: a WKSBM at an RW of Sorosutan with its bodies, and the offices around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wahana.platform.ids import uuid7

from .client import Answer, Client
from .formation import proposed
from .offices import SAMPLE, YOGYAKARTA, Office, Town, newcomer

SOROSUTAN = "34.71.13.1006"
UMBULHARJO = "34.71.13"
LUT, IN_CONFLICT_WITH_THE_LAW = "2012/08", "2012/03"


@dataclass(frozen=True)
class Neighbourhood:
    """Two WKSBM of a kelurahan, each with a chair and a member body, and the offices around
    them."""

    office: Office
    officer: Client
    head: Client
    tksk: Client
    lk3: Client
    lurah: Client
    chair: Client
    treasurer: Client
    other_chair: Client
    wksbm_id: str
    other_wksbm_id: str

    async def report(self, chair: Client, wksbm_id: str, **more: Any) -> str:
        """The id of a case of one person, reported today."""
        given: dict[str, Any] = {
            "wksbmId": wksbm_id,
            "targetKind": "INDIVIDUAL",
            "channel": "VISIT",
            "reporterRole": "NEIGHBOUR",
            "categories": [LUT],
            "evidence": [SAMPLE],
            **more,
        }
        answer = await chair.done("reportCase", **given)
        return str(answer["id"])

    async def exceeded(self, case_id: str) -> Answer:
        """The board tried and cannot do it alone."""
        return await self.chair.done(
            "declareLocalCapacity",
            caseId=case_id,
            verdict="EXCEEDED",
            tried=["BOARD_HELP", "NEIGHBOURS"],
            cause="NO_FUNDS",
        )

    async def consent(self, person_id: str, case_id: str, *scope: str) -> str:
        """The id of a consent to be referred, which the chair takes in a case of the WKSBM."""
        consent = str(uuid7())
        await self.chair.done(
            "giveConsent",
            personId=person_id,
            consentId=consent,
            purpose="REFERRAL",
            scope=list(scope),
            method="WRITTEN",
            proof="Formulir 1",
            wksbmId=self.wksbm_id,
            caseId=case_id,
        )
        return consent

    async def body(self, chair: Client, wksbm_id: str, name: str) -> str:
        """The id of a new member body."""
        joined = await chair.done("joinKps", wksbmId=wksbm_id, name=name, kpsKind="PENGAJIAN")
        return str(joined["id"])

    @property
    def to_tksk(self) -> dict[str, str]:
        """The TKSK of the kecamatan, as a receiver."""
        return {"kind": "KECAMATAN_TKSK", "areaCode": UMBULHARJO}


async def neighbourhood(town: Town) -> Neighbourhood:
    """All of this, in a new office."""
    office = await town.found(YOGYAKARTA)
    staff = office.staff
    head = await staff("DINAS_HEAD", "Kepala")
    await office.admin.done("adoptCategoryEdition", edition="2012", effectiveFrom="2013-01-01")
    officer = await staff("DINAS_OFFICER", "Nasution")
    found = [await _at_rw(officer, number) for number in ("08", "09")]
    chairs = [await staff("WKSBM_CHAIR", "Ketua", wksbm_ids=[one]) for one in found]
    return Neighbourhood(
        office=office,
        officer=officer,
        head=head,
        tksk=await staff("TKSK", "Tuti", area=UMBULHARJO),
        lk3=await staff("LK3_COUNSELLOR", "Lina"),
        lurah=await staff("LURAH", "Lukman", area=SOROSUTAN),
        chair=chairs[0],
        treasurer=await staff("WKSBM_TREASURER", "Endang", wksbm_ids=found[:1]),
        other_chair=chairs[1],
        wksbm_id=found[0],
        other_wksbm_id=found[1],
    )


async def _at_rw(officer: Client, number: str) -> str:
    """The id of a WKSBM at an RW."""
    area = str(uuid7())
    await officer.done(
        "registerLocalArea", localAreaId=area, villageCode=SOROSUTAN, kind="RW", number=number
    )
    name = f"WKSBM RW {number} Sorosutan"
    return await proposed(
        officer, SOROSUTAN, name, "2018-01-02", level="RW", localAreaId=area, origin="NATURAL"
    )


def elder(name: str = "Mbah Contoh") -> dict[str, Any]:
    """An elder, to be registered with the report; invented."""
    return newcomer(name, address="Gang Sembilan", phone="+628123456789")
