"""The form of a story: an office, its members, and what they did, in chapters.

A story is data, made without database or clock: its acts have a fixed order and number, and the
number is the idempotency key. So a load that was interrupted is finished by the next one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from uuid import UUID

from wahana.domain.kernel.model import Actor, Command
from wahana.platform.events import Evidence
from wahana.tenants.authorization import ServiceActor
from wahana.tenants.member_commands import AdmitMember, GiveRole

from ..provision import OPERATOR, TenantSetup
from .marks import sample
from .samples import demo_id, known, person

CLIENT = "wahana demo"
"""The client that the events of the demo name."""


@dataclass(frozen=True, slots=True)
class DemoMember:
    """An invented person who acts in an office, in one role."""

    office: str
    """Slug of the office."""
    key: str
    """Name of the post within the office: ``kasi``, ``kepala``."""
    role: str
    title: str
    """The post as people call it."""
    number: int
    """Number of the sample name."""
    area_code: str | None = None
    wksbm_ids: tuple[UUID, ...] = ()
    """The WKSBM that an officer of one serves."""
    registered: tuple[str, ...] = ()
    """Key of the person behind the member, if the story registers them elsewhere."""

    @property
    def id(self) -> UUID:
        return demo_id(self.office, "member", self.key)

    @property
    def grant_id(self) -> UUID:
        return demo_id(self.office, "grant", self.key)

    @property
    def person_key(self) -> tuple[str, ...]:
        """Key of the person behind the member."""
        return self.registered or (self.office, "person", self.key)

    @property
    def service_actor(self) -> ServiceActor:
        """The member as an actor in this process: no token is needed, the role table holds."""
        return ServiceActor(Actor(self.id, self.role, self.area_code, self.wksbm_ids), CLIENT)


@dataclass(frozen=True, slots=True)
class Act:
    """A command, its actor, its business date, and its evidence."""

    who: DemoMember | None
    """``None``: the operator of the service."""
    on: date | None
    """``None``: the day of loading, for what concerns the service and not the trade."""
    command: Command
    evidence: tuple[Evidence, ...]
    cite: str | None = None
    """Name of the position after this act, if it is worth citing."""

    @property
    def service_actor(self) -> ServiceActor:
        return OPERATOR if self.who is None else self.who.service_actor


@dataclass(frozen=True, slots=True)
class KeyedAct:
    """An act with its idempotency key."""

    key: str
    act: Act


Chain = Sequence[Act]
"""Acts one after the other."""
Chapter = Sequence[Chain]
"""Chains that need not wait for each other; the next chapter waits for all of them."""


@dataclass(frozen=True, slots=True)
class Story:
    """An office and what it did. The last chapter is one act: when it is recorded, all is
    recorded."""

    office: TenantSetup
    basis: tuple[Evidence, ...]
    """Evidence of the office's registration."""
    members: tuple[DemoMember, ...]
    """The first is the administrator, who admits the others."""
    setting: Chain
    """What the administrator decides about the office, once its past may be entered."""
    chapters: tuple[Chapter, ...]
    officers: tuple[DemoMember, ...] = ()
    """Members whom a chapter admits, once there is what they serve."""
    one_undertaking: bool = True
    """Whether all its events belong together (correlation); an ordinary year's do not."""
    with_tokens: bool = False
    """Whether the demo hands out tokens to look at the office with."""

    @property
    def tenant_id(self) -> UUID:
        return demo_id(self.office.slug, "tenant")

    @property
    def correlation(self) -> UUID | None:
        """The correlation id of all events of the story, if they belong together."""
        return demo_id(self.office.slug, "story") if self.one_undertaking else None

    @property
    def admission(self) -> Chapter:
        """How the members come in: first the administrator, then those whom they admit."""
        admin, *others = self.members
        later = [act for other in others for act in admitted(other, admin)]
        return [[*admitted(admin, None), *later]]

    def steps(self) -> list[list[list[KeyedAct]]]:
        """All chapters, their chains, and in these the acts with their idempotency keys.

        The first chapter is the admission, the second the setting.
        """
        numbers = count(1)
        return [
            [
                [KeyedAct(f"demo/{self.office.slug}/{next(numbers)}", act) for act in chain]
                for chain in part
            ]
            for part in (self.admission, [self.setting], *self.chapters)
        ]


def admitted(member: DemoMember, by: DemoMember | None) -> Chain:
    """A member comes in and is given the role; ``by``: the administrator, or the operator."""
    evidence = (sample("a member of the office"),)
    key = member.person_key
    who = known(*key) if member.registered else person(member.number, *key)
    admit = AdmitMember(member_id=member.id, kind="PERSON", person=who)
    give = GiveRole(
        member_id=member.id,
        grant_id=member.grant_id,
        role=member.role,
        area_code=member.area_code,
        wksbm_ids=member.wksbm_ids,
    )
    return [Act(by, None, command, evidence) for command in (admit, give)]
