-- Writes of targets. The columns are those of the struct in view.py, in their order.

-- name: state_load
-- The states of some streams. $1 uuid: tenant, $2 int: generation, $3 uuid[]: streams.
SELECT s.stream_id, s.version, s.state
FROM unnest($3::uuid[]) AS w (stream_id)
CROSS JOIN LATERAL (
    SELECT t.stream_id, t.version, t.state FROM view.formation_pipeline_state t
    WHERE t.tenant_id = $1 AND t.generation = $2 AND t.stream_id = w.stream_id
    LIMIT 1
) s

-- name: state_save
-- Keep the states of some streams. $1 uuid: tenant, $2 int: generation, $3 uuid[]: streams,
-- $4 int[]: versions, $5 bytea[]: states (UTF-8 JSON).
INSERT INTO view.formation_pipeline_state (tenant_id, generation, stream_id, version, state)
SELECT $1, $2, w.stream_id, w.version, w.state
FROM unnest($3::uuid[], $4::int[], $5::bytea[]) AS w (stream_id, version, state)
ON CONFLICT (tenant_id, generation, stream_id)
DO UPDATE SET version = excluded.version, state = excluded.state

-- name: target_last
-- The last version of a target, live or closed. $1 uuid: tenant, $2 int: generation,
-- $3 uuid[]: target_id.
SELECT v.* FROM unnest($3::uuid[]) AS w (target_id)
CROSS JOIN LATERAL (
    SELECT t.from_position, t.to_position,
        t.target_id, t.version, t.updated_at, t.year, t.indicator, t.target_qty, t.first_qty,
        t.funding, t.activity_code, t.basis, t.basis_ref, t.set_on, t.revisions, t.evidence_marks
    FROM view.formation_pipeline_target t
    WHERE t.tenant_id = $1 AND t.generation = $2 AND t.target_id = w.target_id
    ORDER BY t.from_position DESC LIMIT 1
) v

-- name: target_close
-- End the live version of a target. $1 uuid: tenant, $2 int: generation,
-- $3 bigint[]: where it ends, $4 uuid[]: target_id.
UPDATE view.formation_pipeline_target t SET to_position = u.to_position
FROM (
    SELECT x.place, w.to_position
    FROM unnest($3::bigint[], $4::uuid[]) AS w (to_position, target_id)
    CROSS JOIN LATERAL (
        SELECT t.ctid AS place FROM view.formation_pipeline_target t
        WHERE t.tenant_id = $1 AND t.generation = $2 AND t.target_id = w.target_id
        ORDER BY t.from_position DESC LIMIT 1
    ) x
) u
WHERE t.ctid = u.place AND t.tenant_id = $1 AND t.generation = $2

-- name: target_begin
-- Write versions of a target. $1 uuid: tenant, $2 int: generation,
-- $3 view.formation_pipeline_target[]: whole rows.
INSERT INTO view.formation_pipeline_target
SELECT r.* FROM unnest($3::view.formation_pipeline_target[]) AS r
WHERE r.tenant_id = $1 AND r.generation = $2
