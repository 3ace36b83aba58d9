-- Writes of boards. The columns are those of the structs in view.py, in their order.

-- name: state_load
-- The states of some streams. $1 uuid: tenant, $2 int: generation, $3 uuid[]: streams.
SELECT s.stream_id, s.version, s.state
FROM unnest($3::uuid[]) AS w (stream_id)
CROSS JOIN LATERAL (
    SELECT t.stream_id, t.version, t.state FROM view.board_state t
    WHERE t.tenant_id = $1 AND t.generation = $2 AND t.stream_id = w.stream_id
    LIMIT 1
) s

-- name: state_save
-- Keep the states of some streams. $1 uuid: tenant, $2 int: generation, $3 uuid[]: streams,
-- $4 int[]: versions, $5 bytea[]: states (UTF-8 JSON).
INSERT INTO view.board_state (tenant_id, generation, stream_id, version, state)
SELECT $1, $2, w.stream_id, w.version, w.state
FROM unnest($3::uuid[], $4::int[], $5::bytea[]) AS w (stream_id, version, state)
ON CONFLICT (tenant_id, generation, stream_id)
DO UPDATE SET version = excluded.version, state = excluded.state

-- name: board_last
-- The last version of a board, live or closed. $1 uuid: tenant, $2 int: generation,
-- $3 uuid[]: board_id.
SELECT v.* FROM unnest($3::uuid[]) AS w (board_id)
CROSS JOIN LATERAL (
    SELECT t.from_position, t.to_position,
        t.board_id, t.wksbm_id, t.version, t.updated_at
    FROM view.board t
    WHERE t.tenant_id = $1 AND t.generation = $2 AND t.board_id = w.board_id
    ORDER BY t.from_position DESC LIMIT 1
) v

-- name: board_close
-- End the live version of a board. $1 uuid: tenant, $2 int: generation,
-- $3 bigint[]: where it ends, $4 uuid[]: board_id.
UPDATE view.board t SET to_position = u.to_position
FROM (
    SELECT x.place, w.to_position
    FROM unnest($3::bigint[], $4::uuid[]) AS w (to_position, board_id)
    CROSS JOIN LATERAL (
        SELECT t.ctid AS place FROM view.board t
        WHERE t.tenant_id = $1 AND t.generation = $2 AND t.board_id = w.board_id
        ORDER BY t.from_position DESC LIMIT 1
    ) x
) u
WHERE t.ctid = u.place AND t.tenant_id = $1 AND t.generation = $2

-- name: board_begin
-- Write versions of a board. $1 uuid: tenant, $2 int: generation,
-- $3 view.board[]: whole rows.
INSERT INTO view.board
SELECT r.* FROM unnest($3::view.board[]) AS r
WHERE r.tenant_id = $1 AND r.generation = $2

-- name: term_last
-- The last version of a term, live or closed. $1 uuid: tenant, $2 int: generation,
-- $3 uuid[]: board_id, $4 int[]: term_no.
SELECT v.* FROM unnest($3::uuid[], $4::int[]) AS w (board_id, term_no)
CROSS JOIN LATERAL (
    SELECT t.from_position, t.to_position,
        t.board_id, t.term_no, t.wksbm_id, t.entry, t.valid_from, t.valid_to, t.closed,
        t.decree_no, t.decree_issued_on, t.decree_issuer_role
    FROM view.board_term t
    WHERE t.tenant_id = $1 AND t.generation = $2 AND t.board_id = w.board_id AND t.term_no = w.term_no
    ORDER BY t.from_position DESC LIMIT 1
) v

-- name: term_close
-- End the live version of a term. $1 uuid: tenant, $2 int: generation,
-- $3 bigint[]: where it ends, $4 uuid[]: board_id, $5 int[]: term_no.
UPDATE view.board_term t SET to_position = u.to_position
FROM (
    SELECT x.place, w.to_position
    FROM unnest($3::bigint[], $4::uuid[], $5::int[]) AS w (to_position, board_id, term_no)
    CROSS JOIN LATERAL (
        SELECT t.ctid AS place FROM view.board_term t
        WHERE t.tenant_id = $1 AND t.generation = $2 AND t.board_id = w.board_id AND t.term_no = w.term_no
        ORDER BY t.from_position DESC LIMIT 1
    ) x
) u
WHERE t.ctid = u.place AND t.tenant_id = $1 AND t.generation = $2

