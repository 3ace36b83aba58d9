"""A member in every role of an office, each with a token."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from tests.api.walls.conftest import House

from wahana.deploy import provision
from wahana.deploy.provision import OPERATOR, MemberSetup
from wahana.domain.kernel.roles import ROLES, Role


@dataclass(frozen=True)
class Staff:
    """Tokens by role, and where the limited ones may act."""

    tokens: dict[str, str]
    village: str
    wksbm: UUID


def reaches(role: Role) -> set[str]:
    return {*role.commands.values(), *role.reads.values()}


async def hire(house: House, village: str, wksbm: UUID) -> Staff:
    """A member in every role that can be given, limited to a village or a WKSBM if it must be."""
    tokens = {}
    for code, role in ROLES.items():
        if role.is_service:
            continue
        new = MemberSetup(
            f"Petugas {code}",
            code,
            area_code=village if "AREA" in reaches(role) else None,
            wksbm_ids=(wksbm,) if "OWN_WKSBM" in reaches(role) else (),
        )
        office = house.ours.story.office
        _, tokens[code] = await provision.add_member(house.service, office.tenant, OPERATOR, new)
    return Staff(tokens, village, wksbm)
