-- Rows of books of funds. Each statement takes $1 uuid: tenant, $2 bigint: position (as of),
-- $3 date: valid on (null: today, the date in the office's zone); a condition takes its value as $4.

-- name: books
-- Every book, with its balance in the order of the log: the last row at or before the position.
SELECT b.book_id, b.wksbm_id, b.kind, b.unit, b.year, b.title, b.opens_on, b.scope,
    b.may_pay_operations, b.permit_no, b.permit_until, b.state, b.sealed_to,
    m.version, m.recorded_at AS updated_at, m.entries, m.balance
FROM view.fund_book b
CROSS JOIN LATERAL (
    SELECT x.version, x.recorded_at, x.entries, x.balance
    FROM view.fund_balance x
    WHERE x.tenant_id = $1 AND x.generation = b.generation AND x.book_id = b.book_id
        AND x.position <= $2
    ORDER BY x.position DESC LIMIT 1
) m
WHERE b.tenant_id = $1 AND b.from_position <= $2 AND $2 < b.to_position
    AND b.generation = (
        SELECT l.generation FROM wahana.projection_live l
        WHERE l.tenant_id = $1 AND l.view = 'fund_book')

-- name: balances
-- What each book says for the end of the day: the last day at or before it, as known then.
SELECT b.book_id, b.wksbm_id, b.kind, b.unit, b.year,
    coalesce($3::date, (SELECT view.office_today($1))) AS on_day,
    coalesce(d.closing, 0) AS balance, coalesce(d.entries, 0) AS entries, d.day AS last_day,
    d.last_position,
    coalesce(b.sealed_to >= coalesce($3::date, (SELECT view.office_today($1))), false) AS sealed
FROM view.fund_book b
LEFT JOIN LATERAL (
    SELECT x.day, x.closing, x.entries, x.last_position
    FROM view.fund_day x
    WHERE x.tenant_id = $1 AND x.generation = b.generation AND x.book_id = b.book_id
        AND x.day <= coalesce($3::date, (SELECT view.office_today($1)))
        AND x.from_position <= $2 AND $2 < x.to_position
    ORDER BY x.day DESC LIMIT 1
) d ON true
WHERE b.tenant_id = $1 AND b.from_position <= $2 AND $2 < b.to_position
    AND b.opens_on <= coalesce($3::date, (SELECT view.office_today($1)))
    AND b.generation = (
        SELECT l.generation FROM wahana.projection_live l
        WHERE l.tenant_id = $1 AND l.view = 'fund_book')

-- name: proofs
-- The entries that a balance rests on: all that are booked on the day or before it.
SELECT e.book_id, e.entry_no, e.wksbm_id, e.day, e.amount, e.position, e.event_id
FROM view.fund_entry e
WHERE e.tenant_id = $1 AND e.position <= $2
    AND e.generation = (
        SELECT l.generation FROM wahana.projection_live l
        WHERE l.tenant_id = $1 AND l.view = 'fund_book')
    AND e.day <= coalesce($3::date, (SELECT view.office_today($1)))

-- name: entries
-- The entries of cash books, with what came to them later; with a date: booked on it or before.
SELECT e.book_id, e.entry_no, e.wksbm_id, e.position, e.version, e.event_id, e.recorded_at,
    e.actor_id, e.day, e.kind, e.amount, nullif(greatest(e.amount, 0), 0) AS received,
    nullif(greatest(-e.amount, 0), 0) AS paid, e.unit, e.balance, e.person_id, e.period,
    coalesce(c.receipt_no, e.receipt_no) AS receipt_no,
    coalesce(c.receipt_sha256, e.receipt_sha256) AS receipt_sha256,
    e.purpose, e.donor_kind, e.organisation,
    CASE WHEN e.publishable THEN e.organisation END AS published_donor,
    e.decision_meeting_id, e.decision_no, e.approved_by, e.reverses_no, e.reverses_book_id,
    e.reverses_day, e.reason, e.corrects_no, e.twin_book_id, e.twin_entry_no, e.twin_amount,
    e.households, e.gave, e.case_id, e.goods::json AS goods, e.rice::json AS rice,
    e.note::json AS note, e.buyer::json AS buyer, v.reversed_by, v.reversed_in,
    (SELECT x.name::json FROM view.person_registry x
        WHERE x.tenant_id = $1 AND x.person_id = e.person_id
            AND e.kind IN ('DUES_IN', 'DONATION_IN', 'RICE_OUT')
            AND x.from_position <= $2 AND $2 < x.to_position
            AND x.generation = (
                SELECT l.generation FROM wahana.projection_live l
                WHERE l.tenant_id = $1 AND l.view = 'person_registry')
        LIMIT 1) AS payer_name,
    (SELECT x.name::json FROM view.person_registry x
        WHERE x.tenant_id = $1 AND x.person_id = e.person_id
            AND e.kind IN ('PAYMENT_OUT', 'DEATH_BENEFIT_OUT')
            AND x.from_position <= $2 AND $2 < x.to_position
            AND x.generation = (
                SELECT l.generation FROM wahana.projection_live l
                WHERE l.tenant_id = $1 AND l.view = 'person_registry')
        LIMIT 1) AS payee_name
FROM view.fund_entry e
LEFT JOIN LATERAL (
    SELECT x.reversed_by, x.reversed_in
    FROM view.fund_mark x
    WHERE x.tenant_id = $1 AND x.generation = e.generation AND x.book_id = e.book_id
        AND x.entry_no = e.entry_no AND x.position <= $2 AND x.reversed_by IS NOT NULL
    ORDER BY x.position LIMIT 1
) v ON true
LEFT JOIN LATERAL (
    SELECT x.receipt_no, x.receipt_sha256
    FROM view.fund_mark x
    WHERE x.tenant_id = $1 AND x.generation = e.generation AND x.book_id = e.book_id
        AND x.entry_no = e.entry_no AND x.position <= $2 AND x.reversed_by IS NULL
    ORDER BY x.position DESC LIMIT 1
) c ON true
WHERE e.tenant_id = $1 AND e.position <= $2
    AND e.generation = (
        SELECT l.generation FROM wahana.projection_live l
        WHERE l.tenant_id = $1 AND l.view = 'fund_book')
    AND ($3::date IS NULL OR e.day <= $3::date)

-- name: is_reversed
-- Whether the entry was reversed, $4 boolean.
(r.reversed_by IS NOT NULL) = $4

-- name: days
-- The days on which something was booked; with a date: up to it.
SELECT d.book_id, d.day, b.wksbm_id, b.kind, b.unit, d.received, d.paid, d.closing, d.entries,
    d.last_position
FROM view.fund_day d
CROSS JOIN LATERAL (
    SELECT x.wksbm_id, x.kind, x.unit
    FROM view.fund_book x
    WHERE x.tenant_id = $1 AND x.generation = d.generation AND x.book_id = d.book_id
        AND x.from_position <= $2 AND $2 < x.to_position
    LIMIT 1
) b
WHERE d.tenant_id = $1 AND d.from_position <= $2 AND $2 < d.to_position
    AND d.generation = (
        SELECT l.generation FROM wahana.projection_live l
        WHERE l.tenant_id = $1 AND l.view = 'fund_book')
    AND ($3::date IS NULL OR d.day <= $3::date)

-- name: months
-- The months of each book that had begun by the day, sealed or not, with their figures.
SELECT b.book_id, b.wksbm_id, b.kind, b.unit, b.year, m.month,
    (m.month + interval '1 month - 1 day')::date AS last_day,
    coalesce(o.closing, 0) AS opening, coalesce(s.received, 0)::bigint AS received,
    coalesce(s.paid, 0)::bigint AS paid,
    coalesce(o.closing, 0) + (coalesce(s.received, 0) - coalesce(s.paid, 0))::bigint AS closing,
    coalesce(s.entries, 0)::int AS entries,
    q.digest IS NOT NULL AS sealed, q.digest, q.sealed_by, q.sealed_at, q.sealed_position,
    q.approved_by, q.approved_at, b.state
FROM view.fund_book b
CROSS JOIN LATERAL (
    SELECT make_date(b.year, n, 1) AS month
    FROM generate_series(extract(month FROM b.opens_on)::int, 12) n
    WHERE make_date(b.year, n, 1) <= coalesce($3::date, (SELECT view.office_today($1)))
) m
LEFT JOIN LATERAL (
    SELECT x.closing, x.entries
    FROM view.fund_day x
    WHERE x.tenant_id = $1 AND x.generation = b.generation AND x.book_id = b.book_id
        AND x.day < m.month AND x.from_position <= $2 AND $2 < x.to_position
    ORDER BY x.day DESC LIMIT 1
) o ON true
LEFT JOIN LATERAL (
    SELECT sum(x.received) AS received, sum(x.paid) AS paid,
        max(x.entries) - coalesce(o.entries, 0) AS entries
    FROM view.fund_day x
    WHERE x.tenant_id = $1 AND x.generation = b.generation AND x.book_id = b.book_id
        AND x.day >= m.month AND x.day < m.month + interval '1 month'
        AND x.from_position <= $2 AND $2 < x.to_position
) s ON true
LEFT JOIN LATERAL (
    SELECT x.digest, x.sealed_by, x.sealed_at, x.sealed_position, x.approved_by, x.approved_at
    FROM view.fund_seal x
    WHERE x.tenant_id = $1 AND x.generation = b.generation AND x.book_id = b.book_id
        AND x.month = m.month AND x.from_position <= $2 AND $2 < x.to_position
    LIMIT 1
) q ON true
WHERE b.tenant_id = $1 AND b.from_position <= $2 AND $2 < b.to_position
    AND b.state <> 'WITHDRAWN'
    AND b.generation = (
        SELECT l.generation FROM wahana.projection_live l
        WHERE l.tenant_id = $1 AND l.view = 'fund_book')

-- name: counts
-- Counts of the box that stand; with a date: those made by then.
SELECT c.book_id, c.entry, c.wksbm_id, c.counted_on, c.counted, c.balance, c.difference,
    c.booked_no
FROM view.fund_count c
WHERE c.tenant_id = $1 AND c.from_position <= $2 AND $2 < c.to_position
    AND c.generation = (
        SELECT l.generation FROM wahana.projection_live l
        WHERE l.tenant_id = $1 AND l.view = 'fund_book')
    AND ($3::date IS NULL OR c.counted_on <= $3::date)

-- name: count_witnesses
-- Before whom a box was counted.
SELECT c.book_id, c.entry, c.wksbm_id, p.no::int AS no, p.person::uuid AS person_id
FROM view.fund_count c
CROSS JOIN LATERAL json_array_elements_text(c.witnesses::json) WITH ORDINALITY AS p (person, no)
WHERE c.tenant_id = $1 AND c.from_position <= $2 AND $2 < c.to_position
    AND c.generation = (
        SELECT l.generation FROM wahana.projection_live l
        WHERE l.tenant_id = $1 AND l.view = 'fund_book')

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
