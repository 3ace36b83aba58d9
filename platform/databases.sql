-- name: exists
-- Whether a database is there. $1 text: its name.
SELECT EXISTS (SELECT FROM pg_catalog.pg_database WHERE datname = $1::text)

-- name: create_statement
-- The statement that makes a database (names cannot be bound to it).
-- $1 text: its name, $2 text: the template to copy.
SELECT format(
    'CREATE DATABASE %I TEMPLATE %I ENCODING ''UTF8'' LC_COLLATE ''C'' LC_CTYPE ''C''',
    $1::text, $2::text)

-- name: drop_statement
-- The statement that deletes a database and ends its sessions. $1 text: its name.
SELECT format('DROP DATABASE IF EXISTS %I WITH (FORCE)', $1::text)

-- name: rename_statement
-- The statement that renames a database. $1 text: from, $2 text: to.
SELECT format('ALTER DATABASE %I RENAME TO %I', $1::text, $2::text)
