"""Texts that read wrongly once: where, what they said, and what is said now.

A form of the old text must not come back in anything that the service says; the new one, or the
equal form given here, is what it says.
"""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from wahana.domain.words.catalogue import Words

DAY = date(2026, 11, 21)
MONTH = date(2026, 11, 1)


class Label(NamedTuple):
    """A member of a list that had another list's words."""

    list: str
    code: str
    was: tuple[str, ...]
    indonesian: str
    english: str


LABELS = (
    Label("HouseholdRole", "OTHER", ("another reason", "alasan lain"), "lainnya", "other"),
    Label("AssessmentMethod", "OTHER", ("another reason",), "cara lain", "another method"),
    Label("ReportChannel", "OTHER", ("another reason",), "cara lain", "another way"),
    Label("ReporterRole", "OTHER", ("another reason",), "pihak lain", "somebody else"),
    Label("DonorKind", "OTHER", ("another reason",), "donatur lain", "another donor"),
    Label("PaymentPurpose", "OTHER", ("another reason",), "keperluan lain", "another purpose"),
    Label("TargetBasis", "OTHER", ("another reason",), "dasar lain", "another basis"),
    Label("LocalAttempt", "OTHER", ("another reason",), "upaya lain", "something else"),
    Label("DecisionKind", "OTHER", ("another reason",), "hal lain", "another matter"),
    Label("ServiceState", "REFUSED", ("tidak bersedia", "refused to give it"), "tidak disetujui",
          "not granted"),
    Label("CaseCloseReason", "REFUSED", ("tidak bersedia", "refused to give it"),
          "menolak pelayanan", "declined help"),
    Label("ServiceEndReason", "REFUSED", ("tidak bersedia", "refused to give it"),
          "menolak pelayanan", "declined help"),
    Label("ConsentOverrideReason", "NO_CAPACITY", ("tidak mampu",),
          "tidak cakap memberi persetujuan", "cannot give consent"),
    Label("ReferralDeclineReason", "NO_CAPACITY", ("tidak mampu",), "tidak sanggup menangani",
          "cannot take it on"),
    Label("AccessReason", "AUDIT", ("temuan pemeriksaan",), "pelaksanaan pemeriksaan", "audit"),
    Label("HouseholdJoinReason", "MOVED", ("pindah", "moved away"), "pindah masuk", "moved in"),
    Label("ReporterRole", "HEALTH", ("kesehatan",), "tenaga kesehatan", "health worker"),
    Label("KpsLeaveReason", "REMOVED", ("diberhentikan",), "dikeluarkan", "removed"),
    Label("CommittedBy", "BOARD", ("pengurus wksbm",), "pengurus", "a board"),
    Label("CommittedBy", "OFFICE", ("office",), "instansi", "an office"),
    Label("CommittedBy", "PARTNER", ("partner",), "mitra", "a partner"),
    Label("ParticipantKind", "WKSBM_CHAIR", ("wksbm_chair",), "ketua WKSBM", "chairs of WKSBM"),
    Label("ParticipantKind", "CAMAT", ("CAMAT",), "camat", "heads of districts"),
    Label("ParticipantKind", "PENYULUH", ("PENYULUH",), "penyuluh sosial", "social educators"),
    Label("MentorRole", "PENYULUH", ("PENYULUH",), "penyuluh sosial", "social educator"),
    Label("Guidance", "TECHNICAL", ("TECHNICAL",), "pembina teknis", "technical mentor"),
    Label("CommandGroup", "FUND", ("dana wksbm", "a fund"),
          "penerimaan, pengeluaran, dan tutup buku kas", "books of funds"),
    Label("CapacityVerdict", "EXCEEDED", ("melebihi kemampuan",), "tidak mencukupi", "exceeded"),
    Label("ReportChannel", "SELF", ("yang bersangkutan",), "datang sendiri", "in person"),
    Label("TargetBasis", "RPJMD", ("rencana jangka menengah daerah",),
          "rencana pembangunan jangka menengah daerah",
          "medium-term development plan of the region"),
    Label("WksbmStatus", "FORMING", ("dalam pembentukan",), "rintisan", "being formed"),
    Label("WarningState", "CONFIRMED", ("dikonfirmasi",), "memang tumpang tindih",
          "overlap confirmed"),
    Label("KpsState", "ENDED", ("sudah berhenti", "has left"), "sudah keluar", "has ended"),
)  # fmt: skip


class Refusal(NamedTuple):
    """A refusal, filled with an example: what its message and hint say, and never again."""

    code: str
    language: str
    params: dict[str, Any]
    message: str
    hint: str | None
    never: tuple[str, ...]
    """Patterns of the old text that no output of the service has any more."""


def _id(code: str, message: str, hint: str | None, *never: str, **params: Any) -> Refusal:
    return Refusal(code, "id", params, message, hint, never)


