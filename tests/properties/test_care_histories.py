"""Random lives of cases around one person: the views show what the domain's own states say, at
any position, in any portions, and after a rebuild; with corrections, merges and reversals.

Commands come in any order, by actors who may send them; refused ones change nothing.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.domain.care.conftest import REPORTED_ON, TODAY, UMBULHARJO, Ladder
from tests.domain.conftest import uid
from tests.views.care import Written
from tests.views.history import History, house, twice
from tests.views.reading import ask

from wahana.domain.care.answer import (
    AcceptReferral,
    CompleteReferral,
    DeclineReferral,
    GiveFeedback,
    ReceiveReferral,
    ReturnReferral,
)
from wahana.domain.care.bodies import BodyRef
from wahana.domain.care.case import Case
from wahana.domain.care.case_retractions import RetractCaseEntry
from wahana.domain.care.conclude import AddCaseNote, CloseCase, RecordOutcome, ReopenCase
from wahana.domain.care.overlap_commands import (
    ConfirmOverlap,
    DismissOverlap,
    OverrideOverlap,
    WarnOfOverlap,
)
from wahana.domain.care.overlap_corrections import RetractOverlapDecision
from wahana.domain.care.refer import RevokeReferral, SendReferral
from wahana.domain.care.referral import Referral
from wahana.domain.care.report import AssignCategory, RemoveCategory
from wahana.domain.care.service_register import ServiceRegister, register_id
from wahana.domain.care.services import AssignService, EndService, RecordDelivery
from wahana.domain.kernel.model import Actor, Command
from wahana.domain.people.duplicate_commands import MergePersons, SuspectDuplicate
from wahana.domain.people.duplicate_corrections import ReverseMerge
from wahana.platform import rebuild
from wahana.platform.database import Database
from wahana.platform.interventions import Justification
from wahana.projections.case_file import view as case_file
from wahana.projections.kps import view as kps
from wahana.projections.office import view as office
from wahana.projections.overlap import view as overlap
from wahana.projections.person_registry import view as person_registry
from wahana.projections.referral import view as referral
from wahana.projections.wksbm_directory import view as wksbm_directory

__all__ = ["house"]

MODULES = (case_file, referral, overlap)
ASKED = (kps.VIEW, office.VIEW, person_registry.VIEW, wksbm_directory.VIEW)
"""Views that the relations of cases ask, too."""
VIEWS = (*(twice(module.VIEW) for module in MODULES), *ASKED)
CASES = tuple(uid(f"case {number}") for number in range(3))
SERVICES = tuple(uid(f"service {number}") for number in range(5))
REFERRALS = tuple(uid(f"referral {number}") for number in range(2))
ELDER, TWIN = uid("the elder"), uid("the elder again")

cases = st.sampled_from(CASES)
services = st.sampled_from(SERVICES)
referrals = st.sampled_from(REFERRALS)
persons = st.sampled_from((ELDER, TWIN))
entries = st.integers(2, 9)
months = st.integers(0, 2).map(
    lambda number: {
        "valid_from": date(2021, 9 + number, 1),
        "valid_to": date(2021, 10 + number, 1),
    }
)
bodies = st.sampled_from(
    (
        BodyRef(kind="KECAMATAN_TKSK", area_code=UMBULHARJO),
        BodyRef(kind="DUNIA_USAHA", name="PT Contoh"),
    )
)


def assign(case: Any, service: Any, kind: str, days: Any, wait: bool) -> Command:
    return AssignService(
        case_id=case, service_id=service, service_kind=kind, provider="BOARD",
        ask_override=wait, **days,
    )  # fmt: skip


def deliver(case: Any, service: Any, quantity: int) -> Command:
    return RecordDelivery(
        case_id=case, service_id=service, pillar="LINJAMSOS", quantity=quantity, unit="KG",
        note="Diantar.",
    )  # fmt: skip


def decide(which: type, warning: int, person: Any) -> Any:
    """A decision on one of a person's warnings, whatever it is called."""
    return (which, warning, person)


