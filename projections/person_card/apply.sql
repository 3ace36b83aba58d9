-- Writes of cards. The columns are those of the structs in view.py, in their order.

-- name: card_last
-- The last version of a card, live or closed. $1 uuid: tenant, $2 int: generation,
-- $3 uuid[]: person_id.
SELECT v.* FROM unnest($3::uuid[]) AS w (person_id)
CROSS JOIN LATERAL (
    SELECT t.from_position, t.to_position,
        t.person_id, t.version, t.updated_at, t.name, t.name_key, t.name_event, t.forgotten,
        t.sex, t.area_code, t.regency_name, t.village_name, t.offices, t.phone, t.address, t.email
    FROM view.person_card t
    WHERE t.tenant_id = $1 AND t.generation = $2 AND t.person_id = w.person_id
    ORDER BY t.from_position DESC LIMIT 1
) v

-- name: card_close
-- End the live version of a card. $1 uuid: tenant, $2 int: generation,
-- $3 bigint[]: where it ends, $4 uuid[]: person_id.
UPDATE view.person_card t SET to_position = u.to_position
FROM (
    SELECT x.place, w.to_position
    FROM unnest($3::bigint[], $4::uuid[]) AS w (to_position, person_id)
    CROSS JOIN LATERAL (
        SELECT t.ctid AS place FROM view.person_card t
        WHERE t.tenant_id = $1 AND t.generation = $2 AND t.person_id = w.person_id
        ORDER BY t.from_position DESC LIMIT 1
    ) x
) u
WHERE t.ctid = u.place AND t.tenant_id = $1 AND t.generation = $2

-- name: card_begin
-- Write versions of a card. $1 uuid: tenant, $2 int: generation,
-- $3 view.person_card[]: whole rows.
INSERT INTO view.person_card
SELECT r.* FROM unnest($3::view.person_card[]) AS r
WHERE r.tenant_id = $1 AND r.generation = $2

-- name: known_load
-- What is known of some persons. $1 uuid: tenant, $2 int: generation, $3 uuid[]: persons.
SELECT k.state
FROM unnest($3::uuid[]) AS w (person_id)
CROSS JOIN LATERAL (
    SELECT t.state FROM view.person_card_known t
    WHERE t.tenant_id = $1 AND t.generation = $2 AND t.person_id = w.person_id
    LIMIT 1
) k

-- name: known_save
-- Keep what is known of some persons. $1 uuid: tenant, $2 int: generation, $3 uuid[]: persons,
-- $4 bytea[]: states (UTF-8 JSON).
INSERT INTO view.person_card_known (tenant_id, generation, person_id, state)
SELECT $1, $2, w.person_id, w.state
FROM unnest($3::uuid[], $4::bytea[]) AS w (person_id, state)
ON CONFLICT (tenant_id, generation, person_id) DO UPDATE SET state = excluded.state