def _en(code: str, message: str, hint: str | None, *never: str, **params: Any) -> Refusal:
    return Refusal(code, "en", params, message, hint, never)


REFUSALS = (
    _id("NOT_FOUND", "Data kepengurusan tidak ditemukan.", None, r"dengan id\b", kind="board"),
    _id("NOT_PERMITTED",
        "Peran bendahara WKSBM tidak berwenang atas penerimaan, pengeluaran, dan tutup buku kas, "
        "atau wilayahnya di luar kewenangan.", None, r"kelompok perintah",
        role="WKSBM_TREASURER", group="FUND"),
    _en("INVALID_INPUT", "The field “amount” must be a whole number.",
        "Correct the field and send again.", r"\b[Mm]end\b",
        name="amount", problem=Words("harus berupa bilangan bulat", "must be a whole number")),
    _id("LATE_ENTRY",
        "Tanggal 21 November 2026 sudah lewat lebih dari 30 hari dan belum ada izin pencatatan "
        "terlambat.", None, r"hari yang lalu \(tanpa izin\)",
        day=DAY, window_days=30, cause="NO_PERMIT"),
    _id("SELF_APPROVAL", "Anda tidak dapat menyetujui permohonan sendiri.", None,
        r"Persetujuan sendiri"),
    _en("SELF_APPROVAL", "You cannot approve your own request.", None),
    _id("DUPLICATE_COMMAND",
        "Perintah ini sudah pernah dijalankan; yang ditampilkan hasil pertamanya.", None,
        r"hasilnya yang pertama"),
    _en("PROOF_REQUIRED", "The proof of the legal basis “consent” is missing.", None,
        basis="CONSENT"),
    _id("PROOF_REQUIRED", "Bukti untuk dasar pemrosesan “persetujuan” belum diisi.", None,
        r"perlu buktinya", basis="CONSENT"),
    _id("STALE_VERSION", "Data sudah berubah sejak Anda membukanya (kini versi 4).",
        "Periksa perubahannya, lalu kirim ulang.", r"versi 4, bukan 3", actual=4, expected=3),
    _id("ACTIVITY_STATE",
        "Keadaan kegiatan: sudah dilaksanakan. Tindakan ini hanya untuk kegiatan yang "
        "dijadwalkan.", None, r"memerlukan dijadwalkan", state="HELD", needed="SCHEDULED"),
    _id("NOT_TRAINED",
        "Baru 3 dari 5 calon mengikuti pembekalan; syarat pengukuhan 80 persen (4 orang).", None,
        r"calon yang hadir", trained=3, candidates=5, share_percent=80, needed=4),
    _id("STAGE_ORDER", "Tahap WKSBM: pengusulan. Tindakan ini memerlukan tahap sosialisasi.",
        "Catat tahap yang kurang, atau minta dispensasi tahap beserta alasannya.",
        r"pembebasan tahap", stage="PROPOSED", needed="SOCIALISED"),
    _en("DORMANCY_OVERLAP",
        "This WKSBM is already recorded as dormant 1–30 November 2026.", None,
        r"A rest from", r"until before", valid_from=MONTH, valid_to=date(2026, 12, 1)),
    _id("NIK_TAKEN", "NIK itu sudah tercatat pada orang lain.",
        "Gunakan data orang itu; jika NIK-nya salah, koreksi terlebih dahulu.",
        r"kalau NIK", r"koreksi dulu"),
    _id("IDENTITY_STATE", "Orang ini belum memiliki NIK yang tercatat.", None,
        r"keadaan NIK tidak ada", has_nik=False),
    _id("GUARDIAN_REQUIRED",
        "Persetujuan untuk anak diberikan orang tua atau wali yang disebut namanya.",
        "Pilih “orang tua” atau “wali”, lalu isi namanya.", r"\bPARENT\b", r"\bGUARDIAN\b"),
    _id("NOT_YOUR_CASE", "Kasus ini tidak ditangani lembaga Anda (peran lurah/kepala desa).", None,
        r"bukan pada badan", role="LURAH"),
    _en("AREA_REQUIRED", "The village has not been filled in.", None, r"The village is missing"),
    _id("SERVICE_PERIOD",
        "Tanggal 21 November 2026 di luar masa pelayanan, 1–30 November 2026.", None,
        r"sampai sebelum", day=DAY, valid_from=MONTH, valid_to=date(2026, 12, 1)),
    _id("OVERLAP", "Orang ini sudah mendapat sembako mulai 1 November 2026.",
        "Pilih masa atau pelayanan lain, atau minta persetujuan Dinas.", r"askOverride",
        r"minta putusan", service_kind="SEMBAKO", valid_from=MONTH, valid_to=None),
    _id("REFER_TOO_EARLY",
        "Masyarakat setempat belum dinyatakan tidak mampu menangani kasus ini.", None,
        r"\(sekarang: –\)", r"terlampaui"),
    _id("NO_CONSENT",
        "Belum ada persetujuan yang berlaku untuk mengungkapkan kebutuhan.",
        "Catat persetujuannya, kurangi yang diungkapkan, atau minta izin pengungkapan dari Dinas.",
        r"minta pelepasan", disclosed=("NEEDS",)),
    _id("KPS_CONFLICT", "KPS ini memiliki konflik kepentingan dengan KPS Melati.", None,
        r"berkonflik kepentingan", r"tentang semua hal", other_name="Melati"),
    _id("FUND_NEGATIVE",
        "Saldo tidak cukup pada 21 November 2026: tersedia Rp0, kurang Rp1.250.000.", None,
        r"yang tersedia 0", day=DAY, available=0, missing=1_250_000, unit="IDR"),
    _id("PERIOD_SEALED", "November 2026 sudah ditutup dan terkunci.",
        "Catat entri baru atau entri pembalik di bulan yang masih terbuka.", r"disegel", day=DAY),
    _id("PERMIT_REQUIRED",
        "Pengumpulan sumbangan di luar desa/kelurahan memerlukan izin PUB; izinnya belum ada.",
        None, r"tingkat lebih luas", r"berlaku sampai: –"),
    _id("DUES_PAID", "Iuran untuk November 2026 sudah lunas.", None,
        r"untuk 1 November 2026 sudah", period=MONTH, frequency="MONTHLY"),
    _id("LINE_TWICE", "Peserta iuran ini sudah disebut untuk November 2026.", None,
        period=MONTH, frequency="MONTHLY"),
    _id("ENTRY_REVERSED", "Entri 12 sudah dibatalkan dengan entri pembalik 15.", None,
        r"\bdibalik\b", no=12, by=15),
    _id("BOOK_IN_USE", "Buku ini masih memuat 12 entri dan 1 bulan yang terkunci.",
        "Buat entri pembalik terlebih dahulu.", r"Balik entri", entries=12, months=1),
    _id("SEAL_ORDER", "Oktober 2026 belum ditutup (iuran).", None, r"bulan yang mulai",
        month=date(2026, 10, 1), kind="IURAN"),
    _id("ARISAN_EARLY", "Setoran periode ke-3 kurang Rp50.000.", None, r"[Pp]utaran \d",
        round=3, missing=50_000, unit="IDR"),
    _id("ARISAN_TWICE", "Nama nomor 4 sudah mendapat giliran pada periode ke-3.", None,
        r"sudah menang", share=4, round=3),
)  # fmt: skip

