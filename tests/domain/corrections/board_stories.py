"""Stories of a board: terms, seats and handovers (S1)."""

from __future__ import annotations

from datetime import date
from typing import Any

from wahana.domain.formation import board_facts as facts
from wahana.domain.formation.board_corrections import (
    CorrectBoardDecree,
    CorrectHandover,
    CorrectSeat,
    CorrectTerm,
)
from wahana.domain.formation.board_events import HandedBook
from wahana.domain.formation.handover_commands import RecordHandover
from wahana.domain.formation.legality import Decree
from wahana.domain.formation.seat_commands import FillSeat, NameActingOfficer, VacateSeat
from wahana.domain.formation.term_commands import CloseBoardTerm, OpenBoardTerm

from .formation_world import WHY, board_story, world
from .stories import Step, Story, Telling

TODAY = date(2013, 6, 20)
ENTERED = date(2013, 6, 1)
JAN, FEB, MARCH = date(2013, 1, 1), date(2013, 2, 1), date(2013, 3, 1)


def sitting() -> Any:
    """Lok Tuan a year after its inauguration."""
    return world("INAUGURATED", today=TODAY)


def term() -> Story:
    lok_tuan = sitting()
    lok_tuan.world.run(
        CloseBoardTerm(wksbm_id=lok_tuan.id, term_no=1, valid_to=JAN, reason="X"), on=ENTERED
    )
    seats = lok_tuan.nominees(new=False)[:2]

    def telling(first: date, after: date) -> Telling:
        days = {"valid_from": first, "valid_to": after}
        return Telling(
            OpenBoardTerm(wksbm_id=lok_tuan.id, seats=seats, **days),  # type: ignore[arg-type]
            ENTERED,
            lambda of: CorrectTerm(wksbm_id=lok_tuan.id, of=of, **days, **WHY),  # type: ignore[arg-type]
        )

    humas = FillSeat(
        wksbm_id=lok_tuan.id,
        seat="SEKSI:HUMAS",
        person=lok_tuan.known(lok_tuan.people[4]),
        valid_from=MARCH,
    )
    return board_story(
        lok_tuan,
        facts.TERM,
        telling(FEB, date(2018, 1, 1)),
        telling(JAN, date(2018, 1, 1)),
        telling(JAN, date(2016, 1, 1)),
        telling(date(2012, 12, 1), date(2018, 1, 1)),
        telling(FEB, JAN),
        then=(Step(humas, facts.SEAT, ENTERED),),
    )


def term_decree() -> Story:
    lok_tuan = sitting()
    lok_tuan.world.run(
        CloseBoardTerm(wksbm_id=lok_tuan.id, term_no=1, valid_to=JAN, reason="X"), on=ENTERED
    )

    def telling(no: str, issued_on: date) -> Telling:
        decree = Decree(no=no, issued_on=issued_on, issuer_role="LURAH")
        return Telling(
            OpenBoardTerm(wksbm_id=lok_tuan.id, valid_from=JAN, decree=decree),
            ENTERED,
            lambda of: CorrectBoardDecree(wksbm_id=lok_tuan.id, of=of, decree=decree, **WHY),
        )

    return board_story(
        lok_tuan,
        facts.TERM,
        telling("1/SK", JAN),
        telling("2/SK", JAN),
        telling("2/SK", date(2014, 1, 1)),
    )


def closing() -> Story:
    lok_tuan = sitting()
    close = CloseBoardTerm(wksbm_id=lok_tuan.id, term_no=1, valid_to=JAN, reason="X")
    return board_story(
        lok_tuan,
        facts.CLOSING,
        Telling(close, ENTERED),
        then=(Step(OpenBoardTerm(wksbm_id=lok_tuan.id, valid_from=JAN), facts.TERM, ENTERED),),
    )


