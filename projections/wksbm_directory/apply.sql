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

-- name: directory_begin
-- Write versions of a WKSBM. $1 uuid: tenant, $2 int: generation,
-- $3 view.wksbm_directory[]: whole rows.
INSERT INTO view.wksbm_directory
SELECT r.* FROM unnest($3::view.wksbm_directory[]) AS r
WHERE r.tenant_id = $1 AND r.generation = $2

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

-- name: detail_begin
-- Write versions of the small sets of a WKSBM. $1 uuid: tenant, $2 int: generation,
-- $3 view.wksbm_directory_detail[]: whole rows.
INSERT INTO view.wksbm_directory_detail
SELECT r.* FROM unnest($3::view.wksbm_directory_detail[]) AS r
WHERE r.tenant_id = $1 AND r.generation = $2
