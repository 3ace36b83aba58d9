-- The list of the reaction about services.

-- name: put
-- From now on these cases have a day. $1 uuid: tenant, $2 int: generation, $3 uuid[]: cases,
-- $4 date[]: days.
INSERT INTO view.service_flow (tenant_id, generation, case_id, ends_on)
SELECT $1, $2, w.case_id, w.ends_on FROM unnest($3::uuid[], $4::date[]) AS w (case_id, ends_on)
ON CONFLICT (tenant_id, generation, case_id) DO UPDATE SET ends_on = excluded.ends_on

-- name: remove
-- These cases wait for no day. $1 uuid: tenant, $2 int: generation, $3 uuid[]: cases.
DELETE FROM view.service_flow
WHERE tenant_id = $1 AND generation = $2 AND case_id = ANY ($3::uuid[])

-- name: due
-- Cases with a service whose period is over. $1 uuid: tenant, $2 date: on this day, $3 int: at most.
SELECT f.case_id FROM view.service_flow f
WHERE f.tenant_id = $1 AND f.ends_on <= $2
    AND f.generation = (
        SELECT l.generation FROM wahana.projection_live l
        WHERE l.tenant_id = $1 AND l.view = 'service_flow')
ORDER BY f.ends_on, f.case_id LIMIT $3
