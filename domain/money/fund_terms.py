"""Types of a fund: kinds, scopes, frequencies, purposes; and the parts of its events.

Everything here is stored for ever. Sources: S2 (dana kematian, jimpitan beras, "gerakan sosial
positif lainnya"), S3 (members' own dues), practice of RW funds (facts page, section 5).
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from ..kernel.days import PlannedDay
from ..kernel.fields import DocumentNo
from ..kernel.person_fields import names_person
from ..kernel.units import AMOUNT_MAX, FundUnit, Ordinal
from .amounts import MeasuredRice, RiceGiven

FundKind = Literal["IURAN", "DANA_KEMATIAN", "JIMPITAN", "BANTUAN", "LAIN"]
"""Dues, death fund, jimpitan, aid, another."""

FundScope = Literal["RT", "RW", "DUSUN", "DESA_KEL", "WIDER"]
"""How far the fund collects. Beyond desa or kelurahan it needs a permit (PUB)."""

DuesFrequency = Literal["DAILY", "WEEKLY", "SELAPANAN", "MONTHLY", "YEARLY", "ONCE"]
"""How often dues fall due; SELAPANAN: every 35 days, the Javanese month; ONCE: on entry."""

ReceiptPurpose = Literal["SOCIAL", "OPERATIONS", "SERVICE_FEE"]
"""What a gift is for. A charge for a service is always refused (S1, S2, S4)."""

DonorKind = Literal[
    "RESIDENT", "MIGRANT", "BUSINESS", "ASSOCIATION", "VILLAGE", "GOVERNMENT", "CHARITY_BOX",
    "OTHER",
]  # fmt: skip
"""Who gives: resident, perantau, company, association, village funds, state, box, another."""

PaymentPurpose = Literal[
    "SANTUNAN", "EDUCATION", "HEALTH", "FOOD", "HOUSING", "ENTERPRISE", "DISASTER", "ARISAN_COVER",
    "OPERATIONS", "OTHER",
]  # fmt: skip
"""What a payment is for: aid, school, health, food, housing, a productive effort, …"""

EntryKind = Literal[
    "BALANCE_OPENED", "CARRIED_OVER", "DUES_IN", "JIMPITAN_IN", "DONATION_IN", "RICE_OUT",
    "PROCEEDS_IN", "PAYMENT_OUT", "DEATH_BENEFIT_OUT", "COUNT_DIFFERENCE", "REVERSAL",
]  # fmt: skip
"""Kinds of entries of the cash book."""

FundEntry = Literal["PAYER", "EXEMPTION", "LEAVING", "DUES", "COUNT"]
"""Kinds of entries that move no money and can be retracted; money is reversed instead."""

ReceiptNo = Annotated[
    DocumentNo | None, Meta(description="Number of the paper receipt (no. bukti), if there is one.")
]
Corrects = (
    Annotated[
        Ordinal,
        Meta(description="Number of the reversed entry that this one replaces, if it does."),
    ]
    | None
)


class DecisionRef(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A decision of a meeting."""

    meeting_id: Annotated[UUID, Meta(description="The meeting.")]
    no: Annotated[Ordinal, Meta(description="Number of the decision in it.")]


class DuesPaid(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of an evening: who paid for which period; each is an entry of its own."""

    entry_no: int
    payer: UUID
    period: date
    """First day of the period it is for."""
    amount: int
    receipt_no: DocumentNo | None = None


class JimpitanGiven(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of a jimpitan round: what one house gave."""

    payer: UUID
    amount: int
    """In the book's unit."""
    rice: MeasuredRice | None = None


class JimpitanLine(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one house gave in a round: rupiah or rice."""

    payer_id: Annotated[UUID, names_person("PAYER"), Meta(description="The payer of that house.")]
    amount: Annotated[int, Meta(ge=1, le=10**9, description="Coins, in rupiah.")] | None = None
    rice: Annotated[RiceGiven | None, Meta(description="Rice, in its measure.")] = None


class DuesLine(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one payer paid for one period."""

    payer_id: Annotated[UUID, names_person("PAYER"), Meta(description="The payer.")]
    period: Annotated[
        PlannedDay | None,
        Meta(description="A day of the period it is for; default: the oldest one unpaid."),
    ] = None
    amount: (
        Annotated[
            int,
            Meta(
                ge=1,
                le=AMOUNT_MAX,
                description="In the book's unit; default: what is due. Without a period it pays "
                "as many as it is enough for, oldest first.",
            ),
        ]
        | None
    ) = None
    receipt_no: ReceiptNo = None


class Dues(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """What every payer owes each period, from a day on."""

    entry: int
    amount: int
    frequency: DuesFrequency
    valid_from: date


class Exemption(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """Periods that begin in ``[valid_from, valid_to)`` are not owed."""

    entry: int
    valid_from: date
    valid_to: date | None = None


class Payer(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """Who owes dues, since when, and how much if not the usual amount."""

    payer: UUID
    entry: int
    """Version of the event that enrolled them."""
    enrolled_from: date
    household: UUID | None = None
    pledge: int | None = None
    """Own amount per period (donatur tetap); ``None``: that of the dues."""
    left_on: date | None = None
    """First day on which nothing more falls due."""
    leaving: int | None = None
    """Version of the event that ended it."""
    exemptions: tuple[Exemption, ...] = ()
    owed: tuple[Owed, ...] = ()
    """Unpaid periods of earlier years, as carried over."""
    advance: tuple[Owed, ...] = ()
    """Paid for periods of this year in last year's book."""
    former: Payer | None = None
    """The same payer as they were before they left and came again: what was due stays due."""


class Owed(msgspec.Struct, frozen=True, kw_only=True):
    """An amount for one period: still due, or paid in advance."""

    period: date
    amount: int


class ExemptDays(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An exemption as the next year's book takes it over."""

    valid_from: date
    valid_to: date | None = None


class CarriedPayer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A payer as the next year's book takes them over."""

    payer: UUID
    enrolled_from: date
    household: UUID | None = None
    pledge: int | None = None
    left_on: date | None = None
    exemptions: tuple[ExemptDays, ...] = ()
    owed: tuple[Owed, ...] = ()
    """What was unpaid when the year was closed."""
    advance: tuple[Owed, ...] = ()
    """What was paid for periods of the new year."""


class CarriedDues(msgspec.Struct, frozen=True, kw_only=True):
    """The dues in force at the end of a year."""

    amount: int
    frequency: DuesFrequency
    valid_from: date


class FundTerms(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What can be said wrongly about a fund, besides its kind, unit and year."""

    scope: FundScope
    may_pay_operations: bool = False
    permit_no: DocumentNo | None = None
    permit_until: date | None = None


FundUnits: tuple[FundUnit, ...] = ("IDR", "RICE_G")
FundKinds: tuple[FundKind, ...] = ("IURAN", "DANA_KEMATIAN", "JIMPITAN", "BANTUAN", "LAIN")

BOOKS: tuple[tuple[FundKind, FundUnit], ...] = tuple(
    (kind, unit) for kind in FundKinds for unit in FundUnits
)
"""All books that a WKSBM can have in one year: their ids are derived, none is looked up."""
