"""Terms: opened, closed, corrected, retracted; mandates that end; handovers (S1, S2)."""

from __future__ import annotations

from datetime import date

import pytest

from wahana.domain.formation.board_corrections import (
    CorrectBoardDecree,
    CorrectHandover,
    CorrectSeat,
    CorrectTerm,
    RetractBoardEntry,
)
from wahana.domain.formation.board_events import (
    BoardDecreeCorrected,
    BoardEntryRetracted,
    BoardTermClosed,
    BoardTermOpened,
    HandedBalance,
    HandedBook,
    HandoverCorrected,
    HandoverRecorded,
    SeatFilled,
    TermCorrected,
)
from wahana.domain.formation.guidance_commands import RecordValues
from wahana.domain.formation.handover_commands import RecordHandover
from wahana.domain.formation.legality import Decree
from wahana.domain.formation.nominees import Nominee
from wahana.domain.formation.seat_commands import FillSeat, VacateSeat
from wahana.domain.formation.term_commands import CloseBoardTerm, OpenBoardTerm

TERM_ENDS = date(2017, 6, 15)
CASH = HandedBalance(fund="IURAN", unit="IDR", amount=10**12)
RICE = HandedBalance(fund="JIMPITAN", unit="RICE_G", amount=12_500)
BOOKS = (HandedBook(kind="CASH", volumes=2, kept_up_to=date(2017, 6, 1)),)
WRONG = {"reason": "WRONG_DATE"}


@pytest.fixture
def sitting(bontang):
    """Lok Tuan with its first board, asked about in 2018."""
    bontang.world.today = date(2018, 1, 10)
    return bontang.reach("INAUGURATED")


@pytest.fixture
def run(sitting):
    def when(command, on=None, actor=None, on_behalf_of=None, **fields):
        return sitting.world.when(
            command(**({"wksbm_id": sitting.id} | fields)),
            on=on,
            actor=actor,
            on_behalf_of=on_behalf_of,
        )

    return when


# --- opening and closing


def test_a_second_term_with_its_people(sitting, run):
    chair = sitting.uid("second chair")
    seats = (Nominee(person=sitting.new(chair), seat="KETUA"),)
    outcome = run(OpenBoardTerm, valid_from=TERM_ENDS, valid_to=date(2020, 6, 15), seats=seats)
    assert outcome.events[1:] == [
        BoardTermOpened(
            wksbm=sitting.id, term_no=2, valid_from=TERM_ENDS, valid_to=date(2020, 6, 15)
        ),
        SeatFilled(term_no=2, seat="KETUA", person=chair, valid_from=TERM_ENDS),
    ]
    assert sitting.board.holder("KETUA", TERM_ENDS) == chair
    assert sitting.board.holder("KETUA", date(2017, 6, 14)) == sitting.people[0]


def test_a_term_without_an_end_has_the_policys_years(sitting, run):
    opened = run(OpenBoardTerm, valid_from=date(2020, 2, 29)).only(BoardTermOpened)
    assert opened.valid_to == date(2025, 3, 1)


def test_terms_do_not_overlap(sitting, run):
    run(OpenBoardTerm, valid_from=date(2017, 6, 14)).then_refused(
        "TERM_OVERLAP", "validFrom", valid_from=sitting.INAUGURATED_ON, valid_to=TERM_ENDS
    )
    run(OpenBoardTerm, valid_from=date(2011, 1, 1)).then_refused("TERM_OVERLAP", "validFrom")
    run(OpenBoardTerm, valid_from=date(2009, 1, 1), valid_to=date(2012, 6, 15)).accepted()


def test_an_initiated_wksbm_begins_with_its_inauguration(bontang):
    bontang.reach("TRAINED")
    bontang.world.when(OpenBoardTerm(wksbm_id=bontang.id)).then_refused(
        "STAGE_ORDER", needed="INAUGURATED"
    )


def test_a_natural_one_may_have_had_boards_before(bontang):
    natural = bontang.propose(origin="NATURAL", founded_year=2006)
    bontang.world.when(natural).accepted()
    term = {"valid_from": date(2006, 1, 1), "valid_to": date(2009, 1, 1)}
    bontang.world.when(OpenBoardTerm(wksbm_id=bontang.id, **term)).accepted()
    assert bontang.board.term_on(date(2008, 12, 31)).no == 1


