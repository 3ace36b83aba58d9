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

-- name: book_insert
-- Write versions of a book. $1 uuid: tenant, $2 int: generation, $3 bigint[] and
-- $4 bigint[]: from and to position, $5 and following: the columns in the order of the struct.
INSERT INTO view.fund_book (tenant_id, generation, from_position, to_position,
    book_id, wksbm_id, kind, unit, year, title, opens_on, scope, may_pay_operations, permit_no,
    permit_until, state, sealed_to)
SELECT $1, $2, w.from_position, w.to_position,
    w.book_id, w.wksbm_id, w.kind, w.unit, w.year, w.title, w.opens_on, w.scope,
    w.may_pay_operations, w.permit_no, w.permit_until, w.state, w.sealed_to
FROM unnest($3::bigint[], $4::bigint[],
    $5::uuid[], $6::uuid[], $7::text[], $8::text[], $9::int[], $10::text[], $11::date[],
    $12::text[], $13::boolean[], $14::text[], $15::date[], $16::text[], $17::date[]
) AS w (from_position, to_position,
    book_id, wksbm_id, kind, unit, year, title, opens_on, scope, may_pay_operations, permit_no,
    permit_until, state, sealed_to)

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

-- name: day_insert
-- Write versions of a day. $1 uuid: tenant, $2 int: generation, $3 bigint[] and
-- $4 bigint[]: from and to position, $5 and following: the columns in the order of the struct.
INSERT INTO view.fund_day (tenant_id, generation, from_position, to_position,
    book_id, day, received, paid, closing, entries, last_position)
SELECT $1, $2, w.from_position, w.to_position,
    w.book_id, w.day, w.received, w.paid, w.closing, w.entries, w.last_position
FROM unnest($3::bigint[], $4::bigint[],
    $5::uuid[], $6::date[], $7::bigint[], $8::bigint[], $9::bigint[], $10::int[], $11::bigint[]
) AS w (from_position, to_position,
    book_id, day, received, paid, closing, entries, last_position)

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

-- name: seal_insert
-- Write versions of a sealed month. $1 uuid: tenant, $2 int: generation, $3 bigint[] and
-- $4 bigint[]: from and to position, $5 and following: the columns in the order of the struct.
INSERT INTO view.fund_seal (tenant_id, generation, from_position, to_position,
    book_id, month, opening, received, paid, closing, entries, last_entry_no, digest, sealed_by,
    sealed_at, sealed_position, approved_by, approved_at)
SELECT $1, $2, w.from_position, w.to_position,
    w.book_id, w.month, w.opening, w.received, w.paid, w.closing, w.entries, w.last_entry_no,
    w.digest, w.sealed_by, w.sealed_at, w.sealed_position, w.approved_by, w.approved_at
FROM unnest($3::bigint[], $4::bigint[],
    $5::uuid[], $6::date[], $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[], $11::int[],
    $12::int[], $13::text[], $14::uuid[], $15::timestamptz[], $16::bigint[], $17::uuid[],
    $18::timestamptz[]
) AS w (from_position, to_position,
    book_id, month, opening, received, paid, closing, entries, last_entry_no, digest, sealed_by,
    sealed_at, sealed_position, approved_by, approved_at)

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

-- name: count_insert
-- Write versions of a count. $1 uuid: tenant, $2 int: generation, $3 bigint[] and
-- $4 bigint[]: from and to position, $5 and following: the columns in the order of the struct.
INSERT INTO view.fund_count (tenant_id, generation, from_position, to_position,
    book_id, entry, wksbm_id, counted_on, counted, balance, difference, witnesses, booked_no)
SELECT $1, $2, w.from_position, w.to_position,
    w.book_id, w.entry, w.wksbm_id, w.counted_on, w.counted, w.balance, w.difference, w.witnesses,
    w.booked_no
FROM unnest($3::bigint[], $4::bigint[],
    $5::uuid[], $6::int[], $7::uuid[], $8::date[], $9::bigint[], $10::bigint[], $11::bigint[],
    $12::text[], $13::int[]
) AS w (from_position, to_position,
    book_id, entry, wksbm_id, counted_on, counted, balance, difference, witnesses, booked_no)

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
-- $3 and following: the columns in the order of the struct.
INSERT INTO view.fund_entry (tenant_id, generation,
    book_id, entry_no, wksbm_id, position, version, event_id, recorded_at, actor_id, day, kind,
    amount, unit, balance, person_id, period, receipt_no, receipt_sha256, purpose, donor_kind,
    organisation, publishable, decision_meeting_id, decision_no, approved_by, reverses_no,
    reverses_book_id, reverses_day, reason, corrects_no, twin_book_id, twin_entry_no, twin_amount,
    households, gave, case_id, goods, rice, note, buyer)
SELECT $1, $2,
    w.book_id, w.entry_no, w.wksbm_id, w.position, w.version, w.event_id, w.recorded_at,
    w.actor_id, w.day, w.kind, w.amount, w.unit, w.balance, w.person_id, w.period, w.receipt_no,
    w.receipt_sha256, w.purpose, w.donor_kind, w.organisation, w.publishable,
    w.decision_meeting_id, w.decision_no, w.approved_by, w.reverses_no, w.reverses_book_id,
    w.reverses_day, w.reason, w.corrects_no, w.twin_book_id, w.twin_entry_no, w.twin_amount,
    w.households, w.gave, w.case_id, w.goods, w.rice, w.note, w.buyer
FROM unnest(
    $3::uuid[], $4::int[], $5::uuid[], $6::bigint[], $7::int[], $8::uuid[], $9::timestamptz[],
    $10::uuid[], $11::date[], $12::text[], $13::bigint[], $14::text[], $15::bigint[], $16::uuid[],
    $17::date[], $18::text[], $19::text[], $20::text[], $21::text[], $22::text[], $23::boolean[],
    $24::uuid[], $25::int[], $26::uuid[], $27::int[], $28::uuid[], $29::date[], $30::text[],
    $31::int[], $32::uuid[], $33::int[], $34::bigint[], $35::int[], $36::int[], $37::uuid[],
    $38::text[], $39::text[], $40::text[], $41::text[]
) AS w (
    book_id, entry_no, wksbm_id, position, version, event_id, recorded_at, actor_id, day, kind,
    amount, unit, balance, person_id, period, receipt_no, receipt_sha256, purpose, donor_kind,
    organisation, publishable, decision_meeting_id, decision_no, approved_by, reverses_no,
    reverses_book_id, reverses_day, reason, corrects_no, twin_book_id, twin_entry_no, twin_amount,
    households, gave, case_id, goods, rice, note, buyer)
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
