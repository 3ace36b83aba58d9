-- Fragments that the read.sql of several views share (reading.py); each replaces its {name}.

-- name: office_today
-- The date in the zone of the office at the moment that the answer shows: today, or the day on which
-- what is asked about by asOf was recorded.
(SELECT today FROM moment)

-- name: day_of_asking
-- The present date in the zone of the office, also if an earlier moment is asked for.
(SELECT (statement_timestamp() AT TIME ZONE coalesce(
    (SELECT o.time_zone FROM latest.office o LIMIT 1), 'Asia/Jakarta'))::date)

-- name: on_day
-- The day that an answer is about: the one asked for, else that of its moment.
coalesce($3::date, {office_today})

-- name: answering_book
-- Of the book that d is of: whether it answers on the day. A book does from its first day until its
-- balance, its payers and what they owe have gone over to the next one; a withdrawn one never does.
(
    SELECT f.state <> 'WITHDRAWN' AND f.opens_on <= {on_day}
        AND coalesce((SELECT g.opens_on FROM as_of.fund_book g
            WHERE g.book_id = f.next_book_id LIMIT 1), 'infinity') > {on_day} AS answers
    FROM as_of.fund_book f
    WHERE f.book_id = d.book_id
    LIMIT 1
)

-- name: records_of_person
-- Every record of the person $4 uuid: a pair that was merged stands once, under the lower id.
ARRAY(
    WITH RECURSIVE known (id) AS (
        SELECT $4::uuid
        UNION
        SELECT m.id FROM known
        CROSS JOIN LATERAL (
            SELECT x.other_id AS id FROM as_of.person_duplicate x
            WHERE x.person_id = known.id AND x.state = 'MERGED'
            UNION ALL
            SELECT x.person_id FROM as_of.person_duplicate x
            WHERE x.other_id = known.id AND x.state = 'MERGED'
        ) m)
    SELECT known.id FROM known)

-- name: of_person
-- The row is about the person.
r.person_id = ANY ({records_of_person})

-- name: of_holder
-- The person holds it.
r.member_id = ANY ({records_of_person})

-- name: of_payer
-- The person pays.
r.payer_id = ANY ({records_of_person})

-- name: stages_then
-- The days of the stages that the WKSBM v had reached by the day d.day. The calendar's first and
-- last day, stored as infinities, are given as days that can be subtracted.
(
    SELECT s.proposed_on,
        CASE WHEN v.socialised_on <= d.day THEN s.socialised_on END AS socialised_on,
        CASE WHEN v.nominated_on <= d.day THEN s.nominated_on END AS nominated_on,
        CASE WHEN v.trained_on <= d.day THEN s.trained_on END AS trained_on,
        CASE WHEN v.inaugurated_on <= d.day THEN s.inaugurated_on END AS inaugurated_on
    FROM (
        SELECT greatest(least(v.proposed_on, '9999-12-31'), '0001-01-01') AS proposed_on,
            greatest(least(v.socialised_on, '9999-12-31'), '0001-01-01') AS socialised_on,
            greatest(least(v.nominated_on, '9999-12-31'), '0001-01-01') AS nominated_on,
            greatest(least(v.trained_on, '9999-12-31'), '0001-01-01') AS trained_on,
            greatest(least(v.inaugurated_on, '9999-12-31'), '0001-01-01') AS inaugurated_on
    ) s
)

-- name: largest
-- The highest amount shown: entries from before amounts had a ceiling may add up to more.
9223372036854775807::numeric

-- name: wksbm_in_area
-- The WKSBM of the row lies in the area $4 text, a code of any level.
EXISTS (
    SELECT FROM as_of.wksbm_directory w
    WHERE w.wksbm_id = r.wksbm_id
        AND (w.village_code = $4 OR w.district_code = $4
            OR w.regency_code = $4 OR w.province_code = $4))
