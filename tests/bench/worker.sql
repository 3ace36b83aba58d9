-- What the worker of the benchmark asks.

-- name: live
-- The live generation of a view. $1 uuid: tenant, $2 text: view.
SELECT generation FROM wahana.projection_live WHERE tenant_id = $1 AND view = $2