COMMAND: st.SearchStrategy[Any] = st.one_of(
    st.builds(
        assign, cases, services, st.sampled_from(("BERAS", "KUNJUNGAN")), months, st.booleans()
    ),
    st.builds(deliver, cases, services, st.integers(1, 9)),
    st.builds(EndService, case_id=cases, service_id=services, reason=st.just("DONE")),
    st.builds(
        AssignCategory, case_id=cases, code=st.sampled_from(("2012/08", "2012/11", "2012/03"))
    ),
    st.builds(RemoveCategory, case_id=cases, of=entries, reason=st.just("CHANGED")),
    st.builds(AddCaseNote, case_id=cases, text=st.sampled_from(("Baik.", "Kurang."))),
    st.builds(RecordOutcome, case_id=cases, result=st.sampled_from(("IMPROVED", "UNCHANGED"))),
    st.builds(CloseCase, case_id=cases, reason=st.just("MOVED")),
    st.builds(ReopenCase, case_id=cases, reason=st.just("RELAPSE")),
    st.builds(
        RetractCaseEntry,
        case_id=cases,
        of=entries,
        entry=st.sampled_from(
            ("CATEGORY", "CATEGORY_REMOVAL", "SERVICE_END", "NOTE", "OUTCOME", "CLOSING")
        ),
        reason=st.just("DUPLICATE"),
    ),
    st.tuples(referrals, cases, bodies),
    st.builds(SendReferral, referral_id=referrals),
    st.builds(ReceiveReferral, referral_id=referrals),
    st.builds(AcceptReferral, referral_id=referrals, expected_by=st.just(TODAY)),
    st.builds(DeclineReferral, referral_id=referrals, reason=st.just("NO_CAPACITY")),
    st.builds(GiveFeedback, referral_id=referrals, text=st.just("Berjalan.")),
    st.builds(CompleteReferral, referral_id=referrals, outcome=st.just("SERVED")),
    st.builds(ReturnReferral, referral_id=referrals, recommendation=st.just("NO_SERVICE")),
    st.builds(RevokeReferral, referral_id=referrals, reason=st.just("SOLVED_LOCALLY")),
    st.builds(
        decide,
        st.sampled_from((OverrideOverlap, ConfirmOverlap, DismissOverlap, RetractOverlapDecision)),
        st.integers(0, 3),
        persons,
    ),
    st.builds(MergePersons, person_id=st.just(ELDER), merged_id=st.just(TWIN)),
    st.builds(
        ReverseMerge,
        person_id=st.just(ELDER),
        merged_id=st.just(TWIN),
        reason=st.just("OTHER_PERSON"),
    ),
    st.builds(
        WarnOfOverlap,
        person_id=st.just(ELDER),
        claim_id=services,
        other_person_id=st.just(TWIN),
        other_claim_id=services,
    ),
)


