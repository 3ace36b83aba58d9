"""Numbers and hashes of paper receipts: one paper proves one entry, unless it is shared."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from ..kernel.refusal import refuse
from ..kernel.texts import search_key
from .fund_book import FundBook

Shared = Annotated[
    bool, Meta(description="Whether the paper receipt is for several entries of the book.")
]


def check_receipt(
    book: FundBook,
    receipt_no: str | None,
    sha256: str | None = None,
    *,
    shared: bool,
    but: int | None = None,
    field: str = "receiptNo",
) -> None:
    """Raises RECEIPT_TWICE, with the number of the entry that has the receipt; reversed entries do
    not count. ``but``: number of the entry that is corrected."""
    if shared or (receipt_no is None and sha256 is None):
        return
    wanted = None if receipt_no is None else search_key(receipt_no)
    for entry in book.entries:
        if entry.reversed_by is not None or entry.no == but:
            continue
        same = wanted is not None and entry.receipt_no and search_key(entry.receipt_no) == wanted
        if same or (sha256 is not None and entry.receipt_sha256 == sha256):
            refuse("RECEIPT_TWICE", field=field, no=entry.no)
