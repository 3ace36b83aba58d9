"""What does not belong to any tenant, and who is asking: areas, categories, rules, roles, me.

Reference data comes from the shipped editions; policies and editions are the tenant's own, as
in force on a day.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
import strawberry
from strawberry.scalars import JSON
from strawberry.types.field import StrawberryField

from wahana.domain.kernel import policies, policy_editions, roles
from wahana.domain.reference.areas import Area
from wahana.domain.words.catalogue import LABELS
from wahana.domain.words.formats import capital
from wahana.platform.ids import global_id
from wahana.projections.relation import PAGE_MAX

from .engine import Engine
from .errors import BadInput
from .log_fields import log_field
from .one_moment import ShownMoment
from .request import AuthorizedRequest
from .types import Argument


@strawberry.type(name="Area", description="An administrative area of the shipped edition.")
class AreaType:
    code: str = strawberry.field(description="Dotted Kemendagri code, such as 64.74.01.1001.")
    name: str = strawberry.field(description="Name.")
    kind: str = strawberry.field(description="PROVINSI, KABUPATEN, KOTA, KECAMATAN, KELURAHAN, …")
    label: str | None = strawberry.field(description="What such an area is called there.")
    parent: str | None = strawberry.field(description="Code of the area it lies in.")
    edition: str = strawberry.field(description="Edition of the area files.")


@strawberry.type(description="A group of people in need (PMKS/PPKS), of one edition of the list.")
class Category:
    code: str = strawberry.field(description="edition/number, such as 2012/08.")
    abbreviation: str | None = strawberry.field(description="Usual abbreviation; a label only.")
    name_id: str = strawberry.field(description="Name in Indonesian.")
    name_en: str = strawberry.field(description="Name in English.")
    tier: str = strawberry.field(description="TOP: masked except for roles that must know.")
    adopted: bool = strawberry.field(description="In the edition the tenant uses on that day.")


@strawberry.type(description="A setting of the tenant, as in force on a day.")
class Policy:
    name: str = strawberry.field(description="Name; mutation setPolicy takes it.")
    value: JSON = strawberry.field(description="Value in force.")
    default: JSON = strawberry.field(description="Value where the tenant has set none.")
    description_id: str = strawberry.field(description="Meaning, in Indonesian.")
    description_en: str = strawberry.field(description="Meaning, in English.")
    source: str = strawberry.field(description="Where the default comes from.")


@strawberry.type(description="How far a role reaches in a group of commands or reads.")
class Right:
    group: str = strawberry.field(description="Group of the role table.")
    reach: str = strawberry.field(description="TENANT, AREA or OWN_WKSBM.")


@strawberry.type(description="A role and what it may do and read.")
class RoleInfo:
    code: str = strawberry.field(description="Code; events name it for ever.")
    name_id: str = strawberry.field(description="Name in Indonesian.")
    name_en: str = strawberry.field(description="Name in English.")
    description_id: str = strawberry.field(description="What it is for, in Indonesian.")
    description_en: str = strawberry.field(description="What it is for, in English.")
    commands: list[Right] = strawberry.field(description="What it may do.")
    reads: list[Right] = strawberry.field(description="What it may read.")


@strawberry.type(description="A rule by which commands are refused.")
class RuleInfo:
    code: str = strawberry.field(description="Code of the refusal.")
    rule: str = strawberry.field(description="The rule, in English.")
    source: str = strawberry.field(description="Seed, regulation or practice it comes from.")
    message_id: str = strawberry.field(description="Its text, in Indonesian; … is a value.")
    message_en: str = strawberry.field(description="Its text, in English; … is a value.")
    hint_id: str = strawberry.field(description="How to fix it, in Indonesian.")
    hint_en: str = strawberry.field(description="How to fix it, in English.")


@strawberry.type(description="A command that was refused. Its content is not kept.")
class RefusedCommand:
    id: strawberry.ID = strawberry.field(description="Id; give it as `before` to read on.")
    refused_at: datetime = strawberry.field(description="When.")
    member: strawberry.ID = strawberry.field(description="Who sent it.")
    client: str = strawberry.field(description="App that sent it.")
    command: str = strawberry.field(description="Name of the command.")
    code: str = strawberry.field(description="Rule that refused it.")
    field: str | None = strawberry.field(description="Field it was about.")
    idempotency_key: str = strawberry.field(description="Its key; still free.")


@strawberry.type(description="The token of this request: its office, member, role and end.")
class Me:
    tenant: strawberry.ID = strawberry.field(description="Global id of the office.")
    tenant_name: str = strawberry.field(description="Its name today.")
    level: str = strawberry.field(description="NATIONAL, PROV or KABKOTA.")
    area_code: str = strawberry.field(description="Its area.")
    time_zone: str = strawberry.field(description="Its zone; business dates are days there.")
    log_origin: str = strawberry.field(description="Origin of its log.")
    member: strawberry.ID = strawberry.field(description="Global id of the member.")
    client: str = strawberry.field(description="Name of the app or device of the token.")
    role: str = strawberry.field(description="Role the token acts in.")
    role_area: str | None = strawberry.field(description="Area the role is limited to.")
    role_wksbm: list[strawberry.ID] = strawberry.field(description="WKSBM it is limited to.")
    scopes: list[str] = strawberry.field(description="What the token is narrowed to, if it is.")
    expires_at: datetime | None = strawberry.field(description="When the token ends.")


PageSize = Annotated[int, strawberry.argument(description=f"Number of items, up to {PAGE_MAX}.")]
OlderThan = Annotated[
    strawberry.ID | None,
    strawberry.argument(description="Id of a refused command: only older ones."),
]


def queries(engine: Engine) -> list[StrawberryField]:
    """The root fields that have a moment, for the type ``Query``."""
    code: Argument = (str, "Code of the area, such as 64.74.01.")
    within: Argument = (str, "Code of the area; default: the office's own.")
    edition: Argument = (str, "Edition of the list: 2007 or 2012.")
    one = frozenset({"code"})
    return [
        log_field(engine, "area", area, AreaType | None, {"code": code}, required=one),
        log_field(engine, "areas", areas, list[AreaType], {"within": within}),
        log_field(engine, "categories", categories, list[Category], {"edition": edition}),
        log_field(engine, "policies", policies_in_force, list[Policy], {}),
    ]


async def me(info: strawberry.Info) -> Me:
    """The office, member and role of your token. As of now alone: who may ask, and in which role,
    is judged when it is asked."""
    request: AuthorizedRequest = info.context
    authorization, state = request.authorization, request.authorization.state
    return Me(
        tenant=strawberry.ID(global_id("tenant", authorization.tenant)),
        tenant_name=state.name_on(request.today()),
        level=state.level,
        area_code=state.area_code,
        time_zone=state.time_zone,
        log_origin=state.origin,
        member=strawberry.ID(global_id("member", authorization.actor.id)),
        client=authorization.client,
        role=authorization.actor.role,
        role_area=authorization.actor.area,
        role_wksbm=[
            strawberry.ID(global_id("wksbm", one)) for one in authorization.actor.wksbm_ids
        ],
        scopes=sorted(authorization.scopes),
        expires_at=authorization.expires_at,
    )


async def area(context: Any, given: Mapping[str, Any], moment: ShownMoment) -> AreaType | None:
    """The area of a code, or null. Codes change between editions; names are not unique."""
    request: AuthorizedRequest = context
    found = request.parts.reference.areas.find(given["code"])
    return None if found is None else _area(found, request, moment)


async def areas(context: Any, given: Mapping[str, Any], moment: ShownMoment) -> list[AreaType]:
    """The areas directly inside another one; without `within`, those inside the office's."""
    request: AuthorizedRequest = context
    within = given["within"]
    code = request.authorization.state.area_code if within is None else within
    known = request.parts.reference.areas
    return [_area(found, request, moment) for found in known.children(code)]


