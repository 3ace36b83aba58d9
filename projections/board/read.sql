-- Rows of boards. Each statement takes $1 uuid: tenant, $2 bigint: position (as of), $3 date:
-- valid on; a condition takes its value as $4. "Today" is the date in the office's zone.

-- name: boards
-- Every board with the term of the day ($3, else today), if there is one.
SELECT b.board_id, b.wksbm_id, b.version, b.updated_at,
    t.term_no, t.valid_from AS term_from, t.valid_to AS term_to,
    t.decree_no, t.decree_issued_on, t.decree_issuer_role
FROM as_of.board b
LEFT JOIN LATERAL (
    SELECT x.* FROM as_of.board_term x
    WHERE x.wksbm_id = b.wksbm_id
        AND x.valid_from <= {on_day}
        AND x.valid_to > {on_day}
    ORDER BY x.valid_to LIMIT 1
) t ON true

-- name: members
-- Who sits in which seat on the day ($3, else today).
SELECT s.board_id, s.wksbm_id, s.entry, s.term_no, s.seat, s.seat_rank, s.person_id,
    s.valid_from, s.valid_to, s.acting,
    s.decree_no, s.decree_issued_on, s.decree_issuer_role
FROM as_of.board_seat s
WHERE s.valid_from <= {on_day}
    AND s.valid_to > {on_day}

-- name: contacts
-- How to reach those who sit in a board now, whatever moment is asked about; sealed. Once for each
-- board, however many seats.
SELECT s.wksbm_id, c.person_id, c.phone::json AS phone, c.address::json AS address,
    c.email::json AS email
FROM as_of.person_card c
CROSS JOIN LATERAL (
    SELECT DISTINCT x.wksbm_id FROM latest.board_seat x
    WHERE x.person_id = c.person_id
        AND x.valid_from <= {office_today}
        AND x.valid_to > {office_today}
) s

-- name: seats
-- Everybody who ever sat, sits or will sit in a seat; with a date: on that day.
SELECT s.board_id, s.wksbm_id, s.entry, s.term_no, s.seat, s.seat_rank, s.person_id,
    s.valid_from, s.valid_to, s.acting, s.end_reason,
    s.decree_no, s.decree_issued_on, s.decree_issuer_role
FROM as_of.board_seat s
WHERE ($3::date IS NULL OR (s.valid_from <= $3::date AND s.valid_to > $3::date))

-- name: terms
-- The terms of boards; with a date: those of that day.
SELECT t.board_id, t.wksbm_id, t.term_no, t.entry, t.valid_from, t.valid_to, t.closed,
    t.decree_no, t.decree_issued_on, t.decree_issuer_role
FROM as_of.board_term t
WHERE ($3::date IS NULL OR (t.valid_from <= $3::date AND t.valid_to > $3::date))

-- name: ends_within_days
-- The term runs on the day ($3, else today) and ends within $4 int days of it.
r.valid_to > {on_day}
AND r.valid_to <= $4::int + {on_day}

-- name: handovers
-- Handovers of books and balances; with a date: those held by then.
SELECT h.board_id, h.wksbm_id, h.entry, h.term_no, h.held_on,
    h.handed_over_by::json AS handed_over_by, h.received_by::json AS received_by,
    h.witnesses::json AS witnesses, h.books::json AS books, h.balances::json AS balances
FROM as_of.board_handover h
WHERE ($3::date IS NULL OR h.held_on <= $3::date)

-- name: handover_people
-- Who took part in a handover, and how.
SELECT h.board_id, h.entry, p.part, p.no::int, p.person::uuid AS person_id
FROM as_of.board_handover h
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
