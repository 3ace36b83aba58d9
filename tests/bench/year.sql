-- What the year of an office needs of the views' tables.

-- name: copies
-- A statement for every table of a view that copies the live rows of one office to another, whose
-- tables then hold what they would after catching up. Its binds: $1 uuid: the office, $2 uuid: the
-- other.
SELECT format(
           'INSERT INTO view.%I (tenant_id, %s) SELECT $2, %s FROM view.%I AS own '
           'WHERE own.tenant_id = $1 '
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

-- name: block
-- Append a block of one office's events to the log of another, as one command; those of a stream
-- stand together. $1 uuid: the office, $2 uuid: the other, $3, $4 bigint: first and last position,
-- $5 text: key of the command. Gives the outcome; no row if the block holds nothing to copy.
SELECT a.outcome
FROM (
    SELECT count(*)::integer AS events,
        array_agg(gen_random_uuid()) AS ids,
        array_agg(e.stream_id ORDER BY e.stream_id, e.version) AS streams,
        array_agg(e.version ORDER BY e.stream_id, e.version) AS versions,
        array_agg(e.topic ORDER BY e.stream_id, e.version) AS topics,
        array_agg(e.schema_version ORDER BY e.stream_id, e.version) AS schemas,
        array_agg(e.actor_id ORDER BY e.stream_id, e.version) AS actors,
        array_agg(e.meta ORDER BY e.stream_id, e.version) AS metas,
        array_agg(e.payload ORDER BY e.stream_id, e.version) AS payloads
    FROM wahana.event e
    WHERE e.tenant_id = $1 AND e.position BETWEEN $3 AND $4 AND e.stream_id <> $1
) AS b
CROSS JOIN LATERAL wahana.append(
    $2, ARRAY[$1], ARRAY[$5::text], ARRAY[sha256(convert_to($5::text, 'UTF8'))],
    ARRAY[b.events], '{}', '{}', '{}',
    b.ids, b.streams, b.versions, b.topics, b.schemas, b.actors, b.metas, b.payloads
) AS a
WHERE b.events > 0

-- name: analyse
-- Tell the planner what is there now, as autovacuum would a minute later.
ANALYZE

-- name: rows
-- Number of rows of the views, as counted by the last analysis.
SELECT sum(reltuples)::bigint FROM pg_class
 WHERE relnamespace = 'view'::regnamespace AND relkind = 'r'
