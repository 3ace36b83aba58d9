-- The list of the reaction about services.

-- name: due
-- Cases with a service whose period is over. $1 uuid: tenant, $2 date: on this day, $3 int: at most.
SELECT f.case_id FROM latest.service_flow f
WHERE f.ends_on <= $2
ORDER BY f.ends_on, f.case_id LIMIT $3
