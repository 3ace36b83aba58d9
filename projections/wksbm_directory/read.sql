-- Rows of the directory. Each statement takes $1 uuid: tenant, $2 bigint: position (as of),
-- $3 date: valid on (null: as it is now); a condition takes its value as $4.

-- name: wksbm
-- Every WKSBM. With a business date: those proposed by then, with name, stage and status of that
-- day by the days of the facts (a waiver has no day). Lists are ordered by the newest name.
SELECT v.wksbm_id, v.version, v.updated_at, v.name_key, v.level,
    CASE WHEN $3::date IS NULL THEN v.name ELSE coalesce((
        SELECT n.name FROM as_of.wksbm_directory_detail d
        CROSS JOIN LATERAL json_to_recordset(d.names::json)
            AS n (entry int, valid_from date, name text)
        WHERE d.wksbm_id = v.wksbm_id
            AND n.valid_from <= $3::date
        ORDER BY n.valid_from DESC, n.entry DESC LIMIT 1
    ), v.name) END AS name,
    v.province_code, v.province_name, v.regency_code, v.regency_name,
    v.district_code, v.district_name, v.village_code, v.village_name,
    v.area_edition, v.local_area_id, v.origin, v.budget_year, v.founded_year, v.parent_id,
    CASE WHEN $3::date IS NULL THEN v.stage
        WHEN v.inaugurated_on <= $3::date THEN 'INAUGURATED'
        WHEN v.trained_on <= $3::date THEN 'TRAINED'
        WHEN v.nominated_on <= $3::date THEN 'NOMINATED'
        WHEN v.socialised_on <= $3::date THEN 'SOCIALISED'
        ELSE 'PROPOSED' END AS stage,
    CASE WHEN $3::date IS NULL THEN v.status
        WHEN v.ended_on <= $3::date THEN v.status
        WHEN EXISTS (
            SELECT FROM as_of.wksbm_directory_detail d
            CROSS JOIN LATERAL json_to_recordset(d.dormancies::json)
                AS x (valid_from date, valid_to date)
            WHERE d.wksbm_id = v.wksbm_id
                AND x.valid_from <= $3::date AND $3::date < coalesce(x.valid_to, 'infinity')
        ) THEN 'DORMANT'
        WHEN v.inaugurated_on <= $3::date THEN 'ACTIVE'
        ELSE 'FORMING' END AS status,
    v.proposed_on, v.socialised_on, v.nominated_on, v.approved_on, v.trained_on,
    v.inaugurated_on, coalesce(v.inaugurated_on, 'infinity'::date) AS inaugurated_key,
    v.decree_no, v.decree_issued_on, v.decree_issuer_role,
    v.maturity_grade, v.maturity_scheme, v.maturity_assessed_on,
    v.dormant_since, v.ended_on, v.merged_into_id, v.evidence_marks
FROM as_of.wksbm_directory v
WHERE ($3::date IS NULL OR v.proposed_on <= $3::date)

-- name: target_group_codes
-- The categories that a WKSBM has declared, of the edition that it named.
SELECT d.wksbm_id, d.target_edition AS edition, c.code, c.no::int
FROM as_of.wksbm_directory_detail d
CROSS JOIN LATERAL unnest(d.target_groups) WITH ORDINALITY AS c (code, no)

-- name: local_values
-- The local values that a WKSBM keeps up.
SELECT d.wksbm_id, c.value, c.no::int
FROM as_of.wksbm_directory_detail d
CROSS JOIN LATERAL unnest(d.local_values) WITH ORDINALITY AS c (value, no)

-- name: wksbm_names
-- The names of a WKSBM, each from a business date on; with a date: those by then.
SELECT d.wksbm_id, n.entry, n.valid_from, n.name
FROM as_of.wksbm_directory_detail d
CROSS JOIN LATERAL json_to_recordset(d.names::json) AS n (entry int, valid_from date, name text)
WHERE ($3::date IS NULL OR n.valid_from <= $3::date)

