-- Writes of the register. The columns are those of the structs in view.py, in their order.

-- name: state_load
-- The states of some streams. $1 uuid: tenant, $2 int: generation, $3 uuid[]: streams.
SELECT s.stream_id, s.version, s.state
FROM unnest($3::uuid[]) AS w (stream_id)
CROSS JOIN LATERAL (
    SELECT t.stream_id, t.version, t.state FROM view.person_registry_state t
    WHERE t.tenant_id = $1 AND t.generation = $2 AND t.stream_id = w.stream_id
    LIMIT 1
) s

-- name: state_save
-- Keep the states of some streams. $1 uuid: tenant, $2 int: generation, $3 uuid[]: streams,
-- $4 int[]: versions, $5 bytea[]: states (UTF-8 JSON).
INSERT INTO view.person_registry_state (tenant_id, generation, stream_id, version, state)
SELECT $1, $2, w.stream_id, w.version, w.state
FROM unnest($3::uuid[], $4::int[], $5::bytea[]) AS w (stream_id, version, state)
ON CONFLICT (tenant_id, generation, stream_id)
DO UPDATE SET version = excluded.version, state = excluded.state

-- name: person_last
-- The last version of a row of person_registry. $1 uuid: tenant, $2 int: generation,
-- $3 uuid[]: person_id.
SELECT v.* FROM unnest($3::uuid[]) AS w (person_id)
CROSS JOIN LATERAL (
    SELECT t.from_position, t.to_position,
        t.person_id, t.version, t.updated_at, t.name, t.nik, t.birth_date, t.phone, t.address,
        t.email, t.birth_year, t.sex, t.nik_state, t.nik_missing, t.nik_record, t.warnings,
        t.legal_basis, t.area_code, t.province_code, t.regency_code, t.district_code,
        t.village_code, t.regency_name, t.district_name, t.village_name, t.died_on,
        t.certificate, t.merged_into
    FROM view.person_registry t
    WHERE t.tenant_id = $1 AND t.generation = $2 AND t.person_id = w.person_id
    ORDER BY t.from_position DESC LIMIT 1
) v

-- name: person_close
-- End the live version of a row of person_registry. $1 uuid: tenant, $2 int: generation,
-- $3 bigint[]: where it ends, $4 uuid[]: person_id.
UPDATE view.person_registry t SET to_position = u.to_position
FROM (
    SELECT x.place, w.to_position
    FROM unnest($3::bigint[], $4::uuid[]) AS w (to_position, person_id)
    CROSS JOIN LATERAL (
        SELECT t.ctid AS place FROM view.person_registry t
        WHERE t.tenant_id = $1 AND t.generation = $2 AND t.person_id = w.person_id
        ORDER BY t.from_position DESC LIMIT 1
    ) x
) u
WHERE t.ctid = u.place AND t.tenant_id = $1 AND t.generation = $2

-- name: person_begin
-- Write versions of a row of person_registry. $1 uuid: tenant, $2 int: generation,
-- $3 view.person_registry[]: whole rows.
INSERT INTO view.person_registry
SELECT r.* FROM unnest($3::view.person_registry[]) AS r
WHERE r.tenant_id = $1 AND r.generation = $2

-- name: consent_last
-- The last version of a row of person_consent. $1 uuid: tenant, $2 int: generation,
-- $3 uuid[]: person_id, $4 uuid[]: consent_id.
SELECT v.* FROM unnest($3::uuid[], $4::uuid[]) AS w (person_id, consent_id)
CROSS JOIN LATERAL (
    SELECT t.from_position, t.to_position,
        t.person_id, t.consent_id, t.record, t.purpose, t.scope, t.giver, t.giver_person,
        t.giver_name, t.method, t.proof, t.wksbm_id, t.given_on, t.until, t.withdrawn_on
    FROM view.person_consent t
    WHERE t.tenant_id = $1 AND t.generation = $2 AND t.person_id = w.person_id AND t.consent_id = w.consent_id
    ORDER BY t.from_position DESC LIMIT 1
) v

-- name: consent_close
-- End the live version of a row of person_consent. $1 uuid: tenant, $2 int: generation,
-- $3 bigint[]: where it ends, $4 uuid[]: person_id, $5 uuid[]: consent_id.
UPDATE view.person_consent t SET to_position = u.to_position
FROM (
    SELECT x.place, w.to_position
    FROM unnest($3::bigint[], $4::uuid[], $5::uuid[]) AS w (to_position, person_id, consent_id)
    CROSS JOIN LATERAL (
        SELECT t.ctid AS place FROM view.person_consent t
        WHERE t.tenant_id = $1 AND t.generation = $2 AND t.person_id = w.person_id AND t.consent_id = w.consent_id
        ORDER BY t.from_position DESC LIMIT 1
    ) x
) u
WHERE t.ctid = u.place AND t.tenant_id = $1 AND t.generation = $2

