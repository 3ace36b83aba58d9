"""Arisan: shares, rounds, draws and their proof, pots, debts, substitutes (S2)."""

from __future__ import annotations

from datetime import date

from tests.domain.money.arisan_acts import (
    DAY,
    act,
    collect,
    draw,
    open_cycle,
    short,
)

from wahana.domain.money.arisan_commands import (
    CloseCycle,
    CollectRound,
    PayPot,
    SettleDebt,
    SharePayment,
    SubstituteMember,
)
from wahana.domain.money.arisan_corrections import CorrectCycle, RetractArisanEntry
from wahana.domain.money.arisan_events import (
    Cover,
    CycleClosed,
    CycleCorrected,
    CycleOpened,
    DebtSettled,
    MemberSubstituted,
    PotPaid,
    RoundCollected,
    ShareDebt,
    ShareHeld,
    SharePaid,
    WinnerDrawn,
)
from wahana.domain.money.arisan_opening import OpenCycle
from wahana.domain.money.arisan_proof import drawn
from wahana.domain.money.reversals import ReverseEntry
from wahana.domain.people.person_events import PersonRegistered


def test_a_cycle_has_numbered_shares_one_person_may_hold_several(rw):
    outcome = open_cycle(rw, members=(rw.new("Tini"), rw.ref("Budi"), rw.new("Tini")))
    outcome.only(PersonRegistered)
    tini, budi = rw.uid("Tini"), rw.uid("Budi")
    assert outcome.only(CycleOpened) == CycleOpened(
        wksbm=rw.id,
        starts_on=date(2026, 11, 1),
        title="Arisan ibu-ibu RW 08",
        contribution=50_000,
        unit="IDR",
        frequency="MONTHLY",
        method="RANDOM",
        shares=(
            ShareHeld(no=1, member=tini),
            ShareHeld(no=2, member=budi),
            ShareHeld(no=3, member=tini),
        ),
    )
    open_cycle(rw).then_refused("ALREADY_EXISTS", "cycleId")


def test_the_cut_leaves_a_pot(rw):
    open_cycle(rw, cut=200_000).then_refused("ARISAN_AMOUNT", "cut", expected=200_000)
    open_cycle(rw, cut=20_000).accepted()
    collect(rw, 1, 2, 3, 4).accepted()
    assert draw(rw, 2).only(WinnerDrawn).pot == 180_000


def test_a_cycle_is_corrected_as_long_as_nothing_collected_rests_on_it(arisan):
    right = {
        "title": "Arisan bapak-bapak",
        "contribution": 60_000,
        "frequency": "SELAPANAN",
        "method": "ORDER",
        "members": (arisan.ref("Budi"), arisan.ref("Wati")),
        "reason": "TYPING_ERROR",
    }
    mended = act(arisan, CorrectCycle, **right).only(CycleCorrected)
    assert (mended.of, mended.contribution, len(mended.shares)) == (1, 60_000, 2)
    collect(arisan, 1).accepted()
    right["contribution"] = 40_000
    act(arisan, CorrectCycle, **right).then_refused("ENTRY_IN_USE", "cycleId", entry="COLLECTION")


def test_a_round_is_collected_in_one_or_several_evenings(arisan):
    collect(arisan, 1, 2).then(
        RoundCollected(
            round=1,
            collected_on=DAY,
            payments=(SharePaid(share=1, amount=50_000), SharePaid(share=2, amount=50_000)),
            total=100_000,
            missing=100_000,
        )
    )
    part = act(arisan, CollectRound, payments=(SharePayment(share=3, amount=20_000),))
    assert part.only(RoundCollected).missing == 80_000
    rest = collect(arisan, 3, 4).only(RoundCollected)
    assert (rest.total, rest.missing) == (80_000, 0)


def test_a_share_pays_its_contribution_and_no_more(arisan):
    collect(arisan, 1).accepted()
    collect(arisan, 1).then_refused("ARISAN_AMOUNT", "payments", given=0, expected=0)
    collect(arisan, 2, 2).then_refused("SHARE_TWICE", "payments", share=2)
    collect(arisan, 5).then_refused("NOT_FOUND", "payments", kind="share")
    collect(arisan).then_refused("NO_CHANGE", "payments")
    collect(arisan, 2, round=2).then_refused("ARISAN_ROUND", "round", expected=1)
    cover = Cover(source="ORGANISER", amount=150_001, person=arisan.uid("Budi"))
    collect(arisan, cover=cover).then_refused("ARISAN_AMOUNT", "cover", expected=150_000)


