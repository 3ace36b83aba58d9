-- Writes of arisan. The columns are those of the structs in rows.py, in their order.

-- name: state_load
-- The states of some streams. $1 uuid: tenant, $2 int: generation, $3 uuid[]: streams.
SELECT s.stream_id, s.version, s.state
FROM unnest($3::uuid[]) AS w (stream_id)
CROSS JOIN LATERAL (
    SELECT t.stream_id, t.version, t.state FROM view.arisan_state t
    WHERE t.tenant_id = $1 AND t.generation = $2 AND t.stream_id = w.stream_id
    LIMIT 1
) s

-- name: state_save
-- Keep the states of some streams. $1 uuid: tenant, $2 int: generation, $3 uuid[]: streams,
-- $4 int[]: versions, $5 bytea[]: states (UTF-8 JSON).
INSERT INTO view.arisan_state (tenant_id, generation, stream_id, version, state)
SELECT $1, $2, w.stream_id, w.version, w.state
FROM unnest($3::uuid[], $4::int[], $5::bytea[]) AS w (stream_id, version, state)
ON CONFLICT (tenant_id, generation, stream_id)
DO UPDATE SET version = excluded.version, state = excluded.state

-- name: cycle_last
-- The last version of a cycle, live or closed. $1 uuid: tenant, $2 int: generation,
-- $3 uuid[]: cycle_id.
SELECT v.* FROM unnest($3::uuid[]) AS w (cycle_id)
CROSS JOIN LATERAL (
    SELECT t.from_position, t.to_position,
        t.cycle_id, t.wksbm_id, t.version, t.updated_at, t.title, t.unit, t.contribution,
        t.frequency, t.method, t.cut, t.starts_on, t.state, t.closed_on, t.share_count,
        t.won_count, t.current_round, t.missing, t.owed
    FROM view.arisan_cycle t
    WHERE t.tenant_id = $1 AND t.generation = $2 AND t.cycle_id = w.cycle_id
    ORDER BY t.from_position DESC LIMIT 1
) v

-- name: cycle_close
-- End the live version of a cycle. $1 uuid: tenant, $2 int: generation,
-- $3 bigint[]: where it ends, $4 uuid[]: cycle_id.
UPDATE view.arisan_cycle t SET to_position = u.to_position
FROM (
    SELECT x.place, w.to_position
    FROM unnest($3::bigint[], $4::uuid[]) AS w (to_position, cycle_id)
    CROSS JOIN LATERAL (
        SELECT t.ctid AS place FROM view.arisan_cycle t
        WHERE t.tenant_id = $1 AND t.generation = $2 AND t.cycle_id = w.cycle_id
        ORDER BY t.from_position DESC LIMIT 1
    ) x
) u
WHERE t.ctid = u.place AND t.tenant_id = $1 AND t.generation = $2

-- name: cycle_begin
-- Write versions of a cycle. $1 uuid: tenant, $2 int: generation,
-- $3 view.arisan_cycle[]: whole rows.
INSERT INTO view.arisan_cycle
SELECT r.* FROM unnest($3::view.arisan_cycle[]) AS r
WHERE r.tenant_id = $1 AND r.generation = $2

-- name: share_last
-- The last version of a share, live or closed. $1 uuid: tenant, $2 int: generation,
-- $3 uuid[]: cycle_id, $4 int[]: no.
SELECT v.* FROM unnest($3::uuid[], $4::int[]) AS w (cycle_id, no)
CROSS JOIN LATERAL (
    SELECT t.from_position, t.to_position,
        t.cycle_id, t.no, t.wksbm_id, t.member_id, t.won_round, t.in_draw, t.next, t.unpaid,
        t.owed
    FROM view.arisan_share t
    WHERE t.tenant_id = $1 AND t.generation = $2 AND t.cycle_id = w.cycle_id AND t.no = w.no
    ORDER BY t.from_position DESC LIMIT 1
) v

-- name: share_close
-- End the live version of a share. $1 uuid: tenant, $2 int: generation,
-- $3 bigint[]: where it ends, $4 uuid[]: cycle_id, $5 int[]: no.
UPDATE view.arisan_share t SET to_position = u.to_position
FROM (
    SELECT x.place, w.to_position
    FROM unnest($3::bigint[], $4::uuid[], $5::int[]) AS w (to_position, cycle_id, no)
    CROSS JOIN LATERAL (
        SELECT t.ctid AS place FROM view.arisan_share t
        WHERE t.tenant_id = $1 AND t.generation = $2 AND t.cycle_id = w.cycle_id AND t.no = w.no
        ORDER BY t.from_position DESC LIMIT 1
    ) x
) u
WHERE t.ctid = u.place AND t.tenant_id = $1 AND t.generation = $2