CAUSES = (
    ("HOUSEHOLD_HEAD", "Satu keluarga harus memiliki satu kepala keluarga", r"[Rr]umah tangga"),
    ("DECISION_REQUIRED", "Pengeluaran", r"keputusan rapat"),
    ("DRAW_PROOF", "Bukti undian belum lengkap", r"belum terbukti"),
    ("COVER_PROOF", "Belum jelas siapa yang menalangi kekurangan", r"Penutup kekurangan"),
)
"""Refusals that tell their cause after a colon: code, how the message begins, what it said."""

SHEET = {
    "received": "Penerimaan",
    "paid": "Pengeluaran",
    "closed": "sudah ditutup",
    "open": "belum ditutup",
    "total": "Jumlah bulan ini dan saldo akhir",
    "acting": "Pjs. {title}",
    "place_and_date": "Tempat dan tanggal",
    "leaf": "Kode verifikasi data",
    "seal": "Kode verifikasi tutup buku",
    "cite": "Alamat lembar",
}
"""The printed sheet, by the name of the text."""

NEVER = (
    r"\(pjs\.\)", r"Keadaan catatan pada", r"[Ss]idik (daun|segel)", r"^Kutip$", r"\d putaran\b",
    r"\bdibalik, no\.", r"Pengeluaran: lainnya", r"\(KPS\) \(KPS\)", r"TKSK \(TKSK\)",
    r"tunggakan data|pencatatan tunggakan", r"kemampuan setempat melebihi", r"is has left",
    r"melalui yang bersangkutan", r"pelayanan ini tidak bersedia", r"panjangnya paling banyak",
    r"bentuknya tidak sesuai", r"seharusnya int\b", r"Expected `", r"unknown field",
    r"Object contains",
)  # fmt: skip
"""Patterns of the other old texts: trail, sheet, problems of fields, labels."""

SENTENCES = {
    "tenant.backlog_opened": "Membuka masa pencatatan data lama",
    "case.local_capacity_declared": "tidak mencukupi",
    "arisan.round_collected": "Menerima setoran arisan periode ke-",
}
"""Words in the sentence of a topic."""
