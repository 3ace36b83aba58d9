-- name: record
-- What a named person did to a view, and why.
-- $1 uuid: tenant, $2 text: view, $3 int: generation, $4 uuid: id of the act, $5 text: act,
-- $6 bigint: position, $7 text: who, $8 text: reason, $9 bigint: differing rows or NULL,
-- $10 timestamptz: now.
INSERT INTO wahana.projection_act
    (tenant_id, view, generation, act_id, act, position, by_whom, reason, differences, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)

-- name: acts
-- What was done to a view of a tenant, oldest first. $1 uuid: tenant, $2 text: view.
SELECT generation, act, position, by_whom, reason, differences, at
FROM wahana.projection_act
WHERE tenant_id = $1 AND view = $2
ORDER BY at, act_id

-- name: stopped
-- Take a stopped generation of a version: the one that it keeps up to date, or the given one.
-- $1 uuid: tenant, $2 text: view, $3 int: version, $4 int: generation, or NULL.
SELECT p.generation, p.stopped_position, p.generation = l.generation AND l.serves AS is_live
FROM wahana.projection_version l
JOIN wahana.projection p
    ON p.tenant_id = l.tenant_id AND p.view = l.view AND p.version = l.version
WHERE l.tenant_id = $1 AND l.view = $2 AND l.version = $3
    AND p.generation = coalesce($4::int, l.generation) AND p.state = 'stopped'
FOR UPDATE OF p

-- name: resume
-- Let a stopped generation go on.
-- $1 uuid: tenant, $2 text: view, $3 int: generation, $4 text: live or building,
-- $5 timestamptz: now.
UPDATE wahana.projection
SET state = $4, stopped_position = NULL, error = NULL, updated_at = $5
WHERE tenant_id = $1 AND view = $2 AND generation = $3 AND state = 'stopped'
