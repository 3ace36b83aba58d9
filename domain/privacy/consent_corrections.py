"""The command that corrects a consent; a consent that no longer applies is withdrawn."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta

from ..kernel.corrections import NoEnd, Why, end_of
from ..kernel.days import DistantDay
from ..kernel.model import Aggregate, Context, Decision, Event
from ..kernel.particulars import carry
from ..kernel.vocabulary import NoteText, explained
from ..people.consent_events import ConsentCorrected, ConsentTerms
from ..people.person import Person
from ..people.person_command import PersonId
from ..people.person_facts import CONSENT
from ..people.person_rules import PERSONS
from .consent_commands import (
    AboutConsent,
    CaseId,
    GiverName,
    SaidBy,
    check_giver,
    consent_of,
    holders,
    taken_at,
)


class CorrectConsent(
    ConsentTerms, AboutConsent, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """Corrects a consent that was recorded wrongly; send the complete corrected entry."""

    CORRECTS = (CONSENT,)

    person_id: PersonId
    case_id: CaseId = None
    consent_id: Annotated[UUID, Meta(description="The consent.")]
    giver: SaidBy = "SELF"
    giver_name: GiverName = None
    until: Annotated[
        DistantDay | None, Meta(description="Last day of its validity; default: unchanged.")
    ] = None
    no_end: NoEnd = False
    wksbm_id: Annotated[UUID | None, Meta(description="The WKSBM that corrects it.")] = None
    reason: Why
    note: NoteText | None = None

    def _asking(self) -> UUID | None:
        return self.wksbm_id

    def _taken_at(self, state: Person) -> UUID | None:
        return taken_at(state, self.consent_id)

    def decide(self, context: Context) -> Decision:
        person = self.record(context)
        consent = consent_of(person, self.consent_id)
        self.checked_wksbm(context, person)
        check_giver(context, self.giver_person)
        told: dict[str, Any] = {
            "scope": tuple(dict.fromkeys(self.scope)),
            "until": end_of(self.until, self.no_end, consent.until),
        }
        decided: list[tuple[Aggregate, Event]] = []
        for record in holders(context, person, consent.id):
            of = consent_of(record, consent.id).entry
            if record.id == consent.record:
                decided += PERSONS.corrected(
                    context, record, self, ConsentCorrected,
                    of=of, field="consentId", which=lambda fact: fact.id == self.consent_id, **told,
                )  # fmt: skip
                continue
            note = explained(self.reason, self.note, record.id)
            copy = carry(ConsentCorrected, self, under=record.id, of=of, note=note, **told)
            decided.append((record, copy))
        return decided
