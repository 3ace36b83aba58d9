"""The schema of the service: root fields over the views' relations, and one mutation per command.

Types of rows come from the relations' declarations, inputs from the commands; this module only
names the root fields.
"""

from __future__ import annotations

from collections.abc import Sequence

import strawberry
from strawberry.types.field import StrawberryField

from wahana.domain.kernel.model import Command
from wahana.domain.kernel.roles import COMMAND_GROUPS, PROCESS, ROLES, allows
from wahana.projections.registry import CATALOGUE
from wahana.tenants.tenant_commands import RegisterTenant

from . import feed, funds, lookup, mutations, reference
from .engine import Engine, root_type
from .log_fields import log_field

NOT_BY_API = frozenset({RegisterTenant})
"""Commands of the platform's operator, who acts on the command line only."""


def by_api(command: type[Command]) -> bool:
    """Whether a command has a mutation; those that only the service itself sends have none."""
    given = command.GROUP not in COMMAND_GROUPS or any(
        allows(role, command.GROUP) for role in ROLES if role != PROCESS
    )
    return given and command not in NOT_BY_API


def make(commands: Sequence[type[Command]]) -> strawberry.Schema:
    """The schema for a registry of commands."""
    engine = Engine(CATALOGUE)
    query = root_type("Query", _queries(engine), "Queries. Every answer shows one point in time.")
    mutation = root_type(
        "Mutation",
        mutations.fields([command for command in commands if by_api(command)], engine.types.enums),
        "Commands: one field for each. Refusals are data, not errors.",
    )
    return engine.schema(query=query, mutation=mutation, subscription=Subscription)


def _queries(engine: Engine) -> list[StrawberryField]:
    one, connection, every = engine.one, engine.connection, engine.list
    return [
        engine.node(),
        one("wksbm", "Wksbm", "A WKSBM.", dated=True),
        connection("wksbms", "Wksbm", "The WKSBM of the office.", dated=True),
        one("board", "Board", "A board.", dated=True),
        connection("boards", "Board", "The boards, with their terms of the day.", dated=True),
        connection(
            "boardMembers", "BoardMember", "Who holds seats of boards on a day.", dated=True
        ),
        connection("boardSeats", "BoardSeat", "Every seating, past and present.", dated=True),
        connection("boardTerms", "BoardTerm", "Terms; endsWithinDays finds the next.", dated=True),
        connection("handovers", "Handover", "Handovers of books and balances.", dated=True),
        every("formationPipelines", "FormationPipeline", "Target and stages by year.", dated=True),
        connection("formations", "Formation", "Formations with days per stage.", dated=True),
        every("formedYears", "FormedYear", "WKSBM by the year they were formed in.", dated=True),
        connection("budgetTargets", "BudgetTarget", "Targets with their revisions.", dated=True),
        one("activity", "Activity", "An activity.", dated=True),
        connection("activities", "Activity", "Sessions, trainings, inaugurations.", dated=True),
        connection("attendances", "ActivityAttendee", "Who attended what.", dated=True),
        one("person", "PersonCard", "The card of an office holder or participant."),
        connection("persons", "PersonCard", "Cards of office holders and participants."),
        one("registeredPerson", "RegisteredPerson", "A person on record.", dated=True),
        connection("registeredPersons", "RegisteredPerson", "All persons on record.", dated=True),
        connection("consents", "PersonConsent", "Consents, live and withdrawn.", dated=True),
        connection("duplicates", "PersonDuplicate", "Records that may belong to the same person."),
        one("household", "Household", "A household.", dated=True),
        connection("households", "Household", "Households.", dated=True),
        one("case", "Case", "A case.", dated=True),
        connection("cases", "Case", "Cases, as far as they are open to you.", dated=True),
        connection("caseInbox", "CaseInboxItem", "What waits for your body.", dated=True),
        one("referral", "Referral", "A referral.", dated=True),
        connection("referrals", "Referral", "Referrals by body, state and day.", dated=True),
        connection("serviceClaims", "ServiceClaim", "Claims in the registers.", dated=True),
        connection("servicesThisMonth", "ServiceReceived", "Who receives what.", dated=True),
        connection("overlaps", "OverlapWarning", "Warnings of overlap."),
        one("kps", "Kps", "A member body.", dated=True),
        connection("kpsMembers", "Kps", "Member bodies of WKSBM.", dated=True),
        connection("kpsConflicts", "KpsConflict", "Conflicts of interest.", dated=True),
        connection("networkPartners", "NetworkPartner", "Partners of WKSBM.", dated=True),
        connection("accessLog", "PersonAccess", "Who had sealed data opened, and why."),
        *funds.queries(engine),
        connection("trail", "TrailEntry", "The audit trail: every event, readable."),
        connection("history", "TrailObjectEntry", "All events that name an object (objectId)."),
        every("office", "Office", "The office: names, policies and editions by date.", dated=True),
        connection("members", "Member", "Members with roles and tokens."),
        connection("localAreas", "LocalArea", "Areas below the village."),
        connection("latePermits", "LatePermit", "Permits for late entries.", dated=True),
        lookup.field(),
        log_field(engine, "events", feed.events, feed.EventPage, feed.ARGUMENTS, dated=False),
        _plain("me", reference.me),
        *reference.queries(engine),
        _plain("roles", reference.role_table),
        _plain("refusals", reference.rules),
        _plain("refusedCommands", reference.refused_commands),
    ]


def _plain(name: str, resolver: object) -> StrawberryField:
    """A root field with a resolver of its own."""
    text = " ".join((resolver.__doc__ or "").split())
    found: StrawberryField = strawberry.field(resolver, name=name, description=text)  # type: ignore[call-overload]
    return found


@strawberry.type(description="Subscriptions, over graphql-transport-ws or SSE.")
class Subscription:
    events = strawberry.subscription(
        feed.follow,
        description="Every event after a position, then those to come. Resume with the last "
        "position you have seen: nothing is lost or repeated.",
    )
