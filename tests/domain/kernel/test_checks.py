"""What a type says is applied to every value of a command, however deep, whoever made it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import msgspec
import pytest
from msgspec import Meta

from wahana.domain.kernel.checks import check_days, leaves, normalise
from wahana.domain.kernel.days import PastDay, PlannedDay
from wahana.domain.kernel.refusal import Refused

Name = Annotated[str, Meta(max_length=20, extra={"text": "line", "clear": "a name"})]
Prose = Annotated[str, Meta(extra={"text": "prose"})]
Code = Annotated[str, Meta(extra={"text": "code", "clear": "a code"})]


class Line(msgspec.Struct, frozen=True):
    title: Name
    day_of: PlannedDay | None = None


class SampleCommand(msgspec.Struct, frozen=True, kw_only=True):
    name: Name = "x"
    note: Annotated[Prose | None, Meta(description="Why.")] = None
    codes: tuple[Code, ...] = ()
    shares: bool | tuple[Code, ...] | dict[Code, int] = False
    line: Line | None = None
    lines: Annotated[tuple[Line, ...], Meta(max_length=3)] = ()
    done_on: PastDay = date(2012, 6, 15)
    days: tuple[PastDay, ...] = ()
    counted: Annotated[int, Meta(le=10**15, extra={"most": 9})] = 9

    def __post_init__(self) -> None:
        normalise(self)


NIK = "6474010203120001"


def test_texts_are_normal_at_every_depth():
    wish = SampleCommand(
        name=" Siti\u00a0A ",
        note="a\r\nb ",
        line=Line("\u200bx"),
        lines=(Line("a"), Line(" b", date(2012, 1, 1))),
    )
    assert (wish.name, wish.note, wish.line) == ("Siti A", "a\nb", Line("x"))
    assert wish.lines == (Line("a"), Line("b", date(2012, 1, 1)))


def test_what_is_normal_stays_the_same_object():
    lines = (Line("a"), Line("b"))
    assert SampleCommand(lines=lines).lines is lines


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"name": " "}, "INVALID_INPUT", "name"),
        ({"note": "\0"}, "INVALID_INPUT", "note"),
        ({"name": "\u0958" * 11}, "INVALID_INPUT", "name"),
        ({"name": "a\nb"}, "INVALID_INPUT", "name"),
        ({"name": NIK}, "NIK_IN_CLEAR", "name"),
        ({"codes": ("A", NIK)}, "NIK_IN_CLEAR", "codes[1]"),
        ({"shares": (NIK,)}, "NIK_IN_CLEAR", "shares[0]"),
        ({"shares": {NIK: 1}}, "NIK_IN_CLEAR", "shares[0]"),
        ({"lines": (Line("a"), Line("\x1b"))}, "INVALID_INPUT", "lines[1].title"),
        ({"line": Line(NIK)}, "NIK_IN_CLEAR", "line.title"),
        ({"counted": 10}, "INVALID_INPUT", "counted"),
    ],
)
def test_a_refusal_names_the_place(given: dict[str, Any], code: str, field: str):
    with pytest.raises(Refused) as refused:
        SampleCommand(**given)
    assert (refused.value.code, refused.value.field) == (code, field)


def test_a_refusal_passes_through_the_decoder():
    with pytest.raises(Refused) as refused:
        msgspec.convert({"lines": [{"title": " "}]}, SampleCommand)
    assert refused.value.field == "lines[0].title"


def test_a_sealed_text_may_hold_a_number():
    assert SampleCommand(note=NIK).note == NIK


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"done_on": date(1, 1, 1)}, "doneOn"),
        ({"days": (date(2012, 1, 1), date(2026, 1, 2))}, "days[1]"),
        ({"lines": (Line("a"), Line("b", date.max))}, "lines[1].dayOf"),
        ({"line": Line("b", date(1945, 8, 16))}, "line.dayOf"),
    ],
)
def test_every_date_is_held_to_its_range(given: dict[str, Any], field: str):
    with pytest.raises(Refused) as refused:
        check_days(SampleCommand(**given), date(2026, 1, 1))
    assert refused.value.field == field


def test_dates_in_range_pass():
    check_days(SampleCommand(lines=(Line("a", date(2036, 12, 31)),)), date(2026, 1, 1))


def test_every_leaf_is_found():
    found = {path: leaf.kind for path, leaf in leaves(SampleCommand)}
    assert found == {
        "name": str,
        "note": str,
        "codes[]": str,
        "shares": bool,
        "shares[]": int,
        "line.title": str,
        "line.dayOf": date,
        "lines[].title": str,
        "lines[].dayOf": date,
        "doneOn": date,
        "days[]": date,
        "counted": int,
    }
