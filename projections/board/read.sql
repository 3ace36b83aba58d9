-- Rows of boards. Each statement takes $1 uuid: tenant, $2 bigint: position (as of), $3 date:
-- valid on; a condition takes its value as $4. "Today" is the office's date at the position.

-- name: boards
-- All boards with the term of the day ($3, else today), if there is one.
SELECT b.*,
    t.term_no, t.valid_from AS term_from, t.valid_to AS term_to,
    t.decree_no, t.decree_issued_on, t.decree_issuer_role
FROM as_of.board b
LEFT JOIN LATERAL (
    SELECT x.* FROM as_of.board_term x
    WHERE x.board_id = b.board_id
        AND x.valid_from <= {on_day}
        AND x.valid_to > {on_day}
    ORDER BY x.valid_to LIMIT 1
) t ON true

-- name: members
-- The holders of seats on the day ($3, else today).
SELECT s.*
FROM as_of.board_seat s
WHERE s.valid_from <= {on_day}
    AND s.valid_to > {on_day}

-- name: contacts
-- The contacts of those who hold a seat of a board now, whatever position is asked for; sealed.
-- One row for each person and board, however many seats.
SELECT s.wksbm_id, c.person_id, c.phone, c.address, c.email
FROM as_of.person_card c
CROSS JOIN LATERAL (
    SELECT DISTINCT x.wksbm_id FROM latest.board_seat x
    WHERE x.person_id = c.person_id
        AND x.valid_from <= {day_of_asking}
        AND x.valid_to > {day_of_asking}
) s

-- name: ends_within_days
-- The term runs on the day ($3, else today) and ends within $4 int days of it.
r.valid_to > {on_day}
AND r.valid_to <= $4::int + {on_day}

-- name: handover_people
-- The persons who took part in a handover, and how.
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
