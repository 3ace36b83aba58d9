-- Rows of cards. Each statement takes $1 uuid: tenant, $2 bigint: position (as of), $3 date: valid on
-- (null: no day in particular); a condition takes its value as $4.

-- name: cards
-- The card of everybody who is named in an office. Contacts are sealed groups.
SELECT c.person_id, c.version, c.updated_at, c.name, c.name_key, c.forgotten, c.sex, c.area_code,
    c.regency_name, c.village_name, c.offices, c.phone::json AS phone, c.address::json AS address,
    c.email::json AS email
FROM as_of.person_card c
