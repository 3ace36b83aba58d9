-- Rows of referrals. Each statement takes $1 uuid: tenant, $2 bigint: position (as of), $3 date: valid
-- on; a condition takes its value as $4. "Today" is the date in the office's zone.

-- name: referrals
-- All referrals, and whether the expected step is overdue on the day ($3, else today).
SELECT f.*,
    cardinality(f.subjects) AS people,
    coalesce(f.is_live AND f.due < {on_day}, false) AS is_overdue
FROM as_of.referral f
WHERE ($3::date IS NULL OR f.requested_on <= $3::date)

-- name: to_be_reviewed
-- Checks that an emergency skipped still wait for a review, or ($4 boolean false) do not.
(cardinality(r.review) > 0 AND r.finding IS NULL) = $4::boolean

-- name: at_wksbm
-- One of the WKSBM $4 uuid[] has received it (it went out), holds its case, or sent it and still has
-- the case.
((r.to_wksbm = ANY ($4::uuid[]) AND EXISTS (
    SELECT FROM latest.referral_step s
    WHERE s.referral_id = r.referral_id AND s.state = 'SENT'))
OR EXISTS (
    SELECT FROM latest.case_file c
    WHERE c.case_id = r.case_id
        AND c.wksbm_id = ANY ($4::uuid[]))
OR (r.from_wksbm = ANY ($4::uuid[])
    AND EXISTS (
    SELECT FROM latest.referral f
    WHERE f.case_id = r.case_id
        AND f.is_disclosing AND f.to_wksbm = ANY ($4::uuid[]))))

-- name: at_district
-- An office in the area ($4 text[])[2] has received it (it went out), or sent it and still has the
-- case.
((r.to_kind = 'KECAMATAN_TKSK'
    AND (r.to_district = ($4::text[])[2] OR r.to_regency = ($4::text[])[2])
    AND EXISTS (
    SELECT FROM latest.referral_step s
    WHERE s.referral_id = r.referral_id AND s.state = 'SENT'))
OR (r.from_kind = 'KECAMATAN_TKSK'
    AND (r.from_district = ($4::text[])[2] OR r.from_regency = ($4::text[])[2])
    AND EXISTS (
    SELECT FROM latest.referral f
    WHERE f.case_id = r.case_id
        AND f.is_disclosing AND f.to_kind = 'KECAMATAN_TKSK'
        AND (f.to_district = ($4::text[])[2] OR f.to_regency = ($4::text[])[2]))))

-- name: at_lk3
-- The LK3 has received it (it went out), holds its case, or sent it and still has the case;
-- $4 uuid[]: the actor's ids (not used).
($4::uuid[] IS NOT NULL AND ((r.to_kind = 'LK3' AND EXISTS (
    SELECT FROM latest.referral_step s
    WHERE s.referral_id = r.referral_id AND s.state = 'SENT'))
OR EXISTS (
    SELECT FROM latest.case_file c
    WHERE c.case_id = r.case_id
        AND c.body_kind = 'LK3')
OR (r.from_kind = 'LK3' AND EXISTS (
    SELECT FROM latest.referral f
    WHERE f.case_id = r.case_id
        AND f.is_disclosing AND f.to_kind = 'LK3'))))

-- name: texts
-- Sealed texts of referrals; in cases that are now of the most sensitive tier only by a recorded
-- access.
SELECT t.* EXCLUDE (sealed),
    c.top_tier, CASE WHEN c.top_tier THEN NULL ELSE t.sealed END AS sealed
FROM as_of.referral_text t
JOIN latest.case_file c ON c.case_id = t.case_id
WHERE ($3::date IS NULL OR t.happened_on <= $3::date)

-- name: text_at_wksbm
-- One of the WKSBM $4 uuid[] has a live referral or holds the case, or the actor (also in $4)
-- wrote it.
(r.recorded_by = ANY ($4::uuid[]) OR EXISTS (
    SELECT FROM latest.referral f
    WHERE f.referral_id = r.referral_id
        AND f.is_disclosing AND f.to_wksbm = ANY ($4::uuid[]))
OR EXISTS (
    SELECT FROM latest.case_file c
    WHERE c.case_id = r.case_id
        AND c.wksbm_id = ANY ($4::uuid[])))

