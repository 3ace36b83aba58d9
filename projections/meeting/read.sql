-- Rows of meetings. Each statement takes $1 uuid: tenant, $2 bigint: position (as of), $3 date:
-- valid on (null: no day in particular); a condition takes its value as $4.

-- name: meetings
-- Meetings; with a date: held by then.
SELECT m.meeting_id, m.wksbm_id, m.version, m.updated_at, m.kind, m.held_on, m.headcount, m.place,
    m.withdrawn, m.minutes, m.decision_count
FROM view.meeting m
WHERE m.tenant_id = $1 AND m.from_position <= $2 AND $2 < m.to_position
    AND m.generation = (
        SELECT l.generation FROM wahana.projection_live l
        WHERE l.tenant_id = $1 AND l.view = 'meeting')
    AND ($3::date IS NULL OR m.held_on <= $3::date)

-- name: decisions
-- Decisions with what was spent by them; with a date: taken by then.
SELECT d.meeting_id, d.no, d.wksbm_id, d.held_on, d.entry, d.kind, d.title, d.text::json AS text,
    d.votes_for, d.votes_against, d.carried, d.limit_amount, d.unit, d.spent,
    d.limit_amount - d.spent AS left_amount, d.entered_by, d.withdrawn, d.position
FROM view.meeting_decision d
WHERE d.tenant_id = $1 AND d.from_position <= $2 AND $2 < d.to_position
    AND d.generation = (
        SELECT l.generation FROM wahana.projection_live l
        WHERE l.tenant_id = $1 AND l.view = 'meeting')
    AND ($3::date IS NULL OR d.held_on <= $3::date)

-- name: present
-- Who was at a meeting.
SELECT m.meeting_id, m.wksbm_id, p.no::int AS no, p.person::uuid AS person_id
FROM view.meeting m
CROSS JOIN LATERAL json_array_elements_text(m.present::json) WITH ORDINALITY AS p (person, no)
WHERE m.tenant_id = $1 AND m.from_position <= $2 AND $2 < m.to_position
    AND m.generation = (
        SELECT l.generation FROM wahana.projection_live l
        WHERE l.tenant_id = $1 AND l.view = 'meeting')

-- name: guests
-- The guests of a meeting.
SELECT m.meeting_id, m.wksbm_id, p.no::int AS no, p.guest ->> 'kind' AS kind,
    (p.guest ->> 'person')::uuid AS person_id, p.guest ->> 'organisation' AS organisation,
    (p.guest ->> 'count')::int AS count
FROM view.meeting m
CROSS JOIN LATERAL json_array_elements(m.guests::json) WITH ORDINALITY AS p (guest, no)
WHERE m.tenant_id = $1 AND m.from_position <= $2 AND $2 < m.to_position
    AND m.generation = (
        SELECT l.generation FROM wahana.projection_live l
        WHERE l.tenant_id = $1 AND l.view = 'meeting')

-- name: of_wksbm_in_area
-- The WKSBM stands in the area $4 text, a code of any level.
EXISTS (
    SELECT FROM view.wksbm_directory w
    WHERE w.tenant_id = $1 AND w.wksbm_id = r.wksbm_id
        AND w.from_position <= $2 AND $2 < w.to_position
        AND w.generation = (
            SELECT l.generation FROM wahana.projection_live l
            WHERE l.tenant_id = $1 AND l.view = 'wksbm_directory')
        AND (w.village_code = $4 OR w.district_code = $4
            OR w.regency_code = $4 OR w.province_code = $4))
