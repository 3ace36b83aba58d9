"""Acts of an arisan, for its tests."""

from __future__ import annotations

from datetime import date

from wahana.domain.money.arisan_commands import CollectRound, PayPot, SharePayment
from wahana.domain.money.arisan_corrections import RetractArisanEntry
from wahana.domain.money.arisan_draw import DrawWinner
from wahana.domain.money.arisan_events import (
    Cover,
)
from wahana.domain.money.arisan_opening import OpenCycle

NAMES = ("Sri", "Budi", "Wati", "Sri")
"""Four shares of three people: Sri holds two."""


DAY = date(2026, 11, 5)


def open_cycle(rw, **changes):
    fields = {
        "cycle_id": rw.uid("cycle"),
        "title": "Arisan ibu-ibu RW 08",
        "contribution": 50_000,
        "members": tuple(rw.ref(name) for name in NAMES),
    } | changes
    return rw.run(OpenCycle, on=date(2026, 11, 1), **fields)


def act(rw, command, *, on=DAY, **fields):
    return rw.do(command(cycle_id=rw.uid("cycle"), **fields), on=on)


def collect(rw, *shares, **fields):
    payments = tuple(SharePayment(share=share) for share in shares)
    return act(rw, CollectRound, payments=payments, **fields)


def draw(rw, share=None, **fields):
    witnesses = (rw.person("Pak RT"), rw.person("Pak RW"))
    return act(rw, DrawWinner, share=share, **({"witnesses": witnesses} | fields))


def short(rw):
    """Share 2 won and got its pot; in the second round it does not pay, and Budi covers."""
    collect(rw, 1, 2, 3, 4).accepted()
    draw(rw, 2).accepted()
    act(rw, PayPot, round=1).accepted()
    cover = Cover(source="ORGANISER", amount=50_000, person=rw.person("Pak RT"))
    collect(rw, 1, 3, 4, cover=cover).accepted()
    draw(rw, 3).accepted()


def retract(rw, of, entry):
    return act(rw, RetractArisanEntry, of=of, entry=entry, reason="TYPING_ERROR")