def seat() -> Story:
    lok_tuan = sitting()
    lok_tuan.world.run(
        VacateSeat(wksbm_id=lok_tuan.id, seat="BENDAHARA", valid_to=JAN, reason="MOVED"),
        on=ENTERED,
    )
    wrong, right = lok_tuan.person("wrong"), lok_tuan.person("right")

    def telling(person: Any, first: date, kind: str = "BENDAHARA") -> Telling:
        given: dict[str, Any] = {
            "wksbm_id": lok_tuan.id,
            "seat": kind,
            "person": lok_tuan.known(person),
            "valid_from": first,
        }
        return Telling(FillSeat(**given), ENTERED, lambda of: CorrectSeat(of=of, **given, **WHY))

    def vacate(of: int) -> VacateSeat:
        return VacateSeat(wksbm_id=lok_tuan.id, seat="BENDAHARA", valid_to=MARCH, reason="RESIGNED")

    return board_story(
        lok_tuan,
        facts.SEAT,
        telling(wrong, JAN),
        telling(right, JAN),
        telling(wrong, FEB),
        telling(lok_tuan.people[0], JAN),
        telling(wrong, date(2012, 12, 1)),
        telling(wrong, date(2011, 1, 1)),
        then=(
            Step(vacate, facts.VACANCY, ENTERED, ends=True),
            Step(
                FillSeat(
                    wksbm_id=lok_tuan.id,
                    seat="BENDAHARA",
                    person=lok_tuan.known(lok_tuan.person("next")),
                    valid_from=MARCH,
                ),
                facts.SEAT,
                ENTERED,
            ),
        ),
        about=wrong,
    )


def acting_officer() -> Story:
    lok_tuan = sitting()
    lok_tuan.world.run(
        VacateSeat(wksbm_id=lok_tuan.id, seat="BENDAHARA", valid_to=JAN, reason="MOVED"),
        on=ENTERED,
    )
    person = lok_tuan.person("acting")

    def telling(first: date, after: date) -> Telling:
        given: dict[str, Any] = {
            "wksbm_id": lok_tuan.id,
            "seat": "BENDAHARA",
            "person": lok_tuan.known(person),
            "valid_from": first,
            "valid_to": after,
        }
        return Telling(
            NameActingOfficer(**given), ENTERED, lambda of: CorrectSeat(of=of, **given, **WHY)
        )

    return board_story(
        lok_tuan,
        facts.SEAT,
        telling(JAN, MARCH),
        telling(FEB, MARCH),
        telling(MARCH, FEB),
        about=person,
    )


def vacancy() -> Story:
    lok_tuan = sitting()
    vacate = VacateSeat(wksbm_id=lok_tuan.id, seat="KETUA", valid_to=JAN, reason="DIED")
    newcomer = FillSeat(
        wksbm_id=lok_tuan.id,
        seat="KETUA",
        person=lok_tuan.known(lok_tuan.person("newcomer")),
        valid_from=JAN,
    )
    return board_story(
        lok_tuan,
        facts.VACANCY,
        Telling(vacate, ENTERED),
        then=(Step(newcomer, facts.SEAT, ENTERED),),
        about=lok_tuan.people[0],
    )


def handover() -> Story:
    lok_tuan = sitting()
    ketua, wakil, third, *_ = lok_tuan.people
    witness = lok_tuan.person("witness")

    def telling(giver: Any, receiver: Any, **changes: Any) -> Telling:
        given: dict[str, Any] = {
            "wksbm_id": lok_tuan.id,
            "handed_over_by": (giver,),
            "received_by": (receiver,),
            "books": (HandedBook(kind="CASH"),),
        } | changes
        return Telling(
            RecordHandover(term_no=1, **given),
            ENTERED,
            lambda of: CorrectHandover(of=of, **given, **WHY),
        )

    return board_story(
        lok_tuan,
        facts.HANDOVER,
        telling(ketua, wakil),
        telling(ketua, wakil, witnesses=(witness,)),
        telling(third, wakil, books=(HandedBook(kind="MINUTES", volumes=2),)),
        telling(witness, wakil),
        telling(ketua, ketua),
        telling(ketua, wakil, books=()),
    )


STORIES = (term, term_decree, closing, seat, acting_officer, vacancy, handover)
