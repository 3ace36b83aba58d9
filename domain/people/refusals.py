"""Refusals about persons and households: numbers, duplicates, consent, moves, death."""

from __future__ import annotations

from ..kernel.refusal import Rule, table

PEOPLE = table(
    Rule(
        code="NIK_FORMAT",
        rule="A NIK has 16 digits with a real birth date (day + 40 for a woman) and a serial from "
        "0001.",
        source="PP 37/2007 ps 37; PP 40/2019",
    ),
    Rule(
        code="KK_FORMAT",
        rule="A KK number has 16 digits with a serial from 0001.",
        source="practice: facts on identity numbers",
    ),
    Rule(
        code="PHONE_FORMAT",
        rule="A phone number is one of Indonesia (08…, +62…) or of another country with its +.",
        source="practice: numbers are kept in E.164",
    ),
    Rule(
        code="NIK_TAKEN",
        rule="A NIK belongs to one record of a tenant.",
        source="one record per NIK (audit design V4); PP 40/2019: a NIK is one person's, for life",
        raised_by="engine",
    ),
    Rule(
        code="DATA_ERASED",
        rule="Nothing is recorded about a person whose data were erased.",
        source="UU 27/2022: the right to erasure; service: a destroyed key seals nothing",
        raised_by="engine",
    ),
    Rule(
        code="IDENTITY_STATE",
        rule="A NIK is claimed if there is none, and then verified, corrected or withdrawn.",
        source="domain: nik_state VERIFIED, CLAIMED, NONE",
    ),
    Rule(
        code="PERSON_MERGED",
        rule="A record that was merged into another is no longer used.",
        source="domain: PersonsMerged",
    ),
    Rule(
        code="DUPLICATE_STATE",
        rule="Two different records are suspected once, then merged or rejected.",
        source="domain: DuplicateSuspected, DuplicateRejected, PersonsMerged",
    ),
    Rule(
        code="MERGE_TWO_NIKS",
        rule="Two records that both have a NIK are two persons, or one of the two NIK is wrong.",
        source="PP 40/2019: a NIK is permanent and one person's",
    ),
    Rule(
        code="DEATH_STATE",
        rule="A death is recorded once, then corrected or retracted.",
        source="domain: PersonDied",
    ),
    Rule(
        code="PERSON_DIED",
        rule="Nobody receives, is seated or acts for a day after their death.",
        source="practice: audits find aid to people who had died",
    ),
    Rule(
        code="GUARDIAN_REQUIRED",
        rule="For a child, a parent or guardian consents, and is named.",
        source="UU 27/2022 ps 25, 26",
    ),
    Rule(
        code="GUARDIAN_UNFIT",
        rule="Who consents for somebody else is of age on that day.",
        source="UU 35/2014 ps 1(1); practice: a guardian acts for a person",
    ),
    Rule(
        code="CONSENT_STATE",
        rule="A consent is given once and withdrawn once.",
        source="UU 27/2022 ps 22–24, 40",
    ),
    Rule(
        code="ONE_HOUSEHOLD",
        rule="A person belongs to one household at a time.",
        source="practice: a person is on one KK",
    ),
    Rule(
        code="HOUSEHOLD_HEAD",
        rule="A household has exactly one head, who is a member.",
        source="practice: “kepala keluarga” of the KK",
    ),
    Rule(
        code="HOUSEHOLD_MEMBER",
        rule="Each member belongs to a household once.",
        source="practice: KK",
    ),
    Rule(
        code="HOUSEHOLD_ENDED",
        rule="A household that was dissolved no longer changes.",
        source="service: households",
    ),
    Rule(
        code="REVEAL_FIELD",
        rule="What can be revealed is listed for each kind of record.",
        source="service: access log",
    ),
    Rule(
        code="LETTER_REQUIRED",
        rule="An auditor reveals personal data by a letter of assignment.",
        source="role table: Inspektorat “masked, unmask with letter”",
    ),
)
