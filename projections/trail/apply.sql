-- Writes of the trail: rows are added, never changed.

-- name: zone
-- The zone in which the tenant counts its days, if its registration has passed.
-- $1 uuid: tenant, $2 int: generation.
SELECT z.time_zone FROM view.trail_zone z WHERE z.tenant_id = $1 AND z.generation = $2

-- name: set_zone
-- Remember the zone. $1 uuid: tenant, $2 int: generation, $3 text: zone.
INSERT INTO view.trail_zone (tenant_id, generation, time_zone) VALUES ($1, $2, $3)
ON CONFLICT (tenant_id, generation) DO UPDATE SET time_zone = excluded.time_zone

-- name: entry_insert
-- Add entries. $1 uuid: tenant, $2 int: generation, $3 view.trail[]: whole rows.
INSERT INTO view.trail
SELECT r.* FROM unnest($3::view.trail[]) AS r
WHERE r.tenant_id = $1 AND r.generation = $2
ON CONFLICT (tenant_id, generation, position) DO NOTHING

-- name: object_insert
-- Add which events name which objects. $1 uuid: tenant, $2 int: generation, $3 uuid[]: objects,
-- $4 bigint[]: positions.
INSERT INTO view.trail_object (tenant_id, generation, object_id, position)
SELECT $1, $2, w.object_id, w.position FROM unnest($3::uuid[], $4::bigint[]) AS w (object_id, position)
ON CONFLICT (tenant_id, generation, object_id, position) DO NOTHING

-- name: evidence_insert
-- Add which events rest on what. $1 uuid: tenant, $2 int: generation, $3 text[]: marks,
-- $4 bigint[]: positions.
INSERT INTO view.trail_evidence (tenant_id, generation, mark, position)
SELECT $1, $2, w.mark, w.position FROM unnest($3::text[], $4::bigint[]) AS w (mark, position)
ON CONFLICT (tenant_id, generation, mark, position) DO NOTHING

-- name: owner_load
-- The WKSBM of boards. $1 uuid: tenant, $2 int: generation, $3 uuid[]: streams of boards.
SELECT o.stream_id, o.wksbm_id
FROM unnest($3::uuid[]) AS w (stream_id)
CROSS JOIN LATERAL (
    SELECT t.stream_id, t.wksbm_id FROM view.trail_owner t
    WHERE t.tenant_id = $1 AND t.generation = $2 AND t.stream_id = w.stream_id
    LIMIT 1
) o

-- name: owner_insert
-- Remember the WKSBM of boards. $1 uuid: tenant, $2 int: generation, $3 uuid[]: streams of
-- boards, $4 uuid[]: WKSBM.
INSERT INTO view.trail_owner (tenant_id, generation, stream_id, wksbm_id)
SELECT $1, $2, w.stream_id, w.wksbm_id FROM unnest($3::uuid[], $4::uuid[]) AS w (stream_id, wksbm_id)
ON CONFLICT (tenant_id, generation, stream_id) DO NOTHING
