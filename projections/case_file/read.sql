-- Rows of cases. Each statement takes $1 uuid: tenant, $2 bigint: position (as of), $3 date: valid on
-- (null: no particular day); a condition takes its value as $4. Whether a case is of the most
-- sensitive tier is decided by the present data, whatever position is asked for.

-- name: concerns_person
-- The case is about the person $4 uuid, under whichever of their records.
EXISTS (
    SELECT FROM as_of.case_subject s
    WHERE s.case_id = r.case_id AND s.person_id = ANY ({records_of_person}))

-- name: tasks_kps
-- A service of the case was given to the member body $4 uuid.
EXISTS (
    SELECT FROM as_of.case_service s
    WHERE s.case_id = r.case_id AND s.kps_id = $4::uuid AND s.state = 'ASSIGNED')

-- name: identities
-- The identities of persons of cases, sealed; in cases of the most sensitive tier only by a
-- recorded access.
SELECT s.case_id, s.person_id, s.no, 'IDENTITY' AS part, NULL::uuid AS recorded_by, c.top_tier,
    CASE WHEN c.top_tier THEN NULL ELSE p.name END::json AS name,
    CASE WHEN c.top_tier THEN NULL ELSE p.birth_year END AS birth_year,
    CASE WHEN c.top_tier THEN NULL ELSE p.sex END AS sex
FROM as_of.case_subject s
JOIN latest.case_file c ON c.case_id = s.case_id
JOIN as_of.person_registry p ON p.person_id = s.person_id

-- name: contacts
-- The contacts of persons of cases, sealed; for the same readers as identities.
SELECT s.case_id, s.person_id, s.no, 'CONTACT' AS part, NULL::uuid AS recorded_by, c.top_tier,
    CASE WHEN c.top_tier THEN NULL ELSE p.phone END::json AS phone,
    CASE WHEN c.top_tier THEN NULL ELSE p.address END::json AS address
FROM as_of.case_subject s
JOIN latest.case_file c ON c.case_id = s.case_id
JOIN as_of.person_registry p ON p.person_id = s.person_id

-- name: is_code
-- It is the category $4 text; without a date: if it is still valid.
(r.code = $4 AND ($3::date IS NOT NULL OR r.removed_on IS NULL))

-- name: is_open_code
-- It is the category $4 text, not of the most sensitive tier; without a date: if it is still valid.
(r.open_code = $4 AND ($3::date IS NOT NULL OR r.removed_on IS NULL))

-- name: deliveries
-- Deliveries; with a date: those made by then.
SELECT d.*,
    cardinality(d.recipients) AS people
FROM as_of.case_delivery d
WHERE ($3::date IS NULL OR d.delivered_on <= $3::date)

-- name: texts
-- Sealed texts of cases; in cases of the most sensitive tier only by a recorded access.
SELECT t.* EXCLUDE (sealed),
    c.top_tier, CASE WHEN c.top_tier THEN NULL ELSE t.sealed END AS sealed
FROM as_of.case_text t
JOIN latest.case_file c ON c.case_id = t.case_id
WHERE ($3::date IS NULL OR t.happened_on <= $3::date)

-- name: history
-- All events that name a case, as sentences without data; with a date: those of that day.
SELECT o.object_id AS case_id, o.position, t.*
FROM as_of.trail_object o
CROSS JOIN LATERAL (
    SELECT t.recorded_at, t.occurred_on, t.late_days, t.actor_id, t.role, t.source, t.on_behalf_of,
        t.stream_type || '_' || t.stream_id::text AS object, t.stream_version, t.topic,
        t.act_id, t.act_en
    FROM latest.trail t
    WHERE t.position = o.position
    LIMIT 1
) t
WHERE EXISTS (
        SELECT FROM as_of.case_file c
        WHERE c.case_id = o.object_id)
    AND ($3::date IS NULL OR t.occurred_on = $3::date)
