"""Stories of an arisan: opened, collected, drawn, paid, a member replaced, closed (S2)."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.domain.conftest import Scenario
from tests.domain.money.conftest import Neighbourhood

from wahana.domain.kernel.facts import FactKind
from wahana.domain.kernel.model import Command
from wahana.domain.money import arisan_facts as facts
from wahana.domain.money.arisan import ArisanCycle
from wahana.domain.money.arisan_commands import (
    CloseCycle,
    CollectRound,
    PayPot,
    SettleDebt,
    SharePayment,
    SubstituteMember,
)
from wahana.domain.money.arisan_corrections import CorrectCycle, RetractArisanEntry
from wahana.domain.money.arisan_draw import DrawWinner
from wahana.domain.money.arisan_events import Cover
from wahana.domain.money.arisan_opening import OpenCycle
from wahana.domain.money.arisan_rules import CYCLES

from .care_world import WHY
from .stories import Step, Story, Telling

DAY = date(2026, 3, 5)
NAMES = ("Sri", "Budi", "Wati")


class Group:
    """Three neighbours of RW 08 and what they may do with their arisan."""

    def __init__(self) -> None:
        scenario = Scenario(area_code="34.71", today=date(2026, 11, 21), edition="2012")
        self.rw = Neighbourhood(scenario)
        for name in (*NAMES, "Tini", "Yati", "Pak RT", "Pak RW"):
            self.rw.person(name)
        self.of: dict[str, Any] = {"cycle_id": self.rw.uid("cycle")}

    def opening(self, **changes: Any) -> dict[str, Any]:
        members = tuple(self.rw.ref(name) for name in NAMES)
        given: dict[str, Any] = {"title": "Arisan", "contribution": 50_000, "members": members}
        return given | {"frequency": "MONTHLY", "method": "RANDOM"} | changes

    def opened(self, *then: Command) -> Group:
        """The cycle after these commands."""
        self.run(OpenCycle(**self.of, wksbm_id=self.rw.id, **self.opening()), *then)
        return self

    def run(self, *commands: Command) -> None:
        for command in commands:
            self.rw.world.when(command, on=DAY, actor=self.rw.treasurer).accepted()

    def collect(self, *shares: int, **more: Any) -> CollectRound:
        payments = tuple(SharePayment(share=share) for share in shares)
        return CollectRound(**self.of, payments=payments, **more)

    def draw(self, share: int, **more: Any) -> DrawWinner:
        witnesses = (self.rw.uid("Pak RT"), self.rw.uid("Pak RW"))
        return DrawWinner(**self.of, share=share, witnesses=witnesses, **more)

    def pay(self, round_no: int) -> PayPot:
        return PayPot(**self.of, round=round_no)

    def replace(self, share: int, name: str) -> SubstituteMember:
        return SubstituteMember(**self.of, share=share, member=self.rw.ref(name), reason="MOVED")

    def lent(self) -> Cover:
        """What somebody put in for a share that did not pay."""
        return Cover(source="ORGANISER", amount=50_000, person=self.rw.uid("Pak RT"))

    def short(self) -> Group:
        """Share 2 won the first round and does not pay in the second, which share 1 won."""
        return self.opened(
            self.collect(1, 2, 3),
            self.draw(2),
            self.pay(1),
            self.collect(1, 3, cover=self.lent()),
            self.draw(1),
        )

    def story(self, kind: FactKind, *tellings: Telling, **more: Any) -> Story:
        given: dict[str, Any] = {
            "by": self.rw.treasurer,
            "retract": lambda of: RetractArisanEntry(
                **self.of,
                entry=kind.code,  # type: ignore[arg-type]
                of=of,
                **WHY,
            ),
        }
        return Story(
            kind=kind,
            timeline=CYCLES,
            world=self.rw.world,
            stream=(ArisanCycle, self.of["cycle_id"]),
            tellings=tellings,
            **(given | more),
        )

    def step(self, command: Command, kind: FactKind) -> Step:
        """A step, which copies who held a share and what was owed at the end."""
        copies = kind in (facts.SUBSTITUTION, facts.CLOSING)
        return Step(command, kind, DAY, bars="ENTRY_IN_USE" if copies else None)


def opened() -> Story:
    group = Group()

    def telling(on: date = DAY, **changes: Any) -> Telling:
        given = group.opening(**changes)
        return Telling(
            OpenCycle(**group.of, wksbm_id=group.rw.id, **given),
            on,
            lambda _: CorrectCycle(**group.of, **given, **WHY),
            on,
        )

    others = tuple(group.rw.ref(name) for name in ("Tini", "Budi", "Wati"))
    return group.story(
        facts.CYCLE,
        telling(),
        telling(title="Arisan ibu-ibu", frequency="SELAPANAN"),
        telling(date(2026, 3, 1)),
        telling(members=others),
        telling(cut=10_000),
        telling(cut=150_000),
        telling(members=others[:2]),
        then=(
            group.step(group.collect(2, 3), facts.COLLECTION),
            group.step(group.collect(1), facts.COLLECTION),
            Step(group.draw(1), facts.DRAW, DAY, bars="ENTRY_IN_USE"),
            group.step(group.pay(1), facts.POT),
            group.step(group.replace(1, "Yati"), facts.SUBSTITUTION),
        ),
        retract=None,
    )


def collected() -> Story:
    group = Group().opened()
    return group.story(
        facts.COLLECTION,
        Telling(group.collect(1, 2), DAY),
        then=(
            group.step(group.collect(3), facts.COLLECTION),
            group.step(group.draw(2), facts.DRAW),
        ),
    )


def covered() -> Story:
    group = Group().opened()
    rw = group.rw
    rw.open(opening_balance=500_000)
    rw.pay(50_000, purpose="ARISAN_COVER", on=DAY).accepted()
    cover = Cover(source="FUND", amount=50_000, book=rw.book().id, entry_no=2)
    return group.story(facts.COLLECTION, Telling(group.collect(1, cover=cover), DAY))


def won() -> Story:
    group = Group().opened(Group().collect(1, 2, 3))
    return group.story(
        facts.DRAW,
        Telling(group.draw(2), DAY),
        then=(
            group.step(group.replace(1, "Tini"), facts.SUBSTITUTION),
            group.step(group.pay(1), facts.POT),
            group.step(group.collect(1), facts.COLLECTION),
        ),
    )


def paid() -> Story:
    group = Group()
    group.opened(
        group.collect(2, 3, cover=group.lent()),
        group.draw(2),
        group.collect(1, 2, 3),
        group.draw(1),
    )
    closing = CloseCycle(**group.of, end="BROKEN_OFF", note="Banyak yang pindah.")
    return group.story(
        facts.POT,
        Telling(group.pay(2), DAY),
        then=(
            group.step(group.pay(1), facts.POT),
            group.step(closing, facts.CLOSING),
        ),
    )


def settled() -> Story:
    group = Group().short()
    rest = SettleDebt(**group.of, round=2, share=2, amount=30_000)
    return group.story(
        facts.SETTLEMENT,
        Telling(SettleDebt(**group.of, round=2, share=2, amount=20_000), DAY),
        then=(group.step(rest, facts.SETTLEMENT),),
    )


def replaced() -> Story:
    group = Group()
    group.opened(group.collect(1, 2, 3))
    return group.story(
        facts.SUBSTITUTION,
        Telling(group.replace(2, "Tini"), DAY),
        then=(
            Step(group.draw(2), facts.DRAW, DAY, bars="ENTRY_IN_USE"),
            group.step(group.replace(2, "Yati"), facts.SUBSTITUTION),
        ),
    )


def closed() -> Story:
    group = Group().short()
    closing = CloseCycle(**group.of, end="BROKEN_OFF", note="Banyak yang pindah.")
    return group.story(facts.CLOSING, Telling(closing, DAY))


STORIES = (opened, collected, covered, won, paid, settled, replaced, closed)
