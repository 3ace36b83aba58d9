"""Policies: the settings of a tenant that its rules read, by effective date.

Names, types, defaults and meanings stand here; a tenant's own values are events of its stream
and come in as data. An event cites the version of that stream and the edition of the defaults, so
every decision can be judged again by the rules it was made under (:mod:`.rule_set`). Nothing here
knows where the values are kept.
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


def _policy(id: str, en: str, source: str, **limits: Any) -> Meta:
    return Meta(description=en, extra={"id": id, "source": source}, **limits)


_Codes = tuple[Code, ...]
_Total = Annotated[int, Meta(ge=1, le=10**12)]


class Policies(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The policies in force on one day. ``Policies()`` holds the defaults."""

    board_candidates: Annotated[
        int,
        _policy(
            "Jumlah calon pengurus dalam satu nominasi.",
            "Number of candidates in a nomination.",
            "S0: “masing-masing lima orang”",
            ge=1,
            le=50,
        ),
    ] = 5
    trained_share_percent: Annotated[
        int,
        _policy(
            "Bagian calon (persen) yang harus tercatat hadir dalam pembekalan sebelum dikukuhkan.",
            "Share of the candidates (percent) with recorded attendance at the training that the "
            "inauguration needs.",
            "S0 asks the training of all candidates and names no share; 80 is four of five, so "
            "one absentee does not hold up a whole board",
            ge=0,
            le=100,
        ),
    ] = 80
    nomination_approval: Annotated[
        bool,
        _policy(
            "Nominasi perlu disetujui orang lain (lurah) sebelum dikukuhkan.",
            "A nomination needs another person's approval (the lurah's) before the inauguration.",
            "Bantul: “pengesahan dari lurah”; S0 names none, so the default is no",
        ),
    ] = False
    one_wksbm_per_area: Annotated[
        bool,
        _policy(
            "Hanya satu WKSBM aktif per wilayah pada tingkatnya.",
            "Only one active WKSBM per area at its level.",
            "S0: “induk organisasi di kelurahan”",
        ),
    ] = True
    wksbm_levels: Annotated[
        tuple[WksbmLevel, ...],
        _policy(
            "Tingkat tempat WKSBM boleh dibentuk.",
            "Levels at which a WKSBM may be formed.",
            "S0 kelurahan; S1 dusun or RW; S2 RT, desa, kampung; S3 RW",
            min_length=1,
        ),
    ] = ("RT", "RW", "DUSUN", "KAMPUNG", "DESA", "KELURAHAN")
    late_window_days: Annotated[
        int,
        _policy(
            "Umur entri (hari) yang diterima tanpa izin entri terlambat.",
            "Age of an entry (days) that is accepted without a late-entry permit.",
            "no source; a month, so that monthly meetings can be entered at the next one",
            ge=0,
            le=3650,
        ),
    ] = 30
    board_term_years: Annotated[
        int,
        _policy(
            "Lama masa jabatan pengurus (tahun) bila keputusannya tidak menyebutkan.",
            "Length of a board's term (years) where its decree does not say.",
            "no source for WKSBM; five years as for village bodies (Permendagri 18/2018)",
            ge=1,
            le=20,
        ),
    ] = 5
    seats: Annotated[
        _Codes,
        _policy(
            "Jabatan dalam pengurus.",
            "Seats of a board.",
            "S1 pengurus; usual sections of community bodies; a section is SEKSI:NAME",
            min_length=1,
        ),
    ] = (
        *("KETUA", "WAKIL", "SEKRETARIS", "BENDAHARA"),
        *("SEKSI:PENDATAAN", "SEKSI:PELAYANAN", "SEKSI:USAHA_DANA", "SEKSI:HUMAS"),
    )
    stage_days: Annotated[
        StageDays,
        _policy(
            "Batas hari per tahap pembentukan; lewat dari itu dihitung terlambat.",
            "Days per stage of the formation after which it counts as overdue.",
            "S0: 24 May to 14–15 June 2012 is three weeks; twice a usual pace",
        ),
    ] = StageDays()
    maturity_grades: Annotated[
        _Codes,
        _policy(
            "Tingkat perkembangan WKSBM, dari yang terendah.",
            "Grades of maturity of a WKSBM, lowest first.",
            "no official scale is known; the words of S1 and S4 (penumbuhan, pengembangan, "
            "pemantapan)",
            min_length=1,
        ),
    ] = ("TUMBUH", "BERKEMBANG", "MANDIRI")
    activity_kinds: Annotated[
        _Codes,
        _policy(
            "Jenis kegiatan instansi.",
            "Kinds of activities of the office.",
            "S0 sosialisasi, pembekalan, pengukuhan; S1 bimtek; S3 penyuluhan; S4 pemantapan; "
            "practice: monev, lomba, rapat koordinasi",
            min_length=1,
        ),
    ] = (
        *("SOSIALISASI", "PEMBEKALAN", "PENGUKUHAN", "BIMTEK", "PENYULUHAN", "PEMANTAPAN"),
        *("MONEV", "LOMBA", "RAPAT", "LAIN"),
    )
    indicators: Annotated[
        _Codes,
        _policy(
            "Indikator yang boleh diberi target tahunan.",
            "Indicators that may have a yearly target.",
            "S0: 15 WKSBM formed in the budget year 2012",
            min_length=1,
        ),
    ] = ("WKSBM_FORMED", "BOARDS_TRAINED")
    local_area_kinds: Annotated[
        _Codes,
        _policy(
            "Jenis wilayah di bawah desa atau kelurahan.",
            "Kinds of areas below the village.",
            "S1 dusun, RW; S2 RT, RW, kampung; Sleman and Bantul padukuhan; cities lingkungan",
            min_length=1,
        ),
    ] = ("RT", "RW", "DUSUN", "PADUKUHAN", "LINGKUNGAN", "KAMPUNG")
    spending_limit_idr: Annotated[
        int,
        _policy(
            "Pengeluaran (rupiah) sampai jumlah ini tidak perlu keputusan rapat.",
            "A payment (rupiah) up to this amount needs no meeting's decision.",
            "no source; most of a month's receipts (Sorosutan RW 08: about Rp700.000)",
            ge=0,
            le=10**12,
        ),
    ] = 500_000
    spending_limit_rice_g: Annotated[
        int,
        _policy(
            "Pengeluaran beras (gram) sampai jumlah ini tidak perlu keputusan rapat.",
            "Rice given out (grams) up to this amount needs no meeting's decision.",
            "no source; a usual sack of 25 kg",
            ge=0,
            le=10**12,
        ),
    ] = 25_000
    death_benefit_totals: Annotated[
        tuple[_Total, ...],
        _policy(
            "Santunan kematian satu keluarga (rupiah) untuk satu, dua, tiga orang sekaligus.",
            "Death benefit of a household (rupiah) for one, two, three deaths at once.",
            "practice of rukem: Rp750.000, Rp1.250.000, Rp1.750.000 in the first years, more "
            "later (a version of this policy from that day)",
            min_length=1,
            max_length=20,
        ),
    ] = (750_000, 1_250_000, 1_750_000)
    good_standing: Annotated[
        GoodStanding,
        _policy(
            "Batas tunggakan (periode) dan masa tunggu (hari) untuk santunan kematian.",
            "Unpaid periods and waiting days up to which a household has the death benefit.",
            "practice: arrears are settled at the monthly meeting; three months, so that one "
            "missed meeting costs nobody the benefit",
        ),
    ] = GoodStanding()
    rice_measures: Annotated[
        RiceMeasures,
        _policy(
            "Gram beras dalam satu cangkir, gelas, kaleng, genggam, liter.",
            "Grams of rice in a cup, glass, can, handful, litre.",
            "about 0.8 kg a litre; a tin of condensed milk 285 g; cup, glass and handful are "
            "local: weigh one and set it here",
        ),
    ] = RiceMeasures()
    seal_grace_days: Annotated[
        int,
        _policy(
            "Hari sesudah akhir bulan; buku yang belum disegel setelahnya dihitung terlambat.",
            "Days after a month's end; a book not sealed by then counts as late.",
            "practice: the book is read out at the next monthly meeting",
            ge=0,
            le=366,
        ),
    ] = 35
    kps_kinds: Annotated[
        _Codes,
        _policy(
            "Jenis KPS (keperangkatan pelayanan sosial) yang dapat menjadi anggota WKSBM.",
            "Kinds of local bodies (KPS) that may be members of a WKSBM.",
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
            "Jenis pelayanan dan bantuan bagi PPKS.",
            "Kinds of services and aid for people in need.",
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
            "Aturan tumpang tindih: dua pelayanan bagi orang yang sama pada waktu yang sama.",
            "Rule of overlap: two services for the same person at the same time.",
            "S0: no overlap of KPS; the listed pairs are usual practice: visits and counselling go "
            "together, rice and food parcels are looked at",
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
        _Codes,
        _policy(
            "Tanda keadaan pada kasus.",
            "Tags of the circumstances of a case.",
            "S3: the role of WKSBM in the pandemic",
            min_length=1,
        ),
    ] = ("PANDEMIC", "NATURAL_DISASTER", "SOCIAL_DISASTER", "PRICE_SHOCK")
    referral_answer_days: Annotated[
        AnswerDays,
        _policy(
            "Batas hari menjawab rujukan menurut kegentingannya; sesudahnya rujukan kedaluwarsa.",
            "Days to answer a referral, by urgency; after them it expires.",
            "no source; two weekly rounds of a TKSK, three days, the next day",
        ),
    ] = AnswerDays()
    referral_grace_days: Annotated[
        int,
        _policy(
            "Hari sesudah tanggal janji sampai rujukan yang diterima dianggap kedaluwarsa.",
            "Days after the promised day until an accepted referral expires.",
            "no source; a month, so that a late report is not lost",
            ge=0,
            le=365,
        ),
    ] = 30


_FIELDS = {field.name: field for field in msgspec.structs.fields(Policies)}


@dataclass(frozen=True, slots=True)
class PolicySpec:
    """What a policy is: for validation in the API, the documentation and the console."""

    name: str
    type: Any
    """Annotated Python type of its value."""
    default: Any
    """Default, as JSON-ready data."""
    description_id: str
    description_en: str
    source: str


def policy_specs() -> tuple[PolicySpec, ...]:
    """All policies in the order of their definition."""
    return tuple(
        PolicySpec(
            name=field.name,
            type=field.type,
            default=msgspec.to_builtins(getattr(Policies(), field.name)),
            description_id=meta.extra["id"],
            description_en=meta.description or "",
            source=meta.extra["source"],
        )
        for field in _FIELDS.values()
        for meta in (_meta(field.type),)
    )


def _meta(annotated: Any) -> Any:
    return annotated.__metadata__[0]


def validate_policy(name: str, value: Any) -> Any:
    """The JSON-ready ``value`` in the form in which it is stored.

    Raises POLICY_UNKNOWN, or POLICY_INVALID with what does not fit.
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
        refuse(
            "POLICY_INVALID",
            field="value",
            name=name,
            problem=phrase("code_twice"),
        )
    return msgspec.to_builtins(converted)


def _part(found: Problem) -> Words | None:
    """The part of a policy's value that does not fit, as people call it."""
    names = [step for step in found.path if step in LABELS["PolicyPart"]]
    if not names:
        return None
    label = LABELS["PolicyPart"][names[-1]]
    return Words(label.indonesian, label.english)
