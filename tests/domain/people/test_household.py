"""Households: formed with one head, joined, left, moved, corrected, dissolved."""

from __future__ import annotations

from datetime import date

import pytest

from wahana.domain.kernel.fields import contact, identity
from wahana.domain.kernel.slot_events import SlotReleased, SlotTaken
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
from wahana.domain.people.household_events import (
    HouseholdCardChanged,
    HouseholdCorrected,
    HouseholdDissolved,
    HouseholdEntryRetracted,
    HouseholdFormed,
    HouseholdHeadChanged,
    HouseholdMemberAdded,
    HouseholdMemberCorrected,
    HouseholdMemberRemoved,
    HouseholdMoved,
    Membership,
)
from wahana.domain.people.person import Person
from wahana.domain.people.registration import NewPerson, PersonRef, RegisterPerson

AREA, KK = "64.74.01.1001", "6474012107120003"
DAY = date(2012, 6, 20)


def member(world, name: str, role: str, **more: object) -> NewMember:
    return NewMember(person=PersonRef(person_id=world.uid(name)), role=role, **more)  # type: ignore[arg-type]


def form(world, *members: NewMember, name: str = "rumah", **more: object) -> FormHousehold:
    return FormHousehold(
        household_id=world.uid(name),
        area_code=AREA,
        members=members,
        **more,  # type: ignore[arg-type]
    )


@pytest.fixture
def world(scenario):
    made = scenario()
    made.run(
        *(
            RegisterPerson(person_id=made.uid(name), name=name)
            for name in ("bapak", "ibu", "anak", "lain")
        )
    )
    return made


@pytest.fixture
def home(world):
    world.run(form(world, member(world, "bapak", "HEAD"), member(world, "ibu", "SPOUSE")))
    return world


def test_a_household_is_formed_with_its_members(world):
    rumah = world.uid("rumah")
    baby = NewPerson(person_id=world.uid("bayi"), name="Bayi", nik_missing="NEWBORN")
    outcome = world.when(
        form(
            world,
            member(world, "bapak", "HEAD", since=date(2010, 1, 1)),
            NewMember(person=PersonRef(new=baby), role="CHILD"),
            kk="6474 0121 0712 0003",
            address="Jl. Awang Long 1",
        )
    )
    event = outcome.only(HouseholdFormed)
    assert event.kk == identity(rumah, KK)
    assert event.address == contact(rumah, "Jl. Awang Long 1")
    assert event.members[0] == Membership(
        person_id=world.uid("bapak"), role="HEAD", since=date(2010, 1, 1)
    )
    taken = [event for event in outcome.events if isinstance(event, SlotTaken)]
    assert len(taken) == 2
    assert world.state(Person, world.uid("bayi")).nik_missing == "NEWBORN"
    assert world.state(Household, rumah).head == world.uid("bapak")


def test_one_head_each_member_once_one_household_each(home):
    world = home
    head, child = member(world, "lain", "HEAD"), member(world, "anak", "CHILD")
    world.when(form(world, child, name="x")).then_refused(
        "HOUSEHOLD_HEAD", "members", cause="NO_HEAD"
    )
    world.when(form(world, head, member(world, "anak", "HEAD"), name="x")).then_refused(
        "HOUSEHOLD_HEAD", "members", cause="SEVERAL_HEADS"
    )
    world.when(form(world, head, member(world, "lain", "CHILD"), name="x")).then_refused(
        "HOUSEHOLD_MEMBER", "members", cause="MEMBER_TWICE"
    )
    world.when(form(world, member(world, "ibu", "HEAD"), name="x")).then_refused(
        "ONE_HOUSEHOLD", "members", holder=world.uid("rumah")
    )
    world.when(form(world, head, name="x", kk="1")).then_refused("KK_FORMAT", "kk")
    world.when(
        form(world, member(world, "lain", "HEAD", since=date(2012, 6, 21)), name="x")
    ).then_refused("FUTURE_DATE", "members[0].since")
    world.when(
        form(world, member(world, "lain", "HEAD", since=date(1900, 1, 1)), name="x")
    ).then_refused("DATE_RANGE", "members[0].since")
    world.when(form(world, head)).then_refused("ALREADY_EXISTS", "householdId")


