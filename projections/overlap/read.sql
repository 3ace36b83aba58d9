-- Rows of the registers. Each statement takes $1 uuid: tenant, $2 bigint: position (as of), $3 date:
-- valid on; a condition takes its value as $4. "Today" is the date in the office's zone.

-- name: this_month
-- The services in the month of the day ($3, else today) by recipient, with the deliveries so far in
-- it, also under a record that was merged into theirs. Different units are not added.
SELECT c.*,
    m.first_day AS month, g.deliveries::int AS deliveries,
    g.quantity::bigint AS quantity, g.unit, g.last_day,
    'IDENTITY' AS part, NULL::uuid AS recorded_by
FROM as_of.service_claim c
CROSS JOIN LATERAL (
    SELECT date_trunc('month', {on_day}::timestamp)::date
        AS first_day
) m
CROSS JOIN LATERAL (
    SELECT count(*) AS deliveries,
        CASE WHEN count(DISTINCT d.unit) <= 1 THEN coalesce(sum(d.quantity), 0) END AS quantity,
        CASE WHEN count(DISTINCT d.unit) = 1 THEN min(d.unit) END AS unit,
        max(d.delivered_on) AS last_day
    FROM as_of.case_delivery d
    WHERE d.service_id = c.claim_id
        AND d.delivered_on >= m.first_day
        AND d.delivered_on < (m.first_day + interval '1 month')::date
        AND (c.person_id = ANY (d.recipients) OR EXISTS (
            SELECT FROM as_of.person_registry p
            WHERE p.person_id = ANY (d.recipients) AND p.merged_into = c.person_id))
) g
WHERE c.valid_from < (m.first_day + interval '1 month')::date AND c.valid_to > m.first_day
    AND c.valid_from < c.valid_to

-- name: of_case_in_area
-- Its case lies in the area $4 text, a code of any level.
EXISTS (
    SELECT FROM as_of.case_file c
    WHERE c.case_id = r.case_id
        AND (c.village_code = $4 OR c.district_code = $4
            OR c.regency_code = $4 OR c.province_code = $4))

-- name: of_wksbm
-- One of the WKSBM $4 uuid[] gives it or holds its case.
(r.wksbm_id = ANY ($4::uuid[])
OR EXISTS (
    SELECT FROM as_of.case_file c
    WHERE c.case_id = r.case_id
        AND c.wksbm_id = ANY ($4::uuid[])))

-- name: met
-- The claims that the service of a warning overlaps.
SELECT c.*,
    w.warning_id
FROM as_of.overlap_warning w
CROSS JOIN LATERAL unnest(w.others) AS m (claim_id)
JOIN as_of.service_claim c ON c.claim_id = m.claim_id