async def categories(context: Any, given: Mapping[str, Any], moment: ShownMoment) -> list[Category]:
    """The list of an edition; without one, that which the office uses on the day."""
    request: AuthorizedRequest = context
    adopted = (await request.office_at(moment.position)).edition_on(moment.day)
    wanted = given["edition"] or adopted
    editions = request.parts.reference.categories.editions
    if wanted is None:
        return []
    if wanted not in editions:
        raise BadInput(f"edition: there is no edition {wanted}; there are {', '.join(editions)}")
    return [
        Category(
            code=one.code,
            abbreviation=one.abbreviation,
            name_id=one.name_id,
            name_en=one.name_en,
            tier=one.tier,
            adopted=wanted == adopted,
        )
        for one in editions[wanted].categories.values()
    ]


async def policies_in_force(
    context: Any, given: Mapping[str, Any], moment: ShownMoment
) -> list[Policy]:
    """The office's policies on a day; facts are judged by those of their own day."""
    request: AuthorizedRequest = context
    office = await request.office_at(moment.position)
    in_force = policy_editions.resolve(office.policy_versions, moment.day)
    values: dict[str, Any] = msgspec.to_builtins(in_force)
    return [
        Policy(
            name=spec.name,
            value=values[spec.name],
            default=spec.default,
            description_id=_sentence(LABELS["PolicyMeaning"][spec.name].indonesian),
            description_en=_sentence(LABELS["PolicyMeaning"][spec.name].english),
            source=spec.source,
        )
        for spec in policies.policy_specs()
    ]


