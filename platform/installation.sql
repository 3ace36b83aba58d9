-- name: fingerprint
-- SHA-256 of the tables of an installed version; no row if it is not.
-- $1 text: view, $2 int: version.
SELECT fingerprint FROM wahana.view_version WHERE view = $1 AND version = $2

-- name: protect
-- Refuse a table that is not keyed by tenant and generation; else row security and grants.
-- $1 text: the table, qualified.
SELECT wahana.protect_view_table($1::text::regclass)

-- name: add_version
-- Remember an installed version. $1 text: view, $2 int: version, $3 bytea: SHA-256 of its tables'
-- definition, $4 timestamptz: now.
INSERT INTO wahana.view_version (view, version, fingerprint, installed_at)
VALUES ($1, $2, $3, $4)

-- name: add_table
-- Remember a table of an installed version. $1 text: view, $2 int: version, $3 text: its name in
-- statements, $4 text: its name in the database, $5 jsonb: defaults of its columns.
INSERT INTO wahana.view_table (view, version, name, relation, defaults)
VALUES ($1, $2, $3, $4, $5::text::jsonb)

-- name: bridge
-- Make anew what queries read of a view. $1 text: view.
SELECT wahana.bridge_view($1)

-- name: try_comparison
-- Fails if a column of the version's tables has no equality. $1 text: view, $2 int: version.
SELECT wahana.compare_generations('00000000-0000-0000-0000-000000000000', $1, $2, 0, 0)
