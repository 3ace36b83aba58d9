"""Log lines and metrics show what happens, never whom it is about."""

from __future__ import annotations

import contextlib
import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import structlog
from prometheus_client import CollectorRegistry, generate_latest

from wahana.platform import telemetry
from wahana.platform.telemetry import ViewMetrics


@contextlib.contextmanager
def logged() -> Iterator[list[dict[str, Any]]]:
    """The lines that are logged within, as JSON; filled at the end."""
    loggers = [logging.getLogger(name) for name in telemetry.FOREIGN_LOGGERS]
    before = [(logger, logger.handlers, logger.propagate) for logger in loggers]
    lines: list[dict[str, Any]] = []
    telemetry.configure_logging("json")
    try:
        with contextlib.redirect_stderr(io.StringIO()) as written:
            yield lines
        lines.extend(json.loads(line) for line in written.getvalue().splitlines())
    finally:
        structlog.reset_defaults()
        for logger, handlers, propagate in before:
            logger.handlers, logger.propagate = handlers, propagate


def test_a_field_that_is_not_known_to_be_safe_is_named_but_not_shown() -> None:
    with logged() as lines:
        structlog.get_logger().warning("view_waits", view="thing", name="Siti", nik="6474")
    (line,) = lines
    assert line["view"] == "thing"
    assert line["withheld"] == ["name", "nik"]
    assert "Siti" not in str(line)


def test_an_exception_is_told_by_class_and_place_without_its_message() -> None:
    with logged() as lines:
        try:
            try:
                raise ValueError("Siti, Jalan Melati 3")
            except ValueError as cause:
                raise LookupError("NIK 6474") from cause
        except LookupError as error:
            structlog.get_logger().critical("view_fails", exc_info=error)
            structlog.get_logger().exception("again")
    assert [line["event"] for line in lines] == ["view_fails", "again"]
    for line in lines:
        told = line["exception"]
        assert told.startswith("LookupError < ")
        assert "because of ValueError < " in told
        assert "test_telemetry.py" in told
        assert "Siti" not in str(line)
        assert "6474" not in str(line)


def test_a_library_says_where_but_not_what() -> None:
    with logged() as lines:
        logging.getLogger("asyncio").error("task failed with row (Siti, 6474)")
        logging.getLogger("asyncio").info("nothing of note")
    (line,) = lines
    assert (line["event"], line["logger"], line["level"]) == ("library_message", "asyncio", "error")
    assert "Siti" not in str(line)


def test_lag_is_shown_only_for_those_behind() -> None:
    registry = CollectorRegistry()
    metrics = ViewMetrics(registry)
    metrics.show_lag([("thing", "t1", 5, 2.5), ("thing", "t2", 1, 0.0)], [("thing", 1)])
    metrics.applied.labels("thing").inc(3)
    shown = generate_latest(registry).decode()
    assert 'wahana_view_events_behind{tenant="t1",view="thing"} 5.0' in shown
    assert 'wahana_view_seconds_behind{tenant="t1",view="thing"} 2.5' in shown
    assert 'wahana_view_stopped{view="thing"} 1.0' in shown
    assert 'wahana_view_events_applied_total{view="thing"} 3.0' in shown
    metrics.show_lag([("thing", "t2", 4, 1.0)], [("thing", 0)])
    shown = generate_latest(registry).decode()
    assert 'tenant="t1"' not in shown
    assert 'wahana_view_stopped{view="thing"} 0.0' in shown