async def role_table() -> list[RoleInfo]:
    """The role table: what each role may do and read. It comes with the release and is in no log,
    so it has no past to ask about; the rules by which a fact was judged are named in its event."""
    return [
        RoleInfo(
            code=role.code,
            name_id=LABELS["Role"][role.code].indonesian,
            name_en=LABELS["Role"][role.code].english,
            description_id=_sentence(LABELS["RoleMeaning"][role.code].indonesian),
            description_en=_sentence(LABELS["RoleMeaning"][role.code].english),
            commands=[Right(group=group, reach=reach) for group, reach in role.commands.items()],
            reads=[Right(group=group, reach=reach) for group, reach in role.reads.items()],
        )
        for role in roles.ROLES.values()
    ]


async def rules(info: strawberry.Info) -> list[RuleInfo]:
    """All rules by which a command can be refused. They come with the release and are in no log,
    so they have no past to ask about."""
    request: AuthorizedRequest = info.context
    return [
        RuleInfo(
            code=rule.code,
            rule=rule.rule,
            source=rule.source,
            message_id=indonesian.message,
            message_en=english.message,
            hint_id=indonesian.hint,
            hint_en=english.hint,
        )
        for rule in request.rules.values()
        for indonesian, english in ((rule.outline("id"), rule.outline("en")),)
    ]


async def refused_commands(
    info: strawberry.Info, first: PageSize = 50, before: OlderThan = None
) -> list[RefusedCommand]:
    """Commands of the office that were refused, newest first; without their data. A refusal is no
    fact of the log and has no position, so there is no moment to ask for."""
    request: AuthorizedRequest = info.context
    request.require("HISTORY")
    if not 1 <= first <= PAGE_MAX:
        raise BadInput(f"first: a page has 1 to {PAGE_MAX} rows, not {first}")
    try:
        older = None if before is None else UUID(before)
    except ValueError:
        raise BadInput("before: give the id of a refused command") from None
    found = await request.parts.refusals.page(
        request.authorization.tenant, limit=first, before=older
    )
    return [
        RefusedCommand(
            id=strawberry.ID(str(one.refusal_id)),
            refused_at=one.refused_at,
            member=strawberry.ID(global_id("member", one.actor_id)),
            client=one.client,
            command=one.command,
            code=one.code,
            field=one.field,
            idempotency_key=one.key,
        )
        for one in found
    ]


def _area(found: Area, request: AuthorizedRequest, moment: ShownMoment) -> AreaType:
    known = request.parts.reference.areas
    return AreaType(
        code=found.code,
        name=found.name,
        kind=found.kind,
        label=known.label(found.code, moment.day),
        parent=found.parent,
        edition=known.edition,
    )


def _sentence(phrase: str) -> str:
    return f"{capital(phrase)}."