-- name: consent_begin
-- Write versions of a row of person_consent. $1 uuid: tenant, $2 int: generation,
-- $3 view.person_consent[]: whole rows.
INSERT INTO view.person_consent
SELECT r.* FROM unnest($3::view.person_consent[]) AS r
WHERE r.tenant_id = $1 AND r.generation = $2

-- name: alias_last
-- The last version of a row of person_alias. $1 uuid: tenant, $2 int: generation,
-- $3 uuid[]: person_id, $4 int[]: entry.
SELECT v.* FROM unnest($3::uuid[], $4::int[]) AS w (person_id, entry)
CROSS JOIN LATERAL (
    SELECT t.from_position, t.to_position,
        t.person_id, t.entry, t.kind, t.alias
    FROM view.person_alias t
    WHERE t.tenant_id = $1 AND t.generation = $2 AND t.person_id = w.person_id AND t.entry = w.entry
    ORDER BY t.from_position DESC LIMIT 1
) v

-- name: alias_close
-- End the live version of a row of person_alias. $1 uuid: tenant, $2 int: generation,
-- $3 bigint[]: where it ends, $4 uuid[]: person_id, $5 int[]: entry.
UPDATE view.person_alias t SET to_position = u.to_position
FROM (
    SELECT x.place, w.to_position
    FROM unnest($3::bigint[], $4::uuid[], $5::int[]) AS w (to_position, person_id, entry)
    CROSS JOIN LATERAL (
        SELECT t.ctid AS place FROM view.person_alias t
        WHERE t.tenant_id = $1 AND t.generation = $2 AND t.person_id = w.person_id AND t.entry = w.entry
        ORDER BY t.from_position DESC LIMIT 1
    ) x
) u
WHERE t.ctid = u.place AND t.tenant_id = $1 AND t.generation = $2

-- name: alias_begin
-- Write versions of a row of person_alias. $1 uuid: tenant, $2 int: generation,
-- $3 view.person_alias[]: whole rows.
INSERT INTO view.person_alias
SELECT r.* FROM unnest($3::view.person_alias[]) AS r
WHERE r.tenant_id = $1 AND r.generation = $2

-- name: duplicate_last
-- The last version of a row of person_duplicate. $1 uuid: tenant, $2 int: generation,
-- $3 uuid[]: person_id, $4 uuid[]: other_id.
SELECT v.* FROM unnest($3::uuid[], $4::uuid[]) AS w (person_id, other_id)
CROSS JOIN LATERAL (
    SELECT t.from_position, t.to_position,
        t.person_id, t.other_id, t.state, t.score, t.basis, t.suspected_by, t.suspected_at,
        t.decided_by, t.decided_at, t.survivor
    FROM view.person_duplicate t
    WHERE t.tenant_id = $1 AND t.generation = $2 AND t.person_id = w.person_id AND t.other_id = w.other_id
    ORDER BY t.from_position DESC LIMIT 1
) v

-- name: duplicate_close
-- End the live version of a row of person_duplicate. $1 uuid: tenant, $2 int: generation,
-- $3 bigint[]: where it ends, $4 uuid[]: person_id, $5 uuid[]: other_id.
UPDATE view.person_duplicate t SET to_position = u.to_position
FROM (
    SELECT x.place, w.to_position
    FROM unnest($3::bigint[], $4::uuid[], $5::uuid[]) AS w (to_position, person_id, other_id)
    CROSS JOIN LATERAL (
        SELECT t.ctid AS place FROM view.person_duplicate t
        WHERE t.tenant_id = $1 AND t.generation = $2 AND t.person_id = w.person_id AND t.other_id = w.other_id
        ORDER BY t.from_position DESC LIMIT 1
    ) x
) u
WHERE t.ctid = u.place AND t.tenant_id = $1 AND t.generation = $2

-- name: duplicate_begin
-- Write versions of a row of person_duplicate. $1 uuid: tenant, $2 int: generation,
-- $3 view.person_duplicate[]: whole rows.
INSERT INTO view.person_duplicate
SELECT r.* FROM unnest($3::view.person_duplicate[]) AS r
WHERE r.tenant_id = $1 AND r.generation = $2