def test_members_join_and_leave(home):
    world, rumah = home, home.uid("rumah")
    add = AddHouseholdMember(
        household_id=rumah, member=member(world, "anak", "CHILD"), reason="BORN"
    )
    joined = Membership(person_id=world.uid("anak"), role="CHILD", since=DAY)
    outcome = world.when(add)
    assert outcome.only(HouseholdMemberAdded) == HouseholdMemberAdded(member=joined, reason="BORN")
    assert outcome.only(SlotTaken).holder == rumah
    world.when(add).then_refused("HOUSEHOLD_MEMBER", "member", cause="MEMBER_TWICE")
    second_head = AddHouseholdMember(
        household_id=rumah, member=member(world, "lain", "HEAD"), reason="MOVED"
    )
    world.when(second_head).then_refused("HOUSEHOLD_HEAD", "member", cause="SEVERAL_HEADS")

    def leave(name: str, **more: object) -> RemoveHouseholdMember:
        return RemoveHouseholdMember(
            household_id=rumah,
            person_id=world.uid(name),
            reason="MOVED",
            **more,  # type: ignore[arg-type]
        )

    world.when(leave("anak", left_on=date(2012, 6, 1))).then_refused("DATE_ORDER", "leftOn")
    outcome = world.when(leave("anak"))
    assert outcome.only(HouseholdMemberRemoved).left_on == DAY
    assert outcome.only(SlotReleased).holder == rumah
    world.when(leave("anak")).then_refused("HOUSEHOLD_MEMBER", "personId", cause="NO_MEMBER")
    world.when(leave("bapak")).then_refused("HOUSEHOLD_HEAD", "personId", cause="HEAD_LEAVES")
    world.when(form(world, member(world, "anak", "HEAD"), name="baru")).accepted()


def test_another_member_becomes_the_head(home):
    world, rumah = home, home.uid("rumah")

    def head(name: str, former: str = "SPOUSE") -> ChangeHouseholdHead:
        return ChangeHouseholdHead(
            household_id=rumah,
            person_id=world.uid(name),
            former_role=former,  # type: ignore[arg-type]
        )

    world.when(head("bapak")).then_refused("NO_CHANGE")
    world.when(head("lain")).then_refused("HOUSEHOLD_MEMBER", "personId", cause="NO_MEMBER")
    world.when(head("ibu", "HEAD")).then_refused("HOUSEHOLD_HEAD", "formerRole")
    world.when(head("ibu")).then(
        HouseholdHeadChanged(person_id=world.uid("ibu"), former_role="SPOUSE", since=DAY)
    )
    state = world.state(Household, rumah)
    assert state.head == world.uid("ibu")
    assert state.member(world.uid("bapak")).role == "SPOUSE"


def test_a_member_is_corrected(home):
    world, rumah = home, home.uid("rumah")

    def correct(name: str, role: str, since: date = date(2012, 1, 1)) -> CorrectHouseholdMember:
        return CorrectHouseholdMember(
            household_id=rumah, person_id=world.uid(name), role=role, since=since,  # type: ignore[arg-type]
            reason="TYPING_ERROR",
        )  # fmt: skip

    right = Membership(person_id=world.uid("ibu"), role="PARENT", since=date(2012, 1, 1))
    world.when(correct("ibu", "PARENT")).then(
        HouseholdMemberCorrected(of=1, member=right, reason="TYPING_ERROR")
    )
    world.when(correct("ibu", "PARENT")).then_refused("NO_CHANGE")
    world.when(correct("ibu", "HEAD")).then_refused("HOUSEHOLD_HEAD", "role")
    world.when(correct("bapak", "CHILD")).then_refused("HOUSEHOLD_HEAD", "role", cause="NO_HEAD")


def test_card_and_dwelling_change_and_are_corrected(home):
    world, rumah = home, home.uid("rumah")
    world.when(ChangeHouseholdCard(household_id=rumah, kk=KK)).then(
        HouseholdCardChanged(kk=identity(rumah, KK))
    )
    move = MoveHousehold(household_id=rumah, area_code="64.74.01.1003", address="Jl. B")
    world.when(move).then(
        HouseholdMoved(
            address=contact(rumah, "Jl. B"), area_code="64.74.01.1003", area_edition="2025"
        )
    )
    stay = MoveHousehold(household_id=rumah, area_code="64.74.01.1003")
    world.when(stay).then_refused("NO_CHANGE")
    correct = CorrectHousehold(household_id=rumah, reason="WRONG_PLACE", area_code=AREA)
    world.when(correct).then(
        HouseholdCorrected(of=3, area_code=AREA, area_edition="2025", reason="WRONG_PLACE")
    )
    assert world.state(Household, rumah).area_code == AREA
    world.when(CorrectHousehold(household_id=rumah, reason="TYPING_ERROR")).then_refused(
        "NO_CHANGE"
    )
    world.when(correct).then_refused("NO_CHANGE", "areaCode")
    world.when(
        CorrectHousehold(household_id=rumah, reason="TYPING_ERROR", kk=KK, of=99)
    ).then_refused("NOT_FOUND", "of")


