"""The refusals that all rooms share: codes, rules and their sources."""

from __future__ import annotations

from dataclasses import replace

from .refusal import Rule, table

_NOT_FOUND = Rule(
    code="NOT_FOUND",
    rule="An object that a command refers to must exist in the actor's own tenant.",
    source="service: identifiers",
)

COMMON = table(
    _NOT_FOUND,
    replace(
        _NOT_FOUND,
        code="WRONG_TENANT",
        rule="Any id of another tenant behaves exactly as one that does not exist.",
        source="service: isolation of tenants",
        raised_by="engine",
        answered_as="NOT_FOUND",
    ),
    Rule(
        code="ALREADY_EXISTS",
        rule="A command cannot create an object that exists already.",
        source="service: identifiers",
    ),
    Rule(
        code="NOT_PERMITTED",
        rule="A role may do what the role table allows, within its area or its WKSBM.",
        source="service: role table (domain/kernel/roles.py)",
        raised_by="engine",
    ),
    Rule(
        code="INVALID_INPUT",
        rule="The fields of a command have the types, lengths and forms that the schema states.",
        source="service: schema",
    ),
    Rule(
        code="TEXT_TOO_LONG",
        rule="A personal text has a limit in bytes, besides that of its field in characters.",
        source="service: sealed values",
        raised_by="engine",
    ),
    Rule(
        code="COMMAND_TOO_LARGE",
        rule="A command writes at most 2,000 events with 100,000 items in their lists.",
        source="service: no office holds up another (platform/bounds.py)",
        raised_by="engine",
    ),
    Rule(
        code="ONE_OF",
        rule="Where a field offers a choice, exactly one of the choices is given.",
        source="service: schema",
    ),
    Rule(
        code="NO_CHANGE",
        rule="A command that would change nothing is refused, so the history holds only facts.",
        source="service: audit",
    ),
    Rule(
        code="ENTRY_IN_USE",
        rule="An entry is corrected or retracted after those that depend on it.",
        source="service: corrections",
    ),
    Rule(
        code="STAGE_DATE",
        rule="Steps that depend on each other have their business dates in that order.",
        source="S0: “sesuai jadwal dan tahapan kegiatan”",
    ),
    Rule(
        code="NOTE_REQUIRED",
        rule="The reason OTHER needs a note that says which one.",
        source="service: audit",
    ),
    Rule(
        code="FUTURE_DATE",
        rule="A past act cannot have a date in the future; plans have dates of their own.",
        source="service: time; S4 dates",
    ),
    Rule(
        code="LATE_ENTRY",
        rule="An entry older than the policy's window needs a late-entry permit, except while the "
        "tenant brings in its past.",
        source="S4: held 19 March 2009, on a page of 4 January 2013; policy late_window_days",
    ),
    Rule(
        code="SELF_APPROVAL",
        rule="The approver is not the person who asks for the approval or uses it.",
        source="service: four eyes",
    ),
    Rule(
        code="DATE_ORDER",
        rule="A period ends on or after the day on which it begins.",
        source="service: time",
    ),
    Rule(
        code="DATE_IMPLAUSIBLE",
        rule="Periods are whole and no longer than three years; nobody dies before their birth.",
        source="service: time",
    ),
    Rule(
        code="DATE_RANGE",
        rule="A date lies in the range that its field states: from 17 August 1945 (a date of "
        "birth: 125 years ago) to today, or for plans to some years ahead.",
        source="service: time",
    ),
    Rule(
        code="NIK_IN_CLEAR",
        rule="A field that is stored in clear contains no NIK and no number of a family card.",
        source="UU 27/2022: personal data; service: only sealed fields hold it",
    ),
    Rule(
        code="AREA_UNKNOWN",
        rule="An area is given by its dotted Kemendagri code in the edition that is shipped.",
        source="Kepmendagri 300.2.2-2430/2025",
    ),
    Rule(
        code="AREA_OUTSIDE",
        rule="A tenant records formation and areas inside its own area only.",
        source="service: isolation of tenants",
    ),
    Rule(
        code="LEVEL_SCOPE",
        rule="Level and territory must agree; a national tenant may hold activities only.",
        source="S0 kelurahan, S1 dusun or RW, S3 RW",
    ),
    Rule(
        code="CATEGORY_NOT_IN_LIST",
        rule="A target group is in the edition that the tenant has adopted on the business date.",
        source="S0: 22 PMKS; Permensos 8/2012: 26",
    ),
    Rule(
        code="PROOF_REQUIRED",
        rule="Each legal basis of processing but the public task names its proof.",
        source="UU 27/2022, ps 20 and 24",
    ),
    Rule(
        code="POLICY_UNKNOWN",
        rule="A policy is one of those listed in domain/kernel/policies.py.",
        source="service: policies",
    ),
    Rule(
        code="POLICY_INVALID",
        rule="The value of a policy has the policy's type and limits.",
        source="service: policies",
    ),
    Rule(
        code="STALE_VERSION",
        rule="A command is decided on the version that the person has seen.",
        source="service: concurrency",
        raised_by="engine",
    ),
    Rule(
        code="DUPLICATE_COMMAND",
        rule="A command sent twice under one key is done once and answered with the first result.",
        source="service: idempotency",
        raised_by="engine",
    ),
    Rule(
        code="KEY_REUSED",
        rule="An idempotency key belongs to one command for ever.",
        source="service: idempotency",
        raised_by="engine",
    ),
)
