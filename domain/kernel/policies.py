"""Policies: the settings of a tenant that its rules read, by effective date.

Names, types, defaults and meanings are defined here; a tenant's own values are events of its stream
and are passed in as data. An event names the version of that stream and the edition of the
defaults, so every decision can be judged again by the rules it was made under (:mod:`.rule_set`).
This module does not know where the values are stored.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from ..words.catalogue import LABELS, Words
from .fields import Code
from .policy_types import (
    AnswerDays,
    GoodStanding,
    RiceMeasures,
    ServiceOverlap,
    ServicePair,
    StageDays,
)
from .problems import Problem, phrase, problem
from .refusal import refuse

FIRST_DAY = date(1, 1, 1)
"""The defaults are in force from this day on: every past date has a policy."""

WksbmLevel = Literal["RT", "RW", "DUSUN", "KAMPUNG", "DESA", "KELURAHAN"]
"""Level at which a WKSBM works (S0 kelurahan, S1 dusun or RW, S2 kampung and desa, S3 RW)."""


def _policy(source: str, **limits: Any) -> Meta:
    """Limits of a policy and the source of its default; its texts are in the catalogue."""
    return Meta(extra={"source": source}, **limits)


_Codes = tuple[Code, ...]
_Total = Annotated[int, Meta(ge=1, le=10**12)]


class Policies(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The policies in force on one day. ``Policies()`` holds the defaults."""

    board_candidates: Annotated[int, _policy("S0: “masing-masing lima orang”", ge=1, le=50)] = 5
    trained_share_percent: Annotated[
        int,
        _policy(
            "S0 asks the training of all candidates and names no share; 80 is four of five, so "
            "one absentee does not hold up a whole board",
            ge=0,
            le=100,
        ),
    ] = 80
    nomination_approval: Annotated[
        bool, _policy("Bantul: “pengesahan dari lurah”; S0 names none, so the default is no")
    ] = False
    guardian_consent_ends: Annotated[
        bool,
        _policy("UU 27/2022 ps 25: for a child; who has come of age consents for themselves"),
    ] = True
    one_wksbm_per_area: Annotated[bool, _policy("S0: “induk organisasi di kelurahan”")] = True
    wksbm_levels: Annotated[
        tuple[WksbmLevel, ...],
        _policy("S0 kelurahan; S1 dusun or RW; S2 RT, desa, kampung; S3 RW", min_length=1),
    ] = ("RT", "RW", "DUSUN", "KAMPUNG", "DESA", "KELURAHAN")
    late_window_days: Annotated[
        int,
        _policy(
            "no source; a month, so that monthly meetings can be entered at the next one",
            ge=0,
            le=3650,
        ),
    ] = 30
    board_term_years: Annotated[
        int,
        _policy(
            "no source for WKSBM; five years as for village bodies (Permendagri 18/2018)",
            ge=1,
            le=20,
        ),
    ] = 5
    seats: Annotated[
        _Codes,
        _policy(
            "S1 pengurus; usual sections of community bodies; a section is SEKSI:NAME", min_length=1
        ),
    ] = (
        *("KETUA", "WAKIL", "SEKRETARIS", "BENDAHARA"),
        *("SEKSI:PENDATAAN", "SEKSI:PELAYANAN", "SEKSI:USAHA_DANA", "SEKSI:HUMAS"),
    )
    stage_days: Annotated[
        StageDays, _policy("S0: 24 May to 14–15 June 2012 is three weeks; twice a usual pace")
    ] = StageDays()
    maturity_grades: Annotated[
        _Codes,
        _policy(
            "no official scale is known; the words of S1 and S4 (penumbuhan, pengembangan, "
            "pemantapan)",
            min_length=1,
        ),
    ] = ("TUMBUH", "BERKEMBANG", "MANDIRI")
    activity_kinds: Annotated[
        _Codes,
        _policy(
            "S0 sosialisasi, pembekalan, pengukuhan; S1 bimtek; S3 penyuluhan; S4 pemantapan; "
            "practice: monev, lomba, rapat koordinasi",
            min_length=1,
        ),
    ] = (
        *("SOSIALISASI", "PEMBEKALAN", "PENGUKUHAN", "BIMTEK", "PENYULUHAN", "PEMANTAPAN"),
        *("MONEV", "LOMBA", "RAPAT", "LAIN"),
    )
    indicators: Annotated[
        _Codes, _policy("S0: 15 WKSBM formed in the budget year 2012", min_length=1)
    ] = ("WKSBM_FORMED", "BOARDS_TRAINED")
    local_area_kinds: Annotated[
        _Codes,
        _policy(
            "S1 dusun, RW; S2 RT, RW, kampung; Sleman and Bantul padukuhan; cities lingkungan",
            min_length=1,
        ),
    ] = ("RT", "RW", "DUSUN", "PADUKUHAN", "LINGKUNGAN", "KAMPUNG")
    spending_limit_idr: Annotated[
        int,
        _policy(
            "no source; most of a month's receipts (Sorosutan RW 08: about Rp700.000)",
            ge=0,
            le=10**12,
        ),
    ] = 500_000
    spending_limit_rice_g: Annotated[
        int, _policy("no source; a usual sack of 25 kg", ge=0, le=10**12)
    ] = 25_000
    death_benefit_totals: Annotated[
        tuple[_Total, ...],
        _policy(
            "practice of rukem: Rp750.000, Rp1.250.000, Rp1.750.000 in the first years, more "
            "later (a version of this policy from that day)",
            min_length=1,
            max_length=20,
        ),
    ] = (750_000, 1_250_000, 1_750_000)
    good_standing: Annotated[
        GoodStanding,
        _policy(
            "practice: arrears are settled at the monthly meeting; three months, so that one "
            "missed meeting costs nobody the benefit"
        ),
    ] = GoodStanding()
    rice_measures: Annotated[
        RiceMeasures,
        _policy(
            "about 0.8 kg a litre; a tin of condensed milk 285 g; cup, glass and handful are "
            "local: weigh one and set it here"
        ),
    ] = RiceMeasures()
    seal_grace_days: Annotated[
        int, _policy("practice: the book is read out at the next monthly meeting", ge=0, le=366)
    ] = 35
    kps_kinds: Annotated[
        _Codes,
        _policy(
            "S2: UEP, pengajian, gapoktan, RT, RW, dasawisma; practice: KUBE, karang taruna, orsos",
            min_length=1,
        ),
    ] = (
        *("KUBE", "UEP", "PENGAJIAN", "GAPOKTAN", "RT", "RW", "DASAWISMA"),
        *("KARANG_TARUNA", "ORSOS", "LAINNYA"),
    )
    service_kinds: Annotated[
        _Codes,
        _policy(
            "U8, U17, U65: food parcels, school help, older people, disability; PP 39/2012",
            min_length=1,
        ),
    ] = (
        *("BERAS", "SEMBAKO", "MAKANAN", "SANTUNAN", "PENDIDIKAN", "KESEHATAN", "ALAT_BANTU"),
        *("PERAWATAN", "KUNJUNGAN", "KONSELING", "PELATIHAN", "MODAL_USAHA", "RUMAH"),
        *("PENAMPUNGAN", "ADMINDUK", "TRANSPORTASI", "LAINNYA"),
    )
    service_overlap: Annotated[
        ServiceOverlap,
        _policy(
            "S0: no overlap of KPS; the listed pairs are usual practice: visits and counselling go "
            "together, rice and food parcels are looked at"
        ),
    ] = ServiceOverlap(
        pairs=(
            ServicePair(first="KUNJUNGAN", second="KUNJUNGAN", rule="STACKABLE"),
            ServicePair(first="KONSELING", second="KONSELING", rule="WARN"),
            ServicePair(first="LAINNYA", second="LAINNYA", rule="WARN"),
            ServicePair(first="BERAS", second="SEMBAKO", rule="WARN"),
        )
    )
    case_contexts: Annotated[
        _Codes, _policy("S3: the role of WKSBM in the pandemic", min_length=1)
    ] = ("PANDEMIC", "NATURAL_DISASTER", "SOCIAL_DISASTER", "PRICE_SHOCK")
    referral_answer_days: Annotated[
        AnswerDays, _policy("no source; two weekly rounds of a TKSK, three days, the next day")
    ] = AnswerDays()
    referral_grace_days: Annotated[
        int, _policy("no source; a month, so that a late report is not lost", ge=0, le=365)
    ] = 30


