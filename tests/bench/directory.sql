-- The peer of the catch-up: the directory's rows of a whole log by one set-based statement.

-- name: places
-- Names of the areas of a village, for the statement below.
CREATE TEMPORARY TABLE bench_place (
    village_code  text PRIMARY KEY,
    province_name text,
    regency_name  text,
    district_name text,
    village_name  text
)

-- name: place
-- $1 text: village's code, $2 text … $5 text: names of province, regency, district, village.
INSERT INTO bench_place VALUES ($1, $2, $3, $4, $5)

-- name: fill
-- Every version of every WKSBM, for the kinds of events that the benchmark's histories hold: no
-- corrections, retractions, stages, rests, mergers or ends. A value holds from its event on until
-- the next one of its kind: the array of those up to the row, its last element.
-- $1 uuid: tenant, $2 int: generation, $3 text[]: topics of the view, $4 bigint: live to_position.
INSERT INTO own.wksbm_directory (tenant_id, generation, from_position, to_position,
    wksbm_id, version, updated_at, name, name_key, level, province_code, province_name,
    regency_code, regency_name, district_code, district_name, village_code, village_name,
    area_edition, local_area_id, origin, budget_year, founded_year, parent_id, stage, status,
    proposed_on, inaugurated_on, decree_no, decree_issued_on, decree_issuer_role,
    maturity_grade, maturity_scheme, maturity_assessed_on, evidence_marks)
WITH decoded AS (
    SELECT e.stream_id, e.version, e.position, e.recorded_at, e.topic,
        convert_from(e.payload, 'UTF8')::json -> 'data' AS data,
        (convert_from(e.meta, 'UTF8')::json ->> 'occurred_on')::date AS occurred_on
    FROM wahana.event e
    WHERE e.tenant_id = $1 AND e.topic = ANY ($3::text[])
), folded AS (
    SELECT d.stream_id, d.version, d.recorded_at,
        d.position AS from_position,
        coalesce(lead(d.position) OVER s, $4) AS to_position,
        first_value(d.data) OVER s AS proposal,
        first_value(d.occurred_on) OVER s AS proposed_on,
        array_agg(d.data ->> 'name') FILTER (WHERE d.topic IN ('wksbm.proposed', 'wksbm.renamed'))
            OVER s AS names,
        array_agg(d.data::text) FILTER (WHERE d.topic = 'wksbm.inaugurated') OVER s AS inaugurated,
        max(d.occurred_on) FILTER (WHERE d.topic = 'wksbm.inaugurated') OVER s AS inaugurated_on,
        array_agg(d.data::text) FILTER (WHERE d.topic = 'wksbm.maturity_assessed') OVER s AS grades,
        max(d.occurred_on) FILTER (WHERE d.topic = 'wksbm.maturity_assessed') OVER s AS graded_on
    FROM decoded d
    WINDOW s AS (PARTITION BY d.stream_id ORDER BY d.version)
), latest AS (
    SELECT f.*, f.names[cardinality(f.names)] AS name, f.proposal ->> 'village_code' AS village,
        f.inaugurated[1]::json -> 'decree' AS decree,
        f.grades[cardinality(f.grades)]::json AS grade
    FROM folded f
)
SELECT $1, $2, l.from_position, l.to_position,
    l.stream_id, l.version, l.recorded_at, l.name, lower(l.name), l.proposal ->> 'level',
    left(l.village, 2), p.province_name, left(l.village, 5), p.regency_name,
    left(l.village, 8), p.district_name, l.village, p.village_name,
    l.proposal ->> 'area_edition', (l.proposal ->> 'local_area')::uuid, l.proposal ->> 'origin',
    (l.proposal ->> 'budget_year')::int, (l.proposal ->> 'founded_year')::int,
    (l.proposal ->> 'parent')::uuid,
    CASE WHEN l.inaugurated_on IS NULL THEN 'PROPOSED' ELSE 'INAUGURATED' END,
    CASE WHEN l.inaugurated_on IS NULL THEN 'FORMING' ELSE 'ACTIVE' END,
    l.proposed_on, l.inaugurated_on, l.decree ->> 'no', (l.decree ->> 'issued_on')::date,
    l.decree ->> 'issuer_role', l.grade ->> 'grade', l.grade ->> 'scheme_version', l.graded_on,
    '{}'
FROM latest l
JOIN bench_place p ON p.village_code = l.village

-- name: differences
-- Rows that one of two generations has and the other has not. $1 uuid: tenant, $2 int and
-- $3 int: generations.
WITH a AS (
    SELECT to_jsonb(t) - 'generation' AS r FROM own.wksbm_directory t
    WHERE t.tenant_id = $1 AND t.generation = $2
), b AS (
    SELECT to_jsonb(t) - 'generation' AS r FROM own.wksbm_directory t
    WHERE t.tenant_id = $1 AND t.generation = $3
)
SELECT count(*) FROM ((TABLE a EXCEPT TABLE b) UNION ALL (TABLE b EXCEPT TABLE a)) x

-- name: clear
-- Take rows away again. $1 uuid: tenant, $2 int: generation.
DELETE FROM own.wksbm_directory WHERE tenant_id = $1 AND generation = $2

-- name: add_generation
-- A checkpoint for rows of the library's runner, which tracks by itself: our statements ask for it.
-- $1 uuid: tenant, $2 int: generation, $3 int: version of the view.
INSERT INTO wahana.projection (tenant_id, view, generation, version, state, updated_at)
VALUES ($1, 'wksbm_directory', $2, $3, 'retired', now())
ON CONFLICT DO NOTHING

-- name: live
-- The live generation of the directory. $1 uuid: tenant, $2 int: version of the view.
SELECT generation FROM wahana.projection_version
WHERE tenant_id = $1 AND view = 'wksbm_directory' AND version = $2
