-- Statements of leases.py.

-- name: claim
-- Take or prolong a lease that is free, run out, or ours.
-- $1 text: follower, $2 int: bucket, $3 uuid: worker, $4 timestamptz: until, $5 timestamptz: now.
INSERT INTO wahana.lease (view, bucket, holder, until)
VALUES ($1, $2, $3, $4)
ON CONFLICT (view, bucket) DO UPDATE SET holder = excluded.holder, until = excluded.until
WHERE lease.holder = excluded.holder OR lease.until <= $5
RETURNING bucket

-- name: release
-- Give a lease back, if it is still ours. $1 text: follower, $2 int: bucket, $3 uuid: worker.
DELETE FROM wahana.lease WHERE view = $1 AND bucket = $2 AND holder = $3
