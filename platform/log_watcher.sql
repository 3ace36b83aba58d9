-- Statements of log_watcher.py.

-- name: grown_since
-- Tenants whose log has grown. $1 timestamptz: after this instant.
SELECT tenant_id, last_at FROM wahana.grown_since($1)
