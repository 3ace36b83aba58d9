"""The benchmark's own arithmetic, and that what it loads is a history the service could have."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from tests.bench import decisions
from tests.bench.figures import Times, Verdict, percentile, shown
from tests.bench.history import History

from wahana.deploy import registry
from wahana.domain.formation.board import Board
from wahana.platform.events import EventRow
from wahana.projections.wksbm_directory import view as directory

_AT = datetime(2026, 1, 5, tzinfo=UTC)


def test_percentiles_are_values_that_were_measured() -> None:
    ordered = [float(value) for value in range(1, 101)]
    assert percentile(ordered, 0.5) == 50
    assert percentile(ordered, 0.99) == 99
    assert percentile([7.0], 0.99) == 7
    times = Times.of([10, 1000, 20], [0.001, 0.003, 0.002])
    assert (times.per_second, times.p50_ms, times.p99_ms) == (20, 2, 3)


@pytest.mark.parametrize(
    ("verdict", "met"),
    [
        (Verdict("more", 20, 20), True),
        (Verdict("more", 19.9, 20), False),
        (Verdict("less", 1.3, 1.3, at_least=False), True),
        (Verdict("less", 1.31, 1.3, at_least=False), False),
    ],
)
def test_a_verdict_says_whether_the_aim_is_met(verdict: Verdict, met: bool) -> None:
    assert verdict.met is met
    assert ("MISSED" in str(verdict)) is not met


def test_figures_are_shown_with_the_digits_they_deserve() -> None:
    assert [shown(value) for value in (1234.5, 12.34, 1.234, 1_000_000, "so")] == [
        "1,234", "12.3", "1.23", "1,000,000", "so",
    ]  # fmt: skip


def test_a_history_has_the_events_that_were_asked_for_and_folds() -> None:
    tenant, actor = uuid4(), uuid4()
    events = registry.event_registry()
    versions: dict[UUID, int] = defaultdict(int)
    states: dict[UUID, object] = {}
    position = 0
    for batch in History(actor, 50).batches(1_000, batch_events=100):
        for new in (event for command in batch for event in command.events):
            position += 1
            versions[new.stream_id] += 1
            assert new.version == versions[new.stream_id]
            row = EventRow(
                tenant, position, new.event_id, new.stream_id, new.version, new.topic,
                new.schema_version, actor, _AT, new.meta, new.payload,
            )  # fmt: skip
            kind = {"wksbm": directory.WksbmRecord, "board": Board}.get(new.topic.split(".")[0])
            recorded = events.decode(row)
            if kind is not None:
                state = states.get(new.stream_id, kind(id=new.stream_id))
                states[new.stream_id] = recorded.mutate(state)
    assert 980 < position <= 1_000
    boards = [state for state in states.values() if isinstance(state, Board)]
    assert len(boards) == 50
    assert all(len({span.seat for span in state.days}) == 5 for state in boards)


def test_the_largest_commands_are_decided_and_encoded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Their times are for ``make decisions`` to tell; here only that each can be measured."""
    monkeypatch.setattr(decisions, "ENTRIES", 5_000)
    rows = [decisions.measured(case) for case in decisions.cases()]
    assert len(rows) > 10
    assert {row.decided_in for row in rows} == {"thread"}
