"""Stories of persons: who they are, where they live, their NIK, doubles, death, consents."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
from tests.domain.conftest import Scenario

from wahana.domain.kernel.facts import FactKind
from wahana.domain.kernel.model import Actor
from wahana.domain.people import person_facts as facts
from wahana.domain.people.duplicate_commands import MergePersons, SuspectDuplicate
from wahana.domain.people.duplicate_corrections import RejectDuplicate, ReverseMerge
from wahana.domain.people.identity_commands import ClaimIdentity, RecordAlias, VerifyIdentity
from wahana.domain.people.life_commands import MovePerson, RecordDeath
from wahana.domain.people.person import Person
from wahana.domain.people.person_corrections import (
    CorrectDeath,
    CorrectPerson,
    RetractAlias,
    RetractDeath,
    RetractPersonEntry,
    WithdrawIdentity,
)
from wahana.domain.people.person_rules import PERSONS
from wahana.domain.people.registration import RegisterPerson
from wahana.domain.privacy.consent_commands import GiveConsent, WithdrawConsent
from wahana.domain.privacy.consent_corrections import CorrectConsent

from .stories import Step, Story, Telling

WHY: dict[str, Any] = {"reason": "OTHER", "note": "Menurut KK."}
AREA, OTHER_AREA, NIK = "64.74.01.1001", "64.74.01.1003", "6474014304310001"


def june(number: int) -> date:
    return date(2012, 6, number)


class Elder:
    """Mbah Sarinem, and another record that may be hers."""

    def __init__(self, *, registered: bool = True) -> None:
        self.world = Scenario()
        self.id, self.other = self.world.uid("mbah"), self.world.uid("twin")
        self.head = Actor(id=self.world.uid("head"), role="DINAS_HEAD")
        self.world.run(RegisterPerson(person_id=self.other, name="Sarinem"), on=june(1))
        if registered:
            self.world.run(self.register(), on=june(1))

    def register(self, **changes: Any) -> RegisterPerson:
        given = {"name": "Sarinem", "area_code": AREA, "birth_year": 1931} | changes
        return RegisterPerson(person_id=self.id, **given)

    def does(self, command: Any, **fields: Any) -> Any:
        return command(person_id=self.id, **fields)

    def story(self, kind: FactKind, *tellings: Telling, **more: Any) -> Story:
        return Story(
            kind=kind,
            timeline=PERSONS,
            world=self.world,
            stream=(Person, self.id),
            tellings=tellings,
            **more,
        )

    def dies(self, on: date) -> Step:
        return Step(self.does(RecordDeath, died_on=on), facts.DEATH, june(15))

    def consents(self, name: str, **changes: Any) -> Step:
        consent = self.consent(consent_id=self.world.uid(name), **changes)
        return Step(consent, facts.CONSENT, june(12))

    def consent(self, **changes: Any) -> GiveConsent:
        given: dict[str, Any] = {
            "purpose": "REFERRAL", "scope": ("IDENTITY",), "method": "WRITTEN", "proof": "F-1",
        }  # fmt: skip
        consent: GiveConsent = self.does(GiveConsent, **(given | changes))
        return consent

    def moves(self) -> Step:
        return Step(self.does(MovePerson, area_code="64.74.02.1001"), facts.MOVE, june(13))

    def suspects(self) -> SuspectDuplicate:
        suspect: SuspectDuplicate = self.does(
            SuspectDuplicate, other_id=self.other, score=90, basis=("NAME",)
        )
        return suspect


def registered() -> Story:
    elder = Elder(registered=False)

    def telling(**changes: Any) -> Telling:
        fixed = {"area_code": AREA, "birth_year": 1931} | changes
        correct = elder.does(CorrectPerson, **fixed, **WHY)
        return Telling(elder.register(**changes), june(1), lambda _: correct)

    return elder.story(
        facts.REGISTRATION,
        telling(),
        telling(area_code=OTHER_AREA),
        telling(birth_year=1951),
        telling(birth_year=1999),
        telling(birth_year=2008),
        telling(area_code="99"),
        telling(birth_year=2013),
        then=(elder.consents("consent"), elder.dies(date(2003, 6, 14))),
    )


def moved() -> Story:
    elder = Elder()

    def telling(area: str) -> Telling:
        move = elder.does(MovePerson, area_code=area)
        return Telling(
            move, june(5), lambda of: elder.does(CorrectPerson, of=of, area_code=area, **WHY)
        )

    return elder.story(
        facts.MOVE,
        telling(OTHER_AREA),
        telling("64.74.02.1001"),
        telling("34.71.13.1006"),
        telling("99"),
        then=(elder.consents("consent"), elder.dies(june(14))),
        retract=lambda of: elder.does(RetractPersonEntry, of=of, entry="RELOCATION", **WHY),
    )


def called() -> Story:
    elder = Elder()
    return elder.story(
        facts.ALIAS,
        Telling(elder.does(RecordAlias, alias="Mbah Nem"), june(5)),
        then=(Step(elder.does(RecordAlias, alias="Bu Nem"), facts.ALIAS, june(6)),),
        retract=lambda of: elder.does(RetractAlias, of=of, **WHY),
    )


def numbered() -> Story:
    elder = Elder()
    verify = elder.does(VerifyIdentity, by="KTP")
    return elder.story(
        facts.NIK,
        Telling(elder.does(ClaimIdentity, nik=NIK), june(5)),
        then=(Step(verify, facts.VERIFICATION, june(6), ends=True), elder.consents("consent")),
        retract=lambda _: elder.does(WithdrawIdentity, nik_missing="NOT_ASKED", **WHY),
    )


def verified() -> Story:
    elder = Elder()
    elder.world.run(elder.does(ClaimIdentity, nik=NIK), on=june(2))
    return elder.story(
        facts.VERIFICATION,
        Telling(elder.does(VerifyIdentity, by="KTP"), june(5)),
        then=(elder.moves(),),
        retract=lambda of: elder.does(RetractPersonEntry, of=of, entry="VERIFICATION", **WHY),
    )


def suspected() -> Story:
    elder = Elder()
    return elder.story(
        facts.SUSPICION,
        Telling(elder.suspects(), june(5)),
        then=(elder.moves(),),
        retract=lambda _: elder.does(RejectDuplicate, other_id=elder.other, **WHY),
    )


def merged() -> Story:
    elder = Elder()
    elder.world.run(ClaimIdentity(person_id=elder.other, nik=NIK), on=june(2))
    elder.world.run(elder.suspects(), on=june(3))
    merge = elder.does(MergePersons, merged_id=elder.other)
    verify = elder.does(VerifyIdentity, by="KTP")
    return elder.story(
        facts.MERGE,
        Telling(merge, june(5)),
        then=(
            elder.consents("consent"),
            elder.moves(),
            Step(verify, facts.VERIFICATION, ends=True),
        ),
        retract=lambda _: elder.does(ReverseMerge, merged_id=elder.other, **WHY),
        by=elder.head,
        same=_settled,
    )


def _settled(state: Any) -> Any:
    """A record without suspicions, which a merge settles, and without the later entries about its
    NIK."""
    if not isinstance(state, Person):
        return state
    nik = state.nik and msgspec.structs.replace(
        state.nik, state="CLAIMED", verified_by=None, verified_on=None
    )
    return msgspec.structs.replace(state, suspected=(), nik=nik)


def died() -> Story:
    elder = Elder()

    def telling(on: date, certificate: str | None = None) -> Telling:
        given = {"died_on": on, "certificate": certificate}
        correct = elder.does(CorrectDeath, **given, **WHY)
        return Telling(elder.does(RecordDeath, **given), june(8), lambda _: correct)

    return elder.story(
        facts.DEATH,
        telling(june(5)),
        telling(june(6), "6474-KM-1"),
        telling(june(5), "6474-KM-1"),
        telling(date(1930, 12, 31)),
        then=(Step(elder.does(RecordAlias, alias="Mbah Nem"), facts.ALIAS, june(9)),),
        retract=lambda _: elder.does(RetractDeath, **WHY),
    )


def consented() -> Story:
    elder = Elder()
    of = {"consent_id": elder.world.uid("c")}
    withdraw = elder.does(WithdrawConsent, **of)

    def telling(**changes: Any) -> Telling:
        given = elder.consent(**of, **changes)
        said = {name: getattr(given, name) for name in given.__struct_fields__}
        del said["wksbm_id"]
        correct = CorrectConsent(**said, no_end=given.until is None, **WHY)
        return Telling(given, june(5), lambda _: correct)

    return elder.story(
        facts.CONSENT,
        telling(),
        telling(scope=("IDENTITY", "NEEDS"), proof="F-2"),
        telling(purpose="SERVICE", until=june(20)),
        telling(giver="GUARDIAN", giver_person=elder.other),
        telling(giver="GUARDIAN"),
        telling(giver="GUARDIAN", giver_person=elder.id),
        telling(giver="GUARDIAN", giver_person=elder.world.uid("nobody")),
        telling(until=june(4)),
        then=(Step(withdraw, facts.WITHDRAWAL, june(6)), elder.dies(june(14))),
    )


STORIES = (
    *(registered, moved, called, numbered, verified),
    *(suspected, merged, died, consented),
)
