-- name: take
-- Take the checkpoint, unless somebody else has it, it is stopped, or is of another version.
-- $1 uuid: tenant, $2 text: view, $3 int: generation, $4 int: version of the view.
SELECT p.position, h.head, ARRAY(
    SELECT a.position FROM wahana.projection_act a
    WHERE a.tenant_id = $1 AND a.view = $2 AND a.generation = $3
        AND a.act = 'discard' AND a.position > p.position
) AS discarded
FROM wahana.projection p
JOIN wahana.tenant_head h ON h.tenant_id = p.tenant_id
WHERE p.tenant_id = $1 AND p.view = $2 AND p.generation = $3
    AND p.version = $4 AND p.state IN ('live', 'building')
FOR UPDATE OF p SKIP LOCKED

-- name: read_events
-- The wanted events of a range of positions, and those whose topic nobody here knows.
-- $1 uuid: tenant, $2 bigint: after this position, $3 bigint: up to this position,
-- $4 text[]: wanted topics, $5 text[]: known topics, $6 int: events at most.
SELECT tenant_id, position, event_id, stream_id, version, topic, schema_version, actor_id,
    recorded_at, meta, payload
FROM wahana.event
WHERE tenant_id = $1 AND position > $2 AND position <= $3
    AND (topic = ANY ($4::text[]) OR topic <> ALL ($5::text[]))
ORDER BY position
LIMIT $6

-- name: advance
-- Move the checkpoint, if it is where the batch began: this excludes a second worker.
-- $1 uuid: tenant, $2 text: view, $3 int: generation, $4 bigint: from, $5 bigint: to,
-- $6 timestamptz: now.
UPDATE wahana.projection SET position = $5, updated_at = $6
WHERE tenant_id = $1 AND view = $2 AND generation = $3 AND position = $4
    AND state IN ('live', 'building')

-- name: stop
-- Stop a generation before an event that it cannot apply.
-- $1 uuid: tenant, $2 text: view, $3 int: generation, $4 bigint: the event's position,
-- $5 text: class and place of the error, $6 timestamptz: now.
UPDATE wahana.projection
SET state = 'stopped', stopped_position = $4, error = $5, updated_at = $6
WHERE tenant_id = $1 AND view = $2 AND generation = $3 AND position = $4 - 1
    AND state IN ('live', 'building')
