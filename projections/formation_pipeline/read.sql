-- Rows of the formation pipeline. Each statement takes $1 uuid: tenant, $2 bigint: position (as of), $3 date: valid on
-- (null: no particular day); a condition takes its value as $4.

-- name: targets
-- Valid budget targets; with a date: those set by then, with that day's quantity.
SELECT t.* EXCLUDE (target_qty),
    CASE WHEN $3::date IS NULL THEN t.target_qty ELSE coalesce((
        SELECT least(x.to_qty, 2147483647)::int FROM json_to_recordset(t.revisions::json)
            AS x (entry int, revised_on date, to_qty bigint)
        WHERE x.revised_on <= $3::date
        ORDER BY x.revised_on DESC, x.entry DESC LIMIT 1
    ), t.first_qty) END AS target_qty
FROM as_of.formation_pipeline_target t
WHERE ($3::date IS NULL OR t.set_on <= $3::date)

-- name: formations
-- The stages of each WKSBM's formation, in days; with a date: those reached by then.
SELECT v.wksbm_id, v.budget_year, v.name_key,
    v.village_code, v.district_code, v.regency_code, v.province_code,
    CASE WHEN $3::date IS NULL THEN v.stage
        WHEN s.inaugurated_on IS NOT NULL THEN 'INAUGURATED'
        WHEN s.trained_on IS NOT NULL THEN 'TRAINED'
        WHEN s.nominated_on IS NOT NULL THEN 'NOMINATED'
        WHEN s.socialised_on IS NOT NULL THEN 'SOCIALISED'
        ELSE 'PROPOSED' END AS stage,
    v.proposed_on, s.socialised_on, s.nominated_on, s.trained_on, s.inaugurated_on,
    s.socialised_on - s.proposed_on AS days_to_socialised,
    s.nominated_on - coalesce(s.socialised_on, s.proposed_on) AS days_to_nominated,
    s.trained_on - coalesce(s.nominated_on, s.socialised_on, s.proposed_on) AS days_to_trained,
    s.inaugurated_on - coalesce(s.trained_on, s.nominated_on, s.socialised_on, s.proposed_on)
        AS days_to_inaugurated,
    s.inaugurated_on - s.proposed_on AS days_in_all,
    CASE WHEN s.inaugurated_on IS NULL AND (v.ended_on IS NULL OR v.ended_on > d.day) THEN
        {on_day}
            - coalesce(s.trained_on, s.nominated_on, s.socialised_on, s.proposed_on)
    END AS days_waiting
FROM as_of.wksbm_directory v
CROSS JOIN LATERAL (SELECT coalesce($3::date, 'infinity') AS day) d
CROSS JOIN LATERAL {stages_then} s
WHERE v.proposed_on <= d.day

-- name: pipeline
-- Per budget year: the target, and the number of WKSBM that reached each stage; with a date: by then.
-- Withdrawn ones do not count. Attainment is in percent of the target.
SELECT y.year AS budget_year, t.target_qty, t.first_qty,
    coalesce(c.proposed, 0) AS proposed, coalesce(c.socialised, 0) AS socialised,
    coalesce(c.nominated, 0) AS nominated, coalesce(c.trained, 0) AS trained,
    coalesce(c.inaugurated, 0) AS inaugurated,
    (100 * coalesce(c.inaugurated, 0) / nullif(t.target_qty, 0))::int AS attainment_percent,
    c.days_to_socialised, c.days_to_nominated, c.days_to_trained, c.days_to_inaugurated,
    c.days_in_all
FROM (
    SELECT v.budget_year AS year FROM as_of.wksbm_directory v
    WHERE v.status <> 'WITHDRAWN' AND ($3::date IS NULL OR v.proposed_on <= $3::date)
    UNION
    SELECT t.year FROM as_of.formation_pipeline_target t
    WHERE t.indicator = 'WKSBM_FORMED' AND ($3::date IS NULL OR t.set_on <= $3::date)
) y
LEFT JOIN LATERAL (
    SELECT t.first_qty, CASE WHEN $3::date IS NULL THEN t.target_qty ELSE coalesce((
        SELECT least(x.to_qty, 2147483647)::int FROM json_to_recordset(t.revisions::json)
            AS x (entry int, revised_on date, to_qty bigint)
        WHERE x.revised_on <= $3::date
        ORDER BY x.revised_on DESC, x.entry DESC LIMIT 1
    ), t.first_qty) END AS target_qty
    FROM as_of.formation_pipeline_target t
    WHERE t.year = y.year AND t.indicator = 'WKSBM_FORMED'
        AND ($3::date IS NULL OR t.set_on <= $3::date)
    LIMIT 1
) t ON true
LEFT JOIN LATERAL (
    SELECT count(*)::int AS proposed,
        (count(*) FILTER (WHERE x.reached >= 1))::int AS socialised,
        (count(*) FILTER (WHERE x.reached >= 2))::int AS nominated,
        (count(*) FILTER (WHERE x.reached >= 3))::int AS trained,
        (count(*) FILTER (WHERE x.reached >= 4))::int AS inaugurated,
        round(avg(s.socialised_on - s.proposed_on))::int AS days_to_socialised,
        round(avg(s.nominated_on - coalesce(s.socialised_on, s.proposed_on)))::int
            AS days_to_nominated,
        round(avg(s.trained_on - coalesce(s.nominated_on, s.socialised_on, s.proposed_on)))::int
            AS days_to_trained,
        round(avg(s.inaugurated_on - coalesce(s.trained_on, s.nominated_on, s.socialised_on,
            s.proposed_on)))::int AS days_to_inaugurated,
        round(avg(s.inaugurated_on - s.proposed_on))::int AS days_in_all
    FROM as_of.wksbm_directory v
    CROSS JOIN LATERAL (SELECT coalesce($3::date, 'infinity') AS day) d
    CROSS JOIN LATERAL {stages_then} s
    CROSS JOIN LATERAL (
        SELECT CASE
            WHEN $3::date IS NULL THEN array_position(
                '{SOCIALISED,NOMINATED,TRAINED,INAUGURATED}'::text[], v.stage)
            WHEN s.inaugurated_on IS NOT NULL THEN 4 WHEN s.trained_on IS NOT NULL THEN 3
            WHEN s.nominated_on IS NOT NULL THEN 2 WHEN s.socialised_on IS NOT NULL THEN 1
            END AS reached
    ) x
    WHERE v.budget_year = y.year AND v.status <> 'WITHDRAWN'
        AND ($3::date IS NULL OR v.proposed_on <= $3::date)
) c ON true

-- name: formed
-- Per year: the number of WKSBM inaugurated, and of those with trained people; with a date: by then.
SELECT extract(year FROM s.inaugurated_on)::int AS year, count(*)::int AS inaugurated,
    (count(*) FILTER (WHERE v.trained_on <= coalesce($3::date, 'infinity')))::int AS trained,
    (count(*) FILTER (WHERE v.status = 'ACTIVE'))::int AS active_now
FROM as_of.wksbm_directory v
CROSS JOIN LATERAL (SELECT coalesce($3::date, 'infinity') AS day) d
CROSS JOIN LATERAL {stages_then} s
WHERE v.inaugurated_on IS NOT NULL AND v.status <> 'WITHDRAWN'
    AND ($3::date IS NULL OR v.inaugurated_on <= $3::date)
GROUP BY extract(year FROM s.inaugurated_on)
