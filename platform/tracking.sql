-- name: track
-- Record the position of a follower; no row if it is not above the last one.
-- $1 tenant uuid, $2 name text, $3 position bigint
INSERT INTO wahana.tracking AS t (tenant_id, name, position) VALUES ($1, $2, $3)
ON CONFLICT (tenant_id, name) DO UPDATE SET position = excluded.position
WHERE t.position < excluded.position
RETURNING t.position;

-- name: tracked
-- The last position of a follower. $1 tenant uuid, $2 name text
SELECT position FROM wahana.tracking WHERE tenant_id = $1 AND name = $2;
