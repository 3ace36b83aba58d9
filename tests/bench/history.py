"""An invented office's history, as long as wanted: the events of the service, real in their bytes.

A WKSBM is formed with its board of five by one command (8 events), then lives year after year
by further ones (13 events: people registered and corrected, a grade, the groups it is there
for, another name or a competition, a seat that changes hands with its books). All are formed in the
first part of the log, so that a list in its middle shows as many as today's. Sealed values have
the size of real ones; nobody opens them here.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice
from uuid import UUID

from wahana.domain.formation import board_events as boards
from wahana.domain.formation import wksbm_events as forming
from wahana.domain.formation import wksbm_life_events as life
from wahana.domain.formation.board import board_id
from wahana.domain.formation.legality import Decree
from wahana.domain.kernel.fields import Sealed
from wahana.domain.kernel.model import Event
from wahana.domain.people.person_events import PersonCorrected, PersonRegistered
from wahana.platform.append import Append, IdempotencyKey
from wahana.platform.events import (
    EventMeta,
    NewEvent,
    SealedGroup,
    encode_meta,
    encode_payload,
)
from wahana.platform.ids import uuid7

FORMED_EVENTS = 8
LIFE_EVENTS = 13
SEATS = ("KETUA", "WAKIL", "SEKRETARIS", "BENDAHARA", "SEKSI:HUMAS")
_GRADES = ("TUMBUH", "BERKEMBANG", "MANDIRI")
_GROUPS = ("ABT", "AN", "KT", "LUT", "PRSE", "FM", "KBA", "PD", "BWBP")
VILLAGES = (
    "64.74.01.1001", "64.74.01.1002", "64.74.01.1003", "64.74.01.1004",
    "64.74.02.1001", "64.74.02.1002", "64.74.02.1003", "64.74.03.1001",
)  # fmt: skip
_FIRST_DAY = date(2012, 1, 2)
_CIPHERTEXT = bytes(range(144))
"""As long as a sealed name with its padding and tag."""


@dataclass(slots=True)
class Wksbm:
    """One WKSBM and its board, as far as its next events need it."""

    id: UUID
    name: str
    version: int = 0
    board: UUID = field(init=False)
    board_version: int = 0
    seats: dict[str, tuple[int, UUID]] = field(default_factory=dict)
    """Seat → version of the event that filled it, and who sits there."""

    def __post_init__(self) -> None:
        self.board = board_id(self.id)


class History:
    """The commands of an office, in order; :attr:`wksbms` are those it has formed so far."""

    def __init__(self, actor: UUID, wksbms: int, *, seed: int = 2012) -> None:
        self._actor = actor
        self._count = wksbms
        self._random = random.Random(seed)
        self.wksbms: list[Wksbm] = []

    def commands(self) -> Iterator[Append]:
        """Without end: first every WKSBM is formed, then they live on in turns."""
        for number in range(self._count):
            yield self._formed(number)
        year = 0
        while True:
            year += 1
            order = list(self.wksbms)
            self._random.shuffle(order)
            for wksbm in order:
                yield self._lived(wksbm, year)

    def batches(self, events: int, *, batch_events: int = 2_000) -> Iterator[list[Append]]:
        """Commands of ``events`` events in all (or a few less), in batches."""
        per_batch = batch_events // LIFE_EVENTS
        commands, left = self.commands(), events
        while batch := list(islice(commands, per_batch)):
            kept: list[Append] = []
            for command in batch:
                if len(command.events) > left:
                    break
                left -= len(command.events)
                kept.append(command)
            if kept:
                yield kept
            if len(kept) < len(batch):
                return

    def _formed(self, number: int) -> Append:
        wksbm = Wksbm(uuid7(), f"WKSBM {self._word()} {number + 1}")
        self.wksbms.append(wksbm)
        on = _FIRST_DAY + timedelta(days=number % 300)
        decree = Decree(no=f"SK {number + 1}/2012", issued_on=on, issuer_role="DINAS_HEAD")
        village = VILLAGES[number % len(VILLAGES)]
        proposed = forming.WksbmProposed(
            name=wksbm.name, level="RT", village_code=village, area_edition="2025",
            origin="INITIATED", budget_year=2012, slot=uuid7(),
        )  # fmt: skip
        inaugurated = forming.WksbmInaugurated(decree=decree, term_no=1, term_from=on)
        opened = boards.BoardTermOpened(wksbm=wksbm.id, term_no=1, valid_from=on, decree=decree)
        command = _Command(self._actor, on)
        command.add(wksbm.id, self._next(wksbm), proposed)
        command.add(wksbm.id, self._next(wksbm), inaugurated)
        command.add(wksbm.board, self._next_of_board(wksbm), opened)
        for seat in SEATS:
            self._seated(command, wksbm, seat, uuid7(), on)
        return command.append()

    def _lived(self, wksbm: Wksbm, year: int) -> Append:
        on = _FIRST_DAY + timedelta(days=300 + 30 * year)
        command = _Command(self._actor, on)
        successor = self._people(command)
        for event in self._year(year):
            if isinstance(event, forming.WksbmRenamed):
                wksbm.name = event.name
            command.add(wksbm.id, self._next(wksbm), event)
        seat = self._random.choice(SEATS)
        of, leaving = wksbm.seats[seat]
        command.add(
            wksbm.board,
            self._next_of_board(wksbm),
            boards.SeatVacated(of=of, seat=seat, person=leaving, valid_to=on, reason="RESIGNED"),
        )
        self._seated(command, wksbm, seat, successor, on)
        command.add(
            wksbm.board,
            self._next_of_board(wksbm),
            boards.HandoverRecorded(
                term_no=1, handed_over_by=(leaving,), received_by=(successor,),
                books=(boards.HandedBook(kind="CASH", volumes=2),),
                balances=(boards.HandedBalance(fund="IURAN", unit="IDR", amount=150_000),),
            ),
        )  # fmt: skip
        return command.append()

    def _people(self, command: _Command) -> UUID:
        """Four people registered, three of them corrected; the first one's id."""
        people = [uuid7() for _ in range(4)]
        steps = [(person, version) for person in people for version in (1, 2)]
        for person, version in steps[:-1]:
            event = (
                PersonRegistered(
                    name=Sealed(group=0), phone=Sealed(group=1), sex="F",
                    area_code="64.74.01.1004", area_edition="2025", legal_basis="PUBLIC_TASK",
                    legal_proof="UU 11/2009 ps 38",
                )
                if version == 1
                else PersonCorrected(
                    of=1, reason="TYPING_ERROR", name=Sealed(group=0), phone=Sealed(group=1)
                )
            )  # fmt: skip
            command.add(person, version, event, sealed=("identity", "contact"))
        return people[0]

    def _year(self, year: int) -> Iterator[Event]:
        pick = self._random
        yield life.MaturityAssessed(grade=pick.choice(_GRADES), scheme_version="1")
        codes = tuple(sorted(pick.sample(_GROUPS, 3)))
        yield life.TargetGroupsDeclared(edition="2012", codes=codes)
        if year % 2:
            yield forming.WksbmRenamed(name=f"WKSBM {self._word()} {pick.randrange(10**6)}")
        else:
            yield life.AwardEntered(competition="WKSBM prestasi", level="PROV", year=2012 + year)

    def _seated(self, command: _Command, wksbm: Wksbm, seat: str, person: UUID, on: date) -> None:
        version = self._next_of_board(wksbm)
        filled = boards.SeatFilled(term_no=1, seat=seat, person=person, valid_from=on)
        command.add(wksbm.board, version, filled)
        wksbm.seats[seat] = (version, person)

    def _word(self) -> str:
        return "".join(self._random.choices("abdegiklmnoprstu", k=8)).title()

    def _next(self, wksbm: Wksbm) -> int:
        wksbm.version += 1
        return wksbm.version

    def _next_of_board(self, wksbm: Wksbm) -> int:
        wksbm.board_version += 1
        return wksbm.board_version


