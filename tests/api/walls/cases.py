"""A case of a WKSBM with something of every kind around it, entered over HTTP.

The chair acts in the summer of 2012, when the board had its mandate. The referral goes to a
company, whose answers the sender records: so all that is done with it is done where the case is.
"""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from tests.story.client import Client

from wahana.deploy import provision
from wahana.deploy.assembly import ServiceParts
from wahana.deploy.provision import OPERATOR, MemberSetup
from wahana.platform.ids import TenantId, uuid7

KINDS = ("case", "kps", "kps_b", "conflict", "partner", "referral", "service", "warning")
"""What is made here, and the kind of what is looked for inside it."""
ON = {"occurredOn": "2012-06-20"}


async def cared_for(
    service: ServiceParts, tenant: TenantId, client: Client, ids: Mapping[str, UUID]
) -> None:
    """The case of a registered person at a WKSBM: a body, a service, a partner, a referral."""
    new = MemberSetup("Ketua", "WKSBM_CHAIR", wksbm_ids=(ids["wksbm"],))
    _, token = await provision.add_member(service, tenant, OPERATOR, new)
    chair = client.as_(token)
    given = {name: str(one) for name, one in ids.items()}
    case = {"caseId": given["case"], **ON}
    wksbm = {"wksbmId": given["wksbm"], **ON}
    for kps, name in (("kps", "Pengajian Contoh"), ("kps_b", "Dasawisma Contoh")):
        await chair.done("joinKps", **wksbm, kpsId=given[kps], name=name, kpsKind="PENGAJIAN")
    await chair.done(
        "declareConflictOfInterest",
        **ON,
        conflictId=given["conflict"],
        kpsAId=given["kps"],
        kpsBId=given["kps_b"],
        matter="RUMAH",
    )
    await chair.done(
        "linkNetworkPartner",
        **wksbm,
        partnerId=given["partner"],
        kind="DUNIA_USAHA",
        name="PT Contoh",
    )
    await reported(chair, given, case)
    await chair.done(
        "assignService",
        **case,
        serviceId=given["service"],
        serviceKind="BERAS",
        provider="KPS",
        kpsId=given["kps"],
    )
    await chair.done(
        "declareLocalCapacity", **case, verdict="EXCEEDED", tried=["KPS_HELP"], cause="NO_FUNDS"
    )
    await chair.done(
        "requestReferral",
        **case,
        referralId=given["referral"],
        toBody={"kind": "DUNIA_USAHA", "name": "PT Contoh"},
        need="Beras untuk tiga bulan.",
        basis="RESOURCE",
    )
    await twice(chair, given)


async def reported(chair: Client, given: Mapping[str, str], case: Mapping[str, str]) -> None:
    """A case of the person, reported by a neighbour."""
    await chair.done(
        "reportCase",
        **case,
        wksbmId=given["wksbm"],
        targetKind="INDIVIDUAL",
        subjects=[{"personId": given["person"]}],
        channel="VISIT",
        reporterRole="NEIGHBOUR",
    )


async def twice(chair: Client, given: Mapping[str, str]) -> None:
    """The same aid a second time: it waits for the Dinas, and there is a warning."""
    second = {"caseId": str(uuid7()), **ON}
    await reported(chair, given, second)
    await chair.done(
        "assignService", **second, serviceKind="BERAS", provider="BOARD", askOverride=True
    )
