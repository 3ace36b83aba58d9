-- name: thing_last
-- The last version of each thing. $1 uuid: tenant, $2 int: generation, $3 uuid[]: things.
SELECT x.thing_id, x.from_position, x.to_position, x.label, x.total, x.tags
FROM unnest($3::uuid[]) AS w (thing_id)
CROSS JOIN LATERAL (
    SELECT t.thing_id, t.from_position, t.to_position, t.label, t.total, t.tags
    FROM view.thing t
    WHERE t.tenant_id = $1 AND t.generation = $2 AND t.thing_id = w.thing_id
    ORDER BY t.from_position DESC LIMIT 1
) x

-- name: thing_close
-- End live versions. $1 uuid: tenant, $2 int: generation, $3 bigint[]: ends, $4 uuid[]: things.
UPDATE view.thing t SET to_position = u.to_position
FROM (
    SELECT x.c, w.to_position
    FROM unnest($3::bigint[], $4::uuid[]) AS w (to_position, thing_id)
    CROSS JOIN LATERAL (
        SELECT l.ctid AS c FROM view.thing l
        WHERE l.tenant_id = $1 AND l.generation = $2 AND l.thing_id = w.thing_id
        ORDER BY l.from_position DESC LIMIT 1
    ) x
) u
WHERE t.ctid = u.c AND t.tenant_id = $1

-- name: thing_begin
-- Add versions. $1 uuid: tenant, $2 int: generation,
-- $3 view.thing[]: whole rows.
INSERT INTO view.thing
SELECT r.* FROM unnest($3::view.thing[]) AS r
WHERE r.tenant_id = $1 AND r.generation = $2

-- name: entry_insert
-- Add entries. $1 uuid: tenant, $2 int: generation, $3 bigint[]: positions, $4 uuid[]: things,
-- $5 bigint[]: deltas.
INSERT INTO view.thing_entry (tenant_id, generation, position, thing_id, delta)
SELECT $1, $2, w.position, w.thing_id, w.delta
FROM unnest($3::bigint[], $4::uuid[], $5::bigint[]) AS w (position, thing_id, delta)
ON CONFLICT DO NOTHING
