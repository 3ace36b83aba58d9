-- Rows of the trail. Each statement takes $1 uuid: tenant, $2 bigint: position (as of), $3 date: valid on
-- (null: no particular day); a condition takes its value as $4.

-- name: entries
-- All events up to the position; with a date: those of that business day.
SELECT t.*,
    t.stream_type || '_' || t.stream_id::text AS object,
    CASE WHEN t.topic IN ('case.category_assigned', 'case.category_removed')
        THEN (t.data::jsonb - 'code')::text ELSE t.data END AS open_data
FROM as_of.trail t
WHERE ($3::date IS NULL OR t.occurred_on = $3::date)

-- name: object_entries
-- All events that name an object; with a date: those of that business day. One probe for each
-- (the LIMIT keeps the planner from walking the trail instead).
SELECT o.object_id, o.position, t.* EXCLUDE (position), t.object, t.open_data
FROM as_of.trail_object o
CROSS JOIN LATERAL (
    SELECT t.*, t.stream_type || '_' || t.stream_id::text AS object,
        CASE WHEN t.topic IN ('case.category_assigned', 'case.category_removed')
            THEN (t.data::jsonb - 'code')::text ELSE t.data END AS open_data
    FROM latest.trail t
    WHERE t.position = o.position
    LIMIT 1
) t
WHERE ($3::date IS NULL OR t.occurred_on = $3::date)

-- name: rests_on
-- The event has evidence of the mark $4 text.
EXISTS (
    SELECT FROM latest.trail_evidence e
    WHERE e.mark = $4 AND e.position = r.position)

-- name: names_object
-- The event names the object $4 uuid; a person under whichever of their records.
EXISTS (
    SELECT FROM latest.trail_object o
    WHERE o.object_id = ANY ({records_of_person}) AND o.position = r.position)

-- name: of_other_kinds
-- The object is of none of the kinds $4 text[].
r.stream_type <> ALL ($4::text[])

-- name: names_one_of
-- The event names one of the objects $4 uuid[].
EXISTS (
    SELECT FROM latest.trail_object o
    WHERE o.object_id = ANY ($4::uuid[]) AND o.position = r.position)

-- name: names_wksbm_in_area
-- The event names a WKSBM that lies in the area $4 text, a code of any level. From the event to
-- its few objects to the directory, a probe each (the LIMIT keeps the planner to that order).
EXISTS (
    SELECT FROM latest.trail_object o
    CROSS JOIN LATERAL (
        SELECT w.village_code, w.district_code, w.regency_code, w.province_code
        FROM as_of.wksbm_directory w
        WHERE w.wksbm_id = o.object_id
        LIMIT 1
    ) w
    WHERE o.position = r.position
        AND (w.village_code = $4 OR w.district_code = $4
            OR w.regency_code = $4 OR w.province_code = $4))
