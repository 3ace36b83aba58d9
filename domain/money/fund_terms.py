"""Types of a fund: kinds, scopes, frequencies, purposes; and the parts of its events.

All of them are stored and never change meaning. Sources: S2 (dana kematian, jimpitan beras,
"gerakan sosial positif lainnya"), S3 (members' own dues), practice of RW funds (facts page, section
5).
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
"""The area in which the fund collects; beyond desa or kelurahan it needs a permit (PUB)."""

DuesFrequency = Literal["DAILY", "WEEKLY", "SELAPANAN", "MONTHLY", "YEARLY", "ONCE"]
"""How often dues are due; SELAPANAN: every 35 days, the Javanese month; ONCE: on entry."""

ReceiptPurpose = Literal["SOCIAL", "OPERATIONS", "SERVICE_FEE"]
"""The purpose of a receipt. A charge for a service is always refused (S1, S2, S4)."""

DonorKind = Literal[
    "RESIDENT", "MIGRANT", "BUSINESS", "ASSOCIATION", "VILLAGE", "GOVERNMENT", "CHARITY_BOX",
    "OTHER",
]  # fmt: skip
"""Who gives: resident, perantau, company, association, village funds, state, box, another."""

PaymentPurpose = Literal[
    "SANTUNAN", "EDUCATION", "HEALTH", "FOOD", "HOUSING", "ENTERPRISE", "DISASTER", "ARISAN_COVER",
    "OPERATIONS", "OTHER",
]  # fmt: skip
"""The purpose of a payment: aid, school, health, food, housing, a productive effort, …"""

EntryKind = Literal[
    "BALANCE_OPENED", "CARRIED_OVER", "DUES_IN", "JIMPITAN_IN", "DONATION_IN", "RICE_OUT",
    "PROCEEDS_IN", "PAYMENT_OUT", "DEATH_BENEFIT_OUT", "TRANSFER_OUT", "TRANSFER_IN",
    "COUNT_DIFFERENCE", "REVERSAL",
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
    """One line of an evening: payer, period and amount; each is an entry of its own."""

    entry_no: int
    payer: UUID
    period: date
    """First day of the period."""
    amount: int
    receipt_no: DocumentNo | None = None


class JimpitanGiven(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of a jimpitan round: the gift of one house."""

    payer: UUID
    amount: int
    """In the book's unit."""
    rice: MeasuredRice | None = None


class JimpitanLine(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The gift of one house in a round: rupiah or rice."""

    payer_id: Annotated[UUID, names_person("PAYER"), Meta(description="The payer of that house.")]
    amount: Annotated[int, Meta(ge=1, le=10**9, description="Coins, in rupiah.")] | None = None
    rice: Annotated[RiceGiven | None, Meta(description="Rice, in its measure.")] = None


class DuesLine(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The payment of one payer for one period."""

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
                description="In the book's unit; default: the amount due. Without a period it pays "
                "as many periods as it covers, oldest first.",
            ),
        ]
        | None
    ) = None
    receipt_no: ReceiptNo = None
    receipt_shared: Annotated[
        bool, Meta(description="Whether the paper receipt is for several entries of the book.")
    ] = False


class Dues(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """The amount that every payer owes each period, from a day on."""

    entry: int
    amount: int
    frequency: DuesFrequency
    valid_from: date


class Exemption(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """An exemption: periods that begin in ``[valid_from, valid_to)`` are not owed."""

    entry: int
    valid_from: date
    valid_to: date | None = None


class Payer(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """A payer of dues, since when, and with which amount if it is not the usual one."""

    payer: UUID
    entry: int
    """Version of the event that enrolled them."""
    enrolled_from: date
    household: UUID | None = None
    pledge: int | None = None
    """The payer's own amount per period (donatur tetap); ``None``: that of the dues."""
    left_on: date | None = None
    """The first day from which no period is owed."""
    leaving: int | None = None
    """Version of the event that ended it."""
    exemptions: tuple[Exemption, ...] = ()
    owed: tuple[Owed, ...] = ()
    """Unpaid periods of earlier years, as carried over."""
    advance: tuple[Owed, ...] = ()
    """Payments for periods of this year, booked in last year's book."""
    former: Payer | None = None
    """The payer's record from before they left and came again: its dues are still owed."""


class Owed(msgspec.Struct, frozen=True, kw_only=True):
    """An amount for one period: unpaid, or paid in advance."""

    period: date
    amount: int


class ExemptDays(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An exemption as carried over to the next year's book."""

    valid_from: date
    valid_to: date | None = None


class CarriedPayer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A payer as carried over to the next year's book."""

    payer: UUID
    enrolled_from: date
    household: UUID | None = None
    pledge: int | None = None
    left_on: date | None = None
    exemptions: tuple[ExemptDays, ...] = ()
    owed: tuple[Owed, ...] = ()
    """Unpaid periods when the year was closed."""
    advance: tuple[Owed, ...] = ()
    """Payments for periods of the new year."""


class CarriedDues(msgspec.Struct, frozen=True, kw_only=True):
    """The dues in force at the end of a year."""

    amount: int
    frequency: DuesFrequency
    valid_from: date


class FundTerms(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The terms of a fund that can be corrected: all but kind, unit and year."""

    scope: FundScope
    may_pay_operations: bool = False
    permit_no: DocumentNo | None = None
    permit_until: date | None = None


FundUnits: tuple[FundUnit, ...] = ("IDR", "RICE_G")
FundKinds: tuple[FundKind, ...] = ("IURAN", "DANA_KEMATIAN", "JIMPITAN", "BANTUAN", "LAIN")

BOOKS: tuple[tuple[FundKind, FundUnit], ...] = tuple(
    (kind, unit) for kind in FundKinds for unit in FundUnits
)
"""All books that a WKSBM can have in one year; their ids are derived from them."""
