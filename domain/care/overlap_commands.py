"""Commands of the Dinas about overlaps: allow, confirm or dismiss (S0).

The decision assigns or refuses a waiting request in the same command. A warning about two assigned
services is only answered: neither is ended automatically. The decision must come from a person who
neither requested the service nor entered the plan that requires it.
"""

from __future__ import annotations

from typing import Annotated, ClassVar
from uuid import UUID

import msgspec
from msgspec import Meta

from ..kernel.model import Aggregate, Command, Context, Decision, Event
from ..kernel.particulars import carry
from ..kernel.person_fields import names_person
from ..kernel.refusal import refuse, refuse_missing
from ..kernel.vocabulary import NoteText, explained
from ..people.standing import same_person
from .case import Case
from .case_events import ServiceAssigned, ServiceRefused
from .claims import claim, merge_warning, together
from .overlap import collisions
from .persons import register_of, registers_of
from .service_register import OVERLAP_DECISION, OverlapWarning, ServiceRegister, register_id
from .service_register_events import (
    OverlapConfirmed,
    OverlapDismissed,
    OverlapDismissGround,
    OverlapOverridden,
    OverlapReason,
    OverlapWarned,
    OverlapWarningWithdrawn,
)
from .service_register_rules import REGISTERS

PersonId = Annotated[
    UUID,
    names_person("NAMED"),
    Meta(description="The person in whose register the warning is."),
]
WarningId = Annotated[UUID, Meta(description="The warning.")]


class OverlapCommand(Command, frozen=True, kw_only=True):
    """A command about a warning in a person's register."""

    person_id: PersonId
    warning_id: WarningId

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return ServiceRegister, self._register(context).id

    def _register(self, context: Context) -> ServiceRegister:
        """The register of the person that has the warning; that of the record that counts where
        none has."""
        found = registers_of(context, self.person_id)
        return next((each for each in found if each.warning(self.warning_id)), found[0])

    def warning(self, context: Context) -> tuple[ServiceRegister, OverlapWarning]:
        """The register and its warning. Raises NOT_FOUND."""
        register = self._register(context)
        found = register.warning(self.warning_id)
        if found is None:
            refuse_missing("warning", self.warning_id, field="warningId")
        return register, found


class OverrideOverlap(OverlapCommand, frozen=True, kw_only=True):
    """Allows a service beside one that excludes it; a waiting request is assigned.

    Only the head of the Dinas may do so, and never the person who requested the service.
    """

    GROUP: ClassVar[str] = "OVERLAP_OVERRIDE"
    MAKES = (OVERLAP_DECISION,)

    reason: Annotated[OverlapReason, Meta(description="Why both are given.")]
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        register, found = self.warning(context)
        note = explained(self.reason, self.note, self.person_id)
        decided = REGISTERS.made(context, register, carry(OverlapOverridden, self, note=note))
        return together([*decided, *_granted(context, register, found)])


class ConfirmOverlap(OverlapCommand, frozen=True, kw_only=True):
    """Confirms that two services overlap: a waiting request is refused.

    If both are assigned already, end one of them in its case.
    """

    GROUP: ClassVar[str] = "OVERLAP"
    MAKES = (OVERLAP_DECISION,)

    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        register, found = self.warning(context)
        note = explained("CONFIRMED", self.note, self.person_id)
        confirmed = REGISTERS.made(context, register, carry(OverlapConfirmed, self, note=note))
        if found.wish is None:
            return confirmed
        case = context.existing(Case, found.wish.case_id, field="warningId")
        for other, waiting in _others_waiting(context, case, register, found):
            confirmed.append((other, OverlapConfirmed(warning_id=waiting.warning_id)))
        return [*confirmed, (case, ServiceRefused(service_id=found.claim_id))]


class DismissOverlap(OverlapCommand, frozen=True, kw_only=True):
    """Dismisses a warning: the services do not overlap. A waiting request is assigned."""

    GROUP: ClassVar[str] = "OVERLAP"
    MAKES = (OVERLAP_DECISION,)

    reason: Annotated[OverlapDismissGround, Meta(description="Why it is no overlap.")]
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        register, found = self.warning(context)
        note = explained(self.reason, self.note, self.person_id)
        decided = REGISTERS.made(context, register, carry(OverlapDismissed, self, note=note))
        return together([*decided, *_granted(context, register, found)])