def test_the_draw_waits_for_the_round_or_its_cover(arisan):
    collect(arisan, 1, 2, 3).accepted()
    draw(arisan, 1).then_refused("ARISAN_EARLY", "round", round=1, missing=50_000)
    cover = Cover(source="MEMBER", amount=50_000, person=arisan.uid("Budi"))
    collect(arisan, cover=cover).accepted()
    draw(arisan, 1).accepted()


def test_a_cover_is_proved(arisan):
    collect(arisan, 1, 2, 3).accepted()
    nobody = Cover(source="ORGANISER", amount=50_000)
    collect(arisan, cover=nobody).then_refused("COVER_PROOF", "cover", cause="NO_PERSON")
    unpaid = Cover(source="FUND", amount=50_000)
    collect(arisan, cover=unpaid).then_refused("COVER_PROOF", "cover", cause="NO_PAYMENT")
    arisan.open(opening_balance=500_000)
    arisan.pay(50_000, purpose="ARISAN_COVER", on=DAY).accepted()
    book = arisan.book().id
    other = Cover(source="FUND", amount=50_000, book=book, entry_no=1)
    collect(arisan, cover=other).then_refused("COVER_PROOF", "cover", cause="OTHER_PAYMENT")
    paid = Cover(source="FUND", amount=50_000, book=book, entry_no=2)
    collect(arisan, cover=paid).accepted()
    draw(arisan, 1).accepted()
    collect(arisan, 1, 2, 3, cover=paid).then_refused("COVER_PROOF", "cover")


def test_a_fund_s_payment_covers_one_round_of_one_cycle(arisan):
    """Not a second cycle's either; while it covers, it is not reversed."""
    arisan.open(opening_balance=500_000)
    arisan.pay(50_000, purpose="ARISAN_COVER", on=DAY).accepted()
    paid = Cover(source="FUND", amount=50_000, book=arisan.book().id, entry_no=2)
    by_hand = Cover(
        source="ORGANISER", amount=50_000, person=arisan.person("Sri"), book=paid.book, entry_no=2
    )
    collect(arisan, cover=by_hand).then_refused("COVER_PROOF", "cover", cause="OTHER_PAYMENT")
    collect(arisan, cover=paid).accepted()
    entry = arisan.cycle().version
    second = arisan.uid("second cycle")
    members = (arisan.ref("Sri"), arisan.ref("Budi"))
    given = {"title": "Arisan dua", "contribution": 50_000, "members": members}
    arisan.run(OpenCycle, cycle_id=second, on=DAY, **given).accepted()
    again = CollectRound(cycle_id=second, cover=paid)
    arisan.do(again, on=DAY).then_refused("COVER_PROOF", "cover", cause="OTHER_PAYMENT")
    undone = {"kind": "IURAN", "entry_no": 2, "reason": "TYPING_ERROR"}
    arisan.run(ReverseEntry, **undone).then_refused("ENTRY_COVERS", "entryNo", no=2)
    wrong = {"entry": "COLLECTION", "reason": "TYPING_ERROR"}
    act(arisan, RetractArisanEntry, of=entry, **wrong).accepted()
    arisan.do(again, on=DAY).accepted()
    arisan.do(RetractArisanEntry(cycle_id=second, of=2, **wrong)).accepted()
    arisan.run(ReverseEntry, **undone).accepted()


def test_each_share_wins_once(arisan):
    collect(arisan, 1, 2, 3, 4).accepted()
    won = draw(arisan, 1).only(WinnerDrawn)
    assert (won.share, won.member, won.pot) == (1, arisan.uid("Sri"), 200_000)
    assert won.candidates == (1, 2, 3, 4)
    assert won.witnesses == (arisan.uid("Pak RT"), arisan.uid("Pak RW"))
    collect(arisan, 1, 2, 3, 4).accepted()
    draw(arisan, 1).then_refused("ARISAN_TWICE", "share", share=1, round=1)
    second = draw(arisan, 4).only(WinnerDrawn)
    assert (second.round, second.member, second.candidates) == (2, won.member, (2, 3, 4))


