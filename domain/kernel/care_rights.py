"""The part of the role table about cases, services, referrals and member bodies. Data only.

The source is the table of roles: a WKSBM's officers write their own cases, a liaison records
deliveries, the lurah reports, who was referred to writes what was referred, the head of the Dinas
approves overrides, auditors read masked. What an extent cannot say ("referred", "tasked") is held
by the decisions themselves and by the views (``domain/care/access.py``). :mod:`.roles` joins it in.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

Extent = Literal["TENANT", "AREA", "OWN_WKSBM"]

CARE_COMMAND_GROUPS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "CASE_REPORT": ("pelaporan kasus", "reporting of cases"),
        "CASE": ("penanganan kasus", "handling of cases"),
        "CASE_RECORD": (
            "perbaikan, penutupan dan penarikan kasus",
            "mending, ending and withdrawing of cases",
        ),
        "CASE_ASSESSMENT": ("asesmen kasus", "assessment of cases"),
        "SERVICE": ("penugasan pelayanan", "assignment of services"),
        "DELIVERY": ("pencatatan pelayanan yang diberikan", "recording of what was given"),
        "REFERRAL": ("pengiriman rujukan", "sending of referrals"),
        "REFERRAL_ANSWER": ("jawaban atas rujukan", "answers to referrals"),
        "REFERRAL_REVOKE": ("pencabutan rujukan", "taking back of referrals"),
        "REFERRAL_REVIEW": (
            "peninjauan rujukan darurat dan pelepasan data",
            "review of emergency referrals and of releases",
        ),
        "CONSENT_OVERRIDE": ("pelepasan data tanpa persetujuan", "release without consent"),
        "OVERLAP": ("putusan atas peringatan tumpang tindih", "decisions on warnings of overlap"),
        "OVERLAP_OVERRIDE": ("pengecualian tumpang tindih", "override of an overlap"),
        "KPS": ("KPS anggota dan jejaring", "member bodies and partners"),
        "CARE_PROCESS": ("tenggat dan pemeriksaan otomatis", "deadlines and checks by the service"),
    }
)
"""Groups of commands: Indonesian and English description."""

CARE_READ_GROUPS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "CASE": ("kasus tanpa identitas orangnya", "cases without the identity of their persons"),
        "CASE_IDENTITY": ("nama dan kontak orang dalam kasus", "names and contacts in cases"),
        "CASE_TOP_TIER": ("kategori yang sangat peka", "categories of the most sensitive tier"),
        "CASE_NOTES": ("uraian, temuan dan catatan kasus", "narrative, findings, notes of cases"),
        "REFERRAL": ("rujukan dan keadaannya", "referrals and where they stand"),
        "OVERLAP": ("klaim dan peringatan tumpang tindih", "claims and warnings of overlap"),
        "KPS": ("KPS anggota dan jejaring", "member bodies and partners"),
    }
)
"""Groups of what may be read: Indonesian and English description."""


def _in(extent: Extent, *groups: str) -> dict[str, Extent]:
    return dict.fromkeys(groups, extent)


_REFERRED = (
    *("CASE", "CASE_RECORD", "CASE_ASSESSMENT", "SERVICE", "DELIVERY"),
    *("REFERRAL", "REFERRAL_ANSWER", "REFERRAL_REVOKE"),
)
"""What a body may do with a case that was referred to it."""
_OWN = ("CASE_REPORT", *_REFERRED)

CARE_COMMANDS: Mapping[str, Mapping[str, Extent]] = MappingProxyType(
    {
        "WKSBM_CHAIR": _in("OWN_WKSBM", *_OWN, "KPS", "REVEAL"),
        "WKSBM_SECRETARY": _in("OWN_WKSBM", *_OWN, "KPS", "REVEAL"),
        "KPS_LIAISON": _in("OWN_WKSBM", "DELIVERY"),
        "LURAH": _in(
            "AREA",
            *("CASE_REPORT", "CASE_RECORD", "REFERRAL", "REFERRAL_ANSWER", "REFERRAL_REVOKE"),
        ),
        "CAMAT": _in("AREA", *_REFERRED),
        "TKSK": _in("AREA", *_REFERRED),
        "LK3_COUNSELLOR": _in("TENANT", *_OWN, "REVEAL"),
        "DINAS_OFFICER": _in(
            "TENANT", *_OWN, "REFERRAL_REVIEW", "CONSENT_OVERRIDE", "OVERLAP", "KPS"
        ),
        "DINAS_HEAD": _in(
            "TENANT", "REFERRAL_REVIEW", "CONSENT_OVERRIDE", "OVERLAP", "OVERLAP_OVERRIDE"
        ),
        "PROCESS": _in("TENANT", "SERVICE", "REFERRAL_REVOKE", "CARE_PROCESS"),
    }
)
"""Role → command group → extent."""

_ALL = tuple(CARE_READ_GROUPS)
_MASKED = ("CASE", "REFERRAL", "OVERLAP", "KPS")

CARE_READS: Mapping[str, Mapping[str, Extent]] = MappingProxyType(
    {
        "WKSBM_CHAIR": _in("OWN_WKSBM", *_ALL),
        "WKSBM_SECRETARY": _in("OWN_WKSBM", *_ALL),
        "WKSBM_TREASURER": _in("OWN_WKSBM", "KPS"),
        "KPS_LIAISON": _in("OWN_WKSBM", "CASE", "CASE_IDENTITY", "KPS"),
        "LURAH": _in("AREA", "CASE", "REFERRAL", "KPS"),
        "CAMAT": _in("AREA", *_ALL),
        "TKSK": _in("AREA", *_ALL),
        "LK3_COUNSELLOR": _in(
            "TENANT", "CASE", "CASE_IDENTITY", "CASE_TOP_TIER", "CASE_NOTES", "REFERRAL"
        ),
        "DINAS_OFFICER": _in("TENANT", *_ALL),
        "DINAS_HEAD": _in("TENANT", *_MASKED, "CASE_IDENTITY"),
        "INSPECTORATE": _in("TENANT", *_MASKED),
        "BPK_NATIONAL": _in("TENANT", *_MASKED),
    }
)
"""Role → read group → extent."""
