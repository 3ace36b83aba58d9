-- Writes of books of funds. The columns are those of the structs in rows.py, in their order.

-- name: state_load
-- The states of some streams. $1 uuid: tenant, $2 int: generation, $3 uuid[]: streams.
SELECT s.stream_id, s.version, s.state
FROM unnest($3::uuid[]) AS w (stream_id)
CROSS JOIN LATERAL (
    SELECT t.stream_id, t.version, t.state FROM view.fund_book_state t
    WHERE t.tenant_id = $1 AND t.generation = $2 AND t.stream_id = w.stream_id
    LIMIT 1
) s

-- name: state_save
-- Keep the states of some streams. $1 uuid: tenant, $2 int: generation, $3 uuid[]: streams,
-- $4 int[]: versions, $5 bytea[]: states (UTF-8 JSON).
INSERT INTO view.fund_book_state (tenant_id, generation, stream_id, version, state)
SELECT $1, $2, w.stream_id, w.version, w.state
FROM unnest($3::uuid[], $4::int[], $5::bytea[]) AS w (stream_id, version, state)
ON CONFLICT (tenant_id, generation, stream_id)
DO UPDATE SET version = excluded.version, state = excluded.state

-- name: book_last
-- The last version of a book, live or closed. $1 uuid: tenant, $2 int: generation,
-- $3 uuid[]: book_id.
SELECT v.* FROM unnest($3::uuid[]) AS w (book_id)
CROSS JOIN LATERAL (
    SELECT t.from_position, t.to_position,
        t.book_id, t.wksbm_id, t.kind, t.unit, t.year, t.title, t.opens_on, t.scope,
        t.may_pay_operations, t.permit_no, t.permit_until, t.state, t.sealed_to
    FROM view.fund_book t
    WHERE t.tenant_id = $1 AND t.generation = $2 AND t.book_id = w.book_id
    ORDER BY t.from_position DESC LIMIT 1
) v

-- name: book_close
-- End the live version of a book. $1 uuid: tenant, $2 int: generation,
-- $3 bigint[]: where it ends, $4 uuid[]: book_id.
UPDATE view.fund_book t SET to_position = u.to_position
FROM (
    SELECT x.place, w.to_position
    FROM unnest($3::bigint[], $4::uuid[]) AS w (to_position, book_id)
    CROSS JOIN LATERAL (
        SELECT t.ctid AS place FROM view.fund_book t
        WHERE t.tenant_id = $1 AND t.generation = $2 AND t.book_id = w.book_id
        ORDER BY t.from_position DESC LIMIT 1
    ) x
) u
WHERE t.ctid = u.place AND t.tenant_id = $1 AND t.generation = $2

-- name: book_begin
-- Write versions of a book. $1 uuid: tenant, $2 int: generation,
-- $3 view.fund_book[]: whole rows.
INSERT INTO view.fund_book
SELECT r.* FROM unnest($3::view.fund_book[]) AS r
WHERE r.tenant_id = $1 AND r.generation = $2

-- name: day_last
-- The last version of a day, live or closed. $1 uuid: tenant, $2 int: generation,
-- $3 uuid[]: book_id, $4 date[]: day.
SELECT v.* FROM unnest($3::uuid[], $4::date[]) AS w (book_id, day)
CROSS JOIN LATERAL (
    SELECT t.from_position, t.to_position,
        t.book_id, t.day, t.received, t.paid, t.closing, t.entries, t.last_position
    FROM view.fund_day t
    WHERE t.tenant_id = $1 AND t.generation = $2 AND t.book_id = w.book_id AND t.day = w.day
    ORDER BY t.from_position DESC LIMIT 1
) v

-- name: day_close
-- End the live version of a day. $1 uuid: tenant, $2 int: generation,
-- $3 bigint[]: where it ends, $4 uuid[]: book_id, $5 date[]: day.
UPDATE view.fund_day t SET to_position = u.to_position
FROM (
    SELECT x.place, w.to_position
    FROM unnest($3::bigint[], $4::uuid[], $5::date[]) AS w (to_position, book_id, day)
    CROSS JOIN LATERAL (
        SELECT t.ctid AS place FROM view.fund_day t
        WHERE t.tenant_id = $1 AND t.generation = $2 AND t.book_id = w.book_id AND t.day = w.day
        ORDER BY t.from_position DESC LIMIT 1
    ) x
) u
WHERE t.ctid = u.place AND t.tenant_id = $1 AND t.generation = $2

-- name: day_begin
-- Write versions of a day. $1 uuid: tenant, $2 int: generation,
-- $3 view.fund_day[]: whole rows.
INSERT INTO view.fund_day
SELECT r.* FROM unnest($3::view.fund_day[]) AS r
WHERE r.tenant_id = $1 AND r.generation = $2

-- name: seal_last
-- The last version of a sealed month, live or closed. $1 uuid: tenant, $2 int: generation,
-- $3 uuid[]: book_id, $4 date[]: month.
SELECT v.* FROM unnest($3::uuid[], $4::date[]) AS w (book_id, month)
CROSS JOIN LATERAL (
    SELECT t.from_position, t.to_position,
        t.book_id, t.month, t.opening, t.received, t.paid, t.closing, t.entries, t.last_entry_no,
        t.digest, t.sealed_by, t.sealed_at, t.sealed_position, t.approved_by, t.approved_at
    FROM view.fund_seal t
    WHERE t.tenant_id = $1 AND t.generation = $2 AND t.book_id = w.book_id AND t.month = w.month
    ORDER BY t.from_position DESC LIMIT 1
) v

