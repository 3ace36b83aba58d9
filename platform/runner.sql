-- name: behind_everywhere
-- Generations with events to apply, or to be switched to, of all tenants.
-- $1 text[]: views, $2 int[]: their versions.
SELECT tenant_id, view, generation, serves, state, position, head, waiting_since
FROM wahana.followed($1::text[], $2::int[])

-- name: behind_somewhere
-- The same for some tenants. $1, $2 as behind_everywhere, $3 uuid[]: tenants.
SELECT tenant_id, view, generation, serves, state, position, head, waiting_since
FROM wahana.followed($1::text[], $2::int[], $3::uuid[])

-- name: retire
-- Drop the tables of versions that nobody reads any more, and name them.
SELECT view, version FROM wahana.retire_versions()
