-- name: definition
-- Fingerprint of an installed view; no row if it is not. $1 text: the view.
SELECT fingerprint FROM wahana.view_definition WHERE view = $1

-- name: tables
-- Tables of an installed view, qualified. $1 text: the view.
SELECT tables FROM wahana.view_definition WHERE view = $1

-- name: view_tables
-- Every table in the schema of the views, qualified.
SELECT coalesce(array_agg(c.oid::regclass::text ORDER BY c.oid), '{}') FROM pg_catalog.pg_class c
WHERE c.relnamespace = 'view'::regnamespace AND c.relkind IN ('r', 'p')

-- name: protect
-- Refuse a table that is not keyed by tenant and generation; else row security and grants.
-- $1 text: the table, qualified.
SELECT wahana.protect_view_table($1::text::regclass)

-- name: define
-- Remember an installed view. $1 text: view, $2 bytea: SHA-256 of its definition,
-- $3 text[]: its tables, $4 timestamptz: now.
INSERT INTO wahana.view_definition (view, fingerprint, tables, installed_at)
VALUES ($1, $2, $3, $4)

-- name: try_comparison
-- Fails if a column of the view's tables has no equality. $1 text: the view.
SELECT wahana.compare_generations('00000000-0000-0000-0000-000000000000', $1, 0, 0)
