-- The moment of an answer. Both statements give one row: position (bigint), stale (bool).
-- They are the head of every compiled statement (compile.py), so the position an answer names
-- and its rows come from one snapshot.

-- name: of_views
-- What all the named views have reached, or the position asked for if that is less. Stale: a
-- view has stopped, has not come to the position asked for, or not to the least one wanted.
-- $1 tenant uuid, $2 position bigint (2^63 - 2: now), $3 valid on date or null (not used here,
-- named so that it has a type), $4 views text[], $5 least position wanted bigint
select least($2::bigint, min(coalesce(p.position, 0))) as position,
       bool_or(coalesce(p.state, 'live') = 'stopped'
               or coalesce(p.position, 0) < $5::bigint
               or ($2::bigint < 9223372036854775806 and coalesce(p.position, 0) < $2::bigint)) as stale,
       $3::date as valid_on
from unnest($4::text[]) as wanted(view)
left join wahana.projection_live l on l.tenant_id = $1::uuid and l.view = wanted.view
left join wahana.projection p
       on p.tenant_id = $1::uuid and p.view = wanted.view and p.generation = l.generation

-- name: of_log
-- The end of the tenant's log, or the position asked for if that is less.
-- $1 tenant uuid, $2 position bigint, $3 valid on date or null, $4 views text[] (empty),
-- $5 least position wanted bigint
select least($2::bigint, h.head) as position,
       (h.head < $5::bigint
        or ($2::bigint < 9223372036854775806 and h.head < $2::bigint)) as stale,
       $3::date as valid_on
from (select coalesce(max(t.head), 0) as head, $4::text[] as views
      from wahana.tenant_head t where t.tenant_id = $1::uuid) h
