-- Statements of the runner.

-- name: behind_everywhere
-- Process managers with events to react to, of all tenants; not the stopped ones. $1 text[]: names.
SELECT tenant_id, name, position, head FROM wahana.processes_behind($1::text[])

-- name: behind_somewhere
-- The same for some tenants. $1 text[]: names, $2 uuid[]: tenants.
SELECT tenant_id, name, position, head FROM wahana.processes_behind($1::text[], $2::uuid[])