-- name: share_begin
-- Write versions of a share. $1 uuid: tenant, $2 int: generation,
-- $3 view.arisan_share[]: whole rows.
INSERT INTO view.arisan_share
SELECT r.* FROM unnest($3::view.arisan_share[]) AS r
WHERE r.tenant_id = $1 AND r.generation = $2

-- name: round_last
-- The last version of a round, live or closed. $1 uuid: tenant, $2 int: generation,
-- $3 uuid[]: cycle_id, $4 int[]: no.
SELECT v.* FROM unnest($3::uuid[], $4::int[]) AS w (cycle_id, no)
CROSS JOIN LATERAL (
    SELECT t.from_position, t.to_position,
        t.cycle_id, t.no, t.wksbm_id, t.state, t.collected_on, t.collected, t.covered, t.missing,
        t.winner_share, t.winner_id, t.drawn_on, t.method, t.candidates, t.seed, t.witnesses,
        t.bid, t.pot, t.paid_on, t.paid, t.withheld, t.receipt_no, t.payments
    FROM view.arisan_round t
    WHERE t.tenant_id = $1 AND t.generation = $2 AND t.cycle_id = w.cycle_id AND t.no = w.no
    ORDER BY t.from_position DESC LIMIT 1
) v

-- name: round_close
-- End the live version of a round. $1 uuid: tenant, $2 int: generation,
-- $3 bigint[]: where it ends, $4 uuid[]: cycle_id, $5 int[]: no.
UPDATE view.arisan_round t SET to_position = u.to_position
FROM (
    SELECT x.place, w.to_position
    FROM unnest($3::bigint[], $4::uuid[], $5::int[]) AS w (to_position, cycle_id, no)
    CROSS JOIN LATERAL (
        SELECT t.ctid AS place FROM view.arisan_round t
        WHERE t.tenant_id = $1 AND t.generation = $2 AND t.cycle_id = w.cycle_id AND t.no = w.no
        ORDER BY t.from_position DESC LIMIT 1
    ) x
) u
WHERE t.ctid = u.place AND t.tenant_id = $1 AND t.generation = $2

-- name: round_begin
-- Write versions of a round. $1 uuid: tenant, $2 int: generation,
-- $3 view.arisan_round[]: whole rows.
INSERT INTO view.arisan_round
SELECT r.* FROM unnest($3::view.arisan_round[]) AS r
WHERE r.tenant_id = $1 AND r.generation = $2

-- name: debt_last
-- The last version of a debt, live or closed. $1 uuid: tenant, $2 int: generation,
-- $3 uuid[]: cycle_id, $4 int[]: share, $5 int[]: round.
SELECT v.* FROM unnest($3::uuid[], $4::int[], $5::int[]) AS w (cycle_id, share, round)
CROSS JOIN LATERAL (
    SELECT t.from_position, t.to_position,
        t.cycle_id, t.share, t.round, t.wksbm_id, t.member_id, t.amount
    FROM view.arisan_debt t
    WHERE t.tenant_id = $1 AND t.generation = $2 AND t.cycle_id = w.cycle_id AND t.share = w.share AND t.round = w.round
    ORDER BY t.from_position DESC LIMIT 1
) v

-- name: debt_close
-- End the live version of a debt. $1 uuid: tenant, $2 int: generation,
-- $3 bigint[]: where it ends, $4 uuid[]: cycle_id, $5 int[]: share, $6 int[]: round.
UPDATE view.arisan_debt t SET to_position = u.to_position
FROM (
    SELECT x.place, w.to_position
    FROM unnest($3::bigint[], $4::uuid[], $5::int[], $6::int[]) AS w (to_position, cycle_id, share, round)
    CROSS JOIN LATERAL (
        SELECT t.ctid AS place FROM view.arisan_debt t
        WHERE t.tenant_id = $1 AND t.generation = $2 AND t.cycle_id = w.cycle_id AND t.share = w.share AND t.round = w.round
        ORDER BY t.from_position DESC LIMIT 1
    ) x
) u
WHERE t.ctid = u.place AND t.tenant_id = $1 AND t.generation = $2

-- name: debt_begin
-- Write versions of a debt. $1 uuid: tenant, $2 int: generation,
-- $3 view.arisan_debt[]: whole rows.
INSERT INTO view.arisan_debt
SELECT r.* FROM unnest($3::view.arisan_debt[]) AS r
WHERE r.tenant_id = $1 AND r.generation = $2