_FIELDS = {field.name: field for field in msgspec.structs.fields(Policies)}


@dataclass(frozen=True, slots=True)
class PolicySpec:
    """The definition of a policy: for validation in the API, the documentation and the console."""

    name: str
    type: Any
    """Annotated Python type of its value."""
    default: Any
    """Default, as JSON-ready data."""
    source: str
    """Where the default comes from."""


def policy_specs() -> tuple[PolicySpec, ...]:
    """All policies in the order of their definition."""
    return tuple(
        PolicySpec(
            name=field.name,
            type=field.type,
            default=msgspec.to_builtins(getattr(Policies(), field.name)),
            source=field.type.__metadata__[0].extra["source"],
        )
        for field in _FIELDS.values()
    )


def validate_policy(name: str, value: Any) -> Any:
    """The JSON-ready ``value`` in the form in which it is stored.

    Raises POLICY_UNKNOWN, or POLICY_INVALID with the reason.
    """
    field = _FIELDS.get(name)
    if field is None:
        refuse("POLICY_UNKNOWN", field="name", name=name)
    try:
        converted = msgspec.convert(value, field.type)
    except msgspec.ValidationError as error:
        found = problem(str(error))
        refuse("POLICY_INVALID", field="value", name=name, part=_part(found), problem=found.words)
    if isinstance(converted, tuple) and len(set(converted)) != len(converted):
        refuse("POLICY_INVALID", field="value", name=name, problem=phrase("code_twice"))
    return msgspec.to_builtins(converted)


def _part(found: Problem) -> Words | None:
    """The name of the invalid part of a policy's value, if the catalogue has one."""
    names = [step for step in found.path if step in LABELS["PolicyPart"]]
    if not names:
        return None
    label = LABELS["PolicyPart"][names[-1]]
    return Words(label.indonesian, label.english)
