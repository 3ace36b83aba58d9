-- name: behind_everywhere
-- Live generations with events to apply, of all tenants.
-- $1 text[]: views, $2 int[]: their versions.
SELECT tenant_id, view, generation, state, position, head, waiting_since
FROM wahana.behind($1::text[], $2::int[])

-- name: behind_somewhere
-- The same for some tenants. $1, $2 as behind_everywhere, $3 uuid[]: tenants.
SELECT tenant_id, view, generation, state, position, head, waiting_since
FROM wahana.behind($1::text[], $2::int[], $3::uuid[])