-- name: term_begin
-- Write versions of a term. $1 uuid: tenant, $2 int: generation,
-- $3 view.board_term[]: whole rows.
INSERT INTO view.board_term
SELECT r.* FROM unnest($3::view.board_term[]) AS r
WHERE r.tenant_id = $1 AND r.generation = $2

-- name: seat_last
-- The last version of a person in a seat, live or closed. $1 uuid: tenant, $2 int: generation,
-- $3 uuid[]: board_id, $4 int[]: entry.
SELECT v.* FROM unnest($3::uuid[], $4::int[]) AS w (board_id, entry)
CROSS JOIN LATERAL (
    SELECT t.from_position, t.to_position,
        t.board_id, t.entry, t.wksbm_id, t.term_no, t.seat, t.seat_rank, t.person_id,
        t.valid_from, t.valid_to, t.acting, t.end_reason, t.decree_no, t.decree_issued_on,
        t.decree_issuer_role
    FROM view.board_seat t
    WHERE t.tenant_id = $1 AND t.generation = $2 AND t.board_id = w.board_id AND t.entry = w.entry
    ORDER BY t.from_position DESC LIMIT 1
) v

-- name: seat_close
-- End the live version of a person in a seat. $1 uuid: tenant, $2 int: generation,
-- $3 bigint[]: where it ends, $4 uuid[]: board_id, $5 int[]: entry.
UPDATE view.board_seat t SET to_position = u.to_position
FROM (
    SELECT x.place, w.to_position
    FROM unnest($3::bigint[], $4::uuid[], $5::int[]) AS w (to_position, board_id, entry)
    CROSS JOIN LATERAL (
        SELECT t.ctid AS place FROM view.board_seat t
        WHERE t.tenant_id = $1 AND t.generation = $2 AND t.board_id = w.board_id AND t.entry = w.entry
        ORDER BY t.from_position DESC LIMIT 1
    ) x
) u
WHERE t.ctid = u.place AND t.tenant_id = $1 AND t.generation = $2

-- name: seat_begin
-- Write versions of a person in a seat. $1 uuid: tenant, $2 int: generation,
-- $3 view.board_seat[]: whole rows.
INSERT INTO view.board_seat
SELECT r.* FROM unnest($3::view.board_seat[]) AS r
WHERE r.tenant_id = $1 AND r.generation = $2

-- name: handover_last
-- The last version of a handover, live or closed. $1 uuid: tenant, $2 int: generation,
-- $3 uuid[]: board_id, $4 int[]: entry.
SELECT v.* FROM unnest($3::uuid[], $4::int[]) AS w (board_id, entry)
CROSS JOIN LATERAL (
    SELECT t.from_position, t.to_position,
        t.board_id, t.entry, t.wksbm_id, t.term_no, t.held_on, t.handed_over_by, t.received_by,
        t.witnesses, t.books, t.balances
    FROM view.board_handover t
    WHERE t.tenant_id = $1 AND t.generation = $2 AND t.board_id = w.board_id AND t.entry = w.entry
    ORDER BY t.from_position DESC LIMIT 1
) v

-- name: handover_close
-- End the live version of a handover. $1 uuid: tenant, $2 int: generation,
-- $3 bigint[]: where it ends, $4 uuid[]: board_id, $5 int[]: entry.
UPDATE view.board_handover t SET to_position = u.to_position
FROM (
    SELECT x.place, w.to_position
    FROM unnest($3::bigint[], $4::uuid[], $5::int[]) AS w (to_position, board_id, entry)
    CROSS JOIN LATERAL (
        SELECT t.ctid AS place FROM view.board_handover t
        WHERE t.tenant_id = $1 AND t.generation = $2 AND t.board_id = w.board_id AND t.entry = w.entry
        ORDER BY t.from_position DESC LIMIT 1
    ) x
) u
WHERE t.ctid = u.place AND t.tenant_id = $1 AND t.generation = $2

-- name: handover_begin
-- Write versions of a handover. $1 uuid: tenant, $2 int: generation,
-- $3 view.board_handover[]: whole rows.
INSERT INTO view.board_handover
SELECT r.* FROM unnest($3::view.board_handover[]) AS r
WHERE r.tenant_id = $1 AND r.generation = $2