def test_a_seed_decides_and_can_be_checked(arisan):
    collect(arisan, 1, 2, 3, 4).accepted()
    winner = drawn(arisan.uid("cycle"), 1, "merdeka-45", (1, 2, 3, 4))
    other = next(share for share in (1, 2, 3, 4) if share != winner)
    draw(arisan, other, seed="merdeka-45").then_refused(
        "DRAW_PROOF", "share", cause="OTHER_WINNER", share=winner
    )
    draw(arisan, seed="merdeka-45", witnesses=()).then_refused(
        "DRAW_PROOF", "witnesses", cause="FEW_WITNESSES"
    )
    won = draw(arisan, seed="merdeka-45").only(WinnerDrawn)
    assert (won.share, won.seed) == (winner, "merdeka-45")
    assert {drawn(arisan.uid("cycle"), 1, str(no), (1, 2, 3, 4)) for no in range(40)} == {
        1,
        2,
        3,
        4,
    }


def test_a_draw_without_a_seed_has_a_winner_and_two_witnesses(arisan):
    collect(arisan, 1, 2, 3, 4).accepted()
    draw(arisan).then_refused("DRAW_PROOF", "share", cause="NO_WINNER")
    one = (arisan.person("Pak RT"),)
    draw(arisan, 1, witnesses=one).then_refused("DRAW_PROOF", "witnesses", cause="FEW_WITNESSES")
    draw(arisan, 1, witnesses=(arisan.uid("x"),)).then_refused("NOT_FOUND", "witnesses")
    draw(arisan, 9).then_refused("NOT_FOUND", "share")
    draw(arisan, 1, on=date(2026, 11, 4)).then_refused("DATE_ORDER", "occurredOn")
    draw(arisan, 1, round=2).then_refused("ARISAN_ROUND", "round")


def test_an_agreed_order_is_kept(rw):
    open_cycle(rw, method="ORDER").accepted()
    collect(rw, 1, 2, 3, 4).accepted()
    draw(rw, 2).then_refused("ARISAN_ORDER", "share", share=2, expected=1)
    assert draw(rw, witnesses=()).only(WinnerDrawn).share == 1


def test_an_auction_leaves_the_bid_in_the_box(rw):
    open_cycle(rw, method="AUCTION").accepted()
    collect(rw, 1, 2, 3, 4).accepted()
    draw(rw, 3, bid=200_000).then_refused("ARISAN_AMOUNT", "bid", expected=199_999)
    draw(rw, 3, method="RANDOM").then_refused("DRAW_PROOF", "method", cause="OTHER_METHOD")
    won = draw(rw, 3, bid=15_000).only(WinnerDrawn)
    assert (won.pot, won.bid, won.method) == (185_000, 15_000, "AUCTION")


def test_the_pot_is_paid_once_after_the_draw(arisan):
    collect(arisan, 1, 2, 3, 4).accepted()
    act(arisan, PayPot, round=1).then_refused("ARISAN_STATE", "round", state="NOT_DRAWN")
    draw(arisan, 2).accepted()
    act(arisan, PayPot, round=1, on=date(2026, 11, 4)).then_refused("DATE_ORDER", "occurredOn")
    act(arisan, PayPot, round=1, receipt_no="K-1").then(
        PotPaid(
            round=1,
            paid_on=DAY,
            share=2,
            member=arisan.uid("Budi"),
            amount=200_000,
            receipt_no="K-1",
        )
    )
    act(arisan, PayPot, round=1).then_refused("ARISAN_STATE", "round", state="POT_PAID")


