"""The NIK of a person: claimed, verified, corrected, withdrawn; and the names they go by.

That a NIK stands on one record only is not decided here: no event and no state holds anything
by which two NIK could be compared. The engine sees to it (``unique`` of a personal value).
"""

from __future__ import annotations

from typing import Annotated, ClassVar
from uuid import UUID

from msgspec import Meta

from ..kernel.corrections import EntryVersion, Why
from ..kernel.days import BirthDay
from ..kernel.fields import DocumentNo, identity
from ..kernel.model import Context, Decision, Event
from ..kernel.particulars import carry
from ..kernel.refusal import About, refuse, refuse_missing
from ..kernel.vocabulary import NikText, NoteText, PersonName, explained
from . import numbers
from .person import Person
from .person_command import PersonCommand, living_record
from .person_events import (
    AliasKind,
    AliasRecorded,
    AliasRetracted,
    IdentityClaimed,
    IdentityCorrected,
    IdentityVerified,
    IdentityWithdrawn,
    MissingNik,
    Sex,
    VerifiedBy,
    WithdrawReason,
)

_KnownSex = Annotated[
    Sex | None, Meta(description="F or M if known, for the warning; it is not recorded here.")
]
_KnownBirthDate = Annotated[
    BirthDay | None,
    Meta(description="Birth date if known, for the warning; it is not recorded here."),
]


class ClaimIdentity(PersonCommand, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Records the NIK that a person, or somebody on their behalf, has given."""

    GROUP: ClassVar[str] = "IDENTITY"

    nik: NikText
    birth_date: _KnownBirthDate = None
    sex: _KnownSex = None

    def decide(self, context: Context) -> Decision:
        state = living_record(context, self.person_id)
        if state.nik_state != "NONE":
            refuse("IDENTITY_STATE", field="personId", has_nik=True, state=state.nik_state)
        nik = numbers.checked_nik(self.nik, field="nik")
        event = IdentityClaimed(
            nik=identity(state.id, nik, unique="nik"),
            warnings=numbers.nik_warnings(
                nik, areas=context.reference.areas, birth_date=self.birth_date, sex=self.sex
            ),
        )
        return [(state, event)]


class VerifyIdentity(PersonCommand, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Records that the NIK on record was found on a document or in the register."""

    GROUP: ClassVar[str] = "IDENTITY"

    by: Annotated[VerifiedBy, Meta(description="Where the NIK was found.")]
    reference: Annotated[
        DocumentNo | None, Meta(description="Number of the letter or answer; never the NIK.")
    ] = None

    def decide(self, context: Context) -> Decision:
        state = living_record(context, self.person_id)
        if state.nik_state != "CLAIMED":
            known = state.nik_state != "NONE"
            refuse("IDENTITY_STATE", field="personId", has_nik=known, state=state.nik_state)
        return on_both(context, state, carry(IdentityVerified, self))


class CorrectIdentity(PersonCommand, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Replaces a wrong NIK; the new one counts as claimed until it is verified."""

    GROUP: ClassVar[str] = "IDENTITY"

    nik: NikText
    birth_date: _KnownBirthDate = None
    sex: _KnownSex = None
    reason: Why
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        state = living_record(context, self.person_id)
        of = own_nik(state)
        nik = numbers.checked_nik(self.nik, field="nik")
        event = IdentityCorrected(
            of=of,
            nik=identity(state.id, nik, unique="nik"),
            warnings=numbers.nik_warnings(
                nik, areas=context.reference.areas, birth_date=self.birth_date, sex=self.sex
            ),
            reason=self.reason,
            note=explained(self.reason, self.note, state.id),
        )
        return [(state, event)]


class WithdrawIdentity(PersonCommand, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Removes a wrong NIK from a record, with the reason why the person has none."""

    GROUP: ClassVar[str] = "IDENTITY"

    nik_missing: Annotated[MissingNik, Meta(description="Why there is no NIK now.")]
    reason: Annotated[WithdrawReason, Meta(description="Why it is removed.")]
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        state = living_record(context, self.person_id)
        note = explained(self.reason, self.note, state.id)
        event = carry(IdentityWithdrawn, self, of=own_nik(state), note=note)
        return [(state, event)]


class RecordAlias(PersonCommand, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Records another name of a person; names are matched by their words, not by spelling."""

    GROUP: ClassVar[str] = "PERSON"

    alias: PersonName
    kind: Annotated[AliasKind, Meta(description="What kind of name it is.")] = "CALLED"

    def decide(self, context: Context) -> Decision:
        state = living_record(context, self.person_id)
        return [(state, carry(AliasRecorded, self, under=state.id))]


class RetractAlias(PersonCommand, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Retracts an alias that was recorded wrongly."""

    GROUP: ClassVar[str] = "PERSON"

    of: EntryVersion
    reason: Why
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        state = living_record(context, self.person_id)
        if self.of not in state.aliases:
            refuse_missing("alias", self.of, field="of")
        event = carry(AliasRetracted, self, note=explained(self.reason, self.note, state.id))
        return [(state, event)]


def own_nik(state: Person) -> int:
    """The entry of the NIK that stands on this record. Raises IDENTITY_STATE, or
    IDENTITY_ELSEWHERE if it came with a merge."""
    if state.nik_record is None:
        refuse("IDENTITY_STATE", field="personId", has_nik=False)
    if state.nik_record != state.id:
        refuse("IDENTITY_ELSEWHERE", field="personId", record=About("person", state.nik_record))
    assert state.nik_entry is not None
    return state.nik_entry


def on_both(context: Context, state: Person, event: Event) -> Decision:
    """An event about the NIK, on this record and on every one down to where the NIK stands: so
    each stays true when merges are reversed."""
    records: list[UUID] = [state.id]
    here = state
    while here.nik_record is not None and here.nik_record != here.id:
        here = context.load(Person, carrier(here, here.nik_record))
        records.append(here.id)
    return [(context.load(Person, record), event) for record in records]


def carrier(state: Person, nik_record: UUID) -> UUID:
    """The record merged into this one that brought the NIK of ``nik_record``."""
    return next(each.merged for each in state.takeovers if each.nik_record == nik_record)