class Life:
    """The world, and who gives which command."""

    def __init__(self, database: Database) -> None:
        self.history = History(database)
        self.ladder = Ladder(Written(self.history, area_code="34.71", today=TODAY, edition="2012"))
        ladder, world = self.ladder, self.ladder.world
        for person, name in ((ELDER, "the elder"), (TWIN, "the elder again")):
            assert ladder.person(name) == person
        for case, person in zip(CASES, (ELDER, ELDER, TWIN), strict=True):
            report = ladder.report(case_id=case, subjects=(ladder.known(person),))
            world.when(report, on=REPORTED_ON).accepted()
            exceeded = ladder.exceeded(case_id=case)
            world.when(exceeded).accepted()
        suspected = SuspectDuplicate(person_id=ELDER, other_id=TWIN, score=90, basis=("NAME",))
        world.when(suspected, actor=ladder.officer).accepted()

    def give(self, wish: Any, *, on: date | None = None) -> None:
        """Try a command, or a function that makes one."""
        command = self._command(wish)
        if command is not None:
            self.ladder.world.when(command, actor=self._actor(command), on=on)

    def _command(self, wish: Any) -> Command | None:
        if isinstance(wish, Command):
            return wish
        if isinstance(wish[0], type):
            which, number, person = wish
            warnings = self.register(person).warnings
            if number >= len(warnings):
                return None
            about: dict[str, Any] = {
                "person_id": person, "warning_id": warnings[number].warning_id,
            }  # fmt: skip
            reasons = {
                OverrideOverlap: "AGREED",
                DismissOverlap: "OTHER_PERSON",
                RetractOverlapDecision: "WRONG_PERSON",
            }
            if which in reasons:
                about["reason"] = reasons[which]
            made: Command = which(**about)
            return made
        referral_id, case, body = wish
        return self.ladder.refer(referral_id=referral_id, case_id=case, to_body=body)

    def _actor(self, command: Command) -> Actor:
        ladder = self.ladder
        if isinstance(command, MergePersons | ReverseMerge | OverrideOverlap):
            return ladder.head
        if isinstance(command, ConfirmOverlap | DismissOverlap | RetractOverlapDecision):
            return ladder.officer
        if isinstance(command, WarnOfOverlap):
            return ladder.process
        answered = getattr(command, "referral_id", None)
        state: Referral = ladder.world.state(Referral, answered) if answered else Referral(id=ELDER)
        answers = (AcceptReferral, DeclineReferral, ReceiveReferral, GiveFeedback,
                   CompleteReferral, ReturnReferral)  # fmt: skip
        if isinstance(command, answers) and state.exists and state.to_body.area_code:
            return ladder.tksk
        return ladder.chair

    def register(self, person: Any) -> ServiceRegister:
        found: ServiceRegister = self.ladder.world.state(
            ServiceRegister, register_id(self.ladder.world.tenant_id, person)
        )
        return found

    def told(self) -> dict[str, Any]:
        """What the domain's states say."""
        world = self.ladder.world
        found = {case: world.state(Case, case) for case in CASES}
        sent = [world.state(Referral, one) for one in REFERRALS]
        registers = [self.register(person) for person in (ELDER, TWIN)]
        return {
            "cases": sorted(
                (str(one.id), one.version, one.stage, one.open) for one in found.values()
            ),
            "kinds": sorted(
                (str(one.id), kind.entry, kind.code, str(kind.removed_on))
                for one in found.values()
                for kind in one.categories
            ),
            "services": sorted(
                (str(one.id), str(item.service_id), item.state, str(item.ended_on))
                for one in found.values()
                for item in one.services
            ),
            "given": sorted(
                (str(one.id), item.entry, item.what.quantity)
                for one in found.values()
                for item in one.deliveries
            ),
            "notes": sorted(
                (str(one.id), note.entry) for one in found.values() for note in one.notes
            ),
            "sent": sorted(
                (str(one.id), one.version, one.state, str(one.due)) for one in sent if one.exists
            ),
            "claims": sorted(
                (str(register.id), str(claim.claim_id), str(claim.valid_to))
                for register in registers
                for claim in register.claims
            ),
            "warnings": sorted(
                (str(register.id), str(item.warning_id), item.state, str(item.decided_by))
                for register in registers
                for item in register.warnings
            ),
        }


async def shown(history: History, position: int) -> dict[str, Any]:
    """What the views say as of a position."""

    async def rows(relation: str, *columns: str, **conditions: Any) -> list[tuple[Any, ...]]:
        plain = (int, bool)
        return sorted(
            tuple(
                row[name] if isinstance(row[name], plain) or name in CODES else str(row[name])
                for name in columns
            )
            for row in await ask(history, relation, as_of=position, **conditions)
        )

    return {
        "cases": await rows("Case", "case_id", "version", "stage", "is_open"),
        "kinds": await rows("CaseCategory", "case_id", "entry", "code", "removed_on"),
        "services": await rows("CaseService", "case_id", "service_id", "state", "ended_on"),
        "given": await rows("CaseDelivery", "case_id", "entry", "quantity"),
        "notes": await rows("CaseText", "case_id", "entry", kind="NOTE"),
        "sent": await rows("Referral", "referral_id", "version", "state", "due"),
        "claims": await rows("ServiceClaim", "register_id", "claim_id", "valid_to"),
        "warnings": await rows(
            "OverlapWarning", "register_id", "warning_id", "state", "decided_by"
        ),
    }


CODES = {"stage", "state", "code"}


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    wishes=st.lists(COMMAND, min_size=20, max_size=60),
    portion=st.integers(1, 15),
    batch_events=st.integers(1, 9),
)
async def test_views_say_what_the_domain_says(
    house: Database, wishes: list[Any], portion: int, batch_events: int
) -> None:
    life = Life(house)
    history = life.history
    expected: dict[int, dict[str, Any]] = {}
    for number, wish in enumerate(wishes):
        life.give(wish)
        if number % portion == 0:
            await history.run(views=VIEWS, batch_events=batch_events)
            expected[history.position] = life.told()
    await history.run(views=VIEWS, batch_events=batch_events)
    expected[history.position] = life.told()
    for position, states in expected.items():
        assert await shown(history, position) == states
    for module in MODULES:
        (rebuilt,) = await rebuild.rebuild(
            history.projector(),
            module.VIEW,
            [history.tenant],
            Justification("Bu Ratna", "compared"),
        )
        assert (rebuilt.outcome, rebuilt.differences) == ("switched", ()), module.VIEW.name
