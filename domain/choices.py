"""Labels of what a person picks from a list when entering something, Indonesian and English.

A part of ``labels.py``, which see: reasons, kinds and marks of the commands' inputs.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

CHOICES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        # where a command comes from
        "web": ("konsol", "the console"),
        "app": ("aplikasi", "an app"),
        "import": ("impor", "an import of existing data"),
        "offline": ("antrean luring", "a queue that was filled without a network"),
        # what a fact rests on
        "DOCUMENT": ("dokumen", "a document"),
        "SEED": ("sumber asli", "stated in the source"),
        "ASSUMED": ("anggapan", "assumed where the source is silent"),
        "SAMPLE": ("contoh", "invented as an example"),
        # people
        "F": ("perempuan", "female"),
        "M": ("laki-laki", "male"),
        "PERSON": ("orang", "a person"),
        "APP": ("aplikasi", "an application"),
        "phone": ("telepon", "phone"),
        "address": ("alamat", "address"),
        "email": ("surel", "e-mail"),
        # why an entry is mended or taken back
        "TYPING_ERROR": ("salah ketik", "typing error"),
        "WRONG_PERSON": ("salah orang", "wrong person"),
        "WRONG_DATE": ("salah tanggal", "wrong date"),
        "WRONG_DOCUMENT": ("salah dokumen", "wrong document"),
        "WRONG_PLACE": ("salah tempat", "wrong place"),
        "DUPLICATE": ("tercatat dua kali", "entered twice"),
        "ENTERED_WRONGLY": ("salah entri", "entered wrongly"),
        "OTHER": ("lainnya", "another reason"),
        # targets: what they rest on, why they change
        "SPM": ("standar pelayanan minimal", "minimum service standard"),
        "RPJMD": ("rencana jangka menengah daerah", "medium-term plan of the region"),
        "RENSTRA": ("rencana strategis", "strategic plan of the office"),
        "IKU": ("indikator kinerja utama", "key performance indicator"),
        "BUDGET": ("anggaran", "the budget"),
        "BUDGET_CHANGE": ("perubahan anggaran", "change of the budget"),
        "POLICY_CHANGE": ("perubahan kebijakan", "change of policy"),
        "DISASTER": ("bencana", "disaster"),
        # local areas: why one is closed
        "SPLIT": ("dimekarkan", "split"),
        "RENUMBERED": ("dinomori ulang", "renumbered"),
        # late entries: why they come late, why a permit counts no more
        "OFFLINE": ("tanpa jaringan", "no network"),
        "PAPER_FOUND": ("dokumen baru ditemukan", "a document turned up"),
        "STAFF_CHANGE": ("pergantian petugas", "change of staff"),
        "CORRECTION": ("pembetulan", "correction"),
        "AUDIT": ("temuan pemeriksaan", "finding of an audit"),
        "NOT_NEEDED": ("tidak diperlukan", "not needed"),
        "MISUSED": ("disalahgunakan", "misused"),
        # activities: why they change, which kind an address is
        "VENUE": ("tempat", "the venue"),
        "SPEAKERS": ("narasumber", "the speakers"),
        "PARTICIPANTS": ("peserta", "the participants"),
        "HEALTH": ("kesehatan", "health"),
        "OFFICIAL_AGENDA": ("agenda dinas", "official agenda"),
        "OPENING": ("sambutan pembukaan", "opening address"),
        "REPORT": ("laporan", "report"),
        "ADDRESS": ("sambutan", "address"),
        "CLOSING": ("penutupan", "closing"),
        # a WKSBM: how it came about, its entries
        "NATURAL": ("tumbuh sendiri", "grown by itself"),
        "INITIATED": ("dibentuk", "formed on purpose"),
        "founded_year": ("tahun berdiri", "year of its foundation"),
        "SOCIALISATION": ("sosialisasi", "socialisation"),
        "NOMINATION": ("pengajuan calon", "nomination"),
        "APPROVAL": ("persetujuan", "approval"),
        "TRAINING": ("pembekalan", "training"),
        "WAIVER": ("pembebasan tahap", "waiver of a stage"),
        "INAUGURATION": ("pengukuhan", "inauguration"),
        "MATURITY": ("penilaian", "assessment of maturity"),
        "MENTOR": ("pembina", "mentor"),
        "MENTOR_END": ("akhir pembinaan", "end of mentoring"),
        "AWARD": ("penghargaan", "award"),
        "TARGET_GROUPS": ("kelompok sasaran", "target groups"),
        "VALUES": ("nilai setempat", "local values"),
        "DORMANCY": ("masa vakum", "dormancy"),
        "REACTIVATION": ("pengaktifan kembali", "reactivation"),
        "END": ("akhir", "end"),
        # a board: its entries, why a holder left, what is handed over
        "TERM": ("masa jabatan", "term"),
        "SEAT": ("jabatan", "seat"),
        "VACANCY": ("jabatan lowong", "vacancy"),
        "HANDOVER": ("serah terima", "handover"),
        "RESIGNED": ("mengundurkan diri", "resigned"),
        "DIED": ("meninggal", "died"),
        "MOVED": ("pindah", "moved away"),
        "REMOVED": ("diberhentikan", "removed"),
        "TERM_END": ("akhir masa jabatan", "end of the term"),
        "IDR": ("rupiah", "whole rupiah"),
        "RICE_G": ("gram beras", "grams of rice"),
    }
)
"""Code → (Indonesian, English)."""
