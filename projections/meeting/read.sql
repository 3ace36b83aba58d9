-- Rows of meetings. Each statement takes $1 uuid: tenant, $2 bigint: position (as of), $3 date:
-- valid on (null: no particular day); a condition takes its value as $4.

-- name: decisions
-- Decisions with the amounts spent by them; with a date: those taken by then.
SELECT d.*,
    d.limit_amount - d.spent AS left_amount
FROM as_of.meeting_decision d
WHERE ($3::date IS NULL OR d.held_on <= $3::date)

-- name: present
-- The persons present at a meeting.
SELECT m.meeting_id, m.wksbm_id, p.no::int AS no, p.person::uuid AS person_id
FROM as_of.meeting m
CROSS JOIN LATERAL json_array_elements_text(m.present::json) WITH ORDINALITY AS p (person, no)
