-- The list of the reaction about referrals.

-- name: of_case
-- The live referrals of a case. $1 uuid: tenant, $2 int: generation, $3 uuid: the case.
SELECT f.referral_id FROM view.referral_flow f
WHERE f.tenant_id = $1 AND f.generation = $2 AND f.case_id = $3 ORDER BY f.referral_id

-- name: on_consent
-- The live referrals that rest on a consent. $1 uuid: tenant, $2 int: generation, $3 uuid: it.
SELECT f.referral_id FROM view.referral_flow f
WHERE f.tenant_id = $1 AND f.generation = $2 AND $3::uuid = ANY (f.consents)
ORDER BY f.referral_id

-- name: due
-- Referrals whose day has passed. $1 uuid: tenant, $2 date: on this day, $3 int: at most.
SELECT f.referral_id FROM latest.referral_flow f
WHERE f.due < $2
ORDER BY f.due, f.referral_id LIMIT $3