-- name: seal_close
-- End the live version of a sealed month. $1 uuid: tenant, $2 int: generation,
-- $3 bigint[]: where it ends, $4 uuid[]: book_id, $5 date[]: month.
UPDATE view.fund_seal t SET to_position = u.to_position
FROM (
    SELECT x.place, w.to_position
    FROM unnest($3::bigint[], $4::uuid[], $5::date[]) AS w (to_position, book_id, month)
    CROSS JOIN LATERAL (
        SELECT t.ctid AS place FROM view.fund_seal t
        WHERE t.tenant_id = $1 AND t.generation = $2 AND t.book_id = w.book_id AND t.month = w.month
        ORDER BY t.from_position DESC LIMIT 1
    ) x
) u
WHERE t.ctid = u.place AND t.tenant_id = $1 AND t.generation = $2

-- name: seal_begin
-- Write versions of a sealed month. $1 uuid: tenant, $2 int: generation,
-- $3 view.fund_seal[]: whole rows.
INSERT INTO view.fund_seal
SELECT r.* FROM unnest($3::view.fund_seal[]) AS r
WHERE r.tenant_id = $1 AND r.generation = $2

-- name: count_last
-- The last version of a count, live or closed. $1 uuid: tenant, $2 int: generation,
-- $3 uuid[]: book_id, $4 int[]: entry.
SELECT v.* FROM unnest($3::uuid[], $4::int[]) AS w (book_id, entry)
CROSS JOIN LATERAL (
    SELECT t.from_position, t.to_position,
        t.book_id, t.entry, t.wksbm_id, t.counted_on, t.counted, t.balance, t.difference,
        t.witnesses, t.booked_no
    FROM view.fund_count t
    WHERE t.tenant_id = $1 AND t.generation = $2 AND t.book_id = w.book_id AND t.entry = w.entry
    ORDER BY t.from_position DESC LIMIT 1
) v

-- name: count_close
-- End the live version of a count. $1 uuid: tenant, $2 int: generation,
-- $3 bigint[]: where it ends, $4 uuid[]: book_id, $5 int[]: entry.
UPDATE view.fund_count t SET to_position = u.to_position
FROM (
    SELECT x.place, w.to_position
    FROM unnest($3::bigint[], $4::uuid[], $5::int[]) AS w (to_position, book_id, entry)
    CROSS JOIN LATERAL (
        SELECT t.ctid AS place FROM view.fund_count t
        WHERE t.tenant_id = $1 AND t.generation = $2 AND t.book_id = w.book_id AND t.entry = w.entry
        ORDER BY t.from_position DESC LIMIT 1
    ) x
) u
WHERE t.ctid = u.place AND t.tenant_id = $1 AND t.generation = $2

-- name: count_begin
-- Write versions of a count. $1 uuid: tenant, $2 int: generation,
-- $3 view.fund_count[]: whole rows.
INSERT INTO view.fund_count
SELECT r.* FROM unnest($3::view.fund_count[]) AS r
WHERE r.tenant_id = $1 AND r.generation = $2

-- name: day_keys
-- The days of some books, from the last one before a day on. $1 uuid: tenant, $2 int: generation,
-- $3 uuid[]: books, $4 date[]: days.
SELECT w.book_id, d.day
FROM unnest($3::uuid[], $4::date[]) AS w (book_id, day)
CROSS JOIN LATERAL (
    (SELECT t.day FROM view.fund_day t
    WHERE t.tenant_id = $1 AND t.generation = $2 AND t.book_id = w.book_id AND t.day < w.day
    ORDER BY t.day DESC LIMIT 1)
    UNION
    SELECT t.day FROM view.fund_day t
    WHERE t.tenant_id = $1 AND t.generation = $2 AND t.book_id = w.book_id AND t.day >= w.day
) d

-- name: balance_add
-- Add balances; what is there already stays. $1 uuid: tenant, $2 int: generation,
-- $3 and following: the columns in the order of the struct.
INSERT INTO view.fund_balance (tenant_id, generation,
    book_id, position, version, recorded_at, entries, balance)
SELECT $1, $2,
    w.book_id, w.position, w.version, w.recorded_at, w.entries, w.balance
FROM unnest(
    $3::uuid[], $4::bigint[], $5::int[], $6::timestamptz[], $7::int[], $8::bigint[]
) AS w (
    book_id, position, version, recorded_at, entries, balance)
ON CONFLICT (tenant_id, generation, book_id, position) DO NOTHING

-- name: entry_add
-- Add entries; what is there already stays. $1 uuid: tenant, $2 int: generation,
-- $3 view.fund_entry[]: whole rows.
INSERT INTO view.fund_entry
SELECT r.* FROM unnest($3::view.fund_entry[]) AS r
WHERE r.tenant_id = $1 AND r.generation = $2
ON CONFLICT (tenant_id, generation, book_id, entry_no) DO NOTHING

-- name: mark_add
-- Add marks; what is there already stays. $1 uuid: tenant, $2 int: generation,
-- $3 and following: the columns in the order of the struct.
INSERT INTO view.fund_mark (tenant_id, generation,
    book_id, entry_no, position, reversed_in, reversed_by, receipt_no, receipt_sha256)
SELECT $1, $2,
    w.book_id, w.entry_no, w.position, w.reversed_in, w.reversed_by, w.receipt_no,
    w.receipt_sha256
FROM unnest(
    $3::uuid[], $4::int[], $5::bigint[], $6::uuid[], $7::int[], $8::text[], $9::text[]
) AS w (
    book_id, entry_no, position, reversed_in, reversed_by, receipt_no, receipt_sha256)
ON CONFLICT (tenant_id, generation, book_id, entry_no, position) DO NOTHING
