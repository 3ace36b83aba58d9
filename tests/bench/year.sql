-- What the year of an office needs of the views' tables.

-- name: copies
-- A statement for every table of a view that copies the live rows of one office to others:
-- their tables then hold what they would after catching up. Its binds: $1 uuid: the office,
-- $2 uuid[]: the others.
SELECT format(
           'INSERT INTO view.%I (tenant_id, %s) SELECT other.id, %s FROM view.%I AS own '
           'CROSS JOIN unnest($2::uuid[]) AS other (id) WHERE own.tenant_id = $1 '
           'AND own.generation = (SELECT max(generation) FROM view.%I WHERE tenant_id = $1)',
           own.table_name,
           string_agg(quote_ident(own.column_name), ', ' ORDER BY own.ordinal_position),
           string_agg('own.' || quote_ident(own.column_name), ', ' ORDER BY own.ordinal_position),
           own.table_name,
           own.table_name
       )
  FROM information_schema.columns AS own
  JOIN information_schema.tables AS kind USING (table_schema, table_name)
 WHERE own.table_schema = 'view'
   AND kind.table_type = 'BASE TABLE'
   AND own.column_name <> 'tenant_id'
   AND own.is_generated = 'NEVER'
 GROUP BY own.table_name
 ORDER BY own.table_name

-- name: analyse
-- Tell the planner what is there now, as autovacuum would a minute later.
ANALYZE

-- name: rows
-- How many rows the views hold, as counted by the last analysis.
SELECT sum(reltuples)::bigint FROM pg_class
 WHERE relnamespace = 'view'::regnamespace AND relkind = 'r'
