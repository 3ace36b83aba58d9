-- Conditions on rows r that belong to a case (r.case_id): to whom the case is open. Each takes
-- $1 uuid: tenant, and its value as $4; those about disclosed data of a person also need r.part,
-- r.person_id and r.recorded_by. Access is decided by the present data, whatever position is asked
-- for: only the live versions of rows count (to_position is 2^63 - 1).

-- name: case_in_area
-- The case lies in the area $4 text, a code of any level.
EXISTS (
    SELECT FROM latest.case_file c
    WHERE c.case_id = r.case_id
        AND (c.village_code = $4 OR c.district_code = $4
            OR c.regency_code = $4 OR c.province_code = $4))

-- name: case_of_wksbm
-- The case is held by one of the WKSBM $4 uuid[], or was referred to one of them and still is.
(EXISTS (
    SELECT FROM latest.case_file c
    WHERE c.case_id = r.case_id
        AND c.wksbm_id = ANY ($4::uuid[]))
OR EXISTS (
    SELECT FROM latest.referral f
    WHERE f.case_id = r.case_id
        AND f.is_disclosing AND f.to_wksbm = ANY ($4::uuid[])))

-- name: case_at_district
-- The case was referred, and still is, to an office in the area ($4 text[])[2].
EXISTS (
    SELECT FROM latest.referral f
    WHERE f.case_id = r.case_id
        AND f.is_disclosing AND f.to_kind = 'KECAMATAN_TKSK'
        AND (f.to_district = ($4::text[])[2] OR f.to_regency = ($4::text[])[2]))

-- name: case_at_lk3
-- The LK3 holds the case, or it was referred to it and still is; $4 uuid[]: the actor's ids (not used).
(EXISTS (
    SELECT FROM latest.case_file c
    WHERE c.case_id = r.case_id
        AND c.body_kind = 'LK3' AND $4::uuid[] IS NOT NULL)
OR EXISTS (
    SELECT FROM latest.referral f
    WHERE f.case_id = r.case_id
        AND f.is_disclosing AND f.to_kind = 'LK3' AND $4::uuid[] IS NOT NULL))

-- name: case_tasked
-- A body for which a member of $4 uuid[] is liaison was given a service in the case.
EXISTS (
    SELECT FROM latest.case_service s
    JOIN latest.kps k ON k.kps_id = s.kps_id
    WHERE s.case_id = r.case_id AND s.state = 'ASSIGNED'
        AND k.liaisons && $4::uuid[])

-- name: told_to_wksbm
-- One of the WKSBM $4 uuid[] holds the case, this part was disclosed to it, or the actor
-- (also in $4) wrote it.
(r.recorded_by = ANY ($4::uuid[]) OR EXISTS (
    SELECT FROM latest.case_file c
    WHERE c.case_id = r.case_id
        AND c.wksbm_id = ANY ($4::uuid[]))
OR EXISTS (
    SELECT FROM latest.referral f
    WHERE f.case_id = r.case_id
        AND f.is_disclosing AND f.to_wksbm = ANY ($4::uuid[])
        AND (f.state = 'ACCEPTED' OR r.part IN ('IDENTITY', 'CONTACT', 'CATEGORY'))
        AND r.part = ANY (f.disclosed)
        AND (r.person_id IS NULL OR r.person_id = ANY (f.subjects))))

-- name: told_to_district
-- This part was disclosed to an office in the area ($4 text[])[2], or the member ($4)[1] wrote it.
(r.recorded_by = (($4::text[])[1])::uuid
OR EXISTS (
    SELECT FROM latest.referral f
    WHERE f.case_id = r.case_id
        AND f.is_disclosing AND f.to_kind = 'KECAMATAN_TKSK'
        AND (f.to_district = ($4::text[])[2] OR f.to_regency = ($4::text[])[2])
        AND (f.state = 'ACCEPTED' OR r.part IN ('IDENTITY', 'CONTACT', 'CATEGORY'))
        AND r.part = ANY (f.disclosed)
        AND (r.person_id IS NULL OR r.person_id = ANY (f.subjects))))

-- name: told_to_lk3
-- The LK3 holds the case, this part was disclosed to it, or one of $4 uuid[] wrote it.
(r.recorded_by = ANY ($4::uuid[])
OR EXISTS (
    SELECT FROM latest.case_file c
    WHERE c.case_id = r.case_id
        AND c.body_kind = 'LK3')
OR EXISTS (
    SELECT FROM latest.referral f
    WHERE f.case_id = r.case_id
        AND f.is_disclosing AND f.to_kind = 'LK3'
        AND (f.state = 'ACCEPTED' OR r.part IN ('IDENTITY', 'CONTACT', 'CATEGORY'))
        AND r.part = ANY (f.disclosed)
        AND (r.person_id IS NULL OR r.person_id = ANY (f.subjects))))

-- name: told_to_liaison
-- It is the identity of a person, and a body of a liaison of $4 uuid[] gives a service to them.
(r.part IN ('IDENTITY', 'CONTACT') AND EXISTS (
    SELECT FROM latest.case_service s
    JOIN latest.kps k ON k.kps_id = s.kps_id
    WHERE s.case_id = r.case_id AND s.state = 'ASSIGNED'
        AND k.liaisons && $4::uuid[]
        AND r.person_id = ANY (s.recipients)))

-- name: told_to_dinas
-- The Dinas holds the case, has accepted a referral of it, or one of $4 uuid[] wrote it.
(r.recorded_by = ANY ($4::uuid[])
OR EXISTS (
    SELECT FROM latest.case_file c
    WHERE c.case_id = r.case_id
        AND c.body_kind IN ('DINAS_KABKOTA', 'DINAS_PROV'))
OR EXISTS (
    SELECT FROM latest.referral f
    WHERE f.case_id = r.case_id
        AND f.state = 'ACCEPTED'
        AND f.to_kind IN ('DINAS_KABKOTA', 'DINAS_PROV') AND f.to_area IS NOT NULL))
