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

-- name: activity_insert
-- Write versions of an activity. $1 uuid: tenant, $2 int: generation, $3 bigint[] and $4 bigint[]:
-- from and to position, $5 and following: the columns in the order of the struct.
INSERT INTO view.activity (tenant_id, generation, from_position, to_position,
    activity_id, version, updated_at, kind, title, title_key, organiser_unit, level, venue,
    area_code, province_code, province_name, regency_code, regency_name, district_code,
    district_name, village_code, village_name, date_from, date_to, budget_year, funding,
    part_of_id, status, health_protocol, headcount, invited_count, attended_count, speaker_count,
    evidence_marks)
SELECT $1, $2, w.from_position, w.to_position,
    w.activity_id, w.version, w.updated_at, w.kind, w.title, w.title_key, w.organiser_unit,
    w.level, w.venue, w.area_code, w.province_code, w.province_name, w.regency_code,
    w.regency_name, w.district_code, w.district_name, w.village_code, w.village_name, w.date_from,
    w.date_to, w.budget_year, w.funding, w.part_of_id, w.status, w.health_protocol, w.headcount,
    w.invited_count, w.attended_count, w.speaker_count, w.evidence_marks::text[]
FROM unnest($3::bigint[], $4::bigint[],
    $5::uuid[], $6::int[], $7::timestamptz[], $8::text[], $9::text[], $10::text[], $11::text[],
    $12::text[], $13::text[], $14::text[], $15::text[], $16::text[], $17::text[], $18::text[],
    $19::text[], $20::text[], $21::text[], $22::text[], $23::date[], $24::date[], $25::int[],
    $26::text[], $27::uuid[], $28::text[], $29::text[], $30::int[], $31::int[], $32::int[],
    $33::int[], $34::text[]
) AS w (from_position, to_position,
    activity_id, version, updated_at, kind, title, title_key, organiser_unit, level, venue,
    area_code, province_code, province_name, regency_code, regency_name, district_code,
    district_name, village_code, village_name, date_from, date_to, budget_year, funding,
    part_of_id, status, health_protocol, headcount, invited_count, attended_count, speaker_count,
    evidence_marks)

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

-- name: programme_insert
-- Write versions of the programme of an activity. $1 uuid: tenant, $2 int: generation, $3 bigint[] and $4 bigint[]:
-- from and to position, $5 and following: the columns in the order of the struct.
INSERT INTO view.activity_programme (tenant_id, generation, from_position, to_position,
    activity_id, materials, speakers, invitations, statements)
SELECT $1, $2, w.from_position, w.to_position,
    w.activity_id, w.materials, w.speakers, w.invitations, w.statements
FROM unnest($3::bigint[], $4::bigint[],
    $5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[]
) AS w (from_position, to_position,
    activity_id, materials, speakers, invitations, statements)

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

-- name: attendee_insert
-- Write versions of a line of an attendance list. $1 uuid: tenant, $2 int: generation, $3 bigint[] and $4 bigint[]:
-- from and to position, $5 and following: the columns in the order of the struct.
INSERT INTO view.activity_attendee (tenant_id, generation, from_position, to_position,
    activity_id, person_id, entry, role, area_code, province_code, regency_code, regency_name,
    wksbm_id, wksbm_name, days)
SELECT $1, $2, w.from_position, w.to_position,
    w.activity_id, w.person_id, w.entry, w.role, w.area_code, w.province_code, w.regency_code,
    w.regency_name, w.wksbm_id, w.wksbm_name, w.days::date[]
FROM unnest($3::bigint[], $4::bigint[],
    $5::uuid[], $6::uuid[], $7::int[], $8::text[], $9::text[], $10::text[], $11::text[],
    $12::text[], $13::uuid[], $14::text[], $15::text[]
) AS w (from_position, to_position,
    activity_id, person_id, entry, role, area_code, province_code, regency_code, regency_name,
    wksbm_id, wksbm_name, days)
