"""Days that were over when they were entered: an offline queue, and an office's past."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from wahana.domain.care.answer import AcceptReferral, ReceiveReferral
from wahana.domain.care.processes.referrals import last_referral_day, referral_due
from wahana.domain.care.processes.services import next_service_day, services_due
from wahana.domain.care.refer import SendReferral
from wahana.domain.care.referral_oversight import ExpireReferral

GRACE = 30
SENT_ON = date(2021, 9, 2)


def sent_late(ladder: Any, **changes: Any) -> Any:
    """Referred on the 2nd, entered on the 20th: the phone was offline."""
    ladder.reported().world.run(ladder.exceeded(), ladder.refer(**changes), on=SENT_ON)
    send = SendReferral(referral_id=ladder.referral)
    ladder.world.when(send, on=SENT_ON).accepted()
    return ladder.sent_referral


@pytest.mark.parametrize(("urgency", "days"), [("NORMAL", 14), ("URGENT", 3), ("EMERGENCY", 1)])
def test_what_was_entered_late_has_its_days_from_then(ladder: Any, urgency: str, days: int):
    referral = sent_late(ladder, urgency=urgency)
    assert referral.due == SENT_ON + timedelta(days=days), "the day itself stays what it is"
    last = ladder.TODAY + timedelta(days=days)
    assert referral_due(referral, last, GRACE) is None
    expire = ExpireReferral(referral_id=ladder.referral)
    ladder.world.when(expire, actor=ladder.process).then_refused("NOT_DUE", "referralId", due=last)
    ladder.world.today = last + timedelta(days=1)
    assert referral_due(referral, ladder.world.today, GRACE) == expire
    ladder.world.when(expire, actor=ladder.process).accepted()


def test_what_was_entered_on_its_day_has_no_day_more(ladder: Any):
    ladder.reported().sent()
    assert last_referral_day(ladder.sent_referral, GRACE) == ladder.sent_referral.due


def test_an_old_deadline_is_left_alone_while_the_past_is_brought_in(ladder: Any):
    referral = sent_late(ladder)
    far, backlog_until = date(2021, 12, 1), date(2021, 12, 31)
    assert referral_due(referral, far, GRACE) is not None
    assert referral_due(referral, far, GRACE, backlog_until) is None
    assert last_referral_day(referral, GRACE, backlog_until) == backlog_until
    assert referral_due(referral, date(2022, 1, 1), GRACE, backlog_until) is not None


def test_a_deadline_of_today_is_kept_also_then(ladder: Any):
    ladder.reported().sent()
    after = ladder.sent_referral.due + timedelta(days=1)
    assert referral_due(ladder.sent_referral, after, GRACE, date(2021, 12, 31)) is not None
    of = {"referral_id": ladder.referral}
    promise = AcceptReferral(**of, expected_by=ladder.TODAY)
    for command in (ReceiveReferral(**of), promise):
        ladder.world.when(command, actor=ladder.tksk).accepted()
    after = ladder.TODAY + timedelta(days=GRACE + 1)
    assert referral_due(ladder.sent_referral, after, GRACE, date(2021, 12, 31)) is not None


def test_a_service_of_the_past_is_left_alone_while_the_past_is_brought_in(ladder: Any):
    old = {"valid_from": date(2021, 9, 1), "valid_to": date(2021, 9, 10)}
    ladder.reported().world.run(ladder.assign(**old))
    today, backlog_until = date(2021, 9, 21), date(2021, 12, 31)
    assert len(services_due(ladder.state, today)) == 1
    assert services_due(ladder.state, today, backlog_until) == ()
    assert next_service_day(ladder.state, backlog_until) == date(2022, 1, 1)
    assert len(services_due(ladder.state, date(2022, 1, 1), backlog_until)) == 1


def test_a_service_of_today_ends_also_then(ladder: Any):
    ladder.reported().world.run(ladder.assign())
    assert next_service_day(ladder.state, date(2021, 12, 31)) == date(2021, 10, 1)
