"""Refusals of the formation: stages, boards, areas of WKSBM, activities."""

from __future__ import annotations

from ..kernel.refusal import Rule, table

FORMATION = table(
    Rule(
        code="BOARD_SIZE",
        rule="A nomination names exactly as many distinct people as the policy says (default 5).",
        source="S0: “masing-masing lima orang”; policy board_candidates",
    ),
    Rule(
        code="STAGE_ORDER",
        rule="Socialised, nominated, trained, inaugurated, in this order; skipping needs a waiver.",
        source="S0: “sesuai jadwal dan tahapan kegiatan”; S2: “alamiah dan tradisional”",
    ),
    Rule(
        code="NOT_TRAINED",
        rule="The inauguration needs the policy's share of candidates with recorded attendance.",
        source="S0: “pembekalan teknis yang diakhiri dengan pengukuhan”; "
        "policy trained_share_percent",
    ),
    Rule(
        code="ONE_PER_AREA",
        rule="One active WKSBM per area at its level, unless the policy allows more.",
        source="S0: one per kelurahan; policy one_wksbm_per_area",
    ),
    Rule(
        code="SEAT_TAKEN",
        rule="A seat has one holder on any day, and terms do not overlap.",
        source="S1: pengurus",
    ),
    Rule(
        code="DUAL_TREASURER",
        rule="Chair and treasurer are different persons.",
        source="S1: pengurus; separation of duties",
    ),
    Rule(
        code="MANDATE_ENDED",
        rule="No officer acts after the last day of the mandate, except for the handover.",
        source="audit: acts outside a mandate",
    ),
    Rule(
        code="ATTENDANCE_CAP",
        rule="No person attends twice or outside the dates; the headcount is at "
        "least the number of those named.",
        source="S1: “diikuti oleh 40 orang pengurus WKSBM baru”",
    ),
    Rule(
        code="ACTIVITY_STATE",
        rule="A cancelled activity cannot be held or attended, and a held one cannot be cancelled.",
        source="service: the life of an activity",
    ),
    Rule(
        code="ACTIVITY_NOT_BEGUN",
        rule="An activity is held or attended on or after its first day.",
        source="service: time",
    ),
    Rule(
        code="KIND_UNKNOWN",
        rule="A code comes from the tenant's own list, a policy.",
        source="policies of the tenant",
    ),
    Rule(
        code="SPEAKER_UNKNOWN",
        rule="A speaker is a person, or an unnamed one of a named institution.",
        source="S0: “tiga narasumber langsung dari BBPPKS Banjarmasin”",
    ),
    Rule(
        code="TOPIC_UNKNOWN",
        rule="A speaker's topic is one of the activity's materials.",
        source="S3: three talks with their speakers",
    ),
    Rule(
        code="TOPIC_IN_USE",
        rule="A topic's number is used once.",
        source="S3: three talks with their speakers",
    ),
)
