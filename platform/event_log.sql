-- Statements of postgres_log.py. The readers run in a transaction that is bound to the tenant
-- (row-level security); each carries the tenant all the same, so that it leads in the key.

-- name: append
-- Append a batch of commands; the binds are those of wahana.append
-- (platform/migrations/0001_event_store.sql). One row per command, in order.
SELECT outcome, first_position, last_position, recorded_at, same, stream_id, expected, actual
FROM wahana.append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16);

-- name: open_log
-- Open the log of a new tenant. $1 tenant uuid
SELECT wahana.open_log($1);

-- name: lookup
-- The first result of an idempotency key. $1 tenant uuid, $2 client uuid, $3 key text
SELECT digest, first_position, last_position, recorded_at
FROM wahana.command_log
WHERE tenant_id = $1 AND client = $2 AND key = $3;

-- name: versions
-- The current version of each stream, 0 if it is not there. $1 tenant uuid, $2 streams uuid[]
SELECT s.stream_id, coalesce((
    SELECT e.version FROM wahana.event e
    WHERE e.tenant_id = $1 AND e.stream_id = s.stream_id
    ORDER BY e.version DESC LIMIT 1
), 0) AS version
FROM unnest($2::uuid[]) AS s (stream_id);

-- name: read_stream
-- A page of one stream. $1 tenant uuid, $2 stream uuid, $3 after this version int,
-- $4 up to this version int, $5 up to this position bigint, $6 rows int
SELECT position, event_id, stream_id, version, topic, schema_version, actor_id, recorded_at,
    meta, payload
FROM wahana.event
WHERE tenant_id = $1 AND stream_id = $2 AND version > $3 AND version <= $4 AND position <= $5
ORDER BY version
LIMIT $6;

-- name: read_stream_back
-- A page of one stream, newest first. Binds as read_stream.
SELECT position, event_id, stream_id, version, topic, schema_version, actor_id, recorded_at,
    meta, payload
FROM wahana.event
WHERE tenant_id = $1 AND stream_id = $2 AND version > $3 AND version <= $4 AND position <= $5
ORDER BY version DESC
LIMIT $6;

-- name: read_streams
-- Several streams, each after a version of its own. $1 tenant uuid, $2 streams uuid[],
-- $3 versions int[]
SELECT e.position, e.event_id, e.stream_id, e.version, e.topic, e.schema_version, e.actor_id,
    e.recorded_at, e.meta, e.payload
FROM unnest($2::uuid[], $3::integer[]) AS w (stream_id, after_version)
CROSS JOIN LATERAL (
    SELECT s.position, s.event_id, s.stream_id, s.version, s.topic, s.schema_version, s.actor_id,
        s.recorded_at, s.meta, s.payload
    FROM wahana.event s
    WHERE s.tenant_id = $1 AND s.stream_id = w.stream_id AND s.version > w.after_version
    ORDER BY s.version
) AS e;

-- name: read_log
-- The tenant's events in a range of positions (gapless, so the range bounds the rows).
-- $1 tenant uuid, $2 after this position bigint, $3 up to this position bigint
SELECT position, event_id, stream_id, version, topic, schema_version, actor_id, recorded_at,
    meta, payload
FROM wahana.event
WHERE tenant_id = $1 AND position > $2 AND position <= $3
ORDER BY position;

-- name: read_log_topics
-- As read_log, only the given topics. $4 topics text[]
SELECT position, event_id, stream_id, version, topic, schema_version, actor_id, recorded_at,
    meta, payload
FROM wahana.event
WHERE tenant_id = $1 AND position > $2 AND position <= $3 AND topic = ANY ($4::text[])
ORDER BY position;

-- name: first_unknown
-- The first event of a range with another topic than these. $1 tenant uuid, $2 after this position
-- bigint, $3 up to this position bigint, $4 topics text[]
SELECT position FROM wahana.event
WHERE tenant_id = $1 AND position > $2 AND position <= $3 AND topic <> ALL ($4::text[])
ORDER BY position LIMIT 1;

-- name: head
-- The tenant's last position. $1 tenant uuid
SELECT head FROM wahana.tenant_head WHERE tenant_id = $1;

-- name: position_at
-- The last position recorded at or before an instant: recorded_at rises with the position and
-- positions have no gaps, so halving the range finds it without an index of its own. The middle
-- is a column, because row-level security lets no division into the condition of an index.
-- $1 tenant uuid, $2 instant timestamptz
WITH RECURSIVE halving (low, high, middle) AS (
    SELECT 0::bigint, h.head, (h.head + 1) / 2
    FROM wahana.tenant_head h WHERE h.tenant_id = $1
    UNION ALL
    SELECT n.low, n.high, (n.low + n.high + 1) / 2
    FROM halving s
    CROSS JOIN LATERAL (
        SELECT CASE WHEN e.recorded_at <= $2 THEN s.middle ELSE s.low END AS low,
            CASE WHEN e.recorded_at <= $2 THEN s.high ELSE s.middle - 1 END AS high
        FROM wahana.event e
        WHERE e.tenant_id = $1 AND e.position = s.middle
        LIMIT 1  -- keeps it a probe by position: else a small table is joined whole
    ) AS n
    WHERE s.low < s.high
)
SELECT low FROM halving WHERE low = high;

-- name: close_instant
-- Whether an instant is over: nothing can be recorded up to it any more.
-- $1 tenant uuid, $2 instant timestamptz
SELECT wahana.close_instant($1, $2);

-- name: command_end
-- The last event of the command that wrote a position; for position 0, which no command wrote, the
-- first event of the log. No row: the position is not recorded yet.
-- $1 tenant uuid, $2 position bigint
SELECT e.position, e.recorded_at
FROM (
    SELECT coalesce((
        SELECT CASE WHEN c.first_position <= $2 THEN c.last_position END
        FROM wahana.command_log c
        WHERE c.tenant_id = $1 AND c.last_position >= $2 AND $2 > 0
        ORDER BY c.tenant_id, c.last_position LIMIT 1
    ), greatest($2, 1)) AS last
    OFFSET 0  -- keeps it a column: row-level security lets no COALESCE into the condition
) w
CROSS JOIN LATERAL (
    SELECT x.position, x.recorded_at FROM wahana.event x
    WHERE x.tenant_id = $1 AND x.position = w.last
    LIMIT 1
) e;
