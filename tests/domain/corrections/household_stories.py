"""Stories of households: who belongs to them, who is the head, where they live, on which card."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
from tests.domain.conftest import Scenario

from wahana.domain.kernel.facts import FactKind
from wahana.domain.kernel.slots import Slot
from wahana.domain.people import household as facts
from wahana.domain.people.household import Household
from wahana.domain.people.household_commands import (
    AddHouseholdMember,
    ChangeHouseholdCard,
    ChangeHouseholdHead,
    DissolveHousehold,
    FormHousehold,
    MoveHousehold,
    NewMember,
    RemoveHouseholdMember,
)
from wahana.domain.people.household_corrections import (
    CorrectHousehold,
    CorrectHouseholdMember,
    RetractHouseholdEntry,
)
from wahana.domain.people.household_rules import HOUSEHOLDS
from wahana.domain.people.registration import PersonRef, RegisterPerson

from .stories import Step, Story, Telling

WHY: dict[str, Any] = {"reason": "OTHER", "note": "Menurut KK."}
AREA, OTHER_AREA, KK = "64.74.01.1001", "64.74.01.1003", "6474012107120003"


def june(number: int) -> date:
    return date(2012, 6, number)


def held(state: Any) -> Any:
    """A state, unless it is a slot that nobody holds."""
    return None if isinstance(state, Slot) and state.holder is None else state


class Home:
    """Bapak, Ibu and Nenek under one roof; Anak and Lain belong to nobody yet."""

    def __init__(self, *, formed: bool = True) -> None:
        self.world = Scenario()
        self.id = self.world.uid("rumah")
        for who in ("bapak", "ibu", "nenek", "anak", "lain"):
            self.world.run(RegisterPerson(person_id=self.world.uid(who), name=who))
        if formed:
            self.world.run(self.form(), on=june(1))

    def form(self, **changes: Any) -> FormHousehold:
        members = (
            self.member("bapak", "HEAD"),
            self.member("ibu", "SPOUSE"),
            self.member("nenek", "PARENT"),
        )
        given = {"household_id": self.id, "area_code": AREA, "members": members} | changes
        return FormHousehold(**given)

    def member(self, who: str, role: Any, since: date | None = None) -> NewMember:
        return NewMember(person=PersonRef(person_id=self.world.uid(who)), role=role, since=since)

    def does(self, command: Any, who: str | None = None, **fields: Any) -> Any:
        person = {} if who is None else {"person_id": self.world.uid(who)}
        return command(household_id=self.id, **person, **fields)

    def story(
        self, kind: FactKind, *tellings: Telling, who: str | None = None, **more: Any
    ) -> Story:
        """A story about the household, or about one of its members."""
        given: dict[str, Any] = {
            "retract": lambda of: self.does(RetractHouseholdEntry, entry=kind.code, of=of, **WHY),
            "about": None if who is None else self.world.uid(who),
            "same": held,
        }
        return Story(
            kind=kind,
            timeline=HOUSEHOLDS,
            world=self.world,
            stream=(Household, self.id),
            tellings=tellings,
            **(given | more),
        )

    def heads(self, who: str, former: str) -> Step:
        change = self.does(ChangeHouseholdHead, who, former_role=former)
        return Step(change, facts.HEAD_CHANGE, june(10))

    def leaves(self, who: str, on: date) -> RemoveHouseholdMember:
        command: RemoveHouseholdMember = self.does(
            RemoveHouseholdMember, who, left_on=on, reason="MOVED"
        )
        return command

    def elsewhere(self, *who: str) -> FormHousehold:
        """Another household of these people."""
        first, *others = who
        members = (self.member(first, "HEAD"), *(self.member(one, "OTHER") for one in others))
        return self.form(household_id=self.world.uid("other"), members=members)


def formed() -> Story:
    home = Home(formed=False)

    def telling(**changes: Any) -> Telling:
        correct = home.does(CorrectHousehold, **({"area_code": AREA} | changes), **WHY)
        return Telling(home.form(**changes), june(1), lambda _: correct)

    return home.story(
        facts.HOUSEHOLD,
        telling(),
        telling(area_code=OTHER_AREA),
        telling(area_code="99"),
        then=(home.heads("ibu", "SPOUSE"),),
        retract=None,
    )


def formed_with() -> Story:
    """A household's first member, by how they are entered with it."""
    home = Home(formed=False)

    def telling(role: Any, since: date) -> Telling:
        members = (home.member("bapak", "HEAD"), home.member("ibu", role, since))
        correct = home.does(CorrectHouseholdMember, "ibu", role=role, since=since, **WHY)
        return Telling(home.form(members=members), june(4), lambda _: correct)

    return home.story(
        facts.MEMBERSHIP,
        telling("SPOUSE", june(1)),
        telling("OTHER_RELATIVE", june(2)),
        telling("HELPER", june(4)),
        telling("HEAD", june(1)),
        then=(
            Step(
                home.leaves("ibu", june(3)), facts.MEMBERSHIP_END, june(5), bars="HOUSEHOLD_MEMBER"
            ),
        ),
        retract=None,
        who="ibu",
    )


