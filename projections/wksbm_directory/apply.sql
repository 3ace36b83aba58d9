-- Writes of the directory. The columns are those of the structs in view.py, in their order.

-- name: state_load
-- The states of some streams. $1 uuid: tenant, $2 int: generation, $3 uuid[]: streams.
SELECT s.stream_id, s.version, s.state
FROM unnest($3::uuid[]) AS w (stream_id)
CROSS JOIN LATERAL (
    SELECT t.stream_id, t.version, t.state FROM view.wksbm_directory_state t
    WHERE t.tenant_id = $1 AND t.generation = $2 AND t.stream_id = w.stream_id
    LIMIT 1
) s

-- name: state_save
-- Keep the states of some streams. $1 uuid: tenant, $2 int: generation, $3 uuid[]: streams,
-- $4 int[]: versions, $5 bytea[]: states (UTF-8 JSON).
INSERT INTO view.wksbm_directory_state (tenant_id, generation, stream_id, version, state)
SELECT $1, $2, w.stream_id, w.version, w.state
FROM unnest($3::uuid[], $4::int[], $5::bytea[]) AS w (stream_id, version, state)
ON CONFLICT (tenant_id, generation, stream_id)
DO UPDATE SET version = excluded.version, state = excluded.state

-- name: directory_last
-- The last version of a WKSBM, live or closed. $1 uuid: tenant, $2 int: generation,
-- $3 uuid[]: wksbm_id.
SELECT v.* FROM unnest($3::uuid[]) AS w (wksbm_id)
CROSS JOIN LATERAL (
    SELECT t.from_position, t.to_position,
        t.wksbm_id, t.version, t.updated_at, t.name, t.name_key, t.level, t.province_code,
        t.province_name, t.regency_code, t.regency_name, t.district_code, t.district_name,
        t.village_code, t.village_name, t.area_edition, t.local_area_id, t.origin, t.budget_year,
        t.founded_year, t.parent_id, t.stage, t.status, t.proposed_on, t.socialised_on,
        t.nominated_on, t.approved_on, t.trained_on, t.inaugurated_on, t.decree_no,
        t.decree_issued_on, t.decree_issuer_role, t.maturity_grade, t.maturity_scheme,
        t.maturity_assessed_on, t.dormant_since, t.ended_on, t.merged_into_id, t.evidence_marks
    FROM view.wksbm_directory t
    WHERE t.tenant_id = $1 AND t.generation = $2 AND t.wksbm_id = w.wksbm_id
    ORDER BY t.from_position DESC LIMIT 1
) v

-- name: directory_close
-- End the live version of a WKSBM. $1 uuid: tenant, $2 int: generation,
-- $3 bigint[]: where it ends, $4 uuid[]: wksbm_id.
UPDATE view.wksbm_directory t SET to_position = u.to_position
FROM (
    SELECT x.place, w.to_position
    FROM unnest($3::bigint[], $4::uuid[]) AS w (to_position, wksbm_id)
    CROSS JOIN LATERAL (
        SELECT t.ctid AS place FROM view.wksbm_directory t
        WHERE t.tenant_id = $1 AND t.generation = $2 AND t.wksbm_id = w.wksbm_id
        ORDER BY t.from_position DESC LIMIT 1
    ) x
) u
WHERE t.ctid = u.place AND t.tenant_id = $1 AND t.generation = $2

-- name: directory_insert
-- Write versions of a WKSBM. $1 uuid: tenant, $2 int: generation, $3 bigint[] and $4 bigint[]:
-- from and to position, $5 and following: the columns in the order of the struct.
INSERT INTO view.wksbm_directory (tenant_id, generation, from_position, to_position,
    wksbm_id, version, updated_at, name, name_key, level, province_code, province_name,
    regency_code, regency_name, district_code, district_name, village_code, village_name,
    area_edition, local_area_id, origin, budget_year, founded_year, parent_id, stage, status,
    proposed_on, socialised_on, nominated_on, approved_on, trained_on, inaugurated_on, decree_no,
    decree_issued_on, decree_issuer_role, maturity_grade, maturity_scheme, maturity_assessed_on,
    dormant_since, ended_on, merged_into_id, evidence_marks)
