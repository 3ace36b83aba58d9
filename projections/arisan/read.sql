-- Rows of arisan. Each statement takes $1 uuid: tenant, $2 bigint: position (as of), $3 date:
-- valid on (null: no day in particular); a condition takes its value as $4.

-- name: cycles
-- Cycles; with a date: begun by then.
SELECT c.cycle_id, c.wksbm_id, c.version, c.updated_at, c.title, c.unit, c.contribution,
    c.frequency, c.method, c.cut, c.starts_on, c.state, c.closed_on, c.share_count, c.won_count,
    c.current_round, c.missing, c.owed
FROM as_of.arisan_cycle c
WHERE ($3::date IS NULL OR c.starts_on <= $3::date)

-- name: shares
-- The shares of cycles.
SELECT s.cycle_id, s.no, s.wksbm_id, s.member_id, s.won_round, s.in_draw, s.next, s.unpaid, s.owed,
    (SELECT x.name::json FROM as_of.person_registry x
        WHERE x.person_id = s.member_id
        LIMIT 1) AS member_name
FROM as_of.arisan_share s

-- name: rounds
-- The rounds of cycles, as far as they have come.
SELECT o.cycle_id, o.no, o.wksbm_id, o.state, o.collected_on, o.collected, o.covered, o.missing,
    o.winner_share, o.winner_id, o.drawn_on, o.method, o.candidates::json AS candidates, o.seed,
    o.witnesses::json AS witnesses, o.bid, o.pot, o.paid_on, o.paid, o.withheld, o.receipt_no,
    o.payments::json AS payments,
    (SELECT x.name::json FROM as_of.person_registry x
        WHERE x.person_id = o.winner_id
        LIMIT 1) AS winner_name
FROM as_of.arisan_round o

-- name: debts
-- What is owed for rounds that are drawn.
SELECT d.cycle_id, d.share, d.round, d.wksbm_id, d.member_id, d.amount,
    (SELECT x.name::json FROM as_of.person_registry x
        WHERE x.person_id = d.member_id
        LIMIT 1) AS member_name
FROM as_of.arisan_debt d
