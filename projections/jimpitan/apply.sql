-- Writes of jimpitan. The columns are those of the structs in rows.py, in their order.

-- name: state_load
-- The states of some streams. $1 uuid: tenant, $2 int: generation, $3 uuid[]: streams.
SELECT s.stream_id, s.version, s.state
FROM unnest($3::uuid[]) AS w (stream_id)
CROSS JOIN LATERAL (
    SELECT t.stream_id, t.version, t.state FROM view.jimpitan_state t
    WHERE t.tenant_id = $1 AND t.generation = $2 AND t.stream_id = w.stream_id
    LIMIT 1
) s

-- name: state_save
-- Keep the states of some streams. $1 uuid: tenant, $2 int: generation, $3 uuid[]: streams,
-- $4 int[]: versions, $5 bytea[]: states (UTF-8 JSON).
INSERT INTO view.jimpitan_state (tenant_id, generation, stream_id, version, state)
SELECT $1, $2, w.stream_id, w.version, w.state
FROM unnest($3::uuid[], $4::int[], $5::bytea[]) AS w (stream_id, version, state)
ON CONFLICT (tenant_id, generation, stream_id)
DO UPDATE SET version = excluded.version, state = excluded.state

-- name: round_add
-- Add rounds; what is there already stays. $1 uuid: tenant, $2 int: generation,
-- $3 view.jimpitan_round[]: whole rows.
INSERT INTO view.jimpitan_round
SELECT r.* FROM unnest($3::view.jimpitan_round[]) AS r
WHERE r.tenant_id = $1 AND r.generation = $2
ON CONFLICT (tenant_id, generation, book_id, entry_no) DO NOTHING
