-- Rows of the directory. Each statement takes $1 uuid: tenant, $2 bigint: position (as of),
-- $3 date: valid on (null: as it is now); a condition takes its value as $4.

-- name: wksbm
-- Every WKSBM. With a business date: those proposed by then, as they were on that day.
SELECT v.*,
    coalesce(v.inaugurated_on, 'infinity'::date) AS inaugurated_key
FROM as_of.wksbm_directory v
WHERE ($3::date IS NULL OR v.proposed_on <= $3::date)

-- name: target_group_codes
-- The declared target groups of a WKSBM, with their edition.
SELECT d.wksbm_id, d.target_edition AS edition, c.code, c.no::int
FROM as_of.wksbm_directory_detail d
CROSS JOIN LATERAL unnest(d.target_groups) WITH ORDINALITY AS c (code, no)

-- name: socialisations
-- Sessions in which a WKSBM was explained; their days may be unknown.
SELECT d.wksbm_id, n.entry, n.held_from, n.held_to, (n.activity ->> 'activity_id')::uuid
    AS activity_id, n.activity #>> '{external,organiser}' AS external_organiser,
    n.activity #>> '{external,title}' AS external_title
FROM as_of.wksbm_directory_detail d
CROSS JOIN LATERAL json_to_recordset(d.socialisations::json)
    AS n (entry int, activity json, held_from date, held_to date)
WHERE ($3::date IS NULL OR n.held_from IS NULL OR n.held_from <= $3::date)

-- name: trainings
-- Trainings of candidates or members, each with the number of those who attended.
SELECT d.wksbm_id, n.entry, n.trained_on, json_array_length(n.attended) AS attended,
    (n.activity ->> 'activity_id')::uuid AS activity_id,
    n.activity #>> '{external,organiser}' AS external_organiser,
    n.activity #>> '{external,title}' AS external_title
FROM as_of.wksbm_directory_detail d
CROSS JOIN LATERAL json_to_recordset(d.trainings::json)
    AS n (entry int, activity json, attended json, trained_on date)
WHERE ($3::date IS NULL OR n.trained_on <= $3::date)

-- name: awards
-- Competitions that a WKSBM entered (no rank) or won.
SELECT d.wksbm_id, n.entry, n.competition, n.level, n.year, n.rank
FROM as_of.wksbm_directory_detail d
CROSS JOIN LATERAL json_to_recordset(d.awards::json)
    AS n (entry int, competition text, level text, year int, rank int)
WHERE ($3::date IS NULL OR n.year <= extract(year FROM $3::date))
