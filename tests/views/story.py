"""One WKSBM of Bontang from the target to the handover, with mistakes and their corrections.

Every event class that a view folds in a special way is here at least once. The facts are
those of the seed of 2012, the people are invented.
"""

from __future__ import annotations

from datetime import date

from tests.domain.conftest import uid
from tests.views.history import History

from wahana.domain.formation import activity_events as activities
from wahana.domain.formation import board_events as boards
from wahana.domain.formation import wksbm_correction_events as corrections
from wahana.domain.formation import wksbm_events as forming
from wahana.domain.formation import wksbm_life_events as life
from wahana.domain.formation.activity_ref import ActivityRef, ExternalActivity
from wahana.domain.formation.board import board_id
from wahana.domain.formation.legality import Decree, LegalReference
from wahana.domain.kernel.fields import contact, identity, note
from wahana.domain.office import budget_target_events as targets
from wahana.domain.people.person_events import PersonCorrected, PersonRegistered

GUNTUNG, LOKTUAN = uid("guntung"), uid("loktuan")
BOARD = board_id(GUNTUNG)
SESSION, TRAINING = uid("session"), uid("training")
TARGET = uid("target 2012")
PEOPLE = tuple(uid(f"person {number}") for number in range(6))
SEATS = ("KETUA", "WAKIL", "SEKRETARIS", "BENDAHARA", "SEKSI:HUMAS")
SPEAKER, STRANGER = uid("speaker"), uid("stranger")
DECREE = Decree(no="SK 12/2012", issued_on=date(2012, 6, 15), issuer_role="DINAS_HEAD")
JUNE_14, JUNE_15 = date(2012, 6, 14), date(2012, 6, 15)


def bontang(history: History) -> History:
    """The whole story."""
    planning(history)
    people(history)
    formation(history)
    board(history)
    life_of_it(history)
    corrected(history)
    return history


def planning(history: History) -> None:
    """The target of the year, and the two activities."""
    history.add(
        TARGET,
        targets.BudgetTargetSet(
            target_qty=16, funding="APBD", basis="SPM", year=2012, indicator="WKSBM_FORMED"
        ),
        on=date(2012, 1, 10),
        marks=["SEED"],
    )
    history.add(
        TARGET,
        targets.BudgetTargetCorrected(of=1, target_qty=15, funding="APBD", reason="TYPING_ERROR"),
        on=date(2012, 1, 11),
    )
    history.add(
        TARGET,
        targets.BudgetTargetRevised(from_qty=15, to_qty=14, reason="BUDGET_CHANGE"),
        on=date(2012, 9, 1),
    )
    for id, kind, title, first, last in (
        (SESSION, "SOSIALISASI", "Sosialisasi petugas", date(2012, 5, 24), date(2012, 5, 24)),
        (TRAINING, "BIMTEK", "Pembekalan teknis", JUNE_14, JUNE_15),
    ):
        history.add(
            id,
            activities.ActivityScheduled(
                kind=kind, title=title, organiser_unit="Seksi Pemberdayaan", level="KABKOTA",
                area_code="64.74", date_from=first, date_to=last, budget_year=2012,
                funding="APBD",
            ),
            on=date(2012, 5, 1),
            marks=["SEED"],
        )  # fmt: skip


def people(history: History) -> None:
    """Six people, a speaker, and a stranger who never holds an office."""
    for number, person in enumerate((*PEOPLE, SPEAKER, STRANGER)):
        history.add(
            person,
            PersonRegistered(
                name=identity(person, f"Warga {number}"), phone=contact(person, f"0812{number}"),
                address=contact(person, f"Jalan {number}"), sex="F" if number % 2 else "M",
                area_code="64.74.01.1004", area_edition="2025", legal_basis="PUBLIC_TASK",
                legal_proof="UU 11/2009 ps 38",
            ),
            marks=["SAMPLE"],
        )  # fmt: skip


def formation(history: History) -> None:
    """Proposed, socialised, nominated, approved, trained, inaugurated."""
    proposed(history)
    nominated(history)
    programme(history)
    attended = (*PEOPLE[:4], PEOPLE[5])
    history.add(
        GUNTUNG,
        forming.CandidatesTrained(
            activity=ActivityRef(activity_id=TRAINING, version=5), attended=attended
        ),
    )
    history.add(
        GUNTUNG,
        forming.WksbmInaugurated(
            activity=ActivityRef(activity_id=TRAINING, version=5), decree=DECREE, term_no=1,
            term_from=JUNE_15, term_to=date(2015, 6, 15),
        ),
        on=JUNE_15,
        marks=["ASSUMED"],
    )  # fmt: skip


