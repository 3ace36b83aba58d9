"""Texts: the normal form in which they are stored, and the key by which they are compared.

There are two kinds. A *line* (a name, a title, the number of a document) has no line breaks;
*prose* (a note, a finding) may have them. Both are stored in Unicode's form NFC, without
surrounding blanks, with plain spaces and without invisible characters. Characters that change how a
text is shown or read (control characters, direction marks) and code points that are no characters
are refused and named by their number, not removed: they are not typing errors.

:func:`search_key` gives texts that a reader takes for the same one key: it ignores upper and lower
case and the variants of apostrophes, quotation marks, hyphens and spaces. Both sides of every
search and every comparison of names use it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import cycle, product
from typing import Final


class Unfit(ValueError):
    """A text does not fit its field; ``phrase`` is the key of the reason (``words/problems/``)."""

    def __init__(self, phrase: str, **params: str) -> None:
        super().__init__(phrase, params)
        self.phrase = phrase
        self.params = params


_UNSEEN: Final = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2065\u206a-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]"
)
"""Characters without width: Unicode's default ignorables, except direction marks."""
_DIRECTION: Final = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_CONTROL: Final = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
_NO_CHARACTER: Final = "\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\U000f0000-\U0010ffff" + "".join(
    chr(plane | last) for plane in range(0, 0xF0000, 0x10000) for last in (0xFFFE, 0xFFFF)
)
_UNWELCOME: Final = re.compile(f"([{_CONTROL}])|([{_DIRECTION}])|[{_NO_CHARACTER}]")
_LINE_END: Final = re.compile("\r\n?|[\u2028\u2029]")
_SPACE: Final = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u2800\u3000]")

_FORMS: Final = {
    "'": "`´ʹʻʼʽˈˊ‘’‚‛′‵＇",
    '"': "«»“”„‟″‶〝〞〟＂",
    "-": "‐‑‒–—―−﹘﹣－",
}
_PAIRS: Final = ("“”", "„“", "„”", "«»", "»«", "〝〞", "〝〟")
"""Pairs of opening and closing quotation marks."""
_ALIKE: Final = {
    **{ord(form): sign for sign, forms in _FORMS.items() for form in forms},
    0x2800: " ",
}

_NIK_DIGITS: Final = 16
_SIXTEEN: Final = re.compile(r"(?<!\d)(?=(\d(?:[ .\-]{0,2}\d){15})(?!\d))")
_NIK: Final = re.compile(
    r"(?:1[1-9]|21|3[1-6]|5[1-4]|6[1-5]|7[1-6]|8[12]|9[1-7])"  # code of the province
    r"(?!00)\d\d(?!00)\d\d"  # codes of regency and district
    r"(?:0[1-9]|[12]\d|3[01]|4[1-9]|[56]\d|7[01])(?:0[1-9]|1[0-2])\d\d"  # day (+ 40), month, year
    r"(?!0000)\d{4}"  # serial
)


def normal(text: str, *, prose: bool) -> str:
    """The text in the form in which it is stored; ``prose`` keeps its line breaks and tabs.

    Raises :class:`Unfit`. Idempotent: a command sent again in either form is the same command.
    """
    if not (text.isascii() and text.isprintable()):
        text = _shown(text, prose=prose)
    text = " ".join(text.split()) if not prose else text.strip()
    if not any(unicodedata.category(char)[0] in "LNPS" for char in text):
        raise Unfit("blank")
    return text


def search_key(text: str) -> str:
    """The key by which a text is searched, ordered and compared; also for the search term.

    An empty text has an empty key. Never raises: old texts stay as they were accepted.
    """
    if text.isascii():
        text = text.replace("`", "'")  # the only sign of ``_ALIKE`` in ASCII
    else:
        text = unicodedata.normalize("NFC", _UNSEEN.sub("", text)).translate(_ALIKE)
        text = unicodedata.normalize("NFKC", text)
        text = unicodedata.normalize("NFKC", text.casefold()).translate(_ALIKE)
    return " ".join(text.casefold().split())


def spellings(text: str) -> Iterator[str]:
    """The spellings of a text that have the same search key, in lower case: each with one variant
    of its apostrophes, one of its hyphens, and one variant or pair of its quotation marks."""
    key = search_key(text)
    ways = [
        [(sign, form) for form in (sign, *forms, *(_PAIRS if sign == '"' else ()))]
        for sign, forms in _FORMS.items()
        if sign in key
    ]
    for chosen in product(*ways):
        written = key
        for sign, form in chosen:
            written = _with(written, sign, cycle(form))
        yield from dict.fromkeys((written, unicodedata.normalize("NFD", written)))


def _with(text: str, sign: str, forms: Iterator[str]) -> str:
    return re.sub(sign, lambda _: next(forms), text)


def names_a_nik(text: str) -> bool:
    """Whether the text contains 16 digits that may be a NIK or a family card number.

    These begin with a province code and contain a date and a serial number. Blanks, dots and
    hyphens between the digits are ignored, as people write them; a slash separates numbers. About
    one in thirty other 16-digit numbers matches too.
    """
    if sum(map(str.isdecimal, text)) < _NIK_DIGITS:
        return False
    digits = "".join(str(int(char)) if char.isdecimal() else char for char in text)
    return any(_NIK.match(re.sub(r"\D", "", found[1])) for found in _SIXTEEN.finditer(digits))


def _shown(text: str, *, prose: bool) -> str:
    """NFC, plain spaces and line ends, no invisible characters. Raises :class:`Unfit`."""
    text = _SPACE.sub(" ", _LINE_END.sub("\n", text))
    text = unicodedata.normalize("NFC", _UNSEEN.sub("", text))
    if found := _UNWELCOME.search(text):
        kind = "control" if found[1] else "direction" if found[2] else "no_character"
        raise Unfit(kind, sign=f"U+{ord(found[0]):04X}")
    if not prose and "\n" in text:
        raise Unfit("line_break")
    return text
