-- Rows of activities. Each statement takes $1 uuid: tenant, $2 bigint: position (as of), $3 date: valid on
-- (null: no day in particular); a condition takes its value as $4.

-- name: activities
-- Every activity; with a date: those that had begun by then.
SELECT a.activity_id, a.version, a.updated_at, a.kind, a.title, a.title_key, a.organiser_unit,
    a.level, a.venue, a.area_code, a.province_code, a.province_name, a.regency_code,
    a.regency_name, a.district_code, a.district_name, a.village_code, a.village_name,
    a.date_from, a.date_to, coalesce(a.date_from, 'infinity'::date) AS date_key,
    a.budget_year, a.funding, a.part_of_id, a.status, a.health_protocol, a.headcount,
    a.invited_count, a.attended_count, a.speaker_count, a.evidence_marks
FROM as_of.activity a
WHERE ($3::date IS NULL OR a.date_from <= $3::date)

-- name: materials
-- The topics of the programme.
SELECT p.activity_id, x.no, x.title
FROM as_of.activity_programme p
CROSS JOIN LATERAL json_to_recordset(p.materials::json) AS x (no int, title text)

-- name: speakers
-- Who gives a talk.
SELECT p.activity_id, x.speaker_id, x.entry, x.person_id, x.institution, x.topic_no
FROM as_of.activity_programme p
CROSS JOIN LATERAL json_to_recordset(p.speakers::json)
    AS x (speaker_id uuid, entry int, person_id uuid, institution text, topic_no int)

-- name: invitations
-- Who was invited.
SELECT p.activity_id, x.invitation_id, x.entry, x.invitee_kind, x.count, x.person_id,
    x.from_area, x.organisation
FROM as_of.activity_programme p
CROSS JOIN LATERAL json_to_recordset(p.invitations::json) AS x (invitation_id uuid, entry int,
    invitee_kind text, count int, person_id uuid, from_area text, organisation text)

-- name: statements
-- Openings, commitments and testimonies; the words are sealed.
SELECT p.activity_id, x.statement_id, x.entry, x.kind, x.committed_by, x.office, x.person_id,
    x.wksbm_id, x.wksbm_name, x.points, x.words
FROM as_of.activity_programme p
CROSS JOIN LATERAL json_to_recordset(p.statements::json) AS x (statement_id uuid, entry int,
    kind text, committed_by text, office text, person_id uuid, wksbm_id uuid, wksbm_name text,
    points int, words json)

-- name: attendees
-- The lines of attendance lists; with a date: who was there on that day.
SELECT a.activity_id, a.person_id, a.entry, a.role, a.area_code, a.province_code, a.regency_code,
    a.regency_name, a.wksbm_id, a.wksbm_name, a.days::text[] AS days
FROM as_of.activity_attendee a
WHERE ($3::date IS NULL OR cardinality(a.days) = 0 OR $3::date = ANY (a.days))

-- name: attendance_by_regency
-- How many took part, by kabupaten or kota and role.
SELECT a.activity_id, coalesce(a.regency_code, a.province_code, '') AS regency_code,
    max(a.regency_name) AS regency_name, a.role, count(*)::int AS attended
FROM as_of.activity_attendee a
GROUP BY a.activity_id, coalesce(a.regency_code, a.province_code, ''), a.role

-- name: person_in_area
-- The person comes from the area $4 text, a code of any level; nobody whose area is not known.
(r.area_code = $4 OR left(r.area_code, length($4::text) + 1) = $4::text || '.')
