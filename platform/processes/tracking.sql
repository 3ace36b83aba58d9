-- Statements of the tracking recorder.

-- name: track
-- Record the position of followers; a row for each that was not there yet and is not stopped.
-- $1 tenant uuid, $2 names text[], $3 position bigint
INSERT INTO wahana.tracking AS t (tenant_id, name, position)
SELECT $1, n.name, $3 FROM unnest($2::text[]) AS n (name)
ON CONFLICT (tenant_id, name) DO UPDATE SET position = excluded.position
WHERE t.position < excluded.position AND t.stopped_position IS NULL
RETURNING t.name;

-- name: tracked
-- The last position of a follower. $1 tenant uuid, $2 name text
SELECT position FROM wahana.tracking WHERE tenant_id = $1 AND name = $2;

-- name: stop
-- Stop a follower before an event; no row if it is past it or stopped already.
-- $1 tenant uuid, $2 name text, $3 position of the event bigint, $4 class and place of the error text
INSERT INTO wahana.tracking AS t (tenant_id, name, position, stopped_position, error)
VALUES ($1, $2, $3 - 1, $3, $4)
ON CONFLICT (tenant_id, name) DO UPDATE
SET position = excluded.position, stopped_position = excluded.stopped_position,
    error = excluded.error
WHERE t.position < $3 AND t.stopped_position IS NULL
RETURNING t.name;
