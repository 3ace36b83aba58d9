-- Writes of the view. The columns are those of the structs in rows.py, in their order.

-- name: state_load
-- The states of some streams. $1 uuid: tenant, $2 int: generation, $3 uuid[]: streams.
SELECT s.stream_id, s.version, s.state
FROM unnest($3::uuid[]) AS w (stream_id)
CROSS JOIN LATERAL (
    SELECT t.stream_id, t.version, t.state FROM view.referral_state t
    WHERE t.tenant_id = $1 AND t.generation = $2 AND t.stream_id = w.stream_id
    LIMIT 1
) s

-- name: state_save
-- Keep the states of some streams. $1 uuid: tenant, $2 int: generation, $3 uuid[]: streams,
-- $4 int[]: versions, $5 bytea[]: states (UTF-8 JSON).
INSERT INTO view.referral_state (tenant_id, generation, stream_id, version, state)
SELECT $1, $2, w.stream_id, w.version, w.state
FROM unnest($3::uuid[], $4::int[], $5::bytea[]) AS w (stream_id, version, state)
ON CONFLICT (tenant_id, generation, stream_id)
DO UPDATE SET version = excluded.version, state = excluded.state

-- name: referral_last
-- The last version of a row of referral. $1 uuid: tenant, $2 int: generation,
-- $3 uuid[]: referral_id.
SELECT v.* FROM unnest($3::uuid[]) AS w (referral_id)
CROSS JOIN LATERAL (
    SELECT t.from_position, t.to_position,
        t.referral_id, t.case_id, t.version, t.updated_at, t.state, t.is_live, t.is_disclosing,
        t.from_kind, t.from_id, t.from_wksbm, t.from_area, t.from_district, t.from_regency,
        t.from_name, t.via, t.to_kind, t.to_id, t.to_wksbm, t.to_area, t.to_district,
        t.to_regency, t.to_name, t.basis, t.urgency, t.urgency_order, t.subjects, t.disclosed,
        t.consents, t.override_reason, t.override_by, t.review, t.finding, t.requested_on,
        t.requested_by, t.state_since, t.due, t.accepted_by, t.reason
    FROM view.referral t
    WHERE t.tenant_id = $1 AND t.generation = $2
        AND t.referral_id = w.referral_id
    ORDER BY t.from_position DESC LIMIT 1
) v

-- name: referral_close
-- End the live version of a row of referral. $1 uuid: tenant, $2 int: generation,
-- $3 bigint[]: where it ends, $4 uuid[]: referral_id.
UPDATE view.referral t SET to_position = u.to_position
FROM (
    SELECT x.place, w.to_position
    FROM unnest($3::bigint[], $4::uuid[]) AS w (to_position, referral_id)
    CROSS JOIN LATERAL (
        SELECT t.ctid AS place FROM view.referral t
        WHERE t.tenant_id = $1 AND t.generation = $2
            AND t.referral_id = w.referral_id
        ORDER BY t.from_position DESC LIMIT 1
    ) x
) u
WHERE t.ctid = u.place AND t.tenant_id = $1 AND t.generation = $2

-- name: referral_begin
-- Write versions of rows of referral. $1 uuid: tenant, $2 int: generation,
-- $3 view.referral[]: whole rows.
INSERT INTO view.referral
SELECT r.* FROM unnest($3::view.referral[]) AS r
WHERE r.tenant_id = $1 AND r.generation = $2

-- name: step_last
-- The last version of a row of referral_step. $1 uuid: tenant, $2 int: generation,
-- $3 uuid[]: referral_id, $4 int[]: entry.
SELECT v.* FROM unnest($3::uuid[], $4::int[]) AS w (referral_id, entry)
CROSS JOIN LATERAL (
    SELECT t.from_position, t.to_position,
        t.referral_id, t.entry, t.case_id, t.state, t.happened_on, t.due, t.reason, t.unit
    FROM view.referral_step t
    WHERE t.tenant_id = $1 AND t.generation = $2
        AND t.referral_id = w.referral_id AND t.entry = w.entry
    ORDER BY t.from_position DESC LIMIT 1
) v

-- name: step_close
-- End the live version of a row of referral_step. $1 uuid: tenant, $2 int: generation,
-- $3 bigint[]: where it ends, $4 uuid[]: referral_id, $5 int[]: entry.
UPDATE view.referral_step t SET to_position = u.to_position
FROM (
    SELECT x.place, w.to_position
    FROM unnest($3::bigint[], $4::uuid[], $5::int[]) AS w (to_position, referral_id, entry)
    CROSS JOIN LATERAL (
        SELECT t.ctid AS place FROM view.referral_step t
        WHERE t.tenant_id = $1 AND t.generation = $2
            AND t.referral_id = w.referral_id AND t.entry = w.entry
        ORDER BY t.from_position DESC LIMIT 1
    ) x
) u
WHERE t.ctid = u.place AND t.tenant_id = $1 AND t.generation = $2

-- name: step_begin
-- Write versions of rows of referral_step. $1 uuid: tenant, $2 int: generation,
-- $3 view.referral_step[]: whole rows.
INSERT INTO view.referral_step
SELECT r.* FROM unnest($3::view.referral_step[]) AS r
WHERE r.tenant_id = $1 AND r.generation = $2

-- name: text_last
-- The last version of a row of referral_text. $1 uuid: tenant, $2 int: generation,
-- $3 uuid[]: referral_id, $4 int[]: entry, $5 text[]: kind.
SELECT v.* FROM unnest($3::uuid[], $4::int[], $5::text[]) AS w (referral_id, entry, kind)
CROSS JOIN LATERAL (
    SELECT t.from_position, t.to_position,
        t.referral_id, t.entry, t.case_id, t.kind, t.sealed, t.recorded_by, t.happened_on
    FROM view.referral_text t
    WHERE t.tenant_id = $1 AND t.generation = $2
        AND t.referral_id = w.referral_id AND t.entry = w.entry AND t.kind = w.kind
    ORDER BY t.from_position DESC LIMIT 1
) v

-- name: text_close
-- End the live version of a row of referral_text. $1 uuid: tenant, $2 int: generation,
-- $3 bigint[]: where it ends, $4 uuid[]: referral_id, $5 int[]: entry, $6 text[]: kind.
UPDATE view.referral_text t SET to_position = u.to_position
FROM (
    SELECT x.place, w.to_position
    FROM unnest($3::bigint[], $4::uuid[], $5::int[], $6::text[]) AS w (to_position, referral_id, entry, kind)
    CROSS JOIN LATERAL (
        SELECT t.ctid AS place FROM view.referral_text t
        WHERE t.tenant_id = $1 AND t.generation = $2
            AND t.referral_id = w.referral_id AND t.entry = w.entry AND t.kind = w.kind
        ORDER BY t.from_position DESC LIMIT 1
    ) x
) u
WHERE t.ctid = u.place AND t.tenant_id = $1 AND t.generation = $2

-- name: text_begin
-- Write versions of rows of referral_text. $1 uuid: tenant, $2 int: generation,
-- $3 view.referral_text[]: whole rows.
INSERT INTO view.referral_text
SELECT r.* FROM unnest($3::view.referral_text[]) AS r
WHERE r.tenant_id = $1 AND r.generation = $2
