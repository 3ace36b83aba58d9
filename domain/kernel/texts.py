"""Texts: the one form in which they are kept, and the one key by which they are compared.

Two kinds. A *line* (a name, a title, the number of a document) has no line breaks; *prose* (a
note, a finding) may have them. Both are kept in Unicode's form NFC, without blanks around them,
with plain spaces and without characters that nobody sees. What changes how a text is shown or
read (control characters, marks that turn the direction of writing, code points that stand for no
character) is refused by its number: that is no typing error to be corrected in silence.

:func:`search_key` makes texts equal that a reader takes for the same: the case of letters and the
forms of apostrophes, quotation marks, hyphens and spaces do not count. Both sides of every search,
and both names of every comparison, go through it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import cycle, product
from typing import Final


class Unfit(ValueError):
    """A text does not fit its field: a phrase of the catalogue (``words/problems/``) says why."""

    def __init__(self, phrase: str, **params: str) -> None:
        super().__init__(phrase, params)
        self.phrase = phrase
        self.params = params


_UNSEEN: Final = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2065\u206a-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]"
)
"""What Unicode calls ignorable by default, without the marks of direction: it has no width."""
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
"""Forms of quotation marks that open and close."""
_ALIKE: Final = {
    **{ord(form): sign for sign, forms in _FORMS.items() for form in forms},
    0x2800: " ",
}

_NIK_DIGITS: Final = 16
_SIXTEEN: Final = re.compile(r"(?<!\d)(?=(\d(?:[ .\-]{0,2}\d){15})(?!\d))")
_NIK: Final = re.compile(
    r"(?:1[1-9]|21|3[1-6]|5[1-4]|6[1-5]|7[1-6]|8[12]|9[1-7])"  # province
    r"(?!00)\d\d(?!00)\d\d"  # regency, district
    r"(?:0[1-9]|[12]\d|3[01]|4[1-9]|[56]\d|7[01])(?:0[1-9]|1[0-2])\d\d"  # day (+ 40), month, year
    r"(?!0000)\d{4}"  # serial
)


def normal(text: str, *, prose: bool) -> str:
    """The text in the form in which it is kept; ``prose`` keeps its line breaks and tabs.

    Raises :class:`Unfit`.

    Doing it twice changes nothing: a command sent again in either form is the same command.
    """
    if not (text.isascii() and text.isprintable()):
        text = _shown(text, prose=prose)
    text = " ".join(text.split()) if not prose else text.strip()
    if not any(unicodedata.category(char)[0] in "LNPS" for char in text):
        raise Unfit("blank")
    return text


def search_key(text: str) -> str:
    """The text as it is searched, ordered and compared; for what is typed to search, too.

    An empty text has an empty key. It never raises: old texts stay as they were accepted.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", _UNSEEN.sub("", text)).translate(_ALIKE)
        text = unicodedata.normalize("NFKC", text)
        text = unicodedata.normalize("NFKC", text.casefold())
    return " ".join(text.translate(_ALIKE).casefold().split())


def spellings(text: str) -> Iterator[str]:
    """How a text may be written that has the same search key, in lower case: each with one form
    of its apostrophes, one of its hyphens, and one form or pair of its quotation marks."""
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
    """Whether 16 digits in it may be somebody's NIK or the number of a family card.

    They begin with a province and hold a date and a serial. Blanks, dots and hyphens between
    the digits are left out, as people write them; a slash parts numbers. About one in thirty
    other numbers of 16 digits looks like one.
    """
    if sum(map(str.isdecimal, text)) < _NIK_DIGITS:
        return False
    digits = "".join(str(int(char)) if char.isdecimal() else char for char in text)
    return any(_NIK.match(re.sub(r"\D", "", found[1])) for found in _SIXTEEN.finditer(digits))


def _shown(text: str, *, prose: bool) -> str:
    """NFC, plain spaces and line ends, nothing unseen. Raises :class:`Unfit`."""
    text = _SPACE.sub(" ", _LINE_END.sub("\n", text))
    text = unicodedata.normalize("NFC", _UNSEEN.sub("", text))
    if found := _UNWELCOME.search(text):
        kind = "control" if found[1] else "direction" if found[2] else "no_character"
        raise Unfit(kind, sign=f"U+{ord(found[0]):04X}")
    if not prose and "\n" in text:
        raise Unfit("line_break")
    return text
