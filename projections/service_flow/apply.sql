-- The list of the reaction about services.

-- name: due
-- Cases with a service whose period is over. $1 uuid: tenant, $2 date: on this day, $3 int: at most.
SELECT f.case_id FROM view.service_flow f
WHERE f.tenant_id = $1 AND f.ends_on <= $2
    AND f.generation = (
        SELECT l.generation FROM wahana.projection_live l
        WHERE l.tenant_id = $1 AND l.view = 'service_flow')
ORDER BY f.ends_on, f.case_id LIMIT $3
