-- name: generations
-- Every generation of a version of a view of a tenant, newest first, locked against other rebuilds
-- of it. $1 uuid: tenant, $2 text: view, $3 int: version.
SELECT p.generation, p.state, p.position, p.generation = v.generation AS is_live
FROM wahana.projection_version v
JOIN wahana.projection p
    ON p.tenant_id = v.tenant_id AND p.view = v.view AND p.version = v.version
WHERE v.tenant_id = $1 AND v.view = $2 AND v.version = $3
ORDER BY p.generation DESC
FOR UPDATE OF v

-- name: next_generation
-- A number that no generation of the view has. $1 uuid: tenant, $2 text: view.
SELECT max(p.generation) + 1 FROM wahana.projection p WHERE p.tenant_id = $1 AND p.view = $2

-- name: begin
-- A new generation beside the live one, from the first event on.
-- $1 uuid: tenant, $2 text: view, $3 int: generation, $4 int: version, $5 timestamptz: now.
INSERT INTO wahana.projection (tenant_id, view, generation, version, state, updated_at)
VALUES ($1, $2, $3, $4, 'building', $5)

-- name: resume
-- Go on with a generation that was being built, or stopped at an event.
-- $1 uuid: tenant, $2 text: view, $3 int: generation, $4 timestamptz: now.
UPDATE wahana.projection
SET state = 'building', stopped_position = NULL, error = NULL, updated_at = $4
WHERE tenant_id = $1 AND view = $2 AND generation = $3 AND state IN ('building', 'stopped')

-- name: abandon
-- Retire what was being built of a version and is not wanted any more. $1 uuid: tenant,
-- $2 text: view, $3 int: version, $4 int: the live generation, which stays, $5 timestamptz: now.
UPDATE wahana.projection
SET state = 'retired', stopped_position = NULL, error = NULL, updated_at = $5
WHERE tenant_id = $1 AND view = $2 AND version = $3 AND generation <> $4 AND state <> 'retired'

-- name: live
-- The generation that a version keeps up to date, and its position.
-- $1 uuid: tenant, $2 text: view, $3 int: version.
SELECT p.generation, p.position
FROM wahana.projection_version v
JOIN wahana.projection p
    ON p.tenant_id = v.tenant_id AND p.view = v.view AND p.generation = v.generation
WHERE v.tenant_id = $1 AND v.view = $2 AND v.version = $3

-- name: hold
-- Hold that generation where it is until the transaction ends; workers pass it by.
-- $1 uuid: tenant, $2 text: view, $3 int: version.
SELECT p.generation, p.position
FROM wahana.projection_version v
JOIN wahana.projection p
    ON p.tenant_id = v.tenant_id AND p.view = v.view AND p.generation = v.generation
WHERE v.tenant_id = $1 AND v.view = $2 AND v.version = $3
FOR UPDATE

-- name: compare
-- Rows that only one of two generations of a version has, per table.
-- $1 uuid: tenant, $2 text: view, $3 int: version, $4 int: old generation, $5 int: new generation.
SELECT table_name, only_old, only_new, sample_key
FROM wahana.compare_generations($1, $2, $3, $4, $5)

-- name: set_state
-- $1 uuid: tenant, $2 text: view, $3 int: generation, $4 text: state, $5 timestamptz: now.
UPDATE wahana.projection
SET state = $4, stopped_position = NULL, error = NULL, updated_at = $5
WHERE tenant_id = $1 AND view = $2 AND generation = $3

-- name: switch
-- From now on a version keeps another generation level, and its queries read it.
-- $1 uuid: tenant, $2 text: view, $3 int: version, $4 int: generation.
UPDATE wahana.projection_version SET generation = $4
WHERE tenant_id = $1 AND view = $2 AND version = $3

-- name: delete_rows
-- Delete some rows of a generation; how many. $1 uuid: tenant, $2 text: view, $3 int: version,
-- $4 int: generation, $5 int: rows per table at most.
SELECT wahana.delete_generation($1, $2, $3, $4, $5)

-- name: delete_checkpoint
-- Forget a generation whose rows are gone. $1 uuid: tenant, $2 text: view, $3 int: generation.
DELETE FROM wahana.projection WHERE tenant_id = $1 AND view = $2 AND generation = $3