def test_who_does_not_pay_after_winning_owes_it(arisan):
    short(arisan)
    assert arisan.cycle().debts() == (ShareDebt(share=2, round=2, amount=50_000),)
    assert arisan.cycle().share(2, field="share").won == 1
    act(arisan, SettleDebt, round=2, share=2, amount=50_001).then_refused(
        "ARISAN_AMOUNT", "amount", expected=50_000
    )
    act(arisan, SettleDebt, round=2, share=2, amount=20_000).accepted()
    act(arisan, SettleDebt, round=2, share=2).then(
        DebtSettled(round=2, share=2, amount=30_000, settled_on=DAY)
    )
    assert arisan.cycle().debts() == ()
    act(arisan, SettleDebt, round=2, share=2).then_refused("ARISAN_AMOUNT", "amount", given=0)


def test_debts_are_kept_back_from_a_pot(arisan):
    cover = Cover(source="ORGANISER", amount=50_000, person=arisan.person("Pak RT"))
    collect(arisan, 1, 3, 4, cover=cover).accepted()
    draw(arisan, 1).accepted()
    collect(arisan, 1, 2, 3, 4).accepted()
    draw(arisan, 2).accepted()
    paid = act(arisan, PayPot, round=2).only(PotPaid)
    assert (paid.amount, paid.withheld) == (150_000, 50_000)
    assert paid.settled == (ShareDebt(share=2, round=1, amount=50_000),)
    assert arisan.cycle().debts() == ()


def test_a_pot_can_be_paid_in_full_with_the_debt_left(arisan):
    cover = Cover(source="ORGANISER", amount=50_000, person=arisan.person("Pak RT"))
    collect(arisan, 1, 3, 4, cover=cover).accepted()
    draw(arisan, 2).accepted()
    paid = act(arisan, PayPot, round=1, withhold=False).only(PotPaid)
    assert (paid.amount, paid.withheld) == (200_000, 0)
    assert len(arisan.cycle().debts(2)) == 1


def test_a_substitute_takes_over_win_and_debts(arisan):
    short(arisan)
    fields = {"share": 2, "member": arisan.new("Tini"), "reason": "MOVED"}
    outcome = act(arisan, SubstituteMember, **fields)
    assert outcome.only(MemberSubstituted) == MemberSubstituted(
        share=2,
        from_member=arisan.uid("Budi"),
        to_member=arisan.uid("Tini"),
        substituted_on=DAY,
        reason="MOVED",
    )
    share = arisan.cycle().share(2, field="share")
    assert (share.member, share.won) == (arisan.uid("Tini"), 1)
    again = fields | {"member": arisan.ref("Tini")}
    act(arisan, SubstituteMember, **again).then_refused("NO_CHANGE", "member")
    act(arisan, SubstituteMember, **(again | {"share": 9})).then_refused("NOT_FOUND", "share")


def whole(rw):
    for winner in (1, 2, 3, 4):
        collect(rw, 1, 2, 3, 4).accepted()
        draw(rw, winner).accepted()


def test_a_cycle_is_closed_when_all_have_won_and_got_their_pots(arisan):
    act(arisan, CloseCycle).then_refused("ARISAN_STATE", "end", state="ROUNDS_LEFT")
    whole(arisan)
    collect(arisan, 1).then_refused("ARISAN_STATE", "cycleId", state="ALL_WON")
    act(arisan, CloseCycle).then_refused("ARISAN_STATE", "end", state="POTS_UNPAID")
    for number in (1, 2, 3, 4):
        act(arisan, PayPot, round=number).accepted()
    act(arisan, CloseCycle).then(CycleClosed(closed_on=DAY, end="COMPLETED"))
    act(arisan, PayPot, round=1).then_refused("ARISAN_STATE", "cycleId", state="CLOSED")
    gone = {"of": 3, "entry": "DRAW", "reason": "DUPLICATE"}
    act(arisan, RetractArisanEntry, **gone).then_refused("ENTRY_IN_USE", "of", entry="COLLECTION")


def test_a_cycle_that_is_broken_off_says_who_is_left_with_what(arisan):
    short(arisan)
    act(arisan, CloseCycle, end="BROKEN_OFF").then_refused("NOTE_REQUIRED", "note")
    closed = act(arisan, CloseCycle, end="BROKEN_OFF", note="Banyak yang pindah")
    event = closed.only(CycleClosed)
    assert event.debts == (ShareDebt(share=2, round=2, amount=50_000),)
    assert event.without_pot == (1, 4)
