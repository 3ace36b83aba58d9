-- name: generations
-- Every generation of a view of a tenant, newest first, locked against other rebuilds of it.
-- $1 uuid: tenant, $2 text: view.
SELECT p.generation, p.version, p.state, p.position, p.generation = l.generation AS is_live
FROM wahana.projection p
JOIN wahana.projection_live l ON l.tenant_id = p.tenant_id AND l.view = p.view
WHERE p.tenant_id = $1 AND p.view = $2
ORDER BY p.generation DESC
FOR UPDATE OF l

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
-- Retire what was being built and is not wanted any more.
-- $1 uuid: tenant, $2 text: view, $3 int: the live generation, which stays, $4 timestamptz: now.
UPDATE wahana.projection
SET state = 'retired', stopped_position = NULL, error = NULL, updated_at = $4
WHERE tenant_id = $1 AND view = $2 AND generation <> $3 AND state <> 'retired'

-- name: live
-- The live generation and how far it is. $1 uuid: tenant, $2 text: view.
SELECT p.generation, p.position
FROM wahana.projection_live l
JOIN wahana.projection p
    ON p.tenant_id = l.tenant_id AND p.view = l.view AND p.generation = l.generation
WHERE l.tenant_id = $1 AND l.view = $2

-- name: hold
-- Hold the live generation where it is until the transaction ends; workers pass it by.
-- $1 uuid: tenant, $2 text: view.
SELECT l.generation, p.position
FROM wahana.projection_live l
JOIN wahana.projection p
    ON p.tenant_id = l.tenant_id AND p.view = l.view AND p.generation = l.generation
WHERE l.tenant_id = $1 AND l.view = $2
FOR UPDATE

-- name: compare
-- Rows that stand in one of two generations only, per table.
-- $1 uuid: tenant, $2 text: view, $3 int: old generation, $4 int: new generation.
SELECT table_name, only_old, only_new, sample_key
FROM wahana.compare_generations($1, $2, $3, $4)

-- name: set_state
-- $1 uuid: tenant, $2 text: view, $3 int: generation, $4 text: state, $5 timestamptz: now.
UPDATE wahana.projection
SET state = $4, stopped_position = NULL, error = NULL, updated_at = $5
WHERE tenant_id = $1 AND view = $2 AND generation = $3

-- name: switch
-- From now on queries read another generation.
-- $1 uuid: tenant, $2 text: view, $3 int: generation.
UPDATE wahana.projection_live SET generation = $3 WHERE tenant_id = $1 AND view = $2

-- name: delete_rows
-- Delete some rows of a generation; how many. $1 uuid: tenant, $2 text: view, $3 int: generation,
-- $4 int: rows per table at most.
SELECT wahana.delete_generation($1, $2, $3, $4)

-- name: delete_checkpoint
-- Forget a generation whose rows are gone. $1 uuid: tenant, $2 text: view, $3 int: generation.
DELETE FROM wahana.projection WHERE tenant_id = $1 AND view = $2 AND generation = $3