def test_an_opening_says_sensible_days_seats_and_people(sitting, run):
    later = {"valid_from": TERM_ENDS}
    decree = Decree(no="1", issued_on=date(2019, 1, 1), issuer_role="LURAH")
    run(OpenBoardTerm, decree=decree, **later).then_refused("FUTURE_DATE", "decree.issuedOn")
    run(OpenBoardTerm, valid_from=TERM_ENDS, valid_to=TERM_ENDS).then_refused(
        "PERIOD_EMPTY", "validTo"
    )
    one, two = (sitting.known(person) for person in sitting.people[:2])

    def seats(*pairs):
        people = tuple(Nominee(person=person, seat=seat) for person, seat in pairs)
        return run(OpenBoardTerm, seats=people, **later)

    seats((one, "KETUA"), (two, "KETUA")).then_refused("SEAT_TWICE", "candidates")
    seats((one, "KETUA"), (one, "WAKIL")).then_refused("PERSON_TWICE", "candidates")
    seats((one, "KETUA"), (two, "BENDAHARA")).accepted()


def test_a_term_is_closed_with_all_its_seats(sitting, run):
    run(CloseBoardTerm, term_no=1, valid_to=date(2016, 1, 1), reason="RESIGNED").then(
        BoardTermClosed(term_no=1, valid_to=date(2016, 1, 1), reason="RESIGNED")
    )
    assert sitting.board.holder("KETUA", date(2015, 12, 31)) == sitting.people[0]
    assert sitting.board.holder("KETUA", date(2016, 1, 1)) is None
    run(CloseBoardTerm, term_no=1, reason="X").then_refused(
        "TERM_CLOSED", "termNo", closed_on=date(2016, 1, 1)
    )


@pytest.mark.parametrize(
    ("fields", "code", "field"),
    [
        ({"term_no": 2}, "NOT_FOUND", "termNo"),
        ({"term_no": 1, "valid_to": date(2017, 7, 1)}, "MANDATE_ENDED", "validTo"),
        ({"term_no": 1, "valid_to": date(2012, 6, 15)}, "PERIOD_EMPTY", "validTo"),
    ],
)
def test_a_closing_fits_its_term(run, fields, code, field):
    run(CloseBoardTerm, reason="X", **fields).then_refused(code, field)


# --- corrections


def test_the_days_of_a_term(sitting, run):
    right = {"of": 1, "valid_from": date(2012, 6, 14), "valid_to": date(2015, 6, 14), **WRONG}
    moved, *seats = run(CorrectTerm, **right).accepted().events
    assert moved == TermCorrected(**right)
    assert {seat.valid_from for seat in seats} == {date(2012, 6, 14)}
    assert sitting.board.holder("KETUA", date(2015, 6, 14)) is None
    run(CorrectTerm, **right).then_refused("NO_CHANGE", "validFrom")
    run(CorrectTerm, **(right | {"of": 2})).then_refused("NOT_FOUND", "of")
    newcomer = sitting.known(sitting.person("newcomer"))
    run(FillSeat, seat="SEKSI:PELAYANAN", person=newcomer, valid_from=date(2012, 6, 15)).accepted()
    run(CorrectTerm, **(right | {"valid_from": date(2012, 7, 1)})).then_refused(
        "BEFORE_TERM", "validFrom"
    )
    run(CorrectTerm, **(right | {"valid_to": date(2012, 6, 15)})).then_refused(
        "MANDATE_ENDED", "validFrom"
    )


def test_a_terms_decree(sitting, run):
    decree = Decree(no="7/2012", issued_on=date(2012, 6, 1), issuer_role="LURAH")
    run(CorrectBoardDecree, of=1, decree=decree, **WRONG).then(
        BoardDecreeCorrected(of=1, decree=decree, **WRONG)
    )
    run(CorrectBoardDecree, of=1, decree=decree, **WRONG).then_refused("NO_CHANGE", "decree")
    run(CorrectBoardDecree, of=2, decree=decree, **WRONG).then_refused("NOT_FOUND", "of")
    late = Decree(no="7/2012", issued_on=date(2019, 6, 1), issuer_role="LURAH")
    run(CorrectBoardDecree, of=1, decree=late, **WRONG).then_refused(
        "FUTURE_DATE", "decree.issuedOn"
    )


