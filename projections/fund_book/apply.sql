-- Writes of books of funds. The columns are those of the structs in rows.py, in their order.

-- name: day_keys
-- The days of some books, from the last one before a day on. $1 uuid: tenant, $2 int: generation,
-- $3 uuid[]: books, $4 date[]: days.
SELECT w.book_id, d.day
FROM unnest($3::uuid[], $4::date[]) AS w (book_id, day)
CROSS JOIN LATERAL (
    (SELECT t.day FROM own.fund_day t
    WHERE t.tenant_id = $1 AND t.generation = $2 AND t.book_id = w.book_id AND t.day < w.day
    ORDER BY t.day DESC LIMIT 1)
    UNION
    SELECT t.day FROM own.fund_day t
    WHERE t.tenant_id = $1 AND t.generation = $2 AND t.book_id = w.book_id AND t.day >= w.day
) d

