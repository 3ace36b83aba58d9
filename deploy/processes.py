"""The process managers of this release, and what they are run with."""

from __future__ import annotations

from wahana.domain.care.processes.referrals import ReferralProcess
from wahana.domain.care.processes.services import ServiceProcess
from wahana.domain.formation.death_process import BoardDeathProcess
from wahana.domain.kernel.processes import ProcessManager
from wahana.platform.processes.runner import ProcessParts
from wahana.tenants.death_process import MemberDeathProcess
from wahana.tenants.processes import ProcessCommands, process_context

from .assembly import ServiceParts

PROCESS_MANAGERS: tuple[ProcessManager, ...] = (
    ServiceProcess(),
    ReferralProcess(),
    BoardDeathProcess(),
    MemberDeathProcess(),
)
"""They run beside the views; ``wahana status`` shows the position of each."""
NAMES = tuple(manager.NAME for manager in PROCESS_MANAGERS)


def process_parts(service: ServiceParts) -> ProcessParts:
    """What a runner needs to run process managers in this process."""
    return ProcessParts(
        managers=PROCESS_MANAGERS,
        database=service.database,
        infrastructure=service.infrastructure,
        registry=service.events,
        states=service.repository,
        make_context=process_context,
        commands=ProcessCommands(service.authorizer, service.executor),
        clock=service.clock,
    )
