-- What the benchmark asks the server about itself.

-- name: version
-- Version and compiler, as the server says them.
SELECT version()

-- name: settings
-- Settings as an operator would write them. $1 text[]: names.
SELECT name, current_setting(name) FROM pg_settings WHERE name = ANY ($1::text[]) ORDER BY name
