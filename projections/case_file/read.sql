-- Rows of cases. Each statement takes $1 uuid: tenant, $2 bigint: position (as of), $3 date: valid on
-- (null: no day in particular); a condition takes its value as $4. Whether a case is of the most
-- sensitive tier is judged by what is known now, whatever moment is asked about.

-- name: cases
-- Every case; with a date: those that were known by then.
SELECT c.case_id, c.version, c.updated_at, c.stage, c.is_open, c.urgency, c.urgency_order,
    c.target, c.group_name, c.group_size, c.province_code, c.regency_code, c.district_code,
    c.village_code, c.regency_name, c.district_name, c.village_name, c.local_area, c.channel,
    c.reporter_role, c.contexts, c.body_kind, c.body_id, c.body_area, c.wksbm_id, c.reported_on,
    c.reported_by, c.people, c.top_tier, c.capacity, c.closed_on, c.close_reason, c.result,
    c.last_delivery
FROM as_of.case_file c
WHERE ($3::date IS NULL OR c.reported_on <= $3::date)

-- name: concerns_person
-- The case is about the person $4 uuid.
EXISTS (
    SELECT FROM as_of.case_subject s
    WHERE s.case_id = r.case_id AND s.person_id = $4::uuid)

-- name: tasks_kps
-- A service of the case was given to the member body $4 uuid.
EXISTS (
    SELECT FROM as_of.case_service s
    WHERE s.case_id = r.case_id AND s.kps_id = $4::uuid AND s.state = 'ASSIGNED')

-- name: subjects
-- The persons that cases are about.
SELECT s.case_id, s.person_id, s.no, s.entry, 'IDENTITY' AS part, NULL::uuid AS recorded_by
FROM as_of.case_subject s

-- name: identities
-- Who the persons of cases are, sealed; in cases of the most sensitive tier only by a look that is
-- recorded.
SELECT s.case_id, s.person_id, s.no, 'IDENTITY' AS part, NULL::uuid AS recorded_by, c.top_tier,
    CASE WHEN c.top_tier THEN NULL ELSE p.name END::json AS name,
    CASE WHEN c.top_tier THEN NULL ELSE p.birth_year END AS birth_year,
    CASE WHEN c.top_tier THEN NULL ELSE p.sex END AS sex
FROM as_of.case_subject s
JOIN latest.case_file c ON c.case_id = s.case_id
JOIN as_of.person_registry p ON p.person_id = s.person_id

-- name: contacts
-- Where the persons of cases are found, sealed; as identities.
SELECT s.case_id, s.person_id, s.no, 'CONTACT' AS part, NULL::uuid AS recorded_by, c.top_tier,
    CASE WHEN c.top_tier THEN NULL ELSE p.phone END::json AS phone,
    CASE WHEN c.top_tier THEN NULL ELSE p.address END::json AS address
FROM as_of.case_subject s
JOIN latest.case_file c ON c.case_id = s.case_id
JOIN as_of.person_registry p ON p.person_id = s.person_id

-- name: categories
-- The categories of cases; with a date: those that counted on that day.
SELECT k.case_id, k.entry, k.code, k.open_code, k.person_id, k.top_tier, k.assigned_on,
    k.removed_on, 'CATEGORY' AS part, NULL::uuid AS recorded_by
FROM as_of.case_category k
WHERE ($3::date IS NULL OR (k.assigned_on <= $3::date
        AND $3::date < coalesce(k.removed_on, 'infinity')))

-- name: is_code
-- It is the category $4 text; without a date: and counts still.
(r.code = $4 AND ($3::date IS NOT NULL OR r.removed_on IS NULL))

-- name: is_open_code
-- It is the category $4 text, not of the most sensitive tier; without a date: and counts still.
(r.open_code = $4 AND ($3::date IS NOT NULL OR r.removed_on IS NULL))

-- name: services
-- The services of cases; with a date: those of that day.
SELECT s.case_id, s.service_id, s.entry, s.state, s.service_kind, s.provider, s.wksbm_id, s.kps_id,
    s.referral_id, s.recipients, s.valid_from, s.valid_to, s.plan_item, s.asked_by, s.ended_on,
    s.end_reason
FROM as_of.case_service s
WHERE ($3::date IS NULL OR (s.valid_from <= $3::date AND $3::date < s.valid_to))

-- name: recipients
-- For whom services are.
SELECT s.case_id, s.service_id, p.no::int AS no, p.person_id, 'IDENTITY' AS part,
    NULL::uuid AS recorded_by
