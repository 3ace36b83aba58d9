-- name: announce
-- A process reads versions of views, from now on for a while.
-- $1 uuid: process, $2 text: release, $3 text[]: views, $4 int[]: their versions, $5 interval.
INSERT INTO wahana.reader (process_id, release, views, versions, until)
VALUES ($1, $2, $3, $4, clock_timestamp() + $5)
ON CONFLICT (process_id) DO UPDATE SET until = excluded.until

-- name: withdraw
-- It reads them no more. $1 uuid: process.
DELETE FROM wahana.reader WHERE process_id = $1
