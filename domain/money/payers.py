"""Commands about payers and dues: enrol, exempt, leave, set dues.

Arrears are computed from them. None of them moves money. Widows and older people are exempt by
custom (practice of jimpitan); fixed donors pledge an amount of their own.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from msgspec import Meta

from ..kernel.days import PlannedDay, StartDay
from ..kernel.fields import Code
from ..kernel.model import Context, Decision
from ..kernel.particulars import carry
from ..kernel.person_fields import names_person
from ..kernel.refusal import About, refuse
from ..kernel.units import AMOUNT_MAX
from ..kernel.vocabulary import NoteText, explained
from ..people.household import Household
from ..people.registration import PersonRef, person_of
from ..people.standing import standing
from .amounts import Amount
from .arrears import Accounts, first_day, next_start
from .fund_book import FundBook
from .fund_command import FundCommand, PayerId
from .fund_facts import DUES, EXEMPTION, LEAVING, PAYER
from .fund_record_events import (
    DuesSet,
    PayerEnrolled,
    PayerExempted,
    PayerLeft,
)
from .fund_rules import FUNDS, within
from .fund_terms import DuesFrequency, Payer

HouseholdId = Annotated[
    UUID | None, Meta(description="The household that the person pays for, if it is registered.")
]
Pledge = (
    Annotated[
        int,
        Meta(
            ge=1, le=AMOUNT_MAX, description="Own amount per period, of a fixed donor; in the unit."
        ),
    ]
    | None
)
Reason = Annotated[Code, Meta(description="Why, as a code; OTHER needs a note.")]
Frequency = Annotated[DuesFrequency, Meta(description="How often they fall due.")]
From = Annotated[StartDay | None, Meta(description="First day; default: the business date.")]


class EnrolPayer(FundCommand, frozen=True, kw_only=True):
    """Enrols a payer, who owes from the period that contains the first day."""

    GROUP: ClassVar[str] = "FUND"
    MAKES = (PAYER,)

    payer: Annotated[
        PersonRef,
        names_person("RECEIVES", day="enrolled_from"),
        Meta(description="Who pays: registered, or new."),
    ]
    household_id: HouseholdId = None
    enrolled_from: From = None
    pledge: Pledge = None

    def decide(self, context: Context) -> Decision:
        book = self.book(context)
        person, registrations = person_of(context, self.payer, field="payer")
        check_household(context, self.household_id)
        known = known_payer(context, book, person)
        enrolled_from = self.enrolled_from or context.occurred_on
        if known is not None and (known.left_on is None or known.left_on > enrolled_from):
            refuse("PAYER_TWICE", field="payer", person=About("person", person))
        enrolled = carry(
            PayerEnrolled,
            self,
            payer=person,
            household=self.household_id,
            enrolled_from=enrolled_from,
        )
        return [*registrations, *FUNDS.made(context, book, enrolled)]


class ExemptPayer(FundCommand, frozen=True, kw_only=True):
    """Exempts a payer from dues of periods that begin within a range of days, or from a day on."""

    GROUP: ClassVar[str] = "FUND"
    MAKES = (EXEMPTION,)

    payer_id: PayerId
    valid_from: From = None
    valid_to: Annotated[
        PlannedDay | None, Meta(description="First day after it; default: until further notice.")
    ] = None
    reason: Reason
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        book = self.book(context)
        payer = payer_of(context, book, self.payer_id)
        valid_from = self.valid_from or context.occurred_on
        exempted = carry(
            PayerExempted,
            self,
            payer=payer.payer,
            valid_from=valid_from,
            note=explained(self.reason, self.note, payer.payer),
        )
        return FUNDS.made(context, book, exempted)


class RecordPayerLeaving(FundCommand, frozen=True, kw_only=True):
    """Records that a payer leaves from a day on; dues of earlier periods are still owed."""

    GROUP: ClassVar[str] = "FUND"
    MAKES = (LEAVING,)

    payer_id: PayerId
    left_on: From = None
    reason: Reason
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        book = self.book(context)
        payer = payer_of(context, book, self.payer_id)
        left_on = self.left_on or context.occurred_on
        if payer.left_on is not None:
            refuse("PAYER_UNKNOWN", field="payerId", person=About("person", payer.payer))
        left = carry(
            PayerLeft,
            self,
            payer=payer.payer,
            left_on=left_on,
            note=explained(self.reason, self.note, payer.payer),
        )
        return FUNDS.made(context, book, left)


class SetDues(FundCommand, frozen=True, kw_only=True):
    """Sets what every payer owes each period: the first dues from the period that contains a day,
    others with the next period that begins on that day or after it."""

    GROUP: ClassVar[str] = "FUND"
    MAKES = (DUES,)

    amount: Amount
    frequency: Frequency = "MONTHLY"
    valid_from: From = None

    def decide(self, context: Context) -> Decision:
        book = self.book(context)
        valid_from = first_of_dues(book, self.frequency, self.valid_from or context.occurred_on)
        dues = carry(DuesSet, self, unit=book.unit, valid_from=valid_from)
        return FUNDS.made(context, book, dues)


def payer_of(
    context: Context, book: FundBook | Accounts, person: UUID, *, field: str = "payerId"
) -> Payer:
    """A payer of the book, also one whose record was merged into the given one.

    Raises PAYER_UNKNOWN.
    """
    payer = known_payer(context, book, person)
    if payer is None:
        refuse("PAYER_UNKNOWN", field=field, person=About("person", person))
    return payer


def known_payer(context: Context, book: FundBook | Accounts, person: UUID) -> Payer | None:
    """The payer in the book for a person: under their own record, else under a merged one."""
    payer = book.payer(person)
    if payer is not None:
        return payer
    enrolled = (book.payer(record) for record in standing(context, person).ids)
    return next((one for one in enrolled if one is not None), None)


def check_household(context: Context, household: UUID | None) -> None:
    if household is not None:
        context.existing(Household, household, field="householdId")


def first_of_dues(book: FundBook, frequency: DuesFrequency, day: date) -> date:
    """The first day of dues that are to hold from a day on: no period is split or owed twice.

    Raises BOOK_DAY: it lies in the next year, whose book it is for.
    """
    within(book, day, field="validFrom")
    start = next_start(book, day)
    if start is None:
        return first_day(frequency, day, day)
    within(book, start, field="validFrom")
    return start
