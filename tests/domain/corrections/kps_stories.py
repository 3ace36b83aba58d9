"""Stories of member bodies, their conflicts and the partners around a WKSBM (S0, S2)."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.domain.care.conftest import Ladder

from wahana.domain.care import kps as facts
from wahana.domain.care import network_partner as partners
from wahana.domain.care.kps import Kps
from wahana.domain.care.kps_commands import (
    DeclareKpsService,
    JoinKps,
    LeaveKps,
    LegaliseKps,
    NameKpsLiaison,
    ReleaseKpsLiaison,
    WithdrawKpsService,
)
from wahana.domain.care.kps_conflicts import DeclareConflictOfInterest, ResolveConflict
from wahana.domain.care.kps_corrections import CorrectConflict, CorrectKps, RetractKpsEntry
from wahana.domain.care.kps_rules import KPS
from wahana.domain.care.network_partner_commands import LinkNetworkPartner, UnlinkNetworkPartner
from wahana.domain.care.network_partner_corrections import (
    CorrectNetworkPartner,
    RetractNetworkPartnerUnlinking,
)
from wahana.domain.care.network_partner_rules import PARTNER
from wahana.domain.kernel.facts import FactKind

from .care_world import WHY, day, world
from .stories import Step, Story, Telling


def story(ladder: Ladder, kind: FactKind, *tellings: Telling, **more: Any) -> Story:
    """A story about a member body."""
    body = ladder.uid("pengajian")
    given: dict[str, Any] = {
        "retract": lambda of: RetractKpsEntry(
            kps_id=body,
            entry=kind.code,  # type: ignore[arg-type]
            of=of,
            **WHY,
        )
    }
    return Story(
        kind=kind,
        timeline=KPS,
        world=ladder.world,
        stream=(Kps, body),
        tellings=tellings,
        **(given | more),
    )


def joined() -> Story:
    ladder = world()
    body: dict[str, Any] = {"kps_id": ladder.uid("pengajian")}

    def telling(on: date, **changes: Any) -> Telling:
        given: dict[str, Any] = {"name": "Pengajian", "kps_kind": "PENGAJIAN"} | changes
        return Telling(
            JoinKps(**body, wksbm_id=ladder.wksbm, **given),
            on,
            lambda of: CorrectKps(**body, joined_on=on, **given, **WHY),
        )

    offer = DeclareKpsService(**body, service_kind="BERAS", pillar="LINJAMSOS")
    legalise = LegaliseKps(**body, legal_no="AHU-1", issued_on=day(1))
    return story(
        ladder,
        facts.JOINING,
        telling(day(2)),
        telling(day(3), name="Pengajian Al-Ikhlas", members=30),
        telling(day(8)),
        telling(day(2), legal_status="FORMAL"),
        telling(day(2), legal_status="FORMAL", legal_no="AHU-2"),
        telling(day(2), kps_kind="PARTAI"),
        then=(
            Step(offer, facts.SERVICE, day(5)),
            Step(legalise, facts.LEGALISATION, day(6)),
            Step(LeaveKps(**body, reason="MOVED"), facts.DEPARTURE, day(12)),
        ),
    )


def legalised() -> Story:
    ladder = world()
    body = ladder.body("pengajian")
    legalise = LegaliseKps(kps_id=body, legal_no="AHU-1", issued_on=day(1))
    leave = LeaveKps(kps_id=body, reason="MOVED")
    return story(
        ladder,
        facts.LEGALISATION,
        Telling(legalise, day(6)),
        then=(Step(leave, facts.DEPARTURE, day(12)),),
    )


def offered() -> Story:
    ladder = world()
    body = ladder.body("pengajian")
    of: dict[str, Any] = {"kps_id": body, "service_kind": "BERAS"}
    return story(
        ladder,
        facts.SERVICE,
        Telling(DeclareKpsService(**of, pillar="LINJAMSOS"), day(5)),
        then=(
            Step(WithdrawKpsService(**of, reason="NO_FUNDS"), facts.SERVICE_END, day(8), ends=True),
        ),
    )


def offered_no_more() -> Story:
    ladder = world()
    of: dict[str, Any] = {"kps_id": ladder.body("pengajian"), "service_kind": "BERAS"}
    declare = DeclareKpsService(**of, pillar="LINJAMSOS")
    ladder.world.run(declare, on=day(5))
    return story(
        ladder,
        facts.SERVICE_END,
        Telling(WithdrawKpsService(**of, reason="NO_FUNDS"), day(8)),
        then=(Step(declare, facts.SERVICE, day(10)),),
    )


def liaison() -> Story:
    ladder = world()
    of: dict[str, Any] = {"kps_id": ladder.body("pengajian"), "member_id": ladder.liaison.id}
    release = ReleaseKpsLiaison(**of, reason="REPLACED")
    return story(
        ladder,
        facts.LIAISON,
        Telling(NameKpsLiaison(**of), day(5)),
        then=(Step(release, facts.LIAISON_END, day(8), ends=True),),
    )


def liaison_end() -> Story:
    ladder = world()
    of: dict[str, Any] = {"kps_id": ladder.body("pengajian"), "member_id": ladder.liaison.id}
    ladder.world.run(NameKpsLiaison(**of), on=day(5))
    return story(
        ladder,
        facts.LIAISON_END,
        Telling(ReleaseKpsLiaison(**of, reason="REPLACED"), day(8)),
        then=(Step(NameKpsLiaison(**of), facts.LIAISON, day(10)),),
    )


def left() -> Story:
    ladder = world()
    body = ladder.body("pengajian")
    return story(ladder, facts.DEPARTURE, Telling(LeaveKps(kps_id=body, reason="MOVED"), day(12)))


def in_conflict() -> Story:
    ladder = world()
    bodies = ladder.body("pengajian"), ladder.body("dasawisma", kind="DASAWISMA")
    between: dict[str, Any] = {"kps_a_id": bodies[0], "kps_b_id": bodies[1]}
    of: dict[str, Any] = {"conflict_id": ladder.uid("conflict")}
    other = DeclareConflictOfInterest(
        **between, conflict_id=ladder.uid("another"), matter="SEMBAKO"
    )

    def telling(matter: str) -> Telling:
        return Telling(
            DeclareConflictOfInterest(**between, **of, matter=matter),
            day(5),
            lambda _: CorrectConflict(kps_id=bodies[0], **of, state="OPEN", matter=matter, **WHY),
        )

    return story(
        ladder,
        facts.CONFLICT,
        telling("BERAS"),
        telling("ANY"),
        telling("PESTA"),
        telling("SEMBAKO"),
        then=(Step(other, facts.CONFLICT, day(6)),),
        retract=None,
    )


def settled() -> Story:
    ladder = world()
    bodies = ladder.body("pengajian"), ladder.body("dasawisma", kind="DASAWISMA")
    of: dict[str, Any] = {"kps_id": bodies[0], "conflict_id": ladder.uid("conflict")}
    declare = DeclareConflictOfInterest(
        kps_a_id=bodies[0],
        kps_b_id=bodies[1],
        conflict_id=of["conflict_id"],
        matter="BERAS",
    )
    ladder.world.run(declare, on=day(5))

    def telling(how: Any, **more: Any) -> Telling:
        return Telling(
            ResolveConflict(**of, how=how, **more),
            day(8),
            lambda _: CorrectConflict(
                **of, state="RESOLVED", matter="BERAS", how=how, **more, **WHY
            ),
        )

    return story(
        ladder,
        facts.SETTLEMENT,
        telling("SHARED_OUT"),
        telling("JOINT"),
        telling("SHARED_OUT", meeting_id=ladder.uid("no such meeting")),
        retract=None,
    )


def partner_story(ladder: Ladder, kind: FactKind, *tellings: Telling, **more: Any) -> Story:
    return Story(
        kind=kind,
        timeline=PARTNER,
        world=ladder.world,
        stream=(partners.NetworkPartner, ladder.uid("partner")),
        tellings=tellings,
        **more,
    )


def linked() -> Story:
    ladder = world()
    of: dict[str, Any] = {"partner_id": ladder.uid("partner")}

    def telling(**changes: Any) -> Telling:
        given: dict[str, Any] = {"kind": "DUNIA_USAHA", "name": "PT Contoh"} | changes
        return Telling(
            LinkNetworkPartner(**of, wksbm_id=ladder.wksbm, **given),
            day(5),
            lambda _: CorrectNetworkPartner(**of, **given, **WHY),
        )

    unlink = UnlinkNetworkPartner(**of, reason="ENDED")
    return partner_story(
        ladder,
        partners.LINK,
        telling(),
        telling(name="PT Contoh Pangan", scope=("LINJAMSOS",), agreement_no="12/2021"),
        telling(kind="WKSBM", name=None, other_wksbm_id=ladder.other_wksbm),
        telling(kind="WKSBM", name=None, other_wksbm_id=ladder.wksbm),
        telling(name=None),
        then=(Step(unlink, partners.UNLINKING, day(8)),),
    )


def unlinked() -> Story:
    ladder = world()
    of: dict[str, Any] = {"partner_id": ladder.uid("partner")}
    link = LinkNetworkPartner(**of, wksbm_id=ladder.wksbm, kind="DUNIA_USAHA", name="PT Contoh")
    ladder.world.run(link, on=day(5))
    return partner_story(
        ladder,
        partners.UNLINKING,
        Telling(UnlinkNetworkPartner(**of, reason="ENDED"), day(8)),
        retract=lambda _: RetractNetworkPartnerUnlinking(**of, **WHY),
    )


STORIES = (
    *(joined, legalised, offered, offered_no_more, liaison, liaison_end, left),
    *(in_conflict, settled, linked, unlinked),
)
