"""Decrees and legal references: the legal basis of a board and of a WKSBM.

The Dinas of Bontang inaugurates (S0), the lurah of Bantul legalises (Perbup 16/2020), elsewhere a
camat signs: the role of the issuer is recorded, never assumed.
"""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from ..kernel.days import DocumentDay
from ..kernel.fields import ClearText, Code, DocumentNo


class Decree(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A decree (SK, surat keputusan), as written on it."""

    no: Annotated[DocumentNo, Meta(description="Number of the decree, as written on it.")]
    issued_on: Annotated[DocumentDay, Meta(description="Date of the decree.")]
    issuer_role: Annotated[
        Code, Meta(description="Role of the signer: DINAS_HEAD, LURAH, CAMAT, MAYOR, …")
    ]


class LegalReference(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A regulation or letter that is a legal basis of the WKSBM (Kepmensos 42/HUK/2004, a Perbup,
    …)."""

    title: Annotated[ClearText, Meta(description="Name of the regulation or document.")]
    no: Annotated[DocumentNo | None, Meta(description="Its number, if it has one.")] = None
    issued_on: Annotated[DocumentDay | None, Meta(description="Its date, if known.")] = None
