-- name: older
-- The generation of an older version that answers the queries of this one, held where it is until
-- the transaction ends; workers pass it by. $1 uuid: tenant, $2 text: view, $3 int: this version.
SELECT p.generation, p.position
FROM wahana.projection_version v
JOIN wahana.projection p
    ON p.tenant_id = v.tenant_id AND p.view = v.view AND p.generation = v.generation
WHERE v.tenant_id = $1 AND v.view = $2 AND v.version < $3 AND v.serves
ORDER BY v.version DESC
LIMIT 1
FOR UPDATE OF p

-- name: analyze
-- Statistics of the tables of a version, if they changed much. $1 text: view, $2 int: version.
SELECT wahana.analyze_version($1, $2)

-- name: next_generation
-- A number that no generation of the view has. The first is left to release 0.1.0 where that may
-- run. $1 uuid: tenant, $2 text: view.
SELECT greatest(
    (SELECT max(p.generation) FROM wahana.projection p WHERE p.tenant_id = $1 AND p.view = $2),
    (SELECT 1 FROM wahana.view_version v WHERE v.view = $2 AND v.unversioned), 0) + 1

-- name: add_generation
-- A generation of a version, from the first event on. $1 uuid: tenant, $2 text: view,
-- $3 int: generation, $4 int: version, $5 text: live or building, $6 timestamptz: now.
INSERT INTO wahana.projection (tenant_id, view, generation, version, state, updated_at)
VALUES ($1, $2, $3, $4, $5, $6)

-- name: follow
-- From now on this version, if it is installed, keeps that generation level.
-- $1 uuid: tenant, $2 text: view, $3 int: version, $4 int: generation, $5 bool: queries read it.
INSERT INTO wahana.projection_version (tenant_id, view, version, generation, serves)
SELECT p.tenant_id, p.view, p.version, p.generation, $5
FROM wahana.projection p
JOIN wahana.view_version v ON v.view = p.view AND v.version = p.version
WHERE p.tenant_id = $1 AND p.view = $2 AND p.version = $3 AND p.generation = $4

-- name: serve
-- A generation that was filled is live.
-- $1 uuid: tenant, $2 text: view, $3 int: generation, $4 int: version, $5 timestamptz: now.
UPDATE wahana.projection SET state = 'live', updated_at = $5
WHERE tenant_id = $1 AND view = $2 AND generation = $3 AND version = $4 AND state = 'building'

-- name: switch
-- From now on queries of this version read its own generation.
-- $1 uuid: tenant, $2 text: view, $3 int: version.
UPDATE wahana.projection_version SET serves = true
WHERE tenant_id = $1 AND view = $2 AND version = $3
