"""A whole office for a year, from a seed: sixteen WKSBM, few large and many small.

For trying the service with the data volume of a real office: about 35,000 events, as
an office of sixteen WKSBM makes them in a year, with sizes that fall like the inverse root of the
rank (the largest has some 5,000 events, the smallest some 1,300). Everything is invented; the same
seed gives the same office, act by act, and another seed another office beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from wahana.domain.formation.legality import Decree
from wahana.domain.formation.proposal_commands import ProposeWksbm
from wahana.domain.formation.seat_commands import FillSeat, VacateSeat
from wahana.domain.formation.stage_commands import InaugurateWksbm, WaiveStage
from wahana.domain.formation.wksbm_events import Stage
from wahana.domain.reference.areas import Area
from wahana.domain.reference.catalogue import REFERENCE
from wahana.tenants.tenant_commands import AdoptCategoryEdition

from ..provision import TenantSetup
from . import dinas_cases, dinas_money, dinas_services
from .community import Community
from .dinas_money import Size
from .marks import sample
from .samples import NAMES_MAX, demo_id, person
from .story import Act, Chain, Chapter, DemoMember, Story, admitted

SLUG = "magelang"
"""Slugs of these offices begin so; the seed follows."""
CITY = "33.71"
"""Kota Magelang: 17 kelurahan, of which 16 have a WKSBM here."""
WKSBM = 16
YEAR = 2024
ON_RECORD_FROM = date(2023, 1, 2)
SEAT_KEYS = (("ketua", "KETUA", "WKSBM_CHAIR"), ("bendahara", "BENDAHARA", "WKSBM_TREASURER"))
MORE_SEATS = ("WAKIL", "SEKRETARIS", "SEKSI:PELAYANAN")
"""Held by people of the neighbourhood who have no account."""
_BASIS = (sample("a year of an office, from a seed"),)


def story(seed: int, *, wksbm: int = WKSBM, scale: float = 1.0) -> Story:
    """The office and its year; the same at every call.

    ``wksbm``: how many it has, at most 17; ``scale``: how large they are, 1 for their real size.
    """
    return _Office(seed, wksbm, scale).story()


def entered(slug: str) -> str:
    """Name of the position after the last act of a year, before anything of it falls due."""
    return f"{slug}: the year is entered, nothing has fallen due yet"


def factors(number: int) -> list[float]:
    """Sizes of ``number`` WKSBM by rank, with a mean of 1; a typical one has some 2,200 events."""
    ranks = [rank**-0.5 for rank in range(1, number + 1)]
    return [each * number / sum(ranks) for each in ranks]


class _Office:
    """The office of one seed."""

    def __init__(self, seed: int, wksbm: int, scale: float) -> None:
        self._seed = seed
        self._sizes = [
            Size.of(factor * scale, rice=number % 2 == 0)
            for number, factor in enumerate(factors(wksbm))
        ]
        self._slug = f"{SLUG}-{seed}"
        self._villages = [
            village
            for district in REFERENCE.areas.children(CITY)
            for village in REFERENCE.areas.children(district.code)
        ][:wksbm]
        self._admin = self._member("admin", "TENANT_ADMIN", "admin instansi", 0)
        self._kasi = self._member("kasi", "DINAS_OFFICER", "Kasi Pemberdayaan Sosial", 1)
        self._head = self._member("kepala", "DINAS_HEAD", "Kepala Dinas", 2)
        self._auditor = self._member("inspektorat", "INSPECTORATE", "Inspektorat", 3)
        self._lurah = self._member(
            "lurah", "LURAH", f"Lurah {self._villages[0].name}", 4, self._villages[0].code
        )
        districts = sorted({village.code[:8] for village in self._villages})
        self._tksk = {
            code: self._member(f"tksk {code}", "TKSK", f"TKSK {code}", 5 + number, code)
            for number, code in enumerate(districts)
        }

    def story(self) -> Story:
        """The WKSBM are formed, books opened, the year entered, months sealed, books closed; the
        chains of a chapter run together."""
        ours = [self._community(village) for village in self._villages]
        sized = list(zip(ours, self._sizes, strict=True))
        edition = AdoptCategoryEdition(edition="2012", effective_from=date(2013, 1, 1))
        return Story(
            office=TenantSetup(
                name=f"Dinas Sosial Kota Magelang (SAMPLE, benih {self._seed})",
                slug=self._slug,
                level="KABKOTA",
                area_code=CITY,
                time_zone="Asia/Jakarta",
                sample=True,
            ),
            basis=_BASIS,
            members=(
                *(self._admin, self._kasi, self._head, self._auditor, self._lurah),
                *self._tksk.values(),
            ),
            officers=tuple(officer for our in ours for officer in (our.chair, our.treasurer)),
            setting=[Act(self._admin, date(2013, 1, 1), edition, _BASIS)],
            one_undertaking=False,
            with_tokens=True,
            chapters=(
                [
                    self._formed(number, village, our)
                    for number, (village, our) in enumerate(zip(self._villages, ours, strict=True))
                ],
                [chain for our, size in sized for chain in self._opened(our, size)],
                self._lived(sized),
                [our.seals() for our in ours],
                [dinas_money.closing(our, size) for our, size in sized[1:]],
                [dinas_money.closing(*sized[0])[:-1]],
                [[replace(dinas_money.closing(*sized[0])[-1], cite=entered(self._slug))]],
            ),
        )

    def _opened(self, our: Community, size: Size) -> Sequence[Chain]:
        """The books of a WKSBM on the first day, and the local bodies that belong to it."""
        books = dinas_money.opening(our, size, self._random(our, "open"))
        return [books, dinas_services.bodies(our, size.bodies)]

    def _lived(self, sized: Sequence[tuple[Community, Size]]) -> Chapter:
        """The events of the year; the longest chains first, so that none runs alone at the end."""
        chains: list[Chain] = []
        chains += [self._replaced(sized[number][0], number) for number in range(0, len(sized), 3)]
        for our, size in sized:
            chains += dinas_money.year(our, size, self._random(our, "money"))
            draw = self._random(our, "cases")
            tksk = self._tksk[our.area_code[:8]]
            asked = dinas_services.ServiceActors(tksk, self._kasi, self._head, size.bodies)
            chains += [dinas_cases.case(our, number, draw, asked) for number in range(size.cases)]
        return sorted(chains, key=len, reverse=True)

    def _formed(self, number: int, village: Area, our: Community) -> Chain:
        """A WKSBM that was there before: stages waived, decree, chair, treasurer, their roles."""
        propose = ProposeWksbm(
            wksbm_id=our.wksbm_id,
            name=f"WKSBM {village.name} (SAMPLE)",
            level="KELURAHAN",
            village_code=our.area_code,
            origin="NATURAL",
            budget_year=ON_RECORD_FROM.year,
        )
        stages: tuple[Stage, ...] = ("SOCIALISED", "NOMINATED", "TRAINED")
        decree = Decree(
            no=f"SAMPLE/{number + 1:02}/{ON_RECORD_FROM.year}",
            issued_on=ON_RECORD_FROM,
            issuer_role="LURAH",
        )
        decided = [
            *(
                WaiveStage(wksbm_id=our.wksbm_id, stage=stage, reason="PRE_EXISTING")
                for stage in stages
            ),
            InaugurateWksbm(wksbm_id=our.wksbm_id, decree=decree),
        ]
        seats = [
            FillSeat(
                wksbm_id=our.wksbm_id,
                seat=seat,
                person=person(
                    (10 + 2 * number + turn) % NAMES_MAX,
                    *(self._slug, "person", key, our.key),
                    area_code=our.area_code,
                ),
            )
            for turn, (key, seat, _) in enumerate(SEAT_KEYS)
        ]
        return [
            Act(self._kasi, ON_RECORD_FROM, propose, _BASIS),
            *(Act(self._head, ON_RECORD_FROM, command, _BASIS) for command in decided),
            *(Act(self._kasi, ON_RECORD_FROM, seat, _BASIS) for seat in seats),
            *(self._sits(our, number, seat, ON_RECORD_FROM) for seat in MORE_SEATS),
            *(act for one in (our.chair, our.treasurer) for act in admitted(one, self._admin)),
        ]

    def _sits(self, our: Community, number: int, seat: str, on: date, turn: int = 0) -> Act:
        """A person of the neighbourhood takes a seat; ``turn``: which one in this seat, from 0."""
        name = (50 + 8 * number + 2 * MORE_SEATS.index(seat) + turn) % NAMES_MAX
        fill = FillSeat(wksbm_id=our.wksbm_id, seat=seat, person=our.newcomer(name, seat, turn))
        return Act(self._kasi, on, fill, _BASIS)

    def _replaced(self, our: Community, number: int) -> Chain:
        """The secretary moves away, and another takes the seat a week later."""
        seat, on = "SEKRETARIS", our.day(number % 12 + 1, 10)
        vacate = VacateSeat(wksbm_id=our.wksbm_id, seat=seat, reason="MOVED")
        following = self._sits(our, number, seat, on + timedelta(days=7), turn=1)
        return [Act(self._kasi, on, vacate, _BASIS), following]

    def _community(self, village: Area) -> Community:
        own = demo_id(self._slug, "wksbm", village.code)
        chair, treasurer = (
            DemoMember(
                *(self._slug, f"{key} {village.code}", role, f"{seat.title()} {village.name}", 0),
                wksbm_ids=(own,),
                registered=(self._slug, "person", key, village.code),
            )
            for key, seat, role in SEAT_KEYS
        )
        return Community(
            office=self._slug,
            key=village.code,
            wksbm_id=own,
            area_code=village.code,
            year=YEAR,
            chair=chair,
            treasurer=treasurer,
            basis=_BASIS,
        )

    def _member(
        self, key: str, role: str, title: str, number: int, area: str | None = None
    ) -> DemoMember:
        return DemoMember(self._slug, key, role, title, number, area)

    def _random(self, our: Community, part: str) -> Random:
        """Chance of a part of a WKSBM's year: another part drawing more changes nothing in it."""
        return Random(f"{self._seed}/{our.key}/{part}")  # noqa: S311  samples, no secrets
