-- Writes of the office. The columns are those of the structs in view.py, in their order.

-- name: state_load
-- The states of some streams. $1 uuid: tenant, $2 int: generation, $3 uuid[]: streams.
SELECT s.stream_id, s.version, s.state
FROM unnest($3::uuid[]) AS w (stream_id)
CROSS JOIN LATERAL (
    SELECT t.stream_id, t.version, t.state FROM view.office_state t
    WHERE t.tenant_id = $1 AND t.generation = $2 AND t.stream_id = w.stream_id
    LIMIT 1
) s

-- name: state_save
-- Keep the states of some streams. $1 uuid: tenant, $2 int: generation, $3 uuid[]: streams,
-- $4 int[]: versions, $5 bytea[]: states (UTF-8 JSON).
INSERT INTO view.office_state (tenant_id, generation, stream_id, version, state)
SELECT $1, $2, w.stream_id, w.version, w.state
FROM unnest($3::uuid[], $4::int[], $5::bytea[]) AS w (stream_id, version, state)
ON CONFLICT (tenant_id, generation, stream_id)
DO UPDATE SET version = excluded.version, state = excluded.state

-- name: office_last
-- The last version of the office, live or closed. $1 uuid: tenant, $2 int: generation,
-- $3 uuid[]: office_id.
SELECT v.* FROM unnest($3::uuid[]) AS w (office_id)
CROSS JOIN LATERAL (
    SELECT t.from_position, t.to_position,
        t.office_id, t.version, t.updated_at, t.name, t.slug, t.level, t.area_code, t.area_name,
        t.time_zone, t.log_origin, t.sample, t.backlog_until, t.names, t.policies, t.editions
    FROM view.office t
    WHERE t.tenant_id = $1 AND t.generation = $2 AND t.office_id = w.office_id
    ORDER BY t.from_position DESC LIMIT 1
) v

-- name: office_close
-- End the live version of the office. $1 uuid: tenant, $2 int: generation,
-- $3 bigint[]: where it ends, $4 uuid[]: office_id.
UPDATE view.office t SET to_position = u.to_position
FROM (
    SELECT x.place, w.to_position
    FROM unnest($3::bigint[], $4::uuid[]) AS w (to_position, office_id)
    CROSS JOIN LATERAL (
        SELECT t.ctid AS place FROM view.office t
        WHERE t.tenant_id = $1 AND t.generation = $2 AND t.office_id = w.office_id
        ORDER BY t.from_position DESC LIMIT 1
    ) x
) u
WHERE t.ctid = u.place AND t.tenant_id = $1 AND t.generation = $2

-- name: office_begin
-- Write versions of the office. $1 uuid: tenant, $2 int: generation,
-- $3 view.office[]: whole rows.
INSERT INTO view.office
SELECT r.* FROM unnest($3::view.office[]) AS r
WHERE r.tenant_id = $1 AND r.generation = $2

-- name: member_last
-- The last version of a member, live or closed. $1 uuid: tenant, $2 int: generation,
-- $3 uuid[]: member_id.
SELECT v.* FROM unnest($3::uuid[]) AS w (member_id)
CROSS JOIN LATERAL (
    SELECT t.from_position, t.to_position,
        t.member_id, t.version, t.updated_at, t.kind, t.person_id, t.label, t.admitted_on,
        t.grants, t.tokens
    FROM view.office_member t
    WHERE t.tenant_id = $1 AND t.generation = $2 AND t.member_id = w.member_id
    ORDER BY t.from_position DESC LIMIT 1
) v

-- name: member_close
-- End the live version of a member. $1 uuid: tenant, $2 int: generation,
-- $3 bigint[]: where it ends, $4 uuid[]: member_id.
UPDATE view.office_member t SET to_position = u.to_position
FROM (
    SELECT x.place, w.to_position
    FROM unnest($3::bigint[], $4::uuid[]) AS w (to_position, member_id)
    CROSS JOIN LATERAL (
        SELECT t.ctid AS place FROM view.office_member t
        WHERE t.tenant_id = $1 AND t.generation = $2 AND t.member_id = w.member_id
        ORDER BY t.from_position DESC LIMIT 1
    ) x
) u
WHERE t.ctid = u.place AND t.tenant_id = $1 AND t.generation = $2

