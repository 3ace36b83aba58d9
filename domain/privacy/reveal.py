"""The access log: who opened sealed personal data, which, and why.

``reveal`` is a command: the values are opened only after its event is in the log. The events are on
a separate stream per record, so that reading a person's data does not change the person, and an
auditor finds all accesses to a record together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Self
from uuid import UUID

import msgspec
from msgspec import Meta

from ..care.access import check_reveals, check_reveals_referral, place_of_case, place_to_reveal
from ..care.case import Case
from ..care.referral import Referral
from ..kernel.fields import Code, DocumentNo
from ..kernel.model import Aggregate, Command, Context, Decision, Place, Stamp, derive
from ..kernel.particulars import carry
from ..kernel.person_fields import names_person
from ..kernel.refusal import refuse, refuse_missing
from ..kernel.roles import ROLES, acting_for
from ..kernel.vocabulary import NoteText, explained
from ..people.household import Household
from ..people.person import Person
from .reveal_events import AccessReason, AccessRevealed


@dataclass(frozen=True, slots=True)
class Revealable:
    """What a client may open of a kind of record."""

    paths: tuple[str, ...]
    """Fields of the stream's events, as in their JSON; a dot leads into a list or struct."""
    every: bool = False
    """All values that were ever recorded, or only the present one."""
    of: Callable[[Any], tuple[UUID, ...]] | None = None
    """The ids of the streams that hold the values, from the state; default: the record's own."""


def _place(context: Context, state: Any, via: UUID | None) -> Place:
    return Place(
        area_code=getattr(state, "area_code", None), wksbm_id=getattr(state, "wksbm_id", None)
    )


def _registered(context: Context, state: Any, via: UUID | None, fields: Sequence[str]) -> None:
    """Raises NOT_YOUR_CASE for counsellors: they may open data of their cases only, no register."""
    if acting_for(context.actor.role) == "LK3":
        refuse("NOT_YOUR_CASE", field="id", role=context.actor.role)


@dataclass(frozen=True, slots=True)
class RevealableKind:
    """A kind of record with sealed data: its state, and its fields by the client's name."""

    state: type[Aggregate]
    fields: Mapping[str, Revealable]
    place: Callable[[Context, Any, UUID | None], Place] = _place
    """Where the record is, from its state and the referral by which the actor has access."""
    check: Callable[[Context, Any, UUID | None, Sequence[str]], None] = _registered
    """Raises if the record, or one of the fields, is not open to the actor."""
    via: tuple[type[Aggregate], Callable[[Any], tuple[UUID, ...]]] | None = None
    """The kind of stream by which the actor may have access, and the persons it concerns: it opens
    no data of other persons."""


REVEALABLE: Mapping[str, RevealableKind] = MappingProxyType(
    {
        Person.TYPE: RevealableKind(
            Person,
            MappingProxyType(
                {
                    "name": Revealable(("name",)),
                    "nik": Revealable(("nik",)),
                    "birthDate": Revealable(("birth_date",)),
                    "phone": Revealable(("phone",)),
                    "address": Revealable(("address",)),
                    "email": Revealable(("email",)),
                    "aliases": Revealable(("alias",), every=True),
                    "guardians": Revealable(("giver_name",), every=True),
                    "notes": Revealable(("note",), every=True),
                }
            ),
        ),
        Household.TYPE: RevealableKind(
            Household,
            MappingProxyType(
                {
                    "kk": Revealable(("kk",)),
                    "address": Revealable(("address",)),
                    "notes": Revealable(("note",), every=True),
                }
            ),
        ),
        Case.TYPE: RevealableKind(
            Case,
            MappingProxyType(
                {
                    "names": Revealable(("name",), of=lambda case: case.subjects),
                    "narrative": Revealable(("narrative",)),
                    "findings": Revealable(("findings",), every=True),
                    "health": Revealable(("health",), every=True),
                    "child": Revealable(("child",), every=True),
                    "goals": Revealable(("goals",), every=True),
                    "notes": Revealable(("text", "note"), every=True),
                }
            ),
            place=place_of_case,
            check=check_reveals,
            via=(Referral, lambda referral: referral.what.subjects),
        ),
        Referral.TYPE: RevealableKind(
            Referral,
            MappingProxyType(
                {
                    "need": Revealable(("need",)),
                    "answers": Revealable(("text",), every=True),
                    "notes": Revealable(("note",), every=True),
                }
            ),
            place=place_to_reveal,
            check=check_reveals_referral,
        ),
    }
)
"""Kinds of records by the prefix of their ids; a new kind with sealed data is added here."""


class AccessLog(Aggregate, frozen=True, kw_only=True):
    """How often sealed data of a record were opened."""

    TYPE: ClassVar[str] = "access"

    looks: int = 0

    def evolve(self, event: Any, stamp: Stamp) -> Self:
        if isinstance(event, AccessRevealed):
            return msgspec.structs.replace(self, looks=self.looks + 1)
        return self


def access_log_id(tenant_id: UUID, subject: UUID) -> UUID:
    """The stream with the accesses to a record."""
    return derive(tenant_id, "access", subject)


class Reveal(Command, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Opens sealed data of a record once, and records who opened what and why."""

    GROUP: ClassVar[str] = "REVEAL"

    kind: Annotated[Code, Meta(description="Kind of the record: person, household, …")]
    subject: Annotated[UUID, names_person("RECORD"), Meta(description="The record.")]
    via: Annotated[
        UUID | None,
        Meta(description="The referral by which your body has it, if it is a case."),
    ] = None
    fields: Annotated[
        tuple[Code, ...], Meta(min_length=1, max_length=20, description="The fields to open.")
    ]
    reason: Annotated[AccessReason, Meta(description="Why.")]
    letter: Annotated[
        DocumentNo | None,
        Meta(description="Number of the letter of assignment; auditors need one."),
    ] = None
    note: NoteText | None = None

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return AccessLog, access_log_id(context.tenant_id, self.subject)

    def place(self, context: Context) -> Place:
        kind = REVEALABLE.get(self.kind)
        if kind is None:
            return Place()
        state = context.existing(kind.state, self.subject, field="id")
        return kind.place(context, state, self.via)

    def decide(self, context: Context) -> Decision:
        kind = REVEALABLE.get(self.kind)
        if kind is None:
            refuse_missing(self.kind, self.subject, field="id")
        state = context.existing(kind.state, self.subject, field="id")
        fields = tuple(dict.fromkeys(self.fields))
        kind.check(context, state, self.via, fields)
        unknown = tuple(name for name in fields if name not in kind.fields)
        if unknown:
            refuse(
                "REVEAL_FIELD",
                field="fields",
                kind=self.kind,
                fields=unknown,
                known=tuple(kind.fields),
            )
        if ROLES[context.actor.role].opens_by_letter and self.letter is None:
            refuse("LETTER_REQUIRED", field="letter")
        note = explained(self.reason, self.note, self.subject)
        event = carry(AccessRevealed, self, fields=fields, note=note)
        log = context.load(AccessLog, access_log_id(context.tenant_id, self.subject))
        return [(log, event)]
