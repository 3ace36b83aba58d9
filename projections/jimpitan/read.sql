-- Rows of jimpitan. Each statement takes $1 uuid: tenant, $2 bigint: position (as of), $3 date:
-- valid on (null: no particular day); a condition takes its value as $4.

-- name: rounds
-- Rounds, and whether they were reversed; with a date: up to that night.
SELECT j.*,
    v.reversed_by
FROM as_of.jimpitan_round j
LEFT JOIN LATERAL (
    SELECT x.reversed_by
    FROM as_of.fund_mark x
    WHERE x.book_id = j.book_id AND x.entry_no = j.entry_no
        AND x.reversed_by IS NOT NULL
    ORDER BY x.position LIMIT 1
) v ON true
WHERE ($3::date IS NULL OR j.night <= $3::date)

-- name: collectors
-- The collectors of rounds.
SELECT j.book_id, j.entry_no, j.wksbm_id, p.no::int AS no, p.person::uuid AS person_id
FROM as_of.jimpitan_round j
CROSS JOIN LATERAL json_array_elements_text(j.collectors::json)
    WITH ORDINALITY AS p (person, no)
WHERE ($3::date IS NULL OR j.night <= $3::date)

-- name: lines
-- The gift of each house.
SELECT j.book_id, j.entry_no, j.wksbm_id, j.unit, p.no::int AS no,
    (p.line ->> 'payer')::uuid AS payer_id, (p.line ->> 'amount')::bigint AS amount,
    (SELECT x.name FROM as_of.person_registry x
        WHERE x.person_id = (p.line ->> 'payer')::uuid
        LIMIT 1) AS payer_name
FROM as_of.jimpitan_round j
CROSS JOIN LATERAL json_array_elements(j.lines::json) WITH ORDINALITY AS p (line, no)
WHERE ($3::date IS NULL OR j.night <= $3::date)
