"""Logging without personal data, and metrics.

A log line is an event name and fields; only fields of :data:`SAFE_FIELDS` are written, any other
is named but not shown. Of an exception the class and the places in the code are kept, never its
message: a database error quotes the row it refused. Metrics carry view names and tenant ids.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Iterable, MutableMapping
from typing import Any, Literal

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge

SAFE_FIELDS = frozenset(
    {
        "attempt", "bucket", "code", "count", "cure", "differences", "duration_ms", "error",
        "events", "events_behind", "event", "exception", "generation", "head", "host", "level",
        "lines", "logger", "method", "operation", "path", "pid", "port", "position", "reference",
        "release", "role", "seconds_behind", "state", "status", "stream", "table", "tenant",
        "timestamp", "topic", "version", "view", "withheld", "worker",
    }
)  # fmt: skip
"""Fields that a log line may show: ids, numbers, codes and names of our own parts."""

FOREIGN_LOGGERS = ("uvicorn.error", "asyncio", "asyncpg")
"""Loggers of libraries whose lines are written too, as the name of their logger and a level:
their texts may quote a request or a row."""


def configure_logging(form: Literal["console", "json"] = "console", *, debug: bool = False) -> None:
    """Set up structlog and the standard library's loggers for this process."""
    renderer: Any = (
        structlog.processors.JSONRenderer()
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            exception_places,
            only_safe_fields,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.DEBUG if debug else logging.INFO
        ),
        logger_factory=lambda *_: _StandardError(),
        cache_logger_on_first_use=True,
    )
    for name in FOREIGN_LOGGERS:
        logger = logging.getLogger(name)
        logger.handlers = [_ForeignLogger(level=logging.WARNING)]
        logger.propagate = False


def only_safe_fields(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Processor: keep :data:`SAFE_FIELDS`; name the others under ``withheld``."""
    withheld = sorted(set(event) - SAFE_FIELDS)
    if not withheld:
        return event
    kept = {field: value for field, value in event.items() if field in SAFE_FIELDS}
    kept["withheld"] = withheld
    return kept


def exception_places(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Processor: ``exc_info`` becomes ``exception``, the classes and places without messages."""
    info = event.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()[1]
    elif isinstance(info, tuple):
        info = info[1]
    if isinstance(info, BaseException):
        event["exception"] = describe(info)
    return event


def describe(error: BaseException) -> str:
    """The chain of an error's causes, oldest last: class and the places in the code."""
    parts: list[str] = []
    seen: BaseException | None = error
    while seen is not None:
        places = [
            f"{frame.filename}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(seen.__traceback__)
        ]
        parts.append(" < ".join([type(seen).__name__, *reversed(places)]))
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return " | because of ".join(parts)


class _StandardError:
    """Writes a line to what is standard error now, not to what it was at the start."""

    def msg(self, message: str) -> None:
        print(message, file=sys.stderr, flush=True)

    log = debug = info = warning = error = critical = exception = msg


class _ForeignLogger(logging.Handler):
    """Passes a library's record on without its text."""

    def emit(self, record: logging.LogRecord) -> None:
        log = structlog.get_logger()
        log.log(
            record.levelno,
            "library_message",
            logger=record.name,
            path=f"{record.module}:{record.lineno}",
            exc_info=record.exc_info,
        )


class ViewMetrics:
    """Metrics of the views. Events behind are exact: head minus checkpoint.

    They are in the given registry, or else in a new one: no endpoint shows them yet.
    """

    def __init__(self, registry: CollectorRegistry | None = None) -> None:
        registry = registry or CollectorRegistry()
        self.applied = Counter(
            "wahana_view_events_applied", "Events handed to a view.", ["view"], registry=registry
        )
        self.stops = Counter(
            "wahana_view_stops", "Times an event stopped a view of a tenant.", ["view"],
            registry=registry,
        )  # fmt: skip
        self.stopped = Gauge(
            "wahana_view_stopped", "Tenants whose view is stopped now.", ["view"],
            registry=registry,
        )  # fmt: skip
        self.events_behind = Gauge(
            "wahana_view_events_behind",
            "Events not yet applied; a tenant without any has no series.",
            ["view", "tenant"],
            registry=registry,
        )
        self.seconds_behind = Gauge(
            "wahana_view_seconds_behind",
            "Seconds since the next event to apply was recorded; none for a level tenant.",
            ["view", "tenant"],
            registry=registry,
        )

    def show_lag(
        self, rows: Iterable[tuple[str, str, int, float]], stopped: Iterable[tuple[str, int]]
    ) -> None:
        """Replace the gauges. ``rows``: (view, tenant, events, seconds behind) of those behind;
        ``stopped``: (view, number of stopped tenants) of every view."""
        self.events_behind.clear()
        self.seconds_behind.clear()
        for view, tenant, events, seconds in rows:
            self.events_behind.labels(view, tenant).set(events)
            self.seconds_behind.labels(view, tenant).set(seconds)
        for view, count in stopped:
            self.stopped.labels(view).set(count)
