"""Two bodies want to help one person at once: refused, warned, waiting, decided by the Dinas."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from wahana.domain.care.case import Case
from wahana.domain.care.case_events import ServiceAssigned, ServiceRefused, ServiceRequested
from wahana.domain.care.conclude import CloseCase
from wahana.domain.care.overlap import month_of, released_on
from wahana.domain.care.overlap_commands import (
    ConfirmOverlap,
    DismissOverlap,
    OverrideOverlap,
    WarnOfOverlap,
)
from wahana.domain.care.overlap_corrections import RetractOverlapDecision
from wahana.domain.care.service_register import ServiceRegister, register_id
from wahana.domain.care.service_register_events import (
    OverlapConfirmed,
    OverlapDecisionRetracted,
    OverlapDismissed,
    OverlapOverridden,
    OverlapWarned,
    ServiceClaimed,
)
from wahana.domain.care.services import EndService
from wahana.domain.kernel.policy_types import ServiceOverlap, ServicePair
from wahana.domain.people.person import Person
from wahana.domain.people.person_events import PersonsMerged


class Clash:
    """The elder has rice from RW 08; RW 09 wants to bring rice too."""

    def __init__(self, ladder: Any) -> None:
        self.ladder = ladder
        self.world = ladder.world
        ladder.reported().world.run(ladder.assign())
        self.second: UUID = ladder.second_case()
        self.wish: UUID = ladder.uid("second rice")

    def want(self, **changes: Any) -> Any:
        fields = {"case_id": self.second, "service_id": self.wish} | changes
        return self.world.when(self.ladder.assign(**fields), actor=self.ladder.other_chair)

    def asked(self, **changes: Any) -> UUID:
        """The request waits; the id of its warning."""
        warned: OverlapWarned = self.want(ask_override=True, **changes).only(OverlapWarned)
        return warned.warning_id

    def decide(self, kind: type[Any], warning: UUID, actor: Any = None, **fields: Any) -> Any:
        command = kind(person_id=self.ladder.elder, warning_id=warning, **fields)
        return self.world.when(command, actor=actor or self.ladder.head)


@pytest.fixture
def clash(ladder: Any) -> Clash:
    return Clash(ladder)


def test_the_same_aid_in_the_same_month_is_refused(clash: Clash):
    clash.want().then_refused("OVERLAP", "serviceKind", service_kind="BERAS")
    clash.want(valid_from=date(2021, 10, 1)).accepted()


def test_the_register_is_written_so_that_its_version_decides_the_race(clash: Clash):
    outcome = clash.want(valid_from=date(2021, 10, 1)).accepted()
    assert clash.ladder.register().id in {state.id for state, _ in outcome.written}


def test_a_pair_that_is_looked_at_is_given_with_a_warning(clash: Clash):
    outcome = clash.want(service_kind="SEMBAKO")
    warned = outcome.only(OverlapWarned)
    assert (warned.rule, warned.others, warned.wish) == ("WARN", (clash.ladder.service,), None)
    assert outcome.only(ServiceClaimed)
    clash.decide(OverrideOverlap, warned.warning_id, reason="AGREED").then_refused(
        "OVERLAP_STATE", "warningId", state="WARN"
    )
    clash.decide(DismissOverlap, warned.warning_id, reason="DIFFERENT_THING").then(
        OverlapDismissed(warning_id=warned.warning_id, reason="DIFFERENT_THING")
    )
    clash.decide(ConfirmOverlap, warned.warning_id).then_refused(
        "OVERLAP_STATE", "warningId", state="DISMISSED"
    )


def test_a_decision_is_retracted_and_taken_again(clash: Clash):
    warning = clash.want(service_kind="SEMBAKO").only(OverlapWarned).warning_id
    why = {"reason": "TYPING_ERROR"}
    clash.decide(RetractOverlapDecision, warning, **why).then_refused(
        "OVERLAP_STATE", "warningId", state="OPEN"
    )
    clash.decide(ConfirmOverlap, warning).accepted()
    decided = clash.ladder.register().version
    clash.decide(RetractOverlapDecision, warning, **why).then(
        OverlapDecisionRetracted(warning_id=warning, of=decided, reason="TYPING_ERROR")
    )
    clash.decide(DismissOverlap, warning, reason="DIFFERENT_THING").accepted()
    clash.decide(RetractOverlapDecision, clash.ladder.uid("none"), **why).then_refused(
        "NOT_FOUND", "warningId"
    )


@pytest.mark.parametrize(
    ("decision", "given"), [(OverrideOverlap, {"reason": "NOT_ENOUGH"}), (ConfirmOverlap, {})]
)
def test_a_decision_on_a_request_stays_for_the_service_rests_on_it(
    clash: Clash, decision: type[Any], given: dict[str, Any]
):
    warning = clash.asked()
    clash.decide(decision, warning, **given).accepted()
    clash.decide(RetractOverlapDecision, warning, reason="TYPING_ERROR").then_refused(
        "ENTRY_IN_USE", "warningId", entry="SERVICE"
    )


def test_kinds_that_go_together_raise_nothing(clash: Clash):
    assert [type(event) for event in clash.want(service_kind="KUNJUNGAN").events] == [
        ServiceAssigned,
        ServiceClaimed,
    ]


def test_a_wish_waits_and_the_head_lets_both_be(clash: Clash):
    warning = clash.asked()
    state = clash.world.state(Case, clash.second)
    assert (state.services[0].state, state.stage) == ("PENDING", "REPORTED")
    assert clash.ladder.register().claim(clash.wish) is None
    outcome = clash.decide(OverrideOverlap, warning, reason="NOT_ENOUGH")
    assert [type(event) for event in outcome.events] == [
        OverlapOverridden,
        ServiceClaimed,
        ServiceAssigned,
    ]
    assert clash.world.state(Case, clash.second).services[0].state == "ASSIGNED"
    assert clash.ladder.register().claim(clash.wish) is not None
    clash.decide(OverrideOverlap, warning, reason="NOT_ENOUGH").then_refused(
        "OVERLAP_STATE", "warningId", state="OVERRIDDEN"
    )


def test_who_asked_does_not_decide(clash: Clash):
    warning = clash.asked()
    self_made = clash.ladder.as_(clash.ladder.head, id=clash.ladder.other_chair.id)
    clash.decide(OverrideOverlap, warning, self_made, reason="AGREED").then_refused(
        "SELF_APPROVAL", "warningId"
    )
    clash.decide(DismissOverlap, warning, self_made, reason="OTHER_PERSON").then_refused(
        "SELF_APPROVAL", "warningId"
    )


def test_a_wish_falls_when_the_overlap_is_real(clash: Clash):
    warning = clash.asked()
    outcome = clash.decide(ConfirmOverlap, warning, clash.ladder.officer)
    assert outcome.only(OverlapConfirmed).warning_id == warning
    assert outcome.only(ServiceRefused).service_id == clash.wish
    assert clash.world.state(Case, clash.second).services[0].state == "REFUSED"


def test_a_wish_is_granted_when_it_is_no_overlap(clash: Clash):
    warning = clash.asked()
    clash.decide(DismissOverlap, warning, reason="DIFFERENT_THING").accepted()
    assert clash.ladder.register().claim(clash.wish) is not None


def test_an_override_concerns_the_claims_it_named(clash: Clash):
    warning = clash.asked()
    third = clash.ladder.second_case("third case")
    end = EndService(case_id=clash.ladder.case, service_id=clash.ladder.service, reason="DONE")
    clash.world.run(end)
    late = clash.ladder.assign(
        case_id=third, service_id=clash.ladder.uid("third rice"), valid_from=clash.ladder.TODAY
    )
    clash.world.when(late, actor=clash.ladder.other_chair).accepted()
    clash.decide(OverrideOverlap, warning, reason="NOT_ENOUGH").then_refused(
        "OVERLAP", "serviceKind", claim=str(clash.ladder.uid("third rice"))
    )


def test_a_wish_of_a_closed_case_is_not_granted(clash: Clash):
    warning = clash.asked()
    close = CloseCase(case_id=clash.second, reason="MOVED")
    outcome = clash.world.when(close, actor=clash.ladder.other_chair)
    assert outcome.only(OverlapDismissed).reason == "WISH_WITHDRAWN"
    clash.decide(OverrideOverlap, warning, reason="AGREED").then_refused(
        "OVERLAP_STATE", "warningId", state="DISMISSED"
    )
    clash.decide(OverrideOverlap, clash.ladder.uid("no warning"), reason="AGREED").then_refused(
        "NOT_FOUND", "warningId"
    )


def test_a_wish_that_is_taken_back_waits_no_more(clash: Clash):
    clash.asked()
    end = EndService(case_id=clash.second, service_id=clash.wish, reason="NOT_NEEDED")
    outcome = clash.world.when(end, actor=clash.ladder.other_chair)
    assert outcome.only(OverlapDismissed).reason == "WISH_WITHDRAWN"
    assert clash.ladder.register().waiting(clash.wish) is None


def test_a_familys_service_waits_for_every_member(ladder: Any):
    family, rice = ladder.uid("family case"), ladder.uid("family rice")
    ladder.reported().world.run(ladder.assign())
    wife = ladder.uid("wife")
    wifes = ladder.uid("case of the wife")
    ladder.world.run(
        ladder.report(case_id=wifes, subjects=(ladder.new(wife),)),
        ladder.assign(case_id=wifes, service_id=ladder.uid("rice of the wife")),
    )
    refs = tuple(ladder.known(each) for each in (ladder.elder, wife))
    command = ladder.report(
        case_id=family, wksbm_id=ladder.other_wksbm, target_kind="FAMILY", subjects=refs
    )
    ladder.world.when(command, actor=ladder.other_chair).accepted()
    wish = ladder.assign(case_id=family, service_id=rice, ask_override=True)
    outcome = ladder.world.when(wish, actor=ladder.other_chair)
    assert outcome.only(ServiceRequested).recipients == (ladder.elder, wife)
    first, second = (event for event in outcome.events if isinstance(event, OverlapWarned))
    override = OverrideOverlap(
        person_id=ladder.elder, warning_id=first.warning_id, reason="NOT_ENOUGH"
    )
    assert len(ladder.world.when(override, actor=ladder.head).events) == 1
    other = OverrideOverlap(person_id=wife, warning_id=second.warning_id, reason="NOT_ENOUGH")
    outcome = ladder.world.when(other, actor=ladder.head)
    assert outcome.only(ServiceAssigned).service_id == rice
    assert ladder.register(wife).claim(rice) is not None
    assert ladder.register().claim(rice) is not None


def test_a_familys_wish_falls_for_all_at_once(ladder: Any):
    test_world = ladder.world
    ladder.reported().world.run(ladder.assign())
    wife, wifes, family = ladder.uid("wife"), ladder.uid("hers"), ladder.uid("family case")
    test_world.run(
        ladder.report(case_id=wifes, subjects=(ladder.new(wife),)),
        ladder.assign(case_id=wifes, service_id=ladder.uid("rice of the wife")),
        ladder.report(
            case_id=family,
            target_kind="FAMILY",
            subjects=tuple(ladder.known(each) for each in (ladder.elder, wife)),
        ),
        ladder.assign(case_id=family, service_id=ladder.uid("rice"), ask_override=True),
    )
    warning = ladder.register().waiting(ladder.uid("rice"))
    confirm = ConfirmOverlap(person_id=ladder.elder, warning_id=warning.warning_id)
    outcome = test_world.when(confirm, actor=ladder.head)
    assert [type(event) for event in outcome.events] == [
        OverlapConfirmed,
        OverlapConfirmed,
        ServiceRefused,
    ]


# --- one person, two records ----------------------------------------------------------------


def merged(ladder: Any) -> UUID:
    """The elder was registered twice; both records have rice of September, then are merged."""
    twin: UUID = ladder.uid("the elder again")
    case = ladder.uid("case of the twin")
    ladder.reported().world.run(
        ladder.assign(),
        ladder.report(case_id=case, subjects=(ladder.new(twin),)),
        ladder.assign(case_id=case, service_id=ladder.uid("rice of the twin")),
    )
    merge = PersonsMerged(
        survivor=ladder.elder,
        merged=twin,
        suspected_by=ladder.chair.id,
        approver=ladder.head.id,
        nik_state="NONE",
    )
    ladder.world.given(Person, twin, merge).given(Person, ladder.elder, merge)
    return twin


def test_claims_of_a_merged_record_count_too(ladder: Any):
    merged(ladder)
    ladder.world.run(
        EndService(case_id=ladder.case, service_id=ladder.service, reason="NOT_NEEDED")
    )
    third = {"case_id": ladder.second_case(), "service_id": ladder.uid("third")}
    wish = ladder.assign(**third, valid_from=ladder.TODAY)
    ladder.world.when(wish, actor=ladder.other_chair).then_refused(
        "OVERLAP", "serviceKind", claim=str(ladder.uid("rice of the twin"))
    )
    october = ladder.assign(**third, valid_from=date(2021, 10, 1))
    ladder.world.when(october, actor=ladder.other_chair).accepted()
    assert ladder.register().claim(ladder.uid("third")) is not None


def test_a_service_of_a_merged_record_ends_where_it_was_claimed(ladder: Any):
    twin = merged(ladder)
    end = EndService(
        case_id=ladder.uid("case of the twin"),
        service_id=ladder.uid("rice of the twin"),
        reason="NOT_NEEDED",
    )
    ladder.world.run(end)
    assert ladder.register(twin).claims[0].valid_to == ladder.TODAY


def test_a_merge_is_warned_of_once_and_cancels_nothing(ladder: Any):
    twin = merged(ladder)
    warn = WarnOfOverlap(
        person_id=ladder.elder,
        claim_id=ladder.service,
        other_person_id=twin,
        other_claim_id=ladder.uid("rice of the twin"),
    )
    warned = ladder.world.when(warn, actor=ladder.process).only(OverlapWarned)
    assert (warned.rule, warned.other_person, warned.wish) == ("EXCLUSIVE", twin, None)
    ladder.world.when(warn, actor=ladder.process).then_refused("NO_CHANGE", "claimId")
    assert len(ladder.register().claims) == 1
    override = OverrideOverlap(
        person_id=ladder.elder, warning_id=warned.warning_id, reason="AGREED"
    )
    ladder.world.when(override, actor=ladder.head).then(
        OverlapOverridden(warning_id=warned.warning_id, reason="AGREED")
    )


def test_only_claims_that_meet_in_one_person_are_warned_of(ladder: Any):
    ladder.reported().world.run(ladder.assign())
    other = ladder.uid("somebody")
    case = ladder.uid("case of somebody")
    ladder.world.run(
        ladder.report(case_id=case, subjects=(ladder.new(other),)),
        ladder.assign(case_id=case, service_id=ladder.uid("theirs")),
    )
    fields = {
        "person_id": ladder.elder,
        "claim_id": ladder.service,
        "other_person_id": other,
        "other_claim_id": ladder.uid("theirs"),
    }
    ladder.world.when(WarnOfOverlap(**fields)).then_refused("NO_CHANGE", "claimId")
    fields["other_claim_id"] = ladder.uid("none")
    ladder.world.when(WarnOfOverlap(**fields)).then_refused("NOT_FOUND", "claimId")


# --- the rule -------------------------------------------------------------------------------


def test_the_policy_judges_pairs_in_either_order():
    policy = ServiceOverlap(pairs=(ServicePair(first="A", second="B", rule="WARN"),))
    assert policy.judge("A", "B") == policy.judge("B", "A") == "WARN"
    assert policy.judge("A", "A") == "EXCLUSIVE"
    assert policy.judge("A", "C") == "STACKABLE"


@pytest.mark.parametrize(
    ("ended", "delivered", "free"),
    [
        (date(2021, 9, 10), None, date(2021, 9, 10)),
        (date(2021, 9, 10), date(2021, 9, 2), date(2021, 10, 1)),
        (date(2022, 6, 1), date(2021, 9, 2), date(2022, 1, 1)),
        (date(2021, 8, 1), None, date(2021, 9, 1)),
    ],
)
def test_a_claim_is_free_from_its_end_or_the_month_after_what_was_given(
    ended: date, delivered: date | None, free: date
):
    assert released_on(ended, date(2021, 9, 1), date(2022, 1, 1), delivered) == free


def test_a_month_of_december_ends_with_the_year():
    assert month_of(date(2021, 12, 31)) == (date(2021, 12, 1), date(2022, 1, 1))


def test_a_register_is_of_one_person_of_one_tenant(ladder: Any):
    tenant = ladder.world.tenant_id
    assert register_id(tenant, ladder.elder) != register_id(ladder.uid("other"), ladder.elder)
    assert ServiceRegister(id=register_id(tenant, ladder.elder)).claims == ()
