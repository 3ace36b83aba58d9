-- Rows of meetings. Each statement takes $1 uuid: tenant, $2 bigint: position (as of), $3 date:
-- valid on (null: no day in particular); a condition takes its value as $4.

-- name: meetings
-- Meetings; with a date: held by then.
SELECT m.meeting_id, m.wksbm_id, m.version, m.updated_at, m.kind, m.held_on, m.headcount, m.place,
    m.withdrawn, m.minutes, m.decision_count
FROM as_of.meeting m
WHERE ($3::date IS NULL OR m.held_on <= $3::date)

-- name: decisions
-- Decisions with what was spent by them; with a date: taken by then.
SELECT d.meeting_id, d.no, d.wksbm_id, d.held_on, d.entry, d.kind, d.title, d.text::json AS text,
    d.votes_for, d.votes_against, d.carried, d.limit_amount, d.unit, d.spent,
    d.limit_amount - d.spent AS left_amount, d.entered_by, d.withdrawn, d.position
FROM as_of.meeting_decision d
WHERE ($3::date IS NULL OR d.held_on <= $3::date)

-- name: present
-- Who was at a meeting.
SELECT m.meeting_id, m.wksbm_id, p.no::int AS no, p.person::uuid AS person_id
FROM as_of.meeting m
CROSS JOIN LATERAL json_array_elements_text(m.present::json) WITH ORDINALITY AS p (person, no)

-- name: guests
-- The guests of a meeting.
SELECT m.meeting_id, m.wksbm_id, p.no::int AS no, p.guest ->> 'kind' AS kind,
    (p.guest ->> 'person')::uuid AS person_id, p.guest ->> 'organisation' AS organisation,
    (p.guest ->> 'count')::int AS count
FROM as_of.meeting m
CROSS JOIN LATERAL json_array_elements(m.guests::json) WITH ORDINALITY AS p (guest, no)