class _Command:
    """The events of one command, encoded as the service encodes them."""

    def __init__(self, actor: UUID, on: date) -> None:
        self._actor = actor
        self._events: list[NewEvent] = []
        self._meta = encode_meta(
            EventMeta(
                role="DINAS_OFFICER", client="console", occurred_on=on, policy=1,
                catalogue="pmks/2012;wilayah/2025", correlation=uuid7(), source="web",
            )
        )  # fmt: skip

    def add(
        self, stream_id: UUID, version: int, event: Event, *, sealed: tuple[str, ...] = ()
    ) -> None:
        event_id = uuid7()
        groups = [
            SealedGroup(
                e=event_id, s=stream_id, c=category, k=1, n=_CIPHERTEXT[:12], ct=_CIPHERTEXT,
                kc=_CIPHERTEXT[:16],
            )
            for category in sealed
        ]  # fmt: skip
        payload = encode_payload(event, groups, os.urandom(16))
        self._events.append(
            NewEvent(
                event_id, stream_id, version, event.TOPIC, event.SCHEMA, self._actor,
                self._meta, payload,
            )
        )  # fmt: skip

    def append(self) -> Append:
        key = IdempotencyKey(self._actor, str(uuid7()), os.urandom(32))
        return Append(key, tuple(self._events))
