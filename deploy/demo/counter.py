"""A family at the counter of the Dinas: referred to the WKSBM, returned with advice, still open.

An invented case, so that an officer who looks at the demo has an open case: a WKSBM's cases are its
own, and requests to others expire.
"""

from __future__ import annotations

from wahana.domain.care.answer import AcceptReferral, ReceiveReferral, ReturnReferral
from wahana.domain.care.assess import AssessCase
from wahana.domain.care.bodies import BodyRef
from wahana.domain.care.refer import RequestReferral
from wahana.domain.care.report import ReportCase
from wahana.domain.privacy.consent_commands import GiveConsent

from .community import Community
from .story import Act, Chain, DemoMember

NAMES = 1
"""Sample names that the case takes."""
CATEGORY = "2012/24"
"""Destitute (fakir miskin), in the list of Permensos 8/2012."""


def case(our: Community, name: int, kasi: DemoMember) -> Chain:
    """The case from September on, still open; ``name``: of the person who came."""
    own, who, referral = (our.id("counter", part) for part in ("case", "person", "referral"))
    report = ReportCase(
        case_id=own,
        village_code=our.area_code,
        target_kind="FAMILY",
        subjects=(our.newcomer(name, "counter", "person"),),
        channel="COMPLAINT",
        reporter_role="SELF",
        urgency="URGENT",
        categories=(CATEGORY,),
        narrative="Atap rumah rusak sejak hujan, tiga anak masih sekolah.",
    )
    assess = AssessCase(
        case_id=own,
        by_role="DINAS",
        method="INTERVIEW",
        findings="Penghasilan harian tidak tetap; rumah milik sendiri.",
    )
    consent = GiveConsent(
        person_id=who,
        consent_id=our.id("counter", "consent"),
        purpose="REFERRAL",
        scope=("IDENTITY", "CATEGORY", "NEEDS"),
        method="WRITTEN",
        proof="SAMPLE/PERSETUJUAN/2",
    )
    asked = RequestReferral(
        referral_id=referral,
        case_id=own,
        to_body=BodyRef(kind="WKSBM", id=our.wksbm_id),
        need="Gotong royong memperbaiki atap.",
        basis="ASSESSMENT",
        disclosed=("IDENTITY", "CATEGORY", "NEEDS"),
        consent_ids=(consent.consent_id,),
        send_now=True,
    )
    returned = ReturnReferral(
        referral_id=referral,
        recommendation="OTHER_BODY",
        text="Tenaga ada, bahan bangunan di luar kemampuan warga.",
    )
    accept = AcceptReferral(referral_id=referral, expected_by=our.day(10, 31))
    return [
        Act(kasi, our.day(9, 12), report, our.basis),
        Act(kasi, our.day(9, 12), assess, our.basis),
        Act(kasi, our.day(9, 12), consent, our.basis),
        Act(kasi, our.day(9, 13), asked, our.basis),
        our.leads(our.day(9, 15), ReceiveReferral(referral_id=referral)),
        our.leads(our.day(9, 17), accept),
        our.leads(our.day(10, 3), returned),
    ]
