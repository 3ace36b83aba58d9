-- Rows of jimpitan. Each statement takes $1 uuid: tenant, $2 bigint: position (as of), $3 date:
-- valid on (null: no day in particular); a condition takes its value as $4.

-- name: rounds
-- Rounds, and whether they were reversed; with a date: up to that night.
SELECT j.book_id, j.entry_no, j.wksbm_id, j.position, j.recorded_at, j.actor_id, j.night, j.route,
    j.unit, j.amount, j.households, j.gave, j.measure, j.quantity, j.grams_each, j.corrects_no,
    v.reversed_by
FROM view.jimpitan_round j
LEFT JOIN LATERAL (
    SELECT x.reversed_by
    FROM view.fund_mark x
    WHERE x.tenant_id = $1 AND x.book_id = j.book_id AND x.entry_no = j.entry_no
        AND x.position <= $2 AND x.reversed_by IS NOT NULL
        AND x.generation = (
            SELECT l.generation FROM wahana.projection_live l
            WHERE l.tenant_id = $1 AND l.view = 'fund_book')
    ORDER BY x.position LIMIT 1
) v ON true
WHERE j.tenant_id = $1 AND j.position <= $2
    AND j.generation = (
        SELECT l.generation FROM wahana.projection_live l
        WHERE l.tenant_id = $1 AND l.view = 'jimpitan')
    AND ($3::date IS NULL OR j.night <= $3::date)

-- name: is_reversed
-- Whether the round was reversed, $4 boolean.
(r.reversed_by IS NOT NULL) = $4

-- name: collectors
-- Who went round.
SELECT j.book_id, j.entry_no, j.wksbm_id, p.no::int AS no, p.person::uuid AS person_id
FROM view.jimpitan_round j
CROSS JOIN LATERAL json_array_elements_text(j.collectors::json)
    WITH ORDINALITY AS p (person, no)
WHERE j.tenant_id = $1 AND j.position <= $2
    AND j.generation = (
        SELECT l.generation FROM wahana.projection_live l
        WHERE l.tenant_id = $1 AND l.view = 'jimpitan')
    AND ($3::date IS NULL OR j.night <= $3::date)

-- name: lines
-- What each house gave.
SELECT j.book_id, j.entry_no, j.wksbm_id, j.unit, p.no::int AS no,
    (p.line ->> 'payer')::uuid AS payer_id, (p.line ->> 'amount')::bigint AS amount,
    (SELECT x.name::json FROM view.person_registry x
        WHERE x.tenant_id = $1 AND x.person_id = (p.line ->> 'payer')::uuid
            AND x.from_position <= $2 AND $2 < x.to_position
            AND x.generation = (
                SELECT l.generation FROM wahana.projection_live l
                WHERE l.tenant_id = $1 AND l.view = 'person_registry')
        LIMIT 1) AS payer_name
FROM view.jimpitan_round j
CROSS JOIN LATERAL json_array_elements(j.lines::json) WITH ORDINALITY AS p (line, no)
WHERE j.tenant_id = $1 AND j.position <= $2
    AND j.generation = (
        SELECT l.generation FROM wahana.projection_live l
        WHERE l.tenant_id = $1 AND l.view = 'jimpitan')
    AND ($3::date IS NULL OR j.night <= $3::date)

-- name: of_wksbm_in_area
-- The WKSBM stands in the area $4 text, a code of any level.
EXISTS (
    SELECT FROM view.wksbm_directory w
    WHERE w.tenant_id = $1 AND w.wksbm_id = r.wksbm_id
        AND w.from_position <= $2 AND $2 < w.to_position
        AND w.generation = (
            SELECT l.generation FROM wahana.projection_live l
            WHERE l.tenant_id = $1 AND l.view = 'wksbm_directory')
        AND (w.village_code = $4 OR w.district_code = $4
            OR w.regency_code = $4 OR w.province_code = $4))
