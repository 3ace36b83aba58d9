-- name: things_as_of
-- $1 uuid: tenant, $2 int: generation, $3 bigint: position.
SELECT thing_id, label, total, tags FROM view.thing__v1
WHERE tenant_id = $1 AND generation = $2 AND from_position <= $3 AND to_position > $3
ORDER BY thing_id

-- name: versions
-- $1 uuid: tenant, $2 int: generation.
SELECT thing_id, from_position, to_position, label, total, tags FROM view.thing__v1
WHERE tenant_id = $1 AND generation = $2
ORDER BY thing_id, from_position

-- name: entries
-- $1 uuid: tenant, $2 int: generation.
SELECT position, thing_id, delta FROM view.thing_entry__v1
WHERE tenant_id = $1 AND generation = $2
ORDER BY position

-- name: write_events
-- As the owner, past the append function: events of one stream each, for speed.
-- $1 uuid: tenant, $2 bigint: head, $3 uuid[]: streams, $4 text[]: topics, $5 bytea: meta,
-- $6 bytea[]: payloads.
INSERT INTO wahana.event (tenant_id, position, event_id, stream_id, version, topic,
    schema_version, actor_id, recorded_at, meta, payload)
SELECT $1, $2 + w.n, gen_random_uuid(), gen_random_uuid(), 1, w.topic, 1, w.stream, now(), $5, w.payload
FROM unnest($3::uuid[], $4::text[], $6::bytea[]) WITH ORDINALITY AS w (stream, topic, payload, n)

-- name: move_head
-- $1 uuid: tenant, $2 bigint: head.
INSERT INTO wahana.tenant_head (tenant_id, head, last_at) VALUES ($1, $2, now())
ON CONFLICT (tenant_id) DO UPDATE SET head = excluded.head, last_at = excluded.last_at

-- name: head
-- $1 uuid: tenant.
SELECT coalesce((SELECT head FROM wahana.tenant_head WHERE tenant_id = $1), 0)

-- name: plant
-- Alter one row of a generation. $1 uuid: tenant, $2 int: generation.
UPDATE view.thing__v1 SET label = label || '!'
WHERE ctid = (SELECT ctid FROM view.thing__v1 WHERE tenant_id = $1 AND generation = $2 LIMIT 1)

-- name: kill_workers
-- End the connections of the pools (not the administrator's) that are in a transaction.
SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
WHERE datname = current_database() AND application_name = 'wahana service' AND xact_start IS NOT NULL
