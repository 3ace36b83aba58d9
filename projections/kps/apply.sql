-- Writes of the view. The columns are those of the structs in rows.py, in their order.

-- name: state_load
-- The states of some streams. $1 uuid: tenant, $2 int: generation, $3 uuid[]: streams.
SELECT s.stream_id, s.version, s.state
FROM unnest($3::uuid[]) AS w (stream_id)
CROSS JOIN LATERAL (
    SELECT t.stream_id, t.version, t.state FROM view.kps_state t
    WHERE t.tenant_id = $1 AND t.generation = $2 AND t.stream_id = w.stream_id
    LIMIT 1
) s

-- name: state_save
-- Keep the states of some streams. $1 uuid: tenant, $2 int: generation, $3 uuid[]: streams,
-- $4 int[]: versions, $5 bytea[]: states (UTF-8 JSON).
INSERT INTO view.kps_state (tenant_id, generation, stream_id, version, state)
SELECT $1, $2, w.stream_id, w.version, w.state
FROM unnest($3::uuid[], $4::int[], $5::bytea[]) AS w (stream_id, version, state)
ON CONFLICT (tenant_id, generation, stream_id)
DO UPDATE SET version = excluded.version, state = excluded.state

-- name: kps_last
-- The last version of a row of kps. $1 uuid: tenant, $2 int: generation,
-- $3 uuid[]: kps_id.
SELECT v.* FROM unnest($3::uuid[]) AS w (kps_id)
CROSS JOIN LATERAL (
    SELECT t.from_position, t.to_position,
        t.kps_id, t.wksbm_id, t.version, t.updated_at, t.name, t.name_key, t.kps_kind,
        t.is_formal, t.legal_no, t.origin, t.pillars, t.local_area, t.people, t.joined_on,
        t.left_on, t.leave_reason, t.liaisons
    FROM view.kps t
    WHERE t.tenant_id = $1 AND t.generation = $2
        AND t.kps_id = w.kps_id
    ORDER BY t.from_position DESC LIMIT 1
) v

-- name: kps_close
-- End the live version of a row of kps. $1 uuid: tenant, $2 int: generation,
-- $3 bigint[]: where it ends, $4 uuid[]: kps_id.
UPDATE view.kps t SET to_position = u.to_position
FROM (
    SELECT x.place, w.to_position
    FROM unnest($3::bigint[], $4::uuid[]) AS w (to_position, kps_id)
    CROSS JOIN LATERAL (
        SELECT t.ctid AS place FROM view.kps t
        WHERE t.tenant_id = $1 AND t.generation = $2
            AND t.kps_id = w.kps_id
        ORDER BY t.from_position DESC LIMIT 1
    ) x
) u
WHERE t.ctid = u.place AND t.tenant_id = $1 AND t.generation = $2

-- name: kps_begin
-- Write versions of rows of kps. $1 uuid: tenant, $2 int: generation,
-- $3 view.kps[]: whole rows.
INSERT INTO view.kps
SELECT r.* FROM unnest($3::view.kps[]) AS r
WHERE r.tenant_id = $1 AND r.generation = $2

-- name: offer_last
-- The last version of a row of kps_service. $1 uuid: tenant, $2 int: generation,
-- $3 uuid[]: kps_id, $4 int[]: entry.
SELECT v.* FROM unnest($3::uuid[], $4::int[]) AS w (kps_id, entry)
CROSS JOIN LATERAL (
    SELECT t.from_position, t.to_position,
        t.kps_id, t.entry, t.wksbm_id, t.service_kind, t.pillar, t.valid_from, t.valid_to
    FROM view.kps_service t
    WHERE t.tenant_id = $1 AND t.generation = $2
        AND t.kps_id = w.kps_id AND t.entry = w.entry
    ORDER BY t.from_position DESC LIMIT 1
) v

-- name: offer_close
-- End the live version of a row of kps_service. $1 uuid: tenant, $2 int: generation,
-- $3 bigint[]: where it ends, $4 uuid[]: kps_id, $5 int[]: entry.
UPDATE view.kps_service t SET to_position = u.to_position
FROM (
    SELECT x.place, w.to_position
    FROM unnest($3::bigint[], $4::uuid[], $5::int[]) AS w (to_position, kps_id, entry)
    CROSS JOIN LATERAL (
        SELECT t.ctid AS place FROM view.kps_service t
        WHERE t.tenant_id = $1 AND t.generation = $2
            AND t.kps_id = w.kps_id AND t.entry = w.entry
        ORDER BY t.from_position DESC LIMIT 1
    ) x
) u
WHERE t.ctid = u.place AND t.tenant_id = $1 AND t.generation = $2

