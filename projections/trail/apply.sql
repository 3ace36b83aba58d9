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
-- Add entries. $1 uuid: tenant, $2 int: generation, $3 and following: the columns of Entry.
INSERT INTO view.trail (tenant_id, generation,
    position, event_id, recorded_at, occurred_on, late_days, is_late, actor_id, role, client,
    source, on_behalf_of, permit_id, correlation_id, causation_id, stream_type, stream_id,
    stream_version, topic, act_id, act_en, data, policy_version, catalogue, evidence)
SELECT $1, $2,
    w.position, w.event_id, w.recorded_at, w.occurred_on, w.late_days, w.is_late, w.actor_id,
    w.role, w.client, w.source, w.on_behalf_of, w.permit_id, w.correlation_id, w.causation_id,
    w.stream_type, w.stream_id, w.stream_version, w.topic, w.act_id, w.act_en, w.data,
    w.policy_version, w.catalogue, w.evidence
FROM unnest(
    $3::bigint[], $4::uuid[], $5::timestamptz[], $6::date[], $7::int[], $8::boolean[], $9::uuid[],
    $10::text[], $11::text[], $12::text[], $13::uuid[], $14::uuid[], $15::uuid[], $16::uuid[],
    $17::text[], $18::uuid[], $19::int[], $20::text[], $21::text[], $22::text[], $23::text[],
    $24::int[], $25::text[], $26::text[]
) AS w (
    position, event_id, recorded_at, occurred_on, late_days, is_late, actor_id, role, client,
    source, on_behalf_of, permit_id, correlation_id, causation_id, stream_type, stream_id,
    stream_version, topic, act_id, act_en, data, policy_version, catalogue, evidence)
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
