-- Rows of books of funds. Each statement takes $1 uuid: tenant, $2 bigint: position (as of),
-- $3 date: valid on (null: today, the date in the office's zone); a condition takes its value as $4.

-- name: books
-- All books, with their balance in the order of the log: the last row at or before the position.
SELECT b.*,
    m.version, m.recorded_at AS updated_at, m.entries, m.balance
FROM as_of.fund_book b
CROSS JOIN LATERAL (
    SELECT x.version, x.recorded_at, x.entries, x.balance
    FROM as_of.fund_balance x
    WHERE x.book_id = b.book_id
    ORDER BY x.position DESC LIMIT 1
) m

-- name: balances
-- The balance of each book at the end of the day: of the last day at or before it, as known then. A closed
-- book answers until its balance has gone over, on the first day of the next one.
SELECT b.book_id, b.wksbm_id, b.kind, b.unit, b.year,
    {on_day} AS on_day,
    coalesce(d.closing, 0) AS balance, coalesce(d.entries, 0) AS entries, d.day AS last_day,
    d.last_position,
    coalesce(b.sealed_to >= {on_day}, false) AS sealed
FROM as_of.fund_book b
LEFT JOIN LATERAL (
    SELECT x.day, x.closing, x.entries, x.last_position
    FROM as_of.fund_day x
    WHERE x.book_id = b.book_id
        AND x.day <= {on_day}
    ORDER BY x.day DESC LIMIT 1
) d ON true
WHERE b.opens_on <= {on_day} AND b.state <> 'WITHDRAWN'
    AND coalesce((SELECT x.opens_on FROM as_of.fund_book x
        WHERE x.book_id = b.next_book_id LIMIT 1), 'infinity') > {on_day}

-- name: proofs
-- The entries of which a balance is the sum: all that are booked on the day or before it.
SELECT e.*
FROM as_of.fund_entry e
WHERE e.day <= {on_day}

-- name: entries
-- The entries of cash books, with later additions; with a date: those booked on it or before.
SELECT e.* EXCLUDE (receipt_no, receipt_sha256),
    coalesce(c.receipt_no, e.receipt_no) AS receipt_no,
    coalesce(c.receipt_sha256, e.receipt_sha256) AS receipt_sha256,
    CASE WHEN (e.amount > 0) <> (e.kind = 'REVERSAL') THEN nullif(e.amount, 0) END AS received,
    CASE WHEN (e.amount < 0) <> (e.kind = 'REVERSAL') THEN nullif(-e.amount, 0) END AS paid,
    CASE WHEN e.publishable THEN e.organisation END AS published_donor,
    v.reversed_by, v.reversed_in,
    (SELECT n.name FROM as_of.person_registry n
        WHERE n.person_id = e.person_id
            AND e.kind IN ('DUES_IN', 'DONATION_IN', 'RICE_OUT')
        LIMIT 1) AS payer_name,
    (SELECT n.name FROM as_of.person_registry n
        WHERE n.person_id = e.person_id
            AND e.kind IN ('PAYMENT_OUT', 'DEATH_BENEFIT_OUT')
        LIMIT 1) AS payee_name
FROM as_of.fund_entry e
LEFT JOIN LATERAL (
    SELECT x.reversed_by, x.reversed_in
    FROM as_of.fund_mark x
    WHERE x.book_id = e.book_id
        AND x.entry_no = e.entry_no AND x.reversed_by IS NOT NULL
    ORDER BY x.position LIMIT 1
) v ON true
LEFT JOIN LATERAL (
    SELECT x.receipt_no, x.receipt_sha256
    FROM as_of.fund_mark x
    WHERE x.book_id = e.book_id
        AND x.entry_no = e.entry_no AND x.reversed_by IS NULL
    ORDER BY x.position DESC LIMIT 1
) c ON true
WHERE ($3::date IS NULL OR e.day <= $3::date)

-- name: days
-- The days with entries; with a date: up to it.
SELECT d.*,
    b.wksbm_id, b.kind, b.unit
FROM as_of.fund_day d
CROSS JOIN LATERAL (
    SELECT x.wksbm_id, x.kind, x.unit
    FROM as_of.fund_book x
    WHERE x.book_id = d.book_id
    LIMIT 1
) b
WHERE ($3::date IS NULL OR d.day <= $3::date)

-- name: months
-- The months of each book that had begun by the day, sealed or not, with their figures; what a seal
-- says of what came in and went out stays as it was sealed.
SELECT b.book_id, b.wksbm_id, b.kind, b.unit, b.year, m.month,
    (m.month + interval '1 month - 1 day')::date AS last_day,
    coalesce(o.closing, 0) AS opening, coalesce(q.received, greatest(least(coalesce(s.received, 0), {largest}), -{largest})::bigint)
        AS received,
    coalesce(q.paid, greatest(least(coalesce(s.paid, 0), {largest}), -{largest})::bigint) AS paid,
    greatest(least(coalesce(o.closing, 0) + coalesce(s.received, 0) - coalesce(s.paid, 0),
        {largest}), -{largest})::bigint AS closing,
    coalesce(s.entries, 0)::int AS entries,
    q.digest IS NOT NULL AS sealed, q.digest, q.sealed_by, q.sealed_at, q.sealed_position,
    q.approved_by, q.approved_at, b.state
FROM as_of.fund_book b
CROSS JOIN LATERAL (
    SELECT make_date(b.year, n, 1) AS month
    FROM generate_series(extract(month FROM b.opens_on)::int, 12) n
    WHERE make_date(b.year, n, 1) <= {on_day}
) m
LEFT JOIN LATERAL (
    SELECT x.closing, x.entries
    FROM as_of.fund_day x
    WHERE x.book_id = b.book_id
        AND x.day < m.month
    ORDER BY x.day DESC LIMIT 1
) o ON true
LEFT JOIN LATERAL (
    SELECT sum(x.received) AS received, sum(x.paid) AS paid,
        max(x.entries) - coalesce(o.entries, 0) AS entries
    FROM as_of.fund_day x
    WHERE x.book_id = b.book_id
        AND x.day >= m.month AND x.day < m.month + interval '1 month'
) s ON true
LEFT JOIN LATERAL (
    SELECT x.received, x.paid, x.digest, x.sealed_by, x.sealed_at, x.sealed_position,
        x.approved_by, x.approved_at
    FROM as_of.fund_seal x
    WHERE x.book_id = b.book_id
        AND x.month = m.month
    LIMIT 1
) q ON true
WHERE b.state <> 'WITHDRAWN'

-- name: count_witnesses
-- The witnesses of counts.
SELECT c.book_id, c.entry, c.wksbm_id, p.no::int AS no, p.person::uuid AS person_id
FROM as_of.fund_count c
CROSS JOIN LATERAL json_array_elements_text(c.witnesses::json) WITH ORDINALITY AS p (person, no)
