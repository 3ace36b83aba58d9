-- Rows of boards. Each statement takes $1 uuid: tenant, $2 bigint: position (as of), $3 date:
-- valid on; a condition takes its value as $4. "Today" is the date in the office's zone.

-- name: boards
-- Every board with the term of the day ($3, else today), if there is one.
SELECT b.board_id, b.wksbm_id, b.version, b.updated_at,
    t.term_no, t.valid_from AS term_from, nullif(t.valid_to, 'infinity') AS term_to,
    t.decree_no, t.decree_issued_on, t.decree_issuer_role
FROM view.board b
LEFT JOIN LATERAL (
    SELECT x.* FROM view.board_term x
    WHERE x.tenant_id = $1 AND x.generation = b.generation AND x.wksbm_id = b.wksbm_id
        AND x.from_position <= $2 AND $2 < x.to_position
        AND x.valid_from <= coalesce($3::date, (SELECT view.office_today($1)))
        AND x.valid_to > coalesce($3::date, (SELECT view.office_today($1)))
    ORDER BY x.valid_to LIMIT 1
) t ON true
WHERE b.tenant_id = $1 AND b.from_position <= $2 AND $2 < b.to_position
    AND b.generation = (
        SELECT l.generation FROM wahana.projection_live l
        WHERE l.tenant_id = $1 AND l.view = 'board')

-- name: members
-- Who sits in which seat on the day ($3, else today).
SELECT s.board_id, s.wksbm_id, s.entry, s.term_no, s.seat, s.seat_rank, s.person_id,
    s.valid_from, s.valid_to, s.acting,
    s.decree_no, s.decree_issued_on, s.decree_issuer_role
FROM view.board_seat s
WHERE s.tenant_id = $1 AND s.from_position <= $2 AND $2 < s.to_position
    AND s.generation = (
        SELECT l.generation FROM wahana.projection_live l
        WHERE l.tenant_id = $1 AND l.view = 'board')
    AND s.valid_from <= coalesce($3::date, (SELECT view.office_today($1)))
    AND s.valid_to > coalesce($3::date, (SELECT view.office_today($1)))

-- name: contacts
-- How to reach those who sit in a board now, whatever moment is asked about; sealed. Once for each
-- board, however many seats.
SELECT s.wksbm_id, c.person_id, c.phone::json AS phone, c.address::json AS address,
    c.email::json AS email
FROM view.person_card c
CROSS JOIN LATERAL (
    SELECT DISTINCT x.wksbm_id FROM view.board_seat x
    WHERE x.tenant_id = $1 AND x.person_id = c.person_id
        AND x.to_position = 9223372036854775807
        AND x.generation = (
            SELECT l.generation FROM wahana.projection_live l
            WHERE l.tenant_id = $1 AND l.view = 'board')
        AND x.valid_from <= (SELECT view.office_today($1))
        AND x.valid_to > (SELECT view.office_today($1))
) s
WHERE c.tenant_id = $1 AND c.from_position <= $2 AND $2 < c.to_position
    AND c.generation = (
        SELECT l.generation FROM wahana.projection_live l
        WHERE l.tenant_id = $1 AND l.view = 'person_card')

-- name: seats
-- Everybody who ever sat, sits or will sit in a seat; with a date: on that day.
SELECT s.board_id, s.wksbm_id, s.entry, s.term_no, s.seat, s.seat_rank, s.person_id,
    s.valid_from, s.valid_to, s.acting, s.end_reason,
    s.decree_no, s.decree_issued_on, s.decree_issuer_role
FROM view.board_seat s
WHERE s.tenant_id = $1 AND s.from_position <= $2 AND $2 < s.to_position
    AND s.generation = (
        SELECT l.generation FROM wahana.projection_live l
        WHERE l.tenant_id = $1 AND l.view = 'board')
    AND ($3::date IS NULL OR (s.valid_from <= $3::date AND s.valid_to > $3::date))

-- name: terms
-- The terms of boards; with a date: those of that day.
SELECT t.board_id, t.wksbm_id, t.term_no, t.entry, t.valid_from, t.valid_to, t.closed,
    t.decree_no, t.decree_issued_on, t.decree_issuer_role
FROM view.board_term t
WHERE t.tenant_id = $1 AND t.from_position <= $2 AND $2 < t.to_position
    AND t.generation = (
        SELECT l.generation FROM wahana.projection_live l
        WHERE l.tenant_id = $1 AND l.view = 'board')
    AND ($3::date IS NULL OR (t.valid_from <= $3::date AND t.valid_to > $3::date))

-- name: ends_within_days
-- The term runs on the day ($3, else today) and ends within $4 int days of it.
r.valid_to > coalesce($3::date, (SELECT view.office_today($1)))
AND r.valid_to <= $4::int + coalesce($3::date, (SELECT view.office_today($1)))

-- name: handovers
-- Handovers of books and balances; with a date: those held by then.
SELECT h.board_id, h.wksbm_id, h.entry, h.term_no, h.held_on,
    h.handed_over_by::json AS handed_over_by, h.received_by::json AS received_by,
    h.witnesses::json AS witnesses, h.books::json AS books, h.balances::json AS balances
FROM view.board_handover h
WHERE h.tenant_id = $1 AND h.from_position <= $2 AND $2 < h.to_position
    AND h.generation = (
        SELECT l.generation FROM wahana.projection_live l
        WHERE l.tenant_id = $1 AND l.view = 'board')
    AND ($3::date IS NULL OR h.held_on <= $3::date)

-- name: handover_people
-- Who took part in a handover, and how.
SELECT h.board_id, h.entry, p.part, p.no::int, p.person::uuid AS person_id
FROM view.board_handover h
CROSS JOIN LATERAL (
    SELECT 'HANDED_OVER' AS part, x.no, x.person
    FROM json_array_elements_text(h.handed_over_by::json) WITH ORDINALITY AS x (person, no)
    UNION ALL
    SELECT 'RECEIVED', x.no, x.person
    FROM json_array_elements_text(h.received_by::json) WITH ORDINALITY AS x (person, no)
    UNION ALL
    SELECT 'WITNESS', x.no, x.person
    FROM json_array_elements_text(h.witnesses::json) WITH ORDINALITY AS x (person, no)
) p
WHERE h.tenant_id = $1 AND h.from_position <= $2 AND $2 < h.to_position
    AND h.generation = (
        SELECT l.generation FROM wahana.projection_live l
        WHERE l.tenant_id = $1 AND l.view = 'board')
