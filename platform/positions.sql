-- name: positions
-- Live generation and checkpoint of views; a view that the tenant has not begun is missing.
-- $1 uuid: tenant, $2 text[]: views.
SELECT v.name AS view, l.generation, p.position, p.state
FROM unnest($2::text[]) AS v (name)
CROSS JOIN LATERAL (
    SELECT generation FROM wahana.projection_live WHERE tenant_id = $1 AND view = v.name
) l
CROSS JOIN LATERAL (
    SELECT position, state FROM wahana.projection
    WHERE tenant_id = $1 AND view = v.name AND generation = l.generation
) p

-- name: head
-- The tenant's last position; no row before its log is opened. $1 uuid: tenant.
SELECT head FROM wahana.tenant_head WHERE tenant_id = $1

-- name: status
-- Every generation of views. $1 text[]: views, $2 uuid: tenant, or NULL for all.
SELECT tenant_id, view, generation, is_live, version, state, position, head, waiting_since,
    stopped_position, error
FROM wahana.projection_status($1::text[], $2::uuid)
