"""What does not fit a field, in both languages.

The checks of types and lengths are msgspec's and speak English; so do those of ids and texts at
the door. Their sentences are few and known, so they are told in Indonesian by their form; one of
an unknown form stays English rather than untold.
"""

from __future__ import annotations

import re

from .refusal import Words

_FORMS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), text)
    for pattern, text in (
        (r"Expected `\w+` of length <= (\d+)", r"panjangnya paling banyak \1"),
        (r"Expected `\w+` of length >= (\d+)", r"panjangnya paling sedikit \1"),
        (r"Expected `\w+` of length (\d+)", r"panjangnya harus \1"),
        (r"Expected `\w+` <= (\S+)", r"nilainya paling besar \1"),
        (r"Expected `\w+` >= (\S+)", r"nilainya paling kecil \1"),
        (r"Expected `\w+` < (\S+)", r"nilainya harus kurang dari \1"),
        (r"Expected `\w+` > (\S+)", r"nilainya harus lebih dari \1"),
        (r"Expected `str` matching regex (.+)", r"bentuknya tidak sesuai dengan \1"),
        (r"Invalid enum value (.+)", r"\1 bukan pilihan yang ada"),
        (r"Invalid UUID", r"bukan id"),
        (r"Expected `(.+)`, got `(.+)`", r"seharusnya \1, bukan \2"),
        (r"Object missing required field `(.+)`", r"isian \1 belum ada"),
        (r"(.+) is not an id; an id looks like (.+)", r"\1 bukan id; bentuk id: \2"),
        (
            r"it holds the control character (U\+\w+); .+",
            r"berisi karakter kendali \1; kirim tanpa itu (tab dan ganti baris boleh)",
        ),
    )
)


def problem(text: str) -> Words:
    """A sentence of a check, in both languages."""
    for pattern, told in _FORMS:
        found = pattern.fullmatch(text)
        if found is not None:
            return Words(found.expand(told), text)
    return Words(text, text)
