"""NIK, KK and phone: what is refused, what only warns, how it is written."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wahana.domain.kernel.refusal import Refused
from wahana.domain.people import numbers
from wahana.domain.reference.areas import AREAS

NIK = "6474014304500001"
"""Bontang Utara, a woman born on 3 April 1950 (or 2050)."""


@pytest.mark.parametrize(
    "text", [NIK, "6474 0143 0450 0001", "64.74.01.430450.0001", " 6474-0143-0450-0001"]
)
def test_a_nik_is_kept_as_its_digits(text: str):
    assert numbers.checked_nik(text, field="nik") == NIK


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("647401430450000", "NOT_16_DIGITS"),
        (NIK + "1", "NOT_16_DIGITS"),
        ("64740143O4500001", "NOT_16_DIGITS"),
        ("٦٤٧٤٠١٤٣٠٤٥٠٠٠٠١", "NOT_16_DIGITS"),
        ("6474010004500001", "NO_SUCH_DATE"),  # day 00
        ("6474013204500001", "NO_SUCH_DATE"),  # day 32
        ("6474014004500001", "NO_SUCH_DATE"),  # day 40: 00 of a woman
        ("6474017204500001", "NO_SUCH_DATE"),  # day 72
        ("6474010100500001", "NO_SUCH_DATE"),  # month 00
        ("6474010113500001", "NO_SUCH_DATE"),  # month 13
        ("6474013102500001", "NO_SUCH_DATE"),  # 31 February
        ("6474012902010001", "NO_SUCH_DATE"),  # no leap year in any century
        ("6474014304500000", "SERIAL_ZERO"),
    ],
)  # fmt: skip
def test_a_nik_that_cannot_be_is_refused_without_being_quoted(text: str, cause: str):
    with pytest.raises(Refused) as refused:
        numbers.checked_nik(text, field="nik")
    assert (refused.value.code, refused.value.field) == ("NIK_FORMAT", "nik")
    assert refused.value.params == {"cause": cause}


def test_a_date_of_either_century_is_a_date():
    assert numbers.checked_nik("6474012902000001", field="nik")  # 29 February 2000
    assert numbers.birth_dates("6474017112100001") == (date(1910, 12, 31), date(2010, 12, 31))


@given(
    day=st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    woman=st.booleans(),
    serial=st.integers(1, 9999),
)
def test_every_real_birth_date_makes_a_valid_nik(day: date, woman: bool, serial: int):
    digits = f"{day.day + 40 * woman:02}{day:%m%y}"
    nik = numbers.checked_nik(f"647401{digits}{serial:04}", field="nik")
    assert day in numbers.birth_dates(nik)
    sex = "F" if woman else "M"
    assert numbers.nik_warnings(nik, areas=AREAS, birth_date=day, sex=sex) == ()


def test_what_does_not_go_together_only_warns():
    def warnings(nik: str = NIK, birth_date: date | None = None, sex: str | None = None):
        return numbers.nik_warnings(nik, areas=AREAS, birth_date=birth_date, sex=sex)

    assert warnings() == ()
    assert warnings(birth_date=date(1950, 4, 3), sex="F") == ()
    assert warnings("9901014304500001") == ("REGION_UNKNOWN",)
    assert warnings(birth_date=date(1950, 4, 4)) == ("BIRTH_DATE_DIFFERS",)
    assert warnings(sex="M") == ("SEX_DIFFERS",)
    assert len(warnings("9901014304500001", date(1951, 1, 1), "M")) == 3


def test_a_kk_number_has_sixteen_digits_and_a_serial():
    assert numbers.checked_kk("6474 0121 0712 0003", field="kk") == "6474012107120003"
    for text, cause in (("64740121071200", "NOT_16_DIGITS"), ("6474012107120000", "SERIAL_ZERO")):
        with pytest.raises(Refused) as refused:
            numbers.checked_kk(text, field="kk")
        assert (refused.value.code, refused.value.params) == ("KK_FORMAT", {"cause": cause})


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("0812-3456-7890", "+6281234567890"),
        ("+62 812 3456 7890", "+6281234567890"),
        ("62812 34567890", "+6281234567890"),
        ("+62 0812 34567890", "+6281234567890"),
        ("(0274) 515867", "+62274515867"),
        ("0274-515867", "+62274515867"),
        ("+65 6123 4567", "+6561234567"),
        ("0065 6123 4567", "+6561234567"),
    ],
)
def test_a_phone_number_is_written_in_e164(text: str, written: str):
    assert numbers.checked_phone(text, field="phone") == written
    assert numbers.checked_phone(written, field="phone") == written


@pytest.mark.parametrize("text", ["0812", "0", "081234567890123", "0812-345x-7890", "+", "+123"])
def test_what_is_no_phone_number_is_refused(text: str):
    with pytest.raises(Refused) as refused:
        numbers.checked_phone(text, field="phone")
    assert (refused.value.code, refused.value.field) == ("PHONE_FORMAT", "phone")
