"""The command that sells rice: grams out of one book, rupiah into another.

It is the only conversion between the units; amounts of different units are never added (S2 jimpitan
beras).
"""

from __future__ import annotations

from typing import Annotated, ClassVar
from uuid import UUID

from msgspec import Meta

from ..formation.wksbm_command import WksbmId, place_of, recorded
from ..kernel.fields import note
from ..kernel.model import Aggregate, Command, Context, Decision, Place
from ..kernel.person_fields import names_person
from ..kernel.refusal import refuse
from ..kernel.vocabulary import NoteText
from ..people.person import Person
from .amounts import RiceGiven, Rupiah, measured
from .fees import check_free
from .fund_book import FundBook, book_id
from .fund_command import Kind, book_of, check_covered, check_day, check_room, entered
from .fund_events import ProceedsReceived, RiceConverted
from .fund_terms import FundKind, ReceiptNo
from .paper_receipts import Shared, check_receipt


class ConvertRice(Command, frozen=True, kw_only=True):
    """Sells rice of a fund: grams out of its rice book, rupiah into a book of rupiah.

    Rice that was given for the needy cannot become money for operations (two pots).
    """

    GROUP: ClassVar[str] = "FUND"

    wksbm_id: WksbmId
    kind: Kind = "JIMPITAN"
    into: Annotated[
        FundKind | None,
        Meta(description="Fund that gets the rupiah; default: the same one."),
    ] = None
    rice: Annotated[RiceGiven, Meta(description="Quantity sold, in its measure.")]
    rupiah: Rupiah
    buyer_id: Annotated[
        UUID | None, names_person("ACTS"), Meta(description="Who bought it, if registered.")
    ] = None
    buyer: NoteText | None = None
    receipt_no: ReceiptNo = None
    receipt_shared: Shared = False

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        year = context.occurred_on.year
        return FundBook, book_id(self.wksbm_id, self.kind, "RICE_G", year)

    def place(self, context: Context) -> Place:
        return place_of(context, self.wksbm_id)

    def decide(self, context: Context) -> Decision:
        check_free(context)
        recorded(context, self.wksbm_id)
        day = context.occurred_on
        source = book_of(context, self.wksbm_id, self.kind, "RICE_G", field="kind")
        money = book_of(context, self.wksbm_id, self.into or self.kind, "IDR", field="into")
        check_day(source, day)
        check_day(money, day)
        for book in (source, money):
            check_receipt(book, self.receipt_no, shared=self.receipt_shared)
        if money.terms.may_pay_operations and not source.terms.may_pay_operations:
            refuse("POT_MIX", field="into", cause="OTHER_POT")
        if self.buyer_id is not None:
            context.existing(Person, self.buyer_id, field="buyerId")
        weight = measured(context, self.rice)
        check_covered(source, day, -weight.grams, field="rice")
        check_room(money, self.rupiah, field="rupiah")
        sold = entered(
            source,
            RiceConverted,
            self,
            on=day,
            amount=weight.grams,
            buyer=note(self.buyer_id or source.id, self.buyer),
            proceeds_book=money.id,
            proceeds_entry=money.next_no,
        )
        came = entered(
            money,
            ProceedsReceived,
            self,
            on=day,
            amount=self.rupiah,
            grams=weight.grams,
            rice_book=source.id,
            rice_entry=source.next_no,
        )
        return [(source, sold), (money, came)]