-- name: text_at_district
-- An office in the area ($4 text[])[2] has a live referral, or the member ($4)[1] wrote it.
(r.recorded_by = (($4::text[])[1])::uuid
OR EXISTS (
    SELECT FROM latest.referral f
    WHERE f.referral_id = r.referral_id
        AND f.is_disclosing AND f.to_kind = 'KECAMATAN_TKSK'
        AND (f.to_district = ($4::text[])[2] OR f.to_regency = ($4::text[])[2])))

-- name: text_at_lk3
-- The LK3 has a live referral or holds the case, or one of $4 uuid[] wrote it.
(r.recorded_by = ANY ($4::uuid[]) OR EXISTS (
    SELECT FROM latest.referral f
    WHERE f.referral_id = r.referral_id
        AND f.is_disclosing AND f.to_kind = 'LK3')
OR EXISTS (
    SELECT FROM latest.case_file c
    WHERE c.case_id = r.case_id
        AND c.body_kind = 'LK3'))

-- name: text_at_dinas
-- The Dinas has a live referral or holds the case, or one of $4 uuid[] wrote it.
(r.recorded_by = ANY ($4::uuid[])
OR EXISTS (
    SELECT FROM latest.referral f
    WHERE f.referral_id = r.referral_id
        AND f.is_disclosing AND f.to_kind IN ('DINAS_KABKOTA', 'DINAS_PROV')
        AND f.to_area IS NOT NULL)
OR EXISTS (
    SELECT FROM latest.case_file c
    WHERE c.case_id = r.case_id
        AND c.body_kind IN ('DINAS_KABKOTA', 'DINAS_PROV')))

-- name: inbox
-- What waits for whom on the day ($3, else today): open cases for the body that holds them, live
-- referrals for their receiver; whether they are overdue on the day ($3, else today).
SELECT c.case_id, NULL::uuid AS referral_id, 'HOLDER' AS part, c.body_kind, c.body_area,
    c.wksbm_id, c.urgency, c.urgency_order, c.stage AS state, c.reported_on AS since,
    NULL::date AS due, false AS is_overdue, c.village_code, c.district_code, c.regency_code,
    c.province_code, c.case_id AS item_id
FROM as_of.case_file c
WHERE c.is_open AND ($3::date IS NULL OR c.reported_on <= $3::date)
UNION ALL
SELECT f.case_id, f.referral_id, 'RECEIVER', f.to_kind, f.to_area, f.to_wksbm, f.urgency,
    f.urgency_order, f.state, f.state_since, f.due,
    coalesce(f.due < {on_day}, false),
    c.village_code, c.district_code, c.regency_code, c.province_code, f.referral_id
FROM as_of.referral f
JOIN as_of.case_file c ON c.case_id = f.case_id
WHERE f.is_disclosing AND ($3::date IS NULL OR f.requested_on <= $3::date)

-- name: inbox_of_village
-- It waits for the office of a village that is, or lies in, the area $4 text.
(r.body_kind = 'DESA_KEL' AND (r.body_area = $4 OR starts_with(r.body_area, $4 || '.')))

-- name: inbox_of_wksbm
-- It waits for one of the WKSBM $4 uuid[].
r.wksbm_id = ANY ($4::uuid[])

-- name: inbox_of_district
-- It waits for an office of the area ($4 text[])[2].
(r.body_kind = 'KECAMATAN_TKSK' AND r.body_area IS NOT NULL
    AND (r.body_area = ($4::text[])[2] OR left(r.body_area, 5) = ($4::text[])[2]))

-- name: inbox_of_lk3
-- It waits for the LK3; $4 uuid[]: the actor's ids (not used).
(r.body_kind = 'LK3' AND $4::uuid[] IS NOT NULL)

-- name: inbox_of_dinas
-- It waits for the Dinas; $4 uuid[]: the actor's ids (not used).
(r.body_kind IN ('DINAS_KABKOTA', 'DINAS_PROV') AND $4::uuid[] IS NOT NULL)