def proposed(history: History) -> None:
    """Two WKSBM, one of which will be given up, and the session in the kelurahan."""
    for wksbm, name, village in (
        (GUNTUNG, "WKSBM Guntung", "64.74.01.1004"),
        (LOKTUAN, "WKSBM Lok Tuan", "64.74.01.1003"),
    ):
        history.add(
            wksbm,
            forming.WksbmProposed(
                name=name, level="KELURAHAN", village_code=village, area_edition="2025",
                origin="INITIATED", budget_year=2012, slot=uid(f"slot {name}"),
                legal_references=(LegalReference(title="Kepmensos", no="42/HUK/2004"),),
            ),
            on=date(2012, 2, 1),
            marks=["SEED", "ASSUMED"],
        )  # fmt: skip
    history.add(
        GUNTUNG,
        forming.WksbmSocialised(
            activity=ActivityRef(activity_id=SESSION, version=1),
            held_from=date(2012, 5, 25), held_to=date(2012, 5, 31),
        ),
        on=date(2012, 6, 1),
    )  # fmt: skip


def nominated(history: History) -> None:
    """Five candidates, one of them replaced; the lurah approves."""
    candidates = tuple(
        forming.Candidate(person=person, seat=seat)
        for person, seat in zip(PEOPLE[:5], SEATS, strict=True)
    )
    history.add(GUNTUNG, forming.CandidatesNominated(candidates=candidates), on=date(2012, 6, 5))
    history.add(
        GUNTUNG,
        forming.CandidateReplaced(
            leaving=PEOPLE[4], candidate=forming.Candidate(person=PEOPLE[5], seat=SEATS[4]),
            reason="MOVED", note=note(PEOPLE[4], "pindah ke Samarinda"),
        ),
        on=date(2012, 6, 6),
    )  # fmt: skip
    history.add(
        GUNTUNG,
        forming.NominationApproved(of=4),
        on=date(2012, 6, 7),
        role="LURAH",
        actor=uid("lurah"),
        on_behalf_of=SPEAKER,
    )


def programme(history: History) -> None:
    """Speakers, topics, invitations, attendance, and what was said."""
    add = history.add
    speaker, invitation, opening = uid("talk"), uid("invitation"), uid("opening")
    commitment = uid("commitment")
    add(TRAINING, activities.MaterialAdded(no=1, title="Kebijakan"))
    add(TRAINING, activities.MaterialAdded(no=2, title="Pendataan"))
    add(
        TRAINING,
        activities.SpeakerAssigned(
            speaker_id=speaker, person_id=SPEAKER, institution="BBPPKS Banjarmasin", topic_no=1
        ),
    )
    add(
        TRAINING,
        activities.InvitationIssued(
            invitation_id=invitation, invitee_kind="BOARD_CANDIDATE", count=75
        ),
    )
    lines = tuple(
        activities.Attendee(
            person_id=person, role="BOARD_CANDIDATE", area_code="64.74.01.1004",
            wksbm_id=GUNTUNG, days=(JUNE_14,) if person == PEOPLE[0] else (),
        )
        for person in PEOPLE
    )  # fmt: skip
    listed = add(TRAINING, activities.AttendanceRecorded(attendees=lines))
    add(
        TRAINING,
        activities.AttendanceCorrected(of=listed, person_id=PEOPLE[4], reason="WRONG_PERSON"),
    )
    held = add(TRAINING, activities.ActivityHeld(headcount=80), on=JUNE_15)
    add(
        TRAINING,
        activities.HeadcountCorrected(of=held, headcount=82, reason="TYPING_ERROR"),
        on=JUNE_15,
    )
    add(
        TRAINING,
        activities.OpeningGiven(
            statement_id=opening, kind="OPENING", office="Kepala Dinas", person_id=SPEAKER,
            points=(note(SPEAKER, "satu"), note(SPEAKER, "dua")),  # type: ignore[arg-type]
        ),
    )  # fmt: skip
    words = note(TRAINING, "siap membentuk WKSBM")
    assert words is not None
    add(
        TRAINING,
        activities.CommitmentRecorded(statement_id=commitment, by="PARTICIPANTS", text=words),
    )
    add(TRAINING, activities.MaterialRemoved(of=3, no=2, reason="ENTERED_WRONGLY"))
    add(
        SESSION,
        activities.ActivityRescheduled(
            date_from=date(2012, 5, 25), date_to=date(2012, 5, 25), reason="VENUE"
        ),
    )


