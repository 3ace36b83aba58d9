"""A decision is judged again by the rules it was made under, whatever the rules are today."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec
import pytest

from wahana.deploy.registry import KINDS
from wahana.domain.formation.proposal_commands import ProposeWksbm
from wahana.domain.kernel.model import Command
from wahana.domain.kernel.policy_editions import DEFAULTS, PolicyEdition
from wahana.domain.kernel.refusal import Refused
from wahana.domain.kernel.roles import ROLE_TABLE, RoleTable
from wahana.domain.kernel.rule_set import IN_FORCE, RuleSet, rule_set_of
from wahana.domain.reference.catalogue import REFERENCE
from wahana.platform.execution import CommandRequest
from wahana.platform.ids import uuid7
from wahana.platform.workspace import NotLoaded, Workspace
from wahana.tenants.authorization import Authorization, Authorizer, canonical

from .offices import BONTANG, Town


def without(table: RoleTable, role: str, group: str) -> RoleTable:
    """The next edition of the role table, in which a role has lost a right."""
    one = table.roles[role]
    left = {name: extent for name, extent in one.commands.items() if name != group}
    roles = {**table.roles, role: replace(one, commands=left)}
    return replace(table, edition=table.edition + 1, roles=roles)


LATER = {
    "the role lost the right": RuleSet(
        IN_FORCE.policies, without(ROLE_TABLE, "DINAS_OFFICER", ProposeWksbm.GROUP)
    ),
    "the default changed": RuleSet(
        PolicyEdition(2, msgspec.structs.replace(DEFAULTS, wksbm_levels=("RW",))), ROLE_TABLE
    ),
}
REFUSED = {"the role lost the right": "NOT_PERMITTED", "the default changed": "LEVEL_SCOPE"}


async def judged(
    service: Any, authorization: Authorization, command: Command, rules: RuleSet
) -> Any:
    """What a decision comes to under some rules. Raises what it is refused with."""
    authorizer = Authorizer(
        directory=service.directory,
        repository=service.repository,
        reference=REFERENCE,
        kinds=KINDS,
        clock=service.clock,
        rules=rules,
    )
    request = CommandRequest(key=str(uuid7()))
    order = authorizer.order(authorization, command, request, canonical(command, request))
    workspace = Workspace(authorization.tenant, service.repository)
    while True:
        try:
            return order.decide(workspace.load)
        except NotLoaded as missing:
            wanted = [(missing.kind, missing.stream_id)]
            for state in await service.repository.get_many(authorization.tenant, wanted):
                workspace.pin(missing.kind, state)
            workspace.restart()


@pytest.mark.parametrize("change", LATER)
async def test_an_event_is_judged_by_the_editions_it_names(town: Town, change: str) -> None:
    office = await town.found(BONTANG)
    officer = await office.staff("DINAS_OFFICER", "Nasution")
    wish = {
        "name": "WKSBM Belimbing", "level": "KELURAHAN", "villageCode": "64.74.03.1001",
        "origin": "INITIATED", "budgetYear": 2012,
    }  # fmt: skip
    accepted = await officer.done("proposeWksbm", **wish)
    position = int(accepted["position"])
    rows = town.service.log.read_log(office.tenant, after=position - 1, up_to=position)
    (event,) = [town.service.events.decode(row) async for row in rows]
    assert event.meta.catalogue.endswith(f";{IN_FORCE.label}")
    again = ProposeWksbm(
        wksbm_id=uuid7(), name="WKSBM Belimbing", level="KELURAHAN",
        village_code="64.74.03.1002", origin="INITIATED", budget_year=2012,
    )  # fmt: skip
    assert officer.token is not None
    authorization = await town.service.authorizer.admit(officer.token)
    decided = await judged(town.service, authorization, again, rule_set_of(event.meta.catalogue))
    assert type(event.data) in {type(one) for _, one in decided.happened}
    assert decided.meta.catalogue == event.meta.catalogue
    with pytest.raises(Refused) as refused:
        await judged(town.service, authorization, again, LATER[change])
    assert refused.value.code == REFUSED[change]


async def test_every_event_of_an_office_was_permitted_by_the_edition_it_names(town: Town) -> None:
    office = await town.found(BONTANG)
    officer = await office.staff("DINAS_OFFICER", "Nasution")
    await officer.done("registerPerson", name="Peserta")
    roles = set()
    async for row in town.service.log.read_log(office.tenant):
        meta = town.service.events.decode(row).meta
        role = rule_set_of(meta.catalogue).roles.roles[meta.role]
        assert role.commands, f"{meta.role} may give no command"
        roles.add(meta.role)
    assert {"OPERATOR", "TENANT_ADMIN", "DINAS_OFFICER"} <= roles