-- name: member_begin
-- Write versions of a member. $1 uuid: tenant, $2 int: generation,
-- $3 view.office_member[]: whole rows.
INSERT INTO view.office_member
SELECT r.* FROM unnest($3::view.office_member[]) AS r
WHERE r.tenant_id = $1 AND r.generation = $2

-- name: area_last
-- The last version of a local area, live or closed. $1 uuid: tenant, $2 int: generation,
-- $3 uuid[]: local_area_id.
SELECT v.* FROM unnest($3::uuid[]) AS w (local_area_id)
CROSS JOIN LATERAL (
    SELECT t.from_position, t.to_position,
        t.local_area_id, t.version, t.updated_at, t.province_code, t.regency_code,
        t.district_code, t.village_code, t.village_name, t.area_edition, t.kind, t.number, t.name,
        t.label, t.label_key, t.parent_id, t.closed
    FROM view.office_local_area t
    WHERE t.tenant_id = $1 AND t.generation = $2 AND t.local_area_id = w.local_area_id
    ORDER BY t.from_position DESC LIMIT 1
) v

-- name: area_close
-- End the live version of a local area. $1 uuid: tenant, $2 int: generation,
-- $3 bigint[]: where it ends, $4 uuid[]: local_area_id.
UPDATE view.office_local_area t SET to_position = u.to_position
FROM (
    SELECT x.place, w.to_position
    FROM unnest($3::bigint[], $4::uuid[]) AS w (to_position, local_area_id)
    CROSS JOIN LATERAL (
        SELECT t.ctid AS place FROM view.office_local_area t
        WHERE t.tenant_id = $1 AND t.generation = $2 AND t.local_area_id = w.local_area_id
        ORDER BY t.from_position DESC LIMIT 1
    ) x
) u
WHERE t.ctid = u.place AND t.tenant_id = $1 AND t.generation = $2

-- name: area_begin
-- Write versions of a local area. $1 uuid: tenant, $2 int: generation,
-- $3 view.office_local_area[]: whole rows.
INSERT INTO view.office_local_area
SELECT r.* FROM unnest($3::view.office_local_area[]) AS r
WHERE r.tenant_id = $1 AND r.generation = $2

-- name: permit_last
-- The last version of a late-entry permit, live or closed. $1 uuid: tenant, $2 int: generation,
-- $3 uuid[]: permit_id.
SELECT v.* FROM unnest($3::uuid[]) AS w (permit_id)
CROSS JOIN LATERAL (
    SELECT t.from_position, t.to_position,
        t.permit_id, t.version, t.updated_at, t.covers_from, t.covers_to, t.until, t.wksbm_id,
        t.reason, t.allowed_by, t.allowed_on, t.revoked, t.revoked_on
    FROM view.office_late_permit t
    WHERE t.tenant_id = $1 AND t.generation = $2 AND t.permit_id = w.permit_id
    ORDER BY t.from_position DESC LIMIT 1
) v

-- name: permit_close
-- End the live version of a late-entry permit. $1 uuid: tenant, $2 int: generation,
-- $3 bigint[]: where it ends, $4 uuid[]: permit_id.
UPDATE view.office_late_permit t SET to_position = u.to_position
FROM (
    SELECT x.place, w.to_position
    FROM unnest($3::bigint[], $4::uuid[]) AS w (to_position, permit_id)
    CROSS JOIN LATERAL (
        SELECT t.ctid AS place FROM view.office_late_permit t
        WHERE t.tenant_id = $1 AND t.generation = $2 AND t.permit_id = w.permit_id
        ORDER BY t.from_position DESC LIMIT 1
    ) x
) u
WHERE t.ctid = u.place AND t.tenant_id = $1 AND t.generation = $2

-- name: permit_begin
-- Write versions of a late-entry permit. $1 uuid: tenant, $2 int: generation,
-- $3 view.office_late_permit[]: whole rows.
INSERT INTO view.office_late_permit
SELECT r.* FROM unnest($3::view.office_late_permit[]) AS r
WHERE r.tenant_id = $1 AND r.generation = $2
