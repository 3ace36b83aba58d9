"""Offices in a running service: founded by the operator, staffed over the API by their admin."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from wahana.deploy import provision
from wahana.deploy.assembly import ServiceParts
from wahana.deploy.provision import OPERATOR, MemberSetup, TenantSetup
from wahana.platform import clock as clocks
from wahana.platform.ids import TenantId, uuid7

from .client import Answer, Client

BONTANG = TenantSetup(
    "Dinas Sosial dan Tenaga Kerja Kota Bontang", "bontang", "KABKOTA", "64.74", "Asia/Makassar"
)
DIY = TenantSetup("Dinas Sosial DIY", "diy", "PROV", "34", "Asia/Jakarta")
SLEMAN = TenantSetup("Dinas Sosial Kabupaten Sleman", "sleman", "KABKOTA", "34.04", "Asia/Jakarta")
YOGYAKARTA = TenantSetup(
    "Dinas Sosial, Tenaga Kerja dan Transmigrasi Kota Yogyakarta",
    "yogyakarta",
    "KABKOTA",
    "34.71",
    "Asia/Jakarta",
)
DEPSOS = TenantSetup("Departemen Sosial RI", "depsos", "NATIONAL", "", "Asia/Jakarta")

SEED = {"mark": "SEED", "ref": "the seed's page"}
ASSUMED = {"mark": "ASSUMED", "ref": "inferred from the seed"}
SAMPLE = {"mark": "SAMPLE", "ref": "invented"}


@dataclass(frozen=True)
class Town:
    """A running service and a client without a token."""

    service: ServiceParts
    client: Client

    async def found(self, new: TenantSetup, *, backlog: bool = True) -> Office:
        """A new office with its administrator; its slug is made unique in the town.

        ``backlog``: it may enter its past (for thirty days).
        """
        new = dataclasses.replace(new, slug=f"{new.slug}-{uuid7().hex[-8:]}")
        tenant = await provision.add_tenant(self.service, new, log_name="log.test")
        _, secret = await provision.add_member(
            self.service, tenant, OPERATOR, MemberSetup("Siti Aminah", "TENANT_ADMIN")
        )
        office = Office(self, new, tenant, self.client.as_(secret))
        if backlog:
            until = office.today + timedelta(days=30)
            await office.admin.done("openBacklog", until=until.isoformat())
        return office


@dataclass(frozen=True)
class Office:
    """An office and its administrator's client."""

    town: Town
    new: TenantSetup
    tenant: TenantId
    admin: Client

    @property
    def today(self) -> date:
        """Today in the zone of the office."""
        return clocks.today(self.town.service.clock, self.new.time_zone)

    async def staff(
        self,
        role: str,
        name: str,
        *,
        area: str | None = None,
        wksbm_ids: Iterable[str] = (),
        expires_at: datetime | None = None,
    ) -> Client:
        """The client of a new member with a role and a token."""
        admin, grant = self.admin, str(uuid7())
        member = await admin.done("admitMember", kind="PERSON", person={"new": {"name": name}})
        await admin.done(
            "giveRole",
            memberId=member["id"],
            grantId=grant,
            role=role,
            areaCode=area,
            wksbmIds=list(wksbm_ids),
        )
        expires_at = expires_at or self.town.service.clock() + timedelta(days=30)
        issued = await admin.done(
            "issueToken",
            memberId=member["id"],
            grantId=grant,
            label="console",
            expiresAt=expires_at.isoformat(),
        )
        return admin.as_(issued["secret"])


def newcomer(name: str, **more: Any) -> dict[str, Any]:
    """A person to register with the command that names them, under an id of the client's."""
    return {"new": {"personId": str(uuid7()), "name": name, **more}}


def id_of(person: dict[str, Any]) -> str:
    """The global id of a person who was registered in this way."""
    return f"person_{person['new']['personId']}"


def registered(person_id: str) -> dict[str, Any]:
    """A person who is registered already."""
    return {"personId": person_id}


def later(answer: Answer, *, by: int) -> str:
    """The position a number of events after (or before) an answer's last one."""
    return str(int(answer["position"]) + by)


async def settled(client: Client, position: str) -> None:
    """Wait until every view that the stories query has reached a position."""
    asked = ("wksbms", "boards", "formationPipelines", "activities", "persons", "trail")
    fields = " ".join(f"{name}(minPosition: $p) {{ __typename }}" for name in asked)
    await client.ask(f"query($p: BigInt) {{ {fields} }}", p=position)
