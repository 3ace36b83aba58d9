-- Rows of member bodies and partners. Each statement takes $1 uuid: tenant, $2 bigint: position (as
-- of), $3 date: valid on; a condition takes its value as $4. Today is the date in the office's zone.

-- name: bodies
-- All member bodies; with a date: those that belonged to a WKSBM on that day.
SELECT k.*,
    k.joined_on <= {on_day} AND k.left_on > {on_day} AS is_member
FROM as_of.kps k
WHERE ($3::date IS NULL OR (k.joined_on <= $3::date AND $3::date < k.left_on))

-- name: offers_service
-- It offers the kind of service $4 text on the day ($3, else today).
EXISTS (
    SELECT FROM as_of.kps_service s
    WHERE s.kps_id = r.kps_id AND s.service_kind = $4
        AND s.valid_from <= {on_day}
        AND s.valid_to > {on_day})
