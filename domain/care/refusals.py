"""Refusals of cases, services, referrals and member bodies."""

from __future__ import annotations

from ..kernel.refusal import Rule, table

CASE = table(
    Rule(
        code="NOT_YOUR_CASE",
        rule="The actor belongs to the body that holds the case, or to the one that accepted its "
        "referral.",
        source="practice: access to case and referral both; role table (domain/care/access.py)",
    ),
    Rule(
        code="CASE_STATE",
        rule="A closed case is reopened before it is worked on; a withdrawn one cannot be used.",
        source="PP 39/2012: terminasi, bimbingan lanjut",
    ),
    Rule(
        code="CASE_STAGE",
        rule="A plan builds on an assessment, and a goal that was met on an outcome; an emergency "
        "is planned for at once.",
        source="PP 39/2012: stages of handling; facts of practice",
    ),
    Rule(
        code="CASE_SUBJECTS",
        rule="A person's case names one person, a family's at least one; a group or community has "
        "a name.",
        source="S2: individual, family, group, community",
    ),
    Rule(
        code="NOT_A_SUBJECT",
        rule="A case is handled for the persons it names.",
        source="service: cases",
    ),
    Rule(
        code="SAME_CASE",
        rule="A case cannot be its own duplicate.",
        source="service: identifiers",
    ),
    Rule(
        code="AREA_REQUIRED",
        rule="A case that no WKSBM holds needs the code of its village.",
        source="practice: queue of a kecamatan",
    ),
    Rule(
        code="LK3_ONLY",
        rule="An assessment of the LK3 is recorded by its counsellor only.",
        source="S4: LK3 is the assessor",
    ),
    Rule(
        code="PLAN_ITEM_TWICE",
        rule="The items of a plan have different numbers.",
        source="service: plans",
    ),
    Rule(
        code="TRIED_REQUIRED",
        rule="A capacity that is exceeded names what was tried and why it does not suffice; one "
        "that suffices names no cause.",
        source="S1: “apabila masyarakat setempat tidak mampu”",
    ),
)

SERVICE = table(
    Rule(
        code="PROVIDER_INCOMPLETE",
        rule="A service names who gives it: a board of a WKSBM, a member body, or the referral by "
        "which another body gives it.",
        source="S0 and S2: tasks of member bodies",
    ),
    Rule(
        code="SERVICE_STATE",
        rule="A service that ended or was refused is no longer given; one that waits for a "
        "decision is not given yet.",
        source="S0: no overlap",
    ),
    Rule(
        code="SERVICE_PERIOD",
        rule="Deliveries under a service lie within its period.",
        source="S0: no overlap; service register",
    ),
    Rule(
        code="FUND_REF_INCOMPLETE",
        rule="Money from a fund book is cited by book and entry.",
        source="practice: receipts that match reality",
    ),
    Rule(
        code="DELIVERY_PROOF",
        rule="A delivery cites a valid payment of its own case, and no more than was paid.",
        source="practice: receipts that match reality",
    ),
    Rule(
        code="OVERLAP",
        rule="Services that exclude each other are not given to a person at the same time; the "
        "Dinas may allow both.",
        source="S0: “tidak tumpang tindih”; policy service_overlap",
    ),
    Rule(
        code="OVERLAP_STATE",
        rule="A warning is decided once; only services that exclude each other need an override.",
        source="S0: no overlap",
    ),
)

REFERRAL = table(
    Rule(
        code="REFERRAL_STATE",
        rule="A received referral is accepted or declined, an accepted one completed or returned; "
        "one that was sent is revoked, not changed.",
        source="practice: rujukan; PR (states of a referral)",
    ),
    Rule(
        code="REFER_TOO_EARLY",
        rule="A community refers once it has declared its own capacity exceeded; emergencies are "
        "referred at once and reviewed afterwards.",
        source="S1: “apabila masyarakat setempat tidak mampu”",
    ),
    Rule(
        code="NO_CONSENT",
        rule="Personal data are disclosed to another body only with a valid consent, or by a "
        "release of an authorised role on a legal ground.",
        source="UU 27/2022, ps 20, 22 and 24",
    ),
    Rule(
        code="SAME_BODY",
        rule="A body refers to another than itself.",
        source="service: referrals",
    ),
    Rule(
        code="BODY_INCOMPLETE",
        rule="A body is named by its kind: WKSBM and KPS by id, a village or "
        "district by its code, others by name.",
        source="S1: bodies of the ladder",
    ),
    Rule(
        code="NOT_DUE",
        rule="A referral expires after its day, not on it.",
        source="practice: deadlines of referrals; policies referral_answer_days and _grace_days",
    ),
)

KPS = table(
    Rule(
        code="KPS_UNKNOWN",
        rule="A body that is assigned a service is a member of the WKSBM on that day.",
        source="S0: keperangkatan pelayanan sosial as members",
    ),
    Rule(
        code="KPS_CONFLICT",
        rule="A body with an open conflict of interest in a matter is not assigned it.",
        source="S0: “mencegah konflik kepentingan antar KPS”",
    ),
    Rule(
        code="KPS_STATE",
        rule="A body that left, or was never a member, cannot act here.",
        source="S0: members of a WKSBM",
    ),
    Rule(
        code="SAME_KPS",
        rule="A conflict of interest is between two bodies.",
        source="S0",
    ),
    Rule(
        code="CONFLICT_STATE",
        rule="A conflict is settled once; a settlement says how.",
        source="S0",
    ),
    Rule(
        code="LEGAL_NO_REQUIRED",
        rule="A formal body names the deed or decree of its legal form.",
        source="S0: formal and informal bodies",
    ),
)
