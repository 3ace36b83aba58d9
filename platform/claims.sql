-- Statements of the claims to unique values; see claims.py.

-- name: claim
-- Claim a digest for a person, or renew the person's own claim; no row: it is another person's.
-- $1 tenant uuid, $2 digest bytea, $3 person uuid
INSERT INTO wahana.nik_claim AS c (tenant_id, digest, person_id)
VALUES ($1, $2, $3)
ON CONFLICT (tenant_id, digest) DO UPDATE SET claimed_at = clock_timestamp()
    WHERE c.person_id = excluded.person_id
RETURNING c.person_id

-- name: find_claim
-- Who claims a digest, when they last did so, and how many seconds ago.
-- $1 tenant uuid, $2 digest bytea
SELECT person_id, claimed_at, extract(epoch FROM clock_timestamp() - claimed_at)::float8 AS age_s
FROM wahana.nik_claim
WHERE tenant_id = $1 AND digest = $2

-- name: take_over
-- Give a claim that turned out void to another person, unless it was renewed meanwhile.
-- $1 tenant uuid, $2 digest bytea, $3 person uuid, $4 former person uuid, $5 claimed at timestamptz
UPDATE wahana.nik_claim
SET person_id = $3, claimed_at = clock_timestamp()
WHERE tenant_id = $1 AND digest = $2 AND person_id = $4 AND claimed_at = $5
RETURNING person_id

-- name: keep_only
-- Delete a person's claims up to a moment, except for some digests. Later ones are of commands that
-- have decided since.
-- $1 tenant uuid, $2 person uuid, $3 digests to keep bytea[], $4 moment timestamptz
DELETE FROM wahana.nik_claim
WHERE tenant_id = $1 AND person_id = $2 AND digest <> ALL ($3::bytea[]) AND claimed_at <= $4