def joined() -> Story:
    home = Home()

    def telling(role: Any, since: date) -> Telling:
        add = home.does(AddHouseholdMember, member=home.member("anak", role, since), reason="BORN")
        correct = home.does(CorrectHouseholdMember, "anak", role=role, since=since, **WHY)
        return Telling(add, june(5), lambda _: correct)

    return home.story(
        facts.MEMBERSHIP,
        telling("CHILD", june(2)),
        telling("GRANDCHILD", june(3)),
        telling("CHILD", june(5)),
        telling("HEAD", june(2)),
        then=(
            home.heads("ibu", "SPOUSE"),
            Step(home.leaves("nenek", june(4)), facts.MEMBERSHIP_END, june(11)),
            home.heads("bapak", "SPOUSE"),
        ),
        who="anak",
    )


def joined_and_left() -> Story:
    home = Home()
    add = home.does(AddHouseholdMember, member=home.member("anak", "CHILD"), reason="BORN")
    return home.story(
        facts.MEMBERSHIP,
        Telling(add, june(5)),
        then=(
            Step(home.leaves("anak", june(8)), facts.MEMBERSHIP_END, june(8), ends=True),
            Step(home.elsewhere("anak"), None, june(9)),
        ),
        who="anak",
    )


def left() -> Story:
    home = Home()
    return home.story(
        facts.MEMBERSHIP_END,
        Telling(home.leaves("nenek", june(5)), june(5)),
        then=(Step(home.heads("ibu", "SPOUSE").does, facts.HEAD_CHANGE, june(6)),),
        who="nenek",
    )


def another_head() -> Story:
    home = Home()

    def telling(former: Any) -> Telling:
        change = home.does(ChangeHouseholdHead, "ibu", former_role=former, since=june(5))
        correct = home.does(CorrectHouseholdMember, "bapak", role=former, since=june(5), **WHY)
        return Telling(change, june(5), lambda _: correct)

    return home.story(
        facts.HEAD_CHANGE,
        telling("SPOUSE"),
        telling("OTHER_RELATIVE"),
        telling("HELPER"),
        telling("HEAD"),
        then=(Step(home.leaves("nenek", june(6)), facts.MEMBERSHIP_END, june(6)),),
        who="ibu",
    )


def head_who_left() -> Story:
    home = Home()
    change = home.does(ChangeHouseholdHead, "ibu", former_role="SPOUSE")
    return home.story(
        facts.HEAD_CHANGE,
        Telling(change, june(5)),
        then=(
            home.heads("nenek", "CHILD"),
            Step(home.leaves("bapak", june(12)), facts.MEMBERSHIP_END, june(12)),
        ),
        who="ibu",
    )


def head_since() -> Story:
    """The day from which a new head is the head."""
    home = Home()

    def telling(since: date) -> Telling:
        change = home.does(ChangeHouseholdHead, "ibu", former_role="SPOUSE", since=since)
        return Telling(
            change,
            june(5),
            lambda _: home.does(CorrectHouseholdMember, "ibu", role="HEAD", since=since, **WHY),
        )

    return home.story(
        facts.HEAD_CHANGE, telling(june(5)), telling(june(3)), telling(june(4)), who="ibu",
        same=_without_former,
    )  # fmt: skip


def _without_former(state: Any) -> Any:
    """A household without the day on which a former head became a member: the correction sets
    one."""
    if not isinstance(state, Household):
        return held(state)
    heads = (msgspec.structs.replace(each, former_since=june(1)) for each in state.heads)
    return msgspec.structs.replace(state, heads=tuple(heads))


def new_card() -> Story:
    home = Home()

    return home.story(facts.CARD, Telling(home.does(ChangeHouseholdCard, kk=KK), june(5)))


def moved() -> Story:
    home = Home()

    def telling(area: str) -> Telling:
        given = {"area_code": area} | WHY
        move = home.does(MoveHousehold, area_code=area)
        return Telling(move, june(5), lambda of: home.does(CorrectHousehold, of=of, **given))

    return home.story(
        facts.MOVE,
        telling(OTHER_AREA),
        telling("64.74.02.1001"),
        telling("34.71.13.1006"),
        telling("99"),
        then=(home.heads("ibu", "SPOUSE"),),
    )


def dissolved() -> Story:
    home = Home()
    return home.story(
        facts.DISSOLUTION,
        Telling(home.does(DissolveHousehold, reason="ALL_LEFT"), june(5)),
        then=(Step(home.elsewhere("ibu", "anak"), None, june(6), bars="ONE_HOUSEHOLD"),),
    )


STORIES = (
    *(formed, formed_with, joined, joined_and_left, left),
    *(another_head, head_who_left, head_since, new_card, moved, dissolved),
)
