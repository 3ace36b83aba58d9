-- name: behind_everywhere
-- Live generations with events to apply, of all tenants.
-- $1 text[]: views, $2 int[]: their versions.
SELECT tenant_id, view, generation, state, position, head, waiting_since
FROM wahana.behind($1::text[], $2::int[])

-- name: behind_somewhere
-- The same for some tenants. $1, $2 as behind_everywhere, $3 uuid[]: tenants.
SELECT tenant_id, view, generation, state, position, head, waiting_since
FROM wahana.behind($1::text[], $2::int[], $3::uuid[])

-- name: grown_since
-- Tenants whose log has grown. $1 timestamptz: after this instant.
SELECT tenant_id, last_at FROM wahana.grown_since($1)

-- name: claim
-- Take or prolong a lease that is free, run out, or ours.
-- $1 text: view, $2 int: bucket, $3 uuid: worker, $4 timestamptz: until, $5 timestamptz: now.
INSERT INTO wahana.lease (view, bucket, holder, until)
VALUES ($1, $2, $3, $4)
ON CONFLICT (view, bucket) DO UPDATE SET holder = excluded.holder, until = excluded.until
WHERE lease.holder = excluded.holder OR lease.until <= $5
RETURNING bucket

-- name: release
-- Give a lease back, if it is still ours. $1 text: view, $2 int: bucket, $3 uuid: worker.
DELETE FROM wahana.lease WHERE view = $1 AND bucket = $2 AND holder = $3