-- name: household_last
-- The last version of a row of household. $1 uuid: tenant, $2 int: generation,
-- $3 uuid[]: household_id.
SELECT v.* FROM unnest($3::uuid[]) AS w (household_id)
CROSS JOIN LATERAL (
    SELECT t.from_position, t.to_position,
        t.household_id, t.version, t.updated_at, t.head_id, t.size, t.kk, t.address,
        t.area_code, t.province_code, t.regency_code, t.district_code, t.village_code,
        t.regency_name, t.district_name, t.village_name, t.formed_on, t.dissolved_on
    FROM view.household t
    WHERE t.tenant_id = $1 AND t.generation = $2 AND t.household_id = w.household_id
    ORDER BY t.from_position DESC LIMIT 1
) v

-- name: household_close
-- End the live version of a row of household. $1 uuid: tenant, $2 int: generation,
-- $3 bigint[]: where it ends, $4 uuid[]: household_id.
UPDATE view.household t SET to_position = u.to_position
FROM (
    SELECT x.place, w.to_position
    FROM unnest($3::bigint[], $4::uuid[]) AS w (to_position, household_id)
    CROSS JOIN LATERAL (
        SELECT t.ctid AS place FROM view.household t
        WHERE t.tenant_id = $1 AND t.generation = $2 AND t.household_id = w.household_id
        ORDER BY t.from_position DESC LIMIT 1
    ) x
) u
WHERE t.ctid = u.place AND t.tenant_id = $1 AND t.generation = $2

-- name: household_begin
-- Write versions of a row of household. $1 uuid: tenant, $2 int: generation,
-- $3 view.household[]: whole rows.
INSERT INTO view.household
SELECT r.* FROM unnest($3::view.household[]) AS r
WHERE r.tenant_id = $1 AND r.generation = $2

-- name: member_last
-- The last version of a row of household_member. $1 uuid: tenant, $2 int: generation,
-- $3 uuid[]: household_id, $4 uuid[]: person_id, $5 int[]: entry.
SELECT v.* FROM unnest($3::uuid[], $4::uuid[], $5::int[]) AS w (household_id, person_id, entry)
CROSS JOIN LATERAL (
    SELECT t.from_position, t.to_position,
        t.household_id, t.person_id, t.entry, t.role, t.since, t.left_on
    FROM view.household_member t
    WHERE t.tenant_id = $1 AND t.generation = $2 AND t.household_id = w.household_id AND t.person_id = w.person_id AND t.entry = w.entry
    ORDER BY t.from_position DESC LIMIT 1
) v

-- name: member_close
-- End the live version of a row of household_member. $1 uuid: tenant, $2 int: generation,
-- $3 bigint[]: where it ends, $4 uuid[]: household_id, $5 uuid[]: person_id, $6 int[]: entry.
UPDATE view.household_member t SET to_position = u.to_position
FROM (
    SELECT x.place, w.to_position
    FROM unnest($3::bigint[], $4::uuid[], $5::uuid[], $6::int[]) AS w (to_position, household_id, person_id, entry)
    CROSS JOIN LATERAL (
        SELECT t.ctid AS place FROM view.household_member t
        WHERE t.tenant_id = $1 AND t.generation = $2 AND t.household_id = w.household_id AND t.person_id = w.person_id AND t.entry = w.entry
        ORDER BY t.from_position DESC LIMIT 1
    ) x
) u
WHERE t.ctid = u.place AND t.tenant_id = $1 AND t.generation = $2

-- name: member_begin
-- Write versions of a row of household_member. $1 uuid: tenant, $2 int: generation,
-- $3 view.household_member[]: whole rows.
INSERT INTO view.household_member
SELECT r.* FROM unnest($3::view.household_member[]) AS r
WHERE r.tenant_id = $1 AND r.generation = $2

-- name: look_insert
-- Add looks at sealed data. $1 uuid: tenant, $2 int: generation, $3 and following: the columns in
-- the order of the struct.
INSERT INTO view.person_access (tenant_id, generation,
    position, subject, kind, fields, reason, letter, member_id, role, looked_at)
SELECT $1, $2, w.position, w.subject, w.kind, w.fields, w.reason, w.letter, w.member_id, w.role,
    w.looked_at
FROM unnest($3::bigint[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::uuid[],
    $10::text[], $11::timestamptz[]
) AS w (position, subject, kind, fields, reason, letter, member_id, role, looked_at)
ON CONFLICT DO NOTHING
