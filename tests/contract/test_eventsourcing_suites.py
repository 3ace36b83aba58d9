"""The ``eventsourcing`` library's own persistence suites, on the recorders that the service runs.

Over both logs, put together by the same factory: the executor's events go in through this
recorder, feed and export read from it, and the positions of process managers are trackings.

Two deviations, each with its reason:
- ``INITIAL_VERSION`` is 0, because the suites mix streams that start at 1 (their default) with
  streams that start at 0, and our versions have no gap; the bridge shifts 0 to our first, 1.
- ``test_performance`` and what the suites print is silenced: timings say nothing here.

Not run: ``ProcessRecorderTestCase`` (the events that follow from a process manager are written
by the executor, under keys made of their cause, so no recorder writes tracking with events),
``TranscoderTestCase`` (typed structs need no transcoder), ``InfrastructureFactoryTestCase``
(recorders are put together in code).
"""

from __future__ import annotations

import contextlib
import inspect
import io
import unittest
from collections.abc import Iterator
from typing import Any
from unittest import TestCase

import pytest
from eventsourcing.tests.persistence import (
    AggregateRecorderTestCase,
    ApplicationRecorderTestCase,
    NonInterleavingNotificationIDsBaseCase,
    TrackingRecorderTestCase,
)
from tests.conftest import SMALL_POOLS, FreshDatabase, role_urls
from tests.logs.bridge import AggregateBridge, ApplicationBridge, LoopThread, TrackingBridge
from tests.logs.building import a_tenant
from tests.logs.counting import infrastructure

from wahana.platform.append import Log
from wahana.platform.database import Database
from wahana.platform.memory_log import MemoryLog
from wahana.platform.postgres_log import PostgresLog
from wahana.platform.processes.tracking import AsyncTrackingRecorder
from wahana.platform.recorder import AsyncApplicationRecorder
from wahana.platform.writer import Writer


class Stage:
    """A loop thread with a log in it; gives recorders for a new tenant each."""

    def __init__(self, thread: LoopThread, log: Log, database: Database | None) -> None:
        self.thread = thread
        self._log = log
        self._database = database
        self._writer = Writer(log)

    def aggregate(self) -> AggregateBridge:
        return AggregateBridge(self.thread, self._recorder())

    def application(self) -> ApplicationBridge:
        return ApplicationBridge(self.thread, self._recorder())

    def _recorder(self) -> AsyncApplicationRecorder:
        tenant = a_tenant()
        self.thread.run(self._log.open_log(tenant))  # type: ignore[arg-type]
        return infrastructure(self._log, self._writer).application_recorder(tenant)

    def tracking(self) -> TrackingBridge:
        assert self._database is not None, "positions are kept in PostgreSQL alone"
        return TrackingBridge(self.thread, AsyncTrackingRecorder(self._database, a_tenant()))


LOGS = ("memory", "postgres")


@pytest.fixture
def stage(request: pytest.FixtureRequest, shared_database: FreshDatabase) -> Iterator[Stage]:
    thread = LoopThread()
    if request.param == "memory":
        yield Stage(thread, MemoryLog(), None)
    else:
        database = thread.run(Database.open(role_urls(shared_database.url), SMALL_POOLS))
        yield Stage(thread, PostgresLog(database), database)
        thread.run(database.close())
    thread.close()


class AggregateSuite(AggregateRecorderTestCase):
    INITIAL_VERSION = 0
    stage: Stage

    def create_recorder(self) -> Any:
        return self.stage.aggregate()


class ApplicationSuite(ApplicationRecorderTestCase[Any]):
    INITIAL_VERSION = 0
    stage: Stage

    def create_recorder(self) -> Any:
        return self.stage.application()

    # The library leaves this one to each recorder; ours run it.
    test_subscribe = ApplicationRecorderTestCase.optional_test_insert_subscribe


class NonInterleavingSuite(NonInterleavingNotificationIDsBaseCase):
    INITIAL_VERSION = 0
    stage: Stage

    def create_recorder(self) -> Any:
        return self.stage.application()


class TrackingSuite(TrackingRecorderTestCase):
    stage: Stage

    def create_recorder(self) -> Any:
        return self.stage.tracking()


SUITES: tuple[type[TestCase], ...] = (
    AggregateSuite,
    ApplicationSuite,
    NonInterleavingSuite,
    TrackingSuite,
)
CASES = [
    (suite, name) for suite in SUITES for name in unittest.TestLoader().getTestCaseNames(suite)
]
# Collected through CASES, each with its stage.
for _suite in SUITES:
    _suite.__test__ = False  # type: ignore[attr-defined]
AggregateRecorderTestCase.__test__ = False
ApplicationRecorderTestCase.__test__ = False
NonInterleavingNotificationIDsBaseCase.__test__ = False
TrackingRecorderTestCase.__test__ = False


ON_BOTH = [(suite, name, log) for log in LOGS for suite, name in CASES]
RUN = [one for one in ON_BOTH if one[0] is not TrackingSuite or one[2] == "postgres"]


@pytest.mark.parametrize(
    ("suite", "name", "stage"),
    RUN,
    indirect=["stage"],
    ids=[f"{log}-{suite.__name__}-{name}" for suite, name, log in RUN],
)
def test_the_library_s_own_suite(suite: type[Any], name: str, stage: Stage) -> None:
    case = suite(name)
    case.stage = stage
    result = unittest.TestResult()
    with contextlib.redirect_stdout(io.StringIO()):
        case.run(result)
    for _, trace in result.errors + result.failures:
        pytest.fail(trace, pytrace=False)
    assert result.testsRun == 1
    assert not result.skipped


def test_all_cases_of_the_library_are_run() -> None:
    for suite in SUITES:
        theirs = {
            name
            for base in suite.__mro__[1:]
            for name, _ in inspect.getmembers(base, inspect.isfunction)
            if name.startswith("test")
        }
        assert theirs <= {name for cls, name in CASES if cls is suite}
        assert theirs