-- name: legal_references
-- Regulations and letters that a WKSBM refers to.
SELECT d.wksbm_id, n.no::int AS ordinal, n.title, n.document_no, n.issued_on
FROM as_of.wksbm_directory_detail d
CROSS JOIN LATERAL (
    SELECT x.no, x.item ->> 'title' AS title, x.item ->> 'no' AS document_no,
        (x.item ->> 'issued_on')::date AS issued_on
    FROM json_array_elements(d.legal_references::json) WITH ORDINALITY AS x (item, no)
) n

-- name: socialisations
-- Sessions in which a WKSBM was explained; their days may be unknown.
SELECT d.wksbm_id, n.entry, n.held_from, n.held_to, (n.activity ->> 'activity_id')::uuid
    AS activity_id, n.activity #>> '{external,organiser}' AS external_organiser,
    n.activity #>> '{external,title}' AS external_title
FROM as_of.wksbm_directory_detail d
CROSS JOIN LATERAL json_to_recordset(d.socialisations::json)
    AS n (entry int, activity json, held_from date, held_to date)
WHERE ($3::date IS NULL OR n.held_from IS NULL OR n.held_from <= $3::date)

-- name: candidates
-- The candidates of the first board.
SELECT d.wksbm_id, n.no::int, (n.item ->> 'person')::uuid AS person_id, n.item ->> 'seat' AS seat,
    (n.item ->> 'nominated_on')::date AS nominated_on, (n.item ->> 'withdrawn')::bool AS withdrawn
FROM as_of.wksbm_directory_detail d
CROSS JOIN LATERAL json_array_elements(d.candidates::json) WITH ORDINALITY AS n (item, no)
WHERE ($3::date IS NULL OR (n.item ->> 'nominated_on')::date <= $3::date)

-- name: trainings
-- Trainings of candidates or members, each with how many of them were there.
SELECT d.wksbm_id, n.entry, n.trained_on, json_array_length(n.attended) AS attended,
    (n.activity ->> 'activity_id')::uuid AS activity_id,
    n.activity #>> '{external,organiser}' AS external_organiser,
    n.activity #>> '{external,title}' AS external_title
FROM as_of.wksbm_directory_detail d
CROSS JOIN LATERAL json_to_recordset(d.trainings::json)
    AS n (entry int, activity json, attended json, trained_on date)
WHERE ($3::date IS NULL OR n.trained_on <= $3::date)

-- name: waivers
-- Stages that a WKSBM need not go through.
SELECT d.wksbm_id, n.entry, n.stage
FROM as_of.wksbm_directory_detail d
CROSS JOIN LATERAL json_to_recordset(d.waivers::json) AS n (entry int, stage text)

-- name: mentors
-- Who guides a WKSBM, from when and until when; with a date: who did on that day.
SELECT d.wksbm_id, n.entry, n.person AS person_id, n.role, n.guidance, n.valid_from, n.valid_to
FROM as_of.wksbm_directory_detail d
CROSS JOIN LATERAL json_to_recordset(d.mentors::json)
    AS n (entry int, person uuid, role text, guidance text, valid_from date, valid_to date)
WHERE ($3::date IS NULL OR (
        n.valid_from <= $3::date AND $3::date < coalesce(n.valid_to, 'infinity')))

-- name: awards
-- Competitions that a WKSBM entered (no rank) or won.
SELECT d.wksbm_id, n.entry, n.competition, n.level, n.year, n.rank
FROM as_of.wksbm_directory_detail d
CROSS JOIN LATERAL json_to_recordset(d.awards::json)
    AS n (entry int, competition text, level text, year int, rank int)
WHERE ($3::date IS NULL OR n.year <= extract(year FROM $3::date))

-- name: dormancies
-- Rests of a WKSBM; with a date: the one of that day.
SELECT d.wksbm_id, n.entry, n.valid_from, n.valid_to
FROM as_of.wksbm_directory_detail d
CROSS JOIN LATERAL json_to_recordset(d.dormancies::json)
    AS n (entry int, valid_from date, valid_to date)
WHERE ($3::date IS NULL OR (
        n.valid_from <= $3::date AND $3::date < coalesce(n.valid_to, 'infinity')))