def test_a_dissolved_household_frees_its_members(home):
    world, rumah = home, home.uid("rumah")
    dissolve = DissolveHousehold(household_id=rumah, reason="JOINED_ANOTHER")
    outcome = world.when(dissolve)
    assert outcome.only(HouseholdDissolved).dissolved_on == DAY
    assert sum(isinstance(event, SlotReleased) for event in outcome.events) == 2
    world.when(dissolve).then_refused("HOUSEHOLD_ENDED", "householdId")
    world.when(form(world, member(world, "ibu", "HEAD"), name="baru")).accepted()
    nowhere = DissolveHousehold(household_id=world.uid("nowhere"), reason="ALL_LEFT")
    world.when(nowhere).then_refused("NOT_FOUND", "householdId")


def test_a_household_takes_in_those_of_its_own_area(world):
    """A role that is limited to an area puts nobody from elsewhere into a household."""
    away, here = world.uid("away"), world.uid("here")
    world.run(
        RegisterPerson(person_id=away, name="Jauh", area_code="64.74.02.1001"),
        RegisterPerson(person_id=here, name="Dekat", area_code="64.74.01.1001"),
    )

    def acts_at(*people: PersonRef) -> str | None:
        members = tuple(NewMember(person=one, role="OTHER") for one in people)
        form = FormHousehold(
            household_id=world.uid("new home"), area_code="64.74.01.1001", members=members
        )
        return form.place(world.context()).area_code

    stranger = NewPerson(person_id=world.uid("x"), name="Baru", area_code="64.74.02.1001")
    assert acts_at(PersonRef(person_id=here)) == "64.74.01.1001"
    assert acts_at(PersonRef(new=NewPerson(person_id=world.uid("y"), name="Y"))) == "64.74.01.1001"
    for one in (PersonRef(person_id=away), PersonRef(new=stranger)):
        assert acts_at(PersonRef(person_id=here), one) == "64.74"
    form = FormHousehold(
        household_id=world.uid("home of one"), area_code="64.74.01.1001",
        members=(NewMember(person=PersonRef(person_id=here), role="HEAD"),),
    )  # fmt: skip
    world.run(form)
    joins = AddHouseholdMember(
        household_id=world.uid("home of one"), reason="MOVED",
        member=NewMember(person=PersonRef(person_id=away), role="OTHER"),
    )  # fmt: skip
    assert joins.place(world.context()).area_code == "64.74"


def test_entries_are_taken_back_but_never_the_only_head(home):
    world, rumah = home, home.uid("rumah")

    def retract(entry: str, of: int, name: str | None = None) -> RetractHouseholdEntry:
        person = None if name is None else world.uid(name)
        return RetractHouseholdEntry(
            household_id=rumah, entry=entry, of=of, person_id=person, reason="DUPLICATE"  # type: ignore[arg-type]
        )  # fmt: skip

    outcome = world.when(retract("MEMBERSHIP", 1, "ibu"))
    assert outcome.only(HouseholdEntryRetracted) == HouseholdEntryRetracted(
        of=1, entry="MEMBERSHIP", person_id=world.uid("ibu"), reason="DUPLICATE"
    )
    assert outcome.only(SlotReleased).holder == rumah
    for name in ("bapak", None):
        world.when(retract("MEMBERSHIP", 1, name)).then_refused(
            "HOUSEHOLD_HEAD", "of", cause="NO_HEAD"
        )
    world.when(retract("MEMBERSHIP", 1, "anak")).then_refused("NOT_FOUND", "of")
    world.when(retract("MOVE", 1, "bapak")).then_refused("NOT_FOUND", "of")
    world.run(DissolveHousehold(household_id=rumah, reason="ALL_LEFT"))
    world.run(form(world, member(world, "bapak", "HEAD"), name="baru"))
    world.when(retract("DISSOLUTION", 3)).then_refused(
        "ONE_HOUSEHOLD", "of", holder=world.uid("baru")
    )