def test_entries_are_taken_back(sitting, run):
    version = sitting.board.version
    run(VacateSeat, seat="KETUA", valid_to=date(2013, 1, 1), reason="DIED").accepted()
    run(CloseBoardTerm, term_no=1, valid_to=date(2016, 1, 1), reason="X").accepted()

    def retract(entry, of):
        return run(RetractBoardEntry, entry=entry, of=of, reason="DUPLICATE")

    retract("CLOSING", version + 2).then(
        BoardEntryRetracted(of=version + 2, entry="CLOSING", reason="DUPLICATE")
    )
    assert sitting.board.terms[0].valid_to == TERM_ENDS
    retract("VACANCY", version + 1).accepted()
    assert sitting.board.holder("KETUA", date(2013, 1, 1)) == sitting.people[0]
    retract("SEAT", 2).accepted()
    assert sitting.board.holder("KETUA", date(2013, 1, 1)) is None
    for entry in ("CLOSING", "VACANCY", "SEAT", "HANDOVER"):
        retract(entry, 2).then_refused("NOT_FOUND", "of")
    retract("TERM", 1).then_refused("ENTRY_IN_USE", "of", entry="INAUGURATION")


def test_with_a_term_go_its_seats(sitting, run):
    seats = len(sitting.board.holdings)
    people = sitting.nominees(new=False)[:2]
    run(OpenBoardTerm, valid_from=TERM_ENDS, seats=people).accepted()
    term = sitting.board.terms[1]
    assert len(sitting.board.holdings) == seats + 2
    run(RetractBoardEntry, entry="TERM", of=term.entry, reason="DUPLICATE").accepted()
    assert len(sitting.board.holdings) == seats


def test_a_term_under_a_handover_stays(sitting, run):
    people = tuple(sitting.people[:2])
    books = (HandedBook(kind="CASH"),)
    run(
        RecordHandover, term_no=1, handed_over_by=people[:1], received_by=people[1:], books=books
    ).accepted()
    for of in (2, 3):
        run(RetractBoardEntry, entry="SEAT", of=of, reason="DUPLICATE").then_refused(
            "ENTRY_IN_USE", "of", entry="HANDOVER"
        )
    run(RetractBoardEntry, entry="SEAT", of=4, reason="DUPLICATE").accepted()


def test_a_correction_keeps_a_closing_and_a_vacancy(sitting, run):
    version = sitting.board.version
    run(VacateSeat, seat="KETUA", valid_to=date(2013, 1, 1), reason="DIED").accepted()
    run(CloseBoardTerm, term_no=1, valid_to=date(2016, 1, 1), reason="X").accepted()
    term, seat = sitting.board.terms[0], sitting.board.holdings[0]
    run(CorrectTerm, of=term.entry, valid_from=date(2012, 6, 14), reason="WRONG_DATE").accepted()
    assert sitting.board.terms[0].valid_to == date(2016, 1, 1)
    who = sitting.known(sitting.people[0])
    run(
        CorrectSeat, of=seat.entry, seat="KETUA", person=who, valid_from=date(2012, 6, 16),
        reason="WRONG_DATE",
    ).accepted()  # fmt: skip

    def held():
        return next(each for each in sitting.board.holdings if each.entry == seat.entry)

    assert held().valid_to == date(2013, 1, 1)
    assert held().end_reason == "DIED"
    for entry, of in (("CLOSING", version + 2), ("VACANCY", version + 1)):
        run(RetractBoardEntry, entry=entry, of=of, reason="DUPLICATE").accepted()
    assert sitting.board.terms[0].valid_to == TERM_ENDS
    assert held().valid_to is None


def test_taking_back_a_vacancy_breaks_no_rule(sitting, run):
    version = sitting.board.version
    run(VacateSeat, seat="KETUA", valid_to=date(2013, 1, 1), reason="MOVED").accepted()
    newcomer = sitting.known(sitting.person("newcomer"))
    run(FillSeat, seat="KETUA", person=newcomer, valid_from=date(2013, 1, 1)).accepted()
    run(RetractBoardEntry, entry="VACANCY", of=version + 1, reason="OTHER", note="x").then_refused(
        "SEAT_TAKEN", "seat"
    )


# --- mandates


