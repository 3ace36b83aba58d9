"""The hot reads of cases walk an index, for the whole office and for the roles that see less."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import asyncpg
import pytest
from tests.conftest import Postgres
from tests.domain.conftest import uid
from tests.plans.test_relation_plans import explain, page
from tests.views.history import History, house

from wahana.domain.care.bodies import Body
from wahana.domain.care.case_events import (
    CaseReported,
    CategoryAssigned,
    ServiceAssigned,
    ServiceDelivered,
)
from wahana.domain.care.referral_events import ReferralRequested, ReferralSent
from wahana.domain.care.service_register import register_id
from wahana.domain.care.service_register_events import OverlapWarned, ServiceClaimed
from wahana.domain.kernel.fields import case_text
from wahana.platform.database import Database
from wahana.projections.selection import Selection

__all__ = ["house"]

WKSBM, DISTRICT = uid("w 1"), "34.71.13"
FIRST = date(2021, 1, 1)
MEMBER = "00000000-0000-0000-0000-000000000001"

DISTRICTS: dict[str, Any] = {"district": [MEMBER, DISTRICT]}
TOLD: dict[str, Any] = {"categories.district": [MEMBER, DISTRICT]}
HOT: dict[str, tuple[Selection, str]] = {
    # What is asked: the selection, and the index it enters.
    "by urgency": (page("Case", "URGENCY"), "case_file_by_urgency"),
    "by report": (page("Case", "REPORTED"), "case_file_by_report"),
    "by update": (page("Case", "UPDATED"), "case_file_by_update"),
    "of a WKSBM": (page("Case", "REPORTED", wksbmId=WKSBM), "case_file_by_wksbm"),
    "of a kecamatan": (page("Case", "REPORTED", districtCode=DISTRICT), "case_file_by_district"),
    "one": (page("Case", **{"=case_id": uid("c 1")}), "case_file_pkey"),
    "of a category": (page("Case", "REPORTED", **{"categories.code": "2012/08"}), "case_category_"),
    "of a category, for the TKSK": (
        page("Case", "URGENCY", **DISTRICTS, **{"categories.code": "2012/08"} | TOLD),
        "case_category_",
    ),
    "of a person": (page("Case", "REPORTED", personId=uid("p 1")), "case_subject_"),
    "for the TKSK": (page("Case", "URGENCY", district=[MEMBER, DISTRICT]), "referral_by_"),
    "for a chair": (page("Case", "URGENCY", wksbm=[WKSBM]), "case_file_"),
    "texts": (page("CaseText", **{"=case_id": uid("c 1")}), "case_text_pkey"),
    "services": (page("CaseService", **{"=case_id": uid("c 1")}), "case_service_pkey"),
    "history": (page("CaseHistoryEntry", **{"=case_id": uid("c 1")}), "trail_object_pkey"),
    "referrals": (page("Referral", "REQUESTED"), "referral_by_request"),
    "referrals of a case": (page("Referral", caseId=uid("c 1")), "referral_by_case"),
    "claims of a day": (page("ServiceClaim"), "service_claim_by_day"),
    "this month": (page("ServiceReceived", wksbmId=WKSBM), "service_claim_by_wksbm"),
    "overlaps": (page("OverlapWarning", state="OPEN"), "overlap_warning_by_state"),
}


@pytest.fixture(scope="module")
async def large(house: Database, postgres: Postgres) -> History:
    """Three offices with hundreds of cases, in tables that the server has looked at."""
    histories = [await grown(History(house)).run() for _ in range(3)]
    name = await house.pool("wahana_app_ro").fetchval("SELECT current_database()")
    admin = await asyncpg.connect(postgres.url(name))
    await admin.execute("ANALYZE")
    await admin.close()
    return histories[0]


def grown(history: History) -> History:
    """Hundreds of cases with a category, a service that was given, and a referral."""
    for number in range(400):
        on = FIRST + timedelta(days=number % 300)
        case, person = uid(f"c {number}"), uid(f"p {number}")
        wksbm, village = uid(f"w {number % 20}"), f"34.71.{number % 14 + 1:02}.1001"
        body = Body(kind="WKSBM", id=wksbm, wksbm=wksbm)
        reported = CaseReported(
            target="INDIVIDUAL", subjects=(person,), village_code=village, area_edition="2025",
            channel="VISIT", reporter_role="NEIGHBOUR", body=body, wksbm=wksbm,
            urgency=("NORMAL", "URGENT", "EMERGENCY")[number % 3],
            narrative=case_text(person, "Tinggal sendiri."),
        )  # fmt: skip
        history.add(case, reported, on=on)
        code = f"2012/{number % 26 + 1:02}"
        history.add(case, CategoryAssigned(code=code), on=on)
        served(history, number, on)
        referred(history, number, on, body)
    return history


def served(history: History, number: int, on: date) -> None:
    """A service, its claim, what was given, and a warning."""
    case, person, service = uid(f"c {number}"), uid(f"p {number}"), uid(f"s {number}")
    register = register_id(history.tenant, person)
    days: dict[str, Any] = {"valid_from": on, "valid_to": on + timedelta(days=30)}
    about: dict[str, Any] = {"service_kind": "BERAS", "wksbm": uid(f"w {number % 20}"), **days}
    assigned = ServiceAssigned(service_id=service, provider="BOARD", recipients=(person,), **about)
    history.add(case, assigned, on=on)
    claimed = ServiceClaimed(person=person, claim_id=service, case_id=case, **about)
    history.add(register, claimed, on=on)
    if number % 5 == 0:
        warned = OverlapWarned(
            person=person, warning_id=uid(f"o {number}"), claim_id=service, others=(service,),
            rule="WARN",
        )  # fmt: skip
        history.add(register, warned, on=on)
    given = ServiceDelivered(
        service_id=service, service_kind="BERAS", pillar="LINJAMSOS", quantity=5, unit="KG",
        recipients=(person,), delivered_on=on,
    )  # fmt: skip
    history.add(case, given, on=on)


def referred(history: History, number: int, on: date, body: Body) -> None:
    """A referral to the office of one of fourteen kecamatan."""
    referral, person = uid(f"r {number}"), uid(f"p {number}")
    office = Body(kind="KECAMATAN_TKSK", area_code=f"34.71.{number % 14 + 1:02}")
    asked = ReferralRequested(
        case_id=uid(f"c {number}"), from_body=body, to_body=office, basis="LOCAL_CAPACITY",
        subjects=(person,), disclosed=("IDENTITY",), need=case_text(person, "Perlu beras."),
    )  # fmt: skip
    history.add(referral, asked, on=on)
    history.add(referral, ReferralSent(answer_by=on + timedelta(days=14)), on=on)


WHOLE_TABLE = (
    r"Seq Scan on (case_\w+|referral\w*|service_claim|overlap_warning|trail\w*|person_registry)"
)


@pytest.mark.parametrize("name", HOT)
async def test_a_hot_read_enters_an_index(large: History, name: str) -> None:
    selection, index = HOT[name]
    plan = await explain(large, selection)
    assert not re.search(WHOLE_TABLE, plan), plan
    assert index in plan, plan
