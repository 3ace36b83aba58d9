-- Rows of arisan. Each statement takes $1 uuid: tenant, $2 bigint: position (as of), $3 date:
-- valid on (null: no particular day); a condition takes its value as $4.

-- name: shares
-- The shares of cycles.
SELECT s.*,
    (SELECT x.name FROM as_of.person_registry x
        WHERE x.person_id = s.member_id
        LIMIT 1) AS member_name
FROM as_of.arisan_share s

-- name: rounds
-- The rounds of cycles in their present state.
SELECT o.*,
    (SELECT x.name FROM as_of.person_registry x
        WHERE x.person_id = o.winner_id
        LIMIT 1) AS winner_name
FROM as_of.arisan_round o

-- name: debts
-- The debts for drawn rounds.
SELECT d.*,
    (SELECT x.name FROM as_of.person_registry x
        WHERE x.person_id = d.member_id
        LIMIT 1) AS member_name
FROM as_of.arisan_debt d
