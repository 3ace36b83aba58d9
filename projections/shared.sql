-- What several views' read.sql share (reading.py). Each fragment stands where it is named as {name}.

-- name: office_today
-- The date it is now in the zone of the office.
(SELECT (statement_timestamp() AT TIME ZONE coalesce(
    (SELECT o.time_zone FROM latest.office o LIMIT 1), 'Asia/Jakarta'))::date)

-- name: on_day
-- The day that an answer is about: the one asked for, else today.
coalesce($3::date, {office_today})

-- name: wksbm_in_area
-- The WKSBM of the row stands in the area $4 text, a code of any level.
EXISTS (
    SELECT FROM as_of.wksbm_directory w
    WHERE w.wksbm_id = r.wksbm_id
        AND (w.village_code = $4 OR w.district_code = $4
            OR w.regency_code = $4 OR w.province_code = $4))
