"""What cases read about persons: the surviving record, whether they live, their consents.

Only this module of ``care`` reads the state of a person for cases. Two merged records are one
person: claims and consents are read from the surviving record, and claims made under the other
still count.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from ..kernel.model import Aggregate, Context, Event
from ..kernel.person_fields import names_person
from ..kernel.refusal import About, refuse
from ..people.consent_events import ConsentPart
from ..people.registration import PersonRef, person_of
from ..people.standing import is_among, outgrown, standing
from .service_register import ServiceRegister, register_id
from .service_register_events import RegisteredService

SubjectId = Annotated[
    UUID | None,
    names_person("NAMED"),
    Meta(description="The person it is about; default: the first one of the case."),
]
Registrations = list[tuple[Aggregate, Event]]


def subjects_of(
    context: Context, refs: Sequence[PersonRef], *, field: str
) -> tuple[tuple[UUID, ...], Registrations]:
    """The given persons, each once, and the registrations of the new ones.

    Raises PERSON_TWICE, and what finding or registering a person raises.
    """
    found: list[UUID] = []
    registrations: Registrations = []
    for nth, ref in enumerate(refs, 1):
        person, registered = person_of(context, ref, field=field)
        if is_among(context, person, found):
            refuse("PERSON_TWICE", field=field, person=About("person", person), nth=nth)
        found.append(person)
        registrations.extend(registered)
    return tuple(found), registrations


def register_of(context: Context, person_id: UUID) -> ServiceRegister:
    """The register for new claims of a person."""
    counts = standing(context, person_id).id
    return context.load(ServiceRegister, register_id(context.tenant_id, counts))


def registers_of(context: Context, person_id: UUID) -> tuple[ServiceRegister, ...]:
    """The registers of all records of a person, that of the one that counts first."""
    return tuple(
        context.load(ServiceRegister, register_id(context.tenant_id, record))
        for record in standing(context, person_id).ids
    )


def all_claims(context: Context, person_id: UUID) -> tuple[RegisteredService, ...]:
    """The claims of a person, those under merged records included."""
    return tuple(
        claim for register in registers_of(context, person_id) for claim in register.claims
    )


def consented(
    context: Context,
    person_id: UUID,
    consent_ids: Sequence[UUID],
    disclosed: Sequence[ConsentPart],
) -> bool:
    """Whether a named consent is the person's, is for referrals, and covers all disclosed parts.

    It must be valid on the business date and today: one withdrawn since allows no disclosure,
    whatever day is entered.
    """
    person = standing(context, person_id)
    days = (context.occurred_on, context.today)
    return any(
        consent.id in consent_ids
        and consent.purpose == "REFERRAL"
        and consent.live_on(context.occurred_on)
        and consent.live_on(context.today)
        and set(disclosed) <= set(consent.scope)
        and not any(outgrown(context, person, consent, day) for day in days)
        for consent in person.record.consents
    )
