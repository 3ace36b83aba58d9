-- Writes of dues. The columns are those of the structs in rows.py, in their order.

-- name: state_load
-- The states of some streams. $1 uuid: tenant, $2 int: generation, $3 uuid[]: streams.
SELECT s.stream_id, s.version, s.state
FROM unnest($3::uuid[]) AS w (stream_id)
CROSS JOIN LATERAL (
    SELECT t.stream_id, t.version, t.state FROM view.dues_state t
    WHERE t.tenant_id = $1 AND t.generation = $2 AND t.stream_id = w.stream_id
    LIMIT 1
) s

-- name: state_save
-- Keep the states of some streams. $1 uuid: tenant, $2 int: generation, $3 uuid[]: streams,
-- $4 int[]: versions, $5 bytea[]: states (UTF-8 JSON).
INSERT INTO view.dues_state (tenant_id, generation, stream_id, version, state)
SELECT $1, $2, w.stream_id, w.version, w.state
FROM unnest($3::uuid[], $4::int[], $5::bytea[]) AS w (stream_id, version, state)
ON CONFLICT (tenant_id, generation, stream_id)
DO UPDATE SET version = excluded.version, state = excluded.state

-- name: rate_last
-- The last version of a rate, live or closed. $1 uuid: tenant, $2 int: generation,
-- $3 uuid[]: book_id, $4 int[]: entry.
SELECT v.* FROM unnest($3::uuid[], $4::int[]) AS w (book_id, entry)
CROSS JOIN LATERAL (
    SELECT t.from_position, t.to_position,
        t.book_id, t.entry, t.wksbm_id, t.amount, t.unit, t.frequency, t.valid_from
    FROM view.dues_rate t
    WHERE t.tenant_id = $1 AND t.generation = $2 AND t.book_id = w.book_id AND t.entry = w.entry
    ORDER BY t.from_position DESC LIMIT 1
) v

-- name: rate_close
-- End the live version of a rate. $1 uuid: tenant, $2 int: generation,
-- $3 bigint[]: where it ends, $4 uuid[]: book_id, $5 int[]: entry.
UPDATE view.dues_rate t SET to_position = u.to_position
FROM (
    SELECT x.place, w.to_position
    FROM unnest($3::bigint[], $4::uuid[], $5::int[]) AS w (to_position, book_id, entry)
    CROSS JOIN LATERAL (
        SELECT t.ctid AS place FROM view.dues_rate t
        WHERE t.tenant_id = $1 AND t.generation = $2 AND t.book_id = w.book_id AND t.entry = w.entry
        ORDER BY t.from_position DESC LIMIT 1
    ) x
) u
WHERE t.ctid = u.place AND t.tenant_id = $1 AND t.generation = $2

-- name: rate_begin
-- Write versions of a rate. $1 uuid: tenant, $2 int: generation,
-- $3 view.dues_rate[]: whole rows.
INSERT INTO view.dues_rate
SELECT r.* FROM unnest($3::view.dues_rate[]) AS r
WHERE r.tenant_id = $1 AND r.generation = $2

-- name: payer_last
-- The last version of a payer, live or closed. $1 uuid: tenant, $2 int: generation,
-- $3 uuid[]: book_id, $4 uuid[]: payer_id.
SELECT v.* FROM unnest($3::uuid[], $4::uuid[]) AS w (book_id, payer_id)
CROSS JOIN LATERAL (
    SELECT t.from_position, t.to_position,
        t.book_id, t.payer_id, t.wksbm_id, t.year, t.unit, t.entry, t.household_id,
        t.enrolled_from, t.pledge, t.left_on, t.exemptions
    FROM view.dues_payer t
    WHERE t.tenant_id = $1 AND t.generation = $2 AND t.book_id = w.book_id AND t.payer_id = w.payer_id
    ORDER BY t.from_position DESC LIMIT 1
) v