FROM as_of.case_service s
CROSS JOIN LATERAL unnest(s.recipients) WITH ORDINALITY AS p (person_id, no)

-- name: deliveries
-- What was given; with a date: by then.
SELECT d.case_id, d.entry, d.service_id, d.service_kind, d.pillar, d.quantity, d.unit, d.value_idr,
    d.fund_book, d.fund_entry, d.delivered_on, cardinality(d.recipients) AS people
FROM as_of.case_delivery d
WHERE ($3::date IS NULL OR d.delivered_on <= $3::date)

-- name: delivered_to
-- To whom something was given.
SELECT d.case_id, d.entry, p.no::int AS no, p.person_id, 'IDENTITY' AS part,
    NULL::uuid AS recorded_by
FROM as_of.case_delivery d
CROSS JOIN LATERAL unnest(d.recipients) WITH ORDINALITY AS p (person_id, no)
WHERE ($3::date IS NULL OR d.delivered_on <= $3::date)

-- name: assessments
-- Assessments of cases; with a date: those made by then.
SELECT e.case_id, e.entry, e.no, e.happened_on,
    d.data ->> 'by_role' AS by_role, d.data ->> 'method' AS method, d.data ->> 'urgency' AS urgency,
    (d.data ->> 'person_id')::uuid AS person_id
FROM as_of.case_entry e
CROSS JOIN LATERAL (SELECT e.data::json AS data) d
WHERE e.kind = 'ASSESSMENT'
    AND ($3::date IS NULL OR e.happened_on <= $3::date)

-- name: plan_items
-- The plan that stands, item by item; with a date: if it was agreed by then.
SELECT e.case_id, e.entry, e.no, e.happened_on,
    d.data ->> 'service_kind' AS service_kind, d.data ->> 'pillar' AS pillar,
    d.data ->> 'doer' AS doer, (d.data ->> 'kps')::uuid AS kps_id,
    (d.data ->> 'valid_from')::date AS valid_from, (d.data ->> 'valid_to')::date AS valid_to,
    d.data ->> 'agreed_with' AS agreed_with
FROM as_of.case_entry e
CROSS JOIN LATERAL (SELECT e.data::json AS data) d
WHERE e.kind = 'PLAN_ITEM'
    AND ($3::date IS NULL OR e.happened_on <= $3::date)

-- name: capacities
-- What the community said it can do itself; with a date: by then.
SELECT e.case_id, e.entry, e.no, e.happened_on,
    d.data ->> 'verdict' AS verdict, d.data ->> 'cause' AS cause,
    ARRAY(SELECT json_array_elements_text(d.data -> 'tried')) AS tried
FROM as_of.case_entry e
CROSS JOIN LATERAL (SELECT e.data::json AS data) d
WHERE e.kind = 'CAPACITY'
    AND ($3::date IS NULL OR e.happened_on <= $3::date)

-- name: outcomes
-- What came of cases; with a date: by then.
SELECT e.case_id, e.entry, e.no, e.happened_on,
    d.data ->> 'result' AS result, (d.data ->> 'person_id')::uuid AS person_id
FROM as_of.case_entry e
CROSS JOIN LATERAL (SELECT e.data::json AS data) d
WHERE e.kind = 'OUTCOME'
    AND ($3::date IS NULL OR e.happened_on <= $3::date)

-- name: closings
-- Ends of cases; with a date: by then.
SELECT e.case_id, e.entry, e.no, e.happened_on,
    d.data ->> 'reason' AS reason, (d.data ->> 'reopened')::int AS reopened,
    (d.data ->> 'reopened_on')::date AS reopened_on
FROM as_of.case_entry e
CROSS JOIN LATERAL (SELECT e.data::json AS data) d
WHERE e.kind = 'CLOSING'
    AND ($3::date IS NULL OR e.happened_on <= $3::date)

-- name: texts
-- Sealed texts of cases; in cases of the most sensitive tier only by a look that is recorded.
SELECT t.case_id, t.entry, t.kind, t.part, t.person_id, c.top_tier, t.recorded_by, t.happened_on,
    CASE WHEN c.top_tier THEN NULL ELSE t.sealed END::json AS sealed
FROM as_of.case_text t
JOIN latest.case_file c ON c.case_id = t.case_id
WHERE ($3::date IS NULL OR t.happened_on <= $3::date)

-- name: history
-- Every event that names a case, as sentences without data; with a date: of that day.
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
