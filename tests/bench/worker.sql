-- What the worker of the benchmark asks.

-- name: live
-- The live generation of a view. $1 uuid: tenant, $2 text: view, $3 int: its version.
SELECT generation FROM wahana.projection_version
WHERE tenant_id = $1 AND view = $2 AND version = $3
