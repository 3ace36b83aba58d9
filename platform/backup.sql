-- name: sees_every_row
-- Whether row-level security does not hold for the login: a dump must not lack rows.
SELECT rolsuper OR rolbypassrls FROM pg_catalog.pg_roles WHERE rolname = current_user

-- name: export_snapshot
-- The name by which pg_dump sees exactly what this transaction sees.
SELECT pg_export_snapshot()

-- name: heads
-- Each tenant's last position and number of events; they are equal, for positions have no gaps.
SELECT h.tenant_id AS tenant, h.head,
       (SELECT count(*) FROM wahana.event e WHERE e.tenant_id = h.tenant_id) AS events
FROM wahana.tenant_head h
ORDER BY h.tenant_id

-- name: refresh_statistics
-- A restored table has no statistics until somebody asks for them.
ANALYZE
