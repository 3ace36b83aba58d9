"""What no text for a person may hold, each with the reason: a lint of rendered sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

Language = Literal["id", "en"]

FORBIDDEN: dict[str, str] = {
    "kalau": "spoken; write jika",
    "bila": "spoken; write jika",
    "dulu": "spoken; write terlebih dahulu",
    "mohon": "hints begin with the imperative",
    "silakan": "hints begin with the imperative",
    "silahkan": "hints begin with the imperative",
    "kamu": "impersonal; Anda where the person's own right is meant",
    "kita": "impersonal",
    "subjek": "write orang yang ditangani",
    "klaim": "klaim is an insurance claim; write pelayanan berjalan",
    "nominasi": "write pencalonan pengurus",
    "kegentingan": "write urgensi",
    "daun": "write kode verifikasi",
    "sidik": "write kode verifikasi",
    "tersegel": "write terlindung, or terkunci for a month",
    "disegel": "write ditutup dan terkunci",
    "menyegel": "write menutup buku",
    "segel": "segel is tape; write tutup buku",
    "benih": "write angka pengacak",
    "penyewa": "write instansi",
    "tunggakan data": "write data lama",
    "mengadopsi": "write memberlakukan",
    "adopsi": "write memberlakukan; adoption is of children",
    "kematangan": "write tingkat perkembangan",
    "rangkap": "write ganda",
    "rumah tangga": "write keluarga",
    "pembayar": "write peserta iuran",
    "dibalik": "write dibatalkan dengan entri pembalik",
    "membalik": "write membuat entri pembalik",
    "balik dahulu": "write buat entri pembalik terlebih dahulu",
    "pembebasan tahap": "write dispensasi tahap",
    "membebaskan tahap": "write memberi dispensasi tahap",
    "pelepasan": "write pengungkapan tanpa persetujuan",
    "melepas": "write mencabut, mengakhiri, or mengungkapkan",
    "tautan": "write mitra",
    "menautkan": "write mencatat mitra",
    "wilayah setempat": "write wilayah RT/RW/padukuhan",
    "rapat yang": "write keputusan pertemuan",
    "keputusan rapat": "write keputusan pertemuan",
    "badan": "a legal entity or an organ; write lembaga",
    "penyandang cacat": "write penyandang disabilitas",
    "penderita": "write orang dengan …",
    "persetujuan sendiri": "write Anda tidak dapat menyetujui …",
    "antar warga": "antar- is joined: antarwarga",
    "di bayar": "di- is joined to a verb",
    "dibawah": "di stands apart before a place",
    "sampai sebelum": "periods are told with their last day: sampai dengan",
    "id-nya": "write ID …",
}
"""Words that the glossary replaces, with the reason. Whole words, in any case."""

FORBIDDEN_EN: dict[str, str] = {
    "mend": "write correct",
    "mends": "write corrects",
    "mended": "write corrected",
    "until before": "periods are told with their last day",
    "counts no more": "write is no longer valid",
    "must not stand": "write must not be written",
}

_NAMES = re.compile(r"\b(urusan badan|badan hukum|badan usaha)\b", re.IGNORECASE)
"""Fixed names in which a word of the list is right."""

_CHECKS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("a place that was not filled", re.compile(r"[{}]|\bNone\b|\bTrue\b|\bFalse\b")),
    (
        "an empty part",
        re.compile(r"\(\s*\)|[(:]\s*[.,;)]|“\s*”|,\s*[,.;)]|\s–\s*[.,;)]|\s–$|:\s*$"),
    ),
    ("a dash in place of a value", re.compile(r"(?<!\d)\s–\s(?!\d)")),
    ("two spaces or a space before a mark", re.compile(r"\s{2}|\s[.,;:)]|\(\s|^\s|\s$")),
    ("a doubled word", re.compile(r"\b(\w{2,})[ (“]+\1\b", re.IGNORECASE)),
    (
        "a raw code",
        re.compile(r"\b[A-Z]{2,}(?:_[A-Z0-9]+)+\b|\b[A-Z]+:[A-Z_]+\b|\b[a-z]+_[a-z_]+\b"),
    ),
    ("a name of the API", re.compile(r"\b[a-z]+[A-Z][A-Za-z]*\b")),
    ("a UUID", re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")),
    ("a regular expression", re.compile(r"\^|\\[dSwb]|\[[^\]]*-[^\]]*\]")),
    ("an amount without Rp", re.compile(r"\d rupiah\b")),
    ("a long number without dots", re.compile(r"(?<![\d./-])\d{5,}(?![\d./-])")),
    ("a year with a dot", re.compile(r"\b(tahun|year|of|in) [12][.,]\d{3}\b")),
    ("a date of the machine", re.compile(r"\b\d{4}-\d{2}-\d{2}\b|\bUTC\b")),
)


_QUOTED = re.compile(r"“[^”]*”")
"""A text that a person wrote is shown as they wrote it."""


def problems(text: str, language: Language) -> Iterator[str]:
    """What is wrong with a rendered text."""
    if "“”" in text or "“ " in text:
        yield f"an empty part: {text}"
    text = _QUOTED.sub("“a”", text)
    for what, pattern in _CHECKS:
        if found := pattern.search(text):
            yield f"{what}: …{text[max(0, found.start() - 15) : found.end() + 15]}…"
    yield from forbidden(text, language)


def forbidden(text: str, language: Language) -> Iterator[str]:
    """Words of a text that the glossary replaces."""
    words = FORBIDDEN if language == "id" else FORBIDDEN_EN
    plain = _NAMES.sub("", text)
    for word, reason in words.items():
        if re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", plain, re.IGNORECASE):
            yield f"“{word}”: {reason}"
