-- The peer of the appends: one plain INSERT per command into a table of the same shape.

-- name: table
-- The columns and keys of wahana.event; the position from an identity, as one does it plainly.
CREATE TABLE plain_event (
    tenant_id      uuid NOT NULL,
    position       bigint GENERATED ALWAYS AS IDENTITY,
    event_id       uuid NOT NULL,
    stream_id      uuid NOT NULL,
    version        integer NOT NULL,
    topic          text COLLATE "C" NOT NULL,
    schema_version integer NOT NULL,
    actor_id       uuid NOT NULL,
    recorded_at    timestamptz NOT NULL,
    meta           bytea NOT NULL,
    payload        bytea NOT NULL,
    PRIMARY KEY (tenant_id, position),
    UNIQUE (tenant_id, stream_id, version)
)

-- name: insert
-- One event. $1 tenant uuid, $2 event uuid, $3 stream uuid, $4 version int, $5 topic text,
-- $6 schema int, $7 actor uuid, $8 meta bytea, $9 payload bytea
INSERT INTO plain_event (tenant_id, event_id, stream_id, version, topic, schema_version, actor_id,
    recorded_at, meta, payload)
VALUES ($1, $2, $3, $4, $5, $6, $7, clock_timestamp(), $8, $9)

-- name: drop
-- Begin anew.
DROP TABLE IF EXISTS plain_event

-- name: schema
-- The statement that makes a schema, where the library's tables of one tenant go. $1 text: name.
SELECT format('CREATE SCHEMA IF NOT EXISTS %I', $1::text)
