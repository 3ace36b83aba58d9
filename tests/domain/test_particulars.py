"""Carrying particulars from a command to its event and to the fact in the state."""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import UUID

import msgspec
import pytest

from wahana.domain.kernel.fields import CaseText, Identity, Note, Personal
from wahana.domain.kernel.model import Command, Event
from wahana.domain.kernel.particulars import carry
from wahana.domain.registry import EVENTS

PERSON = UUID(int=7)
STREAM = UUID(int=8)


class Visit(msgspec.Struct, frozen=True, kw_only=True):
    """What the three say alike."""

    visited_on: date
    hours: int = 1


class PayVisit(Visit, Command, frozen=True, kw_only=True):
    GROUP: ClassVar[str] = "CASE"

    visitor: str
    findings: str | None = None
    note: str | None = None


class Visited(Visit, Event, frozen=True, kw_only=True):
    TOPIC: ClassVar[str] = "visit.paid"

    visitor: Identity
    findings: CaseText | None = None
    note: Note | None = None
    place: str = "home"


class VisitFact(Visit, frozen=True, kw_only=True):
    entry: int


WISH = PayVisit(visited_on=date(2026, 3, 1), hours=2, visitor="Siti", findings="ill")


def test_what_is_said_alike_goes_from_command_to_event_to_fact():
    event = carry(Visited, WISH, under=PERSON)
    assert (event.visited_on, event.hours, event.place) == (date(2026, 3, 1), 2, "home")
    fact = carry(VisitFact, event, entry=4)
    assert fact == VisitFact(visited_on=date(2026, 3, 1), hours=2, entry=4)


def test_personal_text_is_sealed_in_the_category_of_the_field_under_the_subject():
    event = carry(Visited, WISH, under=PERSON)
    assert event.visitor == Personal(subject=PERSON, category="identity", value="Siti")
    assert event.findings == Personal(subject=PERSON, category="case", value="ill")
    assert event.note is None


def test_what_is_given_wins_and_may_have_another_subject():
    note = Personal(subject=STREAM, category="note", value="late")
    event = carry(Visited, WISH, under=PERSON, note=note, hours=3)
    assert (event.note, event.hours) == (note, 3)


def test_the_first_source_that_has_a_field_says_it():
    other = Visit(visited_on=date(2026, 4, 1), hours=9)
    assert carry(Visit, other, WISH) == other
    assert carry(Visit, WISH, other).hours == 2


def test_what_is_sealed_already_stays_as_it_is():
    event = carry(Visited, WISH, under=PERSON)
    assert carry(Visited, event) == event


def test_personal_text_without_a_subject_is_a_fault():
    with pytest.raises(TypeError, match=r"Visited\.visitor is personal"):
        carry(Visited, WISH)


def test_a_personal_value_that_is_no_text_is_a_fault():
    source = msgspec.defstruct("Source", [("visitor", date)])(visitor=date(2026, 3, 1))
    with pytest.raises(TypeError, match=r"Visited\.visitor is personal"):
        carry(Visited, source, WISH, under=PERSON)


def test_a_required_field_that_nobody_says_is_a_fault():
    with pytest.raises(TypeError, match="entry"):
        carry(VisitFact, WISH)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.TOPIC)
def test_no_personal_field_of_any_event_takes_plain_text(event: type[Event]):
    """Every field whose type names a category is sealed by ``carry``, however it is wrapped."""
    for field in msgspec.structs.fields(event):
        if '"personal"' in repr(field.type) or "'personal'" in repr(field.type):
            source = msgspec.defstruct("Source", [(field.name, str)])(**{field.name: "x"})
            with pytest.raises(TypeError, match="give text and its subject"):
                carry(event, source)