-- name: payer_close
-- End the live version of a payer. $1 uuid: tenant, $2 int: generation,
-- $3 bigint[]: where it ends, $4 uuid[]: book_id, $5 uuid[]: payer_id.
UPDATE view.dues_payer t SET to_position = u.to_position
FROM (
    SELECT x.place, w.to_position
    FROM unnest($3::bigint[], $4::uuid[], $5::uuid[]) AS w (to_position, book_id, payer_id)
    CROSS JOIN LATERAL (
        SELECT t.ctid AS place FROM view.dues_payer t
        WHERE t.tenant_id = $1 AND t.generation = $2 AND t.book_id = w.book_id AND t.payer_id = w.payer_id
        ORDER BY t.from_position DESC LIMIT 1
    ) x
) u
WHERE t.ctid = u.place AND t.tenant_id = $1 AND t.generation = $2

-- name: payer_begin
-- Write versions of a payer. $1 uuid: tenant, $2 int: generation,
-- $3 view.dues_payer[]: whole rows.
INSERT INTO view.dues_payer
SELECT r.* FROM unnest($3::view.dues_payer[]) AS r
WHERE r.tenant_id = $1 AND r.generation = $2

-- name: period_last
-- The last version of a period, live or closed. $1 uuid: tenant, $2 int: generation,
-- $3 uuid[]: book_id, $4 uuid[]: payer_id, $5 date[]: period.
SELECT v.* FROM unnest($3::uuid[], $4::uuid[], $5::date[]) AS w (book_id, payer_id, period)
CROSS JOIN LATERAL (
    SELECT t.from_position, t.to_position,
        t.book_id, t.payer_id, t.period, t.wksbm_id, t.ends_on, t.due, t.paid
    FROM view.dues_period t
    WHERE t.tenant_id = $1 AND t.generation = $2 AND t.book_id = w.book_id AND t.payer_id = w.payer_id AND t.period = w.period
    ORDER BY t.from_position DESC LIMIT 1
) v

-- name: period_close
-- End the live version of a period. $1 uuid: tenant, $2 int: generation,
-- $3 bigint[]: where it ends, $4 uuid[]: book_id, $5 uuid[]: payer_id, $6 date[]: period.
UPDATE view.dues_period t SET to_position = u.to_position
FROM (
    SELECT x.place, w.to_position
    FROM unnest($3::bigint[], $4::uuid[], $5::uuid[], $6::date[]) AS w (to_position, book_id, payer_id, period)
    CROSS JOIN LATERAL (
        SELECT t.ctid AS place FROM view.dues_period t
        WHERE t.tenant_id = $1 AND t.generation = $2 AND t.book_id = w.book_id AND t.payer_id = w.payer_id AND t.period = w.period
        ORDER BY t.from_position DESC LIMIT 1
    ) x
) u
WHERE t.ctid = u.place AND t.tenant_id = $1 AND t.generation = $2

-- name: period_begin
-- Write versions of a period. $1 uuid: tenant, $2 int: generation,
-- $3 view.dues_period[]: whole rows.
INSERT INTO view.dues_period
SELECT r.* FROM unnest($3::view.dues_period[]) AS r
WHERE r.tenant_id = $1 AND r.generation = $2

-- name: payments
-- Some lines of dues. $1 uuid: tenant, $2 int: generation, $3 uuid[]: books, $4 int[]: entries.
SELECT p.book_id, p.entry_no, p.payer_id, p.period, p.amount
FROM unnest($3::uuid[], $4::int[]) AS w (book_id, entry_no)
CROSS JOIN LATERAL (
    SELECT t.book_id, t.entry_no, t.payer_id, t.period, t.amount
    FROM view.dues_payment t
    WHERE t.tenant_id = $1 AND t.generation = $2 AND t.book_id = w.book_id
        AND t.entry_no = w.entry_no
    LIMIT 1
) p

-- name: payment_add
-- Add lines of dues; what is there already stays. $1 uuid: tenant, $2 int: generation,
-- $3 and following: the columns in the order of the struct.
INSERT INTO view.dues_payment (tenant_id, generation,
    book_id, entry_no, payer_id, period, amount)
SELECT $1, $2,
    w.book_id, w.entry_no, w.payer_id, w.period, w.amount
FROM unnest(
    $3::uuid[], $4::int[], $5::uuid[], $6::date[], $7::bigint[]
) AS w (
    book_id, entry_no, payer_id, period, amount)
ON CONFLICT (tenant_id, generation, book_id, entry_no) DO NOTHING