SELECT $1, $2, w.from_position, w.to_position,
    w.wksbm_id, w.version, w.updated_at, w.name, w.name_key, w.level, w.province_code,
    w.province_name, w.regency_code, w.regency_name, w.district_code, w.district_name,
    w.village_code, w.village_name, w.area_edition, w.local_area_id, w.origin, w.budget_year,
    w.founded_year, w.parent_id, w.stage, w.status, w.proposed_on, w.socialised_on,
    w.nominated_on, w.approved_on, w.trained_on, w.inaugurated_on, w.decree_no,
    w.decree_issued_on, w.decree_issuer_role, w.maturity_grade, w.maturity_scheme,
    w.maturity_assessed_on, w.dormant_since, w.ended_on, w.merged_into_id,
    w.evidence_marks::text[]
FROM unnest($3::bigint[], $4::bigint[],
    $5::uuid[], $6::int[], $7::timestamptz[], $8::text[], $9::text[], $10::text[], $11::text[],
    $12::text[], $13::text[], $14::text[], $15::text[], $16::text[], $17::text[], $18::text[],
    $19::text[], $20::uuid[], $21::text[], $22::int[], $23::int[], $24::uuid[], $25::text[],
    $26::text[], $27::date[], $28::date[], $29::date[], $30::date[], $31::date[], $32::date[],
    $33::text[], $34::date[], $35::text[], $36::text[], $37::text[], $38::date[], $39::date[],
    $40::date[], $41::uuid[], $42::text[]
) AS w (from_position, to_position,
    wksbm_id, version, updated_at, name, name_key, level, province_code, province_name,
    regency_code, regency_name, district_code, district_name, village_code, village_name,
    area_edition, local_area_id, origin, budget_year, founded_year, parent_id, stage, status,
    proposed_on, socialised_on, nominated_on, approved_on, trained_on, inaugurated_on, decree_no,
    decree_issued_on, decree_issuer_role, maturity_grade, maturity_scheme, maturity_assessed_on,
    dormant_since, ended_on, merged_into_id, evidence_marks)

-- name: detail_last
-- The last version of the small sets of a WKSBM, live or closed. $1 uuid: tenant, $2 int: generation,
-- $3 uuid[]: wksbm_id.
SELECT v.* FROM unnest($3::uuid[]) AS w (wksbm_id)
CROSS JOIN LATERAL (
    SELECT t.from_position, t.to_position,
        t.wksbm_id, t.names, t.target_edition, t.target_groups, t.local_values,
        t.legal_references, t.socialisations, t.candidates, t.trainings, t.waivers, t.mentors,
        t.awards, t.dormancies
    FROM view.wksbm_directory_detail t
    WHERE t.tenant_id = $1 AND t.generation = $2 AND t.wksbm_id = w.wksbm_id
    ORDER BY t.from_position DESC LIMIT 1
) v

-- name: detail_close
-- End the live version of the small sets of a WKSBM. $1 uuid: tenant, $2 int: generation,
-- $3 bigint[]: where it ends, $4 uuid[]: wksbm_id.
UPDATE view.wksbm_directory_detail t SET to_position = u.to_position
FROM (
    SELECT x.place, w.to_position
    FROM unnest($3::bigint[], $4::uuid[]) AS w (to_position, wksbm_id)
    CROSS JOIN LATERAL (
        SELECT t.ctid AS place FROM view.wksbm_directory_detail t
        WHERE t.tenant_id = $1 AND t.generation = $2 AND t.wksbm_id = w.wksbm_id
        ORDER BY t.from_position DESC LIMIT 1
    ) x
) u
WHERE t.ctid = u.place AND t.tenant_id = $1 AND t.generation = $2

-- name: detail_insert
-- Write versions of the small sets of a WKSBM. $1 uuid: tenant, $2 int: generation, $3 bigint[] and $4 bigint[]:
-- from and to position, $5 and following: the columns in the order of the struct.
INSERT INTO view.wksbm_directory_detail (tenant_id, generation, from_position, to_position,
    wksbm_id, names, target_edition, target_groups, local_values, legal_references,
    socialisations, candidates, trainings, waivers, mentors, awards, dormancies)
SELECT $1, $2, w.from_position, w.to_position,
    w.wksbm_id, w.names, w.target_edition, w.target_groups::text[], w.local_values::text[],
    w.legal_references, w.socialisations, w.candidates, w.trainings, w.waivers, w.mentors,
    w.awards, w.dormancies
FROM unnest($3::bigint[], $4::bigint[],
    $5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[],
    $12::text[], $13::text[], $14::text[], $15::text[], $16::text[], $17::text[]
) AS w (from_position, to_position,
    wksbm_id, names, target_edition, target_groups, local_values, legal_references,
    socialisations, candidates, trainings, waivers, mentors, awards, dormancies)