class WarnOfOverlap(Command, frozen=True, kw_only=True):
    """Warns that two claims overlap that turned out to be of one person.

    Given by the service itself after two records were merged; both claims are unchanged.
    """

    GROUP: ClassVar[str] = "CARE_PROCESS"

    person_id: Annotated[
        UUID, names_person("RECORD"), Meta(description="The person, by the record that counts.")
    ]
    claim_id: Annotated[UUID, Meta(description="A claim of that record.")]
    other_person_id: Annotated[
        UUID, names_person("RECORD"), Meta(description="The record that was merged into it.")
    ]
    other_claim_id: Annotated[UUID, Meta(description="The claim in its register.")]

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return ServiceRegister, register_id(context.tenant_id, self.person_id)

    def decide(self, context: Context) -> Decision:
        key = register_id(context.tenant_id, self.person_id)
        register = context.load(ServiceRegister, key)
        other = context.load(ServiceRegister, register_id(context.tenant_id, self.other_person_id))
        first, second = register.claim(self.claim_id), other.claim(self.other_claim_id)
        if first is None or second is None:
            gone = self.claim_id if first is None else self.other_claim_id
            refuse_missing("claim", gone, field="claimId")
        one_person = same_person(context, self.other_person_id, self.person_id)
        met = collisions(context.policies.service_overlap, first, (second,))
        warning_id = merge_warning(first.claim_id, second.claim_id)
        if not one_person or not met or register.warning(warning_id) is not None:
            refuse("NO_CHANGE", field="claimId")
        warned = OverlapWarned(
            person=self.person_id,
            warning_id=warning_id,
            claim_id=first.claim_id,
            others=(second.claim_id,),
            other_person=self.other_person_id,
            rule=met[0].rule,
        )
        return [(register, warned)]


class WithdrawOverlapWarning(Command, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Withdraws a warning of two services that met by a merge which was reversed.

    Given by the service itself. What was decided before stays.
    """

    GROUP: ClassVar[str] = "CARE_PROCESS"

    person_id: Annotated[
        UUID, names_person("RECORD"), Meta(description="The record in whose register it stands.")
    ]
    warning_id: WarningId

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return ServiceRegister, register_id(context.tenant_id, self.person_id)

    def decide(self, context: Context) -> Decision:
        register = context.load(ServiceRegister, register_id(context.tenant_id, self.person_id))
        warning = register.warning(self.warning_id)
        if warning is None:
            refuse_missing("warning", self.warning_id, field="warningId")
        if warning.state != "OPEN":
            refuse("OVERLAP_STATE", field="warningId", state=warning.state)
        other = warning.other_person
        if other is None or same_person(context, self.person_id, other):
            refuse("NO_CHANGE", field="warningId")
        return [(register, OverlapWarningWithdrawn(warning_id=warning.warning_id))]


def _others_waiting(
    context: Context, case: Case, register: ServiceRegister, warning: OverlapWarning
) -> list[tuple[ServiceRegister, OverlapWarning]]:
    """Open warnings of other recipients for the same request."""
    service = case.service(warning.claim_id)
    found: dict[UUID, tuple[ServiceRegister, OverlapWarning]] = {}
    for person in () if service is None else service.what.recipients:
        other = register_of(context, person)
        waiting = other.waiting(warning.claim_id)
        if other.id != register.id and waiting is not None:
            found[other.id] = (other, waiting)
    return list(found.values())


def _granted(
    context: Context, register: ServiceRegister, warning: OverlapWarning
) -> list[tuple[Aggregate, Event]]:
    """The claims and the assignment of a request whose warning is decided.

    Empty while a warning of another recipient is open. Raises CASE_STATE if the case was closed,
    OVERLAP if another claim was made since.
    """
    if warning.wish is None:
        return []
    case = context.existing(Case, warning.wish.case_id, field="warningId")
    if not case.open:
        refuse("CASE_STATE", field="warningId", state=case.stage, needed="OPEN")
    service = case.service(warning.claim_id)
    assert service is not None
    if _others_waiting(context, case, register, warning):
        return []
    claims = claim(context, service.what.recipients, warning.wish, warning.others)
    assigned = ServiceAssigned(**msgspec.structs.asdict(service.what))
    return [*claims, (case, assigned)]