-- name: offer_begin
-- Write versions of rows of kps_service. $1 uuid: tenant, $2 int: generation,
-- $3 view.kps_service[]: whole rows.
INSERT INTO view.kps_service
SELECT r.* FROM unnest($3::view.kps_service[]) AS r
WHERE r.tenant_id = $1 AND r.generation = $2

-- name: conflict_last
-- The last version of a row of kps_conflict. $1 uuid: tenant, $2 int: generation,
-- $3 uuid[]: kps_id, $4 uuid[]: conflict_id.
SELECT v.* FROM unnest($3::uuid[], $4::uuid[]) AS w (kps_id, conflict_id)
CROSS JOIN LATERAL (
    SELECT t.from_position, t.to_position,
        t.kps_id, t.conflict_id, t.wksbm_id, t.other_id, t.matter, t.state, t.how,
        t.declared_on, t.settled_on
    FROM view.kps_conflict t
    WHERE t.tenant_id = $1 AND t.generation = $2
        AND t.kps_id = w.kps_id AND t.conflict_id = w.conflict_id
    ORDER BY t.from_position DESC LIMIT 1
) v

-- name: conflict_close
-- End the live version of a row of kps_conflict. $1 uuid: tenant, $2 int: generation,
-- $3 bigint[]: where it ends, $4 uuid[]: kps_id, $5 uuid[]: conflict_id.
UPDATE view.kps_conflict t SET to_position = u.to_position
FROM (
    SELECT x.place, w.to_position
    FROM unnest($3::bigint[], $4::uuid[], $5::uuid[]) AS w (to_position, kps_id, conflict_id)
    CROSS JOIN LATERAL (
        SELECT t.ctid AS place FROM view.kps_conflict t
        WHERE t.tenant_id = $1 AND t.generation = $2
            AND t.kps_id = w.kps_id AND t.conflict_id = w.conflict_id
        ORDER BY t.from_position DESC LIMIT 1
    ) x
) u
WHERE t.ctid = u.place AND t.tenant_id = $1 AND t.generation = $2

-- name: conflict_begin
-- Write versions of rows of kps_conflict. $1 uuid: tenant, $2 int: generation,
-- $3 view.kps_conflict[]: whole rows.
INSERT INTO view.kps_conflict
SELECT r.* FROM unnest($3::view.kps_conflict[]) AS r
WHERE r.tenant_id = $1 AND r.generation = $2

-- name: partner_last
-- The last version of a row of network_partner. $1 uuid: tenant, $2 int: generation,
-- $3 uuid[]: partner_id.
SELECT v.* FROM unnest($3::uuid[]) AS w (partner_id)
CROSS JOIN LATERAL (
    SELECT t.from_position, t.to_position,
        t.partner_id, t.wksbm_id, t.version, t.updated_at, t.kind, t.name, t.other_wksbm,
        t.scope, t.agreement_no, t.linked_on, t.unlinked_on
    FROM view.network_partner t
    WHERE t.tenant_id = $1 AND t.generation = $2
        AND t.partner_id = w.partner_id
    ORDER BY t.from_position DESC LIMIT 1
) v

-- name: partner_close
-- End the live version of a row of network_partner. $1 uuid: tenant, $2 int: generation,
-- $3 bigint[]: where it ends, $4 uuid[]: partner_id.
UPDATE view.network_partner t SET to_position = u.to_position
FROM (
    SELECT x.place, w.to_position
    FROM unnest($3::bigint[], $4::uuid[]) AS w (to_position, partner_id)
    CROSS JOIN LATERAL (
        SELECT t.ctid AS place FROM view.network_partner t
        WHERE t.tenant_id = $1 AND t.generation = $2
            AND t.partner_id = w.partner_id
        ORDER BY t.from_position DESC LIMIT 1
    ) x
) u
WHERE t.ctid = u.place AND t.tenant_id = $1 AND t.generation = $2

-- name: partner_begin
-- Write versions of rows of network_partner. $1 uuid: tenant, $2 int: generation,
-- $3 view.network_partner[]: whole rows.
INSERT INTO view.network_partner
SELECT r.* FROM unnest($3::view.network_partner[]) AS r
WHERE r.tenant_id = $1 AND r.generation = $2