def board(history: History) -> None:
    """The first term, a resignation, an acting officer, a handover, a successor."""
    add = history.add
    add(
        BOARD,
        boards.BoardTermOpened(
            wksbm=GUNTUNG, term_no=1, valid_from=JUNE_15, valid_to=date(2015, 6, 15),
            decree=DECREE,
        ),
        on=JUNE_15,
    )  # fmt: skip
    people = (*PEOPLE[:4], PEOPLE[5])
    for person, seat in zip(people, SEATS, strict=True):
        add(
            BOARD,
            boards.SeatFilled(term_no=1, seat=seat, person=person, valid_from=JUNE_15),
            on=JUNE_15,
        )
    left = date(2013, 3, 1)
    add(
        BOARD,
        boards.SeatVacated(
            of=2, seat="KETUA", person=PEOPLE[0], valid_to=left, reason="RESIGNED",
            note=note(PEOPLE[0], "pindah kerja"),
        ),
        on=left,
    )  # fmt: skip
    add(
        BOARD,
        boards.ActingOfficerNamed(
            term_no=1, seat="KETUA", person=PEOPLE[1], valid_from=left,
            valid_to=date(2013, 12, 31),
        ),
        on=left,
    )  # fmt: skip
    handed = add(
        BOARD,
        boards.HandoverRecorded(
            term_no=1, handed_over_by=(PEOPLE[0],), received_by=(PEOPLE[1],),
            books=(boards.HandedBook(kind="CASH", volumes=2),),
            balances=(boards.HandedBalance(fund="IURAN", unit="IDR", amount=150_000),),
            witnesses=(SPEAKER,),
        ),
        on=left,
    )  # fmt: skip
    add(
        BOARD,
        boards.HandoverCorrected(
            of=handed, handed_over_by=(PEOPLE[0],), received_by=(PEOPLE[1],),
            balances=(boards.HandedBalance(fund="IURAN", unit="IDR", amount=160_000),),
            reason="TYPING_ERROR",
        ),
        on=left,
    )  # fmt: skip
    add(
        BOARD,
        boards.SeatFilled(term_no=1, seat="KETUA", person=PEOPLE[4], valid_from=date(2013, 5, 1)),
        on=date(2013, 5, 1),
    )


def life_of_it(history: History) -> None:
    """Mentor, grade, awards, groups, values, a rest, another name."""
    add = history.add
    add(
        GUNTUNG,
        life.MentorAssigned(
            person=SPEAKER, role="TKSK", guidance="TECHNICAL", valid_from=date(2012, 7, 1)
        ),
    )
    add(
        GUNTUNG,
        life.MaturityAssessed(grade="BERKEMBANG", scheme_version="1"),
        on=date(2013, 1, 5),
    )
    add(GUNTUNG, life.AwardGranted(competition="WKSBM prestasi", level="PROV", year=2013, rank=2))
    add(GUNTUNG, life.TargetGroupsDeclared(edition="2007", codes=("ABT", "LUT")))
    add(GUNTUNG, life.ValuesRecorded(values=("gotong royong",)))
    add(GUNTUNG, forming.WksbmRenamed(name="WKSBM Guntung Jaya"), on=date(2014, 1, 1))
    rest = add(
        GUNTUNG,
        life.WksbmWentDormant(valid_from=date(2014, 2, 1), reason="NO_ACTIVITY"),
        on=date(2014, 2, 1),
    )
    add(
        GUNTUNG,
        life.WksbmReactivated(of=rest, valid_to=date(2014, 8, 1), slot=uid("slot")),
        on=date(2014, 8, 1),
    )
    external = ExternalActivity(
        organiser="Dinas Sosial Provinsi", title="Bimtek", date_from=date(2014, 9, 1),
        date_to=date(2014, 9, 2),
    )  # fmt: skip
    add(
        GUNTUNG,
        forming.MembersTrained(activity=ActivityRef(external=external), attended=PEOPLE[1:3]),
        on=date(2014, 9, 2),
    )


def corrected(history: History) -> None:
    """Corrections and retractions of the facts above."""
    add = history.add
    add(
        PEOPLE[1],
        PersonCorrected(
            of=1, reason="TYPING_ERROR", name=identity(PEOPLE[1], "Warga Satu"),
            cleared=("phone",),
        ),
    )  # fmt: skip
    add(
        GUNTUNG,
        corrections.InaugurationDateCorrected(
            of=7, inaugurated_on=date(2012, 6, 16), reason="WRONG_DATE"
        ),
    )
    add(
        BOARD,
        boards.SeatCorrected(
            of=4, seat="SEKRETARIS", person=PEOPLE[2], valid_from=date(2012, 7, 1),
            reason="WRONG_DATE",
        ),
    )  # fmt: skip
    add(
        BOARD,
        boards.TermCorrected(
            of=1, valid_from=JUNE_15, valid_to=date(2014, 6, 15), reason="WRONG_DATE"
        ),
    )
    add(BOARD, boards.BoardEntryRetracted(of=6, entry="SEAT", reason="WRONG_PERSON"))
    add(
        GUNTUNG,
        corrections.WksbmEntryRetracted(of=10, entry="AWARD", reason="DUPLICATE"),
    )
    add(
        LOKTUAN,
        life.WksbmWithdrawn(reason="GIVEN_UP"),
        on=date(2012, 12, 1),
    )
