"""Kabupaten Sleman 2018: the regency's side of the province's training (S1).

Of the "new WKSBM, mostly formed in 2018" two are Sleman's here. One is inaugurated before the
training, with its training waived and its members trained afterwards; the other comes to the
training as candidates and is inaugurated after it. Both, and all their dates, are invented; the
eight people are the same as the province's, registered by each office for itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from wahana.domain.formation.activity_ref import ActivityRef, ExternalActivity
from wahana.domain.formation.legality import Decree
from wahana.domain.formation.nomination_commands import NominateCandidates
from wahana.domain.formation.nominees import Nominee
from wahana.domain.formation.proposal_commands import ProposeWksbm
from wahana.domain.formation.stage_commands import (
    InaugurateWksbm,
    RecordTraining,
    SocialiseWksbm,
    WaiveStage,
)
from wahana.domain.office.budget_target_commands import SetBudgetTarget
from wahana.domain.office.local_area_commands import RegisterLocalArea
from wahana.tenants.tenant_commands import AdoptCategoryEdition

from ..provision import TenantSetup
from . import diy_2018
from .marks import assumed, sample, seed
from .samples import demo_id, person
from .story import Act, Chain, DemoMember, Story

SLUG = "sleman"
REGENCY = "34.04"
SEATS = ("KETUA", "SEKRETARIS", "BENDAHARA", "SEKSI:PENDATAAN", "SEKSI:HUMAS")
"""The last one stays at home: four of five are 80 percent."""
OFFICE = TenantSetup(
    name="Dinas Sosial Kabupaten Sleman",
    slug=SLUG,
    level="KABKOTA",
    area_code=REGENCY,
    time_zone="Asia/Jakarta",
    sample=True,
)
ADMIN = DemoMember(SLUG, "admin", "TENANT_ADMIN", "admin instansi", 150)
OFFICER = DemoMember(SLUG, "kasi", "DINAS_OFFICER", "Kasi Pemberdayaan Sosial", 151)
HEAD = DemoMember(SLUG, "kepala", "DINAS_HEAD", "Kepala Dinas", 152)
PROVINCE = DemoMember(SLUG, "provinsi", "PROVINCE_OFFICER", "pejabat Dinas Sosial DIY", 153)

_S1 = seed("S1")
_INVENTED = (sample("the WKSBM, its people, places and dates"),)
_TRAINING = ActivityRef(
    external=ExternalActivity(
        organiser=diy_2018.ORGANISER,
        title=diy_2018.TITLE,
        date_from=diy_2018.FIRST_DAY,
        date_to=diy_2018.LAST_DAY,
    )
)


@dataclass(frozen=True, slots=True)
class SlemanWksbm:
    """One of the two WKSBM."""

    place: int
    """Its place in the province's list of WKSBM."""
    village_code: str
    padukuhan: str
    proposed_on: date
    nominated_on: date
    inaugurated_on: date
    absent: int
    """Number of the sample name of the one who stays at home."""

    @property
    def id(self) -> UUID:
        return demo_id(SLUG, "wksbm", self.place)

    @property
    def name(self) -> str:
        return diy_2018.SAMPLE_WKSBM[self.place][1]

    def person_key(self, seat: str) -> tuple[object, ...]:
        return (SLUG, "person", self.place, seat)

    @property
    def candidates(self) -> tuple[Nominee, ...]:
        """Four whom the province knows by the same names, and one more."""
        first = diy_2018.FIRST_NAME + diy_2018.FROM_EACH * self.place
        numbers = (*range(first, first + diy_2018.FROM_EACH), self.absent)
        return tuple(
            Nominee(
                person=person(number, *self.person_key(seat), area_code=self.village_code),
                seat=seat,
            )
            for number, seat in zip(numbers, SEATS, strict=True)
        )


EARLY = SlemanWksbm(
    place=6,
    village_code="34.04.09.2001",
    padukuhan="Contoh Lor",
    proposed_on=date(2018, 2, 5),
    nominated_on=date(2018, 4, 9),
    inaugurated_on=date(2018, 5, 7),
    absent=154,
)
LATE = SlemanWksbm(
    place=7,
    village_code="34.04.03.2001",
    padukuhan="Contoh Kidul",
    proposed_on=date(2018, 7, 2),
    nominated_on=date(2018, 9, 10),
    inaugurated_on=date(2018, 11, 12),
    absent=155,
)


def story() -> Story:
    """The story; the same at every call."""
    target = SetBudgetTarget(year=2018, indicator="WKSBM_FORMED", target_qty=2, funding="APBD")
    early = [
        *_formed(EARLY),
        Act(HEAD, EARLY.nominated_on, _waiver(EARLY), _INVENTED),
        _inaugurated(EARLY),
        _trained(EARLY),
    ]
    late = [*_formed(LATE), _trained(LATE)]
    edition = AdoptCategoryEdition(edition="2012", effective_from=date(2013, 1, 1))
    return Story(
        office=OFFICE,
        basis=(sample("the office as a tenant; S1 says five regencies and cities"),),
        members=(ADMIN, OFFICER, HEAD, PROVINCE),
        setting=[Act(ADMIN, date(2013, 1, 1), edition, (assumed("day of the adoption"),))],
        chapters=(
            [[Act(HEAD, date(2018, 1, 8), target, (sample("the target"),))], early, late],
            [[_inaugurated(LATE)]],
        ),
    )


def _formed(unit: SlemanWksbm) -> Chain:
    """Proposed at a padukuhan, explained on the same evening, five nominated."""
    local_area = demo_id(SLUG, "local area", unit.padukuhan)
    register = RegisterLocalArea(
        local_area_id=local_area,
        village_code=unit.village_code,
        kind="PADUKUHAN",
        name=unit.padukuhan,
    )
    propose = ProposeWksbm(
        wksbm_id=unit.id,
        name=unit.name,
        level="DUSUN",
        village_code=unit.village_code,
        local_area_id=local_area,
        origin="INITIATED",
        budget_year=2018,
    )
    day = unit.proposed_on
    socialise = SocialiseWksbm(wksbm_id=unit.id, held_from=day, held_to=day)
    nominate = NominateCandidates(wksbm_id=unit.id, candidates=unit.candidates)
    return [
        Act(OFFICER, day, register, _INVENTED),
        Act(OFFICER, day, propose, (assumed("S1: mostly formed in 2018"), *_INVENTED)),
        Act(OFFICER, day, socialise, _INVENTED),
        Act(OFFICER, unit.nominated_on, nominate, _INVENTED),
    ]


def _waiver(unit: SlemanWksbm) -> WaiveStage:
    return WaiveStage(
        wksbm_id=unit.id,
        stage="TRAINED",
        reason="OTHER",
        note="Dikukuhkan lebih dahulu; pengurus mengikuti bimbingan teknis provinsi pada Oktober.",
    )


def _trained(unit: SlemanWksbm) -> Act:
    command = RecordTraining(
        wksbm_id=unit.id,
        activity=_TRAINING,
        attended=tuple(demo_id(*unit.person_key(seat)) for seat in SEATS[: diy_2018.FROM_EACH]),
    )
    return Act(OFFICER, diy_2018.LAST_DAY, command, (_S1, *_INVENTED))


def _inaugurated(unit: SlemanWksbm) -> Act:
    day = unit.inaugurated_on
    decree = Decree(no=f"SAMPLE/{unit.place}/2018", issued_on=day, issuer_role="LURAH")
    return Act(HEAD, day, InaugurateWksbm(wksbm_id=unit.id, decree=decree), _INVENTED)
