-- Writes of the view. The columns are those of the structs in rows.py, in their order.

-- name: state_load
-- The states of some streams. $1 uuid: tenant, $2 int: generation, $3 uuid[]: streams.
SELECT s.stream_id, s.version, s.state
FROM unnest($3::uuid[]) AS w (stream_id)
CROSS JOIN LATERAL (
    SELECT t.stream_id, t.version, t.state FROM view.overlap_state t
    WHERE t.tenant_id = $1 AND t.generation = $2 AND t.stream_id = w.stream_id
    LIMIT 1
) s

-- name: state_save
-- Keep the states of some streams. $1 uuid: tenant, $2 int: generation, $3 uuid[]: streams,
-- $4 int[]: versions, $5 bytea[]: states (UTF-8 JSON).
INSERT INTO view.overlap_state (tenant_id, generation, stream_id, version, state)
SELECT $1, $2, w.stream_id, w.version, w.state
FROM unnest($3::uuid[], $4::int[], $5::bytea[]) AS w (stream_id, version, state)
ON CONFLICT (tenant_id, generation, stream_id)
DO UPDATE SET version = excluded.version, state = excluded.state

-- name: claim_last
-- The last version of a row of service_claim. $1 uuid: tenant, $2 int: generation,
-- $3 uuid[]: register_id, $4 uuid[]: claim_id.
SELECT v.* FROM unnest($3::uuid[], $4::uuid[]) AS w (register_id, claim_id)
CROSS JOIN LATERAL (
    SELECT t.from_position, t.to_position,
        t.register_id, t.person_id, t.claim_id, t.case_id, t.wksbm_id, t.kps_id, t.service_kind,
        t.valid_from, t.valid_to, t.released
    FROM view.service_claim t
    WHERE t.tenant_id = $1 AND t.generation = $2
        AND t.register_id = w.register_id AND t.claim_id = w.claim_id
    ORDER BY t.from_position DESC LIMIT 1
) v

-- name: claim_close
-- End the live version of a row of service_claim. $1 uuid: tenant, $2 int: generation,
-- $3 bigint[]: where it ends, $4 uuid[]: register_id, $5 uuid[]: claim_id.
UPDATE view.service_claim t SET to_position = u.to_position
FROM (
    SELECT x.place, w.to_position
    FROM unnest($3::bigint[], $4::uuid[], $5::uuid[]) AS w (to_position, register_id, claim_id)
    CROSS JOIN LATERAL (
        SELECT t.ctid AS place FROM view.service_claim t
        WHERE t.tenant_id = $1 AND t.generation = $2
            AND t.register_id = w.register_id AND t.claim_id = w.claim_id
        ORDER BY t.from_position DESC LIMIT 1
    ) x
) u
WHERE t.ctid = u.place AND t.tenant_id = $1 AND t.generation = $2

-- name: claim_begin
-- Write versions of rows of service_claim. $1 uuid: tenant, $2 int: generation,
-- $3 view.service_claim[]: whole rows.
INSERT INTO view.service_claim
SELECT r.* FROM unnest($3::view.service_claim[]) AS r
WHERE r.tenant_id = $1 AND r.generation = $2

-- name: warning_last
-- The last version of a row of overlap_warning. $1 uuid: tenant, $2 int: generation,
-- $3 uuid[]: register_id, $4 uuid[]: warning_id.
SELECT v.* FROM unnest($3::uuid[], $4::uuid[]) AS w (register_id, warning_id)
CROSS JOIN LATERAL (
    SELECT t.from_position, t.to_position,
        t.register_id, t.person_id, t.warning_id, t.claim_id, t.case_id, t.wksbm_id, t.kps_id,
        t.service_kind, t.valid_from, t.valid_to, t.others, t.other_person, t.rule, t.waits,
        t.state, t.asked_by, t.raised_at, t.decided_by, t.decided_at, t.reason
    FROM view.overlap_warning t
    WHERE t.tenant_id = $1 AND t.generation = $2
        AND t.register_id = w.register_id AND t.warning_id = w.warning_id
    ORDER BY t.from_position DESC LIMIT 1
) v

-- name: warning_close
-- End the live version of a row of overlap_warning. $1 uuid: tenant, $2 int: generation,
-- $3 bigint[]: where it ends, $4 uuid[]: register_id, $5 uuid[]: warning_id.
UPDATE view.overlap_warning t SET to_position = u.to_position
FROM (
    SELECT x.place, w.to_position
    FROM unnest($3::bigint[], $4::uuid[], $5::uuid[]) AS w (to_position, register_id, warning_id)
    CROSS JOIN LATERAL (
        SELECT t.ctid AS place FROM view.overlap_warning t
        WHERE t.tenant_id = $1 AND t.generation = $2
            AND t.register_id = w.register_id AND t.warning_id = w.warning_id
        ORDER BY t.from_position DESC LIMIT 1
    ) x
) u
WHERE t.ctid = u.place AND t.tenant_id = $1 AND t.generation = $2

-- name: warning_begin
-- Write versions of rows of overlap_warning. $1 uuid: tenant, $2 int: generation,
-- $3 view.overlap_warning[]: whole rows.
INSERT INTO view.overlap_warning
SELECT r.* FROM unnest($3::view.overlap_warning[]) AS r
WHERE r.tenant_id = $1 AND r.generation = $2
