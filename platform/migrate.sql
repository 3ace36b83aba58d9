-- name: lock_runner
-- Waits for the other runner of the same schema; the lock ends with the transaction.
-- $1 text: the schema.
SELECT pg_advisory_xact_lock(hashtextextended('migrate:' || $1::text, 0))

-- name: set_limits
-- Time-outs for the rest of the transaction.
-- $1 text: lock_timeout, $2 text: statement_timeout, with their units.
SELECT
    set_config('lock_timeout', $1::text, true),
    set_config('statement_timeout', $2::text, true)

-- name: become_owner
-- Acts as the owner of the schema until the transaction ends.
SET LOCAL ROLE wahana_owner

-- name: enter_schema
-- Where the names of the runner's own table are looked up, until the transaction ends.
-- $1 text: the schema; empty for none, so that a migration must name its schema.
SELECT set_config('search_path', $1::text, true)

-- name: create_ledger
-- The migrations applied to this schema.
CREATE TABLE IF NOT EXISTS migration (
    number integer PRIMARY KEY CHECK (number > 0),
    name text NOT NULL,
    checksum text NOT NULL CHECK (checksum ~ '^[0-9a-f]{64}$'),
    applied_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    release text NOT NULL
)

-- name: widen_ledger
-- The last migration that code must know to work beside this one. Release 0.1.0 had no such column.
ALTER TABLE migration ADD COLUMN IF NOT EXISTS works_with integer CHECK (works_with <= number)

-- name: share_ledger
-- Whoever may use the schema may read what was applied.
GRANT SELECT ON migration TO PUBLIC

-- name: ledger_exists
-- Whether the schema was ever migrated. $1 text: the schema.
SELECT EXISTS (
    SELECT
    FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = $1::text AND c.relname = 'migration'
)

-- name: applied
-- What was applied, in order. The column may not be there yet: a service looks before it migrates.
SELECT m.number, m.name, m.checksum, m.applied_at, m.release,
    coalesce((to_jsonb(m) ->> 'works_with')::integer, m.number) AS works_with
FROM migration m ORDER BY m.number

-- name: record
-- $1 integer: number, $2 text: name, $3 text: SHA-256 of the file in hex, $4 text: our release,
-- $5 integer: the last migration that code must know to work beside it.
INSERT INTO migration (number, name, checksum, release, works_with) VALUES ($1, $2, $3, $4, $5)
