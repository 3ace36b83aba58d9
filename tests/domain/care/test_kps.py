"""Member bodies: they join, get a legal form, offer services, conflict, leave; and partners."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

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
from wahana.domain.care.kps_events import (
    ConflictOfInterestDeclared,
    ConflictResolved,
    KpsConflictCorrected,
    KpsCorrected,
    KpsEntryRetracted,
    KpsJoined,
    KpsLeft,
    KpsLegalised,
    KpsLiaisonNamed,
    KpsLiaisonReleased,
    KpsService,
    KpsServiceDeclared,
    KpsServiceWithdrawn,
    NetworkPartnerCorrected,
    NetworkPartnerLinked,
    NetworkPartnerUnlinked,
    NetworkPartnerUnlinkingRetracted,
)
from wahana.domain.care.network_partner import NetworkPartner
from wahana.domain.care.network_partner_commands import LinkNetworkPartner, UnlinkNetworkPartner
from wahana.domain.care.network_partner_corrections import (
    CorrectNetworkPartner,
    RetractNetworkPartnerUnlinking,
)
from wahana.domain.formation.wksbm import Wksbm
from wahana.domain.formation.wksbm_life_events import WksbmDissolved
from wahana.domain.kernel.fields import note
from wahana.domain.money.meeting import Meeting
from wahana.domain.money.meeting_events import MeetingHeld
from wahana.domain.office.local_area import LocalArea
from wahana.domain.office.local_area_events import LocalAreaRegistered


def join(ladder: Any, **changes: Any) -> JoinKps:
    fields = {
        "kps_id": ladder.uid("pengajian"),
        "wksbm_id": ladder.wksbm,
        "name": "Pengajian Al-Ikhlas",
        "kps_kind": "PENGAJIAN",
    }
    return JoinKps(**(fields | changes))


def state(ladder: Any, key: str = "pengajian") -> Any:
    return ladder.world.state(Kps, ladder.uid(key))


def test_a_body_joins_formal_or_not_with_what_it_offers(ladder: Any):
    offered = KpsService(service_kind="KUNJUNGAN", pillar="REHSOS")
    outcome = ladder.world.when(join(ladder, services=(offered,), pillars=("REHSOS", "REHSOS")))
    joined = outcome.only(KpsJoined)
    assert (joined.legal_status, joined.pillars) == ("INFORMAL", ("REHSOS",))
    assert outcome.only(KpsServiceDeclared).service_kind == "KUNJUNGAN"
    assert state(ladder).member_on(ladder.TODAY)
    assert not state(ladder).member_on(date(2021, 9, 19))
    ladder.world.when(join(ladder)).then_refused("ALREADY_EXISTS", "kpsId")


def test_a_body_is_described_as_the_office_lists_it(ladder: Any):
    when = ladder.world.when
    when(join(ladder, kps_kind="CIRCUS")).then_refused("KIND_UNKNOWN", "kpsKind")
    when(join(ladder, legal_status="FORMAL")).then_refused("LEGAL_NO_REQUIRED", "legalNo")
    gold = KpsService(service_kind="GOLD", pillar="REHSOS")
    when(join(ladder, services=(gold,))).then_refused("KIND_UNKNOWN", "services")
    visits = KpsService(service_kind="KUNJUNGAN", pillar="REHSOS")
    when(join(ladder, services=(visits, visits))).then_refused("NO_CHANGE", "services")
    area = ladder.uid("rw of another village")
    registered = LocalAreaRegistered(
        village_code="34.71.13.1001", kind="RW", number="8", area_edition="2025", slot=area
    )
    ladder.world.given(LocalArea, area, registered)
    when(join(ladder, local_area_id=area)).then_refused("LEVEL_SCOPE", "localAreaId")


def test_nothing_joins_a_wksbm_that_ended(ladder: Any):
    ladder.world.given(Wksbm, ladder.wksbm, WksbmDissolved(reason="INACTIVE"))
    ladder.world.when(join(ladder)).then_refused("WKSBM_STATE", "wksbmId")


def test_an_informal_body_becomes_formal_once(ladder: Any):
    kps = ladder.body("pengajian")
    legalise = LegaliseKps(kps_id=kps, legal_no="AHU-1", issued_on=date(2021, 9, 1))
    assert not state(ladder).formal
    assert ladder.world.when(legalise).only(KpsLegalised).legal_no == "AHU-1"
    assert state(ladder).formal
    ladder.world.when(legalise).then_refused("NO_CHANGE", "kpsId")
    future = LegaliseKps(
        kps_id=ladder.body("dasawisma"), legal_no="AHU-2", issued_on=date(2021, 9, 21)
    )
    ladder.world.when(future).then_refused("FUTURE_DATE", "issuedOn")


def test_services_are_declared_and_withdrawn(ladder: Any):
    kps = ladder.body("pengajian")
    declare = DeclareKpsService(kps_id=kps, service_kind="BERAS", pillar="LINJAMSOS")
    withdraw = WithdrawKpsService(kps_id=kps, service_kind="BERAS", reason="NO_FUNDS")
    when = ladder.world.when
    when(withdraw).then_refused("NO_CHANGE", "serviceKind")
    when(declare).then(KpsServiceDeclared(service_kind="BERAS", pillar="LINJAMSOS"))
    when(declare).then_refused("NO_CHANGE", "serviceKind")
    when(withdraw).then(KpsServiceWithdrawn(service_kind="BERAS", reason="NO_FUNDS"))
    assert state(ladder).offering("BERAS", ladder.TODAY) is None
    gold = DeclareKpsService(kps_id=kps, service_kind="GOLD", pillar="LINJAMSOS")
    when(gold).then_refused("KIND_UNKNOWN", "serviceKind")


def test_who_acts_for_a_body_is_named_and_released(ladder: Any):
    kps = ladder.body("pengajian")
    member = ladder.liaison.id
    name = NameKpsLiaison(kps_id=kps, member_id=member)
    release = ReleaseKpsLiaison(kps_id=kps, member_id=member, reason="REPLACED")
    when = ladder.world.when
    when(release).then_refused("NO_CHANGE", "memberId")
    when(name).then(KpsLiaisonNamed(member=member))
    when(name).then_refused("NO_CHANGE", "memberId")
    when(release).then(KpsLiaisonReleased(member=member, reason="REPLACED"))
    assert state(ladder).liaisons == ()


def test_a_body_leaves_and_does_nothing_more(ladder: Any):
    kps = ladder.body("pengajian")
    leave = LeaveKps(kps_id=kps, reason="MOVED")
    ladder.world.when(leave, on=date(2018, 1, 2)).then_refused("STAGE_DATE", "occurredOn")
    ladder.world.when(leave).then(KpsLeft(reason="MOVED"))
    assert not state(ladder).member_on(ladder.TODAY)
    assert state(ladder).member_on(date(2021, 9, 19))
    ladder.world.when(leave).then_refused("KPS_STATE", "kpsId", state="ENDED")
    gone = LeaveKps(kps_id=ladder.uid("nobody"), reason="MOVED")
    ladder.world.when(gone).then_refused("NOT_FOUND", "kpsId")


# --- conflicts ------------------------------------------------------------------------------


def declared(ladder: Any, matter: str = "BERAS") -> dict[str, Any]:
    """A conflict between the pengajian and the dasawisma; the fields that name it."""
    command = DeclareConflictOfInterest(
        conflict_id=ladder.uid("conflict"),
        kps_a_id=ladder.body("pengajian"),
        kps_b_id=ladder.body("dasawisma"),
        matter=matter,
        note="Berebut pembagian.",
    )
    ladder.world.when(command).accepted()
    return {"kps_id": command.kps_a_id, "conflict_id": command.conflict_id}


def test_a_conflict_stands_on_both_bodies(ladder: Any):
    first, second = ladder.body("pengajian"), ladder.body("dasawisma")
    command = DeclareConflictOfInterest(
        conflict_id=ladder.uid("conflict"),
        kps_a_id=first,
        kps_b_id=second,
        matter="BERAS",
        note="x",
    )
    events = ladder.world.when(command).events
    assert [type(event) for event in events] == [ConflictOfInterestDeclared] * 2
    assert [event.note for event in events] == [note(first, "x"), note(second, "x")]
    assert state(ladder, "dasawisma").conflicts[0].other == first
    again = DeclareConflictOfInterest(
        conflict_id=ladder.uid("again"), kps_a_id=first, kps_b_id=second, matter="BERAS"
    )
    ladder.world.when(again).then_refused("NO_CHANGE", "matter")
    ladder.world.when(command).then_refused("ALREADY_EXISTS", "conflictId")


def test_a_conflict_is_between_two_bodies_of_one_wksbm(ladder: Any):
    first = ladder.body("pengajian")
    fields = {"conflict_id": ladder.uid("conflict"), "kps_a_id": first, "matter": "BERAS"}
    when = ladder.world.when
    when(DeclareConflictOfInterest(**fields, kps_b_id=first)).then_refused("SAME_KPS", "kpsBId")
    foreign = ladder.body("gapoktan", ladder.other_wksbm)
    when(DeclareConflictOfInterest(**fields, kps_b_id=foreign)).then_refused(
        "KPS_UNKNOWN", "kpsBId"
    )
    own = ladder.body("dasawisma")
    gold = {**fields, "matter": "GOLD"}
    when(DeclareConflictOfInterest(**gold, kps_b_id=own)).then_refused("KIND_UNKNOWN", "matter")


def held_meeting(ladder: Any, wksbm: UUID) -> UUID:
    """A meeting of a WKSBM."""
    meeting: UUID = ladder.uid(f"meeting of {wksbm}")
    held = MeetingHeld(wksbm=wksbm, kind="INCIDENTAL", held_on=ladder.TODAY, headcount=12)
    ladder.world.given(Meeting, meeting, held)
    return meeting


@pytest.mark.parametrize("matter", ["BERAS", "ANY"])
def test_a_body_in_conflict_is_not_tasked_in_the_matter(ladder: Any, matter: str):
    fields = declared(ladder, matter)
    ladder.reported()
    for kps in ("pengajian", "dasawisma"):
        rice = ladder.assign(provider="KPS", kps_id=ladder.uid(kps))
        ladder.world.when(rice).then_refused("KPS_CONFLICT", "kpsId", matter=matter)
    meeting = held_meeting(ladder, ladder.wksbm)
    for wrong in (ladder.uid("no meeting"), held_meeting(ladder, ladder.other_wksbm)):
        elsewhere = ResolveConflict(**fields, how="SHARED_OUT", meeting_id=wrong)
        ladder.world.when(elsewhere).then_refused("NOT_FOUND", "meetingId")
    resolve = ResolveConflict(**fields, how="SHARED_OUT", meeting_id=meeting)
    resolved = ladder.world.when(resolve).events
    assert [event.meeting_id for event in resolved] == [meeting, meeting]
    assert isinstance(resolved[0], ConflictResolved)
    ladder.world.when(resolve).then_refused("CONFLICT_STATE", "conflictId", state="RESOLVED")
    ladder.world.when(ladder.assign(provider="KPS", kps_id=ladder.uid("pengajian"))).accepted()


def test_another_matter_is_not_concerned(ladder: Any):
    declared(ladder, "SEMBAKO")
    ladder.reported()
    ladder.world.when(ladder.assign(provider="KPS", kps_id=ladder.uid("pengajian"))).accepted()
    assert ladder.state.services[0].state == "ASSIGNED"


def test_a_conflict_is_mended_on_both(ladder: Any):
    fields = declared(ladder)
    when = ladder.world.when
    same = CorrectConflict(**fields, state="OPEN", matter="BERAS", reason="TYPING_ERROR")
    when(same).then_refused("NO_CHANGE", "conflictId")
    how = CorrectConflict(**fields, state="RESOLVED", matter="BERAS", reason="TYPING_ERROR")
    when(how).then_refused("CONFLICT_STATE", "how", state="RESOLVED")
    never = CorrectConflict(**fields, state="WITHDRAWN", matter="BERAS", reason="WRONG_PERSON")
    assert [type(event) for event in when(never).events] == [KpsConflictCorrected] * 2
    assert not state(ladder, "dasawisma").conflicts[0].concerns("BERAS")
    unknown = ResolveConflict(
        kps_id=fields["kps_id"], conflict_id=ladder.uid("none"), how="NO_CONFLICT"
    )
    when(unknown).then_refused("NOT_FOUND", "conflictId")


# --- correcting -----------------------------------------------------------------------------


def test_what_a_body_is_is_mended(ladder: Any):
    kps = ladder.body("pengajian")
    fields = {
        "kps_id": kps,
        "name": "pengajian",
        "kps_kind": "PENGAJIAN",
        "reason": "TYPING_ERROR",
    }
    when = ladder.world.when
    when(CorrectKps(**fields)).then_refused("NO_CHANGE")
    when(CorrectKps(**fields, joined_on=date(2021, 9, 21))).then_refused("FUTURE_DATE", "joinedOn")
    corrected = when(CorrectKps(**fields, members=30, joined_on=date(2019, 1, 1)))
    assert corrected.only(KpsCorrected).members == 30
    assert state(ladder).joined_on == date(2019, 1, 1)
    ladder.world.run(LeaveKps(kps_id=kps, reason="MOVED"), on=date(2020, 1, 1))
    late = CorrectKps(**fields, joined_on=date(2020, 6, 1))
    when(late).then_refused("STAGE_DATE", "joinedOn")


def test_entries_of_a_body_are_taken_back(ladder: Any):
    kps = ladder.body("pengajian")
    ladder.world.run(
        LegaliseKps(kps_id=kps, legal_no="AHU-1", issued_on=date(2021, 9, 1)),
        DeclareKpsService(kps_id=kps, service_kind="BERAS", pillar="LINJAMSOS"),
        WithdrawKpsService(kps_id=kps, service_kind="BERAS", reason="NO_FUNDS"),
        NameKpsLiaison(kps_id=kps, member_id=ladder.liaison.id),
        LeaveKps(kps_id=kps, reason="MOVED"),
    )

    def retract(entry: str, of: int) -> RetractKpsEntry:
        return RetractKpsEntry(kps_id=kps, entry=entry, of=of, reason="DUPLICATE")  # type: ignore[arg-type]

    for entry, of in (
        ("DEPARTURE", 6), ("LIAISON", 5), ("SERVICE_END", 4), ("SERVICE", 3), ("LEGALISATION", 2),
    ):  # fmt: skip
        ladder.world.when(retract(entry, 99)).then_refused("NOT_FOUND", "of")
        ladder.world.when(retract(entry, of)).then(
            KpsEntryRetracted(of=of, entry=entry, reason="DUPLICATE")  # type: ignore[arg-type]
        )
    mended = state(ladder)
    assert (mended.leaving, mended.named, mended.offers, mended.legalisation) == (
        None,
        (),
        (),
        None,
    )
    ladder.world.run(retract("JOINING", 1))
    assert not state(ladder).member_on(ladder.TODAY)
    leave = LeaveKps(kps_id=kps, reason="MOVED")
    ladder.world.when(leave).then_refused("KPS_STATE", "kpsId", state="WITHDRAWN")


# --- partners -------------------------------------------------------------------------------


def link(ladder: Any, **changes: Any) -> LinkNetworkPartner:
    fields = {
        "partner_id": ladder.uid("partner"),
        "wksbm_id": ladder.wksbm,
        "kind": "DUNIA_USAHA",
        "name": "PT Contoh Pangan",
    }
    return LinkNetworkPartner(**(fields | changes))


def test_a_partner_is_linked_mended_and_unlinked(ladder: Any):
    partner = ladder.uid("partner")
    when = ladder.world.when
    linked = when(link(ladder, scope=("LINJAMSOS",))).only(NetworkPartnerLinked)
    assert (linked.kind, linked.scope) == ("DUNIA_USAHA", ("LINJAMSOS",))
    when(link(ladder)).then_refused("ALREADY_EXISTS", "partnerId")
    fields = {"partner_id": partner, "kind": "DUNIA_USAHA", "reason": "TYPING_ERROR"}
    same = CorrectNetworkPartner(**fields, name="PT Contoh Pangan", scope=("LINJAMSOS",))
    when(same).then_refused("NO_CHANGE")
    mended = when(CorrectNetworkPartner(**fields, name="PT Contoh"))
    assert mended.only(NetworkPartnerCorrected).scope == ()
    unlink = UnlinkNetworkPartner(partner_id=partner, reason="ENDED")
    when(unlink).then(NetworkPartnerUnlinked(reason="ENDED"))
    when(unlink).then_refused("NO_CHANGE", "partnerId")
    assert ladder.world.state(NetworkPartner, partner).unlinking is not None
    back = RetractNetworkPartnerUnlinking(partner_id=partner, reason="WRONG_PERSON")
    when(back).then(NetworkPartnerUnlinkingRetracted(of=3, reason="WRONG_PERSON"))
    when(back).then_refused("NO_CHANGE", "partnerId")
    assert ladder.world.state(NetworkPartner, partner).unlinking is None


def test_a_partner_is_named_or_another_wksbm(ladder: Any):
    when = ladder.world.when
    when(link(ladder, name=None)).then_refused("BODY_INCOMPLETE", "name")
    own = link(ladder, kind="WKSBM", name=None, other_wksbm_id=ladder.wksbm)
    when(own).then_refused("SAME_WKSBM", "otherWksbmId")
    wrong = link(ladder, other_wksbm_id=ladder.other_wksbm)
    when(wrong).then_refused("BODY_INCOMPLETE", "otherWksbmId")
    when(link(ladder, kind="WKSBM", name=None, other_wksbm_id=ladder.other_wksbm)).accepted()
