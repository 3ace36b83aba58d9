-- Statements about where process managers stand.

-- name: status
-- Every process manager. $1 text[]: names, $2 uuid: tenant, or NULL for all.
SELECT tenant_id, name, position, head, waiting_since, stopped_position, error
FROM wahana.process_status($1::text[], $2::uuid)

-- name: stopped
-- The event that a process manager is stopped before; ours until the end of the transaction.
-- $1 uuid: tenant, $2 text: name.
SELECT stopped_position FROM wahana.tracking
WHERE tenant_id = $1 AND name = $2 AND stopped_position IS NOT NULL
FOR UPDATE

-- name: resume
-- Let it go on: at that event, or after it. $1 uuid: tenant, $2 text: name, $3 bigint: the position
-- of the event to leave out, or NULL.
UPDATE wahana.tracking
SET position = coalesce($3::bigint, position), stopped_position = NULL, error = NULL
WHERE tenant_id = $1 AND name = $2

-- name: record
-- What a named person did, and why. $1 uuid: tenant, $2 text: name, $3 uuid: id of the act,
-- $4 text: act, $5 bigint: position, $6 text: who, $7 text: reason, $8 timestamptz: now.
INSERT INTO wahana.process_act (tenant_id, process, act_id, act, position, by_whom, reason, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
