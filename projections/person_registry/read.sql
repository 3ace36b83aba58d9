-- Rows of the register. Each statement takes $1 uuid: tenant, $2 bigint: position (as of), $3 date:
-- valid on (null: no day in particular); a condition takes its value as $4. Sealed values are groups.

-- name: persons
-- Every person on record; those merged into another one, too.
SELECT
    p.person_id, p.version, p.updated_at, p.name::json AS name, p.nik::json AS nik,
    p.birth_date::json AS birth_date, p.phone::json AS phone, p.address::json AS address,
    p.email::json AS email, p.birth_year, p.sex, p.nik_state, p.nik_missing, p.nik_record,
    p.warnings, p.legal_basis, p.area_code, p.province_code, p.regency_code, p.district_code,
    p.village_code, p.regency_name, p.district_name, p.village_name, p.died_on, p.certificate,
    p.merged_into
FROM as_of.person_registry p

-- name: consents
-- The consents that hold for a record or held; with a date: that hold on that day.
SELECT
    p.person_id, p.consent_id, p.record, p.purpose, p.scope, p.giver, p.giver_person,
    p.giver_name::json AS giver_name, p.method, p.proof, p.wksbm_id, p.given_on, p.until,
    p.withdrawn_on
FROM as_of.person_consent p
WHERE ($3::date IS NULL OR (p.given_on <= $3::date AND $3::date <= coalesce(p.until, 'infinity')
        AND $3::date < coalesce(p.withdrawn_on, 'infinity')))

-- name: aliases
-- Other names of persons.
SELECT
    p.person_id, p.entry, p.kind, p.alias::json AS alias
FROM as_of.person_alias p

-- name: duplicates
-- Pairs of records, each once: suspected, rejected, merged, reversed.
SELECT
    p.person_id, p.other_id, p.state, p.score, p.basis, p.suspected_by, p.suspected_at,
    p.decided_by, p.decided_at, p.survivor
FROM as_of.person_duplicate p

-- name: households
-- Every household.
SELECT
    p.household_id, p.version, p.updated_at, p.head_id, p.size, p.kk::json AS kk,
    p.address::json AS address, p.area_code, p.province_code, p.regency_code, p.district_code,
    p.village_code, p.regency_name, p.district_name, p.village_name, p.formed_on,
    p.dissolved_on
FROM as_of.household p

-- name: household_members
-- Who belongs to a household or did; with a date: on that day.
SELECT
    p.household_id, p.person_id, p.entry, p.role, p.since, p.left_on
FROM as_of.household_member p
WHERE ($3::date IS NULL OR (p.since <= $3::date AND $3::date < coalesce(p.left_on, 'infinity')))

-- name: looks
-- Who had sealed data of a record opened, when and why.
SELECT a.position, a.subject, a.kind || '_' || a.subject::text AS object, a.kind,
    ARRAY(SELECT json_array_elements_text(a.fields::json)) AS fields, a.reason, a.letter,
    a.member_id, a.role, a.looked_at
FROM as_of.person_access a
