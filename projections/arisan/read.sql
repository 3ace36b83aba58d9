-- Rows of arisan. Each statement takes $1 uuid: tenant, $2 bigint: position (as of), $3 date:
-- valid on (null: no day in particular); a condition takes its value as $4.

-- name: cycles
-- Cycles; with a date: begun by then.
SELECT c.cycle_id, c.wksbm_id, c.version, c.updated_at, c.title, c.unit, c.contribution,
    c.frequency, c.method, c.cut, c.starts_on, c.state, c.closed_on, c.share_count, c.won_count,
    c.current_round, c.missing, c.owed
FROM view.arisan_cycle c
WHERE c.tenant_id = $1 AND c.from_position <= $2 AND $2 < c.to_position
    AND c.generation = (
        SELECT l.generation FROM wahana.projection_live l
        WHERE l.tenant_id = $1 AND l.view = 'arisan')
    AND ($3::date IS NULL OR c.starts_on <= $3::date)

-- name: shares
-- The shares of cycles.
SELECT s.cycle_id, s.no, s.wksbm_id, s.member_id, s.won_round, s.in_draw, s.next, s.unpaid, s.owed,
    (SELECT x.name::json FROM view.person_registry x
        WHERE x.tenant_id = $1 AND x.person_id = s.member_id
            AND x.from_position <= $2 AND $2 < x.to_position
            AND x.generation = (
                SELECT l.generation FROM wahana.projection_live l
                WHERE l.tenant_id = $1 AND l.view = 'person_registry')
        LIMIT 1) AS member_name
FROM view.arisan_share s
WHERE s.tenant_id = $1 AND s.from_position <= $2 AND $2 < s.to_position
    AND s.generation = (
        SELECT l.generation FROM wahana.projection_live l
        WHERE l.tenant_id = $1 AND l.view = 'arisan')

-- name: rounds
-- The rounds of cycles, as far as they have come.
SELECT o.cycle_id, o.no, o.wksbm_id, o.state, o.collected_on, o.collected, o.covered, o.missing,
    o.winner_share, o.winner_id, o.drawn_on, o.method, o.candidates::json AS candidates, o.seed,
    o.witnesses::json AS witnesses, o.bid, o.pot, o.paid_on, o.paid, o.withheld, o.receipt_no,
    o.payments::json AS payments,
    (SELECT x.name::json FROM view.person_registry x
        WHERE x.tenant_id = $1 AND x.person_id = o.winner_id
            AND x.from_position <= $2 AND $2 < x.to_position
            AND x.generation = (
                SELECT l.generation FROM wahana.projection_live l
                WHERE l.tenant_id = $1 AND l.view = 'person_registry')
        LIMIT 1) AS winner_name
FROM view.arisan_round o
WHERE o.tenant_id = $1 AND o.from_position <= $2 AND $2 < o.to_position
    AND o.generation = (
        SELECT l.generation FROM wahana.projection_live l
        WHERE l.tenant_id = $1 AND l.view = 'arisan')

-- name: debts
-- What is owed for rounds that are drawn.
SELECT d.cycle_id, d.share, d.round, d.wksbm_id, d.member_id, d.amount,
    (SELECT x.name::json FROM view.person_registry x
        WHERE x.tenant_id = $1 AND x.person_id = d.member_id
            AND x.from_position <= $2 AND $2 < x.to_position
            AND x.generation = (
                SELECT l.generation FROM wahana.projection_live l
                WHERE l.tenant_id = $1 AND l.view = 'person_registry')
        LIMIT 1) AS member_name
FROM view.arisan_debt d
WHERE d.tenant_id = $1 AND d.from_position <= $2 AND $2 < d.to_position
    AND d.generation = (
        SELECT l.generation FROM wahana.projection_live l
        WHERE l.tenant_id = $1 AND l.view = 'arisan')

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
