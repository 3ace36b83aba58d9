-- Rows of dues. Each statement takes $1 uuid: tenant, $2 bigint: position (as of), $3 date:
-- valid on (null: today, the date in the office's zone); a condition takes its value as $4.

-- name: payers
-- Present and former payers; with a date: payers on that day. A payer whose record was merged into
-- another one is shown under that one.
SELECT d.*,
    (WITH RECURSIVE record (person_id, merged_into) AS (
        SELECT x.person_id, x.merged_into FROM as_of.person_registry x
        WHERE x.person_id = d.payer_id
        UNION ALL
        SELECT x.person_id, x.merged_into FROM record
        JOIN as_of.person_registry x ON x.person_id = record.merged_into)
    SELECT record.person_id FROM record WHERE record.merged_into IS NULL LIMIT 1) AS person_id,
    (WITH RECURSIVE record (person_id, merged_into, name) AS (
        SELECT x.person_id, x.merged_into, x.name FROM as_of.person_registry x
        WHERE x.person_id = d.payer_id
        UNION ALL
        SELECT x.person_id, x.merged_into, x.name FROM record
        JOIN as_of.person_registry x ON x.person_id = record.merged_into)
    SELECT record.name FROM record WHERE record.merged_into IS NULL LIMIT 1) AS payer_name
FROM as_of.dues_payer d
WHERE ($3::date IS NULL
        OR (d.enrolled_from <= $3::date AND coalesce(d.left_on, 'infinity') > $3::date))

-- name: periods
-- The periods of each payer that had begun by the day, with the payments; also those paid in advance. What is
-- unpaid counts in the book that answers on the day.
SELECT d.*,
    CASE WHEN b.answers THEN least(greatest(d.due::numeric - d.paid, 0), {largest})::bigint
        ELSE 0 END AS owed,
    b.answers AND d.ends_on <= {on_day} AND d.due > d.paid AS overdue
FROM as_of.dues_period d
CROSS JOIN LATERAL {answering_book} b
WHERE (d.period <= {on_day} OR d.paid > 0)

-- name: is_unpaid
-- Whether the period has an unpaid amount, $4 boolean.
(r.owed > 0) = $4

-- name: arrears
-- The arrears of each payer on the day: periods that have begun, and the number that are over. What
-- was booked after the day had not been paid by then.
SELECT d.book_id, d.payer_id, d.wksbm_id, d.year, d.unit, d.household_id,
    least(o.owed, {largest})::bigint AS owed, o.periods::int AS periods,
    least(o.overdue, {largest})::bigint AS overdue,
    o.overdue_periods::int AS overdue_periods, o.oldest,
    (WITH RECURSIVE record (person_id, merged_into) AS (
        SELECT x.person_id, x.merged_into FROM as_of.person_registry x
        WHERE x.person_id = d.payer_id
        UNION ALL
        SELECT x.person_id, x.merged_into FROM record
        JOIN as_of.person_registry x ON x.person_id = record.merged_into)
    SELECT record.person_id FROM record WHERE record.merged_into IS NULL LIMIT 1) AS person_id,
    (WITH RECURSIVE record (person_id, merged_into, name) AS (
        SELECT x.person_id, x.merged_into, x.name FROM as_of.person_registry x
        WHERE x.person_id = d.payer_id
        UNION ALL
        SELECT x.person_id, x.merged_into, x.name FROM record
        JOIN as_of.person_registry x ON x.person_id = record.merged_into)
    SELECT record.name FROM record WHERE record.merged_into IS NULL LIMIT 1) AS payer_name
FROM as_of.dues_payer d
CROSS JOIN LATERAL {answering_book} b
CROSS JOIN LATERAL (
    SELECT sum(u.unpaid) AS owed, count(*) AS periods, min(x.period) AS oldest,
        coalesce(sum(u.unpaid) FILTER (WHERE x.ends_on <= {on_day}), 0) AS overdue,
        count(*) FILTER (WHERE x.ends_on <= {on_day}) AS overdue_periods
    FROM as_of.dues_period x
    LEFT JOIN LATERAL (
        SELECT p.period, sum(p.amount) AS amount
        FROM as_of.dues_payment p
        WHERE p.book_id = d.book_id AND p.payer_id = d.payer_id AND p.day > {on_day}
        GROUP BY p.period
    ) l ON l.period = x.period
    CROSS JOIN LATERAL (SELECT x.due::numeric - x.paid + coalesce(l.amount, 0) AS unpaid) u
    WHERE x.book_id = d.book_id
        AND x.payer_id = d.payer_id AND x.period <= {on_day} AND u.unpaid > 0
    HAVING count(*) > 0
) o
WHERE b.answers
