-- Rows of the office. Each statement takes $1 uuid: tenant, $2 bigint: position (as of), $3 date: valid on
-- (null: no particular day); a condition takes its value as $4.

-- name: office
-- The office; with a date: its name on that day, else its newest.
SELECT o.* EXCLUDE (name),
    CASE WHEN $3::date IS NULL THEN o.name ELSE coalesce((
        SELECT n.text FROM json_to_recordset(o.names::json)
            AS n (of int, effective_from date, text text)
        WHERE n.effective_from <= $3::date
        ORDER BY n.effective_from DESC, n.of DESC LIMIT 1
    ), o.name) END AS name
FROM as_of.office o

-- name: office_policies
-- The policies that were set, each from a day on; with a date: the value of that day.
SELECT o.office_id, n.name, n.effective_from, n.value
FROM as_of.office o
CROSS JOIN LATERAL json_to_recordset(o.policies::json)
    AS n (name text, effective_from date, value json)
WHERE ($3::date IS NULL OR (n.effective_from <= $3::date AND NOT EXISTS (
        SELECT FROM json_to_recordset(o.policies::json) AS m (name text, effective_from date)
        WHERE m.name = n.name AND m.effective_from <= $3::date
            AND m.effective_from > n.effective_from)))

-- name: office_editions
-- The category editions adopted, each from a day on; with a date: the one of that day.
SELECT o.office_id, n.of AS entry, n.effective_from, n.text AS edition
FROM as_of.office o
CROSS JOIN LATERAL json_to_recordset(o.editions::json)
    AS n (of int, effective_from date, text text)
WHERE ($3::date IS NULL OR (n.effective_from <= $3::date AND NOT EXISTS (
        SELECT FROM json_to_recordset(o.editions::json) AS m (of int, effective_from date)
        WHERE m.effective_from <= $3::date
            AND (m.effective_from, m.of) > (n.effective_from, n.of))))