def test_nobody_acts_for_an_officer_whose_days_are_over(sitting, run):
    chair = sitting.people[0]
    run(VacateSeat, seat="KETUA", valid_to=date(2013, 1, 1), reason="MOVED").accepted()
    values = {"values": ("gotong royong",)}
    run(RecordValues, on=date(2013, 1, 1), on_behalf_of=chair, **values).then_refused(
        "MANDATE_ENDED", "onBehalfOf", ended_on=date(2013, 1, 1)
    )
    run(RecordValues, on=date(2012, 12, 31), on_behalf_of=chair, **values).accepted()


def test_an_act_before_the_first_day_is_outside_the_mandate_too(sitting, run):
    run(
        RecordValues, on=date(2012, 6, 1), on_behalf_of=sitting.people[0], values=("x",)
    ).then_refused("MANDATE_ENDED", "onBehalfOf", ended_on=None)


def test_who_never_sat_needs_no_seat(sitting, run):
    lurah = sitting.person("lurah")
    run(RecordValues, on=date(2018, 1, 1), on_behalf_of=lurah, values=("x",)).accepted()
    assert sitting.state.values[-1].values == ("x",)


def test_a_chair_acts_within_a_term_only(sitting, run):
    values = {"values": ("gotong royong",)}
    run(RecordValues, on=TERM_ENDS, actor=sitting.chair, **values).then_refused(
        "MANDATE_ENDED", "occurredOn", ended_on=TERM_ENDS
    )
    run(RecordValues, on=date(2017, 6, 14), actor=sitting.chair, **values).accepted()


def test_before_the_first_term_a_chair_may_help_with_the_formation(bontang):
    bontang.reach("PROPOSED")
    bontang.world.when(bontang.socialise(), actor=bontang.chair).accepted()
    assert bontang.state.stage == "SOCIALISED"


# --- handovers


@pytest.fixture
def handover(sitting):
    """A handover of the first term's treasurer to the second's, after the first term's end."""
    receiver = sitting.person("second treasurer")
    seats = (Nominee(person=sitting.known(receiver), seat="BENDAHARA"),)
    opened = OpenBoardTerm(wksbm_id=sitting.id, valid_from=date(2017, 7, 1), seats=seats)
    sitting.world.when(opened).accepted()
    return {
        "handed_over_by": (sitting.people[3],),
        "received_by": (receiver,),
        "books": BOOKS,
        "balances": (CASH, RICE),
        "witnesses": (sitting.person("witness"),),
    }


def test_a_handover_is_left_to_officers_whose_term_is_over(sitting, run, handover):
    outcome = run(
        RecordHandover,
        on=date(2017, 6, 20),
        actor=sitting.chair,
        on_behalf_of=sitting.people[3],
        term_no=1,
        **handover,
    )
    outcome.then(HandoverRecorded(term_no=1, **handover))


def test_a_handover_that_does_not_hold(sitting, run, handover):
    stranger = sitting.person("stranger")
    giver, receiver = handover["handed_over_by"][0], handover["received_by"][0]

    def hand(**changes):
        return run(RecordHandover, **({"term_no": 1} | handover | changes))

    hand(books=(), balances=()).then_refused("HANDOVER_EMPTY", "books")
    hand(handed_over_by=(stranger,)).then_refused("NOT_AN_OFFICER", "handedOverBy")
    hand(handed_over_by=(receiver,)).then_refused("NOT_AN_OFFICER", "handedOverBy")
    hand(received_by=(stranger,)).then_refused("NOT_AN_OFFICER", "receivedBy")
    hand(received_by=(giver,)).then_refused("PERSON_TWICE", "receivedBy")
    hand(witnesses=(giver,)).then_refused("WITNESS_NOT_APART", "witnesses")
    hand(witnesses=(stranger, stranger)).then_refused("PERSON_TWICE", "witnesses")
    hand(witnesses=(sitting.uid("nobody"),)).then_refused("NOT_FOUND", "witnesses")
    hand(term_no=9).then_refused("NOT_FOUND", "termNo")


def test_a_handover_is_mended_and_taken_back(sitting, run, handover):
    run(RecordHandover, term_no=1, **handover).accepted()
    entry = sitting.board.handovers[0].entry
    right = handover | {"of": entry, "balances": (RICE,)} | WRONG
    run(CorrectHandover, **right).then(HandoverCorrected(**right))
    run(CorrectHandover, **(right | {"of": 1})).then_refused("NOT_FOUND", "of")
    run(RetractBoardEntry, entry="HANDOVER", of=entry, **WRONG).accepted()
    assert sitting.board.handovers == ()
