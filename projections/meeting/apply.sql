-- Writes of meetings. The columns are those of the structs in rows.py, in their order.

-- name: state_load
-- The states of some streams. $1 uuid: tenant, $2 int: generation, $3 uuid[]: streams.
SELECT s.stream_id, s.version, s.state
FROM unnest($3::uuid[]) AS w (stream_id)
CROSS JOIN LATERAL (
    SELECT t.stream_id, t.version, t.state FROM view.meeting_state t
    WHERE t.tenant_id = $1 AND t.generation = $2 AND t.stream_id = w.stream_id
    LIMIT 1
) s

-- name: state_save
-- Keep the states of some streams. $1 uuid: tenant, $2 int: generation, $3 uuid[]: streams,
-- $4 int[]: versions, $5 bytea[]: states (UTF-8 JSON).
INSERT INTO view.meeting_state (tenant_id, generation, stream_id, version, state)
SELECT $1, $2, w.stream_id, w.version, w.state
FROM unnest($3::uuid[], $4::int[], $5::bytea[]) AS w (stream_id, version, state)
ON CONFLICT (tenant_id, generation, stream_id)
DO UPDATE SET version = excluded.version, state = excluded.state

-- name: meeting_last
-- The last version of a meeting, live or closed. $1 uuid: tenant, $2 int: generation,
-- $3 uuid[]: meeting_id.
SELECT v.* FROM unnest($3::uuid[]) AS w (meeting_id)
CROSS JOIN LATERAL (
    SELECT t.from_position, t.to_position,
        t.meeting_id, t.wksbm_id, t.version, t.updated_at, t.kind, t.held_on, t.headcount,
        t.place, t.withdrawn, t.present, t.guests, t.minutes, t.decision_count
    FROM view.meeting t
    WHERE t.tenant_id = $1 AND t.generation = $2 AND t.meeting_id = w.meeting_id
    ORDER BY t.from_position DESC LIMIT 1
) v

-- name: meeting_close
-- End the live version of a meeting. $1 uuid: tenant, $2 int: generation,
-- $3 bigint[]: where it ends, $4 uuid[]: meeting_id.
UPDATE view.meeting t SET to_position = u.to_position
FROM (
    SELECT x.place, w.to_position
    FROM unnest($3::bigint[], $4::uuid[]) AS w (to_position, meeting_id)
    CROSS JOIN LATERAL (
        SELECT t.ctid AS place FROM view.meeting t
        WHERE t.tenant_id = $1 AND t.generation = $2 AND t.meeting_id = w.meeting_id
        ORDER BY t.from_position DESC LIMIT 1
    ) x
) u
WHERE t.ctid = u.place AND t.tenant_id = $1 AND t.generation = $2

-- name: meeting_begin
-- Write versions of a meeting. $1 uuid: tenant, $2 int: generation,
-- $3 view.meeting[]: whole rows.
INSERT INTO view.meeting
SELECT r.* FROM unnest($3::view.meeting[]) AS r
WHERE r.tenant_id = $1 AND r.generation = $2

-- name: decision_last
-- The last version of a decision, live or closed. $1 uuid: tenant, $2 int: generation,
-- $3 uuid[]: meeting_id, $4 int[]: no.
SELECT v.* FROM unnest($3::uuid[], $4::int[]) AS w (meeting_id, no)
CROSS JOIN LATERAL (
    SELECT t.from_position, t.to_position,
        t.meeting_id, t.no, t.wksbm_id, t.held_on, t.entry, t.kind, t.title, t.text, t.votes_for,
        t.votes_against, t.carried, t.limit_amount, t.unit, t.spent, t.entered_by, t.withdrawn,
        t.position
    FROM view.meeting_decision t
    WHERE t.tenant_id = $1 AND t.generation = $2 AND t.meeting_id = w.meeting_id AND t.no = w.no
    ORDER BY t.from_position DESC LIMIT 1
) v

-- name: decision_close
-- End the live version of a decision. $1 uuid: tenant, $2 int: generation,
-- $3 bigint[]: where it ends, $4 uuid[]: meeting_id, $5 int[]: no.
UPDATE view.meeting_decision t SET to_position = u.to_position
FROM (
    SELECT x.place, w.to_position
    FROM unnest($3::bigint[], $4::uuid[], $5::int[]) AS w (to_position, meeting_id, no)
    CROSS JOIN LATERAL (
        SELECT t.ctid AS place FROM view.meeting_decision t
        WHERE t.tenant_id = $1 AND t.generation = $2 AND t.meeting_id = w.meeting_id AND t.no = w.no
        ORDER BY t.from_position DESC LIMIT 1
    ) x
) u
WHERE t.ctid = u.place AND t.tenant_id = $1 AND t.generation = $2

-- name: decision_begin
-- Write versions of a decision. $1 uuid: tenant, $2 int: generation,
-- $3 view.meeting_decision[]: whole rows.
INSERT INTO view.meeting_decision
SELECT r.* FROM unnest($3::view.meeting_decision[]) AS r
WHERE r.tenant_id = $1 AND r.generation = $2
