"""Labels of codes, Indonesian first, English second: for refusals, pages and documentation.

A code that is not listed is shown as it is (names of areas, numbers, the tenant's own codes).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from .care.labels import CARE_LABELS
from .choices import CHOICES
from .money.labels import MONEY_LABELS
from .people.labels import PEOPLE_LABELS

LABELS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        # kinds of streams
        "person": ("orang", "person"),
        "activity": ("kegiatan", "activity"),
        "wksbm": ("WKSBM", "WKSBM"),
        "board": ("kepengurusan", "board"),
        "budget_target": ("target anggaran", "budget target"),
        "board_term": ("masa jabatan", "term of a board"),
        "entry": ("catatan", "entry"),
        "local_area": ("wilayah setempat", "local area"),
        "late_entry": ("izin entri terlambat", "late-entry permit"),
        "slot": ("tempat", "slot"),
        "invitation": ("undangan", "invitation"),
        "speaker": ("narasumber", "speaker"),
        "material": ("materi", "material"),
        "attendance": ("kehadiran", "attendance"),
        "statement": ("sambutan, komitmen atau testimoni", "opening, commitment or testimony"),
        # levels
        "NATIONAL": ("nasional", "national"),
        "PROV": ("provinsi", "province"),
        "KABKOTA": ("kabupaten/kota", "regency or city"),
        "KECAMATAN": ("kecamatan", "district"),
        "PROVINSI": ("provinsi", "province"),
        "KABUPATEN": ("kabupaten", "regency"),
        "KOTA": ("kota", "city"),
        "KELURAHAN": ("kelurahan", "kelurahan"),
        "DESA": ("desa", "desa"),
        "DESA_ADAT": ("desa adat", "customary desa"),
        "DUSUN": ("dusun", "dusun"),
        "KAMPUNG": ("kampung", "kampung"),
        "LOCAL_AREA": ("wilayah setempat", "local area"),
        # stages of a formation
        "PROPOSED": ("diusulkan", "proposed"),
        "SOCIALISED": ("disosialisasikan", "socialised"),
        "NOMINATED": ("calon diajukan", "nominated"),
        "TRAINED": ("calon dibekali", "trained"),
        "APPROVED": ("calon disetujui", "nomination approved"),
        "INAUGURATED": ("dikukuhkan", "inaugurated"),
        # states of a WKSBM
        "FORMING": ("dalam pembentukan", "being formed"),
        "ACTIVE": ("aktif", "active"),
        "DORMANT": ("vakum", "dormant"),
        "MERGED": ("digabung", "merged"),
        "DISSOLVED": ("dibubarkan", "dissolved"),
        "WITHDRAWN": ("ditarik", "withdrawn"),
        # states of an activity
        "SCHEDULED": ("dijadwalkan", "scheduled"),
        "HELD": ("dilaksanakan", "held"),
        "CANCELLED": ("dibatalkan", "cancelled"),
        "CLOSED": ("ditutup", "closed"),
        "TARGET_SET": ("sudah ditetapkan", "set already"),
        # seats
        "KETUA": ("ketua", "chair"),
        "WAKIL": ("wakil ketua", "deputy chair"),
        "SEKRETARIS": ("sekretaris", "secretary"),
        "BENDAHARA": ("bendahara", "treasurer"),
        # causes
        "ATTENDEE_TWICE": ("orang itu sudah tercatat hadir", "the person is already recorded"),
        "OUTSIDE_DATES": (
            "harinya di luar tanggal kegiatan",
            "the day is outside the activity's dates",
        ),
        "HEADCOUNT": (
            "jumlah peserta kurang dari yang tercatat namanya",
            "the headcount is below the attendance recorded by name",
        ),
        "NO_PERMIT": ("tanpa izin", "without a permit"),
        "PERMIT_REVOKED": ("izinnya sudah dicabut", "the permit was revoked"),
        "PERMIT_EXPIRED": ("masa izinnya lewat", "the permit has expired"),
        "PERMIT_OTHER_DATES": (
            "izinnya untuk tanggal lain",
            "the permit covers other dates",
        ),
        "PERMIT_OTHER_WKSBM": ("izinnya untuk WKSBM lain", "the permit is for another WKSBM"),
        "TOO_EARLY": ("terlalu awal", "too early"),
        "TOO_FAR": ("terlalu jauh ke depan", "too far ahead"),
        "TOO_LONG": ("masanya terlalu panjang", "the period is too long"),
        "INCOMPLETE": ("pasangan tanggalnya tidak lengkap", "its other date is missing"),
        "NO_EDITION": ("belum ada edisi yang diadopsi", "no edition adopted yet"),
        # legal bases (UU 27/2022, ps 20)
        "CONSENT": ("persetujuan", "consent"),
        "LEGAL_DUTY": ("kewajiban hukum", "legal duty"),
        "PUBLIC_TASK": ("tugas pelayanan publik", "public task"),
        "VITAL_INTEREST": ("kepentingan vital", "vital interest"),
        **CHOICES,
        **PEOPLE_LABELS,
        **MONEY_LABELS,
        **CARE_LABELS,
    }
)
"""Code → (Indonesian, English)."""


def label(code: str) -> tuple[str, str]:
    """The Indonesian and English label of a code; the code itself where there is none."""
    return LABELS.get(code, (code, code))
