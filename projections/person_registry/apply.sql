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

-- name: person_insert
-- Write versions of a row of person_registry. $1 uuid: tenant, $2 int: generation, $3 bigint[] and
-- $4 bigint[]: from and to position, $5 and following: the columns in the order of the struct.
INSERT INTO view.person_registry (tenant_id, generation, from_position, to_position,
    person_id, version, updated_at, name, nik, birth_date, phone, address, email, birth_year,
    sex, nik_state, nik_missing, nik_record, warnings, legal_basis, area_code, province_code,
    regency_code, district_code, village_code, regency_name, district_name, village_name,
    died_on, certificate, merged_into)
SELECT $1, $2, w.from_position, w.to_position,
    w.person_id, w.version, w.updated_at, w.name, w.nik, w.birth_date, w.phone, w.address,
    w.email, w.birth_year, w.sex, w.nik_state, w.nik_missing, w.nik_record, w.warnings::text[],
    w.legal_basis, w.area_code, w.province_code, w.regency_code, w.district_code,
    w.village_code, w.regency_name, w.district_name, w.village_name, w.died_on, w.certificate,
    w.merged_into
FROM unnest($3::bigint[], $4::bigint[],
    $5::uuid[], $6::int[], $7::timestamptz[], $8::text[], $9::text[], $10::text[], $11::text[],
    $12::text[], $13::text[], $14::int[], $15::text[], $16::text[], $17::text[], $18::uuid[],
    $19::text[], $20::text[], $21::text[], $22::text[], $23::text[], $24::text[], $25::text[],
    $26::text[], $27::text[], $28::text[], $29::date[], $30::text[], $31::uuid[]
) AS w (from_position, to_position,
    person_id, version, updated_at, name, nik, birth_date, phone, address, email, birth_year,
    sex, nik_state, nik_missing, nik_record, warnings, legal_basis, area_code, province_code,
    regency_code, district_code, village_code, regency_name, district_name, village_name,
    died_on, certificate, merged_into)

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

-- name: consent_insert
-- Write versions of a row of person_consent. $1 uuid: tenant, $2 int: generation, $3 bigint[] and
-- $4 bigint[]: from and to position, $5 and following: the columns in the order of the struct.
INSERT INTO view.person_consent (tenant_id, generation, from_position, to_position,
    person_id, consent_id, record, purpose, scope, giver, giver_person, giver_name, method,
    proof, wksbm_id, given_on, until, withdrawn_on)
SELECT $1, $2, w.from_position, w.to_position,
    w.person_id, w.consent_id, w.record, w.purpose, w.scope::text[], w.giver, w.giver_person,
    w.giver_name, w.method, w.proof, w.wksbm_id, w.given_on, w.until, w.withdrawn_on
FROM unnest($3::bigint[], $4::bigint[],
    $5::uuid[], $6::uuid[], $7::uuid[], $8::text[], $9::text[], $10::text[], $11::uuid[],
    $12::text[], $13::text[], $14::text[], $15::uuid[], $16::date[], $17::date[], $18::date[]
) AS w (from_position, to_position,
    person_id, consent_id, record, purpose, scope, giver, giver_person, giver_name, method,
    proof, wksbm_id, given_on, until, withdrawn_on)

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

-- name: alias_insert
-- Write versions of a row of person_alias. $1 uuid: tenant, $2 int: generation, $3 bigint[] and
-- $4 bigint[]: from and to position, $5 and following: the columns in the order of the struct.
INSERT INTO view.person_alias (tenant_id, generation, from_position, to_position,
    person_id, entry, kind, alias)
SELECT $1, $2, w.from_position, w.to_position,
    w.person_id, w.entry, w.kind, w.alias
FROM unnest($3::bigint[], $4::bigint[],
    $5::uuid[], $6::int[], $7::text[], $8::text[]
) AS w (from_position, to_position,
    person_id, entry, kind, alias)

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

-- name: duplicate_insert
-- Write versions of a row of person_duplicate. $1 uuid: tenant, $2 int: generation, $3 bigint[] and
-- $4 bigint[]: from and to position, $5 and following: the columns in the order of the struct.
INSERT INTO view.person_duplicate (tenant_id, generation, from_position, to_position,
    person_id, other_id, state, score, basis, suspected_by, suspected_at, decided_by,
    decided_at, survivor)
SELECT $1, $2, w.from_position, w.to_position,
    w.person_id, w.other_id, w.state, w.score, w.basis::text[], w.suspected_by, w.suspected_at,
    w.decided_by, w.decided_at, w.survivor
FROM unnest($3::bigint[], $4::bigint[],
    $5::uuid[], $6::uuid[], $7::text[], $8::int[], $9::text[], $10::uuid[], $11::timestamptz[],
    $12::uuid[], $13::timestamptz[], $14::uuid[]
) AS w (from_position, to_position,
    person_id, other_id, state, score, basis, suspected_by, suspected_at, decided_by,
    decided_at, survivor)

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

-- name: household_insert
-- Write versions of a row of household. $1 uuid: tenant, $2 int: generation, $3 bigint[] and
-- $4 bigint[]: from and to position, $5 and following: the columns in the order of the struct.
INSERT INTO view.household (tenant_id, generation, from_position, to_position,
    household_id, version, updated_at, head_id, size, kk, address, area_code, province_code,
    regency_code, district_code, village_code, regency_name, district_name, village_name,
    formed_on, dissolved_on)
SELECT $1, $2, w.from_position, w.to_position,
    w.household_id, w.version, w.updated_at, w.head_id, w.size, w.kk, w.address, w.area_code,
    w.province_code, w.regency_code, w.district_code, w.village_code, w.regency_name,
    w.district_name, w.village_name, w.formed_on, w.dissolved_on
FROM unnest($3::bigint[], $4::bigint[],
    $5::uuid[], $6::int[], $7::timestamptz[], $8::uuid[], $9::int[], $10::text[], $11::text[],
    $12::text[], $13::text[], $14::text[], $15::text[], $16::text[], $17::text[], $18::text[],
    $19::text[], $20::date[], $21::date[]
) AS w (from_position, to_position,
    household_id, version, updated_at, head_id, size, kk, address, area_code, province_code,
    regency_code, district_code, village_code, regency_name, district_name, village_name,
    formed_on, dissolved_on)

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

-- name: member_insert
-- Write versions of a row of household_member. $1 uuid: tenant, $2 int: generation, $3 bigint[] and
-- $4 bigint[]: from and to position, $5 and following: the columns in the order of the struct.
INSERT INTO view.household_member (tenant_id, generation, from_position, to_position,
    household_id, person_id, entry, role, since, left_on)
SELECT $1, $2, w.from_position, w.to_position,
    w.household_id, w.person_id, w.entry, w.role, w.since, w.left_on
FROM unnest($3::bigint[], $4::bigint[],
    $5::uuid[], $6::uuid[], $7::int[], $8::text[], $9::date[], $10::date[]
) AS w (from_position, to_position,
    household_id, person_id, entry, role, since, left_on)

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
