-- Writes of activities. The columns are those of the structs in view.py, in their order.

-- name: state_load
-- The states of some streams. $1 uuid: tenant, $2 int: generation, $3 uuid[]: streams.
SELECT s.stream_id, s.version, s.state
FROM unnest($3::uuid[]) AS w (stream_id)
CROSS JOIN LATERAL (
    SELECT t.stream_id, t.version, t.state FROM view.activity_state t
    WHERE t.tenant_id = $1 AND t.generation = $2 AND t.stream_id = w.stream_id
    LIMIT 1
) s

-- name: state_save
-- Keep the states of some streams. $1 uuid: tenant, $2 int: generation, $3 uuid[]: streams,
-- $4 int[]: versions, $5 bytea[]: states (UTF-8 JSON).
INSERT INTO view.activity_state (tenant_id, generation, stream_id, version, state)
SELECT $1, $2, w.stream_id, w.version, w.state
FROM unnest($3::uuid[], $4::int[], $5::bytea[]) AS w (stream_id, version, state)
ON CONFLICT (tenant_id, generation, stream_id)
DO UPDATE SET version = excluded.version, state = excluded.state

-- name: activity_last
-- The last version of an activity, live or closed. $1 uuid: tenant, $2 int: generation,
-- $3 uuid[]: activity_id.
SELECT v.* FROM unnest($3::uuid[]) AS w (activity_id)
CROSS JOIN LATERAL (
    SELECT t.from_position, t.to_position,
        t.activity_id, t.version, t.updated_at, t.kind, t.title, t.title_key, t.organiser_unit,
        t.level, t.venue, t.area_code, t.province_code, t.province_name, t.regency_code,
        t.regency_name, t.district_code, t.district_name, t.village_code, t.village_name,
        t.date_from, t.date_to, t.budget_year, t.funding, t.part_of_id, t.status,
        t.health_protocol, t.headcount, t.invited_count, t.attended_count, t.speaker_count,
        t.evidence_marks
    FROM view.activity t
    WHERE t.tenant_id = $1 AND t.generation = $2 AND t.activity_id = w.activity_id
    ORDER BY t.from_position DESC LIMIT 1
) v

-- name: activity_close
-- End the live version of an activity. $1 uuid: tenant, $2 int: generation,
-- $3 bigint[]: where it ends, $4 uuid[]: activity_id.
UPDATE view.activity t SET to_position = u.to_position
FROM (
    SELECT x.place, w.to_position
    FROM unnest($3::bigint[], $4::uuid[]) AS w (to_position, activity_id)
    CROSS JOIN LATERAL (
        SELECT t.ctid AS place FROM view.activity t
        WHERE t.tenant_id = $1 AND t.generation = $2 AND t.activity_id = w.activity_id
        ORDER BY t.from_position DESC LIMIT 1
    ) x
) u
WHERE t.ctid = u.place AND t.tenant_id = $1 AND t.generation = $2

-- name: activity_begin
-- Write versions of an activity. $1 uuid: tenant, $2 int: generation,
-- $3 view.activity[]: whole rows.
INSERT INTO view.activity
SELECT r.* FROM unnest($3::view.activity[]) AS r
WHERE r.tenant_id = $1 AND r.generation = $2

-- name: programme_last
-- The last version of the programme of an activity, live or closed. $1 uuid: tenant, $2 int: generation,
-- $3 uuid[]: activity_id.
SELECT v.* FROM unnest($3::uuid[]) AS w (activity_id)
CROSS JOIN LATERAL (
    SELECT t.from_position, t.to_position,
        t.activity_id, t.materials, t.speakers, t.invitations, t.statements
    FROM view.activity_programme t
    WHERE t.tenant_id = $1 AND t.generation = $2 AND t.activity_id = w.activity_id
    ORDER BY t.from_position DESC LIMIT 1
) v

-- name: programme_close
-- End the live version of the programme of an activity. $1 uuid: tenant, $2 int: generation,
-- $3 bigint[]: where it ends, $4 uuid[]: activity_id.
UPDATE view.activity_programme t SET to_position = u.to_position
FROM (
    SELECT x.place, w.to_position
    FROM unnest($3::bigint[], $4::uuid[]) AS w (to_position, activity_id)
    CROSS JOIN LATERAL (
        SELECT t.ctid AS place FROM view.activity_programme t
        WHERE t.tenant_id = $1 AND t.generation = $2 AND t.activity_id = w.activity_id
        ORDER BY t.from_position DESC LIMIT 1
    ) x
) u
WHERE t.ctid = u.place AND t.tenant_id = $1 AND t.generation = $2

-- name: programme_begin
-- Write versions of the programme of an activity. $1 uuid: tenant, $2 int: generation,
-- $3 view.activity_programme[]: whole rows.
INSERT INTO view.activity_programme
SELECT r.* FROM unnest($3::view.activity_programme[]) AS r
WHERE r.tenant_id = $1 AND r.generation = $2

-- name: attendee_last
-- The last version of a line of an attendance list, live or closed. $1 uuid: tenant, $2 int: generation,
-- $3 uuid[]: activity_id, $4 uuid[]: person_id.
SELECT v.* FROM unnest($3::uuid[], $4::uuid[]) AS w (activity_id, person_id)
CROSS JOIN LATERAL (
    SELECT t.from_position, t.to_position,
        t.activity_id, t.person_id, t.entry, t.role, t.area_code, t.province_code, t.regency_code,
        t.regency_name, t.wksbm_id, t.wksbm_name, t.days
    FROM view.activity_attendee t
    WHERE t.tenant_id = $1 AND t.generation = $2 AND t.activity_id = w.activity_id AND t.person_id = w.person_id
    ORDER BY t.from_position DESC LIMIT 1
) v

-- name: attendee_close
-- End the live version of a line of an attendance list. $1 uuid: tenant, $2 int: generation,
-- $3 bigint[]: where it ends, $4 uuid[]: activity_id, $5 uuid[]: person_id.
UPDATE view.activity_attendee t SET to_position = u.to_position
FROM (
    SELECT x.place, w.to_position
    FROM unnest($3::bigint[], $4::uuid[], $5::uuid[]) AS w (to_position, activity_id, person_id)
    CROSS JOIN LATERAL (
        SELECT t.ctid AS place FROM view.activity_attendee t
        WHERE t.tenant_id = $1 AND t.generation = $2 AND t.activity_id = w.activity_id AND t.person_id = w.person_id
        ORDER BY t.from_position DESC LIMIT 1
    ) x
) u
WHERE t.ctid = u.place AND t.tenant_id = $1 AND t.generation = $2

-- name: attendee_begin
-- Write versions of a line of an attendance list. $1 uuid: tenant, $2 int: generation,
-- $3 view.activity_attendee[]: whole rows.
INSERT INTO view.activity_attendee
SELECT r.* FROM unnest($3::view.activity_attendee[]) AS r
WHERE r.tenant_id = $1 AND r.generation = $2
