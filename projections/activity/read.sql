-- Rows of activities. Each statement takes $1 uuid: tenant, $2 bigint: position (as of), $3 date: valid on
-- (null: no particular day); a condition takes its value as $4.

-- name: activities
-- All activities; with a date: those that had begun by then.
SELECT a.*,
    coalesce(a.date_from, 'infinity'::date) AS date_key
FROM as_of.activity a
WHERE ($3::date IS NULL OR a.date_from <= $3::date)

-- name: attendees
-- The lines of attendance lists; with a date: those who attended on that day.
SELECT a.*
FROM as_of.activity_attendee a
WHERE ($3::date IS NULL OR cardinality(a.days) = 0 OR $3::date = ANY (a.days))

-- name: attendance_by_regency
-- Number of people who took part, by kabupaten or kota and role.
SELECT a.activity_id, coalesce(a.regency_code, a.province_code, '') AS regency_code,
    max(a.regency_name) AS regency_name, a.role, count(*)::int AS attended
FROM as_of.activity_attendee a
GROUP BY a.activity_id, coalesce(a.regency_code, a.province_code, ''), a.role

-- name: person_in_area
-- The person comes from the area $4 text, a code of any level; not persons of unknown area.
(r.area_code = $4 OR left(r.area_code, length($4::text) + 1) = $4::text || '.')
